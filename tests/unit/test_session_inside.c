/* Sessions seen from inside: while a call is running, with cursors and open
 * databases, from callbacks, on stopped, unavailable and terminating instances.
 * Spec 40, 1.3 (order of checks), 1.5, 2.5 to 2.7, 3.5, 3.8, 4.5. */
#include "test.h"
#include "worker.h"

#include "base/alloc.h"
#include "engine/engine.h"
#include "engine/handle.h"
#include "engine/session.h"
#include "os/os_file.h"

#include <esent_engine.h>

static JET_INSTANCE instance;
static struct worker thread_b;

static int setup(void **state)
{
    (void)state;
    return JetCreateInstanceA(&instance, "inside") < 0 || JetInit(&instance) < 0;
}

static int teardown(void **state)
{
    (void)state;
    JetTerm2(instance, JET_bitTermDirty);
    return 0;
}

static JET_SESID begun(void)
{
    JET_SESID s = 0;
    assert_int_equal(JetBeginSessionA(instance, &s, NULL, NULL), JET_errSuccess);
    return s;
}

static void ended(JET_SESID s) { assert_int_equal(JetEndSession(s, 0), JET_errSuccess); }

/* ---- a cursor that only counts ------------------------------------------------------ */

struct fake {
    struct cursor cursor;
    int closed, rolled_back, last_level;
};

static void fake_close(struct cursor *cursor) { ((struct fake *)cursor)->closed++; }
static void fake_rolled_back(struct cursor *cursor, int level)
{
    ((struct fake *)cursor)->rolled_back++;
    ((struct fake *)cursor)->last_level = level;
}
static const struct cursor_ops fake_ops = {.close = fake_close, .rolled_back = fake_rolled_back};

static JET_TABLEID opened(JET_SESID s, struct fake *fake, JET_DBID dbid)
{
    struct session *session;
    JET_TABLEID t = 0;
    memset(fake, 0, sizeof *fake);
    fake->cursor.ops = &fake_ops;
    fake->cursor.dbid = dbid;
    assert_int_equal(api_enter_session(s, &session), JET_errSuccess);
    assert_int_equal(api_leave(session, session_cursor_open(session, &fake->cursor, &t)), JET_errSuccess);
    return t;
}

static JET_ERR use(JET_SESID s, JET_TABLEID t, enum cursor_operation operation)
{
    struct session *session;
    struct cursor *cursor;
    JET_ERR err = api_enter_cursor(s, t, operation, &session, &cursor);
    return err < 0 ? err : api_leave(session, JET_errSuccess);
}

static void test_cursor_is_checked_after_its_session(void **state)
{
    struct fake f;
    JET_SESID s = begun(), other = begun();
    JET_TABLEID t = opened(s, &f, 1);
    (void)state;
    assert_int_equal(use(s, t, CURSOR_OP_MOVE), JET_errSuccess);
    assert_int_equal(use(0, t, CURSOR_OP_MOVE), JET_errInvalidSesid);
    assert_int_equal(use(t, t, CURSOR_OP_MOVE), JET_errInvalidSesid);
    assert_int_equal(use(0, 0, CURSOR_OP_MOVE), JET_errInvalidSesid);
    assert_int_equal(use(s, 0, CURSOR_OP_MOVE), JET_errInvalidTableId);
    assert_int_equal(use(s, JET_tableidNil, CURSOR_OP_MOVE), JET_errInvalidTableId);
    assert_int_equal(use(s, s, CURSOR_OP_MOVE), JET_errInvalidTableId);
    assert_int_equal(use(other, t, CURSOR_OP_MOVE), JET_errSesidTableIdMismatch);
    ended(s);
    assert_int_equal(f.closed, 1);
    assert_int_equal(use(other, t, CURSOR_OP_MOVE), JET_errInvalidTableId);
    assert_int_equal(use(other, t | HANDLE_FREE, CURSOR_OP_MOVE), JET_errInvalidTableId);
    ended(other);
}

static void test_a_million_random_cursor_handles_are_invalid(void **state)
{
    struct fake f;
    JET_SESID s = begun();
    JET_TABLEID t = opened(s, &f, 1);
    uint64_t x = 0x2545F4914F6CDD1D;
    (void)state;
    for (int i = 0; i < 1000000; i++) {
        x ^= x << 13, x ^= x >> 7, x ^= x << 17;
        JET_TABLEID bad = i & 1 ? x : t ^ UINT64_C(1) << x % 64;
        if (use(s, bad, CURSOR_OP_MOVE) != JET_errInvalidTableId)
            fail_msg("%#llx", (unsigned long long)bad);
    }
    ended(s);
}

