#!/bin/sh
# Prints a Python of version 3.11 or newer; says what to do when there is none.
set -u
for candidate in "${PYTHON:-}" python3 python3.13 python3.12 python3.11 python3.14 python; do
  [ -n "$candidate" ] || continue
  if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
    command -v "$candidate"
    exit 0
  fi
done
echo "QI Eval needs Python 3.11 or newer, and none was found." >&2
echo "Debian or Ubuntu: sudo apt install python3 python3-venv    macOS: brew install python" >&2
echo "Or name one yourself: make run PYTHON=/path/to/python3.12" >&2
exit 1
