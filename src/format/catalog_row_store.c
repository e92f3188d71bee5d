/* Rows of MSysObjects made from what they say: the mirror of catalog_row.c. */
#include "format/catalog_row.h"

#include "format/record.h"
#include "format/record_build.h"

enum { NUMBERS = 128 };

struct row_writer {
    struct record_cell cells[24];
    unsigned count;
    uint8_t numbers[NUMBERS];
    size_t used;
    bool large;
};

static const struct catalog_column_def *column_named(const char *name)
{
    for (unsigned i = 0; i < CATALOG_COLUMN_COUNT; i++)
        if (strcmp(catalog_columns[i].name, name) == 0)
            return &catalog_columns[i];
    return NULL;
}

static void put(struct row_writer *w, const char *name, struct bytes value)
{
    const struct catalog_column_def *column = column_named(name);
    w->cells[w->count++] = (struct record_cell){.id = column->id,
                                                .offset = column->offset,
                                                .is_long = column->coltyp == JET_coltypLongBinary,
                                                .value = value};
}

static void put_number(struct row_writer *w, const char *name, uint64_t value, size_t size)
{
    uint8_t bytes[8];
    store_le64(bytes, value);
    memcpy(w->numbers + w->used, bytes, size);
    put(w, name, (struct bytes){w->numbers + w->used, size});
    w->used += size;
}

static void put_text(struct row_writer *w, const char *name, struct bytes value)
{
    if (value.size)
        put(w, name, value);
}

size_t catalog_hints_store(const struct catalog_space_hints *hints, enum catalog_hints_kind kind,
                           uint8_t out[CATALOG_HINTS_MOST])
{
    const uint32_t fields[] = {
        hints->density, hints->initial,    hints->grbit,     hints->maintenance_density,
        hints->growth,  hints->extent_min, hints->extent_max};
    unsigned first = kind == CATALOG_HINTS_TABLE ? 2 : kind == CATALOG_HINTS_INDEX ? 1 : 0;
    unsigned last = ARRAY_COUNT(fields);
    while (last > first && fields[last - 1] == 0)
        last--;
    out[0] = 1;
    for (unsigned i = first; i < last; i++)
        store_le32(out + 1 + 4 * (i - first), fields[i]);
    return 1 + 4 * (size_t)(last - first);
}

void catalog_segment_store(const struct catalog_segment *segment, uint8_t out[4])
{
    out[0] = (uint8_t)((segment->template_column ? 0x80 : 0) | (segment->descending ? 0x40 : 0) |
                       (segment->must_be_null ? 0x20 : 0));
    out[1] = 0;
    store_le16(out + 2, segment->column_id);
}

static void put_hints(struct row_writer *w, const char *name, const struct catalog_space_hints *hints,
                      enum catalog_hints_kind kind, uint8_t *space)
{
    if (hints->present)
        put(w, name, (struct bytes){space, catalog_hints_store(hints, kind, space)});
}

static void fixed_cells(struct row_writer *w, const struct catalog_row *row)
{
    bool column = row->type == CATALOG_COLUMN, index = row->type == CATALOG_INDEX;
    put_number(w, "ObjidTable", row->objid_table, 4);
    put_number(w, "Type", row->type, 2);
    put_number(w, "Id", row->id, 4);
    put_number(w, "ColtypOrPgnoFDP", column ? row->coltyp : row->pgno_fdp, 4);
    put_number(w, "SpaceUsage", row->space_usage, 4);
    put_number(w, "Flags", row->flags, 4);
    put_number(w, "PagesOrLocale", column ? row->code_page : index ? row->lcid : row->pages, 4);
    if (row->root_flag)
        put_number(w, "RootFlag", 0xFF, 1);
    if (row->has_record_offset)
        put_number(w, "RecordOffset", row->record_offset, 2);
    if (index)
        put_number(w, "LCMapFlags", row->lcmap_flags, 4);
    if (row->key_most)
        put_number(w, "KeyMost", row->key_most, 2);
    if (row->lv_chunk_max)
        put_number(w, "LVChunkMax", row->lv_chunk_max, 4);
    if (row->last_set_time)
        put_number(w, "PgnoFDPLastSetTime", row->last_set_time, 8);
}

static void variable_cells(struct row_writer *w, const struct catalog_row *row, uint8_t tuple[20])
{
    static const uint8_t none[sizeof row->sort_id];
    put_text(w, "Name", row->name);
    put_text(w, "Stats", row->stats);
    put_text(w, "TemplateTable", row->template_table);
    if (row->has_default)
        put(w, "DefaultValue", row->default_value);
    put_text(w, "KeyFldIDs", row->segments);
    if (row->var_seg_mac)
        put_number(w, "VarSegMac", row->var_seg_mac, 2);
    put_text(w, "ConditionalColumns", row->conditional);
    if (row->has_tuple) {
        const uint32_t limits[] = {row->tuple.length_min, row->tuple.length_max, row->tuple.to_index_max,
                                   row->tuple.increment, row->tuple.start};
        for (unsigned i = 0; i < 5; i++)
            store_le32(tuple + 4 * i, limits[i]);
        put(w, "TupleLimits", (struct bytes){tuple, 20});
    }
    if (row->sort_version)
        put_number(w, "Version", row->sort_version, 8);
    if (memcmp(row->sort_id, none, sizeof none) != 0)
        put(w, "SortID", (struct bytes){row->sort_id, sizeof row->sort_id});
}

JET_ERR catalog_row_store(const struct catalog_row *row, bool large_pages, uint8_t *out, size_t capacity,
                          size_t *size)
{
    struct row_writer w = {.large = large_pages};
    uint8_t tuple[20], hints[2][CATALOG_HINTS_MOST];
    fixed_cells(&w, row);
    variable_cells(&w, row, tuple);
    put_text(&w, "CallbackData", row->callback_data);
    if (row->separate_lv)
        put_number(&w, "SeparateLV", row->separate_lv, 4);
    put_hints(&w, "SpaceHints", &row->space_hints,
              row->type == CATALOG_INDEX ? CATALOG_HINTS_INDEX : CATALOG_HINTS_TABLE, hints[0]);
    put_hints(&w, "SpaceDeferredLVHints", &row->lv_space_hints, CATALOG_HINTS_DEFERRED, hints[1]);
    put_text(&w, "LocaleName", row->locale_name);
    return record_build(w.cells, w.count, large_pages, out, capacity, size);
}
