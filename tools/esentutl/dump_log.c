/* /mk, /ml and /mp: checkpoints, log files and flush maps (spec 60 A.10, A.11,
 * A.13). Records inside the log are not shown yet. */
#include "esentutl.h"
#include "files.h"
#include "text.h"

#include "format/checkpoint.h"
#include "format/checksum.h"
#include "format/flushmap.h"
#include "format/log_legacy.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdlib.h>

static const char *path_text(const struct attached_database *entry)
{
    static char narrow[2049];
    if (entry->flags & ATTACHED_UNICODE)
        return text_utf16(entry->name);
    snprintf(narrow, sizeof narrow, "%.*s", (int)entry->name.size, (const char *)entry->name.data);
    return narrow;
}

/* `attributes`: the words behind the path; `indent`: before the lines below. */
static JET_ERR print_attached(struct bytes list, const char *format, const char *attributes,
                              const char *indent)
{
    struct attached_database entry;
    size_t offset = 0;
    bool found;
    JET_ERR err;
    while ((err = attach_list_next(list, &offset, &entry, &found)) >= 0 && found) {
        printf(format, entry.dbid);
        printf(" %s%s%s\n", path_text(&entry), entry.flags & ATTACHED_SPARSE ? " (sparse)" : "", attributes);
        printf("%sdbtime: %" PRIu64 " (%u-%u)\n", indent, (uint64_t)entry.dbtime,
               (unsigned)((uint64_t)entry.dbtime >> 32), (unsigned)entry.dbtime);
        printf("%sobjidLast: %u\n", indent, entry.last_object_id);
        printf("%sSignature: %s\n", indent, text_signature(&entry.db_signature));
        printf("%sMaxDbSize: %u pages\n", indent, entry.max_pages);
        printf("%sLast Attach: %s\n", indent, text_position(entry.attach));
        printf("%sLast Consistent: %s\n", indent, text_position(entry.consistent));
    }
    return err;
}

JET_ERR dump_checkpoint(const struct options *options)
{
    struct bytes file;
    struct checkpoint c;
    const uint8_t *block;
    printf("      Checkpoint file: %s\n\n", options->target);
    JET_ERR err = file_map(options->target, CHECKPOINT_FILE_SIZE, &file);
    if (err == JET_errFileNotFound)
        return JET_errCheckpointFileNotFound;
    if (err < 0)
        return err;
    err = checkpoint_load(file, &c, &block);
    if (err >= 0) {
        struct log_position consistency = c.db_consistency.value ? c.db_consistency : c.checkpoint;
        printf("      LastFullBackupCheckpoint: %s\n", text_position(c.last_full_backup_checkpoint));
        printf("      Checkpoint: %s\n", text_position(c.checkpoint));
        printf("      DbConsistency: %s\n", text_position(consistency));
        printf("      FullBackup: %s\n", text_position(c.full_backup));
        printf("      FullBackup time: %s\n", text_time(c.full_backup_time));
        printf("      IncBackup: %s\n", text_position(c.incremental_backup));
        printf("      IncBackup time: %s\n", text_time(c.incremental_backup_time));
        printf("      Signature: %s\n", text_signature(&c.log_signature));
        print_environment(&c.environment, "      ");
        err = print_attached(checkpoint_attach_list(&c, block), "%7d", " LogOff VerOn RW", "        ");
        if (err < 0)
            err = JET_errCheckpointCorrupt;
    }
    file_unmap(file);
    return err;
}

/* ---- logs -------------------------------------------------------------------- */

static const char *sector_remark(uint8_t mismatch)
{
    static const char *const remarks[] = {"(legacy, unknown actual)", "(matches)",
                                          "(actual @ log gen 512)",   "(actual @ log gen 1024)",
                                          "(actual @ log gen 2048)",  "(actual @ log gen 4096)"};
    if (mismatch < ARRAY_COUNT(remarks))
        return remarks[mismatch];
    return mismatch == 255 ? "(actual @ log gen NON-STANDARD)" : "(Unknown ENUM!)";
}

/* The base name is what comes before the generation: three characters. */
static void base_name(const char *path, char out[4]) { snprintf(out, 4, "%s", file_name(path)); }

