/* split.c: splits (spec 10, 9.3 and 9.4; 30, 5.3 and 5.5).
 *
 * A split is planned under the tree's lock: no other thread changes internal
 * pages meanwhile, leaves may. Pages are allocated with no latch held; then the
 * pages that change are latched from the top down, the plan is made again from
 * what is there now, logged as one macro and applied with the functions that
 * redo uses. */
#include "btree/modify_private.h"

#include "base/alloc.h"
#include "format/compress.h"

/* One level of the way up: a page that is split, or only gets a pointer. */
struct split_level {
    struct cache_frame *frame, *new_frame;
    uint32_t pgno, new_pgno; /* 0: gets a pointer only */
    unsigned line_operation, line_split, line_count;
    uint8_t type, operation;
    int prefix_split, prefix_new; /* lines; the new page's counts from line_split */
    size_t separator_size;        /* key that the level above gets for this page */
    uint8_t separator[JOIN_SPACE];
    struct split_operation op;
    uint8_t pointer[4];
};

struct split_plan {
    const struct tree_writer *writer;
    const struct btree *tree;
    const struct split_request *request;
    struct tree_path path;
    unsigned depth; /* levels in `level`, the leaf first */
    struct split_level *level;
    struct cache_frame *right;
    bool insert_done;
};

/* ---- lines as if the operation had been done ---- */

struct lines {
    struct page page;
    const struct split_operation *op;
    unsigned line, count;
    uint8_t *keys; /* two buffers for full keys, used in turn */
    unsigned turn;
};

static bool is_new(const struct lines *l, unsigned n)
{
    return l->op->kind == LOG_SPLIT_OPER_INSERT && n == l->line;
}
static unsigned old_index(const struct lines *l, unsigned n)
{
    return l->op->kind == LOG_SPLIT_OPER_INSERT && n > l->line ? n - 1 : n;
}

/* Full key of line n; valid until the second next call. */
static struct bytes line_key(const void *context, unsigned n)
{
    struct lines *l = (struct lines *)(uintptr_t)context;
    if (is_new(l, n))
        return l->op->key;
    struct node node = page_node(&l->page, old_index(l, n));
    uint8_t *space = l->keys + (size_t)(l->turn++ % 2) * PAGE_SIZE_MAX;
    return (struct bytes){space, node_copy_key(&node, space)};
}

static struct bytes line_data(const struct lines *l, unsigned n)
{
    if (is_new(l, n))
        return l->op->data;
    return page_node(&l->page, old_index(l, n)).data;
}

static size_t line_size(const struct lines *l, unsigned n) /* uncompressed, with tag */
{
    if (is_new(l, n))
        return node_cost(l->op->key.size, 0, l->op->data.size);
    struct node node = page_node(&l->page, old_index(l, n));
    return node_cost(node_key_size(&node), 0, node.data.size);
}

/* A window on the lines for choosing a prefix. */
struct window {
    struct lines *lines;
    unsigned first;
};
static struct bytes window_key(const void *context, unsigned n)
{
    const struct window *w = context;
    return line_key(w->lines, w->first + n);
}

/* Bytes that lines [first, end) take on a page with the key of line `prefix`
 * (relative to first, -1 none) as prefix key. */
static size_t packed_size(struct lines *l, unsigned first, unsigned end, int prefix)
{
    uint8_t prefix_key[PAGE_SIZE_MAX];
    struct bytes chosen = {prefix_key, 0};
    size_t total = PAGE_TAG_SIZE;
    if (prefix >= 0) {
        struct bytes key = line_key(l, first + (unsigned)prefix);
        memcpy(prefix_key, key.data, key.size);
        chosen.size = key.size;
        total += key.size;
    }
    for (unsigned n = first; n < end; n++) {
        struct bytes key = line_key(l, n);
        size_t common = bytes_common(chosen, key);
        total += node_cost(key.size, common >= NODE_PREFIX_MIN ? common : 0, line_data(l, n).size);
    }
    return total;
}

/* ---- separators (9.3) ---- */

