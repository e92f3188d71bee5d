/* JetGetRecordSize and JetRetrieveTaggedColumnList (spec 40, 6.5; the accounting
 * is on the reference page). */
#include "table/retrieve.h"

#include "format/lv.h"

enum {
    OVERHEAD_RECORD = 10,  /* tag 4, key size 2, head of the record 4 */
    OVERHEAD_VARIABLE = 2, /* end offset */
    OVERHEAD_TAGGED = 4,   /* entry */
    OVERHEAD_HEADER = 1,   /* header byte */
    OVERHEAD_LENGTH = 1,   /* length of the first of two values */
    OVERHEAD_VALUE = 2,    /* offset of one of many values */
    OVERHEAD_LONG_NODE = 6 /* and the key, for each node of a long value */
};

struct sizing {
    struct row *row;
    JET_RECSIZE3 *size;
    JET_GRBIT grbit;
};

static JET_ERR add_separated(struct sizing *s, const struct value *value)
{
    JET_RECSIZE3 *size = s->size;
    uint64_t stored, id;
    uint32_t logical, chunks;
    size_t key;
    JET_ERR err;

    size->cbOverhead += value->data.size;
    size->cLongValues++;
    if (s->grbit & JET_bitRecordSizeLocal) {
        return JET_errSuccess;
    }
    err = value_read(s->row, value, 0, NULL, 0, &logical);
    if (err < 0) {
        return err;
    }
    stored = logical;
    if (!(s->grbit & JET_bitRecordSizeExtrinsicLogicalOnly)) {
        err = value_physical_size(s->row, value, &stored);
        if (err < 0) {
            return err;
        }
    }
    size->cbLongValueData += logical;
    size->cbLongValueDataCompressed += stored;
    if (!s->row->long_values) {
        return JET_errSuccess;
    }
    err = value_long_id(value, &id);
    key = lv_lid_size(id);
    chunks = (logical + lv_chunk_size(s->row->long_values->table->database->page_size) - 1) /
             lv_chunk_size(s->row->long_values->table->database->page_size);
    size->cbLongValueOverhead += OVERHEAD_LONG_NODE + key + LV_ROOT_SIZE + /* root */
                                 (uint64_t)chunks * (OVERHEAD_LONG_NODE + key + 4);
    return err;
}

static JET_ERR add_in_record(struct sizing *s, const struct value *value, bool is_long)
{
    JET_RECSIZE3 *size = s->size;
    uint32_t logical = (uint32_t)value->data.size;
    JET_ERR err = JET_errSuccess;

    if (!(s->grbit & JET_bitRecordSizeIntrinsicPhysicalOnly)) {
        err = value_read(s->row, value, 0, NULL, 0, &logical);
    }
    if (err < 0) {
        return err;
    }
    if (is_long) {
        size->cbIntrinsicLongValueData += logical;
        size->cbIntrinsicLongValueDataCompressed += value->data.size;
        size->cIntrinsicLongValues++;
    }
    size->cbData += logical;
    size->cbDataCompressed += value->data.size;
    return JET_errSuccess;
}

static JET_ERR add_entry(struct sizing *s, const struct record_tagged_entry *entry)
{
    const struct column_access *column = row_entry_column(s->row, entry);
    bool is_long = column && (column->flags & ACCESS_LONG), two = entry->field.header & RECORD_TAG_TWO;
    uint32_t count = entry->presence == RECORD_PRESENT ? entry->field.count : 0;
    JET_RECSIZE3 *size = s->size;
    JET_ERR err = JET_errSuccess;

    size->cTaggedColumns++;
    size->cbOverhead += OVERHEAD_TAGGED;
    size->cbOverhead += is_long || count > 1 || s->row->record.large ? OVERHEAD_HEADER : 0;
    if (count > 1) {
        size->cMultiValues += count - 1;
        size->cbOverhead += two ? OVERHEAD_LENGTH : OVERHEAD_VALUE * (uint64_t)count;
    }
    for (uint32_t itag = 1; err >= 0 && itag <= count; itag++) {
        struct record_value stored;
        err = record_field_value(&entry->field, itag, &stored);
        if (err >= 0) {
            struct value value = {.data = stored.data,
                                  .separated = stored.separated,
                                  .compressed = stored.compressed,
                                  .encrypted = stored.encrypted};
            err = stored.separated ? add_separated(s, &value) : add_in_record(s, &value, is_long);
        }
    }
    return err;
}

