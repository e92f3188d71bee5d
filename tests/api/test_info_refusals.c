/* The information calls: levels, buffer sizes, names and handles, in the order in which
 * the original looks at them (reference-schema-and-info). */
#define JET_VERSION 0x0A01
#define ESENT_ENGINE_ONLY
#include <esent.h>

#include "test.h"
#include "corpus.h"

#include <stdio.h>
#include <string.h>

static JET_INSTANCE instance;
static JET_SESID sesid;
static JET_DBID dbid;
static JET_TABLEID basic; /* table "basic" */

static int start(void **state)
{
    (void)state;
    char directory[1100], path[1200];
    snprintf(directory, sizeof directory, "%s/", test_directory());
    snprintf(path, sizeof path, "%s/basic.edb", test_directory());
    corpus_extract("golden/basic_4k/basic.edb.gz", path);
    assert_int_equal(JetSetSystemParameterA(NULL, 0, JET_paramDatabasePageSize, 4096, NULL), JET_errSuccess);
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
    assert_int_equal(JetOpenTableA(sesid, dbid, "basic", NULL, 0, JET_bitTableReadOnly, &basic),
                     JET_errSuccess);
    return 0;
}

static int stop(void **state)
{
    (void)state;
    assert_int_equal(JetCloseTable(sesid, basic), JET_errSuccess);
    assert_int_equal(JetCloseDatabase(sesid, dbid, 0), JET_errSuccess);
    assert_int_equal(JetDetachDatabaseA(sesid, NULL), JET_errSuccess);
    assert_int_equal(JetEndSession(sesid, 0), JET_errSuccess);
    assert_int_equal(JetTerm(instance), JET_errSuccess);
    return 0;
}

/* Result of a call with the least buffer of each level and one byte less. */
static uint8_t buffer[2048];

static JET_ERR object(const char *container, const char *name, uint32_t size, uint32_t level)
{
    return JetGetObjectInfoA(sesid, dbid, JET_objtypTable, container, name, buffer, size, level);
}

static void test_object_levels_and_sizes(void **state)
{
    (void)state;
    assert_int_equal(object(NULL, "basic", 40, JET_ObjInfo), JET_errSuccess);
    assert_int_equal(object(NULL, "basic", 39, JET_ObjInfo), JET_errBufferTooSmall);
    assert_int_equal(object(NULL, "basic", 40, JET_ObjInfoNoStats), JET_errSuccess);
    assert_int_equal(object(NULL, "basic", 39, JET_ObjInfoNoStats), JET_errBufferTooSmall);
    assert_int_equal(object(NULL, NULL, 55, JET_ObjInfoList), JET_errBufferTooSmall);
    assert_int_equal(object(NULL, NULL, 55, JET_ObjInfoListNoStats), JET_errBufferTooSmall);
    assert_int_equal(object(NULL, NULL, 0, JET_ObjInfoSysTabCursor), JET_errFeatureNotAvailable);
    assert_int_equal(object(NULL, NULL, 0, JET_ObjInfoListACM), JET_errFeatureNotAvailable);
    assert_int_equal(object(NULL, NULL, 0, JET_ObjInfoSysTabReadOnly), JET_errFeatureNotAvailable);
    assert_int_equal(object(NULL, NULL, 0, JET_ObjInfoRulesLoaded), JET_errFeatureNotAvailable);
    assert_int_equal(object(NULL, NULL, 0, JET_ObjInfoMax), JET_errInvalidParameter);
    assert_int_equal(object(NULL, NULL, 0, 0xFFFFFFFF), JET_errInvalidParameter);
    assert_int_equal(JetGetObjectInfoA(sesid, dbid, 0, NULL, "basic", NULL, 40, JET_ObjInfo),
                     JET_errInvalidParameter);
}

