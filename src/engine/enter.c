/* Entering and leaving API calls: spec 40, 1.3 and 1.4.
 *
 * States of a session's handle word, and who makes the transitions:
 *   free -> idle            session_create (session.c)
 *   idle -> busy            enter, here; JetTerm's claim (instance.c)
 *   busy -> idle            api_leave; JetTerm giving up
 *   busy -> free            session_end, JetTerm
 *
 * Invariants
 *  E1 Only the claimer touches the session structure, its cursors and its list of
 *     open databases, from claim to api_leave. Others read entry fields only.
 *  E2 Claim (sequentially consistent) comes before the look at the instance's slow
 *     word; JetTerm sets the slow word before it looks at the session words. So
 *     either the call sees the flag, or JetTerm sees the call and waits (I-10 b).
 *  E3 A failed entry changes nothing. */
#include "engine/engine_private.h"

#include <assert.h>

/* What an entry asks for; constants at every call, so that each way in is compiled
 * for itself. */
#define WITH_CURSOR   0x1u
#define WORKS_STOPPED 0x2u
#define CLAIMED       0x4u /* the session's word is ours already */

/* Of enter_diagnose alone: the session is free by now. */
#define ENTER_AGAIN 1

static JET_ERR check_handles(JET_SESID sesid, JET_TABLEID tableid, unsigned flags)
{
    if (!handle_is_live(&handle_sessions, sesid))
        return JET_errInvalidSesid;
    if (flags & WITH_CURSOR) {
        if (!handle_is_live(&handle_cursors, tableid))
            return JET_errInvalidTableId;
        if (atomic_load_explicit(&handle_entry(&handle_cursors, tableid)->owner, memory_order_relaxed) !=
            sesid)
            return JET_errSesidTableIdMismatch;
    }
    return JET_errSuccess;
}

JET_ERR engine_slow_error(uint32_t slow, bool works_stopped)
{
    if (slow & INSTANCE_STOPPED && !works_stopped)
        return JET_errClientRequestToStopJetService;
    if (slow & INSTANCE_UNAVAILABLE)
        return slow & INSTANCE_LOG_DISK ? JET_errInstanceUnavailableDueToFatalLogDiskFull
                                        : JET_errInstanceUnavailable;
    if (slow & INSTANCE_TERMINATING)
        return JET_errTermInProgress;
    return JET_errSuccess;
}

/* Which of the checks of 1.3 fails, in their order? Success when none does; then
 * *nested tells that the session is this thread's own, entered from a callback. */
static JET_ERR enter_diagnose(JET_SESID sesid, JET_TABLEID tableid, unsigned flags, bool *nested)
{
    JET_ERR err = check_handles(sesid, tableid, flags);
    if (err < 0)
        return err;
    err = engine_process_guard();
    if (err < 0)
        return err;

    struct handle_entry *entry = handle_entry(&handle_sessions, sesid);
    struct handle_entry *instance =
        handle_entry(&handle_instances, atomic_load_explicit(&entry->owner, memory_order_relaxed));
    err = engine_slow_error(atomic_load(&instance->slow), flags & WORKS_STOPPED);
    if (err < 0)
        return err;

    struct os_thread *self = &os_thread_self;
    bool in_callback = self->callback_depth > 0;
    if (flags & CLAIMED) {
        struct session *session = atomic_load_explicit(&entry->object, memory_order_relaxed);
        if (session->slow & SESSION_INTERNAL && !in_callback)
            return JET_errInvalidSesid;
    } else {
        if (atomic_load_explicit(&entry->thread, memory_order_relaxed) != os_thread_id()) {
            /* A JetTerm that gave up may have had it when we tried: it gives sessions
             * back before it clears the flag we just saw clear, so look again. */
            return atomic_load(&entry->word) == sesid ? ENTER_AGAIN : JET_errSessionSharingViolation;
        }
        *nested = true;
    }
    return self->api_depth > 0 && !in_callback ? JET_errInvalidOperation : JET_errSuccess;
}

static inline void enter_finish(struct handle_entry *entry, uint64_t thread)
{
    atomic_store_explicit(&entry->thread, thread, memory_order_relaxed);
    os_thread_self.api_depth++;
}

