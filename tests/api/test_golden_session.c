/* What the original engine answered, row by row and in its order: the sections init,
 * session, ctx, ctx1 to ctx6 and trx of golden/limits/limits.csv. The expected codes
 * come from the file; where we differ on purpose it is said. */
#define JET_VERSION 0x0A01
#include "test.h"
#include "corpus.h"
#include "csv.h"
#include "worker.h"

#include <esent.h>
#include <stdlib.h>
#include <string.h>

static struct csv csv;
static struct worker thread_b;
static JET_INSTANCE instance;
static JET_SESID s;

/* The next row of the file whose section begins so, and its code. */
static JET_ERR golden(const char *section, const char *call)
{
    while (csv_next(&csv))
        if (strncmp(csv.cells[0], section, strlen(section)) == 0) {
            /* Section titles have commas, without quotes: count from the end. */
            assert_string_equal(csv.cells[csv.count - 2], call);
            return (JET_ERR)atoi(csv.cells[csv.count - 1]);
        }
    fail_msg("no row %s, %s", section, call);
    return 1;
}
#define SAME(section, call, actual) assert_int_equal(golden(section, call), actual)

static int setup(void **state)
{
    (void)state;
    csv_open(&csv, "golden/limits/limits.csv");
    return JetCreateInstanceA(&instance, "limits");
}

static int teardown(void **state)
{
    (void)state;
    csv_close(&csv);
    return JetTerm2(instance, JET_bitTermDirty) != JET_errDirtyShutdown;
}

static JET_SESID begun(void)
{
    JET_SESID t;
    assert_int_equal(JetBeginSessionA(instance, &t, NULL, NULL), 0);
    return t;
}

/* ---- thread B, on the session s ------------------------------------------------------ */

enum errand { SET, RESET, BEGIN, COMMIT, ROLLBACK, END };
struct order {
    enum errand errand;
    JET_API_PTR argument;
};

static int perform(void *context)
{
    const struct order *o = context;
    switch (o->errand) {
    case SET:
        return JetSetSessionContext(s, o->argument);
    case RESET:
        return JetResetSessionContext(s);
    case BEGIN:
        return JetBeginTransaction(s);
    case COMMIT:
        return JetCommitTransaction(s, 0);
    case ROLLBACK:
        return JetRollback(s, 0);
    case END:
        return JetEndSession(s, 0);
    }
    return 1;
}

static JET_ERR b(enum errand errand, JET_API_PTR argument)
{
    struct order o = {errand, argument};
    return worker_run(&thread_b, perform, &o);
}

/* The first failure of three steps. */
static JET_ERR b3(enum errand x, JET_API_PTR argument, enum errand y, enum errand z)
{
    JET_ERR err = b(x, argument);
    err = err ? err : b(y, 0);
    return err ? err : b(z, 0);
}

/* ---- the sections ---------------------------------------------------------------------- */

static void test_init(void **state)
{
    JET_INSTANCE other, never;
    (void)state;
    SAME("init", "JetBeginSession before JetInit", JetBeginSessionA(instance, &s, NULL, NULL));
    SAME("init", "JetCreateInstance duplicate name", JetCreateInstanceA(&other, "limits"));
    assert_int_equal(JetCreateInstanceA(&never, "never"), 0);
    SAME("init", "JetTerm before init", JetTerm(never));
    assert_int_equal(JetSetSystemParameterA(&instance, 0, JET_paramMaxSessions, 8, NULL), 0);
    SAME("init", "JetInit", JetInit(&instance));
    SAME("init", "JetInit again", JetInit(&instance));
    SAME("init", "JetSetSystemParameter after init DatabasePageSize",
         JetSetSystemParameterA(&instance, 0, JET_paramDatabasePageSize, 8192, NULL));
    SAME("init", "JetSetSystemParameter after init LogFileSize",
         JetSetSystemParameterA(&instance, 0, JET_paramLogFileSize, 1024, NULL));
    SAME("init", "JetSetSystemParameter after init MaxSessions",
         JetSetSystemParameterA(&instance, 0, JET_paramMaxSessions, 9, NULL));
    SAME("init", "JetSetSystemParameter after init CircularLog=1",
         JetSetSystemParameterA(&instance, 0, JET_paramCircularLog, 1, NULL));
    assert_int_equal(JetCreateInstanceA(&other, "second"), 0);
    SAME("init", "JetInit second instance same paths", JetInit(&other));
}

