/* The information calls against what the original engine answered about the same
 * files: tables with their space, columns, indexes, in both forms and in all the ways
 * the API has to ask. */
#define JET_VERSION 0x0A01
#define ESENT_ENGINE_ONLY
#include <esent.h>

#include "test.h"
#include "corpus.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct sample {
    const char *database; /* below the shared folder */
    const char *contents;
};

static const struct sample samples[] = {
#define GOLDEN(directory, file)                                                                              \
    {                                                                                                        \
        "golden/" directory "/" file ".edb.gz", "golden/" directory "/contents.jsonl.gz"                     \
    }
    GOLDEN("basic_4k", "basic"),
    GOLDEN("basic_8k", "basic"),
    GOLDEN("basic_16k", "basic"),
    GOLDEN("basic_32k", "basic"),
    GOLDEN("keys", "keys"),
    GOLDEN("lv_4k", "lv"),
    GOLDEN("lv_8k", "lv"),
    GOLDEN("splits_4k", "splits"),
    GOLDEN("backup/restored", "bk"),
    GOLDEN("dirty_4k_v1/recovered", "dirty"),
    GOLDEN("dirty_16k_v2/recovered", "dirty"),
    GOLDEN("dirty_32k_v1/recovered", "dirty"),
    GOLDEN("logs_only/replayed", "logs"),
#define WINDOWS(file)                                                                                        \
    {                                                                                                        \
        "corpus/" file ".gz", "golden/corpus_oracle/" file ".contents.jsonl.gz"                              \
    }
    WINDOWS("Catalog1.edb"),
    WINDOWS("SRUDB.dat"),
    WINDOWS("basic.edb"),
    WINDOWS("catdb-win2003-small.edb"),
    WINDOWS("decompress_test.edb"),
    WINDOWS("default.edb"),
    WINDOWS("index.edb"),
    WINDOWS("multi.edb"),
    WINDOWS("secedit-18362.sdb"),
    WINDOWS("secedit-19045.sdb"),
    WINDOWS("secedit-20348.sdb"),
    WINDOWS("srum-win10-2004.dat"),
    WINDOWS("text.edb"),
    WINDOWS("types_a.edb"),
    WINDOWS("types_b.edb"),
    WINDOWS("types_c.edb"),
    WINDOWS("ual-2012r2-SystemIdentity.mdb"),
    WINDOWS("ual-SystemIdentity.mdb"),
    WINDOWS("ual-nondomain-year.mdb"),
    WINDOWS("ual-year-a.mdb"),
};

static JET_INSTANCE instance;
static JET_SESID sesid;
static JET_DBID dbid;

/* ---- the original's answers ---------------------------------------------------------- */

/* One table: its line, and the lines of its columns and indexes. */
struct expected {
    json_t *table, *columns, *indexes;
};
struct expected_list {
    json_t *database;
    struct expected *tables;
    size_t count;
};

static struct expected *expected_find(struct expected_list *list, const char *name)
{
    for (size_t i = 0; i < list->count; i++)
        if (strcmp(json_string_value(json_object_get(list->tables[i].table, "name")), name) == 0)
            return &list->tables[i];
    fail_msg("no table %s", name);
    return NULL;
}

static void expected_load(struct expected_list *list, const char *contents)
{
    struct jsonl *reader = jsonl_open(contents);
    json_t *line;
    memset(list, 0, sizeof *list);
    while (jsonl_next(reader, &line)) {
        const char *kind = json_string_value(json_object_get(line, "k"));
        const char *table = json_string_value(json_object_get(line, "t"));
        if (strcmp(kind, "db") == 0)
            list->database = json_incref(line);
        if (strcmp(kind, "table") == 0) {
            list->tables = realloc(list->tables, (list->count + 1) * sizeof *list->tables);
            list->tables[list->count++] = (struct expected){json_incref(line), json_array(), json_array()};
        }
        if (strcmp(kind, "column") == 0)
            json_array_append(expected_find(list, table)->columns, line);
        if (strcmp(kind, "index") == 0)
            json_array_append(expected_find(list, table)->indexes, line);
        json_decref(line);
    }
    jsonl_close(reader);
}

static void expected_free(struct expected_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        json_decref(list->tables[i].table);
        json_decref(list->tables[i].columns);
        json_decref(list->tables[i].indexes);
    }
    free(list->tables);
    json_decref(list->database);
}

static const char *text_of(const json_t *line, const char *key)
{
    const char *text = json_string_value(json_object_get(line, key));
    assert_non_null(text);
    return text;
}

static uint32_t number_of(const json_t *line, const char *key)
{
    json_t *number = json_object_get(line, key);
    assert_true(json_is_integer(number));
    return (uint32_t)json_integer_value(number);
}

