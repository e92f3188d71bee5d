/* recover.c: see recover.h. The steps bear the numbers of spec 35, 7.5. */
#include "recovery/recover.h"

#include "base/alloc.h"
#include "log/stamp.h"
#include "os/os_path.h"
#include "recovery/header_write.h"

#include <stdio.h>

/* One log file in memory. */
struct log_file {
    uint8_t *bytes;
    size_t size;
    struct log_reader reader;
    bool open;
};

struct start {
    const struct recover_config *config;
    struct recover_result *result;
    struct log_inventory inventory;
    struct logheader current; /* when inventory.current */
    struct checkpoint checkpoint;
    uint8_t checkpoint_list[LOG_ATTACH_LIST_SIZE];
    bool has_checkpoint;
    char checkpoint_path[4096];
    struct redo *redo;
    struct log_file last; /* the last one that was redone */
    struct log_position redo_from;
    uint64_t bytes_done, bytes_total;
};

static void close_file(struct log_file *file)
{
    if (file->open)
        log_reader_close(&file->reader);
    mem_free(file->bytes);
    *file = (struct log_file){0};
}

static JET_ERR read_whole(struct os_fs *fs, const char *path, uint8_t **bytes, size_t *size)
{
    struct os_file *file;
    uint64_t length = 0;
    *bytes = NULL;
    JET_ERR err = os_fs_open(fs, path, OS_OPEN_READ, 0, &file);
    if (err < 0)
        return err;
    err = os_file_size(file, &length);
    if (err >= 0) {
        *bytes = mem_alloc((size_t)length + 1);
        err = *bytes ? os_file_read(file, 0, *bytes, (size_t)length) : JET_errOutOfMemory;
    }
    os_file_close(file);
    *size = (size_t)length;
    if (err < 0) {
        mem_free(*bytes);
        *bytes = NULL;
    }
    return err;
}

/* generation 0: the current log. */
static JET_ERR open_file(struct start *s, int32_t generation, struct log_file *file)
{
    char path[4096];
    struct log_names names = s->config->log.names;
    *file = (struct log_file){0};
    JET_ERR err = log_file_path(&names, generation, path, sizeof path);
    if (err >= 0)
        err = read_whole(names.fs, path, &file->bytes, &file->size);
    if (err == JET_errFileNotFound && generation > 0) { /* 5 and 8 digits may both occur */
        names.eight_digits = !names.eight_digits;
        err = log_file_path(&names, generation, path, sizeof path);
        if (err >= 0)
            err = read_whole(names.fs, path, &file->bytes, &file->size);
    }
    if (err >= 0)
        err = log_reader_open(&file->reader, file->bytes, file->size);
    file->open = err >= 0;
    if (err >= 0 && generation > 0 && file->reader.header.generation != generation)
        err = JET_errLogGenerationMismatch;
    if (err < 0)
        close_file(file);
    return err;
}

/* ---- the checkpoint file ---- */

static void read_checkpoint(struct start *s, const struct signature *stream)
{
    uint8_t *bytes;
    const uint8_t *block;
    size_t size;
    struct os_fs *fs = s->config->log.names.fs;
    if (read_whole(fs, s->checkpoint_path, &bytes, &size) < 0)
        return;
    if (checkpoint_load((struct bytes){bytes, size}, &s->checkpoint, &block) >= 0 &&
        signature_equal(&s->checkpoint.log_signature, stream)) {
        struct bytes list = checkpoint_attach_list(&s->checkpoint, block);
        memcpy(s->checkpoint_list, list.data, MIN(list.size, sizeof s->checkpoint_list));
        s->has_checkpoint = true;
    } else {
        os_fs_remove(
            fs, s->checkpoint_path); /* of another stream, or damaged: redo begins at the lowest archive */
    }
    mem_free(bytes);
}

static JET_ERR write_checkpoint(struct start *s, struct log *log, struct log_position position)
{
    struct checkpoint c = s->checkpoint;
    if (!s->has_checkpoint)
        c = (struct checkpoint){0};
    c.checkpoint = c.db_consistency = position;
    c.log_signature = *log_signature(log);
    c.environment = s->config->log.environment;
    return checkpoint_write(s->config->log.names.fs, s->checkpoint_path, &c, NULL, 0);
}

