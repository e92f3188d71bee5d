/* Sessions with a real database open: what ends with what, which calls mind the thread
 * and which do not (spec 40: H-5, H-9, S-8, S-13, S-28, S-29, T-21, T-39, I-11, I-21). */
#include "jet.h"

#include "corpus.h"
#include "test.h"
#include "worker.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#define DATABASE "golden/basic_8k/basic.edb.gz"

static struct jet jet;
static struct worker thread_b;

static int start(void **state)
{
    (void)state;
    jet_open(&jet, DATABASE);
    return 0;
}

static int stop(void **state)
{
    (void)state;
    jet_close(&jet);
    return 0;
}

/* A materialised temporary table with one row, key 1. */
static JET_TABLEID temp_table(JET_SESID sesid, JET_COLUMNID columns[2])
{
    static const JET_COLUMNDEF definitions[2] = {
        {.cbStruct = sizeof definitions[0], .coltyp = JET_coltypLong, .grbit = JET_bitColumnTTKey},
        {.cbStruct = sizeof definitions[0], .coltyp = JET_coltypLong},
    };
    JET_TABLEID t;
    int32_t one = 1;
    assert_int_equal(
        JetOpenTempTable(sesid, definitions, 2, JET_bitTTIndexed | JET_bitTTUpdatable, &t, columns), 0);
    assert_int_equal(JetPrepareUpdate(sesid, t, JET_prepInsert), 0);
    assert_int_equal(JetSetColumn(sesid, t, columns[0], &one, 4, 0, NULL), 0);
    assert_int_equal(JetUpdate(sesid, t, NULL, 0, NULL), 0);
    assert_int_equal(JetMove(sesid, t, JET_MoveFirst, 0), 0);
    return t;
}

static JET_SESID another(void)
{
    JET_SESID s;
    assert_int_equal(JetBeginSessionA(jet.instance, &s, NULL, NULL), 0);
    return s;
}

static JET_TABLEID table_of(JET_SESID s, JET_DBID dbid)
{
    JET_TABLEID t = 0;
    assert_int_equal(JetOpenTableA(s, dbid, "basic", NULL, 0, 0, &t), 0);
    return t;
}

/* ---- ends ---------------------------------------------------------------------------- */

static void test_end_session_takes_databases_cursors_and_temporary_tables_along(void **state)
{
    JET_SESID s = another();
    JET_DBID dbid;
    JET_COLUMNID columns[2];
    (void)state;
    assert_int_equal(JetOpenDatabaseA(s, jet.path, NULL, &dbid, 0), 0);
    assert_int_equal(JetOpenDatabaseA(s, jet.path, NULL, &dbid, 0), 0);
    JET_TABLEID outside = table_of(s, dbid);
    assert_int_equal(JetBeginTransaction(s), 0);
    JET_TABLEID inside = table_of(s, dbid), temporary = temp_table(s, columns);
    assert_int_equal(JetEndSession(s, 0), 0);
    assert_int_equal(JetMove(s, outside, 1, 0), JET_errInvalidSesid);
    assert_int_equal(JetMove(jet.sesid, outside, 1, 0), JET_errInvalidTableId);
    assert_int_equal(JetMove(jet.sesid, inside, 1, 0), JET_errInvalidTableId);
    assert_int_equal(JetMove(jet.sesid, temporary, 1, 0), JET_errInvalidTableId);
    /* Only the test's own open is left. */
    assert_int_equal(JetDetachDatabaseA(jet.sesid, jet.path), JET_errDatabaseInUse);
    assert_int_equal(JetCloseDatabase(jet.sesid, jet.dbid, 0), 0);
    assert_int_equal(JetDetachDatabaseA(jet.sesid, jet.path), 0);
}

static void test_end_session_frees_an_exclusive_open(void **state)
{
    JET_SESID s = another();
    JET_DBID dbid;
    (void)state;
    assert_int_equal(JetCloseDatabase(jet.sesid, jet.dbid, 0), 0);
    assert_int_equal(JetOpenDatabaseA(s, jet.path, NULL, &dbid, JET_bitDbExclusive), 0);
    assert_int_equal(JetOpenDatabaseA(jet.sesid, jet.path, NULL, &dbid, 0), JET_errDatabaseLocked);
    assert_int_equal(JetEndSession(s, 0), 0);
    assert_int_equal(JetOpenDatabaseA(jet.sesid, jet.path, NULL, &dbid, 0), 0);
}