/* ---- small helpers --------------------------------------------------------------------- */

/* Names in the samples are ASCII. */
static const WCHAR *widen(const char *text)
{
    static WCHAR wide[4][256];
    static unsigned next;
    WCHAR *result = wide[next++ % 4];
    for (size_t i = 0; i == 0 || text[i - 1]; i++) {
        assert_true((unsigned char)text[i] < 0x80 && i < 256);
        result[i] = (unsigned char)text[i];
    }
    return result;
}

static bool wide_equals(const WCHAR *wide, const char *text)
{
    size_t i = 0;
    while (wide[i] && wide[i] == (unsigned char)text[i])
        i++;
    return wide[i] == 0 && text[i] == 0;
}

static size_t hex_decode(const char *hex, uint8_t *bytes)
{
    size_t n = strlen(hex) / 2;
    for (size_t i = 0; i < n; i++) {
        unsigned byte;
        assert_int_equal(sscanf(hex + 2 * i, "%2x", &byte), 1);
        bytes[i] = (uint8_t)byte;
    }
    return n;
}

/* A value of a result table; returns the result of the call. */
static JET_ERR retrieve(JET_TABLEID table, JET_COLUMNID column, void *data, uint32_t size, uint32_t *actual)
{
    return JetRetrieveColumn(sesid, table, column, data, size, actual, 0, NULL);
}

static void check_long(JET_TABLEID table, JET_COLUMNID column, uint32_t value)
{
    uint32_t got, actual;
    assert_int_equal(retrieve(table, column, &got, sizeof got, &actual), JET_errSuccess);
    assert_int_equal(actual, 4);
    assert_int_equal(got, value);
}

static void check_short(JET_TABLEID table, JET_COLUMNID column, uint16_t value)
{
    uint16_t got;
    uint32_t actual;
    assert_int_equal(retrieve(table, column, &got, sizeof got, &actual), JET_errSuccess);
    assert_int_equal(actual, 2);
    assert_int_equal(got, value);
}

static void check_null(JET_TABLEID table, JET_COLUMNID column)
{
    uint8_t got[8];
    uint32_t actual = 99;
    assert_int_equal(retrieve(table, column, got, sizeof got, &actual), JET_wrnColumnNull);
    assert_int_equal(actual, 0);
}

static void check_name(JET_TABLEID table, JET_COLUMNID column, const char *name, bool wide)
{
    uint8_t got[256];
    uint32_t actual;
    size_t size = strlen(name) * (wide ? 2 : 1);
    assert_int_equal(retrieve(table, column, got, sizeof got, &actual), JET_errSuccess);
    assert_int_equal(actual, size);
    if (wide)
        assert_memory_equal(got, widen(name), size);
    else
        assert_memory_equal(got, name, size);
}

static void read_name(JET_TABLEID table, JET_COLUMNID column, char name[256], bool wide)
{
    uint8_t got[256];
    uint32_t actual;
    assert_int_equal(retrieve(table, column, got, sizeof got, &actual), JET_errSuccess);
    assert_true(actual < 256);
    size_t unit = wide ? 2 : 1;
    for (size_t i = 0; i < actual / unit; i++)
        name[i] = (char)got[i * unit];
    name[actual / unit] = 0;
}

/* ---- the databases -------------------------------------------------------------------- */

static void open_sample(const struct sample *sample, uint32_t page_size)
{
    char directory[1100], path[1200];
    snprintf(directory, sizeof directory, "%s/", test_directory());
    snprintf(path, sizeof path, "%s/sample.edb", test_directory());
    corpus_extract(sample->database, path);
    assert_int_equal(JetSetSystemParameterA(NULL, 0, JET_paramDatabasePageSize, page_size, NULL),
                     JET_errSuccess);
    assert_int_equal(JetCreateInstanceA(&instance, "info"), JET_errSuccess);
    assert_int_equal(JetSetSystemParameterA(&instance, 0, JET_paramSystemPath, 0, directory), JET_errSuccess);
    assert_int_equal(JetSetSystemParameterA(&instance, 0, JET_paramLogFilePath, 0, directory),
                     JET_errSuccess);
    assert_int_equal(JetSetSystemParameterA(&instance, 0, JET_paramTempPath, 0, directory), JET_errSuccess);
    assert_int_equal(JetSetSystemParameterA(&instance, 0, JET_paramRecovery, 0, "off"), JET_errSuccess);
    assert_int_equal(JetInit(&instance), JET_errSuccess);
    assert_int_equal(JetBeginSessionA(instance, &sesid, NULL, NULL), JET_errSuccess);
    assert_int_equal(JetAttachDatabase2A(sesid, path, 0, JET_bitDbReadOnly), JET_errSuccess);
    assert_int_equal(JetOpenDatabaseA(sesid, path, NULL, &dbid, JET_bitDbReadOnly), JET_errSuccess);
}

