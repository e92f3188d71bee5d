/* /mh: the database header, line by line as the original prints it (spec 60
 * A.9; the lines are compared with the original's own dumps). */
#include "esentutl.h"
#include "files.h"
#include "text.h"

#include "format/checksum.h"
#include "format/dbheader.h"

static void print_backup(const char *title, const struct backup_info *info, const char *kind)
{
    printf("%s\n", title);
    printf("        Log Gen: %u-%u (0x%x-0x%x)%s\n", info->generation_low, info->generation_high,
           info->generation_low, info->generation_high, kind);
    printf("           Mark: %s\n", text_position(info->mark));
    printf("           Mark: %s\n\n", text_time(info->time));
}

static const char *backup_kind(uint32_t type)
{
    switch (type) {
    case 0:
        return "";
    case 1:
        return " - OSSnapshot";
    case 2:
        return " - Snapshot";
    default:
        return " - UNKNOWN";
    }
}

static void print_backups(const struct dbheader *h)
{
    print_backup("Previous Full Backup:", &h->full_backup_prev, backup_kind(h->full_backup_prev_type));
    print_backup("Previous Incremental Backup:", &h->incremental_backup_prev,
                 backup_kind(h->incremental_backup_prev_type));
    print_backup("Previous Copy Backup:", &h->copy_backup_prev, backup_kind(h->copy_backup_prev_type));
    print_backup("Previous Differential Backup:", &h->differential_backup_prev,
                 backup_kind(h->differential_backup_prev_type));
    print_backup("Current Full Backup:", &h->full_backup_current, "");
    print_backup("Current Shadow copy backup:", &h->snapshot_backup_current, "");
}

static void print_versions(const struct dbheader *h)
{
    printf("        File Type: %s\n", h->file_type == 0 || h->file_type == 1 ? "Database" : "Unknown");
    printf("         Checksum: 0x%x\n", h->header_checksum);
    printf("   Format ulMagic: 0x%x\n", h->magic);
    printf("   Engine ulMagic: 0x%x\n", DBHEADER_MAGIC);
    printf(" Format ulVersion: 0x%x,%u,%u  (attached by %u)\n", h->format_version, h->format_update_major,
           h->format_update_minor, h->max_attached_efv);
    printf(" Engine ulVersion: 0x%x,%u,%u  (efvCurrent = %u)\n", DBHEADER_VERSION, ENGINE_DB_UPDATE_MAJOR,
           ENGINE_DB_UPDATE_MINOR, ENGINE_EFV);
    printf("Created ulVersion: 0x%x,%u\n", h->create_format_version, h->create_format_update);
    printf("     DB Signature: %s\n", text_signature(&h->db_signature));
    printf("         cbDbPage: %u\n", h->page_size);
    printf("           dbtime: %llu (0x%llx)\n", (unsigned long long)h->dbtime,
           (unsigned long long)h->dbtime);
    printf("            State: %s\n", dbheader_state_text(h->dbstate));
}

static void print_generations(const struct dbheader *h)
{
    printf("     Log Required: %u-%u (0x%x-0x%x) [Min. Req. Pre-Redo: %u (0x%x)]\n", h->gen_min_required,
           h->gen_max_required, h->gen_min_required, h->gen_max_required, h->pre_redo_gen_min_required,
           h->pre_redo_gen_min_required);
    printf("Gen. Max. Req. Creation Time: %s\n", text_time(h->gen_max_required_time));
    printf("    Log Committed: 0-%u (0x0-0x%x)\n", h->gen_max_committed, h->gen_max_committed);
    printf("Gen. Max. Com. Creation Time: %s\n", text_time(h->gen_max_create_time));
    printf("   Log Consistent: %u (0x%x) [Pre-Redo: %u (0x%x)]\n", h->gen_min_consistent,
           h->gen_min_consistent, h->pre_redo_gen_min_consistent, h->pre_redo_gen_min_consistent);
    printf("   Log Recovering: %u (0x%x)\n", h->gen_recovering, h->gen_recovering);
}

