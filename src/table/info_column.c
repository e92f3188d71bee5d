/* JetGetColumnInfo and JetGetTableColumnInfo. */
#include "table/info.h"

#include "table/cursor.h"

#include "base/alloc.h"
#include "base/utf.h"

#define LEVEL_MODIFIERS                                                                                      \
    (JET_ColInfoGrbitNonDerivedColumnsOnly | JET_ColInfoGrbitMinimalInfo | JET_ColInfoGrbitSortByColumnid |  \
     JET_ColInfoGrbitCompacting)

enum {
    COLUMN_ORDER,
    COLUMN_NAME,
    COLUMN_ID,
    COLUMN_TYPE,
    COLUMN_COUNTRY,
    COLUMN_LANGUAGE,
    COLUMN_CODE_PAGE,
    COLUMN_COLLATE,
    COLUMN_MAX,
    COLUMN_GRBIT,
    COLUMN_DEFAULT,
    COLUMN_BASE_TABLE,
    COLUMN_BASE_NAME,
    COLUMN_COUNT
};

JET_ERR info_column_check(const struct info_call *call)
{
    size_t least;
    switch (call->level & ~LEVEL_MODIFIERS) {
    case JET_ColInfo:
    case JET_ColInfoByColid:
        least = sizeof(JET_COLUMNDEF);
        break;
    case JET_ColInfoBase:
    case JET_ColInfoBaseByColid:
        least = call->wide ? sizeof(JET_COLUMNBASE_W) : sizeof(JET_COLUMNBASE_A);
        break;
    case JET_ColInfoList:
    case JET_ColInfoListCompact:
    case JET_ColInfoListSortColumnid:
        least = sizeof(JET_COLUMNLIST);
        break;
    case JET_ColInfoSysTabCursor:
        return JET_errFeatureNotAvailable;
    default:
        return JET_errInvalidParameter;
    }
    return call->size < least ? JET_errBufferTooSmall : JET_errSuccess;
}

bool info_column_by_id(uint32_t level)
{
    level &= ~LEVEL_MODIFIERS;
    return level == JET_ColInfoByColid || level == JET_ColInfoBaseByColid;
}

static JET_GRBIT reported_grbit(const struct info_call *call, const struct table_column *column)
{
    return column->grbit | (call->updatable ? JET_bitColumnUpdatable : 0);
}

/* ---- one column -------------------------------------------------------------------- */

static JET_ERR find_column(const struct info_call *call, const struct table_schema *schema, const char *name,
                           const JET_COLUMNID *id, const struct table_column **column)
{
    *column = NULL;
    if (info_column_by_id(call->level)) {
        JET_COLUMNID number;
        if (!id)
            return JET_errColumnNotFound;
        memcpy(&number, id, sizeof number);
        *column = schema_column(schema, number);
    } else if (name && *name) {
        size_t size;
        JET_ERR err = object_name_check(name, &size);
        if (err < 0)
            return err;
        *column = schema_column_by_name(schema, name, size);
    }
    return *column ? JET_errSuccess : JET_errColumnNotFound;
}

static JET_ERR one_column(const struct info_call *call, const struct table_schema *schema,
                          const struct table_column *column)
{
    JET_COLUMNDEF answer = {
        .cbStruct = sizeof answer,
        .columnid = column->columnid,
        .coltyp = column->coltyp,
        .wCountry = INFO_COUNTRY,
        .cp = column->code_page,
        .cbMax = column->size_max,
        .grbit = reported_grbit(call, column),
    };
    JET_ERR err = info_language(call->locale, &answer.langid);
    if (err < 0)
        return err;
    uint32_t level = call->level & ~LEVEL_MODIFIERS;
    if (level == JET_ColInfo || level == JET_ColInfoByColid) {
        memcpy(call->result, &answer, sizeof answer);
        return JET_errSuccess;
    }
    /* JET_COLUMNBASE begins like JET_COLUMNDEF and continues with the two names. */
    size_t size = call->wide ? sizeof(JET_COLUMNBASE_W) : sizeof(JET_COLUMNBASE_A);
    memset(call->result, 0, size);
    answer.cbStruct = (uint32_t)size;
    memcpy(call->result, &answer, sizeof answer);
    info_put_name(call, call->result + offsetof(JET_COLUMNBASE_A, szBaseTableName), schema->name);
    info_put_name(call,
                  call->result + (call->wide ? offsetof(JET_COLUMNBASE_W, szBaseColumnName)
                                             : offsetof(JET_COLUMNBASE_A, szBaseColumnName)),
                  column->name);
    return JET_errSuccess;
}

