/* /g: the integrity check, through JetDBUtilities; its report is
 * <name>.INTEG.RAW in the current directory (spec 60, A.6). */
#include "esentutl.h"
#include "files.h"
#include "human.h"
#include "open.h"
#include "progress.h"
#include "text.h"

#include "format/dbheader.h"

#include <stdlib.h>
#include <strings.h>
#include <unistd.h>

enum { ERRORS_SHOWN = 10 };

static struct progress bar; /* the callback has no context */

static JET_ERR JET_API show(JET_SESID sesid, JET_SNP snp, JET_SNT snt, void *data)
{
    (void)sesid, (void)snp;
    const JET_SNPROG *progress = data;
    switch (snt) {
    case JET_sntBegin:
        putchar('\n');
        progress_begin(&bar, "Scanning Status");
        break;
    case JET_sntProgress:
        progress_at(&bar, progress->cunitDone, progress->cunitTotal);
        break;
    case JET_sntComplete:
    case JET_sntFail:
        progress_end(&bar);
        putchar('\n');
        break;
    default:
        break;
    }
    return JET_errSuccess;
}

/* OK means abort. Without a terminal nobody answers: the check goes on. */
static bool abort_dirty(const struct options *options)
{
    char answer[16];
    printf("\nThe database is not up-to-date. This operation may find that\nthis database is corrupt because "
           "data from "
           "the log files has\nyet to be placed in the database.\n\nTo ensure the database is up-to-date "
           "please use the "
           "'Recovery' operation.\n\n");
    if (options->no_logo || !isatty(STDIN_FILENO))
        return false;
    printf("Abort the check? [y/n] ");
    fflush(stdout);
    if (!fgets(answer, sizeof answer, stdin))
        return false;
    answer[strcspn(answer, "\r\n")] = 0;
    return strcasecmp(answer, "y") == 0 || strcasecmp(answer, "yes") == 0 || strcasecmp(answer, "ok") == 0;
}

/* The errors that this run added to the report. */
static void print_errors(const char *report, size_t before)
{
    struct bytes file;
    unsigned count = 0;
    if (file_map(report, 0, &file) < 0)
        return;
    for (size_t at = before; at < file.size;) {
        const uint8_t *end = memchr(file.data + at, '\n', file.size - at);
        size_t length = end ? (size_t)(end - (file.data + at)) : file.size - at;
        const uint8_t *mark = memmem(file.data + at, length, "ERROR: ", 7);
        if (mark && ++count <= ERRORS_SHOWN)
            printf("  %.*s\n", (int)length, (const char *)file.data + at);
        at += length + 1;
    }
    if (count > ERRORS_SHOWN)
        printf("  ... and %u more\n", count - ERRORS_SHOWN);
    if (count)
        printf("The whole report is in %s\n", report);
    file_unmap(file);
}

static void report_name(const struct options *options, char *out, size_t size)
{
    const char *name = options->report ? options->report : file_name(options->target);
    const char *dot = options->report ? NULL : strrchr(name, '.');
    snprintf(out, size, "%.*s.INTEG.RAW", dot ? (int)(dot - name) : (int)strlen(name), name);
}

static JET_ERR run_check(const struct options *options, uint32_t page_size)
{
    struct opened opened;
    JET_ERR err = opened_session(&opened, page_size);
    if (err < 0)
        return err;
    JET_DBUTIL_A utility = {.cbStruct = sizeof utility, .sesid = opened.session, .op = opDBUTILEDBRepair};
    utility.grbitOptions =
        JET_bitDBUtilOptionDontRepair | (options->no_index_rebuild ? JET_bitDBUtilOptionDontBuildIndexes : 0);
    utility.szDatabase = (char *)(uintptr_t)options->target;
    utility.szIntegPrefix = (char *)(uintptr_t)options->report;
    utility.pfnCallback = (void *)(uintptr_t)show;
    err = JetDBUtilitiesA(&utility);
    opened_end(&opened);
    return err;
}

static void print_outcome(JET_ERR err, const struct dbheader *header)
{
    if (err == JET_errSuccess)
        printf("\nIntegrity check successful.\n\n");
    else if (err == JET_errDatabaseCorrupted && header->full_backup_prev.generation_high)
        printf("\nIntegrity check completed.  \nDatabase is CORRUPTED, the last full backup of this database "
               "was on %s\n",
               text_time(header->full_backup_prev.time));
    else if (err == JET_errDatabaseCorrupted)
        printf("\nIntegrity check completed.  Database is CORRUPTED!\n");
}

JET_ERR check_integrity(const struct options *options)
{
    struct bytes head, old;
    struct dbheader_choice choice;
    struct dbheader header = {0};
    char report[4200];
    printf("        Database: %s\n  Temp. Database: %s\n\n", options->target,
           options->temporary ? options->temporary : "");
    JET_ERR err = file_map(options->target, DBHEADER_READ_SIZE, &head);
    if (err >= 0 && dbheader_choose(head, &choice) < 0)
        err = JET_errDatabaseCorrupted;
    if (err >= 0)
        dbheader_load(choice.page, &header);
    file_unmap(head);
    if (err < 0) {
        printf("Error: Access to source database '%s' failed with Jet error %d.\n", options->target, err);
        return err;
    }
    printf("Checking database integrity.\n");
    bool dirty = header.dbstate == DBSTATE_DIRTY || header.dbstate == DBSTATE_INCREMENTAL_RESEED ||
                 header.dbstate == DBSTATE_DIRTY_AND_PATCHED || header.dbstate == DBSTATE_REVERT;
    if (dirty && abort_dirty(options))
        return JET_errDatabaseDirtyShutdown;
    report_name(options, report, sizeof report);
    size_t before = file_map(report, 0, &old) < 0 ? 0 : old.size;
    if (before)
        file_unmap(old);
    err = run_check(options, choice.page_size);
    print_outcome(err, &header);
    if (err == JET_errDatabaseCorrupted)
        print_errors(report, before);
    return err;
}
