/* Schemas from rows made here: derived tables, deleted columns, rows that lie. */
#include "test.h"

#include "base/alloc.h"
#include "catalog/schema_build.h"

#include <stdlib.h>
#include <string.h>

enum { OBJID = 10, PGNO = 100 };

#define TEXT(literal) ((struct bytes){(const uint8_t *)(literal), sizeof(literal) - 1})

static struct catalog_row table_row(uint32_t objid, uint32_t flags)
{
    return (struct catalog_row){.type = CATALOG_TABLE,
                                .objid_table = objid,
                                .id = objid,
                                .pgno_fdp = PGNO + objid,
                                .space_usage = 80,
                                .flags = flags,
                                .name = TEXT("T")};
}

static struct catalog_row column_row(uint32_t objid, uint32_t id, JET_COLTYP coltyp, uint32_t size,
                                     uint16_t offset, struct bytes name)
{
    return (struct catalog_row){.type = CATALOG_COLUMN,
                                .objid_table = objid,
                                .id = id,
                                .coltyp = coltyp,
                                .space_usage = size,
                                .has_record_offset = id < 128,
                                .record_offset = offset,
                                .name = name};
}

static struct catalog_row index_row(uint32_t objid, uint32_t id, uint32_t flags, struct bytes segments,
                                    struct bytes name)
{
    return (struct catalog_row){.type = CATALOG_INDEX,
                                .objid_table = objid,
                                .id = id,
                                .pgno_fdp = PGNO + id,
                                .space_usage = 80,
                                .flags = flags,
                                .segments = segments,
                                .name = name};
}

static JET_ERR build(const struct catalog_row *rows, size_t count, struct table_schema *template_table,
                     struct table_schema **schema)
{
    struct schema_builder *builder;
    *schema = NULL;
    JET_ERR err = schema_build_begin(&rows[0], false, &builder);
    for (size_t i = 1; err >= 0 && i < count; i++) {
        err = schema_build_add(builder, &rows[i]);
        if (err < 0)
            schema_build_cancel(builder);
    }
    return err < 0 ? err : schema_build_finish(builder, template_table, schema);
}

static void test_derived_table_has_columns_of_the_template_first(void **state)
{
    (void)state;
    struct catalog_row template_rows[] = {
        table_row(OBJID, CATALOG_TABLE_TEMPLATE | CATALOG_TABLE_FIXED_DDL),
        column_row(OBJID, 1, JET_coltypLong, 4, 4, TEXT("tk")),
        column_row(OBJID, 128, JET_coltypText, 80, 0, TEXT("tv")),
        column_row(OBJID, 256, JET_coltypLongText, 0, 0, TEXT("tt")),
        index_row(OBJID, OBJID, 0x1012F, TEXT("\x80\0\1\0"), TEXT("tpk")),
    };
    for (int i = 1; i <= 3; i++)
        template_rows[i].flags = CATALOG_COLUMN_TEMPLATE;
    struct catalog_row derived_rows[] = {
        table_row(OBJID + 1, CATALOG_TABLE_DERIVED),
        column_row(OBJID + 1, 2, JET_coltypLong, 4, 8, TEXT("dl")),
        column_row(OBJID + 1, 256, JET_coltypLongBinary, 0, 0, TEXT("dtg")),
        index_row(OBJID + 1, OBJID + 1, 0x1022F, TEXT("\x80\0\1\0"), TEXT("tpk")),
        index_row(OBJID + 1, OBJID + 2, 0x1000E, TEXT("\x80\0\0\1\x40\0\0\1"), TEXT("both")),
    };
    derived_rows[0].template_table = TEXT("T");
    struct table_schema *template_table, *derived;
    assert_int_equal(build(template_rows, 5, NULL, &template_table), JET_errSuccess);
    assert_int_equal(build(derived_rows, 5, template_table, &derived), JET_errSuccess);
    schema_release(template_table); /* the derived table holds it */

    static const struct {
        const char *name;
        JET_COLUMNID columnid;
        bool inherited, derived;
    } expected[] = {
        {"tk", 0x80000001, true, false}, {"tv", 0x80000080, true, false}, {"tt", 0x80000100, true, true},
        {"dl", 2, false, false},         {"dtg", 256, false, false},
    };
    assert_int_equal(derived->column_count, 5);
    assert_int_equal(derived->inherited_count, 3);
    for (unsigned i = 0; i < 5; i++) {
        const struct table_column *column = &derived->columns[i];
        assert_string_equal(column->name, expected[i].name);
        assert_int_equal(column->columnid, expected[i].columnid);
        assert_int_equal(column->inherited, expected[i].inherited);
        assert_int_equal(column->derived, expected[i].derived);
        assert_ptr_equal(schema_column(derived, column->columnid), column);
        assert_ptr_equal(schema_column_by_name(derived, column->name, strlen(column->name)), column);
    }
    assert_null(schema_column(derived, 1));          /* only with the template bit */
    assert_null(schema_column(derived, 0x80000002)); /* only without */
    assert_int_equal(derived->layout.fixed_count, 2);
    assert_int_equal(derived->layout.offsets[1], 8);
    assert_int_equal(derived->layout.offsets[2], 12);
    const struct table_index *both = schema_index_by_name(derived, "BOTH", 4);
    assert_int_equal(both->key.segments[0].column, 2); /* tt */
    assert_int_equal(both->key.segments[1].column, 4); /* dtg */
    assert_true(both->key.segments[1].descending);
    assert_ptr_equal(derived->primary, schema_index_by_name(derived, "tpk", 3));
    assert_true(derived->primary->inherited);
    assert_int_equal(derived->primary->key.key_most, 5);
    schema_release(derived);
}

