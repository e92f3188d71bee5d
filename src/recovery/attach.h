/* attach.h: the attached databases of one instance, and of the process: who has
 * which file, under which number, how often it is open (spec reference,
 * JetAttachDatabase2, JetOpenDatabase, JetDetachDatabase2). README.md tells the
 * states. Sessions are opaque here: this room lies below them. */
#ifndef ESENT_RECOVERY_ATTACH_H
#define ESENT_RECOVERY_ATTACH_H

#include "base/base.h"
#include "catalog/database.h"
#include "os/os_path.h"

#define ATTACH_DATABASES_MAX 6 /* user databases of an instance; dbids 1 .. 6 */

struct attach_table;

/* What the instance says about its databases; read at each attach. */
struct attach_config {
    struct os_fs *fs;
    uint32_t page_size;  /* JET_paramDatabasePageSize */
    uint32_t frames;     /* pages in the cache; read at the first attach */
    uint32_t update_max; /* highest format update, 0: all */
};

JET_ERR attach_table_create(struct attach_table **table);
/* Detaches all, open or not: sessions are gone by then. NULL is fine. */
void attach_table_destroy(struct attach_table *table);

enum {
    ATTACH_READ_ONLY = 1,
    ATTACH_EVIDENCE = 2, /* dirty and damaged files too, never changed; only with ATTACH_READ_ONLY */
};

/* Attaches the file `path` (any spelling). Without ATTACH_READ_ONLY every check
 * is made, and then JET_wrnNyi (-1) is the answer: files cannot be changed yet.
 * In this order: JET_errDatabaseInvalidPath, JET_errFileNotFound,
 * JET_errFileAccessDenied, JET_errDatabaseFileReadOnly, JET_wrnDatabaseAttached,
 * JET_errDatabaseSharingViolation, JET_errTooManyAttachedDatabases, those of
 * database_open_readonly, JET_errDatabaseSignInUse. */
JET_ERR attach_database(struct attach_table *table, const struct attach_config *config, const char *path,
                        uint32_t pages_max, unsigned flags);

/* JET_errDatabaseNotFound, JET_errDatabaseInUse. */
JET_ERR attach_detach(struct attach_table *table, const char *path);
/* All, stopping at the first error. */
JET_ERR attach_detach_all(struct attach_table *table);

/* How a session opens an attached database. */
struct attach_open {
    const void *session;                             /* identity only */
    bool (*has)(const void *session, JET_DBID dbid); /* has it this one open already? */
    bool (*has_any)(const void *session);            /* has it any? asked only with one_per_session */
    bool one_per_session;                            /* JET_paramOneDatabasePerSession */
    bool exclusive;                                  /* JET_bitDbExclusive */
};

/* The database and its number. The first open of a session is counted until its
 * attach_close; further ones are only checked. Waits while another is attaching
 * or detaching it. In this order: JET_errDatabaseNotFound,
 * JET_errOneDatabasePerSession, JET_errDatabaseLocked, JET_errDatabaseInUse. */
JET_ERR attach_open(struct attach_table *table, const char *path, const struct attach_open *how,
                    JET_DBID *dbid, struct database **database);
/* The session's last close of it. */
void attach_close(struct attach_table *table, JET_DBID dbid, const void *session);
/* Any close ends an exclusive open of this session. */
void attach_end_exclusive(struct attach_table *table, JET_DBID dbid, const void *session);
bool attach_is_exclusive(struct attach_table *table, JET_DBID dbid, const void *session);

/* Copies the paths of all attached databases; returns their number. */
size_t attach_paths(struct attach_table *table, char paths[ATTACH_DATABASES_MAX][OS_PATH_MAX]);

/* Has this process the file attached? Then *header (may be NULL) gets the one in
 * memory. */
bool attach_process_has(const char *path, struct dbheader *header);

#endif
