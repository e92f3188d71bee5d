/* Attaching, opening, closing, detaching databases, and what is told about them
 * (reference-instance-and-database.md, reference-schema-and-info.md). */
#define ESENT_ENGINE_ONLY
#define JET_VERSION 0x0A01
#include <esent.h>

#include "test.h"

#include "corpus.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static JET_INSTANCE instance;
static JET_SESID session;

static const char *scratch(const char *name)
{
    static char paths[4][1200];
    static unsigned next;
    char *path = paths[next++ % 4];
    snprintf(path, sizeof paths[0], "%s/%s", test_directory(), name);
    return path;
}

static void start(uint32_t page_size)
{
    char folder[1100];
    snprintf(folder, sizeof folder, "%s/", test_directory());
    assert_int_equal(JetSetSystemParameterA(NULL, 0, JET_paramDatabasePageSize, page_size, NULL),
                     JET_errSuccess);
    assert_int_equal(JetCreateInstanceA(&instance, "database test"), JET_errSuccess);
    assert_int_equal(JetSetSystemParameterA(&instance, 0, JET_paramSystemPath, 0, folder), JET_errSuccess);
    assert_int_equal(JetSetSystemParameterA(&instance, 0, JET_paramLogFilePath, 0, folder), JET_errSuccess);
    assert_int_equal(JetSetSystemParameterA(&instance, 0, JET_paramTempPath, 0, folder), JET_errSuccess);
    assert_int_equal(JetSetSystemParameterA(&instance, 0, JET_paramRecovery, 0, "off"), JET_errSuccess);
    assert_int_equal(JetInit(&instance), JET_errSuccess);
    assert_int_equal(JetBeginSessionA(instance, &session, NULL, NULL), JET_errSuccess);
}

static void stop(void)
{
    assert_int_equal(JetEndSession(session, 0), JET_errSuccess);
    assert_int_equal(JetTerm(instance), JET_errSuccess);
}

static int start_4k(void **state)
{
    (void)state;
    start(4096);
    return 0;
}

static int stop_any(void **state)
{
    (void)state;
    stop();
    return 0;
}

static const char *basic(void)
{
    const char *path = scratch("basic.edb");
    corpus_extract("corpus/basic.edb.gz", path);
    return path;
}

static JET_ERR attach(const char *path) { return JetAttachDatabaseA(session, path, JET_bitDbReadOnly); }

/* Writes bytes into a file. */
static void poke(const char *path, long offset, const void *bytes, size_t size)
{
    FILE *f = fopen(path, "r+b");
    assert_non_null(f);
    fseek(f, offset, SEEK_SET);
    assert_int_equal(fwrite(bytes, 1, size, f), size);
    fclose(f);
}

/* XOR of a header page, seeded with the magic (spec 10 §5.1). */
static void seal_header(const char *path, long offset, size_t size)
{
    uint32_t *page = malloc(size), sum = 0x89ABCDEF;
    FILE *f = fopen(path, "r+b");
    fseek(f, offset, SEEK_SET);
    assert_int_equal(fread(page, 1, size, f), size);
    for (size_t i = 1; i < size / 4; i++)
        sum ^= page[i];
    page[0] = sum;
    fseek(f, offset, SEEK_SET);
    fwrite(page, 1, size, f);
    fclose(f);
    free(page);
}

/* A header field of both copies of a 4 KiB database. */
static void set_field(const char *path, long offset, uint32_t value)
{
    for (long copy = 0; copy < 8192; copy += 4096) {
        poke(path, copy + offset, &value, sizeof value);
        seal_header(path, copy, 4096);
    }
}

/* ---- real files ---------------------------------------------------------------------- */

static void test_every_real_database_attaches_or_tells_its_state(void **state)
{
    (void)state;
    static const struct {
        const char *file;
        uint32_t page_size;
        JET_ERR err;
    } files[] = {
        {"corpus/Catalog1.edb.gz", 4096, 0},
        {"corpus/SRUDB.dat.gz", 4096, 0},
        {"corpus/basic.edb.gz", 4096, 0},
        {"corpus/catdb-win2003-small.edb.gz", 4096, 0},
        {"corpus/decompress_test.edb.gz", 8192, 0},
        {"corpus/default.edb.gz", 4096, 0},
        {"corpus/ide-a/storage.ide.gz", 8192, 0},
        {"corpus/ide-b-win7/storage.ide.gz", 8192, 0},
        {"corpus/ide-c-win7/storage.ide.gz", 8192, 0},
        {"corpus/ide-k/storage.ide.gz", 8192, 0},
        {"corpus/large.edb.gz", 32768, 0},
        {"corpus/raven-a/Data.gz", 4096, 0},
        {"corpus/secedit-26100.sdb.gz", 4096, 0}, /* update 300: newer than the published engine */
        {"corpus/srum-server2022/day1/SRUDB.dat.gz", 4096, 0},
        {"corpus/srum-win11/dirty/SRUDB.dat.gz", 4096, JET_errDatabaseDirtyShutdown},
        {"corpus/srum-win11/repaired/SRUDB.dat.gz", 4096, 0},
        {"corpus/ual-2012r2-Current.mdb.gz", 4096, JET_errDatabaseDirtyShutdown},
        {"corpus/ual-2022-Current.mdb.gz", 4096, JET_errDatabaseDirtyShutdown},
        {"corpus/ual-nondomain-Current.mdb.gz", 4096, JET_errDatabaseDirtyShutdown},
        {"corpus/webcache-torn.dat.gz", 32768, JET_errDatabaseDirtyShutdown},
        {"golden/basic_16k/basic.edb.gz", 16384, 0},
        {"golden/basic_32k/basic.edb.gz", 32768, 0},
        {"golden/dirty_4k_v1/dirty.edb.gz", 4096, JET_errDatabaseDirtyShutdown},
        {"golden/dirty_16k_v2/dirty.edb.gz", 16384, JET_errDatabaseDirtyShutdown},
        {"golden/backup/backup/new/bk.edb.gz", 4096, JET_errSoftRecoveryOnBackupDatabase},
        {"golden/efv/e8020.efv.edb.gz", 4096, 0},
        {"golden/efv/e9600.efv.edb.gz", 4096, 0},
    };
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        const char *path = scratch("real.edb");
        JET_DBID dbid;
        corpus_extract(files[i].file, path);
        start(files[i].page_size);
        assert_int_equal(attach(path), files[i].err);
        if (files[i].err == 0) {
            assert_int_equal(JetOpenDatabaseA(session, path, NULL, &dbid, 0), JET_errSuccess);
            assert_int_equal(JetCloseDatabase(session, dbid, 0), JET_errSuccess);
            assert_int_equal(JetDetachDatabaseA(session, path), JET_errSuccess);
        } else {
            /* As evidence it may be read all the same. */
            assert_int_equal(JetAttachDatabaseA(session, path, JET_bitDbReadOnly | ESENT_bitDbReadDirty),
                             JET_errSuccess);
            assert_int_equal(JetOpenDatabaseA(session, path, NULL, &dbid, 0), JET_errSuccess);
        }
        stop();
        start(files[i].page_size == 8192 ? 4096 : 8192);
        assert_int_equal(attach(path), JET_errPageSizeMismatch);
        stop();
    }
}