/* ---- all columns ------------------------------------------------------------------- */

struct column_list {
    struct info_list list;
    const struct table_schema *schema;
    uint16_t language;
    bool minimal, sorted, compact;
    uint8_t *scratch; /* a user-defined default while its row is made */
};

/* The default of a column with a callback is a JET_USERDEFINEDDEFAULT followed by what
 * it names. Its pointers are distances from its own start: addresses would mean nothing. */
static JET_ERR user_default(struct column_list *columns, const struct table_column *column)
{
    JET_USERDEFINEDDEFAULT_A head = {0};
    size_t name = sizeof head, data = name + column->callback.size + 1;
    size_t size = data + column->callback_data.size;
    uint8_t *image = mem_realloc(columns->scratch, size);
    if (!image)
        return JET_errOutOfMemory;
    columns->scratch = image;
    head.szCallback = (char *)name;
    head.cbUserData = (uint32_t)column->callback_data.size;
    head.pbUserData = head.cbUserData ? (uint8_t *)data : NULL;
    memset(image, 0, size);
    memcpy(image, &head, sizeof head);
    if (column->callback.size)
        memcpy(image + name, column->callback.data, column->callback.size);
    if (column->callback_data.size)
        memcpy(image + data, column->callback_data.data, column->callback_data.size);
    info_list_bytes(&columns->list, COLUMN_DEFAULT, image, (uint32_t)size);
    return JET_errSuccess;
}

static JET_ERR add_column(struct column_list *columns, const struct table_column *column)
{
    struct info_list *list = &columns->list;
    if (columns->sorted)
        info_list_long(list, COLUMN_ORDER, column->columnid);
    info_list_text(list, COLUMN_NAME, column->name);
    info_list_long(list, COLUMN_ID, column->columnid);
    if (columns->minimal)
        return info_list_row(list);
    info_list_long(list, COLUMN_TYPE, column->coltyp);
    info_list_short(list, COLUMN_COUNTRY, INFO_COUNTRY);
    info_list_short(list, COLUMN_LANGUAGE, columns->language);
    info_list_short(list, COLUMN_CODE_PAGE, column->code_page);
    info_list_short(list, COLUMN_COLLATE, 0);
    info_list_long(list, COLUMN_MAX, column->size_max);
    info_list_long(list, COLUMN_GRBIT, reported_grbit(list->call, column));
    JET_ERR err = JET_errSuccess;
    if (column->flags & CATALOG_COLUMN_USER_DEFAULT)
        err = user_default(columns, column);
    else if (column->has_default)
        info_list_bytes(list, COLUMN_DEFAULT, column->default_value.data,
                        (uint32_t)column->default_value.size);
    info_list_text(list, COLUMN_BASE_TABLE, columns->schema->name);
    info_list_text(list, COLUMN_BASE_NAME, column->name);
    return err < 0 ? err : info_list_row(list);
}

static JET_ERR add_columns(struct column_list *columns, bool own_only)
{
    for (unsigned i = 0; i < columns->schema->column_count; i++) {
        const struct table_column *column = &columns->schema->columns[i];
        if (column->coltyp == JET_coltypNil)
            continue;
        if (column->inherited && (own_only || columns->compact))
            continue;
        if (columns->compact && (column->flags & CATALOG_COLUMN_PLACEHOLDER))
            continue;
        JET_ERR err = add_column(columns, column);
        if (err < 0)
            return err;
    }
    return JET_errSuccess;
}

