#include "format/space.h"

enum { SPACE_HEADER_SIZE = 16, AUTO_INCREMENT_SIZE = 8 };
enum { FIELD_SPACE_HEADER = 1, FIELD_AUTO_INCREMENT = 2 };

/* Finds the space header in either form of tag 0 (8.2). */
static const uint8_t *find_fields(struct bytes line, struct space_header *header)
{
    if (line.size == SPACE_HEADER_SIZE)
        return line.data;
    if (line.size < 1 + SPACE_HEADER_SIZE)
        return NULL;
    unsigned fields = line.data[0];
    size_t size = 1 + SPACE_HEADER_SIZE;
    if (!(fields & FIELD_SPACE_HEADER) || fields & ~(FIELD_SPACE_HEADER | FIELD_AUTO_INCREMENT))
        return NULL;
    if (fields & FIELD_AUTO_INCREMENT) {
        if (line.size < size + AUTO_INCREMENT_SIZE)
            return NULL;
        header->has_auto_increment = true;
        header->auto_increment = load_le64(line.data + size);
        size += AUTO_INCREMENT_SIZE;
    }
    return size == line.size ? line.data + 1 : NULL;
}

JET_ERR space_header_decode(struct bytes line, struct space_header *header)
{
    *header = (struct space_header){0};
    const uint8_t *p = find_fields(line, header);
    if (!p)
        return JET_errDatabaseCorrupted;
    header->extent_size = load_le32(p);
    header->parent = load_le32(p + 4);
    header->flags = p[8];
    uint32_t last = load_le32(p + 12);
    if (header->parent > PAGE_NUMBER_MAX ||
        header->flags & ~(uint32_t)(SPACE_MULTIPLE_EXTENT | SPACE_NON_UNIQUE | SPACE_V2))
        return JET_errDatabaseCorrupted;
    if (space_is_multiple(header)) {
        if (last == 0 || last >= PAGE_NUMBER_MAX)
            return JET_errDatabaseCorrupted;
        header->owned_root = last;
        header->avail_root = last + 1;
        return JET_errSuccess;
    }
    if (header->flags & SPACE_V2 || header->extent_size == 0 || header->extent_size > PAGE_NUMBER_MAX)
        return JET_errDatabaseCorrupted;
    header->bitmap = last;
    return JET_errSuccess;
}

JET_ERR space_extent_decode(const struct node *node, enum space_tree tree, struct space_extent *extent)
{
    JET_ERR bad = tree == SPACE_OWNED ? JET_errSPOwnExtCorrupted : JET_errSPAvailExtCorrupted;
    uint8_t key[5];
    size_t size = node_key_size(node);
    *extent = (struct space_extent){0};
    if ((size != 4 && size != 5) || node->data.size != 4)
        return bad;
    node_copy_key(node, key);
    if (size == 5) {
        extent->pool = (enum space_pool)(key[0] & 7);
        if (tree == SPACE_OWNED || (key[0] & 0xF8) != 0x80 || extent->pool < SPACE_POOL_CONTIGUOUS ||
            extent->pool > SPACE_POOL_SHELVED)
            return bad;
    }
    extent->last = load_be32(key + size - 4);
    extent->count = load_le32(node->data.data);
    if (extent->last > PAGE_NUMBER_MAX || extent->last < (tree == SPACE_OWNED ? 1 : 4) ||
        extent->count > extent->last || (extent->count == 0 && extent->pool != SPACE_POOL_CONTIGUOUS) ||
        (extent->pool == SPACE_POOL_SHELVED && extent->count != 1))
        return bad;
    return JET_errSuccess;
}

size_t space_extent_key(uint32_t last, enum space_pool pool, uint8_t key[5])
{
    size_t size = pool == SPACE_POOL_GENERAL ? 0 : 1;
    if (size)
        key[0] = (uint8_t)(0x80 | pool);
    store_be32(key + size, last);
    return size + 4;
}

JET_ERR space_buffers_decode(struct bytes line, struct space_buffers *buffers)
{
    *buffers = (struct space_buffers){0};
    if (line.size == 0) /* roots from before update 3 */
        return JET_errSuccess;
    if (line.size < 16)
        return JET_errSPOwnExtCorrupted;
    for (unsigned i = 0; i < 2; i++) {
        struct space_extent *e = &buffers->buffer[i];
        e->last = load_le32(line.data + 8 * i);
        e->count = load_le32(line.data + 8 * i + 4);
        if (e->last > PAGE_NUMBER_MAX || e->count > e->last)
            return JET_errSPOwnExtCorrupted;
    }
    return JET_errSuccess;
}