/* Shortest byte string between the last left and the first right entry. */
static size_t leaf_separator(struct lines *l, unsigned line, bool unique, uint8_t *out)
{
    struct bytes left = line_key(l, line - 1), right = line_key(l, line);
    size_t common = bytes_common(left, right);
    if (common < right.size || unique) {
        size_t size = MIN(common + 1, right.size);
        memcpy(out, right.data, MIN(size, (size_t)JOIN_SPACE));
        return MIN(size, (size_t)JOIN_SPACE);
    }
    struct bytes left_data = line_data(l, line - 1), right_data = line_data(l, line);
    size_t same = bytes_common(left_data, right_data), data = MIN(same + 1, right_data.size);
    size_t key = MIN(right.size, (size_t)JOIN_SPACE);
    data = MIN(data, JOIN_SPACE - key);
    memcpy(out, right.data, key);
    memcpy(out + key, right_data.data, data);
    return key + data;
}

/* ---- choosing lines ---- */

static bool halves_fit(struct lines *l, unsigned line, size_t capacity, bool root_side,
                       struct split_level *level)
{
    struct window left = {l, 0}, right = {l, line};
    level->prefix_split = root_side ? -1 : page_choose_prefix(line, window_key, &left);
    level->prefix_new = page_choose_prefix(l->count - line, window_key, &right);
    return packed_size(l, 0, line, level->prefix_split) <= capacity &&
           packed_size(l, line, l->count, level->prefix_new) <= capacity;
}

/* The line that makes both sides as equal as possible, moved until both fit. */
static bool choose_even(struct lines *l, size_t capacity, struct split_level *level)
{
    size_t total = 0, left = 0;
    for (unsigned n = 0; n < l->count; n++)
        total += line_size(l, n);
    unsigned best = 1;
    size_t best_gap = SIZE_MAX;
    for (unsigned n = 1; n < l->count; n++) {
        left += line_size(l, n - 1);
        size_t gap = left > total - left ? left - (total - left) : total - left - left;
        if (gap < best_gap) {
            best_gap = gap;
            best = n;
        }
    }
    for (unsigned away = 0; away < l->count; away++) {
        unsigned tries[2] = {best + away, best - away};
        for (int i = 0; i < (away ? 2 : 1); i++)
            if (tries[i] >= 1 && tries[i] < l->count && halves_fit(l, tries[i], capacity, false, level)) {
                level->line_split = tries[i];
                return true;
            }
    }
    return false;
}

static bool lines_open(struct lines *l, const struct btree *tree, const struct split_level *level,
                       uint8_t *keys)
{
    *l = (struct lines){.page = page_open(level->frame->bytes, tree->page_size),
                        .op = &level->op,
                        .line = level->line_operation,
                        .keys = keys};
    l->count = l->page.nodes + (level->op.kind == LOG_SPLIT_OPER_INSERT);
    return true;
}

/* Are the two nodes before `line` the physically last ones: a local run (9.4)? */
static bool is_hotpoint(const struct page *page, unsigned line)
{
    if (line < 2 || line != page->nodes)
        return false;
    struct bytes a = page_line(page, line - 2 + page->first), b = page_line(page, line - 1 + page->first);
    uint32_t end = load_le16(page->bytes + PAGE_FIRST_FREE);
    return a.data + a.size == b.data && (size_t)(b.data + b.size - page->data) == end;
}

/* Append and hotpoint: nothing moves, the new node is alone on the new page,
 * compressed to nothing if that pays. False: what stays would not fit. */
static bool plan_last_line(struct split_level *level, struct lines *lines, size_t capacity)
{
    const struct split_operation *op = &level->op;
    size_t compressed = node_cost(op->key.size, op->key.size, op->data.size) + op->key.size;
    level->line_split = lines->count - 1;
    level->prefix_split = -1;
    level->prefix_new = op->key.size > 2 && compressed + PAGE_TAG_SIZE <= capacity ? 0 : -1;
    if (level->type == LOG_SPLIT_APPEND)
        return true; /* the split page keeps its prefix */
    struct window left = {lines, 0};
    level->prefix_split = page_choose_prefix(level->line_split, window_key, &left);
    return packed_size(lines, 0, level->line_split, level->prefix_split) <= capacity;
}