static void test_object_names(void **state)
{
    (void)state;
    char longest[66];
    memset(longest, 'n', 65);
    longest[65] = 0;
    assert_int_equal(object("Tables", "BASIC", 40, JET_ObjInfo), JET_errSuccess);  /* ASCII case is ignored */
    assert_int_equal(object("tAbLeS", "basic ", 40, JET_ObjInfo), JET_errSuccess); /* trailing spaces too */
    assert_int_equal(object("", "basic", 40, JET_ObjInfo), JET_errSuccess);
    assert_int_equal(object("Queries", "basic", 40, JET_ObjInfo), JET_errObjectNotFound);
    assert_int_equal(object("Queries", NULL, 56, JET_ObjInfoList), JET_errObjectNotFound);
    assert_int_equal(object("a.b", "basic", 40, JET_ObjInfo), JET_errInvalidName);
    assert_int_equal(object(NULL, "a!b", 40, JET_ObjInfo), JET_errInvalidName);
    assert_int_equal(object(NULL, " basic", 40, JET_ObjInfo), JET_errInvalidName);
    assert_int_equal(object(NULL, "a[", 40, JET_ObjInfo), JET_errInvalidName);
    assert_int_equal(object(NULL, "a]", 40, JET_ObjInfo), JET_errInvalidName);
    assert_int_equal(object(NULL, "a\tb", 40, JET_ObjInfo), JET_errInvalidName);
    assert_int_equal(object(NULL, longest, 40, JET_ObjInfo), JET_errInvalidName);
    assert_int_equal(object(NULL, longest + 1, 40, JET_ObjInfo), JET_errObjectNotFound);
    assert_int_equal(object(NULL, "no such table", 40, JET_ObjInfo), JET_errObjectNotFound);
    assert_int_equal(object(NULL, NULL, 40, JET_ObjInfo), JET_errObjectNotFound);
    assert_int_equal(object(NULL, "", 40, JET_ObjInfo), JET_errObjectNotFound);
    assert_int_equal(object(NULL, "a.b", 39, JET_ObjInfo), JET_errBufferTooSmall); /* the size comes first */
    assert_int_equal(JetGetObjectInfoW(sesid, dbid, 0, NULL, u"\u03A9", buffer, 40, JET_ObjInfo),
                     JET_errInvalidName);
}

static void test_a_list_of_another_type_is_empty(void **state)
{
    (void)state;
    JET_OBJECTLIST list = {0};
    assert_int_equal(JetGetObjectInfoA(sesid, dbid, 3, NULL, NULL, &list, sizeof list, JET_ObjInfoList),
                     JET_errSuccess);
    assert_int_equal(list.cRecord, 0);
    assert_int_equal(JetMove(sesid, list.tableid, JET_MoveFirst, 0), JET_errNoCurrentRecord);
    assert_int_equal(JetCloseTable(sesid, list.tableid), JET_errSuccess);
}

static void test_handles_come_first(void **state)
{
    (void)state;
    assert_int_equal(JetGetObjectInfoA(0, dbid, 0, NULL, NULL, NULL, 0, 99), JET_errInvalidSesid);
    assert_int_equal(JetGetObjectInfoA(sesid, 77, 0, NULL, NULL, NULL, 0, 99), JET_errInvalidDatabaseId);
    assert_int_equal(JetGetColumnInfoA(sesid, 0, NULL, NULL, NULL, 0, 99), JET_errInvalidDatabaseId);
    assert_int_equal(JetGetIndexInfoA(sesid, JET_dbidNil, NULL, NULL, NULL, 0, 99), JET_errInvalidDatabaseId);
    assert_int_equal(JetGetTableColumnInfoA(sesid, 0, NULL, NULL, 0, 99), JET_errInvalidTableId);
    assert_int_equal(JetGetTableIndexInfoA(JET_sesidNil, basic, NULL, NULL, 0, 99), JET_errInvalidSesid);
    assert_int_equal(JetGetTableInfoA(sesid, JET_tableidNil, NULL, 0, 99), JET_errInvalidTableId);
    JET_SESID other;
    assert_int_equal(JetBeginSessionA(instance, &other, NULL, NULL), JET_errSuccess);
    assert_int_equal(JetGetTableInfoA(other, basic, NULL, 0, 99), JET_errSesidTableIdMismatch);
    assert_int_equal(JetGetObjectInfoA(other, dbid, 0, NULL, NULL, NULL, 0, 99), JET_errInvalidDatabaseId);
    assert_int_equal(JetEndSession(other, 0), JET_errSuccess);
}

