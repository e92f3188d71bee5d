/* Sessions and their contexts: spec 40 section 3 (rules S-1 to S-37, the traces of
 * 3.12), chapter 2 of the API reference (the 26 steps), golden limits (sections
 * session, ctx and ctx1 to ctx6). */
#include "test.h"
#include "worker.h"

#include <esent.h>
#include <esent_engine.h>
#include <string.h>

#define ALL_ONES (~(JET_API_PTR)0)

static JET_INSTANCE instance;
static struct worker thread_b;

static int setup(void **state)
{
    (void)state;
    worker_start(&thread_b);
    return JetCreateInstanceA(&instance, "session") < 0 ||
           JetSetSystemParameterA(&instance, 0, JET_paramMaxSessions, 8, NULL) < 0 || JetInit(&instance) < 0;
}

static int teardown(void **state)
{
    (void)state;
    worker_stop(&thread_b);
    return JetTerm2(instance, JET_bitTermDirty) != JET_errDirtyShutdown;
}

static JET_SESID begun(void)
{
    JET_SESID s = 0;
    assert_int_equal(JetBeginSessionA(instance, &s, NULL, NULL), JET_errSuccess);
    return s;
}

static void ended(JET_SESID s) { assert_int_equal(JetEndSession(s, 0), JET_errSuccess); }

static uint32_t level(JET_SESID s)
{
    int32_t value = -1;
    assert_int_equal(JetGetSessionParameter(s, JET_sesparamTransactionLevel, &value, sizeof value, NULL), 0);
    return (uint32_t)value;
}

static JET_SESSIONINFO info(JET_SESID s)
{
    JET_SESSIONINFO i;
    memset(&i, 0xAA, sizeof i);
    assert_int_equal(JetGetSessionInfo(s, &i, sizeof i, JET_SessionInfo), JET_errSuccess);
    return i;
}

/* ---- traces: who calls what and must hear what ------------------------------------- */

enum call { SET, RESET, BEGIN, COMMIT, ROLLBACK, END, DUP };
enum thread { A, B };

struct step {
    enum thread thread;
    enum call call;
    JET_API_PTR argument;
    JET_ERR expected;
};

struct doing {
    JET_SESID session;
    const struct step *step;
};

static int perform(void *context)
{
    const struct doing *d = context;
    JET_API_PTR x = d->step->argument;
    JET_SESID new_one = 12345;

    switch (d->step->call) {
    case SET:
        return JetSetSessionContext(d->session, x);
    case RESET:
        return JetResetSessionContext(d->session);
    case BEGIN:
        return JetBeginTransaction(d->session);
    case COMMIT:
        return JetCommitTransaction(d->session, (JET_GRBIT)x);
    case ROLLBACK:
        return JetRollback(d->session, (JET_GRBIT)x);
    case END:
        return JetEndSession(d->session, (JET_GRBIT)x);
    case DUP: {
        JET_ERR err = JetDupSession(d->session, &new_one);
        assert_true(err >= 0 || new_one == 12345); /* untouched on failure */
        if (err >= 0)
            ended(new_one);
        return err;
    }
    }
    return 1;
}

static void trace(JET_SESID session, const struct step *steps, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct doing d = {session, &steps[i]};
        int err = steps[i].thread == A ? perform(&d) : worker_run(&thread_b, perform, &d);
        if (err != steps[i].expected)
            fail_msg("step %zu: %d instead of %d", i + 1, err, steps[i].expected);
    }
}
#define TRACE(session, ...)                                                                                  \
    trace(session, (const struct step[]){__VA_ARGS__},                                                       \
          sizeof((const struct step[]){__VA_ARGS__}) / sizeof(struct step))

/* ---- the context alone ------------------------------------------------------------------ */

static void test_context_of_zero_and_all_ones_are_refused(void **state)
{
    JET_SESID s = begun();
    (void)state;
    TRACE(s, {A, SET, 0, -1003}, {A, RESET, 0, -1913}, {A, SET, ALL_ONES, -1003}, {A, RESET, 0, -1913});
    ended(s);
}

static void test_bad_context_value_wins_over_context_already_set(void **state)
{
    JET_SESID s = begun();
    (void)state;
    TRACE(s, {A, SET, 5, 0}, {A, SET, 0, -1003}, {B, SET, ALL_ONES, -1003}, {A, RESET, 0, 0});
    ended(s);
}

