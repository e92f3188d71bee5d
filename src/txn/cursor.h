/* cursor.h: what the engine knows of every cursor, be it on a table, a sort or a
 * result table: who owns it, which calls it permits now, how to close it. It is
 * the first member of the room's own cursor structure. Registered and closed by
 * engine/session.h; all of it belongs to the call that has the session. */
#ifndef ESENT_TXN_CURSOR_H
#define ESENT_TXN_CURSOR_H

#include "base/base.h"

struct session;
struct cursor;

/* The calls whose permission depends on the operation set (spec 40, 1.5). */
enum cursor_operation {
    CURSOR_OP_ANY, /* permitted by every live set: the function checks later itself */
    CURSOR_OP_ADD_COLUMN,
    CURSOR_OP_CLOSE_TABLE,
    CURSOR_OP_COMPUTE_STATS,
    CURSOR_OP_CREATE_INDEX,
    CURSOR_OP_DELETE,
    CURSOR_OP_DELETE_COLUMN,
    CURSOR_OP_DELETE_INDEX,
    CURSOR_OP_DUP_CURSOR,
    CURSOR_OP_ENUMERATE_COLUMNS,
    CURSOR_OP_ESCROW_UPDATE,
    CURSOR_OP_GET_BOOKMARK,
    CURSOR_OP_GET_CURRENT_INDEX,
    CURSOR_OP_GET_CURSOR_INFO,
    CURSOR_OP_GET_INDEX_INFO, /* JetGetTableIndexInfo */
    CURSOR_OP_GET_LOCK,
    CURSOR_OP_GET_LS,
    CURSOR_OP_GET_RECORD_POSITION,
    CURSOR_OP_GET_RECORD_SIZE,
    CURSOR_OP_GET_SECONDARY_BOOKMARK,
    CURSOR_OP_GET_TABLE_COLUMN_INFO,
    CURSOR_OP_GET_TABLE_INFO,
    CURSOR_OP_GOTO_BOOKMARK,
    CURSOR_OP_GOTO_POSITION,
    CURSOR_OP_GOTO_SECONDARY_BOOKMARK,
    CURSOR_OP_INDEX_RECORD_COUNT,
    CURSOR_OP_MAKE_KEY,
    CURSOR_OP_MOVE,
    CURSOR_OP_PREPARE_UPDATE,
    CURSOR_OP_PREREAD,           /* JetPrereadKeys, JetPrereadIndexRanges, ... */
    CURSOR_OP_REGISTER_CALLBACK, /* and unregister */
    CURSOR_OP_RENAME_COLUMN,
    CURSOR_OP_RETRIEVE_COLUMN, /* and JetRetrieveColumns */
    CURSOR_OP_RETRIEVE_KEY,
    CURSOR_OP_RETRIEVE_KEY_COPY, /* JetRetrieveKey with JET_bitRetrieveCopy */
    CURSOR_OP_RETRIEVE_TAGGED_LIST,
    CURSOR_OP_SEEK,
    CURSOR_OP_SET_COLUMN, /* and JetSetColumns */
    CURSOR_OP_SET_COLUMN_DEFAULT,
    CURSOR_OP_SET_CURRENT_INDEX,
    CURSOR_OP_SET_CURSOR_FILTER,
    CURSOR_OP_SET_INDEX_RANGE,
    CURSOR_OP_INTERSECT_INDEXES,
    CURSOR_OP_SET_LS,
    CURSOR_OP_SET_SEQUENTIAL, /* and reset */
    CURSOR_OP_SET_TABLE_INFO,
    CURSOR_OP_STREAM_RECORDS,
    CURSOR_OP_SPACE, /* JetGetTableSpace..., JetGrow... on a table */
    CURSOR_OP_UPDATE,
    CURSOR_OPERATIONS
};

enum cursor_set {
    CURSOR_SET_TABLE,
    CURSOR_SET_TABLE_MUST_ROLL_BACK,
    CURSOR_SET_CALLBACK,
    CURSOR_SET_SORT_LOADING,
    CURSOR_SET_SORT_READING,
    CURSOR_SET_TEMPORARY, /* materialised */
    CURSOR_SET_SORT_FAILED,
    CURSOR_SETS
};

struct cursor_ops {
    /* Gives everything of the cursor back, the structure included. The engine has
     * taken it out of its session and its handle is dead already. */
    void (*close)(struct cursor *cursor);
    /* The session rolled back from level `level` to `level` - 1 and the cursor was
     * opened further out: T-39. May be NULL. */
    void (*rolled_back)(struct cursor *cursor, int level);
};

struct cursor {
    const struct cursor_ops *ops;
    struct session *session;
    uint64_t permitted;             /* bit per cursor_operation; engine keeps it in step with set */
    uint64_t handle;                /* the JET_TABLEID */
    struct cursor *next, *previous; /* of the same session */
    JET_DBID dbid;
    uint8_t set;   /* enum cursor_set */
    uint8_t level; /* of the transaction it was opened in; a commit lowers it (T-21) */
    /* Levels in which it last moved or was updated, its index became current, its
     * update was prepared: marks made by the transaction number `serial`, and 0 for any
     * other one, so that a commit to level 0 need not touch them. A commit of an inner
     * level lowers them. What a rollback of that level takes back (T-39) is for
     * ops->rolled_back to do. */
    uint8_t moved_level, index_level, update_level;
    uint32_t serial;
};

/* Before a mark is made: those of another transaction are void. */
static inline void cursor_begin_marks(struct cursor *cursor, uint32_t serial)
{
    if (cursor->serial != serial) {
        cursor->serial = serial;
        cursor->moved_level = cursor->index_level = cursor->update_level = 0;
    }
}

extern const uint64_t cursor_set_permits[CURSOR_SETS];

static inline bool cursor_permits(const struct cursor *cursor, enum cursor_operation operation)
{
    return cursor->permitted >> operation & 1;
}

void cursor_set_operations(struct cursor *cursor, enum cursor_set set);

#endif
