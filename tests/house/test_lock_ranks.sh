#!/bin/bash
# docs/locking.md names the same locks, with the same ranks, as the code.
set -euo pipefail
in_code=$(sed -n 's/^ *\(OS_RANK_[A-Z]*\) = \([0-9]*\),.*/\2 \1/p' "$SOURCE_DIR/src/os/os_thread.h")
in_page=$(sed -n 's/^| *\([0-9]*\) *| *`\(OS_RANK_[A-Z]*\)`.*/\1 \2/p' "$SOURCE_DIR/docs/locking.md")
[ -n "$in_code" ]
diff <(sort -n <<<"$in_code") <(echo "$in_page")
