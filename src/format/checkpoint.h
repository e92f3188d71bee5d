/* checkpoint.h: the checkpoint file, 4096 bytes twice (spec 35 §6.1). */
#ifndef ESENT_CHECKPOINT_H
#define ESENT_CHECKPOINT_H

#include "format/logheader.h"

#define CHECKPOINT_BLOCK_SIZE 4096u
#define CHECKPOINT_FILE_SIZE  8192u

enum { CHECKPOINT_FLAG_ATTACH_LIST = 1, CHECKPOINT_ATTACH_LIST = 679 };

struct checkpoint {
    uint32_t header_checksum;
    struct log_position last_full_backup_checkpoint, checkpoint;
    struct signature log_signature;
    struct log_environment environment;
    struct log_position full_backup;
    struct log_time full_backup_time;
    struct log_position incremental_backup;
    struct log_time incremental_backup_time;
    uint8_t flags;                      /* CHECKPOINT_FLAG_ATTACH_LIST */
    struct log_position db_consistency; /* as stored: 0 means the checkpoint */
    uint32_t file_type;
};

extern const struct field checkpoint_fields[];
extern const size_t checkpoint_field_count;

/* Loads the first of the two blocks whose checksum is right; *block points to
 * it within `file`. Any length is safe. JET_errCheckpointCorrupt: neither is;
 * JET_errFileInvalidType: of another kind. */
JET_ERR checkpoint_load(struct bytes file, struct checkpoint *checkpoint, const uint8_t **block);

/* The attached-database list of a loaded block: empty unless the flag says
 * that it holds; stale entries stay behind otherwise. */
struct bytes checkpoint_attach_list(const struct checkpoint *checkpoint, const uint8_t *block);

/* Both blocks, checksums computed, without attached databases. */
void checkpoint_store(struct checkpoint *checkpoint, uint8_t *file);

#endif
