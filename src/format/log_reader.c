#include "format/log_reader.h"

#include "base/alloc.h"
#include "format/checksum.h"
#include "format/log_legacy.h"

enum { SEGMENT = LOG_SEGMENT_SIZE, DATA = LOG_SEGMENT_DATA };

static uint8_t *segment_at(const struct log_reader *r, unsigned number)
{
    return r->file + (size_t)number * SEGMENT;
}

/* ---- finding the end (spec 30, 4.6) ---- */

/* Puts right, in memory, the segments that the scan found correctable or torn. */
static void repair(struct log_reader *r)
{
    for (unsigned number = 1; number <= r->end; number++) {
        uint8_t *segment = segment_at(r, number);
        if (checksum_verify_block(segment, SEGMENT, number, true, NULL) == JET_errSuccess)
            continue;
        memcpy(segment, segment_at(r, number + 1), SEGMENT);
        checksum_verify_block(segment, SEGMENT, number, true, NULL);
    }
}

static void find_end_modern(struct log_reader *r)
{
    struct log_scan scan;
    r->damage = log_scan_segments(&r->header, (struct bytes){r->file, r->size}, &scan);
    r->end = scan.last;
    r->sum = scan.segment_sum;
    r->torn = scan.shadowed != 0;
    if (scan.corrected || scan.shadowed)
        repair(r);
}

JET_ERR log_reader_open(struct log_reader *reader, uint8_t *file, size_t size)
{
    *reader = (struct log_reader){.file = file, .size = size};
    JET_ERR err = logheader_load((struct bytes){file, size}, &reader->header);
    if (err < 0)
        return err;
    if (size != (size_t)reader->header.file_sectors * reader->header.sector_size)
        return JET_errLogFileSizeMismatch;
    if (logheader_is_modern(&reader->header)) {
        find_end_modern(reader);
    } else {
        struct log_legacy_end end;
        log_legacy_find_end(&reader->header, file, size, &end);
        reader->end = end.offset;
        reader->damage = end.damage;
        reader->torn = end.torn;
    }
    log_reader_seek(reader, (struct log_position){0});
    return JET_errSuccess;
}

void log_reader_close(struct log_reader *reader)
{
    mem_free(reader->assembled);
    reader->assembled = NULL;
}

void log_reader_seek(struct log_reader *reader, struct log_position position)
{
    unsigned sector = lgpos_sector(position), byte = lgpos_byte(position);
    if (logheader_is_modern(&reader->header)) {
        reader->segment = MAX(sector, 1u);
        reader->offset = MAX(byte, (unsigned)DATA);
    } else {
        sector = MAX(sector, reader->header.header_sectors);
        reader->offset = (size_t)sector * reader->header.sector_size + byte;
    }
}

/* ---- reading (4.7) ---- */

static struct log_position position_here(const struct log_reader *r)
{
    if (logheader_is_modern(&r->header))
        return lgpos_make(r->header.generation, (uint16_t)r->segment,
                          (uint16_t)(r->offset <= DATA ? 0 : r->offset));
    return lgpos_make(r->header.generation, (uint16_t)(r->offset / r->header.sector_size),
                      (uint16_t)(r->offset % r->header.sector_size));
}

/* Opens the record at the present place of a modern file; moves to the next
 * segment at fillers. *found false at the end. */
static JET_ERR open_here(struct log_reader *r, struct log_record *record, bool *found)
{
    for (; r->segment <= r->end; r->segment++, r->offset = DATA) {
        const uint8_t *segment = segment_at(r, r->segment);
        if (r->offset >= SEGMENT || segment[r->offset] == LOG_NOP)
            continue;
        *found = true;
        return log_record_open(record, (struct bytes){segment + r->offset, SEGMENT - r->offset});
    }
    *found = false;
    return JET_errSuccess;
}

