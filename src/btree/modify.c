/* modify.c: changes of single nodes.
 *
 * Invariants
 * M1. Order of a change, under the exclusive latch of its page: conflict check,
 *     version, log record, page (35, 3 rule 1). What fails before the page is
 *     changed is taken back.
 * M2. The before image of a replace or delete is logged with it (UndoInfo in the
 *     same group), so any page may be written once its log is durable.
 * M3. Latches are taken from the root down and, among leaves, to the right; the
 *     lock of a tree and the space lock before any latch.
 * M4. A leaf that is not a root keeps a node, dead if need be (10, T5).
 * M5. Space trees, catalog bootstrap and cleaning are unversioned. */
#include "btree/modify_private.h"

#include "base/alloc.h"

void btree_database_init(struct btree_database *db)
{
    for (int i = 0; i < TREE_LOCKS; i++)
        os_mutex_init(&db->locks[i], OS_RANK_TREE);
    os_mutex_init(&db->space, OS_RANK_SPACE);
}

void btree_database_destroy(struct btree_database *db)
{
    for (int i = 0; i < TREE_LOCKS; i++)
        os_mutex_destroy(&db->locks[i]);
    os_mutex_destroy(&db->space);
}

JET_ERR tree_writer_begin(struct transaction *transaction, struct btree_database *db,
                          struct tree_writer *writer)
{
    int32_t level = transaction_level(transaction);
    if (level == 0)
        return JET_errNotInTransaction;
    if (!transaction->trx) {
        JET_ERR err = trx_create(transaction->versions, transaction->snapshot.begin, transaction->session,
                                 &transaction->trx);
        if (err < 0)
            return err;
    }
    *writer = (struct tree_writer){.db = db, .trx = transaction->trx, .level = (uint8_t)level};
    return JET_errSuccess;
}

uint64_t next_dbtime(struct btree_database *db) { return atomic_fetch_add(&db->dbtime, 1) + 1; }

/* ---- records ---- */

void record_begin_page(struct record_builder *r, uint8_t type, const struct tree_writer *writer,
                       uint32_t pgno, uint64_t after, uint64_t before, uint32_t page_flags_, bool versioned)
{
    r->size = log_types[type].fixed;
    memset(r->bytes, 0, r->size);
    r->bytes[0] = type;
    record_u16(r, LOG_PAGE_SESSION, writer->trx->session);
    record_u8(r, LOG_PAGE_DATABASE, writer->db->dbid);
    record_u32(r, LOG_PAGE_NUMBER, pgno);
    record_u64(r, LOG_PAGE_DBTIME, after);
    record_u64(r, LOG_PAGE_DBTIME_BEFORE, before);
    record_u32(r, LOG_PAGE_BEGIN_STAMP, writer->trx->begin);
    record_u8(r, LOG_PAGE_LEVEL, writer->level);
    bool space = (page_flags_ & PAGE_SPACE) != 0;
    record_u8(r, LOG_PAGE_FLAGS,
              (uint8_t)((versioned ? LOG_FLAG_VERSIONED : 0) |
                        (page_flags_ & PAGE_NON_UNIQUE && !space ? 0 : LOG_FLAG_UNIQUE) |
                        (space ? LOG_FLAG_SPACE : 0)));
}

void record_begin_node(struct record_builder *r, uint8_t type, const struct tree_writer *writer,
                       const struct btree *tree, uint32_t pgno, uint64_t after, uint64_t before,
                       unsigned line, bool versioned, uint32_t version_id)
{
    record_begin_page(r, type, writer, pgno, after, before, tree->kind_flags, versioned);
    record_u16(r, LOG_PAGE_LINE, line);
    record_u32(r, LOG_NODE_VERSION_ID, version_id);
    record_u32(r, LOG_NODE_FDP, tree->fdp ? tree->fdp : tree->root);
    record_u32(r, LOG_NODE_OBJID, tree->objid);
}

void record_add(struct record_builder *r, struct bytes part)
{
    assert(part.size <= sizeof r->bytes - r->size);
    if (part.size)
        memcpy(r->bytes + r->size, part.data, part.size);
    r->size += (uint32_t)part.size;
}

