/* stream.c: see stream.h.
 *
 * Invariants
 * M1. A change is in the log before its page says so, and its transaction is open
 *     in the version store, with a Begin0 not behind it, until the page is marked
 *     dirty. So the minimum of (durable end of the log, open Begin0s, dirty pages),
 *     looked at in this order, is a safe checkpoint.
 * M2. The checkpoint never goes back. Before the file names a position, all pages
 *     changed below it are synced, then headers are written (35, 6.4).
 * M3. A page with changes of generation g is written when the header in the file
 *     has gen_max_required >= g (35, 3 rule 5).
 * M4. `listed` and `attach` of a database change with the log locked, in the append
 *     of its attach or detach: a log file lists exactly what is attached before its
 *     first record.
 * M5. Locks: checkpoint, clean, ... header, log, stream. */
#include "recovery/stream.h"

#include "base/alloc.h"
#include "base/utf.h"
#include "format/checkpoint.h"
#include "format/log_record.h"
#include "log/stamp.h"
#include "recovery/header_write.h"

#include <assert.h>

struct stream {
    struct stream_params params;
    struct log *log;
    struct version_store *versions;
    struct os_mutex hold;                                        /* OS_RANK_CHECKPOINT */
    struct os_mutex cleaning;                                    /* OS_RANK_CLEAN */
    struct os_mutex lock;                                        /* OS_RANK_STREAM: the list */
    struct stream_database *databases[CACHE_DATABASES_MAX];      /* by cache slot */
    _Atomic(struct btree_database *) trees[CACHE_DATABASES_MAX]; /* for the hooks */
    struct transaction cleaner;                                  /* `cleaning` held */
    struct log_position init;                                    /* Init2 of this run */
    _Atomic uint64_t checkpoint;                                 /* as the file has it */
    _Atomic bool rolled;                                         /* headers must follow */
};

/* ---- hooks of the version store ---- */

static struct btree_database *trees_of(struct stream *stream, const struct version *version)
{
    return version->database < CACHE_DATABASES_MAX ? atomic_load(&stream->trees[version->database]) : NULL;
}

static JET_ERR undo(void *context, struct version *version)
{
    struct btree_database *db = trees_of(context, version);
    return db ? btree_undo(db, version) : JET_errDatabaseNotFound;
}

/* Both a cleaner comes here, and a rollback with an insert it has undone: that
 * removes the node in the transaction that is going back. */
static void clean(void *context, struct version *version)
{
    struct stream *stream = context;
    struct btree_database *db = trees_of(stream, version);
    struct tree_writer writer = {.db = db, .trx = version->trx, .level = version->level};
    if (!db)
        return;
    if (atomic_load(&version->trx->commit) != TRX_ACTIVE &&
        tree_writer_begin(&stream->cleaner, db, &writer) < 0)
        return;
    writer.unversioned = true;
    (void)btree_clean(&writer, version); /* what cannot go now stays deleted */
}

/* ---- callbacks of the log, which is locked ---- */

static size_t attach_list(void *context, uint8_t list[LOG_ATTACH_LIST_SIZE])
{
    struct stream *stream = context;
    size_t used = 0;
    memset(list, 0, LOG_ATTACH_LIST_SIZE);
    os_mutex_lock(&stream->lock);
    for (unsigned i = 0; i < CACHE_DATABASES_MAX; i++) {
        struct stream_database *db = stream->databases[i];
        if (!db || !db->listed || used + db->entry_size > LOG_ATTACH_LIST_SIZE)
            continue;
        uint8_t *entry = memcpy(list + used, db->entry, db->entry_size);
        store_le64(entry + 4, atomic_load(&db->trees->dbtime));
        store_le32(entry + 12, atomic_load(&db->trees->last_objid));
        store_le64(entry + 20, db->attach.value);
        used += db->entry_size;
    }
    os_mutex_unlock(&stream->lock);
    return used;
}

static struct log_position checkpoint_now(void *context)
{
    struct stream *stream = context;
    return (struct log_position){atomic_load(&stream->checkpoint)};
}

static void rolled(void *context, int32_t generation)
{
    struct stream *stream = context;
    (void)generation;
    atomic_store(&stream->rolled, true);
    if (stream->params.wake)
        stream->params.wake(stream->params.context);
}

void stream_log_params(struct stream *stream, struct log_params *params)
{
    params->context = stream;
    params->attach_list = attach_list;
    params->checkpoint = checkpoint_now;
    params->rolled = rolled;
}

