/* redo.c: replaying logs (spec 35, section 8 and 9.3).
 *
 * R1. Counters of a database follow every record, redone or not (8.4 rule 1).
 * R2. A page changes only by a record of a database that is attached, behind its
 *     attach position, of a session whose Begin0 has been met (8.4 rule 2).
 * R3. Versions are made for whatever may have to be undone (8.8), and go when
 *     their transaction ends.
 * R4. One thread; a page may be held more than once at a time (a lying log could
 *     name it twice), the latch is taken once. */
#include "recovery/redo.h"

#include "base/alloc.h"
#include "base/utf.h"
#include "catalog/database.h"
#include "log/stamp.h"
#include "recovery/header_write.h"
#include "btree/space.h"

#include <stdlib.h>

enum { HELD_MAX = 12, SESSIONS = 65536, SUSPECTS = 4096 };

struct redo_session {
    bool begun; /* a Begin0 was met since the start of redo */
    struct trx *trx;
    struct redo_macro *macros;
    unsigned macro_count, macro_capacity;
};

struct held_page {
    struct cache_frame *frame;
    unsigned slot, count;
    bool changed;
};

/* Pages that were too old or unreadable, and may yet be made anew (8.6). */
struct suspect {
    uint8_t dbid;
    uint32_t pgno;
    JET_ERR err;
};

struct redo {
    struct redo_config config;
    struct cache *cache;
    uint32_t page_size;
    struct version_store *versions;
    struct redo_database *databases[REDO_DATABASES];
    struct redo_session *sessions[SESSIONS];
    struct held_page held[HELD_MAX];
    struct suspect suspects[SUSPECTS];
    unsigned suspect_count;
    struct signature log_signature;
    struct log_position position; /* of the present record */
    struct redo_end end;
    struct log *log;               /* during undo */
    struct redo_database *current; /* database of the present record */
};

/* ---- databases ---- */

struct redo_database *redo_database(struct redo *redo, unsigned dbid) { return redo->databases[dbid & 255]; }
struct version_store *redo_versions(struct redo *redo) { return redo->versions; }
struct cache *redo_cache(struct redo *redo) { return redo->cache; }

static void close_database(struct redo *redo, unsigned dbid)
{
    struct redo_database *db = redo->databases[dbid];
    if (!db)
        return;
    if (db->file) {
        cache_abandon(redo->cache, db->trees.slot);
        cache_detach(redo->cache, db->trees.slot);
        btree_database_destroy(&db->trees);
        os_file_close(db->file);
    }
    mem_free(db->logged_path);
    mem_free(db->path);
    mem_free(db);
    redo->databases[dbid] = NULL;
}

/* The path of a record or list entry as UTF-8; the caller frees. */
static char *path_of(struct bytes stored, bool unicode)
{
    size_t needed = 0;
    if (!unicode) {
        size_t size = strnlen((const char *)stored.data, stored.size);
        char *copy = mem_alloc(size + 1);
        if (copy) {
            memcpy(copy, stored.data, size);
            copy[size] = 0;
        }
        return copy;
    }
    WCHAR *wide = mem_alloc(stored.size + 2);
    char *copy = mem_alloc(stored.size * 2 + 1);
    size_t units = stored.size / 2;
    if (wide && copy) {
        memcpy(wide, stored.data, units * 2);
        while (units && wide[units - 1] == 0)
            units--;
        if (utf8_from_utf16(wide, units, copy, stored.size * 2, &needed) < 0)
            needed = 0;
        copy[MIN(needed, stored.size * 2)] = 0;
    } else {
        mem_free(copy);
        copy = NULL;
    }
    mem_free(wide);
    return copy;
}

static JET_ERR read_header(struct redo_database *db)
{
    uint64_t size;
    uint8_t *head = mem_alloc(DBHEADER_READ_SIZE);
    struct dbheader_choice choice;
    JET_ERR err = head ? os_file_size(db->file, &size) : JET_errOutOfMemory;
    if (err >= 0) {
        size = MIN(size, DBHEADER_READ_SIZE);
        err = os_file_read(db->file, 0, head, (size_t)size);
    }
    if (err >= 0)
        err = dbheader_choose((struct bytes){head, (size_t)size}, &choice);
    if (err >= 0)
        dbheader_load(choice.page, &db->header);
    mem_free(head);
    return err;
}

static JET_ERR before_write(void *context, struct log_position end)
{
    struct redo *redo = context;
    return redo->log ? log_flush(redo->log, end)
                     : JET_errSuccess; /* what is replayed is in the file already */
}

static JET_ERR grow_file(void *context, struct trx *trx, uint32_t last_page)
{
    struct redo_database *db = context;
    uint64_t size, need = page_file_offset(last_page + 1, db->trees.page_size);
    (void)trx;
    JET_ERR err = os_file_size(db->file, &size);
    if (err >= 0 && size < need)
        err = os_file_resize(db->file, need);
    return err;
}

static JET_ERR attach_pages(struct redo *redo, struct redo_database *db, unsigned dbid)
{
    struct btree_database *trees = &db->trees;
    JET_ERR err = cache_attach(redo->cache, db->file, &trees->slot);
    if (err < 0)
        return err;
    btree_database_init(trees);
    cache_set_writer(redo->cache, trees->slot, &(struct cache_writer){redo, before_write});
    trees->cache = redo->cache;
    trees->dbid = (uint8_t)dbid;
    trees->page_size = redo->page_size;
    trees->update_major = db->header.format_update_major;
    trees->versions = redo->versions;
    trees->dbtime = MAX((uint64_t)db->header.dbtime, atomic_load(&trees->dbtime));
    trees->last_objid = MAX(db->header.last_object_id, atomic_load(&trees->last_objid));
    trees->extension = 16;
    trees->context = db;
    trees->grow = grow_file;
    db->state = REDO_ATTACHED;
    return JET_errSuccess;
}

