/* Instances: creating, initialising, modes of the process, terminating, stopping
 * (spec 40, section 2; API reference; golden limits, sections init and term). */
#include "test.h"
#include "corpus.h"
#include "worker.h"

#define JET_VERSION 0x0A01
#include <esent.h>
#include <esent_engine.h>

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char directory[512];

static int setup(void **state)
{
    (void)state;
    snprintf(directory, sizeof directory, "%s", test_directory());
    return chdir(directory);
}

/* Every test leaves no instance behind, so that the next begins with mode unset. */
static int check_unset(void **state)
{
    JET_INSTANCE_INFO_A *infos;
    uint32_t count = 99;
    (void)state;
    if (JetGetInstanceInfoA(&count, &infos) != 0 || count != 0)
        return 1;
    return JetStopService() != JET_errInvalidParameter;
}

static JET_INSTANCE created(const char *name)
{
    JET_INSTANCE i = 0;
    assert_int_equal(JetCreateInstanceA(&i, name), JET_errSuccess);
    assert_true(i != 0 && i != JET_instanceNil);
    return i;
}

static void text(JET_INSTANCE i, uint32_t id, const char *value)
{
    assert_int_equal(JetSetSystemParameterA(&i, 0, id, 0, value), JET_errSuccess);
}

static void number(JET_INSTANCE i, uint32_t id, JET_API_PTR value)
{
    assert_int_equal(JetSetSystemParameterA(&i, 0, id, value, NULL), JET_errSuccess);
}

static JET_INSTANCE initialised(const char *name)
{
    JET_INSTANCE i = created(name);
    char path[600];
    number(i, JET_paramCreatePathIfNotExist, 1);
    snprintf(path, sizeof path, "%s/%s", directory, name);
    text(i, JET_paramSystemPath, path);
    text(i, JET_paramLogFilePath, path);
    assert_int_equal(JetInit(&i), JET_errSuccess);
    return i;
}

static void terminated(JET_INSTANCE i) { assert_int_equal(JetTerm(i), JET_errSuccess); }

/* ---- creating ------------------------------------------------------------------------- */

static void test_create_needs_a_place_for_the_handle(void **state)
{
    (void)state;
    assert_int_equal(JetCreateInstanceA(NULL, "a"), JET_errInvalidParameter);
    assert_int_equal(JetCreateInstance2W(NULL, u"a", u"b", 0), JET_errInvalidParameter);
}

static void test_names_are_unique_and_case_matters(void **state)
{
    JET_INSTANCE a = created("name"), b = created("Name"), c = 5;
    (void)state;
    assert_int_equal(JetCreateInstanceA(&c, "name"), JET_errInstanceNameInUse);
    assert_true(c == JET_instanceNil);
    assert_int_equal(JetCreateInstanceW(&c, u"name"), JET_errInstanceNameInUse);
    terminated(a);
    a = created("name");
    terminated(a), terminated(b);
}

static void test_only_one_instance_may_be_nameless(void **state)
{
    JET_INSTANCE a = created(NULL), b = 5;
    (void)state;
    assert_int_equal(JetCreateInstanceA(&b, NULL), JET_errInstanceNameInUse);
    terminated(a);
}

static void test_too_many_instances_wins_over_the_name(void **state)
{
    JET_INSTANCE i[16], extra = 5;
    char name[16];
    (void)state;
    for (int k = 0; k < 16; k++) {
        snprintf(name, sizeof name, "n%d", k);
        i[k] = created(name);
    }
    assert_int_equal(JetCreateInstanceA(&extra, "n3"), JET_errTooManyInstances);
    assert_int_equal(JetCreateInstanceA(&extra, "other"), JET_errTooManyInstances);
    assert_true(extra == JET_instanceNil);
    extra = 0;
    assert_int_equal(JetInit(&extra), JET_errTooManyInstances);
    assert_true(extra == JET_instanceNil);
    terminated(i[7]);
    i[7] = created("again");
    for (int k = 0; k < 16; k++)
        terminated(i[k]);
}

static void test_created_instance_is_not_initialised(void **state)
{
    JET_INSTANCE i = created("a");
    JET_SESID s = 3;
    (void)state;
    assert_int_equal(JetBeginSessionA(i, &s, NULL, NULL), JET_errNotInitialized);
    assert_int_equal(JetStopServiceInstance(i), JET_errNotInitialized);
    assert_int_equal(JetStopServiceInstance2(i, 0), JET_errNotInitialized);
    assert_int_equal(JetStopBackupInstance(i), JET_errSuccess);
    terminated(i);
}