static void test_attaching_changes_no_byte_of_the_file(void **state)
{
    (void)state;
    size_t before_size, after_size;
    const char *path = basic();
    JET_DBID dbid;
    struct stat before, after;
    uint8_t *expected = corpus_read("corpus/basic.edb.gz", &before_size);
    assert_int_equal(stat(path, &before), 0);
    assert_int_equal(attach(path), JET_errSuccess);
    assert_int_equal(JetOpenDatabaseA(session, path, NULL, &dbid, 0), JET_errSuccess);
    assert_int_equal(JetCloseDatabase(session, dbid, 0), JET_errSuccess);
    assert_int_equal(JetDetachDatabaseA(session, path), JET_errSuccess);
    assert_int_equal(JetAttachDatabaseA(session, path, JET_bitDbReadOnly | ESENT_bitDbReadDirty),
                     JET_errSuccess);
    assert_int_equal(JetDetachDatabaseA(session, path), JET_errSuccess);
    assert_int_equal(stat(path, &after), 0);
    assert_int_equal(after.st_mtim.tv_nsec, before.st_mtim.tv_nsec);
    FILE *f = fopen(path, "rb");
    uint8_t *now = malloc(before_size + 1);
    after_size = fread(now, 1, before_size + 1, f);
    fclose(f);
    assert_int_equal(after_size, before_size);
    assert_memory_equal(now, expected, before_size);
    free(now);
    free(expected);
}

/* ---- errors of attaching, in their order ------------------------------------------------- */

static void test_arguments_of_attach(void **state)
{
    (void)state;
    char longer[5000];
    const char *path = basic();
    assert_int_equal(JetAttachDatabaseA(session, NULL, JET_bitDbReadOnly), JET_errDatabaseInvalidPath);
    assert_int_equal(JetAttachDatabaseA(session, "", JET_bitDbReadOnly), JET_errDatabaseInvalidPath);
    memset(longer, 'x', sizeof longer - 1);
    longer[sizeof longer - 1] = 0;
    assert_int_equal(attach(longer), JET_errDatabaseInvalidPath);
    assert_int_equal(attach("\xFF\xFE.edb"), JET_errUnicodeTranslationFail);
    assert_int_equal(JetAttachDatabaseA(session, path, 0x40), JET_errCannotDisableVersioning);
    assert_int_equal(JetAttachDatabaseA(session, NULL, 0x40), JET_errCannotDisableVersioning);
    assert_int_equal(JetAttachDatabaseA(session, path, JET_bitDbReadOnly | JET_bitDbDeleteUnicodeIndexes),
                     JET_errInvalidGrbit);
    assert_int_equal(JetAttachDatabaseA(session, path, ESENT_bitDbReadDirty), JET_errInvalidGrbit);
    assert_int_equal(JetAttachDatabaseA(JET_sesidNil, "\xFF", JET_bitDbReadOnly), JET_errInvalidSesid);
    assert_int_equal(JetAttachDatabaseA(session, scratch("none.edb"), JET_bitDbReadOnly),
                     JET_errFileNotFound);
    assert_int_equal(JetAttachDatabaseA(session, scratch("no/such/folder.edb"), JET_bitDbReadOnly),
                     JET_errFileNotFound);
    assert_int_equal(attach(test_directory()), JET_errFileAccessDenied);
}

static void test_attach_in_a_transaction_is_refused(void **state)
{
    (void)state;
    const char *path = basic();
    assert_int_equal(JetBeginTransaction(session), JET_errSuccess);
    assert_int_equal(attach(path), JET_errInTransaction);
    assert_int_equal(JetDetachDatabaseA(session, path), JET_errInTransaction);
    assert_int_equal(JetRollback(session, 0), JET_errSuccess);
    assert_int_equal(attach(path), JET_errSuccess);
}

static void test_attaching_twice_is_a_warning_by_any_spelling(void **state)
{
    (void)state;
    char other[1300], link[1300];
    const char *path = basic();
    assert_int_equal(attach(path), JET_errSuccess);
    assert_int_equal(attach(path), JET_wrnDatabaseAttached);
    assert_int_equal(JetAttachDatabaseA(session, path, 0), JET_wrnDatabaseAttached);
    snprintf(other, sizeof other, "%s/../%s/./basic.edb", test_directory(),
             strrchr(test_directory(), '/') + 1);
    assert_int_equal(attach(other), JET_wrnDatabaseAttached);
    snprintf(link, sizeof link, "%s/way", test_directory());
    assert_int_equal(symlink(".", link), 0);
    snprintf(other, sizeof other, "%s/way/basic.edb", test_directory());
    assert_int_equal(attach(other), JET_wrnDatabaseAttached);
    unlink(link);
    assert_int_equal(JetDetachDatabaseA(session, path), JET_errSuccess);
    assert_int_equal(JetDetachDatabaseA(session, path), JET_errDatabaseNotFound);
}

static void test_another_instance_of_the_process_cannot_attach_it(void **state)
{
    (void)state;
    JET_INSTANCE second;
    JET_SESID other;
    char folder[1300];
    const char *path = basic();
    assert_int_equal(attach(path), JET_errSuccess);
    assert_int_equal(JetCreateInstanceA(&second, "second"), JET_errSuccess);
    snprintf(folder, sizeof folder, "%s/second/", test_directory());
    mkdir(folder, 0777);
    assert_int_equal(JetSetSystemParameterA(&second, 0, JET_paramSystemPath, 0, folder), JET_errSuccess);
    assert_int_equal(JetSetSystemParameterA(&second, 0, JET_paramLogFilePath, 0, folder), JET_errSuccess);
    assert_int_equal(JetSetSystemParameterA(&second, 0, JET_paramTempPath, 0, folder), JET_errSuccess);
    assert_int_equal(JetSetSystemParameterA(&second, 0, JET_paramRecovery, 0, "off"), JET_errSuccess);
    assert_int_equal(JetInit(&second), JET_errSuccess);
    assert_int_equal(JetBeginSessionA(second, &other, NULL, NULL), JET_errSuccess);
    assert_int_equal(JetAttachDatabaseA(other, path, JET_bitDbReadOnly), JET_errDatabaseSharingViolation);
    assert_int_equal(JetDetachDatabaseA(other, path), JET_errDatabaseNotFound);
    assert_int_equal(JetDetachDatabaseA(session, path), JET_errSuccess);
    assert_int_equal(JetAttachDatabaseA(other, path, JET_bitDbReadOnly), JET_errSuccess);
    assert_int_equal(JetTerm(second), JET_errSuccess);
    assert_int_equal(attach(path), JET_errSuccess);
}