/* The checkpoint of the same stream lies beside its logs. */
static void print_checkpoint_of(const char *log, const struct logheader *h)
{
    char path[4200], base[4];
    struct bytes file;
    struct checkpoint c;
    const uint8_t *block;
    base_name(log, base);
    snprintf(path, sizeof path, "%.*s%s.chk", (int)(file_name(log) - log), log, base);
    bool known = file_map(path, CHECKPOINT_FILE_SIZE, &file) >= 0;
    bool usable = known && checkpoint_load(file, &c, &block) >= 0 &&
                  signature_equal(&c.log_signature, &h->log_signature);
    printf("      Checkpoint: %s\n", usable ? text_position(c.checkpoint) : "NOT AVAILABLE");
    if (known)
        file_unmap(file);
}

static JET_ERR print_log_header(const char *path, struct bytes file, const struct logheader *h)
{
    printf("      lGeneration: %u (0x%X)\n", h->generation, h->generation);
    print_checkpoint_of(path, h);
    printf("      creation time: %s\n", text_time(h->creation_time));
    printf("      prev gen time: %s\n", text_time(h->previous_creation_time));
    printf("      prev gen accumulated segment checksum: 0x%016" PRIx64 "\n", h->previous_segment_sum);
    printf("      Format LGVersion: (%u.%u.%u.%u) (generated by %u)\n", h->version_major, h->version_minor,
           h->update_major, h->update_minor, h->engine_format_version);
    printf("      Engine LGVersion: (" ENGINE_LOG_VERSION ")\n");
    printf("      Signature: %s\n", text_signature(&h->log_signature));
    printf("      Env SystemPath: %.261s\n", h->environment.system_path);
    printf("      Env LogFilePath: %.261s\n", h->environment.log_path);
    printf("      Env Log Sec size: %u %s\n", h->sector_size, sector_remark(h->sector_mismatch));
    print_environment(&h->environment, "      ");
    printf("      Using Reserved Log File: %s\n", h->flags & LOG_FLAG_RESERVE_USED ? "true" : "false");
    printf("      Circular Logging Flag (current file): %s\n", h->flags & LOG_FLAG_CIRCULAR ? "on" : "off");
    printf("      Circular Logging Flag (past files): %s\n",
           h->flags & LOG_FLAG_CIRCULAR_HISTORY ? "on" : "off");
    printf("      Checkpoint at log creation time: %s\n", text_position(h->checkpoint));
    JET_ERR err = print_attached((struct bytes){file.data + LOGHEADER_ATTACH_LIST, LOG_ATTACH_LIST_SIZE},
                                 "%7d", "", "\t\t ");
    putchar('\n');
    return err;
}

/* How far a log is good. */
struct log_end {
    struct log_position last; /* of the last good segment */
    struct log_position next; /* where the next record would go */
    uint64_t segment_sum;
    bool torn;
};

static bool size_fits(struct bytes file, const struct logheader *h)
{
    return file.size == (size_t)h->sector_size * h->file_sectors;
}

static JET_ERR verify_segments(struct bytes file, const struct logheader *h, struct log_end *end)
{
    struct log_scan scan;
    if (!size_fits(file, h))
        return JET_errLogFileSizeMismatch;
    JET_ERR err = log_scan_segments(h, file, &scan);
    end->last = lgpos_make(h->generation, (uint16_t)scan.last, 0);
    end->next = lgpos_make(h->generation, (uint16_t)(scan.last + 1), 0);
    end->segment_sum = scan.segment_sum;
    return err;
}

/* Logs before Windows 8 are a chain of checksum records (spec 30, 8). */
static JET_ERR verify_legacy(struct bytes file, const struct logheader *h, struct log_end *end)
{
    struct log_legacy_end found;
    if (!size_fits(file, h))
        return JET_errLogFileSizeMismatch;
    uint8_t *copy = malloc(file.size); /* a torn sector is put right in it */
    if (!copy)
        return JET_errOutOfMemory;
    memcpy(copy, file.data, file.size);
    log_legacy_find_end(h, copy, file.size, &found);
    free(copy);
    end->next = lgpos_make(h->generation, (uint16_t)(found.offset / h->sector_size),
                           (uint16_t)(found.offset % h->sector_size));
    end->last = end->next;
    end->torn = found.torn;
    return found.damage;
}

