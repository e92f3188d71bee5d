#include "catalog/schema_build.h"

#include "base/alloc.h"
#include "catalog/schema_private.h"

#include <stdlib.h>

/* An index row as it waits for all columns to be known. */
struct pending_index {
    struct table_index index;
    struct catalog_segment segments[CATALOG_SEGMENTS_MOST], conditions[CATALOG_SEGMENTS_MOST];
    unsigned segment_count, condition_count;
    bool long_ids;
    struct pending_index *next;
};

/* Growing array of own columns; moved behind the template's at the end. */
struct schema_builder {
    struct table_schema *schema; /* in the arena */
    struct schema_arena arena;
    struct table_column *columns;
    unsigned column_count, column_capacity;
    struct pending_index *indexes;
    unsigned index_count;
    uint32_t row_type; /* of the row before */
};

static bool is_catalog(const struct table_schema *schema)
{
    return schema->objid == CATALOG_OBJID || schema->objid == CATALOG_SHADOW_OBJID;
}

static void copy_name(char target[CATALOG_NAME_MOST + 1], struct bytes name)
{
    memcpy(target, name.data, name.size); /* at most CATALOG_NAME_MOST: catalog_row_load */
    target[name.size] = '\0';
}

JET_ERR schema_build_begin(const struct catalog_row *table, bool large_pages, struct schema_builder **result)
{
    *result = NULL;
    if (table->type != CATALOG_TABLE)
        return JET_errCatalogCorrupted;
    struct schema_builder *builder = mem_calloc(1, sizeof *builder);
    if (!builder)
        return JET_errOutOfMemory;
    struct table_schema *schema = schema_arena_alloc(&builder->arena, sizeof *schema);
    if (!schema) {
        schema_build_cancel(builder);
        return JET_errOutOfMemory;
    }
    copy_name(schema->name, table->name);
    if (table->flags & CATALOG_TABLE_DERIVED && table->template_table.size > 0)
        copy_name(schema->template_name, table->template_table);
    schema->objid = table->objid_table;
    schema->pgno_fdp = table->pgno_fdp;
    schema->flags = table->flags;
    schema->density = table->space_usage;
    schema->pages = table->pages;
    schema->separate_lv = table->separate_lv;
    schema->lv_chunk_max = table->lv_chunk_max;
    schema->space_hints = table->space_hints;
    schema->lv_space_hints = table->lv_space_hints;
    schema->last_set_time = table->last_set_time;
    schema->large_pages = large_pages;
    builder->schema = schema;
    builder->row_type = CATALOG_TABLE;
    *result = builder;
    return JET_errSuccess;
}

void schema_build_cancel(struct schema_builder *builder)
{
    if (!builder)
        return;
    schema_arena_free(&builder->arena);
    mem_free(builder->columns);
    mem_free(builder);
}

/* --- columns ---------------------------------------------------------------- */

static uint32_t type_size(JET_COLTYP coltyp)
{
    static const uint8_t sizes[JET_coltypMax] = {0, 1, 1, 2, 4, 8, 4, 8, 8, 0, 0, 0, 0, 0, 4, 8, 16, 2, 8};
    return sizes[coltyp];
}

