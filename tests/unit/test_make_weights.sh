#!/bin/sh
# The table of sorting weights is what its maker makes, where the source of the numbers is installed (package libwine).
[ -f /usr/share/wine/nls/sortdefault.nls ] || { echo "SKIPPED: libwine is not installed" >&2; exit 77; }
[ "$("$SOURCE_DIR/tools/nls/make-weights" --check)" = same ]