static JET_ERR column(const void *name, uint32_t size, uint32_t level)
{
    return JetGetTableColumnInfoA(sesid, basic, name, buffer, size, level);
}

static void test_column_levels_and_sizes(void **state)
{
    (void)state;
    static const struct {
        uint32_t level, size;
    } least[] = {{JET_ColInfo, 28},
                 {JET_ColInfoByColid, 28},
                 {JET_ColInfoBase, 540},
                 {JET_ColInfoBaseByColid, 540},
                 {JET_ColInfoList, 80},
                 {JET_ColInfoListCompact, 80},
                 {JET_ColInfoListSortColumnid, 80}};
    JET_COLUMNID id = 1;
    for (size_t i = 0; i < sizeof least / sizeof *least; i++) {
        assert_int_equal(column(&id, least[i].size - 1, least[i].level), JET_errBufferTooSmall);
        assert_int_equal(
            JetGetColumnInfoA(sesid, dbid, NULL, NULL, buffer, least[i].size - 1, least[i].level),
            JET_errBufferTooSmall);
    }
    assert_int_equal(JetGetTableColumnInfoW(sesid, basic, u"x", buffer, 1051, JET_ColInfoBase),
                     JET_errBufferTooSmall);
    assert_int_equal(column(NULL, 80, JET_ColInfoSysTabCursor), JET_errFeatureNotAvailable);
    assert_int_equal(column(NULL, 80, 2), JET_errInvalidParameter);
    assert_int_equal(column(NULL, 80, 9), JET_errInvalidParameter);
    assert_int_equal(column(NULL, 80, JET_ColInfoGrbitSortByColumnid | 2), JET_errInvalidParameter);
    assert_int_equal(JetGetColumnInfoA(sesid, dbid, NULL, "x", buffer, 28, JET_ColInfo),
                     JET_errInvalidParameter);
    assert_int_equal(JetGetColumnInfoA(sesid, dbid, "a.b", "x", buffer, 28, JET_ColInfo), JET_errInvalidName);
    assert_int_equal(JetGetColumnInfoA(sesid, dbid, "none", "x", buffer, 28, JET_ColInfo),
                     JET_errObjectNotFound);
}

static void test_column_names_and_ids(void **state)
{
    (void)state;
    const JET_COLUMNID none = 127, inherited = 0x80000001, beyond = 0xFFFFFFFF, zero = 0;
    assert_int_equal(column(NULL, 28, JET_ColInfo), JET_errColumnNotFound);
    assert_int_equal(column("", 28, JET_ColInfo), JET_errColumnNotFound);
    assert_int_equal(column("no such column", 28, JET_ColInfo), JET_errColumnNotFound);
    assert_int_equal(column("a.b", 28, JET_ColInfo), JET_errInvalidName);
    assert_int_equal(column("a.b", 27, JET_ColInfo), JET_errBufferTooSmall);
    assert_int_equal(column("C_ULONG ", 28, JET_ColInfo), JET_errSuccess);
    assert_int_equal(column("c_ulong", 28, JET_ColInfo | JET_ColInfoGrbitMinimalInfo), JET_errSuccess);
    assert_int_equal(column(NULL, 28, JET_ColInfoByColid), JET_errColumnNotFound);
    assert_int_equal(column(&none, 28, JET_ColInfoByColid), JET_errColumnNotFound);
    assert_int_equal(column(&inherited, 28, JET_ColInfoByColid), JET_errColumnNotFound);
    assert_int_equal(column(&beyond, 28, JET_ColInfoByColid), JET_errColumnNotFound);
    assert_int_equal(column(&zero, 540, JET_ColInfoBaseByColid), JET_errColumnNotFound);
    assert_int_equal(JetGetTableColumnInfoW(sesid, basic, u"\u03A9", buffer, 28, JET_ColInfo),
                     JET_errInvalidName);
}

