/* space.h: which pages belong to which tree, from the space trees (spec 10,
 * section 11). Reading only. */
#ifndef ESENT_BTREE_SPACE_H
#define ESENT_BTREE_SPACE_H

#include "btree/btree.h"

/* Pages owned by a tree, those of its children among them, and pages available to
 * the tree itself. For JetGetDatabaseInfo ask page 1's tree. For JetGetTableInfo
 * SpaceAvailable is the sum over the table, its secondary indexes and its
 * long-value tree, SpaceOwned that of the table alone. Errors of the file as for
 * tree_cursor_seek, and JET_errSPOwnExtCorrupted, JET_errSPAvailExtCorrupted. */
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

/* What a page is used for; values of JET spcat flags (spec 60, esentutl /mc). A
 * root of a space tree has ROOT and its own bit; SMALL_SPACE is added on pages of
 * trees with one extent. */
#define SPACE_CATEGORY_LEAF           0x1u
#define SPACE_CATEGORY_INTERNAL       0x2u
#define SPACE_CATEGORY_ROOT           0x4u
#define SPACE_CATEGORY_SPLIT_BUFFER   0x8u
#define SPACE_CATEGORY_SMALL_SPACE    0x10u
#define SPACE_CATEGORY_OWNED_TREE     0x20u
#define SPACE_CATEGORY_AVAILABLE_TREE 0x40u
#define SPACE_CATEGORY_AVAILABLE      0x80u
#define SPACE_CATEGORY_INCONSISTENT   0x08000000u
#define SPACE_CATEGORY_LEAKED         0x10000000u
#define SPACE_CATEGORY_NOT_OWNED      0x20000000u
#define SPACE_CATEGORY_NOT_OWNED_EOF  0x40000000u /* behind the owned range */

#endif