static void test_ill_formed_utf16_name_is_refused(void **state)
{
    const WCHAR lone[] = {0xD800, 0};
    JET_INSTANCE i = 5;
    (void)state;
    assert_int_equal(JetCreateInstanceW(&i, lone), JET_errUnicodeTranslationFail);
    assert_true(i == JET_instanceNil);
}

/* ---- modes of the process ---------------------------------------------------------------- */

static void test_init_without_instance_makes_single_mode(void **state)
{
    JET_INSTANCE i = 5;
    JET_SESID s;
    (void)state;
    assert_int_equal(JetInit(NULL), JET_errSuccess);
    assert_int_equal(JetInit(NULL), JET_errAlreadyInitialized);
    assert_int_equal(JetInit(&i), JET_errAlreadyInitialized);
    assert_int_equal(JetCreateInstanceA(&i, "a"), JET_errRunningInOneInstanceMode);
    assert_true(i == JET_instanceNil);
    assert_int_equal(JetEnableMultiInstanceA(NULL, 0, NULL), JET_errRunningInOneInstanceMode);
    /* I-2: every instance argument that passes H-2 is the instance. */
    assert_int_equal(JetBeginSessionA(0, &s, NULL, NULL), JET_errSuccess);
    assert_int_equal(JetBeginSessionA(JET_instanceNil, &s, NULL, NULL), JET_errSuccess);
    assert_int_equal(JetBeginSessionA(4711, &s, NULL, NULL), JET_errInvalidInstance);
    assert_int_equal(JetStopBackup(), JET_errSuccess);
    assert_int_equal(JetTerm(0), JET_errSuccess);
    assert_int_equal(JetTerm(0), JET_errInvalidParameter);
}

static void test_init_with_zero_or_nil_makes_single_mode_and_gives_the_handle(void **state)
{
    (void)state;
    for (int k = 0; k < 2; k++) {
        JET_INSTANCE i = k ? JET_instanceNil : 0;
        JET_SESID s;
        assert_int_equal(JetInit(&i), JET_errSuccess);
        assert_true(i != 0 && i != JET_instanceNil);
        assert_int_equal(JetInit(NULL), JET_errAlreadyInitialized);
        assert_int_equal(JetBeginSessionA(i, &s, NULL, NULL), JET_errSuccess);
        assert_int_equal(JetTerm(i), JET_errSuccess);
    }
}

static void test_multi_mode_needs_instances(void **state)
{
    JET_INSTANCE a = initialised("multi"), b = 0, garbage = 4711;
    JET_SESID s = 3;
    (void)state;
    assert_int_equal(JetInit(NULL), JET_errRunningInMultiInstanceMode);
    assert_int_equal(JetInit(&garbage), JET_errInvalidParameter);
    assert_int_equal(JetBeginSessionA(0, &s, NULL, NULL), JET_errInvalidParameter);
    assert_int_equal(JetBeginSessionA(JET_instanceNil, &s, NULL, NULL), JET_errInvalidParameter);
    assert_int_equal(JetBeginSessionA(4711, &s, NULL, NULL), JET_errInvalidInstance);
    assert_int_equal(JetTerm(0), JET_errInvalidParameter);
    assert_int_equal(JetTerm(JET_instanceNil), JET_errInvalidParameter);
    assert_int_equal(JetTerm(4711), JET_errInvalidInstance);
    assert_int_equal(JetStopService(), JET_errRunningInMultiInstanceMode);
    assert_int_equal(JetStopBackup(), JET_errRunningInMultiInstanceMode);
    assert_int_equal(JetInit(&b), JET_errSuccess); /* a nameless one, in the current directory */
    assert_true(b != a && b != 0);
    terminated(b), terminated(a);
}

static void test_unset_mode_has_no_instance_to_offer(void **state)
{
    JET_SESID s = 3;
    (void)state;
    assert_int_equal(JetBeginSessionA(0, &s, NULL, NULL), JET_errInvalidParameter);
    assert_int_equal(JetBeginSessionA(4711, &s, NULL, NULL), JET_errInvalidInstance);
    assert_int_equal(JetTerm(0), JET_errInvalidParameter);
    assert_int_equal(JetStopService(), JET_errInvalidParameter);
    assert_int_equal(JetStopBackup(), JET_errInvalidParameter);
    assert_int_equal(JetStopServiceInstance(0), JET_errInvalidParameter);
}