static void test_closing_a_database_closes_its_cursors_with_the_last_open(void **state)
{
    JET_DBID dbid;
    JET_COLUMNID columns[2];
    JET_TABLEID t = table_of(jet.sesid, jet.dbid), temporary = temp_table(jet.sesid, columns);
    (void)state;
    assert_int_equal(JetOpenDatabaseA(jet.sesid, jet.path, NULL, &dbid, 0), 0);
    assert_true(dbid == jet.dbid);
    assert_int_equal(JetCloseDatabase(jet.sesid, dbid, 0), 0);
    assert_int_equal(JetMove(jet.sesid, t, JET_MoveFirst, 0), 0);
    assert_int_equal(JetCloseDatabase(jet.sesid, dbid, 0), 0);
    assert_int_equal(JetMove(jet.sesid, t, JET_MoveFirst, 0), JET_errInvalidTableId);
    assert_int_equal(JetMove(jet.sesid, temporary, JET_MoveFirst, 0), 0);
    assert_int_equal(JetCloseDatabase(jet.sesid, dbid, 0), JET_errInvalidDatabaseId);
}

static void test_duplicate_has_no_database_and_no_cursor(void **state)
{
    JET_SESID d;
    JET_DBID dbid;
    JET_TABLEID t = table_of(jet.sesid, jet.dbid), u = 0;
    (void)state;
    assert_int_equal(JetDupSession(jet.sesid, &d), 0);
    assert_int_equal(JetOpenTableA(d, jet.dbid, "basic", NULL, 0, 0, &u), JET_errInvalidDatabaseId);
    assert_int_equal(JetMove(d, t, 1, 0), JET_errSesidTableIdMismatch);
    assert_int_equal(JetCloseTable(d, t), JET_errSesidTableIdMismatch);
    assert_int_equal(JetCloseDatabase(d, jet.dbid, 0), JET_errInvalidDatabaseId);
    assert_int_equal(JetOpenDatabaseA(d, jet.path, NULL, &dbid, 0), 0);
    assert_int_equal(JetCloseTable(d, table_of(d, dbid)), 0);
    assert_int_equal(JetEndSession(d, 0), 0);
    assert_int_equal(JetMove(jet.sesid, t, JET_MoveFirst, 0), 0);
}

static void test_termination_with_everything_open(void **state)
{
    struct jet own;
    JET_COLUMNID columns[2];
    (void)state;
    jet_open(&own, DATABASE);
    table_of(own.sesid, own.dbid);
    JET_TABLEID temporary = temp_table(own.sesid, columns);
    assert_int_equal(JetPrepareUpdate(own.sesid, temporary, JET_prepInsert), 0);
    assert_int_equal(JetSetSessionContext(own.sesid, 3), 0);
    assert_int_equal(JetTerm2(own.instance, JET_bitTermComplete), 0);
    assert_int_equal(JetMove(own.sesid, temporary, 1, 0), JET_errInvalidSesid);
}

static void test_stopped_instance_lets_tables_and_databases_be_closed(void **state)
{
    struct jet own;
    JET_SESSIONINFO info;
    (void)state;
    jet_open(&own, DATABASE);
    JET_TABLEID t = table_of(own.sesid, own.dbid), u = 0;
    assert_int_equal(JetBeginTransaction(own.sesid), 0);
    assert_int_equal(JetStopServiceInstance(own.instance), 0);
    assert_int_equal(JetMove(own.sesid, t, 1, 0), JET_errClientRequestToStopJetService);
    assert_int_equal(JetOpenTableA(own.sesid, own.dbid, "basic", NULL, 0, 0, &u),
                     JET_errClientRequestToStopJetService);
    assert_int_equal(JetOpenDatabaseA(own.sesid, own.path, NULL, &own.dbid, 0),
                     JET_errClientRequestToStopJetService);
    assert_int_equal(JetGetSessionInfo(own.sesid, &info, sizeof info, 0), 0);
    assert_int_equal(JetRollback(own.sesid, 0), 0);
    assert_int_equal(JetCloseTable(own.sesid, t), 0);
    assert_int_equal(JetCloseDatabase(own.sesid, own.dbid, 0), 0);
    assert_int_equal(JetDetachDatabaseA(own.sesid, own.path), 0);
    assert_int_equal(JetEndSession(own.sesid, 0), 0);
    assert_int_equal(JetTerm(own.instance), 0);
}

