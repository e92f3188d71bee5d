/* key_private.h: what the files of key.h share. */
#ifndef ESENT_NLS_KEY_PRIVATE_H
#define ESENT_NLS_KEY_PRIVATE_H

#include "nls/key.h"

/* Prefix bytes of ascending segments (spec 25, 1); descending ones are complemented. */
enum {
    KEY_PREFIX_NULL = 0x00,
    KEY_PREFIX_ZERO_LENGTH = 0x40,
    KEY_PREFIX_DATA = 0x7F,
    KEY_PREFIX_NULL_HIGH = 0xC0
};

/* Variable binary is cut into groups: 8 bytes of data, then their number, or 9 when more follow. */
enum { KEY_GROUP_DATA = 8, KEY_GROUP_SIZE = 9, KEY_GROUP_MORE = 9 };

/* Sizes come from the catalog: whatever stands there, no key outgrows a buffer. */
static inline size_t key_most(const struct key_index *index) { return MIN(index->key_most, KEY_MOST_MAX); }
static inline size_t key_var_seg_mac(const struct key_index *index)
{
    return MIN(index->var_seg_mac, key_most(index));
}

/* Size of a value of a fixed-size type, 0 for text and binary. */
unsigned key_type_size(JET_COLTYP coltyp);
/* The value of such a type, `size` = key_type_size, in the order of its bytes. */
void key_put_fixed(const struct key_index *index, JET_COLTYP coltyp, const uint8_t *data, unsigned size,
                   uint8_t *out);

static inline bool key_is_text(const struct key_segment *s)
{
    return s->coltyp == JET_coltypText || s->coltyp == JET_coltypLongText;
}
static inline bool key_is_unicode(const struct key_segment *s)
{
    return key_is_text(s) && s->code_page == 1200;
}
static inline bool key_is_variable_binary(const struct key_segment *s)
{
    return s->coltyp == JET_coltypLongBinary || (s->coltyp == JET_coltypBinary && !s->fixed);
}
static inline bool key_nulls_high(const struct key_index *index)
{
    return (index->flags & KEY_NULLS_HIGH) && !(index->flags & KEY_NULL_DISALLOWED);
}

/* Permutation of a GUID's bytes in this index: key byte i is memory byte order[i]. */
const uint8_t *key_guid_order(const struct key_index *index);

static inline uint32_t key_character_size(const struct key_segment *s) { return key_is_unicode(s) ? 2 : 1; }

#endif
