/* Checkpoint files over any bytes. */
#include "format/checkpoint.h"
#include "format/checksum.h"
#include "fuzz.h"

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned seed)
{
    size = LLVMFuzzerMutate(data, size, max_size);
    if (size >= CHECKPOINT_BLOCK_SIZE && seed % 8 != 0)
        store_le32(data, checksum_xor(data, CHECKPOINT_BLOCK_SIZE));
    return size;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint8_t *copy = copy_of(data, size);
    struct checkpoint checkpoint;
    const uint8_t *block;
    if (checkpoint_load((struct bytes){copy, size}, &checkpoint, &block) == JET_errSuccess) {
        must(block >= copy && block + CHECKPOINT_BLOCK_SIZE <= copy + size);
        struct bytes list = checkpoint_attach_list(&checkpoint, block);
        struct attached_database entry;
        bool found = true;
        size_t offset = 0;
        while (attach_list_next(list, &offset, &entry, &found) == JET_errSuccess && found)
            touch(entry.name);
        char text[640];
        for (size_t i = 0; i < checkpoint_field_count; i++)
            (void)field_print(&checkpoint_fields[i], &checkpoint, text, sizeof text);
    }
    free(copy);
    return 0;
}