static void test_operation_outside_the_set_is_illegal(void **state)
{
    struct fake f;
    JET_SESID s = begun();
    JET_TABLEID t = opened(s, &f, 1);
    (void)state;
    for (int operation = CURSOR_OP_ANY; operation < CURSOR_OPERATIONS; operation++)
        assert_int_equal(use(s, t, operation), JET_errSuccess);
    cursor_set_operations(&f.cursor, CURSOR_SET_TEMPORARY);
    assert_int_equal(use(s, t, CURSOR_OP_MOVE), JET_errSuccess);
    assert_int_equal(use(s, t, CURSOR_OP_ADD_COLUMN), JET_errIllegalOperation);
    assert_int_equal(use(s, t, CURSOR_OP_CREATE_INDEX), JET_errIllegalOperation);
    assert_int_equal(use(s, t, CURSOR_OP_SET_CURRENT_INDEX), JET_errIllegalOperation);
    assert_int_equal(use(s, t, CURSOR_OP_GET_TABLE_COLUMN_INFO), JET_errIllegalOperation);
    assert_int_equal(use(s, t, CURSOR_OP_GET_INDEX_INFO), JET_errIllegalOperation);
    assert_int_equal(use(s, t, CURSOR_OP_INDEX_RECORD_COUNT), JET_errIllegalOperation);
    assert_int_equal(use(s, t, CURSOR_OP_GET_RECORD_POSITION), JET_errIllegalOperation);
    assert_int_equal(use(s, t, CURSOR_OP_GOTO_POSITION), JET_errIllegalOperation);
    assert_int_equal(use(s, t, CURSOR_OP_GET_LOCK), JET_errIllegalOperation);
    assert_int_equal(use(s, t, CURSOR_OP_SET_SEQUENTIAL), JET_errIllegalOperation);
    assert_int_equal(use(s, t, CURSOR_OP_RETRIEVE_TAGGED_LIST), JET_errIllegalOperation);
    assert_int_equal(use(s, t, CURSOR_OP_PREREAD), JET_errIllegalOperation);
    assert_int_equal(use(s, t, CURSOR_OP_REGISTER_CALLBACK), JET_errIllegalOperation);
    cursor_set_operations(&f.cursor, CURSOR_SET_SORT_LOADING);
    assert_int_equal(use(s, t, CURSOR_OP_UPDATE), JET_errSuccess);
    assert_int_equal(use(s, t, CURSOR_OP_RETRIEVE_COLUMN), JET_errIllegalOperation);
    assert_int_equal(use(s, t, CURSOR_OP_DUP_CURSOR), JET_errIllegalOperation);
    cursor_set_operations(&f.cursor, CURSOR_SET_SORT_FAILED);
    assert_int_equal(use(s, t, CURSOR_OP_CLOSE_TABLE), JET_errSuccess);
    assert_int_equal(use(s, t, CURSOR_OP_MOVE), JET_errIllegalOperation);
    ended(s);
}

/* ---- ending with things open ------------------------------------------------------------ */

static int released;
static void on_release(struct session *session, struct session_database *open)
{
    assert_null(session->cursors); /* they go first */
    assert_int_equal(open->opens, 0);
    released++;
}

static void database_opened(JET_SESID s, JET_DBID dbid, bool expect_made)
{
    struct session *session;
    struct session_database *open;
    bool made;
    assert_int_equal(api_enter_session(s, &session), JET_errSuccess);
    assert_int_equal(session_database_open(session, dbid, &open, &made), JET_errSuccess);
    assert_int_equal(made, expect_made);
    open->released = on_release;
    api_leave(session, JET_errSuccess);
}

static JET_ERR database_closed(JET_SESID s, JET_DBID dbid)
{
    struct session *session;
    assert_int_equal(api_enter_session(s, &session), JET_errSuccess);
    return api_leave(session, session_database_close(session, dbid));
}

static void test_end_session_closes_databases_cursors_and_transactions(void **state)
{
    struct fake a, b, temporary;
    JET_SESID s = begun();
    (void)state;
    released = 0;
    database_opened(s, 1, true);
    database_opened(s, 1, false);
    database_opened(s, 2, true);
    JET_TABLEID t = opened(s, &a, 1);
    assert_int_equal(JetBeginTransaction(s), JET_errSuccess);
    opened(s, &b, 2);
    opened(s, &temporary, 0);
    ended(s);
    assert_int_equal(a.closed + b.closed + temporary.closed, 3);
    assert_int_equal(released, 2);
    assert_int_equal(use(s, t, CURSOR_OP_MOVE), JET_errInvalidSesid);
}

