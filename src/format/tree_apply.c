#include "format/tree_apply.h"

static struct bytes span(const void *data, size_t size) { return (struct bytes){data, size}; }

struct split_operation split_operation_pointer(const struct log_record *below, uint8_t *pointer)
{
    store_le32(pointer, log_u32(below, LOG_PAGE_NUMBER));
    return (struct split_operation){.kind = LOG_SPLIT_OPER_INSERT,
                                    .child = log_u32(below, LOG_SPLIT_NEW_PAGE),
                                    .key = below->part[0],
                                    .data = span(pointer, 4)};
}

/* ---- the nodes of a page with the operation done, as a list ---- */

struct line_source {
    const uint8_t *page; /* a copy that does not change */
    struct page view;
    const struct split_operation *operation;
    unsigned line; /* of the operation */
    unsigned count;
    uint8_t child[4];
};

struct line {
    struct bytes prefix, suffix, data;
    unsigned flags;
};

static struct line line_of_node(const struct page *view, unsigned n)
{
    struct node node = page_node(view, n);
    return (struct line){node.prefix, node.suffix, node.data, node.flags & (NODE_VERSIONED | NODE_DELETED)};
}

/* Line n counting as if the operation had been done. */
static bool line_get(const struct line_source *source, unsigned n, struct line *line)
{
    const struct split_operation *op = source->operation;
    if (n >= source->count)
        return false;
    if (op->kind == LOG_SPLIT_OPER_INSERT) {
        if (n == source->line) {
            *line = (struct line){.suffix = op->key, .data = op->data, .flags = op->flags};
            return true;
        }
        *line = line_of_node(&source->view, n < source->line ? n : n - 1);
        if (op->child && n == source->line + 1)
            line->data = span(source->child, 4);
        return true;
    }
    *line = line_of_node(&source->view, n);
    if (op->kind != LOG_SPLIT_OPER_NONE && n == source->line) {
        line->data = op->data;
        line->flags |= op->flags;
        if (op->kind == LOG_SPLIT_OPER_FLAG_INSERT_REPLACE)
            line->flags &= ~(unsigned)NODE_DELETED;
    }
    return true;
}

static bool source_open(struct line_source *source, const uint8_t *copy, uint32_t size,
                        const struct log_record *split, const struct split_operation *op)
{
    *source = (struct line_source){.page = copy,
                                   .view = page_open(copy, size),
                                   .operation = op,
                                   .line = log_u16(split, LOG_SPLIT_LINE_OPERATION)};
    store_le32(source->child, op->child);
    source->count = source->view.nodes + (op->kind == LOG_SPLIT_OPER_INSERT);
    return op->kind == LOG_SPLIT_OPER_NONE || source->line < source->count;
}

/* Appends a line to the nodes of a page. */
static JET_ERR append_line(uint8_t *bytes, uint32_t size, const struct line *line)
{
    uint8_t key[PAGE_SIZE_MAX];
    size_t key_size = line->prefix.size + line->suffix.size;
    if (key_size > page_data_size(size))
        return JET_errDatabaseCorrupted;
    if (line->prefix.size)
        memcpy(key, line->prefix.data, line->prefix.size);
    if (line->suffix.size)
        memcpy(key + line->prefix.size, line->suffix.data, line->suffix.size);
    return page_insert_key(bytes, size, page_open(bytes, size).nodes, span(key, key_size), line->data,
                           line->flags);
}

static JET_ERR append_lines(uint8_t *bytes, uint32_t size, const struct line_source *source, unsigned first,
                            unsigned end)
{
    JET_ERR err = JET_errSuccess;
    struct line line;
    for (unsigned n = first; n < end && err >= 0; n++)
        err = line_get(source, n, &line) ? append_line(bytes, size, &line) : JET_errDatabaseCorrupted;
    return err;
}

/* The prefix key of an empty page becomes the whole key of line n. */
static JET_ERR set_prefix_of(uint8_t *bytes, uint32_t size, const struct line_source *source, int n)
{
    struct line line;
    uint8_t key[PAGE_SIZE_MAX];
    if (n < 0)
        return page_set_external_header(bytes, size, (struct bytes){0});
    if (!line_get(source, (unsigned)n, &line))
        return JET_errDatabaseCorrupted;
    size_t key_size = line.prefix.size + line.suffix.size;
    if (key_size > page_data_size(size))
        return JET_errDatabaseCorrupted;
    if (line.prefix.size)
        memcpy(key, line.prefix.data, line.prefix.size);
    if (line.suffix.size)
        memcpy(key + line.prefix.size, line.suffix.data, line.suffix.size);
    return page_set_external_header(bytes, size, span(key, key_size));
}