static void test_context_already_set_by_same_thread_same_value(void **state)
{
    JET_SESID s = begun();
    (void)state;
    TRACE(s, {A, SET, 1, 0}, {A, SET, 1, -1912}, {A, SET, 2, -1912}, {A, RESET, 0, 0});
    ended(s);
}

static void test_context_already_set_by_other_thread(void **state)
{
    JET_SESID s = begun();
    (void)state;
    TRACE(s, {A, SET, 1, 0}, {B, SET, 1, -1912}, {B, SET, 2, -1912}, {A, RESET, 0, 0});
    ended(s);
}

static void test_context_reset_by_thread_that_did_not_set_it(void **state)
{
    JET_SESID s = begun();
    (void)state;
    TRACE(s, {A, SET, 1, 0}, {B, RESET, 0, -1913}, {A, SET, 1, -1912}, {A, RESET, 0, 0});
    ended(s);
}

static void test_reset_without_context_and_second_reset(void **state)
{
    JET_SESID s = begun();
    (void)state;
    TRACE(s, {A, RESET, 0, -1913}, {A, SET, 1, 0}, {A, RESET, 0, 0}, {A, RESET, 0, -1913});
    ended(s);
}

static void test_any_pointer_value_but_the_reserved_two_is_a_context(void **state)
{
    JET_SESID s = begun();
    (void)state;
    TRACE(s, {A, SET, 1, 0}, {A, RESET, 0, 0}, {A, SET, ALL_ONES - 1, 0}, {A, RESET, 0, 0},
          {A, SET, (JET_API_PTR)1 << 63, 0}, {A, RESET, 0, 0});
    ended(s);
}

static void test_context_of_a_thread_that_has_ended_cannot_be_reset(void **state)
{
    struct worker gone, next;
    JET_SESID s = begun();
    const struct step set = {B, SET, 9, 0}, reset = {B, RESET, 0, -1913};
    struct doing d = {s, &set};
    (void)state;
    worker_start(&gone);
    assert_int_equal(worker_run(&gone, perform, &d), 0);
    worker_stop(&gone);
    worker_start(&next); /* the system may give it the identity of the one that is gone: S-31 */
    d.step = &reset;
    assert_int_equal(worker_run(&next, perform, &d), -1913);
    worker_stop(&next);
    TRACE(s, {A, RESET, 0, -1913}, {A, END, 0, -1914});
    /* Only the end of the instance frees it. */
}

/* ---- the context and transactions ----------------------------------------------------------- */

static void test_legal_migration_of_a_transaction(void **state)
{
    JET_SESID s = begun();
    (void)state;
    TRACE(s, {A, SET, 7, 0}, {A, BEGIN, 0, 0}, {A, RESET, 0, 0}, {B, COMMIT, 0, -1910}, {B, SET, 8, 0},
          {B, COMMIT, 0, -1910}, {B, RESET, 0, 0}, {B, SET, 7, 0}, {B, COMMIT, 0, 0}, {B, END, 0, -1914},
          {B, RESET, 0, 0}, {B, END, 0, 0}, {A, END, 0, -1104});
}

static void test_context_set_too_late(void **state)
{
    JET_SESID s = begun();
    (void)state;
    TRACE(s, {A, BEGIN, 0, 0}, {A, SET, 7, 0}, {A, RESET, 0, 0}, {B, SET, 7, 0}, {B, COMMIT, 0, -1910},
          {A, COMMIT, 0, 0}, {B, RESET, 0, 0});
    ended(s);
}

static void test_begin_by_a_thread_that_does_not_own_the_context(void **state)
{
    JET_SESID s = begun();
    (void)state;
    TRACE(s, {A, SET, 7, 0}, {B, BEGIN, 0, 0}, {B, BEGIN, 0, -1910});
    assert_int_equal(level(s), 1);
    TRACE(s, {B, ROLLBACK, 0, -1910}, {A, ROLLBACK, 0, 0}, {A, RESET, 0, 0});
    ended(s);
}

