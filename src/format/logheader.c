#include "format/logheader.h"

#include "format/checksum.h"
#include "format/log_legacy.h"

#define ROW(member, offset, kind) FIELD(struct logheader, member, offset, kind)

const struct field logheader_fields[] = {
    ROW(header_checksum, 0, FIELD_HEX32),
    ROW(generation, 4, FIELD_I32),
    ROW(sector_size, 8, FIELD_U16),
    ROW(header_sectors, 10, FIELD_U16),
    ROW(file_sectors, 12, FIELD_U16),
    ROW(page_size, 14, FIELD_U16),
    ROW(creation_time, 16, FIELD_TIME),
    ROW(previous_creation_time, 24, FIELD_TIME),
    ROW(version_major, 32, FIELD_U32),
    ROW(version_minor, 36, FIELD_U32),
    ROW(update_major, 40, FIELD_U32),
    ROW(log_signature, 44, FIELD_SIGNATURE),
    LOG_ENVIRONMENT_ROWS(struct logheader, environment, 72),
    ROW(flags, 639, FIELD_U8),
    ROW(checkpoint, 640, FIELD_LGPOS),
    ROW(update_minor, 648, FIELD_U32),
    ROW(sector_mismatch, 652, FIELD_U8),
    ROW(previous_segment_sum, 653, FIELD_U64),
    ROW(engine_format_version, 661, FIELD_U32),
    ROW(reserved_665, 665, FIELD_U16),
    ROW(file_type, 667, FIELD_U32),
};
const size_t logheader_field_count = ARRAY_COUNT(logheader_fields);

#undef ROW
#define ROW(member, offset, kind) FIELD(struct attached_database, member, offset, kind)

const struct field attached_database_fields[] = {
    ROW(dbid, 0, FIELD_U8),
    ROW(flags, 1, FIELD_U8),
    ROW(name_size, 2, FIELD_U16),
    ROW(dbtime, 4, FIELD_I64),
    ROW(last_object_id, 12, FIELD_U32),
    ROW(max_pages, 16, FIELD_U32),
    ROW(attach, 20, FIELD_LGPOS),
    ROW(consistent, 28, FIELD_LGPOS),
    ROW(db_signature, 36, FIELD_SIGNATURE),
};
const size_t attached_database_field_count = ARRAY_COUNT(attached_database_fields);

/* Files from before the header had its form (spec 30 §3.2). */
static JET_ERR ancient_error(const uint8_t *p)
{
    uint32_t word28 = load_le32(p + 28);
    if (load_le32(p + 24) == 4 && (word28 == 909 || word28 == 995) && load_le32(p + 32) == 0)
        return JET_errDatabase500Format;
    if (load_le32(p + 20) == 443 && load_le32(p + 24) == 0 && word28 == 0)
        return JET_errDatabase400Format;
    if (load_le32(p + 44) == 0 && load_le32(p + 48) == 0x0CA00001)
        return JET_errDatabase200Format;
    return JET_errSuccess;
}

/* The newest form whose records are described (spec 30 §3.2). */
static bool version_known(const struct logheader *h)
{
    if (h->version_major == 7 && h->version_minor == 3704)
        return h->page_size <= 8192 || h->update_major >= 14;
    if (h->version_major != 8 || h->version_minor != 4000)
        return false;
    return h->update_major < 130 || (h->update_major == 130 && h->update_minor <= 280);
}

static bool sizes_possible(const struct logheader *h)
{
    if (h->generation <= 0 || h->sector_size == 0 || h->file_sectors <= h->header_sectors)
        return false;
    if (logheader_is_modern(h))
        return h->sector_size == LOG_SEGMENT_SIZE && h->header_sectors == 1;
    return h->sector_size >= 512 && h->sector_size <= LOGHEADER_SIZE &&
           (uint32_t)h->sector_size * h->header_sectors == LOGHEADER_SIZE;
}

JET_ERR logheader_load(struct bytes head, struct logheader *header)
{
    memset(header, 0, sizeof *header);
    if (head.size < LOGHEADER_SIZE)
        return JET_errLogFileCorrupt;
    fields_load(logheader_fields, logheader_field_count, head.data, header);
    if (header->header_checksum != checksum_xor(head.data, LOGHEADER_SIZE)) {
        JET_ERR ancient = ancient_error(head.data);
        return ancient ? ancient : JET_errLogFileCorrupt;
    }
    if (!version_known(header))
        return JET_errBadLogVersion;
    if (header->file_type != 3 && header->file_type != 0)
        return JET_errFileInvalidType;
    return sizes_possible(header) ? JET_errSuccess : JET_errLogFileCorrupt;
}

void logheader_store(struct logheader *header, uint8_t *page)
{
    memset(page, 0, LOGHEADER_SIZE);
    fields_store(logheader_fields, logheader_field_count, header, page);
    header->header_checksum = checksum_xor(page, LOGHEADER_SIZE);
    store_le32(page, header->header_checksum);
}

