#include "format/record.h"

/* Form of a tagged entry by page size (spec 20, 4.5). */
#define TAG_DERIVED      0x8000u
#define TAG_SMALL_HEADER 0x4000u
#define TAG_SMALL_NULL   0x2000u
#define TAG_SMALL_OFFSET 0x1FFFu
#define TAG_LARGE_OFFSET 0x7FFFu
#define TAG_ENTRY_SIZE   4u

#define VAR_NULL       0x8000u
#define MULTI_SEPARATE 0x8000u

static inline uint32_t offset_mask(const struct record *record)
{
    return record->large ? TAG_LARGE_OFFSET : TAG_SMALL_OFFSET;
}

static inline const uint8_t *entry_at(const struct record *record, unsigned index)
{
    return record->data + record->tagged + index * TAG_ENTRY_SIZE;
}

/* The first entry's data begins where the array of entries ends, which tells
 * their number. */
static JET_ERR open_tagged(struct record *record)
{
    uint32_t area = record->size - record->tagged;
    record->tagged_count = 0;
    if (area == 0)
        return JET_errSuccess;
    if (area < TAG_ENTRY_SIZE)
        return JET_errDatabaseCorrupted;
    uint32_t first = load_le16(entry_at(record, 0) + 2) & offset_mask(record);
    if (first % TAG_ENTRY_SIZE != 0 || first == 0 || first > area)
        return JET_errDatabaseCorrupted;
    record->tagged_count = (uint16_t)(first / TAG_ENTRY_SIZE);
    return JET_errSuccess;
}

JET_ERR record_open(struct record *record, struct bytes data, bool large_pages)
{
    if (data.size < RECORD_HEADER_SIZE || data.size > UINT16_MAX)
        return JET_errDatabaseCorrupted;
    record->data = data.data;
    record->size = (uint32_t)data.size;
    record->large = large_pages;
    record->last_fixed = data.data[0];
    record->last_var = data.data[1];
    record->fixed_end = load_le16(data.data + 2);
    unsigned bitmap_size = (record->last_fixed + 7u) / 8;
    if (record->last_fixed > RECORD_FIXED_LAST || record->last_var < RECORD_VAR_FIRST - 1 ||
        record->fixed_end < RECORD_HEADER_SIZE + bitmap_size)
        return JET_errDatabaseCorrupted;
    record->bitmap = (uint16_t)(record->fixed_end - bitmap_size);
    unsigned vars = record->last_var - (RECORD_VAR_FIRST - 1u);
    record->var_base = record->fixed_end + 2 * vars;
    if (record->var_base > record->size)
        return JET_errDatabaseCorrupted;
    record->tagged = record->var_base;
    if (vars > 0)
        record->tagged += load_le16(record->data + record->var_base - 2) & ~VAR_NULL;
    if (record->tagged > record->size)
        return JET_errDatabaseCorrupted;
    return open_tagged(record);
}

JET_ERR record_fixed(const struct record *record, unsigned id, unsigned offset, unsigned size,
                     enum record_presence *presence, struct bytes *value)
{
    value->data = NULL;
    value->size = 0;
    if (id > record->last_fixed) {
        *presence = RECORD_ABSENT;
        return JET_errSuccess;
    }
    if (record->data[record->bitmap + (id - 1) / 8] >> (id - 1) % 8 & 1) {
        *presence = RECORD_NULL;
        return JET_errSuccess;
    }
    if (offset < RECORD_HEADER_SIZE || offset > record->bitmap || size > record->bitmap - offset)
        return JET_errDatabaseCorrupted;
    *presence = RECORD_PRESENT;
    value->data = record->data + offset;
    value->size = size;
    return JET_errSuccess;
}

JET_ERR record_var(const struct record *record, unsigned id, enum record_presence *presence,
                   struct bytes *value)
{
    value->data = NULL;
    value->size = 0;
    if (id > record->last_var) {
        *presence = RECORD_ABSENT;
        return JET_errSuccess;
    }
    const uint8_t *ends = record->data + record->fixed_end;
    unsigned index = id - RECORD_VAR_FIRST;
    unsigned end = load_le16(ends + 2 * index);
    if (end & VAR_NULL) {
        *presence = RECORD_NULL;
        return JET_errSuccess;
    }
    unsigned start = index > 0 ? load_le16(ends + 2 * index - 2) & ~VAR_NULL : 0;
    if (start > end || end > record->tagged - record->var_base)
        return JET_errDatabaseCorrupted;
    *presence = RECORD_PRESENT;
    value->data = record->data + record->var_base + start;
    value->size = end - start;
    return JET_errSuccess;
}