static void test_worked_sequence_of_the_session_family(void **state)
{
    JET_SESID s = begun();
    (void)state;
    TRACE(s, {A, SET, 0x1234, 0}, {A, BEGIN, 0, 0}, {B, SET, 0x1234, -1912}, {B, RESET, 0, -1913},
          {B, COMMIT, 0, -1910}, {B, END, 0, -1914}, {A, END, 0, -1914}, {A, RESET, 0, 0},
          {A, COMMIT, 0, -1910}, {B, SET, 0, -1003}, {B, SET, 0x9999, 0}, {B, ROLLBACK, 0, -1910},
          {B, RESET, 0, 0}, {B, SET, 0x1234, 0}, {B, COMMIT, 0, 0}, {B, RESET, 0, 0}, {B, RESET, 0, -1913},
          {A, BEGIN, 0, 0}, {A, SET, 7, 0}, {A, COMMIT, 0, 0}, {A, RESET, 0, 0}, {A, BEGIN, 0, 0},
          {B, END, 0, -1910}, {A, END, 0xFFFFFFFF, 0}, {A, END, 0, -1104}, {A, DUP, 0, -1104});
}

static void test_golden_ctx1_wrong_context_and_wrong_thread_cannot_commit(void **state)
{
    JET_SESID s = begun();
    (void)state;
    TRACE(s, {A, SET, 1, 0}, {B, BEGIN, 0, 0}, {A, BEGIN, 0, 0}, {A, RESET, 0, 0}, {A, COMMIT, 0, -1910},
          {A, SET, 2, 0}, {A, COMMIT, 0, -1910}, {A, RESET, 0, 0}, {B, SET, 1, 0}, {A, COMMIT, 0, -1910},
          {B, COMMIT, 0, 0}, {B, COMMIT, 0, 0}, {B, RESET, 0, 0});
    ended(s);
}

static void test_golden_ctx2_commit_by_the_other_thread_under_the_same_value(void **state)
{
    JET_SESID s = begun();
    (void)state;
    TRACE(s, {A, SET, 1, 0}, {A, BEGIN, 0, 0}, {B, BEGIN, 0, -1910}, {B, COMMIT, 0, -1910},
          {B, END, 0, -1914}, {A, END, 0, -1914}, {A, RESET, 0, 0}, {B, SET, 1, 0}, {B, COMMIT, 0, 0},
          {B, RESET, 0, 0}, {A, COMMIT, 0, -1054});
    ended(s);
}

static void test_golden_ctx3_transaction_without_context_stays_with_its_thread(void **state)
{
    JET_SESID s = begun();
    (void)state;
    TRACE(s, {A, BEGIN, 0, 0}, {B, BEGIN, 0, -1910}, {B, COMMIT, 0, -1910}, {B, ROLLBACK, 0, -1910},
          {B, SET, 5, 0}, {B, RESET, 0, 0}, {A, SET, 5, 0}, {A, COMMIT, 0, 0}, {A, RESET, 0, 0},
          {A, COMMIT, 0, -1054});
    ended(s);
}

static void test_golden_ctx4_nested_levels_under_a_context_moved_between_threads(void **state)
{
    JET_SESID s = begun();
    (void)state;
    TRACE(s, {B, SET, 7, 0}, {B, BEGIN, 0, 0}, {B, RESET, 0, 0}, {A, BEGIN, 0, -1910}, {A, SET, 8, 0},
          {A, COMMIT, 0, -1910}, {A, RESET, 0, 0}, {A, SET, 7, 0}, {A, BEGIN, 0, 0}, {A, COMMIT, 0, 0},
          {A, COMMIT, 0, 0}, {A, RESET, 0, 0});
    ended(s);
}

static void test_thread_bound_transaction_nests_and_rolls_back_with_a_foreign_context_set(void **state)
{
    JET_SESID s = begun();
    (void)state;
    TRACE(s, {A, BEGIN, 0, 0}, {B, SET, 5, 0}, {A, BEGIN, 0, 0}, {A, ROLLBACK, 0, 0}, {A, COMMIT, 0, 0},
          {B, RESET, 0, 0});
    ended(s);
}

static void test_context_set_in_a_transaction_takes_effect_at_the_next_begin(void **state)
{
    JET_SESID s = begun();
    (void)state;
    TRACE(s, {A, BEGIN, 0, 0}, {A, SET, 5, 0}, {A, COMMIT, 0, 0}, {B, BEGIN, 0, 0}, {B, COMMIT, 0, -1910},
          {A, COMMIT, 0, 0}, {A, RESET, 0, 0});
    ended(s);
}