static void print_history(const struct dbheader *h)
{
    printf("         Shadowed: %s\n", h->db_flags & 1 ? "No" : "Yes");
    printf("       Last Objid: %u\n", h->last_object_id);
    printf("     Scrub Dbtime: %llu (0x%llx)\n", (unsigned long long)h->last_scrub_dbtime,
           (unsigned long long)h->last_scrub_dbtime);
    printf("       Scrub Date: %s\n", text_time(h->scrub_time));
    printf("     Repair Count: %u\n", h->repair_count);
    printf("      Repair Date: %s\n", text_time(h->repair_time));
    printf(" Old Repair Count: %u\n", h->repair_count_old);
    printf("  Last Consistent: %s  %s\n", text_position(h->consistent_lgpos), text_time(h->consistent_time));
    printf("      Last Attach: %s  %s\n", text_position(h->attach_lgpos), text_time(h->attach_time));
    printf("      Last Detach: %s  %s\n", text_position(h->detach_lgpos), text_time(h->detach_time));
    printf("    Last ReAttach: %s  %s\n", text_position(h->last_reattach_lgpos),
           text_time(h->last_reattach_time));
    printf("             Dbid: %d\n", (int16_t)h->dbid);
    printf("    Log Signature: %s\n", text_signature(&h->log_signature));
    printf("       OS Version: (%u.%u.%u SP %d NLS %x.%x)\n", h->os_major, h->os_minor, h->os_build,
           h->os_service_pack, (unsigned)(h->default_sort_version >> 32), (unsigned)h->default_sort_version);
    if (h->incremental_reseed_count || h->incremental_reseed_count_old || h->page_patch_count ||
        h->page_patch_count_old) {
        printf("     Reseed Count: %u\n", h->incremental_reseed_count);
        printf("      Reseed Date: %s\n", text_time(h->incremental_reseed_time));
        printf(" Old Reseed Count: %u\n", h->incremental_reseed_count_old);
        printf("      Patch Count: %u\n", h->page_patch_count);
        printf("       Patch Date: %s\n", text_time(h->page_patch_time));
        printf("  Old Patch Count: %u\n", h->page_patch_count_old);
    }
    putchar('\n');
}

static void print_sizes(const struct dbheader *h)
{
    const char *match = "";
    if (h->last_resize_lgpos.value == h->attach_lgpos.value)
        match = "(Matches \"Last Attach\", no subsequent resize)";
    else if (h->last_resize_lgpos.value == h->consistent_lgpos.value)
        match = "(Matches \"Last Consistent\", no subsequent resize)";
    printf("     cpgUpgrade55Format: %u\n", h->upgrade_55_pages);
    printf("    cpgUpgradeFreePages: %u\n", h->upgrade_free_pages);
    printf("cpgUpgradeSpaceMapPages: %u\n\n", h->upgrade_space_map_pages);
    printf("      Last Resize: %s  %s\n\n", text_position(h->last_resize_lgpos), match);
    printf("     Extend Count: %u\n", h->extend_count);
    printf("      Extend Date: %s\n\n", text_time(h->last_extend_time));
    printf("     Shrink Count: %u\n", h->shrink_count);
    printf("      Shrink Date: %s\n\n", text_time(h->last_shrink_time));
    printf("       Trim Count: %u\n\n", h->trim_count);
}

static void print_count(const char *label, uint32_t count, const char *date_label, struct log_time date)
{
    if (!count) {
        printf("%s: none\n", label);
        return;
    }
    printf("%s: found (%u)\n", label, count);
    if (date_label)
        printf("%s: %s\n", date_label, text_time(date));
}