static void test_session(void **state)
{
    JET_SESID t[8], d;
    (void)state;
    for (int i = 0; i < 8; i++) {
        JET_ERR err = JetBeginSessionA(instance, &t[i], NULL, NULL);
        if (i == 0)
            SAME("session", "JetBeginSession #1 with MaxSessions=8", err);
        else if (i == 1)
            SAME("session", "JetBeginSession #2 with MaxSessions=8", err);
        else if (i == 2)
            SAME("session", "JetBeginSession #3 with MaxSessions=8", err);
        else
            assert_int_equal(err, 0);
    }
    /* Ours is the documented number: the ninth answers what the original's 74th does. */
    SAME("session", "JetBeginSession #74 with MaxSessions=8", JetBeginSessionA(instance, &d, NULL, NULL));
    golden("session", "sessions begun with MaxSessions=8: 73");
    SAME("session", "JetDupSession when max sessions reached", JetDupSession(t[0], &d));
    assert_int_equal(JetEndSession(t[7], 0), 0);
    SAME("session", "JetDupSession", JetDupSession(t[0], &d));
    SAME("session", "JetEndSession(dup)", JetEndSession(d, 0));
    /* H-6: a stale handle is undefined in the original (it said -1910), precise here. */
    assert_int_equal(golden("session", "JetEndSession(ended session)"), -1910);
    assert_int_equal(JetEndSession(d, 0), JET_errInvalidSesid);
    SAME("session", "JetEndSession(JET_sesidNil)", JetEndSession(JET_sesidNil, 0));
    SAME("session", "JetEndSession(0)", JetEndSession(0, 0));
    SAME("session", "JetEndSession grbit bogus 0x80000000", JetEndSession(t[6], 0x80000000));
    SAME("session", "JetDupSession(JET_sesidNil)", JetDupSession(JET_sesidNil, &d));
    SAME("session", "JetBeginSession(JET_instanceNil)", JetBeginSessionA(JET_instanceNil, &d, NULL, NULL));
    SAME("session", "JetBeginTransaction(JET_sesidNil)", JetBeginTransaction(JET_sesidNil));
    SAME("session", "JetBeginTransaction(0)", JetBeginTransaction(0));
    for (int i = 0; i < 6; i++)
        assert_int_equal(JetEndSession(t[i], 0), 0);
}

