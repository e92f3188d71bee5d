#include "recovery/redo_pages.h"

#include "base/alloc.h"

/* ---- judging pages ---- */

JET_ERR redo_needed(uint64_t page, uint64_t before, uint64_t after)
{
    if (page >= after && page < LOG_DBTIME_INVALID - 4)
        return 0;
    if (before == LOG_DBTIME_NIL || page == before)
        return 1;
    return page < before ? JET_errDbTimeTooOld : JET_errDbTimeTooNew;
}

/* A page on hold, judged. */
struct held {
    uint8_t *bytes; /* null: not held */
    uint32_t pgno;
    bool needed;
};

static void let_go(const struct redo_store *store, struct held *held, bool changed)
{
    if (held->bytes)
        store->release(store->context, held->pgno, changed);
    held->bytes = NULL;
}

/* Holds an existing page and judges it. pgno 0: nothing to hold. */
static JET_ERR hold(const struct redo_store *store, uint32_t pgno, uint64_t before, uint64_t after,
                    struct held *held)
{
    *held = (struct held){.pgno = pgno};
    if (pgno == 0)
        return JET_errSuccess;
    JET_ERR err = store->hold(store->context, pgno, false, &held->bytes);
    if (err < 0) {
        held->bytes = NULL;
        return err;
    }
    JET_ERR needed = redo_needed((uint64_t)page_dbtime(held->bytes), before, after);
    held->needed = needed > 0;
    if (needed < 0)
        let_go(store, held, false);
    return needed < 0 ? needed : JET_errSuccess;
}

/* Holds a page that a record creates: what is there counts only if it is newer. */
static JET_ERR hold_created(const struct redo_store *store, uint32_t pgno, uint64_t after, struct held *held)
{
    *held = (struct held){.pgno = pgno};
    if (pgno == 0)
        return JET_errSuccess;
    JET_ERR err = store->hold(store->context, pgno, false, &held->bytes);
    if (err >= 0) {
        held->needed = redo_needed((uint64_t)page_dbtime(held->bytes), LOG_DBTIME_NIL, after) > 0;
        return JET_errSuccess;
    }
    /* unreadable, never written, beyond the end: it is made anew */
    err = store->hold(store->context, pgno, true, &held->bytes);
    if (err < 0)
        held->bytes = NULL;
    held->needed = true;
    return err;
}

/* ---- single records ---- */

static JET_ERR redo_created(const struct redo_store *store, const struct log_record *record, uint32_t pgno,
                            uint64_t after)
{
    struct held page;
    JET_ERR err = hold_created(store, pgno, after, &page);
    if (err >= 0 && page.needed)
        err = page_apply_create(page.bytes, store->page_size, pgno, record);
    let_go(store, &page, page.needed && err >= 0);
    return err;
}

static JET_ERR redo_creation(const struct redo_store *store, const struct log_record *record)
{
    uint8_t type = log_record_type(record);
    if (type == LOG_NEW_PAGE)
        return redo_created(store, record, log_u32(record, LOG_NEW_PAGE_NUMBER),
                            log_u64(record, LOG_NEW_PAGE_DBTIME));
    uint64_t after = log_u64(record, LOG_PAGE_DBTIME);
    uint32_t fdp = log_u32(record, LOG_PAGE_NUMBER);
    JET_ERR err = JET_errSuccess;
    if (type == LOG_CONVERT) { /* the root exists: it alone has a dbtime before */
        struct held page;
        err = hold(store, fdp, log_u64(record, LOG_PAGE_DBTIME_BEFORE), after, &page);
        if (err >= 0 && page.needed)
            err = page_apply_create(page.bytes, store->page_size, fdp, record);
        let_go(store, &page, page.needed && err >= 0);
    } else {
        err = redo_created(store, record, fdp, after);
    }
    if (err >= 0 && type != LOG_CREATE_S) {
        bool convert = type == LOG_CONVERT;
        err = redo_created(store, record, log_u32(record, convert ? LOG_CONVERT_OE : LOG_CREATE_M_OE), after);
        if (err >= 0)
            err = redo_created(store, record, log_u32(record, convert ? LOG_CONVERT_AE : LOG_CREATE_M_AE),
                               after);
    }
    return err;
}

