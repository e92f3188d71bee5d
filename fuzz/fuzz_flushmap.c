/* Flush maps over any bytes. */
#include "format/checksum.h"
#include "format/flushmap.h"
#include "fuzz.h"

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned seed)
{
    size = LLVMFuzzerMutate(data, size, max_size);
    if (size >= FLUSHMAP_PAGE_SIZE && seed % 8 != 0)
        store_le32(data, checksum_xor(data, FLUSHMAP_PAGE_SIZE));
    return size;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint8_t *copy = copy_of(data, size);
    struct flushmap_header header;
    struct bytes page = {copy, MIN(size, (size_t)FLUSHMAP_PAGE_SIZE)};
    if (flushmap_header_load(page, &header) == JET_errSuccess) {
        char text[64];
        for (size_t i = 0; i < flushmap_field_count; i++)
            (void)field_print(&flushmap_fields[i], &header, text, sizeof text);
    }
    for (uint32_t i = 0; (i + 2) * (size_t)FLUSHMAP_PAGE_SIZE <= size; i++)
        (void)flushmap_page_check(
            (struct bytes){copy + (i + 1) * (size_t)FLUSHMAP_PAGE_SIZE, FLUSHMAP_PAGE_SIZE}, i);
    free(copy);
    return 0;
}