static void test_last_close_of_a_database_closes_its_cursors_only(void **state)
{
    struct fake one, two;
    JET_SESID s = begun();
    (void)state;
    released = 0;
    database_opened(s, 1, true);
    database_opened(s, 1, false);
    JET_TABLEID t1 = opened(s, &one, 1), t2 = opened(s, &two, 2);
    assert_int_equal(database_closed(s, 1), JET_errSuccess);
    assert_int_equal(use(s, t1, CURSOR_OP_MOVE), JET_errSuccess);
    session_database_find(two.cursor.session, 1)->released = NULL;
    assert_int_equal(database_closed(s, 1), JET_errSuccess);
    assert_int_equal(one.closed, 1);
    assert_int_equal(two.closed, 0);
    assert_int_equal(use(s, t1, CURSOR_OP_MOVE), JET_errInvalidTableId);
    assert_int_equal(use(s, t2, CURSOR_OP_MOVE), JET_errSuccess);
    assert_int_equal(database_closed(s, 1), JET_errInvalidDatabaseId);
    assert_int_equal(database_closed(s, JET_dbidNil), JET_errInvalidDatabaseId);
    ended(s);
}

static void test_failed_end_leaves_cursors_alone(void **state)
{
    struct fake f;
    JET_SESID s = begun();
    JET_TABLEID t = opened(s, &f, 1);
    (void)state;
    assert_int_equal(JetSetSessionContext(s, 5), JET_errSuccess);
    assert_int_equal(JetEndSession(s, 0), JET_errSessionInUse);
    assert_int_equal(use(s, t, CURSOR_OP_MOVE), JET_errSuccess);
    assert_int_equal(JetResetSessionContext(s), JET_errSuccess);
    ended(s);
    assert_int_equal(f.closed, 1);
}

/* ---- cursors and levels ---------------------------------------------------------------------- */

static void test_rollback_closes_cursors_of_the_level_and_tells_the_others(void **state)
{
    struct fake f0, f1, f2;
    JET_SESID s = begun();
    (void)state;
    JET_TABLEID t0 = opened(s, &f0, 1);
    JetBeginTransaction(s);
    JET_TABLEID t1 = opened(s, &f1, 1);
    JetBeginTransaction(s);
    JET_TABLEID t2 = opened(s, &f2, 1);
    assert_int_equal(JetRollback(s, 0), JET_errSuccess);
    assert_int_equal(use(s, t2, CURSOR_OP_MOVE), JET_errInvalidTableId);
    assert_int_equal(f2.closed, 1);
    assert_int_equal(use(s, t1, CURSOR_OP_MOVE), JET_errSuccess);
    assert_int_equal(f1.rolled_back, 1);
    assert_int_equal(f1.last_level, 2);
    assert_int_equal(f0.rolled_back, 1);
    assert_int_equal(JetRollback(s, 0), JET_errSuccess);
    assert_int_equal(use(s, t1, CURSOR_OP_MOVE), JET_errInvalidTableId);
    assert_int_equal(use(s, t0, CURSOR_OP_MOVE), JET_errSuccess);
    assert_int_equal(f0.last_level, 1);
    ended(s);
}

static void test_commit_hands_cursors_to_the_enclosing_level(void **state)
{
    struct fake f, g;
    JET_SESID s = begun();
    (void)state;
    JetBeginTransaction(s);
    JetBeginTransaction(s);
    JET_TABLEID t = opened(s, &f, 1);
    assert_int_equal(JetCommitTransaction(s, 0), JET_errSuccess);
    JetBeginTransaction(s);
    JET_TABLEID u = opened(s, &g, 1);
    assert_int_equal(JetRollback(s, 0), JET_errSuccess); /* level 2 again: not f's any more */
    assert_int_equal(use(s, u, CURSOR_OP_MOVE), JET_errInvalidTableId);
    assert_int_equal(use(s, t, CURSOR_OP_MOVE), JET_errSuccess);
    assert_int_equal(JetRollback(s, 0), JET_errSuccess);
    assert_int_equal(use(s, t, CURSOR_OP_MOVE), JET_errInvalidTableId);
    ended(s);
}

static void test_rollback_all_closes_cursors_of_every_level(void **state)
{
    struct fake f0, f1, f2;
    JET_SESID s = begun();
    (void)state;
    opened(s, &f0, 1);
    JetBeginTransaction(s);
    opened(s, &f1, 1);
    JetBeginTransaction(s);
    opened(s, &f2, 1);
    assert_int_equal(JetRollback(s, JET_bitRollbackAll), JET_errSuccess);
    assert_int_equal(f0.closed, 0);
    assert_int_equal(f0.rolled_back, 2);
    assert_int_equal(f1.closed + f2.closed, 2);
    assert_int_equal(JetCommitTransaction(s, 0), JET_errNotInTransaction);
    ended(s);
}