static JET_ERR add_record(struct sizing *s, size_t key_size)
{
    const struct record *record = &s->row->record;
    JET_RECSIZE3 *size = s->size;
    uint32_t variable = record->last_var - (RECORD_VAR_FIRST - 1u);
    uint32_t data = (record->bitmap - RECORD_HEADER_SIZE) + (record->tagged - record->var_base);
    JET_ERR err = JET_errSuccess;

    size->cbKey += key_size;
    size->cbOverhead += OVERHEAD_RECORD + key_size + (uint64_t)(record->fixed_end - record->bitmap) +
                        (uint64_t)OVERHEAD_VARIABLE * variable;
    size->cbData += data;
    size->cbDataCompressed += data;
    size->cNonTaggedColumns += record->last_fixed + variable;
    for (unsigned i = 0; err >= 0 && i < record->tagged_count; i++) {
        struct record_tagged_entry entry;
        err = record_tagged_at(record, i, &entry);
        if (err >= 0) {
            err = add_entry(s, &entry);
        }
    }
    return err;
}

JET_ERR cursor_record_size(struct table_cursor *cursor, JET_RECSIZE3 *size, JET_GRBIT grbit)
{
    const JET_GRBIT known = JET_bitRecordSizeInCopyBuffer | JET_bitRecordSizeRunningTotal |
                            JET_bitRecordSizeLocal | JET_bitRecordSizeIntrinsicPhysicalOnly |
                            JET_bitRecordSizeExtrinsicLogicalOnly;
    bool copy = (grbit & JET_bitRecordSizeInCopyBuffer) && cursor->update != UPDATE_NONE;
    struct row row;
    struct sizing sizing = {&row, size, grbit};
    size_t key_size = 0;
    JET_ERR err;

    if (grbit & ~known) {
        return JET_errInvalidGrbit;
    }
    err = cursor_row(cursor, copy, &row);
    if (err < 0) {
        return err;
    }
    if (!copy) {
        struct node node = walk_node(&cursor->record);
        key_size = node_key_size(&node);
    } else if (cursor->update == UPDATE_REPLACE && cursor->original) {
        key_size = cursor->original->key_size;
    }
    if (!(grbit & JET_bitRecordSizeRunningTotal)) {
        *size = (JET_RECSIZE3){0};
    }
    err = add_record(&sizing, key_size);
    cursor_row_end(cursor);
    return err;
}

/* --- list of tagged columns ---------------------------------------------------------- */

enum { LIST_LONG = 1, LIST_NULL = 4, LIST_DERIVED = 8 };

static JET_ERR list_column(const struct row *row, const struct column_access *column, JET_GRBIT grbit,
                           JET_RETRIEVEMULTIVALUECOUNT *out, bool *listed)
{
    struct record_field field;
    enum record_presence presence;
    JET_ERR err = record_tagged(&row->record, column->id, column->flags & ACCESS_DERIVED, &presence, &field);

    *listed = err >= 0 &&
              (presence != RECORD_ABSENT || (column->has_default && !(grbit & JET_bitRetrieveIgnoreDefault)));
    if (!*listed) {
        return err;
    }
    *out = (JET_RETRIEVEMULTIVALUECOUNT){
        .columnid = column_api_id(column),
        .cMultiValues = (uint16_t)(presence == RECORD_PRESENT ? field.count : presence == RECORD_ABSENT),
    };
    out->usFlags =
        (uint16_t)((column->flags & ACCESS_LONG ? LIST_LONG : 0) | (presence == RECORD_NULL ? LIST_NULL : 0) |
                   (column->flags & ACCESS_TEMPLATE ? LIST_DERIVED : 0));
    return err;
}

JET_ERR cursor_tagged_list(struct table_cursor *cursor, uint32_t *count, void *out, uint32_t size,
                           JET_COLUMNID start, JET_GRBIT grbit)
{
    const struct column_set *sets[] = {&cursor->map->template, &cursor->map->own};
    uint32_t first = start & ~COLUMNID_TEMPLATE, room;
    JET_RETRIEVEMULTIVALUECOUNT entry;
    struct row row;
    JET_ERR err = cursor_row(cursor, grbit & JET_bitRetrieveCopy, &row);

    *count = 0;
    if (err < 0) {
        return err;
    }
    room = !out && size < sizeof entry ? UINT32_MAX : size / (uint32_t)sizeof entry;
    for (size_t n = first >= RECORD_TAGGED_FIRST && !(start & COLUMNID_TEMPLATE); n < ARRAY_COUNT(sets);
         n++) {
        bool from_start = n == ((start & COLUMNID_TEMPLATE) ? 0u : 1u) && first >= RECORD_TAGGED_FIRST;
        for (uint32_t id = from_start ? first : RECORD_TAGGED_FIRST; err >= 0 && id < sets[n]->count; id++) {
            bool listed = false;
            if (sets[n]->columns[id].kind == ACCESS_TAGGED) {
                err = list_column(&row, &sets[n]->columns[id], grbit, &entry, &listed);
            }
            if (err >= 0 && listed && *count < room) {
                if (out) {
                    memcpy((uint8_t *)out + *count * sizeof entry, &entry, sizeof entry);
                }
                ++*count;
            }
        }
    }
    cursor_row_end(cursor);
    return err;
}