/* The generation in lower case, as these lines have it. */
static const char *text_lgpos(struct log_position p)
{
    static char text[2][32];
    static unsigned next;
    char *out = text[next++ % 2];
    snprintf(out, sizeof text[0], "(0x%x,%X,%X)", (unsigned)lgpos_generation(p), lgpos_sector(p),
             lgpos_byte(p));
    return out;
}

static JET_ERR dump_one_log(const struct options *options, bool verify_only)
{
    struct bytes file;
    struct logheader h;
    struct log_end end = {0};
    char base[4];
    const char *path = options->target;
    base_name(path, base);
    if (!verify_only)
        printf("      Base name: %s\n      Log file: %s\n", base, path);
    JET_ERR err = file_map(path, 0, &file);
    if (err < 0) {
        if (err == JET_errFileNotFound)
            printf("                ERROR: File not found.\n");
        else
            printf("                ERROR: Cannot open log file (%s). Error %d.\n", path, err);
        return err;
    }
    err = logheader_load(file, &h);
    if (err < 0)
        printf("                ERROR: Cannot read log file header. Error %d.\n", err);
    else if (!verify_only)
        err = print_log_header(path, file, &h);
    if (err < 0)
        goto done;
    err = logheader_is_modern(&h) ? verify_segments(file, &h, &end) : verify_legacy(file, &h, &end);
    if (err < 0) {
        printf("      ERROR: Log damaged (unusable). Last Lgpos: %s. Error %d.\n", text_lgpos(end.last), err);
        goto done;
    }
    if (!verify_only)
        printf("      Last Lgpos: %s\n      Accumulated segment checksum: 0x%016" PRIx64 "\n\n",
               text_lgpos(end.next), end.segment_sum);
    if (end.torn)
        printf("Log Damaged (PATCHABLE) -- soft recovery will fix this\n");
    else
        printf("Integrity check passed for log file: %s\n", path);
done:
    file_unmap(file);
    return err;
}

JET_ERR dump_log(const struct options *options) { return dump_one_log(options, options->mode == 'k'); }

/* ---- flush maps ---------------------------------------------------------------- */

static const char *hex_or_zero(int32_t value)
{
    static char text[2][16];
    static unsigned next;
    char *out = text[next++ % 2];
    snprintf(out, sizeof text[0], "%#x", (unsigned)value);
    return out;
}

static JET_ERR print_map_header(struct bytes file)
{
    struct flushmap_header h;
    static const uint8_t zero[FLUSHMAP_PAGE_SIZE];
    if (file.size < FLUSHMAP_PAGE_SIZE)
        return JET_errReadVerifyFailure;
    if (memcmp(file.data, zero, sizeof zero) == 0) {
        printf("Flush map file header is empty.\n");
        return JET_errSuccess;
    }
    JET_ERR err = flushmap_header_load(file, &h);
    fields_load(flushmap_fields, flushmap_field_count, file.data, &h);
    printf("Checksum Information:\n");
    printf("                  Persisted Checksum: 0x%016x\n", h.header_checksum);
    printf("                 Calculated Checksum: 0x%016x\n\n", checksum_xor(file.data, FLUSHMAP_PAGE_SIZE));
    printf("Fields:\n");
    printf("                             Version: %u.%u.%u\n", h.version_major, h.update_major,
           h.update_minor);
    printf("                               Flags: 0x%08x (Clean:%s, NewChecksumFormat:%s)\n", h.flags,
           h.flags & FLUSHMAP_FLAG_CLEAN ? "Yes" : "No", h.flags & 0x2000 ? "Yes" : "No");
    printf("                           File Type: %u\n", h.file_type);
    printf("                  Flush Map Creation: %s\n", text_time(h.created));
    printf("               Last Flush Map Attach: %s\n", text_time(h.attached));
    printf("               Last Flush Map Detach: %s\n", text_time(h.detached));
    printf("                   Log Required Min.: %d (%s)\n", h.gen_min_required,
           hex_or_zero(h.gen_min_required));
    printf("            Log Required Min. (Next): %d (%s)\n", h.gen_min_required_next,
           hex_or_zero(h.gen_min_required_next));
    printf("   Last Flush Map Full Flush Started: %s\n", text_time(h.full_flush_started));
    printf(" Last Flush Map Full Flush Completed: %s\n", text_time(h.full_flush_completed));
    printf("           DB Header Flush Signature: %s\n", text_signature(&h.database_flush_signature));
    printf("    Flush Map Header Flush Signature: %s\n", text_signature(&h.flush_signature));
    return err;
}

