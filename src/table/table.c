#include "table/table.h"

#include "base/alloc.h"

#include <pthread.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

void table_lock(void) { pthread_mutex_lock(&lock); }
void table_unlock(void) { pthread_mutex_unlock(&lock); }

static void destroy(struct table *table)
{
    while (table->callbacks) {
        struct table_callback *callback = table->callbacks;
        table->callbacks = callback->next;
        mem_free(callback);
    }
    column_map_free(&table->map);
    mem_free(table->indexes);
    schema_release(table->schema);
    mem_free(table);
}

/* Takes the caller's hold of the schema. */
static JET_ERR make(struct database *database, struct table_schema *schema, struct table **table)
{
    struct table *made = mem_calloc(1, sizeof *made);
    JET_ERR err = made ? JET_errSuccess : JET_errOutOfMemory;

    if (err < 0) {
        schema_release(schema);
        return err;
    }
    made->database = database;
    made->schema = schema;
    made->storage = JET_LSNil;
    made->indexes = mem_calloc(MAX(schema->index_count, 1), sizeof *made->indexes);
    err = made->indexes ? column_map_of_schema(&made->map, schema) : JET_errOutOfMemory;
    if (err >= 0) {
        err = btree_open(&made->records.tree, database->cache, database->slot, schema->pgno_fdp,
                         schema->objid, TREE_TABLE);
    }
    if (err < 0) {
        destroy(made);
        return err;
    }
    made->records.index = schema->primary;
    if (schema->primary) {
        made->records.key = schema->primary->key;
    }
    *table = made;
    return JET_errSuccess;
}

JET_ERR table_find(struct database *database, const char *name, size_t size, struct table **table)
{
    struct table_schema *schema;
    struct table *found;
    JET_ERR err = catalog_open_table(database->catalog, name, size, &schema);

    if (err < 0) {
        return err;
    }
    for (found = database->tables; found && found->schema != schema; found = found->next) {
    }
    if (found) {
        schema_release(schema);
    } else {
        err = make(database, schema, &found);
        if (err < 0) {
            return err;
        }
        found->next = database->tables;
        database->tables = found;
    }
    *table = found;
    return JET_errSuccess;
}

void table_discard(struct table *table)
{
    struct table **link = &table->database->tables;

    if (table->cursors) {
        return;
    }
    while (*link != table) {
        link = &(*link)->next;
    }
    *link = table->next;
    destroy(table);
}

static JET_ERR open_order(struct table *table, const struct table_index *index, struct table_order *order)
{
    JET_ERR err = table_index_key(index, &order->key);

    if (err == JET_errOutOfMemory) {
        return err;
    }
    if (err < 0) {
        order->key = index->key;
        order->key_error = JET_errSecondaryIndexCorrupted;
    }
    err = btree_open(&order->tree, table->database->cache, table->database->slot, index->pgno_fdp,
                     index->objid, TREE_INDEX);
    if (err >= 0) {
        order->index = index;
        atomic_store_explicit(&order->ready, true, memory_order_release);
    }
    return err;
}

JET_ERR table_order_open(struct table *table, const struct table_index *index, struct table_order **order)
{
    struct table_order *found = &table->indexes[index - table->schema->indexes];
    JET_ERR err = JET_errSuccess;

    if (!atomic_load_explicit(&found->ready, memory_order_acquire)) {
        table_lock();
        if (!atomic_load_explicit(&found->ready, memory_order_relaxed)) {
            err = open_order(table, index, found);
        }
        table_unlock();
    }
    *order = found;
    return err;
}

JET_ERR table_primary_key(struct table *table)
{
    struct table_order *order = &table->records;
    JET_ERR err = JET_errSuccess;

    if (!order->index || !order->index->localized ||
        atomic_load_explicit(&order->ready, memory_order_acquire)) {
        return JET_errSuccess;
    }
    table_lock();
    if (!atomic_load_explicit(&order->ready, memory_order_relaxed)) {
        struct key_index key;
        err = table_index_key(order->index, &key);
        if (err >= 0) {
            order->key = key;
            atomic_store_explicit(&order->ready, true, memory_order_release);
        }
    }
    table_unlock();
    return err < 0 && err != JET_errOutOfMemory ? JET_errPrimaryIndexCorrupted : err;
}

JET_ERR table_add_callback(struct table *table, JET_CBTYP events, JET_CALLBACK function, void *context,
                           uint64_t *id)
{
    struct table_callback *made = mem_alloc(sizeof *made);

    if (!made) {
        return JET_errOutOfMemory;
    }
    table_lock();
    *made = (struct table_callback){
        .next = table->callbacks,
        .events = events,
        .function = function,
        .context = context,
        .id = ++table->last_callback,
    };
    table->callbacks = made;
    *id = made->id;
    table_unlock();
    return JET_errSuccess;
}

JET_ERR table_remove_callback(struct table *table, uint64_t id)
{
    struct table_callback **link, *found;

    table_lock();
    for (link = &table->callbacks; *link && (*link)->id != id; link = &(*link)->next) {
    }
    found = *link;
    if (found) {
        *link = found->next;
        mem_free(found);
    }
    table_unlock();
    return found ? JET_errSuccess : JET_errInvalidParameter;
}
