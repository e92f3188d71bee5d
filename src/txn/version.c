/* version.c: see version.h.
 *
 * Invariants
 * V1. A bucket lists its versions newest first; of one node the order is that of
 *     its changes, since each is added under the exclusive latch of its page.
 * V2. Active versions of one node belong to one transaction, but for deltas and
 *     read locks, which commute (T-28 d).
 * V3. `commit` of a transaction changes once, from TRX_ACTIVE to its id, under
 *     `ids`, as begin ids are taken: a snapshot's begin id is above exactly the
 *     commit ids that were published before it was taken.
 * V4. A version leaves its bucket only when undone, or when its transaction has
 *     committed below every registered snapshot's begin.
 * V5. Lock order: `ids`, then a bucket. Hooks run with none held. */
#include "txn/version.h"

#include "base/alloc.h"
#include "format/log_record.h"
#include "os/os_thread.h"

#include <assert.h>

enum { BUCKETS = 1 << 14, LOCKS = 64, TREES = 1024 };

struct version_store {
    struct version_hooks hooks;
    struct os_mutex ids; /* begin and commit ids, lists of snapshots and transactions */
    uint32_t last_id;
    struct snapshot *snapshots; /* newest first: begin ids fall */
    struct trx *active;
    struct trx *committed_first, *committed_last; /* by commit id */
    struct os_mutex locks[LOCKS];
    struct version *buckets[BUCKETS];
    _Atomic uint32_t trees[TREES]; /* versions of trees whose id falls here */
    _Atomic uint32_t next_version;
    _Atomic uint64_t count;
    atomic_flag cleaning;
};

JET_ERR version_store_create(const struct version_hooks *hooks, struct version_store **store)
{
    struct version_store *s = mem_calloc(1, sizeof *s);
    *store = s;
    if (!s)
        return JET_errOutOfMemory;
    s->hooks = *hooks;
    os_mutex_init(&s->ids, OS_RANK_TXN);
    for (int i = 0; i < LOCKS; i++)
        os_mutex_init(&s->locks[i], OS_RANK_VERSION);
    s->next_version = 1;
    return JET_errSuccess;
}

static void free_versions(struct trx *trx)
{
    for (struct version *v = trx->newest, *older; v; v = older) {
        older = v->previous;
        mem_free(v);
    }
    mem_free(trx);
}

void version_store_destroy(struct version_store *store)
{
    if (!store)
        return;
    for (struct trx *t = store->active, *next; t; t = next) {
        next = t->next;
        free_versions(t);
    }
    for (struct trx *t = store->committed_first, *next; t; t = next) {
        next = t->next;
        free_versions(t);
    }
    for (int i = 0; i < LOCKS; i++)
        os_mutex_destroy(&store->locks[i]);
    os_mutex_destroy(&store->ids);
    mem_free(store);
}

/* ---- snapshots and ids ---- */

static uint32_t next_id(struct version_store *store)
{
    store->last_id += 4;
    if (store->last_id >= TRX_ACTIVE - 3)
        store->last_id = 4;
    return store->last_id;
}

void snapshot_begin(struct version_store *store, struct snapshot *snapshot, bool read_only)
{
    os_mutex_lock(&store->ids);
    snapshot->begin = read_only ? store->last_id + 2 : next_id(store);
    snapshot->previous = NULL;
    snapshot->next = store->snapshots;
    if (snapshot->next)
        snapshot->next->previous = snapshot;
    store->snapshots = snapshot;
    os_mutex_unlock(&store->ids);
}

void snapshot_end(struct version_store *store, struct snapshot *snapshot)
{
    os_mutex_lock(&store->ids);
    if (snapshot->previous)
        snapshot->previous->next = snapshot->next;
    else
        store->snapshots = snapshot->next;
    if (snapshot->next)
        snapshot->next->previous = snapshot->previous;
    os_mutex_unlock(&store->ids);
    snapshot->begin = TRX_NONE;
}

uint32_t snapshot_now(struct version_store *store)
{
    os_mutex_lock(&store->ids);
    uint32_t now = store->last_id + 2;
    os_mutex_unlock(&store->ids);
    return now;
}