/* What JetGetTableColumnInfo tells of the stored flags (reference 1.17). */
static JET_GRBIT column_grbit(const struct table_column *column)
{
    static const struct {
        uint32_t flag, grbit;
    } bits[] = {
        {CATALOG_COLUMN_NOT_NULL, JET_bitColumnNotNULL},
        {CATALOG_COLUMN_VERSION, JET_bitColumnVersion},
        {CATALOG_COLUMN_AUTOINCREMENT, JET_bitColumnAutoincrement},
        {CATALOG_COLUMN_MULTIVALUED, JET_bitColumnMultiValued},
        {CATALOG_COLUMN_ESCROW, JET_bitColumnEscrowUpdate},
        {CATALOG_COLUMN_FINALIZE, JET_bitColumnFinalize},
        {CATALOG_COLUMN_USER_DEFAULT, JET_bitColumnUserDefinedDefault},
        {CATALOG_COLUMN_DELETE_ON_ZERO, JET_bitColumnDeleteOnZero},
        {CATALOG_COLUMN_PLACEHOLDER, 0x10000 /* primary index placeholder; not public */},
        {CATALOG_COLUMN_COMPRESSED, JET_bitColumnCompressed},
        {CATALOG_COLUMN_ENCRYPTED, 0x200000 /* JET_bitColumnEncrypted of newer headers */},
    };
    JET_GRBIT grbit = column->kind == COLUMN_FIXED    ? JET_bitColumnFixed
                      : column->kind == COLUMN_TAGGED ? JET_bitColumnTagged
                                                      : 0;
    for (size_t i = 0; i < ARRAY_COUNT(bits); i++)
        if (column->flags & bits[i].flag)
            grbit |= bits[i].grbit;
    return grbit;
}

/* Types and sizes that each kind of column can have. */
static JET_ERR check_column(const struct table_column *column)
{
    bool text = column->coltyp == JET_coltypBinary || column->coltyp == JET_coltypText;
    bool deleted = column->coltyp == JET_coltypNil;
    switch (column->kind) {
    case COLUMN_FIXED: /* the size of a deleted one still counts */
        return !column_is_long(column) && (column->size_max > 0 || deleted) &&
                       column->size_max <= JET_cbColumnMost
                   ? JET_errSuccess
                   : JET_errCatalogCorrupted;
    case COLUMN_VARIABLE:
        return text || deleted ? JET_errSuccess : JET_errCatalogCorrupted;
    default:
        return JET_errSuccess;
    }
}

/* The default as the engine's default record would have it (spec 20, 4.4): a
 * fixed column is padded to its size, a true Bit is 0xFF. */
static JET_ERR load_default(struct schema_builder *builder, const struct catalog_row *row,
                            struct table_column *column)
{
    struct bytes given = row->default_value;
    uint8_t padded[JET_cbColumnMost];
    column->has_default =
        row->has_default && column->flags & CATALOG_COLUMN_DEFAULT && column->coltyp != JET_coltypNil;
    if (!column->has_default)
        return JET_errSuccess;
    if (column->kind == COLUMN_FIXED && given.size != column->size_max) {
        if (type_size(column->coltyp) != 0 || given.size > column->size_max)
            return JET_errCatalogCorrupted;
        bool wide = column->coltyp == JET_coltypText && column->code_page == 1200;
        for (uint32_t i = 0; i < column->size_max; i++)
            padded[i] = column->coltyp != JET_coltypText || (wide && i % 2) ? 0 : ' ';
        if (given.size > 0)
            memcpy(padded, given.data, given.size);
        given = (struct bytes){padded, column->size_max};
    }
    if (column->kind == COLUMN_FIXED && column->coltyp == JET_coltypBit) {
        padded[0] = given.data[0] ? 0xFF : 0;
        given = (struct bytes){padded, 1};
    }
    return schema_arena_copy(&builder->arena, given, &column->default_value) ? JET_errSuccess
                                                                             : JET_errOutOfMemory;
}

static JET_ERR grow_columns(struct schema_builder *builder)
{
    if (builder->column_count < builder->column_capacity)
        return JET_errSuccess;
    unsigned capacity = builder->column_capacity ? builder->column_capacity * 2 : 16;
    struct table_column *columns = mem_realloc(builder->columns, capacity * sizeof *columns);
    if (!columns)
        return JET_errOutOfMemory;
    builder->columns = columns;
    builder->column_capacity = capacity;
    return JET_errSuccess;
}