static void test_cursors_are_limited_by_the_parameter(void **state)
{
    enum { MOST = 1024 };
    static struct fake f[MOST + 1];
    struct session *session;
    JET_TABLEID t;
    JET_SESID s = begun();
    (void)state;
    for (int i = 0; i < MOST; i++)
        opened(s, &f[i], 1);
    f[MOST].cursor.ops = &fake_ops;
    assert_int_equal(api_enter_session(s, &session), JET_errSuccess);
    assert_int_equal(session_cursor_open(session, &f[MOST].cursor, &t), JET_errOutOfCursors);
    session_cursor_close(&f[500].cursor);
    assert_int_equal(session_cursor_open(session, &f[MOST].cursor, &t), JET_errSuccess);
    api_leave(session, JET_errSuccess);
    ended(s);
}

/* ---- while a call is running -------------------------------------------------------------------- */

struct whole {
    JET_SESID session;
    JET_TABLEID table;
};

static int all_calls_are_violations(void *context)
{
    const struct whole *w = context;
    JET_SESID d = 7;
    JET_SESSIONINFO info;
    uint32_t number = 0;
    int bad = 0;
    bad += JetSetSessionContext(w->session, 1) != JET_errSessionSharingViolation;
    bad += JetSetSessionContext(w->session, 0) != JET_errSessionSharingViolation; /* before the value */
    bad += JetResetSessionContext(w->session) != JET_errSessionSharingViolation;
    bad += JetBeginTransaction(w->session) != JET_errSessionSharingViolation;
    bad += JetCommitTransaction(w->session, 0x4000) != JET_errSessionSharingViolation;
    bad += JetRollback(w->session, 0x4000) != JET_errSessionSharingViolation;
    bad += JetEndSession(w->session, 0) != JET_errSessionSharingViolation;
    bad += JetDupSession(w->session, &d) != JET_errSessionSharingViolation;
    bad += JetIdle(w->session, 0) != JET_errSessionSharingViolation;
    bad += JetGetSessionInfo(w->session, &info, sizeof info, 0) != JET_errSessionSharingViolation;
    bad += JetSetSessionParameter(w->session, 1, NULL, 0) != JET_errSessionSharingViolation;
    bad += use(w->session, w->table, CURSOR_OP_MOVE) != JET_errSessionSharingViolation;
    bad += use(w->session, 0, CURSOR_OP_MOVE) != JET_errInvalidTableId; /* handles win */
    /* This one alone does not mind. */
    bad += JetGetSessionParameter(w->session, JET_sesparamTransactionLevel, &number, 4, NULL) != 0;
    return bad;
}

static void test_calls_that_overlap_on_one_session_are_refused(void **state)
{
    struct fake f;
    struct session *session;
    JET_SESID s = begun();
    struct whole w = {s, opened(s, &f, 1)};
    (void)state;
    assert_int_equal(api_enter_session(s, &session), JET_errSuccess);
    assert_int_equal(worker_run(&thread_b, all_calls_are_violations, &w), 0);
    assert_int_equal(api_leave(session, JET_errSuccess), JET_errSuccess);
    assert_int_equal(JetSetSessionContext(s, 1), JET_errSuccess);
    assert_int_equal(JetResetSessionContext(s), JET_errSuccess);
    ended(s);
}

static void test_call_within_a_call_of_the_same_thread_is_an_invalid_operation(void **state)
{
    struct session *session;
    JET_SESID s = begun(), other = begun();
    (void)state;
    assert_int_equal(api_enter_session(s, &session), JET_errSuccess);
    assert_int_equal(JetBeginTransaction(s), JET_errInvalidOperation);
    assert_int_equal(JetBeginTransaction(other), JET_errInvalidOperation);
    api_leave(session, JET_errSuccess);
    assert_int_equal(JetBeginTransaction(other), JET_errSuccess);
    ended(other);
    ended(s);
}

static int begin_transaction(void *context) { return JetBeginTransaction(*(JET_SESID *)context); }

