/* /r: recovery (spec 60, A.6): an engine instance on the log files does the work. */
#define ESENT_ENGINE_ONLY
#define JET_VERSION 0x0A01
#include "esentutl.h"

#include "format/dbheader.h"
#include "format/logheader.h"

#include <dirent.h>
#include <stdlib.h>
#include <strings.h>

/* Page size by the first readable log header of the set; 0: there is none. */
static unsigned page_size_of_logs(const char *directory, const char *base)
{
    unsigned size = 0;
    DIR *entries = opendir(directory);
    struct dirent *entry;
    while (entries && !size && (entry = readdir(entries)) != NULL) {
        const char *dot = strrchr(entry->d_name, '.');
        if (!dot || strncasecmp(entry->d_name, base, 3) != 0 ||
            (strcasecmp(dot, ".log") != 0 && strcasecmp(dot, ".jtx") != 0))
            continue;
        char path[4096];
        uint8_t head[LOGHEADER_SIZE];
        struct logheader header;
        snprintf(path, sizeof path, "%s/%s", directory, entry->d_name);
        FILE *file = fopen(path, "rb");
        size_t got = file ? fread(head, 1, sizeof head, file) : 0;
        if (file)
            fclose(file);
        if (got == sizeof head && logheader_load((struct bytes){head, got}, &header) >= 0)
            size = header.page_size ? header.page_size : 4096;
    }
    if (entries)
        closedir(entries);
    return size;
}

static void print_where(const char *label, const char *path)
{
    printf("%21s: %s\n", label, path ? path : "<current directory>");
}

static JET_ERR set_text(JET_INSTANCE *instance, uint32_t id, const char *value)
{
    return JetSetSystemParameterA(instance, JET_sesidNil, id, 0, value);
}

static JET_ERR configure(JET_INSTANCE *instance, const struct options *options)
{
    JET_ERR err = set_text(instance, JET_paramBaseName, options->target);
    if (err >= 0)
        err = set_text(instance, JET_paramLogFilePath, options->log_path ? options->log_path : ".");
    if (err >= 0)
        err = set_text(instance, JET_paramSystemPath, options->system_path ? options->system_path : ".");
    if (err >= 0 && options->database_path)
        err = set_text(instance, JET_paramAlternateDatabaseRecoveryPath, options->database_path);
    if (err >= 0)
        err = JetSetSystemParameterA(instance, JET_sesidNil, JET_paramMaxTemporaryTables, 0, NULL);
    return err;
}

JET_ERR recover_databases(const struct options *options)
{
    JET_INSTANCE instance = JET_instanceNil;
    JET_GRBIT grbit = JET_bitReplayMissingMapEntryDB;
    if (!options->target || strlen(options->target) != 3) {
        printf("Usage Error: %s\n",
               options->target ? "Invalid log base name." : "Missing base name specification.");
        return ERROR_TOLD;
    }
    printf("    Logfile base name: %s\n", options->target);
    print_where("Log files", options->log_path);
    print_where("System files", options->system_path);
    if (options->database_path)
        print_where("Database Directory", options->database_path);
    printf("\nPerforming soft recovery...\n");
    fflush(stdout);
    unsigned page_size =
        options->page_size ? options->page_size
                           : page_size_of_logs(options->log_path ? options->log_path : ".", options->target);
    grbit |= options->ignore_missing ? JET_bitReplayIgnoreMissingDB : 0;
    grbit |= options->ignore_lost ? JET_bitReplayIgnoreLostLogs : 0;
    grbit |= options->without_undo ? JET_bitRecoveryWithoutUndo : 0;
    grbit |= options->any_stream ? 0 : JET_bitLogStreamMustExist;
    JET_ERR err = page_size
                      ? JetSetSystemParameterA(NULL, JET_sesidNil, JET_paramDatabasePageSize, page_size, NULL)
                      : JET_errSuccess;
    if (err >= 0)
        err = JetCreateInstanceA(&instance, "recovery");
    if (err >= 0)
        err = configure(&instance, options);
    if (err >= 0)
        err = JetInit3A(&instance, NULL, grbit);
    if (err >= 0) {
        JET_ERR ended = JetTerm(instance);
        err = ended < 0 ? ended : err;
    }
    putchar('\n');
    return err;
}
