/* Recovery of real crashed databases: their logs, redone and undone by us, must
 * leave what the original engine's recovery left. */
#include "test.h"
#include "corpus.h"

#include "catalog/database.h"
#include "catalog/schema.h"
#include "btree/btree.h"
#include "recovery/integrity.h"
#include "recovery/recover.h"
#include "os/os_path.h"

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *const empty = "";
static char directory[1024];

/* Databases are found by their file name in the directory. */
static bool find(void *context, const char *logged, char *path, size_t size)
{
    (void)context;
    const char *name = logged + strlen(logged);
    while (name > logged && name[-1] != '\\' && name[-1] != '/')
        name--;
    snprintf(path, size, "%s/%s", directory, name);
    return access(path, F_OK) == 0;
}

static void extract_set(const char *set)
{
    static unsigned number;
    char pattern[1100];
    glob_t files;
    snprintf(directory, sizeof directory, "%s/set%u", test_directory(), number++);
    assert_int_equal(mkdir(directory, 0777), 0);
    snprintf(pattern, sizeof pattern, "%s/*.gz", corpus_path(set));
    assert_int_equal(glob(pattern, 0, NULL, &files), 0);
    for (size_t i = 0; i < files.gl_pathc; i++) {
        const char *name = strrchr(files.gl_pathv[i], '/') + 1;
        char source[512], target[1600];
        if (!strstr(name, ".log") && !strstr(name, ".edb") && !strstr(name, ".chk") &&
            !strstr(name, ".dat.gz") && !strstr(name, ".ide.gz"))
            continue;
        snprintf(source, sizeof source, "%s/%s", set, name);
        snprintf(target, sizeof target, "%s/%.*s", directory, (int)(strlen(name) - 3), name);
        corpus_extract(source, target);
        chmod(target, 0600);
    }
    globfree(&files);
}

static struct recover_config config_for(const char *base)
{
    struct recover_config config = {
        .redo = {.fs = os_fs_posix(), .frames = 512, .find = find},
        .log = {.names = {.fs = os_fs_posix(), .extension = ".log"}, .update_major = 60, .update_minor = 140},
        .system_path = directory,
    };
    snprintf(config.log.names.directory, sizeof config.log.names.directory, "%s", directory);
    snprintf(config.log.names.base, sizeof config.log.names.base, "%.3s", base);
    return config;
}

/* The live entries of a tree: both databases must have the same. */
static uint64_t compare_trees(struct database *a, struct database *b, uint32_t fdp_a, uint32_t fdp_b,
                              enum tree_kind kind)
{
    struct btree ta, tb;
    struct tree_cursor ca, cb;
    uint64_t count = 0;
    assert_int_equal(btree_open(&ta, a->cache, a->slot, fdp_a, 0, kind), JET_errSuccess);
    assert_int_equal(btree_open(&tb, b->cache, b->slot, fdp_b, 0, kind), JET_errSuccess);
    assert_int_equal(tree_cursor_open(&ca, &ta), JET_errSuccess);
    assert_int_equal(tree_cursor_open(&cb, &tb), JET_errSuccess);
    JET_ERR ea = tree_cursor_first(&ca), eb = tree_cursor_first(&cb);
    for (; ea == JET_errSuccess && eb == JET_errSuccess;
         ea = tree_cursor_next(&ca), eb = tree_cursor_next(&cb), count++) {
        struct bytes ka = tree_cursor_key(&ca), kb = tree_cursor_key(&cb);
        assert_int_equal(bytes_compare(ka, kb), 0);
        struct bytes da = tree_cursor_data(&ca), db = tree_cursor_data(&cb);
        assert_int_equal(bytes_compare(da, db), 0);
    }
    assert_int_equal(ea, eb);
    tree_cursor_close(&ca);
    tree_cursor_close(&cb);
    return count;
}

struct pair {
    struct database *ours, *theirs;
    unsigned tables, indexes;
    uint64_t rows;
};

static JET_ERR compare_table(void *context, const struct catalog_table *row)
{
    struct pair *pair = context;
    struct table_schema *a, *b;
    assert_int_equal(catalog_open_table(pair->ours->catalog, row->name, strlen(row->name), &a),
                     JET_errSuccess);
    assert_int_equal(catalog_open_table(pair->theirs->catalog, row->name, strlen(row->name), &b),
                     JET_errSuccess);
    pair->tables++;
    pair->rows += compare_trees(pair->ours, pair->theirs, a->pgno_fdp, b->pgno_fdp, TREE_TABLE);
    assert_int_equal(a->index_count, b->index_count);
    for (unsigned i = 0; i < a->index_count; i++) {
        assert_string_equal(a->indexes[i].name, b->indexes[i].name);
        if (a->indexes[i].primary)
            continue;
        compare_trees(pair->ours, pair->theirs, a->indexes[i].pgno_fdp, b->indexes[i].pgno_fdp, TREE_INDEX);
        pair->indexes++;
    }
    if (a->lv_pgno_fdp)
        compare_trees(pair->ours, pair->theirs, a->lv_pgno_fdp, b->lv_pgno_fdp, TREE_LONG_VALUE);
    schema_release(a);
    schema_release(b);
    return JET_errSuccess;
}