void version_store_set_last_id(struct version_store *store, uint32_t last)
{
    os_mutex_lock(&store->ids);
    store->last_id = MAX(store->last_id, (last + 3) & ~UINT32_C(3));
    os_mutex_unlock(&store->ids);
}

/* Circular order of ids (T-8). */
static bool id_before(uint32_t a, uint32_t b) { return (int32_t)(a - b) < 0; }

/* ---- the hash ---- */

static uint64_t hash_node(const struct version_node *node)
{
    uint64_t h = ((uint64_t)node->database << 32 | node->objid) * UINT64_C(0x9E3779B97F4A7C15);
    const struct bytes *parts[2] = {&node->key, &node->data};
    for (int p = 0; p < 2; p++) {
        const uint8_t *at = parts[p]->data;
        size_t left = parts[p]->size;
        for (; left >= 8; at += 8, left -= 8)
            h = (h ^ load_le64(at)) * UINT64_C(0xFF51AFD7ED558CCD), h ^= h >> 32;
        uint64_t tail = left;
        for (size_t i = 0; i < left; i++)
            tail = tail << 8 | at[i];
        h = (h ^ tail) * UINT64_C(0xC4CEB9FE1A85EC53), h ^= h >> 29;
    }
    return h;
}

static unsigned bucket_of(const struct version_node *node) { return (unsigned)(hash_node(node) % BUCKETS); }
static struct os_mutex *lock_of(struct version_store *store, unsigned bucket)
{
    return &store->locks[bucket % LOCKS];
}
static unsigned tree_of(uint8_t database, uint32_t objid)
{
    return (objid ^ (unsigned)database << 7) % TREES;
}

static bool same_node(const struct version *v, const struct version_node *node)
{
    return v->objid == node->objid && v->database == node->database && v->key_size == node->key.size &&
           v->data_size == node->data.size && memcmp(v->bytes, node->key.data, node->key.size) == 0 &&
           (node->data.size == 0 || memcmp(v->bytes + v->key_size, node->data.data, node->data.size) == 0);
}

static struct version_node node_of(const struct version *v)
{
    return (struct version_node){v->database, v->objid, v->fdp, version_key(v), version_data(v)};
}

static void unchain(struct version_store *store, struct version *version)
{
    if (version->kind != VERSION_CALL) {
        struct version_node node = node_of(version);
        unsigned bucket = bucket_of(&node);
        os_mutex_lock(lock_of(store, bucket));
        struct version **link = &store->buckets[bucket];
        while (*link != version)
            link = &(*link)->chain;
        *link = version->chain;
        os_mutex_unlock(lock_of(store, bucket));
        atomic_fetch_sub_explicit(&store->trees[tree_of(version->database, version->objid)], 1,
                                  memory_order_release);
    }
    atomic_fetch_sub_explicit(&store->count, 1, memory_order_relaxed);
}

/* ---- conflicts (T-28) ---- */

static bool commutes(uint8_t a, uint8_t b)
{
    bool delta_a = a == VERSION_DELTA || a == VERSION_DELTA64,
         delta_b = b == VERSION_DELTA || b == VERSION_DELTA64;
    return (delta_a && delta_b) || (a == VERSION_READ_LOCK && b == VERSION_READ_LOCK);
}

JET_ERR version_check(struct version_store *store, const struct trx *trx, uint32_t begin,
                      const struct version_node *node, enum version_kind kind)
{
    if (!version_tree_has(store, node->database, node->objid))
        return JET_errSuccess;
    unsigned bucket = bucket_of(node);
    JET_ERR err = JET_errSuccess;
    os_mutex_lock(lock_of(store, bucket));
    for (struct version *v = store->buckets[bucket]; v && err >= 0; v = v->chain) {
        if (!same_node(v, node) || v->trx == trx)
            continue;
        uint32_t commit = atomic_load_explicit(&v->trx->commit, memory_order_acquire);
        bool in_the_way = commit == TRX_ACTIVE || !id_before(commit, begin);
        if (in_the_way && !commutes(v->kind, kind))
            err = JET_errWriteConflict;
    }
    os_mutex_unlock(lock_of(store, bucket));
    return err;
}

