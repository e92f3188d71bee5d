/* The keys of one record: segments put together, and which records, values and
 * substrings give keys (spec 25, sections 3, 5 and 6). */
#include "nls/key_private.h"

enum { WALK_BEGIN, WALK_ON, WALK_END };

void key_walk_begin(struct key_walk *walk) { *walk = (struct key_walk){.state = WALK_BEGIN}; }

/* What assembling one key found out. */
struct assembly {
    size_t size;
    size_t source_max; /* bytes of each text value that count; doubled as long as that adds to the key */
    unsigned nulls;
    bool first_null;
    bool full;      /* nothing more may be appended */
    bool truncated; /* the key space ran out */
    bool too_short; /* source_max kept a text value from filling its segment */
    bool exhausted; /* the substring asked for does not exist */
};

/* Cuts the first segment of a substring index to the substring that the walk stands on. */
static bool take_tuple(const struct key_index *index, const struct key_walk *walk, struct key_value *value)
{
    const struct key_tuple *t = &index->tuple;
    uint32_t unit = key_character_size(&index->segments[0]),
             characters = value->null ? 0 : value->size / unit;
    uint64_t offset = t->start + (uint64_t)walk->tuple * MAX(t->increment, 1);
    if (offset + MAX(t->length_min, 1) > characters)
        return false;
    value->data += offset * unit;
    value->size = (uint32_t)MIN(characters - offset, t->length_max) * unit;
    return true;
}

static size_t bytes_wanted(const struct key_index *index, const struct key_walk *walk, unsigned segment,
                           size_t source_max)
{
    const struct key_tuple *t = &index->tuple;
    if (segment > 0 || t->length_max == 0)
        return source_max;
    uint64_t end = t->start + (uint64_t)walk->tuple * MAX(t->increment, 1) + t->length_max;
    return (size_t)MIN(end * key_character_size(&index->segments[0]), UINT32_MAX);
}

static JET_ERR add_segment(const struct key_index *index, const struct key_walk *walk, unsigned segment,
                           struct key_source *source, uint8_t *out, struct assembly *a)
{
    const struct key_segment *s = &index->segments[segment];
    struct key_value value = {.null = true};
    bool is_tuple = segment == 0 && index->tuple.length_max > 0;
    if (is_tuple && walk->tuple >= index->tuple.count_max) {
        a->exhausted = true;
        return JET_errSuccess;
    }
    JET_ERR err = source->fetch(source, s->column, walk->itag[segment],
                                bytes_wanted(index, walk, segment, a->source_max), &value);
    if (err < 0)
        return err;
    if (is_tuple && !take_tuple(index, walk, &value)) {
        a->exhausted = true;
        return JET_errSuccess;
    }
    a->nulls += value.null;
    a->first_null |= value.null && segment == 0;
    size_t space = key_most(index) - a->size;
    if (a->full || space == 0) {
        a->truncated = true; /* what this segment would have said is lost */
        return JET_errSuccess;
    }
    bool long_source = !value.null && key_is_text(s) && value.size >= a->source_max;
    if (long_source)
        value.size = (uint32_t)a->source_max;
    size_t size;
    bool cut;
    err = key_normalise(index, segment, &value, space, out + a->size, &size, &cut);
    if (err < 0)
        return err;
    a->size += size;
    a->full = a->truncated = cut;
    /* 127 characters are all that count in keys of the default size (2.5). */
    a->too_short |= long_source && key_is_unicode(s) && key_most(index) != KEY_MOST_DEFAULT &&
                    size < MIN(space, key_var_seg_mac(index));
    return JET_errSuccess;
}

static JET_ERR assemble(const struct key_index *index, const struct key_walk *walk, struct key_source *source,
                        uint8_t *out, struct assembly *a)
{
    size_t source_max = key_most(index);
    do {
        *a = (struct assembly){.source_max = source_max};
        for (unsigned i = 0; i < index->segment_count && !a->exhausted; i++) {
            JET_ERR err = add_segment(index, walk, i, source, out, a);
            if (err < 0)
                return err;
        }
        source_max *= 2;
    } while (a->too_short && !a->exhausted);
    return JET_errSuccess;
}

