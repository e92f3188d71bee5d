/* lv_read.h: reading separated long values (spec 20, section 7).
 *
 * Values are read chunk by chunk, straight from the latched page into the
 * caller's buffer; only a compressed chunk that is wanted from its middle goes
 * through a temporary.
 *
 * JET_errLVCorrupted: no such value, chunk missing, gap, wrong size.
 * JET_errDecompressionFailed: a chunk cannot be decoded, or the value is
 * encrypted. Errors of the tree below. */
#ifndef ESENT_TABLE_LV_READ_H
#define ESENT_TABLE_LV_READ_H

#include "btree/btree.h"
#include "format/lv.h"

/* The long values of one table, as one table cursor reads them: not to be
 * shared between threads. */
struct lv_tree {
    struct btree tree;
    struct tree_cursor cursor;
    uint32_t chunk_size; /* the usual step; lv_chunk_max of the table if it has one */
};

/* `pgno_fdp`, `objid`: lv_pgno_fdp and lv_objid of the schema; a table without
 * a tree (0) can be opened, every value in it is then JET_errLVCorrupted. */
JET_ERR lv_tree_open(struct lv_tree *tree, struct cache *cache, unsigned database, uint32_t pgno_fdp,
                     uint32_t objid);
/* Also on a zeroed struct. */
void lv_tree_close(struct lv_tree *tree);

/* Root of the long value `lid`: size and reference count. */
JET_ERR lv_read_root(struct lv_tree *tree, uint64_t lid, struct lv_root *root);

/* Copies bytes [offset, offset + capacity) of the value as far as they exist.
 * *size: full size of the value. *copied: bytes written. capacity 0 reads the
 * root only. */
JET_ERR lv_read(struct lv_tree *tree, uint64_t lid, uint32_t offset, void *out, size_t capacity,
                uint32_t *size, size_t *copied);

/* Stored bytes of all chunks together (JET_bitRetrievePhysicalSize). */
JET_ERR lv_read_physical_size(struct lv_tree *tree, uint64_t lid, uint64_t *size);

#endif
