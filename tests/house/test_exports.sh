#!/bin/bash
# The shared library shows Jet* and esent_* symbols only, all of them versioned,
# and needs nothing but the C library.
set -euo pipefail
library=$BINARY_DIR/libesent.so
shown=$(nm -D --defined-only "$library" | awk '{print $NF}' | grep -v '^LIBESENT_0$')
[ -n "$shown" ] || { echo "no symbol is exported"; exit 1; }
if strays=$(grep -Ev '^(Jet|esent_)[A-Za-z0-9_]*@@LIBESENT_0$' <<<"$shown"); then
    echo "exported, but not ours to show or not versioned:"
    echo "$strays"
    exit 1
fi
[ -n "$SANITIZE" ] && exit 0
if needs=$(readelf -d "$library" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p' | grep -Ev '^(libc|libm|ld-linux.*)\.so'); then
    echo "needs: $needs"
    exit 1
fi
