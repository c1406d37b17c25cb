#!/bin/sh
# Makes .venv and installs a requirements file into it; does nothing when that file is installed already.
# Usage: scripts/setup.sh requirements.txt
set -eu
cd "$(dirname "$0")/.."
wanted=$1
venv=.venv
stamp="$venv/.installed-$wanted"
sum=$(cat requirements.txt requirements-dev.txt constraints.txt | cksum)
[ -x "$venv/bin/python" ] && [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$sum" ] && exit 0

has_uv() { command -v uv >/dev/null 2>&1; }

make_venv() {
  python=$(sh scripts/python.sh) || exit 1
  echo "Making $venv with $("$python" --version) ..."
  if has_uv; then
    uv venv --quiet --python "$python" "$venv"
  elif ! "$python" -m venv "$venv"; then
    rm -rf "$venv"
    echo "This Python cannot make a virtual environment. Debian or Ubuntu: sudo apt install python3-venv" >&2
    exit 1
  fi
}

install() {
  echo "Installing $wanted (a minute, once) ..."
  if has_uv; then
    uv pip install --quiet --python "$venv/bin/python" -r "$wanted"
  else
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check -r "$wanted"
  fi
}

"$venv/bin/python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { rm -rf "$venv"; make_venv; }
"$venv/bin/python" -m pip --version >/dev/null 2>&1 || has_uv || { rm -rf "$venv"; make_venv; }
install
printf '%s\n' "$sum" >"$stamp"
