#!/bin/bash
# The manual pages format without a warning, and each has the sections a reader looks for.
set -euo pipefail
command -v man >/dev/null || { echo "SKIPPED: no man"; exit 77; }
for page in "$SOURCE_DIR"/man/*.[0-9]; do
    complaints=$(LC_ALL=C.UTF-8 MANWIDTH=80 man --warnings -E UTF-8 -l "$page" 2>&1 >/dev/null)
    [ -z "$complaints" ] || { echo "$page: $complaints"; exit 1; }
    for section in NAME SYNOPSIS DESCRIPTION "SEE ALSO"; do
        grep -q "^\.SH \"\?$section" "$page" || { echo "$page: no section $section"; exit 1; }
    done
done