static void print_states(const uint8_t *page, uint32_t index)
{
    printf("\nFlush States (%u database pages):\n", FLUSHMAP_STATES_PER_PAGE);
    printf("PGNO      : FLUSH STATE\n");
    for (uint32_t i = 0; i < FLUSHMAP_STATES_PER_PAGE; i += 32) {
        uint32_t first = index * FLUSHMAP_STATES_PER_PAGE + i;
        printf("0x%08x: ", first);
        for (uint32_t k = 0; k < 32; k++)
            printf("%u ", flushmap_state(page, first + k));
        putchar('\n');
    }
}

static JET_ERR print_map_page(struct bytes file, uint32_t index, bool verbose)
{
    size_t at = ((size_t)index + 1) * FLUSHMAP_PAGE_SIZE;
    static const uint8_t zero[FLUSHMAP_PAGE_SIZE];
    if (at > file.size || file.size - at < FLUSHMAP_PAGE_SIZE)
        return JET_errFileIOBeyondEOF;
    const uint8_t *page = file.data + at;
    if (memcmp(page, zero, sizeof zero) == 0) {
        printf("Flush map data page is empty.\n");
        return JET_errSuccess;
    }
    uint64_t dbtime = load_le64(page + 8);
    uint32_t flags = load_le32(page + 36);
    printf("Checksum Information:\n");
    printf("                  Persisted Checksum: 0x%016" PRIx64 "\n", load_le64(page));
    printf("                 Calculated Checksum: 0x%016" PRIx64 "\n\n", flushmap_page_sum(page, index));
    printf("Fields:\n");
    printf("                        DB Time Max.: %" PRIu64 " (0x%016" PRIx64 ")\n", dbtime, dbtime);
    printf("               Flush Map Page Number: %d (0x%08x)\n", (int32_t)load_le32(page + 16),
           load_le32(page + 16));
    printf("                               Flags: 0x%08x (NewChecksumFormat:%s)\n", flags,
           flags & 0x2000 ? "Yes" : "No");
    if (verbose)
        print_states(page, index);
    return flushmap_page_check((struct bytes){page, FLUSHMAP_PAGE_SIZE}, index);
}

static JET_ERR verify_map(struct bytes file)
{
    struct flushmap_header h;
    unsigned pages = 0, failed = 0;
    JET_ERR err = flushmap_header_load(file, &h), first = err;
    if (err < 0) {
        printf("ERROR: page %d (0x%08x) failed verification with error code %d.\n", -1, -1, err);
        failed++;
    }
    pages++;
    for (uint32_t index = 0; ((size_t)index + 2) * FLUSHMAP_PAGE_SIZE <= file.size; index++) {
        size_t at = ((size_t)index + 1) * FLUSHMAP_PAGE_SIZE;
        err = flushmap_page_check((struct bytes){file.data + at, FLUSHMAP_PAGE_SIZE}, index);
        if (err < 0) {
            printf("ERROR: page %d (0x%08x) failed verification with error code %d.\n", (int)index, index,
                   err);
            failed++;
            if (first >= 0)
                first = err;
        }
        if (++pages % 10 == 0)
            putchar('.');
    }
    printf("\n%u page(s) verified.\n%u page(s) failed verification.\n", pages, failed);
    printf("0 page(s) passed verification with a warning.\n");
    return first;
}

JET_ERR dump_flush_map(const struct options *options)
{
    struct bytes file;
    JET_ERR err = file_map(options->target, 0, &file);
    if (err < 0)
        return err;
    if (options->mode == 'k') {
        err = verify_map(file);
    } else {
        long page = options->page ? strtol(options->page, NULL, 0) : -1;
        printf("Flush map file: %s\n", options->target);
        err = page < 0 ? print_map_header(file) : print_map_page(file, (uint32_t)page, options->verbose > 0);
    }
    file_unmap(file);
    return err;
}
