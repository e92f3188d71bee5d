#include "catalog/catalog_private.h"

#include "base/alloc.h"
#include "catalog/catalog_change.h"
#include "catalog/catalog_read.h"
#include "catalog/schema_build.h"
#include "catalog/schema_private.h"

/* Schemas in memory, each with one reference of the catalog's own. Those that
 * nobody else holds are let go when there are CACHED_MOST of them. */
enum { CACHED_MOST = 512 };

JET_ERR catalog_create(struct cache *cache, unsigned slot, struct catalog **result)
{
    struct catalog *catalog = mem_calloc(1, sizeof *catalog);
    *result = catalog;
    if (!catalog)
        return JET_errOutOfMemory;
    catalog->cache = cache;
    catalog->slot = slot;
    catalog->large_pages = record_large_pages(cache_page_size(cache));
    os_mutex_init(&catalog->lock, OS_RANK_CATALOG);
    os_mutex_init(&catalog->change, OS_RANK_DDL);
    return JET_errSuccess;
}

static void free_versions(struct schema_version *version)
{
    while (version) {
        struct schema_version *older = version->older;
        schema_release(version->schema);
        mem_free(version);
        version = older;
    }
}

static void drop_changed(struct catalog *catalog, struct changed_table *table)
{
    struct changed_table **link = &catalog->changed;
    while (*link != table)
        link = &(*link)->next;
    *link = table->next;
    free_versions(table->newest);
    mem_free(table);
}

void catalog_destroy(struct catalog *catalog)
{
    if (!catalog)
        return;
    for (size_t i = 0; i < catalog->count; i++)
        schema_release(catalog->cached[i].schema);
    while (catalog->changed)
        drop_changed(catalog, catalog->changed);
    os_mutex_destroy(&catalog->change);
    os_mutex_destroy(&catalog->lock);
    mem_free(catalog->cached);
    mem_free(catalog);
}

/* --- finding table rows ----------------------------------------------------- */

static void copy_table(const struct catalog_row *row, struct catalog_table *table)
{
    memset(table, 0, sizeof *table);
    memcpy(table->name, row->name.data, row->name.size);
    if (row->flags & CATALOG_TABLE_DERIVED)
        memcpy(table->template_name, row->template_table.data, row->template_table.size);
    table->objid = row->objid_table;
    table->pgno_fdp = row->pgno_fdp;
    table->flags = row->flags;
    table->density = row->space_usage;
    table->pages = row->pages;
}

static bool has_name(const struct catalog_row *row, const char *name, size_t size)
{
    return schema_name_compare((const char *)row->name.data, row->name.size, name, size) == 0;
}

/* Entry of a table in the index RootObjects: root flag, name (spec 20, 2.3). */
static JET_ERR seek_root_object(struct catalog *catalog, const char *name, size_t size, uint8_t *bookmark,
                                size_t *bookmark_size)
{
    struct btree tree;
    struct tree_cursor cursor = {0};
    uint8_t key[4 + CATALOG_NAME_MOST] = {0x7F, 0xFF, 0x7F};
    for (size_t i = 0; i < size; i++)
        key[3 + i] = (uint8_t)(name[i] >= 'a' && name[i] <= 'z' ? name[i] - ('a' - 'A') : name[i]);
    JET_ERR err = btree_open(&tree, catalog->cache, catalog->slot, CATALOG_ROOTS_INDEX_PGNO,
                             CATALOG_ROOTS_INDEX_OBJID, TREE_INDEX);
    if (err >= 0)
        err = tree_cursor_open(&cursor, &tree);
    if (err >= 0)
        err = tree_cursor_seek(&cursor, TREE_SEEK_EQ, (struct bytes){key, size + 4}, (struct bytes){NULL, 0},
                               NULL);
    if (err >= 0) {
        struct bytes data = tree_cursor_data(&cursor);
        *bookmark_size = MIN(data.size, (size_t)KEY_MOST_DEFAULT);
        memcpy(bookmark, data.data, *bookmark_size);
    }
    tree_cursor_close(&cursor);
    return err == JET_errRecordNotFound ? JET_errObjectNotFound : err;
}