/* ---- birth ---- */

JET_ERR stream_create(const struct stream_params *params, struct stream **out)
{
    struct stream *stream = mem_calloc(1, sizeof *stream);
    *out = stream;
    if (!stream)
        return JET_errOutOfMemory;
    stream->params = *params;
    os_mutex_init(&stream->hold, OS_RANK_CHECKPOINT);
    os_mutex_init(&stream->cleaning, OS_RANK_CLEAN);
    os_mutex_init(&stream->lock, OS_RANK_STREAM);
    JET_ERR err = version_store_create(
        &(struct version_hooks){.context = stream, .undo = undo, .clean = clean}, &stream->versions);
    if (err < 0) {
        stream_destroy(stream, true);
        *out = NULL;
    }
    return err;
}

void stream_set_log(struct stream *stream, struct log *log, uint32_t last_stamp)
{
    stream->log = log;
    version_store_set_last_id(stream->versions, last_stamp);
}

struct log *stream_log(const struct stream *stream) { return stream->log; }
struct version_store *stream_versions(const struct stream *stream) { return stream->versions; }

/* Everything behind the checkpoint file's position is still needed. */
static JET_ERR write_checkpoint(struct stream *stream, struct log_position position,
                                struct log_position consistency)
{
    struct checkpoint c = {.checkpoint = position,
                           .db_consistency = consistency,
                           .log_signature = *log_signature(stream->log),
                           .environment = stream->params.environment};
    JET_ERR err = checkpoint_write(stream->params.fs, stream->params.checkpoint_path, &c, NULL, 0);
    if (err >= 0)
        atomic_store(&stream->checkpoint, position.value);
    return err;
}

static JET_ERR append(struct stream *stream, struct bytes record, bool wait, struct log_position *first)
{
    struct log_position end;
    JET_ERR err = log_append(stream->log, &record, 1, NULL, NULL, first, &end);
    return err >= 0 && wait ? log_flush(stream->log, end) : err;
}

JET_ERR stream_start(struct stream *stream, bool fresh)
{
    enum { SIZE = 576 };
    uint8_t record[SIZE] = {LOG_INIT2}, block[CHECKPOINT_FILE_SIZE];
    struct checkpoint c = {.environment = stream->params.environment};
    struct log_time now = log_time_now();
    if (!stream->log)
        return JET_errSuccess;
    checkpoint_store(&c, block); /* it has the environment at 48, as one block of bytes */
    memcpy(record + LOG_INIT2_ENVIRONMENT, block + 48, LOG_INIT2_TIME - LOG_INIT2_ENVIRONMENT);
    memcpy(record + LOG_INIT2_TIME, now.bytes, sizeof now.bytes);
    JET_ERR err = append(stream, (struct bytes){record, SIZE}, false, &stream->init);
    atomic_store(&stream->checkpoint, stream->init.value);
    return err >= 0 && fresh ? write_checkpoint(stream, stream->init, stream->init) : err;
}

/* ---- databases ---- */

void stream_hold(struct stream *stream) { os_mutex_lock(&stream->hold); }
void stream_release(struct stream *stream) { os_mutex_unlock(&stream->hold); }
void stream_header_lock(struct stream_database *database) { os_mutex_lock(&database->header_lock); }
void stream_header_unlock(struct stream_database *database) { os_mutex_unlock(&database->header_lock); }

/* Generation of the log that is being written, with its time. */
static int32_t generation_now(struct log *log, struct log_time *time)
{
    int32_t before, after = log_generation(log);
    do {
        before = after;
        *time = log_generation_time(log);
        after = log_generation(log);
    } while (before != after);
    return after;
}

/* Raises what the header says of the generations that the file needs; writes it
 * when that changes anything, or when told. The header's lock is held. */
static JET_ERR raise_header(struct stream_database *database, int32_t generation, bool must)
{
    struct dbheader *h = database->header;
    struct log_time time;
    int32_t current = generation_now(database->stream->log, &time);
    if (generation > h->gen_max_required) {
        h->gen_max_required = generation;
        must = true;
    }
    if (current > h->gen_max_committed || h->gen_max_required > h->gen_max_committed) {
        h->gen_max_committed = MAX(current, h->gen_max_required);
        h->gen_max_create_time = time;
        must = true;
    }
    if (!must)
        return JET_errSuccess;
    if (h->format_update_major >= 150 && h->gen_max_required == current)
        h->gen_max_required_time = time;
    JET_ERR err = header_write(database->file, h);
    if (err >= 0)
        database->generation = h->gen_max_required;
    return err;
}

