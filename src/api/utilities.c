/* JetDBUtilities: what the offline utility asks for (spec 60, B.11). Built: the
 * integrity check (EDBRepair with DontRepair) with its report file. */
#include "api/api.h"

#include "base/alloc.h"
#include "base/utf.h"
#include "engine/engine.h"
#include "os/os_file.h"
#include "os/os_path.h"
#include "recovery/integrity.h"

#include <stdarg.h>
#include <stdio.h>

/* ---- the report file (spec 60, A.16) ---------------------------------------------- */

struct report {
    struct os_fs *fs;
    struct os_file *file;
    uint64_t at; /* where the next line goes: the file is appended to */
    char buffer[8192];
    size_t used;
    JET_ERR err; /* of writing; later lines are dropped */
};

static void report_flush(struct report *report)
{
    if (report->used && report->err >= 0)
        report->err = os_file_write(report->file, report->at, report->buffer, report->used);
    report->at += report->used;
    report->used = 0;
}

__attribute__((format(printf, 2, 3))) static void report_line(struct report *report, const char *format, ...)
{
    char line[1024];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(line, sizeof line - 1, format, arguments);
    va_end(arguments);
    size_t size = MIN((size_t)MAX(length, 0), sizeof line - 2);
    line[size++] = '\n';
    if (sizeof report->buffer - report->used < size)
        report_flush(report);
    memcpy(report->buffer + report->used, line, size);
    report->used += size;
}

/* "dir/SRUDB.dat" gives SRUDB.INTEG.RAW in the current directory. */
static JET_ERR report_open(struct report *report, struct os_fs *fs, const char *database, const char *prefix)
{
    char path[OS_PATH_MAX];
    const char *name = prefix && *prefix ? prefix : os_path_file_name(database);
    const char *dot = prefix && *prefix ? NULL : strrchr(name, '.');
    int length = dot ? (int)(dot - name) : (int)strlen(name);
    if (snprintf(path, sizeof path, "%.*s.INTEG.RAW", length, name) >= (int)sizeof path)
        return JET_errInvalidPath;
    memset(report, 0, sizeof *report);
    report->fs = fs;
    JET_ERR err = os_fs_open(fs, path, OS_OPEN_WRITE, 0, &report->file);
    if (err == JET_errFileNotFound)
        err = os_fs_open(fs, path, OS_OPEN_CREATE, 0, &report->file);
    if (err >= 0)
        err = os_file_size(report->file, &report->at);
    if (err < 0)
        os_file_close(report->file);
    return err;
}

static JET_ERR report_close(struct report *report)
{
    report_flush(report);
    os_file_close(report->file);
    return report->err;
}

/* ---- the check ------------------------------------------------------------------------ */

struct run {
    struct report report;
    JET_SESID sesid;
    JET_PFNSTATUS callback;
};

static void report_entry(void *context, enum integrity_severity severity, const char *table, const char *text)
{
    struct run *run = context;
    const char *kind = severity == INTEGRITY_ERROR     ? "ERROR: "
                       : severity == INTEGRITY_WARNING ? "WARNING: "
                                                       : "";
    if (table)
        report_line(&run->report, "%s:\t%llu:\t%s%s", table, (unsigned long long)os_thread_id(), kind, text);
    else
        report_line(&run->report, "%s%s", kind, text);
}

static JET_ERR status(struct run *run, JET_SNT snt, uint64_t done, uint64_t total)
{
    JET_SNPROG progress = {sizeof progress, (uint32_t)done, (uint32_t)total};
    if (!run->callback)
        return JET_errSuccess;
    api_callback_begin();
    JET_ERR err = run->callback(run->sesid, JET_snpRepair, snt, snt == JET_sntProgress ? &progress : NULL);
    api_callback_end();
    return err < 0 ? err : JET_errSuccess;
}

static JET_ERR on_progress(void *context, uint64_t done, uint64_t total)
{
    return status(context, JET_sntProgress, done, total);
}

static void report_head(struct run *run, const char *database)
{
    report_line(&run->report,
                "***** Integrity check of database '%s' started [ESENT version %02u.%02u.%05u.0000, "
                "(ESENT[%u.%u.%u.0] RETAIL RTM MBCS)]",
                database, API_VERSION_MAJOR, API_VERSION_MINOR, API_VERSION_BUILD, API_VERSION_MAJOR,
                API_VERSION_MINOR, API_VERSION_BUILD);
    report_line(&run->report, "%s", "");
    report_line(&run->report, "search for 'ERROR:' to find errors");
    report_line(&run->report, "search for 'WARNING:' to find warnings");
}