static void test_deleted_columns_keep_their_place_and_have_no_name(void **state)
{
    (void)state;
    struct catalog_row rows[] = {
        table_row(OBJID, 0),
        column_row(OBJID, 1, JET_coltypLong, 4, 4, TEXT("a")),
        column_row(OBJID, 2, JET_coltypNil, 16, 8, TEXT("JetStub_10_2")),
        column_row(OBJID, 5, JET_coltypShort, 2, 34, TEXT("e")), /* rows of 3 and 4 are gone */
        column_row(OBJID, 257, JET_coltypNil, 0, 0, TEXT("JetStub_10_257")),
        column_row(OBJID, 258, JET_coltypLongBinary, 0, 0, TEXT("t")),
    };
    struct table_schema *schema;
    assert_int_equal(build(rows, ARRAY_COUNT(rows), NULL, &schema), JET_errSuccess);
    assert_null(schema_column(schema, 2));
    assert_null(schema_column(schema, 3));
    assert_null(schema_column(schema, 257));
    assert_null(schema_column(schema, 256));
    assert_null(schema_column_by_name(schema, "JetStub_10_2", 12));
    assert_int_equal(schema_column(schema, 5)->offset, 34);
    assert_int_equal(schema->layout.fixed_count, 5);
    static const uint16_t offsets[] = {4, 8, 24, 24, 34, 36};
    assert_memory_equal(schema->layout.offsets, offsets, sizeof offsets);
    schema_release(schema);
}

static void test_defaults_are_as_in_the_default_record(void **state)
{
    (void)state;
    static const struct {
        uint32_t id, size, code_page;
        JET_COLTYP coltyp;
        struct bytes stored, expected;
        JET_ERR err;
    } cases[] = {
        {1, 4, 0, JET_coltypLong, TEXT("\1\0\0\0"), TEXT("\1\0\0\0"), JET_errSuccess},
        {1, 1, 0, JET_coltypBit, TEXT("\1"), TEXT("\xFF"), JET_errSuccess},
        {1, 1, 0, JET_coltypBit, TEXT("\0"), TEXT("\0"), JET_errSuccess},
        {256, 1, 0, JET_coltypBit, TEXT("\1"), TEXT("\1"), JET_errSuccess},
        {1, 4, 1252, JET_coltypText, TEXT("ab"), TEXT("ab  "), JET_errSuccess},
        {1, 4, 1200, JET_coltypText, TEXT("a\0"), TEXT("a\0 \0"), JET_errSuccess},
        {1, 4, 0, JET_coltypBinary, TEXT("ab"), TEXT("ab\0\0"), JET_errSuccess},
        {128, 4, 0, JET_coltypBinary, TEXT("ab"), TEXT("ab"), JET_errSuccess},
        {1, 4, 0, JET_coltypLong, TEXT("\1\0\0"), TEXT(""), JET_errCatalogCorrupted},
        {1, 4, 0, JET_coltypBinary, TEXT("abcde"), TEXT(""), JET_errCatalogCorrupted},
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        struct catalog_row rows[] = {
            table_row(OBJID, 0),
            column_row(OBJID, cases[i].id, cases[i].coltyp, cases[i].size, 4, TEXT("c")),
        };
        struct table_schema *schema;
        rows[1].flags = CATALOG_COLUMN_DEFAULT;
        rows[1].code_page = cases[i].code_page;
        rows[1].has_default = true;
        rows[1].default_value = cases[i].stored;
        assert_int_equal(build(rows, 2, NULL, &schema), cases[i].err);
        if (cases[i].err < 0)
            continue;
        assert_true(schema->columns[0].has_default);
        assert_int_equal(schema->columns[0].default_value.size, cases[i].expected.size);
        assert_memory_equal(schema->columns[0].default_value.data, cases[i].expected.data,
                            cases[i].expected.size);
        schema_release(schema);
    }
}

