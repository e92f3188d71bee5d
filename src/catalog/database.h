/* database.h: one database file, open: the file, its pages in the cache, its
 * header, its catalog. What everything above works on; nothing here knows of
 * sessions, logs or who has it open (recovery/attach.h does). */
#ifndef ESENT_CATALOG_DATABASE_H
#define ESENT_CATALOG_DATABASE_H

#include "cache/cache.h"
#include "catalog/catalog.h"
#include "format/dbheader.h"

struct btree_database;
struct os_fs;
struct os_file;

struct database {
    struct os_file *file;
    struct cache *cache;
    unsigned slot; /* of its pages in the cache: cache_latch_shared(db->cache, db->slot, pgno, ...) */
    uint32_t page_size;
    uint32_t last_page; /* last page that the root owns */
    struct dbheader header;
    struct catalog *catalog;
    struct btree_database *writable; /* how its trees are changed; NULL: attached read-only */
    bool attached;                   /* to the cache */
    bool owns_cache;                 /* made for this database alone, goes with it */
    bool evidence;                   /* opened as it lies, though dirty or damaged: database_options */
    char *path;                      /* as given to database_open_readonly */
    struct table *tables; /* open tables: the table room's own (table/table.h), none at open and close */
};

struct database_options {
    struct os_fs *fs;    /* NULL: the real file system */
    struct cache *cache; /* NULL: one of its own, of `frames` frames */
    uint32_t frames;     /* 0: a default */
    uint32_t page_size;  /* what the file must have; 0: whatever it has */
    uint32_t update_max; /* highest format update let in; 0: all that are known */
    bool evidence;       /* also when it is dirty, or both headers are damaged (then page_size
                            must be given): reads what lies there, never recovers, never writes */
};

/* Opens a database file for reading. Never changes a byte of it. `options` may
 * be NULL. On success the caller owns *database until database_close.
 *
 * Errors, in the order they are found (spec reference, JetAttachDatabase2):
 * JET_errFileNotFound, JET_errFileAccessDenied (a directory too), JET_errDiskIO
 * JET_errDatabaseCorrupted, JET_errDatabase{200,400,500}Format,
 * JET_errInvalidDatabaseVersion     neither header copy can be read
 * JET_errInvalidDatabaseVersion, JET_errDatabaseCorrupted   magic, version, kind of file
 * JET_errPageSizeMismatch
 * JET_errDatabaseDirtyShutdown, JET_errSoftRecoveryOnBackupDatabase,
 * JET_errDatabaseIncompleteUpgrade, ...IncrementalReseed, ...Revert   not clean
 * JET_errEngineFormatVersionSpecifiedTooLowForDatabaseVersion
 * and those of reading page 1 and 2. */
JET_ERR database_open_readonly(const char *path, const struct database_options *options,
                               struct database **database);

/* The same with the file open for writing, by this process alone; nothing is
 * written yet (recovery/writable.h does). Also JET_errDatabaseFileReadOnly. */
JET_ERR database_open_for_writing(const char *path, const struct database_options *options,
                                  struct database **database);
/* A new, empty file of options->page_size, open for writing: header and pages are
 * for the caller to make. JET_errDatabaseDuplicate: it is there already. */
JET_ERR database_open_new(const char *path, const struct database_options *options,
                          struct database **database);

/* All schemas, trees and cursors of it must be gone. NULL is fine. */
void database_close(struct database *database);

#endif