/* ---- where to begin (7.2) ---- */

/* Is the current log cleanly ended, at the position the checkpoint names? */
static JET_ERR is_clean(struct start *s, struct log_file *current, bool *clean)
{
    struct log_record record;
    struct log_position position, last = {0};
    bool found, ended = false;
    *clean = false;
    if (!s->has_checkpoint ||
        lgpos_generation(s->checkpoint.checkpoint) != current->reader.header.generation ||
        current->reader.damage < 0)
        return JET_errSuccess;
    log_reader_seek(&current->reader, s->checkpoint.checkpoint);
    for (;;) {
        JET_ERR err = log_reader_next(&current->reader, &record, &position, &found);
        if (err < 0)
            return JET_errSuccess; /* redo will meet it */
        if (!found)
            break;
        uint8_t type = log_record_type(&record);
        ended =
            type == LOG_TERM || type == LOG_TERM2 || type == LOG_RECOVERY_QUIT1 || type == LOG_RECOVERY_QUIT;
        last = position;
    }
    *clean = ended && last.value == s->checkpoint.checkpoint.value;
    return JET_errSuccess;
}

static struct log_params stream_params(const struct start *s, const struct logheader *header)
{
    struct log_params params = s->config->log;
    if (!s->config->size_is_set)
        params.segments = (uint32_t)((size_t)header->file_sectors * header->sector_size / LOG_SEGMENT_SIZE);
    params.page_size = header->page_size ? header->page_size : 4096;
    params.names.eight_digits = s->inventory.wide && !s->inventory.narrow ? true : params.names.eight_digits;
    if (header->version_major == 8 && header->update_major > params.update_major) {
        params.update_major = header->update_major; /* a stream never goes back (30, 3.2) */
        params.update_minor = header->update_minor;
    }
    return params;
}

/* ---- redo over the generations (7.4) ---- */

static JET_ERR check_sequence(const struct log_file *before, const struct log_file *next)
{
    const struct logheader *a = &before->reader.header, *b = &next->reader.header;
    if (!signature_equal(&a->log_signature, &b->log_signature))
        return JET_errBadLogSignature;
    if (b->generation != a->generation + 1 ||
        memcmp(b->previous_creation_time.bytes, a->creation_time.bytes, sizeof a->creation_time.bytes) != 0)
        return JET_errInvalidLogSequence;
    if (b->previous_segment_sum && before->reader.sum && b->previous_segment_sum != before->reader.sum)
        return JET_errLogSequenceChecksumMismatch;
    return JET_errSuccess;
}

static bool archive_exists(const struct start *s, int32_t generation)
{
    char path[4096];
    enum os_path_kind kind;
    struct log_names names = s->config->log.names;
    for (int i = 0; i < 2; i++, names.eight_digits = !names.eight_digits)
        if (log_file_path(&names, generation, path, sizeof path) >= 0 &&
            os_fs_stat(names.fs, path, &kind) >= 0 && kind == OS_PATH_FILE)
            return true;
    return false;
}

static JET_ERR first_generation(const struct start *s, int32_t *generation)
{
    int32_t first = s->has_checkpoint     ? lgpos_generation(s->checkpoint.checkpoint)
                    : s->inventory.lowest ? s->inventory.lowest
                                          : s->current.generation;
    *generation = first;
    if (s->inventory.current && first == s->current.generation)
        return JET_errSuccess;
    return archive_exists(s, first) ? JET_errSuccess : JET_errMissingLogFile;
}

