/* JetMakeKey: search keys and their limits (spec 25, section 7; spec 40, 7.3). */
#include "nls/key_private.h"

enum {
    FILL = 0xFF,                /* also in descending segments */
    OVERRIDE_PLACEHOLDER = 0x20 /* JET_bitKeyOverridePrimaryIndexPlaceholder, engine-internal */
};

#define COLUMN_LIMITS                                                                                        \
    (JET_bitFullColumnStartLimit | JET_bitFullColumnEndLimit | JET_bitPartialColumnStartLimit |              \
     JET_bitPartialColumnEndLimit)
#define PARTIAL_LIMITS (JET_bitPartialColumnStartLimit | JET_bitPartialColumnEndLimit)

/* A ready-made key counts as one column; one of full length is closed. Keys of
 * the old full length are accepted on every index. */
static JET_ERR take_normalised(struct key_search *key, const struct key_index *index, const void *data,
                               size_t size)
{
    size_t most = (index ? key_most(index) : KEY_MOST_DEFAULT) + 1;
    if (size > MAX(most, KEY_MOST_DEFAULT + 1))
        return JET_errInvalidParameter;
    key->size = (uint16_t)MIN(size, most);
    key->columns = 1;
    key->made = true;
    key->limit = key->size == most;
    key->truncated = false;
    if (key->size)
        memcpy(key->bytes, data, key->size);
    return JET_errSuccess;
}

/* The old limit bits in terms of the new ones; 0: no limit. */
static JET_GRBIT column_limit(const struct key_segment *s, JET_GRBIT grbit)
{
    if (grbit & COLUMN_LIMITS)
        return grbit & COLUMN_LIMITS;
    if ((grbit & JET_bitSubStrLimit) && key_is_text(s))
        return JET_bitPartialColumnEndLimit;
    if (grbit & JET_bitStrLimit)
        return key_is_variable_binary(s) ? JET_bitPartialColumnEndLimit : JET_bitFullColumnEndLimit;
    return 0;
}

static JET_ERR check_limits(const struct key_segment *s, JET_GRBIT grbit)
{
    JET_GRBIT limits = grbit & COLUMN_LIMITS;
    if (limits & (limits - 1))
        return JET_errInvalidGrbit;
    if ((limits & PARTIAL_LIMITS) && !key_is_text(s) && !key_is_variable_binary(s))
        return JET_errInvalidGrbit;
    return JET_errSuccess;
}

/* A fixed column takes its exact size; text that is shorter is padded in `padded`. */
static JET_ERR fit_fixed(const struct key_segment *s, uint8_t padded[KEY_MOST_DEFAULT],
                         struct key_value *value)
{
    unsigned fixed_size = key_type_size(s->coltyp);
    if (fixed_size > 0)
        return value->size == fixed_size ? JET_errSuccess : JET_errInvalidBufferSize;
    if (!s->fixed)
        return JET_errSuccess;
    if (value->size > s->size || (!key_is_text(s) && value->size < s->size))
        return JET_errInvalidBufferSize;
    if (value->size == s->size || s->size > KEY_MOST_DEFAULT)
        return JET_errSuccess;
    uint32_t unit = key_character_size(s), at = value->size;
    memcpy(padded, value->data, at);
    memset(padded + at, 0, s->size - at);
    for (; at + unit <= s->size; at += unit)
        padded[at] = ' ';
    *value = (struct key_value){.data = padded, .size = s->size};
    return JET_errSuccess;
}

/* The part of the value that counts. */
static JET_ERR fit_key(const struct key_index *index, unsigned segment, struct key_value *value)
{
    const struct key_segment *s = &index->segments[segment];
    bool never_empty = s->fixed || key_type_size(s->coltyp) > 0;
    if (!value->null && value->size == 0 && never_empty)
        return JET_errInvalidBufferSize;
    if (segment == 0 && index->tuple.length_max > 0) {
        uint32_t unit = key_character_size(s);
        if (value->null || value->size / unit < index->tuple.length_min)
            return JET_errIndexTuplesKeyTooSmall;
        value->size = MIN(value->size, index->tuple.length_max * unit);
    }
    if (key_most(index) == KEY_MOST_DEFAULT)
        value->size = MIN(value->size, KEY_MOST_DEFAULT);
    return JET_errSuccess;
}

static void fill(struct key_search *key, size_t to)
{
    if (to > key->size) {
        memset(key->bytes + key->size, FILL, to - key->size);
        key->size = (uint16_t)to;
    }
}

/* Where the part of a text segment ends that longer texts share. */
static size_t text_cut(const struct key_search *key, const struct key_index *index,
                       const struct key_segment *s, size_t start)
{
    uint8_t flip = s->descending ? 0xFF : 0;
    size_t end = key->size;
    if (!key_is_unicode(s))
        return (key->bytes[end - 1] ^ flip) == 0 ? end - 1 : end;
    if (index->sort.flags & LCMAP_UPPERCASE) { /* no 01 in these: the end is the final 0000 */
        bool ended =
            end >= start + 3 && (key->bytes[end - 1] ^ flip) == 0 && (key->bytes[end - 2] ^ flip) == 0;
        return ended && !key->truncated ? end - 2 : end;
    }
    const uint8_t *mark = memchr(key->bytes + start + 1, 0x01 ^ flip, end - start - 1);
    return mark ? (size_t)(mark - key->bytes) : end;
}

