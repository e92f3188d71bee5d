/* All rows of all tables of every real database through the public API, against
 * the dumps beside them: those of the databases of Windows, and those that the
 * reference engine made. The values are compared by rules written here again,
 * not by the engine's own text form. */
#include "test.h"
#include "corpus.h"
#include "jet.h"

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PAIRS_MAX = 64, CONTENTS_INLINE = 4096 };

struct pair {
    char database[256];
    char expected[256];
};

static size_t find_files(const char *pattern, const char *ending, const char *folder, struct pair *pairs,
                         size_t count)
{
    glob_t found;
    size_t skip = strlen(corpus_path(""));
    if (glob(corpus_path(pattern), 0, NULL, &found) == 0)
        for (size_t i = 0; i < found.gl_pathc && count < PAIRS_MAX; i++, count++) {
            const char *path = found.gl_pathv[i] + skip;
            const char *name = folder ? strrchr(path, '/') + 1 : path;
            snprintf(pairs[count].expected, sizeof pairs[count].expected, "%s", path);
            snprintf(pairs[count].database, sizeof pairs[count].database, "%s%.*s.gz", folder ? folder : "",
                     (int)(strstr(name, ending) - name), name);
        }
    globfree(&found);
    return count;
}

/* --- one row ---------------------------------------------------------------- */

struct column {
    char name[72];
    JET_COLUMNID id;
    JET_COLTYP coltyp;
    int code_page;
};

struct table {
    struct jet *jet;
    JET_TABLEID id;
    struct column *columns;
    size_t count, columns_capacity;
    uint64_t rows;
    uint8_t *value;
    uint32_t capacity;
};

/* Value number `itag`, the default included; -1 when there is none. */
static int64_t retrieve(struct table *table, const struct column *column, uint32_t itag)
{
    JET_RETINFO info = {.cbStruct = sizeof info, .itagSequence = itag};
    uint32_t size = 0;
    JET_ERR err = JetRetrieveColumn(table->jet->sesid, table->id, column->id, table->value, table->capacity,
                                    &size, 0, &info);
    if (err == JET_wrnBufferTruncated) {
        table->capacity = size;
        table->value = realloc(table->value, size);
        err = JetRetrieveColumn(table->jet->sesid, table->id, column->id, table->value, table->capacity,
                                &size, 0, &info);
    }
    if (err == JET_wrnColumnNull)
        return -1;
    if (err != JET_errSuccess)
        fail_msg("column %s, value %u: %d", column->name, itag, err);
    return size;
}

typedef void compare_value(const struct table *table, const struct column *column, size_t size,
                           json_t *expected);

static void compare_column(struct table *table, const struct column *column, json_t *expected,
                           compare_value *compare)
{
    uint32_t count = json_is_array(expected) ? (uint32_t)json_array_size(expected) : expected ? 1 : 0;
    bool fixed_or_variable = (column->id & 0x7FFFFFFF) < 256;
    for (uint32_t itag = 1; itag <= count; itag++) {
        int64_t size = retrieve(table, column, itag);
        if (size < 0)
            fail_msg("column %s, value %u: null", column->name, itag);
        compare(table, column, (size_t)size,
                json_is_array(expected) ? json_array_get(expected, itag - 1) : expected);
    }
    /* Fixed and variable columns have one value whatever is asked for. */
    if (count == 0 || !fixed_or_variable)
        assert_int_equal(retrieve(table, column, count + 1), -1);
}

static void open_table(struct table *table, struct jet *jet, const char *name)
{
    table->jet = jet;
    table->id = jet_table(jet, name);
    table->rows = 0;
    table->count = 0;
    if (!table->value) {
        table->capacity = 1 << 16;
        table->value = malloc(table->capacity);
    }
}

/* The cursor of a table just opened is on the first row already. */
static JET_ERR step(struct table *table)
{
    return JetMove(table->jet->sesid, table->id, table->rows == 0 ? JET_MoveFirst : JET_MoveNext, 0);
}

