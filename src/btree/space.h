/* space.h: which pages belong to which tree, from the space trees (spec 10,
 * section 11). Reading only. */
#ifndef ESENT_BTREE_SPACE_H
#define ESENT_BTREE_SPACE_H

#include "btree/btree.h"

/* Pages owned by a tree and its children, and those of them that are available
 * to it. What JetGetTableInfo and JetGetDatabaseInfo call SpaceOwned and
 * SpaceAvailable. Errors of the file as for tree_cursor_seek, and
 * JET_errSPOwnExtCorrupted, JET_errSPAvailExtCorrupted. */
struct space_counts {
    uint64_t owned;
    uint64_t available;
};
JET_ERR space_count(const struct btree *tree, struct space_counts *counts);

/* Calls back for each extent in key order; a non-zero result ends the walk and is
 * returned. For a single-extent tree the header's extent and bitmap are told as
 * extents as well. Split buffers are told with `buffer` set. */
typedef JET_ERR space_visit(void *context, enum space_tree kind, const struct space_extent *extent,
                            bool buffer);
JET_ERR space_walk(const struct btree *tree, space_visit *visit, void *context);

/* Last page that the database owns: the end of page 1's owned extents. For
 * cache_set_last_page at attach. */
JET_ERR space_last_page(struct cache *cache, unsigned database, uint32_t *last_page);

/* What a page is used for; values of JET spcat flags. */
enum {
    SPACE_CATEGORY_UNKNOWN = 0,
    SPACE_CATEGORY_LEAF = 1,
    SPACE_CATEGORY_INTERNAL = 2,
    SPACE_CATEGORY_ROOT = 4,
    SPACE_CATEGORY_SPLIT_BUFFER = 8,
    SPACE_CATEGORY_SMALL_SPACE = 0x10,
    SPACE_CATEGORY_OWNED_TREE = 0x20,
    SPACE_CATEGORY_AVAILABLE_TREE = 0x40,
    SPACE_CATEGORY_AVAILABLE = 0x80,
};

#endif
