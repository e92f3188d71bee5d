#include "format/catalog_row.h"

#include "format/record.h"

/* Columns of MSysObjects by id (spec 20, 2.1). */
enum {
    COL_OBJID_TABLE = 1,
    COL_TYPE,
    COL_ID,
    COL_COLTYP_OR_PGNO,
    COL_SPACE_USAGE,
    COL_FLAGS,
    COL_PAGES_OR_LOCALE,
    COL_ROOT_FLAG,
    COL_RECORD_OFFSET,
    COL_LCMAP_FLAGS,
    COL_KEY_MOST,
    COL_LV_CHUNK_MAX,
    COL_LAST_SET_TIME,
    COL_NAME = 128,
    COL_STATS,
    COL_TEMPLATE_TABLE,
    COL_DEFAULT_VALUE,
    COL_KEY_FLD_IDS,
    COL_VAR_SEG_MAC,
    COL_CONDITIONAL,
    COL_TUPLE_LIMITS,
    COL_VERSION,
    COL_SORT_ID,
    COL_CALLBACK_DATA = 256,
    COL_CALLBACK_DEPENDENCIES,
    COL_SEPARATE_LV,
    COL_SPACE_HINTS,
    COL_LV_SPACE_HINTS,
    COL_LOCALE_NAME,
};

#define FIXED(name, id, coltyp, size, offset, not_null)                                                      \
    {                                                                                                        \
        name, id, coltyp, size, offset, not_null                                                             \
    }
#define VARIABLE(name, id, coltyp, not_null)                                                                 \
    {                                                                                                        \
        name, id, coltyp, 255, 0, not_null                                                                   \
    }
#define TAGGED(name, id)                                                                                     \
    {                                                                                                        \
        name, id, JET_coltypLongBinary, 0, 0, false                                                          \
    }

const struct catalog_column_def catalog_columns[CATALOG_COLUMN_COUNT] = {
    FIXED("ObjidTable", COL_OBJID_TABLE, JET_coltypLong, 4, 4, true),
    FIXED("Type", COL_TYPE, JET_coltypShort, 2, 8, true),
    FIXED("Id", COL_ID, JET_coltypLong, 4, 10, true),
    FIXED("ColtypOrPgnoFDP", COL_COLTYP_OR_PGNO, JET_coltypLong, 4, 14, true),
    FIXED("SpaceUsage", COL_SPACE_USAGE, JET_coltypLong, 4, 18, true),
    FIXED("Flags", COL_FLAGS, JET_coltypLong, 4, 22, true),
    FIXED("PagesOrLocale", COL_PAGES_OR_LOCALE, JET_coltypLong, 4, 26, true),
    FIXED("RootFlag", COL_ROOT_FLAG, JET_coltypBit, 1, 30, false),
    FIXED("RecordOffset", COL_RECORD_OFFSET, JET_coltypShort, 2, 31, false),
    FIXED("LCMapFlags", COL_LCMAP_FLAGS, JET_coltypLong, 4, 33, false),
    FIXED("KeyMost", COL_KEY_MOST, JET_coltypUnsignedShort, 2, 37, false),
    FIXED("LVChunkMax", COL_LV_CHUNK_MAX, JET_coltypLong, 4, 39, false),
    FIXED("PgnoFDPLastSetTime", COL_LAST_SET_TIME, JET_coltypDateTime, 8, 43, false),
    VARIABLE("Name", COL_NAME, JET_coltypText, true),
    VARIABLE("Stats", COL_STATS, JET_coltypBinary, false),
    VARIABLE("TemplateTable", COL_TEMPLATE_TABLE, JET_coltypText, false),
    VARIABLE("DefaultValue", COL_DEFAULT_VALUE, JET_coltypBinary, false),
    VARIABLE("KeyFldIDs", COL_KEY_FLD_IDS, JET_coltypBinary, false),
    VARIABLE("VarSegMac", COL_VAR_SEG_MAC, JET_coltypBinary, false),
    VARIABLE("ConditionalColumns", COL_CONDITIONAL, JET_coltypBinary, false),
    VARIABLE("TupleLimits", COL_TUPLE_LIMITS, JET_coltypBinary, false),
    VARIABLE("Version", COL_VERSION, JET_coltypBinary, false),
    VARIABLE("SortID", COL_SORT_ID, JET_coltypBinary, false),
    TAGGED("CallbackData", COL_CALLBACK_DATA),
    TAGGED("CallbackDependencies", COL_CALLBACK_DEPENDENCIES),
    TAGGED("SeparateLV", COL_SEPARATE_LV),
    TAGGED("SpaceHints", COL_SPACE_HINTS),
    TAGGED("SpaceDeferredLVHints", COL_LV_SPACE_HINTS),
    TAGGED("LocaleName", COL_LOCALE_NAME),
};

