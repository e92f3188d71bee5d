/* Every row of the real databases whose contents the reference engine has
 * written down: bookmarks in order, every value of every column by
 * JetRetrieveColumn, the same by JetRetrieveColumns and JetEnumerateColumns, long
 * values in chunks, their ids, reference counts and stored sizes. */
#include "corpus.h"
#include "databases.h"
#include "jet.h"
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BUFFER = 2 * 1024 * 1024, COLUMNS = 512, CHUNK = 1000 };

static struct jet jet;
static uint8_t buffer[BUFFER], second[BUFFER];

struct column {
    char name[65];
    JET_COLUMNID id;
    JET_COLTYP type;
    JET_GRBIT grbit;
};

static struct {
    char name[65];
    JET_TABLEID cursor;
    struct column columns[COLUMNS];
    unsigned column_count, rows;
    JET_ERR where;
} table;

static bool is_long(JET_COLTYP type) { return type == JET_coltypLongText || type == JET_coltypLongBinary; }

static const char *text_of(const json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}

/* --- one value ------------------------------------------------------------------- */

static void assert_value(const json_t *expected, const uint8_t *data, size_t size)
{
    uint8_t head[32];

    if (json_is_string(expected)) {
        assert_string_equal(jet_hex(data, size), json_string_value(expected));
        return;
    }
    assert_int_equal(size, json_integer_value(json_object_get(expected, "len")));
    assert_int_equal(jet_unhex(text_of(expected, "head"), head, sizeof head), sizeof head);
    assert_memory_equal(data, head, sizeof head);
}

static bool is_empty(const json_t *expected)
{
    return json_is_string(expected) && !*json_string_value(expected);
}

/* The value by the whole, by pieces, and its size without a buffer. */
static void check_value(const struct column *column, uint32_t itag, const json_t *expected)
{
    JET_RETINFO info = {.cbStruct = sizeof info, .itagSequence = itag};
    uint32_t actual = 77, size;

    assert_int_equal(
        JetRetrieveColumn(jet.sesid, table.cursor, column->id, buffer, sizeof buffer, &actual, 0, &info),
        JET_errSuccess);
    assert_int_equal(info.columnidNextTagged, column->id);
    assert_value(expected, buffer, actual);
    size = actual;
    assert_int_equal(JetRetrieveColumn(jet.sesid, table.cursor, column->id, NULL, 0, &actual, 0, &info),
                     column->grbit & JET_bitColumnEscrowUpdate ? JET_errInvalidBufferSize
                     : is_empty(expected)                      ? JET_errSuccess
                                                               : JET_wrnBufferTruncated);
    assert_int_equal(actual, size);
    for (uint32_t at = 0; is_long(column->type) && at < size; at += CHUNK) {
        uint32_t left = size - at, n = left < CHUNK ? left : CHUNK;
        info.ibLongValue = at;
        memset(second, 0xEE, CHUNK + 1);
        assert_int_equal(
            JetRetrieveColumn(jet.sesid, table.cursor, column->id, second, CHUNK, &actual, 0, &info),
            left > CHUNK ? JET_wrnBufferTruncated : JET_errSuccess);
        assert_int_equal(actual, left);
        assert_memory_equal(second, buffer + at, n);
        assert_int_equal(second[n], 0xEE);
        if (at == 20 * CHUNK)
            at += (size - at) / CHUNK * CHUNK; /* of a long one the middle is left out */
    }
}

static unsigned value_count(const json_t *expected)
{
    return json_is_array(expected) ? (unsigned)json_array_size(expected) : expected != NULL;
}

static const json_t *value_at(const json_t *expected, unsigned i)
{
    return json_is_array(expected) ? json_array_get(expected, i) : expected;
}

static void check_column(const struct column *column, const json_t *expected)
{
    unsigned count = value_count(expected);
    JET_RETINFO info = {.cbStruct = sizeof info, .itagSequence = count + 1};
    JET_RETRIEVECOLUMN counting = {.columnid = column->id, .itagSequence = 0};
    uint32_t actual = 77;

    for (unsigned i = 0; i < count; i++)
        check_value(column, i + 1, value_at(expected, i));
    if (count == 0 || column->id % 0x80000000u >= 256) {
        buffer[0] = 0x5A;
        assert_int_equal(JetRetrieveColumn(jet.sesid, table.cursor, column->id, buffer, 1, &actual, 0, &info),
                         JET_wrnColumnNull);
        assert_int_equal(actual, 0);
        assert_int_equal(buffer[0], 0x5A);
    }
    assert_int_equal(JetRetrieveColumns(jet.sesid, table.cursor, &counting, 1), JET_errSuccess);
    assert_int_equal(counting.itagSequence, count);
    assert_int_equal(counting.err, JET_errSuccess);
}