static void test_compact_list_is_by_kind_and_id_and_has_no_inherited_columns(void **state)
{
    (void)state;
    JET_COLUMNLIST list = {0};
    assert_int_equal(
        JetGetColumnInfoA(sesid, dbid, "derived", NULL, &list, sizeof list, JET_ColInfoListCompact),
        JET_errSuccess);
    assert_true(list.cRecord > 0);
    uint32_t last = 0;
    for (uint32_t i = 0; i < list.cRecord; i++) {
        uint32_t id, actual;
        assert_int_equal(
            JetRetrieveColumn(sesid, list.tableid, list.columnidcolumnid, &id, 4, &actual, 0, NULL),
            JET_errSuccess);
        assert_true(id > last && id < 0x80000000);
        last = id;
        assert_int_equal(JetMove(sesid, list.tableid, JET_MoveNext, 0),
                         i + 1 < list.cRecord ? JET_errSuccess : JET_errNoCurrentRecord);
    }
    assert_int_equal(JetCloseTable(sesid, list.tableid), JET_errSuccess);
}

static JET_ERR index_info(const char *name, uint32_t size, uint32_t level)
{
    return JetGetTableIndexInfoA(sesid, basic, name, buffer, size, level);
}

static void test_index_levels_and_sizes(void **state)
{
    (void)state;
    static const struct {
        uint32_t level, size;
    } least[] = {{JET_IdxInfo, 84},
                 {JET_IdxInfoList, 84},
                 {JET_IdxInfoSpaceAlloc, 4},
                 {JET_IdxInfoLCID, 2},
                 {JET_IdxInfoCount, 4},
                 {JET_IdxInfoVarSegMac, 2},
                 {JET_IdxInfoIndexId, 20},
                 {JET_IdxInfoKeyMost, 2},
                 {JET_IdxInfoCreateIndex, 80},
                 {JET_IdxInfoCreateIndex2, 88},
                 {JET_IdxInfoCreateIndex3, 88},
                 {JET_IdxInfoLocaleName, 170},
                 {JET_IdxInfoSortVersion, 4},
                 {JET_IdxInfoDefinedSortVersion, 4},
                 {JET_IdxInfoSortId, 16},
                 {JET_IdxInfoSpaceOwned, 4},
                 {JET_IdxInfoSpaceAvailable, 4}};
    for (size_t i = 0; i < sizeof least / sizeof *least; i++) {
        assert_int_equal(index_info("a.b", least[i].size - 1, least[i].level), JET_errBufferTooSmall);
        assert_int_equal(index_info("a.b", least[i].size, least[i].level), JET_errInvalidName);
        assert_int_equal(index_info("no such index", least[i].size, least[i].level),
                         least[i].level == JET_IdxInfoCount ? JET_errSuccess : JET_errIndexNotFound);
    }
    assert_int_equal(index_info(NULL, 100, JET_IdxInfoSysTabCursor), JET_errFeatureNotAvailable);
    assert_int_equal(index_info(NULL, 100, JET_IdxInfoOLC), JET_errFeatureNotAvailable);
    assert_int_equal(index_info(NULL, 100, JET_IdxInfoResetOLC), JET_errFeatureNotAvailable);
    assert_int_equal(index_info(NULL, 100, 20), JET_errInvalidParameter);
    assert_int_equal(index_info(NULL, 100, 0xFFFFFFFF), JET_errInvalidParameter);
    assert_int_equal(index_info("ix_tuple", 5, JET_IdxInfoSpaceOwned), JET_errInvalidBufferSize);
    assert_int_equal(index_info("ix_tuple", 88, JET_IdxInfoCreateIndex3), JET_errBufferTooSmall);
}

