/* A whole database file through the API: attach, list the tables, and for each
 * one walk every row, retrieve every column, walk every index and go back to
 * rows by bookmark. Errors are fine, crashes and endless walks are not.
 *
 * Pages are changed one at a time and their checksums made right again, since
 * otherwise the cache would refuse each changed page and nothing behind it
 * would ever be tried. */
#include "whole_file.h"
#include <esent.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define ROWS_MOST                                                                                            \
    400 /* of a table or index; trees can be made to run in circles, which walks must survive                \
         */
#define TABLES_MOST 40

static char path[128];

static void remove_file(void)
{
    char directory[128];
    unlink(path);
    snprintf(directory, sizeof directory, "%s", path);
    *strrchr(directory, '/') = 0;
    rmdir(directory);
}

static bool write_file(const uint8_t *data, size_t size)
{
    if (!path[0]) {
        char directory[64] = "/dev/shm/esent-fuzz-XXXXXX";
        if (!mkdtemp(directory))
            abort();
        snprintf(path, sizeof path, "%s/fuzz.edb", directory);
        atexit(remove_file);
    }
    int file = open(path, O_CREAT | O_TRUNC | O_WRONLY, 0600);
    bool written = file >= 0 && write(file, data, size) == (ssize_t)size;
    if (file >= 0)
        close(file);
    return written;
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned seed)
{
    return whole_file_mutate(data, size, max_size, seed);
}

static void *JET_API reallocate(void *context, void *block, uint32_t size)
{
    (void)context;
    if (size)
        return realloc(block, size);
    free(block);
    return NULL;
}

static void free_columns(JET_ENUMCOLUMN *columns, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        if (columns[i].err == JET_wrnColumnSingleValue) {
            free(columns[i].pvData);
        } else {
            for (uint32_t j = 0; j < columns[i].cEnumColumnValue; j++)
                free(columns[i].rgEnumColumnValue[j].pvData);
            free(columns[i].rgEnumColumnValue);
        }
    }
    free(columns);
}

static void read_row(JET_SESID session, JET_TABLEID cursor, uint64_t *sum)
{
    JET_ENUMCOLUMN *columns = NULL;
    uint32_t count = 0, size;
    uint8_t bookmark[JET_cbKeyMostMost], key[JET_cbKeyMostMost];
    if (JetEnumerateColumns(session, cursor, 0, NULL, &count, &columns, reallocate, NULL, 1 << 16,
                            JET_bitEnumerateCompressOutput) >= JET_errSuccess) {
        for (uint32_t i = 0; i < count; i++)
            if (columns[i].err == JET_wrnColumnSingleValue && columns[i].cbData)
                *sum += ((uint8_t *)columns[i].pvData)[columns[i].cbData - 1]; /* touch what was handed out */
        free_columns(columns, count);
    }
    (void)JetRetrieveKey(session, cursor, key, sizeof key, &size, 0);
    if (JetGetBookmark(session, cursor, bookmark, sizeof bookmark, &size) == JET_errSuccess)
        (void)JetGotoBookmark(session, cursor, bookmark, MIN(size, (uint32_t)sizeof bookmark));
}

static void walk_rows(JET_SESID session, JET_TABLEID cursor)
{
    uint64_t sum = 0;
    unsigned rows = 0;
    for (JET_ERR err = JetMove(session, cursor, JET_MoveFirst, 0); err >= JET_errSuccess && rows < ROWS_MOST;
         err = JetMove(session, cursor, JET_MoveNext, 0), rows++)
        read_row(session, cursor, &sum);
    for (JET_ERR err = JetMove(session, cursor, JET_MoveLast, 0); err >= JET_errSuccess && rows > 0;
         err = JetMove(session, cursor, JET_MovePrevious, 0), rows--)
        ;
}