static JET_ERR redo_empty_tree(const struct redo_store *store, const struct log_record *record)
{
    uint64_t after = log_u64(record, LOG_PAGE_DBTIME);
    struct held page;
    JET_ERR err = JET_errSuccess;
    for (unsigned i = 0; i < empty_tree_count(record) && err >= 0; i++) {
        struct empty_tree_entry entry = empty_tree_entry(record, i);
        err = hold(store, entry.pgno, entry.dbtime_before, after, &page);
        if (err >= 0 && page.needed)
            page_apply_empty(page.bytes, store->page_size, after);
        let_go(store, &page, page.needed);
    }
    if (err >= 0)
        err = hold(store, log_u32(record, LOG_PAGE_NUMBER), log_u64(record, LOG_PAGE_DBTIME_BEFORE), after,
                   &page);
    if (err >= 0 && page.needed)
        page_apply_empty_root(page.bytes, store->page_size, after);
    if (err >= 0)
        let_go(store, &page, page.needed);
    return err;
}

/* The data of the node that a Replace, FDelete, FInsertRD is about to change. */
static JET_ERR observe(const struct redo_store *store, const struct log_record *record, const uint8_t *bytes,
                       redo_observer *observer, void *context)
{
    uint8_t type = log_record_type(record);
    if (!observer || (type != LOG_REPLACE && type != LOG_REPLACE_DIFF && type != LOG_FLAG_DELETE &&
                      type != LOG_FLAG_INSERT_REPLACE))
        return JET_errSuccess;
    struct page page = page_open(bytes, store->page_size);
    unsigned line = log_u16(record, LOG_PAGE_LINE);
    if (line >= page.nodes)
        return JET_errDatabaseCorrupted;
    struct node node = page_node(&page, line);
    return observer(context, record, &node);
}

/* Scrub (30, 5.5): nothing that a reader of the tree could see changes, but
 * freed bytes are overwritten. */
static JET_ERR redo_scrub(uint8_t *bytes, uint32_t size, const struct log_record *record)
{
    struct page page = page_open(bytes, size);
    if (log_u32(record, LOG_SCRUB_FLAGS) & 1) {
        page_clear(bytes, size);
    } else {
        uint32_t count = log_u32(record, LOG_SCRUB_COUNT);
        if (count > record->part[0].size || count > page.nodes)
            return JET_errDatabaseCorrupted;
        for (uint32_t i = 0; i < count; i++) {
            uint8_t operation = record->part[0].data[i];
            size_t data_size;
            if (operation == 0)
                continue;
            uint8_t *data = page_node_data(bytes, size, i, &data_size);
            memset(data, operation == 1 ? 'D' : 'L', data_size);
            if (operation == 1)
                page_set_node_flags(bytes, size, i, page_node_flags(&page, i) & ~(unsigned)NODE_VERSIONED);
        }
    }
    page_set_dbtime(bytes, log_u64(record, LOG_PAGE_DBTIME));
    page_set_flags(bytes, page_flags(bytes) | PAGE_SCRUBBED);
    return JET_errSuccess;
}

JET_ERR redo_page_record(const struct redo_store *store, const struct log_record *record,
                         const struct redo_image *image, redo_observer *observer, void *observer_context)
{
    static const struct redo_image none;
    switch (log_record_type(record)) {
    case LOG_NEW_PAGE:
    case LOG_CREATE_M:
    case LOG_CREATE_S:
    case LOG_CONVERT:
        return redo_creation(store, record);
    case LOG_EMPTY_TREE:
        return redo_empty_tree(store, record);
    case LOG_SPLIT:
    case LOG_MERGE:
    case LOG_ROOT_MOVE:
        return JET_errLogCorrupted; /* only in macros */
    case LOG_PAGE_MOVE: {
        struct redo_macro alone = {0};
        JET_ERR err = redo_macro_add(&alone, record);
        if (err >= 0)
            err = redo_macro_apply(store, &alone, NULL, NULL);
        redo_macro_free(&alone);
        return err;
    }
    default:
        break;
    }
    struct held page;
    JET_ERR err = hold(store, log_u32(record, LOG_PAGE_NUMBER), log_u64(record, LOG_PAGE_DBTIME_BEFORE),
                       log_u64(record, LOG_PAGE_DBTIME), &page);
    if (err < 0)
        return err;
    if (page.needed) {
        if (!image)
            image = &none;
        err = observe(store, record, page.bytes, observer, observer_context);
        if (err >= 0)
            err = log_record_type(record) == LOG_SCRUB
                      ? redo_scrub(page.bytes, store->page_size, record)
                      : page_apply(page.bytes, store->page_size, record, image->before, image->amount);
    }
    let_go(store, &page, page.needed);
    return err;
}

