#include "schema.h"

#include "human.h"

#include <ctype.h>
#include <stdlib.h>
#include <strings.h>

/* The catalog's own columns (spec 20, 2.1). */
enum {
    COLUMN_OBJID_TABLE = 1,
    COLUMN_TYPE = 2,
    COLUMN_ID = 3,
    COLUMN_COLTYP_OR_ROOT = 4,
    COLUMN_SPACE_USAGE = 5,
    COLUMN_FLAGS = 6,
    COLUMN_PAGES_OR_LOCALE = 7,
    COLUMN_RECORD_OFFSET = 9,
    COLUMN_LCMAP_FLAGS = 10,
    COLUMN_KEY_MOST = 11,
    COLUMN_LV_CHUNK_MAX = 12,
    COLUMN_SET_TIME = 13,
    COLUMN_NAME = 128,
    COLUMN_TEMPLATE_TABLE = 130,
    COLUMN_DEFAULT_VALUE = 131,
    COLUMN_SEGMENTS = 132,
    COLUMN_VAR_SEG_MAC = 133,
    COLUMN_CONDITIONAL = 134,
    COLUMN_TUPLE_LIMITS = 135,
    COLUMN_VERSION = 136,
    COLUMN_SORT_ID = 137,
    COLUMN_CALLBACK_DATA = 256,
    COLUMN_SPACE_HINTS = 259,
    COLUMN_LV_SPACE_HINTS = 260,
    COLUMN_LOCALE_NAME = 261,
};

struct reader {
    struct opened *opened;
    JET_TABLEID table;
    JET_ERR err; /* the first one; later calls do nothing */
};

/* The value of a column in `buffer`; false when it is null. */
static bool retrieve(struct reader *r, JET_COLUMNID column, void *buffer, uint32_t size, uint32_t *actual)
{
    if (r->err < 0)
        return false;
    JET_ERR err = JetRetrieveColumn(r->opened->session, r->table, column, buffer, size, actual, 0, NULL);
    /* Older catalogs lack the younger columns. */
    if (err == JET_errColumnNotFound || err == JET_errBadColumnId || err == JET_wrnColumnNull)
        return false;
    if (err < 0)
        r->err = err;
    return err >= 0;
}

static uint32_t number(struct reader *r, JET_COLUMNID column)
{
    uint32_t value = 0, actual;
    return retrieve(r, column, &value, sizeof value, &actual) ? value : 0;
}

static uint64_t number64(struct reader *r, JET_COLUMNID column)
{
    uint64_t value = 0;
    uint32_t actual;
    return retrieve(r, column, &value, sizeof value, &actual) ? value : 0;
}

/* A terminated copy; *has tells null. */
static struct bytes bytes_of(struct reader *r, JET_COLUMNID column, bool *has)
{
    uint8_t buffer[256];
    uint32_t actual = 0;
    *has = retrieve(r, column, buffer, sizeof buffer, &actual);
    actual = *has ? MIN(actual, (uint32_t)sizeof buffer) : 0;
    uint8_t *copy = malloc(actual + 1);
    if (!copy) {
        r->err = JET_errOutOfMemory;
        return (struct bytes){NULL, 0};
    }
    memcpy(copy, buffer, actual);
    copy[actual] = 0;
    return (struct bytes){copy, actual};
}

static char *text_of(struct reader *r, JET_COLUMNID column)
{
    bool has;
    return (char *)(uintptr_t)bytes_of(r, column, &has).data;
}

static void hints_of(struct reader *r, JET_COLUMNID column, enum catalog_hints_kind kind,
                     struct catalog_space_hints *hints)
{
    uint8_t buffer[64];
    uint32_t actual;
    if (retrieve(r, column, buffer, sizeof buffer, &actual)) {
        JET_ERR err =
            catalog_hints_load((struct bytes){buffer, MIN(actual, (uint32_t)sizeof buffer)}, kind, hints);
        if (err < 0)
            r->err = err;
    }
}

static void tuple_of(struct reader *r, struct schema_index *index)
{
    uint8_t buffer[32];
    uint32_t actual;
    index->has_tuple = retrieve(r, COLUMN_TUPLE_LIMITS, buffer, sizeof buffer, &actual);
    if (!index->has_tuple)
        return;
    JET_ERR err =
        catalog_tuple_load((struct bytes){buffer, MIN(actual, (uint32_t)sizeof buffer)}, &index->tuple);
    if (err < 0)
        r->err = err;
}

static void *grow(struct reader *r, void **array, size_t *count, size_t size)
{
    /* doubled at every power of two */
    if ((*count & (*count - 1)) == 0) {
        void *larger = realloc(*array, (*count ? *count * 2 : 1) * size);
        if (!larger) {
            r->err = JET_errOutOfMemory;
            return NULL;
        }
        *array = larger;
    }
    void *place = (char *)*array + (*count)++ * size;
    memset(place, 0, size);
    return place;
}

