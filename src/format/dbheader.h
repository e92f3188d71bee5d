/* dbheader.h: the header page of a database file and its shadow (spec 10 §3).
 * Pure functions over bytes: which copy to believe, what it says, whether it
 * may be attached, and how a new one is written. */
#ifndef ESENT_DBHEADER_H
#define ESENT_DBHEADER_H

#include "format/fields.h"

#define DBHEADER_MAGIC   0x89ABCDEFu
#define DBHEADER_VERSION 0x620u
/* The highest update this engine reads, and the lowest (spec 10 §3.3). */
#define DBHEADER_UPDATE_MAX 300u
#define DBHEADER_UPDATE_MIN 9u
/* Bytes of a header page that carry fields; the rest is zero. */
#define DBHEADER_FIELDS_END 748u
/* What a reader must have of the file to find both copies at any page size. */
#define DBHEADER_READ_SIZE 65536u
#define DBPAGE_SIZE_MIN    2048u
#define DBPAGE_SIZE_MAX    32768u

/* Errors that the public header does not name (spec 10 §3.2). */
#ifndef JET_errDatabaseIncompleteIncrementalReseed
#define JET_errDatabaseIncompleteIncrementalReseed (-1226)
#endif
#ifndef JET_errDatabaseIncompleteRevert
#define JET_errDatabaseIncompleteRevert (-1935)
#endif

enum dbstate {
    DBSTATE_JUST_CREATED = 1,
    DBSTATE_DIRTY = 2,
    DBSTATE_CLEAN = 3,
    DBSTATE_BEING_CONVERTED = 4,
    DBSTATE_FORCE_DETACH = 5,
    DBSTATE_INCREMENTAL_RESEED = 6,
    DBSTATE_DIRTY_AND_PATCHED = 7,
    DBSTATE_REVERT = 8,
};

/* Members carry the names of the spec's field table. */
struct dbheader {
    uint32_t header_checksum, magic, format_version, file_attribute;
    int64_t dbtime;
    struct signature db_signature;
    uint32_t dbstate;
    struct log_position consistent_lgpos;
    struct log_time consistent_time, attach_time;
    struct log_position attach_lgpos;
    struct log_time detach_time;
    struct log_position detach_lgpos;
    uint32_t dbid;
    struct signature log_signature;
    struct backup_info full_backup_prev, incremental_backup_prev, full_backup_current;
    uint32_t db_flags, last_object_id;
    uint32_t os_major, os_minor, os_build;
    int32_t os_service_pack;
    uint32_t format_update_major;
    uint32_t page_size; /* as stored: 0 means 4096, see dbheader_page_size */
    uint32_t repair_count;
    struct log_time repair_time;
    struct signature obsolete_slv_signature;
    int64_t last_scrub_dbtime;
    struct log_time scrub_time;
    int32_t gen_min_required, gen_max_required;
    uint32_t upgrade_55_pages, upgrade_free_pages, upgrade_space_map_pages;
    struct backup_info snapshot_backup_current;
    uint32_t create_format_version, create_format_update;
    struct log_time gen_max_create_time;
    uint32_t full_backup_prev_type, incremental_backup_prev_type, repair_count_old;
    uint32_t ecc_fix_success_count;
    struct log_time ecc_fix_success_time;
    uint32_t ecc_fix_success_count_old, ecc_fix_fail_count;
    struct log_time ecc_fix_fail_time;
    uint32_t ecc_fix_fail_count_old, bad_checksum_count;
    struct log_time bad_checksum_time;
    uint32_t bad_checksum_count_old;
    int32_t gen_max_committed;
    struct backup_info copy_backup_prev, differential_backup_prev;
    uint32_t copy_backup_prev_type, differential_backup_prev_type, incremental_reseed_count;
    struct log_time incremental_reseed_time;
    uint32_t incremental_reseed_count_old, page_patch_count;
    struct log_time page_patch_time;
    uint32_t page_patch_count_old;
    uint64_t default_sort_version;
    struct log_time dbscan_prev_time, dbscan_start_time;
    uint32_t dbscan_highest_contiguous_page;
    int32_t gen_recovering;
    uint32_t extend_count;
    struct log_time last_extend_time;
    uint32_t shrink_count;
    struct log_time last_shrink_time, last_reattach_time;
    struct log_position last_reattach_lgpos;
    uint32_t trim_count;
    struct signature header_flush_signature, flushmap_flush_signature;
    int32_t gen_min_consistent;
    uint32_t format_update_minor, max_attached_efv, dbscan_highest_page;
    struct log_position last_resize_lgpos;
    uint8_t reserved_664[3];
    uint32_t file_type;
    uint8_t reserved_671;
    struct log_time gen_max_required_time;
    int32_t pre_redo_gen_min_consistent, pre_redo_gen_min_required;
    struct signature snapshot_flush_signature;
    uint32_t revert_count;
    struct log_time revert_from_time, revert_to_time;
    uint32_t revert_page_count;
    struct log_position commit_before_revert_lgpos;
};

extern const struct field dbheader_fields[];
extern const size_t dbheader_field_count;

/* Which of the two copies is good (spec 10 §3.4). `page` points into the
 * bytes that were given. */
struct dbheader_choice {
    const uint8_t *page;
    uint32_t page_size;
    bool primary_good, shadow_good;
    bool identical; /* both good and the same bytes: nothing to patch */
};

/* Finds the copy to believe in the first bytes of a file (DBHEADER_READ_SIZE,
 * or the whole file when shorter). Any length is safe.
 * JET_errReadVerifyFailure: no copy is good at any page size. */
JET_ERR dbheader_choose(struct bytes head, struct dbheader_choice *choice);

/* After a failed dbheader_choose, what attaching says about the bytes:
 * JET_errInvalidDatabaseVersion, JET_errDatabase500Format,
 * JET_errDatabase400Format, JET_errDatabase200Format or
 * JET_errDatabaseCorrupted. */
JET_ERR dbheader_unreadable_error(struct bytes head);

/* Bytes to struct: `page` has at least DBHEADER_FIELDS_END bytes. */
void dbheader_load(const uint8_t *page, struct dbheader *header);

/* Struct to a whole page of `page_size` bytes, zero behind the fields,
 * checksum computed (also into header->header_checksum). */
void dbheader_store(struct dbheader *header, uint8_t *page, uint32_t page_size);

static inline uint32_t dbheader_page_size(const struct dbheader *header)
{
    return header->page_size ? header->page_size : 4096;
}

/* May this engine read the file, whatever its state? Magic, version, attribute,
 * file type. `update_max` is the highest update the caller lets in.
 * JET_errInvalidDatabaseVersion, JET_errDatabaseCorrupted,
 * JET_errEngineFormatVersionSpecifiedTooLowForDatabaseVersion. */
JET_ERR dbheader_check_readable(const struct dbheader *header, uint32_t update_max);

/* May it be attached without recovery (spec 10 §3.2)? 0 when clean, else
 * JET_errDatabaseDirtyShutdown, JET_errSoftRecoveryOnBackupDatabase,
 * JET_errDatabaseIncompleteUpgrade, JET_errDatabaseIncompleteIncrementalReseed,
 * JET_errDatabaseIncompleteRevert. */
JET_ERR dbheader_check_attachable(const struct dbheader *header);

/* The words for a state that the dumps use (spec 60 A.9): "Clean Shutdown" ...,
 * "Illegal" for all without a word of their own. */
const char *dbheader_state_text(uint32_t dbstate);

#endif