static JET_ERR add_column(struct schema_builder *builder, const struct catalog_row *row)
{
    JET_ERR err = grow_columns(builder);
    if (err < 0)
        return err;
    struct table_column *column = &builder->columns[builder->column_count];
    bool template = builder->schema->flags & CATALOG_TABLE_TEMPLATE;
    if (builder->column_count > 0 && row->id <= column[-1].id)
        return JET_errCatalogCorrupted;
    memset(column, 0, sizeof *column);
    column->id = (uint16_t)row->id;
    column->columnid = row->id | (template ? COLUMNID_TEMPLATE : 0);
    column->kind = column->id < RECORD_VAR_FIRST      ? COLUMN_FIXED
                   : column->id < RECORD_TAGGED_FIRST ? COLUMN_VARIABLE
                                                      : COLUMN_TAGGED;
    column->coltyp = row->coltyp;
    column->flags = row->flags;
    column->code_page = (uint16_t)row->code_page;
    column->size_max = row->space_usage;
    if (column->kind == COLUMN_FIXED && type_size(row->coltyp) != 0)
        column->size_max = type_size(row->coltyp);
    column->offset = row->has_record_offset ? row->record_offset : 0;
    column->grbit = column_grbit(column);
    column->name_size = (uint8_t)row->name.size;
    copy_name(column->name, row->name);
    err = check_column(column);
    if (err >= 0)
        err = load_default(builder, row, column);
    if (err >= 0 && column->flags & CATALOG_COLUMN_USER_DEFAULT &&
        (!schema_arena_copy(&builder->arena, row->template_table, &column->callback) ||
         !schema_arena_copy(&builder->arena, row->callback_data, &column->callback_data)))
        err = JET_errOutOfMemory;
    if (err >= 0)
        builder->column_count++;
    return err;
}

/* The catalog is read with the built-in schema, whatever its rows say of itself:
 * older files lack rows of newer columns, and offsets are not true (spec 20,
 * 2.1). */
static JET_ERR add_catalog_columns(struct schema_builder *builder)
{
    JET_ERR err = JET_errSuccess;
    for (unsigned i = 0; err >= 0 && i < CATALOG_COLUMN_COUNT; i++) {
        const struct catalog_column_def *def = &catalog_columns[i];
        const struct catalog_row row = {
            .type = CATALOG_COLUMN,
            .id = def->id,
            .coltyp = def->coltyp,
            .space_usage = def->size,
            .flags = def->not_null ? CATALOG_COLUMN_NOT_NULL : 0,
            .code_page = 1252,
            .has_record_offset = def->id <= RECORD_FIXED_LAST,
            .record_offset = def->offset,
            .name = {(const uint8_t *)def->name, strlen(def->name)},
        };
        err = add_column(builder, &row);
    }
    return err;
}

/* --- indexes ---------------------------------------------------------------- */

/* What JET_IdxInfo tells of the stored flags (reference 1.9). */
static JET_GRBIT index_grbit(const struct catalog_row *row)
{
    static const struct {
        uint32_t flag, grbit;
    } bits[] = {
        {CATALOG_INDEX_UNIQUE, JET_bitIndexUnique},
        {CATALOG_INDEX_PRIMARY, JET_bitIndexPrimary},
        {CATALOG_INDEX_CROSS_PRODUCT, JET_bitIndexCrossProduct},
        {CATALOG_INDEX_NESTED_TABLE, JET_bitIndexNestedTable},
        {CATALOG_INDEX_DISALLOW_TRUNCATION, JET_bitIndexDisallowTruncation},
        {CATALOG_INDEX_DOTNET_GUID, JET_bitIndexDotNetGuid},
        {CATALOG_INDEX_DEFERRED, 0x100000 /* JET_bitIndexDeferredPopulateCreate of the engine's header */},
    };
    JET_GRBIT grbit = 0;
    for (size_t i = 0; i < ARRAY_COUNT(bits); i++)
        if (row->flags & bits[i].flag)
            grbit |= bits[i].grbit;
    if (row->flags & CATALOG_INDEX_DISALLOW_NULL)
        grbit |= JET_bitIndexDisallowNull;
    else if (!(row->flags & CATALOG_INDEX_SOME_NULLS))
        grbit |= JET_bitIndexIgnoreAnyNull | JET_bitIndexIgnoreFirstNull | JET_bitIndexIgnoreNull;
    else if (!(row->flags & CATALOG_INDEX_FIRST_NULL))
        grbit |= JET_bitIndexIgnoreFirstNull | JET_bitIndexIgnoreNull;
    else if (!(row->flags & CATALOG_INDEX_ALL_NULLS))
        grbit |= JET_bitIndexIgnoreNull;
    if (row->flags & CATALOG_INDEX_NULLS_HIGH && !(row->flags & CATALOG_INDEX_DISALLOW_NULL))
        grbit |= JET_bitIndexSortNullsHigh;
    if (row->has_tuple)
        grbit |= JET_bitIndexTuples;
    return grbit | (row->key_most > KEY_MOST_DEFAULT ? JET_bitIndexKeyMost : 0);
}