/* How the leaf is split; its operation is set when the insert comes along. */
static JET_ERR plan_leaf(struct split_plan *plan, uint8_t *keys)
{
    struct split_level *level = &plan->level[0];
    const struct split_request *request = plan->request;
    const struct btree *tree = plan->tree;
    struct page page = page_open(level->frame->bytes, tree->page_size);
    struct page_target target = {request->key, tree->unique ? (struct bytes){0} : request->data, false};
    size_t capacity = page_data_size(tree->page_size);
    bool equal;
    unsigned line = page_search(&page, &target, &equal);
    struct lines lines;

    struct split_operation insert = {.kind = LOG_SPLIT_OPER_INSERT,
                                     .flags = request->versioned ? NODE_VERSIONED : 0,
                                     .key = request->key,
                                     .data = request->data};
    level->line_operation = line;
    level->op = (struct split_operation){.kind = LOG_SPLIT_OPER_NONE};
    level->type = LOG_SPLIT_RIGHT;
    bool at_end = request->insert && !equal && line == page.nodes && page.nodes > 0;
    if (at_end && page_next(page.bytes) == 0) {
        level->type = LOG_SPLIT_APPEND;
        level->op = insert;
    } else if (request->insert && !equal && page.nodes > 0 &&
               (page.nodes == 1 || (at_end && is_hotpoint(&page, line)))) {
        level->op = insert;
    }
    lines_open(&lines, tree, level, keys);
    bool chosen = level->op.kind == LOG_SPLIT_OPER_INSERT && line == lines.count - 1 &&
                  plan_last_line(level, &lines, capacity);
    if (!chosen) {
        if (level->op.kind == LOG_SPLIT_OPER_INSERT && page.nodes > 1) { /* then without it */
            level->op = (struct split_operation){.kind = LOG_SPLIT_OPER_NONE};
            level->type = LOG_SPLIT_RIGHT;
            lines_open(&lines, tree, level, keys);
        }
        if (lines.count < 2 || !choose_even(&lines, capacity, level))
            return JET_errRecordTooBig; /* one node that does not fit alone */
    }
    level->operation = level->op.kind;
    level->line_count = lines.count;
    level->separator_size = leaf_separator(&lines, level->line_split, tree->unique, level->separator);
    return JET_errSuccess;
}

/* An internal page gets a pointer for the page that was split below; it is split
 * itself when that does not fit. *fits: nothing more to do above. */
static JET_ERR plan_internal(struct split_plan *plan, unsigned n, uint8_t *keys, bool *fits)
{
    struct split_level *level = &plan->level[n], *below = &plan->level[n - 1];
    const struct btree *tree = plan->tree;
    struct page page = page_open(level->frame->bytes, tree->page_size);
    struct bytes key = {below->separator, below->separator_size};
    struct lines lines;
    store_le32(level->pointer, below->pgno);
    level->op = (struct split_operation){.kind = LOG_SPLIT_OPER_INSERT,
                                         .child = 1, /* becomes the new page's number later */
                                         .key = key,
                                         .data = {level->pointer, 4}};
    level->operation = LOG_SPLIT_OPER_INSERT;
    level->line_operation = plan->path.level[plan->path.depth - 1 - n].index;
    level->type = LOG_SPLIT_RIGHT;
    lines_open(&lines, tree, level, keys);
    level->line_count = lines.count;
    size_t need = node_cost(key.size, page_prefix_share(&page, key), 4);
    *fits = page_has_room(level->frame->bytes, need);
    if (*fits)
        return JET_errSuccess;
    if (page.flags & PAGE_ROOT || lines.count < 3)
        return JET_errSuccess; /* the caller raises the root first */
    if (!choose_even(&lines, page_data_size(tree->page_size), level))
        return JET_errDatabaseCorrupted;
    /* the last node that stays left keeps its key, which is the separator (9.3) */
    struct bytes last = line_key(&lines, level->line_split - 1);
    level->separator_size = MIN(last.size, (size_t)JOIN_SPACE);
    memcpy(level->separator, last.data, level->separator_size);
    return JET_errSuccess;
}

/* ---- records ---- */

