/* header_write.h: writing database headers and the checkpoint file so that a
 * crash at any instant leaves a good copy (spec 10, 3.4; 35, 6.1). */
#ifndef ESENT_RECOVERY_HEADER_WRITE_H
#define ESENT_RECOVERY_HEADER_WRITE_H

#include "format/checkpoint.h"
#include "format/dbheader.h"
#include "os/os_file.h"

/* Stamps a fresh header flush signature and writes both copies, the primary
 * first, then syncs the file. */
JET_ERR header_write(struct os_file *file, struct dbheader *header);

/* The state changes of spec 35, 2.2 with their coupled fields. */
void header_set_clean(struct dbheader *header, struct log_position consistent);
void header_set_attached(struct dbheader *header, struct log_position attach, int32_t generation,
                         struct log_time generation_time, const struct signature *log_signature);

/* Writes the checkpoint file, one block after the other. */
JET_ERR checkpoint_write(struct os_fs *fs, const char *path, struct checkpoint *checkpoint,
                         const uint8_t *attach_list, size_t attach_size);

#endif