static JET_ERR create_list(struct column_list *columns, const struct info_call *call)
{
    const bool key = !columns->compact;
    const struct info_list_column definition[COLUMN_COUNT] = {
        [COLUMN_ORDER] = {JET_coltypLong, key},
        [COLUMN_NAME] = {JET_coltypText, key},
        [COLUMN_ID] = {JET_coltypLong, false},
        [COLUMN_TYPE] = {JET_coltypLong, false},
        [COLUMN_COUNTRY] = {JET_coltypShort, false},
        [COLUMN_LANGUAGE] = {JET_coltypShort, false},
        [COLUMN_CODE_PAGE] = {JET_coltypShort, false},
        [COLUMN_COLLATE] = {JET_coltypShort, false},
        [COLUMN_MAX] = {JET_coltypLong, false},
        [COLUMN_GRBIT] = {JET_coltypLong, false},
        [COLUMN_DEFAULT] = {columns->compact ? JET_coltypBinary : JET_coltypLongBinary, false},
        [COLUMN_BASE_TABLE] = {JET_coltypText, false},
        [COLUMN_BASE_NAME] = {JET_coltypText, false},
    };
    return info_list_create(&columns->list, call, definition, COLUMN_COUNT);
}

static JET_ERR list_columns(const struct info_call *call, const struct table_schema *schema)
{
    uint32_t level = call->level & ~LEVEL_MODIFIERS;
    struct column_list columns = {
        .schema = schema,
        .minimal = call->level & JET_ColInfoGrbitMinimalInfo,
        .sorted = (call->level & JET_ColInfoGrbitSortByColumnid) || level == JET_ColInfoListSortColumnid,
        .compact = (call->level & JET_ColInfoGrbitCompacting) || level == JET_ColInfoListCompact,
    };
    JET_COLUMNLIST answer = {.cbStruct = sizeof answer};
    JET_ERR err = info_language(call->locale, &columns.language);
    if (err >= 0)
        err = create_list(&columns, call);
    if (err < 0)
        return err;
    err = add_columns(&columns, call->level & JET_ColInfoGrbitNonDerivedColumnsOnly);
    mem_free(columns.scratch);
    err = info_list_finish(&columns.list, err, &answer.tableid);
    if (err < 0)
        return err;
    const JET_COLUMNID *ids = columns.list.ids;
    answer.cRecord = columns.list.rows;
    answer.columnidPresentationOrder = ids[COLUMN_ORDER];
    answer.columnidcolumnname = ids[COLUMN_NAME];
    answer.columnidcolumnid = ids[COLUMN_ID];
    answer.columnidcoltyp = ids[COLUMN_TYPE];
    answer.columnidCountry = ids[COLUMN_COUNTRY];
    answer.columnidLangid = ids[COLUMN_LANGUAGE];
    answer.columnidCp = ids[COLUMN_CODE_PAGE];
    answer.columnidCollate = ids[COLUMN_COLLATE];
    answer.columnidcbMax = ids[COLUMN_MAX];
    answer.columnidgrbit = ids[COLUMN_GRBIT];
    answer.columnidDefault = ids[COLUMN_DEFAULT];
    answer.columnidBaseTableName = ids[COLUMN_BASE_TABLE];
    answer.columnidBaseColumnName = ids[COLUMN_BASE_NAME];
    answer.columnidDefinitionName = ids[COLUMN_NAME];
    memcpy(call->result, &answer, sizeof answer);
    return JET_errSuccess;
}

JET_ERR info_column(const struct info_call *call, const struct table_schema *schema, const char *name,
                    const JET_COLUMNID *id)
{
    switch (call->level & ~LEVEL_MODIFIERS) {
    case JET_ColInfoList:
    case JET_ColInfoListCompact:
    case JET_ColInfoListSortColumnid: {
        size_t size;
        JET_ERR err = name && *name ? object_name_check(name, &size) : JET_errSuccess;
        return err < 0 ? err : list_columns(call, schema);
    }
    default: {
        const struct table_column *column;
        JET_ERR err = find_column(call, schema, name, id, &column);
        return err < 0 ? err : one_column(call, schema, column);
    }
    }
}
