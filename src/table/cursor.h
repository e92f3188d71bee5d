/* cursor.h: table cursors: what a JET_TABLEID stands for (spec 40 section 7 and
 * the reference page of each function). README.md tells states and invariants.
 *
 * Calls of one cursor never overlap (the session is entered by one thread at a
 * time). Between calls nothing is latched. Handles, sessions and the order in
 * which a call's arguments are checked before it gets here are the api room's. */
#ifndef TABLE_CURSOR_H
#define TABLE_CURSOR_H

#include "table/table.h"
#include "table/value.h"
#include "table/walk.h"
#include "txn/cursor.h"

/* How the record of a cursor hangs together with its position in the current
 * secondary index. With the primary index current there is one position. */
enum record_link {
    RECORD_FOLLOWS, /* the record of the index entry, not looked up yet */
    RECORD_FETCHED, /* the same, and `record` stands on it */
    RECORD_OWN,     /* `record` stands for itself; the index position is another */
    RECORD_NONE     /* there is no record */
};

struct cursor_range {
    bool active, upper, inclusive;
    uint16_t size;
    uint8_t key[KEY_BUFFER_SIZE];
};

struct cursor_filter {
    struct filter_term *terms;
    uint32_t count;
};

/* A prepared update (spec 40, 5.1). */
enum update_state {
    UPDATE_NONE,
    UPDATE_INSERT,
    UPDATE_INSERT_DELETE, /* JET_prepInsertCopyDeleteOriginal, ...ReplaceOriginal */
    UPDATE_REPLACE,
    UPDATE_READ_ONLY /* JET_prepReadOnlyCopy: nothing can be set */
};

struct table_cursor {
    struct cursor base; /* of the engine; must be first */
    /* What a move or a retrieval touches. */
    struct walk record;
    struct table_order *order; /* current secondary index, NULL: the records' own order */
    const struct column_map *map;
    const struct key_index *key; /* keys of the current order; NULL: sequential order */
    bool key_doubtful;           /* the order has Unicode text: ask whether its keys can be made */
    bool deferred;               /* DEFER-FIRST: on the first entry when somebody asks */
    bool large_pages;
    bool read_only;
    uint8_t link; /* enum record_link; only with a secondary index */
    uint8_t update;
    bool sort_at_first; /* reading sort whose first row was reached by the end of loading */
    struct walk entry;  /* position in the secondary index */
    bool entry_open;

    /* The record last read, taken apart; good while its leaf is as it was. */
    struct record last;
    const struct cache_frame *last_frame;
    uint64_t last_version;
    uint32_t last_slot;

    struct table *table;     /* NULL: a temporary table */
    struct temp_table *temp; /* NULL: a table of a database */
    const void *owner;       /* session, to tell own cursors from others' */
    JET_GRBIT open_mode;     /* of JetOpenTable */
    struct table_cursor *next_of_table;

    struct cursor_filter filter;
    struct cursor_range range;
    struct key_search search;
    uint8_t scratch[KEY_BUFFER_SIZE]; /* a key while it is compared or looked for */

    struct long_values long_values;

    struct row_buffer copy;    /* values of the prepared update */
    struct temp_row *original; /* row that it replaces */
    struct temp_row *copy_row; /* `copy` as a record, made when somebody reads it; NULL: not up to date */

    JET_LS storage;
};

/* --- open and close ---------------------------------------------------------- */

/* Opens a cursor on a table by name (windows-1252 bytes). `grbit` as JetOpenTable.
 * `read_only`: the database is attached so.
 * JET_errInvalidGrbit, JET_errInvalidName, JET_errObjectNotFound,
 * JET_errTableLocked, JET_errTableInUse, errors of the file. */
JET_ERR cursor_open(struct database *database, const char *name, JET_GRBIT grbit, bool read_only,
                    const void *owner, struct table_cursor **cursor);

/* Length of an object name without its trailing spaces. JET_errInvalidName
 * (reference-schema-and-info, 1.3). */
JET_ERR object_name_check(const char *name, size_t *size);

