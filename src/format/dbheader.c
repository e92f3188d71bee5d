#include "format/dbheader.h"

#include "format/checksum.h"

#include <assert.h>

#define ROW(member, offset, kind) FIELD(struct dbheader, member, offset, kind)

const struct field dbheader_fields[] = {
    ROW(header_checksum, 0, FIELD_HEX32),
    ROW(magic, 4, FIELD_HEX32),
    ROW(format_version, 8, FIELD_HEX32),
    ROW(file_attribute, 12, FIELD_U32),
    ROW(dbtime, 16, FIELD_I64),
    ROW(db_signature, 24, FIELD_SIGNATURE),
    ROW(dbstate, 52, FIELD_U32),
    ROW(consistent_lgpos, 56, FIELD_LGPOS),
    ROW(consistent_time, 64, FIELD_TIME),
    ROW(attach_time, 72, FIELD_TIME),
    ROW(attach_lgpos, 80, FIELD_LGPOS),
    ROW(detach_time, 88, FIELD_TIME),
    ROW(detach_lgpos, 96, FIELD_LGPOS),
    ROW(dbid, 104, FIELD_U32),
    ROW(log_signature, 108, FIELD_SIGNATURE),
    ROW(full_backup_prev, 136, FIELD_BACKUP),
    ROW(incremental_backup_prev, 160, FIELD_BACKUP),
    ROW(full_backup_current, 184, FIELD_BACKUP),
    ROW(db_flags, 208, FIELD_HEX32),
    ROW(last_object_id, 212, FIELD_U32),
    ROW(os_major, 216, FIELD_U32),
    ROW(os_minor, 220, FIELD_U32),
    ROW(os_build, 224, FIELD_U32),
    ROW(os_service_pack, 228, FIELD_I32),
    ROW(format_update_major, 232, FIELD_U32),
    ROW(page_size, 236, FIELD_U32),
    ROW(repair_count, 240, FIELD_U32),
    ROW(repair_time, 244, FIELD_TIME),
    ROW(obsolete_slv_signature, 252, FIELD_SIGNATURE),
    ROW(last_scrub_dbtime, 280, FIELD_I64),
    ROW(scrub_time, 288, FIELD_TIME),
    ROW(gen_min_required, 296, FIELD_I32),
    ROW(gen_max_required, 300, FIELD_I32),
    ROW(upgrade_55_pages, 304, FIELD_U32),
    ROW(upgrade_free_pages, 308, FIELD_U32),
    ROW(upgrade_space_map_pages, 312, FIELD_U32),
    ROW(snapshot_backup_current, 316, FIELD_BACKUP),
    ROW(create_format_version, 340, FIELD_HEX32),
    ROW(create_format_update, 344, FIELD_U32),
    ROW(gen_max_create_time, 348, FIELD_TIME),
    ROW(full_backup_prev_type, 356, FIELD_U32),
    ROW(incremental_backup_prev_type, 360, FIELD_U32),
    ROW(repair_count_old, 364, FIELD_U32),
    ROW(ecc_fix_success_count, 368, FIELD_U32),
    ROW(ecc_fix_success_time, 372, FIELD_TIME),
    ROW(ecc_fix_success_count_old, 380, FIELD_U32),
    ROW(ecc_fix_fail_count, 384, FIELD_U32),
    ROW(ecc_fix_fail_time, 388, FIELD_TIME),
    ROW(ecc_fix_fail_count_old, 396, FIELD_U32),
    ROW(bad_checksum_count, 400, FIELD_U32),
    ROW(bad_checksum_time, 404, FIELD_TIME),
    ROW(bad_checksum_count_old, 412, FIELD_U32),
    ROW(gen_max_committed, 416, FIELD_I32),
    ROW(copy_backup_prev, 420, FIELD_BACKUP),
    ROW(differential_backup_prev, 444, FIELD_BACKUP),
    ROW(copy_backup_prev_type, 468, FIELD_U32),
    ROW(differential_backup_prev_type, 472, FIELD_U32),
    ROW(incremental_reseed_count, 476, FIELD_U32),
    ROW(incremental_reseed_time, 480, FIELD_TIME),
    ROW(incremental_reseed_count_old, 488, FIELD_U32),
    ROW(page_patch_count, 492, FIELD_U32),
    ROW(page_patch_time, 496, FIELD_TIME),
    ROW(page_patch_count_old, 504, FIELD_U32),
    ROW(default_sort_version, 508, FIELD_U64),
    ROW(dbscan_prev_time, 516, FIELD_TIME),
    ROW(dbscan_start_time, 524, FIELD_TIME),
    ROW(dbscan_highest_contiguous_page, 532, FIELD_U32),
    ROW(gen_recovering, 536, FIELD_I32),
    ROW(extend_count, 540, FIELD_U32),
    ROW(last_extend_time, 544, FIELD_TIME),
    ROW(shrink_count, 552, FIELD_U32),
    ROW(last_shrink_time, 556, FIELD_TIME),
    ROW(last_reattach_time, 564, FIELD_TIME),
    ROW(last_reattach_lgpos, 572, FIELD_LGPOS),
    ROW(trim_count, 580, FIELD_U32),
    ROW(header_flush_signature, 584, FIELD_SIGNATURE),
    ROW(flushmap_flush_signature, 612, FIELD_SIGNATURE),
    ROW(gen_min_consistent, 640, FIELD_I32),
    ROW(format_update_minor, 644, FIELD_U32),
    ROW(max_attached_efv, 648, FIELD_U32),
    ROW(dbscan_highest_page, 652, FIELD_U32),
    ROW(last_resize_lgpos, 656, FIELD_LGPOS),
    ROW(reserved_664, 664, FIELD_TEXT),
    ROW(file_type, 667, FIELD_U32), /* unaligned, as in every other header */
    ROW(reserved_671, 671, FIELD_U8),
    ROW(gen_max_required_time, 672, FIELD_TIME),
    ROW(pre_redo_gen_min_consistent, 680, FIELD_I32),
    ROW(pre_redo_gen_min_required, 684, FIELD_I32),
    ROW(snapshot_flush_signature, 688, FIELD_SIGNATURE),
    ROW(revert_count, 716, FIELD_U32),
    ROW(revert_from_time, 720, FIELD_TIME),
    ROW(revert_to_time, 728, FIELD_TIME),
    ROW(revert_page_count, 736, FIELD_U32),
    ROW(commit_before_revert_lgpos, 740, FIELD_LGPOS),
};
const size_t dbheader_field_count = ARRAY_COUNT(dbheader_fields);

