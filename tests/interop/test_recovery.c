/* JetInit on the files that a crash left: every row that the original engine's
 * recovery found is there, with its bookmark and its values, and no other. */
#include "jet.h"

#include "corpus.h"
#include "test.h"

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct set {
    const char *folder, *base, *database, *contents;
    uint32_t page_size;
    unsigned rows; /* at least */
};

static void extract(const struct set *set, const char *target)
{
    char pattern[1100];
    glob_t files;
    assert_int_equal(mkdir(target, 0777), 0);
    snprintf(pattern, sizeof pattern, "%s/*.gz", corpus_path(set->folder));
    assert_int_equal(glob(pattern, 0, NULL, &files), 0);
    for (size_t i = 0; i < files.gl_pathc; i++) {
        const char *name = strrchr(files.gl_pathv[i], '/') + 1;
        char source[512], copy[1600];
        if (strstr(name, ".txt") || strstr(name, ".jsonl"))
            continue;
        snprintf(source, sizeof source, "%s/%s", set->folder, name);
        snprintf(copy, sizeof copy, "%s/%.*s", target, (int)(strlen(name) - 3), name);
        corpus_extract(source, copy);
    }
    globfree(&files);
}

static void text(JET_INSTANCE *instance, uint32_t id, const char *value)
{
    assert_int_equal(JetSetSystemParameterA(instance, JET_sesidNil, id, 0, value), JET_errSuccess);
}

static JET_INSTANCE instance_on(const struct set *set, const char *folder)
{
    JET_INSTANCE instance = JET_instanceNil;
    assert_int_equal(
        JetSetSystemParameterA(NULL, JET_sesidNil, JET_paramDatabasePageSize, set->page_size, NULL),
        JET_errSuccess);
    assert_int_equal(JetCreateInstanceA(&instance, "recovered"), JET_errSuccess);
    text(&instance, JET_paramBaseName, set->base);
    text(&instance, JET_paramSystemPath, folder);
    text(&instance, JET_paramLogFilePath, folder);
    text(&instance, JET_paramTempPath, folder);
    text(&instance, JET_paramAlternateDatabaseRecoveryPath, folder);
    return instance;
}

static uint32_t state_of(const char *path)
{
    JET_DBINFOMISC7 info;
    assert_int_equal(JetGetDatabaseFileInfoA(path, &info, sizeof info, JET_DbInfoMisc), JET_errSuccess);
    return info.dbstate;
}

static void compare_values(const struct jet *jet, JET_TABLEID table, json_t *values)
{
    const char *name;
    json_t *value;
    json_object_foreach(values, name, value)
    {
        uint8_t found[8192], expected[8192];
        uint32_t size = 0;
        JET_COLUMNDEF column = {.cbStruct = sizeof column};
        if (!json_is_string(value)) /* several values, or one too long to be listed */
            continue;
        assert_int_equal(JetGetTableColumnInfoA(jet->sesid, table, name, &column, sizeof column, JET_ColInfo),
                         JET_errSuccess);
        JET_ERR err =
            JetRetrieveColumn(jet->sesid, table, column.columnid, found, sizeof found, &size, 0, NULL);
        assert_int_equal(err, JET_errSuccess);
        assert_int_equal(size, jet_unhex(json_string_value(value), expected, sizeof expected));
        assert_memory_equal(found, expected, size);
    }
}

static unsigned compare_rows(const struct jet *jet, const char *contents)
{
    struct jsonl *reader = jsonl_open(contents);
    json_t *line;
    JET_TABLEID table = JET_tableidNil;
    char name[128] = "";
    unsigned rows = 0;
    while (jsonl_next(reader, &line)) {
        const char *kind = json_string_value(json_object_get(line, "k"));
        const char *of = json_string_value(json_object_get(line, "t"));
        bool row = strcmp(kind, "row") == 0, count = strcmp(kind, "rowcount") == 0;
        if ((row || count) && strcmp(of, name) != 0) {
            if (name[0])
                jet_close_table(jet, table);
            table = jet_table(jet, of);
            snprintf(name, sizeof name, "%s", of);
        }
        if (row) {
            uint8_t bookmark[4096];
            size_t size =
                jet_unhex(json_string_value(json_object_get(line, "bm")), bookmark, sizeof bookmark);
            assert_int_equal(JetGotoBookmark(jet->sesid, table, bookmark, (uint32_t)size), JET_errSuccess);
            compare_values(jet, table, json_object_get(line, "c"));
            rows++;
        } else if (count) {
            uint32_t there = 0;
            JET_ERR err = JetMove(jet->sesid, table, JET_MoveFirst, 0);
            if (err >= 0)
                assert_int_equal(JetIndexRecordCount(jet->sesid, table, &there, 0), JET_errSuccess);
            assert_int_equal(there, json_integer_value(json_object_get(line, "n")));
        }
        json_decref(line);
    }
    jsonl_close(reader);
    return rows;
}

