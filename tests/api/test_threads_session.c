/* Sessions under many threads (spec 40, S-20 and 3.8): what must hold whatever the
 * order of events. Meant to be run under ThreadSanitizer, too. */
#include "test.h"

#include <esent.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <unistd.h>

enum { THREADS = 4, ROUNDS = 3000 };

static JET_INSTANCE instance;

static int setup(void **state)
{
    (void)state;
    return JetCreateInstanceA(&instance, "threads") < 0 || JetInit(&instance) < 0;
}

static int teardown(void **state)
{
    (void)state;
    return JetTerm2(instance, JET_bitTermDirty) != JET_errDirtyShutdown;
}

static JET_SESID begun(void)
{
    JET_SESID s = 0;
    assert_int_equal(JetBeginSessionA(instance, &s, NULL, NULL), 0);
    return s;
}

/* A thread that finds something wrong ends the program: others may wait for it. */
static void wrong(const char *what, int line)
{
    fprintf(stderr, "line %d: %s\n", line, what);
    _exit(1);
}
#define REQUIRE(condition) ((condition) ? (void)0 : wrong(#condition, __LINE__))

static void on_threads(void *(*function)(void *))
{
    pthread_t threads[THREADS];
    for (size_t i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, function, (void *)(i + 1)), 0);
    for (size_t i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
}

/* ---- one winner each ------------------------------------------------------------------- */

static JET_SESID contested;
static pthread_barrier_t barrier;
static atomic_int winners;

static void race_once(JET_API_PTR me)
{
    JET_ERR err;
    bool won;

    pthread_barrier_wait(&barrier);
    /* A violation tells that calls overlapped, not who will win: a loser tries again. */
    do
        err = JetSetSessionContext(contested, me);
    while (err == JET_errSessionSharingViolation);
    won = err == JET_errSuccess;
    REQUIRE(won || err == JET_errSessionContextAlreadySet);
    atomic_fetch_add(&winners, won);
    pthread_barrier_wait(&barrier);
    REQUIRE(atomic_load(&winners) == 1);
    if (!won) { /* The loser cannot take it away. */
        do
            err = JetResetSessionContext(contested);
        while (err == JET_errSessionSharingViolation);
        REQUIRE(err == JET_errSessionContextNotSetByThisThread);
    }
    pthread_barrier_wait(&barrier);
    if (won) {
        atomic_store(&winners, 0);
        REQUIRE(JetResetSessionContext(contested) == JET_errSuccess);
    }
}

static void *race(void *context)
{
    for (int i = 0; i < ROUNDS; i++)
        race_once((JET_API_PTR)context);
    return NULL;
}

static void test_exactly_one_thread_sets_the_context(void **state)
{
    (void)state;
    contested = begun();
    pthread_barrier_init(&barrier, NULL, THREADS);
    on_threads(race);
    pthread_barrier_destroy(&barrier);
    assert_int_equal(JetEndSession(contested, 0), 0);
}

/* ---- a pool of sessions, allocated by their contexts --------------------------------------- */

enum { POOL = 3 };
static JET_SESID pool[POOL];
static atomic_int holders[POOL];

static void *pool_user(void *context)
{
    unsigned seed = (unsigned)(uintptr_t)context;

    for (int done = 0; done < ROUNDS;) {
        size_t k = (seed = seed * 1103515245 + 12345) / 65536 % POOL;
        JET_ERR err = JetSetSessionContext(pool[k], (JET_API_PTR)context);
        if (err == JET_errSessionContextAlreadySet || err == JET_errSessionSharingViolation)
            continue; /* taken */
        REQUIRE(err == 0);
        REQUIRE(atomic_fetch_add(&holders[k], 1) == 0);
        /* While we hold it others only knock: each of our calls may meet one inside. */
        do
            err = JetBeginTransaction(pool[k]);
        while (err == JET_errSessionSharingViolation);
        REQUIRE(err == 0);
        do
            err = JetCommitTransaction(pool[k], 0);
        while (err == JET_errSessionSharingViolation);
        REQUIRE(err == 0);
        atomic_fetch_sub(&holders[k], 1);
        do
            err = JetResetSessionContext(pool[k]);
        while (err == JET_errSessionSharingViolation);
        REQUIRE(err == 0);
        done++;
    }
    return NULL;
}

static void test_pool_of_sessions_has_one_holder_each(void **state)
{
    (void)state;
    for (int k = 0; k < POOL; k++)
        pool[k] = begun();
    on_threads(pool_user);
    for (int k = 0; k < POOL; k++)
        assert_int_equal(JetEndSession(pool[k], 0), 0);
}

/* ---- using while ending ------------------------------------------------------------------------ */

static _Atomic JET_SESID victim;
static atomic_int ends;
static atomic_bool finished;