/* Whether the null rules let a key in (3.3). */
static JET_ERR judge_nulls(const struct key_index *index, const struct assembly *a, bool *in)
{
    unsigned needed = 0;
    if (a->nulls > 0 && (index->flags & KEY_NULL_DISALLOWED))
        return JET_errNullKeyDisallowed;
    if (a->nulls == index->segment_count)
        needed = KEY_ALL_NULL_INDEXED;
    else if (a->first_null)
        needed = KEY_FIRST_NULL_INDEXED;
    else if (a->nulls > 0)
        needed = KEY_ANY_NULL_INDEXED;
    *in = (index->flags & needed) == needed;
    return JET_errSuccess;
}

static JET_ERR conditions_hold(const struct key_index *index, struct key_source *source, bool *hold)
{
    *hold = true;
    for (unsigned i = 0; i < index->condition_count && *hold; i++) {
        struct key_value value = {.null = true};
        JET_ERR err = source->fetch(source, index->conditions[i].column, 1, 0, &value);
        if (err < 0)
            return err;
        *hold = value.null == index->conditions[i].must_be_null;
    }
    return JET_errSuccess;
}

static JET_ERR has_value(const struct key_index *index, struct key_source *source, unsigned segment,
                         unsigned itag, bool *has)
{
    struct key_value value = {.null = true};
    JET_ERR err = source->fetch(source, index->segments[segment].column, itag, 0, &value);
    *has = err >= 0 && !value.null;
    return err;
}

/* Moves to the next combination of value numbers (5). */
static JET_ERR next_values(struct key_walk *walk, const struct key_index *index, struct key_source *source,
                           bool *found)
{
    bool nested = index->flags & KEY_NESTED_TABLE, cross = !nested && (index->flags & KEY_CROSS_PRODUCT);
    unsigned first = index->segment_count;
    JET_ERR err = JET_errSuccess;
    *found = false;
    for (unsigned i = index->segment_count; i-- > 0;)
        if (index->segments[i].multi_valued)
            first = i;
    for (unsigned i = index->segment_count; i-- > first && !(cross && *found);) {
        if (!index->segments[i].multi_valued || (i != first && !cross && !nested))
            continue;
        bool has;
        if ((err = has_value(index, source, i, ++walk->itag[i], &has)) < 0)
            return err;
        if (!has && cross)
            walk->itag[i] = 1; /* carry to the segment before */
        *found |= has;
    }
    return err;
}

static JET_ERR advance(struct key_walk *walk, const struct key_index *index, struct key_source *source,
                       bool next_tuple, bool *found)
{
    if (walk->state == WALK_BEGIN) {
        for (unsigned i = 0; i < KEY_SEGMENTS_MAX; i++)
            walk->itag[i] = 1;
        walk->state = WALK_ON;
        return conditions_hold(index, source, found);
    }
    if (next_tuple) {
        walk->tuple++;
        *found = true;
        return JET_errSuccess;
    }
    walk->tuple = 0;
    return next_values(walk, index, source, found);
}

JET_ERR key_walk_next(struct key_walk *walk, const struct key_index *index, struct key_source *source,
                      uint8_t *out, size_t *size, bool *found)
{
    bool next_tuple = index->tuple.length_max > 0, on = true;
    *found = false;
    while (walk->state != WALK_END && !*found) {
        struct assembly a = {0};
        JET_ERR err = advance(walk, index, source, next_tuple, &on);
        if (err >= 0 && on)
            err = assemble(index, walk, source, out, &a);
        if (err >= 0 && on && !a.exhausted)
            err = judge_nulls(index, &a, found);
        if (err >= 0 && *found && a.truncated && (index->flags & KEY_TRUNCATION_DISALLOWED))
            err = JET_errKeyTruncated;
        if (err < 0) {
            *found = false;
            return err;
        }
        if (!on)
            walk->state = WALK_END;
        *size = a.size;
        next_tuple = index->tuple.length_max > 0 && !a.exhausted;
    }
    return JET_errSuccess;
}
