/* Entering and leaving API calls: spec 40, 1.3 and 1.4.
 *
 * States of a session's handle word, and who makes the transitions:
 *   free -> idle            session_create (session.c)
 *   idle -> busy            enter_claim, here; JetTerm's claim (instance.c)
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

struct entry_request {
    JET_SESID sesid;
    JET_TABLEID tableid;
    bool with_cursor;
    bool works_stopped;
};

static JET_ERR check_handles(const struct entry_request *r)
{
    if (!handle_is_live(&handle_sessions, r->sesid))
        return JET_errInvalidSesid;
    if (r->with_cursor) {
        if (!handle_is_live(&handle_cursors, r->tableid))
            return JET_errInvalidTableId;
        if (atomic_load_explicit(&handle_entry(&handle_cursors, r->tableid)->owner, memory_order_relaxed) !=
            r->sesid)
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
static JET_ERR enter_diagnose(const struct entry_request *r, bool claimed, bool *nested)
{
    JET_ERR err = check_handles(r);
    if (err < 0)
        return err;
    err = engine_process_guard();
    if (err < 0)
        return err;

    struct handle_entry *entry = handle_entry(&handle_sessions, r->sesid);
    struct handle_entry *instance =
        handle_entry(&handle_instances, atomic_load_explicit(&entry->owner, memory_order_relaxed));
    err = engine_slow_error(atomic_load(&instance->slow), r->works_stopped);
    if (err < 0)
        return err;

    struct os_thread *self = &os_thread_self;
    bool in_callback = self->callback_depth > 0;
    if (claimed) {
        struct session *session = atomic_load_explicit(&entry->object, memory_order_relaxed);
        if (session->slow & SESSION_INTERNAL && !in_callback)
            return JET_errInvalidSesid;
    } else {
        if (atomic_load_explicit(&entry->thread, memory_order_relaxed) != os_thread_id())
            return JET_errSessionSharingViolation;
        *nested = true;
    }
    return self->api_depth > 0 && !in_callback ? JET_errInvalidOperation : JET_errSuccess;
}

static JET_ERR __attribute__((noinline))
enter_slowly(const struct entry_request *r, bool claimed, struct session **session)
{
    bool nested = false;
    struct handle_entry *entry = handle_entry(&handle_sessions, r->sesid);
    JET_ERR err = enter_diagnose(r, claimed, &nested);
    if (err < 0) {
        if (claimed)
            atomic_store_explicit(&entry->word, r->sesid, memory_order_release);
        return err;
    }
    *session = atomic_load_explicit(&entry->object, memory_order_relaxed);
    if (nested)
        (*session)->nested++;
    return JET_errSuccess;
}

static inline __attribute__((always_inline)) JET_ERR enter(struct entry_request r, struct session **session,
                                                           struct cursor **cursor)
{
    struct os_thread *self = &os_thread_self;
    struct handle_entry *entry = handle_entry(&handle_sessions, r.sesid);
    struct session *s = NULL;
    uint64_t trouble = r.sesid >> 62;
    bool claimed = false;

    if (entry && !trouble) {
        uint64_t expected = r.sesid;
        claimed = atomic_compare_exchange_strong(&entry->word, &expected, r.sesid | HANDLE_BUSY);
    }
    if (claimed) {
        s = atomic_load_explicit(&entry->object, memory_order_relaxed);
        trouble = s->slow | self->api_depth | atomic_load(s->instance_slow);
        if (r.with_cursor) {
            struct handle_entry *c = handle_entry(&handle_cursors, r.tableid);
            if (!c)
                trouble = 1;
            else
                trouble |= r.tableid >> 62 |
                           (atomic_load_explicit(&c->word, memory_order_relaxed) ^ r.tableid) |
                           (atomic_load_explicit(&c->owner, memory_order_relaxed) ^ r.sesid);
        }
    }
    if (__builtin_expect(!claimed || trouble, 0)) {
        JET_ERR err = enter_slowly(&r, claimed, &s);
        if (err < 0)
            return err;
    }
    atomic_store_explicit(&entry->thread, os_thread_id(), memory_order_relaxed);
    self->api_depth++;
    *session = s;
    if (r.with_cursor)
        *cursor =
            atomic_load_explicit(&handle_entry(&handle_cursors, r.tableid)->object, memory_order_relaxed);
    return JET_errSuccess;
}

JET_ERR api_enter_session(JET_SESID sesid, struct session **session)
{
    return enter((struct entry_request){.sesid = sesid}, session, NULL);
}

JET_ERR api_enter_session_stopped(JET_SESID sesid, struct session **session)
{
    return enter((struct entry_request){.sesid = sesid, .works_stopped = true}, session, NULL);
}

static inline JET_ERR enter_cursor(struct entry_request r, enum cursor_operation operation,
                                   struct session **session, struct cursor **cursor)
{
    JET_ERR err = enter(r, session, cursor);
    if (err < 0 || __builtin_expect(cursor_permits(*cursor, operation), 1))
        return err;
    return api_leave(*session, JET_errIllegalOperation);
}

JET_ERR api_enter_cursor(JET_SESID sesid, JET_TABLEID tableid, enum cursor_operation operation,
                         struct session **session, struct cursor **cursor)
{
    return enter_cursor((struct entry_request){.sesid = sesid, .tableid = tableid, .with_cursor = true},
                        operation, session, cursor);
}

JET_ERR api_enter_cursor_stopped(JET_SESID sesid, JET_TABLEID tableid, enum cursor_operation operation,
                                 struct session **session, struct cursor **cursor)
{
    return enter_cursor(
        (struct entry_request){
            .sesid = sesid, .tableid = tableid, .with_cursor = true, .works_stopped = true},
        operation, session, cursor);
}

JET_ERR api_cursor(struct session *session, JET_TABLEID tableid, struct cursor **cursor)
{
    struct entry_request r = {.sesid = session->handle, .tableid = tableid, .with_cursor = true};
    JET_ERR err = check_handles(&r);
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
