/* Stubs of the functions that functions.def calls NYI. All stubs of one kind of entry are one piece of code
 * under many names: the calling conventions of Linux let a function ignore arguments that it does not know.
 */
#include "api/api.h"
#include "engine/engine.h"

#define NYI(name, forms, entry) NYI_##forms(#name, entry)
#define BUILT(name, forms, entry)
#define NYI_PLAIN(symbol, entry) STUB(symbol, entry, __COUNTER__)
#define NYI_AW(symbol, entry)                                                                                \
    STUB(symbol, entry, __COUNTER__) STUB(symbol "A", entry, __COUNTER__) STUB(symbol "W", entry, __COUNTER__)
#define NYI_SAME(symbol, entry) NYI_AW(symbol, entry)
#define STUB(symbol, entry, n)  STUB_(symbol, entry, n)
#define STUB_(symbol, entry, n)                                                                              \
    extern __typeof__(nyi_##entry) nyi_##entry##_##n __asm__(symbol)                                         \
        __attribute__((alias("nyi_" #entry), visibility("default")));

static JET_ERR nyi_NOTHING(void) { return JET_wrnNyi; }

static JET_ERR nyi_LEGACY(void)
{
    struct instance *instance;
    JET_ERR err = api_enter_single(&instance);
    return err < 0 ? err : api_leave_instance(instance, JET_wrnNyi);
}

static JET_ERR nyi_INSTANCE(JET_INSTANCE handle)
{
    struct instance *instance;
    JET_ERR err = api_enter_instance(handle, &instance);
    return err < 0 ? err : api_leave_instance(instance, JET_wrnNyi);
}

static JET_ERR nyi_INSTANCE_ANY(JET_INSTANCE handle)
{
    struct instance *instance;
    JET_ERR err = api_enter_instance_any(handle, &instance);
    if (err < 0)
        return err;
    return instance ? api_leave_instance(instance, JET_wrnNyi) : JET_errInvalidParameter;
}

static JET_ERR nyi_SESSION(JET_SESID sesid)
{
    struct session *session;
    JET_ERR err = api_enter_session(sesid, &session);
    return err < 0 ? err : api_leave(session, JET_wrnNyi);
}

static JET_ERR nyi_DATABASE(JET_SESID sesid, JET_DBID dbid)
{
    struct session *session;
    JET_ERR err = api_enter_session(sesid, &session);
    if (err < 0)
        return err;
    return api_leave(session, session_database_find(session, dbid) ? JET_wrnNyi : JET_errInvalidDatabaseId);
}

static JET_ERR nyi_cursor(JET_SESID sesid, JET_TABLEID tableid, enum cursor_operation operation)
{
    struct session *session;
    struct cursor *cursor;
    JET_ERR err = api_enter_cursor(sesid, tableid, operation, &session, &cursor);
    return err < 0 ? err : api_leave(session, JET_wrnNyi);
}

#define NYI_CURSOR(operation)                                                                                \
    static JET_ERR nyi_CURSOR_##operation(JET_SESID sesid, JET_TABLEID tableid)                              \
    {                                                                                                        \
        return nyi_cursor(sesid, tableid, CURSOR_OP_##operation);                                            \
    }
NYI_CURSOR(ADD_COLUMN)
NYI_CURSOR(COMPUTE_STATS)
NYI_CURSOR(CREATE_INDEX)
NYI_CURSOR(DELETE_COLUMN)
NYI_CURSOR(DELETE_INDEX)
NYI_CURSOR(RENAME_COLUMN)
NYI_CURSOR(STREAM_RECORDS)

#include "api/functions.def"
