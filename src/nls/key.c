/* One value to one segment (spec 25, sections 1 and 2). */
#include "nls/key_private.h"

#include <assert.h>

unsigned key_type_size(JET_COLTYP coltyp)
{
    static const uint8_t sizes[JET_coltypMax] = {[JET_coltypBit] = 1,
                                                 [JET_coltypUnsignedByte] = 1,
                                                 [JET_coltypShort] = 2,
                                                 [JET_coltypLong] = 4,
                                                 [JET_coltypCurrency] = 8,
                                                 [JET_coltypIEEESingle] = 4,
                                                 [JET_coltypIEEEDouble] = 8,
                                                 [JET_coltypDateTime] = 8,
                                                 [JET_coltypUnsignedLong] = 4,
                                                 [JET_coltypLongLong] = 8,
                                                 [JET_coltypGUID] = 16,
                                                 [JET_coltypUnsignedShort] = 2,
                                                 [JET_coltypUnsignedLongLong] = 8};
    return coltyp < JET_coltypMax ? sizes[coltyp] : 0;
}

const uint8_t *key_guid_order(const struct key_index *index)
{
    static const uint8_t windows[16] = {10, 11, 12, 13, 14, 15, 8, 9, 6, 7, 4, 5, 0, 1, 2, 3};
    static const uint8_t dotnet[16] = {3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15};
    return index->dotnet_guid ? dotnet : windows;
}

static uint64_t load_le(const uint8_t *p, unsigned size)
{
    return size == 1 ? *p : size == 2 ? load_le16(p) : size == 4 ? load_le32(p) : load_le64(p);
}

/* A fixed-size value as an unsigned big-endian number of the same order (2.1). */
void key_put_fixed(const struct key_index *index, JET_COLTYP coltyp, const uint8_t *data, unsigned size,
                   uint8_t *out)
{
    if (coltyp == JET_coltypGUID) {
        const uint8_t *order = key_guid_order(index);
        for (unsigned i = 0; i < size; i++)
            out[i] = data[order[i]];
        return;
    }
    uint64_t v = load_le(data, size), sign = 1ull << (size * 8 - 1);
    switch (coltyp) {
    case JET_coltypBit:
        v = v ? 0xFF : 0;
        break;
    case JET_coltypShort:
    case JET_coltypLong:
    case JET_coltypLongLong:
    case JET_coltypCurrency:
        v ^= sign;
        break;
    case JET_coltypIEEESingle:
    case JET_coltypIEEEDouble:
    case JET_coltypDateTime: /* -0.0 and NaN get no special place */
        v = v & sign ? ~v : v | sign;
        break;
    default:
        break;
    }
    uint8_t big[8];
    store_be64(big, v << (64 - size * 8));
    memcpy(out, big, size);
}

/* The put functions below write at most `space` bytes at `out`, behind the
 * prefix byte, return how many, and tell whether something did not fit. */

static size_t put_binary(struct bytes value, uint8_t *out, size_t space, bool *cut)
{
    size_t groups = (value.size + KEY_GROUP_DATA - 1) / KEY_GROUP_DATA,
           full = MIN(groups, space / KEY_GROUP_SIZE);
    const uint8_t *from = value.data;
    size_t left = value.size;
    uint8_t *to = out;
    for (size_t i = 0; i < full; i++, to += KEY_GROUP_SIZE) {
        size_t n = MIN(left, KEY_GROUP_DATA);
        memset(to, 0, KEY_GROUP_DATA);
        memcpy(to, from, n);
        to[KEY_GROUP_DATA] = left > n ? KEY_GROUP_MORE : (uint8_t)n;
        from += n, left -= n;
    }
    *cut = left > 0;
    if (!*cut)
        return (size_t)(to - out);
    size_t rest = space - full * KEY_GROUP_SIZE, n = MIN(left, rest); /* no count byte behind these */
    memset(to, 0, rest);
    memcpy(to, from, n);
    return space;
}

static size_t put_fixed_binary(struct bytes value, uint8_t *out, size_t space, bool *cut)
{
    size_t n = MIN(value.size, space);
    memcpy(out, value.data, n);
    *cut = n < value.size;
    return n;
}

