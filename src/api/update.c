/* Changing records. */
#include "api/cursor.h"

static unsigned level_of(const struct session *session)
{
    return (unsigned)transaction_level(&session->transaction);
}

JET_ERR JET_API JetPrepareUpdate(JET_SESID sesid, JET_TABLEID tableid, uint32_t prep)
{
    struct session *session;
    struct table_cursor *cursor;
    JET_ERR err = api_enter_table(sesid, tableid, CURSOR_OP_PREPARE_UPDATE, &session, &cursor);

    if (err < 0) {
        return err;
    }
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
    return api_leave(session,
                     cursor_set_column(cursor, columnid, pvData, cbData, grbit, psetinfo, level_of(session)));
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
        err =
            cursor_set_column(cursor, c->columnid, c->pvData, c->cbData, c->grbit, &info, level_of(session));
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