static void test_index_grbits_as_the_reference_gives_them(void **state)
{
    (void)state;
    static const struct {
        uint32_t flags;
        JET_GRBIT grbit;
    } cases[] = {
        {0x000E, 0},     {0x000F, 0x1},    {0x000C, 0x8},     {0x0008, 0x48},    {0x0000, 0x68},
        {0x0010, 0x4},   {0x0009, 0x49},   {0x040E, 0},       {0x044E, 0},       {0x0810, 0x4},
        {0x080E, 0x400}, {0x200E, 0x4000}, {0x400E, 0x10000}, {0x800E, 0x20000}, {0x2000E, 0x40000},
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        struct catalog_row rows[] = {
            table_row(OBJID, 0),
            column_row(OBJID, 1, JET_coltypLong, 4, 4, TEXT("c")),
            index_row(OBJID, OBJID + 1, cases[i].flags | CATALOG_INDEX_LONG_IDS, TEXT("\0\0\1\0"), TEXT("i")),
        };
        struct table_schema *schema;
        assert_int_equal(build(rows, 3, NULL, &schema), JET_errSuccess);
        assert_int_equal(schema->indexes[0].grbit, cases[i].grbit);
        schema_release(schema);
    }
}

static void test_old_segments_name_columns_by_signed_number(void **state)
{
    (void)state;
    struct catalog_row rows[] = {
        table_row(OBJID, 0),
        column_row(OBJID, 1, JET_coltypLong, 4, 4, TEXT("a")),
        column_row(OBJID, 256, JET_coltypLong, 4, 0, TEXT("t")),
        index_row(OBJID, OBJID + 1, 0x000E, TEXT("\0\1\xFF\xFF"), TEXT("i")),
    };
    rows[3].conditional = TEXT("\xFF\xFF\0\1");
    struct table_schema *schema;
    assert_int_equal(build(rows, 4, NULL, &schema), JET_errSuccess);
    const struct key_index *key = &schema->indexes[0].key;
    assert_int_equal(key->segment_count, 2);
    assert_int_equal(key->segments[0].column, 1);
    assert_false(key->segments[0].descending);
    assert_int_equal(key->segments[1].column, 0);
    assert_true(key->segments[1].descending);
    assert_int_equal(key->condition_count, 2);
    assert_true(key->conditions[0].must_be_null);
    assert_int_equal(key->conditions[0].column, 0);
    assert_false(key->conditions[1].must_be_null);
    schema_release(schema);
}

