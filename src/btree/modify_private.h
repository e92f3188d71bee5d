/* modify_private.h: shared by modify.c, split.c and space_write.c. */
#ifndef ESENT_BTREE_MODIFY_PRIVATE_H
#define ESENT_BTREE_MODIFY_PRIVATE_H

#include "btree/btree_private.h"
#include "btree/modify.h"
#include "format/page_apply.h"
#include "format/tree_apply.h"

/* A record being put together: prefix and fixed part, then variable parts. */
struct record_builder {
    uint32_t size;
    uint8_t bytes[PAGE_SIZE_MAX + 6144];
};

/* Fills [P] and [N] of a record of `type` on a page. `before` LOG_DBTIME_NIL in macros. */
void record_begin_page(struct record_builder *r, uint8_t type, const struct tree_writer *writer,
                       uint32_t pgno, uint64_t after, uint64_t before, uint32_t page_flags, bool versioned);
void record_begin_node(struct record_builder *r, uint8_t type, const struct tree_writer *writer,
                       const struct btree *tree, uint32_t pgno, uint64_t after, uint64_t before,
                       unsigned line, bool versioned, uint32_t version_id);
void record_add(struct record_builder *r, struct bytes part);
static inline void record_u8(struct record_builder *r, unsigned offset, uint8_t v) { r->bytes[offset] = v; }
static inline void record_u16(struct record_builder *r, unsigned offset, size_t v)
{
    store_le16(r->bytes + offset, (uint16_t)v);
}
static inline void record_u32(struct record_builder *r, unsigned offset, uint32_t v)
{
    store_le32(r->bytes + offset, v);
}
static inline void record_u64(struct record_builder *r, unsigned offset, uint64_t v)
{
    store_le64(r->bytes + offset, v);
}
static inline struct bytes record_span(const struct record_builder *r)
{
    return (struct bytes){r->bytes, r->size};
}

uint64_t next_dbtime(struct btree_database *db);

/* Logs records as one group (level begun first). Positions are 0 without a log. */
JET_ERR writer_log(const struct tree_writer *writer, const struct bytes *records, unsigned count,
                   struct log_position *first, struct log_position *end);
/* The page was changed by what ended at `end`. */
void writer_mark(const struct tree_writer *writer, struct cache_frame *frame, struct log_position first,
                 struct log_position end);
/* Logs one record (and `extra`, may be null) and applies it to the exclusively
 * latched page. */
JET_ERR writer_apply(const struct tree_writer *writer, struct cache_frame *frame,
                     const struct record_builder *r, const struct record_builder *extra, struct bytes before,
                     int64_t amount);

/* Latches the leaf that covers `search` exclusively; `path` may be null. */
JET_ERR modify_descend(const struct btree *tree, struct bytes search, struct tree_path *path,
                       struct cache_frame **leaf);

/* Key then data in one piece for a non-unique tree; `space` holds JOIN_SPACE bytes. */
enum { JOIN_SPACE = 8192 };
struct bytes join_key(const struct btree *tree, struct bytes key, struct bytes data, uint8_t *space);

/* Where the pages of a split come from. */
struct page_source {
    void *context;
    JET_ERR (*take)(void *context, unsigned count, uint32_t hint, uint32_t *pages);
    void (*give_back)(void *context, unsigned count, const uint32_t *pages);
};

/* One split of the leaf that covers the entry to be inserted (or of an ancestor,
 * or the root), so that it, or a node grown by `grow` bytes, comes nearer to
 * fitting. With `insert` the new entry may be put in on the way: then *done.
 * The caller holds the tree's lock and no latch. */
struct split_request {
    struct bytes key, data;
    bool insert;
    bool versioned;
    uint32_t version_id;
    size_t grow;
};
JET_ERR tree_split(const struct tree_writer *writer, const struct btree *tree,
                   const struct split_request *request, const struct page_source *pages, bool *done);

/* btree_insert with pages for splits from elsewhere; takes no tree lock. */
JET_ERR btree_insert_from(const struct tree_writer *writer, const struct btree *tree, struct bytes key,
                          struct bytes data, const struct page_source *pages);

/* space_write.c, with the space lock held. */
JET_ERR space_take_pages(const struct tree_writer *writer, uint32_t fdp, unsigned count, uint32_t hint,
                         uint32_t *pages);
JET_ERR space_give_back(const struct tree_writer *writer, uint32_t fdp, uint32_t first, uint32_t count);

#endif