/* ---- adding ---- */

uint32_t version_next_id(struct version_store *store) { return atomic_load(&store->next_version); }

JET_ERR version_add(struct trx *trx, const struct version_node *node, const struct version_change *change,
                    struct version **version)
{
    struct version_store *store = trx->store;
    size_t size = sizeof(struct version) + node->key.size + node->data.size + change->before.size;
    struct version *v = mem_alloc(size);
    if (version)
        *version = v;
    if (!v)
        return JET_errVersionStoreOutOfMemory;
    *v = (struct version){.previous = trx->newest,
                          .trx = trx,
                          .id = change->id ? change->id : atomic_fetch_add(&store->next_version, 2),
                          .objid = node->objid,
                          .fdp = node->fdp,
                          .kind = (uint8_t)change->kind,
                          .level = change->level,
                          .database = node->database,
                          .offset = change->offset,
                          .key_size = (uint16_t)node->key.size,
                          .data_size = (uint32_t)node->data.size,
                          .before_size = (uint32_t)change->before.size,
                          .amount = change->amount};
    memcpy(v->bytes, node->key.data, node->key.size);
    if (node->data.size)
        memcpy(v->bytes + node->key.size, node->data.data, node->data.size);
    if (change->before.size)
        memcpy(v->bytes + node->key.size + node->data.size, change->before.data, change->before.size);
    unsigned bucket = bucket_of(node);
    atomic_fetch_add_explicit(&store->trees[tree_of(node->database, node->objid)], 1, memory_order_release);
    os_mutex_lock(lock_of(store, bucket));
    v->chain = store->buckets[bucket];
    store->buckets[bucket] = v;
    os_mutex_unlock(lock_of(store, bucket));
    /* Recovery names versions by their ids and meets them out of order (UndoInfo): the
     * list of a transaction is in the order of its changes all the same. */
    struct version **link = &trx->newest;
    while (change->id && *link && (*link)->kind != VERSION_CALL && (int32_t)((*link)->id - v->id) > 0)
        link = &(*link)->previous;
    v->previous = *link;
    *link = v;
    atomic_fetch_add_explicit(&store->count, 1, memory_order_relaxed);
    return JET_errSuccess;
}

void version_take_back(struct trx *trx)
{
    struct version *v = trx->newest;
    trx->newest = v->previous;
    unchain(trx->store, v);
    mem_free(v);
}

void version_undone(struct version *delta)
{
    struct version_store *store = delta->trx->store;
    struct version_node node = node_of(delta);
    unsigned bucket = bucket_of(&node);
    os_mutex_lock(lock_of(store, bucket));
    delta->amount = 0;
    os_mutex_unlock(lock_of(store, bucket));
}

JET_ERR version_add_call(struct trx *trx, unsigned level, const void *data, size_t size,
                         JET_ERR (*undo)(struct version *version, void *context),
                         void (*end)(struct version *version, void *context))
{
    struct version *v = mem_calloc(1, sizeof *v + size);
    if (!v)
        return JET_errVersionStoreOutOfMemory;
    v->previous = trx->newest;
    v->trx = trx;
    v->kind = VERSION_CALL;
    v->level = (uint8_t)level;
    v->before_size = (uint32_t)size;
    v->undo = undo;
    v->end = end;
    if (size)
        memcpy(v->bytes, data, size);
    trx->newest = v;
    atomic_fetch_add_explicit(&trx->store->count, 1, memory_order_relaxed);
    return JET_errSuccess;
}

/* ---- seeing ---- */

bool version_tree_has(const struct version_store *store, uint8_t database, uint32_t objid)
{
    return atomic_load_explicit(&((struct version_store *)(uintptr_t)store)->trees[tree_of(database, objid)],
                                memory_order_acquire) != 0;
}

