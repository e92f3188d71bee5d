/* Every value of every row of every real database, through catalog, trees,
 * records and long values, against the dumps beside them. */
#include "real_database.h"

#include "format/compress.h"
#include "format/value_text.h"
#include "table/lv_read.h"

/* --- values of a row -------------------------------------------------------- */

struct row_reader {
    struct real_database *db;
    struct table_schema *schema;
    struct btree tree;
    struct tree_cursor cursor;
    struct lv_tree lv;
    struct record record;
    const struct table_column **by_name;
    uint8_t *value; /* decompressed or separated value */
    size_t capacity;
    uint64_t *lids; /* of the long values that rows refer to */
    size_t lid_count;
};

static int compare_by_name(const void *a, const void *b)
{
    const struct table_column *const *left = a, *const *right = b;
    return strcmp((*left)->name, (*right)->name);
}

static void reader_open(struct row_reader *reader, struct real_database *db, const char *table)
{
    memset(reader, 0, sizeof *reader);
    reader->db = db;
    assert_int_equal(catalog_open_table(db->catalog, table, strlen(table), &reader->schema), JET_errSuccess);
    struct table_schema *schema = reader->schema;
    assert_int_equal(
        btree_open(&reader->tree, db->cache, db->slot, schema->pgno_fdp, schema->objid, TREE_TABLE),
        JET_errSuccess);
    assert_int_equal(tree_cursor_open(&reader->cursor, &reader->tree), JET_errSuccess);
    assert_int_equal(lv_tree_open(&reader->lv, db->cache, db->slot, schema->lv_pgno_fdp, schema->lv_objid),
                     JET_errSuccess);
    reader->by_name = malloc((schema->column_count + 1) * sizeof(void *));
    for (unsigned i = 0; i < schema->column_count; i++)
        reader->by_name[i] = &schema->columns[i];
    qsort(reader->by_name, schema->column_count, sizeof(void *), compare_by_name);
    reader->capacity = 1 << 16;
    reader->value = malloc(reader->capacity);
}

static void reader_close(struct row_reader *reader)
{
    tree_cursor_close(&reader->cursor);
    lv_tree_close(&reader->lv);
    schema_release(reader->schema);
    free(reader->by_name);
    free(reader->value);
    free(reader->lids);
}

/* The next row, checked as a whole. */
static bool reader_next(struct row_reader *reader)
{
    JET_ERR err = reader->cursor.position == TREE_NOWHERE ? tree_cursor_first(&reader->cursor)
                                                          : tree_cursor_next(&reader->cursor);
    if (err == JET_errNoCurrentRecord || err == JET_errRecordNotFound)
        return false;
    assert_int_equal(err, JET_errSuccess);
    assert_int_equal(
        record_open(&reader->record, tree_cursor_data(&reader->cursor), reader->schema->large_pages),
        JET_errSuccess);
    assert_int_equal(record_check(&reader->record, &reader->schema->layout), JET_errSuccess);
    return true;
}

/* Number of values of a column in this row, the default included. */
static unsigned count_values(struct row_reader *reader, const struct table_column *column,
                             struct record_field *field, bool *is_default)
{
    enum record_presence presence;
    *is_default = false;
    if (column->coltyp == JET_coltypNil)
        return 0;
    assert_int_equal(schema_field(column, &reader->record, &presence, field), JET_errSuccess);
    if (presence == RECORD_PRESENT)
        return field->count;
    *is_default = presence == RECORD_ABSENT && column->has_default;
    return *is_default ? 1 : 0;
}

static void grow(struct row_reader *reader, size_t size)
{
    if (size <= reader->capacity)
        return;
    reader->capacity = size;
    reader->value = realloc(reader->value, size);
}

/* A value in full: from the record, decompressed, or from the long values. */
static struct bytes full_value(struct row_reader *reader, const struct record_field *field, unsigned itag,
                               uint64_t *lid)
{
    struct record_value value;
    size_t size, copied;
    uint32_t lv_size;
    *lid = 0;
    assert_int_equal(record_field_value(field, itag, &value), JET_errSuccess);
    assert_false(value.encrypted);
    if (value.separated) {
        assert_int_equal(lv_lid_load(value.data, lid), JET_errSuccess);
        assert_int_equal(lv_read(&reader->lv, *lid, 0, NULL, 0, &lv_size, &copied), JET_errSuccess);
        grow(reader, lv_size);
        assert_int_equal(lv_read(&reader->lv, *lid, 0, reader->value, lv_size, &lv_size, &copied),
                         JET_errSuccess);
        assert_int_equal(copied, lv_size);
        return (struct bytes){reader->value, lv_size};
    }
    if (!value.compressed)
        return value.data;
    assert_int_equal(compress_decoded_size(value.data, &size), JET_errSuccess);
    grow(reader, size);
    assert_int_equal(compress_decode(value.data, 0, reader->value, size, &size), JET_errSuccess);
    return (struct bytes){reader->value, size};
}