/* ---- macros ---- */

JET_ERR redo_macro_add(struct redo_macro *macro, const struct log_record *record)
{
    if (record->size > macro->capacity - macro->size) {
        size_t capacity = MAX(macro->capacity * 2, macro->size + record->size);
        uint8_t *bytes = mem_realloc(macro->bytes, capacity);
        if (!bytes)
            return JET_errOutOfMemory;
        macro->bytes = bytes;
        macro->capacity = capacity;
    }
    memcpy(macro->bytes + macro->size, record->bytes, record->size);
    macro->size += record->size;
    macro->count++;
    return JET_errSuccess;
}

void redo_macro_free(struct redo_macro *macro)
{
    mem_free(macro->bytes);
    *macro = (struct redo_macro){0};
}

/* The node record of the macro that belongs to the leaf page of its split. */
static bool find_operation(const struct log_record *records, unsigned count, uint32_t pgno,
                           struct log_record *found)
{
    for (unsigned i = 0; i < count; i++) {
        switch (log_record_type(&records[i])) {
        case LOG_INSERT:
        case LOG_REPLACE:
        case LOG_REPLACE_DIFF:
        case LOG_FLAG_INSERT_REPLACE:
            if (log_u32(&records[i], LOG_PAGE_NUMBER) == pgno) {
                *found = records[i];
                return true;
            }
        }
    }
    return false;
}

/* Buffers that an operation's spans may point into. */
struct operation_space {
    uint8_t key[PAGE_SIZE_MAX], data[PAGE_SIZE_MAX];
};

/* The operation of a leaf split from its node record. `source`: the split page
 * in its old state, for difference lists; may be null for inserts. */
static JET_ERR leaf_operation(const struct log_record *split, const struct log_record *node_record,
                              const uint8_t *source, uint32_t size, struct operation_space *space,
                              struct split_operation *op)
{
    *op = (struct split_operation){.kind = log_u8(split, LOG_SPLIT_OPERATION)};
    if (op->kind == LOG_SPLIT_OPER_NONE)
        return JET_errSuccess;
    if (!node_record)
        return JET_errLogCorrupted;
    op->flags = log_u8(node_record, LOG_PAGE_FLAGS) & LOG_FLAG_VERSIONED ? NODE_VERSIONED : 0;
    switch (log_record_type(node_record)) {
    case LOG_INSERT: {
        size_t prefix = node_record->part[0].size, suffix = node_record->part[1].size;
        if (prefix + suffix > sizeof space->key)
            return JET_errLogCorrupted;
        if (prefix)
            memcpy(space->key, node_record->part[0].data, prefix);
        if (suffix)
            memcpy(space->key + prefix, node_record->part[1].data, suffix);
        op->key = (struct bytes){space->key, prefix + suffix};
        op->data = node_record->part[2];
        return op->kind == LOG_SPLIT_OPER_INSERT ? JET_errSuccess : JET_errLogCorrupted;
    }
    case LOG_FLAG_INSERT_REPLACE:
        op->data = node_record->part[1];
        return JET_errSuccess;
    case LOG_REPLACE:
        op->data = node_record->part[0];
        return JET_errSuccess;
    default: { /* ReplaceD */
        unsigned line = log_u16(split, LOG_SPLIT_LINE_OPERATION);
        if (!source || page_tag_count(source) == 0 || line >= page_open(source, size).nodes)
            return JET_errDatabaseCorrupted;
        struct page page = page_open(source, size);
        struct node node = page_node(&page, line);
        op->data.data = space->data;
        return log_diff_apply(node_record->part[0], (log_u16(node_record, LOG_REPLACE_SIZE) & 0x8000) != 0,
                              node.data, space->data, sizeof space->data, &op->data.size);
    }
    }
}