static void test_failed_first_calls_leave_the_mode_unset(void **state)
{
    JET_INSTANCE i = 0;
    (void)state;
    assert_int_equal(JetCreateInstanceA(NULL, "a"), JET_errInvalidParameter);
    JET_SETSYSPARAM_A bad = {.paramid = JET_paramMaxSessions, .lParam = 99999};
    assert_int_equal(JetEnableMultiInstanceA(&bad, 1, NULL), JET_errInvalidParameter);
    assert_int_equal(JetInit(NULL), JET_errSuccess); /* single mode is still free to choose */
    assert_int_equal(JetTerm(i), JET_errSuccess);
}

/* ---- initialising -------------------------------------------------------------------------- */

static void test_second_init_is_refused_and_does_no_harm(void **state)
{
    JET_INSTANCE i = initialised("twice"), same = i;
    JET_SESID s;
    (void)state;
    assert_int_equal(JetInit(&i), JET_errAlreadyInitialized);
    assert_true(i == same);
    assert_int_equal(JetBeginSessionA(i, &s, NULL, NULL), JET_errSuccess);
    terminated(i);
}

static void test_failed_init_frees_a_created_instance(void **state)
{
    JET_INSTANCE i = created("fails"), gone = i;
    (void)state;
    text(i, JET_paramSystemPath, "/no/such/directory");
    assert_int_equal(JetInit(&i), JET_errInvalidPath);
    assert_true(i == 0);
    assert_int_equal(JetTerm(gone), JET_errInvalidInstance);
}

static void test_failed_init_of_single_mode_leaves_the_mode_unset(void **state)
{
    JET_INSTANCE i = 0;
    (void)state;
    assert_int_equal(JetSetSystemParameterA(NULL, 0, JET_paramCleanupMismatchedLogFiles, 1, NULL), 0);
    assert_int_equal(JetInit(&i), JET_errInvalidSettings);
    assert_true(i == 0);
    assert_int_equal(JetInit(NULL), JET_errInvalidSettings);
    assert_int_equal(JetSetSystemParameterA(NULL, 0, JET_paramCleanupMismatchedLogFiles, 0, NULL), 0);
    i = created("free");
    terminated(i);
}

static void test_missing_directories_are_made_when_asked_for(void **state)
{
    JET_INSTANCE i = created("paths");
    struct stat st;
    char path[600];
    (void)state;
    number(i, JET_paramCreatePathIfNotExist, 1);
    text(i, JET_paramSystemPath, "deep/er/system");
    text(i, JET_paramLogFilePath, "deep/log/");
    text(i, JET_paramTempPath, "deep/temp/x.edb");
    assert_int_equal(JetInit(&i), JET_errSuccess);
    const char *made[] = {"deep/er/system", "deep/log", "deep/temp"};
    for (int k = 0; k < 3; k++) {
        snprintf(path, sizeof path, "%s/%s", directory, made[k]);
        assert_int_equal(stat(path, &st), 0);
        assert_true(S_ISDIR(st.st_mode));
    }
    terminated(i);
}

static void test_file_in_the_place_of_a_directory_is_an_invalid_path(void **state)
{
    JET_INSTANCE i = created("file");
    char path[600];
    (void)state;
    snprintf(path, sizeof path, "%s/plain", directory);
    fclose(fopen(path, "w"));
    number(i, JET_paramCreatePathIfNotExist, 1);
    text(i, JET_paramSystemPath, path);
    assert_int_equal(JetInit(&i), JET_errInvalidPath);
}

static void test_log_directory_is_not_looked_at_with_recovery_off(void **state)
{
    JET_INSTANCE i = created("off");
    (void)state;
    text(i, JET_paramRecovery, "OFF");
    text(i, JET_paramLogFilePath, "/no/such/directory");
    assert_int_equal(JetInit(&i), JET_errSuccess);
    terminated(i);
}

static void test_settings_that_contradict_each_other(void **state)
{
    (void)state;
    for (int k = 0; k < 3; k++) {
        JET_INSTANCE i = created("settings");
        if (k == 0)
            number(i, JET_paramLogFileSize, 5121);
        if (k > 0)
            number(i, JET_paramCleanupMismatchedLogFiles, 1);
        if (k == 2)
            number(i, JET_paramCircularLog, 1);
        assert_int_equal(JetInit2(&i, k == 2 ? JET_bitKeepDbAttachedAtEndOfRecovery : 0),
                         JET_errInvalidSettings);
        assert_true(i == 0);
    }
}

