#include "format/log_record.h"

const struct log_type_info log_types[LOG_TYPE_COUNT] = {
#define T(number, constant, name, fixed, prefix, class, o0, w0, o1, w1, o2, w2, o3, w3)                      \
    [number] = {                                                                                             \
        name, fixed, LOG_PREFIX_##prefix, LOG_CLASS_##class, {{o0, w0}, {o1, w1}, {o2, w2}, {o3, w3}}},
    LOG_TYPES(T)
#undef T
};

const struct log_field_info log_fields[] = {
#define F(record, field, offset, width, form) {#record, #field, offset, width, form},
    LOG_FIELDS(F)
#undef F
};
const size_t log_field_count = ARRAY_COUNT(log_fields);

/* Bit 15 of the length of a ReplaceD tells the form of its list. */
static uint32_t part_size(const uint8_t *bytes, uint8_t type, unsigned offset, unsigned width)
{
    uint32_t size = width == 4 ? load_le32(bytes + offset) : load_le16(bytes + offset);
    return type == LOG_REPLACE_DIFF ? size & 0x7FFF : size;
}

JET_ERR log_record_open(struct log_record *record, struct bytes data)
{
    *record = (struct log_record){.bytes = data.data};
    if (data.size == 0 || data.data[0] >= LOG_TYPE_COUNT)
        return JET_errLogFileCorrupt;
    uint8_t type = data.data[0];
    const struct log_type_info *info = &log_types[type];
    uint64_t size = info->fixed;
    if (size == 0 || size > data.size)
        return JET_errLogFileCorrupt;
    /* The version info of a CreateDB stands before its path (spec 30, 5.6). */
    if (type == LOG_CREATE_DB && (data.data[LOG_CREATE_DB_FLAGS] & LOG_DB_VERSION_INFO))
        size += 4;
    for (unsigned i = 0; i < LOG_PARTS_MAX && info->parts[i].width; i++) {
        uint32_t part = part_size(data.data, type, info->parts[i].offset, info->parts[i].width);
        if (size + part > data.size)
            return JET_errLogFileCorrupt;
        record->part[i] = (struct bytes){data.data + size, part};
        size += part;
    }
    if (size > data.size)
        return JET_errLogFileCorrupt;
    record->size = (uint32_t)size;
    /* Payloads that this version reads by offset must be long enough. */
    static const uint8_t payload_min[LOG_TYPE_COUNT] = {
        [LOG_EXTEND_DB] = 5, [LOG_REATTACH] = 45, [LOG_FREE_FDP] = 10, [LOG_MACRO_INFO2] = 5};
    if (record->part[0].size < payload_min[type])
        return JET_errLogFileCorrupt;
    return JET_errSuccess;
}

bool log_record_session(const struct log_record *record, uint16_t *session)
{
    switch (log_record_info(record)->prefix) {
    case LOG_PREFIX_TRX:
    case LOG_PREFIX_PAGE:
    case LOG_PREFIX_NODE:
        *session = log_u16(record, LOG_TRX_SESSION);
        return true;
    default:
        if (log_record_type(record) != LOG_ROOT_MOVE)
            return false;
        *session = log_u16(record, LOG_ROOT_MOVE_SESSION);
        return true;
    }
}

bool log_record_database(const struct log_record *record, uint8_t *database)
{
    static const uint8_t offsets[LOG_TYPE_COUNT] = {
        [LOG_CREATE_DB] = LOG_CREATE_DB_DATABASE,
        [LOG_ATTACH_DB] = LOG_ATTACH_DB_DATABASE,
        [LOG_DETACH_DB] = LOG_DETACH_DB_DATABASE,
        [LOG_CREATE_DB_FINISH] = LOG_CREATE_DB_FINISH_DATABASE,
        [LOG_NEW_PAGE] = LOG_NEW_PAGE_DATABASE,
        [LOG_ROOT_MOVE] = LOG_ROOT_MOVE_DATABASE,
        [LOG_SET_DB_VERSION] = LOG_SET_DB_VERSION_DATABASE,
        [LOG_EXTEND_DB] = LOG_EXTEND_DB_DATABASE,
        [LOG_SHRINK_DB1] = LOG_SHRINK_DB_DATABASE,
        [LOG_SHRINK_DB2] = LOG_SHRINK_DB_DATABASE,
        [LOG_SHRINK_DB] = LOG_SHRINK_DB_DATABASE,
        [LOG_TRIM_DB] = LOG_TRIM_DB_DATABASE,
        [LOG_REATTACH] = LOG_REATTACH_DATABASE,
        [LOG_FREE_FDP] = LOG_FREE_FDP_DATABASE,
        [LOG_EXTENT_FREED1] = LOG_EXTENT_FREED_DATABASE,
        [LOG_EXTENT_FREED] = LOG_EXTENT_FREED_DATABASE,
        [LOG_SCAN_CHECK] = LOG_SCAN_CHECK_DATABASE,
        [LOG_BACKUP] = LOG_BACKUP_DATABASE,
    };
    uint8_t prefix = log_record_info(record)->prefix;
    unsigned offset = prefix == LOG_PREFIX_PAGE || prefix == LOG_PREFIX_NODE
                          ? LOG_PAGE_DATABASE
                          : offsets[log_record_type(record)];
    if (!offset)
        return false;
    *database = log_u8(record, offset);
    return true;
}

bool log_record_dbtime(const struct log_record *record, uint64_t *dbtime)
{
    uint8_t type = log_record_type(record), prefix = log_record_info(record)->prefix;
    if (prefix == LOG_PREFIX_PAGE || prefix == LOG_PREFIX_NODE)
        *dbtime = log_u64(record, LOG_PAGE_DBTIME);
    else if (type == LOG_NEW_PAGE)
        *dbtime = log_u64(record, LOG_NEW_PAGE_DBTIME);
    else if (type == LOG_ROOT_MOVE)
        *dbtime = log_u64(record, LOG_ROOT_MOVE_DBTIME);
    else if (type == LOG_SHRINK_DB)
        *dbtime = log_u64(record, LOG_SHRINK_DB_DBTIME);
    else if (type == LOG_EXTENT_FREED)
        *dbtime = log_u64(record, LOG_EXTENT_FREED_DBTIME);
    else
        return false;
    return *dbtime < LOG_DBTIME_INVALID;
}