static void report_tail(struct run *run, JET_ERR err, uint64_t milliseconds)
{
    report_line(&run->report, "%s", "");
    if (err == JET_errSuccess)
        report_line(&run->report, "Integrity check successful.");
    else if (err == JET_errDatabaseCorrupted)
        report_line(&run->report, "Integrity check completed.  Database is CORRUPTED!");
    else
        report_line(&run->report, "Integrity check ended with error %d.", err);
    report_line(&run->report, "\n\n\n***** Eseutil completed in %llu seconds\n",
                (unsigned long long)(milliseconds / 1000));
}

static JET_ERR check(struct session *session, const char *database, const char *prefix, JET_GRBIT grbit,
                     JET_PFNSTATUS callback)
{
    struct run *run = mem_alloc(sizeof *run);
    struct integrity_result result;
    if (!run)
        return JET_errOutOfMemory;
    run->sesid = session->handle;
    run->callback = callback;
    JET_ERR err = report_open(&run->report, session->instance->fs, database, prefix);
    if (err < 0) {
        mem_free(run);
        return err;
    }
    struct integrity_options options = {
        .fs = session->instance->fs,
        .skip_indexes = grbit & JET_bitDBUtilOptionDontBuildIndexes,
        .report = report_entry,
        .progress = on_progress,
        .context = run,
    };
    uint64_t start = os_clock_milliseconds();
    report_head(run, database);
    err = status(run, JET_sntBegin, 0, 0);
    if (err >= 0)
        err = integrity_check(database, &options, &result);
    report_tail(run, err, os_clock_milliseconds() - start);
    status(run, err < 0 ? JET_sntFail : JET_sntComplete, 0, 0);
    JET_ERR written = report_close(&run->report);
    mem_free(run);
    return err < 0 ? err : written;
}

/* ---- the entry points --------------------------------------------------------------------- */

/* The parts of the structure that are used, as UTF-8. */
struct request {
    JET_SESID sesid;
    DBUTIL_OP op;
    JET_GRBIT grbit;
    const char *database, *prefix;
    JET_PFNSTATUS callback;
};

static JET_ERR repair_request(const struct request *request)
{
    struct session *session;
    JET_ERR err = api_enter_session(request->sesid, &session);
    if (err < 0)
        return err;
    if (!request->database || !*request->database)
        err = JET_errDatabaseInvalidName;
    else if (!(request->grbit & JET_bitDBUtilOptionDontRepair))
        err = JET_errFeatureNotAvailable; /* repairing */
    else
        err = check(session, request->database, request->prefix, request->grbit, request->callback);
    return api_leave(session, err);
}

static JET_ERR utilities(const struct request *request)
{
    if (request->op == opDBUTILEDBRepair)
        return repair_request(request);
    bool needs_name = request->op != opDBUTILEDBDump && request->op != opDBUTILDumpPageUsage &&
                      request->op != opDBUTILChecksumLogFromMemory &&
                      request->op != opDBUTILEstimateRootSpaceLeak;
    if (needs_name && (!request->database || !*request->database))
        return JET_errDatabaseInvalidName;
    return JET_errFeatureNotAvailable;
}

JET_ERR JET_API JetDBUtilitiesA(JET_DBUTIL_A *pdbutil)
{
    _Static_assert(sizeof *pdbutil == 136, "what callers pass");
    if (!pdbutil || pdbutil->cbStruct != sizeof *pdbutil)
        return JET_errInvalidParameter;
    struct request request = {
        .sesid = pdbutil->sesid,
        .op = pdbutil->op,
        .grbit = pdbutil->grbitOptions,
        .database = pdbutil->szDatabase,
        .prefix = pdbutil->szIntegPrefix,
        .callback = (JET_PFNSTATUS)pdbutil->pfnCallback,
    };
    return utilities(&request);
}
API_PLAIN(JetDBUtilities);

JET_ERR JET_API JetDBUtilitiesW(JET_DBUTIL_W *pdbutil)
{
    char *database = NULL, *prefix = NULL;
    if (!pdbutil || pdbutil->cbStruct != sizeof *pdbutil)
        return JET_errInvalidParameter;
    struct request request = {
        .sesid = pdbutil->sesid,
        .op = pdbutil->op,
        .grbit = pdbutil->grbitOptions,
        .callback = (JET_PFNSTATUS)pdbutil->pfnCallback,
    };
    JET_ERR err = JET_errSuccess;
    if (request.op != opDBUTILChecksumLogFromMemory) {
        err = utf8_copy(pdbutil->szDatabase, &database);
        if (err >= 0)
            err = utf8_copy(pdbutil->szIntegPrefix, &prefix);
    }
    request.database = database;
    request.prefix = prefix;
    if (err >= 0)
        err = utilities(&request);
    mem_free(database);
    mem_free(prefix);
    return err;
}