/* Locale name as stored, or that of the old numeric id; neither is the
 * invariant locale (spec 25, 8.2). The other form is looked up. */
static JET_ERR load_locale(const struct catalog_row *row, struct table_index *index)
{
    index->lcid = row->lcid;
    if (row->locale_name.size == 0 && row->lcid != 0) {
        const char *name = nls_locale_of_lcid(row->lcid);
        if (name)
            strncpy(index->locale, name, CATALOG_LOCALE_MOST);
        return JET_errSuccess;
    }
    for (size_t i = 0; i < row->locale_name.size / 2; i++) {
        unsigned unit = load_le16(row->locale_name.data + 2 * i);
        if (unit == 0 || unit >= 0x80)
            return JET_errCatalogCorrupted;
        index->locale[i] = (char)unit;
    }
    if (nls_lcid_of_locale(index->locale, &index->lcid) < 0)
        index->lcid = 0; /* a locale that this engine does not know: refused when its order is needed */
    return JET_errSuccess;
}

static JET_ERR load_tuple(const struct catalog_row *row, struct key_tuple *tuple)
{
    const struct catalog_tuple *stored = &row->tuple;
    if (!row->has_tuple)
        return JET_errSuccess;
    if (stored->length_min < 2 || stored->length_max < stored->length_min || stored->length_max > 255 ||
        stored->to_index_max > 0x7FFF || stored->to_index_max == 0 || stored->increment == 0 ||
        stored->increment > UINT16_MAX || stored->start > UINT16_MAX)
        return JET_errCatalogCorrupted;
    tuple->length_min = stored->length_min;
    tuple->length_max = stored->length_max;
    tuple->count_max = stored->to_index_max;
    tuple->increment = stored->increment;
    tuple->start = stored->start;
    return JET_errSuccess;
}

/* Whether an index row can be one of this table (spec 60, B.3.3). */
static JET_ERR check_index(const struct schema_builder *builder, const struct catalog_row *row)
{
    const struct table_schema *schema = builder->schema;
    bool primary = row->flags & CATALOG_INDEX_PRIMARY;
    if (primary != (row->id == schema->objid))
        return JET_errCatalogCorrupted;
    if (primary && (!(row->flags & CATALOG_INDEX_UNIQUE) || row->has_tuple || row->conditional.size > 0))
        return JET_errCatalogCorrupted;
    if (!primary && row->pgno_fdp == schema->pgno_fdp)
        return JET_errCatalogCorrupted;
    if (row->key_most > KEY_MOST_MAX || row->var_seg_mac > (row->key_most ? row->key_most : KEY_MOST_DEFAULT))
        return JET_errCatalogCorrupted;
    return JET_errSuccess;
}