static void test_seventh_database_is_too_many(void **state)
{
    (void)state;
    static const char *const files[] = {"basic", "default", "index", "multi", "text", "types_a", "types_b"};
    char name[64];
    for (size_t i = 0; i < 7; i++) {
        const char *path = scratch(files[i]);
        snprintf(name, sizeof name, "corpus/%s.edb.gz", files[i]);
        corpus_extract(name, path);
        assert_int_equal(attach(path), i < 6 ? JET_errSuccess : JET_errTooManyAttachedDatabases);
    }
    assert_int_equal(JetDetachDatabaseA(session, scratch("index")), JET_errSuccess);
    assert_int_equal(attach(scratch("types_b")), JET_errSuccess);
    assert_int_equal(JetDetachDatabaseA(session, NULL), JET_errSuccess);
    assert_int_equal(JetDetachDatabaseA(session, scratch("basic")), JET_errDatabaseNotFound);
    assert_int_equal(JetDetachDatabaseA(session, ""), JET_errSuccess);
}

static void test_copy_with_the_same_signature_is_refused(void **state)
{
    (void)state;
    corpus_extract("corpus/basic.edb.gz", scratch("copy.edb"));
    assert_int_equal(attach(basic()), JET_errSuccess);
    assert_int_equal(attach(scratch("copy.edb")), JET_errDatabaseSignInUse);
    assert_int_equal(JetDetachDatabaseA(session, scratch("basic.edb")), JET_errSuccess);
    assert_int_equal(attach(scratch("copy.edb")), JET_errSuccess);
}

static void test_file_locked_by_another_process_is_access_denied(void **state)
{
    (void)state;
    const char *path = basic();
    int ready[2], done[2];
    char byte = 0;
    assert_int_equal(pipe(ready), 0);
    assert_int_equal(pipe(done), 0);
    pid_t child = fork();
    if (child == 0) {
        /* Whoever writes a file holds an exclusive lock on it. */
        int fd = open(path, O_RDWR);
        int ok = fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0;
        close(done[1]);
        if (write(ready[1], ok ? "y" : "n", 1) != 1 || read(done[0], &byte, 1) < 0)
            _exit(1);
        _exit(0);
    }
    close(done[0]);
    assert_int_equal(read(ready[0], &byte, 1), 1);
    assert_int_equal(byte, 'y');
    uint32_t value;
    assert_int_equal(attach(path), JET_errFileAccessDenied);
    assert_int_equal(JetGetDatabaseFileInfoA(path, &value, sizeof value, JET_DbInfoPageSize),
                     JET_errFileAccessDenied);
    close(done[1]);
    assert_int_equal(waitpid(child, NULL, 0), child);
    assert_int_equal(attach(path), JET_errSuccess);
}

static void test_header_mutants(void **state)
{
    (void)state;
    static const struct {
        const char *what;
        long offset;
        uint32_t value;
        JET_ERR err;
    } mutants[] = {
        {"magic", 4, 0x12345678, JET_errDatabaseCorrupted},
        {"version below", 8, 0x619, JET_errInvalidDatabaseVersion},
        {"version above", 8, 0x630, JET_errInvalidDatabaseVersion},
        {"attribute", 12, 1, JET_errDatabaseCorrupted},
        {"update above", 232, 301, JET_errInvalidDatabaseVersion},
        {"update below", 232, 8, JET_errInvalidDatabaseVersion},
        {"update of Windows 2003", 232, 9, JET_errSuccess},
        {"minor update from the future", 644, 1000000, JET_errSuccess},
        {"just created", 52, 1, JET_errDatabaseDirtyShutdown},
        {"dirty", 52, 2, JET_errDatabaseDirtyShutdown},
        {"being converted", 52, 4, JET_errDatabaseIncompleteUpgrade},
        {"force detach", 52, 5, JET_errDatabaseDirtyShutdown},
        {"reseed", 52, 6, -1226},
        {"dirty and patched", 52, 7, JET_errDatabaseDirtyShutdown},
        {"revert", 52, 8, -1935},
        {"unknown state", 52, 77, JET_errDatabaseDirtyShutdown},
        {"file type log", 667, 3, JET_errDatabaseCorrupted},
        {"file type 0", 667, 0, JET_errSuccess},
        {"page size 0", 236, 0, JET_errSuccess},
    };
    for (size_t i = 0; i < sizeof mutants / sizeof *mutants; i++) {
        const char *path = basic();
        set_field(path, mutants[i].offset, mutants[i].value);
        JET_ERR err = attach(path);
        if (err != mutants[i].err)
            fail_msg("%s: %d instead of %d", mutants[i].what, err, mutants[i].err);
        if (err == 0)
            assert_int_equal(JetDetachDatabaseA(session, path), JET_errSuccess);
    }
}

static void test_damaged_headers(void **state)
{
    (void)state;
    const char *path = basic();
    uint32_t value;
    poke(path, 300, "damage", 6);
    assert_int_equal(attach(path), JET_errSuccess); /* the shadow is used */
    assert_int_equal(JetDetachDatabaseA(session, path), JET_errSuccess);
    path = basic();
    poke(path, 4096 + 300, "damage", 6);
    assert_int_equal(attach(path), JET_errSuccess);
    assert_int_equal(JetDetachDatabaseA(session, path), JET_errSuccess);
    poke(path, 300, "damage", 6); /* both; the magic is still right */
    assert_int_equal(attach(path), JET_errInvalidDatabaseVersion);
    assert_int_equal(JetGetDatabaseFileInfoA(path, &value, sizeof value, JET_DbInfoPageSize),
                     JET_errReadVerifyFailure);
    poke(path, 8, "\0\5\0\0", 4);
    assert_int_equal(attach(path), JET_errDatabase500Format);
    poke(path, 4, "damage", 6);
    assert_int_equal(attach(path), JET_errDatabaseCorrupted);
    assert_int_equal(JetAttachDatabaseA(session, path, JET_bitDbReadOnly | ESENT_bitDbReadDirty),
                     JET_errSuccess);
}

static void test_files_that_are_no_databases(void **state)
{
    (void)state;
    static const char *const files[] = {"golden/dirty_4k_v1/edb00000003.log.gz",
                                        "golden/dirty_4k_v1/edb.chk.gz", "golden/dirty_4k_v1/dirty.jfm.gz",
                                        "corpus/README.md"};
    for (size_t i = 0; i < 4; i++) {
        corpus_extract(files[i], scratch("stranger"));
        assert_int_equal(attach(scratch("stranger")), JET_errDatabaseCorrupted);
    }
    for (long size = 0; size <= 5000; size += 1000) {
        const char *path = basic();
        assert_int_equal(truncate(path, size), 0);
        assert_int_equal(attach(path), size < 1000   ? JET_errDatabaseCorrupted
                                       : size < 4096 ? JET_errInvalidDatabaseVersion
                                                     : JET_errFileIOBeyondEOF);
    }
}

