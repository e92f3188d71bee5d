/* integrity.h: the integrity check of a whole database (spec 60, B.3), reading
 * only: header, file size, space and structure of every tree, the catalog
 * against its shadow and in itself, every record, every long value and its
 * count, and every secondary index against the keys its records make. */
#ifndef ESENT_RECOVERY_INTEGRITY_H
#define ESENT_RECOVERY_INTEGRITY_H

#include "base/base.h"

struct os_fs;

enum integrity_severity { INTEGRITY_NOTE, INTEGRITY_WARNING, INTEGRITY_ERROR };

struct integrity_options {
    struct os_fs *fs;  /* NULL: the real file system */
    bool skip_indexes; /* do not compare indexes with records */
    /* One line of the report, without its end; `table` is the one being checked
     * or NULL. May be NULL. */
    void (*report)(void *context, enum integrity_severity severity, const char *table, const char *text);
    /* Pages walked of pages there are. A negative return ends the check and is its
     * result. May be NULL. */
    JET_ERR (*progress)(void *context, uint64_t done, uint64_t total);
    void *context;
};

struct integrity_result {
    uint64_t errors, warnings;
    bool not_clean;              /* among the errors */
    bool has_full_backup;        /* its time: below */
    uint8_t full_backup_time[8]; /* LOGTIME */
    uint32_t pages_expected, pages_in_file;
};

/* Checks the file `path`. JET_errSuccess: sound; JET_errDatabaseCorrupted: the
 * check ran, and found errors; other errors: it could not run (missing file,
 * memory, ...). The file is never changed. */
JET_ERR integrity_check(const char *path, const struct integrity_options *options,
                        struct integrity_result *result);

#endif