/* Where the data of a binary segment ends, behind start; 0 when not inside it. */
static size_t binary_cut(const struct key_search *key, const struct key_value *value, size_t start)
{
    if (value->null || value->size == 0)
        return 0;
    size_t last = (value->size - 1) / KEY_GROUP_DATA; /* group of the last byte */
    size_t cut = start + 1 + last * KEY_GROUP_SIZE + (value->size - last * KEY_GROUP_DATA);
    return cut <= key->size ? cut : 0;
}

static void apply_limit(struct key_search *key, const struct key_index *index, const struct key_segment *s,
                        const struct key_value *value, size_t start, JET_GRBIT limit)
{
    size_t most = key_most(index) + 1, cut = 0, to = most;
    if ((limit & PARTIAL_LIMITS) && key_is_text(s) && key->size >= start + 2)
        cut = text_cut(key, index, s, start);
    if ((limit & PARTIAL_LIMITS) && key_is_variable_binary(s) && (cut = binary_cut(key, value, start)) > 0)
        to = (size_t)key->size + 1; /* over padding and count byte, and one more */
    if (cut > 0)
        key->size = (uint16_t)cut;
    if (limit & (JET_bitFullColumnEndLimit | JET_bitPartialColumnEndLimit))
        fill(key, MIN(to, most));
    key->limit = true;
}

static void add_placeholder(struct key_search *key, const struct key_index *index)
{
    uint8_t flip = index->segments[0].descending ? 0xFF : 0;
    key->bytes[0] = KEY_PREFIX_DATA ^ flip;
    key->bytes[1] = 0 ^ flip;
    key->size = 2;
    key->columns = 1;
}

/* A whole value of a fixed-size type that fits: what most calls bring. */
static bool add_plain(struct key_search *key, const struct key_index *index, const struct key_segment *s,
                      const void *data, size_t size)
{
    size_t fixed_size = key_type_size(s->coltyp), start = key->size;
    if (size == 0 || size != fixed_size || key->truncated || start + 1 + size > key_most(index))
        return false;
    uint8_t *out = key->bytes + start;
    out[0] = KEY_PREFIX_DATA;
    key_put_fixed(index, s->coltyp, data, (unsigned)size, out + 1);
    if (s->descending)
        for (size_t i = 0; i <= size; i++)
            out[i] = (uint8_t)~out[i];
    key->size = (uint16_t)(start + 1 + size);
    key->columns++;
    key->made = true;
    return true;
}

static JET_ERR add_column(struct key_search *key, const struct key_index *index, const void *data,
                          size_t size, JET_GRBIT grbit)
{
    unsigned segment = key->columns;
    if (segment >= index->segment_count)
        return JET_errKeyIsMade;
    const struct key_segment *s = &index->segments[segment];
    if (!(grbit & ~(JET_GRBIT)JET_bitNewKey) && add_plain(key, index, s, data, size))
        return JET_errSuccess;
    uint8_t padded[KEY_MOST_DEFAULT];
    bool zero_length = size == 0 && (grbit & JET_bitKeyDataZeroLength);
    struct key_value value = {
        .data = data, .size = (uint32_t)MIN(size, UINT32_MAX), .null = size == 0 && !zero_length};
    JET_ERR err = size > 0 ? fit_fixed(s, padded, &value) : JET_errSuccess;
    if (err >= 0)
        err = check_limits(s, grbit);
    if (err >= 0)
        err = fit_key(index, segment, &value);
    if (err < 0)
        return err;
    size_t start = key->size, most = key_most(index), added;
    if (!key->truncated && start < most) {
        bool cut;
        err = key_normalise(index, segment, &value, most - start, key->bytes + start, &added, &cut);
        if (err < 0)
            return err;
        key->size = (uint16_t)(start + added);
        key->truncated = cut;
        JET_GRBIT limit = column_limit(s, grbit);
        if (limit)
            apply_limit(key, index, s, &value, start, limit);
    }
    key->columns++;
    key->made = true;
    return JET_errSuccess;
}

JET_ERR key_make(struct key_search *key, const struct key_index *index, const void *data, size_t size,
                 JET_GRBIT grbit)
{
    if (grbit & JET_bitNormalizedKey)
        return take_normalised(key, index, data, size);
    if (!index)
        return JET_errNoCurrentIndex;
    if (!(grbit & JET_bitNewKey)) {
        if (!key->made)
            return JET_errKeyNotMade;
        return key->limit ? JET_errKeyIsMade : add_column(key, index, data, size, grbit);
    }
    key->size = 0;
    key->columns = 0;
    key->made = key->limit = key->truncated = false;
    if (index->segments[0].placeholder && (index->flags & KEY_PRIMARY) && !(grbit & OVERRIDE_PLACEHOLDER))
        add_placeholder(key, index);
    return add_column(key, index, data, size, grbit);
}
