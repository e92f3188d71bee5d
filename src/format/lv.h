/* lv.h: long values: ids in records, keys and root nodes of the long-value
 * tree (spec 20, section 7).
 *
 * A long value id (LID) has 32 or 64 bits; a 64-bit one always has its top
 * bit set, a 32-bit one has not, so one u64 tells both. */
#ifndef ESENT_FORMAT_LV_H
#define ESENT_FORMAT_LV_H

#include "base/base.h"

enum { LV_KEY_MOST = 12, LV_ROOT_SIZE = 8 };
#define LV_COUNT_DELETING 0xFFFFFFFFu

static inline bool lv_lid_is_64(uint64_t lid) { return lid >> 63 != 0; }
static inline size_t lv_lid_size(uint64_t lid) { return lv_lid_is_64(lid) ? 8 : 4; }

/* The id as a record holds it: little-endian, 4 or 8 bytes. Another length, 0
 * or a 64-bit id without its top bit: JET_errLVCorrupted. */
JET_ERR lv_lid_load(struct bytes stored, uint64_t *lid);

struct lv_key {
    uint64_t lid;
    uint32_t offset; /* of a chunk; 0 for a root */
    bool root;
};

/* Key of a node of the long-value tree. Impossible form: JET_errLVCorrupted. */
JET_ERR lv_key_load(struct bytes key, struct lv_key *parsed);

/* Key of the root node of a long value, and of its chunk at `offset`. The
 * buffer has LV_KEY_MOST bytes; returns the key's length. */
size_t lv_root_key(uint64_t lid, uint8_t *key);
size_t lv_chunk_key(uint64_t lid, uint32_t offset, uint8_t *key);

struct lv_root {
    uint32_t count; /* references; 0 = awaits cleanup, LV_COUNT_DELETING = half deleted */
    uint32_t size;  /* of the value, not compressed */
    bool encrypted;
};

/* Data of a root node. */
JET_ERR lv_root_load(struct bytes data, struct lv_root *root);

/* Bytes in a full chunk that a writer makes for a page size. Readers take the
 * step from the keys. */
uint32_t lv_chunk_size(uint32_t page_size);

#endif
