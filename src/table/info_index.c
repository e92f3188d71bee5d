/* JetGetIndexInfo and JetGetTableIndexInfo. */
#include "table/info.h"

#include "base/utf.h"
#include "table/cursor.h"
#include "table/info_space.h"

/* JET_INDEXLIST before it got its last member. */
enum { INDEX_LIST_OLD = offsetof(JET_INDEXLIST, columnidLCMapFlags) + sizeof(JET_COLUMNID) };
_Static_assert(INDEX_LIST_OLD == 84, "the end of the members, without the padding behind them");

enum {
    INDEX_NAME,
    INDEX_GRBIT,
    INDEX_KEYS,
    INDEX_ENTRIES,
    INDEX_PAGES,
    INDEX_COLUMN_COUNT,
    INDEX_SEGMENT,
    INDEX_COLUMN_ID,
    INDEX_TYPE,
    INDEX_COUNTRY,
    INDEX_LANGUAGE,
    INDEX_CODE_PAGE,
    INDEX_COLLATE,
    INDEX_COLUMN_GRBIT,
    INDEX_COLUMN_NAME,
    INDEX_MAP_FLAGS,
    INDEX_COLUMNS
};

static const struct info_list_column index_columns[INDEX_COLUMNS] = {
    [INDEX_NAME] = {JET_coltypText, true},         [INDEX_GRBIT] = {JET_coltypLong, false},
    [INDEX_KEYS] = {JET_coltypLong, false},        [INDEX_ENTRIES] = {JET_coltypLong, false},
    [INDEX_PAGES] = {JET_coltypLong, false},       [INDEX_COLUMN_COUNT] = {JET_coltypLong, false},
    [INDEX_SEGMENT] = {JET_coltypLong, true},      [INDEX_COLUMN_ID] = {JET_coltypLong, false},
    [INDEX_TYPE] = {JET_coltypLong, false},        [INDEX_COUNTRY] = {JET_coltypShort, false},
    [INDEX_LANGUAGE] = {JET_coltypShort, false},   [INDEX_CODE_PAGE] = {JET_coltypShort, false},
    [INDEX_COLLATE] = {JET_coltypShort, false},    [INDEX_COLUMN_GRBIT] = {JET_coltypLong, false},
    [INDEX_COLUMN_NAME] = {JET_coltypText, false}, [INDEX_MAP_FLAGS] = {JET_coltypLong, false},
};

/* Smallest buffer of each level; 0: no such level. */
static const uint8_t least_size[] = {
    [JET_IdxInfo] = 84,
    [JET_IdxInfoList] = 84,
    [JET_IdxInfoSpaceAlloc] = 4,
    [JET_IdxInfoLCID] = 2,
    [JET_IdxInfoCount] = 4,
    [JET_IdxInfoVarSegMac] = 2,
    [JET_IdxInfoIndexId] = 20,
    [JET_IdxInfoKeyMost] = 2,
    [JET_IdxInfoCreateIndex] = 80,
    [JET_IdxInfoCreateIndex2] = 88,
    [JET_IdxInfoCreateIndex3] = 88,
    [JET_IdxInfoLocaleName] = (CATALOG_LOCALE_MOST + 1) * 2,
    [JET_IdxInfoSortVersion] = 4,
    [JET_IdxInfoDefinedSortVersion] = 4,
    [JET_IdxInfoSortId] = 16,
    [JET_IdxInfoSpaceOwned] = 4,
    [JET_IdxInfoSpaceAvailable] = 4,
};

JET_ERR info_index_check(const struct info_call *call)
{
    if (call->level == JET_IdxInfoSysTabCursor || call->level == JET_IdxInfoOLC ||
        call->level == JET_IdxInfoResetOLC)
        return JET_errFeatureNotAvailable;
    if (call->level >= ARRAY_COUNT(least_size) || least_size[call->level] == 0)
        return JET_errInvalidParameter;
    if (call->size < least_size[call->level])
        return JET_errBufferTooSmall;
    if (call->level == JET_IdxInfoSpaceOwned && call->size != sizeof(uint32_t))
        return JET_errInvalidBufferSize;
    return JET_errSuccess;
}