static JET_ERR find_by_index(struct catalog *catalog, const char *name, size_t size,
                             struct catalog_table *table)
{
    struct catalog_reader reader;
    struct catalog_row row;
    uint8_t bookmark[KEY_MOST_DEFAULT];
    size_t bookmark_size = 0;
    JET_ERR err = seek_root_object(catalog, name, size, bookmark, &bookmark_size);
    if (err < 0)
        return err;
    err = catalog_reader_open(&reader, catalog->cache, catalog->slot, false);
    if (err >= 0)
        err = catalog_reader_bookmark(&reader, (struct bytes){bookmark, bookmark_size}, &row);
    if (err == JET_errRecordNotFound ||
        (err >= 0 && (row.type != CATALOG_TABLE || !has_name(&row, name, size))))
        err = JET_errCatalogCorrupted; /* the index points elsewhere */
    if (err >= 0)
        copy_table(&row, table);
    catalog_reader_close(&reader);
    return err;
}

/* From group to group of the catalog or its shadow, in order of object id. */
static JET_ERR walk_tables(struct catalog *catalog, bool shadow,
                           JET_ERR (*visit)(void *context, const struct catalog_table *table), void *context)
{
    struct catalog_reader reader;
    struct catalog_row row;
    struct catalog_table table;
    JET_ERR err = catalog_reader_open(&reader, catalog->cache, catalog->slot, shadow);
    if (err >= 0)
        err = catalog_reader_first(&reader, &row);
    while (err >= 0) {
        if (row.type != CATALOG_TABLE) {
            err = JET_errCatalogCorrupted; /* rows without a table */
            break;
        }
        copy_table(&row, &table);
        catalog_reader_release(&reader);
        err = visit(context, &table);
        if (err != JET_errSuccess || catalog_objid_order(table.objid) == UINT32_MAX)
            break;
        err = catalog_reader_seek(&reader, table.objid + 1, &row);
    }
    catalog_reader_close(&reader);
    return err == JET_errNoCurrentRecord ? JET_errSuccess : err;
}

struct name_search {
    const char *name;
    size_t size;
    struct catalog_table *table;
};

enum { FOUND = 1 }; /* ends the walk; no warning of the API */

static JET_ERR match_name(void *context, const struct catalog_table *table)
{
    const struct name_search *search = context;
    if (schema_name_compare(table->name, strlen(table->name), search->name, search->size) != 0)
        return JET_errSuccess;
    *search->table = *table;
    return FOUND;
}

/* Damage of the catalog itself, for which the shadow is there (spec 20, 2.2). */
static bool is_damage(JET_ERR err)
{
    switch (err) {
    case JET_errReadVerifyFailure:
    case JET_errReadPgnoVerifyFailure:
    case JET_errPageNotInitialized:
    case JET_errDatabaseCorrupted:
    case JET_errCatalogCorrupted:
    case JET_errBadParentPageLink:
    case JET_errBadPageLink:
    case JET_errBadEmptyPage:
    case JET_errFileIOBeyondEOF:
        return true;
    default:
        return false;
    }
}

static JET_ERR find_table(struct catalog *catalog, const char *name, size_t size, struct catalog_table *table)
{
    if (size == 0 || size > CATALOG_NAME_MOST || memchr(name, 0, size))
        return JET_errObjectNotFound;
    JET_ERR err = find_by_index(catalog, name, size, table);
    if (!is_damage(err))
        return err;
    struct name_search search = {name, size, table};
    return walk_tables(catalog, true, match_name, &search) == FOUND ? JET_errSuccess : err;
}

JET_ERR catalog_find_table(struct catalog *catalog, const char *name, size_t size,
                           struct catalog_table *table)
{
    return find_table(catalog, name, size, table);
}

JET_ERR catalog_enumerate_tables(struct catalog *catalog,
                                 JET_ERR (*visit)(void *context, const struct catalog_table *table),
                                 void *context)
{
    return walk_tables(catalog, false, visit, context);
}

/* --- loading schemas -------------------------------------------------------- */

