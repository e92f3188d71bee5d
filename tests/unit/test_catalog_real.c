/* The catalog of every real database, against the dumps beside them. */
#include "real_database.h"

#include "format/value_text.h"

/* --- canonical dumps of the databases of Windows ---------------------------- */

struct text {
    char data[4096];
    size_t size;
};

static JET_ERR collect(void *context, const char *data, size_t size)
{
    struct text *text = context;
    assert_true(text->size + size < sizeof text->data);
    memcpy(text->data + text->size, data, size);
    text->size += size;
    return JET_errSuccess;
}

static json_t *default_json(const struct table_column *column)
{
    struct text text = {.size = 0};
    struct text_sink sink = {collect, &text};
    assert_int_equal(value_text_write(&sink, column->coltyp, column->code_page, column->default_value),
                     JET_errSuccess);
    json_t *value = json_loadb(text.data, text.size, JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL);
    assert_non_null(value);
    return value;
}

static json_t *column_json(const struct table_column *column)
{
    json_t *json = json_object();
    json_object_set_new(json, "id", json_integer(column->id));
    json_object_set_new(json, "name", json_string(column->name));
    json_object_set_new(json, "type", json_integer(column->coltyp));
    json_object_set_new(json, "flags", json_integer(column->flags));
    if (column_is_text(column))
        json_object_set_new(json, "codepage", json_integer(column->code_page));
    if (column->id < RECORD_TAGGED_FIRST)
        json_object_set_new(json, "size", json_integer(column->size_max));
    if (column->has_default)
        json_object_set_new(json, "default", default_json(column));
    if (column->inherited)
        json_object_set_new(json, "template", json_true());
    return json;
}

/* By id, template's first: the order of the dump. */
static int compare_columns(const void *a, const void *b)
{
    const struct table_column *const *left = a, *const *right = b;
    if ((*left)->id != (*right)->id)
        return (*left)->id < (*right)->id ? -1 : 1;
    return (*right)->inherited - (*left)->inherited;
}

static json_t *columns_json(const struct table_schema *schema)
{
    json_t *columns = json_array();
    const struct table_column **sorted = malloc((schema->column_count + 1) * sizeof *sorted);
    for (unsigned i = 0; i < schema->column_count; i++)
        sorted[i] = &schema->columns[i];
    qsort(sorted, schema->column_count, sizeof *sorted, compare_columns);
    for (unsigned i = 0; i < schema->column_count; i++)
        json_array_append_new(columns, column_json(sorted[i]));
    free(sorted);
    return columns;
}

static json_t *key_json(const struct table_schema *schema, const struct table_index *index)
{
    json_t *keys = json_array();
    for (unsigned i = 0; i < index->key.segment_count; i++) {
        const struct key_segment *segment = &index->key.segments[i];
        char name[80];
        snprintf(name, sizeof name, "%c%s", segment->descending ? '-' : '+',
                 schema->columns[segment->column].name);
        json_array_append_new(keys, json_string(name));
    }
    return keys;
}

static json_t *index_json(const struct table_schema *schema, const struct table_index *index)
{
    json_t *json = json_object();
    json_object_set_new(json, "name", json_string(index->name));
    json_object_set_new(json, "flags", json_integer(index->flags));
    json_object_set_new(json, "keys", key_json(schema, index));
    json_object_set_new(json, "primary", json_boolean(index->primary));
    return json;
}

static int compare_names(const void *a, const void *b)
{
    const struct table_index *const *left = a, *const *right = b;
    return strcmp((*left)->name, (*right)->name);
}

static json_t *table_json(const struct table_schema *schema)
{
    json_t *json = json_object(), *indexes = json_array();
    json_object_set_new(json, "table", json_string(schema->name));
    json_object_set_new(json, "columns", columns_json(schema));
    const struct table_index **sorted = malloc((schema->index_count + 1) * sizeof *sorted);
    for (unsigned i = 0; i < schema->index_count; i++)
        sorted[i] = &schema->indexes[i];
    qsort(sorted, schema->index_count, sizeof *sorted, compare_names);
    for (unsigned i = 0; i < schema->index_count; i++)
        json_array_append_new(indexes, index_json(schema, sorted[i]));
    free(sorted);
    json_object_set_new(json, "indexes", indexes);
    if (schema->template_name[0])
        json_object_set_new(json, "template", json_string(schema->template_name));
    return json;
}

static void assert_same_json(const char *where, json_t *ours, json_t *expected)
{
    if (!json_equal(ours, expected)) {
        char *a = json_dumps(ours, JSON_SORT_KEYS), *b = json_dumps(expected, JSON_SORT_KEYS);
        print_message("%s\nours:     %.3000s\nexpected: %.3000s\n", where, a, b);
        free(a);
        free(b);
        fail();
    }
}