static void close_table(struct table *table)
{
    uint32_t count = 0;
    assert_int_equal(step(table), JET_errNoCurrentRecord);
    JET_ERR err = JetMove(table->jet->sesid, table->id, JET_MoveFirst, 0);
    assert_int_equal(err, table->rows ? JET_errSuccess : JET_errNoCurrentRecord);
    if (table->rows) {
        assert_int_equal(JetIndexRecordCount(table->jet->sesid, table->id, &count, 0), JET_errSuccess);
        assert_int_equal(count, table->rows);
    }
    jet_close_table(table->jet, table->id);
}

static void free_table(struct table *table)
{
    free(table->columns);
    free(table->value);
    memset(table, 0, sizeof *table);
}

static struct column *add_column(struct table *table, const char *name)
{
    if (table->count == table->columns_capacity) {
        table->columns_capacity = table->columns_capacity ? 2 * table->columns_capacity : 32;
        table->columns = realloc(table->columns, table->columns_capacity * sizeof *table->columns);
    }
    struct column *column = &table->columns[table->count++];
    memset(column, 0, sizeof *column);
    snprintf(column->name, sizeof column->name, "%s", name);
    return column;
}

static json_int_t integer(json_t *object, const char *name)
{
    return json_integer_value(json_object_get(object, name));
}

/* --- canonical dumps -------------------------------------------------------- */

static size_t put_utf8(char *out, uint32_t c)
{
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    unsigned extra = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
    static const uint8_t leads[] = {0, 0xC0, 0xE0, 0xF0};
    out[0] = (char)(leads[extra] | c >> 6 * extra);
    for (unsigned i = 1; i <= extra; i++)
        out[i] = (char)(0x80 | (c >> 6 * (extra - i) & 0x3F));
    return extra + 1;
}

/* The text of a value as UTF-8; `out` has room for twice its size and more. */
static size_t utf8_of(const uint8_t *data, size_t size, int code_page, char *out)
{
    static const uint16_t c1[32] = {0x20AC, 0x81,   0x201A, 0x192,  0x201E, 0x2026, 0x2020, 0x2021,
                                    0x2C6,  0x2030, 0x160,  0x2039, 0x152,  0x8D,   0x17D,  0x8F,
                                    0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                    0x2DC,  0x2122, 0x161,  0x203A, 0x153,  0x9D,   0x17E,  0x178};
    size_t length = 0;
    if (code_page != 1200) {
        for (size_t i = 0; i < size; i++)
            length +=
                put_utf8(out + length, data[i] >= 0x80 && data[i] < 0xA0 ? c1[data[i] - 0x80] : data[i]);
        return length;
    }
    for (size_t i = 0; i + 1 < size; i += 2) {
        uint32_t c = data[i] | (uint32_t)data[i + 1] << 8;
        if (c >= 0xD800 && c < 0xDC00 && i + 3 < size) {
            i += 2;
            c = 0x10000 + ((c & 0x3FF) << 10) + ((data[i] | (uint32_t)data[i + 1] << 8) & 0x3FF);
        }
        length += put_utf8(out + length, c);
    }
    return length;
}

static void compare_string(const struct table *table, const struct column *column, size_t size,
                           json_t *expected)
{
    const char *text = json_string_value(expected);
    const uint8_t *v = table->value;
    char guid[40];
    switch (column->coltyp) {
    case JET_coltypText:
    case JET_coltypLongText: {
        char *utf8 = malloc(2 * size + 4);
        size_t length = utf8_of(v, size, column->code_page, utf8);
        assert_int_equal(length, json_string_length(expected));
        assert_memory_equal(utf8, text, length);
        free(utf8);
        break;
    }
    case JET_coltypGUID:
        assert_int_equal(size, 16);
        snprintf(guid, sizeof guid, "%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x",
                 v[3], v[2], v[1], v[0], v[5], v[4], v[7], v[6], v[8], v[9], v[10], v[11], v[12], v[13],
                 v[14], v[15]);
        assert_string_equal(guid, text);
        break;
    default:
        assert_string_equal(jet_hex(v, size), text);
    }
}

