/* Result tables of the information calls where memory ends, and what real files do not
 * hold: user-defined defaults, names beyond ASCII, buffers of every size. */
#include "base/alloc.h"
#include "table/cursor.h"
#include "table/info.h"
#include "table/temp_rows.h"

#include "test.h"

static struct table_column columns[] = {
    {.columnid = 1,
     .coltyp = JET_coltypLong,
     .grbit = JET_bitColumnFixed,
     .size_max = 4,
     .id = 1,
     .has_default = true,
     .default_value = {(const uint8_t *)"\1\2\3\4", 4},
     .name = "number"},
    {.columnid = 2, .coltyp = JET_coltypNil, .id = 2, .name = "deleted"},
    {.columnid = 128,
     .coltyp = JET_coltypText,
     .size_max = 100,
     .id = 128,
     .code_page = 1252,
     .kind = COLUMN_VARIABLE,
     .flags = CATALOG_COLUMN_USER_DEFAULT,
     .grbit = JET_bitColumnUserDefinedDefault,
     .callback = {(const uint8_t *)"lib!function", 12},
     .callback_data = {(const uint8_t *)"\xAA\xBB", 2},
     .name = "Gr\xF6\xDF"
             "e"},
};
static struct table_index indexes[] = {
    {.name = "by size",
     .grbit = JET_bitIndexTuples,
     .tuples = true,
     .density = 90,
     .key_most = 300,
     .lcmap_flags = 0x30401,
     .locale = "de-DE",
     .lcid = 0,
     .key = {.key_most = 300,
             .var_seg_mac = 300,
             .segment_count = 1,
             .segments = {{.column = 2}},
             .condition_count = 1,
             .conditions = {{.column = 0, .must_be_null = true}},
             .tuple = {3, 10, 100, 1, 0}}},
    {.name = "primary",
     .locale = "en-US",
     .grbit = JET_bitIndexPrimary | JET_bitIndexUnique,
     .primary = true,
     .density = 100,
     .key_most = 255,
     .pages = 3,
     .key = {.key_most = 255,
             .var_seg_mac = 255,
             .segment_count = 2,
             .segments = {{.column = 0, .descending = true}, {.column = 2}}}},
};
static struct table_column *fixed[] = {&columns[0], NULL}, *variable[] = {&columns[2]};
static struct table_schema schema = {.fixed = fixed,
                                     .fixed_count = 2,
                                     .var = variable,
                                     .var_count = 1,
                                     .name = "t",
                                     .columns = columns,
                                     .column_count = 3,
                                     .indexes = indexes,
                                     .index_count = 2,
                                     .primary = &indexes[1]};

static struct temp_table *published;

static JET_ERR keep(void *context, struct temp_table *table, JET_TABLEID *tableid)
{
    (void)context;
    published = table;
    *tableid = 4711;
    return JET_errSuccess;
}

static struct info_call make_call(void *result, size_t size, uint32_t level, bool wide)
{
    return (struct info_call){.result = result,
                              .size = (uint32_t)size,
                              .level = level,
                              .wide = wide,
                              .locale = "en-US",
                              .map_flags = NLS_DEFAULT_FLAGS,
                              .publish = keep};
}

static uint32_t drop(void)
{
    assert_int_equal(temp_finish(published), JET_errSuccess);
    uint32_t rows = temp_row_count(published);
    temp_release(published);
    published = NULL;
    return rows;
}

/* Fails each allocation in turn until a call goes through. */
static void test_lists_give_everything_back_when_memory_ends(void **state)
{
    (void)state;
    JET_COLUMNLIST column_list;
    JET_INDEXLIST index_list;
    for (int wide = 0; wide < 2; wide++) {
        struct info_call call = make_call(&column_list, sizeof column_list, JET_ColInfoList, wide);
        JET_ERR err = JET_errOutOfMemory;
        unsigned failures = 0;
        for (long n = 1; err < 0; n++) {
            mem_fail_nth(n);
            err = info_column(&call, &schema, NULL, NULL);
            mem_fail_nth(0);
            failures += err == JET_errOutOfMemory;
            assert_true(err == JET_errSuccess || err == JET_errOutOfMemory);
        }
        assert_true(failures > 3);
        assert_int_equal(column_list.cRecord, 2);
        assert_int_equal(column_list.tableid, 4711);
        assert_int_equal(drop(), 2);
        call = make_call(&index_list, sizeof index_list, JET_IdxInfoList, wide);
        err = JET_errOutOfMemory;
        for (long n = 1; err < 0; n++) {
            mem_fail_nth(n);
            err = info_index(&call, NULL, &schema, NULL);
            mem_fail_nth(0);
            assert_true(err == JET_errSuccess || err == JET_errOutOfMemory);
        }
        assert_int_equal(index_list.cRecord, 3);
        assert_int_equal(drop(), 3);
    }
}