static void report(void *context, enum integrity_severity severity, const char *table, const char *text)
{
    (void)context;
    if (severity == INTEGRITY_ERROR)
        print_error("integrity: %s: %s\n", table ? table : empty, text);
}

static void check_sound(const char *path)
{
    struct integrity_result result;
    struct integrity_options options = {.report = report};
    assert_int_equal(integrity_check(path, &options, &result), JET_errSuccess);
    assert_int_equal(result.errors, 0);
}

/* from_nothing: without database and checkpoint, the logs alone must make it. */
static void recover_set(const char *set, const char *base, const char *database, const char *theirs,
                        bool from_nothing)
{
    struct recover_result result;
    char ours[1600], other[1600];
    const JET_ERR expected = JET_errSuccess;
    extract_set(set);
    if (from_nothing) {
        snprintf(other, sizeof other, "%s/%s", directory, database);
        unlink(other);
        snprintf(other, sizeof other, "%s/%s.chk", directory, base);
        unlink(other);
    }
    struct recover_config config = config_for(base);
    JET_ERR err = recover(&config, &result);
    if (err != expected)
        print_error("%s: %d, missing %s\n", set, err, result.missing);
    assert_int_equal(err, expected);
    assert_true(result.ran);
    /* logs of an older format are left behind for a new generation, which is still empty */
    bool rolled = log_tip(result.log).value == lgpos_make(log_generation(result.log), 1, 0).value;
    assert_int_equal(log_close(result.log), JET_errSuccess);
    snprintf(ours, sizeof ours, "%s/%s", directory, database);
    check_sound(ours);

    /* once more: now there is nothing to do */
    assert_int_equal(recover(&config, &result), JET_errSuccess);
    assert_true(result.ran == rolled);
    assert_int_equal(log_close(result.log), JET_errSuccess);

    if (!theirs)
        return;
    struct pair pair = {0};
    snprintf(other, sizeof other, "%s/theirs", directory);
    corpus_extract(theirs, other);
    assert_int_equal(database_open_readonly(ours, NULL, &pair.ours), JET_errSuccess);
    assert_int_equal(database_open_readonly(other, NULL, &pair.theirs), JET_errSuccess);
    assert_int_equal(catalog_enumerate_tables(pair.theirs->catalog, compare_table, &pair), JET_errSuccess);
    assert_true(pair.tables > 4 && pair.rows > 100);
    assert_int_equal(pair.ours->header.dbstate, DBSTATE_CLEAN);
    database_close(pair.ours);
    database_close(pair.theirs);
}

#define SET(name, set, base, database, theirs)                                                               \
    static void test_##name##_recovers_to_what_the_original_engine_left(void **state)                        \
    {                                                                                                        \
        (void)state;                                                                                         \
        recover_set(set, base, database, theirs, false);                                                     \
    }
#define LOGS(name, set, base, database, theirs)                                                              \
    static void test_logs_of_##name##_alone_make_the_database_again(void **state)                            \
    {                                                                                                        \
        (void)state;                                                                                         \
        recover_set(set, base, database, theirs, true);                                                      \
    }
SET(dirty_4k, "golden/dirty_4k_v1", "edb", "dirty.edb", "golden/dirty_4k_v1/recovered/dirty.edb.gz")
SET(dirty_16k, "golden/dirty_16k_v2", "edb", "dirty.edb", "golden/dirty_16k_v2/recovered/dirty.edb.gz")
SET(dirty_32k, "golden/dirty_32k_v1", "edb", "dirty.edb", "golden/dirty_32k_v1/recovered/dirty.edb.gz")
SET(srum_win11, "corpus/srum-win11/dirty", "SRU", "SRUDB.dat", "corpus/srum-win11/repaired/SRUDB.dat.gz")
SET(crash_05, "golden/crash_05_8k", "edb", "crash.edb", NULL)
SET(crash_08, "golden/crash_08_4k", "edb", "crash.edb", NULL)
LOGS(logs_only, "golden/logs_only/logs", "edb", "logs.edb", "golden/logs_only/replayed/logs.edb.gz")
LOGS(ide_a, "corpus/ide-a", "edb", "storage.ide", "corpus/ide-a/storage.ide.gz")
LOGS(server2022, "corpus/srum-server2022/day1", "SRU", "SRUDB.dat",
     "corpus/srum-server2022/day1/SRUDB.dat.gz")

int main(void)
{
    if (!corpus_present())
        return 77;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_dirty_4k_recovers_to_what_the_original_engine_left),
        cmocka_unit_test(test_dirty_16k_recovers_to_what_the_original_engine_left),
        cmocka_unit_test(test_dirty_32k_recovers_to_what_the_original_engine_left),
        cmocka_unit_test(test_srum_win11_recovers_to_what_the_original_engine_left),
        cmocka_unit_test(test_crash_05_recovers_to_what_the_original_engine_left),
        cmocka_unit_test(test_crash_08_recovers_to_what_the_original_engine_left),
        cmocka_unit_test(test_logs_of_logs_only_alone_make_the_database_again),
        cmocka_unit_test(test_logs_of_ide_a_alone_make_the_database_again),
        cmocka_unit_test(test_logs_of_server2022_alone_make_the_database_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