static JET_ERR load_index(const struct schema_builder *builder, const struct catalog_row *row,
                          struct pending_index *pending)
{
    struct table_index *index = &pending->index;
    copy_name(index->name, row->name);
    index->objid = row->id;
    index->pgno_fdp = row->pgno_fdp;
    index->flags = row->flags;
    index->grbit = index_grbit(row);
    index->primary = row->flags & CATALOG_INDEX_PRIMARY;
    index->unique = row->flags & CATALOG_INDEX_UNIQUE;
    index->inherited = row->flags & CATALOG_INDEX_DERIVED;
    index->localized = row->flags & CATALOG_INDEX_LOCALIZED;
    index->tuples = row->has_tuple;
    index->key_most = row->key_most ? row->key_most : KEY_MOST_DEFAULT;
    /* Rows and primary index are one tree; the table row tells its density. */
    index->density = index->primary ? builder->schema->density : row->space_usage;
    /* Stored for every index, but without meaning and not reported where no
     * text is ordered; the catalog's own indexes are the exception. */
    if (index->localized || is_catalog(builder->schema))
        index->lcmap_flags = row->lcmap_flags;
    index->sort_version = (uint32_t)(row->sort_version >> 32);
    index->defined_version = (uint32_t)row->sort_version;
    memcpy(index->sort_id, row->sort_id, sizeof index->sort_id);
    index->space_hints = row->space_hints;
    index->last_set_time = row->last_set_time;
    index->key.flags = (uint16_t)row->flags;
    index->key.dotnet_guid = row->flags & CATALOG_INDEX_DOTNET_GUID;
    index->key.key_most = index->key_most;
    index->key.var_seg_mac = row->var_seg_mac; /* 0: see resolve_index */
    pending->long_ids = row->flags & CATALOG_INDEX_LONG_IDS;
    JET_ERR err = load_locale(row, index);
    if (err >= 0)
        err = load_tuple(row, &index->key.tuple);
    if (err >= 0)
        err = catalog_row_segments(row, row->segments, pending->segments, &pending->segment_count);
    if (err >= 0)
        err = catalog_row_segments(row, row->conditional, pending->conditions, &pending->condition_count);
    return err >= 0 && pending->segment_count == 0 ? JET_errCatalogCorrupted : err;
}

static JET_ERR add_index(struct schema_builder *builder, const struct catalog_row *row)
{
    JET_ERR err = check_index(builder, row);
    if (err < 0)
        return err;
    struct pending_index *pending = schema_arena_alloc(&builder->arena, sizeof *pending);
    if (!pending)
        return JET_errOutOfMemory;
    err = load_index(builder, row, pending);
    if (err < 0)
        return err;
    pending->next = builder->indexes;
    builder->indexes = pending;
    builder->index_count++;
    return JET_errSuccess;
}

JET_ERR schema_build_add(struct schema_builder *builder, const struct catalog_row *row)
{
    struct table_schema *schema = builder->schema;
    if (row->objid_table != schema->objid || row->type < builder->row_type)
        return JET_errCatalogCorrupted;
    bool again = row->type == builder->row_type;
    builder->row_type = row->type;
    switch (row->type) {
    case CATALOG_COLUMN:
        return is_catalog(schema) ? JET_errSuccess : add_column(builder, row);
    case CATALOG_INDEX:
        return add_index(builder, row);
    case CATALOG_LV:
        if (again || row->id == schema->objid || row->pgno_fdp == schema->pgno_fdp)
            return JET_errCatalogCorrupted;
        schema->lv_objid = row->id;
        schema->lv_pgno_fdp = row->pgno_fdp;
        return JET_errSuccess;
    case CATALOG_CALLBACK:
        return JET_errSuccess; /* run-time callbacks; persisted ones are not run */
    default:
        return JET_errCatalogCorrupted; /* a second table row */
    }
}

/* --- putting it together ---------------------------------------------------- */