static void test_callback_may_use_its_own_session(void **state)
{
    struct session *session;
    JET_SESID s = begun();
    (void)state;
    assert_int_equal(api_enter_session(s, &session), JET_errSuccess);
    api_callback_begin();
    assert_int_equal(JetBeginTransaction(s), JET_errSuccess);
    assert_int_equal(JetCommitTransaction(s, 0), JET_errSuccess);
    assert_int_equal(JetEndSession(s, 0), JET_errSessionSharingViolation); /* the call needs it */
    assert_int_equal(worker_run(&thread_b, begin_transaction, &s), JET_errSessionSharingViolation);
    JET_SESID other = begun();
    assert_int_equal(JetBeginTransaction(other), JET_errSuccess);
    ended(other);
    assert_int_equal(JetTerm(instance), JET_errInvalidOperation); /* would wait for itself */
    api_callback_end();
    assert_int_equal(worker_run(&thread_b, begin_transaction, &s), JET_errSessionSharingViolation);
    api_leave(session, JET_errSuccess);
    assert_int_equal(worker_run(&thread_b, begin_transaction, &s), JET_errSuccess);
    assert_int_equal(JetRollback(s, 0), JET_errSessionSharingViolation); /* B's */
}

static void test_engine_session_is_invalid_to_clients(void **state)
{
    struct instance *i;
    JET_SESID s;
    (void)state;
    assert_int_equal(api_enter_instance(instance, &i), JET_errSuccess);
    assert_int_equal(session_create(i, false, &s), JET_errSuccess);
    api_leave_instance(i, JET_errSuccess);
    assert_int_equal(JetBeginTransaction(s), JET_errInvalidSesid);
    assert_int_equal(JetEndSession(s, 0), JET_errInvalidSesid);
    api_callback_begin();
    assert_int_equal(JetBeginTransaction(s), JET_errSuccess);
    assert_int_equal(JetEndSession(s, 0), JET_errSuccess);
    api_callback_end();
}

/* ---- stopped, unavailable, terminating ------------------------------------------------------------- */

static JET_INSTANCE second(const char *name, JET_SESID *s, JET_SESID *in_transaction)
{
    JET_INSTANCE i;
    assert_int_equal(JetCreateInstanceA(&i, name), 0);
    assert_int_equal(JetSetSystemParameterA(&i, 0, JET_paramRecovery, 0, "off"), 0);
    assert_int_equal(JetSetSystemParameterA(&i, 0, JET_paramMaxTemporaryTables, 0, NULL), 0);
    assert_int_equal(JetInit(&i), 0);
    assert_int_equal(JetBeginSessionA(i, s, NULL, NULL), 0);
    assert_int_equal(JetBeginSessionA(i, in_transaction, NULL, NULL), 0);
    assert_int_equal(JetBeginTransaction(*in_transaction), 0);
    return i;
}

static void test_stopped_instance_permits_only_cleaning_up(void **state)
{
    JET_SESID s, t, d = 9;
    JET_SESSIONINFO info;
    struct fake f;
    uint32_t number;
    (void)state;
    JET_INSTANCE i = second("stopped", &s, &t);
    JET_TABLEID table = opened(s, &f, 1);
    assert_int_equal(JetSetSessionContext(s, 4), 0);
    assert_int_equal(JetStopServiceInstance(i), 0);
    assert_int_equal(JetStopServiceInstance(i), 0);
    assert_int_equal(JetBeginSessionA(i, &d, NULL, NULL), JET_errClientRequestToStopJetService);
    assert_int_equal(JetDupSession(s, &d), JET_errClientRequestToStopJetService);
    assert_int_equal(JetSetSessionContext(t, 4), JET_errClientRequestToStopJetService);
    assert_int_equal(JetBeginTransaction(s), JET_errClientRequestToStopJetService);
    assert_int_equal(JetCommitTransaction(t, 0), JET_errClientRequestToStopJetService);
    assert_int_equal(JetGetSessionParameter(s, JET_sesparamTransactionLevel, &number, 4, NULL),
                     JET_errClientRequestToStopJetService);
    assert_int_equal(JetSetSessionParameter(s, 1, NULL, 0), JET_errClientRequestToStopJetService);
    assert_int_equal(JetIdle(s, 0), JET_errClientRequestToStopJetService);
    assert_int_equal(use(s, table, CURSOR_OP_MOVE), JET_errClientRequestToStopJetService);
    assert_int_equal(use(s, 0, CURSOR_OP_MOVE), JET_errInvalidTableId); /* handles first */
    assert_int_equal(JetGetSessionInfo(s, &info, sizeof info, 0), 0);
    assert_int_equal(JetResetSessionContext(s), 0);
    assert_int_equal(JetRollback(t, 0), 0);
    assert_int_equal(JetEndSession(t, 0), 0);
    assert_int_equal(JetEndSession(s, 0), 0);
    assert_int_equal(JetTerm(i), 0);
}

