/* Sessions: birth and death, cursors and open databases (spec 40, section 3).
 *
 * Axes of a session's state (spec 40, 3.2) and who changes them:
 *   busy     enter.c
 *   context  session_context_set, session_context_reset; session_end claims it
 *   level    session_begin, session_commit, session_rollback (transaction.c)
 *   binding  taken by session_begin at level 0, dropped when level 0 is reached
 *
 * Invariants
 *  S1 A session is in its instance's list, and its number taken, from session_create
 *     to session_destroy; both under instance->lock.
 *  S2 cursors is ordered by descending level: new cursors are put in front, a commit
 *     lowers whole levels, so a level is always a prefix of the list.
 *  S3 At most JET_paramMaxSessions sessions of the application per instance. */
#include "engine/session.h"

#include "base/alloc.h"
#include "engine/engine_private.h"

#include <assert.h>

/* ---- birth and death ---------------------------------------------------------- */

/* Smallest free number >= 1 (3.1); 0 when memory is short. instance->lock held. */
static uint32_t number_take(struct instance *instance)
{
    for (uint32_t w = 0; w < instance->session_numbers_words; w++)
        if (~instance->session_numbers[w]) {
            uint32_t bit = (uint32_t)__builtin_ctzll(~instance->session_numbers[w]);
            instance->session_numbers[w] |= UINT64_C(1) << bit;
            return w * 64 + bit + 1;
        }
    uint32_t words = instance->session_numbers_words;
    uint64_t *grown = mem_realloc(instance->session_numbers, (words + 1) * sizeof *grown);
    if (!grown)
        return 0;
    grown[words] = 1;
    instance->session_numbers = grown;
    instance->session_numbers_words = words + 1;
    return words * 64 + 1;
}

static void number_give(struct instance *instance, uint32_t number)
{
    instance->session_numbers[(number - 1) / 64] &= ~(UINT64_C(1) << (number - 1) % 64);
}

static void parameters_init(struct session *session)
{
    struct session_parameters *p = &session->parameters;
    atomic_init(&p->commit_default, (JET_GRBIT)parameter_number(session->instance, JET_paramCommitDefault));
    p->cache_priority = (uint32_t)parameter_number(session->instance, JET_paramCachePriority);
    p->io_priority = (uint32_t)parameter_number(session->instance, JET_paramIOPriority);
    p->context_has_customer_data = 1;
    p->operation_context[3] = 0x80; /* user id 0x80000000: nobody */
}

JET_ERR session_create(struct instance *instance, bool user, JET_SESID *sesid)
{
    uint64_t token;
    struct session *session = mem_calloc(1, sizeof *session);
    if (!session)
        return JET_errOutOfSessions;

    os_mutex_lock(&instance->lock);
    JET_ERR err = JET_errOutOfSessions;
    if (user && instance->session_count >= parameter_number(instance, JET_paramMaxSessions))
        goto fail;
    session->instance = instance;
    session->instance_slow = instance->slow;
    session->slow = user ? 0 : SESSION_INTERNAL;
    session->number = number_take(instance);
    if (!session->number)
        goto fail;
    parameters_init(session);
    atomic_init(&session->transaction.begin_id, TRANSACTION_NONE);
    if (handle_reserve(&handle_sessions, session, instance->handle, &token) < 0) {
        number_give(instance, session->number);
        goto fail;
    }
    session->handle = token;
    session->entry = handle_entry(&handle_sessions, token);
    session->next = instance->sessions;
    if (session->next)
        session->next->previous = session;
    instance->sessions = session;
    instance->session_count += user;
    handle_publish(&handle_sessions, token);
    err = JET_errSuccess;
    *sesid = token;
fail:
    os_mutex_unlock(&instance->lock);
    if (err < 0)
        mem_free(session);
    return err;
}

void session_destroy(struct session *session)
{
    struct instance *instance = session->instance;

    assert(!session->cursors);
    os_mutex_lock(&instance->lock);
    if (session->previous)
        session->previous->next = session->next;
    else
        instance->sessions = session->next;
    if (session->next)
        session->next->previous = session->previous;
    number_give(instance, session->number);
    instance->session_count -= !(session->slow & SESSION_INTERNAL);
    handle_close(&handle_sessions, session->handle);
    os_mutex_unlock(&instance->lock);
    mem_free(session->parameters.commit_context);
    mem_free(session);
}

void session_close_all(struct session *session)
{
    while (session->cursors)
        session_cursor_close(session->cursors);
    for (size_t i = 0; i < SESSION_DATABASES; i++) {
        struct session_database *open = &session->databases[i];
        if (open->opens) {
            open->opens = 0;
            if (open->released)
                open->released(session, open);
        }
    }
}