/* Template's columns, then own ones. */
static JET_ERR join_columns(struct schema_builder *builder, const struct table_schema *template_table)
{
    struct table_schema *schema = builder->schema;
    unsigned inherited = template_table ? template_table->column_count : 0;
    size_t count = (size_t)inherited + builder->column_count;
    schema->columns = schema_arena_alloc(&builder->arena, MAX(count, 1) * sizeof *schema->columns);
    if (!schema->columns)
        return JET_errOutOfMemory;
    for (unsigned i = 0; i < inherited; i++) {
        struct table_column *column = &schema->columns[i];
        *column = template_table->columns[i]; /* spans live as long as the template, which is held */
        column->inherited = true;
        column->derived = column->kind == COLUMN_TAGGED && column->flags & CATALOG_COLUMN_TEMPLATE;
    }
    if (builder->column_count > 0)
        memcpy(schema->columns + inherited, builder->columns,
               builder->column_count * sizeof *builder->columns);
    schema->column_count = (unsigned)count;
    schema->inherited_count = inherited;
    return JET_errSuccess;
}

static unsigned count_to(unsigned count, unsigned id, unsigned first) { return MAX(count, id - first + 1); }

static JET_ERR make_id_tables(struct schema_builder *builder)
{
    struct table_schema *schema = builder->schema;
    for (unsigned i = 0; i < schema->column_count; i++) {
        const struct table_column *column = &schema->columns[i];
        unsigned *count = column->kind == COLUMN_FIXED           ? &schema->fixed_count
                          : column->kind == COLUMN_VARIABLE      ? &schema->var_count
                          : column->columnid & COLUMNID_TEMPLATE ? &schema->tagged_template_count
                                                                 : &schema->tagged_count;
        *count = count_to(*count, column->id,
                          column->kind == COLUMN_FIXED      ? RECORD_FIXED_FIRST
                          : column->kind == COLUMN_VARIABLE ? RECORD_VAR_FIRST
                                                            : RECORD_TAGGED_FIRST);
    }
    size_t total = (size_t)schema->fixed_count + schema->var_count + schema->tagged_count +
                   schema->tagged_template_count;
    struct table_column **places = schema_arena_alloc(&builder->arena, (total + 1) * sizeof(void *));
    if (!places)
        return JET_errOutOfMemory;
    schema->fixed = places;
    schema->var = schema->fixed + schema->fixed_count;
    schema->tagged = schema->var + schema->var_count;
    schema->tagged_template = schema->tagged + schema->tagged_count;
    for (unsigned i = 0; i < schema->column_count; i++) {
        struct table_column *column = &schema->columns[i];
        struct table_column **place =
            column->kind == COLUMN_FIXED      ? &schema->fixed[column->id - RECORD_FIXED_FIRST]
            : column->kind == COLUMN_VARIABLE ? &schema->var[column->id - RECORD_VAR_FIRST]
            : column->columnid & COLUMNID_TEMPLATE
                ? &schema->tagged_template[column->id - RECORD_TAGGED_FIRST]
                : &schema->tagged[column->id - RECORD_TAGGED_FIRST];
        if (*place)
            return JET_errCatalogCorrupted; /* template and derived table use the same id */
        *place = column;
    }
    return JET_errSuccess;
}

/* Offsets of fixed columns follow each other; where a row is missing, the gap is
 * that of deleted columns (spec 20, 5.4). */
static JET_ERR make_layout(struct schema_builder *builder)
{
    struct table_schema *schema = builder->schema;
    uint16_t *offsets = schema_arena_alloc(&builder->arena, (schema->fixed_count + 1) * sizeof *offsets);
    if (!offsets)
        return JET_errOutOfMemory;
    uint32_t end = RECORD_HEADER_SIZE;
    for (unsigned i = 0; i < schema->fixed_count; i++) {
        struct table_column *column = schema->fixed[i];
        offsets[i] = (uint16_t)end;
        if (!column)
            continue;
        if (column->offset == 0)
            column->offset = (uint16_t)end;
        bool gap = i > 0 && !schema->fixed[i - 1];
        if (column->offset < end || (column->offset > end && !gap) ||
            column->offset + column->size_max > UINT16_MAX)
            return JET_errCatalogCorrupted;
        offsets[i] = column->offset;
        end = column->offset + column->size_max;
    }
    offsets[schema->fixed_count] = (uint16_t)end;
    schema->layout.offsets = offsets;
    schema->layout.fixed_count = schema->fixed_count;
    schema->layout.var_last = RECORD_VAR_FIRST - 1 + schema->var_count;
    return JET_errSuccess;
}

