/* Functions whose answer is fixed (spec 50, 6.1), some of them after the checks of the
 * session. */
#include "api/api.h"

#include "engine/engine.h"

JET_ERR JET_API JetSnapshotStartA(JET_INSTANCE instance, JET_PSTR szDatabases, JET_GRBIT grbit)
{
    (void)instance, (void)szDatabases, (void)grbit;
    return JET_wrnNyi;
}
API_PLAIN(JetSnapshotStart);

JET_ERR JET_API JetSnapshotStartW(JET_INSTANCE instance, JET_PWSTR szDatabases, JET_GRBIT grbit)
{
    (void)instance, (void)szDatabases, (void)grbit;
    return JET_wrnNyi;
}

JET_ERR JET_API JetSnapshotStop(JET_INSTANCE instance, JET_GRBIT grbit)
{
    (void)instance, (void)grbit;
    return JET_wrnNyi;
}

JET_ERR JET_API JetCreateDatabaseWithStreamingA(JET_SESID sesid, JET_PCSTR szDbFileName,
                                                JET_PCSTR szSLVFileName, JET_PCSTR szSLVRootName,
                                                const uint32_t cpgDatabaseSizeMax, JET_DBID *pdbid,
                                                JET_GRBIT grbit)
{
    (void)sesid, (void)szDbFileName, (void)szSLVFileName, (void)szSLVRootName;
    (void)cpgDatabaseSizeMax, (void)pdbid, (void)grbit;
    return JET_errFeatureNotAvailable;
}
API_PLAIN(JetCreateDatabaseWithStreaming);

JET_ERR JET_API JetCreateDatabaseWithStreamingW(JET_SESID sesid, JET_PCWSTR szDbFileName,
                                                JET_PCWSTR szSLVFileName, JET_PCWSTR szSLVRootName,
                                                const uint32_t cpgDatabaseSizeMax, JET_DBID *pdbid,
                                                JET_GRBIT grbit)
{
    (void)sesid, (void)szDbFileName, (void)szSLVFileName, (void)szSLVRootName;
    (void)cpgDatabaseSizeMax, (void)pdbid, (void)grbit;
    return JET_errFeatureNotAvailable;
}

JET_ERR JET_API JetDefragment3A(JET_SESID sesid, JET_PCSTR szDatabaseName, JET_PCSTR szTableName,
                                uint32_t *pcPasses, uint32_t *pcSeconds, JET_CALLBACK callback,
                                void *pvContext, JET_GRBIT grbit)
{
    (void)sesid, (void)szDatabaseName, (void)szTableName, (void)pcPasses, (void)pcSeconds;
    (void)callback, (void)pvContext, (void)grbit;
    return JET_errInvalidParameter;
}
API_PLAIN(JetDefragment3);

JET_ERR JET_API JetDefragment3W(JET_SESID sesid, JET_PCWSTR szDatabaseName, JET_PCWSTR szTableName,
                                uint32_t *pcPasses, uint32_t *pcSeconds, JET_CALLBACK callback,
                                void *pvContext, JET_GRBIT grbit)
{
    (void)sesid, (void)szDatabaseName, (void)szTableName, (void)pcPasses, (void)pcSeconds;
    (void)callback, (void)pvContext, (void)grbit;
    return JET_errInvalidParameter;
}

JET_ERR JET_API JetTestHook(const TESTHOOK_OP opcode, void *const pv)
{
    (void)opcode, (void)pv;
    return JET_errInvalidParameter;
}

JET_ERR JET_API JetTracing(const JET_TRACEOP traceop, const JET_TRACETAG tracetag, const JET_API_PTR ul)
{
    (void)traceop, (void)tracetag, (void)ul;
    return JET_errDisabledFunctionality;
}

/* What of the cache goes into a process dump is nothing that Linux asks a library: the options are checked
 * only. */
JET_ERR JET_API JetConfigureProcessForCrashDump(const JET_GRBIT grbit)
{
    return grbit == 0 || (grbit & ~0xFFu) ? JET_errInvalidGrbit : JET_errSuccess;
}