static void subtract(uint8_t *data, size_t size, const struct version *v)
{
    size_t width = v->kind == VERSION_DELTA ? 4 : 8;
    if (size < width || v->offset > size - width)
        return;
    if (width == 4)
        store_le32(data + v->offset, load_le32(data + v->offset) - (uint32_t)v->amount);
    else
        store_le64(data + v->offset, load_le64(data + v->offset) - (uint64_t)v->amount);
}

void version_see(struct version_store *store, const struct trx *trx, uint32_t begin,
                 const struct version_node *node, bool deleted, struct bytes *data, uint8_t *buffer,
                 bool *exists)
{
    *exists = !deleted;
    if (!version_tree_has(store, node->database, node->objid))
        return;
    unsigned bucket = bucket_of(node);
    bool gone = deleted;
    os_mutex_lock(lock_of(store, bucket));
    for (struct version *v = store->buckets[bucket]; v; v = v->chain) {
        if (!same_node(v, node))
            continue;
        uint32_t commit = atomic_load_explicit(&v->trx->commit, memory_order_acquire);
        if (v->trx == trx || (commit != TRX_ACTIVE && id_before(commit, begin))) {
            if (v->kind == VERSION_DELTA || v->kind == VERSION_DELTA64 || v->kind == VERSION_READ_LOCK)
                continue; /* older ones of others may stand behind commuting ones */
            break;
        }
        switch (v->kind) {
        case VERSION_INSERT:
            gone = true;
            break;
        case VERSION_FLAG_DELETE:
            gone = false;
            break;
        case VERSION_REPLACE:
            memcpy(buffer, version_before(v).data, v->before_size);
            *data = (struct bytes){buffer, v->before_size};
            break;
        case VERSION_DELTA:
        case VERSION_DELTA64:
            if (data->data != buffer) {
                memcpy(buffer, data->data, data->size);
                data->data = buffer;
            }
            subtract(buffer, data->size, v);
            break;
        default:
            break;
        }
    }
    os_mutex_unlock(lock_of(store, bucket));
    *exists = !gone;
}

bool version_node_has(struct version_store *store, const struct version_node *node)
{
    bool has = false;
    if (!version_tree_has(store, node->database, node->objid))
        return false;
    unsigned bucket = bucket_of(node);
    os_mutex_lock(lock_of(store, bucket));
    for (struct version *v = store->buckets[bucket]; v && !has; v = v->chain)
        has = same_node(v, node);
    os_mutex_unlock(lock_of(store, bucket));
    return has;
}

bool version_node_busy(struct version_store *store, const struct trx *trx, const struct version_node *node)
{
    bool busy = false;
    unsigned bucket = bucket_of(node);
    os_mutex_lock(lock_of(store, bucket));
    for (struct version *v = store->buckets[bucket]; v && !busy; v = v->chain)
        busy = same_node(v, node) && v->trx != trx &&
               atomic_load_explicit(&v->trx->commit, memory_order_acquire) == TRX_ACTIVE;
    os_mutex_unlock(lock_of(store, bucket));
    return busy;
}

struct version *version_by_id(struct trx *trx, uint32_t id)
{
    for (struct version *v = trx->newest; v; v = v->previous)
        if (v->id == id && v->kind != VERSION_CALL)
            return v;
    return NULL;
}

uint64_t version_count(const struct version_store *store)
{
    return atomic_load(&((struct version_store *)(uintptr_t)store)->count);
}

/* ---- transactions ---- */

JET_ERR trx_create(struct version_store *store, uint32_t begin, uint16_t session, struct trx **out)
{
    struct trx *trx = mem_calloc(1, sizeof *trx);
    *out = trx;
    if (!trx)
        return JET_errOutOfMemory;
    trx->store = store;
    trx->begin = begin;
    trx->commit = TRX_ACTIVE;
    trx->session = session;
    os_mutex_lock(&store->ids);
    trx->next = store->active;
    if (trx->next)
        trx->next->previous = trx;
    store->active = trx;
    os_mutex_unlock(&store->ids);
    return JET_errSuccess;
}

static void leave_active(struct trx *trx)
{
    if (trx->previous)
        trx->previous->next = trx->next;
    else
        trx->store->active = trx->next;
    if (trx->next)
        trx->next->previous = trx->previous;
    trx->next = trx->previous = NULL;
}

