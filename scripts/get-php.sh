#!/bin/sh
# get-php.sh [SUITE [PREFIX]]      PHP's command line program from a Debian suite
#
# SUITE   trixie (8.4, the default)      PREFIX  default ${XDG_CACHE_HOME:-~/.cache}/php-SUITE
# Prints the path of a ready `php`, without extensions and ini files. Needs no root, installs nothing, may be run again at any time.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
suite=${1:-trixie}
prefix=${2:-${XDG_CACHE_HOME:-$HOME/.cache}/php-$suite}

"$here/apt-root.sh" "$suite" "$prefix" php8.4-cli patchelf
prefix=$(cd "$prefix" && pwd -P)
exec 9>"$prefix/.apt/lock" && flock 9
php=$prefix/usr/bin/php8.4
set -- "$prefix"/usr/lib/*/ld-linux*.so.*
loader=$1 libs=${1%/*}
[ -x "$loader" ] || { echo "get-php.sh: no loader under $prefix" >&2; exit 1; }
patchelf() { "$loader" --library-path "$libs" "$prefix/usr/bin/patchelf" "$@"; }

if [ "$(patchelf --print-interpreter "$php" 2>/dev/null)" != "$loader" ]; then
  # Patch a copy, then rename: never write into a file that may be mapped by a running process.
  cp "$php" "$php.$$"
  patchelf --set-interpreter "$loader" --force-rpath --set-rpath "$libs" "$php.$$"
  mv "$php.$$" "$php"
fi
"$php" -n --version >/dev/null 2>&1 || { echo "get-php.sh: php does not run" >&2; exit 1; }
echo "$php"