static void test_an_empty_index_name(void **state)
{
    (void)state;
    static const uint32_t needs_name[] = {
        JET_IdxInfoSpaceAlloc, JET_IdxInfoLCID,        JET_IdxInfoVarSegMac,
        JET_IdxInfoIndexId,    JET_IdxInfoKeyMost,     JET_IdxInfoLocaleName,
        JET_IdxInfoSortId,     JET_IdxInfoSortVersion, JET_IdxInfoSpaceAvailable};
    for (size_t i = 0; i < sizeof needs_name / sizeof *needs_name; i++) {
        assert_int_equal(index_info(NULL, 200, needs_name[i]), JET_errIndexNotFound);
        assert_int_equal(index_info("", 200, needs_name[i]), JET_errIndexNotFound);
    }
    const JET_INDEXCREATE3_A *created = (const void *)buffer;
    assert_int_equal(index_info(NULL, sizeof buffer, JET_IdxInfoCreateIndex3), JET_errSuccess);
    assert_true((created->grbit & JET_bitIndexPrimary) != 0);
    assert_int_equal(JetGetIndexInfoA(sesid, dbid, "noprimary", NULL, buffer, 88, JET_IdxInfoCreateIndex3),
                     JET_errIndexNotFound);
}

static void test_an_index_id_selects_its_index(void **state)
{
    (void)state;
    JET_INDEXID id;
    char name[65];
    assert_int_equal(JetGetIndexInfoA(sesid, dbid, "basic", "ix_tuple", &id, sizeof id, JET_IdxInfoIndexId),
                     JET_errSuccess);
    assert_int_equal(id.cbStruct, 20);
    assert_int_equal(JetSetCurrentIndex4A(sesid, basic, NULL, &id, JET_bitMoveFirst, 1), JET_errSuccess);
    assert_int_equal(JetGetCurrentIndexA(sesid, basic, name, sizeof name), JET_errSuccess);
    assert_string_equal(name, "ix_tuple");
    assert_int_equal(JetSetCurrentIndexA(sesid, basic, NULL), JET_errSuccess);
}

static JET_ERR table(uint32_t size, uint32_t level)
{
    return JetGetTableInfoA(sesid, basic, buffer, size, level);
}

static void test_table_levels_and_sizes(void **state)
{
    (void)state;
    assert_int_equal(table(39, JET_TblInfo), JET_errBufferTooSmall);
    assert_int_equal(table(40, JET_TblInfo), JET_errSuccess);
    assert_int_equal(table(5, JET_TblInfoName), JET_errBufferTooSmall);
    assert_int_equal(table(6, JET_TblInfoName), JET_errSuccess);
    assert_int_equal(JetGetTableInfoW(sesid, basic, buffer, 11, JET_TblInfoName), JET_errBufferTooSmall);
    assert_int_equal(JetGetTableInfoW(sesid, basic, buffer, 12, JET_TblInfoName), JET_errSuccess);
    assert_int_equal(table(3, JET_TblInfoDbid), JET_errBufferTooSmall);
    assert_int_equal(table(7, JET_TblInfoSpaceAlloc), JET_errBufferTooSmall);
    assert_int_equal(table(7, JET_TblInfoSpaceUsage), JET_errInvalidParameter);
    assert_int_equal(table(9, JET_TblInfoSpaceUsage), JET_errBufferTooSmall);
    assert_int_equal(table(23, JET_TblInfoSpaceUsage), JET_errBufferTooSmall);
    assert_int_equal(table(24, JET_TblInfoSpaceUsage), JET_errSuccess);
    assert_int_equal(table(3, JET_TblInfoSpaceOwned), JET_errInvalidParameter);
    assert_int_equal(table(3, JET_TblInfoSpaceAvailable), JET_errInvalidBufferSize);
    assert_int_equal(table(5, JET_TblInfoSpaceAvailable), JET_errInvalidBufferSize);
    assert_int_equal(table(64, JET_TblInfoTemplateTableName), JET_errBufferTooSmall);
    assert_int_equal(table(65, JET_TblInfoTemplateTableName), JET_errSuccess);
    assert_int_equal(table(3, JET_TblInfoLVChunkMax), JET_errBufferTooSmall);
    assert_int_equal(table(3, JET_TblInfoObjectId), JET_errBufferTooSmall);
    assert_int_equal(table(4, JET_TblInfoLVChunkMax), JET_errSuccess);
    uint32_t chunk;
    memcpy(&chunk, buffer, sizeof chunk);
    assert_int_equal(chunk, 4096 - JET_cbColumnLVPageOverhead);
    static const uint32_t refused[] = {JET_TblInfoMostMany,
                                       JET_TblInfoRvt,
                                       JET_TblInfoOLC,
                                       JET_TblInfoResetOLC,
                                       JET_TblInfoDumpTable,
                                       15,
                                       20,
                                       0xFFFFFFFF};
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        assert_int_equal(table(sizeof buffer, refused[i]), JET_errFeatureNotAvailable);
    assert_int_equal(JetGetTableInfoA(sesid, basic, NULL, 40, JET_TblInfo), JET_errInvalidParameter);
}

