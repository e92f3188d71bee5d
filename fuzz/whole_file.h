/* whole_file.h: how a whole database file is changed: one page at a time, with its
 * checksum made right again. */
#ifndef FUZZ_WHOLE_FILE_H
#define FUZZ_WHOLE_FILE_H

#include "format/checksum.h"
#include "format/page.h"
#include "fuzz.h"

static inline size_t page_size_of(const uint8_t *data, size_t size)
{
    uint32_t page = size >= 4096 ? load_le32(data + 236) : 0;
    if (page == 0)
        page = 4096;
    return page == 2048 || page == 4096 || page == 8192 || page == 16384 || page == 32768 ? page : 0;
}

static inline void make_right(uint8_t *page, size_t page_size, uint32_t pgno)
{
    if (page_is_large((uint32_t)page_size))
        store_le32(page + PAGE_THIS, pgno);
    checksum_update_page(page, page_size, pgno);
}

static inline size_t whole_file_mutate(uint8_t *data, size_t size, size_t max_size, unsigned seed)
{
    size_t page_size = page_size_of(data, size);
    if (page_size == 0 || size < 4 * page_size || seed % 61 == 0)
        return LLVMFuzzerMutate(data, size, max_size);
    size_t pages = size / page_size;
    /* Low pages hold the catalog and the roots: half of the changes go there. */
    size_t at = (seed >> 8) % (seed & 1 ? pages : MIN(pages, 40));
    uint8_t *page = data + at * page_size;
    size_t left = LLVMFuzzerMutate(page, page_size, page_size);
    if (left < page_size)
        memset(page + left, 0, page_size - left);
    if (at < 2)
        store_le32(page, checksum_xor(page, page_size));
    else if (seed % 17 != 0)
        make_right(page, page_size, (uint32_t)(at - 1));
    return size;
}

#endif