static void test_instances_do_not_share_paths(void **state)
{
    JET_INSTANCE a = initialised("shared"), b;
    char path[600], other[600];
    (void)state;
    snprintf(path, sizeof path, "%s/shared", directory);
    snprintf(other, sizeof other, "%s/other", directory);
    mkdir(other, 0777);
    for (int k = 0; k < 4; k++) {
        static const JET_ERR expected[] = {JET_errTempPathInUse, JET_errSystemPathInUse,
                                           JET_errLogFilePathInUse, JET_errSuccess};
        b = created("second");
        text(b, JET_paramSystemPath, k < 2 ? path : other);
        text(b, JET_paramLogFilePath, k < 3 ? path : other);
        if (k > 0)
            number(b, JET_paramMaxTemporaryTables, 0);
        assert_int_equal(JetInit(&b), expected[k]);
    }
    terminated(b);
    b = created("second"); /* who does not log shares both */
    text(b, JET_paramSystemPath, path);
    text(b, JET_paramLogFilePath, path);
    text(b, JET_paramRecovery, "off");
    number(b, JET_paramMaxTemporaryTables, 0);
    assert_int_equal(JetInit(&b), JET_errSuccess);
    terminated(a), terminated(b);
}

static void test_log_stream_must_exist(void **state)
{
    JET_INSTANCE i = created("stream");
    (void)state;
    assert_int_equal(JetInit2(&i, JET_bitLogStreamMustExist), JET_errFileNotFound);
    assert_true(i == 0);
}

static void test_recovery_without_undo_never_leaves_an_instance(void **state)
{
    char log[600];
    (void)state;
    for (int k = 0; k < 2; k++) {
        JET_INSTANCE i = created("redo");
        snprintf(log, sizeof log, "%s/stream", directory);
        if (k == 0)
            mkdir(log, 0777);
        text(i, JET_paramLogFilePath, log);
        strcat(log, "/edb.log");
        if (k == 1)
            fclose(fopen(log, "w"));
        assert_int_equal(JetInit2(&i, JET_bitRecoveryWithoutUndo),
                         k ? JET_errLogFileCorrupt : JET_errRecoveredWithoutUndoDatabasesConsistent);
        assert_true(i == 0);
    }
}

static void test_recovery_information_must_have_its_size(void **state)
{
    JET_INSTANCE i = created("info");
    JET_RSTINFO_A info = {.cbStruct = sizeof info - 1};
    JET_RSTINFO_W wide = {.cbStruct = 0};
    JET_RSTINFO2_A info2 = {.cbStruct = 48};
    JET_RSTINFO2_W wide2 = {.cbStruct = 48};
    (void)state;
    assert_int_equal(JetInit3A(&i, &info, 0), JET_errInvalidParameter);
    assert_int_equal(JetInit3W(&i, &wide, 0), JET_errInvalidParameter);
    assert_int_equal(JetInit3W(NULL, &wide, 0), JET_errInvalidParameter);
    assert_int_equal(JetInit4A(NULL, &info2, 0), JET_errInvalidParameter);
    assert_int_equal(JetInit4W(NULL, &wide2, 0), JET_errRunningInMultiInstanceMode);
    assert_int_equal(JetInit4W(&i, &wide2, 0), JET_errInvalidParameter);
    info.cbStruct = sizeof info;
    assert_int_equal(JetInit3A(&i, &info, 0), JET_errSuccess);
    terminated(i);
}

static JET_INSTANCE under_init;
static JET_ERR callback_result;
static int callback_calls;
static JET_ERR parameter_in_callback, session_in_callback, other_thread;
static struct worker thread_b;

static int get_number(void *context)
{
    JET_API_PTR value;
    (void)context;
    return JetGetSystemParameterA(under_init, 0, JET_paramMaxSessions, &value, NULL, 0);
}

static int init_again(void *context)
{
    JET_INSTANCE i = under_init;
    (void)context;
    return JetInit(&i);
}

static int term_it(void *context)
{
    (void)context;
    return JetTerm(under_init);
}