static void test_parked_transaction_belongs_to_nobody(void **state)
{
    JET_SESID s = begun();
    (void)state;
    TRACE(s, {A, SET, 5, 0}, {A, BEGIN, 0, 0}, {A, RESET, 0, 0}, {A, BEGIN, 0, -1910}, {A, COMMIT, 0, -1910},
          {A, ROLLBACK, 0, -1910}, {A, ROLLBACK, JET_bitRollbackAll, -1910}, {B, ROLLBACK, 0, -1910});
    assert_int_equal(level(s), 1);
    TRACE(s, {A, SET, 5, 0}, {A, ROLLBACK, 0, 0}, {A, RESET, 0, 0});
    ended(s);
}

static void test_waiting_commits_and_duplicates_are_not_bound_to_the_thread(void **state)
{
    JET_SESID s = begun();
    (void)state;
    TRACE(s, {A, BEGIN, 0, 0}, {B, COMMIT, JET_bitWaitLastLevel0Commit, 0},
          {B, COMMIT, JET_bitWaitAllLevel0Commit, 0}, {B, DUP, 0, 0});
    assert_int_equal(level(s), 1);
    TRACE(s, {A, COMMIT, 0, 0});
    ended(s);
}

/* ---- ending --------------------------------------------------------------------------------- */

static void test_end_session_ignores_its_grbit(void **state)
{
    (void)state;
    const JET_GRBIT grbits[] = {0, JET_bitForceSessionClosed, 0x80000000, 0xFFFFFFFF};
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(JetEndSession(begun(), grbits[i]), JET_errSuccess);
}

static void test_end_session_in_a_transaction_rolls_back(void **state)
{
    JET_SESID s = begun();
    (void)state;
    TRACE(s, {A, BEGIN, 0, 0}, {A, BEGIN, 0, 0}, {A, END, 0, 0}, {A, COMMIT, 0, -1104});
}

static void test_end_session_by_another_thread_refuses_a_thread_bound_transaction(void **state)
{
    JET_SESID s = begun();
    (void)state;
    TRACE(s, {A, BEGIN, 0, 0}, {B, END, 0, -1910}, {B, END, 0, -1910});
    assert_int_equal(level(s), 1);
    /* The refusal left no claim behind: the context can be set, the owner goes on. */
    TRACE(s, {B, SET, 3, 0}, {B, RESET, 0, 0}, {A, COMMIT, 0, 0}, {B, END, 0, 0}, {A, END, 0, -1104});
}

static void test_end_session_takes_a_parked_transaction_over(void **state)
{
    JET_SESID s = begun();
    (void)state;
    TRACE(s, {A, SET, 5, 0}, {A, BEGIN, 0, 0}, {A, RESET, 0, 0}, {B, END, 0, 0}, {A, SET, 5, -1104});
}

static void test_end_session_with_context_set_is_refused_to_everybody(void **state)
{
    JET_SESID s = begun();
    (void)state;
    TRACE(s, {A, SET, 3, 0}, {B, END, 0, -1914}, {A, END, 0, -1914}, {A, SET, 4, -1912}, {A, BEGIN, 0, 0},
          {A, COMMIT, 0, 0}, {A, RESET, 0, 0}, {A, END, 0, 0});
}

static void test_idle_session_may_be_ended_by_any_thread(void **state)
{
    JET_SESID s = begun();
    (void)state;
    TRACE(s, {B, END, 0, 0}, {A, END, 0, -1104});
}

static void test_ended_session_is_dead_for_every_call(void **state)
{
    JET_SESID s = begun();
    int32_t number;
    JET_SESSIONINFO i;
    (void)state;
    ended(s);
    TRACE(s, {A, SET, 1, -1104}, {A, RESET, 0, -1104}, {A, BEGIN, 0, -1104}, {A, COMMIT, 0, -1104},
          {A, ROLLBACK, 0, -1104}, {A, END, 0, -1104}, {A, DUP, 0, -1104}, {B, END, 0, -1104});
    assert_int_equal(JetSetSessionParameter(s, JET_sesparamCommitDefault, &number, 4), -1104);
    assert_int_equal(JetGetSessionParameter(s, JET_sesparamCommitDefault, &number, 4, NULL), -1104);
    assert_int_equal(JetGetSessionInfo(s, &i, sizeof i, 0), -1104);
    assert_int_equal(JetIdle(s, 0), -1104);
}

static void test_ended_session_stays_dead_when_another_begins(void **state)
{
    JET_SESID s = begun();
    (void)state;
    ended(s);
    JET_SESID t = begun();
    assert_int_not_equal(s, t);
    TRACE(s, {A, BEGIN, 0, -1104}, {A, END, 0, -1104});
    ended(t);
}