static void test_ctx(void **state)
{
    const char *c = "ctx";
    (void)state;
    s = begun();
    SAME(c, "JetResetSessionContext(none set)", JetResetSessionContext(s));
    SAME(c, "JetSetSessionContext(s,0)", JetSetSessionContext(s, 0));
    SAME(c, "JetResetSessionContext after set 0", JetResetSessionContext(s));
    SAME(c, "JetSetSessionContext(s,-1)", JetSetSessionContext(s, (JET_API_PTR)-1));
    SAME(c, "JetResetSessionContext after set -1", JetResetSessionContext(s));
    SAME(c, "JetSetSessionContext(s,1)", JetSetSessionContext(s, 1));
    SAME(c, "JetSetSessionContext(s,1) again", JetSetSessionContext(s, 1));
    SAME(c, "JetSetSessionContext(s,2) when 1 set", JetSetSessionContext(s, 2));
    SAME(c, "JetSetSessionContext(s,1) from other thread while set", b(SET, 1));
    SAME(c, "JetResetSessionContext from other thread", b(RESET, 0));
    SAME(c, "JetResetSessionContext same thread", JetResetSessionContext(s));
    SAME(c, "JetResetSessionContext again", JetResetSessionContext(s));

    SAME("ctx1", "A: JetSetSessionContext(1)", JetSetSessionContext(s, 1));
    SAME("ctx1", "B: JetBeginTransaction", b(BEGIN, 0));
    SAME("ctx1", "A: JetBeginTransaction", JetBeginTransaction(s));
    SAME("ctx1", "A: JetResetSessionContext in trx", JetResetSessionContext(s));
    SAME("ctx1", "A: JetCommitTransaction with ctx reset", JetCommitTransaction(s, 0));
    SAME("ctx1", "A: Set(2) wrong ctx", JetSetSessionContext(s, 2));
    SAME("ctx1", "A: JetCommit under 2", JetCommitTransaction(s, 0));
    SAME("ctx1", "A: Reset", JetResetSessionContext(s));
    SAME("ctx1", "B: Set(1)", b(SET, 1));
    SAME("ctx1", "B: (other thread than setter) commit", JetCommitTransaction(s, 0));
    assert_int_equal(b3(COMMIT, 0, COMMIT, RESET), 0);

    SAME("ctx2", "A: Set(1)", JetSetSessionContext(s, 1));
    SAME("ctx2", "A: Begin", JetBeginTransaction(s));
    SAME("ctx2", "B: nested JetBeginTransaction", b(BEGIN, 0));
    SAME("ctx2", "B: Commit", b(COMMIT, 0));
    SAME("ctx2", "B: JetEndSession", b(END, 0));
    SAME("ctx2", "A: JetEndSession with ctx and trx", JetEndSession(s, 0));
    SAME("ctx2", "A: Reset", JetResetSessionContext(s));
    SAME("ctx2", "B: Set(1)+Commit+Reset", b3(SET, 1, COMMIT, RESET));
    SAME("ctx2", "A: JetCommitTransaction after B committed", JetCommitTransaction(s, 0));

    SAME("ctx3", "A: Begin", JetBeginTransaction(s));
    SAME("ctx3", "B: nested Begin", b(BEGIN, 0));
    SAME("ctx3", "B: Commit", b(COMMIT, 0));
    SAME("ctx3", "B: Rollback", b(ROLLBACK, 0));
    JET_ERR set = b(SET, 5);
    SAME("ctx3", "B: JetSetSessionContext(5) in A's trx, then Reset", set ? set : b(RESET, 0));
    SAME("ctx3", "A: JetSetSessionContext(5) in own trx", JetSetSessionContext(s, 5));
    SAME("ctx3", "A: Commit with ctx 5", JetCommitTransaction(s, 0));
    SAME("ctx3", "A: Reset", JetResetSessionContext(s));
    SAME("ctx3", "A: Commit", JetCommitTransaction(s, 0));

    SAME("ctx4", "B", b3(SET, 7, BEGIN, RESET));
    SAME("ctx4", "A: nested Begin without ctx", JetBeginTransaction(s));
    SAME("ctx4", "A: Set(8)", JetSetSessionContext(s, 8));
    SAME("ctx4", "A: Commit under 8", JetCommitTransaction(s, 0));
    SAME("ctx4", "A: Reset", JetResetSessionContext(s));
    SAME("ctx4", "A: Set(7)", JetSetSessionContext(s, 7));
    SAME("ctx4", "A: nested Begin under 7", JetBeginTransaction(s));
    SAME("ctx4", "A: Commit under 7", JetCommitTransaction(s, 0));
    SAME("ctx4", "A: Commit under 7 outer", JetCommitTransaction(s, 0));
    SAME("ctx4", "A: Reset", JetResetSessionContext(s));

    SAME("ctx5", "begin in A", JetBeginTransaction(s));
    SAME("ctx5", "B: JetEndSession while A's trx open", b(END, 0));
    SAME("ctx5", "A: JetEndSession with trx open", JetEndSession(s, 0));
    SAME("ctx5", "JetSetSessionContext(sesidNil)", JetSetSessionContext(JET_sesidNil, 1));
    SAME("ctx5", "JetResetSessionContext(sesidNil)", JetResetSessionContext(JET_sesidNil));
    s = begun();
    SAME("ctx5", "A: JetSetSessionContext(3)", JetSetSessionContext(s, 3));
    SAME("ctx5", "B: JetEndSession, ctx set by A", b(END, 0));
    SAME("ctx5", "A: JetEndSession, ctx set by A", JetEndSession(s, 0));
    SAME("ctx5", "A: Reset", JetResetSessionContext(s));
    SAME("ctx5", "A: JetEndSession", JetEndSession(s, 0));

    JET_SESID d;
    s = begun();
    assert_int_equal(JetSetSessionContext(s, 3), 0);
    SAME("ctx6", "A: JetDupSession of session with ctx", JetDupSession(s, &d));
    SAME("ctx6", "A: JetResetSessionContext(dup)", JetResetSessionContext(d));
    assert_int_equal(JetEndSession(d, 0), 0);
    assert_int_equal(JetResetSessionContext(s), 0);
    assert_int_equal(JetEndSession(s, 0), 0);
}