/* What an attach is judged by (35, 9.3). */
struct attach_facts {
    struct log_position attach, consistent;
    struct signature db_signature, log_signature;
    bool from_list;
};

static bool before(struct log_position a, struct log_position b) { return a.value < b.value; }

/* Rules 4 to 18. JET_errSuccess with db->state set, or an error. */
static JET_ERR judge(struct redo *redo, struct redo_database *db, const struct attach_facts *f)
{
    const struct dbheader *h = &db->header;
    bool same_db = signature_equal(&h->db_signature, &f->db_signature);
    bool same_stream = signature_equal(&h->log_signature, &redo->log_signature);
    bool same_log = signature_equal(&h->log_signature, &f->log_signature);
    db->state = REDO_DEFERRED;
    switch (h->dbstate) {
    case DBSTATE_INCREMENTAL_RESEED:
        return JET_errDatabaseIncompleteIncrementalReseed;
    case DBSTATE_REVERT:
        return JET_errDatabaseIncompleteRevert;
    case DBSTATE_JUST_CREATED:
        return JET_errSuccess;
    case DBSTATE_DIRTY:
    case DBSTATE_CLEAN:
    case DBSTATE_DIRTY_AND_PATCHED:
        break;
    default:
        return JET_errDatabaseCorrupted;
    }
    if (!same_stream) {
        if (!same_log || !same_db)
            return JET_errSuccess;
        if (h->consistent_lgpos.value != f->consistent.value)
            return JET_errConsistentTimeMismatch;
        db->state = REDO_ATTACHED;
        return JET_errSuccess;
    }
    if (!same_log || h->consistent_lgpos.value == f->consistent.value || h->consistent_lgpos.value == 0) {
        if (!same_db)
            return JET_errSuccess;
        if (h->attach_lgpos.value == f->attach.value ||
            (before(h->attach_lgpos, f->attach) && !f->from_list && same_log))
            db->state = REDO_ATTACHED;
        else if (before(h->attach_lgpos, f->attach))
            return JET_errAttachedDatabaseMismatch;
        return JET_errSuccess;
    }
    if (before(f->consistent, h->consistent_lgpos) &&
        (f->from_list || before(redo->position, h->consistent_lgpos))) {
        db->state = REDO_DEFERRED_FUTURE;
        return JET_errSuccess;
    }
    return same_db ? JET_errConsistentTimeMismatch : JET_errSuccess;
}

static JET_ERR check_range(struct redo *redo, const struct redo_database *db)
{
    const struct dbheader *h = &db->header;
    if (h->gen_min_required != 0 && h->dbstate != DBSTATE_DIRTY_AND_PATCHED &&
        h->gen_min_required < lgpos_generation(redo->position))
        return JET_errRequiredLogFilesMissing;
    if (h->full_backup_current.generation_low != 0 && h->full_backup_current.generation_high == 0)
        return JET_errSoftRecoveryOnBackupDatabase;
    return JET_errSuccess;
}

static struct redo_database *new_database(struct redo *redo, unsigned dbid, struct bytes path, bool unicode)
{
    close_database(redo, dbid);
    struct redo_database *db = mem_calloc(1, sizeof *db);
    if (!db)
        return NULL;
    db->state = REDO_DEFERRED;
    db->logged_path = path_of(path, unicode);
    db->path = mem_alloc(4096);
    if (!db->logged_path || !db->path) {
        mem_free(db->logged_path);
        mem_free(db->path);
        mem_free(db);
        return NULL;
    }
    db->path[0] = 0;
    redo->databases[dbid] = db;
    return db;
}

static JET_ERR attach(struct redo *redo, unsigned dbid, struct bytes path, bool unicode,
                      const struct attach_facts *facts)
{
    struct redo_database *db = new_database(redo, dbid, path, unicode);
    if (!db)
        return JET_errOutOfMemory;
    if (!redo->config.find(redo->config.context, db->logged_path, db->path, 4096)) {
        db->state = REDO_DEFERRED_MISSING;
        return JET_errSuccess;
    }
    JET_ERR err = os_fs_open(redo->config.fs, db->path, OS_OPEN_WRITE, 0, &db->file);
    if (err < 0) {
        db->file = NULL;
        db->state = err == JET_errFileAccessDenied ? REDO_DEFERRED_DENIED : REDO_DEFERRED_MISSING;
        return err == JET_errFileNotFound || err == JET_errFileAccessDenied || err == JET_errInvalidPath
                   ? JET_errSuccess
                   : err;
    }
    err = read_header(db);
    if (err >= 0)
        err = judge(redo, db, facts);
    if (err >= 0 && db->state == REDO_ATTACHED)
        err = check_range(redo, db);
    if (err >= 0 && db->state == REDO_ATTACHED) {
        if (dbheader_page_size(&db->header) != redo->page_size)
            err = JET_errPageSizeMismatch;
        else
            err = attach_pages(redo, db, dbid);
        if (err >= 0 && db->header.attach_lgpos.value != facts->attach.value) {
            header_set_attached(&db->header, facts->attach, lgpos_generation(redo->position),
                                (struct log_time){{0}}, &redo->log_signature);
            db->header.gen_max_create_time = log_time_now();
            db->header_dirty = true;
        }
    }
    if (err < 0 || db->state != REDO_ATTACHED) {
        os_file_close(db->file);
        db->file = NULL;
    }
    if (err < 0)
        db->state = REDO_DEFERRED;
    return err;
}

