#!/bin/sh
# Build the explorer's page into graphkit/explorer/static; with --check compare with what is there.
set -eu
home=$(cd "$(dirname "$0")/.." && pwd)
web="$home/graphkit/explorer/web"
built="$home/graphkit/explorer/static"

fail() {
  echo "$1" >&2
  exit 1
}

node -e 'const [a, b] = process.versions.node.split(".").map(Number);
  process.exit(a > 22 || (a === 22 && b >= 12) || (a === 20 && b >= 19) ? 0 : 1)' 2>/dev/null ||
  fail "the explorer's page is built with Node 20.19, 22.12 or newer, and none was found: install it from your system's packages or nodejs.org"
cd "$web"
# The lock file says what is installed; the same twice in a row is not installed again.
if ! cmp -s package-lock.json node_modules/.graphkit-lock; then
  npm ci --no-audit --no-fund --loglevel=error
  cp package-lock.json node_modules/.graphkit-lock
fi
npx --no-install tsc --noEmit
if [ "${1:-}" != --check ]; then
  exec npx --no-install vite build --logLevel warn
fi
fresh=$(mktemp -d)
trap 'rm -rf "$fresh"' EXIT
npx --no-install vite build --logLevel warn --emptyOutDir --outDir "$fresh"
diff -rq "$fresh" "$built" >&2 ||
  fail "the page in graphkit/explorer/static is not what its sources in graphkit/explorer/web give: run 'make explorer' and commit what it writes"
echo "the explorer's page is what its sources give"