/* Reading needs no log, whether recovery is on or off. */
static void test_clean_database_is_read_with_recovery_on(void **state)
{
    JET_INSTANCE i;
    JET_SESID s;
    JET_DBID dbid;
    char folder[600], path[700];
    (void)state;
    snprintf(folder, sizeof folder, "%s/recovery-on", test_directory());
    snprintf(path, sizeof path, "%s/basic.edb", folder);
    assert_int_equal(mkdir(folder, 0777), 0);
    corpus_extract(DATABASE, path);
    assert_int_equal(JetSetSystemParameterA(NULL, 0, JET_paramDatabasePageSize, 8192, NULL), 0);
    assert_int_equal(JetCreateInstanceA(&i, "recovery on"), 0);
    assert_int_equal(JetSetSystemParameterA(&i, 0, JET_paramSystemPath, 0, folder), 0);
    assert_int_equal(JetSetSystemParameterA(&i, 0, JET_paramLogFilePath, 0, folder), 0);
    assert_int_equal(JetInit(&i), 0);
    assert_int_equal(JetBeginSessionA(i, &s, NULL, NULL), 0);
    assert_int_equal(JetAttachDatabaseA(s, path, JET_bitDbReadOnly), 0);
    assert_int_equal(JetOpenDatabaseA(s, path, NULL, &dbid, JET_bitDbReadOnly), 0);
    assert_int_equal(JetMove(s, table_of(s, dbid), JET_MoveLast, 0), 0);
    assert_int_equal(JetTerm(i), 0);
}

static void test_database_that_is_not_logged_is_not_listed(void **state)
{
    JET_INSTANCE_INFO_A *infos;
    uint32_t count;
    (void)state;
    assert_int_equal(JetGetInstanceInfoA(&count, &infos), 0);
    assert_int_equal(count, 1);
    assert_int_equal(infos[0].cDatabases, 0);
    assert_null(infos[0].szDatabaseFileName);
    assert_int_equal(JetFreeBuffer((char *)infos), 0);
}

/* ---- levels ----------------------------------------------------------------------------- */

static void test_rollback_closes_what_the_level_opened_and_moves_who_moved(void **state)
{
    JET_COLUMNID columns[2];
    JET_TABLEID still = table_of(jet.sesid, jet.dbid), moved = table_of(jet.sesid, jet.dbid);
    uint8_t before[256], after[256];
    uint32_t size_before, size_after;
    (void)state;
    assert_int_equal(JetMove(jet.sesid, still, JET_MoveLast, 0), 0);
    assert_int_equal(JetGetBookmark(jet.sesid, still, before, sizeof before, &size_before), 0);
    assert_int_equal(JetBeginTransaction(jet.sesid), 0);
    assert_int_equal(JetMove(jet.sesid, moved, JET_MoveFirst, 0), 0);
    JET_TABLEID opened = table_of(jet.sesid, jet.dbid), duplicate = 0;
    JET_TABLEID temporary = temp_table(jet.sesid, columns);
    assert_int_equal(JetDupCursor(jet.sesid, still, &duplicate, 0), 0);
    assert_int_equal(JetRollback(jet.sesid, 0), 0);
    assert_int_equal(JetCloseTable(jet.sesid, opened), JET_errInvalidTableId);
    assert_int_equal(JetCloseTable(jet.sesid, duplicate), JET_errInvalidTableId);
    assert_int_equal(JetCloseTable(jet.sesid, temporary), JET_errInvalidTableId);
    assert_int_equal(JetGetBookmark(jet.sesid, still, after, sizeof after, &size_after), 0);
    assert_int_equal(size_after, size_before);
    assert_memory_equal(after, before, size_before);
    assert_int_equal(JetGetBookmark(jet.sesid, moved, after, sizeof after, &size_after),
                     JET_errNoCurrentRecord);
    assert_int_equal(JetMove(jet.sesid, moved, JET_MoveNext, 0), 0); /* it stood before the first */
    assert_int_equal(JetMove(jet.sesid, moved, JET_MovePrevious, 0), JET_errNoCurrentRecord);
}