/* One level of a split. `below`: the Split record of the next level, null at the leaf. */
static JET_ERR redo_split_level(const struct redo_store *store, const struct log_record *split,
                                const struct log_record *below, const struct log_record *node_record,
                                redo_observer *observer, void *observer_context)
{
    uint32_t size = store->page_size;
    uint64_t after = log_u64(split, LOG_PAGE_DBTIME);
    uint32_t new_pgno = log_u32(split, LOG_SPLIT_NEW_PAGE);
    uint8_t image[PAGE_SIZE_MAX], pointer[4];
    struct operation_space *space = mem_alloc(sizeof *space);
    struct held source = {0}, new_page = {0}, right = {0};
    if (!space)
        return JET_errOutOfMemory;
    JET_ERR err =
        hold(store, log_u32(split, LOG_PAGE_NUMBER), log_u64(split, LOG_PAGE_DBTIME_BEFORE), after, &source);
    if (err >= 0)
        err = hold_created(store, new_pgno, after, &new_page);
    if (err >= 0)
        err = hold(store, log_u32(split, LOG_SPLIT_RIGHT_PAGE), log_u64(split, LOG_SPLIT_RIGHT_BEFORE), after,
                   &right);
    if (err < 0)
        goto out;
    if (source.needed || new_page.needed) {
        uint8_t *old = source.needed ? source.bytes : NULL;
        if (!old && split_needs_source(split)) { /* the page was flushed already: its image stands in */
            if (split->part[3].size == 0) {
                err = JET_errDatabaseBufferDependenciesCorrupted;
                goto out;
            }
            err = log_image_decode(split->part[3], log_u32(split, LOG_SPLIT_IMAGE_FLAGS), size, image);
            if (err < 0)
                goto out;
            old = image;
        }
        struct split_operation op;
        if (below)
            op = split_operation_pointer(below, pointer);
        else
            err = leaf_operation(split, node_record, old, size, space, &op);
        if (err >= 0 && !below && node_record && source.needed && op.kind != LOG_SPLIT_OPER_INSERT &&
            op.kind != LOG_SPLIT_OPER_NONE)
            err = observe(store, node_record, source.bytes, observer, observer_context);
        if (err >= 0)
            err = split_apply(split, &op, size, old, new_page.needed ? new_page.bytes : NULL);
    }
    if (err >= 0 && right.needed)
        split_apply_right(split, right.bytes);
out:
    let_go(store, &source, source.needed);
    let_go(store, &new_page, new_page.needed);
    let_go(store, &right, right.needed);
    mem_free(space);
    return err;
}

static JET_ERR redo_split(const struct redo_store *store, const struct log_record *records, unsigned count,
                          redo_observer *observer, void *context)
{
    const struct log_record *levels[PAGE_DEPTH_MAX + 1];
    unsigned depth = 0;
    for (unsigned i = 0; i < count; i++) {
        if (log_record_type(&records[i]) != LOG_SPLIT)
            continue;
        if (depth == ARRAY_COUNT(levels))
            return JET_errLogCorrupted;
        levels[depth++] = &records[i];
    }
    JET_ERR err = JET_errSuccess;
    for (unsigned i = 0; i < depth && err >= 0; i++) {
        bool leaf = i + 1 == depth;
        struct log_record node_record;
        bool has = leaf && find_operation(records, count, log_u32(levels[i], LOG_PAGE_NUMBER), &node_record);
        err = redo_split_level(store, levels[i], leaf ? NULL : levels[i + 1], has ? &node_record : NULL,
                               observer, context);
    }
    return err;
}

