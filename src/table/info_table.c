/* JetGetTableInfo. */
#include "table/info.h"

#include "base/utf.h"
#include "format/lv.h"
#include "table/info_space.h"
#include "table/temp_rows.h"

#include <strings.h>

JET_ERR info_table_check(const struct info_call *call)
{
    const uint32_t size = call->size;
    switch (call->level) {
    case JET_TblInfo:
        return size < sizeof(JET_OBJECTINFO) ? JET_errBufferTooSmall : JET_errSuccess;
    case JET_TblInfoDbid:
    case JET_TblInfoLVChunkMax:
    case JET_TblInfoObjectId:
        return size < sizeof(uint32_t) ? JET_errBufferTooSmall : JET_errSuccess;
    case JET_TblInfoSpaceAlloc:
        return size < 2 * sizeof(uint32_t) ? JET_errBufferTooSmall : JET_errSuccess;
    case JET_TblInfoSpaceUsage:
        if (size < 2 * sizeof(uint32_t))
            return JET_errInvalidParameter;
        return size > 8 && size < 24 ? JET_errBufferTooSmall : JET_errSuccess;
    case JET_TblInfoSpaceOwned:
        return size < sizeof(uint32_t) ? JET_errInvalidParameter : JET_errSuccess;
    case JET_TblInfoSpaceAvailable:
        return size != sizeof(uint32_t) ? JET_errInvalidBufferSize : JET_errSuccess;
    case JET_TblInfoTemplateTableName:
        return size <= CATALOG_NAME_MOST ? JET_errBufferTooSmall : JET_errSuccess;
    case JET_TblInfoName:
    case JET_TblInfoEncryptionKey:
    case JET_TblInfoRetrieveAndReserveAutoIncrement:
    case JET_TblInfoSpaceOwnedLV:
    case JET_TblInfoSpaceAvailableLV:
        return JET_errSuccess; /* depends on the table */
    default:
        return JET_errFeatureNotAvailable;
    }
}

static void put32(const struct info_call *call, size_t offset, uint32_t value)
{
    memcpy(call->result + offset, &value, sizeof value);
}

static JET_ERR put_name(const struct info_call *call, const char *name)
{
    size_t needed = (strlen(name) + 1) * (call->wide ? sizeof(WCHAR) : 1);
    if (call->size < needed)
        return JET_errBufferTooSmall;
    info_put_name(call, call->result, name);
    return JET_errSuccess;
}

/* Flags are computed here, not those of the catalog: system tables are known by name. */
static uint32_t table_flags(const struct table_schema *schema)
{
    static const char *const dynamic[] = {
        "MSysObjids",  "MSysLocales", "MSysUnicodeFixupVer1",     "MSysUnicodeFixupVer2",
        "MSysDefrag1", "MSysDefrag2", "MSysDatabaseMaintenance",  "MSysExtentPageCountCache",
        "MSysScan1",   "MSysOLD2",    "MSysDeferredPopulateKeys",
    };
    uint32_t flags =
        schema->flags & (CATALOG_TABLE_FIXED_DDL | CATALOG_TABLE_TEMPLATE | CATALOG_TABLE_DERIVED);
    if (strcasecmp(schema->name, "MSysObjects") == 0 || strcasecmp(schema->name, "MSysObjectsShadow") == 0)
        return flags | CATALOG_TABLE_SYSTEM;
    for (size_t i = 0; i < ARRAY_COUNT(dynamic); i++)
        if (strcasecmp(schema->name, dynamic[i]) == 0)
            return flags | CATALOG_TABLE_SYSTEM | CATALOG_TABLE_DYNAMIC_SYSTEM;
    return flags;
}

static void put_object(const struct info_call *call, uint32_t flags, uint32_t records)
{
    const JET_OBJECTINFO answer = {
        .cbStruct = sizeof answer,
        .objtyp = JET_objtypTable,
        .grbit = JET_bitTableInfoBookmark | JET_bitTableInfoRollback |
                 (call->updatable ? JET_bitTableInfoUpdatable : 0),
        .flags = flags,
        .cRecord = records,
    };
    memcpy(call->result, &answer, sizeof answer);
}

/* ---- space ------------------------------------------------------------------------- */

/* Extents of JET_TblInfoSpaceUsage: pairs of last page and pages. */
struct extent_list {
    const struct info_call *call;
    size_t used;
    enum space_tree wanted;
};

static void add_pair(struct extent_list *list, uint32_t last, uint32_t pages)
{
    if (list->call->size - list->used < 2 * sizeof(uint32_t))
        return;
    put32(list->call, list->used, last);
    put32(list->call, list->used + sizeof last, pages);
    list->used += 2 * sizeof(uint32_t);
}