static JET_ERR redo_all(struct start *s)
{
    int32_t generation;
    struct log_file file;
    JET_ERR err = first_generation(s, &generation);
    bool first = true;
    while (err >= 0) {
        bool archived = archive_exists(s, generation);
        bool current = !archived && s->inventory.current && s->current.generation == generation;
        if (!archived && !current) {
            if (s->inventory.highest > generation ||
                (s->inventory.current && s->current.generation > generation))
                return JET_errInvalidLogSequence;
            return JET_errSuccess;
        }
        err = open_file(s, archived ? generation : 0, &file);
        if (err < 0)
            return err;
        struct log_position from = {0};
        if (first) {
            bool list = s->has_checkpoint && s->checkpoint.flags & CHECKPOINT_FLAG_ATTACH_LIST;
            if (list)
                from = s->checkpoint.checkpoint;
            s->redo_from = list ? from : lgpos_make(generation, 1, 0);
            struct bytes entries = {list ? s->checkpoint_list : file.bytes + LOGHEADER_ATTACH_LIST,
                                    LOG_ATTACH_LIST_SIZE};
            err = redo_begin(s->redo, &file.reader.header, s->redo_from);
            if (err >= 0)
                err = redo_attach_list(s->redo, entries, &file.reader.header);
        } else {
            err = check_sequence(&s->last, &file);
        }
        if (err >= 0)
            err = redo_file(s->redo, &file.reader, from, s->config->stop);
        close_file(&s->last);
        s->last = file;
        first = false;
        s->bytes_done += file.size;
        if (err >= 0 && s->config->redo.progress)
            err = s->config->redo.progress(s->config->redo.context, s->bytes_done, s->bytes_total);
        generation++;
        if (current)
            break;
        if (s->config->stop.value && generation > lgpos_generation(s->config->stop))
            break;
    }
    return err;
}

/* Do the logs reach as far as the databases need (7.4)? */
static JET_ERR check_ranges(struct start *s)
{
    int32_t last = s->last.reader.header.generation;
    JET_ERR result = JET_errSuccess;
    for (unsigned dbid = 0; dbid < REDO_DATABASES; dbid++) {
        struct redo_database *db = redo_database(s->redo, dbid);
        if (!db || db->state != REDO_ATTACHED)
            continue;
        if (db->header.gen_max_required > last)
            return JET_errRequiredLogFilesMissing;
        if (db->header.gen_max_committed > last) {
            if (!s->config->ignore_lost)
                return JET_errCommittedLogFilesMissing;
            result = JET_wrnCommittedLogFilesLost;
        }
    }
    return result;
}

static JET_ERR check_missing(struct start *s, const struct redo_end *end)
{
    for (unsigned dbid = 0; dbid < REDO_DATABASES; dbid++) {
        struct redo_database *db = redo_database(s->redo, dbid);
        if (!db || db->state < REDO_DEFERRED || s->config->redo.ignore_missing)
            continue;
        if (db->state == REDO_DEFERRED_FUTURE && end->at_shutdown)
            continue;
        snprintf(s->result->missing, sizeof s->result->missing, "%s", db->logged_path);
        return db->state == REDO_DEFERRED_DENIED ? JET_errAccessDenied : JET_errAttachedDatabaseMismatch;
    }
    return JET_errSuccess;
}

/* ---- after redo (7.5) ---- */

static JET_ERR log_bytes(struct log *log, const uint8_t *bytes, size_t size, bool wait,
                         struct log_position *first)
{
    struct bytes span = {bytes, size};
    struct log_position end;
    JET_ERR err = log_append(log, &span, 1, NULL, NULL, first, &end);
    return err >= 0 && wait ? log_flush(log, end) : err;
}