/* Reads columns one after the other; the first error stays. */
struct row_reader {
    struct record record;
    JET_ERR err;
};

/* The bytes of a fixed column; NULL when it is null or not there. */
static const uint8_t *fixed(struct row_reader *reader, unsigned id)
{
    const struct catalog_column_def *column = &catalog_columns[id - 1];
    enum record_presence presence;
    struct bytes value;
    if (reader->err < 0)
        return NULL;
    reader->err = record_fixed(&reader->record, id, column->offset, column->size, &presence, &value);
    return reader->err >= 0 && presence == RECORD_PRESENT ? value.data : NULL;
}

static uint32_t fixed_long(struct row_reader *reader, unsigned id)
{
    const uint8_t *value = fixed(reader, id);
    return value ? load_le32(value) : 0;
}

static uint32_t mandatory_long(struct row_reader *reader, unsigned id)
{
    const uint8_t *value = fixed(reader, id);
    if (value)
        return load_le32(value);
    reader->err = JET_errCatalogCorrupted;
    return 0;
}

static bool variable(struct row_reader *reader, unsigned id, struct bytes *value)
{
    enum record_presence presence = RECORD_ABSENT;
    *value = (struct bytes){NULL, 0};
    if (reader->err >= 0)
        reader->err = record_var(&reader->record, id, &presence, value);
    return reader->err >= 0 && presence == RECORD_PRESENT;
}

/* Tagged columns of the catalog are plain: one value, not compressed. A
 * separated one cannot be followed here and reads as null. */
static bool tagged(struct row_reader *reader, unsigned id, struct bytes *bytes)
{
    enum record_presence presence = RECORD_ABSENT;
    struct record_field field;
    struct record_value value;
    *bytes = (struct bytes){NULL, 0};
    if (reader->err >= 0)
        reader->err = record_tagged(&reader->record, id, false, &presence, &field);
    if (reader->err < 0 || presence != RECORD_PRESENT)
        return false;
    reader->err = record_field_value(&field, 1, &value);
    if (reader->err < 0 || value.separated)
        return false;
    if (value.compressed || value.encrypted)
        reader->err = JET_errCatalogCorrupted;
    *bytes = value.data;
    return reader->err >= 0;
}

/* A variable column that holds one number, or none. */
static bool variable_number(struct row_reader *reader, unsigned id, size_t size, struct bytes *value)
{
    if (!variable(reader, id, value) || value->size == 0)
        return false;
    if (value->size == size)
        return true;
    reader->err = JET_errCatalogCorrupted;
    return false;
}

JET_ERR catalog_tuple_load(struct bytes stored, struct catalog_tuple *tuple)
{
    if (stored.size != 12 && stored.size != 20)
        return JET_errCatalogCorrupted;
    tuple->length_min = load_le32(stored.data);
    tuple->length_max = load_le32(stored.data + 4);
    tuple->to_index_max = load_le32(stored.data + 8);
    tuple->increment = stored.size == 20 ? load_le32(stored.data + 12) : 1;
    tuple->start = stored.size == 20 ? load_le32(stored.data + 16) : 0;
    return JET_errSuccess;
}

static void load_tuple(struct row_reader *reader, struct catalog_row *row)
{
    struct bytes value;
    row->has_tuple = variable(reader, COL_TUPLE_LIMITS, &value);
    if (row->has_tuple && reader->err >= 0)
        reader->err = catalog_tuple_load(value, &row->tuple);
}

