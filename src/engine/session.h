/* session.h: what the calls of the session family do, after entering (enter.c)
 * and for a session that belongs to the caller. */
#ifndef ESENT_ENGINE_SESSION_H
#define ESENT_ENGINE_SESSION_H

#include "engine/engine.h"

/* The value by which JetEndSession claims a session (S-13); refused from clients. */
#define SESSION_CONTEXT_CLAIMED (~(JET_API_PTR)0)

JET_ERR session_context_set(struct session *session, JET_API_PTR context);
JET_ERR session_context_reset(struct session *session);

/* JetBeginSession and JetDupSession. */
JET_ERR session_create(struct instance *instance, bool user, JET_SESID *sesid);

/* JetEndSession; on success the session is gone (leave with NULL). */
JET_ERR session_end(struct session *session);

/* JetBeginTransaction*, JetCommitTransaction*, JetRollback (transaction.c). */
JET_ERR session_begin(struct session *session, JET_GRBIT grbit);
JET_ERR session_commit(struct session *session, JET_GRBIT grbit, uint32_t durable_milliseconds,
                       JET_COMMIT_ID *commit_id);
JET_ERR session_rollback(struct session *session, JET_GRBIT grbit);

/* Does the open transaction belong to this thread, or to the context it has set?
 * Calls that need it (S-28) answer JET_errSessionSharingViolation when not. */
bool session_owns_transaction(const struct session *session);

/* Is the open transaction read-only (T-7)? */
static inline bool session_is_read_only(const struct session *session)
{
    return session->transaction.read_only;
}

/* JetSetSessionParameter; JetGetSessionParameter for any live session of a pinned
 * instance, under instance->lock. */
JET_ERR session_parameter_set(struct session *session, uint32_t id, const void *value, uint32_t size);
JET_ERR session_parameter_get(const struct session *session, uint32_t id, void *value, uint32_t max,
                              uint32_t *actual);

JET_ERR session_parameter_get_of(struct instance *instance, JET_SESID sesid, uint32_t id, void *value,
                                 uint32_t max, uint32_t *actual);

/* JetGetSessionInfo level 0. */
JET_ERR session_info(const struct session *session, void *result, uint32_t size, uint32_t level);

/* For JetTerm: closes every cursor and every open database, whatever the level. */
void session_close_all(struct session *session);
void session_destroy(struct session *session);

#endif
