#include "recovery/attach.h"

#include "base/alloc.h"
#include "os/os_file.h"
#include "os/os_thread.h"

enum attach_state { ATTACH_FREE, ATTACH_ATTACHING, ATTACH_ATTACHED, ATTACH_DETACHING };

struct attach_entry {
    enum attach_state state;
    char *path; /* canonical */
    struct database *database;
    uint32_t open_sessions;
    const void *exclusive; /* the session that has it for itself */
    uint32_t pages_max;
    unsigned flags;
};

struct attach_table {
    struct attach_entry entries[ATTACH_DATABASES_MAX];
    struct cache *cache; /* of all its databases; made at the first attach */
    struct attach_table *next;
};

/* One lock for the process: it is taken to attach, detach, open and close, never
 * to read. Files are opened and closed outside of it. */
static struct os_mutex lock = OS_MUTEX_INITIALIZER(OS_RANK_DATABASE);
static struct os_condition changed = {PTHREAD_COND_INITIALIZER};
static struct attach_table *tables;

JET_ERR attach_table_create(struct attach_table **table)
{
    *table = mem_calloc(1, sizeof **table);
    if (!*table)
        return JET_errOutOfMemory;
    os_mutex_lock(&lock);
    (*table)->next = tables;
    tables = *table;
    os_mutex_unlock(&lock);
    return JET_errSuccess;
}

static void entry_clear(struct attach_entry *entry)
{
    database_close(entry->database);
    mem_free(entry->path);
    memset(entry, 0, sizeof *entry);
}

void attach_table_destroy(struct attach_table *table)
{
    if (!table)
        return;
    os_mutex_lock(&lock);
    for (struct attach_table **t = &tables; *t; t = &(*t)->next)
        if (*t == table) {
            *t = table->next;
            break;
        }
    os_mutex_unlock(&lock);
    for (size_t i = 0; i < ATTACH_DATABASES_MAX; i++)
        entry_clear(&table->entries[i]);
    cache_destroy(table->cache);
    mem_free(table);
}

/* ---- looking up (lock held) ------------------------------------------------ */

static struct attach_entry *find(struct attach_table *table, const char *path)
{
    for (size_t i = 0; i < ATTACH_DATABASES_MAX; i++)
        if (table->entries[i].state != ATTACH_FREE && strcmp(table->entries[i].path, path) == 0)
            return &table->entries[i];
    return NULL;
}

/* Waits until the entry is neither coming nor going. NULL: not attached. */
static struct attach_entry *find_settled(struct attach_table *table, const char *path)
{
    struct attach_entry *entry;
    while ((entry = find(table, path)) && entry->state != ATTACH_ATTACHED)
        os_condition_wait(&changed, &lock);
    return entry;
}

static struct attach_entry *find_in_process(const char *path)
{
    struct attach_entry *entry = NULL;
    for (struct attach_table *t = tables; t && !entry; t = t->next)
        entry = find(t, path);
    return entry;
}

static struct attach_entry *by_dbid(struct attach_table *table, JET_DBID dbid)
{
    return &table->entries[dbid - 1];
}

/* ---- attaching --------------------------------------------------------------- */

/* The one name of a file. A directory that is not there is told as the missing
 * file is. */
static JET_ERR canonical(const char *path, char *out)
{
    JET_ERR err = os_path_canonical(path, out, OS_PATH_MAX);
    return err == JET_errInvalidPath ? JET_errFileNotFound : err;
}

static JET_ERR check_file(struct os_fs *fs, const char *path, bool read_only)
{
    enum os_path_kind kind;
    JET_ERR err = os_fs_stat(fs, path, &kind);
    if (err < 0)
        return err == JET_errInvalidPath ? JET_errFileNotFound : err;
    if (kind == OS_PATH_NONE)
        return JET_errFileNotFound;
    if (kind == OS_PATH_DIRECTORY)
        return JET_errFileAccessDenied;
    if (read_only)
        return JET_errSuccess;
    struct os_file *file;
    err = os_fs_open(fs, path, OS_OPEN_WRITE, OS_OPEN_NO_LOCK, &file);
    if (err < 0)
        return err == JET_errFileAccessDenied ? JET_errDatabaseFileReadOnly : err;
    os_file_close(file);
    return JET_errSuccess;
}