/* --- canonical dumps -------------------------------------------------------- */

struct line {
    char *data;
    size_t size, capacity;
};

static JET_ERR append(void *context, const char *data, size_t size)
{
    struct line *line = context;
    if (line->size + size > line->capacity) {
        line->capacity = (line->size + size) * 2;
        line->data = realloc(line->data, line->capacity);
    }
    memcpy(line->data + line->size, data, size);
    line->size += size;
    return JET_errSuccess;
}

static void append_column(struct row_reader *reader, const struct table_column *column, struct line *line)
{
    struct text_sink sink = {append, line};
    struct record_field field;
    bool is_default;
    uint64_t lid;
    unsigned count = count_values(reader, column, &field, &is_default);
    if (count == 0)
        return;
    append(line, ", ", line->size > 1 ? 2 : 0);
    value_text_write_name(&sink, column->name, column->name_size);
    append(line, ": ", 2);
    append(line, "[", count > 1);
    for (unsigned itag = 1; itag <= count; itag++) {
        struct bytes value = is_default ? column->default_value : full_value(reader, &field, itag, &lid);
        append(line, ", ", itag > 1 ? 2 : 0);
        assert_int_equal(value_text_write(&sink, column->coltyp, column->code_page, value), JET_errSuccess);
    }
    append(line, "]", count > 1);
}

struct canonical {
    struct real_database *db;
    struct jsonl *lines;
    struct line line;
    const char *file;
    size_t rows, tables;
};

static void expect_line(struct canonical *dump, const char *table)
{
    size_t size;
    const char *expected = jsonl_next_text(dump->lines, &size);
    assert_non_null(expected);
    if (size != dump->line.size || memcmp(expected, dump->line.data, size) != 0) {
        size_t same = 0;
        while (same < size && same < dump->line.size && expected[same] == dump->line.data[same])
            same++;
        fail_msg("%s, table %s, row %zu of the file differs at %zu: ours %.200s\nexpected %.200s", dump->file,
                 table, dump->rows, same, dump->line.data + (same > 40 ? same - 40 : 0),
                 expected + (same > 40 ? same - 40 : 0));
    }
}

static JET_ERR compare_table(void *context, const struct catalog_table *table)
{
    struct canonical *dump = context;
    struct row_reader reader;
    size_t size;
    const char *head = jsonl_next_text(dump->lines, &size);
    assert_non_null(head);
    assert_memory_equal(head, "{\"columns\": [{", 14); /* test_catalog_real compares it */
    reader_open(&reader, dump->db, table->name);
    while (reader_next(&reader)) {
        dump->line.size = 0;
        append(&dump->line, "{", 1);
        for (unsigned i = 0; i < reader.schema->column_count; i++)
            append_column(&reader, reader.by_name[i], &dump->line);
        append(&dump->line, "}", 1);
        tree_cursor_release(&reader.cursor);
        expect_line(dump, table->name);
        dump->rows++;
    }
    reader_close(&reader);
    dump->tables++;
    return JET_errSuccess;
}

static void test_every_value_of_every_windows_database_equals_its_dump(void **state)
{
    (void)state;
    static struct real_pair pairs[REAL_PAIRS_MAX];
    size_t count = real_canonical(pairs), rows = 0;
    assert_int_equal(count, 37);
    for (size_t i = 0; i < count; i++) {
        size_t size;
        struct real_database db = real_open(pairs[i].database);
        struct canonical dump = {.db = &db, .file = pairs[i].database};
        dump.lines = jsonl_open(pairs[i].expected);
        assert_int_equal(catalog_enumerate_tables(db.catalog, compare_table, &dump), JET_errSuccess);
        assert_null(jsonl_next_text(dump.lines, &size));
        jsonl_close(dump.lines);
        free(dump.line.data);
        real_close(&db);
        rows += dump.rows;
    }
    print_message("%zu databases, %zu rows\n", count, rows);
}

/* --- dumps of the reference engine ------------------------------------------ */

static void hex_of(struct bytes bytes, char *hex)
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < bytes.size; i++) {
        hex[2 * i] = digits[bytes.data[i] >> 4];
        hex[2 * i + 1] = digits[bytes.data[i] & 15];
    }
    hex[2 * bytes.size] = '\0';
}