/* All rows of one table into a builder; `template_name` for a derived one. */
static JET_ERR load_rows(struct catalog *catalog, bool shadow, uint32_t objid,
                         struct schema_builder **builder, struct catalog_table *table)
{
    struct catalog_reader reader;
    struct catalog_row row;
    *builder = NULL;
    JET_ERR err = catalog_reader_open(&reader, catalog->cache, catalog->slot, shadow);
    if (err >= 0)
        err = catalog_reader_seek(&reader, objid, &row);
    if (err == JET_errNoCurrentRecord || (err >= 0 && row.objid_table != objid))
        err = JET_errObjectNotFound;
    if (err >= 0)
        err = schema_build_begin(&row, catalog->large_pages, builder);
    if (err >= 0)
        copy_table(&row, table);
    while (err >= 0) {
        err = catalog_reader_next(&reader, &row);
        if (err == JET_errNoCurrentRecord || (err >= 0 && row.objid_table != objid)) {
            err = JET_errSuccess;
            break;
        }
        if (err >= 0)
            err = schema_build_add(*builder, &row);
    }
    catalog_reader_close(&reader);
    if (err < 0) {
        schema_build_cancel(*builder);
        *builder = NULL;
    }
    return err;
}

static struct table_schema *cached_objid(struct catalog *catalog, uint32_t objid)
{
    for (size_t i = 0; i < catalog->count; i++)
        if (catalog->cached[i].schema->objid == objid)
            return catalog->cached[i].schema;
    return NULL;
}

static struct table_schema *cached_name(struct catalog *catalog, const char *name, size_t size)
{
    uint32_t hash = schema_name_hash(name, size);
    for (size_t i = 0; i < catalog->count; i++) {
        struct table_schema *schema = catalog->cached[i].schema;
        if (catalog->cached[i].name_hash == hash &&
            schema_name_compare(schema->name, strlen(schema->name), name, size) == 0)
            return schema;
    }
    return NULL;
}

static void drop_unused(struct catalog *catalog)
{
    size_t kept = 0;
    for (size_t i = 0; i < catalog->count; i++) {
        struct cached_schema cached = catalog->cached[i];
        if (atomic_load(&cached.schema->private->references) == 1)
            schema_release(cached.schema);
        else
            catalog->cached[kept++] = cached;
    }
    catalog->count = kept;
}

/* Takes over the caller's reference. */
static JET_ERR remember(struct catalog *catalog, struct table_schema *schema)
{
    if (catalog->count >= CACHED_MOST)
        drop_unused(catalog);
    if (catalog->count == catalog->capacity) {
        size_t capacity = catalog->capacity ? catalog->capacity * 2 : 16;
        struct cached_schema *cached = mem_realloc(catalog->cached, capacity * sizeof *cached);
        if (!cached)
            return JET_errOutOfMemory;
        catalog->cached = cached;
        catalog->capacity = capacity;
    }
    struct cached_schema *entry = &catalog->cached[catalog->count++];
    entry->schema = schema;
    entry->name_hash = schema_name_hash(schema->name, strlen(schema->name));
    return JET_errSuccess;
}

/* Schema of a table, from memory or from its rows; one reference for the
 * caller. A template has no template itself: `nested` ends the search. */
static JET_ERR load_schema(struct catalog *catalog, uint32_t objid, bool nested,
                           struct table_schema **schema);

static JET_ERR load_template(struct catalog *catalog, const struct catalog_table *table, bool nested,
                             struct table_schema **schema)
{
    struct catalog_table template_table;
    *schema = NULL;
    if (!(table->flags & CATALOG_TABLE_DERIVED))
        return JET_errSuccess;
    if (nested)
        return JET_errCatalogCorrupted;
    JET_ERR err = find_table(catalog, table->template_name, strlen(table->template_name), &template_table);
    return err < 0 ? err : load_schema(catalog, template_table.objid, true, schema);
}

static JET_ERR build_schema(struct catalog *catalog, bool shadow, uint32_t objid, bool nested,
                            struct table_schema **schema)
{
    struct schema_builder *builder;
    struct catalog_table table;
    struct table_schema *template_table = NULL;
    JET_ERR err = load_rows(catalog, shadow, objid, &builder, &table);
    if (err < 0)
        return err;
    err = load_template(catalog, &table, nested, &template_table);
    if (err < 0)
        schema_build_cancel(builder);
    else
        err = schema_build_finish(builder, template_table, schema);
    schema_release(template_table);
    return err;
}