bool info_index_reads_catalog(uint32_t level)
{
    switch (level) {
    case JET_IdxInfoSpaceAlloc:
    case JET_IdxInfoLCID:
    case JET_IdxInfoVarSegMac:
    case JET_IdxInfoKeyMost:
    case JET_IdxInfoLocaleName:
    case JET_IdxInfoSortVersion:
    case JET_IdxInfoDefinedSortVersion:
    case JET_IdxInfoSortId:
        return true;
    default:
        return false;
    }
}

/* The number of an index's locale. JET_errInvalidLanguageId when it has none. */
static JET_ERR index_lcid(const struct table_index *index, uint32_t *lcid)
{
    *lcid = index->lcid;
    return index->lcid ? JET_errSuccess : nls_lcid_of_locale(index->locale, lcid);
}

/* ---- lists ------------------------------------------------------------------------- */

static JET_ERR add_index(struct info_list *list, const struct table_schema *schema,
                         const struct table_index *index)
{
    uint32_t lcid;
    JET_ERR err = index_lcid(index, &lcid);
    for (uint32_t i = 0; err >= 0 && i < index->key.segment_count; i++) {
        const struct key_segment *segment = &index->key.segments[i];
        const struct table_column *column = &schema->columns[segment->column];
        info_list_text(list, INDEX_NAME, index->name);
        info_list_long(list, INDEX_GRBIT, index->grbit);
        info_list_long(list, INDEX_KEYS, 0);
        info_list_long(list, INDEX_ENTRIES, 0);
        info_list_long(list, INDEX_PAGES, 0);
        info_list_long(list, INDEX_COLUMN_COUNT, index->key.segment_count);
        info_list_long(list, INDEX_SEGMENT, i);
        info_list_long(list, INDEX_COLUMN_ID, column->columnid);
        info_list_long(list, INDEX_TYPE, column->coltyp);
        info_list_short(list, INDEX_COUNTRY, INFO_COUNTRY);
        info_list_short(list, INDEX_LANGUAGE, (uint16_t)lcid);
        info_list_short(list, INDEX_CODE_PAGE, column->code_page);
        info_list_short(list, INDEX_COLLATE, 0);
        info_list_long(list, INDEX_COLUMN_GRBIT,
                       segment->descending ? JET_bitKeyDescending : JET_bitKeyAscending);
        info_list_text(list, INDEX_COLUMN_NAME, column->name);
        info_list_long(list, INDEX_MAP_FLAGS, index->lcmap_flags);
        err = info_list_row(list);
    }
    return err;
}

static JET_ERR list_indexes(const struct info_call *call, const struct table_schema *schema,
                            const struct table_index *only)
{
    struct info_list list;
    JET_INDEXLIST answer = {.cbStruct = call->size < sizeof answer ? INDEX_LIST_OLD : sizeof answer};
    JET_ERR err = info_list_create(&list, call, index_columns, INDEX_COLUMNS);
    if (err < 0)
        return err;
    for (unsigned i = 0; err >= 0 && i < schema->index_count; i++)
        if (!only || only == &schema->indexes[i])
            err = add_index(&list, schema, &schema->indexes[i]);
    err = info_list_finish(&list, err, &answer.tableid);
    if (err < 0)
        return err;
    const JET_COLUMNID *ids = list.ids;
    answer.cRecord = list.rows;
    answer.columnidindexname = ids[INDEX_NAME];
    answer.columnidgrbitIndex = ids[INDEX_GRBIT];
    answer.columnidcKey = ids[INDEX_KEYS];
    answer.columnidcEntry = ids[INDEX_ENTRIES];
    answer.columnidcPage = ids[INDEX_PAGES];
    answer.columnidcColumn = ids[INDEX_COLUMN_COUNT];
    answer.columnidiColumn = ids[INDEX_SEGMENT];
    answer.columnidcolumnid = ids[INDEX_COLUMN_ID];
    answer.columnidcoltyp = ids[INDEX_TYPE];
    answer.columnidCountry = ids[INDEX_COUNTRY];
    answer.columnidLangid = ids[INDEX_LANGUAGE];
    answer.columnidCp = ids[INDEX_CODE_PAGE];
    answer.columnidCollate = ids[INDEX_COLLATE];
    answer.columnidgrbitColumn = ids[INDEX_COLUMN_GRBIT];
    answer.columnidcolumnname = ids[INDEX_COLUMN_NAME];
    answer.columnidLCMapFlags = ids[INDEX_MAP_FLAGS];
    memcpy(call->result, &answer, answer.cbStruct);
    return JET_errSuccess;
}