JET_ERR catalog_hints_load(struct bytes stored, enum catalog_hints_kind kind,
                           struct catalog_space_hints *hints)
{
    /* where the numbers of the blob go, in its order; tables and indexes begin later */
    uint32_t *const fields[] = {
        &hints->density, &hints->initial,    &hints->grbit,     &hints->maintenance_density,
        &hints->growth,  &hints->extent_min, &hints->extent_max};
    unsigned first = kind == CATALOG_HINTS_TABLE ? 2 : kind == CATALOG_HINTS_INDEX ? 1 : 0;
    if (stored.size < 1 || stored.data[0] != 1 || (stored.size - 1) % 4 != 0 ||
        (stored.size - 1) / 4 > ARRAY_COUNT(fields) - first)
        return JET_errCatalogCorrupted;
    for (unsigned i = 0; i < (stored.size - 1) / 4; i++)
        *fields[first + i] = load_le32(stored.data + 1 + 4 * i);
    hints->present = true;
    return JET_errSuccess;
}

static void load_hints(struct row_reader *reader, unsigned id, enum catalog_hints_kind kind,
                       struct catalog_space_hints *hints)
{
    struct bytes value;
    if (tagged(reader, id, &value))
        reader->err = catalog_hints_load(value, kind, hints);
}

static void load_space_hints(struct row_reader *reader, struct catalog_row *row)
{
    load_hints(reader, COL_SPACE_HINTS,
               row->type == CATALOG_INDEX ? CATALOG_HINTS_INDEX : CATALOG_HINTS_TABLE, &row->space_hints);
    load_hints(reader, COL_LV_SPACE_HINTS, CATALOG_HINTS_DEFERRED, &row->lv_space_hints);
}

static void load_table(struct row_reader *reader, struct catalog_row *row)
{
    struct bytes value;
    const uint8_t *root = fixed(reader, COL_ROOT_FLAG);
    row->root_flag = root && *root;
    row->lv_chunk_max = fixed_long(reader, COL_LV_CHUNK_MAX);
    if (tagged(reader, COL_SEPARATE_LV, &value)) {
        if (value.size == 4)
            row->separate_lv = load_le32(value.data);
        else
            reader->err = JET_errCatalogCorrupted;
    }
    load_space_hints(reader, row);
}

static void load_column(struct row_reader *reader, struct catalog_row *row)
{
    const uint8_t *offset = fixed(reader, COL_RECORD_OFFSET);
    row->has_record_offset = offset != NULL;
    row->record_offset = offset ? load_le16(offset) : 0;
    row->has_default = variable(reader, COL_DEFAULT_VALUE, &row->default_value);
    tagged(reader, COL_CALLBACK_DATA, &row->callback_data);
    row->coltyp = row->pgno_fdp;
    row->pgno_fdp = 0;
    row->code_page = row->pages;
    row->pages = 0;
}

static void load_index(struct row_reader *reader, struct catalog_row *row)
{
    struct bytes value;
    const uint8_t *key_most = fixed(reader, COL_KEY_MOST);
    row->lcid = row->pages;
    row->pages = 0;
    row->lcmap_flags = fixed_long(reader, COL_LCMAP_FLAGS);
    row->key_most = key_most ? load_le16(key_most) : 0;
    variable(reader, COL_KEY_FLD_IDS, &row->segments);
    variable(reader, COL_CONDITIONAL, &row->conditional);
    if (variable_number(reader, COL_VAR_SEG_MAC, 2, &value))
        row->var_seg_mac = load_le16(value.data);
    if (variable_number(reader, COL_VERSION, 8, &value))
        row->sort_version = load_le64(value.data);
    if (variable_number(reader, COL_SORT_ID, sizeof row->sort_id, &value))
        memcpy(row->sort_id, value.data, sizeof row->sort_id);
    load_tuple(reader, row);
    load_space_hints(reader, row);
    tagged(reader, COL_LOCALE_NAME, &row->locale_name);
    if (row->locale_name.size % 2 != 0 || row->locale_name.size / 2 > CATALOG_LOCALE_MOST)
        reader->err = JET_errCatalogCorrupted;
}

