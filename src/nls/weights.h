/* weights.h: the built-in table of sorting weights, as tools/nls/make-weights
 * lays it out. Little-endian, every section aligned to 4 bytes; trusted, for it
 * is part of this library. */
#ifndef ESENT_NLS_WEIGHTS_H
#define ESENT_NLS_WEIGHTS_H

#include "base/base.h"

enum weights_section {
    WEIGHTS_PAGES,  /* weights of 256 code units each: primary, script, diacritic, case (AW, SM, DW, CW) */
    WEIGHTS_MAPS,   /* u16[256]: the page of each high byte; the first map is the default order */
    WEIGHTS_ORDERS, /* struct weights_order, the order numbered 1 first */
    WEIGHTS_EXPANSIONS,   /* u16[2]: what a code unit stands for */
    WEIGHTS_SETS,         /* struct weights_set */
    WEIGHTS_CONTRACTIONS, /* u16: for each set and length, sorted: the units, then the weight */
    WEIGHTS_LOCALES,      /* struct weights_locale, sorted by name without case */
    WEIGHTS_STRINGS,      /* names, each ended by NUL */
    WEIGHTS_UPPER,        /* u16[256] page numbers, then pages of u16[256]: what to add for the upper case */
    WEIGHTS_SECTIONS
};

enum { WEIGHTS_LONGEST = 8 }; /* code units of the longest contraction */

/* Flags of an order (spec 25, 8.4.1). */
enum weights_order_flags {
    WEIGHTS_THREE_BYTES = 0x01, /* ideographs have three-byte primary weights */
    WEIGHTS_REVERSED = 0x10,    /* diacritics count from the end */
    WEIGHTS_DOUBLED = 0x20,     /* a doubled first letter repeats the contraction behind it */
    WEIGHTS_UNKNOWN = 0x40      /* meaning not known: such an order cannot be made */
};

struct weights_order {
    uint16_t number, flags, map, linguistic_map, set; /* set 0xFFFF: none */
};

struct weights_set {
    struct {
        uint32_t start, count;
    } of_length[WEIGHTS_LONGEST - 1]; /* of 2 units first */
};

struct weights_locale {
    uint32_t lcid;
    uint16_t name, order;
};

extern const uint8_t nls_weights[];

/* First entry and number of entries of a section. */
static inline const void *weights_section(enum weights_section section)
{
    return nls_weights + load_le32(nls_weights + 8 + 8 * section);
}
static inline uint32_t weights_count(enum weights_section section)
{
    return load_le32(nls_weights + 12 + 8 * section);
}

#endif