static void close_sample(void)
{
    assert_int_equal(JetCloseDatabase(sesid, dbid, 0), JET_errSuccess);
    assert_int_equal(JetDetachDatabaseA(sesid, NULL), JET_errSuccess);
    assert_int_equal(JetEndSession(sesid, 0), JET_errSuccess);
    assert_int_equal(JetTerm(instance), JET_errSuccess);
}

static JET_TABLEID open_table(const char *name)
{
    JET_TABLEID table;
    assert_int_equal(JetOpenTableA(sesid, dbid, name, NULL, 0, JET_bitTableReadOnly, &table), JET_errSuccess);
    return table;
}

/* ---- tables ---------------------------------------------------------------------------- */

static void check_table(const struct expected *expected)
{
    const char *name = text_of(expected->table, "name"), *template = text_of(expected->table, "template");
    JET_TABLEID table = open_table(name);
    char text[65];
    WCHAR wide[65];
    uint32_t number, usage[2];
    assert_int_equal(JetGetTableInfoA(sesid, table, text, sizeof text, JET_TblInfoName), JET_errSuccess);
    assert_string_equal(text, name);
    assert_int_equal(JetGetTableInfoW(sesid, table, wide, sizeof wide, JET_TblInfoName), JET_errSuccess);
    assert_true(wide_equals(wide, name));
    assert_int_equal(JetGetTableInfoA(sesid, table, text, (uint32_t)strlen(name), JET_TblInfoName),
                     JET_errBufferTooSmall);
    assert_int_equal(JetGetTableInfoA(sesid, table, text, sizeof text, JET_TblInfoTemplateTableName),
                     JET_errSuccess);
    assert_string_equal(text, template);
    assert_int_equal(JetGetTableInfoW(sesid, table, wide, sizeof wide, JET_TblInfoTemplateTableName),
                     JET_errSuccess);
    assert_true(wide_equals(wide, template));
    assert_int_equal(JetGetTableInfoA(sesid, table, &number, 4, JET_TblInfoSpaceOwned), JET_errSuccess);
    assert_int_equal(number, number_of(expected->table, "pagesOwned"));
    assert_int_equal(JetGetTableInfoA(sesid, table, &number, 4, JET_TblInfoSpaceAvailable), JET_errSuccess);
    assert_int_equal(number, number_of(expected->table, "pagesAvail"));
    assert_int_equal(JetGetTableInfoA(sesid, table, usage, 8, JET_TblInfoSpaceUsage), JET_errSuccess);
    assert_int_equal(usage[0], number_of(expected->table, "pagesOwned"));
    JET_DBID of_table;
    assert_int_equal(JetGetTableInfoA(sesid, table, &of_table, 4, JET_TblInfoDbid), JET_errSuccess);
    assert_int_equal(of_table, dbid);
    assert_int_equal(JetCloseTable(sesid, table), JET_errSuccess);
}

/* Order of keys in code page 1252: bytes, after small letters became capitals. */
static int key_order(const char *a, const char *b)
{
    while (*a && toupper((unsigned char)*a) == toupper((unsigned char)*b))
        a++, b++;
    return toupper((unsigned char)*a) - toupper((unsigned char)*b);
}

static void check_objects(struct expected_list *list, bool wide)
{
    JET_OBJECTLIST objects = {0};
    JET_ERR err = wide ? JetGetObjectInfoW(sesid, dbid, JET_objtypTable, NULL, NULL, &objects, sizeof objects,
                                           JET_ObjInfoListNoStats)
                       : JetGetObjectInfoA(sesid, dbid, JET_objtypNil, "tables", NULL, &objects,
                                           sizeof objects, JET_ObjInfoList);
    assert_int_equal(err, JET_errSuccess);
    assert_int_equal(objects.cbStruct, sizeof objects);
    assert_int_equal(objects.cRecord, list->count);
    char previous[256] = "";
    for (uint32_t i = 0; i < objects.cRecord; i++) {
        char name[256];
        read_name(objects.tableid, objects.columnidobjectname, name, wide);
        expected_find(list, name);
        assert_true(wide ? strcmp(previous, name) != 0 : key_order(previous, name) < 0);
        strcpy(previous, name);
        check_name(objects.tableid, objects.columnidcontainername, "Tables", wide);
        check_long(objects.tableid, objects.columnidobjtyp, JET_objtypTable);
        check_long(objects.tableid, objects.columnidgrbit,
                   JET_bitTableInfoBookmark | JET_bitTableInfoRollback);
        check_long(objects.tableid, objects.columnidcRecord, 0);
        check_long(objects.tableid, objects.columnidcPage, 0);
        check_null(objects.tableid, objects.columniddtCreate);
        check_null(objects.tableid, objects.columniddtUpdate);
        JET_OBJECTINFO one;
        err = wide ? JetGetObjectInfoW(sesid, dbid, 0, u"TABLES", widen(name), &one, sizeof one, JET_ObjInfo)
                   : JetGetObjectInfoA(sesid, dbid, 0, NULL, name, &one, sizeof one, JET_ObjInfoNoStats);
        assert_int_equal(err, JET_errSuccess);
        assert_int_equal(one.cbStruct, sizeof one);
        assert_int_equal(one.objtyp, JET_objtypTable);
        assert_int_equal(one.grbit, JET_bitTableInfoBookmark | JET_bitTableInfoRollback);
        check_long(objects.tableid, objects.columnidflags, one.flags);
        err = JetMove(sesid, objects.tableid, JET_MoveNext, 0);
        assert_int_equal(err, i + 1 < objects.cRecord ? JET_errSuccess : JET_errNoCurrentRecord);
    }
    assert_int_equal(JetCloseTable(sesid, objects.tableid), JET_errSuccess);
}