enum { OFFSET_MAGIC = 4, OFFSET_VERSION = 8, OFFSET_PAGE_SIZE = 236 };

static bool copy_good_at(struct bytes head, size_t offset, uint32_t size)
{
    if (head.size < offset + size)
        return false;
    const uint8_t *page = head.data + offset;
    uint32_t stored = load_le32(page + OFFSET_PAGE_SIZE);
    return (stored ? stored : 4096) == size && load_le32(page) == checksum_xor(page, size);
}

JET_ERR dbheader_choose(struct bytes head, struct dbheader_choice *choice)
{
    uint32_t primary = 0, shadow = 0;
    memset(choice, 0, sizeof *choice);
    for (uint32_t size = DBPAGE_SIZE_MIN; size <= DBPAGE_SIZE_MAX; size *= 2) {
        if (!primary && copy_good_at(head, 0, size))
            primary = size;
        if (!shadow && copy_good_at(head, size, size))
            shadow = size;
    }
    if (!primary && !shadow)
        return JET_errReadVerifyFailure;
    /* Both good and different: the primary is written first, so it is newer. */
    choice->page_size = primary ? primary : shadow;
    choice->page = primary ? head.data : head.data + shadow;
    choice->primary_good = primary != 0;
    choice->identical = primary && primary == shadow && memcmp(head.data, head.data + primary, primary) == 0;
    choice->shadow_good = shadow && (!primary || choice->identical);
    return JET_errSuccess;
}