static JET_ERR load_schema(struct catalog *catalog, uint32_t objid, bool nested, struct table_schema **schema)
{
    struct table_schema *found = cached_objid(catalog, objid);
    for (const struct changed_table *c = catalog->changed; c && !found; c = c->next)
        if (c->objid == objid)
            found = c->newest->schema; /* a template */
    if (!found) {
        JET_ERR err = build_schema(catalog, false, objid, nested, &found);
        if (is_damage(err) && build_schema(catalog, true, objid, nested, &found) >= 0)
            err = JET_errSuccess;
        if (err >= 0)
            err = remember(catalog, found);
        if (err < 0) {
            schema_release(found);
            return err;
        }
    }
    schema_acquire(found);
    *schema = found;
    return JET_errSuccess;
}

/* --- versions of schemas ------------------------------------------------------ */

static struct changed_table *find_changed(const struct catalog *catalog, uint32_t objid)
{
    struct changed_table *table = catalog->changed;
    while (table && table->objid != objid)
        table = table->next;
    return table;
}

static bool sees(const struct transaction *transaction, const struct trx *trx)
{
    if (!trx || (transaction && transaction->trx == trx))
        return true;
    uint32_t commit = atomic_load_explicit(&((struct trx *)(uintptr_t)trx)->commit, memory_order_acquire);
    if (commit == TRX_ACTIVE)
        return false;
    return !transaction || transaction_level(transaction) == 0 ||
           (int32_t)(commit - transaction->snapshot.begin) < 0;
}

static struct schema_version *visible(const struct changed_table *table,
                                      const struct transaction *transaction)
{
    struct schema_version *version = table->newest;
    while (version->older && !sees(transaction, version->trx))
        version = version->older;
    return version;
}

/* The schema of a changed table for a reader; held. */
static JET_ERR open_changed(const struct changed_table *table, const struct transaction *transaction,
                            struct table_schema **schema)
{
    const struct schema_version *version = visible(table, transaction);
    if (!version->schema)
        return JET_errObjectNotFound;
    if (!table->newest->schema && transaction)
        return JET_errTableLocked; /* being deleted by another (T-52) */
    schema_acquire(version->schema);
    *schema = version->schema;
    return JET_errSuccess;
}

static bool schema_has_name(const struct table_schema *schema, const char *name, size_t size)
{
    return schema && schema_name_compare(schema->name, strlen(schema->name), name, size) == 0;
}

static struct changed_table *find_changed_name(const struct catalog *catalog,
                                               const struct transaction *transaction, const char *name,
                                               size_t size)
{
    struct changed_table *table = catalog->changed;
    while (table && !schema_has_name(visible(table, transaction)->schema, name, size))
        table = table->next;
    return table;
}

static JET_ERR open_objid(struct catalog *catalog, const struct transaction *transaction, uint32_t objid,
                          struct table_schema **schema)
{
    const struct changed_table *changed = find_changed(catalog, objid);
    return changed ? open_changed(changed, transaction, schema) : load_schema(catalog, objid, false, schema);
}

JET_ERR catalog_open_objid_for(struct catalog *catalog, const struct transaction *transaction, uint32_t objid,
                               struct table_schema **schema)
{
    *schema = NULL;
    os_mutex_lock(&catalog->lock);
    JET_ERR err = open_objid(catalog, transaction, objid, schema);
    os_mutex_unlock(&catalog->lock);
    return err;
}

JET_ERR catalog_open_objid(struct catalog *catalog, uint32_t objid, struct table_schema **schema)
{
    return catalog_open_objid_for(catalog, NULL, objid, schema);
}

static JET_ERR open_name(struct catalog *catalog, const struct transaction *transaction, const char *name,
                         size_t size, struct table_schema **schema)
{
    struct catalog_table table;
    const struct changed_table *changed = find_changed_name(catalog, transaction, name, size);
    if (changed)
        return open_changed(changed, transaction, schema);
    *schema = cached_name(catalog, name, size);
    if (*schema) {
        schema_acquire(*schema);
        return JET_errSuccess;
    }
    JET_ERR err = find_table(catalog, name, size, &table);
    if (err >= 0 && find_changed(catalog, table.objid))
        err = JET_errObjectNotFound; /* its name of another transaction */
    return err < 0 ? err : load_schema(catalog, table.objid, false, schema);
}