/* ---- columns --------------------------------------------------------------------------- */

static void check_definition(const JET_COLUMNDEF *got, const json_t *expected)
{
    assert_int_equal(got->columnid, number_of(expected, "id"));
    assert_int_equal(got->coltyp, number_of(expected, "typ"));
    assert_int_equal(got->cp, number_of(expected, "cp"));
    assert_int_equal(got->cbMax, number_of(expected, "cbMax"));
    assert_int_equal(got->grbit, number_of(expected, "grbit"));
    assert_int_equal(got->wCountry, 1);
    assert_int_equal(got->langid, 0x409);
    assert_int_equal(got->wCollate, 0);
}

static void check_column(JET_TABLEID table, const char *table_name, const json_t *expected)
{
    const char *name = text_of(expected, "name");
    JET_COLUMNID id = number_of(expected, "id");
    JET_COLUMNDEF got;
    JET_COLUMNBASE_A base;
    JET_COLUMNBASE_W wide;
    assert_int_equal(JetGetTableColumnInfoA(sesid, table, name, &got, sizeof got, JET_ColInfo),
                     JET_errSuccess);
    assert_int_equal(got.cbStruct, sizeof got);
    check_definition(&got, expected);
    memset(&got, 0, sizeof got);
    assert_int_equal(JetGetTableColumnInfoW(sesid, table, widen(name), &got, sizeof got, JET_ColInfo),
                     JET_errSuccess);
    check_definition(&got, expected);
    memset(&got, 0, sizeof got);
    assert_int_equal(
        JetGetTableColumnInfoW(sesid, table, (const WCHAR *)&id, &got, sizeof got, JET_ColInfoByColid),
        JET_errSuccess);
    check_definition(&got, expected);
    memset(&got, 0, sizeof got);
    assert_int_equal(JetGetColumnInfoA(sesid, dbid, table_name, name, &got, sizeof got, JET_ColInfo),
                     JET_errSuccess);
    check_definition(&got, expected);
    assert_int_equal(JetGetTableColumnInfoA(sesid, table, name, &base, sizeof base, JET_ColInfoBase),
                     JET_errSuccess);
    assert_int_equal(base.cbStruct, sizeof base);
    assert_string_equal(base.szBaseTableName, table_name);
    assert_string_equal(base.szBaseColumnName, name);
    check_definition((const JET_COLUMNDEF *)&base, expected);
    assert_int_equal(JetGetColumnInfoW(sesid, dbid, widen(table_name), (const WCHAR *)&id, &wide, sizeof wide,
                                       JET_ColInfoBaseByColid),
                     JET_errSuccess);
    assert_int_equal(wide.cbStruct, sizeof wide);
    assert_true(wide_equals(wide.szBaseTableName, table_name));
    assert_true(wide_equals(wide.szBaseColumnName, name));
    check_definition((const JET_COLUMNDEF *)&wide, expected);
}

static const json_t *column_by_id(const struct expected *expected, JET_COLUMNID id)
{
    size_t i;
    json_t *column;
    json_array_foreach(expected->columns, i, column) if (number_of(column, "id") == id) return column;
    fail_msg("column %u is not expected", id);
    return NULL;
}

static void check_default(JET_TABLEID table, JET_COLUMNID column, const json_t *expected)
{
    const char *hex = json_string_value(json_object_get(expected, "default"));
    uint8_t wanted[4096], got[4096];
    uint32_t actual;
    if (!hex) {
        check_null(table, column);
        return;
    }
    size_t size = hex_decode(hex, wanted);
    assert_int_equal(retrieve(table, column, got, sizeof got, &actual), JET_errSuccess);
    assert_int_equal(actual, size);
    assert_memory_equal(got, wanted, size);
}

