/* page_edit.h: changing a database page: lines and tags, nodes, the prefix key
 * (spec 10, sections 7.3, 8 and 9.4).
 *
 * Every function takes a page that page_check accepts and leaves such a page
 * behind (asserted in debug builds). None of them touches checksum, dbtime or
 * flags unless its name says so. Space is the caller's to ask for first: where
 * a function needs room it returns JET_errDatabaseCorrupted and changes nothing
 * when there is none, which on the forward path cannot happen and during redo
 * means a page that does not fit its log. */
#ifndef ESENT_FORMAT_PAGE_EDIT_H
#define ESENT_FORMAT_PAGE_EDIT_H

#include "format/page.h"

enum { PAGE_TAG_SIZE = 4, NODE_PREFIX_MIN = 3 /* shorter common parts are not compressed (8.3) */ };

/* A page as it is allocated (4.3): all zero but dbtime, objid, PRE_INIT. */
void page_init_blank(uint8_t *bytes, uint32_t size, uint32_t pgno, uint32_t objid);
/* A page ready for use: one tag, empty; `flags` and NEW_RECORD_FORMAT. */
void page_init(uint8_t *bytes, uint32_t size, uint32_t pgno, uint32_t objid, uint32_t flags);

static inline void page_set_dbtime(uint8_t *bytes, uint64_t dbtime)
{
    store_le64(bytes + PAGE_DBTIME, dbtime);
}
static inline void page_set_prev(uint8_t *bytes, uint32_t pgno) { store_le32(bytes + PAGE_PREV, pgno); }
static inline void page_set_next(uint8_t *bytes, uint32_t pgno) { store_le32(bytes + PAGE_NEXT, pgno); }
static inline void page_set_flags(uint8_t *bytes, uint32_t flags) { store_le32(bytes + PAGE_FLAGS, flags); }
static inline uint32_t page_uncommitted_free(const uint8_t *bytes)
{
    return load_le16(bytes + PAGE_UNCOMMITTED_FREE);
}
static inline void page_set_uncommitted_free(uint8_t *bytes, uint32_t count)
{
    store_le16(bytes + PAGE_UNCOMMITTED_FREE, (uint16_t)count);
}

/* Bytes that a node takes, its tag included. `prefix`: bytes that are stored as
 * a count into the page's prefix key; 0 = uncompressed. */
static inline size_t node_cost(size_t key_size, size_t prefix, size_t data_size)
{
    return (prefix ? 4 + key_size - prefix : 2 + key_size) + data_size + PAGE_TAG_SIZE;
}
/* How much of `key` a node of this page stores as prefix: the longest common
 * part when it is worth it, else 0. Always 0 on root pages. */
size_t page_prefix_share(const struct page *page, struct bytes key);

/* Inserts a node at `index`. Key = the first `prefix` bytes of the page's prefix
 * key, then `suffix`. flags: NODE_VERSIONED, NODE_DELETED. */
JET_ERR page_insert_node(uint8_t *bytes, uint32_t size, unsigned index, size_t prefix, struct bytes suffix,
                         struct bytes data, unsigned flags);
/* The same with the share computed from the key. */
JET_ERR page_insert_key(uint8_t *bytes, uint32_t size, unsigned index, struct bytes key, struct bytes data,
                        unsigned flags);
void page_delete_node(uint8_t *bytes, uint32_t size, unsigned index);
/* Removes `count` nodes from `index` on. */
void page_delete_nodes(uint8_t *bytes, uint32_t size, unsigned index, unsigned count);
/* New data, same key and flags. `data` may lie in the page. */
JET_ERR page_replace_data(uint8_t *bytes, uint32_t size, unsigned index, struct bytes data);
/* New key, same data and flags; re-encoded against the prefix. */
JET_ERR page_replace_key(uint8_t *bytes, uint32_t size, unsigned index, struct bytes key);
/* NODE_VERSIONED and NODE_DELETED as given; NODE_COMPRESSED stays. */
void page_set_node_flags(uint8_t *bytes, uint32_t size, unsigned index, unsigned flags);
/* The data of a node for changes in place that keep its size. */
uint8_t *page_node_data(uint8_t *bytes, uint32_t size, unsigned index, size_t *data_size);

/* Tag 0: space header, split buffers or prefix key. The nodes stay as they are. */
JET_ERR page_set_external_header(uint8_t *bytes, uint32_t size, struct bytes header);
/* All nodes and tag 0 go; header fields stay. */
void page_clear(uint8_t *bytes, uint32_t size);
/* Lines without gaps, in the order of their offsets. */
void page_reorganise(uint8_t *bytes, uint32_t size);

/* Bytes that a line of `need` bytes and its tag may still take. */
static inline bool page_has_room(const uint8_t *bytes, size_t need) { return page_free_bytes(bytes) >= need; }

/* The prefix key that a page built of these full keys gets (9.4): index of the
 * line whose key becomes it, -1 for none. `key` returns the n-th key. */
int page_choose_prefix(unsigned count, struct bytes (*key)(const void *context, unsigned n),
                       const void *context);

/* Length of the common beginning. */
size_t bytes_common(struct bytes a, struct bytes b);

#endif