/* ---- after the checks of the session ----------------------------------------------- */

static JET_ERR fixed_answer(JET_SESID sesid, JET_ERR answer)
{
    struct session *session;
    JET_ERR err = api_enter_session(sesid, &session);
    return err < 0 ? err : api_leave(session, answer);
}

JET_ERR JET_API JetAttachDatabaseWithStreamingA(JET_SESID sesid, JET_PCSTR szDbFileName,
                                                JET_PCSTR szSLVFileName, JET_PCSTR szSLVRootName,
                                                const uint32_t cpgDatabaseSizeMax, JET_GRBIT grbit)
{
    (void)szDbFileName, (void)szSLVFileName, (void)szSLVRootName, (void)cpgDatabaseSizeMax, (void)grbit;
    return fixed_answer(sesid, JET_errFeatureNotAvailable);
}
API_PLAIN(JetAttachDatabaseWithStreaming);

JET_ERR JET_API JetAttachDatabaseWithStreamingW(JET_SESID sesid, JET_PCWSTR szDbFileName,
                                                JET_PCWSTR szSLVFileName, JET_PCWSTR szSLVRootName,
                                                const uint32_t cpgDatabaseSizeMax, JET_GRBIT grbit)
{
    (void)szDbFileName, (void)szSLVFileName, (void)szSLVRootName, (void)cpgDatabaseSizeMax, (void)grbit;
    return fixed_answer(sesid, JET_errFeatureNotAvailable);
}

JET_ERR JET_API JetUpgradeDatabaseA(JET_SESID sesid, JET_PCSTR szDbFileName, JET_PCSTR szSLVFileName,
                                    const JET_GRBIT grbit)
{
    (void)szDbFileName, (void)szSLVFileName, (void)grbit;
    return fixed_answer(sesid, JET_wrnNyi);
}
API_PLAIN(JetUpgradeDatabase);

JET_ERR JET_API JetUpgradeDatabaseW(JET_SESID sesid, JET_PCWSTR szDbFileName, JET_PCWSTR szSLVFileName,
                                    const JET_GRBIT grbit)
{
    (void)szDbFileName, (void)szSLVFileName, (void)grbit;
    return fixed_answer(sesid, JET_wrnNyi);
}

JET_ERR JET_API JetGetCounter(JET_SESID sesid, int32_t CounterType, int32_t *plValue)
{
    (void)CounterType, (void)plValue;
    return fixed_answer(sesid, JET_errFeatureNotAvailable);
}

JET_ERR JET_API JetResetCounter(JET_SESID sesid, int32_t CounterType)
{
    (void)CounterType;
    return fixed_answer(sesid, JET_errFeatureNotAvailable);
}

/* Its one level, the key of encrypted columns, is not supported. All three symbols are one
 * function: it takes no string. */
JET_ERR JET_API JetSetTableInfoA(JET_SESID sesid, JET_TABLEID tableid, const void *pvParam, uint32_t cbParam,
                                 uint32_t InfoLevel)
{
    struct session *session;
    struct cursor *cursor;
    JET_ERR err = api_enter_cursor(sesid, tableid, CURSOR_OP_SET_TABLE_INFO, &session, &cursor);
    (void)pvParam, (void)cbParam, (void)InfoLevel;
    return err < 0 ? err : api_leave(session, JET_errFeatureNotAvailable);
}
API_PLAIN(JetSetTableInfo);
JET_ERR JET_API JetSetTableInfoW(JET_SESID, JET_TABLEID, const void *, uint32_t, uint32_t)
    __attribute__((alias("JetSetTableInfoA")));

JET_ERR JET_API JetGetVersion(JET_SESID sesid, uint32_t *pwVersion)
{
    struct session *session;
    JET_ERR err = api_enter_session(sesid, &session);
    if (err < 0)
        return err;
    if (!pwVersion)
        return api_leave(session, JET_errInvalidParameter);
    *pwVersion = (uint32_t)API_VERSION_MAJOR << 28 | API_VERSION_MINOR << 24 | API_VERSION_BUILD << 8;
    return api_leave(session, JET_errSuccess);
}
