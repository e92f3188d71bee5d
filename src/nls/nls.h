/* nls.h: Unicode sort keys, the bytes that Windows' LCMapStringEx gives for
 * LCMAP_SORTKEY, from our own copy of Microsoft's published weights (spec 25,
 * section 8). Versioned: an order that the table cannot produce is an error,
 * never a guess. */
#ifndef ESENT_NLS_NLS_H
#define ESENT_NLS_NLS_H

#include "base/base.h"

/* What LCMapStringEx calls them; JET_UNICODEINDEX carries them as dwMapFlags. */
#define NORM_IGNORECASE            0x00000001u
#define NORM_IGNORENONSPACE        0x00000002u
#define NORM_IGNORESYMBOLS         0x00000004u
#define SORT_DIGITSASNUMBERS       0x00000008u
#define LINGUISTIC_IGNORECASE      0x00000010u
#define LINGUISTIC_IGNOREDIACRITIC 0x00000020u
#define LCMAP_UPPERCASE            0x00000200u
#define LCMAP_SORTKEY              0x00000400u
#define LCMAP_BYTEREV              0x00000800u
#define SORT_STRINGSORT            0x00001000u
#define NORM_IGNOREKANATYPE        0x00010000u
#define NORM_IGNOREWIDTH           0x00020000u
#define NORM_LINGUISTIC_CASING     0x08000000u

/* The engine's default flags, and the version and order that this table makes
 * and that new indexes record (spec 25, 8.1 and 8.3). */
#define NLS_DEFAULT_FLAGS  (LCMAP_SORTKEY | NORM_IGNORECASE | NORM_IGNOREKANATYPE | NORM_IGNOREWIDTH)
#define NLS_VERSION        0x00060305u
#define NLS_DEFAULT_LOCALE "en-US"
enum { NLS_LOCALE_MAX = 84, NLS_SORT_ID_SIZE = 16, NLS_KEY_MAX = 2000 /* no key needs more */ };

/* How well the order of a recorded version is known. */
enum nls_support {
    NLS_EXACT,   /* this table is that version: keys may be written */
    NLS_READABLE /* every real key of that version came out the same, rarer characters may not (8.3) */
};

/* One order of Unicode text: table, locale, flags. A plain value that owns
 * nothing; copy it where it is wanted. All zero: no order. Only the first three
 * members concern others. */
struct nls_sort {
    uint32_t flags;   /* LCMapStringEx flags, never 0 in an order */
    uint32_t version; /* NLS version whose keys are made */
    enum nls_support support;
    uint8_t order_flags;      /* enum weights_order_flags */
    uint8_t case_mask;        /* bits of a case weight that count */
    const uint16_t *map;      /* page of each high byte */
    const void *contractions; /* struct weights_set, or NULL */
};

/* JET_errInvalidLCMapStringFlags for flags that no index may have (8.1). Zero
 * is the creator's way to say "the defaults" and is the caller's to replace. */
JET_ERR nls_check_flags(uint32_t flags);

/* Finds an order. `locale`: ASCII name, any case, "" the invariant one.
 * `version`: as recorded in the catalog (high half NLS version, low half
 * defined version, 8.2); 0 = this table's own. `sort_id`: the recorded sort
 * GUID in memory layout, or NULL when none is recorded.
 * JET_errInvalidLanguageId: no such locale in the table.
 * JET_errInvalidLCMapStringFlags: as nls_check_flags.
 * JET_errUnicodeNormalizationNotSupported: a version, sort id or flag
 * (digits as numbers, byte reversal) whose keys are not known for certain; the
 * index counts as corrupt for those who need its order (8.3). */
JET_ERR nls_open(const char *locale, uint64_t version, const uint8_t *sort_id, uint32_t flags,
                 struct nls_sort *sort);

/* Name of the locale of an old numeric id (0x409: "en-US"; 0x7F: ""), NULL for
 * an id that is not known. */
const char *nls_locale_of_lcid(uint32_t lcid);

/* The other way, any case. JET_errInvalidLanguageId for a name that is not
 * known or has no number of its own. */
JET_ERR nls_lcid_of_locale(const char *name, uint32_t *lcid);

/* What an index over this locale records now. JET_errInvalidLanguageId. */
JET_ERR nls_recorded(const char *locale, uint64_t *version, uint8_t sort_id[NLS_SORT_ID_SIZE]);

/* The key of `units` UTF-16LE code units at `text` (any alignment), cut to
 * `out_size` bytes, at most NLS_KEY_MAX. Returns the bytes written; *cut tells
 * that the whole key is longer. Never fails: every code unit has a weight, if
 * only an empty one. */
size_t nls_sort_key(const struct nls_sort *sort, const uint8_t *text, size_t units, uint8_t *out,
                    size_t out_size, bool *cut);

#endif