static void recover_and_compare(void **state)
{
    const struct set *set = *state;
    static unsigned number;
    char folder[1100], path[1300];
    snprintf(folder, sizeof folder, "%s/set%u", test_directory(), number++);
    snprintf(path, sizeof path, "%s/%s", folder, set->database);
    extract(set, folder);
    assert_int_equal(state_of(path), JET_dbstateDirtyShutdown);

    JET_INSTANCE instance = instance_on(set, folder);
    assert_int_equal(JetInit(&instance), JET_errSuccess);
    assert_int_equal(state_of(path), JET_dbstateCleanShutdown);
    struct jet jet = {.instance = instance};
    assert_int_equal(JetBeginSessionA(instance, &jet.sesid, NULL, NULL), JET_errSuccess);
    assert_int_equal(JetAttachDatabaseA(jet.sesid, path, JET_bitDbReadOnly), JET_errSuccess);
    assert_int_equal(JetOpenDatabaseA(jet.sesid, path, NULL, &jet.dbid, JET_bitDbReadOnly), JET_errSuccess);
    assert_true(compare_rows(&jet, set->contents) >= set->rows);
    assert_int_equal(JetTerm(instance), JET_errSuccess);
}

/* What a start answers when files are missing or of another kind (35, 7.7). */
static JET_ERR start_without(const struct set *set, const char *missing, uint32_t page_size)
{
    static unsigned number;
    char folder[1100], path[1300];
    snprintf(folder, sizeof folder, "%s/start%u", test_directory(), number++);
    extract(set, folder);
    snprintf(path, sizeof path, "%s/%s", folder, missing ? missing : "nothing");
    remove(path);
    struct set other = *set;
    other.page_size = page_size ? page_size : set->page_size;
    JET_INSTANCE instance = instance_on(&other, folder);
    JET_ERR err = JetInit(&instance);
    if (err >= 0)
        assert_int_equal(JetTerm(instance), JET_errSuccess);
    return err;
}

static const struct set dirty_4k = {
    "golden/dirty_4k_v1", "edb", "dirty.edb", "golden/dirty_4k_v1/recovered/contents.jsonl.gz", 4096, 100};

static void test_missing_files_at_the_start_give_their_errors(void **state)
{
    (void)state;
    assert_int_equal(start_without(&dirty_4k, "edb0000000E.log", 0), JET_errInvalidLogSequence);
    assert_int_equal(start_without(&dirty_4k, "edb.log", 0), JET_errMissingLogFile);
    assert_int_equal(start_without(&dirty_4k, "dirty.edb", 0), JET_errAttachedDatabaseMismatch);
    assert_int_equal(start_without(&dirty_4k, NULL, 8192), JET_errPageSizeMismatch);
    assert_int_equal(start_without(&dirty_4k, "edb.chk", 0), JET_errSuccess);
}

#define SET(name, size)                                                                                      \
    {                                                                                                        \
        "golden/" name, "edb", name[0] == 'd' ? "dirty.edb" : "crash.edb",                                   \
            "golden/" name "/recovered/contents.jsonl.gz", size, 100                                         \
    }

int main(void)
{
    if (!corpus_present())
        return 77;
    static struct set sets[] = {SET("dirty_4k_v1", 4096), SET("dirty_16k_v2", 16384),
                                SET("dirty_32k_v1", 32768), SET("crash_05_8k", 8192),
                                SET("crash_08_4k", 4096)};
    struct CMUnitTest tests[sizeof sets / sizeof sets[0] + 1] = {
        cmocka_unit_test(test_missing_files_at_the_start_give_their_errors)};
    for (size_t i = 0; i < sizeof sets / sizeof sets[0]; i++)
        tests[i + 1] = (struct CMUnitTest){
            .name = sets[i].folder, .test_func = recover_and_compare, .initial_state = &sets[i]};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
