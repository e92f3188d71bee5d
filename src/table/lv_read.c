#include "table/lv_read.h"

#include "format/compress.h"

JET_ERR lv_tree_open(struct lv_tree *tree, struct cache *cache, unsigned database, uint32_t pgno_fdp,
                     uint32_t objid)
{
    memset(tree, 0, sizeof *tree);
    tree->chunk_size = lv_chunk_size(cache_page_size(cache));
    if (pgno_fdp == 0)
        return JET_errSuccess;
    JET_ERR err = btree_open(&tree->tree, cache, database, pgno_fdp, objid, TREE_LONG_VALUE);
    return err < 0 ? err : tree_cursor_open(&tree->cursor, &tree->tree);
}

void lv_tree_close(struct lv_tree *tree) { tree_cursor_close(&tree->cursor); }

/* Goes to the root node, which stays latched. */
static JET_ERR seek_root(struct lv_tree *tree, uint64_t lid, struct lv_root *root)
{
    uint8_t key[LV_KEY_MOST];
    struct bytes wanted = {key, lv_root_key(lid, key)};
    if (!tree->tree.cache)
        return JET_errLVCorrupted;
    JET_ERR err = tree_cursor_seek(&tree->cursor, TREE_SEEK_EQ, wanted, (struct bytes){NULL, 0}, NULL);
    if (err == JET_errRecordNotFound)
        return JET_errLVCorrupted;
    return err < 0 ? err : lv_root_load(tree_cursor_data(&tree->cursor), root);
}

JET_ERR lv_read_root(struct lv_tree *tree, uint64_t lid, struct lv_root *root)
{
    JET_ERR err = seek_root(tree, lid, root);
    tree_cursor_release(&tree->cursor);
    return err;
}

/* A chunk of the value being read, on its latched page. */
struct chunk {
    struct bytes stored;
    uint32_t offset;
    uint32_t size; /* of its part of the value */
    bool compressed;
};

/* Offset of the chunk under the cursor; false if it belongs to another value. */
static JET_ERR chunk_offset(struct lv_tree *tree, uint64_t lid, uint32_t *offset, bool *found)
{
    struct node node = tree_cursor_node(&tree->cursor);
    uint8_t key[LV_KEY_MOST];
    size_t size = node.prefix.size + node.suffix.size;
    struct lv_key parsed;
    if (size > sizeof key)
        return JET_errLVCorrupted;
    if (node.prefix.size > 0)
        memcpy(key, node.prefix.data, node.prefix.size);
    memcpy(key + node.prefix.size, node.suffix.data, node.suffix.size);
    JET_ERR err = lv_key_load((struct bytes){key, size}, &parsed);
    *found = err >= 0 && !parsed.root && parsed.lid == lid;
    *offset = parsed.offset;
    return err;
}

/* Where the next chunk begins, or the value ends. The cursor comes back. */
static JET_ERR following_offset(struct lv_tree *tree, uint64_t lid, uint32_t value_size, uint32_t *offset)
{
    bool found = false;
    JET_ERR err = tree_cursor_next(&tree->cursor);
    if (err >= 0)
        err = chunk_offset(tree, lid, offset, &found);
    if (err < 0 && err != JET_errNoCurrentRecord)
        return err;
    if (!found)
        *offset = value_size;
    err = tree_cursor_prev(&tree->cursor);
    return err == JET_errNoCurrentRecord ? JET_errLVCorrupted : err;
}

/* Tells how many bytes of the value the chunk under the cursor holds. Nothing in
 * it says whether it is compressed: it is when it is shorter than it should be
 * (spec 20, 7.4). The usual step, and the size in the head of compressed data,
 * settle nearly all; otherwise the key of the next chunk does. */
static JET_ERR measure_chunk(struct lv_tree *tree, uint64_t lid, uint32_t value_size, struct chunk *chunk)
{
    chunk->stored = tree_cursor_data(&tree->cursor);
    uint32_t rest = value_size - chunk->offset, usual = MIN(tree->chunk_size, rest);
    size_t decoded = 0;
    chunk->compressed = false;
    chunk->size = (uint32_t)chunk->stored.size;
    if (chunk->stored.size > rest)
        return JET_errLVCorrupted;
    if (chunk->stored.size == usual)
        return JET_errSuccess;
    if (chunk->stored.size < usual && compress_decoded_size(chunk->stored, &decoded) >= 0 &&
        decoded == usual) {
        chunk->compressed = true;
        chunk->size = usual;
        return JET_errSuccess;
    }
    uint32_t next;
    JET_ERR err = following_offset(tree, lid, value_size, &next);
    if (err < 0)
        return err;
    chunk->stored = tree_cursor_data(&tree->cursor);
    if (next <= chunk->offset || next > value_size || chunk->stored.size > next - chunk->offset)
        return JET_errLVCorrupted;
    chunk->compressed = chunk->stored.size < next - chunk->offset;
    chunk->size = next - chunk->offset;
    return JET_errSuccess;
}