/* M3; before the cache writes pages. */
static JET_ERR before_write(void *context, struct log_position end)
{
    struct stream_database *database = context;
    if (!database->stream->log)
        return JET_errSuccess;
    JET_ERR err = log_flush(database->stream->log, end);
    if (err < 0)
        return err;
    stream_header_lock(database);
    if (lgpos_generation(end) > database->generation)
        err = raise_header(database, lgpos_generation(end), true);
    stream_header_unlock(database);
    return err;
}

/* The entry of attach lists (30, 3.3), but for what changes. */
static JET_ERR make_entry(struct stream_database *database, const char *path)
{
    size_t units = 0;
    JET_ERR err = utf16_from_utf8(path, strlen(path), NULL, 0, &units);
    if (err < 0)
        return err;
    size_t name = (units + 1) * 2;
    if (ATTACHED_FIXED_SIZE + name > LOG_ATTACH_LIST_SIZE)
        return JET_errTooManyAttachedDatabases;
    WCHAR *wide = mem_calloc(units + 1, sizeof *wide);
    database->entry = mem_calloc(1, ATTACHED_FIXED_SIZE + name);
    if (!wide || !database->entry) {
        mem_free(wide);
        return JET_errOutOfMemory;
    }
    err = utf16_from_utf8(path, strlen(path), wide, units, &units);
    uint8_t *e = database->entry;
    e[0] = database->trees->dbid;
    e[1] = ATTACHED_UNICODE;
    store_le16(e + 2, (uint16_t)name);
    store_le32(e + 16, database->pages_max);
    for (size_t i = 0; i < units; i++)
        store_le16(e + ATTACHED_FIXED_SIZE + 2 * i, wide[i]);
    database->entry_size = (uint32_t)(ATTACHED_FIXED_SIZE + name);
    mem_free(wide);
    return err;
}

JET_ERR stream_add(struct stream *stream, struct stream_database *database, const char *path)
{
    struct btree_database *trees = database->trees;
    size_t used = 0;
    database->stream = stream;
    JET_ERR err = make_entry(database, path);
    if (err >= 0) {
        os_mutex_lock(&stream->lock);
        for (unsigned i = 0; i < CACHE_DATABASES_MAX; i++)
            used += stream->databases[i] ? stream->databases[i]->entry_size : 0;
        if (used + database->entry_size > LOG_ATTACH_LIST_SIZE)
            err = JET_errTooManyAttachedDatabases;
        else
            stream->databases[trees->slot] = database;
        os_mutex_unlock(&stream->lock);
    }
    if (err < 0) {
        mem_free(database->entry);
        database->entry = NULL;
        return err;
    }
    os_mutex_init(&database->header_lock, OS_RANK_HEADER);
    atomic_store(&stream->trees[trees->slot], trees);
    cache_set_writer(trees->cache, trees->slot, &(struct cache_writer){database, before_write});
    if (stream->params.wake)
        stream->params.wake(stream->params.context);
    return JET_errSuccess;
}

/* Runs with the log locked, just before the record is copied (M4). */
static void set_listed(void *context)
{
    struct stream_database *database = context;
    database->listed = true;
}
static void set_unlisted(void *context)
{
    struct stream_database *database = context;
    database->listed = false;
}

JET_ERR stream_log_attach(struct stream_database *database, struct bytes record,
                          struct log_position *position)
{
    struct log *log = database->stream->log;
    struct log_position end;
    store_le64(database->entry + 28, database->header->consistent_lgpos.value);
    memcpy(database->entry + 36, database->header->db_signature.bytes, 28);
    *position = (struct log_position){0};
    if (!log)
        return JET_errSuccess;
    JET_ERR err = log_append(log, &record, 1, set_listed, database, &database->attach, &end);
    *position = database->attach;
    return err < 0 ? err : log_flush(log, end);
}

JET_ERR stream_log_detach(struct stream_database *database, struct bytes record,
                          struct log_position *position)
{
    struct stream *stream = database->stream;
    struct log_position end;
    *position = (struct log_position){0};
    os_mutex_lock(&stream->cleaning); /* nobody removes nodes any more */
    atomic_store(&stream->trees[database->trees->slot], NULL);
    os_mutex_unlock(&stream->cleaning);
    if (!stream->log)
        return JET_errSuccess;
    JET_ERR err = log_append(stream->log, &record, 1, set_unlisted, database, position, &end);
    return err < 0 ? err : log_flush(stream->log, end);
}

