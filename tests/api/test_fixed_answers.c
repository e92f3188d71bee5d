/* Stubs and functions with a fixed answer: the handles come first (spec 40, 1.2 and 1.3). */
#define JET_VERSION 0x0A01
#define ESENT_ENGINE_ONLY
#include <esent.h>

#include "test.h"
#include "corpus.h"

#include <stdio.h>

static JET_INSTANCE instance;
static JET_SESID sesid;

static int start(void **state)
{
    (void)state;
    char path[1200];
    snprintf(path, sizeof path, "%s/", test_directory());
    assert_int_equal(JetCreateInstanceA(&instance, "fixed"), JET_errSuccess);
    assert_int_equal(JetSetSystemParameterA(&instance, 0, JET_paramSystemPath, 0, path), JET_errSuccess);
    assert_int_equal(JetSetSystemParameterA(&instance, 0, JET_paramLogFilePath, 0, path), JET_errSuccess);
    assert_int_equal(JetSetSystemParameterA(&instance, 0, JET_paramTempPath, 0, path), JET_errSuccess);
    assert_int_equal(JetSetSystemParameterA(&instance, 0, JET_paramRecovery, 0, "off"), JET_errSuccess);
    assert_int_equal(JetInit(&instance), JET_errSuccess);
    assert_int_equal(JetBeginSessionA(instance, &sesid, NULL, NULL), JET_errSuccess);
    return 0;
}

static int stop(void **state)
{
    (void)state;
    assert_int_equal(JetEndSession(sesid, 0), JET_errSuccess);
    assert_int_equal(JetTerm(instance), JET_errSuccess);
    return 0;
}

static const JET_SESID garbage[] = {0, JET_sesidNil, 1, 0x1234567812345678, 0x8000000000000000};

static void test_version_is_windows_10_build_17134(void **state)
{
    (void)state;
    uint32_t version = 0;
    assert_int_equal(JetGetVersion(sesid, &version), JET_errSuccess);
    assert_int_equal(version, 0xA042EE00);
    assert_int_equal(JetGetVersion(sesid, NULL), JET_errInvalidParameter);
    assert_int_equal(JetGetVersion(JET_sesidNil, NULL), JET_errInvalidSesid);
}

static void test_fixed_answers_come_after_the_session(void **state)
{
    (void)state;
    int32_t value = 77;
    assert_int_equal(JetAttachDatabaseWithStreamingA(sesid, "x", NULL, NULL, 0, 0),
                     JET_errFeatureNotAvailable);
    assert_int_equal(JetAttachDatabaseWithStreamingW(sesid, u"x", NULL, NULL, 0, 0),
                     JET_errFeatureNotAvailable);
    assert_int_equal(JetUpgradeDatabaseA(sesid, "x", NULL, 0), JET_wrnNyi);
    assert_int_equal(JetUpgradeDatabaseW(sesid, u"x", NULL, 0), JET_wrnNyi);
    assert_int_equal(JetPrepareToCommitTransaction(sesid, NULL, 0, 0), JET_errFeatureNotAvailable);
    assert_int_equal(JetGetCounter(sesid, 0, &value), JET_errFeatureNotAvailable);
    assert_int_equal(value, 77);
    assert_int_equal(JetResetCounter(sesid, 0), JET_errFeatureNotAvailable);
    for (size_t i = 0; i < sizeof garbage / sizeof *garbage; i++) {
        assert_int_equal(JetAttachDatabaseWithStreamingA(garbage[i], "x", NULL, NULL, 0, 0),
                         JET_errInvalidSesid);
        assert_int_equal(JetUpgradeDatabaseA(garbage[i], "x", NULL, 0), JET_errInvalidSesid);
        assert_int_equal(JetPrepareToCommitTransaction(garbage[i], NULL, 0, 0), JET_errInvalidSesid);
        assert_int_equal(JetGetCounter(garbage[i], 0, &value), JET_errInvalidSesid);
        assert_int_equal(JetResetCounter(garbage[i], 0), JET_errInvalidSesid);
    }
}

/* One stub of each kind of entry; each is built some day, and then leaves this test. */
static void test_stubs_check_their_handles(void **state)
{
    (void)state;
    JET_TABLEID table;
    for (size_t i = 0; i < sizeof garbage / sizeof *garbage; i++) {
        assert_int_equal(JetCompactA(garbage[i], "a", "b", NULL, NULL, 0), JET_errInvalidSesid);
        assert_int_equal(JetCreateTableA(garbage[i], 1, "t", 0, 0, &table), JET_errInvalidSesid);
        assert_int_equal(JetComputeStats(garbage[i], garbage[i]), JET_errInvalidSesid);
        assert_int_equal(JetComputeStats(sesid, garbage[i]), JET_errInvalidTableId);
    }
    assert_int_equal(JetCompactA(sesid, "a", "b", NULL, NULL, 0), JET_wrnNyi);
    assert_int_equal(JetCreateTableA(sesid, 1, "t", 0, 0, &table), JET_errInvalidDatabaseId);
    assert_int_equal(JetCreateTableA(sesid, 0, "t", 0, 0, &table), JET_errInvalidDatabaseId);
    assert_int_equal(JetCreateTableA(sesid, JET_dbidNil, "t", 0, 0, &table), JET_errInvalidDatabaseId);
    assert_int_equal(JetBeginExternalBackupInstance(0x1234567812345678, 0), JET_errInvalidInstance);
    assert_int_equal(JetBeginExternalBackupInstance(0, 0), JET_errInvalidParameter);
    assert_int_equal(JetBeginExternalBackupInstance(instance, 0), JET_wrnNyi);
    assert_int_equal(JetBeginExternalBackup(0), JET_errRunningInMultiInstanceMode);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_version_is_windows_10_build_17134),
        cmocka_unit_test(test_fixed_answers_come_after_the_session),
        cmocka_unit_test(test_stubs_check_their_handles),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