/* The image of a page that loses nodes, as the record's dbtime sees it. */
static size_t make_image(const uint8_t *page, uint32_t size, uint64_t dbtime, uint8_t *out, uint32_t *flags)
{
    uint8_t *copy = mem_alloc(size + COMPRESS_SCRATCH_SIZE);
    size_t made = 0;
    if (copy) {
        memcpy(copy, page, size);
        page_set_dbtime(copy, dbtime);
        made = compress_encode((struct bytes){copy, size}, 1, out, size - 1, copy + size);
        *flags = made ? LOG_IMAGE_COMPRESSED : 0;
    }
    mem_free(copy);
    if (made)
        return made;
    *flags = 0;
    memcpy(out, page, size);
    page_set_dbtime(out, dbtime);
    return size;
}

/* A Split record can hold two prefix keys, a separator and a page. */
enum { SPLIT_RECORD_MAX = 110 + JOIN_SPACE + 3 * PAGE_SIZE_MAX };
struct split_record {
    uint32_t size;
    uint8_t bytes[SPLIT_RECORD_MAX];
};

static void add_part(struct split_record *r, const void *data, size_t size)
{
    if (size)
        memcpy(r->bytes + r->size, data, size);
    r->size += (uint32_t)size;
}

static void build_split(struct split_record *r, const struct split_plan *plan, unsigned n, uint64_t dbtime)
{
    const struct split_level *level = &plan->level[n];
    const struct btree *tree = plan->tree;
    const struct split_level *above = n + 1 < plan->depth ? &plan->level[n + 1] : NULL;
    uint8_t *p = r->bytes;
    struct record_builder head;
    record_begin_page(&head, LOG_SPLIT, plan->writer, level->pgno, dbtime,
                      (uint64_t)page_dbtime(level->frame->bytes), tree->kind_flags, plan->request->versioned);
    memcpy(p, head.bytes, head.size);
    r->size = head.size;
    store_le64(p + LOG_SPLIT_RIGHT_BEFORE, LOG_DBTIME_NIL);
    store_le64(p + LOG_SPLIT_PARENT_BEFORE,
               above ? (uint64_t)page_dbtime(above->frame->bytes) : LOG_DBTIME_NIL);
    store_le32(p + LOG_SPLIT_PARENT_PAGE, above ? above->pgno : 0);
    store_le32(p + LOG_SPLIT_FDP, tree->fdp ? tree->fdp : tree->root);
    store_le32(p + LOG_SPLIT_OBJID, tree->objid);
    store_le16(p + LOG_SPLIT_LINE_OPERATION, (uint16_t)level->line_operation);
    store_le32(p + LOG_SPLIT_PREFIX_LINE_SPLIT, UINT32_MAX);
    store_le32(p + LOG_SPLIT_PREFIX_LINE_NEW, UINT32_MAX);
    if (level->new_pgno == 0)
        return;
    struct page page = page_open(level->frame->bytes, tree->page_size);
    uint32_t flags = page.flags & ~(uint32_t)(PAGE_FLUSH_TYPE | PAGE_SCRUBBED);
    store_le32(p + LOG_SPLIT_NEW_PAGE, level->new_pgno);
    if (n == 0 && plan->right) {
        store_le32(p + LOG_SPLIT_RIGHT_PAGE, (uint32_t)plan->right->key);
        store_le64(p + LOG_SPLIT_RIGHT_BEFORE, (uint64_t)page_dbtime(plan->right->bytes));
    }
    p[LOG_SPLIT_TYPE] = level->type;
    p[LOG_SPLIT_OPERATION] = level->operation;
    store_le16(p + LOG_SPLIT_LINE_SPLIT, (uint16_t)level->line_split);
    store_le16(p + LOG_SPLIT_LINE_COUNT, (uint16_t)level->line_count);
    if (level->type == LOG_SPLIT_VERTICAL) {
        uint32_t root = (flags & ~(uint32_t)(PAGE_LEAF | PAGE_PARENT_OF_LEAF)) |
                        (flags & PAGE_LEAF ? PAGE_PARENT_OF_LEAF : 0);
        store_le32(p + LOG_SPLIT_NEW_FLAGS, flags & ~(uint32_t)PAGE_ROOT);
        store_le32(p + LOG_SPLIT_SPLIT_FLAGS, root);
    } else {
        store_le32(p + LOG_SPLIT_NEW_FLAGS, flags);
        store_le32(p + LOG_SPLIT_SPLIT_FLAGS, flags);
    }
    store_le32(p + LOG_SPLIT_PREFIX_LINE_SPLIT, (uint32_t)level->prefix_split);
    store_le32(p + LOG_SPLIT_PREFIX_LINE_NEW, (uint32_t)level->prefix_new);
    bool right_split = level->type == LOG_SPLIT_RIGHT;
    if (level->type != LOG_SPLIT_VERTICAL) {
        store_le16(p + LOG_SPLIT_PARENT_KEY_SIZE, (uint16_t)level->separator_size);
        add_part(r, level->separator, level->separator_size);
    }
    if (right_split) {
        store_le16(p + LOG_SPLIT_PREFIX_OLD_SIZE, page.prefix_size);
        add_part(r, page.prefix, page.prefix_size);
        if (level->prefix_split >= 0) {
            struct node node = page_node(&page, (unsigned)level->prefix_split < level->line_operation ||
                                                        level->op.kind != LOG_SPLIT_OPER_INSERT
                                                    ? (unsigned)level->prefix_split
                                                    : (unsigned)level->prefix_split - 1);
            bool from_operation = level->op.kind == LOG_SPLIT_OPER_INSERT &&
                                  (unsigned)level->prefix_split == level->line_operation;
            size_t size = from_operation ? level->op.key.size : node_key_size(&node);
            store_le16(p + LOG_SPLIT_PREFIX_NEW_SIZE, (uint16_t)size);
            if (from_operation)
                memcpy(p + r->size, level->op.key.data, size);
            else
                node_copy_key(&node, p + r->size);
            r->size += (uint32_t)size;
        }
    }
    struct log_record record = {r->bytes, r->size, {{0}}};
    if (split_needs_source(&record)) {
        uint32_t image_flags = 0;
        size_t image = make_image(level->frame->bytes, tree->page_size, dbtime, p + r->size, &image_flags);
        store_le32(p + LOG_SPLIT_IMAGE_FLAGS, image_flags);
        store_le32(p + LOG_SPLIT_IMAGE_SIZE, (uint32_t)image);
        r->size += (uint32_t)image;
    }
}