static void test_unavailable_instance_permits_only_termination(void **state)
{
    JET_SESID s, t, d = 9;
    JET_SESSIONINFO info;
    struct instance *inside;
    (void)state;
    JET_INSTANCE i = second("unavailable", &s, &t);
    assert_int_equal(api_enter_instance(i, &inside), 0);
    instance_make_unavailable(inside, JET_errDiskIO);
    instance_make_unavailable(inside, JET_errLogDiskFull); /* the first one stays */
    api_leave_instance(inside, 0);
    assert_int_equal(JetBeginSessionA(i, &d, NULL, NULL), JET_errInstanceUnavailable);
    assert_int_equal(JetDupSession(s, &d), JET_errInstanceUnavailable);
    assert_int_equal(JetSetSessionContext(s, 1), JET_errInstanceUnavailable);
    assert_int_equal(JetResetSessionContext(s), JET_errInstanceUnavailable);
    assert_int_equal(JetRollback(t, 0), JET_errInstanceUnavailable);
    assert_int_equal(JetEndSession(s, 0), JET_errInstanceUnavailable);
    assert_int_equal(JetGetSessionInfo(s, &info, sizeof info, 0), JET_errInstanceUnavailable);
    assert_int_equal(JetEndSession(s ^ 1, 0), JET_errInvalidSesid);
    assert_int_equal(JetTerm2(i, JET_bitTermComplete), 0); /* open transactions do not block it */
    assert_int_equal(JetEndSession(s, 0), JET_errInvalidSesid);
}

static void test_full_log_disk_has_a_code_of_its_own(void **state)
{
    JET_SESID s, t;
    struct instance *inside;
    (void)state;
    JET_INSTANCE i = second("log disk", &s, &t);
    assert_int_equal(api_enter_instance(i, &inside), 0);
    instance_make_unavailable(inside, JET_errLogDiskFull);
    api_leave_instance(inside, 0);
    assert_int_equal(JetRollback(t, 0), JET_errInstanceUnavailableDueToFatalLogDiskFull);
    assert_int_equal(JetStopServiceInstance(i), 0);
    assert_int_equal(JetBeginTransaction(s), JET_errClientRequestToStopJetService); /* stopped wins */
    assert_int_equal(JetRollback(t, 0), JET_errInstanceUnavailableDueToFatalLogDiskFull);
    assert_int_equal(JetTerm2(i, JET_bitTermDirty), 0);
}

static int terminate(void *context) { return JetTerm(*(JET_INSTANCE *)context); }

static void test_termination_waits_for_calls_and_refuses_new_ones(void **state)
{
    JET_SESID s, t, d = 9;
    struct session *session;
    struct instance *inside;
    JET_API_PTR number;
    (void)state;
    JET_INSTANCE i = second("waiting", &s, &t);
    assert_int_equal(JetRollback(t, 0), 0);
    assert_int_equal(api_enter_instance(i, &inside), 0);
    assert_int_equal(api_enter_session(s, &session), 0);
    worker_post(&thread_b, terminate, &i);
    while (!(atomic_load(inside->slow) & INSTANCE_TERMINATING))
        ;
    /* The flag is up, and stays up: the call above has not returned. */
    os_thread_self.api_depth--; /* this thread plays a third one */
    assert_int_equal(JetBeginTransaction(t), JET_errTermInProgress);
    assert_int_equal(JetBeginTransaction(s), JET_errTermInProgress); /* before the sharing violation */
    assert_int_equal(JetEndSession(t, 0), JET_errTermInProgress);
    assert_int_equal(JetBeginSessionA(i, &d, NULL, NULL), JET_errTermInProgress);
    assert_int_equal(JetGetSystemParameterA(i, 0, JET_paramMaxCursors, &number, NULL, 0),
                     JET_errTermInProgress);
    assert_int_equal(JetTerm(i), JET_errTermInProgress);
    os_thread_self.api_depth++;
    assert_int_equal(session_create(session->instance, true, &d), 0); /* as in JetDupSession */
    assert_int_equal(api_leave(session, 0), 0);
    api_leave_instance(inside, 0);
    assert_int_equal(worker_wait(&thread_b), 0);
    assert_int_equal(JetBeginTransaction(s), JET_errInvalidSesid);
    assert_int_equal(JetBeginTransaction(d), JET_errInvalidSesid);
    assert_int_equal(JetTerm(i), JET_errInvalidInstance);
}

static void test_termination_closes_cursors_and_databases_of_idle_sessions(void **state)
{
    JET_SESID s, t;
    struct fake f;
    (void)state;
    JET_INSTANCE i = second("closing", &s, &t);
    database_opened(s, 1, true);
    JET_TABLEID table = opened(s, &f, 1);
    assert_int_equal(JetSetSessionContext(s, 5), 0);
    released = 0;
    assert_int_equal(JetTerm(i), JET_errTooManyActiveUsers);
    assert_int_equal(use(s, table, CURSOR_OP_MOVE), 0); /* fully usable */
    assert_int_equal(JetCommitTransaction(t, 0), 0);
    assert_int_equal(JetTerm2(i, JET_bitTermComplete), 0);
    assert_int_equal(f.closed, 1);
    assert_int_equal(released, 1);
    assert_int_equal(use(s, table, CURSOR_OP_MOVE), JET_errInvalidSesid);
    assert_int_equal(JetResetSessionContext(s), JET_errInvalidSesid);
}