static void test_writable_attach_makes_every_check_and_then_says_not_yet(void **state)
{
    (void)state;
    const char *path = basic();
    assert_int_equal(JetAttachDatabaseA(session, path, 0), JET_wrnNyi);
    assert_int_equal(JetOpenDatabaseA(session, path, NULL, &(JET_DBID){0}, 0), JET_errDatabaseNotFound);
    if (geteuid() != 0) {
        assert_int_equal(chmod(path, 0444), 0);
        assert_int_equal(JetAttachDatabaseA(session, path, 0), JET_errDatabaseFileReadOnly);
        assert_int_equal(unlink(path), 0);
    }
    corpus_extract("golden/dirty_4k_v1/dirty.edb.gz", scratch("dirty.edb"));
    assert_int_equal(JetAttachDatabaseA(session, scratch("dirty.edb"), 0), JET_errDatabaseDirtyShutdown);
}

static void test_format_version_chosen_by_the_application_is_a_limit(void **state)
{
    (void)state;
    start(8192);
    corpus_extract("golden/basic_8k/basic.edb.gz", scratch("new.edb")); /* update 290 */
    assert_int_equal(JetSetSystemParameterA(&instance, 0, JET_paramEngineFormatVersion, 9560, NULL),
                     JET_errSuccess);
    assert_int_equal(attach(scratch("new.edb")), JET_errEngineFormatVersionSpecifiedTooLowForDatabaseVersion);
    stop();
    start(8192);
    assert_int_equal(JetSetSystemParameterA(&instance, 0, JET_paramEngineFormatVersion,
                                            9560 | JET_efvAllowHigherPersistedFormat, NULL),
                     JET_errSuccess);
    assert_int_equal(attach(scratch("new.edb")), JET_errSuccess);
    stop();
    start(8192);
    assert_int_equal(JetSetSystemParameterA(&instance, 0, JET_paramEngineFormatVersion, 9600, NULL),
                     JET_errSuccess);
    assert_int_equal(attach(scratch("new.edb")), JET_errSuccess);
    stop();
}

static void test_parameters_of_attach3(void **state)
{
    (void)state;
    const char *path = basic();
    uint32_t value = 1000;
    JET_SETDBPARAM parameter = {JET_dbparamCachePriority, &value, sizeof value};
    assert_int_equal(JetAttachDatabase3A(session, path, NULL, 1, JET_bitDbReadOnly), JET_errInvalidParameter);
    parameter.dbparamid = 8192;
    assert_int_equal(JetAttachDatabase3A(session, path, &parameter, 1, JET_bitDbReadOnly),
                     JET_errInvalidDbparamId);
    parameter.dbparamid = JET_dbparamCachePriority;
    parameter.cbParam = 8;
    assert_int_equal(JetAttachDatabase3A(session, path, &parameter, 1, JET_bitDbReadOnly),
                     JET_errInvalidBufferSize);
    parameter.cbParam = 4;
    value = 1001;
    assert_int_equal(JetAttachDatabase3A(session, path, &parameter, 1, JET_bitDbReadOnly),
                     JET_errInvalidParameter);
    parameter.dbparamid = JET_dbparamShrinkDatabaseOptions;
    value = 0x20;
    assert_int_equal(JetAttachDatabase3A(session, path, &parameter, 1, JET_bitDbReadOnly),
                     JET_errInvalidGrbit);
    parameter.dbparamid = JET_dbparamShrinkDatabaseTimeQuota;
    value = (uint32_t)-2;
    assert_int_equal(JetAttachDatabase3A(session, path, &parameter, 1, JET_bitDbReadOnly),
                     JET_errInvalidParameter);
    value = (uint32_t)-1;
    assert_int_equal(JetAttachDatabase3A(session, path, &parameter, 1, JET_bitDbReadOnly), JET_errSuccess);
}

/* ---- open, close, detach -------------------------------------------------------------------- */

static void test_open_needs_an_attached_database(void **state)
{
    (void)state;
    const char *path = basic();
    JET_DBID dbid = 5;
    assert_int_equal(JetOpenDatabaseA(session, path, NULL, &dbid, 0), JET_errDatabaseNotFound);
    assert_int_equal(dbid, JET_dbidNil);
    assert_int_equal(JetOpenDatabaseA(session, NULL, NULL, &dbid, 0), JET_errDatabaseInvalidPath);
    assert_int_equal(JetOpenDatabaseA(session, "", NULL, &dbid, 0), JET_errDatabaseInvalidPath);
    assert_int_equal(JetOpenDatabaseA(session, path, NULL, NULL, 0), JET_errInvalidParameter);
    dbid = 5;
    assert_int_equal(JetOpenDatabaseA(0, path, NULL, &dbid, 0), JET_errInvalidSesid);
    assert_int_equal(dbid, 5);
}

static void test_opens_of_a_session_are_counted_and_keep_it_attached(void **state)
{
    (void)state;
    const char *path = basic();
    JET_DBID first, second;
    assert_int_equal(attach(path), JET_errSuccess);
    assert_int_equal(JetOpenDatabaseA(session, path, NULL, &first, 0), JET_errSuccess);
    assert_int_equal(JetOpenDatabaseA(session, path, NULL, &second, JET_bitDbReadOnly), JET_errSuccess);
    assert_int_equal(first, second);
    assert_int_not_equal(first, 0);
    assert_int_not_equal(first, JET_dbidNil);
    assert_int_equal(JetDetachDatabaseA(session, path), JET_errDatabaseInUse);
    assert_int_equal(JetDetachDatabaseA(session, NULL), JET_errDatabaseInUse);
    assert_int_equal(JetCloseDatabase(session, first, 0), JET_errSuccess);
    assert_int_equal(JetDetachDatabaseA(session, path), JET_errDatabaseInUse);
    assert_int_equal(JetCloseDatabase(session, first, 0), JET_errSuccess);
    assert_int_equal(JetCloseDatabase(session, first, 0), JET_errInvalidDatabaseId);
    assert_int_equal(JetCloseDatabase(session, 0, 0), JET_errInvalidDatabaseId);
    assert_int_equal(JetCloseDatabase(session, JET_dbidNil, 0), JET_errInvalidDatabaseId);
    assert_int_equal(JetDetachDatabaseA(session, path), JET_errSuccess);
}

static void test_end_of_a_session_closes_its_databases(void **state)
{
    (void)state;
    const char *path = basic();
    JET_SESID other;
    JET_DBID dbid;
    assert_int_equal(attach(path), JET_errSuccess);
    assert_int_equal(JetBeginSessionA(instance, &other, NULL, NULL), JET_errSuccess);
    assert_int_equal(JetOpenDatabaseA(other, path, NULL, &dbid, 0), JET_errSuccess);
    assert_int_equal(JetOpenDatabaseA(other, path, NULL, &dbid, 0), JET_errSuccess);
    assert_int_equal(JetDetachDatabaseA(session, path), JET_errDatabaseInUse);
    assert_int_equal(JetEndSession(other, 0), JET_errSuccess);
    assert_int_equal(JetDetachDatabaseA(session, path), JET_errSuccess);
}