static JET_ERR redo_merge_parent(const struct redo_store *store, const struct log_record *merge,
                                 const struct log_record *below, const struct log_record *leaf)
{
    struct held page;
    JET_ERR err = hold(store, log_u32(merge, LOG_PAGE_NUMBER), log_u64(merge, LOG_PAGE_DBTIME_BEFORE),
                       log_u64(merge, LOG_PAGE_DBTIME), &page);
    if (err >= 0 && page.needed)
        err = merge_apply_parent(merge, below, leaf, store->page_size, page.bytes);
    let_go(store, &page, page.needed && err >= 0);
    return err;
}

static JET_ERR redo_merge_leaf(const struct redo_store *store, const struct log_record *merge)
{
    uint64_t after = log_u64(merge, LOG_PAGE_DBTIME);
    uint32_t destination = merge_destination(merge);
    uint8_t image[PAGE_SIZE_MAX];
    struct held source = {0}, left = {0}, right = {0};
    JET_ERR err =
        hold(store, log_u32(merge, LOG_PAGE_NUMBER), log_u64(merge, LOG_PAGE_DBTIME_BEFORE), after, &source);
    if (err >= 0)
        err = hold(store, log_u32(merge, LOG_MERGE_LEFT_PAGE), log_u64(merge, LOG_MERGE_LEFT_BEFORE), after,
                   &left);
    if (err >= 0)
        err = hold(store, log_u32(merge, LOG_MERGE_RIGHT_PAGE), log_u64(merge, LOG_MERGE_RIGHT_BEFORE), after,
                   &right);
    if (err < 0)
        goto out;
    struct held *to = destination == 0 ? NULL : destination == left.pgno ? &left : &right;
    uint8_t *from = source.needed ? source.bytes : NULL;
    if (!from && to && to->needed) {
        if (merge->part[1].size == 0) {
            err = JET_errDatabaseBufferDependenciesCorrupted;
            goto out;
        }
        err =
            log_image_decode(merge->part[1], log_u32(merge, LOG_MERGE_IMAGE_FLAGS), store->page_size, image);
        if (err < 0)
            goto out;
        from = image;
    }
    err = merge_apply(merge, store->page_size, from, to && to->needed ? to->bytes : NULL);
    if (err >= 0 && left.needed)
        merge_apply_left(merge, left.bytes);
    if (err >= 0 && right.needed)
        merge_apply_right(merge, right.bytes);
out:
    let_go(store, &source, source.needed);
    let_go(store, &left, left.needed);
    let_go(store, &right, right.needed);
    return err;
}

static JET_ERR redo_merge(const struct redo_store *store, const struct log_record *records, unsigned count)
{
    const struct log_record *levels[PAGE_DEPTH_MAX + 1];
    unsigned depth = 0;
    for (unsigned i = 0; i < count; i++) {
        if (log_record_type(&records[i]) != LOG_MERGE)
            continue;
        if (depth == ARRAY_COUNT(levels))
            return JET_errLogCorrupted;
        levels[depth++] = &records[i];
    }
    const struct log_record *leaf = levels[depth - 1];
    JET_ERR err = JET_errSuccess;
    for (unsigned i = 0; i + 1 < depth && err >= 0; i++)
        err = redo_merge_parent(store, levels[i], levels[i + 1], leaf);
    return err < 0 ? err : redo_merge_leaf(store, leaf);
}

/* A page under another number (30, 5.5): the source as it was, from its image
 * when it has been emptied already. */