/* The schema of the catalog itself is built in; older files lack rows of its
 * newer columns, and so do their dumps. */
static void drop_columns_without_row(json_t *ours, json_t *expected)
{
    json_t *columns = json_object_get(ours, "columns"), *other = json_object_get(expected, "columns");
    if (strncmp(json_string_value(json_object_get(ours, "table")), "MSysObjects", 11) != 0)
        return;
    for (size_t i = 0; i < json_array_size(columns);) {
        json_t *id = json_object_get(json_array_get(columns, i), "id");
        if (json_equal(id, json_object_get(json_array_get(other, i), "id")))
            i++;
        else
            json_array_remove(columns, i);
    }
}

static bool is_table_line(json_t *line)
{
    return json_is_string(json_object_get(line, "table")) &&
           json_is_array(json_object_get(line, "columns")) && json_is_array(json_object_get(line, "indexes"));
}

static void test_catalog_of_every_windows_database_equals_its_dump(void **state)
{
    (void)state;
    static struct real_pair pairs[REAL_PAIRS_MAX];
    size_t count = real_canonical(pairs), tables = 0;
    assert_int_equal(count, 37);
    for (size_t i = 0; i < count; i++) {
        struct raw_database db = raw_open(pairs[i].database);
        struct jsonl *lines = jsonl_open(pairs[i].expected);
        size_t next = 0;
        json_t *line;
        while (jsonl_next(lines, &line)) {
            if (is_table_line(line)) {
                assert_in_range(next, 0, db.table_count - 1);
                json_t *ours = table_json(db.tables[next++]);
                drop_columns_without_row(ours, line);
                assert_same_json(pairs[i].database, ours, line);
                json_decref(ours);
            }
            json_decref(line);
        }
        jsonl_close(lines);
        assert_int_equal(next, db.table_count);
        tables += next;
        raw_close(&db);
    }
    print_message("%zu databases, %zu tables\n", count, tables);
}

/* --- dumps of the reference engine ------------------------------------------ */

static void hex_of(struct bytes bytes, char *hex)
{
    for (size_t i = 0; i < bytes.size; i++)
        sprintf(hex + 2 * i, "%02x", bytes.data[i]);
    hex[2 * bytes.size] = '\0';
}

#define EXPECT_INTEGER(line, name, value)                                                                    \
    assert_int_equal(json_integer_value(json_object_get(line, name)), (json_int_t)(value))
#define EXPECT_STRING(line, name, value)                                                                     \
    assert_string_equal(json_string_value(json_object_get(line, name)), value)

static void expect_column(const struct table_schema *schema, json_t *line)
{
    json_t *name = json_object_get(line, "name"), *value = json_object_get(line, "default");
    const struct table_column *column =
        schema_column_by_name(schema, json_string_value(name), json_string_length(name));
    assert_non_null(column);
    assert_ptr_equal(column, schema_column(schema, column->columnid));
    assert_null(schema_column(schema, column->columnid ^ COLUMNID_TEMPLATE) &&
                        column->id < RECORD_TAGGED_FIRST
                    ? column
                    : NULL);
    EXPECT_STRING(line, "name", column->name);
    EXPECT_INTEGER(line, "id", column->columnid);
    EXPECT_INTEGER(line, "typ", column->coltyp);
    EXPECT_INTEGER(line, "cp", column->code_page);
    EXPECT_INTEGER(line, "cbMax", column->size_max);
    EXPECT_INTEGER(line, "grbit", column->grbit);
    if (json_is_string(value)) {
        char hex[600];
        assert_true(column->has_default);
        hex_of(column->default_value, hex);
        assert_string_equal(hex, json_string_value(value));
    } else {
        assert_false(column->has_default);
    }
}

static void expect_conditions(const struct table_schema *schema, const struct table_index *index,
                              json_t *expected)
{
    assert_int_equal(index->key.condition_count, json_array_size(expected));
    for (unsigned i = 0; i < index->key.condition_count; i++) {
        const struct key_condition *condition = &index->key.conditions[i];
        json_t *pair = json_array_get(expected, i);
        assert_string_equal(json_string_value(json_array_get(pair, 0)),
                            schema->columns[condition->column].name);
        assert_int_equal(json_integer_value(json_array_get(pair, 1)), condition->must_be_null
                                                                          ? JET_bitIndexColumnMustBeNull
                                                                          : JET_bitIndexColumnMustBeNonNull);
    }
}