static bool reserve(struct log_reader *r, size_t size)
{
    if (size <= r->assembled_capacity)
        return true;
    uint8_t *p = mem_realloc(r->assembled, size);
    if (!p)
        return false;
    r->assembled = p;
    r->assembled_capacity = size;
    return true;
}

/* After an incomplete record only recovery may have gone on (4.7 rule 3). */
static bool may_follow_lost_fragment(uint8_t type)
{
    return type == LOG_RECOVERY_UNDO1 || type == LOG_RECOVERY_UNDO || type == LOG_UNDO_INFO;
}

/* The record at the place is a FragBegin. *whole false: it was lost; the place
 * is then behind it. */
static JET_ERR assemble(struct log_reader *r, struct log_record *record, bool *whole)
{
    uint32_t total = log_u32(record, LOG_FRAGMENT_BEGIN_TOTAL);
    size_t got = 0;
    *whole = false;
    if (total == 0 || total > r->size || record->part[0].size > total)
        return JET_errLogFileCorrupt;
    if (!reserve(r, total))
        return JET_errOutOfMemory;
    for (;;) {
        memcpy(r->assembled + got, record->part[0].data, record->part[0].size);
        got += record->part[0].size;
        r->offset += record->size;
        if (got == total)
            break;
        r->segment++;
        r->offset = DATA;
        if (r->segment > r->end)
            return JET_errSuccess; /* the log ends inside: the record does not exist */
        const uint8_t *next = segment_at(r, r->segment) + DATA;
        if (next[0] != LOG_FRAGMENT)
            return may_follow_lost_fragment(next[0]) ? JET_errSuccess : JET_errLogFileCorrupt;
        JET_ERR err = log_record_open(record, (struct bytes){next, SEGMENT - DATA});
        if (err < 0)
            return err;
        if (record->part[0].size == 0 || record->part[0].size > total - got)
            return JET_errLogFileCorrupt;
    }
    JET_ERR err = log_record_open(record, (struct bytes){r->assembled, total});
    if (err < 0 || record->size != total || log_record_info(record)->class == LOG_CLASS_FRAGMENT)
        return JET_errLogFileCorrupt;
    *whole = true;
    return JET_errSuccess;
}

static JET_ERR next_modern(struct log_reader *r, struct log_record *record, struct log_position *position,
                           bool *found)
{
    for (;;) {
        JET_ERR err = open_here(r, record, found);
        if (err < 0 || !*found)
            return err;
        *position = position_here(r);
        switch (log_record_type(record)) {
        case LOG_FRAGMENT_BEGIN: {
            bool whole;
            err = assemble(r, record, &whole);
            if (err < 0 || whole)
                return err;
            break;
        }
        case LOG_FRAGMENT: /* reading began in the middle */
        case LOG_NOP2:
            r->offset += record->size;
            break;
        default:
            r->offset += record->size;
            return JET_errSuccess;
        }
    }
}

static JET_ERR next_legacy(struct log_reader *r, struct log_record *record, struct log_position *position,
                           bool *found)
{
    while (r->offset < r->end) {
        const uint8_t *at = r->file + r->offset;
        if (*at == LOG_NOP) {
            r->offset++;
            continue;
        }
        JET_ERR err = log_record_open(record, (struct bytes){at, r->end - r->offset});
        if (err < 0) {
            /* a record whose tail was lost: data ends before it (8.7) */
            *found = false;
            return r->torn ? JET_errSuccess : err;
        }
        *position = position_here(r);
        r->offset += record->size;
        if (log_record_type(record) != LOG_CHECKSUM) {
            *found = true;
            return JET_errSuccess;
        }
        /* back = 0 in the middle of a sector: the bytes before it held the torn
         * head of a lost record; nothing to do, it was never complete. */
    }
    *found = false;
    return JET_errSuccess;
}

JET_ERR log_reader_next(struct log_reader *reader, struct log_record *record, struct log_position *position,
                        bool *found)
{
    return logheader_is_modern(&reader->header) ? next_modern(reader, record, position, found)
                                                : next_legacy(reader, record, position, found);
}