static void test_commit_keeps_cursors_and_a_later_rollback_of_the_outer_level_closes_them(void **state)
{
    (void)state;
    assert_int_equal(JetBeginTransaction(jet.sesid), 0);
    assert_int_equal(JetBeginTransaction(jet.sesid), 0);
    JET_TABLEID t = table_of(jet.sesid, jet.dbid);
    assert_int_equal(JetMove(jet.sesid, t, JET_MoveLast, 0), 0);
    assert_int_equal(JetCommitTransaction(jet.sesid, 0), 0);
    assert_int_equal(JetMove(jet.sesid, t, JET_MovePrevious, 0), 0);
    assert_int_equal(JetRollback(jet.sesid, 0), 0);
    assert_int_equal(JetCloseTable(jet.sesid, t), JET_errInvalidTableId);
    assert_int_equal(JetBeginTransaction(jet.sesid), 0);
    t = table_of(jet.sesid, jet.dbid);
    assert_int_equal(JetCommitTransaction(jet.sesid, 0), 0);
    assert_int_equal(JetCloseTable(jet.sesid, t), 0);
}

static void test_moves_of_committed_transactions_are_not_taken_back(void **state)
{
    JET_TABLEID t = table_of(jet.sesid, jet.dbid);
    uint8_t bookmark[256];
    uint32_t size;
    (void)state;
    assert_int_equal(JetBeginTransaction(jet.sesid), 0);
    assert_int_equal(JetMove(jet.sesid, t, JET_MoveLast, 0), 0);
    assert_int_equal(JetCommitTransaction(jet.sesid, 0), 0);
    assert_int_equal(JetBeginTransaction(jet.sesid), 0);
    assert_int_equal(JetRollback(jet.sesid, 0), 0);
    assert_int_equal(JetGetBookmark(jet.sesid, t, bookmark, sizeof bookmark, &size), 0);
    /* A move in an inner level that was committed is one of the outer level. */
    assert_int_equal(JetBeginTransaction(jet.sesid), 0);
    assert_int_equal(JetBeginTransaction(jet.sesid), 0);
    assert_int_equal(JetMove(jet.sesid, t, JET_MoveFirst, 0), 0);
    assert_int_equal(JetCommitTransaction(jet.sesid, 0), 0);
    assert_int_equal(JetRollback(jet.sesid, 0), 0);
    assert_int_equal(JetGetBookmark(jet.sesid, t, bookmark, sizeof bookmark, &size), JET_errNoCurrentRecord);
}

static void test_databases_stay_open_over_a_rollback(void **state)
{
    JET_SESID s = another();
    JET_DBID dbid;
    (void)state;
    assert_int_equal(JetBeginTransaction(s), 0);
    assert_int_equal(JetOpenDatabaseA(s, jet.path, NULL, &dbid, 0), 0);
    assert_int_equal(JetRollback(s, 0), 0);
    assert_int_equal(JetCloseTable(s, table_of(s, dbid)), 0);
    assert_int_equal(JetEndSession(s, 0), 0);
}

/* ---- threads -------------------------------------------------------------------------------- */

struct errand {
    JET_TABLEID table, temporary;
    JET_COLUMNID columns[2];
    int what;
};

static int reading_errands(void *context)
{
    struct errand *e = context;
    uint8_t bookmark[256];
    uint32_t size;
    JET_TABLEID own = 0;
    int bad = 0;
    bad += JetMove(jet.sesid, e->table, JET_MoveFirst, 0) != 0;
    bad += JetGetBookmark(jet.sesid, e->table, bookmark, sizeof bookmark, &size) != 0;
    bad += JetGotoBookmark(jet.sesid, e->table, bookmark, size) != 0;
    bad += JetRetrieveKey(jet.sesid, e->table, bookmark, sizeof bookmark, &size, 0) != 0;
    bad += JetMakeKey(jet.sesid, e->table, bookmark, size, JET_bitNormalizedKey) != 0;
    bad += JetSeek(jet.sesid, e->table, JET_bitSeekEQ) != 0;
    bad += JetOpenTableA(jet.sesid, jet.dbid, "basic", NULL, 0, 0, &own) != 0;
    bad += JetCloseTable(jet.sesid, own) != 0;
    return bad;
}

