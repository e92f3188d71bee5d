/* log_reader.h: the records of one log file, in order (spec 30, sections 4 and 8).
 *
 * Works on the whole file in memory. Opening finds the end of the data, repairs
 * in the buffer what may be repaired (single bits, torn segments that have a
 * shadow), and remembers what damage stands behind the good part; reading then
 * goes up to it. Fragments are put together; fillers are not shown. */
#ifndef ESENT_FORMAT_LOG_READER_H
#define ESENT_FORMAT_LOG_READER_H

#include "format/log_record.h"
#include "format/logheader.h"

struct log_reader {
    struct logheader header;
    uint8_t *file; /* borrowed */
    size_t size;
    size_t end;         /* modern: last segment with data; legacy: offset behind the data */
    JET_ERR damage;     /* what stands behind the end: JET_errSuccess or JET_errLogFileCorrupt */
    bool torn;          /* the tail was torn; what is here is what survived */
    uint64_t sum;       /* modern: XOR of the checksums of the valid segments (4.5) */
    unsigned segment;   /* modern: of the next record */
    size_t offset;      /* of the next record: in the segment, legacy: in the file */
    uint8_t *assembled; /* the last record that came in fragments */
    size_t assembled_capacity;
};

/* `file` is changed where it is repaired, and must live as long as the reader.
 * Errors of logheader_load; JET_errLogFileSizeMismatch when the file is not as
 * long as its header says. Damage in the data is no error here. */
JET_ERR log_reader_open(struct log_reader *reader, uint8_t *file, size_t size);
void log_reader_close(struct log_reader *reader);

/* Goes to the record at `position`, or the first one behind it if that is in the
 * middle of a fragmented record. The generation is not looked at. */
void log_reader_seek(struct log_reader *reader, struct log_position position);

/* The next record, with its position (a record at the first data byte of a
 * segment has byte offset 0). *found false: the end of the data, or of its good
 * part: see `damage`. The record is valid until the next call.
 * JET_errLogFileCorrupt: bytes that are no record; fragments out of place.
 * JET_errOutOfMemory. */
JET_ERR log_reader_next(struct log_reader *reader, struct log_record *record, struct log_position *position,
                        bool *found);

#endif
