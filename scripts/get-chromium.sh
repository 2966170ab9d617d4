#!/bin/sh
# get-chromium.sh [SUITE [PREFIX]]     a headless Chromium, for the tests of pages
#
# SUITE   trixie (the default), forky, ...   PREFIX  default ${XDG_CACHE_HOME:-~/.cache}/chromium-SUITE
# Prints the path of a ready program. Needs no root, installs nothing (some 100 MB are fetched, with two fonts).
set -eu
here=$(cd "$(dirname "$0")" && pwd)
suite=${1:-trixie}
prefix=${2:-${XDG_CACHE_HOME:-$HOME/.cache}/chromium-$suite}

"$here/apt-root.sh" "$suite" "$prefix" chromium-headless-shell fonts-dejavu-core patchelf
prefix=$(cd "$prefix" && pwd -P)
exec 9>"$prefix/.apt/lock" && flock 9
set -- "$prefix"/usr/lib/*/ld-linux*.so.*
loader=$1 libs=${1%/*}
[ -x "$loader" ] || { echo "get-chromium.sh: no loader under $prefix" >&2; exit 1; }
patchelf() { "$loader" --library-path "$libs" "$prefix/usr/bin/patchelf" "$@"; }

shell=
for file in "$prefix/usr/lib/chromium/chromium-headless-shell" "$prefix/usr/lib/chromium/headless_shell" "$prefix/usr/bin/chromium-headless-shell"; do
  [ -x "$file" ] && [ "$(head -c 4 "$file" | tail -c 3)" = ELF ] && shell=$file && break
done
[ -n "$shell" ] || { echo "get-chromium.sh: no program under $prefix" >&2; exit 1; }
path=$libs:${shell%/*}:$libs/pulseaudio
if [ "$(patchelf --print-interpreter "$shell")" != "$loader" ] || [ "$(patchelf --print-rpath "$shell")" != "$path" ]; then
  cp "$shell" "$shell.$$"       # never write into a binary that may be running
  patchelf --set-interpreter "$loader" --force-rpath --set-rpath "$path" "$shell.$$"
  mv "$shell.$$" "$shell"
fi

# A library with a RUNPATH of its own is not searched for through the program's RPATH.
for so in "$libs"/libpulse*.so.* "$libs"/pulseaudio/*.so; do
  [ -f "$so" ] && [ ! -L "$so" ] || continue
  [ "$(patchelf --print-rpath "$so")" = "$path" ] && continue
  cp "$so" "$so.$$"
  patchelf --force-rpath --set-rpath "$path" "$so.$$"
  mv "$so.$$" "$so"
done

# Its fonts are beside it, not the machine's.
cat >"$prefix/fonts.conf" <<CONF
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>$prefix/usr/share/fonts</dir><cachedir>$prefix/.apt/fonts</cachedir></fontconfig>
CONF
printf '#!/bin/sh\nFONTCONFIG_FILE=%s exec %s "$@"\n' "$prefix/fonts.conf" "$shell" >"$prefix/chromium"
chmod +x "$prefix/chromium"
"$prefix/chromium" --no-sandbox --dump-dom about:blank >/dev/null 2>&1 ||
  { echo "get-chromium.sh: it does not run" >&2; exit 1; }
echo "$prefix/chromium"