/* ---- splits ---- */

bool split_needs_source(const struct log_record *split)
{
    unsigned type = log_u8(split, LOG_SPLIT_TYPE);
    unsigned line = log_u16(split, LOG_SPLIT_LINE_SPLIT);
    bool hotpoint = type == LOG_SPLIT_RIGHT && log_u8(split, LOG_SPLIT_OPERATION) == LOG_SPLIT_OPER_INSERT &&
                    log_u16(split, LOG_SPLIT_LINE_OPERATION) == line &&
                    line + 1u == log_u16(split, LOG_SPLIT_LINE_COUNT);
    return type != LOG_SPLIT_APPEND && !hotpoint;
}

static uint64_t dbtime_of(const struct log_record *record) { return log_u64(record, LOG_PAGE_DBTIME); }

static JET_ERR build_new_page(const struct log_record *split, uint32_t size, const struct line_source *source,
                              unsigned first, uint8_t *page)
{
    uint32_t pgno = log_u32(split, LOG_SPLIT_NEW_PAGE), flags = log_u32(split, LOG_SPLIT_NEW_FLAGS);
    page_init(page, size, pgno, log_u32(split, LOG_SPLIT_OBJID), flags);
    int prefix = (int32_t)log_u32(split, LOG_SPLIT_PREFIX_LINE_NEW);
    JET_ERR err = set_prefix_of(page, size, source, prefix < 0 ? -1 : (int)first + prefix);
    if (err >= 0)
        err = append_lines(page, size, source, first, source->count);
    if (err < 0)
        return err;
    if (flags & PAGE_LEAF) {
        if (log_u8(split, LOG_SPLIT_TYPE) != LOG_SPLIT_VERTICAL) {
            page_set_prev(page, log_u32(split, LOG_PAGE_NUMBER));
            page_set_next(page, log_u32(split, LOG_SPLIT_RIGHT_PAGE));
        }
        page_set_uncommitted_free(page, MIN(log_u16(split, LOG_SPLIT_FREE_NEW), page_free_bytes(page)));
    }
    page_set_dbtime(page, dbtime_of(split));
    return JET_errSuccess;
}

/* A new page that holds nothing but the node of the operation. */
static JET_ERR build_from_operation(const struct log_record *split, const struct split_operation *op,
                                    uint32_t size, uint8_t *page)
{
    static const uint8_t empty_page[PAGE_SIZE_MAX];
    struct line_source source = {.page = empty_page, .operation = op, .count = 1};
    if (op->kind != LOG_SPLIT_OPER_INSERT)
        return JET_errDatabaseCorrupted;
    return build_new_page(split, size, &source, 0, page);
}

/* The root after a vertical split: one node that names the new page. */
static JET_ERR rebuild_root(const struct log_record *split, uint32_t size, uint8_t *root)
{
    struct page view = page_open(root, size);
    uint8_t child[4];
    page_delete_nodes(root, size, 0, view.nodes);
    page_set_flags(root, log_u32(split, LOG_SPLIT_SPLIT_FLAGS) | (page_flags(root) & PAGE_FDP_DELETE));
    page_set_uncommitted_free(root, 0);
    store_le32(child, log_u32(split, LOG_SPLIT_NEW_PAGE));
    return page_insert_node(root, size, 0, 0, span(child, 0), span(child, 4), 0);
}

/* What stays on the split page of a right split. */
static JET_ERR rebuild_split_page(const struct log_record *split, uint32_t size,
                                  const struct line_source *source, uint8_t *page)
{
    unsigned stay = log_u16(split, LOG_SPLIT_LINE_SPLIT);
    bool root = (page_flags(page) & PAGE_ROOT) != 0;
    struct page view = page_open(page, size);
    page_delete_nodes(page, size, 0, view.nodes);
    JET_ERR err = JET_errSuccess;
    if (!root) /* the logged new prefix; -1 says none */
        err = page_set_external_header(
            page, size,
            (int32_t)log_u32(split, LOG_SPLIT_PREFIX_LINE_SPLIT) < 0 ? span(page, 0) : split->part[2]);
    if (err >= 0)
        err = append_lines(page, size, source, 0, stay);
    return err;
}