static void print_maintenance(const struct dbheader *h)
{
    const struct log_time none = {{0}};
    print_count("       ECC Fix Success Count", h->ecc_fix_success_count, "   Last ECC Fix Success Date",
                h->ecc_fix_success_time);
    print_count("   Old ECC Fix Success Count", h->ecc_fix_success_count_old, NULL, none);
    print_count("         ECC Fix Error Count", h->ecc_fix_fail_count, "     Last ECC Fix Error Date",
                h->ecc_fix_fail_time);
    print_count("     Old ECC Fix Error Count", h->ecc_fix_fail_count_old, NULL, none);
    print_count("    Bad Checksum Error Count", h->bad_checksum_count, "Last Bad Checksum Error Date",
                h->bad_checksum_time);
    print_count("Old bad Checksum Error Count", h->bad_checksum_count_old, NULL, none);
    printf("\n  Last Database Maintenance Finish Date: %s\n", text_time(h->dbscan_prev_time));
    printf("Current Database Maintenance Start Date: %s\n", text_time(h->dbscan_start_time));
    printf("      Highest Continuous Database Maintenance Page: %u\n", h->dbscan_highest_contiguous_page);
    printf("      Highest Database Maintenance Page: %u\n\n", h->dbscan_highest_page);
}

static void print_header(const uint8_t *page, uint32_t page_size)
{
    struct dbheader h;
    dbheader_load(page, &h);
    printf("Checksum Information:\n");
    printf("Expected Checksum: 0x%08x\n", h.header_checksum);
    printf("  Actual Checksum: 0x%08x\n\n", checksum_xor(page, page_size));
    printf("Fields:\n");
    print_versions(&h);
    print_generations(&h);
    print_history(&h);
    print_backups(&h);
    print_sizes(&h);
    if (h.file_type == 1)
        print_maintenance(&h);
    printf("  Database Header Flush Signature: %s\n", text_signature(&h.header_flush_signature));
    printf(" Flush Map Header Flush Signature: %s\n", text_signature(&h.flushmap_flush_signature));
    printf("       RBS Header Flush Signature: %s\n\n", text_signature(&h.snapshot_flush_signature));
    if (h.revert_count || h.revert_page_count) {
        printf("     Revert Count: %u\n", h.revert_count);
        printf(" Revert From Date: %s\n", text_time(h.revert_from_time));
        printf("   Revert To Date: %s\n", text_time(h.revert_to_time));
        printf("Revert Page Count: %u\n", h.revert_page_count);
        printf("Last Commit Before Revert: %s  \n\n", text_position(h.commit_before_revert_lgpos));
    }
}

static void print_warnings(struct bytes head, const struct dbheader_choice *choice)
{
    const uint8_t *shadow = head.size >= 2 * (size_t)choice->page_size ? head.data + choice->page_size : NULL;
    bool shadow_sound =
        shadow && load_le32(shadow) == checksum_xor(shadow, choice->page_size) && load_le32(shadow + 4);
    if (!choice->identical)
        printf("WARNING: primary header and shadow header are not identical.\n");
    if (!choice->primary_good)
        printf("WARNING: primary header has a checksum error.\n");
    if (!shadow_sound)
        printf("WARNING: shadow header has a checksum error.\n");
    if (choice->page_size == 2048)
        printf("WARNING: pages of 2048 bytes are no longer supported.\n");
}

JET_ERR dump_database_header(const struct options *options)
{
    struct bytes head;
    struct dbheader_choice choice;
    printf("         Database: %s\n\n", options->target);
    JET_ERR err = file_map(options->target, DBHEADER_READ_SIZE, &head);
    if (err < 0) {
        printf("Error: Access to source database '%s' failed with Jet error %d.\n", options->target, err);
        return err;
    }
    if (dbheader_choose(head, &choice) < 0) {
        err = JET_errDatabaseCorrupted;
        printf("Error: Neither header of '%s' can be read: it is no database, or both are damaged.\n",
               options->target);
        goto done;
    }
    if (choice.primary_good || options->verbose) {
        printf("\nDATABASE HEADER:\n");
        print_header(head.data, choice.page_size);
    }
    if ((!choice.primary_good || options->verbose) && head.size >= 2 * (size_t)choice.page_size) {
        printf("\nDATABASE SHADOW HEADER:\n");
        print_header(head.data + choice.page_size, choice.page_size);
    }
    print_warnings(head, &choice);
done:
    file_unmap(head);
    return err;
}