/* ---- making it so ---- */

static void release(struct split_plan *plan)
{
    for (unsigned n = 0; n < plan->depth; n++) {
        if (plan->level[n].frame)
            cache_unlatch_exclusive(plan->level[n].frame);
        if (plan->level[n].new_frame)
            cache_unlatch_exclusive(plan->level[n].new_frame);
        plan->level[n].frame = plan->level[n].new_frame = NULL;
    }
    if (plan->right)
        cache_unlatch_exclusive(plan->right);
    plan->right = NULL;
}

static void log_new_pages(const struct split_plan *plan, struct log_position *first, struct log_position *end,
                          JET_ERR *err)
{
    for (unsigned n = 0; n < plan->depth && *err >= 0; n++) {
        const struct split_level *level = &plan->level[n];
        if (!level->new_pgno)
            continue;
        uint8_t record[20] = {LOG_NEW_PAGE};
        struct bytes span = {record, sizeof record};
        store_le16(record + LOG_TRX_SESSION, plan->writer->trx->session);
        record[LOG_NEW_PAGE_DATABASE] = plan->writer->db->dbid;
        store_le32(record + LOG_NEW_PAGE_NUMBER, level->new_pgno);
        store_le32(record + LOG_NEW_PAGE_OBJID, plan->tree->objid);
        store_le64(record + LOG_NEW_PAGE_DBTIME, next_dbtime(plan->writer->db));
        struct log_position at;
        *err = writer_log(plan->writer, &span, 1, &at, end);
        if (!first->value)
            *first = at;
    }
}

