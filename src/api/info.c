/* Information about tables, columns and indexes. */
#include "api/cursor.h"
#include "api/database.h"

#include "base/utf.h"
#include "table/info.h"

/* What the answers need of the session and the database that it asks about. */
struct asker {
    struct session *session;
    JET_DBID dbid;
};

static JET_ERR publish(void *context, struct temp_table *table, JET_TABLEID *tableid)
{
    const struct asker *asker = context;
    return api_give_temp(asker->session, table, tableid);
}

/* A table for a call that names it: opened as a cursor of the engine's own, so that
 * locks of others are seen. */
static JET_ERR open_table(const struct asker *asker, const char *name, struct table_cursor **cursor)
{
    struct session_database *open = session_database_find(asker->session, asker->dbid);
    if (!open)
        return JET_errInvalidDatabaseId;
    if (!name)
        return JET_errInvalidParameter;
    return cursor_open(api_database(open), name, JET_bitTableReadOnly, true, asker->session, cursor);
}

static void close_table(struct table_cursor *cursor)
{
    JET_LS storage, table_storage;
    cursor_close(cursor, &storage, &table_storage);
}

static JET_ERR probe(void *context, const char *name)
{
    struct table_cursor *cursor;
    JET_ERR err = open_table(context, name, &cursor);
    if (err >= 0)
        close_table(cursor);
    return err;
}

static struct info_call begin(void *result, uint32_t size, uint32_t level, bool wide)
{
    return (struct info_call){.result = result, .size = size, .level = level, .wide = wide};
}

/* What of the call depends on the session. A buffer that is said to be there must be. */
static JET_ERR complete(struct info_call *call, struct asker *asker)
{
    uint64_t collation = parameter_number(asker->session->instance, JET_paramUnicodeIndexDefault);
    const char *locale = nls_locale_of_lcid((uint32_t)(collation >> 32));
    call->locale = locale ? locale : NLS_DEFAULT_LOCALE;
    call->map_flags = (uint32_t)collation ? (uint32_t)collation : NLS_DEFAULT_FLAGS;
    call->read_only = true; /* databases are attached for reading only so far (recovery/attach.h) */
    call->publish = publish;
    call->probe = probe;
    call->context = asker;
    return call->result ? JET_errSuccess : JET_errInvalidParameter;
}

/* ---- objects ------------------------------------------------------------------------- */

static JET_ERR object_info(JET_SESID sesid, JET_DBID dbid, JET_OBJTYP type, const char *container,
                           const char *name, struct info_call *call)
{
    struct session *session;
    JET_ERR err = api_enter_session(sesid, &session);
    if (err < 0)
        return err;
    struct asker asker = {session, dbid};
    struct session_database *open = session_database_find(session, dbid);
    err = open ? info_object_check(call) : JET_errInvalidDatabaseId;
    if (err >= 0)
        err = complete(call, &asker);
    if (err >= 0)
        err = info_object(call, api_database(open), type, container, name);
    return api_leave(session, err);
}

JET_ERR JET_API JetGetObjectInfoA(JET_SESID sesid, JET_DBID dbid, JET_OBJTYP objtyp,
                                  JET_PCSTR szContainerName, JET_PCSTR szObjectName, void *pvResult,
                                  uint32_t cbMax, uint32_t InfoLevel)
{
    struct info_call call = begin(pvResult, cbMax, InfoLevel, false);
    return object_info(sesid, dbid, objtyp, szContainerName, szObjectName, &call);
}
API_PLAIN(JetGetObjectInfo);

JET_ERR JET_API JetGetObjectInfoW(JET_SESID sesid, JET_DBID dbid, JET_OBJTYP objtyp,
                                  JET_PCWSTR szContainerName, JET_PCWSTR szObjectName, void *pvResult,
                                  uint32_t cbMax, uint32_t InfoLevel)
{
    struct info_call call = begin(pvResult, cbMax, InfoLevel, true);
    struct name container, object;
    const char *container_text, *object_text;
    JET_ERR err = name_from_wide(szContainerName, &container, &container_text);
    if (err >= 0)
        err = name_from_wide(szObjectName, &object, &object_text);
    return err < 0 ? err : object_info(sesid, dbid, objtyp, container_text, object_text, &call);
}