static void expect_stored(struct bytes value, json_t *expected)
{
    static char hex[8200];
    if (json_is_object(expected)) { /* longer than 4096 bytes */
        assert_int_equal(json_integer_value(json_object_get(expected, "len")), value.size);
        sha256_hex(value.data, value.size, hex);
        assert_string_equal(json_string_value(json_object_get(expected, "sha256")), hex);
        hex_of((struct bytes){value.data, 32}, hex);
        assert_string_equal(json_string_value(json_object_get(expected, "head")), hex);
        return;
    }
    assert_in_range(value.size, 0, 4096);
    hex_of(value, hex);
    assert_string_equal(json_string_value(expected), hex);
}

static bool is_listed(json_t *list, const char *name)
{
    for (size_t i = 0; i < json_array_size(list); i++)
        if (strcmp(json_string_value(json_array_get(list, i)), name) == 0)
            return true;
    return false;
}

/* Stored size of one long value, and whether it is separated, as the engine's
 * retrieve bits tell it (the dump has no ids and counts, only return codes). */
static void expect_lv(struct row_reader *reader, json_t *row, const struct table_column *column,
                      unsigned itag, const struct record_field *field, bool is_default)
{
    json_t *list = json_object_get(row, "lv"), *entry = NULL;
    for (size_t i = 0; i < json_array_size(list); i++) {
        json_t *candidate = json_array_get(list, i);
        if (strcmp(json_string_value(json_object_get(candidate, "c")), column->name) == 0 &&
            json_integer_value(json_object_get(candidate, "tag")) == itag)
            entry = candidate;
    }
    if (!entry)
        return;
    struct record_value value = {.data = column->default_value};
    uint64_t lid, physical;
    json_t *codes = json_object_get(entry, "e");
    if (!is_default)
        assert_int_equal(record_field_value(field, itag, &value), JET_errSuccess);
    physical = value.data.size;
    if (value.separated) {
        assert_int_equal(lv_lid_load(value.data, &lid), JET_errSuccess);
        assert_int_equal(lv_read_physical_size(&reader->lv, lid, &physical), JET_errSuccess);
    }
    assert_int_equal(json_integer_value(json_object_get(entry, "phys")), physical);
    assert_int_equal(json_integer_value(json_array_get(codes, 1)),
                     value.separated ? JET_wrnSeparateLongValue : JET_wrnColumnNull);
}

/* Parts of a long value equal the same parts of the whole. */
static void expect_parts(struct row_reader *reader, uint64_t lid, struct bytes whole)
{
    static uint8_t part[9000], *copy;
    size_t offsets[] = {1, 4013, 4014, 8109, 8110, 8111, whole.size / 2, whole.size - 1, whole.size};
    copy = malloc(whole.size);
    memcpy(copy, whole.data, whole.size);
    for (size_t i = 0; i < ARRAY_COUNT(offsets); i++) {
        if (offsets[i] > whole.size)
            continue;
        uint32_t size;
        size_t copied, wanted = MIN(sizeof part, whole.size - offsets[i]);
        assert_int_equal(lv_read(&reader->lv, lid, (uint32_t)offsets[i], part, sizeof part, &size, &copied),
                         JET_errSuccess);
        assert_int_equal(size, whole.size);
        assert_int_equal(copied, wanted);
        assert_memory_equal(part, copy + offsets[i], wanted);
    }
    free(copy);
}

static size_t long_values, shared_values;

static void expect_golden_column(struct row_reader *reader, json_t *row, const struct table_column *column)
{
    json_t *expected = json_object_get(json_object_get(row, "c"), column->name);
    struct record_field field;
    bool is_default;
    uint64_t lid;
    unsigned count = count_values(reader, column, &field, &is_default);
    assert_int_equal(is_default, is_listed(json_object_get(row, "dflt"), column->name));
    if (count == 0) {
        assert_null(expected);
        return;
    }
    assert_int_equal(count, json_is_array(expected) ? json_array_size(expected) : 1);
    for (unsigned itag = 1; itag <= count; itag++) {
        struct bytes value = column->default_value;
        lid = 0;
        if (!is_default)
            value = full_value(reader, &field, itag, &lid);
        expect_stored(value, json_is_array(expected) ? json_array_get(expected, itag - 1) : expected);
        if (lid != 0) {
            expect_parts(reader, lid, value);
            reader->lids = realloc(reader->lids, (reader->lid_count + 1) * sizeof *reader->lids);
            reader->lids[reader->lid_count++] = lid;
            long_values++;
        }
        expect_lv(reader, row, column, itag, &field, is_default);
    }
}

static int compare_lids(const void *a, const void *b)
{
    uint64_t left = *(const uint64_t *)a, right = *(const uint64_t *)b;
    return (left > right) - (left < right);
}

/* The reference count of each long value is the number of values that hold its
 * id (spec 20, 7.3). */