static JET_ERR visit_extent(void *context, enum space_tree kind, const struct space_extent *extent,
                            bool buffer)
{
    struct extent_list *list = context;
    if (kind == list->wanted && !buffer && extent->count > 0)
        add_pair(list, extent->last, extent->count);
    return JET_errSuccess;
}

static JET_ERR put_space_usage(const struct info_call *call, struct database *database,
                               const struct table_schema *schema)
{
    struct btree tree;
    struct space_counts counts;
    JET_ERR err = info_space_open(database, schema, &tree);
    if (err >= 0)
        err = space_count(&tree, &counts);
    if (err < 0)
        return err;
    memset(call->result, 0, call->size);
    put32(call, 0, (uint32_t)counts.owned);
    put32(call, sizeof(uint32_t), (uint32_t)counts.available);
    struct extent_list list = {.call = call, .used = 2 * sizeof(uint32_t)};
    for (list.wanted = SPACE_OWNED; call->size > 8 && err >= 0; list.wanted = SPACE_AVAILABLE) {
        err = space_walk(&tree, visit_extent, &list);
        add_pair(&list, 0, 0);
        if (list.wanted == SPACE_AVAILABLE)
            break;
    }
    return err;
}

static JET_ERR put_space(const struct info_call *call, struct database *database,
                         const struct table_schema *schema)
{
    struct info_space space;
    const bool long_values =
        call->level == JET_TblInfoSpaceOwnedLV || call->level == JET_TblInfoSpaceAvailableLV;
    if (call->size < sizeof(uint32_t))
        return long_values && schema->lv_pgno_fdp == 0 ? JET_errBufferTooSmall : JET_errInvalidParameter;
    JET_ERR err = long_values ? info_space_of_long_values(database, schema, &space)
                              : info_space_of_table(database, schema, &space);
    if (err < 0)
        return err;
    const bool owned = call->level == JET_TblInfoSpaceOwned || call->level == JET_TblInfoSpaceOwnedLV;
    memset(call->result, 0, call->size);
    put32(call, 0, owned ? space.owned : space.available);
    return JET_errSuccess;
}

/* ------------------------------------------------------------------------------------ */

/* Reserving a value changes the tree: only what can be said without it is said. */
static JET_ERR reserve_autoincrement(const struct info_call *call, const struct table_schema *schema)
{
    const struct table_column *column = schema->autoincrement;
    if (!call->result)
        return JET_errInvalidParameter;
    if (!column || column->has_default)
        return JET_errInvalidOperation;
    if (call->size != (column->coltyp == JET_coltypLong ? sizeof(uint32_t) : sizeof(uint64_t)))
        return JET_errInvalidBufferSize;
    return call->updatable ? JET_wrnNyi : JET_errPermissionDenied;
}

JET_ERR info_table(const struct info_call *call, struct database *database, const struct table_schema *schema)
{
    switch (call->level) {
    case JET_TblInfo:
        put_object(call, table_flags(schema), 0);
        return JET_errSuccess;
    case JET_TblInfoName:
        return put_name(call, schema->name);
    case JET_TblInfoTemplateTableName:
        return put_name(call, schema->template_name);
    case JET_TblInfoSpaceAlloc:
        put32(call, 0, schema->pages);
        put32(call, sizeof(uint32_t), schema->density);
        return JET_errSuccess;
    case JET_TblInfoSpaceUsage:
        return put_space_usage(call, database, schema);
    case JET_TblInfoSpaceOwned:
    case JET_TblInfoSpaceAvailable:
    case JET_TblInfoSpaceOwnedLV:
    case JET_TblInfoSpaceAvailableLV:
        return put_space(call, database, schema);
    case JET_TblInfoLVChunkMax:
        put32(call, 0, schema->lv_chunk_max ? schema->lv_chunk_max : lv_chunk_size(database->page_size));
        return JET_errSuccess;
    case JET_TblInfoObjectId:
        put32(call, 0, schema->objid);
        return JET_errSuccess;
    case JET_TblInfoEncryptionKey:
        return JET_errSuccess; /* no cursor has one */
    case JET_TblInfoRetrieveAndReserveAutoIncrement:
        return reserve_autoincrement(call, schema);
    default:
        return JET_errFeatureNotAvailable;
    }
}

JET_ERR info_table_temporary(const struct info_call *call, const struct temp_table *table)
{
    if (call->level != JET_TblInfo)
        return JET_errInvalidOperation;
    if (call->size < sizeof(JET_OBJECTINFO))
        return JET_errInvalidParameter;
    memset(call->result, 0, call->size);
    const JET_OBJECTINFO answer = {
        .cbStruct = sizeof answer,
        .objtyp = JET_objtypTable,
        .cRecord = table->state == TEMP_MATERIALISED ? table->count : table->inserted,
    };
    memcpy(call->result, &answer, sizeof answer);
    return JET_errSuccess;
}
