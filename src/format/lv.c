#include "format/lv.h"

JET_ERR lv_lid_load(struct bytes stored, uint64_t *lid)
{
    if (stored.size == 4)
        *lid = load_le32(stored.data);
    else if (stored.size == 8)
        *lid = load_le64(stored.data);
    else
        return JET_errLVCorrupted;
    return *lid != 0 && lv_lid_size(*lid) == stored.size && (stored.size == 8 || *lid <= INT32_MAX)
               ? JET_errSuccess
               : JET_errLVCorrupted;
}

JET_ERR lv_key_load(struct bytes key, struct lv_key *parsed)
{
    if (key.size != 4 && key.size != 8 && key.size != 12)
        return JET_errLVCorrupted;
    bool wide = key.size == 12 || (key.size == 8 && key.data[0] & 0x80);
    parsed->root = key.size == (wide ? 8 : 4);
    parsed->lid = wide ? load_be64(key.data) : load_be32(key.data);
    parsed->offset = parsed->root ? 0 : load_be32(key.data + key.size - 4);
    /* The top bit must agree with the length (spec 20, 7.2). */
    bool top = key.data[0] & 0x80;
    return parsed->lid != 0 && top == wide ? JET_errSuccess : JET_errLVCorrupted;
}

size_t lv_root_key(uint64_t lid, uint8_t *key)
{
    if (lv_lid_is_64(lid)) {
        store_be64(key, lid);
        return 8;
    }
    store_be32(key, (uint32_t)lid);
    return 4;
}

size_t lv_chunk_key(uint64_t lid, uint32_t offset, uint8_t *key)
{
    size_t size = lv_root_key(lid, key);
    store_be32(key + size, offset);
    return size + 4;
}

JET_ERR lv_root_load(struct bytes data, struct lv_root *root)
{
    /* 8 bytes; with flags 9, or 12 by the integrity rules of spec 60, B.3.4. */
    if (data.size != LV_ROOT_SIZE && data.size != LV_ROOT_SIZE + 1 && data.size != LV_ROOT_SIZE + 4)
        return JET_errLVCorrupted;
    root->count = load_le32(data.data);
    root->size = load_le32(data.data + 4);
    uint8_t flags = data.size > LV_ROOT_SIZE ? data.data[LV_ROOT_SIZE] : 0;
    root->encrypted = flags & 1;
    return flags & ~1u || root->size > INT32_MAX ? JET_errLVCorrupted : JET_errSuccess;
}

/* Small pages: one chunk fills a page beside its key and the page's own
 * needs; large pages: several chunks share a page (spec 20, 7.4). */
uint32_t lv_chunk_size(uint32_t page_size)
{
    switch (page_size) {
    case 16384:
        return 4050;
    case 32768:
        return 8150;
    default:
        return page_size - JET_cbColumnLVPageOverhead;
    }
}