static JET_ERR finish(struct start *s)
{
    struct redo_end end;
    struct log_position undo_from = {0}, shutdown, quit;
    struct log *log = NULL;
    uint8_t record[26];
    struct log_time now = log_time_now();
    redo_end(s->redo, &end);
    JET_ERR lost = check_ranges(s), err = lost; /* 2 */
    if (err < 0)
        return err;
    bool had_current = s->inventory.current;
    struct log_params params = stream_params(s, &s->last.reader.header);
    err = log_continue(&params, &s->last.reader.header, (unsigned)s->last.reader.end, s->last.reader.sum,
                       !had_current, &log); /* 3 */
    s->result->log = log;
    if (err < 0)
        return err;
    if (!end.terminated) {
        if (!end.at_shutdown) { /* 5 */
            record[0] = LOG_RECOVERY_UNDO;
            memcpy(record + LOG_RECOVERY_UNDO_TIME, now.bytes, 8);
            err = log_bytes(log, record, 9, false, &undo_from);
        }
        if (err >= 0)
            err = check_missing(s, &end); /* 6 */
        if (err >= 0)
            err = redo_undo(s->redo, log); /* 7 */
        if (err >= 0)
            err = redo_flush(s->redo, false, (struct log_position){0}); /* 8 */
        shutdown = end.last_shutdown;
        if (err >= 0 && !end.at_shutdown) { /* 9 */
            record[0] = LOG_SHUTDOWN;
            err = log_bytes(log, record, 1, true, &shutdown);
        }
        if (err >= 0)
            err = redo_flush(s->redo, true, shutdown);
        if (err >= 0) { /* 10 */
            memset(record, 0, sizeof record);
            record[0] = LOG_RECOVERY_QUIT;
            err = log_flush_all(log);
            struct log_position here = log_tip(log);
            store_le64(record + LOG_TERM2_UNDO_START, undo_from.value ? undo_from.value : here.value);
            store_le64(record + LOG_TERM2_REDO_FROM, s->redo_from.value);
            memcpy(record + LOG_TERM2_TIME, now.bytes, 8);
            if (err >= 0)
                err = log_bytes(log, record, sizeof record, true, &quit);
        }
        if (err >= 0)
            err = write_checkpoint(s, log, quit); /* 11 */
    } else {
        err = write_checkpoint(s, log, end.last_record); /* it alone was stale */
    }
    return err < 0 ? err : lost;
}

static JET_ERR stop_without_undo(struct start *s)
{
    struct redo_end end;
    redo_end(s->redo, &end);
    JET_ERR err = check_ranges(s);
    if (err >= 0)
        err = check_missing(s, &end);
    if (err >= 0)
        err = redo_flush(s->redo, false, (struct log_position){0});
    if (err < 0)
        return err;
    return end.terminated ? JET_errRecoveredWithoutUndoDatabasesConsistent : JET_errRecoveredWithoutUndo;
}

static JET_ERR run(struct start *s)
{
    JET_ERR err = redo_create(&s->config->redo, &s->redo);
    struct redo_end end;
    if (err < 0)
        return err;
    s->result->ran = true;
    err = redo_all(s);
    if (err >= 0)
        err = s->config->without_undo ? stop_without_undo(s) : finish(s);
    redo_end(s->redo, &end);
    s->result->last_stamp = end.last_stamp;
    redo_destroy(s->redo);
    return err;
}

JET_ERR recover(const struct recover_config *config, struct recover_result *result)
{
    struct start s = {.config = config, .result = result};
    struct log_file current = {0};
    bool clean = false;
    *result = (struct recover_result){.page_size = config->page_size};
    JET_ERR err = log_inventory(&config->log.names, &s.inventory);
    if (err >= 0)
        err = log_checkpoint_path(&config->log.names, config->system_path, s.checkpoint_path,
                                  sizeof s.checkpoint_path);
    if (err < 0)
        return err;
    if (!s.inventory.current && s.inventory.lowest == 0) {
        if (config->stream_must_exist)
            return JET_errMissingLogFile;
        os_fs_remove(config->log.names.fs, s.checkpoint_path);
        return log_create(&config->log, &result->log);
    }
    if (!s.inventory.current && !s.inventory.temporary)
        return JET_errMissingLogFile;
    err = open_file(&s, s.inventory.current ? 0 : s.inventory.highest, &current);
    if (err < 0)
        goto out;
    s.current = current.reader.header;
    result->page_size = s.current.page_size ? s.current.page_size : 4096;
    if (config->page_size && result->page_size != config->page_size) {
        err = JET_errPageSizeMismatch;
        goto out;
    }
    read_checkpoint(&s, &s.current.log_signature);
    if (s.inventory.current)
        err = is_clean(&s, &current, &clean);
    if (err >= 0 && clean) {
        struct log_params params = stream_params(&s, &s.current);
        err = log_continue(&params, &s.current, (unsigned)current.reader.end, current.reader.sum, false,
                           &result->log);
    } else if (err >= 0) {
        close_file(&current);
        err = run(&s);
    }
out:
    close_file(&current);
    close_file(&s.last);
    if (err < 0) {
        log_abandon(result->log);
        result->log = NULL;
    }
    return err;
}