JET_ERR writer_log(const struct tree_writer *writer, const struct bytes *records, unsigned count,
                   struct log_position *first, struct log_position *end)
{
    *first = *end = (struct log_position){0};
    if (!writer->db->log)
        return JET_errSuccess;
    JET_ERR err = trx_log_begin(writer->trx, writer->db->log, writer->level);
    return err < 0 ? err : log_append(writer->db->log, records, count, NULL, NULL, first, end);
}

void writer_mark(const struct tree_writer *writer, struct cache_frame *frame, struct log_position first,
                 struct log_position end)
{
    struct log_position begin0 = writer->trx->begin0;
    if (!writer->db->log)
        cache_mark_dirty(frame);
    else
        cache_mark_logged(frame, begin0.value && begin0.value < first.value ? begin0 : first, end);
}

JET_ERR writer_apply(const struct tree_writer *writer, struct cache_frame *frame,
                     const struct record_builder *r, const struct record_builder *extra, struct bytes before,
                     int64_t amount)
{
    struct bytes records[2] = {record_span(r), extra ? record_span(extra) : (struct bytes){0}};
    struct log_position first, end;
    struct log_record record;
    JET_ERR err = writer_log(writer, records, extra ? 2 : 1, &first, &end);
    if (err >= 0)
        err = log_record_open(&record, records[0]);
    if (err >= 0)
        err = page_apply(frame->bytes, writer->db->page_size, &record, before, amount);
    if (err >= 0)
        writer_mark(writer, frame, first, end);
    return err;
}

/* ---- finding ---- */

struct bytes join_key(const struct btree *tree, struct bytes key, struct bytes data, uint8_t *space)
{
    if (tree->unique || data.size == 0)
        return key;
    size_t key_part = MIN(key.size, (size_t)JOIN_SPACE), data_part = MIN(data.size, JOIN_SPACE - key_part);
    memcpy(space, key.data, key_part);
    memcpy(space + key_part, data.data, data_part);
    return (struct bytes){space, key_part + data_part};
}

JET_ERR modify_descend(const struct btree *tree, struct bytes search, struct tree_path *path,
                       struct cache_frame **leaf)
{
    struct cache_frame *parent = NULL, *frame = NULL;
    struct tree_path walked;
    if (!path)
        path = &walked;
again:
    path->depth = 0;
    uint32_t pgno = tree->root;
    bool exclusive = false;
    JET_ERR err = cache_latch_shared(tree->cache, tree->database, pgno, &frame);
    for (;;) {
        if (err < 0)
            goto fail;
        uint32_t flags = page_flags(frame->bytes);
        err = tree_check_page(tree, frame->bytes, JET_errBadParentPageLink);
        if (err >= 0 && path->depth == PAGE_DEPTH_MAX)
            err = JET_errDatabaseCorrupted;
        if (err < 0)
            goto fail_frame;
        struct page page = page_open(frame->bytes, tree->page_size);
        path->level[path->depth].pgno = pgno;
        path->level[path->depth].nodes = page.nodes;
        path->level[path->depth++].index = 0;
        if (flags & PAGE_LEAF) {
            if (exclusive)
                break;
            /* a leaf that is the root: it may become something else until it is ours */
            if (!cache_try_upgrade(frame)) {
                cache_unlatch_shared(frame);
                err = cache_latch_exclusive(tree->cache, tree->database, pgno, &frame);
                if (err < 0)
                    return err;
                if (!(page_flags(frame->bytes) & PAGE_LEAF)) {
                    cache_unlatch_exclusive(frame);
                    goto again;
                }
                path->level[0].nodes = page_open(frame->bytes, tree->page_size).nodes;
            }
            break;
        }
        if (exclusive) { /* what was promised as a leaf is none */
            err = JET_errBadParentPageLink;
            goto fail_frame;
        }
        if (page.nodes == 0) {
            err = JET_errDatabaseCorrupted;
            goto fail_frame;
        }
        unsigned index = page_search_child(frame->bytes, tree->page_size, search, false, &pgno);
        path->level[path->depth - 1].index = (uint16_t)index;
        if (pgno == 0) {
            err = JET_errDatabaseCorrupted;
            goto fail_frame;
        }
        if (parent)
            cache_unlatch_shared(parent);
        parent = frame;
        exclusive = (flags & PAGE_PARENT_OF_LEAF) != 0;
        err = exclusive ? cache_latch_exclusive(tree->cache, tree->database, pgno, &frame)
                        : cache_latch_shared(tree->cache, tree->database, pgno, &frame);
    }
    if (parent)
        cache_unlatch_shared(parent);
    *leaf = frame;
    return JET_errSuccess;
fail_frame:
    if (exclusive)
        cache_unlatch_exclusive(frame);
    else
        cache_unlatch_shared(frame);
fail:
    if (parent)
        cache_unlatch_shared(parent);
    return err;
}

