/* hints.c: the tables of format/hint.h in the side memory of frames. A table is
 * made for one version of a page, by whoever latches the page when it has become
 * hot; it counts only while the frame still has that version. */
#include "btree/btree_private.h"

#include "format/hint.h"

struct side {
    _Atomic uint64_t version; /* that the table was made for, | READY */
    _Atomic uint32_t busy;    /* somebody is making it */
    uint32_t pad;
    struct page_hints hints;
};
#define READY UINT64_C(1) /* versions have no low bits */

static size_t table_room(const struct btree *tree)
{
    return tree->page_size / 8 - offsetof(struct side, hints);
}

static bool table_ready(const struct side *side, uint64_t version)
{
    return atomic_load_explicit(&((struct side *)(uintptr_t)side)->version, memory_order_acquire) ==
           (version | READY);
}

bool tree_hints_wanted(const struct cache_frame *frame, uint64_t version)
{
    return cache_is_hot(frame) && !table_ready(frame->side, version);
}

void tree_hints_make(const struct btree *tree, struct cache_frame *frame)
{
    struct side *side = frame->side;
    struct page page = page_open(frame->bytes, tree->page_size);
    if (atomic_exchange_explicit(&side->busy, 1, memory_order_acquire))
        return;
    if (!table_ready(side, cache_version(frame))) {
        page_hints_build(&side->hints, table_room(tree), &page);
        atomic_store_explicit(&side->version, cache_version(frame) | READY, memory_order_release);
    }
    atomic_store_explicit(&side->busy, 0, memory_order_release);
}

void tree_hints_narrow(const struct btree *tree, const struct cache_frame *frame, uint64_t version,
                       struct bytes key, unsigned *low, unsigned *high)
{
    const struct side *side = frame->side;
    if (table_ready(side, version))
        page_hints_narrow(&side->hints, table_room(tree), key, low, high);
}
