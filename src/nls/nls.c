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

JET_ERR nls_open(const char *locale, uint64_t version, const uint8_t *sort_id, uint32_t flags,
                 struct nls_sort *sort)
{
    (void)locale, (void)version, (void)sort_id, (void)flags;
    *sort = (struct nls_sort){0};
    return JET_errUnicodeNormalizationNotSupported;
}

size_t nls_sort_key(const struct nls_sort *sort, const uint8_t *text, size_t units, uint8_t *out,
                    size_t out_size, bool *cut)
{
    (void)sort, (void)text, (void)units, (void)out, (void)out_size;
    *cut = false;
    return 0;
}
