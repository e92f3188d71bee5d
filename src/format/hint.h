/* hint.h: a small table beside a page that narrows a search: the four key bytes
 * that follow what all keys of the page have in common, of every node or of every
 * 2nd, 4th, ... A search then looks at one or two nodes instead of at seven, in
 * memory that lies together. The table is no part of the page and may always be
 * thrown away. */
#ifndef ESENT_FORMAT_HINT_H
#define ESENT_FORMAT_HINT_H

#include "format/page.h"

struct page_hints {
    uint16_t nodes;  /* nodes searched: all of a leaf, all but the last of an internal page; 0 = no hints */
    uint16_t count;  /* heads */
    uint16_t shift;  /* heads[i] is that of node i << shift */
    uint16_t common; /* bytes that all keys begin with, in `prefix` */
    uint8_t prefix[40];
    uint32_t heads[];
};

/* Fills the table from a page that has passed page_check; `room` bytes in all. */
void page_hints_build(struct page_hints *hints, size_t room, const struct page *page);

/* Narrows the search for `key`: nodes before *low are smaller, nodes from *high on
 * are greater. *low and *high come in as the whole range. May read a table that
 * is just being changed: then the answer is nonsense within that range. */
static inline void page_hints_narrow(const struct page_hints *hints, size_t room, struct bytes key,
                                     unsigned *low, unsigned *high)
{
    unsigned count = hints->count, shift = hints->shift & 15, common = hints->common, nodes = *high;
    if (count == 0 || hints->nodes != nodes || sizeof *hints + 4 * (size_t)count > room ||
        common > sizeof hints->prefix)
        return;
    int c = page_compare_words(key.data, MIN(key.size, common), hints->prefix, common);
    if (c) {
        *low = *high = c > 0 ? nodes : 0;
        return;
    }
    uint32_t head = 0;
    size_t left = key.size - common;
    if (left >= 4)
        head = load_be32(key.data + common);
    else if (left && key.size >= 4)
        head = load_be32(key.data + key.size - 4) << 8 * (4 - left);
    else
        for (size_t i = 0; i < left; i++)
            head |= (uint32_t)key.data[common + i] << (24 - 8 * i);
    /* Without branches: half of what the table wins would go to mispredictions. */
    const uint32_t *base = hints->heads;
    size_t n = count;
    while (n > 1) {
        size_t half = n / 2;
        base += half & -(size_t)(base[half - 1] < head);
        n -= half;
    }
    unsigned smaller = (unsigned)(base - hints->heads) + (*base < head), not_greater = smaller;
    while (not_greater < count && hints->heads[not_greater] == head)
        not_greater += not_greater < smaller + 4 ? 1 : count; /* many equal ones: up to the end */
    not_greater = MIN(not_greater, count);
    unsigned from = smaller ? ((smaller - 1) << shift) + 1 : 0;
    unsigned to = not_greater < count ? not_greater << shift : nodes;
    if (from <= to && to <= nodes) {
        *low = from;
        *high = to;
    }
}

#endif