struct log_position version_oldest_begin0(struct version_store *store)
{
    struct log_position oldest = {0};
    os_mutex_lock(&store->ids);
    for (struct trx *t = store->active; t; t = t->next)
        if (t->begin0.value && (!oldest.value || t->begin0.value < oldest.value))
            oldest = t->begin0;
    os_mutex_unlock(&store->ids);
    return oldest;
}

JET_ERR trx_log_begin(struct trx *trx, struct log *log, unsigned level)
{
    if (trx->logged_levels >= level || !log)
        return JET_errSuccess;
    uint8_t record[8];
    unsigned before = trx->logged_levels;
    struct bytes span = {record, before ? 4u : 8u};
    struct log_position first;
    record[0] = before ? LOG_BEGIN : LOG_BEGIN0;
    store_le16(record + LOG_TRX_SESSION, trx->session);
    record[LOG_BEGIN_LEVELS] = (uint8_t)(before | (level - before) << 4);
    if (!before)
        store_le32(record + LOG_BEGIN0_STAMP, trx->begin);
    if (!before) { /* a lower bound first: a checkpoint taken meanwhile must not pass it */
        struct log_position bound = log_tip(log);
        os_mutex_lock(&trx->store->ids);
        trx->begin0 = bound;
        os_mutex_unlock(&trx->store->ids);
    }
    JET_ERR err = log_append(log, &span, 1, NULL, NULL, &first, NULL);
    if (err < 0)
        return err;
    if (!before) {
        os_mutex_lock(&trx->store->ids);
        trx->begin0 = first;
        os_mutex_unlock(&trx->store->ids);
    }
    trx->logged_levels = (uint8_t)level;
    return JET_errSuccess;
}

JET_ERR trx_commit_level(struct trx *trx, struct log *log, unsigned level)
{
    if (trx->logged_levels > level && log) {
        uint8_t record[4] = {LOG_COMMIT};
        struct bytes span = {record, sizeof record};
        store_le16(record + LOG_TRX_SESSION, trx->session);
        record[LOG_COMMIT_LEVEL] = (uint8_t)level;
        JET_ERR err = log_append(log, &span, 1, NULL, NULL, NULL, NULL);
        if (err < 0)
            return err;
        trx->logged_levels = (uint8_t)level;
    }
    for (struct version *v = trx->newest; v && v->level > level; v = v->previous)
        v->level = (uint8_t)level;
    return JET_errSuccess;
}

struct commit_stamp {
    struct trx *trx;
    uint8_t *record;
};

/* Runs with the log locked when there is one, so that ids rise with positions. */
static void take_commit_id(void *context)
{
    struct commit_stamp *stamp = context;
    struct version_store *store = stamp->trx->store;
    os_mutex_lock(&store->ids);
    uint32_t id = next_id(store);
    leave_active(stamp->trx);
    if (store->committed_last)
        store->committed_last->next = stamp->trx;
    else
        store->committed_first = stamp->trx;
    store->committed_last = stamp->trx;
    atomic_store_explicit(&stamp->trx->commit, id, memory_order_release);
    os_mutex_unlock(&store->ids);
    store_le32(stamp->record + LOG_COMMIT0_STAMP, id);
}

JET_ERR trx_commit(struct trx *trx, struct log *log, struct log_position *first, struct log_position *end)
{
    uint8_t record[8] = {LOG_COMMIT0};
    struct bytes span = {record, sizeof record};
    struct commit_stamp stamp = {trx, record};
    *end = (struct log_position){0};
    if (!log || trx->logged_levels == 0) {
        take_commit_id(&stamp);
        return JET_errSuccess;
    }
    store_le16(record + LOG_TRX_SESSION, trx->session);
    return log_append(log, &span, 1, take_commit_id, &stamp, first, end);
}