/* A free place gets the path and is `attaching` from now on. */
static JET_ERR reserve(struct attach_table *table, const struct attach_config *config, const char *path,
                       struct attach_entry **entry)
{
    if (find(table, path))
        return JET_wrnDatabaseAttached;
    if (find_in_process(path))
        return JET_errDatabaseSharingViolation;
    *entry = NULL;
    for (size_t i = 0; i < ATTACH_DATABASES_MAX && !*entry; i++)
        if (table->entries[i].state == ATTACH_FREE)
            *entry = &table->entries[i];
    if (!*entry)
        return JET_errTooManyAttachedDatabases;
    if (!table->cache) {
        struct cache_params params = {.page_size = config->page_size, .frames = config->frames};
        params.frames = MAX(params.frames, (uint32_t)CACHE_FRAMES_MIN);
        JET_ERR err = cache_create(&params, &table->cache);
        if (err < 0)
            return err;
    }
    size_t size = strlen(path) + 1;
    char *copy = mem_alloc(size);
    if (!copy)
        return JET_errOutOfMemory;
    (*entry)->path = memcpy(copy, path, size);
    (*entry)->state = ATTACH_ATTACHING;
    return JET_errSuccess;
}

static bool signature_in_use(const struct attach_table *table, const struct database *database)
{
    for (size_t i = 0; i < ATTACH_DATABASES_MAX; i++) {
        const struct attach_entry *other = &table->entries[i];
        if (other->state == ATTACH_ATTACHED &&
            signature_equal(&other->database->header.db_signature, &database->header.db_signature))
            return true;
    }
    return false;
}

/* The outcome of opening becomes the state of the place. */
static JET_ERR settle(struct attach_table *table, struct attach_entry *entry, struct database *database,
                      unsigned flags, JET_ERR err)
{
    struct attach_entry lost = {0};
    os_mutex_lock(&lock);
    /* Evidence is looked at beside its own copies. */
    if (err >= 0 && !(flags & ATTACH_EVIDENCE) && signature_in_use(table, database))
        err = JET_errDatabaseSignInUse;
    if (err >= 0 && !(flags & ATTACH_READ_ONLY))
        err = JET_wrnNyi;
    entry->database = database;
    entry->flags = flags;
    entry->state = ATTACH_ATTACHED;
    if (err < 0) {
        lost = *entry;
        memset(entry, 0, sizeof *entry);
    }
    os_condition_broadcast(&changed);
    os_mutex_unlock(&lock);
    entry_clear(&lost);
    return err;
}

JET_ERR attach_database(struct attach_table *table, const struct attach_config *config, const char *path,
                        uint32_t pages_max, unsigned flags)
{
    char full[OS_PATH_MAX];
    struct attach_entry *entry;
    struct database *database = NULL;
    JET_ERR err = canonical(path, full);
    if (err < 0)
        return err;
    err = check_file(config->fs, full, flags & ATTACH_READ_ONLY);
    if (err < 0)
        return err;
    os_mutex_lock(&lock);
    err = reserve(table, config, full, &entry);
    os_mutex_unlock(&lock);
    if (err != JET_errSuccess)
        return err;
    struct database_options options = {
        .fs = config->fs,
        .cache = table->cache,
        .page_size = config->page_size,
        .update_max = config->update_max,
        .evidence = flags & ATTACH_EVIDENCE,
    };
    entry->pages_max = pages_max;
    err = database_open_readonly(full, &options, &database);
    return settle(table, entry, database, flags, err);
}

/* ---- detaching --------------------------------------------------------------- */

/* Lock held; given up while the file is closed. */
static JET_ERR detach_entry(struct attach_entry *entry)
{
    if (entry->open_sessions)
        return JET_errDatabaseInUse;
    entry->state = ATTACH_DETACHING;
    os_mutex_unlock(&lock);
    database_close(entry->database);
    os_mutex_lock(&lock);
    mem_free(entry->path);
    memset(entry, 0, sizeof *entry);
    os_condition_broadcast(&changed);
    return JET_errSuccess;
}