JET_ERR catalog_open_table_for(struct catalog *catalog, const struct transaction *transaction,
                               const char *name, size_t size, struct table_schema **schema)
{
    *schema = NULL;
    os_mutex_lock(&catalog->lock);
    JET_ERR err = open_name(catalog, transaction, name, size, schema);
    os_mutex_unlock(&catalog->lock);
    return err;
}

JET_ERR catalog_open_table(struct catalog *catalog, const char *name, size_t size,
                           struct table_schema **schema)
{
    return catalog_open_table_for(catalog, NULL, name, size, schema);
}

uint64_t catalog_generation(const struct catalog *catalog)
{
    return atomic_load_explicit(&((struct catalog *)(uintptr_t)catalog)->generation, memory_order_acquire);
}

JET_ERR catalog_open_live(struct catalog *catalog, uint32_t objid,
                          struct table_schema *schemas[CATALOG_LIVE_MOST], unsigned *count)
{
    JET_ERR err = JET_errSuccess;
    *count = 0;
    os_mutex_lock(&catalog->lock);
    const struct changed_table *changed = find_changed(catalog, objid);
    if (!changed) {
        err = load_schema(catalog, objid, false, &schemas[0]);
        *count = err >= 0;
    }
    for (const struct schema_version *v = changed ? changed->newest : NULL; v && *count < CATALOG_LIVE_MOST;
         v = v->older)
        if (v->schema) {
            schema_acquire(v->schema);
            schemas[(*count)++] = v->schema;
        }
    os_mutex_unlock(&catalog->lock);
    return err;
}

/* --- changes: catalog_change.h -------------------------------------------------- */

void catalog_change_lock(struct catalog *catalog) { os_mutex_lock(&catalog->change); }
void catalog_change_unlock(struct catalog *catalog) { os_mutex_unlock(&catalog->change); }

static void forget(struct catalog *catalog, uint32_t objid)
{
    for (size_t i = 0; i < catalog->count; i++)
        if (catalog->cached[i].schema->objid == objid) {
            schema_release(catalog->cached[i].schema);
            catalog->cached[i] = catalog->cached[--catalog->count];
            return;
        }
}

JET_ERR catalog_change_check(struct catalog *catalog, const struct transaction *transaction, uint32_t objid)
{
    os_mutex_lock(&catalog->lock);
    const struct changed_table *changed = find_changed(catalog, objid);
    bool mine = !changed || sees(transaction, changed->newest->trx);
    os_mutex_unlock(&catalog->lock);
    return mine ? JET_errSuccess : JET_errWriteConflict;
}

/* What is in the end seen by all goes back among the cached ones. */
static void settle(struct catalog *catalog, struct changed_table *table)
{
    struct schema_version *last = table->newest;
    if (last->older || last->trx)
        return;
    if (last->schema && remember(catalog, last->schema) >= 0)
        last->schema = NULL;
    drop_changed(catalog, table);
}

struct change_call {
    struct catalog *catalog;
    uint32_t objid;
};

static JET_ERR undo_change(struct version *version, void *context)
{
    struct change_call call;
    (void)context;
    memcpy(&call, version->bytes, sizeof call);
    os_mutex_lock(&call.catalog->lock);
    struct changed_table *table = find_changed(call.catalog, call.objid);
    struct schema_version *newest = table->newest;
    table->newest = newest->older;
    newest->older = NULL;
    free_versions(newest);
    settle(call.catalog, table);
    atomic_fetch_add(&call.catalog->generation, 1);
    os_mutex_unlock(&call.catalog->lock);
    return JET_errSuccess;
}

/* Nobody sees what was before the newest version of this transaction. */
static void end_change(struct version *version, void *context)
{
    struct change_call call;
    (void)context;
    memcpy(&call, version->bytes, sizeof call);
    os_mutex_lock(&call.catalog->lock);
    struct changed_table *table = find_changed(call.catalog, call.objid);
    struct schema_version *v = table ? table->newest : NULL;
    while (v && v->trx != version->trx)
        v = v->older;
    if (v) {
        free_versions(v->older);
        v->older = NULL;
        v->trx = NULL;
        settle(call.catalog, table);
    }
    os_mutex_unlock(&call.catalog->lock);
}

