/* The information calls against an independent reader's description of every real
 * database: also of those that the original engine was not asked about. */
#define JET_VERSION 0x0A01
#define ESENT_ENGINE_ONLY
#include <esent.h>

#include "test.h"
#include "corpus.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct sample {
    const char *name; /* below corpus/ */
    uint32_t page_size;
    JET_ERR attach; /* what attaching it answers */
};

static const struct sample samples[] = {
    {"Catalog1.edb", 4096, 0},
    {"SRUDB.dat", 4096, 0},
    {"basic.edb", 4096, 0},
    {"catdb-win2003-small.edb", 4096, 0},
    {"decompress_test.edb", 8192, 0},
    {"default.edb", 4096, 0},
    {"ide-a/storage.ide", 8192, 0},
    {"ide-b-win7/storage.ide", 8192, 0},
    {"ide-c-win7/storage.ide", 8192, 0},
    {"ide-d-timeline/t0/storage.ide", 8192, 0},
    {"ide-d-timeline/t1/storage.ide", 8192, 0},
    {"ide-d-timeline/t2/storage.ide", 8192, 0},
    {"ide-k/storage.ide", 8192, 0},
    {"index.edb", 4096, 0},
    {"large.edb", 32768, 0},
    {"multi.edb", 4096, 0},
    {"raven-a/Data", 4096, 0},
    {"secedit-18362.sdb", 4096, 0},
    {"secedit-19045.sdb", 4096, 0},
    {"secedit-20348.sdb", 4096, 0},
    {"secedit-26100.sdb", 4096, 0},
    {"srum-server2022/day1/SRUDB.dat", 4096, 0},
    {"srum-server2022/day2/SRUDB.dat", 4096, 0},
    {"srum-win10-2004.dat", 4096, 0},
    {"srum-win11/dirty/SRUDB.dat", 4096, JET_errDatabaseDirtyShutdown},
    {"srum-win11/repaired/SRUDB.dat", 4096, 0},
    {"text.edb", 4096, 0},
    {"types_a.edb", 4096, 0},
    {"types_b.edb", 4096, 0},
    {"types_c.edb", 4096, 0},
    {"ual-2012r2-Current.mdb", 4096, JET_errDatabaseDirtyShutdown},
    {"ual-2012r2-SystemIdentity.mdb", 4096, 0},
    {"ual-2022-Current.mdb", 4096, JET_errDatabaseDirtyShutdown},
    {"ual-SystemIdentity.mdb", 4096, 0},
    {"ual-nondomain-Current.mdb", 4096, JET_errDatabaseDirtyShutdown},
    {"ual-nondomain-year.mdb", 4096, 0},
    {"ual-year-a.mdb", 4096, 0},
};

static JET_INSTANCE instance;
static JET_SESID sesid;
static JET_DBID dbid;

static const char *text_of(const json_t *line, const char *key)
{
    const char *text = json_string_value(json_object_get(line, key));
    assert_non_null(text);
    return text;
}

static JET_ERR open_sample(const struct sample *sample)
{
    char directory[1100], path[1200], packed[256];
    snprintf(directory, sizeof directory, "%s/", test_directory());
    snprintf(path, sizeof path, "%s/sample.edb", test_directory());
    snprintf(packed, sizeof packed, "corpus/%s.gz", sample->name);
    corpus_extract(packed, path);
    assert_int_equal(JetSetSystemParameterA(NULL, 0, JET_paramDatabasePageSize, sample->page_size, NULL),
                     JET_errSuccess);
    assert_int_equal(JetCreateInstanceA(&instance, "info"), JET_errSuccess);
    assert_int_equal(JetSetSystemParameterA(&instance, 0, JET_paramSystemPath, 0, directory), JET_errSuccess);
    assert_int_equal(JetSetSystemParameterA(&instance, 0, JET_paramLogFilePath, 0, directory),
                     JET_errSuccess);
    assert_int_equal(JetSetSystemParameterA(&instance, 0, JET_paramTempPath, 0, directory), JET_errSuccess);
    assert_int_equal(JetSetSystemParameterA(&instance, 0, JET_paramRecovery, 0, "off"), JET_errSuccess);
    assert_int_equal(JetInit(&instance), JET_errSuccess);
    assert_int_equal(JetBeginSessionA(instance, &sesid, NULL, NULL), JET_errSuccess);
    JET_ERR err = JetAttachDatabase2A(sesid, path, 0, JET_bitDbReadOnly);
    if (err >= 0)
        assert_int_equal(JetOpenDatabaseA(sesid, path, NULL, &dbid, JET_bitDbReadOnly), JET_errSuccess);
    return err;
}