/* One search for a change: leaf, line, what is there. */
struct place {
    struct cache_frame *frame;
    struct page page;
    unsigned line;
    bool equal;
    struct node node; /* when equal */
};

static JET_ERR find(const struct btree *tree, struct bytes key, struct bytes data, struct place *place)
{
    uint8_t joined[JOIN_SPACE];
    JET_ERR err = modify_descend(tree, join_key(tree, key, data, joined), NULL, &place->frame);
    if (err < 0)
        return err;
    struct page_target target = {key, tree->unique ? (struct bytes){0} : data, false};
    place->page = page_open(place->frame->bytes, tree->page_size);
    place->line = page_search(&place->page, &target, &place->equal);
    if (place->equal)
        place->node = page_node(&place->page, place->line);
    return JET_errSuccess;
}

static struct version_node version_node_of(const struct btree *tree, struct bytes key, struct bytes data)
{
    return (struct version_node){(uint8_t)tree->database, tree->objid, tree->root, key,
                                 tree->unique ? (struct bytes){0} : data};
}

static bool versions_matter(const struct tree_writer *writer)
{
    return !writer->unversioned && writer->db->versions != NULL;
}

/* ---- splitting when there is no room ---- */

struct fdp_pages {
    const struct tree_writer *writer;
    uint32_t fdp;
};

static JET_ERR take_from_space(void *context, unsigned count, uint32_t hint, uint32_t *pages)
{
    struct fdp_pages *from = context;
    os_mutex_lock(&from->writer->db->space);
    JET_ERR err = space_take_pages(from->writer, from->fdp, count, hint, pages);
    os_mutex_unlock(&from->writer->db->space);
    return err;
}

static void give_back_to_space(void *context, unsigned count, const uint32_t *pages)
{
    struct fdp_pages *from = context;
    os_mutex_lock(&from->writer->db->space);
    for (unsigned i = 0; i < count; i++) /* a page that cannot be given back is leaked: harmless (10, 11.9) */
        (void)space_give_back(from->writer, from->fdp, pages[i], 1);
    os_mutex_unlock(&from->writer->db->space);
}

static JET_ERR split(const struct tree_writer *writer, const struct btree *tree,
                     const struct split_request *request, const struct page_source *elsewhere, bool *done)
{
    if (elsewhere) /* a space tree: the space lock is held */
        return tree_split(writer, tree, request, elsewhere, done);
    struct fdp_pages from = {writer, tree->root};
    struct page_source pages = {&from, take_from_space, give_back_to_space};
    struct os_mutex *lock = &writer->db->locks[tree->root % TREE_LOCKS];
    os_mutex_lock(lock);
    JET_ERR err = tree_split(writer, tree, request, &pages, done);
    os_mutex_unlock(lock);
    return err;
}

/* ---- insert ---- */

static void build_insert(struct record_builder *r, const struct tree_writer *writer, const struct btree *tree,
                         const struct place *place, struct bytes key, struct bytes data, bool versioned,
                         uint32_t version_id)
{
    size_t prefix = page_prefix_share(&place->page, key);
    record_begin_node(r, LOG_INSERT, writer, tree, (uint32_t)place->frame->key, next_dbtime(writer->db),
                      (uint64_t)page_dbtime(place->frame->bytes), place->line, versioned, version_id);
    record_u16(r, LOG_INSERT_PREFIX_SIZE, prefix);
    record_u16(r, LOG_INSERT_SUFFIX_SIZE, key.size - prefix);
    record_u16(r, LOG_INSERT_DATA_SIZE, data.size);
    record_add(r, key);
    record_add(r, data);
}

