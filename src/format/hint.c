#include "format/hint.h"

enum { NODES_MIN = 6 }; /* fewer are searched as fast without */

static uint8_t key_byte(const struct node *node, size_t i)
{
    return i < node->prefix.size ? node->prefix.data[i] : node->suffix.data[i - node->prefix.size];
}

/* Four bytes from `offset` on, zeros behind the end. */
static uint32_t key_head(const struct node *node, size_t offset)
{
    size_t size = node_key_size(node);
    uint32_t head = 0;
    if (offset >= node->prefix.size && size >= offset + 4)
        return load_be32(node->suffix.data + offset - node->prefix.size);
    for (size_t i = 0; i < 4 && offset + i < size; i++)
        head |= (uint32_t)key_byte(node, offset + i) << (24 - 8 * i);
    return head;
}

void page_hints_build(struct page_hints *hints, size_t room, const struct page *page)
{
    unsigned nodes = page->flags & PAGE_LEAF || !page->nodes ? page->nodes : page->nodes - 1u;
    size_t most = (room - sizeof *hints) / 4;
    unsigned shift = 0;
    hints->nodes = hints->count = 0;
    if (nodes < NODES_MIN)
        return;
    while ((nodes - 1u) >> shift >= most)
        shift++;
    struct node first = page_node(page, 0), last = page_node(page, nodes - 1);
    size_t limit = MIN(MIN(node_key_size(&first), node_key_size(&last)), sizeof hints->prefix), common = 0;
    for (; common < limit && key_byte(&first, common) == key_byte(&last, common); common++)
        hints->prefix[common] = key_byte(&first, common);
    hints->common = (uint16_t)common;
    hints->shift = (uint16_t)shift;
    unsigned count = 0;
    for (unsigned i = 0; i < nodes; i += 1u << shift) {
        struct node node = page_node(page, i);
        hints->heads[count++] = key_head(&node, common);
    }
    hints->count = (uint16_t)count;
    hints->nodes = (uint16_t)nodes;
}
