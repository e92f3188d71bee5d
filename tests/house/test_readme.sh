#!/bin/bash
# The program in the README compiles as it stands, and counts the rows of a real database.
set -euo pipefail
[ -z "$SANITIZE" ] || { echo "SKIPPED: the release build runs this"; exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
sed -n '/^```c$/,/^```$/p' "$SOURCE_DIR/README.md" | sed '1d;$d' >"$work/rows.c"
[ -s "$work/rows.c" ] || { echo "the README has no program"; exit 1; }
"$CC" -std=c17 -Wall -Wextra -Werror -I"$SOURCE_DIR/include" "$work/rows.c" -o "$work/rows" \
    -L"$BINARY_DIR" -lesent -Wl,-rpath,"$BINARY_DIR"
[ -d "$SHARED_DIR/corpus" ] || { echo "compiled; SKIPPED: running it, without the real files"; exit 77; }
gunzip -c "$SHARED_DIR/corpus/srum-win10-2004.dat.gz" >"$work/srum.dat"
expect() { # TABLE ROWS
    output=$("$work/rows" "$work/srum.dat" "$1") || { echo "rows $1: status $?"; exit 1; }
    [ "$output" = "$2 rows" ] || { echo "$1: $output, not $2 rows"; exit 1; }
}
expect MSysObjects 241
expect SruDbIdMapTable 1141
expect '{5C8CF1C7-7257-4F13-B223-970EF5939312}' 4038
expect '{FEE4E14F-02A9-4550-B5CE-5FA2DA202E37}' 0
