#include "format/checkpoint.h"

#include "format/checksum.h"

#define ROW(member, offset, kind) FIELD(struct checkpoint, member, offset, kind)

const struct field checkpoint_fields[] = {
    ROW(header_checksum, 0, FIELD_HEX32),
    ROW(last_full_backup_checkpoint, 4, FIELD_LGPOS),
    ROW(checkpoint, 12, FIELD_LGPOS),
    ROW(log_signature, 20, FIELD_SIGNATURE),
    LOG_ENVIRONMENT_ROWS(struct checkpoint, environment, 48),
    ROW(full_backup, 615, FIELD_LGPOS),
    ROW(full_backup_time, 623, FIELD_TIME),
    ROW(incremental_backup, 631, FIELD_LGPOS),
    ROW(incremental_backup_time, 639, FIELD_TIME),
    ROW(flags, 647, FIELD_U8),
    ROW(db_consistency, 648, FIELD_LGPOS),
    ROW(file_type, 667, FIELD_U32),
};
const size_t checkpoint_field_count = ARRAY_COUNT(checkpoint_fields);

JET_ERR checkpoint_load(struct bytes file, struct checkpoint *checkpoint, const uint8_t **block)
{
    memset(checkpoint, 0, sizeof *checkpoint);
    *block = NULL;
    for (size_t at = 0; at < CHECKPOINT_FILE_SIZE && file.size >= at + CHECKPOINT_BLOCK_SIZE;
         at += CHECKPOINT_BLOCK_SIZE) {
        const uint8_t *p = file.data + at;
        if (load_le32(p) != checksum_xor(p, CHECKPOINT_BLOCK_SIZE))
            continue;
        fields_load(checkpoint_fields, checkpoint_field_count, p, checkpoint);
        *block = p;
        /* 0: written before log version 7.3704.5. */
        return checkpoint->file_type == 4 || checkpoint->file_type == 0 ? JET_errSuccess
                                                                        : JET_errFileInvalidType;
    }
    return JET_errCheckpointCorrupt;
}

struct bytes checkpoint_attach_list(const struct checkpoint *checkpoint, const uint8_t *block)
{
    bool valid = checkpoint->flags & CHECKPOINT_FLAG_ATTACH_LIST;
    return (struct bytes){block + CHECKPOINT_ATTACH_LIST, valid ? LOG_ATTACH_LIST_SIZE : 0};
}

void checkpoint_store(struct checkpoint *checkpoint, uint8_t *file)
{
    memset(file, 0, CHECKPOINT_FILE_SIZE);
    fields_store(checkpoint_fields, checkpoint_field_count, checkpoint, file);
    checkpoint->header_checksum = checksum_xor(file, CHECKPOINT_BLOCK_SIZE);
    store_le32(file, checkpoint->header_checksum);
    memcpy(file + CHECKPOINT_BLOCK_SIZE, file, CHECKPOINT_BLOCK_SIZE);
}
