/* Sessions. */
#include "api/api.h"

#include "engine/instance.h"
#include "engine/session.h"

#include <esent_engine.h>

JET_ERR JET_API JetBeginSessionA(JET_INSTANCE instance, JET_SESID *psesid, JET_PCSTR szUserName,
                                 JET_PCSTR szPassword)
{
    struct instance *i;
    JET_ERR err = api_enter_instance(instance, &i);

    (void)szUserName, (void)szPassword; /* S-1 */
    if (err < 0)
        return err;
    return api_leave_instance(i, psesid ? session_create(i, true, psesid) : JET_errInvalidParameter);
}
API_PLAIN(JetBeginSession);

JET_ERR JET_API JetBeginSessionW(JET_INSTANCE instance, JET_SESID *psesid, JET_PCWSTR szUserName,
                                 JET_PCWSTR szPassword)
{
    (void)szUserName, (void)szPassword;
    return JetBeginSessionA(instance, psesid, NULL, NULL);
}

JET_ERR JET_API JetDupSession(JET_SESID sesid, JET_SESID *psesid)
{
    struct session *session;
    JET_ERR err = api_enter_session(sesid, &session);
    if (err < 0)
        return err;
    return api_leave(session,
                     psesid ? session_create(session->instance, true, psesid) : JET_errInvalidParameter);
}

JET_ERR JET_API JetEndSession(JET_SESID sesid, JET_GRBIT grbit)
{
    struct session *session;
    JET_ERR err = api_enter_session_stopped(sesid, &session);

    (void)grbit; /* S-11 */
    if (err < 0)
        return err;
    err = session_end(session);
    return api_leave(err < 0 ? session : NULL, err);
}

JET_ERR JET_API JetSetSessionContext(JET_SESID sesid, JET_API_PTR ulContext)
{
    struct session *session;
    JET_ERR err = api_enter_session(sesid, &session);
    return err < 0 ? err : api_leave(session, session_context_set(session, ulContext));
}

JET_ERR JET_API JetResetSessionContext(JET_SESID sesid)
{
    struct session *session;
    JET_ERR err = api_enter_session_stopped(sesid, &session);
    return err < 0 ? err : api_leave(session, session_context_reset(session));
}

JET_ERR JET_API JetSetSessionParameter(JET_SESID sesid, uint32_t sesparamid, void *pvParam, uint32_t cbParam)
{
    struct session *session;
    JET_ERR err = api_enter_session(sesid, &session);
    return err < 0 ? err : api_leave(session, session_parameter_set(session, sesparamid, pvParam, cbParam));
}

/* Enters by the instance, so that it works on a session that another thread uses. */
JET_ERR JET_API JetGetSessionParameter(JET_SESID sesid, uint32_t sesparamid, void *pvParam,
                                       uint32_t cbParamMax, uint32_t *pcbParamActual)
{
    struct instance *instance;
    JET_ERR err = instance_pin_of_session(sesid, &instance);
    if (err < 0)
        return err;
    err = session_parameter_get_of(instance, sesid, sesparamid, pvParam, cbParamMax, pcbParamActual);
    return api_leave_instance(instance, err);
}

JET_ERR JET_API JetGetSessionInfo(JET_SESID sesid, void *pvResult, const uint32_t cbMax,
                                  const uint32_t ulInfoLevel)
{
    struct session *session;
    JET_ERR err = api_enter_session_stopped(sesid, &session);
    return err < 0 ? err : api_leave(session, session_info(session, pvResult, cbMax, ulInfoLevel));
}