static void test_exclusive_opens(void **state)
{
    (void)state;
    const char *path = basic();
    JET_SESID other;
    JET_DBID dbid, mine;
    uint32_t options;
    assert_int_equal(JetBeginSessionA(instance, &other, NULL, NULL), JET_errSuccess);
    assert_int_equal(attach(path), JET_errSuccess);
    assert_int_equal(JetOpenDatabaseA(session, path, NULL, &mine, 0), JET_errSuccess);
    assert_int_equal(JetOpenDatabaseA(session, path, NULL, &dbid, JET_bitDbExclusive), JET_errDatabaseInUse);
    assert_int_equal(JetOpenDatabaseA(other, path, NULL, &dbid, JET_bitDbExclusive), JET_errDatabaseInUse);
    assert_int_equal(JetCloseDatabase(session, mine, 0), JET_errSuccess);
    assert_int_equal(JetOpenDatabaseA(session, path, NULL, &mine, JET_bitDbExclusive), JET_errSuccess);
    assert_int_equal(JetGetDatabaseInfoA(session, mine, &options, sizeof options, JET_DbInfoOptions),
                     JET_errSuccess);
    assert_int_equal(options, JET_bitDbExclusive);
    assert_int_equal(JetOpenDatabaseA(other, path, NULL, &dbid, 0), JET_errDatabaseLocked);
    assert_int_equal(JetOpenDatabaseA(session, path, NULL, &mine, 0), JET_errSuccess);
    assert_int_equal(JetCloseDatabase(session, mine, 0), JET_errSuccess); /* any close ends it */
    assert_int_equal(JetOpenDatabaseA(other, path, NULL, &dbid, 0), JET_errSuccess);
    assert_int_equal(JetGetDatabaseInfoA(session, mine, &options, sizeof options, JET_DbInfoOptions),
                     JET_errSuccess);
    assert_int_equal(options, 0);
    assert_int_equal(JetEndSession(other, 0), JET_errSuccess);
}

static void test_one_database_per_session(void **state)
{
    (void)state;
    char folder[1100];
    JET_DBID dbid;
    snprintf(folder, sizeof folder, "%s/", test_directory());
    assert_int_equal(JetSetSystemParameterA(NULL, 0, JET_paramDatabasePageSize, 4096, NULL), JET_errSuccess);
    assert_int_equal(JetCreateInstanceA(&instance, "one database"), JET_errSuccess);
    assert_int_equal(JetSetSystemParameterA(&instance, 0, JET_paramRecovery, 0, "off"), JET_errSuccess);
    assert_int_equal(JetSetSystemParameterA(&instance, 0, JET_paramSystemPath, 0, folder), JET_errSuccess);
    assert_int_equal(JetSetSystemParameterA(&instance, 0, JET_paramTempPath, 0, folder), JET_errSuccess);
    assert_int_equal(JetSetSystemParameterA(&instance, 0, JET_paramOneDatabasePerSession, 1, NULL),
                     JET_errSuccess);
    assert_int_equal(JetInit(&instance), JET_errSuccess);
    assert_int_equal(JetBeginSessionA(instance, &session, NULL, NULL), JET_errSuccess);
    const char *path = basic();
    assert_int_equal(attach(path), JET_errSuccess);
    assert_int_equal(JetOpenDatabaseA(session, path, NULL, &dbid, 0), JET_errSuccess);
    assert_int_equal(JetOpenDatabaseA(session, path, NULL, &dbid, 0), JET_errOneDatabasePerSession);
    stop();
}

static void test_detach_arguments(void **state)
{
    (void)state;
    const char *path = basic();
    assert_int_equal(JetDetachDatabaseA(session, path), JET_errDatabaseNotFound);
    assert_int_equal(JetDetachDatabaseA(session, scratch("none.edb")), JET_errDatabaseNotFound);
    assert_int_equal(JetDetachDatabase2A(session, path, JET_bitForceDetach), JET_errForceDetachNotAllowed);
    assert_int_equal(JetDetachDatabase2A(session, path, JET_bitForceCloseAndDetach),
                     JET_errForceDetachNotAllowed);
    assert_int_equal(JetDetachDatabaseA(0, path), JET_errInvalidSesid);
    assert_int_equal(JetDetachDatabaseA(session, NULL), JET_errSuccess);
}

static void widen(const char *text, char16_t *wide)
{
    do
        *wide++ = (unsigned char)*text;
    while (*text++);
}

static void test_wide_forms(void **state)
{
    (void)state;
    char16_t path[1200], missing[] = u"/nowhere/\x4E2D\x6587.edb", broken[] = u"\xD800.edb", got[1200];
    JET_DBID dbid;
    widen(basic(), path);
    assert_int_equal(JetAttachDatabaseW(session, path, JET_bitDbReadOnly), JET_errSuccess);
    assert_int_equal(JetAttachDatabase2W(session, path, 0, JET_bitDbReadOnly), JET_wrnDatabaseAttached);
    assert_int_equal(JetAttachDatabaseW(session, missing, JET_bitDbReadOnly), JET_errFileNotFound);
    assert_int_equal(JetAttachDatabaseW(session, broken, JET_bitDbReadOnly), JET_errUnicodeTranslationFail);
    assert_int_equal(JetAttachDatabaseW(0, broken, JET_bitDbReadOnly), JET_errInvalidSesid);
    assert_int_equal(JetOpenDatabaseW(session, path, NULL, &dbid, 0), JET_errSuccess);
    assert_int_equal(JetGetDatabaseInfoW(session, dbid, got, sizeof got, JET_DbInfoFilename), JET_errSuccess);
    for (size_t i = 0; i == 0 || path[i - 1]; i++)
        assert_int_equal(got[i], path[i]);
    assert_int_equal(JetCloseDatabase(session, dbid, 0), JET_errSuccess);
    assert_int_equal(JetDetachDatabase2W(session, path, 0), JET_errSuccess);
}

/* ---- information ------------------------------------------------------------------------------- */