/* Over a dead node with the same key: FInsert or FInsertRD (30, 5.8). */
static JET_ERR revive(const struct tree_writer *writer, const struct btree *tree, struct place *place,
                      struct bytes key, struct bytes data)
{
    struct record_builder r, undo_info;
    struct version_node node = version_node_of(tree, key, data);
    bool versioned = versions_matter(writer), same = bytes_compare(place->node.data, data) == 0;
    struct version *inserted = NULL, *replaced = NULL;
    JET_ERR err = JET_errSuccess;
    if (versioned) {
        struct version_change change = {.kind = VERSION_INSERT, .level = writer->level};
        err = version_add(writer->trx, &node, &change, &inserted);
        if (err >= 0 && !same) {
            change.kind = VERSION_REPLACE;
            change.before = place->node.data;
            err = version_add(writer->trx, &node, &change, &replaced);
            if (err < 0)
                version_take_back(writer->trx);
        }
        if (err < 0)
            return err;
    }
    uint8_t type = same ? LOG_FLAG_INSERT : LOG_FLAG_INSERT_REPLACE;
    record_begin_node(&r, type, writer, tree, (uint32_t)place->frame->key, next_dbtime(writer->db),
                      (uint64_t)page_dbtime(place->frame->bytes), place->line, versioned,
                      inserted ? inserted->id : 0);
    record_u16(&r, LOG_FLAG_INSERT_KEY_SIZE, key.size);
    record_u16(&r, LOG_FLAG_INSERT_DATA_SIZE, data.size);
    if (!same)
        record_u32(&r, LOG_FLAG_INSERT_REPLACE_VERSION_ID, replaced ? replaced->id : 0);
    record_add(&r, key);
    record_add(&r, data);
    if (replaced) {
        record_begin_node(&undo_info, LOG_UNDO_INFO, writer, tree, (uint32_t)place->frame->key,
                          LOG_DBTIME_NIL, LOG_DBTIME_NIL, 0, false, replaced->id);
        record_u16(&undo_info, LOG_BOOKMARK_KEY_SIZE, key.size);
        record_u16(&undo_info, LOG_UNDO_INFO_OPERATION, LOG_UNDO_REPLACE);
        record_u16(&undo_info, LOG_UNDO_INFO_SIZE_MAX, MAX(place->node.data.size, data.size));
        record_u16(&undo_info, LOG_UNDO_INFO_DATA_SIZE, place->node.data.size);
        record_add(&undo_info, key);
        record_add(&undo_info, place->node.data);
    }
    err = writer_apply(writer, place->frame, &r, replaced ? &undo_info : NULL, (struct bytes){0}, 0);
    if (err < 0) {
        if (replaced)
            version_take_back(writer->trx);
        if (inserted)
            version_take_back(writer->trx);
    }
    return err;
}

/* May this transaction insert where a node, or versions of one, stand already? */
static JET_ERR check_insert(const struct tree_writer *writer, const struct btree *tree,
                            const struct place *place, struct bytes key, struct bytes data)
{
    if (place->equal && !(place->node.flags & NODE_DELETED))
        return JET_errKeyDuplicate;
    if (!versions_matter(writer))
        return JET_errSuccess;
    struct version_node node = version_node_of(tree, key, data);
    JET_ERR err = version_check(writer->db->versions, writer->trx, writer->trx->begin, &node, VERSION_INSERT);
    return err < 0 ? JET_errKeyDuplicate : JET_errSuccess;
}

static JET_ERR insert_here(const struct tree_writer *writer, const struct btree *tree, struct place *place,
                           struct bytes key, struct bytes data)
{
    struct record_builder r;
    struct version *version = NULL;
    bool versioned = versions_matter(writer);
    JET_ERR err = JET_errSuccess;
    if (versioned) {
        struct version_node node = version_node_of(tree, key, data);
        struct version_change change = {.kind = VERSION_INSERT, .level = writer->level};
        err = version_add(writer->trx, &node, &change, &version);
        if (err < 0)
            return err;
    }
    build_insert(&r, writer, tree, place, key, data, versioned, version ? version->id : 0);
    err = writer_apply(writer, place->frame, &r, NULL, (struct bytes){0}, 0);
    if (err < 0 && version)
        version_take_back(writer->trx);
    return err;
}

