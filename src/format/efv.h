/* efv.h: engine format versions (JET_efv...) and the versions of files that
 * belong to each (spec 10 §3.3, spec 30 §3.2). The format version of a database
 * is always 0x620 and of a log 8.4000. */
#ifndef ESENT_EFV_H
#define ESENT_EFV_H

#include "base/base.h"

struct format_version {
    uint32_t efv;
    uint32_t db_update_major, db_update_minor;
    uint32_t log_update_major, log_update_minor;
};

/* The row that holds for `efv`: the last one not above it. NULL below the first. */
const struct format_version *format_version_of(uint32_t efv);

#endif
