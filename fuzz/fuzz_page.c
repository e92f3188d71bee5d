/* Database pages over any bytes: structure, checksum and its correction, all
 * nodes, searches, space headers and extents. */
#include "format/checksum.h"
#include "format/page.h"
#include "format/space.h"
#include "fuzz.h"

static void read_space(const struct page *page)
{
    struct space_header header;
    struct space_buffers buffers;
    (void)space_header_decode(page_external_header(page), &header);
    (void)space_buffers_decode(page_external_header(page), &buffers);
    for (unsigned i = 0; i < page->nodes; i++) {
        struct node node = page_node(page, i);
        struct space_extent extent;
        (void)space_extent_decode(&node, SPACE_OWNED, &extent);
        (void)space_extent_decode(&node, SPACE_AVAILABLE, &extent);
    }
}

static void read_nodes(const struct page *page)
{
    uint8_t key[PAGE_SIZE_MAX];
    for (unsigned i = 0; i < page->nodes; i++) {
        struct node node = page_node(page, i);
        must(page_node_flags(page, i) == node.flags);
        size_t size = node_copy_key(&node, key);
        must(size == node_key_size(&node));
        touch(node.data);
        must(node_compare_key(&node, (struct bytes){key, size}) == 0);
        if (page->flags & PAGE_LEAF) {
            bool equal;
            struct page_target target = {.key = {key, size}, .data = node.data};
            must(page_search(page, &target, &equal) <= page->nodes);
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint32_t page_size = PAGE_SIZE_MAX;
    while (page_size > size)
        page_size /= 2;
    if (page_size < PAGE_SIZE_MIN)
        return 0;
    uint8_t *bytes = copy_of(data, page_size);
    const char *what = NULL;
    uint32_t child;

    /* These take anything, checked or not. */
    for (unsigned i = 0; i < 40; i++) {
        struct bytes key = {data + i * 16, i};
        (void)page_search_child(bytes, page_size, key, i & 1, &child);
        (void)page_child_at(bytes, page_size, i);
    }
    (void)page_node_count(bytes, page_size);

    if (page_check(bytes, page_size, &what) == JET_errSuccess) {
        struct page page = page_open(bytes, page_size);
        (void)page_check_order(bytes, page_size, &what);
        (void)checksum_logged_data(bytes, page_size);
        read_nodes(&page);
        read_space(&page);
        touch(page_external_header(&page));
    }

    /* What is written passes; one flipped bit is put right. */
    if (page_is_large(page_size))
        store_le32(bytes + PAGE_THIS, 77);
    checksum_update_page(bytes, page_size, 77);
    struct checksum_report report;
    must(checksum_verify_page(bytes, page_size, 77, false, &report) == JET_errSuccess);
    size_t bit = load_le32(data) % (8 * (size_t)page_size);
    bytes[bit / 8] ^= (uint8_t)(1u << bit % 8);
    (void)checksum_verify_page(bytes, page_size, 77, true, &report);
    memcpy(bytes, data, page_size);
    (void)checksum_verify_page(bytes, page_size, 77, true, &report);
    free(bytes);
    return 0;
}