/* ---- beginning and duplicating ------------------------------------------------------------- */

static void test_user_name_and_password_are_ignored(void **state)
{
    JET_SESID s;
    (void)state;
    assert_int_equal(JetBeginSessionA(instance, &s, "nobody", "wrong"), 0);
    ended(s);
    assert_int_equal(JetBeginSessionW(instance, &s, u"nobody", u""), 0);
    ended(s);
    assert_int_equal(JetBeginSession(instance, &s, "", NULL), 0);
    ended(s);
}

static void test_null_session_pointer_is_an_invalid_parameter(void **state)
{
    JET_SESID s = begun();
    (void)state;
    assert_int_equal(JetBeginSessionA(instance, NULL, NULL, NULL), JET_errInvalidParameter);
    assert_int_equal(JetBeginSessionA(instance + 1, NULL, NULL, NULL), JET_errInvalidInstance);
    assert_int_equal(JetDupSession(s, NULL), JET_errInvalidParameter);
    ended(s);
    assert_int_equal(JetDupSession(s, NULL), JET_errInvalidSesid);
}

static void test_session_output_is_untouched_on_failure(void **state)
{
    JET_SESID s = 0x77;
    (void)state;
    assert_int_equal(JetBeginSessionA(JET_instanceNil, &s, NULL, NULL), JET_errInvalidParameter);
    assert_int_equal(JetBeginSessionA(0, &s, NULL, NULL), JET_errInvalidParameter);
    assert_int_equal(JetBeginSessionA(4711, &s, NULL, NULL), JET_errInvalidInstance);
    assert_int_equal(JetDupSession(JET_sesidNil, &s), JET_errInvalidSesid);
    assert_int_equal(s, 0x77);
}

static void test_duplicate_inherits_nothing(void **state)
{
    JET_SESID s = begun(), d = 0;
    uint32_t lazy = JET_bitCommitLazyFlush, got = 99;
    char context[4] = "abc";
    (void)state;
    assert_int_equal(JetSetSessionParameter(s, JET_sesparamCommitDefault, &lazy, 4), 0);
    assert_int_equal(JetSetSessionParameter(s, JET_sesparamCommitGenericContext, context, 4), 0);
    TRACE(s, {A, SET, 6, 0}, {A, BEGIN, 0, 0}, {A, BEGIN, 0, 0});
    assert_int_equal(JetDupSession(s, &d), 0);
    assert_int_not_equal(d, s);
    assert_int_equal(level(d), 0);
    assert_int_not_equal(info(d).ulProcid, info(s).ulProcid);
    assert_int_equal(JetGetSessionParameter(d, JET_sesparamCommitDefault, &got, 4, NULL), 0);
    assert_int_equal(got, 0);
    assert_int_equal(JetGetSessionParameter(d, JET_sesparamCommitGenericContext, NULL, 0, &got), 0);
    assert_int_equal(got, 0);
    TRACE(d, {A, RESET, 0, -1913}, {A, COMMIT, 0, -1054}, {A, SET, 6, 0}, {A, RESET, 0, 0});
    TRACE(s, {A, ROLLBACK, JET_bitRollbackAll, 0}, {A, RESET, 0, 0});
    ended(s); /* the duplicate lives on */
    TRACE(d, {A, BEGIN, 0, 0}, {A, COMMIT, 0, 0});
    ended(d);
}

static void test_duplicating_needs_no_binding(void **state)
{
    JET_SESID s = begun();
    (void)state;
    TRACE(s, {A, SET, 6, 0}, {A, BEGIN, 0, 0}, {B, DUP, 0, 0}, {A, COMMIT, 0, 0}, {A, RESET, 0, 0});
    ended(s);
}

static int count_free_places(void)
{
    JET_SESID s[64];
    int n = 0;
    while (n < 64 && JetBeginSessionA(instance, &s[n], NULL, NULL) == 0)
        n++;
    for (int i = 0; i < n; i++)
        ended(s[i]);
    return n;
}