static JET_ERR log_simple(const struct split_plan *plan, uint8_t type, uint64_t dbtime,
                          const struct bytes *extra, struct log_position *first, struct log_position *end)
{
    uint8_t record[11] = {type};
    struct bytes spans[2] = {{record, sizeof record}, extra ? *extra : (struct bytes){0}};
    store_le16(record + LOG_TRX_SESSION, plan->writer->trx->session);
    store_le64(record + LOG_MACRO_DBTIME, dbtime);
    return writer_log(plan->writer, spans, extra ? 2 : 1, first, end);
}

/* Logs the macro: its Split records, topmost first, the insert, the end mark. The
 * records stay in `records` for applying. */
static JET_ERR log_macro(struct split_plan *plan, struct split_record *records, uint64_t dbtime,
                         struct log_position *first, struct log_position *end)
{
    struct log_position at;
    JET_ERR err = JET_errSuccess;
    err = log_simple(plan, LOG_MACRO_BEGIN, dbtime, NULL, &at, end);
    if (!first->value)
        *first = at;
    for (unsigned n = plan->depth; n-- > 0 && err >= 0;) {
        struct bytes span = {records[n].bytes, records[n].size};
        err = writer_log(plan->writer, &span, 1, &at, end);
    }
    struct split_level *leaf = &plan->level[0];
    if (err >= 0 && leaf->op.kind == LOG_SPLIT_OPER_INSERT && plan->path.depth > 0 && plan->insert_done) {
        struct record_builder insert;
        struct page page = page_open(leaf->frame->bytes, plan->tree->page_size);
        size_t prefix = page_prefix_share(&page, leaf->op.key);
        record_begin_node(&insert, LOG_INSERT, plan->writer, plan->tree, leaf->pgno, dbtime, LOG_DBTIME_NIL,
                          leaf->line_operation, plan->request->versioned, plan->request->version_id);
        record_u16(&insert, LOG_INSERT_PREFIX_SIZE, prefix);
        record_u16(&insert, LOG_INSERT_SUFFIX_SIZE, leaf->op.key.size - prefix);
        record_u16(&insert, LOG_INSERT_DATA_SIZE, leaf->op.data.size);
        record_add(&insert, leaf->op.key);
        record_add(&insert, leaf->op.data);
        struct bytes span = record_span(&insert);
        err = writer_log(plan->writer, &span, 1, &at, end);
    }
    if (err < 0)
        return err;
    uint8_t info[5 + 4 * 3 * (PAGE_DEPTH_MAX + 1)] = {LOG_MACRO_INFO};
    size_t size = 5;
    for (unsigned n = plan->depth; n-- > 0;) {
        uint32_t right = n == 0 && plan->right ? (uint32_t)plan->right->key : 0;
        uint32_t pages[3] = {plan->level[n].pgno, plan->level[n].new_pgno, right};
        for (int i = 0; i < 3; i++)
            if (pages[i]) {
                store_le32(info + size, pages[i]);
                size += 4;
            }
    }
    store_le32(info + 1, (uint32_t)(size - 5));
    struct bytes extra = {info, size};
    /* McroInfo speaks of database 1 only; of others nothing is said (30, 5.3) */
    return log_simple(plan, LOG_MACRO_COMMIT, dbtime, plan->writer->db->dbid == 1 ? &extra : NULL, &at, end);
}

static JET_ERR apply_macro(struct split_plan *plan, struct split_record *records, struct log_position first,
                           struct log_position end)
{
    JET_ERR err = JET_errSuccess;
    for (unsigned n = plan->depth; n-- > 0 && err >= 0;) {
        struct split_level *level = &plan->level[n];
        struct log_record record;
        err = log_record_open(&record, (struct bytes){records[n].bytes, records[n].size});
        if (err < 0)
            break;
        if (n > 0)
            level->op.child = plan->level[n - 1].new_pgno;
        err = split_apply(&record, &level->op, plan->tree->page_size, level->frame->bytes,
                          level->new_frame ? level->new_frame->bytes : NULL);
        if (err < 0)
            break;
        if (n == 0 && plan->right) {
            split_apply_right(&record, plan->right->bytes);
            writer_mark(plan->writer, plan->right, first, end);
        }
        writer_mark(plan->writer, level->frame, first, end);
        if (level->new_frame)
            writer_mark(plan->writer, level->new_frame, first, end);
    }
    return err;
}