/* One row of a column list. */
static void check_column_row(const JET_COLUMNLIST *list, const struct expected *expected, bool wide,
                             bool sorted, bool minimal)
{
    JET_COLUMNID id;
    uint32_t actual;
    assert_int_equal(retrieve(list->tableid, list->columnidcolumnid, &id, 4, &actual), JET_errSuccess);
    const json_t *column = column_by_id(expected, id);
    check_name(list->tableid, list->columnidcolumnname, text_of(column, "name"), wide);
    if (sorted)
        check_long(list->tableid, list->columnidPresentationOrder, id);
    else
        check_null(list->tableid, list->columnidPresentationOrder);
    if (minimal) {
        check_null(list->tableid, list->columnidcoltyp);
        check_null(list->tableid, list->columnidgrbit);
        check_null(list->tableid, list->columnidBaseColumnName);
        return;
    }
    check_long(list->tableid, list->columnidcoltyp, number_of(column, "typ"));
    check_short(list->tableid, list->columnidCountry, 1);
    check_short(list->tableid, list->columnidLangid, 0x409);
    check_short(list->tableid, list->columnidCp, (uint16_t)number_of(column, "cp"));
    check_short(list->tableid, list->columnidCollate, 0);
    check_long(list->tableid, list->columnidcbMax, number_of(column, "cbMax"));
    check_long(list->tableid, list->columnidgrbit, number_of(column, "grbit"));
    check_default(list->tableid, list->columnidDefault, column);
    check_name(list->tableid, list->columnidBaseTableName, text_of(expected->table, "name"), wide);
    check_name(list->tableid, list->columnidBaseColumnName, text_of(column, "name"), wide);
}

static uint32_t check_column_list(JET_TABLEID table, const struct expected *expected, uint32_t level,
                                  bool wide)
{
    const char *name = text_of(expected->table, "name");
    JET_COLUMNLIST list = {0};
    JET_ERR err = !table
                      ? (wide ? JetGetColumnInfoW(sesid, dbid, widen(name), NULL, &list, sizeof list, level)
                              : JetGetColumnInfoA(sesid, dbid, name, NULL, &list, sizeof list, level))
                  : wide ? JetGetTableColumnInfoW(sesid, table, NULL, &list, sizeof list, level)
                         : JetGetTableColumnInfoA(sesid, table, "", &list, sizeof list, level);
    const bool sorted =
        (level & JET_ColInfoGrbitSortByColumnid) || (level & 0xFF) == JET_ColInfoListSortColumnid;
    assert_int_equal(err, JET_errSuccess);
    assert_int_equal(list.cbStruct, sizeof list);
    assert_int_equal(list.columnidDefinitionName, list.columnidcolumnname);
    int64_t last_id = INT64_MIN;
    for (uint32_t i = 0; i < list.cRecord; i++) {
        int32_t id;
        uint32_t actual;
        check_column_row(&list, expected, wide, sorted, level & JET_ColInfoGrbitMinimalInfo);
        assert_int_equal(retrieve(list.tableid, list.columnidcolumnid, &id, 4, &actual), JET_errSuccess);
        assert_true(!sorted || id > last_id);
        last_id = id;
        err = JetMove(sesid, list.tableid, JET_MoveNext, 0);
        assert_int_equal(err, i + 1 < list.cRecord ? JET_errSuccess : JET_errNoCurrentRecord);
    }
    assert_int_equal(JetCloseTable(sesid, list.tableid), JET_errSuccess);
    return list.cRecord;
}

static void check_columns(const struct expected *expected)
{
    const char *name = text_of(expected->table, "name");
    JET_TABLEID table = open_table(name);
    const size_t count = json_array_size(expected->columns);
    size_t i, inherited = 0;
    json_t *column;
    json_array_foreach(expected->columns, i, column)
    {
        check_column(table, name, column);
        inherited += text_of(expected->table, "template")[0] && (number_of(column, "id") & 0x80000000) != 0;
    }
    for (int wide = 0; wide < 2; wide++) {
        assert_int_equal(check_column_list(table, expected, JET_ColInfoList, wide), count);
        assert_int_equal(check_column_list(0, expected, JET_ColInfoList, wide), count);
        assert_int_equal(check_column_list(table, expected, JET_ColInfoListSortColumnid, wide), count);
        assert_int_equal(
            check_column_list(table, expected, JET_ColInfoList | JET_ColInfoGrbitSortByColumnid, wide),
            count);
        assert_int_equal(
            check_column_list(table, expected, JET_ColInfoList | JET_ColInfoGrbitMinimalInfo, wide), count);
        assert_int_equal(
            check_column_list(table, expected, JET_ColInfoList | JET_ColInfoGrbitNonDerivedColumnsOnly, wide),
            count - inherited);
    }
    assert_int_equal(JetCloseTable(sesid, table), JET_errSuccess);
}

