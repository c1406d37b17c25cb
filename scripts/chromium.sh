#!/bin/sh
# Sees to it that the browser tests find a Chromium: one on the machine, else apt as root, else Playwright's own.
set -u
cd "$(dirname "$0")/.."

found() {
  for browser in "${QI_EVAL_CHROMIUM:-}" chromium chromium-browser google-chrome \
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"; do
    [ -n "$browser" ] && "$browser" --version >/dev/null 2>&1 && return 0
  done
  return 1
}

found && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "Installing Chromium with apt ..."
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq && apt-get install -y -qq chromium fonts-dejavu-core >/dev/null
  found && exit 0
fi
echo "Installing Playwright's own Chromium ..."
exec .venv/bin/python -m playwright install chromium
