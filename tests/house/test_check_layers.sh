#!/bin/bash
# tools/check-layers accepts this tree, and finds each kind of fault in a small one.
set -euo pipefail
check="$SOURCE_DIR/tools/check-layers"
"$check" >/dev/null

tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
export ESENT_SOURCE=$tree
mkdir -p "$tree"/{src/base,src/cache,src/btree,tests/{api,support},tools/esentutl,include}
touch "$tree"/src/{base/base.h,cache/cache.h,btree/tree.h}
echo '#include "base/base.h"' >"$tree/src/cache/cache.c"
"$check" >/dev/null

refuses() { # FILE INCLUDE: writing the include makes the check fail and name the file
    local file=$tree/$1
    echo "#include \"$2\"" >"$file"
    if output=$("$check" 2>&1); then
        echo "accepted $2 in $1"
        exit 1
    fi
    grep -q "^$1:1:" <<<"$output" || { echo "does not name $1: $output"; exit 1; }
    rm "$file"
    "$check" >/dev/null
}
refuses src/cache/frame.c btree/tree.h
refuses src/cache/frame.c ../btree/tree.h
refuses tests/api/test_a.c base/base.h
echo '#include "cache/cache.h"' >"$tree/tests/support/image.h"
refuses tests/api/test_a.c image.h
refuses tools/esentutl/main.c cache/cache.h
refuses include/esent.h ../src/base/base.h

# A call that goes up although no include shows it.
rooms=$tree/build/CMakeFiles
mkdir -p "$rooms"/room_{cache,btree}.dir
echo 'int tree_open(void); int tree_open(void) { return 0; }' >"$tree/up.c"
echo 'int tree_open(void); int cache_get(void); int cache_get(void) { return tree_open(); }' >"$tree/low.c"
"${CC:-cc}" -c "$tree/up.c" -o "$rooms/room_btree.dir/up.c.o"
"${CC:-cc}" -c "$tree/low.c" -o "$rooms/room_cache.dir/low.c.o"
if output=$("$check" "$tree/build" 2>&1); then
    echo "accepted a call that goes up"
    exit 1
fi
grep -q 'cache uses tree_open' <<<"$output"