JET_ERR btree_insert(const struct tree_writer *writer, const struct btree *tree, struct bytes key,
                     struct bytes data)
{
    return btree_insert_from(writer, tree, key, data, NULL);
}

JET_ERR btree_insert_from(const struct tree_writer *writer, const struct btree *tree, struct bytes key,
                          struct bytes data, const struct page_source *pages)
{
    struct place place;
    for (;;) {
        JET_ERR err = find(tree, key, data, &place);
        if (err < 0)
            return err;
        err = check_insert(writer, tree, &place, key, data);
        size_t need = 0;
        if (err >= 0) {
            if (place.equal)
                need = data.size > place.node.data.size ? data.size - place.node.data.size : 0;
            else
                need = node_cost(key.size, page_prefix_share(&place.page, key), data.size);
        }
        bool room = page_has_room(place.frame->bytes, need);
        if (err >= 0 && room)
            err = place.equal ? revive(writer, tree, &place, key, data)
                              : insert_here(writer, tree, &place, key, data);
        cache_unlatch_exclusive(place.frame);
        if (err < 0 || room)
            return err;
        struct split_request request = {.key = key,
                                        .data = data,
                                        .insert = !place.equal,
                                        .versioned = versions_matter(writer),
                                        .grow = place.equal ? need : 0};
        bool done = false;
        err = split(writer, tree, &request, pages, &done);
        if (err < 0 || done)
            return err;
    }
}

/* ---- replace ---- */

/* What a node is to this transaction: JET_errRecordDeleted, JET_errWriteConflict. */
static JET_ERR check_change(const struct tree_writer *writer, const struct btree *tree,
                            const struct place *place, struct bytes key, struct bytes data,
                            enum version_kind kind)
{
    if (versions_matter(writer)) {
        struct version_node node = version_node_of(tree, key, data);
        JET_ERR err = version_check(writer->db->versions, writer->trx, writer->trx->begin, &node, kind);
        if (err < 0)
            return err;
    }
    return place->equal && !(place->node.flags & NODE_DELETED) ? JET_errSuccess : JET_errRecordDeleted;
}

static void build_undo_info(struct record_builder *r, const struct tree_writer *writer,
                            const struct btree *tree, const struct place *place, struct bytes key,
                            struct bytes bookmark_data, uint32_t id, unsigned operation, size_t size_max,
                            int size_delta, struct bytes before)
{
    record_begin_node(r, LOG_UNDO_INFO, writer, tree, (uint32_t)place->frame->key, LOG_DBTIME_NIL,
                      LOG_DBTIME_NIL, 0, false, id);
    record_u16(r, LOG_BOOKMARK_KEY_SIZE, key.size);
    record_u16(r, LOG_BOOKMARK_DATA_SIZE, bookmark_data.size);
    record_u16(r, LOG_UNDO_INFO_OPERATION, operation);
    record_u16(r, LOG_UNDO_INFO_SIZE_MAX, size_max);
    record_u16(r, LOG_UNDO_INFO_SIZE_DELTA, (size_t)size_delta);
    record_u16(r, LOG_UNDO_INFO_DATA_SIZE, before.size);
    record_add(r, key);
    record_add(r, bookmark_data);
    record_add(r, before);
}

/* Replace or ReplaceD, whichever is shorter. */
static void build_replace(struct record_builder *r, const struct tree_writer *writer,
                          const struct btree *tree, const struct place *place, struct bytes data,
                          bool versioned, uint32_t id)
{
    bool long_form = page_is_large(tree->page_size);
    size_t list = 0;
    record_begin_node(r, LOG_REPLACE_DIFF, writer, tree, (uint32_t)place->frame->key, next_dbtime(writer->db),
                      (uint64_t)page_dbtime(place->frame->bytes), place->line, versioned, id);
    record_u16(r, LOG_REPLACE_OLD_SIZE, place->node.data.size);
    record_u16(r, LOG_REPLACE_NEW_SIZE, data.size);
    if (data.size > 4 &&
        log_diff_make(place->node.data, data, long_form, r->bytes + r->size, data.size - 1, &list) &&
        list > 0) {
        record_u16(r, LOG_REPLACE_SIZE, list | (long_form ? 0x8000u : 0));
        r->size += (uint32_t)list;
        return;
    }
    r->bytes[0] = LOG_REPLACE;
    record_u16(r, LOG_REPLACE_SIZE, data.size);
    record_add(r, data);
}

