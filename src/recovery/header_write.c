#include "recovery/header_write.h"

#include "base/alloc.h"
#include "format/checksum.h"
#include "log/stamp.h"

JET_ERR header_write(struct os_file *file, struct dbheader *header)
{
    uint32_t size = dbheader_page_size(header);
    uint8_t *page = mem_alloc(size);
    if (!page)
        return JET_errOutOfMemory;
    header->header_flush_signature = signature_new();
    dbheader_store(header, page, size);
    JET_ERR err = os_file_write(file, 0, page, size);
    if (err >= 0)
        err = os_file_sync(file);
    if (err >= 0)
        err = os_file_write(file, size, page, size);
    if (err >= 0)
        err = os_file_sync(file);
    mem_free(page);
    return err;
}

static const struct log_time no_time;
static const struct log_position nowhere;

void header_set_clean(struct dbheader *header, struct log_position consistent)
{
    header->dbstate = DBSTATE_CLEAN;
    header->consistent_lgpos = header->detach_lgpos = consistent;
    header->consistent_time = header->detach_time = log_time_now();
    header->gen_min_required = header->gen_max_required = header->gen_max_committed = 0;
    header->gen_min_consistent = header->gen_recovering = 0;
    header->pre_redo_gen_min_consistent = header->pre_redo_gen_min_required = 0;
    header->gen_max_create_time = header->gen_max_required_time = no_time;
    header->full_backup_current = (struct backup_info){0};
    if (header->format_update_major >= 110)
        header->last_resize_lgpos = consistent;
}

void header_set_attached(struct dbheader *header, struct log_position attach, int32_t generation,
                         struct log_time generation_time, const struct signature *log_signature)
{
    if (!signature_equal(&header->log_signature, log_signature)) {
        header->consistent_lgpos = nowhere;
        header->log_signature = *log_signature;
        header->full_backup_prev = header->incremental_backup_prev = (struct backup_info){0};
        header->copy_backup_prev = header->differential_backup_prev = (struct backup_info){0};
    }
    header->dbstate = DBSTATE_DIRTY;
    header->attach_lgpos = attach;
    header->attach_time = log_time_now();
    header->detach_lgpos = header->last_reattach_lgpos = nowhere;
    header->detach_time = header->last_reattach_time = no_time;
    header->gen_min_required = header->gen_max_required = generation;
    header->gen_max_committed = header->gen_min_consistent = generation;
    header->gen_max_create_time = generation_time;
    header->gen_max_required_time = header->format_update_major >= 150 ? generation_time : no_time;
    header->full_backup_current = (struct backup_info){0};
    header->flushmap_flush_signature = (struct signature){{0}}; /* we keep no flush map */
    if (header->format_update_major >= 110)
        header->last_resize_lgpos = attach;
}

JET_ERR checkpoint_write(struct os_fs *fs, const char *path, struct checkpoint *checkpoint,
                         const uint8_t *attach_list, size_t attach_size)
{
    uint8_t file_bytes[CHECKPOINT_FILE_SIZE];
    struct os_file *file = NULL;
    enum os_path_kind kind;
    checkpoint->file_type = JET_filetypeCheckpoint;
    checkpoint->flags = attach_list ? CHECKPOINT_FLAG_ATTACH_LIST : 0;
    checkpoint_store(checkpoint, file_bytes);
    if (attach_list) {
        memcpy(file_bytes + CHECKPOINT_ATTACH_LIST, attach_list, attach_size);
        store_le32(file_bytes, checksum_xor(file_bytes, CHECKPOINT_BLOCK_SIZE));
        memcpy(file_bytes + CHECKPOINT_BLOCK_SIZE, file_bytes, CHECKPOINT_BLOCK_SIZE);
    }
    JET_ERR err = os_fs_stat(fs, path, &kind);
    if (err >= 0)
        err = os_fs_open(fs, path, kind == OS_PATH_FILE ? OS_OPEN_WRITE : OS_OPEN_CREATE, 0, &file);
    for (int i = 0; i < 2 && err >= 0; i++) {
        err = os_file_write(file, (uint64_t)i * CHECKPOINT_BLOCK_SIZE,
                            file_bytes + (size_t)i * CHECKPOINT_BLOCK_SIZE, CHECKPOINT_BLOCK_SIZE);
        if (err >= 0)
            err = os_file_sync(file);
    }
    os_file_close(file);
    return err;
}
