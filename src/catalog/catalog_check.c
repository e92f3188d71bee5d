#include "catalog/catalog_check.h"

#include "base/alloc.h"
#include "catalog/catalog_private.h"
#include "catalog/catalog_read.h"
#include "catalog/schema_build.h"
#include "catalog/system_table.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

/* One row as the comparisons need it. */
struct seen_row {
    uint32_t objid_table, id, pgno;
    uint8_t type;
    bool primary;
    char name[CATALOG_NAME_MOST + 1];
};

struct checker {
    struct catalog *catalog;
    uint32_t last_page;
    catalog_fault *fault;
    void *context;
    struct seen_row *rows;
    size_t count, capacity;
};

static void tell(const struct checker *check, bool warning, const char *format, ...)
{
    char text[256];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    check->fault(check->context, warning, text);
}

static JET_ERR remember_row(struct checker *check, const struct catalog_row *row)
{
    if (check->count == check->capacity) {
        size_t capacity = check->capacity ? check->capacity * 2 : 256;
        struct seen_row *rows = mem_realloc(check->rows, capacity * sizeof *rows);
        if (!rows)
            return JET_errOutOfMemory;
        check->rows = rows;
        check->capacity = capacity;
    }
    struct seen_row *seen = &check->rows[check->count++];
    memset(seen, 0, sizeof *seen);
    seen->objid_table = row->objid_table;
    seen->id = row->id;
    seen->pgno = row->pgno_fdp;
    seen->type = (uint8_t)row->type;
    seen->primary = row->type == CATALOG_INDEX && row->flags & CATALOG_INDEX_PRIMARY;
    memcpy(seen->name, row->name.data, row->name.size);
    return JET_errSuccess;
}

/* All rows into memory. A row that cannot be is told and left out. */
static JET_ERR read_rows(struct checker *check)
{
    struct catalog_reader reader;
    struct catalog_row row;
    size_t number = 0;
    JET_ERR err = catalog_reader_open(&reader, check->catalog->cache, check->catalog->slot, false);
    bool first = true;
    while (err >= 0) {
        err = first ? catalog_reader_first(&reader, &row) : catalog_reader_next(&reader, &row);
        first = false;
        number++;
        if (err == JET_errCatalogCorrupted) {
            tell(check, false, "row %zu of MSysObjects is no catalog row", number);
            err = JET_errSuccess;
        } else if (err >= 0) {
            err = remember_row(check, &row);
        }
    }
    catalog_reader_close(&reader);
    return err == JET_errNoCurrentRecord ? JET_errSuccess : err;
}

static bool is_tree(const struct seen_row *row)
{
    return row->type == CATALOG_TABLE || row->type == CATALOG_LV ||
           (row->type == CATALOG_INDEX && !row->primary);
}

static int compare_id(const void *a, const void *b)
{
    const struct seen_row *left = a, *right = b;
    return (left->id > right->id) - (left->id < right->id);
}

static int compare_pgno(const void *a, const void *b)
{
    const struct seen_row *left = a, *right = b;
    return (left->pgno > right->pgno) - (left->pgno < right->pgno);
}

/* Tables share one name space, columns and indexes those of their table. */
static int compare_name(const void *a, const void *b)
{
    const struct seen_row *left = a, *right = b;
    if (left->type != right->type)
        return left->type < right->type ? -1 : 1;
    if (left->type != CATALOG_TABLE && left->objid_table != right->objid_table)
        return left->objid_table < right->objid_table ? -1 : 1;
    return schema_name_compare(left->name, strlen(left->name), right->name, strlen(right->name));
}

static void check_trees(struct checker *check, struct seen_row *trees, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (trees[i].pgno > check->last_page)
            tell(check, false, "root page %u of \"%s\" (object %u) lies behind the database", trees[i].pgno,
                 trees[i].name, trees[i].id);
    qsort(trees, count, sizeof *trees, compare_id);
    for (size_t i = 1; i < count; i++)
        if (trees[i].id == trees[i - 1].id)
            tell(check, false, "object id %u belongs to \"%s\" and to \"%s\"", trees[i].id, trees[i - 1].name,
                 trees[i].name);
    qsort(trees, count, sizeof *trees, compare_pgno);
    for (size_t i = 1; i < count; i++)
        if (trees[i].pgno == trees[i - 1].pgno)
            tell(check, false, "page %u is the root of \"%s\" and of \"%s\"", trees[i].pgno,
                 trees[i - 1].name, trees[i].name);
}