static void test_a_name_beyond_ascii_in_both_forms(void **state)
{
    (void)state;
    JET_COLUMNBASE_A narrow;
    JET_COLUMNBASE_W wide;
    const JET_COLUMNID id = 128;
    struct info_call call = make_call(&narrow, sizeof narrow, JET_ColInfoBaseByColid, false);
    assert_int_equal(info_column(&call, &schema, NULL, &id), JET_errSuccess);
    assert_string_equal(narrow.szBaseColumnName, "Gr\xF6\xDF"
                                                 "e");
    call = make_call(&wide, sizeof wide, JET_ColInfoBaseByColid, true);
    assert_int_equal(info_column(&call, &schema, NULL, &id), JET_errSuccess);
    assert_memory_equal(wide.szBaseColumnName, u"Größe", 12);
    assert_int_equal(wide.cbMax, 100);
}

/* Any buffer: either it is too small, or everything the structure points to lies in it. */
static void test_index_creation_fits_or_says_that_it_does_not(void **state)
{
    (void)state;
    static const uint32_t levels[] = {JET_IdxInfoCreateIndex, JET_IdxInfoCreateIndex2,
                                      JET_IdxInfoCreateIndex3};
    struct database database = {.page_size = 4096};
    for (size_t l = 0; l < ARRAY_COUNT(levels); l++) {
        for (int wide = 0; wide < 2; wide++) {
            bool fitted = false;
            for (size_t size = levels[l] == JET_IdxInfoCreateIndex ? 80 : 88; size < 700; size++) {
                uint8_t *buffer = mem_alloc(size); /* exact, for the sanitizer */
                struct info_call call = make_call(buffer, size, levels[l], wide);
                assert_int_equal(info_index_check(&call), JET_errSuccess);
                JET_ERR err = info_index(&call, &database, &schema, "by size");
                assert_true(err == JET_errSuccess || (err == JET_errBufferTooSmall && !fitted));
                fitted |= err == JET_errSuccess;
                if (err == JET_errSuccess) {
                    JET_INDEXCREATE3_A got = {0};
                    memcpy(&got, buffer, levels[l] == JET_IdxInfoCreateIndex ? 80 : 88);
                    assert_int_equal(got.cbKeyMost, 300);
                    assert_int_equal(got.ptuplelimits->chLengthMax, 10);
                    assert_int_equal(got.rgconditionalcolumn[0].grbit, JET_bitIndexColumnMustBeNull);
                    assert_memory_equal(got.rgconditionalcolumn[0].szColumnName,
                                        wide ? (const void *)u"number" : "number", wide ? 14 : 7);
                    assert_int_equal(got.cbKey, wide ? 16 : 8);
                    assert_memory_equal(got.szKey,
                                        wide ? (const void *)u"+Größe\0"
                                             : "+Gr\xF6\xDF"
                                               "e\0",
                                        got.cbKey);
                }
                mem_free(buffer);
            }
            assert_true(fitted);
        }
    }
}

static void test_initial_pages_become_bytes_in_the_space_hints(void **state)
{
    (void)state;
    struct database database = {.page_size = 4096};
    _Alignas(8) uint8_t buffer[1024];
    struct info_call call = make_call(buffer, sizeof buffer, JET_IdxInfoCreateIndex2, false);
    const JET_INDEXCREATE2_A *got = (const void *)buffer;
    assert_int_equal(info_index(&call, &database, &schema, NULL), JET_errSuccess);
    assert_string_equal(got->szIndexName, "primary");
    assert_int_equal(got->pSpacehints->cbInitial, 3 * 4096);
    assert_int_equal(got->pSpacehints->ulInitialDensity, 100);
    assert_int_equal(got->cbKey, 16);
    assert_memory_equal(got->szKey,
                        "-number\0+Gr\xF6\xDF"
                        "e\0",
                        16);
    assert_int_equal(got->grbit, JET_bitIndexPrimary | JET_bitIndexUnique | JET_bitIndexUnicode);
}

static void test_object_names(void **state)
{
    (void)state;
    size_t size;
    char name[80];
    assert_int_equal(object_name_check("a ", &size), JET_errSuccess);
    assert_int_equal(size, 1);
    assert_int_equal(object_name_check("a b", &size), JET_errSuccess);
    assert_int_equal(size, 3);
    assert_int_equal(object_name_check(",\"\x7F\x80\xFF", &size), JET_errSuccess);
    assert_int_equal(size, 5);
    assert_int_equal(object_name_check(NULL, &size), JET_errInvalidName);
    assert_int_equal(object_name_check("", &size), JET_errInvalidName);
    assert_int_equal(object_name_check(" ", &size), JET_errInvalidName);
    for (int c = 1; c < 256; c++) {
        name[0] = 'x', name[1] = (char)c, name[2] = 0;
        bool bad = c < 0x20 || c == '!' || c == '.' || c == '[' || c == ']';
        assert_int_equal(object_name_check(name, &size), bad ? JET_errInvalidName : JET_errSuccess);
    }
    memset(name, ' ', 65);
    name[0] = 'x';
    name[65] = 0;
    assert_int_equal(object_name_check(name, &size), JET_errInvalidName); /* trailing spaces count */
    name[64] = 0;
    assert_int_equal(object_name_check(name, &size), JET_errSuccess);
    assert_int_equal(size, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lists_give_everything_back_when_memory_ends),
        cmocka_unit_test(test_a_name_beyond_ascii_in_both_forms),
        cmocka_unit_test(test_index_creation_fits_or_says_that_it_does_not),
        cmocka_unit_test(test_initial_pages_become_bytes_in_the_space_hints),
        cmocka_unit_test(test_object_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