static JET_ERR execute(struct split_plan *plan)
{
    struct log_position first, end;
    struct split_record *records = mem_alloc(plan->depth * sizeof *records);
    struct version *version = NULL;
    JET_ERR err = records ? JET_errSuccess : JET_errOutOfMemory;
    first = end = (struct log_position){0};
    if (plan->writer->db->update_major >= 90 && err >= 0) /* their dbtimes come before the macro's */
        log_new_pages(plan, &first, &end, &err);
    uint64_t dbtime = next_dbtime(plan->writer->db);
    for (unsigned n = 0; n < plan->depth && err >= 0; n++)
        build_split(&records[n], plan, n, dbtime);
    struct split_request versioned_request = *plan->request;
    if (err >= 0 && plan->insert_done && plan->request->versioned) {
        struct version_node node = {(uint8_t)plan->tree->database, plan->tree->objid, plan->tree->root,
                                    plan->request->key,
                                    plan->tree->unique ? (struct bytes){0} : plan->request->data};
        struct version_change change = {.kind = VERSION_INSERT, .level = plan->writer->level};
        err = version_check(plan->writer->db->versions, plan->writer->trx, plan->writer->trx->begin, &node,
                            VERSION_INSERT);
        if (err < 0)
            err = JET_errKeyDuplicate;
        else
            err = version_add(plan->writer->trx, &node, &change, &version);
        if (version) {
            versioned_request.version_id = version->id;
            plan->request = &versioned_request;
        }
    }
    if (err >= 0)
        err = log_macro(plan, records, dbtime, &first, &end);
    if (err >= 0)
        err = apply_macro(plan, records, first, end);
    if (err < 0 && version)
        version_take_back(plan->writer->trx);
    mem_free(records);
    return err;
}

/* ---- the whole ---- */

static JET_ERR latch(struct split_plan *plan, unsigned n, uint32_t pgno)
{
    plan->level[n].pgno = pgno;
    return cache_latch_exclusive(plan->tree->cache, plan->tree->database, pgno, &plan->level[n].frame);
}

/* Latches what the plan changes: levels top .. 0 from the top down, then makes the
 * plan. *pages: new pages it needs. *raise: the root must be raised first. */
static JET_ERR make_plan(struct split_plan *plan, unsigned levels, uint8_t *keys, unsigned *pages,
                         bool *raise, bool *enough)
{
    JET_ERR err = JET_errSuccess;
    plan->depth = levels;
    *raise = false;
    for (unsigned n = levels; n-- > 0 && err >= 0;)
        err = latch(plan, n, plan->path.level[plan->path.depth - 1 - n].pgno);
    if (err < 0)
        return err;
    struct split_level *leaf = &plan->level[0];
    if (page_flags(leaf->frame->bytes) & PAGE_ROOT) {
        *raise = *enough = true;
        return JET_errSuccess;
    }
    uint32_t right = page_next(leaf->frame->bytes);
    if (right) {
        err = cache_latch_exclusive(plan->tree->cache, plan->tree->database, right, &plan->right);
        if (err < 0)
            return err;
    }
    err = plan_leaf(plan, keys);
    *pages = 1;
    *enough = false;
    for (unsigned n = 1; n < levels && err >= 0 && !*enough; n++) {
        err = plan_internal(plan, n, keys, enough);
        if (err >= 0 && !*enough) {
            if (page_flags(plan->level[n].frame->bytes) & PAGE_ROOT) {
                *raise = *enough = true;
            } else {
                ++*pages;
            }
        }
        if (*enough)
            plan->depth = n + 1;
    }
    /* latches above what is needed go */
    for (unsigned n = plan->depth; n < levels; n++) {
        cache_unlatch_exclusive(plan->level[n].frame);
        plan->level[n].frame = NULL;
    }
    return err;
}