JET_ERR redo_attach_list(struct redo *redo, struct bytes list, const struct logheader *header)
{
    struct attached_database entry;
    size_t offset = 0;
    bool found;
    for (;;) {
        JET_ERR err = attach_list_next(list, &offset, &entry, &found);
        if (err < 0 || !found)
            return err;
        struct attach_facts facts = {entry.attach, entry.consistent, entry.db_signature,
                                     header->log_signature, true};
        err = attach(redo, entry.dbid, entry.name, (entry.flags & ATTACHED_UNICODE) != 0, &facts);
        if (err < 0)
            return err;
        struct redo_database *db = redo->databases[entry.dbid];
        if (db->state == REDO_ATTACHED) {
            db->trees.dbtime = MAX(atomic_load(&db->trees.dbtime), (uint64_t)entry.dbtime);
            db->trees.last_objid = MAX(atomic_load(&db->trees.last_objid), entry.last_object_id);
        }
    }
}

static JET_ERR redo_attach_record(struct redo *redo, const struct log_record *record)
{
    struct attach_facts facts = {.attach = redo->position,
                                 .consistent = {log_u64(record, LOG_ATTACH_DB_CONSISTENT)}};
    memcpy(facts.db_signature.bytes, record->bytes + LOG_ATTACH_DB_SIGNATURE, 28);
    memcpy(facts.log_signature.bytes, record->bytes + LOG_ATTACH_DB_LOG_SIGNATURE, 28);
    return attach(redo, log_u8(record, LOG_ATTACH_DB_DATABASE), record->part[0],
                  (log_u8(record, LOG_ATTACH_DB_FLAGS) & LOG_DB_UNICODE) != 0, &facts);
}

/* A database that was being made: it is made again from its records (35, 9.3). */
static JET_ERR create_file(struct redo *redo, struct redo_database *db, const struct log_record *record,
                           unsigned dbid)
{
    struct dbheader *h = &db->header;
    os_file_close(db->file);
    db->file = NULL;
    JET_ERR err = os_fs_open(redo->config.fs, db->path, OS_OPEN_REPLACE, 0, &db->file);
    if (err < 0)
        return err;
    *h = (struct dbheader){.magic = DBHEADER_MAGIC,
                           .format_version = DBHEADER_VERSION,
                           .dbtime = 0x40,
                           .dbstate = DBSTATE_JUST_CREATED,
                           .attach_lgpos = redo->position,
                           .dbid = dbid,
                           .log_signature = redo->log_signature,
                           .format_update_major = 20,
                           .page_size = redo->page_size,
                           .create_format_version = DBHEADER_VERSION,
                           .create_format_update = 20,
                           .default_sort_version = UINT64_MAX,
                           .file_type = JET_filetypeDatabase};
    memcpy(h->db_signature.bytes, record->bytes + LOG_CREATE_DB_SIGNATURE, 28);
    h->gen_min_required = h->gen_max_required = h->gen_max_committed = h->gen_min_consistent =
        lgpos_generation(redo->position);
    err = header_write(db->file, h);
    return err < 0 ? err : attach_pages(redo, db, dbid);
}

static JET_ERR redo_create_database(struct redo *redo, const struct log_record *record)
{
    unsigned dbid = log_u8(record, LOG_CREATE_DB_DATABASE), flags = log_u8(record, LOG_CREATE_DB_FLAGS);
    struct bytes path = record->part[0];
    bool logged = false;
    if (flags & LOG_DB_VERSION_INFO) { /* it stands before the path */
        const uint8_t *info = record->bytes + log_types[LOG_CREATE_DB].fixed;
        logged = load_le16(info) == 2 && load_le16(info + 2) == 0;
        path.data += path.data == info ? 4 : 0;
    }
    struct redo_database *db = new_database(redo, dbid, path, (flags & LOG_DB_UNICODE) != 0);
    if (!db)
        return JET_errOutOfMemory;
    if (!redo->config.find(redo->config.context, db->logged_path, db->path, 4096)) {
        if (!db->path[0]) {
            db->state = REDO_DEFERRED_MISSING;
            return JET_errSuccess;
        }
        return logged ? create_file(redo, db, record, dbid) : JET_errInvalidCreateDbVersion;
    }
    JET_ERR err = os_fs_open(redo->config.fs, db->path, OS_OPEN_WRITE, 0, &db->file);
    if (err < 0) {
        db->file = NULL;
        db->state = REDO_DEFERRED_DENIED;
        return JET_errSuccess;
    }
    const struct dbheader *h = &db->header;
    err = read_header(db);
    bool again = err == JET_errReadVerifyFailure || (err >= 0 && h->dbstate == DBSTATE_JUST_CREATED);
    if (again)
        return logged ? create_file(redo, db, record, dbid) : JET_errInvalidCreateDbVersion;
    struct signature signature;
    memcpy(signature.bytes, record->bytes + LOG_CREATE_DB_SIGNATURE, 28);
    if (err >= 0 && signature_equal(&h->log_signature, &redo->log_signature) &&
        h->attach_lgpos.value == redo->position.value && signature_equal(&h->db_signature, &signature)) {
        if (!before(h->consistent_lgpos, redo->position) && h->consistent_lgpos.value) {
            db->state = REDO_DEFERRED_FUTURE;
        } else {
            err = check_range(redo, db);
            if (err >= 0 && dbheader_page_size(h) != redo->page_size)
                err = JET_errPageSizeMismatch;
            if (err >= 0)
                return attach_pages(redo, db, dbid);
        }
    } else if (err >= 0 && signature_equal(&h->log_signature, &redo->log_signature) &&
               before(redo->position, h->attach_lgpos)) {
        db->state = REDO_DEFERRED_FUTURE;
    }
    os_file_close(db->file);
    db->file = NULL;
    return err;
}