static void test_space_usage_lists_the_extents(void **state)
{
    (void)state;
    uint32_t words[512], owned = 0, available = 0, i = 2;
    memset(words, 0xAA, sizeof words);
    assert_int_equal(JetGetTableInfoA(sesid, basic, words, sizeof words, JET_TblInfoSpaceUsage),
                     JET_errSuccess);
    for (; words[i]; i += 2)
        owned += words[i + 1];
    assert_int_equal(words[i + 1], 0);
    for (i += 2; words[i]; i += 2)
        available += words[i + 1];
    assert_int_equal(owned, words[0]);
    assert_int_equal(available, words[1]);
    for (; i < 512; i++)
        assert_int_equal(words[i], 0);
}

static void test_object_flags_of_system_tables_are_computed(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        uint32_t flags;
    } tables[] = {{"MSysObjects", 0xC0000000},
                  {"MSysObjectsShadow", 0xC0000000},
                  {"MSysObjids", 0xC8000000},
                  {"MSysLocales", 0x88000000},
                  {"basic", 0},
                  {"tmpl", 0x60000000},
                  {"derived", 0x10000000}};
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        JET_TABLEID cursor;
        JET_OBJECTINFO info, by_name;
        assert_int_equal(JetOpenTableA(sesid, dbid, tables[i].name, NULL, 0, JET_bitTableReadOnly, &cursor),
                         JET_errSuccess);
        assert_int_equal(JetGetTableInfoA(sesid, cursor, &info, sizeof info, JET_TblInfo), JET_errSuccess);
        assert_int_equal(info.cbStruct, sizeof info);
        assert_int_equal(info.objtyp, JET_objtypTable);
        assert_int_equal(info.flags, tables[i].flags);
        assert_int_equal(info.grbit, JET_bitTableInfoBookmark | JET_bitTableInfoRollback);
        assert_int_equal(
            JetGetObjectInfoA(sesid, dbid, 0, NULL, tables[i].name, &by_name, sizeof by_name, JET_ObjInfo),
            JET_errSuccess);
        assert_int_equal(by_name.flags, tables[i].flags);
        assert_int_equal(JetCloseTable(sesid, cursor), JET_errSuccess);
    }
}

static void test_information_about_a_result_table(void **state)
{
    (void)state;
    JET_OBJECTLIST list;
    JET_OBJECTINFO info;
    assert_int_equal(JetGetObjectInfoA(sesid, dbid, 0, NULL, NULL, &list, sizeof list, JET_ObjInfoList),
                     JET_errSuccess);
    memset(buffer, 0xAA, 60);
    assert_int_equal(JetGetTableInfoA(sesid, list.tableid, buffer, 60, JET_TblInfo), JET_errSuccess);
    memcpy(&info, buffer, sizeof info);
    assert_int_equal(info.cbStruct, sizeof info);
    assert_int_equal(info.objtyp, JET_objtypTable);
    assert_int_equal(info.cRecord, list.cRecord);
    for (size_t i = 40; i < 60; i++)
        assert_int_equal(buffer[i], 0);
    assert_int_equal(JetGetTableInfoA(sesid, list.tableid, buffer, 39, JET_TblInfo), JET_errInvalidParameter);
    assert_int_equal(JetGetTableInfoA(sesid, list.tableid, buffer, 80, JET_TblInfoName),
                     JET_errInvalidOperation);
    assert_int_equal(JetGetTableColumnInfoA(sesid, list.tableid, "x", buffer, 80, JET_ColInfo),
                     JET_errIllegalOperation);
    assert_int_equal(JetGetTableIndexInfoA(sesid, list.tableid, NULL, buffer, 88, JET_IdxInfo),
                     JET_errIllegalOperation);
    assert_int_equal(JetCloseTable(sesid, list.tableid), JET_errSuccess);
    assert_int_equal(JetGetTableInfoA(sesid, list.tableid, buffer, 80, JET_TblInfo), JET_errInvalidTableId);
}