static void *ender(void *context)
{
    bool makes = (uintptr_t)context == 1;

    for (int i = 0; makes ? i < ROUNDS : !atomic_load(&finished); i++) {
        JET_SESID s = atomic_load(&victim), d;
        uint32_t level;
        JET_ERR err = i % 3 == 0 ? JetEndSession(s, 0) : i % 3 == 1 ? JetDupSession(s, &d) : JetIdle(s, 0);
        if (i % 3 == 0 && err == 0)
            atomic_fetch_add(&ends, 1);
        else if (i % 3 == 1 && err == 0)
            REQUIRE(JetEndSession(d, 0) == 0);
        else
            REQUIRE(err >= 0 || err == JET_errInvalidSesid || err == JET_errSessionSharingViolation ||
                    err == JET_errOutOfSessions);
        err = JetGetSessionParameter(s, JET_sesparamTransactionLevel, &level, 4, NULL);
        REQUIRE(err == 0 || err == JET_errInvalidSesid);
        if (makes && i % 3 == 2) { /* a new one for all, once the last is gone */
            do
                err = JetEndSession(s, 0);
            while (err == JET_errSessionSharingViolation);
            REQUIRE(err == 0 || err == JET_errInvalidSesid);
            atomic_fetch_add(&ends, err == 0);
            do
                err = JetBeginSessionA(instance, &s, NULL, NULL);
            while (err == JET_errOutOfSessions);
            REQUIRE(err == 0);
            atomic_store(&victim, s);
        }
    }
    if (makes)
        atomic_store(&finished, true);
    return NULL;
}

static void test_each_session_ends_exactly_once(void **state)
{
    (void)state;
    atomic_store(&victim, begun());
    atomic_store(&ends, 0);
    on_threads(ender);
    JET_ERR last = JetEndSession(atomic_load(&victim), 0);
    assert_true(last == 0 || last == JET_errInvalidSesid);
    assert_int_equal(atomic_load(&ends) + (last == 0), ROUNDS / 3 + 1);
}

/* ---- one session passed around ---------------------------------------------------------------------- */

static atomic_int violations, successes;

static void *user(void *context)
{
    (void)context;
    for (int i = 0; i < ROUNDS; i++) {
        JET_ERR err = JetIdle(contested, JET_bitIdleStatus);
        if (err == JET_errSessionSharingViolation)
            atomic_fetch_add(&violations, 1);
        else
            atomic_fetch_add(&successes, 1);
        REQUIRE(err == 0 || err == JET_errSessionSharingViolation);
    }
    return NULL;
}

static void test_overlapping_calls_succeed_or_are_violations(void **state)
{
    (void)state;
    contested = begun();
    on_threads(user);
    assert_int_equal(atomic_load(&violations) + atomic_load(&successes), THREADS * ROUNDS);
    assert_true(atomic_load(&successes) > 0);
    assert_int_equal(JetEndSession(contested, 0), 0);
}

/* ---- terminating under load --------------------------------------------------------------------------- */

static JET_INSTANCE doomed;

/* A termination may give up, so that what it refused has to be done after all: a
 * session left behind would be one of the 16. */
#define PERSIST(call)                                                                                        \
    ({                                                                                                       \
        JET_ERR result;                                                                                      \
        do                                                                                                   \
            result = (call);                                                                                 \
        while (result == JET_errTermInProgress);                                                             \
        result;                                                                                              \
    })

static void *doomed_user(void *context)
{
    JET_SESID s;
    JET_ERR err = 0;

    if ((uintptr_t)context == 1) {
        do
            err = JetTerm(doomed);
        while (err == JET_errTooManyActiveUsers);
        REQUIRE(err == 0);
        return NULL;
    }
    for (;;) {
        err = PERSIST(JetBeginSessionA(doomed, &s, NULL, NULL));
        if (err == 0) {
            uint32_t value;
            JET_API_PTR number;
            JET_ERR seen = JetGetSessionParameter(s, JET_sesparamCommitDefault, &value, 4, NULL);
            REQUIRE(seen == 0 || seen == JET_errTermInProgress || seen == JET_errInvalidSesid);
            seen = JetGetSystemParameterA(0, s, JET_paramCommitDefault, &number, NULL, 0);
            REQUIRE(seen == 0 || seen == JET_errTermInProgress || seen == JET_errInvalidSesid);
        }
        if (err == 0)
            err = PERSIST(JetBeginTransaction(s));
        if (err == 0)
            err = PERSIST(JetCommitTransaction(s, 0));
        if (err == 0)
            err = PERSIST(JetEndSession(s, 0));
        if (err == JET_errInvalidInstance || err == JET_errInvalidSesid)
            return NULL;
        REQUIRE(err == 0);
    }
}

static void test_termination_amid_calls(void **state)
{
    (void)state;
    for (int i = 0; i < 50; i++) {
        assert_int_equal(JetCreateInstanceA(&doomed, "doomed"), 0);
        assert_int_equal(JetSetSystemParameterA(&doomed, 0, JET_paramRecovery, 0, "off"), 0);
        assert_int_equal(JetSetSystemParameterA(&doomed, 0, JET_paramMaxTemporaryTables, 0, NULL), 0);
        assert_int_equal(JetInit(&doomed), 0);
        on_threads(doomed_user);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_exactly_one_thread_sets_the_context),
        cmocka_unit_test(test_pool_of_sessions_has_one_holder_each),
        cmocka_unit_test(test_each_session_ends_exactly_once),
        cmocka_unit_test(test_overlapping_calls_succeed_or_are_violations),
        cmocka_unit_test(test_termination_amid_calls),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