static JET_ERR JET_API runtime_callback(JET_SESID sesid, JET_DBID dbid, JET_TABLEID tableid, JET_CBTYP cbtyp,
                                        void *pvArg1, void *pvArg2, void *pvContext, JET_API_PTR ulUnused)
{
    JET_SESID s;
    (void)pvArg1, (void)pvArg2, (void)pvContext, (void)ulUnused;
    assert_true(sesid == JET_sesidNil && dbid == JET_dbidNil && tableid == JET_tableidNil);
    assert_int_equal(cbtyp, JET_cbtypNull);
    callback_calls++;
    parameter_in_callback = JetSetSystemParameterA(&under_init, 0, JET_paramMaxSessions, 3, NULL);
    session_in_callback = JetBeginSessionA(under_init, &s, NULL, NULL);
    other_thread = worker_run(&thread_b, get_number, NULL);
    assert_int_equal(worker_run(&thread_b, init_again, NULL), JET_errInitInProgress);
    assert_int_equal(worker_run(&thread_b, term_it, NULL), JET_errNotInitialized);
    return callback_result;
}

static void test_runtime_callback_is_called_once_and_can_refuse(void **state)
{
    (void)state;
    worker_start(&thread_b);
    for (int k = 0; k < 2; k++) {
        under_init = created("callback");
        JET_CALLBACK function = runtime_callback;
        JET_API_PTR address;
        memcpy(&address, &function, sizeof address);
        number(under_init, JET_paramRuntimeCallback, address);
        callback_calls = 0;
        callback_result = k ? JET_errCallbackFailed : JET_errSuccess;
        JET_INSTANCE i = under_init;
        assert_int_equal(JetInit(&i), callback_result);
        assert_int_equal(callback_calls, 1);
        /* While it runs: */
        assert_int_equal(parameter_in_callback, JET_errSuccess);
        assert_int_equal(session_in_callback, JET_errNotInitialized);
        assert_int_equal(other_thread, JET_errInitInProgress);
        assert_int_equal(JetTerm(under_init), k ? JET_errInvalidInstance : JET_errSuccess);
    }
    worker_stop(&thread_b);
}

/* ---- terminating ------------------------------------------------------------------------------ */

static void test_term_of_an_instance_never_initialised_succeeds(void **state)
{
    const JET_GRBIT grbits[] = {
        0, JET_bitTermComplete, JET_bitTermAbrupt, JET_bitTermStopBackup, JET_bitTermDirty, 0xFFFFFFF0};
    (void)state;
    for (size_t k = 0; k < 6; k++)
        assert_int_equal(JetTerm2(created("never"), grbits[k]), JET_errSuccess);
}

static void test_term_with_idle_sessions_succeeds_with_each_grbit(void **state)
{
    const JET_GRBIT grbits[] = {0, JET_bitTermComplete, JET_bitTermAbrupt, JET_bitTermStopBackup, 0x100};
    (void)state;
    for (size_t k = 0; k < 5; k++) {
        JET_INSTANCE i = initialised("idle");
        JET_SESID s, t;
        assert_int_equal(JetBeginSessionA(i, &s, NULL, NULL), 0);
        assert_int_equal(JetDupSession(s, &t), 0);
        assert_int_equal(JetSetSessionContext(s, 1), 0);
        assert_int_equal(JetTerm2(i, grbits[k]), JET_errSuccess);
        assert_int_equal(JetResetSessionContext(s), JET_errInvalidSesid);
        assert_int_equal(JetEndSession(t, 0), JET_errInvalidSesid);
        assert_int_equal(JetTerm(i), JET_errInvalidInstance);
    }
}

static void test_term_with_an_open_transaction_is_refused_unless_dirty(void **state)
{
    JET_INSTANCE i = initialised("active");
    const JET_GRBIT grbits[] = {0, JET_bitTermComplete, JET_bitTermAbrupt, JET_bitTermStopBackup};
    JET_SESID s, t;
    (void)state;
    assert_int_equal(JetBeginSessionA(i, &s, NULL, NULL), 0);
    assert_int_equal(JetBeginTransaction(s), 0);
    for (size_t k = 0; k < 4; k++) {
        assert_int_equal(JetTerm2(i, grbits[k]), JET_errTooManyActiveUsers);
        assert_int_equal(JetBeginSessionA(i, &t, NULL, NULL), 0); /* still fully usable */
        assert_int_equal(JetEndSession(t, 0), 0);
    }
    assert_int_equal(JetTerm(i), JET_errTooManyActiveUsers);
    assert_int_equal(JetCommitTransaction(s, 0), 0);
    assert_int_equal(JetBeginTransaction(s), 0);
    assert_int_equal(JetTerm2(i, JET_bitTermDirty | JET_bitTermAbrupt), JET_errDirtyShutdown);
    assert_int_equal(JetRollback(s, 0), JET_errInvalidSesid);
    assert_int_equal(JetTerm(i), JET_errInvalidInstance);
}