/* --- enumeration -------------------------------------------------------------------- */

static unsigned blocks;

static void *allocate(void *context, void *block, uint32_t size)
{
    assert_ptr_equal(context, &blocks);
    if (!block) {
        blocks++;
        return malloc(size ? size : 1);
    }
    assert_int_equal(size, 0);
    blocks--;
    free(block);
    return NULL;
}

static const struct column *column_by_id(JET_COLUMNID id)
{
    for (unsigned i = 0; i < table.column_count; i++)
        if (table.columns[i].id == id)
            return &table.columns[i];
    return NULL;
}

static void check_enumerated(const JET_ENUMCOLUMN *found, const json_t *values)
{
    const struct column *column = column_by_id(found->columnid);
    const json_t *expected;

    assert_non_null(column);
    expected = json_object_get(values, column->name);
    if (found->err == JET_wrnColumnNull) {
        assert_null(expected);
        return;
    }
    assert_int_equal(found->err, JET_errSuccess);
    assert_int_equal(found->cEnumColumnValue, value_count(expected));
    for (unsigned i = 0; i < found->cEnumColumnValue; i++) {
        JET_ENUMCOLUMNVALUE *value = &found->rgEnumColumnValue[i];
        assert_int_equal(value->itagSequence, i + 1);
        assert_int_equal(value->err, JET_errSuccess);
        assert_value(value_at(expected, i), value->pvData, value->cbData);
        allocate(&blocks, value->pvData, 0);
    }
    allocate(&blocks, found->rgEnumColumnValue, 0);
}

static void check_enumeration(const json_t *values)
{
    JET_ENUMCOLUMN *found;
    uint32_t count;
    size_t present = 0;

    assert_int_equal(JetEnumerateColumns(jet.sesid, table.cursor, 0, NULL, &count, &found, allocate, &blocks,
                                         0x7FFFFFFF, 0),
                     JET_errSuccess);
    for (uint32_t i = 0; i < count; i++) {
        if (i)
            assert_true((found[i].columnid ^ 0x80000000u) > (found[i - 1].columnid ^ 0x80000000u));
        present += found[i].err != JET_wrnColumnNull;
        check_enumerated(&found[i], values);
    }
    assert_int_equal(present, json_object_size(values));
    allocate(&blocks, found, 0);
    assert_int_equal(blocks, 0);
}

/* --- long values ------------------------------------------------------------------------ */

static JET_COLUMNID id_by_name(const char *name)
{
    for (unsigned i = 0; i < table.column_count; i++)
        if (strcmp(table.columns[i].name, name) == 0)
            return table.columns[i].id;
    fail_msg("no column %s", name);
    return 0;
}

/* Result codes and stored sizes are the reference engine's. It says of every
 * value whether it is outside the record; ids and counts it has not told. */
static void check_long_value(const json_t *lv)
{
    const json_t *errors = json_object_get(lv, "e");
    JET_RETINFO info = {.cbStruct = sizeof info,
                        .itagSequence = (uint32_t)json_integer_value(json_object_get(lv, "tag"))};
    JET_COLUMNID id = id_by_name(text_of(lv, "c"));
    bool separated = json_integer_value(json_array_get(errors, 1)) == JET_wrnSeparateLongValue;
    uint64_t lid = 0;
    uint32_t actual, count = 0;

    assert_int_equal(
        JetRetrieveColumn(jet.sesid, table.cursor, id, NULL, 0, &actual, JET_bitRetrievePhysicalSize, &info),
        json_integer_value(json_array_get(errors, 0)));
    assert_int_equal(actual, json_integer_value(json_object_get(lv, "phys")));
    assert_int_equal(JetRetrieveColumn(jet.sesid, table.cursor, id, &lid, sizeof lid, &actual,
                                       JET_bitRetrieveLongId, &info),
                     json_integer_value(json_array_get(errors, 1)));
    assert_int_equal(actual, separated ? sizeof lid : 0);
    assert_true((lid != 0) == separated);
    assert_int_equal(JetRetrieveColumn(jet.sesid, table.cursor, id, &count, sizeof count, &actual,
                                       JET_bitRetrieveLongValueRefCount, &info),
                     json_integer_value(json_array_get(errors, 2)));
    assert_int_equal(actual, separated ? sizeof count : 0);
    assert_true((count != 0) == separated);
}