static void test_dirty_termination_takes_open_transactions_along(void **state)
{
    JET_SESID s, t;
    struct fake f;
    (void)state;
    JET_INSTANCE i = second("dirty", &s, &t);
    opened(t, &f, 1); /* opened inside the transaction */
    assert_int_equal(JetTerm2(i, JET_bitTermDirty), JET_errDirtyShutdown);
    assert_int_equal(f.closed, 1);
    assert_int_equal(JetCommitTransaction(t, 0), JET_errInvalidSesid);
}

/* ---- databases of an instance, as this room sees them -------------------------------- */

static const char *const paths[] = {"/data/one.edb", "/data/unlogged.edb", "/data/\xC3\xBC.edb"};
static size_t path_count;
static int terminated_dirty;

static JET_ERR fake_each(struct instance_databases *databases,
                         JET_ERR (*visit)(void *context, const char *path, bool logged), void *context)
{
    JET_ERR err = 0;
    (void)databases;
    for (size_t i = 0; i < path_count && err >= 0; i++)
        err = visit(context, paths[i], i != 1);
    return err;
}

static JET_ERR fake_terminate(struct instance_databases *databases, bool dirty)
{
    (void)databases;
    terminated_dirty = dirty;
    return JET_errDiskIO;
}

static void test_attached_databases_are_listed_and_told_of_the_end(void **state)
{
    struct instance_databases fake = {.each = fake_each, .terminate = fake_terminate};
    JET_INSTANCE_INFO_A *infos;
    JET_INSTANCE_INFO_W *wide;
    struct instance *inside;
    uint32_t count;
    JET_SESID s, t;
    (void)state;
    JET_INSTANCE i = second("databases", &s, &t);
    assert_int_equal(JetRollback(t, 0), 0);
    assert_int_equal(api_enter_instance(i, &inside), 0);
    inside->databases = &fake;
    api_leave_instance(inside, 0);
    path_count = 0;
    assert_int_equal(JetSetSystemParameterA(&i, 0, JET_paramEngineFormatVersion, 9180, NULL), 0);
    path_count = 3;
    assert_int_equal(JetSetSystemParameterA(&i, 0, JET_paramEngineFormatVersion, 9200, NULL),
                     JET_errAlreadyInitialized);
    assert_int_equal(JetGetInstanceInfoA(&count, &infos), 0);
    assert_int_equal(count, 2);
    assert_int_equal(infos[1].cDatabases, 2); /* the logged ones */
    assert_string_equal(infos[1].szDatabaseFileName[0], paths[0]);
    assert_string_equal(infos[1].szDatabaseFileName[1], paths[2]);
    assert_null(infos[1].szDatabaseDisplayName[0]);
    assert_null(infos[1].szDatabaseDisplayName[1]);
    assert_null(infos[1].szDatabaseSLVFileName_Obsolete);
    JetFreeBuffer((char *)infos);
    assert_int_equal(JetGetInstanceInfoW(&count, &wide), 0);
    assert_memory_equal(wide[1].szDatabaseFileName[1], u"/data/\u00FC.edb", 24);
    JetFreeBuffer((char *)wide);
    terminated_dirty = -1;
    assert_int_equal(JetTerm(i), JET_errDiskIO); /* told, but gone (I-12) */
    assert_int_equal(terminated_dirty, 0);
    assert_int_equal(JetTerm(i), JET_errInvalidInstance);
}

/* ---- memory ------------------------------------------------------------------------------------------ */

static void test_no_memory_for_a_session_is_out_of_sessions(void **state)
{
    JET_SESID s = 5;
    (void)state;
    mem_fail_nth(1);
    assert_int_equal(JetBeginSessionA(instance, &s, NULL, NULL), JET_errOutOfSessions);
    mem_fail_nth(0);
    assert_int_equal(s, 5);
    ended(begun());
}