JET_ERR dbheader_unreadable_error(struct bytes head)
{
    if (head.size < 52)
        return JET_errDatabaseCorrupted;
    const uint8_t *p = head.data;
    /* The marks of the families before 0x500 stand where they stand in old
     * logs (spec 30 §3.2). */
    if (load_le32(p + 20) == 443 && load_le32(p + 24) == 0 && load_le32(p + 28) == 0)
        return JET_errDatabase400Format;
    if (load_le32(p + 44) == 0 && load_le32(p + 48) == 0x0CA00001)
        return JET_errDatabase200Format;
    if (load_le32(p + OFFSET_MAGIC) != DBHEADER_MAGIC)
        return JET_errDatabaseCorrupted;
    return load_le32(p + OFFSET_VERSION) == 0x500 ? JET_errDatabase500Format : JET_errInvalidDatabaseVersion;
}

void dbheader_load(const uint8_t *page, struct dbheader *header)
{
    memset(header, 0, sizeof *header);
    fields_load(dbheader_fields, dbheader_field_count, page, header);
}

void dbheader_store(struct dbheader *header, uint8_t *page, uint32_t page_size)
{
    assert(page_size >= DBPAGE_SIZE_MIN && page_size <= DBPAGE_SIZE_MAX);
    memset(page, 0, page_size);
    fields_store(dbheader_fields, dbheader_field_count, header, page);
    header->header_checksum = checksum_xor(page, page_size);
    store_le32(page, header->header_checksum);
}

JET_ERR dbheader_check_readable(const struct dbheader *header, uint32_t update_max)
{
    if (header->magic != DBHEADER_MAGIC)
        return JET_errDatabaseCorrupted;
    if (header->format_version != DBHEADER_VERSION || header->format_update_major > DBHEADER_UPDATE_MAX ||
        header->format_update_major < DBHEADER_UPDATE_MIN)
        return JET_errInvalidDatabaseVersion;
    if (header->format_update_major > update_max)
        return JET_errEngineFormatVersionSpecifiedTooLowForDatabaseVersion;
    /* 0: files from before the field; 5: a temporary database. */
    if (header->file_attribute != 0 ||
        (header->file_type != 0 && header->file_type != 1 && header->file_type != 5))
        return JET_errDatabaseCorrupted;
    return JET_errSuccess;
}

JET_ERR dbheader_check_attachable(const struct dbheader *header)
{
    switch (header->dbstate) {
    case DBSTATE_CLEAN:
        return JET_errSuccess;
    case DBSTATE_BEING_CONVERTED:
        return JET_errDatabaseIncompleteUpgrade;
    case DBSTATE_INCREMENTAL_RESEED:
        return JET_errDatabaseIncompleteIncrementalReseed;
    case DBSTATE_REVERT:
        return JET_errDatabaseIncompleteRevert;
    case DBSTATE_DIRTY:
        if (header->full_backup_current.generation_low != 0)
            return JET_errSoftRecoveryOnBackupDatabase;
        return JET_errDatabaseDirtyShutdown;
    default: /* just created, force detach, patched, and numbers nobody knows */
        return JET_errDatabaseDirtyShutdown;
    }
}

const char *dbheader_state_text(uint32_t dbstate)
{
    static const char *const texts[] = {
        [DBSTATE_JUST_CREATED] = "Just Created",
        [DBSTATE_DIRTY] = "Dirty Shutdown",
        [DBSTATE_CLEAN] = "Clean Shutdown",
        [DBSTATE_BEING_CONVERTED] = "Being Converted",
        [DBSTATE_INCREMENTAL_RESEED] = "Incremental Reseed In Progress",
        [DBSTATE_DIRTY_AND_PATCHED] = "Dirty and Patched Shutdown",
        [DBSTATE_REVERT] = "Database Revert in Progress",
    };
    return dbstate < ARRAY_COUNT(texts) && texts[dbstate] ? texts[dbstate] : "Illegal";
}
