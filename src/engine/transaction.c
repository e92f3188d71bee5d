/* Transactions of a session: levels, binding, cursors (spec 40, section 4). What
 * they do to data (versions, log, undo) hangs in where level 0 is entered and left
 * and where a level is undone; reading needs none of it. */
#include "engine/session.h"

#include <esent_engine.h>

static uint64_t transaction_id(struct instance *instance, bool read_only)
{
    /* T-8: normal ones take the next multiple of 4, read-only ones stand between. */
    if (read_only)
        return atomic_load_explicit(&instance->last_transaction_id, memory_order_acquire) + 2;
    uint32_t id = atomic_fetch_add_explicit(&instance->last_transaction_id, 4, memory_order_acq_rel) + 4;
    if (id == TRANSACTION_NONE - 3) /* the multiple of 4 next to "none": leave a gap */
        id = atomic_fetch_add_explicit(&instance->last_transaction_id, 4, memory_order_acq_rel) + 4;
    return id;
}

bool session_owns_transaction(const struct session *session)
{
    const struct transaction *t = &session->transaction;

    if (!t->bound_to_context)
        return t->bound_to == os_thread_id();
    return session->context == t->bound_to && session->context_thread == os_thread_id();
}

JET_ERR session_begin(struct session *session, JET_GRBIT grbit)
{
    struct transaction *t = &session->transaction;
    int32_t level = transaction_level(t);

    if (level >= TRANSACTION_LEVELS)
        return JET_errTransTooDeep;
    if (level > 0 && !session_owns_transaction(session))
        return JET_errSessionSharingViolation;
    if (t->rollback_error < 0)
        return JET_errRollbackError;
    if (level == 0) {
        t->serial++;
        t->read_only = grbit & JET_bitTransactionReadOnly;
        t->bound_to_context = session->context != 0;
        t->bound_to = t->bound_to_context ? session->context : os_thread_id();
        atomic_store_explicit(&t->begin_id, (uint32_t)transaction_id(session->instance, t->read_only),
                              memory_order_relaxed);
    }
    atomic_store_explicit(&t->level, level + 1, memory_order_relaxed);
    return JET_errSuccess;
}

/* Level 0 is reached: the binding goes, and S-34 says what remains visible. */
static void transaction_over(struct transaction *t)
{
    atomic_store_explicit(&t->begin_id, TRANSACTION_NONE, memory_order_relaxed);
    t->read_only = false;
    if (!t->bound_to_context)
        t->bound_to = 0;
}

/* T-21: what was opened and done in this level belongs to the enclosing one. */
static void hand_cursors_out(struct session *session, int32_t level)
{
    uint8_t most = (uint8_t)(level - 1);

    for (struct cursor *c = session->cursors; c && c->level == level; c = c->next)
        c->level = most;
    if (level == 1)
        return; /* marks end with the transaction */
    for (struct cursor *c = session->cursors; c; c = c->next) {
        c->moved_level = MIN(c->moved_level, most);
        c->index_level = MIN(c->index_level, most);
        c->update_level = MIN(c->update_level, most);
    }
}

JET_ERR session_commit(struct session *session, JET_GRBIT grbit, uint32_t durable_milliseconds,
                       JET_COMMIT_ID *commit_id)
{
    const JET_GRBIT waits = JET_bitForceNewLog | JET_bitWaitAllLevel0Commit | JET_bitWaitLastLevel0Commit;
    const JET_GRBIT known = waits | JET_bitCommitLazyFlush | JET_bitCommitRedoCallback;
    struct transaction *t = &session->transaction;

    (void)commit_id; /* written by logged commits only, T-18 */
    if (grbit & ~known)
        return JET_errInvalidGrbit;
    if (grbit & waits)
        /* Each alone (T-13), at any level; nothing was ever logged, so nothing to wait for. */
        return grbit & (grbit - 1) ? JET_errInvalidGrbit : JET_errSuccess;

    int32_t level = transaction_level(t);
    if (level == 0)
        return JET_errNotInTransaction;
    if (t->must_roll_back)
        return JET_errMustRollback;
    JET_GRBIT commit_default =
        atomic_load_explicit(&session->parameters.commit_default, memory_order_relaxed);
    if (durable_milliseconds && !((grbit | commit_default) & JET_bitCommitLazyFlush))
        return JET_errInvalidParameter;
    if (!session_owns_transaction(session))
        return JET_errSessionSharingViolation;

    hand_cursors_out(session, level);
    atomic_store_explicit(&t->level, level - 1, memory_order_relaxed);
    if (level == 1)
        transaction_over(t);
    return JET_errSuccess;
}

static void undo_level(struct session *session, int32_t level)
{
    while (session->cursors && session->cursors->level == level)
        session_cursor_close(session->cursors); /* T-39 */
    for (struct cursor *c = session->cursors; c; c = c->next) {
        cursor_begin_marks(c, session->transaction.serial);
        if (c->ops->rolled_back)
            c->ops->rolled_back(c, level);
    }
    atomic_store_explicit(&session->transaction.level, level - 1, memory_order_relaxed);
}

JET_ERR session_rollback(struct session *session, JET_GRBIT grbit)
{
    struct transaction *t = &session->transaction;
    int32_t level = transaction_level(t);

    if (grbit & ~(JET_GRBIT)(JET_bitRollbackAll | JET_bitRollbackRedoCallback))
        return JET_errInvalidGrbit;
    if (level == 0)
        return JET_errNotInTransaction;
    if (!session_owns_transaction(session))
        return JET_errSessionSharingViolation;
    if (t->rollback_error < 0)
        return JET_errRollbackError;

    int32_t target = grbit & JET_bitRollbackAll ? 0 : level - 1;
    for (; level > target; level--)
        undo_level(session, level);
    if (target == 0) {
        t->must_roll_back = false;
        transaction_over(t);
    }
    return JET_errSuccess;
}
