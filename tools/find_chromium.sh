#!/bin/sh
# Print the path of a Chromium for the tests of the explorer, or say in one line what to install.
# With --install fetch one where there is none: by the system's packages as root, else Playwright's.
found() {
  for candidate in "$CHROMIUM" chromium chromium-browser google-chrome google-chrome-stable; do
    [ -n "$candidate" ] || continue
    if path=$(command -v "$candidate") && "$path" --version >/dev/null 2>&1; then
      echo "$path"
      return 0
    fi
  done
  for path in "${PLAYWRIGHT_BROWSERS_PATH:-$HOME/.cache/ms-playwright}"/chromium-*/chrome-linux*/chrome \
    "$HOME"/Library/Caches/ms-playwright/chromium-*/chrome-mac*/*.app/Contents/MacOS/*; do
    [ -x "$path" ] && echo "$path" && return 0
  done
  return 1
}

found && exit 0
if [ "$1" = --install ]; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    { apt-get install -y --no-install-recommends chromium ||
      { apt-get update && apt-get install -y --no-install-recommends chromium; }; } >&2
  else
    "${PYTHON:-.venv/bin/python}" -m playwright install chromium >&2
  fi
  found && exit 0
fi
echo "the tests of the explorer need Chromium and found none: install it (apt-get install -y chromium, or playwright install chromium), or name one in CHROMIUM" >&2
exit 1