/* ---- pages ---- */

static struct held_page *find_held(struct redo *redo, unsigned slot, uint32_t pgno)
{
    for (int i = 0; i < HELD_MAX; i++)
        if (redo->held[i].frame && redo->held[i].slot == slot && (uint32_t)redo->held[i].frame->key == pgno)
            return &redo->held[i];
    return NULL;
}

static void forget_suspect(struct redo *redo, unsigned dbid, uint32_t pgno)
{
    for (unsigned i = 0; i < redo->suspect_count; i++)
        if (redo->suspects[i].dbid == dbid && redo->suspects[i].pgno == pgno)
            redo->suspects[i--] = redo->suspects[--redo->suspect_count];
}

static JET_ERR hold_page(void *context, uint32_t pgno, bool blank, uint8_t **bytes)
{
    struct redo *redo = context;
    unsigned slot = redo->current->trees.slot;
    struct held_page *held = find_held(redo, slot, pgno);
    if (held) {
        held->count++;
        *bytes = held->frame->bytes;
        return JET_errSuccess;
    }
    for (held = redo->held; held->frame; held++)
        if (held == redo->held + HELD_MAX - 1)
            return JET_errLogCorrupted;
    JET_ERR err = blank ? cache_latch_new(redo->cache, slot, pgno, &held->frame)
                        : cache_latch_exclusive(redo->cache, slot, pgno, &held->frame);
    if (err < 0) {
        held->frame = NULL;
        return err;
    }
    if (blank)
        forget_suspect(redo, redo->current->trees.dbid, pgno);
    held->slot = slot;
    held->count = 1;
    held->changed = false;
    *bytes = held->frame->bytes;
    return JET_errSuccess;
}

static void release_page(void *context, uint32_t pgno, bool changed)
{
    struct redo *redo = context;
    struct held_page *held = find_held(redo, redo->current->trees.slot, pgno);
    held->changed |= changed;
    if (--held->count)
        return;
    if (held->changed)
        cache_mark_logged(held->frame, redo->position, redo->position);
    cache_unlatch_exclusive(held->frame);
    held->frame = NULL;
}

static struct redo_store store_of(struct redo *redo)
{
    return (struct redo_store){redo->page_size, redo, hold_page, release_page};
}

/* ---- sessions ---- */

static struct redo_session *session_of(struct redo *redo, uint16_t id)
{
    if (!redo->sessions[id])
        redo->sessions[id] = mem_calloc(1, sizeof(struct redo_session));
    return redo->sessions[id];
}

static void free_macros(struct redo_session *session)
{
    for (unsigned i = 0; i < session->macro_count; i++)
        redo_macro_free(&session->macros[i]);
    session->macro_count = 0;
}

static void end_sessions(struct redo *redo)
{
    for (unsigned id = 0; id < SESSIONS; id++) {
        struct redo_session *session = redo->sessions[id];
        if (!session)
            continue;
        free_macros(session);
        if (session->trx) {
            trx_discard_level(session->trx, 0);
            trx_end_rolled_back(session->trx);
        }
        session->trx = NULL;
        session->begun = false;
    }
}

static struct redo_macro *find_macro(struct redo_session *session, uint64_t dbtime)
{
    for (unsigned i = 0; i < session->macro_count; i++)
        if (session->macros[i].dbtime == dbtime)
            return &session->macros[i];
    return NULL;
}

static JET_ERR add_macro(struct redo_session *session, uint64_t dbtime)
{
    if (session->macro_count == session->macro_capacity) {
        unsigned capacity = session->macro_capacity ? session->macro_capacity * 2 : 4;
        struct redo_macro *macros = mem_realloc(session->macros, capacity * sizeof *macros);
        if (!macros)
            return JET_errOutOfMemory;
        session->macros = macros;
        session->macro_capacity = capacity;
    }
    session->macros[session->macro_count++] = (struct redo_macro){.dbtime = dbtime};
    return JET_errSuccess;
}

static void drop_macro(struct redo_session *session, struct redo_macro *macro)
{
    redo_macro_free(macro);
    *macro = session->macros[--session->macro_count];
}

static JET_ERR begin(struct redo *redo, struct redo_session *session, const struct log_record *record)
{
    unsigned levels = log_u8(record, LOG_BEGIN_LEVELS);
    if (log_record_type(record) == LOG_BEGIN0) {
        uint32_t stamp = log_u32(record, LOG_BEGIN0_STAMP);
        redo->end.last_stamp = MAX(redo->end.last_stamp, stamp);
        session->begun = true;
        if (session->trx) { /* should not be: what came before is over */
            trx_discard_level(session->trx, 0);
            trx_end_rolled_back(session->trx);
        }
        JET_ERR err = trx_create(redo->versions, stamp, log_u16(record, LOG_TRX_SESSION), &session->trx);
        if (err < 0)
            return err;
        session->trx->begin0 = redo->position;
        session->trx->logged_levels = (uint8_t)(levels >> 4);
        return JET_errSuccess;
    }
    if (session->trx)
        session->trx->logged_levels = (uint8_t)((levels & 15) + (levels >> 4));
    return JET_errSuccess;
}