static void test_database_info_levels(void **state)
{
    (void)state;
    static const struct {
        uint32_t level, value;
        JET_ERR size_error; /* with 3 and with 5 bytes */
    } levels[] = {
        {JET_DbInfoCountry, 1, JET_errInvalidBufferSize},
        {JET_DbInfoLCID, 1033, JET_errInvalidBufferSize},
        {JET_DbInfoCp, 1252, JET_errInvalidBufferSize},
        {JET_DbInfoCollate, 0, JET_errInvalidBufferSize},
        {JET_DbInfoOptions, 0, JET_errInvalidBufferSize},
        {JET_DbInfoTransactions, 7, JET_errInvalidBufferSize},
        {JET_DbInfoVersion, 0x620, JET_errInvalidBufferSize},
        {JET_DbInfoPageSize, 4096, JET_errBufferTooSmall},
    };
    const char *path = basic();
    char text[1200];
    JET_DBID dbid;
    assert_int_equal(attach(path), JET_errSuccess);
    assert_int_equal(JetOpenDatabaseA(session, path, NULL, &dbid, 0), JET_errSuccess);
    for (size_t i = 0; i < sizeof levels / sizeof *levels; i++) {
        uint32_t value[2] = {99, 99};
        assert_int_equal(JetGetDatabaseInfoA(session, dbid, value, 4, levels[i].level), JET_errSuccess);
        assert_int_equal(value[0], levels[i].value);
        assert_int_equal(JetGetDatabaseInfoA(session, dbid, value, 4, levels[i].level | 0x40000000),
                         JET_errSuccess);
        assert_int_equal(JetGetDatabaseInfoA(session, dbid, value, 3, levels[i].level), levels[i].size_error);
        assert_int_equal(JetGetDatabaseInfoA(session, dbid, value, 5, levels[i].level), levels[i].size_error);
    }
    assert_int_equal(JetGetDatabaseInfoA(session, dbid, text, sizeof text, JET_DbInfoFilename),
                     JET_errSuccess);
    assert_string_equal(text, path);
    assert_int_equal(JetGetDatabaseInfoA(session, dbid, text, (uint32_t)strlen(path), JET_DbInfoFilename),
                     JET_errBufferTooSmall);
    assert_int_equal(JetGetDatabaseInfoA(session, dbid, text, 1, JET_DbInfoConnect), JET_errSuccess);
    assert_int_equal(text[0], 0);
    assert_int_equal(JetGetDatabaseInfoA(session, dbid, text, 0, JET_DbInfoConnect), JET_errBufferTooSmall);
    assert_int_equal(JetGetDatabaseInfoA(session, dbid, text, 4, JET_DbInfoIsam), JET_errFeatureNotAvailable);
    static const uint32_t unknown[] = {
        JET_DbInfoUpgrade, JET_DbInfoDBInUse, JET_DbInfoFileType, 16, 18, 20, 99};
    for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++)
        assert_int_equal(JetGetDatabaseInfoA(session, dbid, text, 28, unknown[i]), JET_errInvalidParameter);
    assert_int_equal(JetGetDatabaseInfoA(session, dbid, NULL, 4, JET_DbInfoCp), JET_errInvalidParameter);
    assert_int_equal(JetGetDatabaseInfoA(session, dbid + 1, text, 4, JET_DbInfoCp), JET_errInvalidDatabaseId);
    assert_int_equal(JetGetDatabaseInfoA(session, 0, text, 4, JET_DbInfoCp), JET_errInvalidDatabaseId);
    assert_int_equal(JetGetDatabaseInfoA(0, dbid, text, 4, JET_DbInfoCp), JET_errInvalidSesid);
}

static void test_sizes_and_space(void **state)
{
    (void)state;
    const char *path = basic();
    JET_DBID dbid;
    uint32_t pages, longer[4] = {9, 9, 9, 9};
    uint64_t bytes;
    struct stat st;
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(JetGetDatabaseFileInfoA(path, &bytes, 8, JET_DbInfoFilesize), JET_errSuccess);
    assert_int_equal(bytes, 1048576);
    assert_int_equal(JetGetDatabaseFileInfoA(path, &bytes, 8, JET_DbInfoFilesizeOnDisk), JET_errSuccess);
    assert_int_equal(bytes, (uint64_t)st.st_blocks * 512);
    assert_int_equal(attach(path), JET_errSuccess);
    assert_int_equal(JetOpenDatabaseA(session, path, NULL, &dbid, 0), JET_errSuccess);
    assert_int_equal(JetGetDatabaseInfoA(session, dbid, &pages, 4, JET_DbInfoFilesize), JET_errSuccess);
    assert_int_equal(pages, 256);
    assert_int_equal(JetGetDatabaseInfoA(session, dbid, &pages, 3, JET_DbInfoFilesize),
                     JET_errInvalidBufferSize);
    assert_int_equal(JetGetDatabaseInfoA(session, dbid, &pages, 4, JET_DbInfoFilesizeOnDisk), JET_errSuccess);
    assert_int_equal(pages, (uint64_t)st.st_blocks * 512 / 4096);
    assert_int_equal(JetGetDatabaseInfoA(session, dbid, &pages, 3, JET_DbInfoSpaceOwned),
                     JET_errInvalidBufferSize);
    assert_int_equal(JetGetDatabaseInfoA(session, dbid, &pages, 3, JET_DbInfoSpaceAvailable),
                     JET_errInvalidParameter);
    assert_int_equal(JetGetDatabaseInfoA(session, dbid, longer, sizeof longer, JET_DbInfoSpaceAvailable),
                     JET_errSuccess);
    assert_int_equal(longer[1], 0);
    assert_int_equal(longer[3], 0);
}

/* The first lines of the original's own dumps: root space of its databases. */
static void test_root_space_is_what_the_original_counted(void **state)
{
    (void)state;
    static const struct {
        const char *folder, *file;
        uint32_t page_size;
    } databases[] = {{"golden/basic_4k", "basic", 4096},   {"golden/basic_8k", "basic", 8192},
                     {"golden/basic_16k", "basic", 16384}, {"golden/basic_32k", "basic", 32768},
                     {"golden/lv_4k", "lv", 4096},         {"golden/splits_4k", "splits", 4096}};
    for (size_t i = 0; i < sizeof databases / sizeof *databases; i++) {
        char name[128];
        JET_DBID dbid;
        uint32_t owned, available;
        json_t *line;
        snprintf(name, sizeof name, "%s/contents.jsonl.gz", databases[i].folder);
        struct jsonl *reader = jsonl_open(name);
        assert_true(jsonl_next(reader, &line));
        snprintf(name, sizeof name, "%s/%s.edb.gz", databases[i].folder, databases[i].file);
        corpus_extract(name, scratch("space.edb"));
        start(databases[i].page_size);
        assert_int_equal(attach(scratch("space.edb")), JET_errSuccess);
        assert_int_equal(JetOpenDatabaseA(session, scratch("space.edb"), NULL, &dbid, 0), JET_errSuccess);
        assert_int_equal(JetGetDatabaseInfoA(session, dbid, &owned, 4, JET_DbInfoSpaceOwned), JET_errSuccess);
        assert_int_equal(JetGetDatabaseInfoA(session, dbid, &available, 4, JET_DbInfoSpaceAvailable),
                         JET_errSuccess);
        assert_int_equal(owned, json_integer_value(json_object_get(line, "pagesOwned")));
        assert_int_equal(available, json_integer_value(json_object_get(line, "pagesAvail")));
        json_decref(line);
        jsonl_close(reader);
        stop();
    }
}

