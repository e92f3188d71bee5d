/* Opening and closing cursors on tables; hints about them. */
#include "api/cursor.h"
#include "catalog/database.h"

#include "base/utf.h"

/* --- life of a cursor ----------------------------------------------------------- */

/* A local storage value goes back to the application (C-50). */
static void release_storage(const struct session *session, JET_CBTYP event, JET_LS value)
{
    JET_CALLBACK callback;
    uint64_t pointer = parameter_number(session->instance, JET_paramRuntimeCallback);

    if (value == JET_LSNil || !pointer) {
        return;
    }
    memcpy(&callback, &pointer, sizeof callback);
    api_callback_begin();
    (void)callback(JET_sesidNil, JET_dbidNil, JET_tableidNil, event, (void *)value, NULL, NULL, 0);
    api_callback_end();
}

static void close_cursor(struct cursor *base)
{
    const struct session *session = base->session;
    JET_LS storage, table_storage;

    cursor_close(api_table_cursor(base), &storage, &table_storage);
    if (session) {
        release_storage(session, JET_cbtypFreeCursorLS, storage);
        release_storage(session, JET_cbtypFreeTableLS, table_storage);
    }
}

static void rolled_back(struct cursor *base, int level) { cursor_rolled_back(api_table_cursor(base), level); }

static const struct cursor_ops table_cursor_ops = {close_cursor, rolled_back};

JET_ERR api_publish_cursor(struct session *session, struct table_cursor *cursor, JET_DBID dbid,
                           JET_TABLEID *tableid)
{
    JET_ERR err;

    cursor->base.ops = &table_cursor_ops;
    cursor->base.dbid = dbid;
    err = session_cursor_open(session, &cursor->base, tableid);
    if (err < 0) {
        cursor->base.session = NULL;
        close_cursor(&cursor->base);
    }
    return err;
}

static JET_ERR open_table(struct session *session, JET_DBID dbid, const char *name, JET_GRBIT grbit,
                          JET_TABLEID *tableid)
{
    struct session_database *open = session_database_find(session, dbid);
    struct table_cursor *cursor;
    JET_ERR err;

    if (!open) {
        return JET_errInvalidDatabaseId;
    }
    if (!tableid) {
        return JET_errInvalidParameter;
    }
    *tableid = JET_tableidNil;
    /* Databases are attached for reading only so far (recovery/attach.h). */
    err = cursor_open(open->database, name, grbit, true, session, &cursor);
    return err < 0 ? err : api_publish_cursor(session, cursor, dbid, tableid);
}

JET_ERR JET_API JetOpenTableA(JET_SESID sesid, JET_DBID dbid, JET_PCSTR szTableName, const void *pvParameters,
                              uint32_t cbParameters, JET_GRBIT grbit, JET_TABLEID *ptableid)
{
    struct session *session;
    JET_ERR err = api_enter_session(sesid, &session);

    (void)pvParameters, (void)cbParameters;
    return err < 0 ? err : api_leave(session, open_table(session, dbid, szTableName, grbit, ptableid));
}
API_PLAIN(JetOpenTable);

JET_ERR JET_API JetOpenTableW(JET_SESID sesid, JET_DBID dbid, JET_PCWSTR szTableName,
                              const void *pvParameters, uint32_t cbParameters, JET_GRBIT grbit,
                              JET_TABLEID *ptableid)
{
    struct name name;
    const char *text;
    JET_ERR err = name_from_wide(szTableName, &name, &text);

    return err < 0 ? err : JetOpenTableA(sesid, dbid, text, pvParameters, cbParameters, grbit, ptableid);
}

JET_ERR JET_API JetCloseTable(JET_SESID sesid, JET_TABLEID tableid)
{
    struct session *session;
    struct cursor *cursor;
    JET_ERR err = api_enter_cursor_stopped(sesid, tableid, CURSOR_OP_CLOSE_TABLE, &session, &cursor);

    if (err < 0) {
        return err;
    }
    session_cursor_close(cursor);
    return api_leave(session, JET_errSuccess);
}

static JET_ERR duplicate(struct session *session, struct table_cursor *cursor, JET_TABLEID *tableid)
{
    struct table_cursor *copy;
    JET_ERR err;

    if (!tableid) {
        return JET_errInvalidParameter;
    }
    err = cursor_duplicate(cursor, &copy);
    return err < 0 ? err : api_publish_cursor(session, copy, cursor->base.dbid, tableid);
}

JET_ERR JET_API JetDupCursor(JET_SESID sesid, JET_TABLEID tableid, JET_TABLEID *ptableid, JET_GRBIT grbit)
{
    struct session *session;
    struct table_cursor *cursor;
    JET_ERR err = api_enter_table(sesid, tableid, CURSOR_OP_DUP_CURSOR, &session, &cursor);

    (void)grbit;
    return err < 0 ? err : api_leave(session, duplicate(session, cursor, ptableid));
}

/* --- hints -------------------------------------------------------------------------- */

JET_ERR JET_API JetSetTableSequential(JET_SESID sesid, JET_TABLEID tableid, JET_GRBIT grbit)
{
    struct session *session;
    struct table_cursor *cursor;
    JET_ERR err = api_enter_table(sesid, tableid, CURSOR_OP_SET_SEQUENTIAL, &session, &cursor);

    (void)grbit; /* trees notice by themselves when leaves are read in order */
    return err < 0 ? err : api_leave(session, JET_errSuccess);
}

JET_ERR JET_API JetResetTableSequential(JET_SESID sesid, JET_TABLEID tableid, JET_GRBIT grbit)
{
    return JetSetTableSequential(sesid, tableid, grbit);
}