static JET_ERR replace_here(const struct tree_writer *writer, const struct btree *tree, struct place *place,
                            struct bytes key, struct bytes data)
{
    struct record_builder r, undo_info;
    struct version *version = NULL;
    bool versioned = versions_matter(writer);
    JET_ERR err = JET_errSuccess;
    if (versioned) {
        struct version_node node = version_node_of(tree, key, (struct bytes){0});
        struct version_change change = {
            .kind = VERSION_REPLACE, .level = writer->level, .before = place->node.data};
        err = version_add(writer->trx, &node, &change, &version);
        if (err < 0)
            return err;
        size_t old = place->node.data.size;
        build_undo_info(&undo_info, writer, tree, place, key, (struct bytes){0}, version->id,
                        LOG_UNDO_REPLACE, MAX(old, data.size), old > data.size ? (int)(old - data.size) : 0,
                        place->node.data);
    }
    build_replace(&r, writer, tree, place, data, versioned, version ? version->id : 0);
    err = writer_apply(writer, place->frame, &r, version ? &undo_info : NULL, (struct bytes){0}, 0);
    if (err < 0 && version)
        version_take_back(writer->trx);
    return err;
}

JET_ERR btree_replace(const struct tree_writer *writer, const struct btree *tree, struct bytes key,
                      struct bytes data)
{
    struct place place;
    for (;;) {
        JET_ERR err = find(tree, key, (struct bytes){0}, &place);
        if (err < 0)
            return err;
        err = check_change(writer, tree, &place, key, (struct bytes){0}, VERSION_REPLACE);
        size_t need = err >= 0 && data.size > place.node.data.size ? data.size - place.node.data.size : 0;
        bool room = page_has_room(place.frame->bytes, need);
        if (err >= 0 && room)
            err = replace_here(writer, tree, &place, key, data);
        cache_unlatch_exclusive(place.frame);
        if (err < 0 || room)
            return err;
        struct split_request request = {.key = key, .grow = need};
        bool done = false;
        err = split(writer, tree, &request, NULL, &done);
        if (err < 0)
            return err;
    }
}

/* ---- delete, add, lock ---- */

JET_ERR btree_delete(const struct tree_writer *writer, const struct btree *tree, struct bytes key,
                     struct bytes data)
{
    struct record_builder r, undo_info;
    struct version *version = NULL;
    struct place place;
    bool versioned = versions_matter(writer);
    JET_ERR err = find(tree, key, data, &place);
    if (err < 0)
        return err;
    err = check_change(writer, tree, &place, key, data, VERSION_FLAG_DELETE);
    if (err >= 0 && versioned) {
        struct version_node node = version_node_of(tree, key, data);
        struct version_change change = {.kind = VERSION_FLAG_DELETE, .level = writer->level};
        err = version_add(writer->trx, &node, &change, &version);
    }
    if (err >= 0) {
        /* Unversioned: gone at once, but for the first node of its page, and the last one (30, 5.4). */
        bool flag = versioned || place.line == 0;
        if (version)
            build_undo_info(&undo_info, writer, tree, &place, key, tree->unique ? (struct bytes){0} : data,
                            version->id, LOG_UNDO_FLAG_DELETE, place.node.data.size, 0, (struct bytes){0});
        record_begin_node(&r, flag ? LOG_FLAG_DELETE : LOG_DELETE, writer, tree, (uint32_t)place.frame->key,
                          next_dbtime(writer->db), (uint64_t)page_dbtime(place.frame->bytes), place.line,
                          versioned, version ? version->id : 0);
        err = writer_apply(writer, place.frame, &r, version ? &undo_info : NULL, (struct bytes){0}, 0);
        if (err < 0 && version)
            version_take_back(writer->trx);
    }
    cache_unlatch_exclusive(place.frame);
    return err;
}