static void compare_integer(const struct table *table, const struct column *column, size_t size,
                            json_t *expected)
{
    int64_t value = 0;
    assert_in_range(size, 1, 8);
    memcpy(&value, table->value, size);
    if (column->coltyp == JET_coltypBit)
        value = value != 0;
    else if (column->coltyp == JET_coltypShort)
        value = (int16_t)value;
    else if (column->coltyp == JET_coltypLong)
        value = (int32_t)value;
    assert_int_equal(json_integer_value(expected), value);
}

static void compare_canonical(const struct table *table, const struct column *column, size_t size,
                              json_t *expected)
{
    if (json_is_object(expected)) {
        assert_string_equal(jet_hex(table->value, size), json_string_value(json_object_get(expected, "raw")));
    } else if (json_is_string(expected)) {
        compare_string(table, column, size, expected);
    } else if (json_is_integer(expected)) {
        compare_integer(table, column, size, expected);
    } else {
        double value, wanted = json_real_value(expected);
        float single;
        memcpy(&single, table->value, sizeof single);
        memcpy(&value, table->value, sizeof value);
        assert_int_equal(size, column->coltyp == JET_coltypIEEESingle ? 4 : 8);
        if (column->coltyp == JET_coltypIEEESingle)
            value = (double)single;
        assert_memory_equal(&value, &wanted, sizeof value);
    }
}

/* Names the columns of a table line, and holds their ids against the API's. */
static void read_columns(struct table *table, json_t *line)
{
    size_t i;
    json_t *stored;
    json_array_foreach(json_object_get(line, "columns"), i, stored)
    {
        JET_COLUMNDEF definition = {.cbStruct = sizeof definition};
        struct column *column = add_column(table, json_string_value(json_object_get(stored, "name")));
        assert_int_equal(JetGetTableColumnInfoA(table->jet->sesid, table->id, column->name, &definition,
                                                sizeof definition, JET_ColInfo),
                         JET_errSuccess);
        column->id = definition.columnid;
        column->coltyp = definition.coltyp;
        column->code_page = definition.cp;
        assert_int_equal(column->id & 0x7FFFFFFF, integer(stored, "id"));
        assert_int_equal(column->coltyp, integer(stored, "type"));
    }
}

static void compare_row(struct table *table, json_t *line)
{
    size_t seen = 0;
    assert_int_equal(step(table), JET_errSuccess);
    for (size_t i = 0; i < table->count; i++) {
        json_t *expected = json_object_get(line, table->columns[i].name);
        compare_column(table, &table->columns[i], expected, compare_canonical);
        seen += expected != NULL;
    }
    assert_int_equal(seen, json_object_size(line));
    table->rows++;
}

static bool is_table_line(json_t *line)
{
    return json_is_array(json_object_get(line, "columns")) &&
           json_is_array(json_object_get(line, "indexes")) && json_is_string(json_object_get(line, "table"));
}

static bool is_dirty(const char *database)
{
    char summary[300];
    snprintf(summary, sizeof summary, "%.*s.summary.json", (int)strlen(database) - 3, database);
    json_t *json = json_load_file(corpus_path(summary), 0, NULL);
    assert_non_null(json);
    bool dirty = strcmp(json_string_value(json_object_get(json, "state")), "clean") != 0;
    json_decref(json);
    return dirty;
}

static void compare_windows_database(void **state)
{
    const struct pair *pair = *state;
    struct table table = {0};
    struct jet jet;
    struct jsonl *lines = jsonl_open(pair->expected);
    json_t *line;
    jet_open_with(&jet, pair->database, is_dirty(pair->database) ? ESENT_bitDbReadDirty : 0);
    while (jsonl_next(lines, &line)) {
        if (is_table_line(line)) {
            if (table.jet)
                close_table(&table);
            open_table(&table, &jet, json_string_value(json_object_get(line, "table")));
            read_columns(&table, line);
        } else {
            compare_row(&table, line);
        }
        json_decref(line);
    }
    close_table(&table);
    free_table(&table);
    jsonl_close(lines);
    jet_close(&jet);
}

