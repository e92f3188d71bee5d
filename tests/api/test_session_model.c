/* The state machine of sessions (spec 40, 3.2 and 3.7) as a model of a few lines, and
 * the engine beside it: random calls by three threads, one after another, must have the
 * results that the model foretells. */
#define JET_VERSION 0x0A01
#include "test.h"
#include "worker.h"

#include <esent.h>
#include <esent_engine.h>
#include <stdbool.h>
#include <string.h>

enum { THREADS = 3, STEPS = 60000, NOBODY = -1 };
enum call { SET, RESET, BEGIN, COMMIT, ROLLBACK, ROLLBACK_ALL, END, WAIT, CALLS };

struct model {
    bool live;
    JET_API_PTR context; /* 0 unset */
    int context_thread;
    int level;
    bool bound_to_context;
    JET_API_PTR bound_context;
    int bound_thread;
};

static bool owns(const struct model *m, int thread)
{
    if (!m->bound_to_context)
        return m->bound_thread == thread;
    return m->context == m->bound_context && m->context_thread == thread;
}

static JET_ERR model_set(struct model *m, int thread, JET_API_PTR value)
{
    if (value == 0 || value == (JET_API_PTR)-1)
        return JET_errInvalidParameter;
    if (m->context)
        return JET_errSessionContextAlreadySet;
    m->context = value;
    m->context_thread = thread;
    return JET_errSuccess;
}

static JET_ERR model_begin(struct model *m, int thread)
{
    if (m->level == 7)
        return JET_errTransTooDeep;
    if (m->level > 0 && !owns(m, thread))
        return JET_errSessionSharingViolation;
    if (m->level++ == 0) {
        m->bound_to_context = m->context != 0;
        m->bound_context = m->context;
        m->bound_thread = thread;
    }
    return JET_errSuccess;
}

static JET_ERR model_leave(struct model *m, int thread, int levels)
{
    if (m->level == 0)
        return JET_errNotInTransaction;
    if (!owns(m, thread))
        return JET_errSessionSharingViolation;
    m->level -= levels < m->level ? levels : m->level;
    return JET_errSuccess;
}

static JET_ERR model_end(struct model *m, int thread)
{
    if (m->context)
        return JET_errSessionInUse;
    if (m->level > 0 && !m->bound_to_context && m->bound_thread != thread)
        return JET_errSessionSharingViolation;
    m->live = false;
    return JET_errSuccess;
}

static JET_ERR foretell(struct model *m, int thread, enum call call, JET_API_PTR value)
{
    if (!m->live)
        return JET_errInvalidSesid;
    switch (call) {
    case SET:
        return model_set(m, thread, value);
    case RESET:
        if (!m->context || m->context_thread != thread)
            return JET_errSessionContextNotSetByThisThread;
        m->context = 0;
        return JET_errSuccess;
    case BEGIN:
        return model_begin(m, thread);
    case COMMIT:
    case ROLLBACK:
        return model_leave(m, thread, 1);
    case ROLLBACK_ALL:
        return model_leave(m, thread, 7);
    case END:
        return model_end(m, thread);
    default:
        return JET_errSuccess;
    }
}

struct order {
    JET_SESID session;
    enum call call;
    JET_API_PTR value;
};

static int perform(void *context)
{
    const struct order *o = context;
    switch (o->call) {
    case SET:
        return JetSetSessionContext(o->session, o->value);
    case RESET:
        return JetResetSessionContext(o->session);
    case BEGIN:
        return JetBeginTransaction(o->session);
    case COMMIT:
        return JetCommitTransaction(o->session, 0);
    case ROLLBACK:
        return JetRollback(o->session, 0);
    case ROLLBACK_ALL:
        return JetRollback(o->session, JET_bitRollbackAll);
    case END:
        return JetEndSession(o->session, 0);
    default:
        return JetCommitTransaction(o->session, JET_bitWaitLastLevel0Commit);
    }
}

static void compare_info(JET_SESID session, const struct model *m)
{
    JET_SESSIONINFO info;
    assert_int_equal(JetGetSessionInfo(session, &info, sizeof info, JET_SessionInfo), 0);
    assert_int_equal(info.ulTrxLevel, m->level);
    assert_int_equal(info.ulTrxBegin0 == 0xFFFFFFFF, m->level == 0);
    if (m->level > 0 && m->bound_to_context)
        assert_int_equal(info.ulTrxContext, m->bound_context);
}

static uint32_t next_random(uint64_t *x)
{
    *x ^= *x << 13, *x ^= *x >> 7, *x ^= *x << 17;
    return (uint32_t)(*x >> 33);
}

static void test_engine_does_what_the_model_foretells(void **state)
{
    /* Ends are rare, so that deep states are reached; resets follow sets. */
    static const enum call often[20] = {END,    RESET,  RESET,    RESET,        RESET, RESET, SET,
                                        SET,    SET,    SET,      BEGIN,        BEGIN, BEGIN, BEGIN,
                                        COMMIT, COMMIT, ROLLBACK, ROLLBACK_ALL, WAIT,  BEGIN};
    static const JET_API_PTR values[] = {1, 2, 2, 1, 0, (JET_API_PTR)-1};
    struct worker threads[THREADS];
    struct model model = {0};
    JET_INSTANCE instance;
    struct order order = {0};
    uint64_t x = 0x853C49E6748FEA9B;
    long seen[CALLS][8] = {{0}};

    (void)state;
    assert_int_equal(JetCreateInstanceA(&instance, "model"), 0);
    assert_int_equal(JetInit(&instance), 0);
    for (int i = 0; i < THREADS; i++)
        worker_start(&threads[i]);
    for (int step = 0; step < STEPS; step++) {
        if (!model.live && next_random(&x) % 4 == 0) {
            assert_int_equal(JetBeginSessionA(instance, &order.session, NULL, NULL), 0);
            model = (struct model){.live = true};
        }
        int thread = (int)(next_random(&x) % THREADS);
        order.call = often[next_random(&x) % 20];
        order.value = values[next_random(&x) % 6];
        JET_ERR expected = foretell(&model, thread, order.call, order.value);
        JET_ERR got = worker_run(&threads[thread], perform, &order);
        if (got != expected)
            fail_msg("step %d, thread %d, call %d: %d instead of %d", step, thread, order.call, got,
                     expected);
        if (model.live)
            compare_info(order.session, &model);
        int kind = expected == 0                                ? 0
                   : expected == JET_errSessionSharingViolation ? 1
                   : expected == JET_errInvalidSesid            ? 2
                                                                : 3;
        seen[order.call][kind]++;
    }
    /* The walk was wide enough: successes and refusals of each kind of call. */
    for (int call = SET; call < WAIT; call++) {
        assert_true(seen[call][0] > 20);
        assert_true(seen[call][2] > 20);
        if (call != ROLLBACK && call != ROLLBACK_ALL && call != COMMIT)
            assert_true(seen[call][3] > 0);
        if (call >= BEGIN)
            assert_true(seen[call][1] > 20);
    }
    for (int i = 0; i < THREADS; i++)
        worker_stop(&threads[i]);
    assert_int_equal(JetTerm2(instance, JET_bitTermDirty), JET_errDirtyShutdown);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_engine_does_what_the_model_foretells)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