static JET_ERR preread_tables(struct session *session, JET_DBID dbid, JET_PCWSTR *names, int32_t count,
                              JET_GRBIT grbit)
{
    enum { NAMES_MOST = 10 };
    struct session_database *open = session_database_find(session, dbid);
    struct database *database;
    struct name texts[NAMES_MOST];
    const char *text[NAMES_MOST];
    JET_ERR err = JET_errSuccess;

    if (!open) {
        return JET_errInvalidDatabaseId;
    }
    if (grbit) {
        return JET_errInvalidGrbit;
    }
    if (count > NAMES_MOST || count < 0 || (count && !names)) {
        return JET_errInvalidParameter;
    }
    for (int32_t i = 0; err >= 0 && i < count; i++) {
        err = name_from_wide(names[i], &texts[i], &text[i]);
        err = err >= 0 && !text[i] ? JET_errInvalidName : err;
    }
    database = open->database;
    for (int32_t i = 0; err >= 0 && i < count; i++) {
        struct catalog_table row;
        if (catalog_find_table(database->catalog, text[i], strlen(text[i]), &row) >= 0) {
            (void)cache_prefetch(database->cache, database->slot, row.pgno_fdp, 1);
        }
    }
    return err;
}

JET_ERR JET_API JetPrereadTablesW(JET_SESID sesid, JET_DBID dbid, JET_PCWSTR *rgwszTables, int32_t cwszTables,
                                  JET_GRBIT grbit)
{
    struct session *session;
    JET_ERR err = api_enter_session(sesid, &session);

    return err < 0 ? err : api_leave(session, preread_tables(session, dbid, rgwszTables, cwszTables, grbit));
}

/* --- local storage and callbacks ------------------------------------------------------ */

static JET_ERR storage_place(struct table_cursor *cursor, JET_GRBIT grbit, JET_LS **place)
{
    if ((grbit & JET_bitLSCursor) && (grbit & JET_bitLSTable)) {
        return JET_errInvalidGrbit;
    }
    *place = !(grbit & JET_bitLSTable) || !cursor->table ? &cursor->storage : &cursor->table->storage;
    return JET_errSuccess;
}

static JET_ERR get_storage(struct table_cursor *cursor, JET_LS *value, JET_GRBIT grbit)
{
    JET_LS *place;
    JET_ERR err = value ? storage_place(cursor, grbit, &place) : JET_errInvalidParameter;

    if (err < 0) {
        return err;
    }
    table_lock();
    *value = *place;
    if (grbit & JET_bitLSReset) {
        *place = JET_LSNil;
    }
    table_unlock();
    return *value == JET_LSNil && (!(grbit & JET_bitLSReset) || (grbit & JET_bitLSTable)) ? JET_errLSNotSet
                                                                                          : JET_errSuccess;
}

static JET_ERR set_storage(const struct session *session, struct table_cursor *cursor, JET_LS value,
                           JET_GRBIT grbit)
{
    JET_LS *place;
    JET_ERR err;

    if (parameter_number(session->instance, JET_paramRuntimeCallback) == 0) {
        return JET_errLSCallbackNotSpecified;
    }
    err = storage_place(cursor, grbit, &place);
    if (err < 0) {
        return err;
    }
    value = grbit & JET_bitLSReset ? JET_LSNil : value;
    table_lock();
    if (*place != JET_LSNil && value != JET_LSNil) {
        err = JET_errLSAlreadySet;
    } else {
        *place = value;
    }
    table_unlock();
    return err;
}

JET_ERR JET_API JetGetLS(JET_SESID sesid, JET_TABLEID tableid, JET_LS *pls, JET_GRBIT grbit)
{
    struct session *session;
    struct table_cursor *cursor;
    JET_ERR err = api_enter_table(sesid, tableid, CURSOR_OP_GET_LS, &session, &cursor);

    return err < 0 ? err : api_leave(session, get_storage(cursor, pls, grbit));
}

JET_ERR JET_API JetSetLS(JET_SESID sesid, JET_TABLEID tableid, JET_LS ls, JET_GRBIT grbit)
{
    struct session *session;
    struct table_cursor *cursor;
    JET_ERR err = api_enter_table(sesid, tableid, CURSOR_OP_SET_LS, &session, &cursor);

    return err < 0 ? err : api_leave(session, set_storage(session, cursor, ls, grbit));
}

JET_ERR JET_API JetRegisterCallback(JET_SESID sesid, JET_TABLEID tableid, JET_CBTYP cbtyp,
                                    JET_CALLBACK pCallback, void *pvContext, JET_HANDLE *phCallbackId)
{
    struct session *session;
    struct table_cursor *cursor;
    uint64_t id;
    JET_ERR err = api_enter_table(sesid, tableid, CURSOR_OP_REGISTER_CALLBACK, &session, &cursor);

    if (err < 0) {
        return err;
    }
    if (cbtyp == 0 || !pCallback || !phCallbackId) {
        return api_leave(session, JET_errInvalidParameter);
    }
    err = table_add_callback(cursor->table, cbtyp, pCallback, pvContext, &id);
    if (err >= 0) {
        *phCallbackId = (JET_HANDLE)id;
    }
    return api_leave(session, err);
}

JET_ERR JET_API JetUnregisterCallback(JET_SESID sesid, JET_TABLEID tableid, JET_CBTYP cbtyp,
                                      JET_HANDLE hCallbackId)
{
    struct session *session;
    struct table_cursor *cursor;
    JET_ERR err = api_enter_table(sesid, tableid, CURSOR_OP_REGISTER_CALLBACK, &session, &cursor);

    (void)cbtyp; /* ignored, as the original does */
    return err < 0 ? err : api_leave(session, table_remove_callback(cursor->table, hCallbackId));
}