static JET_ERR make_names(struct schema_builder *builder)
{
    struct table_schema *schema = builder->schema;
    struct schema_private *private = schema->private;
    private->name_slots = 4;
    while (private->name_slots < 2 * (schema->column_count + 1))
    private->name_slots *= 2;
    private->names = schema_arena_alloc(&builder->arena, private->name_slots * sizeof *private->names);
    if (!private->names)
        return JET_errOutOfMemory;
    for (unsigned i = 0; i < schema->column_count; i++) {
        const struct table_column *column = &schema->columns[i];
        if (column->coltyp == JET_coltypNil)
            continue;
        uint32_t slot = schema_name_hash(column->name, column->name_size);
        while (private->names[slot & (private->name_slots - 1)] != 0)
            slot++;
        private->names[slot & (private->name_slots - 1)] = i + 1;
    }
    return JET_errSuccess;
}

/* The column that a segment names. In the old form a column is the template's
 * if its id is not above the last one of its kind there (spec 20, 3.4). */
static struct table_column *segment_column(const struct table_schema *schema,
                                           const struct table_schema *template_table, bool long_ids,
                                           const struct catalog_segment *segment)
{
    unsigned id = segment->column_id;
    if (id - RECORD_FIXED_FIRST < schema->fixed_count)
        return schema->fixed[id - RECORD_FIXED_FIRST];
    if (id - RECORD_VAR_FIRST < schema->var_count)
        return schema->var[id - RECORD_VAR_FIRST];
    if (id < RECORD_TAGGED_FIRST)
        return NULL;
    id -= RECORD_TAGGED_FIRST;
    bool template = segment->template_column;
    if (!long_ids)
        template = schema->flags &CATALOG_TABLE_TEMPLATE ||
                   (template_table && id < template_table->tagged_template_count);
    if (template)
        return id < schema->tagged_template_count ? schema->tagged_template[id] : NULL;
    return id < schema->tagged_count ? schema->tagged[id] : NULL;
}

static JET_ERR resolve_index(const struct table_schema *schema, const struct table_schema *template_table,
                             struct pending_index *pending)
{
    struct key_index *key = &pending->index.key;
    for (unsigned i = 0; i < pending->segment_count; i++) {
        const struct catalog_segment *stored = &pending->segments[i];
        const struct table_column *column = segment_column(schema, template_table, pending->long_ids, stored);
        struct key_segment *segment = &key->segments[i];
        if (!column || column->coltyp == JET_coltypNil)
            return JET_errCatalogCorrupted;
        segment->column = (uint32_t)(column - schema->columns);
        segment->size = column->kind == COLUMN_FIXED ? column->size_max : 0;
        segment->code_page = column->code_page ? column->code_page : 1252;
        segment->coltyp = (uint8_t)column->coltyp;
        segment->fixed = column->kind == COLUMN_FIXED;
        segment->descending = stored->descending;
        segment->multi_valued = column->flags & CATALOG_COLUMN_MULTIVALUED;
        segment->placeholder = column->flags & CATALOG_COLUMN_PLACEHOLDER;
    }
    for (unsigned i = 0; i < pending->condition_count; i++) {
        const struct catalog_segment *stored = &pending->conditions[i];
        const struct table_column *column = segment_column(schema, template_table, pending->long_ids, stored);
        if (!column || column->coltyp == JET_coltypNil)
            return JET_errCatalogCorrupted;
        key->conditions[i].column = (uint32_t)(column - schema->columns);
        key->conditions[i].must_be_null = stored->must_be_null;
    }
    key->segment_count = (uint8_t)pending->segment_count;
    key->condition_count = (uint8_t)pending->condition_count;
    /* The keys of a primary index are bounded by what its columns need, stored
     * or not (spec 25, 3.4). */
    uint16_t var_seg_mac = key->var_seg_mac ? key->var_seg_mac : key->key_most;
    key->var_seg_mac = var_seg_mac;
    if (pending->index.primary)
        key->key_most = key_minimal_most(key);
    key->var_seg_mac = MIN(var_seg_mac, key->key_most);
    return JET_errSuccess;
}