/* Another session keeps readers out of one table. */
static void test_a_locked_table(void **state)
{
    (void)state;
    JET_SESID other;
    JET_DBID its;
    JET_TABLEID locked;
    JET_OBJECTLIST list;
    char path[1200];
    snprintf(path, sizeof path, "%s/basic.edb", test_directory());
    assert_int_equal(JetBeginSessionA(instance, &other, NULL, NULL), JET_errSuccess);
    assert_int_equal(JetOpenDatabaseA(other, path, NULL, &its, JET_bitDbReadOnly), JET_errSuccess);
    assert_int_equal(JetOpenTableA(other, its, "compound", NULL, 0, JET_bitTableDenyRead, &locked),
                     JET_errSuccess);
    assert_int_equal(object(NULL, "compound", 40, JET_ObjInfo), JET_errTableLocked);
    assert_int_equal(object(NULL, "compound", 40, JET_ObjInfoNoStats), JET_errSuccess);
    assert_int_equal(object(NULL, "basic", 40, JET_ObjInfo), JET_errSuccess);
    assert_int_equal(object(NULL, NULL, 56, JET_ObjInfoList), JET_errTableLocked);
    assert_int_equal(
        JetGetObjectInfoA(sesid, dbid, 0, NULL, NULL, &list, sizeof list, JET_ObjInfoListNoStats),
        JET_errSuccess);
    assert_int_equal(JetCloseTable(sesid, list.tableid), JET_errSuccess);
    assert_int_equal(JetGetColumnInfoA(sesid, dbid, "compound", "k1", buffer, 28, JET_ColInfo),
                     JET_errTableLocked);
    assert_int_equal(JetGetIndexInfoA(sesid, dbid, "compound", NULL, buffer, 88, JET_IdxInfo),
                     JET_errTableLocked);
    assert_int_equal(JetGetIndexInfoA(sesid, dbid, "compound", NULL, buffer, 4, JET_IdxInfoCount),
                     JET_errTableLocked);
    assert_int_equal(JetGetIndexInfoA(sesid, dbid, "compound", "no index", buffer, 4, JET_IdxInfoSpaceAlloc),
                     JET_errIndexNotFound); /* reads the catalog alone */
    assert_int_equal(JetGetTableInfoA(other, locked, buffer, 40, JET_TblInfo), JET_errSuccess);
    assert_int_equal(JetCloseTable(other, locked), JET_errSuccess);
    assert_int_equal(object(NULL, "compound", 40, JET_ObjInfo), JET_errSuccess);
    assert_int_equal(JetCloseDatabase(other, its, 0), JET_errSuccess);
    assert_int_equal(JetEndSession(other, 0), JET_errSuccess);
}

/* A result table goes with the level of the transaction that it was made in. */
static void test_a_result_table_is_closed_by_rollback(void **state)
{
    (void)state;
    JET_OBJECTLIST list;
    assert_int_equal(JetBeginTransaction(sesid), JET_errSuccess);
    assert_int_equal(JetGetObjectInfoA(sesid, dbid, 0, NULL, NULL, &list, sizeof list, JET_ObjInfoList),
                     JET_errSuccess);
    assert_int_equal(JetRollback(sesid, 0), JET_errSuccess);
    assert_int_equal(JetMove(sesid, list.tableid, JET_MoveFirst, 0), JET_errInvalidTableId);
}