static void test_trx(void **state)
{
    static const char *const levels[] = {"JetBeginTransaction level 1", "JetBeginTransaction level 2",
                                         "JetBeginTransaction level 3", "JetBeginTransaction level 4",
                                         "JetBeginTransaction level 5", "JetBeginTransaction level 6",
                                         "JetBeginTransaction level 7", "JetBeginTransaction level 8"};
    (void)state;
    s = begun();
    SAME("trx", "JetCommitTransaction no trx", JetCommitTransaction(s, 0));
    SAME("trx", "JetRollback no trx", JetRollback(s, 0));
    for (int k = 0; k < 8; k++)
        SAME("trx", levels[k], JetBeginTransaction(s));
    SAME("trx", "JetRollback(RollbackAll)", JetRollback(s, JET_bitRollbackAll));
    SAME("trx", "JetRollback after all", JetRollback(s, 0));
    assert_int_equal(JetBeginTransaction(s), 0);
    SAME("trx", "JetCommitTransaction grbit 0x80000000 in trx", JetCommitTransaction(s, 0x80000000));
    SAME("trx", "JetRollback grbit 0x80000000", JetRollback(s, 0x80000000));
    SAME("trx", "JetRollback", JetRollback(s, 0));
    SAME("trx", "JetCommitTransaction(WaitLastLevel0Commit) no trx",
         JetCommitTransaction(s, JET_bitWaitLastLevel0Commit));
    SAME("trx", "JetCommitTransaction(WaitAllLevel0Commit) no trx",
         JetCommitTransaction(s, JET_bitWaitAllLevel0Commit));
    assert_int_equal(JetBeginTransaction(s), 0);
    SAME("trx", "JetCommitTransaction(WaitLastLevel0Commit) in trx",
         JetCommitTransaction(s, JET_bitWaitLastLevel0Commit));
    SAME("trx", "JetRollback", JetRollback(s, 0));
    SAME("trx", "JetBeginTransaction2(grbit 0x2 bogus)", JetBeginTransaction2(s, 2));
    SAME("trx", "JetRollback", JetRollback(s, 0));
    assert_int_equal(JetEndSession(s, 0), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_init),
        cmocka_unit_test(test_session),
        cmocka_unit_test(test_ctx),
        cmocka_unit_test(test_trx),
    };
    if (!corpus_present())
        return 77;
    worker_start(&thread_b);
    int failed = cmocka_run_group_tests(tests, setup, teardown);
    worker_stop(&thread_b);
    return failed;
}