JET_ERR attach_list_next(struct bytes list, size_t *offset, struct attached_database *entry, bool *found)
{
    *found = false;
    size_t at = *offset;
    if (at >= list.size || list.data[at] == 0)
        return JET_errSuccess;
    if (list.size - at < ATTACHED_FIXED_SIZE)
        return JET_errLogFileCorrupt;
    memset(entry, 0, sizeof *entry);
    fields_load(attached_database_fields, attached_database_field_count, list.data + at, entry);
    if (entry->name_size > list.size - at - ATTACHED_FIXED_SIZE)
        return JET_errLogFileCorrupt;
    entry->name = (struct bytes){list.data + at + ATTACHED_FIXED_SIZE, entry->name_size};
    *offset = at + ATTACHED_FIXED_SIZE + entry->name_size;
    *found = true;
    return JET_errSuccess;
}

/* What the frame of a segment says (§4.1). */
struct segment_frame {
    uint64_t checksum;
    struct log_position position;
};

/* One segment's own verdict: does its checksum fit `number`? A single flipped
 * bit is forgiven (§4.6). `frame` is only set when it fits. */
static bool segment_fits(const uint8_t *segment, unsigned number, struct segment_frame *frame,
                         bool *corrected)
{
    uint8_t copy[LOG_SEGMENT_SIZE];
    bool fixed = false;
    if (load_le64(segment) != checksum_block(segment, LOG_SEGMENT_SIZE, number, true)) {
        memcpy(copy, segment, sizeof copy);
        if (checksum_verify_block(copy, sizeof copy, number, true, &fixed) != JET_errSuccess)
            return false;
        segment = copy;
        *corrected = true;
    }
    *frame = (struct segment_frame){load_le64(segment), {load_le64(segment + 8)}};
    return true;
}

static bool is_zero(const uint8_t *p, size_t size)
{
    return size == 0 || (p[0] == 0 && memcmp(p, p + 1, size - 1) == 0);
}

static bool is_unused(const struct logheader *header, const uint8_t *segment)
{
    return is_zero(segment, LOG_SEGMENT_SIZE) ||
           (header->update_major < 2 &&
            log_is_fill_pattern(segment, LOG_SEGMENT_SIZE)) /* until 8.4000.2.0 */;
}

static enum log_segment_kind classify(const struct logheader *header, struct bytes file, unsigned number,
                                      bool empty_seen, struct log_scan *scan)
{
    const uint8_t *segment = file.data + (size_t)number * LOG_SEGMENT_SIZE;
    uint64_t expected = lgpos_make(header->generation, (uint16_t)number, 0).value;
    struct segment_frame frame;
    bool corrected = false;
    if (is_unused(header, segment))
        return LOG_SEGMENT_EMPTY;
    if (segment_fits(segment, number, &frame, &corrected)) {
        if (frame.position.value < expected) {
            scan->stale++;
            return LOG_SEGMENT_EMPTY;
        }
        if (frame.position.value > expected || empty_seen)
            return LOG_SEGMENT_CORRUPT;
        scan->corrected += corrected;
        scan->segment_sum ^= frame.checksum;
        return LOG_SEGMENT_VALID;
    }
    if (number >= 2 && segment_fits(segment, number - 1, &frame, &corrected))
        return LOG_SEGMENT_EMPTY; /* an old shadow */
    if (empty_seen)
        return LOG_SEGMENT_CORRUPT;
    const uint8_t *next = segment + LOG_SEGMENT_SIZE;
    if (!segment_fits(next, number, &frame, &corrected) || frame.position.value != expected)
        return LOG_SEGMENT_CORRUPT;
    scan->segment_sum ^= frame.checksum;
    return LOG_SEGMENT_SHADOWED;
}

JET_ERR log_scan_segments(const struct logheader *header, struct bytes file, struct log_scan *scan)
{
    memset(scan, 0, sizeof *scan);
    if (!logheader_is_modern(header))
        return JET_errBadLogVersion;
    size_t count = MIN((size_t)header->file_sectors, file.size / LOG_SEGMENT_SIZE);
    bool empty_seen = false;
    for (unsigned number = 1; number + 1 < count; number++) {
        switch (classify(header, file, number, empty_seen, scan)) {
        case LOG_SEGMENT_CORRUPT:
            return JET_errLogFileCorrupt;
        case LOG_SEGMENT_EMPTY:
            empty_seen = true;
            break;
        case LOG_SEGMENT_SHADOWED:
            scan->shadowed++;
            scan->last = number;
            break;
        case LOG_SEGMENT_VALID:
            scan->valid++;
            scan->last = number;
        }
    }
    return JET_errSuccess;
}