/* Trees first in the array, then sorted by themselves. */
static size_t gather_trees(struct checker *check)
{
    size_t count = 0;
    for (size_t i = 0; i < check->count; i++) {
        if (!is_tree(&check->rows[i]))
            continue;
        struct seen_row row = check->rows[i];
        check->rows[i] = check->rows[count];
        check->rows[count++] = row;
    }
    return count;
}

static void check_groups(struct checker *check)
{
    for (size_t i = 0; i < check->count; i++) {
        const struct seen_row *row = &check->rows[i];
        bool first = i == 0 || check->rows[i - 1].objid_table != row->objid_table;
        if (first && row->type != CATALOG_TABLE)
            tell(check, false, "object %u has rows, but none of type table", row->objid_table);
        if (!first && row->type == check->rows[i - 1].type && row->type != CATALOG_COLUMN &&
            row->type != CATALOG_INDEX)
            tell(check, false, "object %u has two rows of type %u", row->objid_table, row->type);
    }
}

/* What the builder refuses: indexes without columns, overlapping columns, ... */
static JET_ERR check_definitions(struct checker *check)
{
    for (size_t i = 0; i < check->count; i++) {
        const struct seen_row *row = &check->rows[i];
        struct table_schema *schema = NULL;
        if (row->type != CATALOG_TABLE)
            continue;
        JET_ERR err = catalog_open_objid(check->catalog, row->objid_table, &schema);
        schema_release(schema);
        if (err == JET_errOutOfMemory)
            return err;
        if (err < 0)
            tell(check, false, "the definition of table \"%s\" contradicts itself (error %d)", row->name,
                 err);
    }
    return JET_errSuccess;
}

JET_ERR catalog_check(struct catalog *catalog, uint32_t last_page, catalog_fault *fault, void *context)
{
    struct checker check = {.catalog = catalog, .last_page = last_page, .fault = fault, .context = context};
    JET_ERR err = read_rows(&check);
    if (err >= 0) {
        check_groups(&check);
        err = check_definitions(&check);
    }
    if (err >= 0 && check.count > 0) {
        check_trees(&check, check.rows, gather_trees(&check));
        qsort(check.rows, check.count, sizeof *check.rows, compare_name);
        for (size_t i = 1; i < check.count; i++)
            if (check.rows[i].type <= CATALOG_INDEX && compare_name(&check.rows[i - 1], &check.rows[i]) == 0)
                tell(&check, false, "the name \"%s\" is used twice", check.rows[i].name);
    }
    mem_free(check.rows);
    return err;
}

/* --- MSysObjids ------------------------------------------------------------- */

struct objids_check {
    struct checker check;
    size_t trees, next;
};

static JET_ERR match_objids(void *context, const struct objids_row *row)
{
    struct objids_check *o = context;
    const struct seen_row *trees = o->check.rows;
    while (o->next < o->trees && trees[o->next].id < row->objid)
        tell(&o->check, true, "MSysObjids lacks object %u", trees[o->next++].id);
    if (o->next == o->trees || trees[o->next].id != row->objid) {
        tell(&o->check, true, "MSysObjids has object %u, which the catalog has not", row->objid);
        return JET_errSuccess;
    }
    const struct seen_row *tree = &trees[o->next++];
    if (tree->objid_table != row->objid_table || tree->type != row->type)
        tell(&o->check, true, "MSysObjids has object %u as type %u of table %u, the catalog as type %u of %u",
             row->objid, row->type, row->objid_table, tree->type, tree->objid_table);
    return JET_errSuccess;
}

JET_ERR catalog_check_objids(struct catalog *catalog, catalog_fault *fault, void *context)
{
    struct objids_check o = {.check = {.catalog = catalog, .fault = fault, .context = context}};
    JET_ERR err = read_rows(&o.check);
    if (err >= 0 && o.check.count > 0) {
        o.trees = gather_trees(&o.check);
        qsort(o.check.rows, o.trees, sizeof *o.check.rows, compare_id);
        err = objids_walk(catalog, match_objids, &o);
        while (err >= 0 && o.next < o.trees)
            tell(&o.check, true, "MSysObjids lacks object %u", o.check.rows[o.next++].id);
    }
    mem_free(o.check.rows);
    return err == JET_errObjectNotFound ? JET_errSuccess : err;
}