static JET_ERR end_level(struct redo *redo, struct redo_session *session, const struct log_record *record)
{
    struct trx *trx = session->trx;
    if (!trx)
        return JET_errSuccess;
    switch (log_record_type(record)) {
    case LOG_COMMIT:
        trx->logged_levels = log_u8(record, LOG_COMMIT_LEVEL);
        return trx_commit_level(trx, NULL, trx->logged_levels);
    case LOG_COMMIT0:
        redo->end.last_stamp = MAX(redo->end.last_stamp, log_u32(record, LOG_COMMIT0_STAMP));
        trx_discard_level(trx, 0); /* nobody reads yet: committed versions are not needed */
        break;
    default: { /* Rollback: what is left of these levels has been undone by Undo records */
        unsigned levels = MIN(log_u8(record, LOG_ROLLBACK_LEVELS), trx->logged_levels);
        trx_discard_level(trx, trx->logged_levels - levels + 1u);
        trx->logged_levels = (uint8_t)(trx->logged_levels - levels);
        if (trx->logged_levels)
            return JET_errSuccess;
    }
    }
    trx_end_rolled_back(trx);
    session->trx = NULL;
    return JET_errSuccess;
}

/* ---- versions (8.8) ---- */

static JET_ERR add_version(struct redo *redo, struct trx *trx, const struct log_record *record,
                           struct bytes key, struct bytes data, const struct version_change *change)
{
    struct btree_database *trees = &redo->current->trees;
    bool unique = (log_u8(record, LOG_PAGE_FLAGS) & LOG_FLAG_UNIQUE) != 0;
    struct version_node node = {(uint8_t)trees->slot, log_u32(record, LOG_NODE_OBJID),
                                log_u32(record, LOG_NODE_FDP), key, unique ? (struct bytes){0} : data};
    if (change->id == 0 || version_by_id(trx, change->id))
        return JET_errSuccess;
    return version_add(trx, &node, change, NULL);
}

static bool is_versioned(const struct log_record *record)
{
    return (log_u8(record, LOG_PAGE_FLAGS) & LOG_FLAG_VERSIONED) != 0;
}

static struct trx *trx_of(struct redo *redo, const struct log_record *record)
{
    struct redo_session *session = redo->sessions[log_u16(record, LOG_PAGE_SESSION)];
    return session ? session->trx : NULL;
}

/* A node is about to change: its image, if the change may have to be undone. */
static JET_ERR observe(void *context, const struct log_record *record, const struct node *node)
{
    struct redo *redo = context;
    struct trx *trx = trx_of(redo, record);
    uint8_t key_space[PAGE_SIZE_MAX], type = log_record_type(record);
    if (!trx || !is_versioned(record) || node_key_size(node) > sizeof key_space)
        return JET_errSuccess;
    struct bytes key = {key_space, node_copy_key(node, key_space)};
    struct version_change change = {.kind = type == LOG_FLAG_DELETE ? VERSION_FLAG_DELETE : VERSION_REPLACE,
                                    .level = log_u8(record, LOG_PAGE_LEVEL),
                                    .id = log_u32(record, type == LOG_FLAG_INSERT_REPLACE
                                                              ? LOG_FLAG_INSERT_REPLACE_VERSION_ID
                                                              : LOG_NODE_VERSION_ID)};
    if (change.kind == VERSION_REPLACE)
        change.before = node->data;
    return add_version(redo, trx, record, key, node->data, &change);
}

/* Inserts and adds have versions whether or not their page needs redo. */
static JET_ERR version_of_record(struct redo *redo, struct trx *trx, const struct log_record *record)
{
    struct version_change change = {.level = log_u8(record, LOG_PAGE_LEVEL),
                                    .id = log_u32(record, LOG_NODE_VERSION_ID)};
    uint8_t joined[PAGE_SIZE_MAX];
    struct bytes key, data = {0};
    if (!trx || !is_versioned(record))
        return JET_errSuccess;
    switch (log_record_type(record)) {
    case LOG_INSERT:
        if (record->part[0].size + record->part[1].size > sizeof joined)
            return JET_errLogCorrupted;
        if (record->part[0].size)
            memcpy(joined, record->part[0].data, record->part[0].size);
        if (record->part[1].size)
            memcpy(joined + record->part[0].size, record->part[1].data, record->part[1].size);
        key = (struct bytes){joined, record->part[0].size + record->part[1].size};
        data = record->part[2];
        change.kind = VERSION_INSERT;
        break;
    case LOG_FLAG_INSERT:
    case LOG_FLAG_INSERT_REPLACE:
        key = record->part[0];
        data = record->part[1];
        change.kind = VERSION_INSERT;
        break;
    case LOG_DELTA:
        key = record->part[0];
        change.kind = VERSION_DELTA;
        change.amount = (int32_t)log_u32(record, LOG_DELTA_AMOUNT);
        change.offset = log_u16(record, LOG_DELTA_OFFSET);
        break;
    case LOG_DELTA64:
        key = record->part[0];
        change.kind = VERSION_DELTA64;
        change.amount = (int64_t)log_u64(record, LOG_DELTA64_AMOUNT);
        change.offset = log_u16(record, LOG_DELTA64_OFFSET);
        break;
    default:
        return JET_errSuccess;
    }
    return add_version(redo, trx, record, key, data, &change);
}

static JET_ERR version_of_undo_info(struct redo *redo, struct trx *trx, const struct log_record *record)
{
    unsigned operation = log_u16(record, LOG_UNDO_INFO_OPERATION);
    struct version_change change = {
        .kind = operation == LOG_UNDO_REPLACE ? VERSION_REPLACE : VERSION_FLAG_DELETE,
        .level = log_u8(record, LOG_PAGE_LEVEL),
        .before = operation == LOG_UNDO_REPLACE ? record->part[2] : (struct bytes){0},
        .id = log_u32(record, LOG_NODE_VERSION_ID)};
    if (!trx)
        return JET_errSuccess;
    return add_version(redo, trx, record, record->part[0], record->part[1], &change);
}