static void read_table(struct reader *r, struct schema *schema)
{
    struct schema_table *t = grow(r, (void **)&schema->tables, &schema->count, sizeof *t);
    if (!t)
        return;
    t->name = text_of(r, COLUMN_NAME);
    t->template_name = text_of(r, COLUMN_TEMPLATE_TABLE);
    t->objid = number(r, COLUMN_ID);
    t->root = number(r, COLUMN_COLTYP_OR_ROOT);
    t->flags = number(r, COLUMN_FLAGS);
    t->pages = number(r, COLUMN_PAGES_OR_LOCALE);
    t->density = number(r, COLUMN_SPACE_USAGE);
    t->set_time = number64(r, COLUMN_SET_TIME);
    t->lv_chunk_max = number(r, COLUMN_LV_CHUNK_MAX);
    hints_of(r, COLUMN_SPACE_HINTS, CATALOG_HINTS_TABLE, &t->hints);
    hints_of(r, COLUMN_LV_SPACE_HINTS, CATALOG_HINTS_DEFERRED, &t->lv_hints);
}

static void read_column(struct reader *r, struct schema_table *t)
{
    struct schema_column *c = grow(r, (void **)&t->columns, &t->column_count, sizeof *c);
    if (!c)
        return;
    c->name = text_of(r, COLUMN_NAME);
    c->id = number(r, COLUMN_ID);
    c->coltyp = number(r, COLUMN_COLTYP_OR_ROOT);
    c->flags = number(r, COLUMN_FLAGS);
    c->code_page = number(r, COLUMN_PAGES_OR_LOCALE);
    c->size = number(r, COLUMN_SPACE_USAGE);
    c->default_value = bytes_of(r, COLUMN_DEFAULT_VALUE, &c->has_default);
    c->offset = number(r, COLUMN_RECORD_OFFSET) & 0xFFFF;
    c->callback = text_of(r, COLUMN_TEMPLATE_TABLE);
    uint8_t none;
    retrieve(r, COLUMN_CALLBACK_DATA, &none, 0, &c->callback_data_size);
    /* Columns of a template carry a mark in their API id, wherever they are seen. */
    c->columnid = c->id | (t->flags & CATALOG_TABLE_TEMPLATE ? 0x80000000u : 0);
}

static void read_index(struct reader *r, struct schema_table *t)
{
    bool has;
    struct schema_index *i = grow(r, (void **)&t->indexes, &t->index_count, sizeof *i);
    if (!i)
        return;
    i->name = text_of(r, COLUMN_NAME);
    i->objid = number(r, COLUMN_ID);
    i->root = number(r, COLUMN_COLTYP_OR_ROOT);
    i->flags = number(r, COLUMN_FLAGS);
    i->segments = bytes_of(r, COLUMN_SEGMENTS, &has);
    i->conditional = bytes_of(r, COLUMN_CONDITIONAL, &has);
    i->sort_id = bytes_of(r, COLUMN_SORT_ID, &has);
    i->locale = bytes_of(r, COLUMN_LOCALE_NAME, &has);
    i->density = number(r, COLUMN_SPACE_USAGE);
    i->lcid = number(r, COLUMN_PAGES_OR_LOCALE);
    i->lcmap_flags = number(r, COLUMN_LCMAP_FLAGS);
    i->key_most = number(r, COLUMN_KEY_MOST) & 0xFFFF;
    i->var_seg_mac = number(r, COLUMN_VAR_SEG_MAC) & 0xFFFF;
    i->sort_version = number64(r, COLUMN_VERSION);
    i->set_time = number64(r, COLUMN_SET_TIME);
    hints_of(r, COLUMN_SPACE_HINTS, CATALOG_HINTS_INDEX, &i->hints);
    tuple_of(r, i);
}

static void read_row(struct reader *r, struct schema *schema)
{
    uint32_t type = (uint16_t)number(r, COLUMN_TYPE), objid = number(r, COLUMN_OBJID_TABLE);
    if (type == CATALOG_TABLE) {
        read_table(r, schema);
        return;
    }
    struct schema_table *t = schema->count ? &schema->tables[schema->count - 1] : NULL;
    if (r->err >= 0 && (!t || t->objid != objid))
        r->err = JET_errCatalogCorrupted; /* a row before its table */
    if (r->err < 0)
        return;
    if (type == CATALOG_COLUMN)
        read_column(r, t);
    else if (type == CATALOG_INDEX)
        read_index(r, t);
    else if (type == CATALOG_LV) {
        t->lv_objid = number(r, COLUMN_ID);
        t->lv_root = number(r, COLUMN_COLTYP_OR_ROOT);
        t->lv_set_time = number64(r, COLUMN_SET_TIME);
    }
}