/* All nodes of the root go to a new page; the root then has one pointer (9.4). */
static JET_ERR plan_raise(struct split_plan *plan, unsigned n, uint8_t *keys)
{
    struct split_level *root = &plan->level[0];
    struct cache_frame *frame = plan->level[n].frame;
    uint32_t pgno = plan->level[n].pgno;
    plan->level[n].frame = NULL;
    release(plan);
    *root = (struct split_level){.frame = frame, .pgno = pgno, .type = LOG_SPLIT_VERTICAL};
    plan->depth = 1;
    struct lines lines;
    lines_open(&lines, plan->tree, root, keys);
    root->line_count = lines.count;
    root->prefix_split = -1;
    struct window all = {&lines, 0};
    root->prefix_new = page_choose_prefix(lines.count, window_key, &all);
    if (packed_size(&lines, 0, lines.count, root->prefix_new) > page_data_size(plan->tree->page_size))
        root->prefix_new = -1;
    return JET_errSuccess;
}

static bool request_fits(const struct split_plan *plan)
{
    struct cache_frame *frame = plan->level[0].frame;
    struct page page = page_open(frame->bytes, plan->tree->page_size);
    size_t need = plan->request->insert
                      ? node_cost(plan->request->key.size, page_prefix_share(&page, plan->request->key),
                                  plan->request->data.size)
                      : plan->request->grow;
    return page_has_room(frame->bytes, need);
}

static JET_ERR split_with(struct split_plan *plan, uint8_t *keys, const struct page_source *source,
                          bool *done)
{
    uint32_t pages[PAGE_DEPTH_MAX + 1] = {0};
    unsigned have = 0, used = 0, need = 1;
    bool raise = false, enough = false;
    uint8_t joined[JOIN_SPACE];
    struct bytes search = join_key(plan->tree, plan->request->key, plan->request->data, joined);
    JET_ERR err = JET_errSuccess;
    *done = false;
    for (;;) {
        struct cache_frame *leaf;
        err = modify_descend(plan->tree, search, &plan->path, &leaf);
        if (err < 0)
            break;
        uint32_t hint = (uint32_t)leaf->key;
        cache_unlatch_exclusive(leaf);
        unsigned levels = plan->path.depth;
        err = make_plan(plan, levels, keys, &need, &raise, &enough);
        if (err < 0 || request_fits(plan))
            break; /* somebody else has made room */
        if (raise) {
            need = 1;
            err = plan_raise(plan, plan->depth - 1, keys);
            if (err < 0)
                break;
        }
        if (need <= have)
            goto ready;
        release(plan);
        err = source->take(source->context, need - have, hint, pages + have);
        if (err < 0)
            break;
        have = need;
    }
    goto out;
ready:
    for (unsigned n = 0; n < plan->depth && err >= 0; n++) {
        struct split_level *level = &plan->level[n];
        bool splits = raise || n + 1 < plan->depth || n == 0;
        /* the topmost internal level only gets a pointer */
        if (!raise && n > 0 && n + 1 == plan->depth)
            splits = false;
        if (!splits)
            continue;
        level->new_pgno = pages[used++];
        err = cache_latch_new(plan->tree->cache, plan->tree->database, level->new_pgno, &level->new_frame);
    }
    plan->insert_done = !raise && plan->level[0].op.kind == LOG_SPLIT_OPER_INSERT;
    if (err >= 0)
        err = execute(plan);
    if (err < 0)
        used = 0;
    *done = err >= 0 && plan->insert_done;
out:
    release(plan);
    if (have > used)
        source->give_back(source->context, have - used, pages + used);
    return err;
}

JET_ERR tree_split(const struct tree_writer *writer, const struct btree *tree,
                   const struct split_request *request, const struct page_source *pages, bool *done)
{
    struct split_plan *plan = mem_calloc(1, sizeof *plan);
    struct split_level *levels = mem_calloc(PAGE_DEPTH_MAX + 1, sizeof *levels);
    uint8_t *keys = mem_alloc(2 * PAGE_SIZE_MAX);
    JET_ERR err = JET_errOutOfMemory;
    if (plan && levels && keys) {
        *plan = (struct split_plan){.writer = writer, .tree = tree, .request = request, .level = levels};
        err = split_with(plan, keys, pages, done);
    }
    mem_free(keys);
    mem_free(levels);
    mem_free(plan);
    return err;
}