static void expect_reference_counts(struct row_reader *reader)
{
    qsort(reader->lids, reader->lid_count, sizeof *reader->lids, compare_lids);
    for (size_t i = 0, end; i < reader->lid_count; i = end) {
        struct lv_root root;
        for (end = i; end < reader->lid_count && reader->lids[end] == reader->lids[i];)
            end++;
        assert_int_equal(lv_read_root(&reader->lv, reader->lids[i], &root), JET_errSuccess);
        assert_int_equal(root.count, end - i);
        shared_values += end - i > 1;
    }
}

static void expect_golden_row(struct row_reader *reader, json_t *row)
{
    char hex[4200];
    assert_true(reader_next(reader));
    for (unsigned i = 0; i < reader->schema->column_count; i++)
        expect_golden_column(reader, row, &reader->schema->columns[i]);
    hex_of(tree_cursor_key(&reader->cursor), hex);
    assert_string_equal(json_string_value(json_object_get(row, "bm")), hex);
    tree_cursor_release(&reader->cursor);
}

static void test_every_value_equals_what_the_reference_engine_retrieves(void **state)
{
    (void)state;
    static struct real_pair pairs[REAL_PAIRS_MAX];
    size_t count = real_golden(pairs), rows = 0, tables = 0;
    assert_int_equal(count, 33);
    for (size_t i = 0; i < count; i++) {
        struct real_database db = real_open(pairs[i].database);
        struct jsonl *lines = jsonl_open(pairs[i].expected);
        struct row_reader reader = {0};
        json_t *line;
        json_int_t seen = 0;
        while (jsonl_next(lines, &line)) {
            const char *kind = json_string_value(json_object_get(line, "k"));
            if (strcmp(kind, "table") == 0) {
                reader_open(&reader, &db, json_string_value(json_object_get(line, "name")));
                seen = 0;
            } else if (strcmp(kind, "row") == 0) {
                expect_golden_row(&reader, line);
                seen++;
                rows++;
            } else if (strcmp(kind, "rowcount") == 0) {
                assert_int_equal(json_integer_value(json_object_get(line, "n")), seen);
                assert_int_equal(json_integer_value(json_object_get(line, "endErr")), JET_errNoCurrentRecord);
                assert_false(reader_next(&reader));
                if (reader.lid_count > 0)
                    expect_reference_counts(&reader);
                reader_close(&reader);
                tables++;
            }
            json_decref(line);
        }
        jsonl_close(lines);
        real_close(&db);
    }
    print_message("%zu databases, %zu tables, %zu rows, %zu separated values, %zu of them shared\n", count,
                  tables, rows, long_values, shared_values);
    assert_true(shared_values > 0);
}

static void test_unknown_table_is_not_found_and_names_ignore_case(void **state)
{
    (void)state;
    struct real_database db = real_open("golden/basic_8k/basic.edb.gz");
    struct table_schema *first, *second;
    assert_int_equal(catalog_open_table(db.catalog, "nosuch", 6, &first), JET_errObjectNotFound);
    assert_null(first);
    assert_int_equal(catalog_open_table(db.catalog, "", 0, &first), JET_errObjectNotFound);
    assert_int_equal(catalog_open_table(db.catalog, "BASIC", 5, &first), JET_errSuccess);
    assert_string_equal(first->name, "basic");
    assert_int_equal(catalog_open_table(db.catalog, "Basic", 5, &second), JET_errSuccess);
    assert_ptr_equal(first, second);
    assert_ptr_equal(schema_column_by_name(first, "C_LONG", 6), schema_column(first, 7));
    assert_null(schema_column_by_name(first, "c_lon", 5));
    assert_null(schema_column(first, 0));
    assert_null(schema_column(first, 20));
    assert_null(schema_column(first, 7 | COLUMNID_TEMPLATE));
    assert_null(schema_column(first, 0xFFFFFFFF));
    assert_non_null(schema_index_by_name(first, "IX_LONG", 7));
    assert_null(schema_index_by_name(first, "ix_lon", 6));
    schema_release(second);
    schema_release(first);
    assert_int_equal(catalog_open_objid(db.catalog, 5, &first), JET_errObjectNotFound); /* an index */
    assert_int_equal(catalog_open_objid(db.catalog, CATALOG_OBJID, &first), JET_errSuccess);
    assert_string_equal(first->name, "MSysObjects");
    schema_release(first);
    real_close(&db);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_unknown_table_is_not_found_and_names_ignore_case),
        cmocka_unit_test(test_every_value_of_every_windows_database_equals_its_dump),
        cmocka_unit_test(test_every_value_equals_what_the_reference_engine_retrieves),
    };
    return corpus_present() ? cmocka_run_group_tests(tests, NULL, NULL) : 77;
}