static void test_all_seven_sizes_of_misc(void **state)
{
    (void)state;
    static const uint32_t sizes[] = {216, 296, 300, 348, 380, 400, 416};
    const char *path = scratch("misc.dat");
    uint8_t whole[416], part[512];
    JET_DBINFOMISC7 misc;
    corpus_extract("corpus/srum-win11/repaired/SRUDB.dat.gz", path);
    assert_int_equal(JetGetDatabaseFileInfoA(path, &misc, sizeof misc, JET_DbInfoMisc), JET_errSuccess);
    assert_int_equal(misc.ulVersion, 0x620);
    assert_int_equal(misc.ulUpdate, 200);
    assert_int_equal(misc.dbstate, JET_dbstateCleanShutdown);
    assert_int_equal(misc.cbPageSize, 4096);
    assert_int_equal(misc.dwMajorVersion, 10);
    assert_int_equal(misc.dwBuildNumber, 22000);
    assert_int_equal(misc.ulRepairCount, 2);
    memcpy(whole, &misc, sizeof whole);
    for (uint32_t size = 0; size < 500; size++) {
        JET_ERR expected = JET_errInvalidBufferSize;
        for (size_t i = 0; i < 7; i++)
            if (sizes[i] == size)
                expected = JET_errSuccess;
        memset(part, 0xEE, sizeof part);
        assert_int_equal(JetGetDatabaseFileInfoA(path, part, size, JET_DbInfoMisc), expected);
        if (expected == JET_errSuccess) {
            assert_memory_equal(part, whole, size);
            assert_int_equal(part[size], 0xEE);
        }
    }
    JET_DBID dbid;
    assert_int_equal(attach(path), JET_errSuccess);
    assert_int_equal(JetOpenDatabaseA(session, path, NULL, &dbid, 0), JET_errSuccess);
    assert_int_equal(JetGetDatabaseInfoA(session, dbid, part, 416, JET_DbInfoMisc), JET_errSuccess);
    assert_memory_equal(part, whole, 416);
    assert_int_equal(JetGetDatabaseInfoA(session, dbid, part, 415, JET_DbInfoMisc), JET_errInvalidBufferSize);
}

static void test_file_info_levels_and_errors(void **state)
{
    (void)state;
    uint32_t value = 9;
    uint64_t bytes;
    const char *path = basic();
    assert_int_equal(JetGetDatabaseFileInfoA(scratch("none"), &value, 4, 99), JET_errFileNotFound);
    assert_int_equal(JetGetDatabaseFileInfoA("", &value, 4, 99), JET_errInvalidPath);
    assert_int_equal(JetGetDatabaseFileInfoA(NULL, &value, 4, 99), JET_errInvalidPath);
    assert_int_equal(JetGetDatabaseFileInfoA(test_directory(), &value, 4, 17), JET_errFileAccessDenied);
    assert_int_equal(JetGetDatabaseFileInfoA(path, &value, 4, 99), JET_errInvalidParameter);
    assert_int_equal(JetGetDatabaseFileInfoA(path, &value, 4, JET_DbInfoFilename), JET_errInvalidParameter);
    assert_int_equal(JetGetDatabaseFileInfoA(path, &bytes, 4, JET_DbInfoFilesize), JET_errInvalidBufferSize);
    assert_int_equal(JetGetDatabaseFileInfoA(path, &bytes, 8, JET_DbInfoPageSize), JET_errInvalidBufferSize);
    assert_int_equal(JetGetDatabaseFileInfoA(path, &value, 4, JET_DbInfoPageSize), JET_errSuccess);
    assert_int_equal(value, 4096);
    assert_int_equal(JetGetDatabaseFileInfoA(path, &value, 4, JET_DbInfoFileType), JET_errSuccess);
    assert_int_equal(value, JET_filetypeDatabase);
    assert_int_equal(JetGetDatabaseFileInfoA(path, &value, 4, JET_DbInfoDBInUse), JET_errSuccess);
    assert_int_equal(value, 0);
    assert_int_equal(attach(path), JET_errSuccess);
    assert_int_equal(JetGetDatabaseFileInfoA(path, &value, 4, JET_DbInfoDBInUse), JET_errSuccess);
    assert_int_equal(value, 1);
    assert_int_equal(JetGetDatabaseFileInfoA(path, &value, 4, JET_DbInfoPageSize), JET_errSuccess);
    assert_int_equal(value, 4096);
}

static void test_file_info_of_other_kinds_of_files(void **state)
{
    (void)state;
    static const struct {
        const char *file;
        uint32_t type;
    } kinds[] = {
        {"golden/dirty_4k_v1/edb00000003.log.gz", JET_filetypeLog},
        {"golden/dirty_4k_v1/edb.chk.gz", JET_filetypeCheckpoint},
        {"golden/dirty_4k_v1/dirty.jfm.gz", JET_filetypeFlushMap},
    };
    JET_DBINFOMISC misc;
    uint32_t type;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        corpus_extract(kinds[i].file, scratch("kind"));
        assert_int_equal(JetGetDatabaseFileInfoA(scratch("kind"), &type, 4, JET_DbInfoFileType),
                         JET_errSuccess);
        assert_int_equal(type, kinds[i].type);
        assert_int_equal(JetGetDatabaseFileInfoA(scratch("kind"), &misc, sizeof misc, JET_DbInfoMisc),
                         JET_errFileInvalidType);
    }
    for (long size = 0; size <= 20000; size += 4000) {
        FILE *f = fopen(scratch("zeros"), "wb");
        fclose(f);
        assert_int_equal(truncate(scratch("zeros"), size), 0);
        assert_int_equal(JetGetDatabaseFileInfoA(scratch("zeros"), &type, 4, JET_DbInfoPageSize),
                         JET_errReadVerifyFailure);
        assert_int_equal(JetGetDatabaseFileInfoA(scratch("zeros"), &misc, sizeof misc, JET_DbInfoMisc),
                         JET_errReadVerifyFailure);
    }
}

static void test_upgrade_estimate(void **state)
{
    (void)state;
    const char *path = basic();
    JET_DBINFOUPGRADE upgrade = {.cbStruct = 27};
    assert_int_equal(JetGetDatabaseFileInfoA(path, &upgrade, 28, JET_DbInfoUpgrade), JET_errInvalidParameter);
    upgrade.cbStruct = 28;
    assert_int_equal(JetGetDatabaseFileInfoA(path, &upgrade, 28, JET_DbInfoUpgrade), JET_errSuccess);
    assert_int_equal(upgrade.cbFilesizeLow, 1048576);
    assert_int_equal(upgrade.cbFilesizeHigh, 0);
    assert_int_equal(upgrade.cbFreeSpaceRequiredLow, 1048576 * 10 / 64);
    assert_int_equal(upgrade.csecToUpgrade, 3);
    assert_int_equal(upgrade.fAlreadyUpgraded, 1);
    assert_int_equal(upgrade.fUpgradable, 0);
}