/* ---- page records ---- */

/* A page that is too old, or cannot be read, within the range that the file
 * itself says it needs: it may be explained later (8.6). */
static JET_ERR suspect(struct redo *redo, const struct log_record *record, JET_ERR err)
{
    bool explainable = err == JET_errDbTimeTooOld || err == JET_errPageNotInitialized ||
                       err == JET_errFileIOBeyondEOF || err == JET_errReadVerifyFailure;
    if (!explainable || lgpos_generation(redo->position) > redo->current->header.gen_max_required ||
        redo->suspect_count == SUSPECTS)
        return err;
    uint32_t pgno = log_u32(record, LOG_PAGE_NUMBER);
    for (unsigned i = 0; i < redo->suspect_count; i++)
        if (redo->suspects[i].dbid == redo->current->trees.dbid && redo->suspects[i].pgno == pgno)
            return JET_errSuccess;
    redo->suspects[redo->suspect_count++] = (struct suspect){redo->current->trees.dbid, pgno, err};
    return JET_errSuccess;
}

static JET_ERR redo_page(struct redo *redo, struct redo_session *session, const struct log_record *record)
{
    uint8_t type = log_record_type(record);
    struct redo_store store = store_of(redo);
    struct redo_image image = {0};
    struct version *undone = NULL;
    uint8_t offset[2];
    uint64_t dbtime;
    struct redo_macro *macro = log_record_dbtime(record, &dbtime) ? find_macro(session, dbtime) : NULL;
    bool node = log_record_info(record)->prefix == LOG_PREFIX_NODE;
    struct trx *trx = session->trx;

    if (type == LOG_UNDO_INFO)
        return version_of_undo_info(redo, trx, record);
    JET_ERR err = node ? version_of_record(redo, trx, record) : JET_errSuccess;
    if (err < 0)
        return err;
    if (macro)
        return redo_macro_add(macro, record);
    if (type == LOG_UNDO && trx) {
        undone = version_by_id(trx, log_u32(record, LOG_NODE_VERSION_ID));
        if (undone) {
            bool delta = undone->kind == VERSION_DELTA || undone->kind == VERSION_DELTA64;
            store_le16(offset, undone->offset);
            image.before = delta ? (struct bytes){offset, 2} : version_before(undone);
            image.amount = undone->amount;
        }
    }
    err = redo_page_record(&store, record, &image, observe, redo);
    if (err < 0)
        err = suspect(redo, record, err);
    if (err >= 0 && undone)
        version_remove(undone);
    return err;
}

static JET_ERR commit_macro(struct redo *redo, struct redo_session *session, const struct log_record *record)
{
    struct redo_macro *macro = find_macro(session, log_u64(record, LOG_MACRO_DBTIME));
    JET_ERR err = JET_errSuccess;
    struct log_record first;
    uint8_t dbid;
    if (!macro)
        return JET_errSuccess;
    if (log_record_type(record) == LOG_MACRO_COMMIT && macro->count &&
        log_record_open(&first, (struct bytes){macro->bytes, macro->size}) >= 0 &&
        log_record_database(&first, &dbid)) {
        redo->current = redo->databases[dbid];
        struct redo_store store = store_of(redo);
        if (redo->current && redo->current->state == REDO_ATTACHED)
            err = redo_macro_apply(&store, macro, observe, redo);
    }
    drop_macro(session, macro);
    return err;
}

/* ---- records about databases and the instance ---- */

/* The file holds at least what the root owns (35, 7.5 step 8). */
static JET_ERR check_size(struct redo *redo, struct redo_database *db)
{
    uint32_t last;
    JET_ERR err = space_last_page(redo->cache, db->trees.slot, &last);
    return err < 0 ? err : grow_file(db, NULL, last);
}

JET_ERR redo_flush(struct redo *redo, bool clean, struct log_position consistent)
{
    JET_ERR err = JET_errSuccess;
    for (unsigned dbid = 0; dbid < REDO_DATABASES && err >= 0; dbid++) {
        struct redo_database *db = redo->databases[dbid];
        if (!db || db->state != REDO_ATTACHED)
            continue;
        err = cache_write_dirty(redo->cache, db->trees.slot, (struct log_position){0});
        if (err >= 0)
            err = os_file_sync(db->file);
        db->header.dbtime = (int64_t)MAX((uint64_t)db->header.dbtime, atomic_load(&db->trees.dbtime));
        db->header.last_object_id = MAX(db->header.last_object_id, atomic_load(&db->trees.last_objid));
        if (err >= 0 && clean)
            err = check_size(redo, db);
        if (clean)
            header_set_clean(&db->header, consistent);
        if (err >= 0)
            err = header_write(db->file, &db->header);
    }
    return err;
}

static JET_ERR terminate(struct redo *redo)
{
    end_sessions(redo);
    JET_ERR err = redo_flush(redo, true, redo->end.last_shutdown);
    for (unsigned dbid = 0; dbid < REDO_DATABASES; dbid++)
        close_database(redo, dbid);
    return err;
}

static JET_ERR detach(struct redo *redo, const struct log_record *record)
{
    unsigned dbid = log_u8(record, LOG_DETACH_DB_DATABASE);
    struct redo_database *db = redo->databases[dbid];
    JET_ERR err = JET_errSuccess;
    if (db && db->state == REDO_ATTACHED) {
        err = cache_write_dirty(redo->cache, db->trees.slot, (struct log_position){0});
        if (err >= 0)
            err = os_file_sync(db->file);
        db->header.dbtime = (int64_t)MAX((uint64_t)db->header.dbtime, atomic_load(&db->trees.dbtime));
        db->header.last_object_id = MAX(db->header.last_object_id, atomic_load(&db->trees.last_objid));
        if (err >= 0)
            err = check_size(redo, db);
        header_set_clean(&db->header, redo->position);
        if (err >= 0)
            err = header_write(db->file, &db->header);
    }
    close_database(redo, dbid);
    return err;
}