static JET_ERR push_version(struct catalog *catalog, struct trx *trx, uint32_t objid, bool created,
                            struct table_schema *schema)
{
    struct changed_table *table = find_changed(catalog, objid);
    struct schema_version *version = mem_calloc(1, sizeof *version);
    if (!version)
        return JET_errOutOfMemory;
    if (!table) {
        struct schema_version *base = mem_calloc(1, sizeof *base);
        table = mem_calloc(1, sizeof *table);
        JET_ERR err = base && table ? JET_errSuccess : JET_errOutOfMemory;
        if (err >= 0 && !created)
            base->schema = cached_objid(catalog, objid);
        if (err < 0) {
            mem_free(base), mem_free(table), mem_free(version);
            return err;
        }
        if (base->schema)
            schema_acquire(base->schema);
        forget(catalog, objid);
        table->objid = objid;
        table->newest = base;
        table->next = catalog->changed;
        catalog->changed = table;
    }
    *version = (struct schema_version){.older = table->newest, .schema = schema, .trx = trx};
    table->newest = version;
    atomic_fetch_add(&catalog->generation, 1);
    return JET_errSuccess;
}

JET_ERR catalog_change_add(struct catalog *catalog, struct trx *trx, unsigned level, uint32_t objid,
                           enum catalog_change change, struct table_schema **result)
{
    struct table_schema *schema = NULL, *before = NULL;
    os_mutex_lock(&catalog->lock);
    JET_ERR err = change == CATALOG_CREATED || find_changed(catalog, objid)
                      ? JET_errSuccess
                      : load_schema(catalog, objid, false, &before); /* while it is cached: the base */
    if (err >= 0 && change != CATALOG_DELETED)
        err = build_schema(catalog, false, objid, false, &schema);
    if (err >= 0)
        err = push_version(catalog, trx, objid, change == CATALOG_CREATED, schema);
    os_mutex_unlock(&catalog->lock);
    schema_release(before);
    if (err < 0) {
        schema_release(schema);
        return err;
    }
    struct change_call call = {catalog, objid};
    err = version_add_call(trx, level, &call, sizeof call, undo_change, end_change);
    if (err < 0) {
        os_mutex_lock(&catalog->lock);
        struct changed_table *table = find_changed(catalog, objid);
        struct schema_version *newest = table->newest;
        table->newest = newest->older;
        newest->older = NULL;
        free_versions(newest);
        settle(catalog, table);
        os_mutex_unlock(&catalog->lock);
        return err;
    }
    if (schema && result) {
        schema_acquire(schema);
        *result = schema;
    }
    return err;
}

JET_ERR catalog_change_load(struct catalog *catalog, uint32_t objid, struct table_schema **schema)
{
    os_mutex_lock(&catalog->lock);
    JET_ERR err = build_schema(catalog, false, objid, false, schema);
    os_mutex_unlock(&catalog->lock);
    return err;
}

void catalog_change_lv(struct catalog *catalog, uint32_t objid, uint32_t lv_objid, uint32_t lv_pgno)
{
    os_mutex_lock(&catalog->lock);
    const struct changed_table *changed = find_changed(catalog, objid);
    struct table_schema *cached = cached_objid(catalog, objid);
    for (const struct schema_version *v = changed ? changed->newest : NULL; v; v = v->older)
        if (v->schema) {
            __atomic_store_n(&v->schema->lv_objid, lv_objid, __ATOMIC_RELAXED);
            __atomic_store_n(&v->schema->lv_pgno_fdp, lv_pgno, __ATOMIC_RELEASE);
        }
    if (cached) {
        __atomic_store_n(&cached->lv_objid, lv_objid, __ATOMIC_RELAXED);
        __atomic_store_n(&cached->lv_pgno_fdp, lv_pgno, __ATOMIC_RELEASE);
    }
    os_mutex_unlock(&catalog->lock);
}
