/* Transactions as far as they need no data: levels, grbits, ids (spec 40, section 4;
 * golden limits, section trx). */
#define JET_VERSION 0x0A01
#include "test.h"

#include <esent.h>
#include <esent_engine.h>
#include <string.h>

static JET_INSTANCE instance;
static JET_SESID s;

static int setup(void **state)
{
    (void)state;
    return JetCreateInstanceA(&instance, "transactions") < 0 || JetInit(&instance) < 0 ||
           JetBeginSessionA(instance, &s, NULL, NULL) < 0;
}

static int teardown(void **state)
{
    (void)state;
    return JetTerm(instance);
}

static int level(void)
{
    int32_t value = -1;
    assert_int_equal(JetGetSessionParameter(s, JET_sesparamTransactionLevel, &value, 4, NULL), 0);
    return value;
}

static uint32_t begin_id(JET_SESID session)
{
    JET_SESSIONINFO info;
    assert_int_equal(JetGetSessionInfo(session, &info, sizeof info, 0), 0);
    return info.ulTrxBegin0;
}

static void test_commit_and_rollback_at_level_zero(void **state)
{
    (void)state;
    assert_int_equal(JetCommitTransaction(s, 0), JET_errNotInTransaction);
    assert_int_equal(JetRollback(s, 0), JET_errNotInTransaction);
    assert_int_equal(JetRollback(s, JET_bitRollbackAll), JET_errNotInTransaction);
}

static void test_seventh_level_is_the_last(void **state)
{
    (void)state;
    for (int k = 1; k <= 7; k++) {
        assert_int_equal(JetBeginTransaction(s), 0);
        assert_int_equal(level(), k);
    }
    assert_int_equal(JetBeginTransaction(s), JET_errTransTooDeep);
    assert_int_equal(JetBeginTransaction3(s, 0, JET_bitTransactionReadOnly), JET_errTransTooDeep);
    assert_int_equal(level(), 7);
    assert_int_equal(JetCommitTransaction(s, 0), 0);
    assert_int_equal(level(), 6);
    assert_int_equal(JetBeginTransaction(s), 0);
    assert_int_equal(JetRollback(s, 0), 0);
    assert_int_equal(level(), 6);
    assert_int_equal(JetRollback(s, JET_bitRollbackAll), 0);
    assert_int_equal(level(), 0);
    assert_int_equal(JetRollback(s, JET_bitRollbackAll), JET_errNotInTransaction);
}

static void test_unknown_begin_grbits_are_ignored(void **state)
{
    const JET_GRBIT grbits[] = {2, 0x80000000, 0xFFFFFFFE, JET_bitTransactionReadOnly, 0xFFFFFFFF};
    (void)state;
    for (int k = 0; k < 5; k++) {
        assert_int_equal(JetBeginTransaction2(s, grbits[k]), 0);
        assert_int_equal(JetBeginTransaction3(s, -1, grbits[k]), 0);
        assert_int_equal(JetRollback(s, JET_bitRollbackAll), 0);
    }
}

static void test_rollback_grbits(void **state)
{
    (void)state;
    for (int in_transaction = 0; in_transaction < 2; in_transaction++) {
        if (in_transaction)
            assert_int_equal(JetBeginTransaction(s), 0);
        for (int bit = 0; bit < 32; bit++) {
            JET_GRBIT grbit = (JET_GRBIT)1 << bit;
            if (grbit != JET_bitRollbackAll && grbit != 0x20)
                assert_int_equal(JetRollback(s, grbit), JET_errInvalidGrbit);
        }
        assert_int_equal(JetRollback(s, JET_bitRollbackAll | 2), JET_errInvalidGrbit);
    }
    assert_int_equal(level(), 1);
    assert_int_equal(JetRollback(s, 0x20), 0);
}