static void test_term_with_a_parked_transaction_is_refused(void **state)
{
    JET_INSTANCE i = initialised("parked");
    JET_SESID s;
    (void)state;
    assert_int_equal(JetBeginSessionA(i, &s, NULL, NULL), 0);
    assert_int_equal(JetSetSessionContext(s, 2), 0);
    assert_int_equal(JetBeginTransaction(s), 0);
    assert_int_equal(JetResetSessionContext(s), 0);
    assert_int_equal(JetTerm(i), JET_errTooManyActiveUsers);
    assert_int_equal(JetEndSession(s, 0), 0);
    terminated(i);
}

static void test_other_instances_do_not_notice_a_termination(void **state)
{
    JET_INSTANCE a = initialised("one"), b = initialised("two");
    JET_SESID s, t;
    (void)state;
    assert_int_equal(JetBeginSessionA(a, &s, NULL, NULL), 0);
    assert_int_equal(JetBeginSessionA(b, &t, NULL, NULL), 0);
    assert_int_equal(JetBeginTransaction(t), 0);
    terminated(a);
    assert_int_equal(JetBeginTransaction(s), JET_errInvalidSesid);
    assert_int_equal(JetCommitTransaction(t, 0), 0);
    terminated(b);
}

/* ---- stopping ------------------------------------------------------------------------------------ */

static void test_stop_service_parts_leave_calls_working(void **state)
{
    JET_INSTANCE i = initialised("parts");
    const JET_GRBIT background = JET_bitStopServiceBackgroundUserTasks,
                    quiesce = JET_bitStopServiceQuiesceCaches, resume = JET_bitStopServiceResume;
    JET_SESID s;
    (void)state;
    assert_int_equal(JetStopServiceInstance2(i, resume), 0); /* nothing to resume */
    assert_int_equal(JetStopServiceInstance2(i, background), 0);
    assert_int_equal(JetStopServiceInstance2(i, quiesce), 0);
    assert_int_equal(JetStopServiceInstance2(i, background | quiesce), 0);
    assert_int_equal(JetStopServiceInstance2(i, JET_bitStopServiceStopAndEmitLog), 0);
    assert_int_equal(JetBeginSessionA(i, &s, NULL, NULL), 0);
    assert_int_equal(JetStopServiceInstance2(i, resume | background), 0);
    assert_int_equal(JetStopServiceInstance2(i, resume), 0);
    assert_int_equal(JetStopServiceInstance2(i, 1), JET_errInvalidGrbit);
    assert_int_equal(JetStopServiceInstance2(i, 0x10), JET_errInvalidGrbit);
    assert_int_equal(JetStopServiceInstance2(i, 8 | 2), JET_errInvalidGrbit);
    assert_int_equal(JetStopServiceInstance2(i, 8 | resume), JET_errInvalidGrbit);
    assert_int_equal(JetStopServiceInstance2(4711, 0), JET_errInvalidInstance);
    assert_int_equal(JetStopServiceInstance2(0, 0), JET_errInvalidParameter);
    terminated(i);
}

static void test_full_stop_cannot_be_resumed(void **state)
{
    JET_INSTANCE i = initialised("full");
    JET_API_PTR depth;
    JET_SESID s = 4;
    (void)state;
    assert_int_equal(JetStopServiceInstance2(i, JET_bitStopServiceAll), 0);
    assert_int_equal(JetStopServiceInstance2(i, JET_bitStopServiceResume),
                     JET_errClientRequestToStopJetService);
    assert_int_equal(JetStopServiceInstance2(i, JET_bitStopServiceResume | 2), 0);
    assert_int_equal(JetBeginSessionA(i, &s, NULL, NULL), JET_errClientRequestToStopJetService);
    assert_int_equal(JetGetSystemParameterA(i, 0, JET_paramCheckpointDepthMax, &depth, NULL, 0), 0);
    assert_int_equal(depth, 20971520); /* I-20: unlike JetStopServiceInstance */
    assert_int_equal(JetInit(&i), JET_errAlreadyInitialized);
    terminated(i);
}