static int compare_indexes(const void *a, const void *b)
{
    const struct table_index *left = a, *right = b;
    return schema_name_compare(left->name, strlen(left->name), right->name, strlen(right->name));
}

static JET_ERR make_indexes(struct schema_builder *builder, const struct table_schema *template_table)
{
    struct table_schema *schema = builder->schema;
    struct table_index *indexes =
        schema_arena_alloc(&builder->arena, MAX(builder->index_count, 1u) * sizeof *indexes);
    if (!indexes)
        return JET_errOutOfMemory;
    for (struct pending_index *pending = builder->indexes; pending; pending = pending->next) {
        JET_ERR err = resolve_index(schema, template_table, pending);
        if (err < 0)
            return err;
        indexes[schema->index_count++] = pending->index;
    }
    qsort(indexes, schema->index_count, sizeof *indexes, compare_indexes);
    for (unsigned i = 0; i < schema->index_count; i++) {
        if (indexes[i].primary && schema->primary)
            return JET_errCatalogCorrupted;
        if (indexes[i].primary)
            schema->primary = &indexes[i];
    }
    schema->indexes = indexes;
    return JET_errSuccess;
}

static void find_special_columns(struct table_schema *schema)
{
    for (unsigned i = 0; i < schema->column_count; i++) {
        const struct table_column *column = &schema->columns[i];
        if (column->coltyp == JET_coltypNil)
            continue;
        if (column->flags & CATALOG_COLUMN_AUTOINCREMENT)
            schema->autoincrement = column;
        if (column->flags & CATALOG_COLUMN_VERSION)
            schema->version = column;
    }
}

static JET_ERR assemble(struct schema_builder *builder, struct table_schema *template_table)
{
    struct table_schema *schema = builder->schema;
    bool derived = schema->flags & CATALOG_TABLE_DERIVED;
    if (derived != (template_table != NULL) || (derived && !(template_table->flags & CATALOG_TABLE_TEMPLATE)))
        return JET_errCatalogCorrupted;
    schema->private = schema_arena_alloc(&builder->arena, sizeof *schema->private);
    if (!schema->private)
        return JET_errOutOfMemory;
    JET_ERR err = is_catalog(schema) ? add_catalog_columns(builder) : JET_errSuccess;
    if (err >= 0)
        err = join_columns(builder, template_table);
    if (err >= 0)
        err = make_id_tables(builder);
    if (err >= 0)
        err = make_layout(builder);
    if (err >= 0)
        err = make_names(builder);
    if (err >= 0)
        err = make_indexes(builder, template_table);
    if (err >= 0)
        find_special_columns(schema);
    return err;
}

JET_ERR schema_build_finish(struct schema_builder *builder, struct table_schema *template_table,
                            struct table_schema **result)
{
    struct table_schema *schema = builder->schema;
    JET_ERR err = assemble(builder, template_table);
    *result = NULL;
    if (err >= 0) {
        if (template_table)
            schema_acquire(template_table);
        schema->template_table = template_table;
        schema->private->arena = builder->arena;
        builder->arena.blocks = NULL;
        atomic_init(&schema->private->references, 1);
        *result = schema;
    }
    schema_build_cancel(builder);
    return err;
}