static void test_commit_grbits(void **state)
{
    (void)state;
    for (int in_transaction = 0; in_transaction < 2; in_transaction++) {
        if (in_transaction)
            assert_int_equal(JetBeginTransaction(s), 0);
        for (int bit = 0; bit < 32; bit++) {
            JET_GRBIT grbit = (JET_GRBIT)1 << bit;
            if (!(grbit & (0x1 | 0x2 | 0x8 | 0x10 | 0x20)))
                assert_int_equal(JetCommitTransaction(s, grbit), JET_errInvalidGrbit);
        }
        /* The three that do not commit: alone, at any level. */
        const JET_GRBIT waits[] = {JET_bitWaitLastLevel0Commit, JET_bitWaitAllLevel0Commit,
                                   JET_bitForceNewLog};
        for (int k = 0; k < 3; k++) {
            assert_int_equal(JetCommitTransaction(s, waits[k]), 0);
            assert_int_equal(JetCommitTransaction(s, waits[k] | JET_bitCommitLazyFlush), JET_errInvalidGrbit);
            assert_int_equal(JetCommitTransaction(s, waits[k] | waits[(k + 1) % 3]), JET_errInvalidGrbit);
            assert_int_equal(JetCommitTransaction(s, waits[k] | 0x20), JET_errInvalidGrbit);
        }
        assert_int_equal(level(), in_transaction);
    }
    assert_int_equal(JetCommitTransaction(s, JET_bitCommitLazyFlush), 0);
    assert_int_equal(JetBeginTransaction(s), 0);
    assert_int_equal(JetCommitTransaction(s, 0x20), 0);
    assert_int_equal(level(), 0);
}

static void test_deadline_needs_a_lazy_commit(void **state)
{
    JET_COMMIT_ID id, untouched;
    uint32_t lazy = JET_bitCommitLazyFlush, none = 0;
    (void)state;
    memset(&id, 0x5A, sizeof id);
    untouched = id;
    assert_int_equal(JetCommitTransaction2(s, 0, 100, &id), JET_errNotInTransaction);
    assert_int_equal(JetBeginTransaction(s), 0);
    assert_int_equal(JetBeginTransaction(s), 0);
    assert_int_equal(JetCommitTransaction2(s, 0, 100, &id), JET_errInvalidParameter);
    assert_int_equal(JetCommitTransaction2(s, lazy, 100, &id), 0);
    assert_int_equal(JetSetSessionParameter(s, JET_sesparamCommitDefault, &lazy, 4), 0);
    assert_int_equal(JetCommitTransaction2(s, 0, 100, &id), 0);
    assert_int_equal(JetSetSessionParameter(s, JET_sesparamCommitDefault, &none, 4), 0);
    assert_memory_equal(&id, &untouched, sizeof id); /* nothing was logged */
}

static void test_prepare_to_commit_is_not_available(void **state)
{
    (void)state;
    assert_int_equal(JetPrepareToCommitTransaction(s, NULL, 0, 0), JET_errFeatureNotAvailable);
    assert_int_equal(JetPrepareToCommitTransaction(0, NULL, 0, 0), JET_errInvalidSesid);
}

static void test_transaction_ids(void **state)
{
    JET_SESID t;
    (void)state;
    assert_int_equal(JetBeginSessionA(instance, &t, NULL, NULL), 0);
    assert_int_equal(begin_id(s), 0xFFFFFFFF);
    assert_int_equal(JetBeginTransaction(s), 0);
    uint32_t first = begin_id(s);
    assert_int_equal(JetBeginTransaction(s), 0);
    assert_int_equal(begin_id(s), first); /* of the outermost level */
    assert_int_equal(JetBeginTransaction2(t, JET_bitTransactionReadOnly), 0);
    assert_int_equal(begin_id(t), first + 2); /* does not advance the counter */
    assert_int_equal(JetRollback(t, 0), 0);
    assert_int_equal(JetBeginTransaction(t), 0);
    assert_int_equal(begin_id(t), first + 4);
    assert_int_equal(JetRollback(t, 0), 0);
    assert_int_equal(JetRollback(s, JET_bitRollbackAll), 0);
    assert_int_equal(begin_id(s), 0xFFFFFFFF);
    assert_int_equal(JetEndSession(t, 0), 0);
}

#define T(name) cmocka_unit_test(test_##name)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(commit_and_rollback_at_level_zero),
        T(seventh_level_is_the_last),
        T(unknown_begin_grbits_are_ignored),
        T(rollback_grbits),
        T(commit_grbits),
        T(deadline_needs_a_lazy_commit),
        T(prepare_to_commit_is_not_available),
        T(transaction_ids),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