static void test_every_failing_allocation_of_create_and_init_is_reported(void **state)
{
    (void)state;
    for (long n = 1; n < 500; n++) {
        JET_INSTANCE i = 3;
        mem_fail_nth(n);
        JET_ERR err = JetCreateInstance2W(&i, u"memory", u"display", 0);
        if (err >= 0) {
            JetSetSystemParameterA(&i, 0, JET_paramMaxTemporaryTables, 0, NULL);
            JetSetSystemParameterA(&i, 0, JET_paramRecovery, 0, "off");
            err = JetInit(&i);
            if (err < 0)
                assert_int_equal(i, 0);
        } else {
            assert_int_equal(i, JET_instanceNil);
        }
        mem_fail_nth(0);
        if (err >= 0) {
            assert_true(n > 5);
            assert_int_equal(JetTerm(i), 0);
            return;
        }
        /* A parameter that could not be stored lets the next instance clash with ours. */
        if (err != JET_errTempPathInUse && err != JET_errSystemPathInUse)
            assert_int_equal(err, JET_errOutOfMemory);
    }
    fail();
}

static void test_every_failing_file_operation_of_init_is_reported(void **state)
{
    struct os_fs *memory = os_fs_memory_create(), *faults = os_fs_fault_create(memory);
    (void)state;
    for (uint64_t n = 1; n < 100; n++) {
        JET_INSTANCE i;
        assert_int_equal(JetCreateInstanceA(&i, "faults"), 0);
        assert_int_equal(JetSetSystemParameterA(&i, 0, JET_paramCreatePathIfNotExist, 1, NULL), 0);
        assert_int_equal(JetSetSystemParameterA(&i, 0, JET_paramSystemPath, 0, "/a/system"), 0);
        assert_int_equal(JetSetSystemParameterA(&i, 0, JET_paramLogFilePath, 0, "/a/log"), 0);
        assert_int_equal(JetSetSystemParameterA(&i, 0, JET_paramTempPath, 0, "/a/temp/"), 0);
        ((struct instance *)handle_object(&handle_instances, i))->fs = faults;
        os_fs_fault_arm(faults, OS_FAULT_PATH, n, JET_errDiskIO, 0);
        JET_ERR err = JetInit(&i);
        os_fs_fault_arm(faults, OS_FAULT_PATH, 0, 0, 0);
        if (err == 0) {
            assert_true(n > 6);
            assert_int_equal(JetTerm(i), 0);
            os_fs_fault_destroy(faults);
            os_fs_memory_destroy(memory);
            return;
        }
        assert_int_equal(err, JET_errDiskIO);
        assert_int_equal(i, 0);
    }
    fail();
}

static void test_a_million_cycles_leave_nothing_behind(void **state)
{
    uint32_t sessions = handle_count(&handle_sessions);
    uint32_t slots = handle_sessions.used;
    (void)state;
    for (int i = 0; i < 1000000; i++) {
        JET_SESID s = begun();
        if (JetSetSessionContext(s, 1) | JetBeginTransaction(s) | JetCommitTransaction(s, 0) |
            JetResetSessionContext(s) | JetEndSession(s, 0))
            fail_msg("cycle %d", i);
    }
    assert_int_equal(handle_count(&handle_sessions), sessions);
    assert_true(handle_sessions.used <= slots + 1);
}

#define T(name) cmocka_unit_test(test_##name)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(cursor_is_checked_after_its_session),
        T(a_million_random_cursor_handles_are_invalid),
        T(operation_outside_the_set_is_illegal),
        T(end_session_closes_databases_cursors_and_transactions),
        T(last_close_of_a_database_closes_its_cursors_only),
        T(failed_end_leaves_cursors_alone),
        T(rollback_closes_cursors_of_the_level_and_tells_the_others),
        T(commit_hands_cursors_to_the_enclosing_level),
        T(rollback_all_closes_cursors_of_every_level),
        T(cursors_are_limited_by_the_parameter),
        T(calls_that_overlap_on_one_session_are_refused),
        T(call_within_a_call_of_the_same_thread_is_an_invalid_operation),
        T(callback_may_use_its_own_session),
        T(engine_session_is_invalid_to_clients),
        T(stopped_instance_permits_only_cleaning_up),
        T(unavailable_instance_permits_only_termination),
        T(full_log_disk_has_a_code_of_its_own),
        T(termination_waits_for_calls_and_refuses_new_ones),
        T(termination_closes_cursors_and_databases_of_idle_sessions),
        T(dirty_termination_takes_open_transactions_along),
        T(attached_databases_are_listed_and_told_of_the_end),
        T(no_memory_for_a_session_is_out_of_sessions),
        T(every_failing_allocation_of_create_and_init_is_reported),
        T(every_failing_file_operation_of_init_is_reported),
        T(a_million_cycles_leave_nothing_behind),
    };
    worker_start(&thread_b);
    int failed = cmocka_run_group_tests(tests, setup, teardown);
    worker_stop(&thread_b);
    return failed;
}