JET_ERR attach_detach(struct attach_table *table, const char *path)
{
    char full[OS_PATH_MAX];
    JET_ERR err = canonical(path, full);
    if (err < 0)
        return err == JET_errFileNotFound ? JET_errDatabaseNotFound : err;
    os_mutex_lock(&lock);
    struct attach_entry *entry = find_settled(table, full);
    err = entry ? detach_entry(entry) : JET_errDatabaseNotFound;
    os_mutex_unlock(&lock);
    return err;
}

JET_ERR attach_detach_all(struct attach_table *table)
{
    JET_ERR err = JET_errSuccess;
    os_mutex_lock(&lock);
    for (size_t i = 0; i < ATTACH_DATABASES_MAX && err >= 0; i++)
        if (table->entries[i].state == ATTACH_ATTACHED)
            err = detach_entry(&table->entries[i]);
    os_mutex_unlock(&lock);
    return err;
}

/* ---- open and close ------------------------------------------------------------ */

static JET_ERR open_entry(struct attach_entry *entry, JET_DBID dbid, const struct attach_open *how)
{
    if (how->one_per_session && how->has_any(how->session))
        return JET_errOneDatabasePerSession;
    if (entry->exclusive && entry->exclusive != how->session)
        return JET_errDatabaseLocked;
    if (how->exclusive && entry->open_sessions)
        return JET_errDatabaseInUse;
    if (how->exclusive)
        entry->exclusive = how->session;
    if (!how->has(how->session, dbid))
        entry->open_sessions++;
    return JET_errSuccess;
}

JET_ERR attach_open(struct attach_table *table, const char *path, const struct attach_open *how,
                    JET_DBID *dbid, struct database **database)
{
    char full[OS_PATH_MAX];
    JET_ERR err = canonical(path, full);
    if (err < 0)
        return err == JET_errFileNotFound ? JET_errDatabaseNotFound : err;
    os_mutex_lock(&lock);
    struct attach_entry *entry = find_settled(table, full);
    err = JET_errDatabaseNotFound;
    if (entry) {
        *dbid = (JET_DBID)(entry - table->entries) + 1;
        *database = entry->database;
        err = open_entry(entry, *dbid, how);
    }
    os_mutex_unlock(&lock);
    return err;
}

void attach_end_exclusive(struct attach_table *table, JET_DBID dbid, const void *session)
{
    os_mutex_lock(&lock);
    if (by_dbid(table, dbid)->exclusive == session)
        by_dbid(table, dbid)->exclusive = NULL;
    os_mutex_unlock(&lock);
}

void attach_close(struct attach_table *table, JET_DBID dbid, const void *session)
{
    attach_end_exclusive(table, dbid, session);
    os_mutex_lock(&lock);
    by_dbid(table, dbid)->open_sessions--;
    os_mutex_unlock(&lock);
}

bool attach_is_exclusive(struct attach_table *table, JET_DBID dbid, const void *session)
{
    os_mutex_lock(&lock);
    bool exclusive = by_dbid(table, dbid)->exclusive == session;
    os_mutex_unlock(&lock);
    return exclusive;
}

size_t attach_paths(struct attach_table *table, char paths[ATTACH_DATABASES_MAX][OS_PATH_MAX])
{
    size_t count = 0;
    os_mutex_lock(&lock);
    for (size_t i = 0; i < ATTACH_DATABASES_MAX; i++)
        if (table->entries[i].state == ATTACH_ATTACHED)
            strcpy(paths[count++], table->entries[i].path); /* as long as OS_PATH_MAX lets a path be */
    os_mutex_unlock(&lock);
    return count;
}

bool attach_process_has(const char *path, struct dbheader *header)
{
    char full[OS_PATH_MAX];
    if (canonical(path, full) < 0)
        return false;
    os_mutex_lock(&lock);
    const struct attach_entry *entry = find_in_process(full);
    bool has = entry && entry->state == ATTACH_ATTACHED;
    if (has && header)
        *header = entry->database->header;
    os_mutex_unlock(&lock);
    return has;
}