/* What lies in a dirty file is not what its owner would see after recovery. */
static void refuse_dirty_database(void **state)
{
    const struct pair *pair = *state;
    struct jet jet;
    char path[1200];
    jet_start(&jet, 4096); /* all of them */
    snprintf(path, sizeof path, "%s/dirty.edb", test_directory());
    corpus_extract(pair->database, path);
    assert_int_equal(JetAttachDatabaseA(jet.sesid, path, JET_bitDbReadOnly), JET_errDatabaseDirtyShutdown);
    jet_close(&jet);
}

static void test_all_rows_of_the_databases_of_windows(void **state)
{
    static struct pair pairs[PAIRS_MAX];
    (void)state;
    size_t count = find_files("corpus/*.expected.jsonl.gz", ".expected.jsonl.gz", NULL, pairs, 0);
    count = find_files("corpus/*/*.expected.jsonl.gz", ".expected.jsonl.gz", NULL, pairs, count);
    count = find_files("corpus/*/*/*.expected.jsonl.gz", ".expected.jsonl.gz", NULL, pairs, count);
    assert_int_equal(count, 37);
    for (size_t i = 0; i < count; i++) {
        print_message("%s\n", pairs[i].database);
        jet_fork(compare_windows_database, &pairs[i]);
        if (is_dirty(pairs[i].database))
            jet_fork(refuse_dirty_database, &pairs[i]);
    }
}

/* --- dumps of the reference engine ------------------------------------------ */

static void compare_golden(const struct table *table, const struct column *column, size_t size,
                           json_t *expected)
{
    char hex[65];
    (void)column;
    if (!json_is_object(expected)) {
        assert_in_range(size, 0, CONTENTS_INLINE);
        assert_string_equal(jet_hex(table->value, size), json_string_value(expected));
        return;
    }
    assert_int_equal(size, integer(expected, "len"));
    sha256_hex(table->value, size, hex);
    assert_string_equal(hex, json_string_value(json_object_get(expected, "sha256")));
    assert_string_equal(jet_hex(table->value, 32), json_string_value(json_object_get(expected, "head")));
}

static bool is_listed(json_t *list, const char *name)
{
    size_t i;
    json_t *entry;
    json_array_foreach(list, i, entry)
    {
        if (strcmp(json_string_value(entry), name) == 0)
            return true;
    }
    return false;
}

/* Without defaults such a column is null. */
static void check_default(struct table *table, const struct column *column)
{
    uint32_t size = 99;
    assert_int_equal(JetRetrieveColumn(table->jet->sesid, table->id, column->id, table->value,
                                       table->capacity, &size, JET_bitRetrieveIgnoreDefault, NULL),
                     JET_wrnColumnNull);
    assert_int_equal(size, 0);
}

/* Return codes and stored size of the long values that the dump lists. */
static void check_long_values(struct table *table, json_t *line)
{
    static const JET_GRBIT grbits[] = {JET_bitRetrieveLongId, JET_bitRetrieveLongValueRefCount};
    size_t i;
    json_t *entry;
    json_array_foreach(json_object_get(line, "lv"), i, entry)
    {
        const char *name = json_string_value(json_object_get(entry, "c"));
        JET_RETINFO info = {.cbStruct = sizeof info, .itagSequence = (uint32_t)integer(entry, "tag")};
        const struct column *column = table->columns;
        uint32_t size = 0;
        while (strcmp(column->name, name) != 0)
            column++;
        assert_int_equal(JetRetrieveColumn(table->jet->sesid, table->id, column->id, NULL, 0, &size,
                                           JET_bitRetrievePhysicalSize, &info),
                         JET_errSuccess);
        assert_int_equal(size, integer(entry, "phys"));
        for (size_t k = 0; k < 2; k++) {
            uint8_t id[8];
            json_t *code = json_array_get(json_object_get(entry, "e"), k + 1);
            assert_int_equal(JetRetrieveColumn(table->jet->sesid, table->id, column->id, id, sizeof id, &size,
                                               grbits[k], &info),
                             json_integer_value(code));
        }
    }
}