static size_t put_ascii(struct bytes value, uint8_t *out, size_t space, bool *cut)
{
    size_t n = strnlen((const char *)value.data, value.size), fits = MIN(n, space);
    for (size_t i = 0; i < fits; i++) {
        uint8_t c = value.data[i];
        out[i] = c >= 'a' && c <= 'z' ? (uint8_t)(c - 0x20) : c;
    }
    *cut = n + 1 > space;
    if (!*cut) {
        out[n] = 0;
        return n + 1;
    }
    if (fits > 0) /* the last byte of a cut key is lowered whatever it is: stored keys have it so (2.4) */
        out[fits - 1] = (uint8_t)(value.data[fits - 1] - 0x20);
    return fits;
}

static JET_ERR normalise_variable(const struct key_index *index, const struct key_segment *s,
                                  const struct key_value *value, uint8_t *out, size_t space, size_t *size,
                                  bool *cut)
{
    struct bytes bytes = {value->data, value->size};
    if (!key_is_text(s))
        *size = s->fixed && s->coltyp == JET_coltypBinary ? put_fixed_binary(bytes, out, space, cut)
                                                          : put_binary(bytes, out, space, cut);
    else if (s->code_page != 1200)
        *size = put_ascii(bytes, out, space, cut);
    else if (index->sort.flags == 0)
        return JET_errUnicodeNormalizationNotSupported; /* nls_open refused the order of this index */
    else
        *size = nls_sort_key(&index->sort, bytes.data, bytes.size / 2, out, space, cut);
    return JET_errSuccess;
}

JET_ERR key_normalise(const struct key_index *index, unsigned segment, const struct key_value *value,
                      size_t space, uint8_t *out, size_t *size, bool *cut)
{
    assert(segment < index->segment_count && index->segment_count <= KEY_SEGMENTS_MAX);
    const struct key_segment *s = &index->segments[segment];
    unsigned fixed_size = key_type_size(s->coltyp);
    size_t used = 0;
    *size = 0;
    *cut = space == 0;
    if (space == 0)
        return JET_errSuccess;
    if (value->null) {
        out[0] = key_nulls_high(index) ? KEY_PREFIX_NULL_HIGH : KEY_PREFIX_NULL;
    } else if (fixed_size > 0) {
        uint8_t whole[16];
        if (value->size != fixed_size)
            return JET_errInvalidBufferSize;
        key_put_fixed(index, s->coltyp, value->data, fixed_size, whole);
        used = MIN(fixed_size, space - 1);
        *cut = used < fixed_size;
        out[0] = KEY_PREFIX_DATA;
        memcpy(out + 1, whole, used);
    } else if (!key_is_text(s) && s->coltyp != JET_coltypBinary && s->coltyp != JET_coltypLongBinary) {
        return JET_errInvalidColumnType;
    } else if (value->size == 0) {
        out[0] = KEY_PREFIX_ZERO_LENGTH;
    } else {
        size_t most = MAX(key_var_seg_mac(index), 1);
        out[0] = KEY_PREFIX_DATA;
        JET_ERR err = normalise_variable(index, s, value, out + 1, MIN(space, most) - 1, &used, cut);
        if (err < 0)
            return err;
        /* A segment that its own limit cuts is meant to be cut (3.2). */
        if (most < key_most(index) && most <= space)
            *cut = false;
    }
    *size = 1 + used;
    if (s->descending)
        for (size_t i = 0; i < *size; i++)
            out[i] = (uint8_t)~out[i];
    return JET_errSuccess;
}

uint16_t key_minimal_most(const struct key_index *index)
{
    size_t sum = 0, most = key_most(index);
    for (unsigned i = 0; i < index->segment_count; i++) {
        const struct key_segment *s = &index->segments[i];
        if (key_type_size(s->coltyp) > 0)
            sum += 1 + key_type_size(s->coltyp);
        else if (s->coltyp == JET_coltypBinary && s->fixed)
            sum += MIN(1 + s->size, key_var_seg_mac(index));
        else
            sum += key_var_seg_mac(index); /* without a limit of its own: the whole key */
    }
    return (uint16_t)MIN(sum, most);
}