/* --- MSysLocales ------------------------------------------------------------ */

/* How many indexes the catalog has of one locale and version. */
struct locale_count {
    char key[CATALOG_LOCALE_MOST + 100]; /* as MSysLocales writes it */
    int32_t catalog, recorded;
};

struct locales_check {
    struct checker check;
    struct locale_count *counts;
    size_t count, capacity;
};

/* Locales compare without regard to ASCII case. */
static struct locale_count *find_count(struct locales_check *l, const char *key)
{
    for (size_t i = 0; i < l->count; i++)
        if (schema_name_compare(l->counts[i].key, strlen(l->counts[i].key), key, strlen(key)) == 0)
            return &l->counts[i];
    return NULL;
}

static JET_ERR count_index(struct locales_check *l, const struct table_index *index)
{
    char key[sizeof l->counts->key];
    const uint8_t *id = index->sort_id;
    snprintf(key, sizeof key,
             "LocaleName=%s,SortID=%08x-%04x-%04x-%02x%02x-%02x%02x%02x%02x%02x%02x,Ver=%llx", index->locale,
             load_le32(id), load_le16(id + 4), load_le16(id + 6), id[8], id[9], id[10], id[11], id[12],
             id[13], id[14], id[15],
             (unsigned long long)((uint64_t)index->sort_version << 32 | index->defined_version));
    struct locale_count *count = find_count(l, key);
    if (!count) {
        if (l->count == l->capacity) {
            size_t capacity = l->capacity ? l->capacity * 2 : 8;
            struct locale_count *counts = mem_realloc(l->counts, capacity * sizeof *counts);
            if (!counts)
                return JET_errOutOfMemory;
            l->counts = counts;
            l->capacity = capacity;
        }
        count = &l->counts[l->count++];
        memset(count, 0, sizeof *count);
        memcpy(count->key, key, sizeof key);
    }
    count->catalog++;
    return JET_errSuccess;
}

static JET_ERR count_table(void *context, const struct catalog_table *table)
{
    struct locales_check *l = context;
    struct table_schema *schema;
    JET_ERR err = catalog_open_objid(l->check.catalog, table->objid, &schema);
    if (err < 0)
        return err == JET_errOutOfMemory ? err : JET_errSuccess; /* catalog_check tells of it */
    for (unsigned i = 0; err >= 0 && i < schema->index_count; i++)
        if (schema->indexes[i].localized)
            err = count_index(l, &schema->indexes[i]);
    schema_release(schema);
    return err;
}

static JET_ERR match_locale(void *context, const struct kvp_row *row)
{
    struct locales_check *l = context;
    char key[sizeof l->counts->key] = "";
    for (size_t i = 0; i < MIN(row->key.size / 2, sizeof key - 1); i++)
        key[i] = (char)(load_le16(row->key.data + 2 * i) < 0x80 ? row->key.data[2 * i] : '?');
    struct locale_count *count = find_count(l, key);
    if (count && row->type == KVP_LONG)
        count->recorded = row->value;
    return JET_errSuccess;
}

JET_ERR catalog_check_locales(struct catalog *catalog, catalog_fault *fault, void *context)
{
    struct locales_check l = {.check = {.catalog = catalog, .fault = fault, .context = context}};
    JET_ERR err = catalog_enumerate_tables(catalog, count_table, &l);
    if (err >= 0)
        err = kvp_walk(catalog, "MSysLocales", match_locale, &l);
    for (size_t i = 0; err >= 0 && i < l.count; i++)
        if (l.counts[i].recorded < l.counts[i].catalog)
            tell(&l.check, true, "MSysLocales counts %d indexes of %s, the catalog has %d",
                 l.counts[i].recorded, l.counts[i].key, l.counts[i].catalog);
    mem_free(l.counts);
    return err == JET_errObjectNotFound ? JET_errSuccess : err;
}