static void test_log_file_info(void **state)
{
    (void)state;
    const char *path = scratch("some.log");
    JET_LOGINFOMISC3 info;
    JET_LOGINFOMISC2 second;
    corpus_extract("corpus/srum-server2022/day2/SRU00004.log.gz", path);
    assert_int_equal(JetGetLogFileInfoA(scratch("none.log"), &info, 1, 99), JET_errFileNotFound);
    assert_int_equal(JetGetLogFileInfoA(path, &info, 1, 99), JET_errInvalidParameter);
    assert_int_equal(JetGetLogFileInfoA(path, &info, sizeof info, JET_LogInfoMisc), JET_errInvalidBufferSize);
    assert_int_equal(JetGetLogFileInfoA(path, &info, sizeof info, JET_LogInfoMisc3), JET_errSuccess);
    assert_int_equal(info.ulGeneration, 4);
    assert_int_equal(info.ulVersionMajor, 8);
    assert_int_equal(info.ulVersionMinorDeprecated, 4000);
    assert_int_equal(info.ulVersionUpdateMajor, 90);
    assert_int_equal(info.ulVersionUpdateMinor, 200);
    assert_int_equal(info.ulFlags, 6);
    assert_int_equal(info.cbSectorSize, 4096);
    assert_int_equal(info.cbHeader, 4096);
    assert_int_equal(info.cbFile, 65536);
    assert_int_equal(info.cbDatabasePageSize, 4096);
    assert_true(info.checksumPrevLogAllSegments != 0);
    assert_int_equal(JetGetLogFileInfoA(path, &second, sizeof second, JET_LogInfoMisc2), JET_errSuccess);
    assert_int_equal(second.ulVersionUpdate, 90);
    assert_memory_equal(&second.lgposCheckpoint, &info.lgposCheckpoint, 8);
    poke(path, 300, "damage", 6);
    assert_int_equal(JetGetLogFileInfoA(path, &info, sizeof info, JET_LogInfoMisc3), JET_errLogFileCorrupt);
    assert_int_equal(truncate(path, 1000), 0);
    assert_int_equal(JetGetLogFileInfoA(path, &info, sizeof info, JET_LogInfoMisc3), JET_errLogFileCorrupt);
}

static void test_nothing_is_to_be_backed_up_outside_a_backup(void **state)
{
    (void)state;
    char paths[100];
    uint32_t size = 7;
    assert_int_equal(attach(basic()), JET_errSuccess);
    assert_int_equal(JetGetAttachInfoInstanceA(instance, paths, sizeof paths, &size), JET_errNoBackup);
    assert_int_equal(JetGetAttachInfoInstanceW(instance, NULL, 0, NULL), JET_errNoBackup);
    assert_int_equal(size, 7);
    assert_int_equal(JetGetAttachInfoInstanceA(instance + 1, paths, sizeof paths, &size),
                     JET_errInvalidInstance);
    assert_int_equal(JetGetAttachInfoA(paths, sizeof paths, &size), JET_errRunningInMultiInstanceMode);
}

static void test_integrity_check_through_the_utilities_call(void **state)
{
    (void)state;
    char prefix[1300], report[1400];
    const char *path = basic();
    JET_DBUTIL_A utility = {.cbStruct = sizeof utility, .sesid = session, .op = opDBUTILEDBRepair};
    snprintf(prefix, sizeof prefix, "%s/report", test_directory());
    utility.grbitOptions = JET_bitDBUtilOptionDontRepair;
    assert_int_equal(JetDBUtilitiesA(&utility), JET_errDatabaseInvalidName);
    utility.szDatabase = prefix; /* no such file */
    utility.szIntegPrefix = prefix;
    assert_int_equal(JetDBUtilitiesA(&utility), JET_errFileNotFound);
    char database[1300];
    snprintf(database, sizeof database, "%s", path);
    utility.szDatabase = database;
    assert_int_equal(JetDBUtilitiesA(&utility), JET_errSuccess);
    snprintf(report, sizeof report, "%s.INTEG.RAW", prefix);
    assert_int_equal(access(report, R_OK), 0);
    poke(path, 5 * 4096 + 500, "two bits and more", 17);
    assert_int_equal(JetDBUtilitiesA(&utility), JET_errDatabaseCorrupted);
    utility.grbitOptions = 0; /* repairing */
    assert_int_equal(JetDBUtilitiesA(&utility), JET_errFeatureNotAvailable);
    utility.op = opDBUTILConsistency;
    assert_int_equal(JetDBUtilitiesA(&utility), JET_errFeatureNotAvailable);
    utility.cbStruct--;
    assert_int_equal(JetDBUtilitiesA(&utility), JET_errInvalidParameter);
    assert_int_equal(JetDBUtilitiesA(NULL), JET_errInvalidParameter);
    utility.cbStruct++;
    utility.op = opDBUTILEDBRepair;
    utility.sesid = 0;
    assert_int_equal(JetDBUtilitiesA(&utility), JET_errInvalidSesid);
}

#define IN_4K(test) cmocka_unit_test_setup_teardown(test, start_4k, stop_any)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_real_database_attaches_or_tells_its_state),
        IN_4K(test_attaching_changes_no_byte_of_the_file),
        IN_4K(test_arguments_of_attach),
        IN_4K(test_attach_in_a_transaction_is_refused),
        IN_4K(test_attaching_twice_is_a_warning_by_any_spelling),
        IN_4K(test_another_instance_of_the_process_cannot_attach_it),
        IN_4K(test_seventh_database_is_too_many),
        IN_4K(test_copy_with_the_same_signature_is_refused),
        IN_4K(test_file_locked_by_another_process_is_access_denied),
        IN_4K(test_header_mutants),
        IN_4K(test_damaged_headers),
        IN_4K(test_files_that_are_no_databases),
        IN_4K(test_writable_attach_makes_every_check_and_then_says_not_yet),
        cmocka_unit_test(test_format_version_chosen_by_the_application_is_a_limit),
        IN_4K(test_parameters_of_attach3),
        IN_4K(test_open_needs_an_attached_database),
        IN_4K(test_opens_of_a_session_are_counted_and_keep_it_attached),
        IN_4K(test_end_of_a_session_closes_its_databases),
        IN_4K(test_exclusive_opens),
        cmocka_unit_test(test_one_database_per_session),
        IN_4K(test_detach_arguments),
        IN_4K(test_wide_forms),
        IN_4K(test_database_info_levels),
        IN_4K(test_sizes_and_space),
        cmocka_unit_test(test_root_space_is_what_the_original_counted),
        IN_4K(test_all_seven_sizes_of_misc),
        IN_4K(test_file_info_levels_and_errors),
        IN_4K(test_file_info_of_other_kinds_of_files),
        IN_4K(test_upgrade_estimate),
        IN_4K(test_log_file_info),
        IN_4K(test_nothing_is_to_be_backed_up_outside_a_backup),
        IN_4K(test_integrity_check_through_the_utilities_call),
    };
    if (!corpus_present())
        return 77;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