/* The template's columns come before the table's own. */
static JET_ERR inherit(struct schema *schema, struct schema_table *t)
{
    t->own_columns = t->column_count;
    if (!t->template_name[0])
        return JET_errSuccess;
    struct schema_table *parent = schema_find(schema, t->template_name);
    if (!parent || parent == t || !parent->column_count)
        return JET_errSuccess;
    struct schema_column *all = malloc((parent->column_count + t->column_count) * sizeof *all);
    if (!all)
        return JET_errOutOfMemory;
    memcpy(all, parent->columns, parent->column_count * sizeof *all);
    if (t->column_count)
        memcpy(all + parent->column_count, t->columns, t->column_count * sizeof *all);
    for (size_t i = 0; i < parent->column_count; i++) {
        all[i].from_template = true;
        all[i].columnid |= 0x80000000u;
    }
    free(t->columns);
    t->columns = all;
    t->column_count += parent->column_count;
    return JET_errSuccess;
}

JET_ERR schema_read(struct opened *opened, struct schema *schema)
{
    struct reader r = {.opened = opened};
    memset(schema, 0, sizeof *schema);
    r.err =
        JetOpenTableA(opened->session, opened->dbid, "MSysObjects", NULL, 0, JET_bitTableReadOnly, &r.table);
    if (r.err < 0)
        return tell(r.err, "cannot open the catalog of '%s'", opened->path);
    JET_ERR end = JET_errSuccess;
    for (int32_t move = JET_MoveFirst; r.err >= 0; move = JET_MoveNext) {
        end = JetMove(opened->session, r.table, move, 0);
        if (end < 0)
            break;
        read_row(&r, schema);
    }
    if (r.err >= 0 && end != JET_errNoCurrentRecord)
        r.err = end;
    JetCloseTable(opened->session, r.table);
    for (size_t i = 0; i < schema->count && r.err >= 0; i++)
        r.err = inherit(schema, &schema->tables[i]);
    if (r.err < 0) {
        schema_free(schema);
        return tell(r.err, "cannot read the catalog of '%s'", opened->path);
    }
    return JET_errSuccess;
}

static void free_table(struct schema_table *t)
{
    for (size_t i = 0; i < t->column_count; i++)
        if (!t->columns[i].from_template) {
            free(t->columns[i].name);
            free(t->columns[i].callback);
            free((void *)(uintptr_t)t->columns[i].default_value.data);
        }
    for (size_t i = 0; i < t->index_count; i++) {
        free(t->indexes[i].name);
        free((void *)(uintptr_t)t->indexes[i].segments.data);
        free((void *)(uintptr_t)t->indexes[i].conditional.data);
        free((void *)(uintptr_t)t->indexes[i].sort_id.data);
        free((void *)(uintptr_t)t->indexes[i].locale.data);
    }
    free(t->columns);
    free(t->indexes);
    free(t->name);
    free(t->template_name);
}

void schema_free(struct schema *schema)
{
    for (size_t i = 0; i < schema->count; i++)
        free_table(&schema->tables[i]);
    free(schema->tables);
    memset(schema, 0, sizeof *schema);
}

struct schema_table *schema_find(struct schema *schema, const char *name)
{
    for (size_t i = 0; i < schema->count; i++)
        if (strcasecmp(schema->tables[i].name, name) == 0)
            return &schema->tables[i];
    return NULL;
}

static int compare_names(const char *a, const char *b)
{
    for (; *a && toupper((unsigned char)*a) == toupper((unsigned char)*b); a++, b++)
        ;
    return toupper((unsigned char)*a) - toupper((unsigned char)*b);
}

static int compare_tables(const void *a, const void *b)
{
    return compare_names(((const struct schema_table *)a)->name, ((const struct schema_table *)b)->name);
}

static int compare_columns(const void *a, const void *b)
{
    return compare_names(((const struct schema_column *)a)->name, ((const struct schema_column *)b)->name);
}

static int compare_indexes(const void *a, const void *b)
{
    return compare_names(((const struct schema_index *)a)->name, ((const struct schema_index *)b)->name);
}

void schema_sort_by_name(struct schema *schema)
{
    for (size_t i = 0; i < schema->count; i++) {
        struct schema_table *t = &schema->tables[i];
        if (t->column_count)
            qsort(t->columns, t->column_count, sizeof *t->columns, compare_columns);
        if (t->index_count)
            qsort(t->indexes, t->index_count, sizeof *t->indexes, compare_indexes);
    }
    if (schema->count)
        qsort(schema->tables, schema->count, sizeof *schema->tables, compare_tables);
}