static JET_ERR redo_page_move(const struct redo_store *store, const struct log_record *move)
{
    uint32_t size = store->page_size, head = log_u32(move, LOG_PAGE_MOVE_HEAD_SIZE);
    uint32_t trailer = log_u32(move, LOG_PAGE_MOVE_TRAILER_SIZE),
             to = log_u32(move, LOG_PAGE_MOVE_DESTINATION);
    uint64_t after = log_u64(move, LOG_PAGE_DBTIME);
    uint8_t image[PAGE_SIZE_MAX] = {0};
    struct held source = {0}, destination = {0}, left = {0}, right = {0}, parent = {0};
    if (head > size || trailer > size - head)
        return JET_errLogCorrupted;
    memcpy(image, move->part[0].data, head);
    memcpy(image + size - trailer, move->part[1].data, trailer);
    if (page_check(image, size, NULL) != JET_errSuccess)
        return JET_errDatabaseCorrupted;
    JET_ERR err =
        hold(store, log_u32(move, LOG_PAGE_NUMBER), log_u64(move, LOG_PAGE_DBTIME_BEFORE), after, &source);
    if (err >= 0)
        err = hold_created(store, to, after, &destination);
    if (err >= 0)
        err = hold(store, log_u32(move, LOG_PAGE_MOVE_LEFT_PAGE), log_u64(move, LOG_PAGE_MOVE_LEFT_BEFORE),
                   after, &left);
    if (err >= 0)
        err = hold(store, log_u32(move, LOG_PAGE_MOVE_RIGHT_PAGE), log_u64(move, LOG_PAGE_MOVE_RIGHT_BEFORE),
                   after, &right);
    if (err >= 0)
        err = hold(store, log_u32(move, LOG_PAGE_MOVE_PARENT_PAGE),
                   log_u64(move, LOG_PAGE_MOVE_PARENT_BEFORE), after, &parent);
    if (err >= 0 && destination.needed) {
        memcpy(destination.bytes, source.needed ? source.bytes : image, size);
        if (page_is_large(size))
            store_le32(destination.bytes + PAGE_THIS, to);
        page_set_dbtime(destination.bytes, after);
    }
    if (err >= 0 && parent.needed) {
        uint8_t child[4];
        store_le32(child, to);
        err = page_tag_count(parent.bytes)
                  ? page_replace_data(parent.bytes, size, log_u32(move, LOG_PAGE_MOVE_LINE_PARENT),
                                      (struct bytes){child, 4})
                  : JET_errDatabaseCorrupted;
        page_set_dbtime(parent.bytes, after);
    }
    if (err >= 0 && left.needed) {
        page_set_next(left.bytes, to);
        page_set_dbtime(left.bytes, after);
    }
    if (err >= 0 && right.needed) {
        page_set_prev(right.bytes, to);
        page_set_dbtime(right.bytes, after);
    }
    if (err >= 0 && source.needed)
        page_apply_empty(source.bytes, size, after);
    let_go(store, &source, source.needed);
    let_go(store, &destination, destination.needed);
    let_go(store, &left, left.needed);
    let_go(store, &right, right.needed);
    let_go(store, &parent, parent.needed);
    return err;
}

/* A root page moves: its PageMoves, then what names it (30, 5.5, PageMoveR). */
static JET_ERR redo_members(const struct redo_store *store, const struct log_record *records, unsigned count,
                            redo_observer *observer, void *context)
{
    JET_ERR err = JET_errSuccess;
    for (unsigned i = 0; i < count && err >= 0; i++) {
        uint8_t type = log_record_type(&records[i]);
        if (type == LOG_PAGE_MOVE)
            err = redo_page_move(store, &records[i]);
        else if (type != LOG_ROOT_MOVE)
            err = redo_page_record(store, &records[i], NULL, observer, context);
    }
    return err;
}

JET_ERR redo_macro_apply(const struct redo_store *store, const struct redo_macro *macro,
                         redo_observer *observer, void *observer_context)
{
    if (macro->count == 0)
        return JET_errSuccess;
    struct log_record *records = mem_alloc(macro->count * sizeof *records);
    if (!records)
        return JET_errOutOfMemory;
    JET_ERR err = JET_errSuccess;
    size_t at = 0;
    bool split = false, merge = false;
    for (unsigned i = 0; i < macro->count && err >= 0; i++) {
        err = log_record_open(&records[i], (struct bytes){macro->bytes + at, macro->size - at});
        at += records[i].size;
        split = split || log_record_type(&records[i]) == LOG_SPLIT;
        merge = merge || log_record_type(&records[i]) == LOG_MERGE;
    }
    if (err >= 0 && split && merge)
        err = JET_errLogCorrupted;
    if (err >= 0)
        err = split   ? redo_split(store, records, macro->count, observer, observer_context)
              : merge ? redo_merge(store, records, macro->count)
                      : redo_members(store, records, macro->count, observer, observer_context);
    mem_free(records);
    return err;
}