/* ---- JET_INDEXCREATE --------------------------------------------------------------- */

/* Fills a buffer front to back; `short_of` once something did not fit. */
struct packer {
    const struct info_call *call;
    size_t used;
    bool short_of;
};

/* The next `size` bytes, zeroed, at a multiple of 8. */
static void *pack(struct packer *packer, size_t size)
{
    size_t start = (packer->used + 7) & ~(size_t)7;
    if (packer->short_of || start > packer->call->size || size > packer->call->size - start) {
        packer->short_of = true;
        return NULL;
    }
    packer->used = start + size;
    return memset(packer->call->result + start, 0, size);
}

static size_t unit_size(const struct info_call *call) { return call->wide ? sizeof(WCHAR) : 1; }

static char *pack_name(struct packer *packer, const char *name)
{
    void *to = pack(packer, (strlen(name) + 1) * unit_size(packer->call));
    if (to)
        info_put_name(packer->call, to, name);
    return to;
}

/* "+a\0-b\0\0"; *bytes is its size with all terminators. */
static char *pack_key(struct packer *packer, const struct table_schema *schema, const struct key_index *key,
                      uint32_t *bytes)
{
    char text[KEY_SEGMENTS_MAX * (CATALOG_NAME_MOST + 2) + 1];
    size_t size = 0;
    for (unsigned i = 0; i < key->segment_count; i++) {
        const char *name = schema->columns[key->segments[i].column].name;
        text[size++] = key->segments[i].descending ? '-' : '+';
        memcpy(text + size, name, strlen(name) + 1);
        size += strlen(name) + 1;
    }
    text[size++] = 0;
    *bytes = (uint32_t)(size * unit_size(packer->call));
    uint8_t *to = pack(packer, *bytes);
    for (size_t i = 0; to && i < size; i++) {
        WCHAR unit = name_unit((uint8_t)text[i]);
        if (packer->call->wide)
            memcpy(to + i * sizeof unit, &unit, sizeof unit);
        else
            to[i] = (uint8_t)text[i];
    }
    return (char *)to;
}

static void *pack_collation(struct packer *packer, const struct table_index *index, JET_ERR *err)
{
    const char *locale = index->locale;
    const uint32_t flags = index->lcmap_flags;
    if (packer->call->level != JET_IdxInfoCreateIndex3) {
        JET_UNICODEINDEX by_number = {.dwMapFlags = flags};
        *err = index_lcid(index, &by_number.lcid);
        void *place = pack(packer, sizeof by_number);
        return place ? memcpy(place, &by_number, sizeof by_number) : NULL;
    }
    JET_UNICODEINDEX2 *by_name = pack(packer, sizeof *by_name);
    WCHAR *name = pack(packer, (strlen(locale) + 1) * sizeof *name);
    JET_UNICODEINDEX2 value = {.szLocaleName = name, .dwMapFlags = flags};
    if (name) {
        memcpy(by_name, &value, sizeof value);
        for (size_t i = 0; locale[i]; i++) {
            WCHAR unit = (uint8_t)locale[i];
            memcpy((uint8_t *)name + i * sizeof unit, &unit, sizeof unit);
        }
    }
    return by_name;
}

static void *pack_tuple_limits(struct packer *packer, const struct key_tuple *tuple)
{
    const JET_TUPLELIMITS limits = {
        .chLengthMin = tuple->length_min,
        .chLengthMax = tuple->length_max,
        .chToIndexMax = tuple->count_max,
        .cchIncrement = tuple->increment,
        .ichStart = tuple->start,
    };
    void *place = pack(packer, sizeof limits);
    return place ? memcpy(place, &limits, sizeof limits) : NULL;
}