/* The part of a chunk that lies in [offset, offset + wanted), to its place. */
static JET_ERR copy_chunk(const struct chunk *chunk, uint32_t offset, uint8_t *out, size_t wanted)
{
    uint32_t skip = offset > chunk->offset ? offset - chunk->offset : 0;
    size_t place = chunk->offset > offset ? chunk->offset - offset : 0;
    size_t size = MIN(chunk->size - skip, wanted - place), decoded;
    if (!chunk->compressed) {
        memcpy(out + place, chunk->stored.data + skip, size);
        return JET_errSuccess;
    }
    JET_ERR err = compress_decode(chunk->stored, skip, out + place, size, &decoded);
    return err >= 0 && decoded != chunk->size ? JET_errLVCorrupted : err;
}

/* From the root to the chunk that holds `offset`. */
static JET_ERR seek_chunk(struct lv_tree *tree, uint64_t lid, uint32_t offset, struct chunk *chunk)
{
    uint8_t key[LV_KEY_MOST];
    bool found = false;
    JET_ERR err;
    if (offset == 0) {
        err = tree_cursor_next(&tree->cursor);
    } else {
        struct bytes wanted = {key, lv_chunk_key(lid, offset, key)};
        err = tree_cursor_seek(&tree->cursor, TREE_SEEK_LE, wanted, (struct bytes){NULL, 0}, NULL);
    }
    if (err >= 0)
        err = chunk_offset(tree, lid, &chunk->offset, &found);
    if (err == JET_errNoCurrentRecord || err == JET_errRecordNotFound || (err >= 0 && !found) ||
        (err >= 0 && offset == 0 && chunk->offset != 0))
        err = JET_errLVCorrupted;
    return err;
}

/* On to the chunk that must follow. */
static JET_ERR next_chunk(struct lv_tree *tree, uint64_t lid, struct chunk *chunk)
{
    uint32_t expected = chunk->offset + chunk->size;
    bool found = false;
    JET_ERR err = tree_cursor_next(&tree->cursor);
    if (err >= 0)
        err = chunk_offset(tree, lid, &chunk->offset, &found);
    if (err == JET_errNoCurrentRecord || (err >= 0 && (!found || chunk->offset != expected)))
        err = JET_errLVCorrupted;
    return err;
}

static JET_ERR read_chunks(struct lv_tree *tree, uint64_t lid, uint32_t value_size, uint32_t offset,
                           uint8_t *out, size_t wanted)
{
    struct chunk chunk;
    JET_ERR err = seek_chunk(tree, lid, offset, &chunk);
    while (err >= 0) {
        err = chunk.offset < value_size ? measure_chunk(tree, lid, value_size, &chunk) : JET_errLVCorrupted;
        if (err >= 0 && offset >= chunk.offset + chunk.size)
            err = JET_errLVCorrupted; /* it ends before what it should hold */
        if (err >= 0)
            err = copy_chunk(&chunk, offset, out, wanted);
        if (err < 0 || chunk.offset + chunk.size >= offset + wanted)
            break;
        err = next_chunk(tree, lid, &chunk);
    }
    return err;
}

JET_ERR lv_read(struct lv_tree *tree, uint64_t lid, uint32_t offset, void *out, size_t capacity,
                uint32_t *size, size_t *copied)
{
    struct lv_root root;
    *size = 0;
    *copied = 0;
    JET_ERR err = seek_root(tree, lid, &root);
    if (err >= 0 && root.encrypted)
        err = JET_errDecompressionFailed;
    if (err >= 0 && capacity > 0 && offset < root.size) {
        size_t wanted = MIN(capacity, root.size - offset);
        err = read_chunks(tree, lid, root.size, offset, out, wanted);
        *copied = err >= 0 ? wanted : 0;
    }
    if (err >= 0)
        *size = root.size;
    tree_cursor_release(&tree->cursor);
    return err;
}

JET_ERR lv_read_physical_size(struct lv_tree *tree, uint64_t lid, uint64_t *size)
{
    struct lv_root root;
    JET_ERR err = seek_root(tree, lid, &root);
    *size = 0;
    while (err >= 0) {
        uint32_t offset;
        bool found;
        err = tree_cursor_next(&tree->cursor);
        if (err >= 0)
            err = chunk_offset(tree, lid, &offset, &found);
        if (err < 0 || !found)
            break;
        *size += tree_cursor_data(&tree->cursor).size;
    }
    tree_cursor_release(&tree->cursor);
    return err == JET_errNoCurrentRecord ? JET_errSuccess : err;
}