/* Number of values of an entry whose header says "multi-values". */
static JET_ERR count_values(struct record_field *field)
{
    if (field->header & RECORD_TAG_TWO) {
        if (field->data.size < 1 || field->data.data[0] > field->data.size - 1)
            return JET_errDatabaseCorrupted;
        field->count = 2;
        return JET_errSuccess;
    }
    if (field->data.size < 4)
        return JET_errDatabaseCorrupted;
    unsigned first = load_le16(field->data.data) & ~MULTI_SEPARATE;
    if (first % 2 != 0 || first < 4 || first > field->data.size)
        return JET_errDatabaseCorrupted;
    field->count = first / 2;
    return JET_errSuccess;
}

/* Takes the header byte off an entry's bytes and sees that it makes sense. */
static JET_ERR read_header(const struct record *record, struct record_field *field,
                           enum record_presence *presence)
{
    if (field->data.size < 1)
        return JET_errDatabaseCorrupted;
    uint8_t header = field->data.data[0];
    field->data.data++;
    field->data.size--;
    field->header = header;
    if (header & 0x80)
        return JET_errDatabaseCorrupted;
    if (header & RECORD_TAG_NULL) {
        if (!record->large || field->data.size != 0 || header & ~(RECORD_TAG_NULL | RECORD_TAG_LONG))
            return JET_errDatabaseCorrupted;
        *presence = RECORD_NULL;
        field->count = 0;
        return JET_errSuccess;
    }
    if (header & RECORD_TAG_MULTI) {
        if (header & (RECORD_TAG_SEPARATED | RECORD_TAG_ENCRYPTED) ||
            (header & RECORD_TAG_TWO && header & (RECORD_TAG_COMPRESSED | RECORD_TAG_LONG)))
            return JET_errDatabaseCorrupted;
        return count_values(field);
    }
    if (header & RECORD_TAG_TWO || (header & RECORD_TAG_SEPARATED && header & RECORD_TAG_COMPRESSED))
        return JET_errDatabaseCorrupted;
    return JET_errSuccess;
}

/* The entry `index`, whose bytes run to the next entry's or to the end. */
static JET_ERR read_entry(const struct record *record, unsigned index, enum record_presence *presence,
                          struct record_field *field)
{
    uint32_t area = record->size - record->tagged, mask = offset_mask(record);
    unsigned word = load_le16(entry_at(record, index) + 2);
    uint32_t start = word & mask, end = area;
    if (index + 1u < record->tagged_count)
        end = load_le16(entry_at(record, index + 1) + 2) & mask;
    if (start < record->tagged_count * TAG_ENTRY_SIZE || start > end || end > area)
        return JET_errDatabaseCorrupted;
    field->data.data = record->data + record->tagged + start;
    field->data.size = end - start;
    field->header = 0;
    field->count = 1;
    *presence = RECORD_PRESENT;
    if (!record->large && word & TAG_SMALL_NULL) {
        if (word & TAG_SMALL_HEADER || end != start)
            return JET_errDatabaseCorrupted;
        *presence = RECORD_NULL;
        field->count = 0;
        return JET_errSuccess;
    }
    if (record->large || word & TAG_SMALL_HEADER)
        return read_header(record, field, presence);
    return JET_errSuccess;
}

/* Entries sort derived ones first, then by id: one number compares both. */
static inline uint32_t entry_order(unsigned id, bool derived) { return id | (derived ? 0 : 0x10000u); }

static inline uint32_t entry_order_at(const struct record *record, unsigned index)
{
    const uint8_t *entry = entry_at(record, index);
    return entry_order(load_le16(entry), load_le16(entry + 2) & TAG_DERIVED);
}

JET_ERR record_tagged(const struct record *record, unsigned id, bool derived, enum record_presence *presence,
                      struct record_field *field)
{
    uint32_t wanted = entry_order(id, derived);
    unsigned low = 0, high = record->tagged_count;
    while (low < high) {
        unsigned middle = (low + high) / 2;
        if (entry_order_at(record, middle) < wanted)
            low = middle + 1;
        else
            high = middle;
    }
    if (low < record->tagged_count && entry_order_at(record, low) == wanted)
        return read_entry(record, low, presence, field);
    *presence = RECORD_ABSENT;
    memset(field, 0, sizeof *field);
    return JET_errSuccess;
}