static int close_sample(void **state)
{
    (void)state;
    return JetTerm(instance) == JET_errSuccess ? 0 : -1;
}

/* A default value of a number, as the description writes it. */
static void check_default(const json_t *expected, const uint8_t *data, uint32_t size)
{
    if (json_is_integer(expected)) {
        int64_t value = 0;
        assert_true(size <= 8);
        memcpy(&value, data, size);
        if (size == 1 && value == 0xFF)
            value = json_integer_value(expected) == 1 ? 1 : value; /* a Bit that is set */
        const int64_t mask = size == 8 ? -1 : ((int64_t)1 << size * 8) - 1;
        assert_true((value & mask) == (json_integer_value(expected) & mask));
    }
}

static void check_column(JET_TABLEID table, const json_t *expected)
{
    const char *name = text_of(expected, "name");
    JET_COLUMNDEF got;
    assert_int_equal(JetGetTableColumnInfoA(sesid, table, name, &got, sizeof got, JET_ColInfo),
                     JET_errSuccess);
    assert_int_equal(got.columnid & 0x7FFFFFFF, json_integer_value(json_object_get(expected, "id")));
    assert_int_equal(got.coltyp, json_integer_value(json_object_get(expected, "type")));
    if (json_object_get(expected, "codepage"))
        assert_int_equal(got.cp, json_integer_value(json_object_get(expected, "codepage")));
    if (json_object_get(expected, "size") && !(got.grbit & JET_bitColumnTagged))
        assert_int_equal(got.cbMax, json_integer_value(json_object_get(expected, "size")));
    const int64_t flags = json_integer_value(json_object_get(expected, "flags"));
    assert_int_equal((got.grbit & JET_bitColumnNotNULL) != 0, flags & 1);
    assert_int_equal((got.grbit & JET_bitColumnAutoincrement) != 0, (flags & 4) != 0);
    assert_int_equal((got.grbit & JET_bitColumnMultiValued) != 0, (flags & 8) != 0);
}

/* The columns of a description by their id as the API has it, in text. */
static json_t *columns_by_id(const json_t *columns)
{
    json_t *all = json_object();
    size_t i;
    json_t *column;
    json_array_foreach(columns, i, column)
    {
        char key[16];
        const bool of_template = json_object_get(column, "template") != NULL;
        snprintf(key, sizeof key, "%u",
                 (unsigned)json_integer_value(json_object_get(column, "id")) |
                     (of_template ? 0x80000000 : 0));
        json_object_set(all, key, column);
    }
    assert_int_equal(json_object_size(all), json_array_size(columns));
    return all;
}

static void check_row(const JET_COLUMNLIST *list, const json_t *columns, bool catalog)
{
    uint32_t id, size;
    uint8_t value[512];
    char key[16];
    assert_int_equal(JetRetrieveColumn(sesid, list->tableid, list->columnidcolumnid, &id, 4, &size, 0, NULL),
                     JET_errSuccess);
    JET_ERR err =
        JetRetrieveColumn(sesid, list->tableid, list->columnidDefault, value, sizeof value, &size, 0, NULL);
    snprintf(key, sizeof key, "%u", (unsigned)id);
    const json_t *column = json_object_get(columns, key);
    if (!column) { /* the description of an old file leaves out new columns of the catalog */
        assert_true(catalog);
        return;
    }
    const json_t *wanted = json_object_get(column, "default");
    assert_int_equal(err, wanted ? JET_errSuccess : JET_wrnColumnNull);
    if (wanted)
        check_default(wanted, value, size);
}