/* ---- columns ------------------------------------------------------------------------- */

/* The argument that is a name or, for some levels, the address of an id. */
struct column_argument {
    const char *name;
    const JET_COLUMNID *id;
};

static struct column_argument narrow_column(const char *name_or_id, uint32_t level)
{
    if (info_column_by_id(level))
        return (struct column_argument){.id = (const void *)name_or_id};
    return (struct column_argument){.name = name_or_id};
}

static JET_ERR wide_column(const WCHAR *name_or_id, uint32_t level, struct name *name,
                           struct column_argument *column)
{
    *column = (struct column_argument){0};
    if (!info_column_by_id(level))
        return name_from_wide(name_or_id, name, &column->name);
    column->id = (const void *)name_or_id;
    return JET_errSuccess;
}

static JET_ERR table_column_info(JET_SESID sesid, JET_TABLEID tableid, const struct column_argument *column,
                                 struct info_call *call)
{
    struct session *session;
    struct table_cursor *cursor;
    JET_ERR err = api_enter_table(sesid, tableid, CURSOR_OP_GET_TABLE_COLUMN_INFO, &session, &cursor);
    if (err < 0)
        return err;
    struct asker asker = {session, cursor->base.dbid};
    err = info_column_check(call);
    if (err >= 0)
        err = complete(call, &asker);
    if (err >= 0) {
        call->updatable = !cursor->read_only;
        err = info_column(call, cursor->table->schema, column->name, column->id);
    }
    return api_leave(session, err);
}

JET_ERR JET_API JetGetTableColumnInfoA(JET_SESID sesid, JET_TABLEID tableid, JET_PCSTR szColumnName,
                                       void *pvResult, uint32_t cbMax, uint32_t InfoLevel)
{
    struct info_call call = begin(pvResult, cbMax, InfoLevel, false);
    struct column_argument column = narrow_column(szColumnName, InfoLevel);
    return table_column_info(sesid, tableid, &column, &call);
}
API_PLAIN(JetGetTableColumnInfo);

JET_ERR JET_API JetGetTableColumnInfoW(JET_SESID sesid, JET_TABLEID tableid, JET_PCWSTR szColumnName,
                                       void *pvResult, uint32_t cbMax, uint32_t InfoLevel)
{
    struct info_call call = begin(pvResult, cbMax, InfoLevel, true);
    struct name name;
    struct column_argument column;
    JET_ERR err = wide_column(szColumnName, InfoLevel, &name, &column);
    return err < 0 ? err : table_column_info(sesid, tableid, &column, &call);
}

static JET_ERR column_info_opened(struct session *session, JET_DBID dbid, const char *table,
                                  const struct column_argument *column, struct info_call *call)
{
    struct asker asker = {session, dbid};
    struct table_cursor *cursor;
    JET_ERR err = session_database_find(session, dbid) ? info_column_check(call) : JET_errInvalidDatabaseId;
    if (err >= 0)
        err = complete(call, &asker);
    if (err >= 0)
        err = open_table(&asker, table, &cursor);
    if (err < 0)
        return err;
    err = info_column(call, cursor->table->schema, column->name, column->id);
    close_table(cursor);
    return err;
}

static JET_ERR column_info(JET_SESID sesid, JET_DBID dbid, const char *table,
                           const struct column_argument *column, struct info_call *call)
{
    struct session *session;
    JET_ERR err = api_enter_session(sesid, &session);
    return err < 0 ? err : api_leave(session, column_info_opened(session, dbid, table, column, call));
}