static int one_errand(void *context)
{
    struct errand *e = context;
    int32_t two = 2;
    switch (e->what) {
    case 0:
        return JetPrepareUpdate(jet.sesid, e->temporary, JET_prepInsert);
    case 1:
        return JetSetColumn(jet.sesid, e->temporary, e->columns[0], &two, 4, 0, NULL);
    case 2:
        return JetUpdate(jet.sesid, e->temporary, NULL, 0, NULL);
    case 3:
        return JetDelete(jet.sesid, e->temporary);
    case 4:
        return JetCommitTransaction(jet.sesid, 0);
    case 5:
        return JetSetSessionContext(jet.sesid, 77);
    case 6:
        return JetResetSessionContext(jet.sesid);
    }
    return 1;
}

static int send_errand(struct errand *e, int what)
{
    e->what = what;
    return worker_run(&thread_b, one_errand, e);
}

static void test_reading_in_anothers_transaction_works(void **state)
{
    struct errand e = {.table = table_of(jet.sesid, jet.dbid)};
    (void)state;
    assert_int_equal(JetBeginTransaction(jet.sesid), 0);
    assert_int_equal(worker_run(&thread_b, reading_errands, &e), 0);
    assert_int_equal(send_errand(&e, 4), JET_errSessionSharingViolation);
    assert_int_equal(JetCommitTransaction(jet.sesid, 0), 0);
    /* The same while it is parked. */
    assert_int_equal(JetSetSessionContext(jet.sesid, 77), 0);
    assert_int_equal(JetBeginTransaction(jet.sesid), 0);
    assert_int_equal(JetResetSessionContext(jet.sesid), 0);
    assert_int_equal(worker_run(&thread_b, reading_errands, &e), 0);
    assert_int_equal(reading_errands(&e), 0);
    assert_int_equal(JetCommitTransaction(jet.sesid, 0), JET_errSessionSharingViolation);
    assert_int_equal(send_errand(&e, 5), 0);
    assert_int_equal(send_errand(&e, 4), 0);
    assert_int_equal(send_errand(&e, 6), 0);
}

static void test_changing_in_anothers_transaction_is_refused_and_stays_prepared(void **state)
{
    struct errand e;
    (void)state;
    e.temporary = temp_table(jet.sesid, e.columns);
    assert_int_equal(JetBeginTransaction(jet.sesid), 0);
    assert_int_equal(send_errand(&e, 3), JET_errSessionSharingViolation);
    assert_int_equal(send_errand(&e, 0), 0); /* preparing and short columns are not checked */
    assert_int_equal(send_errand(&e, 1), 0);
    assert_int_equal(send_errand(&e, 2), JET_errSessionSharingViolation);
    assert_int_equal(JetUpdate(jet.sesid, e.temporary, NULL, 0, NULL), 0);
    assert_int_equal(JetMove(jet.sesid, e.temporary, JET_MoveLast, 0), 0);
    assert_int_equal(send_errand(&e, 3), JET_errSessionSharingViolation);
    assert_int_equal(JetCommitTransaction(jet.sesid, 0), 0);
    assert_int_equal(JetMove(jet.sesid, e.temporary, JET_MoveLast, 0), 0);
    assert_int_equal(send_errand(&e, 3), 0); /* at level 0 each call stands alone */
}

#define T(name) cmocka_unit_test_setup_teardown(test_##name, start, stop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(end_session_takes_databases_cursors_and_temporary_tables_along),
        T(end_session_frees_an_exclusive_open),
        T(closing_a_database_closes_its_cursors_with_the_last_open),
        T(duplicate_has_no_database_and_no_cursor),
        cmocka_unit_test(test_termination_with_everything_open),
        cmocka_unit_test(test_stopped_instance_lets_tables_and_databases_be_closed),
        cmocka_unit_test(test_clean_database_is_read_with_recovery_on),
        T(database_that_is_not_logged_is_not_listed),
        T(rollback_closes_what_the_level_opened_and_moves_who_moved),
        T(commit_keeps_cursors_and_a_later_rollback_of_the_outer_level_closes_them),
        T(moves_of_committed_transactions_are_not_taken_back),
        T(databases_stay_open_over_a_rollback),
        T(reading_in_anothers_transaction_works),
        T(changing_in_anothers_transaction_is_refused_and_stays_prepared),
    };
    if (!corpus_present())
        return 77;
    worker_start(&thread_b);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    worker_stop(&thread_b);
    return failed;
}