static unsigned check_columns(JET_TABLEID table, const json_t *expected)
{
    const json_t *columns = json_object_get(expected, "columns");
    const bool catalog = strncmp(text_of(expected, "table"), "MSysObjects", 11) == 0;
    size_t i;
    json_t *column;
    json_array_foreach(columns, i, column) check_column(table, column);
    JET_COLUMNLIST list;
    assert_int_equal(JetGetTableColumnInfoA(sesid, table, NULL, &list, sizeof list, JET_ColInfoList),
                     JET_errSuccess);
    assert_true(catalog ? list.cRecord >= json_array_size(columns)
                        : list.cRecord == json_array_size(columns));
    json_t *by_id = columns_by_id(columns);
    for (uint32_t row = 0; row < list.cRecord; row++) {
        check_row(&list, by_id, catalog);
        JetMove(sesid, list.tableid, JET_MoveNext, 0);
    }
    json_decref(by_id);
    assert_int_equal(JetCloseTable(sesid, list.tableid), JET_errSuccess);
    return list.cRecord;
}

static unsigned check_indexes(JET_TABLEID table, const json_t *expected)
{
    const json_t *indexes = json_object_get(expected, "indexes");
    _Alignas(8) char buffer[16384];
    const JET_INDEXCREATE3_A *got = (const void *)buffer;
    size_t i;
    json_t *index;
    bool primary = false;
    json_array_foreach(indexes, i, index)
    {
        assert_int_equal(JetGetTableIndexInfoA(sesid, table, text_of(index, "name"), buffer, sizeof buffer,
                                               JET_IdxInfoCreateIndex3),
                         JET_errSuccess);
        const char *key = got->szKey;
        const json_t *keys = json_object_get(index, "keys");
        for (size_t k = 0; k < json_array_size(keys); k++, key += strlen(key) + 1)
            assert_string_equal(key, json_string_value(json_array_get(keys, k)));
        assert_int_equal(*key, 0);
        assert_int_equal(got->cbKey, key + 1 - got->szKey);
        assert_true(!json_is_true(json_object_get(index, "primary")) == !(got->grbit & JET_bitIndexPrimary));
        primary |= (got->grbit & JET_bitIndexPrimary) != 0;
    }
    uint32_t count;
    assert_int_equal(JetGetTableIndexInfoA(sesid, table, NULL, &count, 4, JET_IdxInfoCount), JET_errSuccess);
    assert_int_equal(count, json_array_size(indexes) + !primary);
    return (unsigned)i;
}

static void test_schema_is_that_of_the_independent_reader(void **state)
{
    const struct sample *sample = *state;
    char contents[256];
    assert_int_equal(open_sample(sample), sample->attach);
    if (sample->attach < 0)
        return;
    snprintf(contents, sizeof contents, "corpus/%s.expected.jsonl.gz", sample->name);
    struct jsonl *reader = jsonl_open(contents);
    const char *line;
    size_t size;
    unsigned tables = 0, columns = 0, indexes = 0;
    while ((line = jsonl_next_text(reader, &size))) {
        static const char prefix[] = "{\"columns\": [{";
        if (size < sizeof prefix || memcmp(line, prefix, sizeof prefix - 1) != 0)
            continue;
        json_t *expected = json_loadb(line, size, JSON_ALLOW_NUL, NULL);
        assert_non_null(expected);
        JET_TABLEID table;
        assert_int_equal(
            JetOpenTableA(sesid, dbid, text_of(expected, "table"), NULL, 0, JET_bitTableReadOnly, &table),
            JET_errSuccess);
        columns += check_columns(table, expected);
        indexes += check_indexes(table, expected);
        assert_int_equal(JetCloseTable(sesid, table), JET_errSuccess);
        json_decref(expected);
        tables++;
    }
    jsonl_close(reader);
    JET_OBJECTLIST objects;
    assert_int_equal(JetGetObjectInfoW(sesid, dbid, JET_objtypTable, NULL, NULL, &objects, sizeof objects,
                                       JET_ObjInfoListNoStats),
                     JET_errSuccess);
    assert_int_equal(objects.cRecord, tables);
    assert_true(tables > 2 && columns > 60 && indexes >= 6);
}

int main(void)
{
    if (!corpus_present())
        return 77;
    struct CMUnitTest tests[sizeof samples / sizeof *samples];
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
        union {
            const struct sample *sample;
            void *state;
        } which = {&samples[i]};
        tests[i] = (struct CMUnitTest){samples[i].name, test_schema_is_that_of_the_independent_reader, NULL,
                                       close_sample, which.state};
    }
    return _cmocka_run_group_tests("schemas", tests, sizeof tests / sizeof *tests, NULL, NULL);
}