/* Inserts the pointer to a page that was split, in its parent (new page 0). */
static JET_ERR apply_parent(const struct log_record *split, const struct split_operation *op, uint32_t size,
                            uint8_t *parent)
{
    unsigned line = log_u16(split, LOG_SPLIT_LINE_OPERATION);
    struct page view = page_open(parent, size);
    uint8_t child[4];
    if (line >= view.nodes || (view.flags & PAGE_LEAF))
        return JET_errDatabaseCorrupted;
    store_le32(child, op->child);
    JET_ERR err = page_replace_data(parent, size, line, span(child, 4));
    if (err >= 0)
        err = page_insert_key(parent, size, line, op->key, op->data, 0);
    if (err >= 0)
        page_set_dbtime(parent, dbtime_of(split));
    return err;
}

JET_ERR split_apply(const struct log_record *split, const struct split_operation *op, uint32_t size,
                    uint8_t *source, uint8_t *new_page)
{
    if (log_u32(split, LOG_SPLIT_NEW_PAGE) == 0)
        return source ? apply_parent(split, op, size, source) : JET_errSuccess;
    if (!source)
        return new_page ? build_from_operation(split, op, size, new_page) : JET_errSuccess;

    uint8_t copy[PAGE_SIZE_MAX];
    memcpy(copy, source, size);
    struct line_source lines;
    unsigned type = log_u8(split, LOG_SPLIT_TYPE);
    unsigned first = type == LOG_SPLIT_VERTICAL ? 0 : log_u16(split, LOG_SPLIT_LINE_SPLIT);
    if (page_tag_count(copy) == 0 || !source_open(&lines, copy, size, split, op) || first > lines.count ||
        lines.count != log_u16(split, LOG_SPLIT_LINE_COUNT))
        return JET_errDatabaseCorrupted;

    JET_ERR err = new_page ? build_new_page(split, size, &lines, first, new_page) : JET_errSuccess;
    if (err < 0)
        return err;
    if (type == LOG_SPLIT_VERTICAL) {
        err = rebuild_root(split, size, source);
    } else {
        /* an append moves nothing and leaves the prefix alone */
        if (type == LOG_SPLIT_RIGHT)
            err = rebuild_split_page(split, size, &lines, source);
        page_set_flags(source, log_u32(split, LOG_SPLIT_SPLIT_FLAGS));
        if (log_u32(split, LOG_SPLIT_SPLIT_FLAGS) & PAGE_LEAF) {
            page_set_next(source, log_u32(split, LOG_SPLIT_NEW_PAGE));
            page_set_uncommitted_free(source,
                                      MIN(log_u16(split, LOG_SPLIT_FREE_SOURCE), page_free_bytes(source)));
        }
    }
    page_set_dbtime(source, dbtime_of(split));
    return err;
}

void split_apply_right(const struct log_record *split, uint8_t *right)
{
    page_set_prev(right, log_u32(split, LOG_SPLIT_NEW_PAGE));
    page_set_dbtime(right, dbtime_of(split));
}

/* ---- merges ---- */

uint32_t merge_destination(const struct log_record *merge)
{
    switch (log_u8(merge, LOG_MERGE_TYPE)) {
    case LOG_MERGE_FULL_RIGHT:
    case LOG_MERGE_PARTIAL_RIGHT:
        return log_u32(merge, LOG_MERGE_RIGHT_PAGE);
    case LOG_MERGE_FULL_LEFT:
    case LOG_MERGE_PARTIAL_LEFT:
        return log_u32(merge, LOG_MERGE_LEFT_PAGE);
    default:
        return 0;
    }
}

/* Lines that move: [first, end). */
static bool moved_lines(const struct log_record *merge, unsigned nodes, unsigned *first, unsigned *end)
{
    unsigned line = log_u16(merge, LOG_MERGE_LINE), type = log_u8(merge, LOG_MERGE_TYPE);
    bool right = type == LOG_MERGE_FULL_RIGHT || type == LOG_MERGE_PARTIAL_RIGHT;
    *first = right ? line : 0;
    *end = right ? nodes : line + 1;
    return *first < *end && *end <= nodes;
}

static JET_ERR move_lines(const struct page *from, unsigned first, unsigned end, uint32_t size, uint8_t *to,
                          unsigned at)
{
    uint8_t key[PAGE_SIZE_MAX];
    JET_ERR err = JET_errSuccess;
    for (unsigned n = first; n < end && err >= 0; n++) {
        struct node node = page_node(from, n);
        if (node_key_size(&node) > sizeof key)
            return JET_errDatabaseCorrupted;
        size_t key_size = node_copy_key(&node, key);
        err = page_insert_key(to, size, at + (n - first), span(key, key_size), node.data,
                              node.flags & (NODE_VERSIONED | NODE_DELETED));
    }
    return err;
}