static void *pack_conditions(struct packer *packer, const struct table_schema *schema,
                             const struct key_index *key)
{
    if (key->condition_count == 0)
        return NULL;
    uint8_t *array = pack(packer, key->condition_count * sizeof(JET_CONDITIONALCOLUMN_A));
    for (unsigned i = 0; i < key->condition_count; i++) {
        const struct key_condition *condition = &key->conditions[i];
        const JET_CONDITIONALCOLUMN_A one = {
            .cbStruct = sizeof one,
            .szColumnName = pack_name(packer, schema->columns[condition->column].name),
            .grbit = condition->must_be_null ? JET_bitIndexColumnMustBeNull : JET_bitIndexColumnMustBeNonNull,
        };
        if (array)
            memcpy(array + i * sizeof one, &one, sizeof one);
    }
    return array;
}

static void *pack_space_hints(struct packer *packer, const struct table_index *index, uint32_t page_size)
{
    const struct catalog_space_hints *hints = &index->space_hints;
    uint64_t initial = hints->initial ? hints->initial : (uint64_t)index->pages * page_size;
    const JET_SPACEHINTS value = {
        .cbStruct = sizeof value,
        .ulInitialDensity = index->density,
        .cbInitial = initial <= page_size ? 0 : (uint32_t)MIN(initial, UINT32_MAX),
        .grbit = hints->grbit,
        .ulMaintDensity = hints->maintenance_density,
        .ulGrowth = hints->growth,
        .cbMinExtent = hints->extent_min,
        .cbMaxExtent = hints->extent_max,
    };
    void *place = pack(packer, sizeof value);
    return place ? memcpy(place, &value, sizeof value) : NULL;
}

/* The three structures, in either form, have their members in the same places. */
_Static_assert(offsetof(JET_INDEXCREATE_A, cbKeyMost) == offsetof(JET_INDEXCREATE3_W, cbKeyMost), "");
_Static_assert(offsetof(JET_INDEXCREATE2_A, pSpacehints) == offsetof(JET_INDEXCREATE3_W, pSpacehints), "");
_Static_assert(sizeof(JET_CONDITIONALCOLUMN_A) == sizeof(JET_CONDITIONALCOLUMN_W), "");

static JET_ERR create_index(const struct info_call *call, uint32_t page_size,
                            const struct table_schema *schema, const struct table_index *index)
{
    const bool old = call->level == JET_IdxInfoCreateIndex;
    const size_t size = old ? sizeof(JET_INDEXCREATE_A) : sizeof(JET_INDEXCREATE3_A);
    struct packer packer = {.call = call};
    JET_ERR err = JET_errSuccess;
    pack(&packer, size);
    JET_INDEXCREATE3_A value = {
        .cbStruct = (uint32_t)size,
        .grbit = index->grbit | JET_bitIndexUnicode | (index->tuples ? JET_bitIndexTupleLimits : 0),
        .ulDensity = index->density,
        .cConditionalColumn = index->key.condition_count,
        .err = JET_errSuccess,
        .cbKeyMost = MAX(index->key_most, KEY_MOST_DEFAULT),
    };
    if (!old)
        value.pSpacehints = pack_space_hints(&packer, index, page_size);
    value.szIndexName = pack_name(&packer, index->name);
    value.szKey = pack_key(&packer, schema, &index->key, &value.cbKey);
    value.pidxunicode = pack_collation(&packer, index, &err);
    if (index->tuples)
        value.ptuplelimits = pack_tuple_limits(&packer, &index->key.tuple);
    else
        value.cbVarSegMac = index->key.var_seg_mac;
    value.rgconditionalcolumn = pack_conditions(&packer, schema, &index->key);
    if (err < 0)
        return err;
    if (packer.short_of)
        return JET_errBufferTooSmall;
    memcpy(call->result, &value, size);
    return JET_errSuccess;
}

/* ---- single values ----------------------------------------------------------------- */

static void put16(const struct info_call *call, uint16_t value)
{
    memcpy(call->result, &value, sizeof value);
}
static void put32(const struct info_call *call, uint32_t value)
{
    memcpy(call->result, &value, sizeof value);
}

