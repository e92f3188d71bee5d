/* space_write.h: giving pages to trees and taking them back (spec 10, section 11).
 * space_write.c opens with the order of its steps. */
#ifndef ESENT_BTREE_SPACE_WRITE_H
#define ESENT_BTREE_SPACE_WRITE_H

#include "btree/modify.h"

/* Lays page 1 and its space trees out in a new database of `pages` pages, and
 * nothing else (10, 2.2 step 3). */
JET_ERR space_create_root(const struct tree_writer *writer, uint32_t pages);

/* A new tree below `parent` (FDP page): allocates its extent of `pages` (0: 1; 3
 * with `multiple`) and makes the root, an empty leaf of the given page flags.
 * *fdp, *objid: of the new tree. */
JET_ERR space_create_tree(const struct tree_writer *writer, uint32_t parent, uint32_t pages, bool multiple,
                          uint32_t page_flags, uint32_t *fdp, uint32_t *objid);

/* Gives all pages of a tree back to its parent (10, 11.8): for dropped trees that
 * nobody can reach any more, and for creations that are rolled back. */
JET_ERR space_free_tree(const struct tree_writer *writer, uint32_t fdp);

/* A table's auto-increment mark in its root (10, 8.2). */
JET_ERR space_set_auto_increment(const struct tree_writer *writer, const struct btree *tree, uint64_t mark);

#endif