static void test_exactly_max_sessions_then_out_of_sessions_and_an_end_frees_a_place(void **state)
{
    JET_SESID s[16], x = 0x55;
    int n = count_free_places();
    (void)state;
    assert_int_equal(n, 8);
    for (int i = 0; i < n; i++)
        s[i] = begun();
    assert_int_equal(JetBeginSessionA(instance, &x, NULL, NULL), JET_errOutOfSessions);
    assert_int_equal(JetBeginSessionA(instance, &x, NULL, NULL), JET_errOutOfSessions);
    assert_int_equal(JetDupSession(s[0], &x), JET_errOutOfSessions);
    assert_int_equal(x, 0x55);
    for (int i = 0; i < n; i++) { /* any one of them */
        ended(s[i]);
        s[i] = begun();
        assert_int_equal(JetBeginSessionA(instance, &x, NULL, NULL), JET_errOutOfSessions);
    }
    ended(s[0]);
    assert_int_equal(JetDupSession(s[1], &s[0]), 0);
    assert_int_equal(JetDupSession(s[1], &x), JET_errOutOfSessions);
    for (int i = 0; i < n; i++)
        ended(s[i]);
}

static void test_session_numbers_are_the_smallest_free_ones(void **state)
{
    JET_SESID a = begun(), b = begun(), c = begun();
    uint32_t number_b = info(b).ulProcid;
    (void)state;
    assert_true(info(a).ulProcid >= 1);
    assert_int_equal(number_b, info(a).ulProcid + 1);
    assert_int_equal(info(c).ulProcid, number_b + 1);
    ended(b);
    b = begun();
    assert_int_equal(info(b).ulProcid, number_b);
    ended(a), ended(b), ended(c);
}

/* ---- handles ----------------------------------------------------------------------------------- */

static void test_zero_nil_and_handles_of_other_kinds_are_no_sessions(void **state)
{
    (void)state;
    const JET_SESID bad[] = {0, JET_sesidNil, 1, instance, (JET_SESID)&instance};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        TRACE(bad[i], {A, SET, 1, -1104}, {A, SET, 0, -1104}, {A, RESET, 0, -1104}, {A, BEGIN, 0, -1104},
              {A, COMMIT, 0x1000, -1104}, {A, ROLLBACK, 0x1000, -1104}, {A, END, 0, -1104},
              {A, DUP, 0, -1104});
}

static void test_session_is_no_instance(void **state)
{
    JET_SESID s = begun(), t = 0;
    (void)state;
    assert_int_equal(JetBeginSessionA((JET_INSTANCE)s, &t, NULL, NULL), JET_errInvalidInstance);
    assert_int_equal(JetTerm((JET_INSTANCE)s), JET_errInvalidInstance);
    ended(s);
}

static void test_a_million_random_handles_are_invalid(void **state)
{
    JET_SESID s = begun(), d;
    uint64_t x = 0x9E3779B97F4A7C15;
    int32_t number;
    (void)state;
    for (int i = 0; i < 1000000; i++) {
        x ^= x << 13, x ^= x >> 7, x ^= x << 17;
        JET_SESID bad = i % 3 == 0 ? x : i % 3 == 1 ? s ^ (UINT64_C(1) << (x % 64)) : s + (int64_t)(int16_t)x;
        if (bad == s)
            continue;
        JET_ERR err = 0;
        switch ((x >> 40) % 8) {
        case 0:
            err = JetSetSessionContext(bad, 1);
            break;
        case 1:
            err = JetResetSessionContext(bad);
            break;
        case 2:
            err = JetEndSession(bad, 0);
            break;
        case 3:
            err = JetDupSession(bad, &d);
            break;
        case 4:
            err = JetBeginTransaction(bad);
            break;
        case 5:
            err = JetCommitTransaction(bad, 0);
            break;
        case 6:
            err = JetRollback(bad, 0);
            break;
        case 7:
            err = JetGetSessionParameter(bad, JET_sesparamTransactionLevel, &number, 4, NULL);
            break;
        }
        if (err != JET_errInvalidSesid)
            fail_msg("%#llx: %d", (unsigned long long)bad, err);
    }
    assert_int_equal(level(s), 0);
    ended(s);
}

/* ---- information ---------------------------------------------------------------------------------- */

static void test_session_info_checks_level_then_size(void **state)
{
    JET_SESID s = begun();
    JET_SESSIONINFO i;
    (void)state;
    assert_int_equal(JetGetSessionInfo(s, &i, 0, 1), JET_errInvalidParameter);
    assert_int_equal(JetGetSessionInfo(s, &i, sizeof i - 1, 0), JET_errBufferTooSmall);
    assert_int_equal(JetGetSessionInfo(s, &i, sizeof i, 0), JET_errSuccess);
    ended(s);
}

