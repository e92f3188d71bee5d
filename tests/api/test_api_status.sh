#!/bin/sh
# docs/api-status.md says what src/api/functions.def says.
exec diff -u "$SOURCE_DIR/docs/api-status.md" - <<EOF
$("$SOURCE_DIR/tools/api-status")
EOF