/* ---- indexes --------------------------------------------------------------------------- */

static void check_key(const char *key, uint32_t size, bool wide, const json_t *expected)
{
    const size_t unit = wide ? 2 : 1;
    size_t at = 0, i;
    json_t *segment;
    json_array_foreach(json_object_get(expected, "key"), i, segment)
    {
        const char *text = json_string_value(segment);
        const size_t length = strlen(text) + 1;
        if (wide)
            assert_memory_equal(key + at * 2, widen(text), length * 2);
        else
            assert_memory_equal(key + at, text, length);
        at += length;
    }
    for (size_t k = 0; k < unit; k++)
        assert_int_equal(key[at * unit + k], 0);
    assert_int_equal(size, (at + 1) * unit);
}

static void check_tuple(const JET_TUPLELIMITS *got, const json_t *expected)
{
    const uint32_t values[] = {got->chLengthMin, got->chLengthMax, got->chToIndexMax, got->cchIncrement,
                               got->ichStart};
    assert_int_equal(json_array_size(expected), 5);
    for (size_t i = 0; i < 5; i++)
        assert_int_equal(values[i], json_integer_value(json_array_get(expected, i)));
}

static void check_conditions(const JET_INDEXCREATE3_A *got, bool wide, const json_t *expected)
{
    assert_int_equal(got->cConditionalColumn, json_array_size(expected));
    for (uint32_t i = 0; i < got->cConditionalColumn; i++) {
        const json_t *one = json_array_get(expected, i);
        const char *name = json_string_value(json_array_get(one, 0));
        const JET_CONDITIONALCOLUMN_A *condition = &got->rgconditionalcolumn[i];
        assert_int_equal(condition->cbStruct, sizeof *condition);
        assert_true(wide ? wide_equals((const WCHAR *)(const void *)condition->szColumnName, name)
                         : strcmp(condition->szColumnName, name) == 0);
        assert_int_equal(condition->grbit, json_integer_value(json_array_get(one, 1)));
    }
}

static JET_ERR index_info(const char *table_name, JET_TABLEID table, const char *index, void *result,
                          uint32_t size, uint32_t level, bool wide)
{
    if (table)
        return wide ? JetGetTableIndexInfoW(sesid, table, index ? widen(index) : NULL, result, size, level)
                    : JetGetTableIndexInfoA(sesid, table, index, result, size, level);
    return wide ? JetGetIndexInfoW(sesid, dbid, widen(table_name), index ? widen(index) : NULL, result, size,
                                   level)
                : JetGetIndexInfoA(sesid, dbid, table_name, index, result, size, level);
}

static void check_creation(const char *table_name, JET_TABLEID table, const json_t *expected, uint32_t level,
                           bool wide)
{
    _Alignas(8) char buffer[16384];
    const char *name = text_of(expected, "name");
    const JET_INDEXCREATE3_A *got = (const void *)buffer;
    assert_int_equal(index_info(table_name, table, name, buffer, sizeof buffer, level, wide), JET_errSuccess);
    assert_int_equal(got->cbStruct, level == JET_IdxInfoCreateIndex ? 80 : 88);
    assert_true(wide ? wide_equals((const WCHAR *)(const void *)got->szIndexName, name)
                     : strcmp(got->szIndexName, name) == 0);
    check_key(got->szKey, got->cbKey, wide, expected);
    assert_int_equal(got->grbit, number_of(expected, "grbit"));
    assert_int_equal(got->ulDensity, number_of(expected, "density"));
    assert_int_equal(got->cbKeyMost, number_of(expected, "cbKeyMost"));
    assert_int_equal(got->err, JET_errSuccess);
    if (json_object_get(expected, "tuple"))
        check_tuple(got->ptuplelimits, json_object_get(expected, "tuple"));
    else
        assert_int_equal(got->cbVarSegMac, number_of(expected, "cbVarSegMac"));
    check_conditions(got, wide, json_object_get(expected, "cond"));
    if (level == JET_IdxInfoCreateIndex3) {
        assert_true(wide_equals(got->pidxunicode->szLocaleName, text_of(expected, "locale")));
        assert_int_equal(got->pidxunicode->dwMapFlags, number_of(expected, "mapflags"));
    } else {
        const JET_UNICODEINDEX *collation = (const void *)got->pidxunicode;
        assert_int_equal(collation->lcid, number_of(expected, "lcid"));
        assert_int_equal(collation->dwMapFlags, number_of(expected, "mapflags"));
    }
    if (level != JET_IdxInfoCreateIndex) {
        assert_int_equal(got->pSpacehints->cbStruct, sizeof *got->pSpacehints);
        assert_int_equal(got->pSpacehints->ulInitialDensity, got->ulDensity);
    }
}