JET_ERR stream_make_clean(struct stream_database *database, struct log_position consistent)
{
    struct btree_database *trees = database->trees;
    JET_ERR err;
    do /* a page that somebody is about to read may be passed over */
        err = cache_write_dirty(trees->cache, trees->slot, (struct log_position){0});
    while (err >= 0 && cache_oldest(trees->cache, trees->slot).value != 0);
    if (err >= 0)
        err = os_file_sync(database->file);
    if (err < 0)
        return err;
    stream_header_lock(database);
    database->header->dbtime = (int64_t)atomic_load(&trees->dbtime);
    database->header->last_object_id = atomic_load(&trees->last_objid);
    header_set_clean(database->header, consistent);
    err = header_write(database->file, database->header);
    stream_header_unlock(database);
    return err;
}

void stream_remove(struct stream_database *database)
{
    struct stream *stream = database->stream;
    unsigned slot = database->trees->slot;
    if (!stream)
        return;
    os_mutex_lock(&stream->cleaning);
    atomic_store(&stream->trees[slot], NULL);
    version_drop_database(stream->versions, (uint8_t)slot);
    os_mutex_unlock(&stream->cleaning);
    os_mutex_lock(&stream->lock);
    stream->databases[slot] = NULL;
    os_mutex_unlock(&stream->lock);
    os_mutex_destroy(&database->header_lock);
    mem_free(database->entry);
    database->entry = NULL;
    database->stream = NULL;
}

/* ---- in the background ---- */

uint64_t stream_clean(struct stream *stream)
{
    struct transaction *t = &stream->cleaner;
    struct log_position end;
    if (version_count(stream->versions) == 0)
        return 0;
    os_mutex_lock(&stream->cleaning);
    t->versions = stream->versions;
    t->log = stream->log;
    t->session = stream->params.cleaner;
    t->snapshot.begin = snapshot_now(stream->versions);
    atomic_store(&t->level, 1);
    uint64_t freed = version_clean(stream->versions);
    if (t->trx && trx_commit(t->trx, t->log, NULL, &end) < 0) { /* only a log that failed; nothing to undo */
        trx_discard_level(t->trx, 1);
        trx_end_rolled_back(t->trx);
    }
    t->trx = NULL;
    atomic_store(&t->level, 0);
    os_mutex_unlock(&stream->cleaning);
    return freed;
}

/* `position` less so many bytes of log. */
static struct log_position behind(const struct stream *stream, struct log_position position, uint64_t depth)
{
    uint64_t sectors = MAX(stream->params.environment.log_file_sectors, 4u);
    uint64_t at = (uint64_t)lgpos_generation(position) * sectors + (position.value >> 16 & 0xFFFF);
    uint64_t back = depth / LOG_SEGMENT_SIZE;
    if (back >= at)
        return (struct log_position){1};
    at -= back;
    return lgpos_make((int32_t)(at / sectors), (uint16_t)(at % sectors), 0);
}

static bool is_earlier(struct log_position a, struct log_position b)
{
    return a.value && (b.value == 0 || a.value < b.value);
}

/* M1. *consistency: without the open transactions. */
static struct log_position safe_checkpoint(struct stream *stream, struct log_position *consistency)
{
    struct log_position tip = log_durable(stream->log);
    struct log_position begin0 = version_oldest_begin0(stream->versions);
    for (unsigned i = 0; i < CACHE_DATABASES_MAX; i++) {
        const struct stream_database *db = stream->databases[i];
        struct log_position oldest =
            db ? cache_oldest(db->trees->cache, db->trees->slot) : (struct log_position){0};
        if (is_earlier(oldest, tip))
            tip = oldest;
    }
    *consistency = tip;
    return is_earlier(begin0, tip) ? begin0 : tip;
}