JET_ERR JET_API JetGetColumnInfoA(JET_SESID sesid, JET_DBID dbid, JET_PCSTR szTableName,
                                  JET_PCSTR pColumnNameOrId, void *pvResult, uint32_t cbMax,
                                  uint32_t InfoLevel)
{
    struct info_call call = begin(pvResult, cbMax, InfoLevel, false);
    struct column_argument column = narrow_column(pColumnNameOrId, InfoLevel);
    return column_info(sesid, dbid, szTableName, &column, &call);
}
API_PLAIN(JetGetColumnInfo);

JET_ERR JET_API JetGetColumnInfoW(JET_SESID sesid, JET_DBID dbid, JET_PCWSTR szTableName,
                                  JET_PCWSTR pColumnNameOrId, void *pvResult, uint32_t cbMax,
                                  uint32_t InfoLevel)
{
    struct info_call call = begin(pvResult, cbMax, InfoLevel, true);
    struct name table, name;
    const char *table_text;
    struct column_argument column;
    JET_ERR err = name_from_wide(szTableName, &table, &table_text);
    if (err >= 0)
        err = wide_column(pColumnNameOrId, InfoLevel, &name, &column);
    return err < 0 ? err : column_info(sesid, dbid, table_text, &column, &call);
}

/* ---- indexes ------------------------------------------------------------------------- */

static JET_ERR index_info_of_cursor(const struct info_call *call, struct table_cursor *cursor,
                                    const char *name)
{
    const struct table *table = cursor->table;
    if (call->level != JET_IdxInfoIndexId)
        return info_index(call, table->database, table->schema, name);
    const struct table_index *index;
    JET_INDEXID id;
    JET_ERR err = info_index_find(call, table->schema, name, &index);
    if (err >= 0)
        err = cursor_index_id(cursor, index->primary ? NULL : index, &id);
    if (err >= 0)
        memcpy(call->result, &id, sizeof id);
    return err;
}

static JET_ERR table_index_info(JET_SESID sesid, JET_TABLEID tableid, const char *name,
                                struct info_call *call)
{
    struct session *session;
    struct table_cursor *cursor;
    JET_ERR err = api_enter_table(sesid, tableid, CURSOR_OP_GET_INDEX_INFO, &session, &cursor);
    if (err < 0)
        return err;
    struct asker asker = {session, cursor->base.dbid};
    err = info_index_check(call);
    if (err >= 0)
        err = complete(call, &asker);
    if (err >= 0)
        err = index_info_of_cursor(call, cursor, name);
    return api_leave(session, err);
}

JET_ERR JET_API JetGetTableIndexInfoA(JET_SESID sesid, JET_TABLEID tableid, JET_PCSTR szIndexName,
                                      void *pvResult, uint32_t cbResult, uint32_t InfoLevel)
{
    struct info_call call = begin(pvResult, cbResult, InfoLevel, false);
    return table_index_info(sesid, tableid, szIndexName, &call);
}
API_PLAIN(JetGetTableIndexInfo);

JET_ERR JET_API JetGetTableIndexInfoW(JET_SESID sesid, JET_TABLEID tableid, JET_PCWSTR szIndexName,
                                      void *pvResult, uint32_t cbResult, uint32_t InfoLevel)
{
    struct info_call call = begin(pvResult, cbResult, InfoLevel, true);
    struct name name;
    const char *text;
    JET_ERR err = name_from_wide(szIndexName, &name, &text);
    return err < 0 ? err : table_index_info(sesid, tableid, text, &call);
}

/* Levels that only read the catalog work on tables that others have locked. */
static JET_ERR index_info_of_catalog(const struct info_call *call, struct database *database,
                                     const char *table, const char *name)
{
    struct table_schema *schema;
    size_t size;
    JET_ERR err = table ? object_name_check(table, &size) : JET_errInvalidParameter;
    if (err >= 0)
        err = catalog_open_table(database->catalog, table, size, &schema);
    if (err < 0)
        return err;
    err = info_index(call, database, schema, name);
    schema_release(schema);
    return err;
}