/* Each case is a good table with one row changed. */
static void lie(struct catalog_row *rows, int number)
{
    switch (number) {
    case 0: /* the table as it is */
        break;
    case 1: /* ids descend */
        rows[2].id = 1;
        break;
    case 2: /* a long value type in the fixed part */
        rows[1].coltyp = JET_coltypLongText;
        break;
    case 3: /* a number in the variable part */
        rows[3].coltyp = JET_coltypLong;
        break;
    case 4: /* fixed columns overlap */
        rows[2].record_offset = 6;
        break;
    case 5: /* fixed columns leave a gap */
        rows[2].record_offset = 12;
        break;
    case 6: /* a fixed column of 256 bytes */
        rows[2].coltyp = JET_coltypBinary;
        rows[2].space_usage = 256;
        break;
    case 7: /* a deleted one too, with a default */
        rows[2].coltyp = JET_coltypNil;
        rows[2].space_usage = 257;
        rows[2].has_default = true;
        rows[2].flags = CATALOG_COLUMN_DEFAULT;
        break;
    case 8: /* the primary index is another tree */
        rows[4].id = OBJID + 1;
        break;
    case 9: /* it is not unique */
        rows[4].flags &= ~CATALOG_INDEX_UNIQUE;
        break;
    case 10: /* a secondary index in the tree of the table */
        rows[5].pgno_fdp = PGNO + OBJID;
        break;
    case 11: /* a segment of a column that is not there */
        rows[5].segments = TEXT("\0\0\3\0");
        break;
    case 12: /* half a segment */
        rows[5].segments = TEXT("\0\0\1\0\0\0");
        break;
    case 13: /* none */
        rows[5].segments = TEXT("");
        break;
    case 14: /* a condition on a column that is not there */
        rows[5].conditional = TEXT("\0\0\0\2");
        break;
    case 15: /* keys longer than any */
        rows[5].key_most = 2001;
        break;
    case 16: /* segments longer than the key */
        rows[5].var_seg_mac = 256;
        break;
    case 17: /* substrings without end */
        rows[5].has_tuple = true;
        rows[5].tuple = (struct catalog_tuple){3, 10, 100, 0, 0};
        break;
    case 18: /* substrings longer than any key */
        rows[5].has_tuple = true;
        rows[5].tuple = (struct catalog_tuple){3, 256, 100, 1, 0};
        break;
    case 19: /* a locale that is not ASCII */
        rows[5].locale_name = TEXT("\xE9\0");
        break;
    case 20: /* a second table row */
        rows[6] = rows[0];
        break;
    case 21: /* long values in the tree of the table */
        rows[6].id = OBJID;
        break;
    case 22: /* a row of another table */
        rows[6].objid_table = OBJID + 7;
        break;
    case 23: /* derived from nothing */
        rows[0].flags = CATALOG_TABLE_DERIVED;
        break;
    case 24: /* a column after the indexes */
        rows[6] = rows[3];
        rows[6].id = 129;
        break;
    case 25: /* a deleted column in a key */
        rows[2].coltyp = JET_coltypNil;
        break;
    }
}
enum { LIES = 25 };

static void good_table(struct catalog_row rows[7])
{
    rows[0] = table_row(OBJID, 0);
    rows[1] = column_row(OBJID, 1, JET_coltypLong, 4, 4, TEXT("a"));
    rows[2] = column_row(OBJID, 2, JET_coltypShort, 2, 8, TEXT("b"));
    rows[3] = column_row(OBJID, 128, JET_coltypText, 100, 0, TEXT("v"));
    rows[4] = index_row(OBJID, OBJID, 0x1002F, TEXT("\0\0\1\0"), TEXT("p"));
    rows[5] = index_row(OBJID, OBJID + 1, 0x1000E, TEXT("\0\0\2\0"), TEXT("s"));
    rows[6] = (struct catalog_row){
        .type = CATALOG_LV, .objid_table = OBJID, .id = OBJID + 2, .pgno_fdp = 9, .name = TEXT("LV")};
}

static void test_rows_that_lie_are_a_corrupt_catalog(void **state)
{
    (void)state;
    for (int number = 0; number <= LIES; number++) {
        struct catalog_row rows[7];
        struct table_schema *schema;
        good_table(rows);
        lie(rows, number);
        JET_ERR err = build(rows, 7, NULL, &schema);
        if (err != (number == 0 ? JET_errSuccess : JET_errCatalogCorrupted))
            fail_msg("lie %d: %d", number, err);
        schema_release(schema);
    }
}

static void test_every_failing_allocation_is_out_of_memory_and_leaks_nothing(void **state)
{
    (void)state;
    for (long n = 1;; n++) {
        struct catalog_row rows[7];
        struct table_schema *schema;
        good_table(rows);
        mem_fail_nth(n);
        JET_ERR err = build(rows, 7, NULL, &schema);
        mem_fail_nth(0);
        if (err == JET_errSuccess) {
            assert_in_range(n, 3, 50);
            schema_release(schema);
            break;
        }
        assert_int_equal(err, JET_errOutOfMemory);
        assert_null(schema);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_derived_table_has_columns_of_the_template_first),
        cmocka_unit_test(test_deleted_columns_keep_their_place_and_have_no_name),
        cmocka_unit_test(test_defaults_are_as_in_the_default_record),
        cmocka_unit_test(test_index_grbits_as_the_reference_gives_them),
        cmocka_unit_test(test_old_segments_name_columns_by_signed_number),
        cmocka_unit_test(test_rows_that_lie_are_a_corrupt_catalog),
        cmocka_unit_test(test_every_failing_allocation_is_out_of_memory_and_leaks_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