static void test_stop_service_lowers_the_checkpoint_depth(void **state)
{
    JET_INSTANCE i = initialised("depth");
    JET_API_PTR depth;
    (void)state;
    assert_int_equal(JetStopServiceInstance(i), 0);
    assert_int_equal(JetGetSystemParameterA(i, 0, JET_paramCheckpointDepthMax, &depth, NULL, 0), 0);
    assert_int_equal(depth, 16384);
    assert_int_equal(JetStopServiceInstance(i), 0);
    terminated(i);
}

static void test_stop_service_of_single_mode(void **state)
{
    JET_SESID s;
    (void)state;
    assert_int_equal(JetInit(NULL), 0);
    assert_int_equal(JetStopService(), 0);
    assert_int_equal(JetBeginSessionA(0, &s, NULL, NULL), JET_errClientRequestToStopJetService);
    assert_int_equal(JetTerm(0), 0);
}

/* ---- information ----------------------------------------------------------------------------------- */

static void test_instance_info_lists_all_instances_with_names(void **state)
{
    JET_INSTANCE a = created("first"), b = initialised("h\xC3\xB6r"), c = created(NULL);
    JET_INSTANCE_INFO_A *infos = NULL;
    JET_INSTANCE_INFO_W *wide = NULL;
    uint32_t count = 0;
    (void)state;
    assert_int_equal(JetGetInstanceInfoA(&count, &infos), 0);
    assert_int_equal(count, 3);
    assert_true(infos[0].hInstanceId == a && infos[1].hInstanceId == b && infos[2].hInstanceId == c);
    assert_string_equal(infos[0].szInstanceName, "first");
    assert_string_equal(infos[1].szInstanceName, "h\xC3\xB6r");
    assert_null(infos[2].szInstanceName);
    assert_int_equal(infos[1].cDatabases, 0);
    assert_null(infos[1].szDatabaseFileName);
    assert_int_equal(JetFreeBuffer((char *)infos), 0);
    assert_int_equal(JetGetInstanceInfoW(&count, &wide), 0);
    assert_int_equal(count, 3);
    assert_memory_equal(wide[1].szInstanceName, u"h\u00F6r", 8);
    assert_int_equal(JetFreeBuffer((char *)wide), 0);
    terminated(a), terminated(b), terminated(c);
}

static void test_instance_info_needs_both_pointers(void **state)
{
    JET_INSTANCE_INFO_A *infos = (void *)&state;
    JET_INSTANCE_INFO_W *wide = (void *)&state;
    uint32_t count = 9;
    (void)state;
    assert_int_equal(JetGetInstanceInfoA(NULL, &infos), JET_errInvalidParameter);
    assert_int_equal(JetGetInstanceInfoA(&count, NULL), JET_errInvalidParameter);
    assert_int_equal(JetGetInstanceInfoW(NULL, &wide), JET_errInvalidParameter);
    assert_int_equal(JetGetInstanceInfoW(&count, NULL), JET_errInvalidParameter);
    assert_int_equal(count, 9);
    assert_int_equal(JetGetInstanceInfoA(&count, &infos), 0);
    assert_int_equal(count, 0);
    assert_null(infos);
    assert_int_equal(JetFreeBuffer(NULL), 0);
}

static void test_misc_info_checks_level_then_size(void **state)
{
    JET_INSTANCE i = created("misc");
    uint8_t buffer[64];
    (void)state;
    assert_int_equal(JetGetInstanceMiscInfo(i, buffer, 64, 0), JET_errNotInitialized);
    text(i, JET_paramRecovery, "off");
    assert_int_equal(JetInit(&i), 0);
    assert_int_equal(JetGetInstanceMiscInfo(i, buffer, 0, 3), JET_errInvalidParameter);
    assert_int_equal(JetGetInstanceMiscInfo(i, buffer, 27, 0), JET_errBufferTooSmall);
    assert_int_equal(JetGetInstanceMiscInfo(i, buffer, 15, 1), JET_errBufferTooSmall);
    assert_int_equal(JetGetInstanceMiscInfo(i, buffer, 28, 0), 0);
    memset(buffer, 7, 16);
    assert_int_equal(JetGetInstanceMiscInfo(i, buffer, 16, 1), 0);
    for (int k = 0; k < 16; k++)
        assert_int_equal(buffer[k], 0);
    assert_int_equal(JetGetInstanceMiscInfo(4711, buffer, 28, 0), JET_errInvalidInstance);
    terminated(i);
}