/* JET_paramMaxTemporaryTables counts result tables that are sorts; its default is 20. */
static void test_result_tables_are_counted(void **state)
{
    (void)state;
    JET_INDEXLIST lists[20], more;
    for (size_t i = 0; i < 20; i++)
        assert_int_equal(
            JetGetTableIndexInfoA(sesid, basic, NULL, &lists[i], sizeof lists[i], JET_IdxInfoList),
            JET_errSuccess);
    memset(&more, 0x5A, sizeof more);
    const JET_INDEXLIST before = more;
    assert_int_equal(JetGetTableIndexInfoA(sesid, basic, NULL, &more, sizeof more, JET_IdxInfoList),
                     JET_errTooManySorts);
    assert_memory_equal(&more, &before, sizeof more); /* written only on success */
    for (size_t i = 0; i < 20; i++)
        assert_int_equal(JetCloseTable(sesid, lists[i].tableid), JET_errSuccess);
    assert_int_equal(JetGetTableIndexInfoA(sesid, basic, NULL, &more, sizeof more, JET_IdxInfoList),
                     JET_errSuccess);
    assert_int_equal(JetCloseTable(sesid, more.tableid), JET_errSuccess);
}

/* The operation set of the cursor comes before the answer of what is not built. */
static void test_schema_calls_are_illegal_on_a_result_table(void **state)
{
    (void)state;
    JET_OBJECTLIST list;
    JET_COLUMNID id;
    assert_int_equal(JetGetObjectInfoA(sesid, dbid, 0, NULL, NULL, &list, sizeof list, JET_ObjInfoList),
                     JET_errSuccess);
    assert_int_equal(JetAddColumnA(sesid, list.tableid, "x", NULL, NULL, 0, &id), JET_errIllegalOperation);
    assert_int_equal(JetDeleteColumnA(sesid, list.tableid, "x"), JET_errIllegalOperation);
    assert_int_equal(JetDeleteColumn2W(sesid, list.tableid, u"x", 0), JET_errIllegalOperation);
    assert_int_equal(JetRenameColumnA(sesid, list.tableid, "x", "y", 0), JET_errIllegalOperation);
    assert_int_equal(JetCreateIndexA(sesid, list.tableid, "x", 0, "+x\0", 4, 80), JET_errIllegalOperation);
    assert_int_equal(JetCreateIndex4W(sesid, list.tableid, NULL, 0), JET_errIllegalOperation);
    assert_int_equal(JetDeleteIndexA(sesid, list.tableid, "x"), JET_errIllegalOperation);
    assert_int_equal(JetComputeStats(sesid, list.tableid), JET_errIllegalOperation);
    assert_int_equal(JetSetTableInfoA(sesid, list.tableid, NULL, 0, 14), JET_errIllegalOperation);
    assert_int_equal(JetCloseTable(sesid, list.tableid), JET_errSuccess);
    assert_int_equal(JetSetTableInfoA(sesid, basic, NULL, 0, 14), JET_errFeatureNotAvailable);
    assert_int_equal(JetSetTableInfoW(sesid, basic, NULL, 0, 99), JET_errFeatureNotAvailable);
    assert_int_equal(JetSetTableInfoA(sesid, 0, NULL, 0, 14), JET_errInvalidTableId);
}

int main(void)
{
    if (!corpus_present())
        return 77;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_object_levels_and_sizes),
        cmocka_unit_test(test_object_names),
        cmocka_unit_test(test_a_list_of_another_type_is_empty),
        cmocka_unit_test(test_handles_come_first),
        cmocka_unit_test(test_column_levels_and_sizes),
        cmocka_unit_test(test_column_names_and_ids),
        cmocka_unit_test(test_compact_list_is_by_kind_and_id_and_has_no_inherited_columns),
        cmocka_unit_test(test_index_levels_and_sizes),
        cmocka_unit_test(test_an_empty_index_name),
        cmocka_unit_test(test_an_index_id_selects_its_index),
        cmocka_unit_test(test_table_levels_and_sizes),
        cmocka_unit_test(test_space_usage_lists_the_extents),
        cmocka_unit_test(test_object_flags_of_system_tables_are_computed),
        cmocka_unit_test(test_information_about_a_result_table),
        cmocka_unit_test(test_a_locked_table),
        cmocka_unit_test(test_a_result_table_is_closed_by_rollback),
        cmocka_unit_test(test_result_tables_are_counted),
        cmocka_unit_test(test_schema_calls_are_illegal_on_a_result_table),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
