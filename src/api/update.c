/* Changing records. */
#include "api/cursor.h"

#include "engine/session.h"

static unsigned level_of(const struct session *session)
{
    return (unsigned)transaction_level(&session->transaction);
}

/* S-28: what works in a level of its own inside needs the open transaction. Sorts
 * have no levels. */
static JET_ERR check_binding(const struct session *session, const struct table_cursor *cursor)
{
    return level_of(session) == 0 || cursor_is_sort(cursor) || session_owns_transaction(session)
               ? JET_errSuccess
               : JET_errSessionSharingViolation;
}

static JET_ERR set_column(const struct session *session, struct table_cursor *cursor, JET_COLUMNID id,
                          const void *data, uint32_t size, JET_GRBIT grbit, JET_SETINFO *info)
{
    const struct column_access *column = column_map_find(cursor->map, id);

    if (cursor_update_prepared(cursor) && column &&
        (column->type == JET_coltypLongText || column->type == JET_coltypLongBinary)) {
        JET_ERR err = check_binding(session, cursor);
        if (err < 0) {
            return err;
        }
    }
    return cursor_set_column(cursor, id, data, size, grbit, info, level_of(session));
}

JET_ERR JET_API JetPrepareUpdate(JET_SESID sesid, JET_TABLEID tableid, uint32_t prep)
{
    struct session *session;
    struct table_cursor *cursor;
    JET_ERR err = api_enter_table(sesid, tableid, CURSOR_OP_PREPARE_UPDATE, &session, &cursor);

    if (err < 0) {
        return err;
    }
    cursor_begin_marks(&cursor->base, session->transaction.serial);
    cursor->base.update_level = (uint8_t)level_of(session);
    return api_leave(session, cursor_prepare_update(cursor, prep, level_of(session)));
}

JET_ERR JET_API JetSetColumn(JET_SESID sesid, JET_TABLEID tableid, JET_COLUMNID columnid, const void *pvData,
                             uint32_t cbData, JET_GRBIT grbit, JET_SETINFO *psetinfo)
{
    struct session *session;
    struct table_cursor *cursor;
    JET_ERR err = api_enter_table(sesid, tableid, CURSOR_OP_SET_COLUMN, &session, &cursor);

    if (err < 0) {
        return err;
    }
    return api_leave(session, set_column(session, cursor, columnid, pvData, cbData, grbit, psetinfo));
}

static JET_ERR set_columns(const struct session *session, struct table_cursor *cursor, JET_SETCOLUMN *columns,
                           uint32_t count)
{
    JET_ERR err = JET_errSuccess;

    if (!cursor->temp) {
        return JET_errPermissionDenied;
    }
    if (!cursor_update_prepared(cursor)) {
        return JET_errUpdateNotPrepared;
    }
    if (count && !columns) {
        return JET_errInvalidParameter;
    }
    for (uint32_t i = 0; i < count; i++) {
        if (columns[i].cbData > INT32_MAX) {
            return JET_errInvalidParameter;
        }
    }
    for (uint32_t i = 0; i < count; i++) {
        JET_SETCOLUMN *c = &columns[i];
        JET_SETINFO info = {sizeof info, c->ibLongValue, c->itagSequence};
        err = set_column(session, cursor, c->columnid, c->pvData, c->cbData, c->grbit, &info);
        if (err < 0) {
            return err;
        }
        c->err = err;
    }
    return err;
}

JET_ERR JET_API JetSetColumns(JET_SESID sesid, JET_TABLEID tableid, JET_SETCOLUMN *psetcolumn,
                              uint32_t csetcolumn)
{
    struct session *session;
    struct table_cursor *cursor;
    JET_ERR err = api_enter_table(sesid, tableid, CURSOR_OP_SET_COLUMN, &session, &cursor);

    return err < 0 ? err : api_leave(session, set_columns(session, cursor, psetcolumn, csetcolumn));
}

JET_ERR JET_API JetUpdate2(JET_SESID sesid, JET_TABLEID tableid, void *pvBookmark, uint32_t cbBookmark,
                           uint32_t *pcbActual, const JET_GRBIT grbit)
{
    struct session *session;
    struct table_cursor *cursor;
    uint32_t actual;
    bool has_actual;
    JET_ERR err = api_enter_table(sesid, tableid, CURSOR_OP_UPDATE, &session, &cursor);

    if (err < 0) {
        return err;
    }
    if ((grbit & JET_bitUpdateNoVersion) && cursor_update_prepared(cursor) && !cursor_is_sort(cursor)) {
        return api_leave(session, JET_errUpdateMustVersion);
    }
    err = cursor_update_prepared(cursor) ? check_binding(session, cursor) : JET_errSuccess;
    if (err < 0) {
        return api_leave(session, err);
    }
    api_moves(session, cursor);
    err = cursor_update(cursor, pvBookmark, cbBookmark, &actual, &has_actual);
    if (has_actual) {
        api_give(pcbActual, actual);
    }
    return api_leave(session, err);
}

JET_ERR JET_API JetUpdate(JET_SESID sesid, JET_TABLEID tableid, void *pvBookmark, uint32_t cbBookmark,
                          uint32_t *pcbActual)
{
    return JetUpdate2(sesid, tableid, pvBookmark, cbBookmark, pcbActual, 0);
}

JET_ERR JET_API JetDelete(JET_SESID sesid, JET_TABLEID tableid)
{
    struct session *session;
    struct table_cursor *cursor;
    JET_ERR err = api_enter_table(sesid, tableid, CURSOR_OP_DELETE, &session, &cursor);

    if (err < 0) {
        return err;
    }
    err = cursor->read_only ? JET_errSuccess : check_binding(session, cursor);
    if (err < 0) {
        return api_leave(session, err);
    }
    api_moves(session, cursor);
    return api_leave(session, cursor_delete(cursor));
}

/* No table that can be changed has an escrow column: the tests are all. */
static JET_ERR escrow_update(const struct session *session, struct table_cursor *cursor, JET_COLUMNID id,
                             uint32_t size, const void *old, uint32_t old_size)
{
    const struct column_access *column = column_map_find(cursor->map, id);

    if (level_of(session) == 0) {
        return JET_errNotInTransaction;
    }
    if (cursor->read_only) {
        return JET_errPermissionDenied;
    }
    if (!column) {
        return column_id_error(id);
    }
    if (cursor->update != UPDATE_NONE) {
        return JET_errAlreadyPrepared;
    }
    if (size != column->size || (old && old_size && old_size < column->size)) {
        return JET_errInvalidBufferSize;
    }
    return JET_errInvalidOperation;
}

JET_ERR JET_API JetEscrowUpdate(JET_SESID sesid, JET_TABLEID tableid, JET_COLUMNID columnid, void *pv,
                                uint32_t cbMax, void *pvOld, uint32_t cbOldMax, uint32_t *pcbOldActual,
                                JET_GRBIT grbit)
{
    struct session *session;
    struct table_cursor *cursor;
    JET_ERR err = api_enter_table(sesid, tableid, CURSOR_OP_ESCROW_UPDATE, &session, &cursor);

    (void)pv, (void)pcbOldActual, (void)grbit;
    return err < 0 ? err
                   : api_leave(session, escrow_update(session, cursor, columnid, cbMax, pvOld, cbOldMax));
}
