/* cursor.h: table cursors as the entry points have them. */
#ifndef ESENT_API_CURSOR_H
#define ESENT_API_CURSOR_H

#include "api/api.h"
#include "engine/engine.h"
#include "table/cursor.h"
#include "table/temp.h"

#include <esent_engine.h>

/* Every cursor that a handle names is one of these. */
static inline struct table_cursor *api_table_cursor(struct cursor *cursor)
{
    return (struct table_cursor *)cursor;
}

/* Enters with the session and the cursor of a call. */
static inline JET_ERR api_enter_table(JET_SESID sesid, JET_TABLEID tableid, enum cursor_operation operation,
                                      struct session **session, struct table_cursor **cursor)
{
    struct cursor *base;
    JET_ERR err = api_enter_cursor(sesid, tableid, operation, session, &base);

    *cursor = api_table_cursor(base);
    return err;
}

/* The call changes the cursor's place: a rollback of this level takes it back. */
static inline void api_moves(struct session *session, struct table_cursor *cursor)
{
    cursor_begin_marks(&cursor->base, session->transaction.serial);
    cursor->base.moved_level = (uint8_t)transaction_level(&session->transaction);
}

/* Gives a new cursor its handle, or closes it. `dbid` 0: the temporary database. */
JET_ERR api_publish_cursor(struct session *session, struct table_cursor *cursor, JET_DBID dbid,
                           JET_TABLEID *tableid);

/* Makes an integer out of a boolean-like pointer: writes *to when it is wanted. */
static inline void api_give(uint32_t *to, uint32_t value)
{
    if (to) {
        *to = value;
    }
}

/* Hands a finished temporary table to the client, standing on its first row (of
 * none: before it). Takes the caller's hold of the table, also when it fails. */
JET_ERR api_give_temp(struct session *session, struct temp_table *table, JET_TABLEID *tableid);

/* An empty table for the result of an information call: columns as those of
 * JetOpenTempTable, sorted by the TTKey columns. Fill it with temp_insert, then
 * api_give_temp or, after an error, temp_release. */
JET_ERR api_result_table(struct session *session, const struct temp_column *columns, uint32_t count,
                         JET_COLUMNID *ids, struct temp_table **table);

#endif
