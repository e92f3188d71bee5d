/* lv_read.h: reading separated long values (spec 20, section 7).
 *
 * Values are read chunk by chunk, straight from the latched page into the
 * caller's buffer; only a compressed chunk that is wanted from its middle is
 * decoded into a temporary. JET_errLVCorrupted: no root, chunk missing, gap,
 * wrong size. JET_errDecompressionFailed. Encrypted values:
 * JET_errColumnCannotBeEncrypted is not for readers; they get
 * JET_errDecompressionFailed. */
#ifndef ESENT_TABLE_LV_READ_H
#define ESENT_TABLE_LV_READ_H

#include "base/base.h"
#include "catalog/schema.h"
#include "format/lv.h"

struct btree_file;

/* Where the long values of a table are. */
struct lv_tree {
    struct btree_file *file;
    uint32_t objid, pgno_fdp;
};

/* Root of the long value `lid`: size and reference count. */
JET_ERR lv_read_root(const struct lv_tree *tree, uint64_t lid, struct lv_root *root);

/* Copies bytes [offset, offset + capacity) of the value as far as they exist.
 * *size: full size of the value. *copied: bytes written. capacity 0 reads the
 * root only. */
JET_ERR lv_read(const struct lv_tree *tree, uint64_t lid, uint32_t offset, void *out, size_t capacity,
                uint32_t *size, size_t *copied);

/* Stored bytes of all chunks together (JET_bitRetrievePhysicalSize). */
JET_ERR lv_read_physical_size(const struct lv_tree *tree, uint64_t lid, uint64_t *size);

#endif