static void test_thread_stats_come_in_the_size_asked_for(void **state)
{
    uint8_t buffer[200];
    const uint32_t sizes[][2] = {{32, 32}, {40, 40}, {48, 48}, {128, 128}, {200, 128}};
    uint32_t size;
    (void)state;
    assert_int_equal(JetGetThreadStats(buffer, 31), JET_errBufferTooSmall);
    for (int k = 0; k < 5; k++) {
        memset(buffer, 0xEE, sizeof buffer);
        assert_int_equal(JetGetThreadStats(buffer, sizes[k][0]), 0);
        memcpy(&size, buffer, 4);
        assert_int_equal(size, sizes[k][1]);
        if (sizes[k][1] < sizeof buffer)
            assert_int_equal(buffer[sizes[k][1]], 0xEE);
    }
}

static void test_idle_answers(void **state)
{
    JET_INSTANCE i = initialised("idleness");
    JET_SESID s;
    (void)state;
    static const struct {
        JET_GRBIT grbit;
        JET_ERR expected;
    } rows[] = {{0, JET_wrnNoIdleActivity},
                {JET_bitIdleCompact, JET_wrnNoIdleActivity},
                {JET_bitIdleCompact | 0x10, JET_wrnNoIdleActivity},
                {0x10, JET_errInvalidGrbit},
                {JET_bitIdleStatus, JET_errSuccess},
                {JET_bitIdleStatus | JET_bitIdleCompact, JET_errSuccess},
                {JET_bitIdleFlushBuffers, JET_errInvalidGrbit},
                {JET_bitIdleFlushBuffers | JET_bitIdleStatus, JET_errInvalidGrbit},
                {0x40, JET_errSuccess},
                {0x20, JET_errSuccess},
                {0x8000, JET_errSuccess}};
    assert_int_equal(JetBeginSessionA(i, &s, NULL, NULL), 0);
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++)
        assert_int_equal(JetIdle(s, rows[k].grbit), rows[k].expected);
    assert_int_equal(JetIdle(0, 0), JET_errInvalidSesid);
    terminated(i);
}

#define T(name) cmocka_unit_test_teardown(test_##name, check_unset)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(create_needs_a_place_for_the_handle),
        T(names_are_unique_and_case_matters),
        T(only_one_instance_may_be_nameless),
        T(too_many_instances_wins_over_the_name),
        T(created_instance_is_not_initialised),
        T(ill_formed_utf16_name_is_refused),
        T(init_without_instance_makes_single_mode),
        T(init_with_zero_or_nil_makes_single_mode_and_gives_the_handle),
        T(multi_mode_needs_instances),
        T(unset_mode_has_no_instance_to_offer),
        T(failed_first_calls_leave_the_mode_unset),
        T(second_init_is_refused_and_does_no_harm),
        T(failed_init_frees_a_created_instance),
        T(failed_init_of_single_mode_leaves_the_mode_unset),
        T(missing_directories_are_made_when_asked_for),
        T(file_in_the_place_of_a_directory_is_an_invalid_path),
        T(log_directory_is_not_looked_at_with_recovery_off),
        T(settings_that_contradict_each_other),
        T(instances_do_not_share_paths),
        T(log_stream_must_exist),
        T(recovery_without_undo_never_leaves_an_instance),
        T(recovery_information_must_have_its_size),
        T(runtime_callback_is_called_once_and_can_refuse),
        T(term_of_an_instance_never_initialised_succeeds),
        T(term_with_idle_sessions_succeeds_with_each_grbit),
        T(term_with_an_open_transaction_is_refused_unless_dirty),
        T(term_with_a_parked_transaction_is_refused),
        T(other_instances_do_not_notice_a_termination),
        T(stop_service_parts_leave_calls_working),
        T(full_stop_cannot_be_resumed),
        T(stop_service_lowers_the_checkpoint_depth),
        T(stop_service_of_single_mode),
        T(instance_info_lists_all_instances_with_names),
        T(instance_info_needs_both_pointers),
        T(misc_info_checks_level_then_size),
        T(thread_stats_come_in_the_size_asked_for),
        T(idle_answers),
    };
    return cmocka_run_group_tests(tests, setup, NULL);
}
