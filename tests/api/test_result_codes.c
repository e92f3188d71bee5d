/* JetGetErrorInfoW against every row of the message table, and the functions with a fixed answer. */
#define JET_VERSION 0x0A01
#define ESENT_ENGINE_ONLY
#include <esent.h>

#include "test.h"
#include "corpus.h"
#include "csv.h"

#include <stdlib.h>
#include <string.h>

/* Path of categories of the hierarchy column, which leaves out the root. */
static void parse_path(const char *text, uint8_t path[8])
{
    static const char *const names[] = {"unknown",    "error",        "operation",     "fatal", "io",
                                        "resource",   "memory",       "quota",         "disk",  "data",
                                        "corruption", "inconsistent", "fragmentation", "api",   "usage",
                                        "state",      "obsolete"};
    memset(path, 0, 8);
    if (strcmp(text, "unknown") == 0)
        return;
    char copy[128];
    snprintf(copy, sizeof copy, "%s", text);
    size_t n = 0;
    path[n++] = JET_errcatError;
    for (char *save, *part = strtok_r(copy, "/", &save); part; part = strtok_r(NULL, "/", &save)) {
        size_t i = 0;
        while (i < sizeof names / sizeof *names && strcmp(names[i], part) != 0)
            i++;
        assert_true(i < sizeof names / sizeof *names);
        path[n++] = (uint8_t)i;
    }
}

static void test_every_row_of_the_table_has_its_category_and_path(void **state)
{
    (void)state;
    struct csv csv;
    csv_open(&csv, "spec/api/messages.csv");
    unsigned external = 0, total = 0;
    while (csv_next(&csv)) {
        JET_ERR number = (JET_ERR)strtol(csv.cells[0], NULL, 10);
        JET_ERRINFOBASIC_W info;
        memset(&info, 0xA5, sizeof info);
        JET_ERR err = JetGetErrorInfoW(&number, &info, sizeof info, JET_ErrorInfoSpecificErr, 0);
        if (number == -537 || number == -613) {
            assert_int_equal(err, JET_errInvalidParameter);
            assert_int_equal(info.cbStruct, 152);
            assert_int_equal(info.errValue, number);
            continue;
        }
        assert_int_equal(err, JET_errSuccess);
        uint8_t path[8];
        parse_path(csv.cells[4], path);
        assert_int_equal(info.cbStruct, 152);
        assert_int_equal(info.errValue, number);
        assert_memory_equal(info.rgCategoricalHierarchy, path, 8);
        size_t depth = 0;
        while (depth < 8 && path[depth])
            depth++;
        assert_int_equal(info.errcatMostSpecific, depth ? path[depth - 1] : 0);
        assert_int_equal(info.lSourceLine, 0);
        assert_int_equal(info.rgszSourceFile[0], 0);
        external += strcmp(csv.cells[5], "external") == 0;
        total++;
    }
    csv_close(&csv);
    assert_int_equal(total, 486);
    assert_int_equal(external, 406);
}

static void test_disk_full_is_error_operation_resource_disk(void **state)
{
    (void)state;
    JET_ERR number = JET_errDiskFull;
    JET_ERRINFOBASIC_W info;
    assert_int_equal(JetGetErrorInfoW(&number, &info, sizeof info, JET_ErrorInfoSpecificErr, 0),
                     JET_errSuccess);
    assert_int_equal(info.errcatMostSpecific, JET_errcatDisk);
    assert_memory_equal(info.rgCategoricalHierarchy, "\1\2\5\10\0\0\0\0", 8);
}

static void test_checks_come_in_order(void **state)
{
    (void)state;
    JET_ERR number = JET_errDiskFull, unknown = -12345;
    JET_ERRINFOBASIC_W info;
    assert_int_equal(JetGetErrorInfoW(&number, &info, sizeof info, 0, 0), JET_errInvalidParameter);
    assert_int_equal(JetGetErrorInfoW(&number, &info, sizeof info, 2, 0), JET_errInvalidParameter);
    assert_int_equal(JetGetErrorInfoW(NULL, &info, 151, 1, 0), JET_errInvalidParameter);
    assert_int_equal(JetGetErrorInfoW(&number, &info, 151, 1, 1), JET_errInvalidParameter);
    assert_int_equal(JetGetErrorInfoW(&number, &info, 151, 1, 0), JET_errInvalidBufferSize);
    assert_int_equal(JetGetErrorInfoW(&unknown, &info, 151, 1, 0), JET_errInvalidBufferSize);
    assert_int_equal(JetGetErrorInfoW(&number, NULL, sizeof info, 1, 0), JET_errInvalidParameter);
    assert_int_equal(JetGetErrorInfoW(&unknown, &info, sizeof info, 1, 0), JET_errInvalidParameter);
    assert_int_equal(info.errValue, unknown);
    assert_int_equal(info.cbStruct, 152);
}

static void test_functions_with_a_fixed_answer(void **state)
{
    (void)state;
    JET_SESID garbage = 0x1234567812345678;
    assert_int_equal(JetSnapshotStartA(garbage, NULL, 0), JET_wrnNyi);
    assert_int_equal(JetSnapshotStartW(garbage, NULL, 0), JET_wrnNyi);
    assert_int_equal(JetSnapshotStop(garbage, 0), JET_wrnNyi);
    assert_int_equal(JetCreateDatabaseWithStreamingA(garbage, "x", NULL, NULL, 0, NULL, 0),
                     JET_errFeatureNotAvailable);
    assert_int_equal(JetCreateDatabaseWithStreamingW(garbage, u"x", NULL, NULL, 0, NULL, 0),
                     JET_errFeatureNotAvailable);
    assert_int_equal(JetDefragment3A(garbage, "x", NULL, NULL, NULL, NULL, NULL, 0), JET_errInvalidParameter);
    assert_int_equal(JetDefragment3W(garbage, u"x", NULL, NULL, NULL, NULL, NULL, 0),
                     JET_errInvalidParameter);
    assert_int_equal(JetTestHook(1, NULL), JET_errInvalidParameter);
    assert_int_equal(JetTracing(1, 1, 0), JET_errDisabledFunctionality);
}

static void test_crash_dump_options_are_checked(void **state)
{
    (void)state;
    assert_int_equal(JetConfigureProcessForCrashDump(0), JET_errInvalidGrbit);
    assert_int_equal(JetConfigureProcessForCrashDump(0x100), JET_errInvalidGrbit);
    assert_int_equal(JetConfigureProcessForCrashDump(JET_bitDumpMinimum), JET_errSuccess);
    assert_int_equal(JetConfigureProcessForCrashDump(JET_bitDumpMaximum | JET_bitDumpCacheMaximum),
                     JET_errSuccess);
}

int main(void)
{
    if (!corpus_present())
        return 77;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_row_of_the_table_has_its_category_and_path),
        cmocka_unit_test(test_disk_full_is_error_operation_resource_disk),
        cmocka_unit_test(test_checks_come_in_order),
        cmocka_unit_test(test_functions_with_a_fixed_answer),
        cmocka_unit_test(test_crash_dump_options_are_checked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