static JET_ERR resize(struct redo *redo, struct redo_database *db, uint32_t last_page, bool shrink)
{
    uint64_t size, wanted = page_file_offset(last_page + 1, redo->page_size);
    if (db->header.last_resize_lgpos.value > redo->position.value)
        return JET_errSuccess;
    JET_ERR err = os_file_size(db->file, &size);
    if (err < 0)
        return err;
    if (shrink && size > wanted) {
        err = cache_write_dirty(redo->cache, db->trees.slot, (struct log_position){0});
        if (err >= 0)
            cache_abandon(redo->cache, db->trees.slot);
    }
    if (err >= 0 && (shrink ? size > wanted : size < wanted))
        err = os_file_resize(db->file, wanted);
    if (err >= 0 && db->header.format_update_major >= 110)
        db->header.last_resize_lgpos = redo->position;
    return err;
}

static JET_ERR redo_database_record(struct redo *redo, const struct log_record *record)
{
    uint8_t type = log_record_type(record), dbid = 0;
    if (type == LOG_CREATE_DB)
        return redo_create_database(redo, record);
    if (type == LOG_ATTACH_DB)
        return redo_attach_record(redo, record);
    if (type == LOG_DETACH_DB)
        return detach(redo, record);
    log_record_database(record, &dbid);
    struct redo_database *db = redo->databases[dbid];
    if (!db || db->state != REDO_ATTACHED)
        return JET_errSuccess;
    struct dbheader *h = &db->header;
    switch (type) {
    case LOG_CREATE_DB_FINISH:
        if (h->dbstate == DBSTATE_JUST_CREATED) {
            h->dbstate = DBSTATE_DIRTY;
            h->attach_time = log_time_now();
            h->gen_max_create_time = log_time_now();
            h->dbtime = (int64_t)atomic_load(&db->trees.dbtime);
            return header_write(db->file, h);
        }
        return JET_errSuccess;
    case LOG_SET_DB_VERSION:
        if (log_u32(record, LOG_SET_DB_VERSION_UPDATE_MAJOR) >= h->format_update_major) {
            h->format_update_major = log_u32(record, LOG_SET_DB_VERSION_UPDATE_MAJOR);
            h->format_update_minor =
                MAX(h->format_update_minor, log_u32(record, LOG_SET_DB_VERSION_UPDATE_MINOR));
            db->trees.update_major = h->format_update_major;
        }
        return JET_errSuccess;
    case LOG_EXTEND_DB:
        return resize(redo, db, log_u32(record, LOG_EXTEND_DB_LAST_PAGE), false);
    case LOG_SHRINK_DB1:
    case LOG_SHRINK_DB2:
    case LOG_SHRINK_DB:
        return resize(redo, db, log_u32(record, LOG_SHRINK_DB_LAST_PAGE), true);
    default:
        return JET_errSuccess;
    }
}

/* Records that leave things as they are do not count as the last one (35, 7.5). */
static bool is_effective(const struct log_record *record)
{
    unsigned class = log_record_info(record)->class;
    return class != LOG_CLASS_FILLER && class != LOG_CLASS_IGNORE;
}

static JET_ERR redo_record(struct redo *redo, const struct log_record *record)
{
    uint8_t type = log_record_type(record), dbid = 0;
    uint16_t id;
    uint64_t dbtime;
    if (is_effective(record)) {
        redo->end.last_record = redo->position;
        redo->end.at_shutdown = type == LOG_SHUTDOWN;
        redo->end.terminated =
            type == LOG_TERM || type == LOG_TERM2 || type == LOG_RECOVERY_QUIT1 || type == LOG_RECOVERY_QUIT;
    }
    switch (log_record_info(record)->class) {
    case LOG_CLASS_DATABASE:
        return redo_database_record(redo, record);
    case LOG_CLASS_INSTANCE:
        if (type == LOG_INIT || type == LOG_INIT2 || type == LOG_RECOVERY_QUIT_KEEP)
            end_sessions(redo);
        else if (type == LOG_SHUTDOWN)
            redo->end.last_shutdown = redo->position;
        else if (redo->end.terminated)
            return terminate(redo);
        return JET_errSuccess;
    case LOG_CLASS_TRX: {
        struct redo_session *session = session_of(redo, log_u16(record, LOG_TRX_SESSION));
        if (!session)
            return JET_errOutOfMemory;
        if (type == LOG_BEGIN0)
            return begin(redo, session, record);
        if (!session->begun)
            return JET_errSuccess;
        if (type == LOG_BEGIN)
            return begin(redo, session, record);
        if (type == LOG_MACRO_BEGIN)
            return add_macro(session, log_u64(record, LOG_MACRO_DBTIME));
        if (type == LOG_MACRO_COMMIT || type == LOG_MACRO_ABORT)
            return commit_macro(redo, session, record);
        if (type == LOG_COMMIT || type == LOG_COMMIT0 || type == LOG_ROLLBACK)
            return end_level(redo, session, record);
        return JET_errSuccess;
    }
    case LOG_CLASS_PAGE: {
        log_record_database(record, &dbid);
        struct redo_database *db = redo->databases[dbid];
        if (!db)
            return JET_errSuccess;
        if (db->state == REDO_ATTACHED && log_record_dbtime(record, &dbtime) &&
            dbtime > atomic_load(&db->trees.dbtime))
            atomic_store(&db->trees.dbtime, dbtime);
        if (db->state == REDO_ATTACHED && (type == LOG_CREATE_M || type == LOG_CREATE_S)) {
            uint32_t objid = log_u32(record, LOG_CREATE_M_OBJID);
            if (objid > atomic_load(&db->trees.last_objid))
                atomic_store(&db->trees.last_objid, objid);
        }
        if (!log_record_session(record, &id) || db->state != REDO_ATTACHED ||
            redo->position.value <= db->header.attach_lgpos.value)
            return JET_errSuccess;
        struct redo_session *session = redo->sessions[id];
        if (!session || !session->begun)
            return JET_errSuccess;
        redo->current = db;
        return redo_page(redo, session, record);
    }
    case LOG_CLASS_OLD:
        return JET_errBadLogVersion;
    case LOG_CLASS_REJECT:
        return JET_errLogCorrupted;
    default:
        return JET_errSuccess;
    }
}