static void walk_indexes(JET_SESID session, JET_TABLEID cursor)
{
    JET_INDEXLIST list = {.cbStruct = sizeof list};
    char name[JET_cbNameMost + 1], last[JET_cbNameMost + 1] = "";
    uint32_t size;
    if (JetGetTableIndexInfoA(session, cursor, NULL, &list, sizeof list, JET_IdxInfoList) < JET_errSuccess)
        return;
    for (JET_ERR err = JetMove(session, list.tableid, JET_MoveFirst, 0); err >= JET_errSuccess;
         err = JetMove(session, list.tableid, JET_MoveNext, 0)) {
        if (JetRetrieveColumn(session, list.tableid, list.columnidindexname, name, JET_cbNameMost, &size, 0,
                              NULL) < JET_errSuccess)
            continue;
        name[MIN(size, (uint32_t)JET_cbNameMost)] = 0;
        if (strcmp(name, last) == 0)
            continue; /* one row for each key column */
        memcpy(last, name, sizeof last);
        if (JetSetCurrentIndexA(session, cursor, name) >= JET_errSuccess)
            walk_rows(session, cursor);
    }
    JetCloseTable(session, list.tableid);
}

static void walk_table(JET_SESID session, JET_DBID database, const char *name)
{
    JET_TABLEID cursor;
    JET_COLUMNLIST columns = {.cbStruct = sizeof columns};
    if (JetOpenTableA(session, database, name, NULL, 0, JET_bitTableReadOnly, &cursor) < JET_errSuccess)
        return;
    if (JetGetTableColumnInfoA(session, cursor, NULL, &columns, sizeof columns, JET_ColInfoList) >=
        JET_errSuccess)
        JetCloseTable(session, columns.tableid);
    walk_rows(session, cursor);
    walk_indexes(session, cursor);
    JetCloseTable(session, cursor);
}

static void walk_database(JET_SESID session, JET_DBID database)
{
    JET_OBJECTLIST list = {.cbStruct = sizeof list};
    char name[JET_cbNameMost + 1];
    uint32_t size;
    unsigned tables = 0;
    walk_table(session, database, "MSysObjects");
    if (JetGetObjectInfoA(session, database, JET_objtypTable, NULL, NULL, &list, sizeof list,
                          JET_ObjInfoListNoStats) < JET_errSuccess)
        return;
    for (JET_ERR err = JetMove(session, list.tableid, JET_MoveFirst, 0);
         err >= JET_errSuccess && tables < TABLES_MOST;
         err = JetMove(session, list.tableid, JET_MoveNext, 0), tables++) {
        if (JetRetrieveColumn(session, list.tableid, list.columnidobjectname, name, JET_cbNameMost, &size, 0,
                              NULL) < JET_errSuccess)
            continue;
        name[MIN(size, (uint32_t)JET_cbNameMost)] = 0;
        walk_table(session, database, name);
    }
    JetCloseTable(session, list.tableid);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    JET_INSTANCE instance = JET_instanceNil;
    JET_SESID session;
    JET_DBID database;
    size_t page_size = page_size_of(data, size);
    if (page_size == 0 || !write_file(data, size))
        return 0;
    if (JetSetSystemParameterA(NULL, JET_sesidNil, JET_paramDatabasePageSize, page_size, NULL) !=
            JET_errSuccess ||
        JetCreateInstanceA(&instance, "fuzz") != JET_errSuccess ||
        JetSetSystemParameterA(&instance, JET_sesidNil, JET_paramRecovery, 0, "off") != JET_errSuccess ||
        JetInit(&instance) != JET_errSuccess ||
        JetBeginSessionA(instance, &session, NULL, NULL) != JET_errSuccess)
        abort();
    if (JetAttachDatabaseA(session, path, JET_bitDbReadOnly) >= JET_errSuccess &&
        JetOpenDatabaseA(session, path, NULL, &database, JET_bitDbReadOnly) >= JET_errSuccess)
        walk_database(session, database);
    if (JetTerm2(instance, JET_bitTermComplete) < JET_errSuccess)
        abort();
    return 0;
}
