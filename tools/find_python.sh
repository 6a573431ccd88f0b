#!/bin/sh
# Print the path of a Python 3.12 or newer, or say in one line what to install.
for candidate in "$PYTHON" python3 python3.12 python3.13 python3.14 python; do
  [ -n "$candidate" ] || continue
  if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 12))' >/dev/null 2>&1; then
    "$candidate" -c 'import sys; print(sys.executable)'
    exit 0
  fi
done
echo "graphkit needs Python 3.12 or newer and found none: install it (for example: pyenv install 3.12, or uv python install 3.12) or run make PYTHON=/path/to/python3.12" >&2
exit 1