static void load_common(struct row_reader *reader, struct catalog_row *row)
{
    const uint8_t *type = fixed(reader, COL_TYPE), *time;
    row->objid_table = mandatory_long(reader, COL_OBJID_TABLE);
    row->type = type ? load_le16(type) : 0;
    row->id = mandatory_long(reader, COL_ID);
    row->pgno_fdp = mandatory_long(reader, COL_COLTYP_OR_PGNO);
    row->space_usage = mandatory_long(reader, COL_SPACE_USAGE);
    row->flags = mandatory_long(reader, COL_FLAGS);
    row->pages = mandatory_long(reader, COL_PAGES_OR_LOCALE);
    time = fixed(reader, COL_LAST_SET_TIME);
    row->last_set_time = time ? load_le64(time) : 0;
    if (!variable(reader, COL_NAME, &row->name) && reader->err >= 0)
        reader->err = JET_errCatalogCorrupted;
    variable(reader, COL_STATS, &row->stats);
    variable(reader, COL_TEMPLATE_TABLE, &row->template_table);
}

static JET_ERR check_row(const struct catalog_row *row)
{
    bool column = row->type == CATALOG_COLUMN;
    bool tree = row->type == CATALOG_TABLE || row->type == CATALOG_INDEX || row->type == CATALOG_LV;
    if (row->name.size < 1 || row->name.size > CATALOG_NAME_MOST ||
        memchr(row->name.data, 0, row->name.size) || row->objid_table == 0 ||
        row->objid_table > CATALOG_OBJID_MOST)
        return JET_errCatalogCorrupted;
    if (tree && (row->pgno_fdp == 0 || row->id == 0 || row->id > CATALOG_OBJID_MOST))
        return JET_errCatalogCorrupted;
    if (row->type == CATALOG_TABLE &&
        (row->id != row->objid_table || row->template_table.size > CATALOG_NAME_MOST))
        return JET_errCatalogCorrupted;
    if (column && (row->coltyp >= JET_coltypMax || row->coltyp == JET_coltypSLV ||
                   row->id < RECORD_FIXED_FIRST || row->id > RECORD_TAGGED_LAST))
        return JET_errCatalogCorrupted;
    return JET_errSuccess;
}

JET_ERR catalog_row_load(struct catalog_row *row, struct bytes record, bool large_pages)
{
    struct row_reader reader;
    memset(row, 0, sizeof *row);
    reader.err = record_open(&reader.record, record, large_pages);
    load_common(&reader, row);
    switch ((unsigned)row->type) {
    case CATALOG_TABLE:
        load_table(&reader, row);
        break;
    case CATALOG_COLUMN:
        load_column(&reader, row);
        break;
    case CATALOG_INDEX:
        load_index(&reader, row);
        break;
    case CATALOG_LV:
        break;
    case CATALOG_CALLBACK:
        tagged(&reader, COL_CALLBACK_DATA, &row->callback_data);
        break;
    default:
        return JET_errCatalogCorrupted;
    }
    return reader.err < 0 ? JET_errCatalogCorrupted : check_row(row);
}

JET_ERR catalog_row_segments(const struct catalog_row *row, struct bytes raw,
                             struct catalog_segment segments[CATALOG_SEGMENTS_MOST], unsigned *count)
{
    bool long_ids = row->flags & CATALOG_INDEX_LONG_IDS;
    size_t size = long_ids ? 4 : 2;
    *count = 0;
    if (raw.size % size != 0 || raw.size / size > CATALOG_SEGMENTS_MOST)
        return JET_errCatalogCorrupted;
    for (size_t at = 0; at < raw.size; at += size) {
        const uint8_t *p = raw.data + at;
        struct catalog_segment *segment = &segments[(*count)++];
        memset(segment, 0, sizeof *segment);
        if (long_ids) {
            segment->template_column = p[0] & 0x80;
            segment->descending = p[0] & 0x40;
            segment->must_be_null = p[0] & 0x20;
            segment->column_id = load_le16(p + 2);
        } else {
            int id = (int16_t)load_le16(p);
            segment->descending = segment->must_be_null = id < 0;
            segment->column_id = (uint16_t)(id < 0 ? -id : id);
        }
        if (segment->column_id == 0)
            return JET_errCatalogCorrupted;
    }
    return JET_errSuccess;
}