static void compare_golden_row(struct table *table, json_t *line)
{
    uint8_t bookmark[256];
    uint32_t size = 0;
    json_t *values = json_object_get(line, "c");
    assert_int_equal(step(table), JET_errSuccess);
    for (size_t i = 0; i < table->count; i++) {
        const struct column *column = &table->columns[i];
        compare_column(table, column, json_object_get(values, column->name), compare_golden);
        if (is_listed(json_object_get(line, "dflt"), column->name))
            check_default(table, column);
    }
    check_long_values(table, line);
    assert_int_equal(JetGetBookmark(table->jet->sesid, table->id, bookmark, sizeof bookmark, &size),
                     JET_errSuccess);
    assert_string_equal(jet_hex(bookmark, size), json_string_value(json_object_get(line, "bm")));
    table->rows++;
}

static void compare_golden_database(void **state)
{
    const struct pair *pair = *state;
    struct table table = {0};
    struct jet jet;
    struct jsonl *lines = jsonl_open(pair->expected);
    json_t *line;
    jet_open(&jet, pair->database);
    while (jsonl_next(lines, &line)) {
        const char *kind = json_string_value(json_object_get(line, "k"));
        if (strcmp(kind, "table") == 0) {
            open_table(&table, &jet, json_string_value(json_object_get(line, "name")));
        } else if (strcmp(kind, "column") == 0) {
            struct column *column = add_column(&table, json_string_value(json_object_get(line, "name")));
            column->id = (JET_COLUMNID)integer(line, "id");
            column->coltyp = (JET_COLTYP)integer(line, "typ");
        } else if (strcmp(kind, "row") == 0) {
            compare_golden_row(&table, line);
        } else if (strcmp(kind, "rowcount") == 0) {
            assert_int_equal(integer(line, "n"), table.rows);
            assert_int_equal(integer(line, "endErr"), JET_errNoCurrentRecord);
            close_table(&table);
        }
        json_decref(line);
    }
    free_table(&table);
    jsonl_close(lines);
    jet_close(&jet);
}

static void test_all_rows_that_the_reference_engine_retrieves(void **state)
{
    static const char *const own[][2] = {
        {"backup/restored", "bk.edb"},
        {"basic_16k", "basic.edb"},
        {"basic_32k", "basic.edb"},
        {"basic_4k", "basic.edb"},
        {"basic_8k", "basic.edb"},
        {"dirty_16k_v2/recovered", "dirty.edb"},
        {"dirty_32k_v1/recovered", "dirty.edb"},
        {"dirty_4k_v1/recovered", "dirty.edb"},
        {"keys", "keys.edb"},
        {"logs_only/replayed", "logs.edb"},
        {"lv_4k", "lv.edb"},
        {"lv_8k", "lv.edb"},
        {"splits_4k", "splits.edb"},
    };
    static struct pair pairs[PAIRS_MAX];
    size_t count = 0;
    (void)state;
    for (; count < sizeof own / sizeof own[0]; count++) {
        snprintf(pairs[count].database, 256, "golden/%s/%s.gz", own[count][0], own[count][1]);
        snprintf(pairs[count].expected, 256, "golden/%s/contents.jsonl.gz", own[count][0]);
    }
    count =
        find_files("golden/corpus_oracle/*.contents.jsonl.gz", ".contents.jsonl.gz", "corpus/", pairs, count);
    assert_int_equal(count, 33);
    for (size_t i = 0; i < count; i++) {
        print_message("%s\n", pairs[i].database);
        jet_fork(compare_golden_database, &pairs[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_all_rows_of_the_databases_of_windows),
        cmocka_unit_test(test_all_rows_that_the_reference_engine_retrieves),
    };
    return corpus_present() ? cmocka_run_group_tests(tests, NULL, NULL) : 77;
}