static void expect_tuple(const struct table_index *index, json_t *expected)
{
    const struct key_tuple *tuple = &index->key.tuple;
    const uint32_t ours[] = {tuple->length_min, tuple->length_max, tuple->count_max, tuple->increment,
                             tuple->start};
    assert_int_equal(index->tuples, json_is_array(expected));
    assert_int_equal(tuple->length_max != 0, json_is_array(expected));
    for (size_t i = 0; i < json_array_size(expected); i++)
        assert_int_equal(json_integer_value(json_array_get(expected, i)), ours[i]);
}

static void expect_index(const struct table_schema *schema, json_t *line)
{
    json_t *name = json_object_get(line, "name"), *key;
    char hex[64];
    const struct table_index *index =
        schema_index_by_name(schema, json_string_value(name), json_string_length(name));
    assert_non_null(index);
    key = key_json(schema, index);
    assert_same_json(schema->name, key, json_object_get(line, "key"));
    json_decref(key);
    /* the dump has what JET_IdxInfoCreateIndex3 adds to the bits of JET_IdxInfo */
    EXPECT_INTEGER(line, "grbit",
                   index->grbit | JET_bitIndexUnicode | (index->tuples ? JET_bitIndexTupleLimits : 0));
    EXPECT_INTEGER(line, "density", index->density);
    EXPECT_INTEGER(line, "cbKeyMost", MAX(index->key_most, KEY_MOST_DEFAULT));
    EXPECT_INTEGER(line, "mapflags", index->lcmap_flags);
    EXPECT_INTEGER(line, "sortver", index->sort_version);
    if (!index->tuples)
        EXPECT_INTEGER(line, "cbVarSegMac", index->key.var_seg_mac);
    EXPECT_STRING(line, "locale", index->locale);
    EXPECT_INTEGER(line, "lcid", index->lcid);
    hex_of((struct bytes){index->sort_id, sizeof index->sort_id}, hex);
    EXPECT_STRING(line, "sortid", hex);
    expect_tuple(index, json_object_get(line, "tuple"));
    expect_conditions(schema, index, json_object_get(line, "cond"));
}

static void test_catalog_equals_what_the_reference_engine_reports(void **state)
{
    (void)state;
    static struct real_pair pairs[REAL_PAIRS_MAX];
    size_t count = real_golden(pairs), columns = 0, indexes = 0;
    assert_int_equal(count, 33);
    for (size_t i = 0; i < count; i++) {
        struct raw_database db = raw_open(pairs[i].database);
        struct jsonl *lines = jsonl_open(pairs[i].expected);
        const struct table_schema *schema = NULL;
        unsigned tables = 0, seen_columns = 0, seen_indexes = 0;
        json_t *line;
        while (jsonl_next(lines, &line)) {
            const char *kind = json_string_value(json_object_get(line, "k"));
            if (strcmp(kind, "table") == 0) {
                if (schema)
                    assert_int_equal(seen_columns, schema->column_count);
                schema = raw_table(&db, json_string_value(json_object_get(line, "name")));
                assert_non_null(schema);
                EXPECT_STRING(line, "template", schema->template_name);
                tables++;
                seen_columns = seen_indexes = 0;
            } else if (strcmp(kind, "column") == 0) {
                expect_column(schema, line);
                seen_columns++;
                columns++;
            } else if (strcmp(kind, "index") == 0) {
                expect_index(schema, line);
                seen_indexes++;
                indexes++;
                assert_true(seen_indexes <= schema->index_count);
            }
            json_decref(line);
        }
        jsonl_close(lines);
        assert_int_equal(tables, db.table_count);
        raw_close(&db);
    }
    print_message("%zu databases, %zu columns, %zu indexes\n", count, columns, indexes);
}

static void test_shadow_catalog_builds_the_same_tables(void **state)
{
    (void)state;
    struct raw_database db = raw_open("golden/basic_8k/basic.edb.gz");
    struct raw_database shadow = db;
    struct raw_catalog_walk walk = {.db = &shadow};
    shadow.tables = NULL;
    shadow.table_count = 0;
    raw_walk(&shadow, CATALOG_SHADOW_PGNO, raw_catalog_row, &walk);
    raw_finish_table(&walk);
    assert_int_equal(shadow.table_count, db.table_count);
    for (size_t i = 0; i < db.table_count; i++) {
        json_t *a = table_json(db.tables[i]), *b = table_json(shadow.tables[i]);
        assert_same_json(db.tables[i]->name, b, a);
        json_decref(a);
        json_decref(b);
        schema_release(shadow.tables[i]);
    }
    free(shadow.tables);
    raw_close(&db);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_catalog_of_every_windows_database_equals_its_dump),
        cmocka_unit_test(test_catalog_equals_what_the_reference_engine_reports),
        cmocka_unit_test(test_shadow_catalog_builds_the_same_tables),
    };
    return corpus_present() ? cmocka_run_group_tests(tests, NULL, NULL) : 77;
}