static JET_ERR put_lcid(const struct info_call *call, const struct table_index *index)
{
    uint32_t lcid;
    JET_ERR err = index_lcid(index, &lcid);
    if (err < 0)
        return err;
    if (call->size < sizeof lcid)
        put16(call, (uint16_t)lcid);
    else
        put32(call, lcid);
    return JET_errSuccess;
}

static void put_locale(const struct info_call *call, const struct table_index *index)
{
    const char *locale = index->locale;
    for (size_t i = 0; i == 0 || locale[i - 1]; i++) {
        WCHAR unit = (uint8_t)locale[i];
        memcpy(call->result + i * sizeof unit, &unit, sizeof unit);
    }
}

static JET_ERR put_space(const struct info_call *call, struct database *database,
                         const struct table_schema *schema, const struct table_index *index)
{
    struct info_space space;
    JET_ERR err = info_space_of_index(database, schema, index, &space);
    if (err < 0)
        return err;
    memset(call->result, 0, call->size);
    put32(call, call->level == JET_IdxInfoSpaceOwned ? space.owned : space.available);
    return JET_errSuccess;
}

static JET_ERR one_value(const struct info_call *call, struct database *database,
                         const struct table_schema *schema, const struct table_index *index)
{
    switch (call->level) {
    case JET_IdxInfoSpaceAlloc:
        put32(call, index->density);
        return JET_errSuccess;
    case JET_IdxInfoLCID:
        return put_lcid(call, index);
    case JET_IdxInfoVarSegMac:
        put16(call, index->key.var_seg_mac);
        return JET_errSuccess;
    case JET_IdxInfoKeyMost:
        put16(call, index->key_most);
        return JET_errSuccess;
    case JET_IdxInfoCreateIndex:
    case JET_IdxInfoCreateIndex2:
    case JET_IdxInfoCreateIndex3:
        return create_index(call, database->page_size, schema, index);
    case JET_IdxInfoLocaleName:
        put_locale(call, index);
        return JET_errSuccess;
    case JET_IdxInfoSortVersion:
        put32(call, index->sort_version);
        return JET_errSuccess;
    case JET_IdxInfoDefinedSortVersion:
        put32(call, index->defined_version);
        return JET_errSuccess;
    case JET_IdxInfoSortId:
        memcpy(call->result, index->sort_id, NLS_SORT_ID_SIZE);
        return JET_errSuccess;
    case JET_IdxInfoSpaceOwned:
    case JET_IdxInfoSpaceAvailable:
        return put_space(call, database, schema, index);
    default:
        return JET_errInvalidParameter;
    }
}

JET_ERR info_index_find(const struct info_call *call, const struct table_schema *schema, const char *name,
                        const struct table_index **index)
{
    *index = NULL;
    if (name && *name) {
        size_t size;
        JET_ERR err = object_name_check(name, &size);
        if (err < 0 || call->level == JET_IdxInfoCount)
            return err;
        *index = schema_index_by_name(schema, name, size);
        return *index ? JET_errSuccess : JET_errIndexNotFound;
    }
    switch (call->level) {
    case JET_IdxInfo:
    case JET_IdxInfoList:
    case JET_IdxInfoCount:
        return JET_errSuccess; /* all of them */
    case JET_IdxInfoCreateIndex:
    case JET_IdxInfoCreateIndex2:
    case JET_IdxInfoCreateIndex3:
        *index = schema->primary;
        break;
    }
    return *index ? JET_errSuccess : JET_errIndexNotFound;
}

JET_ERR info_index(const struct info_call *call, struct database *database, const struct table_schema *schema,
                   const char *name)
{
    const struct table_index *index;
    JET_ERR err = info_index_find(call, schema, name, &index);
    if (err < 0)
        return err;
    if (call->level == JET_IdxInfo || call->level == JET_IdxInfoList)
        return list_indexes(call, schema, index);
    if (call->level == JET_IdxInfoCount) {
        put32(call, schema->index_count + (schema->primary ? 0 : 1)); /* one for the order of creation */
        return JET_errSuccess;
    }
    return one_value(call, database, schema, index);
}