/* ---- files ---- */

static JET_ERR make_cache(struct redo *redo, const struct logheader *header)
{
    uint32_t page_size = header->page_size ? header->page_size : 4096;
    if (redo->cache)
        return page_size == redo->page_size ? JET_errSuccess : JET_errPageSizeMismatch;
    redo->page_size = page_size;
    struct cache_params params = {page_size, MAX(redo->config.frames, (uint32_t)CACHE_FRAMES_MIN)};
    return cache_create(&params, &redo->cache);
}

JET_ERR redo_begin(struct redo *redo, const struct logheader *header, struct log_position from)
{
    redo->position = from;
    redo->log_signature = header->log_signature;
    return make_cache(redo, header);
}

JET_ERR redo_file(struct redo *redo, struct log_reader *reader, struct log_position from,
                  struct log_position stop)
{
    struct log_record record;
    bool found;
    JET_ERR err = make_cache(redo, &reader->header);
    redo->log_signature = reader->header.log_signature;
    log_reader_seek(reader, from);
    while (err >= 0) {
        err = log_reader_next(reader, &record, &redo->position, &found);
        if (err < 0 || !found)
            break;
        if (stop.value && redo->position.value > stop.value)
            break;
        err = redo_record(redo, &record);
    }
    return err < 0 ? err : reader->damage;
}

void redo_end(const struct redo *redo, struct redo_end *end)
{
    *end = redo->end;
    for (unsigned id = 0; id < SESSIONS; id++)
        end->open_transactions += redo->sessions[id] && redo->sessions[id]->trx;
}

/* ---- undo ---- */

static JET_ERR undo_version(void *context, struct version *version)
{
    struct redo *redo = context;
    for (unsigned dbid = 0; dbid < REDO_DATABASES; dbid++) {
        struct redo_database *db = redo->databases[dbid];
        if (db && db->state == REDO_ATTACHED && db->trees.slot == version->database)
            return btree_undo(&db->trees, version);
    }
    return JET_errSuccess;
}

JET_ERR redo_undo(struct redo *redo, struct log *log)
{
    JET_ERR err = JET_errSuccess;
    redo->log = log;
    if (redo->suspect_count)
        return redo->suspects[0].err;
    for (unsigned dbid = 0; dbid < REDO_DATABASES && err >= 0; dbid++) {
        struct redo_database *db = redo->databases[dbid];
        if (!db || db->state != REDO_ATTACHED)
            continue;
        uint32_t last;
        db->trees.log = log;
        err = space_last_page(redo->cache, db->trees.slot, &last);
        if (err >= 0)
            cache_set_last_page(redo->cache, db->trees.slot, last);
    }
    for (unsigned id = 0; id < SESSIONS && err >= 0; id++) {
        struct redo_session *session = redo->sessions[id];
        if (!session)
            continue;
        for (unsigned i = 0; i < session->macro_count && err >= 0; i++) {
            uint8_t record[11] = {LOG_MACRO_ABORT};
            struct bytes span = {record, sizeof record};
            store_le16(record + LOG_TRX_SESSION, (uint16_t)id);
            store_le64(record + LOG_MACRO_DBTIME, session->macros[i].dbtime);
            err = log_append(log, &span, 1, NULL, NULL, NULL, NULL);
        }
        free_macros(session);
        while (err >= 0 && session->trx && session->trx->logged_levels)
            err = trx_rollback_level(session->trx, log, session->trx->logged_levels);
        if (err >= 0 && session->trx) {
            trx_discard_level(session->trx, 0);
            trx_end_rolled_back(session->trx);
            session->trx = NULL;
        }
    }
    return err;
}

/* ---- life ---- */

JET_ERR redo_create(const struct redo_config *config, struct redo **out)
{
    struct redo *redo = mem_calloc(1, sizeof *redo);
    *out = redo;
    if (!redo)
        return JET_errOutOfMemory;
    redo->config = *config;
    JET_ERR err =
        version_store_create(&(struct version_hooks){.context = redo, .undo = undo_version}, &redo->versions);
    if (err < 0) {
        mem_free(redo);
        *out = NULL;
    }
    return err;
}

void redo_destroy(struct redo *redo)
{
    if (!redo)
        return;
    end_sessions(redo);
    for (unsigned dbid = 0; dbid < REDO_DATABASES; dbid++)
        close_database(redo, dbid);
    for (unsigned id = 0; id < SESSIONS; id++)
        if (redo->sessions[id]) {
            mem_free(redo->sessions[id]->macros);
            mem_free(redo->sessions[id]);
        }
    version_store_destroy(redo->versions);
    cache_destroy(redo->cache);
    mem_free(redo);
}