JET_ERR session_end(struct session *session)
{
    JET_ERR err = JET_errSuccess;

    if (session->nested)
        return JET_errSessionSharingViolation; /* the call around the callback needs it */
    if (session->context != 0)
        return JET_errSessionInUse;
    session->context = SESSION_CONTEXT_CLAIMED;
    session->context_thread = os_thread_id();
    if (transaction_level(&session->transaction) > 0) {
        if (session->transaction.bound_to_context)
            session->transaction.bound_to = SESSION_CONTEXT_CLAIMED; /* adopted, S-13 */
        err = session_rollback(session, JET_bitRollbackAll);
    }
    if (err < 0) {
        session->context_thread = 0;
        session->context = 0;
        return err;
    }
    session_close_all(session);
    session_destroy(session);
    return JET_errSuccess;
}

/* ---- context (3.6) --------------------------------------------------------------- */

JET_ERR session_context_set(struct session *session, JET_API_PTR context)
{
    if (context == 0 || context == SESSION_CONTEXT_CLAIMED)
        return JET_errInvalidParameter;
    if (session->context != 0)
        return JET_errSessionContextAlreadySet;
    session->context = context;
    session->context_thread = os_thread_id();
    return JET_errSuccess;
}

JET_ERR session_context_reset(struct session *session)
{
    if (session->context == 0 || session->context_thread != os_thread_id())
        return JET_errSessionContextNotSetByThisThread;
    session->context_thread = 0;
    session->context = 0;
    return JET_errSuccess;
}

/* ---- open databases (H-9) ----------------------------------------------------------- */

struct session_database *session_database_find(struct session *session, JET_DBID dbid)
{
    for (size_t i = 0; i < SESSION_DATABASES; i++)
        if (session->databases[i].opens && session->databases[i].dbid == dbid)
            return &session->databases[i];
    return NULL;
}

JET_ERR session_database_open(struct session *session, JET_DBID dbid, struct session_database **open,
                              bool *made)
{
    struct session_database *place = session_database_find(session, dbid);
    *made = !place;
    for (size_t i = 0; !place && i < SESSION_DATABASES; i++)
        if (!session->databases[i].opens)
            place = &session->databases[i];
    if (!place)
        return JET_errTooManyAttachedDatabases; /* an instance never attaches so many */
    if (*made)
        *place = (struct session_database){.dbid = dbid};
    place->opens++;
    *open = place;
    return JET_errSuccess;
}

JET_ERR session_database_close(struct session *session, JET_DBID dbid)
{
    struct session_database *open = session_database_find(session, dbid);
    if (!open)
        return JET_errInvalidDatabaseId;
    if (open->opens > 1) {
        open->opens--;
        return JET_errSuccess;
    }
    struct cursor *next;
    for (struct cursor *c = session->cursors; c; c = next) {
        next = c->next;
        if (c->dbid == dbid)
            session_cursor_close(c);
    }
    open->opens = 0;
    if (open->released)
        open->released(session, open);
    return JET_errSuccess;
}

/* ---- cursors ---------------------------------------------------------------------------- */

JET_ERR session_cursor_open(struct session *session, struct cursor *cursor, JET_TABLEID *tableid)
{
    struct instance *instance = session->instance;
    uint32_t before = atomic_fetch_add(&instance->cursor_count, 1);
    JET_ERR err = JET_errSuccess;
    uint64_t token;

    if (before >= parameter_number(instance, JET_paramMaxCursors))
        err = JET_errOutOfCursors;
    if (err >= 0)
        err = handle_reserve(&handle_cursors, cursor, session->handle, &token);
    if (err < 0) {
        atomic_fetch_sub(&instance->cursor_count, 1);
        return err;
    }
    cursor->session = session;
    cursor->handle = token;
    cursor->level = (uint8_t)transaction_level(&session->transaction);
    cursor->permitted = cursor_set_permits[cursor->set];
    cursor->previous = NULL;
    cursor->next = session->cursors;
    if (cursor->next)
        cursor->next->previous = cursor;
    session->cursors = cursor;
    session->cursor_count++;
    handle_publish(&handle_cursors, token);
    *tableid = token;
    return JET_errSuccess;
}

void session_cursor_close(struct cursor *cursor)
{
    struct session *session = cursor->session;

    handle_close(&handle_cursors, cursor->handle);
    if (cursor->previous)
        cursor->previous->next = cursor->next;
    else
        session->cursors = cursor->next;
    if (cursor->next)
        cursor->next->previous = cursor->previous;
    session->cursor_count--;
    atomic_fetch_sub(&session->instance->cursor_count, 1);
    cursor->ops->close(cursor);
}