/* Takes one hold of the table; the cursor's last close frees it. */
JET_ERR cursor_open_temp(struct temp_table *table, const void *owner, struct table_cursor **cursor);

JET_ERR cursor_duplicate(struct table_cursor *cursor, struct table_cursor **copy);

/* Frees all; a local storage value is handed back for its callback (JET_LSNil:
 * none), one of the table too when this was its last cursor. */
void cursor_close(struct table_cursor *cursor, JET_LS *storage, JET_LS *table_storage);

/* The session rolled back level `level`, in which the cursor was not opened (T-39). */
void cursor_rolled_back(struct table_cursor *cursor, int level);

/* --- moving ------------------------------------------------------------------- */

JET_ERR cursor_move(struct table_cursor *cursor, int32_t rows, JET_GRBIT grbit);
JET_ERR cursor_make_key(struct table_cursor *cursor, const void *data, size_t size, JET_GRBIT grbit);
JET_ERR cursor_seek(struct table_cursor *cursor, JET_GRBIT grbit);
JET_ERR cursor_set_range(struct table_cursor *cursor, JET_GRBIT grbit);

/* `name` NULL or "": the records' own order. `index_id` wins over the name. */
JET_ERR cursor_set_index(struct table_cursor *cursor, const char *name, const JET_INDEXID *index_id,
                         JET_GRBIT grbit, uint32_t itag);
/* Name of the current index, "" in sequential order. */
const char *cursor_index_name(const struct table_cursor *cursor);
/* The JET_INDEXID of an index of the cursor's table; NULL = the primary one. */
JET_ERR cursor_index_id(const struct table_cursor *cursor, const struct table_index *index, JET_INDEXID *id);

/* Copies as much of the bookmark as fits; *actual is the full size.
 * JET_errBufferTooSmall, JET_errNoCurrentRecord. */
JET_ERR cursor_get_bookmark(struct table_cursor *cursor, void *out, uint32_t size, uint32_t *actual);
JET_ERR cursor_goto_bookmark(struct table_cursor *cursor, struct bytes bookmark);
JET_ERR cursor_get_index_bookmark(struct table_cursor *cursor, void *key, uint32_t key_size,
                                  uint32_t *key_actual, void *bookmark, uint32_t bookmark_size,
                                  uint32_t *bookmark_actual);
JET_ERR cursor_goto_index_bookmark(struct table_cursor *cursor, struct bytes key, struct bytes bookmark,
                                   JET_GRBIT grbit);
JET_ERR cursor_retrieve_key(struct table_cursor *cursor, void *out, uint32_t size, uint32_t *actual,
                            JET_GRBIT grbit);

JET_ERR cursor_get_position(struct table_cursor *cursor, uint64_t *before, uint64_t *total);
JET_ERR cursor_goto_position(struct table_cursor *cursor, uint64_t before, uint64_t total);
JET_ERR cursor_count(struct table_cursor *cursor, uint64_t limit, uint64_t *count);

/* Conditions of JetSetCursorFilter; count 0 removes them. */
JET_ERR cursor_set_filter(struct table_cursor *cursor, const JET_INDEX_COLUMN *terms, uint32_t count,
                          JET_GRBIT grbit);

/* The records that are in all ranges, as rows of a temporary table with one
 * column of id *column. */
JET_ERR cursor_intersect(struct table_cursor **cursors, uint32_t count, uint32_t page_size,
                         struct temp_table **result, JET_COLUMNID *column);

/* Reading ahead: hints. */
JET_ERR cursor_preread_keys(struct table_cursor *cursor, const void **keys, const uint32_t *sizes,
                            int32_t count, int32_t *started, JET_GRBIT grbit);
JET_ERR cursor_preread_ranges(struct table_cursor *cursor, const JET_INDEX_RANGE *ranges, uint32_t count,
                              uint32_t *started, const JET_COLUMNID *columns, uint32_t column_count,
                              JET_GRBIT grbit);

