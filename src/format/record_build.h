/* record_build.h: makes the image of a record of single values (spec 20, section
 * 4): rows of system tables. What users' rows need (several values, separated
 * ones) is table/row_buffer.h. */
#ifndef ESENT_FORMAT_RECORD_BUILD_H
#define ESENT_FORMAT_RECORD_BUILD_H

#include "base/base.h"

/* One value that is not null. Fixed columns say where they lie. */
struct record_cell {
    uint16_t id;
    uint16_t offset; /* fixed columns: in the record */
    bool is_long;    /* tagged column of a long-value type */
    struct bytes value;
};

/* Cells in order of id. Slots of fixed columns between them are null and filled
 * with 0x2A. *size: of the image. JET_errRecordTooBig. */
JET_ERR record_build(const struct record_cell *cells, unsigned count, bool large_pages, uint8_t *out,
                     size_t capacity, size_t *size);

#endif