JET_ERR merge_apply(const struct log_record *merge, uint32_t size, uint8_t *source, uint8_t *destination)
{
    unsigned type = log_u8(merge, LOG_MERGE_TYPE), first = 0, end = 0;
    if (!source)
        return destination ? JET_errDatabaseCorrupted : JET_errSuccess;
    if (page_tag_count(source) == 0)
        return JET_errDatabaseCorrupted;
    struct page from = page_open(source, size);
    if (type != LOG_MERGE_EMPTY_PAGE && !moved_lines(merge, from.nodes, &first, &end))
        return JET_errDatabaseCorrupted;
    if (destination && type != LOG_MERGE_EMPTY_PAGE) {
        bool right = type == LOG_MERGE_FULL_RIGHT || type == LOG_MERGE_PARTIAL_RIGHT;
        struct page to = page_open(destination, size);
        JET_ERR err = move_lines(&from, first, end, size, destination, right ? 0 : to.nodes);
        if (err < 0)
            return err;
        page_set_uncommitted_free(
            destination, MIN(log_u16(merge, LOG_MERGE_FREE_DESTINATION), page_free_bytes(destination)));
        page_set_dbtime(destination, dbtime_of(merge));
    }
    if (log_u8(merge, LOG_MERGE_FLAGS) & LOG_MERGE_EMPTY_PAGE_FLAG) {
        page_apply_empty(source, size, dbtime_of(merge));
    } else {
        page_delete_nodes(source, size, first, end - first);
        page_set_dbtime(source, dbtime_of(merge));
    }
    return JET_errSuccess;
}

static bool unlinks(const struct log_record *merge)
{
    return (log_u8(merge, LOG_MERGE_FLAGS) & LOG_MERGE_EMPTY_PAGE_FLAG) != 0;
}

void merge_apply_left(const struct log_record *merge, uint8_t *left)
{
    if (unlinks(merge))
        page_set_next(left, log_u32(merge, LOG_MERGE_RIGHT_PAGE));
    page_set_dbtime(left, dbtime_of(merge));
}

void merge_apply_right(const struct log_record *merge, uint8_t *right)
{
    if (unlinks(merge))
        page_set_prev(right, log_u32(merge, LOG_MERGE_LEFT_PAGE));
    page_set_dbtime(right, dbtime_of(merge));
}

JET_ERR merge_apply_parent(const struct log_record *merge, const struct log_record *below,
                           const struct log_record *leaf, uint32_t size, uint8_t *page)
{
    unsigned flags = log_u8(merge, LOG_MERGE_FLAGS), line = log_u16(merge, LOG_PAGE_LINE);
    unsigned change = flags & (LOG_MERGE_KEY_CHANGE | LOG_MERGE_DELETE_POINTER);
    unsigned type = log_u8(leaf, LOG_MERGE_TYPE);
    struct page view = page_open(page, size);
    JET_ERR err = JET_errSuccess;

    if (page_tag_count(page) == 0 || line >= view.nodes)
        return JET_errDatabaseCorrupted;
    if (flags & LOG_MERGE_EMPTY_PAGE_FLAG) { /* its only pointer goes: the page leaves the tree */
        page_apply_empty(page, size, dbtime_of(merge));
        return JET_errSuccess;
    }
    if (change == (LOG_MERGE_KEY_CHANGE | LOG_MERGE_DELETE_POINTER)) {
        /* full left: the left page takes over the pointer of the removed one */
        uint8_t child[4];
        if (line == 0)
            return JET_errDatabaseCorrupted;
        store_le32(child, log_u32(leaf, LOG_MERGE_LEFT_PAGE));
        err = page_replace_data(page, size, line, span(child, 4));
        if (err >= 0)
            page_delete_node(page, size, line - 1);
    } else if (change == LOG_MERGE_DELETE_POINTER) {
        bool was_last = line + 1 == view.nodes;
        page_delete_node(page, size, line);
        if (was_last && line > 0 && log_u32(leaf, LOG_MERGE_RIGHT_PAGE) == 0)
            err = page_replace_key(page, size, line - 1, span(page, 0));
    } else if (change == LOG_MERGE_KEY_CHANGE) {
        if (type == LOG_MERGE_PARTIAL_LEFT && line == 0)
            return JET_errDatabaseCorrupted;
        err = page_replace_key(page, size, type == LOG_MERGE_PARTIAL_LEFT ? line - 1 : line, below->part[0]);
    }
    if (err >= 0)
        page_set_dbtime(page, dbtime_of(merge));
    return err;
}
