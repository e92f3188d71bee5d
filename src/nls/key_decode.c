/* Values back out of keys (spec 25, section 9). Keys come from files: every
 * byte is looked at before it is believed, and what cannot be told for certain
 * is read from the record. */
#include "nls/key_private.h"

/* A segment laid open: its bytes uncomplemented on demand, where it ends. */
struct cut_segment {
    struct bytes bytes; /* from the prefix byte to the end of the key */
    uint8_t flip;
    size_t space;   /* how long it may be at most */
    bool own_limit; /* that limit is the segment's own: the next one follows behind it */
};

static uint8_t at(const struct cut_segment *c, size_t i) { return c->bytes.data[i] ^ c->flip; }

/* Length of a variable binary segment, prefix included; *whole: its data is complete. */
static size_t binary_length(const struct cut_segment *c, bool *whole)
{
    size_t pos = 1, end = MIN(c->bytes.size, c->space);
    *whole = false;
    for (; pos + KEY_GROUP_SIZE <= end; pos += KEY_GROUP_SIZE) {
        uint8_t count = at(c, pos + KEY_GROUP_DATA);
        if (count == 0 || count > KEY_GROUP_MORE)
            return 0;
        if (count < KEY_GROUP_MORE) {
            *whole = true;
            return pos + KEY_GROUP_SIZE;
        }
    }
    return c->own_limit && c->bytes.size >= c->space ? c->space : 0; /* cut inside a group */
}

static size_t ascii_length(const struct cut_segment *c)
{
    size_t end = MIN(c->bytes.size, c->space);
    for (size_t i = 1; i < end; i++)
        if (at(c, i) == 0)
            return i + 1;
    return c->own_limit && c->bytes.size >= c->space ? c->space : 0;
}

/* Length of a segment, 0 when that cannot be told; *whole: it can be decoded. */
static size_t segment_length(const struct key_segment *s, const struct cut_segment *c, bool *whole)
{
    unsigned fixed_size = key_type_size(s->coltyp);
    size_t length = 0;
    *whole = false;
    if (at(c, 0) != KEY_PREFIX_DATA) {
        *whole = true;
        return 1;
    }
    if (fixed_size > 0) {
        length = 1 + fixed_size;
        *whole = s->coltyp != JET_coltypBit || s->fixed; /* a tagged Bit keeps bytes that the key does not */
    } else if (s->coltyp == JET_coltypBinary && s->fixed) {
        length = MIN(1 + (size_t)s->size, c->space);
        *whole = length == 1 + (size_t)s->size;
    } else if (key_is_variable_binary(s)) {
        length = binary_length(c, whole);
    } else if (key_is_text(s) && !key_is_unicode(s)) {
        length = ascii_length(c);
    }
    return length <= c->bytes.size ? length : 0;
}

static void get_fixed(const struct key_index *index, JET_COLTYP coltyp, const uint8_t *big, unsigned size,
                      uint8_t *out)
{
    if (coltyp == JET_coltypGUID) {
        const uint8_t *order = key_guid_order(index);
        for (unsigned i = 0; i < size; i++)
            out[order[i]] = big[i];
        return;
    }
    uint64_t v = 0, sign = 1ull << (size * 8 - 1);
    for (unsigned i = 0; i < size; i++)
        v = v << 8 | big[i];
    switch (coltyp) {
    case JET_coltypShort:
    case JET_coltypLong:
    case JET_coltypLongLong:
    case JET_coltypCurrency:
        v ^= sign;
        break;
    case JET_coltypIEEESingle:
    case JET_coltypIEEEDouble:
    case JET_coltypDateTime:
        v = v & sign ? v ^ sign : ~v;
        break;
    default:
        break;
    }
    for (unsigned i = 0; i < size; i++)
        out[i] = (uint8_t)(v >> (8 * i));
}

static size_t get_binary(const struct cut_segment *c, size_t length, uint8_t *out)
{
    size_t size = 0;
    for (size_t pos = 1; pos < length; pos += KEY_GROUP_SIZE) {
        size_t n = MIN(at(c, pos + KEY_GROUP_DATA), KEY_GROUP_DATA);
        for (size_t i = 0; i < n; i++)
            out[size++] = at(c, pos + i);
    }
    return size;
}

static enum key_decoded decode(const struct key_index *index, const struct key_segment *s,
                               const struct cut_segment *c, size_t length, uint8_t *out, size_t *size)
{
    uint8_t prefix = at(c, 0), null = key_nulls_high(index) ? KEY_PREFIX_NULL_HIGH : KEY_PREFIX_NULL;
    unsigned fixed_size = key_type_size(s->coltyp);
    if (prefix == null)
        return KEY_NULL;
    if (prefix == KEY_PREFIX_ZERO_LENGTH && fixed_size == 0 && !s->fixed)
        return KEY_DECODED;
    if (prefix != KEY_PREFIX_DATA)
        return KEY_READ_RECORD;
    if (key_is_variable_binary(s)) {
        *size = get_binary(c, length, out);
        return KEY_DECODED;
    }
    uint8_t big[16];
    for (size_t i = 1; i < length; i++)
        (fixed_size > 0 ? big : out)[i - 1] = at(c, i);
    *size = length - 1;
    if (fixed_size > 0)
        get_fixed(index, s->coltyp, big, fixed_size, out);
    return KEY_DECODED;
}

JET_ERR key_denormalise(const struct key_index *index, struct bytes key, unsigned segment, uint8_t *out,
                        size_t *size, enum key_decoded *decoded)
{
    size_t pos = 0;
    *size = 0;
    *decoded = KEY_READ_RECORD;
    if (index->tuple.length_max > 0 && segment == 0)
        return JET_errIndexTuplesCannotRetrieveFromIndex;
    for (unsigned i = 0; i <= segment && i < index->segment_count; i++) {
        const struct key_segment *s = &index->segments[i];
        if (pos >= key.size || key.size > key_most(index))
            return JET_errSuccess;
        size_t space = key_most(index) - pos, mac = key_type_size(s->coltyp) ? space : key_var_seg_mac(index);
        bool whole;
        struct cut_segment c = {.bytes = {key.data + pos, key.size - pos},
                                .flip = s->descending ? 0xFF : 0,
                                .space = MIN(space, MAX(mac, 1)),
                                .own_limit = mac < key_most(index) && mac <= space};
        size_t length = segment_length(s, &c, &whole);
        if (length == 0)
            return JET_errSuccess;
        if (i == segment && whole)
            *decoded = decode(index, s, &c, length, out, size);
        pos += length;
    }
    return JET_errSuccess;
}