/* The headers, then the checkpoint file (35, 6.4); hold is held. */
static JET_ERR move_checkpoint(struct stream *stream, struct log_position position,
                               struct log_position consistency)
{
    JET_ERR err = JET_errSuccess;
    int32_t needed = lgpos_generation(position);
    for (unsigned i = 0; i < CACHE_DATABASES_MAX && err >= 0; i++) {
        struct stream_database *db = stream->databases[i];
        if (!db || !db->listed)
            continue;
        err = os_file_sync(db->file);
        if (err < 0)
            break;
        stream_header_lock(db);
        struct dbheader *h = db->header;
        int32_t least = MAX(MIN(needed, (int32_t)h->gen_max_required), (int32_t)h->gen_min_required);
        bool changed = least != (int32_t)h->gen_min_required;
        h->gen_min_required = least;
        h->gen_min_consistent = MAX(least, MIN(lgpos_generation(consistency), (int32_t)h->gen_max_required));
        err = raise_header(db, h->gen_max_required, changed);
        stream_header_unlock(db);
    }
    if (err >= 0)
        err = write_checkpoint(stream, position, consistency);
    for (unsigned i = 0; i < CACHE_DATABASES_MAX; i++)
        if (stream->databases[i] && stream->databases[i]->listed)
            needed = MIN(needed, (int32_t)stream->databases[i]->header->gen_min_required);
    if (err >= 0 && stream->params.circular)
        log_truncate(stream->log, needed);
    return err;
}

static JET_ERR write_pages(struct stream *stream, struct log_position limit)
{
    JET_ERR err = JET_errSuccess;
    for (unsigned i = 0; i < CACHE_DATABASES_MAX && err >= 0; i++) {
        const struct stream_database *db = stream->databases[i];
        if (!db)
            continue;
        struct log_position oldest = cache_oldest(db->trees->cache, db->trees->slot);
        if (oldest.value && (limit.value == 0 || oldest.value < limit.value))
            err = cache_write_dirty(db->trees->cache, db->trees->slot, limit);
    }
    return err;
}

JET_ERR stream_advance(struct stream *stream, uint64_t depth)
{
    JET_ERR err = JET_errSuccess;
    struct log_position consistency;
    if (!stream->log)
        return err;
    stream_hold(stream);
    struct log_position tip = log_tip(stream->log);
    err = write_pages(stream, depth ? behind(stream, tip, depth) : (struct log_position){0});
    struct log_position was = checkpoint_now(stream), position = safe_checkpoint(stream, &consistency);
    bool rolled_over = atomic_exchange(&stream->rolled, false);
    struct log_position step = behind(stream, position, depth / 16);
    if (err >= 0 && (was.value < step.value || rolled_over))
        err = move_checkpoint(stream, position.value > was.value ? position : was, consistency);
    stream_release(stream);
    return err;
}

bool stream_is_idle(struct stream *stream, uint64_t depth)
{
    if (version_count(stream->versions) > 0 || atomic_load(&stream->rolled))
        return false;
    if (!stream->log)
        return true;
    bool idle = true;
    struct log_position limit = behind(stream, log_tip(stream->log), depth);
    stream_hold(stream);
    for (unsigned i = 0; i < CACHE_DATABASES_MAX && idle; i++) {
        const struct stream_database *db = stream->databases[i];
        if (db) {
            struct log_position oldest = cache_oldest(db->trees->cache, db->trees->slot);
            idle = oldest.value == 0 || oldest.value >= limit.value;
        }
    }
    stream_release(stream);
    return idle;
}

/* ---- the end ---- */

JET_ERR stream_terminate(struct stream *stream)
{
    uint8_t record[26] = {LOG_SHUTDOWN};
    struct log_position shutdown = {0}, term;
    struct log_time now = log_time_now();
    JET_ERR err = JET_errSuccess;
    if (stream->log)
        err = append(stream, (struct bytes){record, 1}, true, &shutdown);
    stream_hold(stream);
    for (unsigned i = 0; i < CACHE_DATABASES_MAX && err >= 0; i++)
        if (stream->databases[i])
            err = stream_make_clean(stream->databases[i], shutdown);
    stream_release(stream);
    if (err < 0 || !stream->log)
        return err;
    record[0] = LOG_TERM2;
    store_le64(record + LOG_TERM2_UNDO_START, stream->init.value);
    memcpy(record + LOG_TERM2_TIME, now.bytes, sizeof now.bytes);
    err = append(stream, (struct bytes){record, sizeof record}, true, &term);
    return err < 0 ? err : write_checkpoint(stream, term, term);
}

void stream_destroy(struct stream *stream, bool abandon)
{
    if (!stream)
        return;
    if (abandon)
        log_abandon(stream->log);
    else
        (void)log_close(stream->log); /* its end mark is durable already */
    version_store_destroy(stream->versions);
    os_mutex_destroy(&stream->hold);
    os_mutex_destroy(&stream->cleaning);
    os_mutex_destroy(&stream->lock);
    mem_free(stream);
}