static void check_index(const char *table_name, JET_TABLEID table, const json_t *expected, bool wide)
{
    const char *name = text_of(expected, "name");
    uint32_t number;
    uint16_t half;
    WCHAR locale[85];
    uint8_t id[16], wanted[16];
    check_creation(table_name, table, expected, JET_IdxInfoCreateIndex, wide);
    check_creation(table_name, table, expected, JET_IdxInfoCreateIndex2, wide);
    check_creation(table_name, table, expected, JET_IdxInfoCreateIndex3, wide);
    assert_int_equal(index_info(table_name, table, name, &number, 4, JET_IdxInfoSpaceAlloc, wide),
                     JET_errSuccess);
    assert_int_equal(number, number_of(expected, "density"));
    assert_int_equal(index_info(table_name, table, name, &number, 4, JET_IdxInfoLCID, wide), JET_errSuccess);
    assert_int_equal(number, number_of(expected, "lcid"));
    assert_int_equal(index_info(table_name, table, name, &half, 2, JET_IdxInfoLangid, wide), JET_errSuccess);
    assert_int_equal(half, number_of(expected, "lcid") & 0xFFFF);
    assert_int_equal(index_info(table_name, table, name, locale, sizeof locale, JET_IdxInfoLocaleName, wide),
                     JET_errSuccess);
    assert_true(wide_equals(locale, text_of(expected, "locale")));
    assert_int_equal(index_info(table_name, table, name, &number, 4, JET_IdxInfoSortVersion, wide),
                     JET_errSuccess);
    assert_int_equal(number, number_of(expected, "sortver"));
    assert_int_equal(index_info(table_name, table, name, id, 16, JET_IdxInfoSortId, wide), JET_errSuccess);
    assert_int_equal(hex_decode(text_of(expected, "sortid"), wanted), 16);
    assert_memory_equal(id, wanted, 16);
    if (!json_object_get(expected, "tuple")) {
        assert_int_equal(index_info(table_name, table, name, &half, 2, JET_IdxInfoVarSegMac, wide),
                         JET_errSuccess);
        assert_int_equal(half, number_of(expected, "cbVarSegMac"));
    }
    assert_int_equal(index_info(table_name, table, name, &half, 2, JET_IdxInfoKeyMost, wide), JET_errSuccess);
    assert_int_equal(half > 255 ? half : 255, number_of(expected, "cbKeyMost"));
}

static const json_t *index_by_name(const struct expected *expected, const char *name)
{
    size_t i;
    json_t *index;
    json_array_foreach(expected->indexes, i,
                       index) if (strcmp(text_of(index, "name"), name) == 0) return index;
    fail_msg("index %s is not expected", name);
    return NULL;
}

static const json_t *column_by_name(const struct expected *expected, const char *name)
{
    size_t i;
    json_t *column;
    json_array_foreach(expected->columns, i,
                       column) if (strcmp(text_of(column, "name"), name) == 0) return column;
    fail_msg("column %s is not expected", name);
    return NULL;
}

/* The rows of an index list: one a segment, by name and number of the segment. */
static void check_index_rows(const JET_INDEXLIST *list, const struct expected *expected, bool wide)
{
    const JET_GRBIT creation = JET_bitIndexUnicode | JET_bitIndexTupleLimits;
    for (uint32_t row = 0, segment = 0; row < list->cRecord; row++) {
        char name[256];
        read_name(list->tableid, list->columnidindexname, name, wide);
        const json_t *index = index_by_name(expected, name), *key = json_object_get(index, "key");
        const char *column = json_string_value(json_array_get(key, segment));
        const json_t *definition = column_by_name(expected, column + 1);
        check_long(list->tableid, list->columnidgrbitIndex, number_of(index, "grbit") & ~creation);
        check_long(list->tableid, list->columnidcKey, 0);
        check_long(list->tableid, list->columnidcEntry, 0);
        check_long(list->tableid, list->columnidcPage, 0);
        check_long(list->tableid, list->columnidcColumn, (uint32_t)json_array_size(key));
        check_long(list->tableid, list->columnidiColumn, segment);
        check_long(list->tableid, list->columnidcolumnid, number_of(definition, "id"));
        check_long(list->tableid, list->columnidcoltyp, number_of(definition, "typ"));
        check_short(list->tableid, list->columnidCountry, 1);
        check_short(list->tableid, list->columnidLangid, (uint16_t)number_of(index, "lcid"));
        check_short(list->tableid, list->columnidCp, (uint16_t)number_of(definition, "cp"));
        check_short(list->tableid, list->columnidCollate, 0);
        check_long(list->tableid, list->columnidgrbitColumn, column[0] == '-');
        check_name(list->tableid, list->columnidcolumnname, column + 1, wide);
        if (list->cbStruct == sizeof *list)
            check_long(list->tableid, list->columnidLCMapFlags, number_of(index, "mapflags"));
        segment = segment + 1 == json_array_size(key) ? 0 : segment + 1;
        JET_ERR err = JetMove(sesid, list->tableid, JET_MoveNext, 0);
        assert_int_equal(err, row + 1 < list->cRecord ? JET_errSuccess : JET_errNoCurrentRecord);
    }
}