/* JetGetCursorInfo, and the currency part of JetGetLock. */
JET_ERR cursor_check_on(struct table_cursor *cursor);
JET_ERR cursor_check_record(struct table_cursor *cursor);

/* JetPrepareUpdate, JetSetColumn, JetUpdate, JetDelete. Tables of databases are
 * read-only here: of the update kinds only the read-only copy is for them.
 * `level`: of the session's transactions. */
JET_ERR cursor_prepare_update(struct table_cursor *cursor, uint32_t prep, unsigned level);
JET_ERR cursor_set_column(struct table_cursor *cursor, JET_COLUMNID column, const void *data, uint32_t size,
                          JET_GRBIT grbit, const JET_SETINFO *info, unsigned level);
/* *actual is written only if it says so in the reference: then *has_actual. */
JET_ERR cursor_update(struct table_cursor *cursor, void *bookmark, uint32_t size, uint32_t *actual,
                      bool *has_actual);
JET_ERR cursor_delete(struct table_cursor *cursor);
static inline bool cursor_update_prepared(const struct table_cursor *cursor)
{
    return cursor->update != UPDATE_NONE && cursor->update != UPDATE_READ_ONLY;
}

/* Ends a prepared update without doing it. */
void cursor_cancel_update(struct table_cursor *cursor);

/* --- within the room ------------------------------------------------------------- */

static inline struct walk *cursor_walk(struct table_cursor *cursor)
{
    return LIKELY(!cursor->order) ? &cursor->record : &cursor->entry;
}

/* The index that is current; NULL: sequential order. */
static inline const struct table_index *cursor_index(const struct table_cursor *cursor)
{
    return cursor->order ? cursor->order->index : (cursor->table ? cursor->table->records.index : NULL);
}

/* DEFER-FIRST becomes ON the first entry. JET_errNoCurrentRecord: it is empty. */
JET_ERR cursor_resolve_first(struct table_cursor *cursor);
static inline JET_ERR cursor_resolve(struct table_cursor *cursor)
{
    return UNLIKELY(cursor->deferred) ? cursor_resolve_first(cursor) : JET_errSuccess;
}

/* Latches the current record: JET_errNoCurrentRecord, JET_errRecordDeleted.
 * Afterwards walk_node(&cursor->record) is it; walk_release lets go. */
JET_ERR cursor_latch_slow(struct table_cursor *cursor);
static inline JET_ERR cursor_latch_record(struct table_cursor *cursor)
{
    if (LIKELY(!cursor->deferred && (!cursor->order || cursor->link == RECORD_FETCHED))) {
        return walk_latch(&cursor->record);
    }
    return cursor_latch_slow(cursor);
}

/* Bookmark of the record, which need not exist any more; until the next call. */
JET_ERR cursor_bookmark(struct table_cursor *cursor, struct bytes *bookmark);

/* Puts the secondary index position on the entry of the record that `record`
 * stands on: value `itag` of its multi-valued column. */
JET_ERR cursor_locate_entry(struct table_cursor *cursor, uint32_t itag);

/* Where a cursor of a tree stands, to go back there when a search finds nothing. */
struct walk_save {
    uint8_t position;
    size_t key_size, data_size;
    uint8_t key[KEY_BUFFER_SIZE];
    uint8_t data[KEY_BUFFER_SIZE];
};
void walk_save(struct walk *walk, struct walk_save *save);
void walk_restore(struct walk *walk, const struct walk_save *save);

/* Does the latched record pass the filter? */
bool cursor_filter_passes(struct table_cursor *cursor);
void cursor_filter_free(struct cursor_filter *filter);

/* Ends loading of a sort; the cursor then stands on its first row. */
JET_ERR cursor_end_loading(struct table_cursor *cursor);

/* The whole key of a node in `scratch` order against a limit, over the limit's
 * length: negative, 0 (starts with it), positive. */
int node_compare_start(const struct node *node, struct bytes limit);

static inline bool cursor_is_sort(const struct table_cursor *cursor)
{
    return UNLIKELY(cursor->temp != NULL) && cursor->temp->state != TEMP_MATERIALISED;
}

#endif