JET_ERR btree_add(const struct tree_writer *writer, const struct btree *tree, struct bytes key,
                  unsigned offset, unsigned width, int64_t amount, int64_t *old)
{
    struct record_builder r;
    struct version *version = NULL;
    struct place place;
    bool wide = width == 8, versioned = versions_matter(writer);
    enum version_kind kind = wide ? VERSION_DELTA64 : VERSION_DELTA;
    JET_ERR err = find(tree, key, (struct bytes){0}, &place);
    if (err < 0)
        return err;
    err = check_change(writer, tree, &place, key, (struct bytes){0}, kind);
    if (err >= 0 && (place.node.data.size < width || offset > place.node.data.size - width))
        err = JET_errDatabaseCorrupted;
    if (err >= 0 && old) {
        const uint8_t *at = place.node.data.data + offset;
        *old = wide ? (int64_t)load_le64(at) : (int32_t)load_le32(at);
    }
    if (err >= 0 && versioned) {
        struct version_node node = version_node_of(tree, key, (struct bytes){0});
        struct version_change change = {
            .kind = kind, .level = writer->level, .amount = amount, .offset = (uint16_t)offset};
        err = version_add(writer->trx, &node, &change, &version);
    }
    if (err >= 0) {
        record_begin_node(&r, wide ? LOG_DELTA64 : LOG_DELTA, writer, tree, (uint32_t)place.frame->key,
                          next_dbtime(writer->db), (uint64_t)page_dbtime(place.frame->bytes), place.line,
                          versioned, version ? version->id : 0);
        record_u16(&r, LOG_BOOKMARK_KEY_SIZE, key.size);
        if (wide)
            record_u64(&r, LOG_DELTA64_AMOUNT, (uint64_t)amount);
        else
            record_u32(&r, LOG_DELTA_AMOUNT, (uint32_t)amount);
        record_u16(&r, wide ? LOG_DELTA64_OFFSET : LOG_DELTA_OFFSET, offset);
        record_add(&r, key);
        err = writer_apply(writer, place.frame, &r, NULL, (struct bytes){0}, 0);
        if (err < 0 && version)
            version_take_back(writer->trx);
    }
    cache_unlatch_exclusive(place.frame);
    return err;
}

JET_ERR btree_lock(const struct tree_writer *writer, const struct btree *tree, struct bytes key, bool write)
{
    struct place place;
    enum version_kind kind = write ? VERSION_WRITE_LOCK : VERSION_READ_LOCK;
    JET_ERR err = find(tree, key, (struct bytes){0}, &place);
    if (err < 0)
        return err;
    err = check_change(writer, tree, &place, key, (struct bytes){0}, kind);
    if (err >= 0) {
        struct version_node node = version_node_of(tree, key, (struct bytes){0});
        struct version_change change = {.kind = kind, .level = writer->level};
        err = version_add(writer->trx, &node, &change, NULL);
    }
    cache_unlatch_exclusive(place.frame);
    return err;
}

JET_ERR btree_set_root_header(const struct tree_writer *writer, const struct btree *tree, struct bytes header)
{
    struct record_builder r;
    struct cache_frame *frame;
    JET_ERR err = cache_latch_exclusive(tree->cache, tree->database, tree->root, &frame);
    if (err < 0)
        return err;
    record_begin_node(&r, LOG_SET_HEADER, writer, tree, tree->root, next_dbtime(writer->db),
                      (uint64_t)page_dbtime(frame->bytes), 0, false, 0);
    record_u16(&r, LOG_SET_HEADER_SIZE, header.size);
    record_add(&r, header);
    err = writer_apply(writer, frame, &r, NULL, (struct bytes){0}, 0);
    cache_unlatch_exclusive(frame);
    return err;
}

/* ---- undo ---- */