JET_ERR record_tagged_at(const struct record *record, unsigned index, struct record_tagged_entry *entry)
{
    const uint8_t *raw = entry_at(record, index);
    entry->id = load_le16(raw);
    entry->derived = load_le16(raw + 2) & TAG_DERIVED;
    return read_entry(record, index, &entry->presence, &entry->field);
}

static JET_ERR two_value(const struct record_field *field, unsigned itag, struct record_value *value)
{
    unsigned first = field->data.data[0];
    value->data.data = field->data.data + 1 + (itag == 1 ? 0 : first);
    value->data.size = itag == 1 ? first : field->data.size - 1 - first;
    return JET_errSuccess;
}

static JET_ERR multi_value(const struct record_field *field, unsigned itag, struct record_value *value)
{
    const uint8_t *offsets = field->data.data;
    unsigned word = load_le16(offsets + 2 * (itag - 1));
    size_t start = word & ~MULTI_SEPARATE, end = field->data.size;
    if (itag < field->count)
        end = load_le16(offsets + 2 * itag) & ~MULTI_SEPARATE;
    if (start < 2 * (size_t)field->count || start > end || end > field->data.size)
        return JET_errDatabaseCorrupted;
    value->data.data = field->data.data + start;
    value->data.size = end - start;
    value->separated = word & MULTI_SEPARATE;
    value->compressed = itag == 1 && field->header & RECORD_TAG_COMPRESSED;
    return value->separated && value->compressed ? JET_errDatabaseCorrupted : JET_errSuccess;
}

JET_ERR record_field_value(const struct record_field *field, unsigned itag, struct record_value *value)
{
    value->separated = value->compressed = value->encrypted = false;
    if (field->header & RECORD_TAG_MULTI)
        return field->header & RECORD_TAG_TWO ? two_value(field, itag, value)
                                              : multi_value(field, itag, value);
    value->data = field->data;
    value->separated = field->header & RECORD_TAG_SEPARATED;
    value->compressed = field->header & RECORD_TAG_COMPRESSED;
    value->encrypted = field->header & RECORD_TAG_ENCRYPTED;
    return JET_errSuccess;
}

/* Unused bits of the null bitmap are ones (spec 20, 4.1). */
static JET_ERR check_fixed(const struct record *record, const struct record_layout *layout)
{
    unsigned used = record->last_fixed % 8;
    if (used != 0 && record->data[record->fixed_end - 1] >> used != 0xFF >> used)
        return JET_errDatabaseCorrupted;
    if (!layout)
        return JET_errSuccess;
    if (record->last_fixed > layout->fixed_count || record->bitmap != layout->offsets[record->last_fixed] ||
        record->last_var > layout->var_last)
        return JET_errDatabaseCorrupted;
    return JET_errSuccess;
}

static JET_ERR check_var(const struct record *record)
{
    const uint8_t *ends = record->data + record->fixed_end;
    unsigned before = 0;
    for (unsigned id = RECORD_VAR_FIRST; id <= record->last_var; id++, ends += 2) {
        unsigned word = load_le16(ends), end = word & ~VAR_NULL;
        if (end < before || (word & VAR_NULL && end != before))
            return JET_errDatabaseCorrupted;
        before = end;
    }
    return JET_errSuccess;
}

static JET_ERR check_entry(const struct record *record, unsigned index)
{
    struct record_tagged_entry entry;
    JET_ERR err = record_tagged_at(record, index, &entry);
    if (err < 0)
        return err;
    if (entry.id < RECORD_TAGGED_FIRST || entry.id > RECORD_TAGGED_LAST ||
        (index > 0 && entry_order_at(record, index - 1) >= entry_order_at(record, index)))
        return JET_errDatabaseCorrupted;
    for (unsigned itag = 1; itag <= entry.field.count; itag++) {
        struct record_value value;
        err = record_field_value(&entry.field, itag, &value);
        if (err < 0)
            return err;
        bool has_header = record->large || entry.field.header != 0;
        if (value.separated && value.data.size != 4 && value.data.size != 8)
            return JET_errDatabaseCorrupted;
        if ((value.separated || value.compressed) && has_header && !(entry.field.header & RECORD_TAG_LONG))
            return JET_errDatabaseCorrupted;
    }
    return JET_errSuccess;
}

JET_ERR record_check(const struct record *record, const struct record_layout *layout)
{
    JET_ERR err = check_fixed(record, layout);
    if (err < 0)
        return err;
    err = check_var(record);
    if (err < 0)
        return err;
    for (unsigned i = 0; i < record->tagged_count; i++) {
        err = check_entry(record, i);
        if (err < 0)
            return err;
    }
    return JET_errSuccess;
}