static void check_indexes(const struct expected *expected)
{
    const char *name = text_of(expected->table, "name");
    JET_TABLEID table = open_table(name);
    const size_t count = json_array_size(expected->indexes);
    size_t i, segments = 0;
    bool primary = false;
    uint32_t number;
    json_t *index;
    json_array_foreach(expected->indexes, i, index)
    {
        check_index(name, table, index, false);
        check_index(name, 0, index, true);
        segments += json_array_size(json_object_get(index, "key"));
        primary |= (number_of(index, "grbit") & JET_bitIndexPrimary) != 0;
    }
    for (int wide = 0; wide < 2; wide++) {
        JET_INDEXLIST list = {0};
        const uint32_t size = wide ? sizeof list : 84;
        assert_int_equal(
            index_info(name, table, NULL, &list, size, wide ? JET_IdxInfo : JET_IdxInfoList, wide),
            JET_errSuccess);
        assert_int_equal(list.cbStruct, size);
        assert_int_equal(list.cRecord, segments);
        check_index_rows(&list, expected, wide);
        assert_int_equal(JetCloseTable(sesid, list.tableid), JET_errSuccess);
        assert_int_equal(index_info(name, 0, NULL, &number, 4, JET_IdxInfoCount, wide), JET_errSuccess);
        assert_int_equal(number, count + !primary);
    }
    assert_int_equal(JetCloseTable(sesid, table), JET_errSuccess);
}

/* What the trees of a table own alone adds up to what the table owns. */
static void check_space_of_trees(const struct expected *expected)
{
    const char *name = text_of(expected->table, "name");
    JET_TABLEID table = open_table(name);
    uint32_t owned = 0, available = 0, number;
    bool primary = false;
    size_t i;
    json_t *index;
    json_array_foreach(expected->indexes, i, index)
    {
        assert_int_equal(
            index_info(name, table, text_of(index, "name"), &number, 4, JET_IdxInfoSpaceOwned, false),
            JET_errSuccess);
        owned += number;
        assert_int_equal(
            index_info(name, table, text_of(index, "name"), &number, 4, JET_IdxInfoSpaceAvailable, false),
            JET_errSuccess);
        available += number;
        primary |= (number_of(index, "grbit") & JET_bitIndexPrimary) != 0;
    }
    assert_int_equal(JetGetTableInfoA(sesid, table, &number, 4, JET_TblInfoSpaceOwnedLV), JET_errSuccess);
    owned += number;
    assert_int_equal(JetGetTableInfoA(sesid, table, &number, 4, JET_TblInfoSpaceAvailableLV), JET_errSuccess);
    available += number;
    if (primary) {
        assert_int_equal(owned, number_of(expected->table, "pagesOwned"));
        assert_int_equal(available, number_of(expected->table, "pagesAvail"));
    }
    assert_int_equal(JetCloseTable(sesid, table), JET_errSuccess);
}

static void test_answers_are_those_of_the_original(void **state)
{
    const struct sample *sample = *state;
    struct expected_list list;
    expected_load(&list, sample->contents);
    open_sample(sample, number_of(list.database, "pageSize"));
    assert_true(list.count > 1);
    check_objects(&list, false);
    check_objects(&list, true);
    for (size_t i = 0; i < list.count; i++) {
        check_table(&list.tables[i]);
        check_columns(&list.tables[i]);
        check_indexes(&list.tables[i]);
        check_space_of_trees(&list.tables[i]);
    }
    close_sample();
    expected_free(&list);
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
        tests[i] = (struct CMUnitTest){samples[i].database, test_answers_are_those_of_the_original, NULL,
                                       NULL, which.state};
    }
    return _cmocka_run_group_tests("information calls", tests, sizeof tests / sizeof *tests, NULL, NULL);
}