static JET_ERR tree_of_version(struct btree_database *db, const struct version *version, struct btree *tree)
{
    struct cache_frame *frame;
    JET_ERR err = cache_latch_shared(db->cache, db->slot, version->fdp, &frame);
    if (err < 0)
        return err;
    uint32_t flags = page_flags(frame->bytes);
    *tree = (struct btree){.cache = db->cache,
                           .database = db->slot,
                           .root = version->fdp,
                           .objid = version->objid,
                           .kind_flags = flags & PAGE_KIND,
                           .page_size = db->page_size,
                           .unique = !(flags & PAGE_NON_UNIQUE)};
    cache_unlatch_shared(frame);
    return JET_errSuccess;
}

static unsigned undo_operation(const struct version *version)
{
    switch (version->kind) {
    case VERSION_INSERT:
        return LOG_UNDO_INSERT;
    case VERSION_REPLACE:
        return LOG_UNDO_REPLACE;
    case VERSION_FLAG_DELETE:
        return LOG_UNDO_FLAG_DELETE;
    case VERSION_DELTA:
        return LOG_UNDO_DELTA;
    default:
        return LOG_UNDO_DELTA64;
    }
}

JET_ERR btree_undo(struct btree_database *db, struct version *version)
{
    struct tree_writer writer = {.db = db, .trx = version->trx, .level = version->level, .unversioned = true};
    struct bytes key = version_key(version), data = version_data(version), before = version_before(version);
    struct record_builder r;
    struct btree tree;
    struct place place;
    uint8_t offset[2];
    JET_ERR err = tree_of_version(db, version, &tree);
    while (err >= 0) {
        err = find(&tree, key, data, &place);
        if (err < 0)
            return err;
        if (!place.equal)
            err = JET_errDatabaseCorrupted;
        size_t need = err >= 0 && version->kind == VERSION_REPLACE && before.size > place.node.data.size
                          ? before.size - place.node.data.size
                          : 0;
        bool room = page_has_room(place.frame->bytes, need);
        if (err >= 0 && room) {
            record_begin_node(&r, LOG_UNDO, &writer, &tree, (uint32_t)place.frame->key, next_dbtime(db),
                              (uint64_t)page_dbtime(place.frame->bytes), place.line, false, version->id);
            record_u16(&r, LOG_BOOKMARK_KEY_SIZE, key.size);
            record_u16(&r, LOG_BOOKMARK_DATA_SIZE, data.size);
            record_u16(&r, LOG_UNDO_OPERATION, undo_operation(version));
            record_u8(&r, LOG_UNDO_LEVEL, version->level);
            record_add(&r, key);
            record_add(&r, data);
            store_le16(offset, version->offset);
            bool delta = version->kind == VERSION_DELTA || version->kind == VERSION_DELTA64;
            err = writer_apply(&writer, place.frame, &r, NULL, delta ? (struct bytes){offset, 2} : before,
                               version->amount);
            if (err >= 0 && delta)
                version_undone(version);
        }
        cache_unlatch_exclusive(place.frame);
        if (err < 0 || room)
            return err;
        struct split_request request = {.key = key, .data = data, .grow = need};
        bool done = false;
        err = split(&writer, &tree, &request, NULL, &done);
    }
    return err;
}

/* ---- cleaning ---- */

JET_ERR btree_clean(const struct tree_writer *writer, const struct version *version)
{
    struct btree_database *db = writer->db;
    struct record_builder r;
    struct btree tree;
    struct place place;
    JET_ERR err = tree_of_version(db, version, &tree);
    if (err >= 0)
        err = find(&tree, version_key(version), version_data(version), &place);
    if (err < 0)
        return err;
    struct version_node node = version_node_of(&tree, version_key(version), version_data(version));
    bool root = (place.page.flags & PAGE_ROOT) != 0;
    if (place.equal && place.node.flags & NODE_DELETED && (root || place.page.nodes > 1) &&
        !version_node_has(db->versions, &node)) {
        record_begin_node(&r, LOG_DELETE, writer, &tree, (uint32_t)place.frame->key, next_dbtime(db),
                          (uint64_t)page_dbtime(place.frame->bytes), place.line, false, 0);
        err = writer_apply(writer, place.frame, &r, NULL, (struct bytes){0}, 0);
    }
    cache_unlatch_exclusive(place.frame);
    return err;
}
