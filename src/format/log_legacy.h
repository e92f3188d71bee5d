/* log_legacy.h: the checksum records that hold a legacy log together
 * (Windows XP to 7; spec 30, section 8). */
#ifndef ESENT_FORMAT_LOG_LEGACY_H
#define ESENT_FORMAT_LOG_LEGACY_H

#include "format/logheader.h"

struct log_legacy_end {
    size_t offset;  /* behind the last byte of data */
    JET_ERR damage; /* JET_errLogFileCorrupt: no legal end */
    bool torn;      /* the last write was lost in part (8.7, rules 2, 4, 5) */
};

/* Follows the chain of checksum records from the first data sector (8.7). A
 * last sector that only its shadow has whole is repaired in the buffer. */
void log_legacy_find_end(const struct logheader *header, uint8_t *file, size_t size,
                         struct log_legacy_end *end);

/* Is this run, which begins at a multiple of 512 bytes of its file, unused
 * space as old engines left it (8.6)? */
bool log_is_fill_pattern(const uint8_t *p, size_t size);

#endif
