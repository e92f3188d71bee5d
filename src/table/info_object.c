/* JetGetObjectInfo. The statistics of JetComputeStats are never stored by this engine
 * yet, and no real file has been seen that carries them: the counts are 0. */
#include "table/info.h"

#include "table/cursor.h"

#include <strings.h>

enum {
    OBJECT_CONTAINER,
    OBJECT_NAME,
    OBJECT_TYPE,
    OBJECT_CREATED,
    OBJECT_UPDATED,
    OBJECT_RECORDS,
    OBJECT_PAGES,
    OBJECT_GRBIT,
    OBJECT_FLAGS
};

static const struct info_list_column object_columns[cObjectInfoCols] = {
    [OBJECT_CONTAINER] = {JET_coltypText, true},    [OBJECT_NAME] = {JET_coltypText, true},
    [OBJECT_TYPE] = {JET_coltypLong, false},        [OBJECT_CREATED] = {JET_coltypDateTime, false},
    [OBJECT_UPDATED] = {JET_coltypDateTime, false}, [OBJECT_RECORDS] = {JET_coltypLong, false},
    [OBJECT_PAGES] = {JET_coltypLong, false},       [OBJECT_GRBIT] = {JET_coltypLong, false},
    [OBJECT_FLAGS] = {JET_coltypLong, false},
};

JET_ERR info_object_check(const struct info_call *call)
{
    switch (call->level) {
    case JET_ObjInfo:
    case JET_ObjInfoNoStats:
        return call->size < sizeof(JET_OBJECTINFO) ? JET_errBufferTooSmall : JET_errSuccess;
    case JET_ObjInfoList:
    case JET_ObjInfoListNoStats:
        return call->size < sizeof(JET_OBJECTLIST) ? JET_errBufferTooSmall : JET_errSuccess;
    case JET_ObjInfoSysTabCursor:
    case JET_ObjInfoListACM:
    case JET_ObjInfoSysTabReadOnly:
    case JET_ObjInfoRulesLoaded:
        return JET_errFeatureNotAvailable;
    default:
        return JET_errInvalidParameter;
    }
}

static JET_GRBIT object_grbit(bool updatable)
{
    return JET_bitTableInfoBookmark | JET_bitTableInfoRollback | (updatable ? JET_bitTableInfoUpdatable : 0);
}

static JET_ERR add_object(void *context, const struct catalog_table *table)
{
    struct info_list *list = context;
    if (list->call->level == JET_ObjInfoList) {
        JET_ERR err = list->call->probe(list->call->context, table->name);
        if (err < 0)
            return err;
    }
    info_list_text(list, OBJECT_CONTAINER, "Tables");
    info_list_text(list, OBJECT_NAME, table->name);
    info_list_long(list, OBJECT_TYPE, JET_objtypTable);
    info_list_long(list, OBJECT_RECORDS, 0);
    info_list_long(list, OBJECT_PAGES, 0);
    info_list_long(list, OBJECT_GRBIT, object_grbit(!list->call->read_only));
    info_list_long(list, OBJECT_FLAGS, table->flags);
    return info_list_row(list);
}

static JET_ERR list_objects(const struct info_call *call, struct database *database, JET_OBJTYP type)
{
    struct info_list list;
    JET_OBJECTLIST answer = {.cbStruct = sizeof answer};
    JET_ERR err = info_list_create(&list, call, object_columns, cObjectInfoCols);
    if (err < 0)
        return err;
    if (type == JET_objtypNil || type == JET_objtypTable)
        err = catalog_enumerate_tables(database->catalog, add_object, &list);
    err = info_list_finish(&list, err, &answer.tableid);
    if (err < 0)
        return err;
    answer.cRecord = list.rows;
    answer.columnidcontainername = list.ids[OBJECT_CONTAINER];
    answer.columnidobjectname = list.ids[OBJECT_NAME];
    answer.columnidobjtyp = list.ids[OBJECT_TYPE];
    answer.columniddtCreate = list.ids[OBJECT_CREATED];
    answer.columniddtUpdate = list.ids[OBJECT_UPDATED];
    answer.columnidgrbit = list.ids[OBJECT_GRBIT];
    answer.columnidflags = list.ids[OBJECT_FLAGS];
    answer.columnidcRecord = list.ids[OBJECT_RECORDS];
    answer.columnidcPage = list.ids[OBJECT_PAGES];
    memcpy(call->result, &answer, sizeof answer);
    return JET_errSuccess;
}

JET_ERR info_object(const struct info_call *call, struct database *database, JET_OBJTYP type,
                    const char *container, const char *name)
{
    size_t size;
    if (container && *container) {
        JET_ERR err = object_name_check(container, &size);
        if (err < 0)
            return err;
    }
    bool named = name && *name;
    if (named) {
        JET_ERR err = object_name_check(name, &size);
        if (err < 0)
            return err;
    }
    if (container && *container && strcasecmp(container, "Tables") != 0)
        return JET_errObjectNotFound;
    if (call->level == JET_ObjInfoList || call->level == JET_ObjInfoListNoStats)
        return list_objects(call, database, type);

    struct catalog_table table;
    JET_ERR err = named ? catalog_find_table(database->catalog, name, size, &table) : JET_errObjectNotFound;
    if (err >= 0 && call->level == JET_ObjInfo)
        err = call->probe(call->context, name);
    if (err < 0)
        return err;
    const JET_OBJECTINFO answer = {
        .cbStruct = sizeof answer,
        .objtyp = JET_objtypTable,
        .grbit = object_grbit(!call->read_only),
        .flags = table.flags,
    };
    memcpy(call->result, &answer, sizeof answer);
    return JET_errSuccess;
}
