/* logheader.h: the header of a transaction log file, modern and legacy, the
 * list of attached databases, and the segments' frames (spec 30 §3, §4). What
 * the records inside say is not here. */
#ifndef ESENT_LOGHEADER_H
#define ESENT_LOGHEADER_H

#include "format/fields.h"

#define LOGHEADER_SIZE       4096u
#define LOG_SEGMENT_SIZE     4096u
#define LOG_ATTACH_LIST_SIZE 2048u

enum log_file_flags {
    LOG_FLAG_RESERVE_USED = 1,
    LOG_FLAG_CIRCULAR = 2,
    LOG_FLAG_CIRCULAR_HISTORY = 4,
};

/* The parameters of the engine that wrote a file: told, never relied upon
 * (spec 30 §1.1). 567 bytes on disk. */
struct log_environment {
    char system_path[261], log_path[261];
    uint8_t flags; /* bit 0: circular logging */
    uint32_t max_sessions, max_open_tables, max_version_pages, max_cursors, log_buffers, log_file_sectors,
        cache_max;
};
#define LOG_ENVIRONMENT_ROWS(type, member, base)                                                             \
    FIELD(type, member.system_path, (base) + 0, FIELD_TEXT),                                                 \
        FIELD(type, member.log_path, (base) + 261, FIELD_TEXT),                                              \
        FIELD(type, member.flags, (base) + 522, FIELD_U8),                                                   \
        FIELD(type, member.max_sessions, (base) + 523, FIELD_U32),                                           \
        FIELD(type, member.max_open_tables, (base) + 527, FIELD_U32),                                        \
        FIELD(type, member.max_version_pages, (base) + 531, FIELD_U32),                                      \
        FIELD(type, member.max_cursors, (base) + 535, FIELD_U32),                                            \
        FIELD(type, member.log_buffers, (base) + 539, FIELD_U32),                                            \
        FIELD(type, member.log_file_sectors, (base) + 543, FIELD_U32),                                       \
        FIELD(type, member.cache_max, (base) + 547, FIELD_U32)

/* The first 671 bytes; the attached-database list follows. */
struct logheader {
    uint32_t header_checksum;
    int32_t generation;
    uint16_t sector_size, header_sectors, file_sectors;
    uint16_t page_size; /* as stored: 0 means 4096 */
    struct log_time creation_time, previous_creation_time;
    uint32_t version_major, version_minor, update_major;
    struct signature log_signature;
    struct log_environment environment;
    uint8_t flags; /* enum log_file_flags */
    struct log_position checkpoint;
    uint32_t update_minor;
    uint8_t sector_mismatch;
    uint64_t previous_segment_sum;
    uint32_t engine_format_version;
    uint16_t reserved_665;
    uint32_t file_type;
};
#define LOGHEADER_ATTACH_LIST 671u

extern const struct field logheader_fields[];
extern const size_t logheader_field_count;

/* True for the modern format, which has segments; false: checksum records. */
static inline bool logheader_is_modern(const struct logheader *h) { return h->version_major == 8; }

/* Checks and takes apart the first LOGHEADER_SIZE bytes of a log file, in the
 * order of spec 30 §3.4 as far as the bytes alone decide.
 * JET_errLogFileCorrupt (too short, checksum, sizes that cannot be),
 * JET_errDatabase500Format, JET_errDatabase400Format, JET_errDatabase200Format,
 * JET_errBadLogVersion, JET_errFileInvalidType. The struct is filled whenever
 * the bytes were there at all. */
JET_ERR logheader_load(struct bytes head, struct logheader *header);

/* A header of LOGHEADER_SIZE bytes without attached databases; checksum
 * computed (also into header->header_checksum). */
void logheader_store(struct logheader *header, uint8_t *page);

/* One database that was attached when the file was begun (spec 30 §3.3). */
struct attached_database {
    uint8_t dbid, flags;
    uint16_t name_size;
    int64_t dbtime;
    uint32_t last_object_id, max_pages;
    struct log_position attach, consistent;
    struct signature db_signature;
    struct bytes name; /* UTF-16LE with its NUL when ATTACHED_UNICODE, else 8-bit */
};
enum { ATTACHED_UNICODE = 0x20, ATTACHED_SPARSE = 0x40, ATTACHED_FIXED_SIZE = 64 };

extern const struct field attached_database_fields[];
extern const size_t attached_database_field_count;

/* Takes the entry at *offset from a list (LOG_ATTACH_LIST_SIZE bytes of a log
 * header or checkpoint) and moves *offset behind it. *found false: the end.
 * JET_errLogFileCorrupt: an entry that leaves the list. */
JET_ERR attach_list_next(struct bytes list, size_t *offset, struct attached_database *entry, bool *found);

/* Where the frame of a segment ends and its record stream begins (§4.1). */
enum { LOG_SEGMENT_DATA = 40 };

/* What segment `number` of a file is (spec 30 §4.6). */
enum log_segment_kind {
    LOG_SEGMENT_VALID,
    LOG_SEGMENT_EMPTY,    /* zero, fill pattern, an old shadow, or of an older generation */
    LOG_SEGMENT_SHADOWED, /* torn, but the next segment holds its copy */
    LOG_SEGMENT_CORRUPT,
};

/* How the segments of a modern log file stand. */
struct log_scan {
    unsigned valid, stale; /* stale: empty ones of an older generation */
    unsigned shadowed, corrected;
    unsigned last;        /* number of the last valid segment, 0: none */
    uint64_t segment_sum; /* XOR of the checksums of all valid segments (§4.5) */
};

/* Classifies the segments of a file whose header is loaded, up to the first
 * corrupt one. JET_errLogFileCorrupt: there is one, and scan->last tells how
 * far the log is good. JET_errBadLogVersion: a legacy file, which has none. */
JET_ERR log_scan_segments(const struct logheader *header, struct bytes file, struct log_scan *scan);

#endif