/* --- rows --------------------------------------------------------------------------------- */

static void open_if_new(const char *name)
{
    if (strcmp(table.name, name) == 0)
        return;
    if (table.cursor != JET_tableidNil)
        jet_close_table(&jet, table.cursor);
    memset(&table, 0, sizeof table);
    snprintf(table.name, sizeof table.name, "%s", name);
    table.cursor = jet_table(&jet, name);
}

static void take_column(const json_t *line)
{
    struct column *column;

    open_if_new(text_of(line, "t"));
    assert_true(table.column_count < COLUMNS);
    column = &table.columns[table.column_count++];
    snprintf(column->name, sizeof column->name, "%s", text_of(line, "name"));
    column->id = (JET_COLUMNID)json_integer_value(json_object_get(line, "id"));
    column->grbit = (JET_GRBIT)json_integer_value(json_object_get(line, "grbit"));
    column->type = (JET_COLTYP)json_integer_value(json_object_get(line, "typ"));
}

static void check_row(const json_t *line)
{
    const json_t *values = json_object_get(line, "c"), *longs = json_object_get(line, "lv");
    size_t i;
    json_t *lv;
    uint32_t actual;

    open_if_new(text_of(line, "t"));
    assert_int_equal(
        JetMove(jet.sesid, table.cursor, table.rows++ ? JET_MoveNext : (int32_t)JET_MoveFirst, 0),
        JET_errSuccess);
    assert_int_equal(JetGetBookmark(jet.sesid, table.cursor, buffer, sizeof buffer, &actual), JET_errSuccess);
    assert_string_equal(jet_hex(buffer, actual), text_of(line, "bm"));
    for (unsigned n = 0; n < table.column_count; n++)
        check_column(&table.columns[n], json_object_get(values, table.columns[n].name));
    check_enumeration(values);
    json_array_foreach(longs, i, lv) { check_long_value(lv); }
}

static void check_row_count(const json_t *line)
{
    uint32_t count = 77;

    open_if_new(text_of(line, "t"));
    if (table.rows) /* the engine's own catalog is not listed row by row */
        assert_int_equal(JetMove(jet.sesid, table.cursor, JET_MoveNext, 0),
                         json_integer_value(json_object_get(line, "endErr")));
    else if (json_integer_value(json_object_get(line, "n")) == 0)
        assert_int_equal(JetMove(jet.sesid, table.cursor, (int32_t)JET_MoveFirst, 0), JET_errNoCurrentRecord);
    if (json_integer_value(json_object_get(line, "n"))) {
        assert_int_equal(JetMove(jet.sesid, table.cursor, (int32_t)JET_MoveFirst, 0), JET_errSuccess);
        assert_int_equal(JetIndexRecordCount(jet.sesid, table.cursor, &count, 0), JET_errSuccess);
        assert_int_equal(count, json_integer_value(json_object_get(line, "n")));
    }
}

static void test_rows_equal_what_the_reference_engine_read(void **state)
{
    const struct test_database *database = *state;
    struct jsonl *lines = jsonl_open(database->contents);
    json_t *line;

    jet_open(&jet, database->path);
    memset(&table, 0, sizeof table);
    table.cursor = JET_tableidNil;
    while (jsonl_next(lines, &line)) {
        const char *kind = text_of(line, "k");
        if (strcmp(kind, "column") == 0)
            take_column(line);
        else if (strcmp(kind, "row") == 0)
            check_row(line);
        else if (strcmp(kind, "rowcount") == 0)
            check_row_count(line);
        json_decref(line);
    }
    jsonl_close(lines);
    if (table.cursor != JET_tableidNil)
        jet_close_table(&jet, table.cursor);
    jet_close(&jet);
}

/* The page size is the process' own. */
static void test_in_a_process_of_its_own(void **state)
{
    jet_fork(test_rows_equal_what_the_reference_engine_read, *state);
}

int main(void)
{
    struct CMUnitTest tests[64];
    size_t count = 0;

    if (!corpus_present())
        return 77;
    for (size_t i = 0; i < test_database_count; i++) {
        const struct test_database *database = &test_databases[i];
        if (database->contents && database->clean && !database->damaged && count < 64)
            tests[count++] = (struct CMUnitTest){.name = database->path,
                                                 .test_func = test_in_a_process_of_its_own,
                                                 .initial_state = (void *)(uintptr_t)database};
    }
    return _cmocka_run_group_tests("rows", tests, count, NULL, NULL);
}
