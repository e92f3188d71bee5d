/* table.h: a table of the catalog while cursors are open on it: one object for
 * all cursors of all sessions. Made with the first cursor, gone with the last.
 *
 * Immutable after it is made, but for what `table_lock` guards: the list of
 * cursors, the state of the indexes until it is ready, callbacks, local storage. */
#ifndef TABLE_TABLE_H
#define TABLE_TABLE_H

#include "btree/btree.h"
#include "catalog/database.h"
#include "nls/key.h"
#include "table/columns.h"

#include <stdatomic.h>

struct table_cursor;

/* An index ready for cursors. */
struct table_order {
    const struct table_index *index; /* NULL: sequential order */
    struct key_index key;
    JET_ERR key_error; /* why no new keys can be made: the order of its text is not known here */
    struct btree tree;
    _Atomic bool ready;
};

struct table_callback {
    struct table_callback *next;
    JET_CBTYP events;
    JET_CALLBACK function;
    void *context;
    uint64_t id;
};

struct table {
    struct table *next; /* in database->tables */
    struct database *database;
    struct table_schema *schema;
    struct column_map map;
    struct table_order records;  /* the table itself, in primary or sequential order */
    struct table_order *indexes; /* by place in schema->indexes; that of the primary index is unused */
    struct table_cursor *cursors;
    struct table_callback *callbacks;
    uint64_t last_callback;
    JET_LS storage;
};

/* Guards the lists of all tables; opening and closing is rare. */
void table_lock(void);
void table_unlock(void);

/* Finds or makes the table with that name (windows-1252). The caller adds its
 * cursor to the list before it unlocks, or calls table_discard. Locked.
 * JET_errObjectNotFound and the errors of reading the catalog. */
JET_ERR table_find(struct database *database, const char *name, size_t size, struct table **table);

/* Lets the table go if no cursor is left. Locked. */
void table_discard(struct table *table);

/* Makes a secondary index ready: opens its tree, finds its sort order. Not
 * locked. Text in an order that is not known sets key_error to
 * JET_errSecondaryIndexCorrupted: such an index can be read along. */
JET_ERR table_order_open(struct table *table, const struct table_index *index, struct table_order **order);

/* Prepares the key of the primary index, if it needs a sort order; until then
 * only its bytes can be used. JET_errPrimaryIndexCorrupted. */
JET_ERR table_primary_key(struct table *table);

/* Registers a function for events of the table, to be called before those that
 * are there (K-3); *id ends it. Lasts as long as the table object. */
JET_ERR table_add_callback(struct table *table, JET_CBTYP events, JET_CALLBACK function, void *context,
                           uint64_t *id);
/* JET_errInvalidParameter: no such registration. */
JET_ERR table_remove_callback(struct table *table, uint64_t id);

#endif