JET_ERR trx_rollback_level(struct trx *trx, struct log *log, unsigned level)
{
    struct version_store *store = trx->store;
    while (trx->newest && trx->newest->level >= level) {
        struct version *v = trx->newest;
        JET_ERR err = v->kind == VERSION_CALL ? (v->undo ? v->undo(v, store->hooks.context) : JET_errSuccess)
                      : v->kind == VERSION_READ_LOCK || v->kind == VERSION_WRITE_LOCK
                          ? JET_errSuccess
                          : store->hooks.undo(store->hooks.context, v);
        if (err < 0)
            return err;
        trx->newest = v->previous;
        unchain(store, v);
        /* an insert that is undone leaves a deleted node behind: it may go now */
        if (v->kind == VERSION_INSERT && store->hooks.clean)
            store->hooks.clean(store->hooks.context, v);
        mem_free(v);
    }
    if (trx->logged_levels < level || !log)
        return JET_errSuccess;
    uint8_t record[4] = {LOG_ROLLBACK};
    struct bytes span = {record, sizeof record};
    store_le16(record + LOG_TRX_SESSION, trx->session);
    record[LOG_ROLLBACK_LEVELS] = (uint8_t)(trx->logged_levels - level + 1);
    trx->logged_levels = (uint8_t)(level - 1);
    JET_ERR err = log_append(log, &span, 1, NULL, NULL, NULL, NULL);
    return err == JET_errLogWriteFail || err == JET_errLogDiskFull ? JET_errSuccess : err; /* T-41 */
}

void trx_discard_level(struct trx *trx, unsigned level)
{
    while (trx->newest && trx->newest->level >= level)
        version_take_back(trx);
}

void version_remove(struct version *version)
{
    struct version **link = &version->trx->newest;
    while (*link != version)
        link = &(*link)->previous;
    *link = version->previous;
    unchain(version->trx->store, version);
    mem_free(version);
}

void trx_end_rolled_back(struct trx *trx)
{
    assert(!trx->newest);
    os_mutex_lock(&trx->store->ids);
    leave_active(trx);
    os_mutex_unlock(&trx->store->ids);
    mem_free(trx);
}

/* ---- cleaning (T-45) ---- */

/* The first committed transaction that nobody looks behind any more, taken off
 * the list; null when there is none. */
static struct trx *take_cleanable(struct version_store *store)
{
    os_mutex_lock(&store->ids);
    struct trx *trx = store->committed_first;
    if (trx) {
        uint32_t commit = atomic_load_explicit(&trx->commit, memory_order_relaxed);
        for (struct snapshot *s = store->snapshots; s && trx; s = s->next)
            if (!id_before(commit, s->begin))
                trx = NULL;
    }
    if (trx) {
        store->committed_first = trx->next;
        if (!trx->next)
            store->committed_last = NULL;
    }
    os_mutex_unlock(&store->ids);
    return trx;
}

uint64_t version_clean(struct version_store *store)
{
    uint64_t freed = 0;
    struct trx *trx;
    if (atomic_flag_test_and_set_explicit(&store->cleaning, memory_order_acquire))
        return 0;
    while ((trx = take_cleanable(store)) != NULL) {
        for (struct version *v = trx->newest, *older; v; v = older) {
            older = v->previous;
            unchain(store, v);
            if (v->kind == VERSION_CALL) {
                if (v->end)
                    v->end(v, store->hooks.context);
            } else if (v->kind == VERSION_FLAG_DELETE && store->hooks.clean) {
                store->hooks.clean(store->hooks.context, v);
            }
            mem_free(v);
            freed++;
        }
        mem_free(trx);
    }
    atomic_flag_clear_explicit(&store->cleaning, memory_order_release);
    return freed;
}

void version_drop_database(struct version_store *store, uint8_t database)
{
    os_mutex_lock(&store->ids);
    for (struct trx *trx = store->committed_first; trx; trx = trx->next) {
        struct version **link = &trx->newest;
        while (*link) {
            struct version *v = *link;
            if (v->kind == VERSION_CALL || v->database != database) {
                link = &v->previous;
                continue;
            }
            *link = v->previous;
            unchain(store, v);
            mem_free(v);
        }
    }
    os_mutex_unlock(&store->ids);
}