static JET_ERR index_info_opened(struct session *session, JET_DBID dbid, const char *table, const char *name,
                                 struct info_call *call)
{
    struct session_database *open = session_database_find(session, dbid);
    struct asker asker = {session, dbid};
    struct table_cursor *cursor;
    JET_ERR err = open ? info_index_check(call) : JET_errInvalidDatabaseId;
    if (err >= 0)
        err = complete(call, &asker);
    if (err < 0)
        return err;
    if (info_index_reads_catalog(call->level))
        return index_info_of_catalog(call, api_database(open), table, name);
    err = open_table(&asker, table, &cursor);
    if (err < 0)
        return err;
    err = index_info_of_cursor(call, cursor, name);
    close_table(cursor);
    return err;
}

static JET_ERR index_info(JET_SESID sesid, JET_DBID dbid, const char *table, const char *name,
                          struct info_call *call)
{
    struct session *session;
    JET_ERR err = api_enter_session(sesid, &session);
    return err < 0 ? err : api_leave(session, index_info_opened(session, dbid, table, name, call));
}

JET_ERR JET_API JetGetIndexInfoA(JET_SESID sesid, JET_DBID dbid, JET_PCSTR szTableName, JET_PCSTR szIndexName,
                                 void *pvResult, uint32_t cbResult, uint32_t InfoLevel)
{
    struct info_call call = begin(pvResult, cbResult, InfoLevel, false);
    return index_info(sesid, dbid, szTableName, szIndexName, &call);
}
API_PLAIN(JetGetIndexInfo);

JET_ERR JET_API JetGetIndexInfoW(JET_SESID sesid, JET_DBID dbid, JET_PCWSTR szTableName,
                                 JET_PCWSTR szIndexName, void *pvResult, uint32_t cbResult,
                                 uint32_t InfoLevel)
{
    struct info_call call = begin(pvResult, cbResult, InfoLevel, true);
    struct name table, name;
    const char *table_text, *text;
    JET_ERR err = name_from_wide(szTableName, &table, &table_text);
    if (err >= 0)
        err = name_from_wide(szIndexName, &name, &text);
    return err < 0 ? err : index_info(sesid, dbid, table_text, text, &call);
}

/* ---- tables -------------------------------------------------------------------------- */

static JET_ERR table_info_of_cursor(struct info_call *call, struct session *session,
                                    struct table_cursor *cursor)
{
    if (cursor->temp) {
        if (!call->result)
            return JET_errInvalidParameter;
        return info_table_temporary(call, cursor->temp);
    }
    struct asker asker = {session, cursor->base.dbid};
    JET_ERR err = info_table_check(call);
    if (err >= 0)
        err = complete(call, &asker);
    if (err < 0)
        return err;
    call->updatable = !cursor->read_only;
    if (call->level == JET_TblInfoDbid) {
        memcpy(call->result, &cursor->base.dbid, sizeof cursor->base.dbid);
        return JET_errSuccess;
    }
    return info_table(call, cursor->table->database, cursor->table->schema);
}

static JET_ERR table_info(JET_SESID sesid, JET_TABLEID tableid, struct info_call *call)
{
    struct session *session;
    struct table_cursor *cursor;
    JET_ERR err = api_enter_table(sesid, tableid, CURSOR_OP_GET_TABLE_INFO, &session, &cursor);
    return err < 0 ? err : api_leave(session, table_info_of_cursor(call, session, cursor));
}

JET_ERR JET_API JetGetTableInfoA(JET_SESID sesid, JET_TABLEID tableid, void *pvResult, uint32_t cbMax,
                                 uint32_t InfoLevel)
{
    struct info_call call = begin(pvResult, cbMax, InfoLevel, false);
    return table_info(sesid, tableid, &call);
}
API_PLAIN(JetGetTableInfo);

JET_ERR JET_API JetGetTableInfoW(JET_SESID sesid, JET_TABLEID tableid, void *pvResult, uint32_t cbMax,
                                 uint32_t InfoLevel)
{
    struct info_call call = begin(pvResult, cbMax, InfoLevel, true);
    return table_info(sesid, tableid, &call);
}
