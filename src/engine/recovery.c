/* recovery.c: JetInit finds a log stream: bring its databases to a clean state
 * (spec 35, 7). Until databases can be changed the instance keeps no log of its
 * own: the stream is closed again, cleanly ended, and none is begun. */
#include "engine/engine_private.h"

#include "os/os_file.h"
#include "os/os_path.h"
#include "recovery/recover.h"

#include <esent_engine.h>
#include <stdio.h>

enum { FRAMES_MIN = 512, FRAMES_MAX = 1 << 16 };

/* The file name of a path of either system. */
static const char *file_name_of(const char *path)
{
    const char *name = path;
    for (; *path; path++)
        if (*path == '/' || *path == '\\')
            name = path + 1;
    return name;
}

static bool is_there(struct instance *instance, const char *path)
{
    enum os_path_kind kind;
    return os_fs_stat(instance->fs, path, &kind) >= 0 && kind == OS_PATH_FILE;
}

/* Where a database of the log is: in JET_paramAlternateDatabaseRecoveryPath, where
 * the log says, or beside the logs. When it is nowhere, `path` is where it would be. */
static bool find_database(void *context, const char *logged, char *path, size_t size)
{
    struct instance *instance = context;
    const char *other = parameter_text(instance, JET_paramAlternateDatabaseRecoveryPath);
    const char *name = file_name_of(logged);
    if (other && *other)
        return os_path_join(other, name, path, size) >= 0 && is_there(instance, path);
    if (logged[0] == '/') {
        char directory[OS_PATH_MAX];
        enum os_path_kind kind;
        snprintf(path, size, "%s", logged);
        if (is_there(instance, path))
            return true;
        if (os_path_directory(logged, directory, sizeof directory) >= 0 &&
            os_fs_stat(instance->fs, directory, &kind) >= 0 && kind == OS_PATH_DIRECTORY) {
            char beside[OS_PATH_MAX];
            if (os_path_join(instance->log_path, name, beside, sizeof beside) < 0 ||
                !is_there(instance, beside))
                return false;
        }
    }
    return os_path_join(instance->log_path, name, path, size) >= 0 && is_there(instance, path);
}

/* Names by the parameters, or by the other extension when only it is there (30, 2.1). */
static JET_ERR find_stream(struct instance *instance, struct log_names *names, bool *found)
{
    uint64_t legacy = parameter_number(instance, JET_paramLegacyFileNames);
    struct log_inventory there;
    *names =
        (struct log_names){.fs = instance->fs, .eight_digits = !(legacy & JET_bitEightDotThreeSoftCompat)};
    snprintf(names->directory, sizeof names->directory, "%s", instance->log_path);
    snprintf(names->base, sizeof names->base, "%s", parameter_text(instance, JET_paramBaseName));
    for (int i = 0; i < 2; i++) {
        bool old = (legacy & JET_bitESE98FileNames) != 0;
        snprintf(names->extension, sizeof names->extension, "%s", old == (i == 0) ? ".log" : ".jtx");
        JET_ERR err = log_inventory(names, &there);
        if (err < 0)
            return err;
        *found = there.current || there.lowest;
        if (*found)
            return JET_errSuccess;
    }
    return JET_errSuccess;
}

JET_ERR instance_recover(struct instance *instance, JET_GRBIT grbit)
{
    struct recover_result result = {0};
    struct recover_config config = {
        .redo = {.fs = instance->fs,
                 .context = instance,
                 .find = find_database,
                 .ignore_missing = (grbit & JET_bitReplayIgnoreMissingDB) != 0},
        .log = {.update_major = 60, .update_minor = 140, .engine_format_version = 9180, .reserves = 2},
        .system_path = instance->system_path,
        .page_size = (uint32_t)parameter_number(instance, JET_paramDatabasePageSize),
        .without_undo = (grbit & JET_bitRecoveryWithoutUndo) != 0,
        .ignore_lost = (grbit & JET_bitReplayIgnoreLostLogs) != 0,
    };
    bool found = false;
    if (instance->recovery_off)
        return JET_errSuccess;
    JET_ERR err = find_stream(instance, &config.log.names, &found);
    if (err < 0)
        return err;
    if (!found && grbit & JET_bitLogStreamMustExist)
        return JET_errFileNotFound;
    if (!found)
        return config.without_undo ? JET_errRecoveredWithoutUndoDatabasesConsistent : JET_errSuccess;
    uint64_t frames = parameter_number(instance, JET_paramCacheSizeMax);
    config.redo.frames = (uint32_t)MIN(MAX(frames, (uint64_t)FRAMES_MIN), (uint64_t)FRAMES_MAX);
    config.log.circular = parameter_number(instance, JET_paramCircularLog) != 0;
    err = recover(&config, &result);
    JET_ERR closed = log_close(result.log);
    return err < 0 ? err : closed < 0 ? closed : err;
}