/* The fast way met an obstacle: find out which, in the order of 1.3, or enter. */
static JET_ERR __attribute__((noinline)) enter_slowly(JET_SESID sesid, JET_TABLEID tableid, unsigned flags,
                                                      struct session **session, struct cursor **cursor)
{
    bool nested = false;
    struct handle_entry *entry = handle_entry(&handle_sessions, sesid);
    JET_ERR err;
    while ((err = enter_diagnose(sesid, tableid, flags, &nested)) == ENTER_AGAIN) {
        uint64_t expected = sesid;
        if (atomic_compare_exchange_strong(&entry->word, &expected, sesid | HANDLE_BUSY))
            flags |= CLAIMED;
    }
    if (err < 0) {
        if (flags & CLAIMED)
            atomic_store_explicit(&entry->word, sesid, memory_order_release);
        return err;
    }
    *session = atomic_load_explicit(&entry->object, memory_order_relaxed);
    if (nested)
        (*session)->nested++;
    if (flags & WITH_CURSOR)
        *cursor = handle_object(&handle_cursors, tableid);
    enter_finish(entry, os_thread_id());
    return JET_errSuccess;
}

static inline __attribute__((always_inline)) JET_ERR
enter(JET_SESID sesid, JET_TABLEID tableid, unsigned flags, struct session **session, struct cursor **cursor)
{
    struct os_thread *self = &os_thread_self;
    struct handle_entry *entry = handle_entry(&handle_sessions, sesid), *c = NULL;
    uint64_t expected = sesid;

    if (__builtin_expect(!entry || sesid >> 62 ||
                             !atomic_compare_exchange_strong(&entry->word, &expected, sesid | HANDLE_BUSY),
                         0))
        return enter_slowly(sesid, tableid, flags, session, cursor);
    struct session *s = atomic_load_explicit(&entry->object, memory_order_relaxed);
    /* A thread without a number yet is trouble, too. */
    uint64_t trouble = s->slow | self->api_depth | atomic_load(s->instance_slow) | (self->id - 1) >> 63;
    if (flags & WITH_CURSOR) {
        c = handle_entry(&handle_cursors, tableid);
        trouble |= c ? tableid >> 62 | (atomic_load_explicit(&c->word, memory_order_relaxed) ^ tableid) |
                           (atomic_load_explicit(&c->owner, memory_order_relaxed) ^ sesid)
                     : 1;
    }
    if (__builtin_expect(trouble != 0, 0))
        return enter_slowly(sesid, tableid, flags | CLAIMED, session, cursor);
    *session = s;
    if (flags & WITH_CURSOR)
        *cursor = atomic_load_explicit(&c->object, memory_order_relaxed);
    enter_finish(entry, self->id);
    return JET_errSuccess;
}

JET_ERR api_enter_session(JET_SESID sesid, struct session **session)
{
    return enter(sesid, 0, 0, session, NULL);
}

JET_ERR api_enter_session_stopped(JET_SESID sesid, struct session **session)
{
    return enter(sesid, 0, WORKS_STOPPED, session, NULL);
}

static inline __attribute__((always_inline)) JET_ERR
enter_cursor(JET_SESID sesid, JET_TABLEID tableid, unsigned flags, enum cursor_operation operation,
             struct session **session, struct cursor **cursor)
{
    JET_ERR err = enter(sesid, tableid, flags | WITH_CURSOR, session, cursor);
    if (err < 0 || __builtin_expect(cursor_permits(*cursor, operation), 1))
        return err;
    return api_leave(*session, JET_errIllegalOperation);
}

JET_ERR api_enter_cursor(JET_SESID sesid, JET_TABLEID tableid, enum cursor_operation operation,
                         struct session **session, struct cursor **cursor)
{
    return enter_cursor(sesid, tableid, 0, operation, session, cursor);
}

JET_ERR api_enter_cursor_stopped(JET_SESID sesid, JET_TABLEID tableid, enum cursor_operation operation,
                                 struct session **session, struct cursor **cursor)
{
    return enter_cursor(sesid, tableid, WORKS_STOPPED, operation, session, cursor);
}

JET_ERR api_cursor(struct session *session, JET_TABLEID tableid, struct cursor **cursor)
{
    JET_ERR err = check_handles(session->handle, tableid, WITH_CURSOR);
    if (err >= 0)
        *cursor = handle_object(&handle_cursors, tableid);
    return err;
}

JET_ERR api_leave(struct session *session, JET_ERR err)
{
    os_thread_self.api_depth--;
    if (!session)
        return err; /* it has ended */
    if (__builtin_expect(session->nested > 0, 0)) {
        session->nested--;
        return err;
    }
    struct handle_entry *entry = session->entry;
    atomic_store_explicit(&entry->thread, 0, memory_order_relaxed);
    atomic_store_explicit(&entry->word, session->handle, memory_order_release);
    return err;
}

void api_callback_begin(void) { os_thread_self.callback_depth++; }

void api_callback_end(void)
{
    assert(os_thread_self.callback_depth > 0);
    os_thread_self.callback_depth--;
}
