/* Transactions. */
#include "api/api.h"

#include "engine/session.h"

#include <esent_engine.h>

static JET_ERR begin(JET_SESID sesid, JET_GRBIT grbit)
{
    struct session *session;
    JET_ERR err = api_enter_session(sesid, &session);
    return err < 0 ? err : api_leave(session, session_begin(session, grbit));
}

JET_ERR JET_API JetBeginTransaction(JET_SESID sesid) { return begin(sesid, 0); }

JET_ERR JET_API JetBeginTransaction2(JET_SESID sesid, JET_GRBIT grbit) { return begin(sesid, grbit); }

JET_ERR JET_API JetBeginTransaction3(JET_SESID sesid, int64_t trxid, JET_GRBIT grbit)
{
    (void)trxid; /* a number for traces, T-5 */
    return begin(sesid, grbit);
}

static JET_ERR commit(JET_SESID sesid, JET_GRBIT grbit, uint32_t durable_milliseconds,
                      JET_COMMIT_ID *commit_id)
{
    struct session *session;
    JET_ERR err = api_enter_session(sesid, &session);
    return err < 0 ? err
                   : api_leave(session, session_commit(session, grbit, durable_milliseconds, commit_id));
}

JET_ERR JET_API JetCommitTransaction(JET_SESID sesid, JET_GRBIT grbit)
{
    return commit(sesid, grbit, 0, NULL);
}

JET_ERR JET_API JetCommitTransaction2(JET_SESID sesid, JET_GRBIT grbit, uint32_t cmsecDurableCommit,
                                      JET_COMMIT_ID *pCommitId)
{
    return commit(sesid, grbit, cmsecDurableCommit, pCommitId);
}

JET_ERR JET_API JetPrepareToCommitTransaction(JET_SESID sesid, const void *pvData, uint32_t cbData,
                                              JET_GRBIT grbit)
{
    struct session *session;
    JET_ERR err = api_enter_session(sesid, &session);

    (void)pvData, (void)cbData, (void)grbit;
    return err < 0 ? err : api_leave(session, JET_errFeatureNotAvailable); /* T-22 */
}

JET_ERR JET_API JetRollback(JET_SESID sesid, JET_GRBIT grbit)
{
    struct session *session;
    JET_ERR err = api_enter_session_stopped(sesid, &session);
    return err < 0 ? err : api_leave(session, session_rollback(session, grbit));
}

/* No versions are kept before writing is built: there is nothing to clean up, and
 * the store is empty. The answers are those of an idle engine. */
JET_ERR JET_API JetIdle(JET_SESID sesid, JET_GRBIT grbit)
{
    struct session *session;
    JET_ERR err = api_enter_session(sesid, &session);

    if (err < 0)
        return err;
    if (grbit & JET_bitIdleStatus)
        err = JET_errSuccess;
    else if (grbit == 0 || grbit & JET_bitIdleCompact)
        err = JET_wrnNoIdleActivity;
    else if (grbit & JET_bitIdleCompactAsync)
        err = JET_errInvalidGrbit;
    if (grbit & JET_bitIdleFlushBuffers)
        err = JET_errInvalidGrbit;
    return api_leave(session, err);
}