static void test_session_info_of_a_thread_bound_transaction(void **state)
{
    JET_SESID s = begun();
    (void)state;
    JET_SESSIONINFO i = info(s);
    assert_int_equal(i.ulTrxBegin0, 0xFFFFFFFF);
    assert_int_equal(i.ulTrxLevel, 0);
    assert_int_equal(i.ulFlags, 0);
    assert_int_equal(i.ulTrxContext, 0);
    TRACE(s, {A, BEGIN, 0, 0}, {A, BEGIN, 0, 0});
    i = info(s);
    assert_int_not_equal(i.ulTrxBegin0, 0xFFFFFFFF);
    assert_int_equal(i.ulTrxLevel, 2);
    assert_int_not_equal(i.ulTrxContext, 0);
    TRACE(s, {A, COMMIT, 0, 0}, {A, COMMIT, 0, 0});
    i = info(s);
    assert_int_equal(i.ulTrxBegin0, 0xFFFFFFFF);
    assert_int_equal(i.ulTrxLevel, 0);
    assert_int_equal(i.ulTrxContext, 0);
    ended(s);
}

static void test_session_info_of_a_context_bound_transaction_keeps_the_context(void **state)
{
    JET_SESID s = begun();
    (void)state;
    TRACE(s, {A, SET, 0xABCD, 0}, {A, BEGIN, 0, 0}, {A, RESET, 0, 0});
    assert_int_equal(info(s).ulTrxContext, 0xABCD);
    TRACE(s, {A, SET, 0xABCD, 0}, {A, ROLLBACK, 0, 0}, {A, RESET, 0, 0});
    assert_int_equal(info(s).ulTrxContext, 0xABCD);
    TRACE(s, {A, BEGIN, 0, 0});
    assert_int_not_equal(info(s).ulTrxContext, 0xABCD);
    TRACE(s, {A, ROLLBACK, 0, 0});
    ended(s);
}

#define T(name) cmocka_unit_test(test_##name)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(context_of_zero_and_all_ones_are_refused),
        T(bad_context_value_wins_over_context_already_set),
        T(context_already_set_by_same_thread_same_value),
        T(context_already_set_by_other_thread),
        T(context_reset_by_thread_that_did_not_set_it),
        T(reset_without_context_and_second_reset),
        T(any_pointer_value_but_the_reserved_two_is_a_context),
        T(legal_migration_of_a_transaction),
        T(context_set_too_late),
        T(begin_by_a_thread_that_does_not_own_the_context),
        T(worked_sequence_of_the_session_family),
        T(golden_ctx1_wrong_context_and_wrong_thread_cannot_commit),
        T(golden_ctx2_commit_by_the_other_thread_under_the_same_value),
        T(golden_ctx3_transaction_without_context_stays_with_its_thread),
        T(golden_ctx4_nested_levels_under_a_context_moved_between_threads),
        T(thread_bound_transaction_nests_and_rolls_back_with_a_foreign_context_set),
        T(context_set_in_a_transaction_takes_effect_at_the_next_begin),
        T(parked_transaction_belongs_to_nobody),
        T(waiting_commits_and_duplicates_are_not_bound_to_the_thread),
        T(end_session_ignores_its_grbit),
        T(end_session_in_a_transaction_rolls_back),
        T(end_session_by_another_thread_refuses_a_thread_bound_transaction),
        T(end_session_takes_a_parked_transaction_over),
        T(end_session_with_context_set_is_refused_to_everybody),
        T(idle_session_may_be_ended_by_any_thread),
        T(ended_session_is_dead_for_every_call),
        T(ended_session_stays_dead_when_another_begins),
        T(user_name_and_password_are_ignored),
        T(null_session_pointer_is_an_invalid_parameter),
        T(session_output_is_untouched_on_failure),
        T(duplicate_inherits_nothing),
        T(duplicating_needs_no_binding),
        T(session_numbers_are_the_smallest_free_ones),
        T(zero_nil_and_handles_of_other_kinds_are_no_sessions),
        T(session_is_no_instance),
        T(a_million_random_handles_are_invalid),
        T(session_info_checks_level_then_size),
        T(session_info_of_a_thread_bound_transaction),
        T(session_info_of_a_context_bound_transaction_keeps_the_context),
        T(exactly_max_sessions_then_out_of_sessions_and_an_end_frees_a_place),
        T(context_of_a_thread_that_has_ended_cannot_be_reset), /* last: its place stays taken */
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
