#include "nls/nls.h"

JET_ERR nls_check_flags(uint32_t flags)
{
    const uint32_t refinements = LCMAP_BYTEREV | NORM_IGNORENONSPACE | NORM_IGNORESYMBOLS |
                                 SORT_DIGITSASNUMBERS | LINGUISTIC_IGNORECASE | LINGUISTIC_IGNOREDIACRITIC |
                                 SORT_STRINGSORT | NORM_LINGUISTIC_CASING | NORM_IGNORECASE |
                                 NORM_IGNOREKANATYPE | NORM_IGNOREWIDTH;
    bool sort_key = (flags & LCMAP_SORTKEY) && !(flags & ~(LCMAP_SORTKEY | refinements));
    return sort_key || flags == LCMAP_UPPERCASE ? JET_errSuccess : JET_errInvalidLCMapStringFlags;
}
