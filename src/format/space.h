/* space.h: who owns which pages, as it is written in roots and space trees
 * (spec 10, section 11; external header of roots: section 8). */
#ifndef ESENT_FORMAT_SPACE_H
#define ESENT_FORMAT_SPACE_H

#include "format/page.h"

/* Flags of the space header (11.2). */
enum { SPACE_MULTIPLE_EXTENT = 1, SPACE_NON_UNIQUE = 2, SPACE_V2 = 4 };

/* The external header of the root of a tree (8.1, 8.2). */
struct space_header {
    uint32_t extent_size; /* V1: pages of the primary extent; V2: pages last asked for */
    uint32_t parent;      /* parent FDP, 0 only for page 1 */
    uint32_t flags;       /* SPACE_... */
    uint32_t owned_root;  /* multiple extent: root of the owned-extent tree, else 0 */
    uint32_t avail_root;  /* multiple extent: owned_root + 1, else 0 */
    uint32_t bitmap;      /* single extent: bit i = page FDP + 1 + i is available */
    bool has_auto_increment;
    uint64_t auto_increment; /* largest value handed out or reserved */
};

/* Decodes tag 0 of the root of a tree.
 * JET_errSuccess
 * JET_errDatabaseCorrupted  wrong size, unknown field or flag bits, an extent
 *                           size or root that cannot be */
JET_ERR space_header_decode(struct bytes line, struct space_header *header);

static inline bool space_is_multiple(const struct space_header *h)
{
    return (h->flags & SPACE_MULTIPLE_EXTENT) != 0;
}

enum space_tree { SPACE_OWNED, SPACE_AVAILABLE };
enum space_pool { SPACE_POOL_GENERAL = 0, SPACE_POOL_CONTIGUOUS = 1, SPACE_POOL_SHELVED = 2 };

/* One node of a space tree: pages last - count + 1 .. last. */
struct space_extent {
    uint32_t last;
    uint32_t count; /* 0 only as the used-up marker of the contiguous pool */
    enum space_pool pool;
};
static inline uint32_t space_extent_first(const struct space_extent *e) { return e->last - e->count + 1; }

/* Decodes a node (11.4); the caller skips nodes with NODE_DELETED.
 * JET_errSuccess, JET_errSPOwnExtCorrupted, JET_errSPAvailExtCorrupted. */
JET_ERR space_extent_decode(const struct node *node, enum space_tree tree, struct space_extent *extent);

/* The key of an extent: 4 or 5 bytes into `key`. Returns its size. */
size_t space_extent_key(uint32_t last, enum space_pool pool, uint8_t key[5]);

/* The two split buffers in tag 0 of a space-tree root (11.5); none when the
 * line is empty. JET_errSuccess, JET_errSPOwnExtCorrupted. */
struct space_buffers {
    struct space_extent buffer[2];
};
JET_ERR space_buffers_decode(struct bytes line, struct space_buffers *buffers);

#endif
