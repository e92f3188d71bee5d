/* log.c: the log buffer, its flushes, the change of generations.
 *
 * Invariants
 * L1. The buffer is a ring of segments; segment n of the file is in slot n mod
 *     capacity. Segments written+1 .. current are in it; current - written <= capacity.
 * L2. Segments below `current` are complete and do not change; `current` is
 *     filled up to `used`, zero behind.
 * L3. durable <= position of segment written+1 <= tip.
 * L4. A flush that somebody waits for completes its segment (NOP2), so that a
 *     segment is written once and needs no shadow (30, 4.2 and 4.4).
 * L5. One thread at a time writes (`writing`); it holds the lock only to look at
 *     and change these fields, not during I/O. A change of generation is such a write.
 * L6. After an error nothing is appended or written any more; `failure` stays.
 * L7. Header of generation g+1 is durable before g is renamed; g is durable
 *     before g+1 takes its place (35, 3 rule 6).
 */
#include "log/log.h"

#include "base/alloc.h"
#include "format/checksum.h"
#include "format/log_record.h"
#include "log/stamp.h"
#include "os/os_path.h"
#include "os/os_thread.h"

#include <stdlib.h>

enum { SEGMENT = LOG_SEGMENT_SIZE, DATA = LOG_SEGMENT_DATA, FRAGMENT_MIN = 32 };

struct log {
    struct log_params params;
    struct os_mutex lock;
    struct os_condition done; /* a write ended */
    struct os_file *file;
    struct logheader header; /* of the current generation */
    uint8_t *ring;
    uint32_t capacity; /* segments in the ring */
    uint32_t current, used;
    uint32_t written; /* last segment given to the file */
    uint64_t durable; /* log position */
    uint64_t sum;     /* of the written segments (4.5) */
    bool writing;
    JET_ERR failure;
};

static uint8_t *slot(struct log *log, uint32_t segment)
{
    return log->ring + (size_t)(segment % log->capacity) * SEGMENT;
}
static uint32_t last_data_segment(const struct log *log) { return log->header.file_sectors - 2u; }

static struct log_position tip(const struct log *log)
{
    return lgpos_make(log->header.generation, (uint16_t)log->current,
                      (uint16_t)(log->used <= DATA ? 0 : log->used));
}

/* ---- filling segments ---- */

static void begin_segment(struct log *log, uint32_t number)
{
    uint8_t *s = slot(log, number);
    memset(s, 0, SEGMENT);
    store_le64(s + 8, lgpos_make(log->header.generation, (uint16_t)number, 0).value);
    struct log_time time = log_time_now();
    memcpy(s + 16, time.bytes, sizeof time.bytes);
    store_le32(s + 36, 0x2000);
    log->current = number;
    log->used = DATA;
}

/* Ends the segment so that the next record begins a new one. */
static void complete_segment(struct log *log)
{
    uint32_t left = SEGMENT - log->used;
    uint8_t *p = slot(log, log->current) + log->used;
    if (log->used == DATA)
        return;
    if (left >= 5) {
        p[0] = LOG_NOP2;
        store_le32(p + 1, left - 5);
    }
    log->used = SEGMENT;
}

static bool segment_is_complete(const struct log *log) { return log->used >= SEGMENT; }

/* Bytes that may still be filled in this file if each segment is used whole. */
static uint64_t bytes_left(const struct log *log)
{
    return (uint64_t)(last_data_segment(log) - log->current) * (SEGMENT - DATA) + (SEGMENT - log->used);
}

/* An upper bound of what records take, with fragments and unused ends. */
static uint64_t bytes_needed(const struct bytes *records, unsigned count)
{
    uint64_t need = 0;
    for (unsigned i = 0; i < count; i++) {
        uint64_t segments = records[i].size / (SEGMENT - DATA - 7) + 2;
        need += records[i].size + FRAGMENT_MIN + 7 * segments;
    }
    return need;
}

/* ---- writing ---- */

static void fail(struct log *log, JET_ERR err)
{
    if (log->failure == JET_errSuccess)
        log->failure =
            err == JET_errDiskFull || err == JET_errLogDiskFull ? JET_errLogDiskFull : JET_errLogWriteFail;
}

/* Writes the complete segments first .. last; they do not change (L2). */
static JET_ERR write_segments(struct log *log, uint32_t first, uint32_t last, uint64_t *sum)
{
    JET_ERR err = JET_errSuccess;
    while (first <= last && err >= 0) {
        uint32_t end = MIN(last, first + (log->capacity - first % log->capacity) - 1); /* to the ring's end */
        for (uint32_t n = first; n <= end; n++) {
            uint8_t *s = slot(log, n);
            uint64_t checksum = checksum_block(s, SEGMENT, n, true);
            store_le64(s, checksum);
            *sum ^= checksum;
        }
        err = os_file_write(log->file, (uint64_t)first * SEGMENT, slot(log, first),
                            (size_t)(end - first + 1) * SEGMENT);
        first = end + 1;
    }
    return err;
}

/* Lets go of the lock to write all complete segments, durable or not. */
static void write_complete(struct log *log, bool durable)
{
    uint32_t last = segment_is_complete(log) ? log->current : log->current - 1, first = log->written + 1;
    uint64_t sum = 0;
    if (first > last && !durable)
        return;
    log->writing = true;
    os_mutex_unlock(&log->lock);
    JET_ERR err = write_segments(log, first, last, &sum);
    if (err >= 0 && durable)
        err = os_file_sync(log->file);
    os_mutex_lock(&log->lock);
    log->writing = false;
    if (err < 0) {
        fail(log, err);
    } else {
        log->sum ^= sum;
        log->written = MAX(log->written, last);
        if (durable)
            log->durable = lgpos_make(log->header.generation, (uint16_t)(last + 1), 0).value;
    }
    os_condition_broadcast(&log->done);
}

static void wait_for_writer(struct log *log)
{
    while (log->writing)
        os_condition_wait(&log->done, &log->lock);
}

/* ---- generations ---- */

/* Makes a file of full size, all zero, under the temporary name. */
static JET_ERR make_file(struct log *log, const char *path, struct os_file **file)
{
    enum { CHUNK = 1 << 18 };
    static const uint8_t zeros[CHUNK];
    uint64_t size = (uint64_t)log->params.segments * SEGMENT;
    JET_ERR err = os_fs_open(log->params.names.fs, path, OS_OPEN_REPLACE, 0, file);
    if (err < 0)
        return err;
    for (uint64_t at = 0; at < size && err >= 0; at += CHUNK)
        err = os_file_write(*file, at, zeros, (size_t)MIN(size - at, CHUNK));
    if (err >= 0)
        err = os_file_sync(*file);
    if (err < 0) {
        os_file_close(*file);
        *file = NULL;
        os_fs_remove(log->params.names.fs, path);
    }
    return err;
}

/* Out of space: the highest reserve file becomes the temporary log (35, 5.1). */
static JET_ERR take_reserve(struct log *log, const char *temporary, struct os_file **file)
{
    struct os_fs *fs = log->params.names.fs;
    char path[OS_PATH_MAX];
    for (unsigned n = log->params.reserves; n > 0; n--) {
        enum os_path_kind kind;
        JET_ERR err = log_reserve_path(&log->params.names, n, path, sizeof path);
        if (err < 0 || os_fs_stat(fs, path, &kind) < 0 || kind != OS_PATH_FILE)
            continue;
        if (os_fs_rename(fs, path, temporary) < 0)
            continue;
        return os_fs_open(fs, temporary, OS_OPEN_WRITE, 0, file);
    }
    return JET_errLogDiskFull;
}

static void fill_header(struct log *log, struct logheader *header, const struct logheader *previous,
                        bool reserve)
{
    *header = (struct logheader){
        .generation = previous ? previous->generation + 1 : 1,
        .sector_size = SEGMENT,
        .header_sectors = 1,
        .file_sectors = (uint16_t)log->params.segments,
        .page_size = (uint16_t)log->params.page_size,
        .creation_time = log_time_now(),
        .version_major = 8,
        .version_minor = 4000,
        .update_major = log->params.update_major,
        .update_minor = log->params.update_minor,
        .engine_format_version = log->params.engine_format_version,
        .environment = log->params.environment,
        .checkpoint =
            log->params.checkpoint ? log->params.checkpoint(log->params.context) : (struct log_position){0},
        .file_type = JET_filetypeLog,
        .previous_segment_sum = previous ? log->sum : 0,
    };
    if (previous) {
        header->previous_creation_time = previous->creation_time;
        header->log_signature = previous->log_signature;
        header->flags = previous->flags & LOG_FLAG_CIRCULAR_HISTORY;
        /* strictly later (35, 5.1 step 3) */
        if (memcmp(header->creation_time.bytes, previous->creation_time.bytes, 8) == 0)
            header->creation_time.bytes[6] = (uint8_t)(header->creation_time.bytes[6] + 2);
        /* a stream never lowers its version (30, 3.2) */
        if (previous->version_major == 8 && previous->update_major > header->update_major) {
            header->update_major = previous->update_major;
            header->update_minor = previous->update_minor;
        }
    } else {
        header->log_signature = signature_new();
    }
    if (log->params.circular)
        header->flags |= LOG_FLAG_CIRCULAR | LOG_FLAG_CIRCULAR_HISTORY;
    if (reserve)
        header->flags |= LOG_FLAG_RESERVE_USED;
}

/* Writes the header of the generation behind `previous` into a prepared
 * temporary file and puts it in the place of the current log, which has been
 * archived before. Steps 1, 3, 5 and 6 of 35, 5.1. */
static JET_ERR begin_generation(struct log *log, const struct logheader *previous, bool archive)
{
    struct os_fs *fs = log->params.names.fs;
    char temporary[OS_PATH_MAX], current[OS_PATH_MAX], archived[OS_PATH_MAX];
    struct os_file *file = NULL;
    struct logheader header;
    uint8_t page[LOGHEADER_SIZE];
    bool reserve = false;

    JET_ERR err = log_file_path(&log->params.names, -1, temporary, sizeof temporary);
    if (err >= 0)
        err = log_file_path(&log->params.names, 0, current, sizeof current);
    if (err >= 0 && previous)
        err = log_file_path(&log->params.names, previous->generation, archived, sizeof archived);
    if (err < 0)
        return err;
    err = make_file(log, temporary, &file);
    if (err == JET_errDiskFull) {
        reserve = true;
        err = take_reserve(log, temporary, &file);
    }
    if (err < 0)
        return err;
    fill_header(log, &header, previous, reserve);
    logheader_store(&header, page);
    if (log->params.attach_list)
        log->params.attach_list(log->params.context, page + LOGHEADER_ATTACH_LIST);
    store_le32(page, checksum_xor(page, sizeof page));
    err = os_file_write(file, 0, page, sizeof page);
    if (err >= 0)
        err = os_file_sync(file);
    if (err >= 0 && archive) {
        os_file_close(log->file);
        log->file = NULL;
        err = os_fs_rename(fs, current, archived);
    }
    if (err >= 0)
        err = os_fs_rename(fs, temporary, current);
    if (err >= 0)
        err = os_fs_sync_directory(fs, log->params.names.directory);
    if (err < 0) {
        os_file_close(file);
        return err;
    }
    os_file_close(log->file);
    log->file = file;
    log->header = header;
    log->sum = 0;
    log->written = 0;
    log->durable = lgpos_make(header.generation, 1, 0).value;
    begin_segment(log, 1);
    return JET_errSuccess;
}

/* Changes to the next generation; the lock is held, no writer is at work. What
 * is left of the file is filled with NOPs, that is, stays zero. */
static void roll(struct log *log)
{
    uint32_t last = log->used > DATA ? log->current : log->current - 1;
    struct logheader previous = log->header;
    uint64_t sum = 0;

    log->writing = true;
    JET_ERR err = write_segments(log, log->written + 1, last, &sum);
    log->sum ^= sum;
    if (err >= 0)
        err = os_file_sync(log->file);
    if (err >= 0)
        err = begin_generation(log, &previous, true);
    log->writing = false;
    if (err < 0)
        fail(log, err);
    else if (log->params.rolled)
        log->params.rolled(log->params.context, log->header.generation);
    os_condition_broadcast(&log->done);
}

/* ---- appending ---- */

static void copy_in(struct log *log, const uint8_t *bytes, size_t size)
{
    memcpy(slot(log, log->current) + log->used, bytes, size);
    log->used += (uint32_t)size;
}

static void append_record(struct log *log, struct bytes record, struct log_position *first)
{
    uint32_t left = SEGMENT - log->used;
    if (record.size > left && left < FRAGMENT_MIN) {
        begin_segment(log, log->current + 1);
        left = SEGMENT - DATA;
    }
    *first = tip(log);
    if (record.size <= left) {
        copy_in(log, record.data, record.size);
        return;
    }
    uint8_t head[7] = {LOG_FRAGMENT_BEGIN};
    size_t part = left - sizeof head, at = 0;
    store_le32(head + LOG_FRAGMENT_BEGIN_TOTAL, (uint32_t)record.size);
    store_le16(head + LOG_FRAGMENT_BEGIN_SIZE, (uint16_t)part);
    copy_in(log, head, sizeof head);
    copy_in(log, record.data, part);
    for (at = part; at < record.size; at += part) {
        uint8_t next[3] = {LOG_FRAGMENT};
        begin_segment(log, log->current + 1);
        part = MIN(record.size - at, (size_t)(SEGMENT - DATA) - sizeof next);
        store_le16(next + LOG_FRAGMENT_SIZE, (uint16_t)part);
        copy_in(log, next, sizeof next);
        copy_in(log, record.data + at, part);
    }
}

/* Room for `need` bytes in file and ring; the lock is held, and may be let go
 * of in between. */
static JET_ERR make_room(struct log *log, uint64_t need)
{
    uint64_t file_bytes = (uint64_t)(log->params.segments - 2) * (SEGMENT - DATA);
    if (need > file_bytes || need > (uint64_t)(log->capacity - 2) * (SEGMENT - DATA))
        return JET_errLogBufferTooSmall;
    for (;;) {
        if (log->failure < 0)
            return log->failure;
        uint32_t segments = (uint32_t)(need / (SEGMENT - DATA)) + 2;
        if (need > bytes_left(log)) {
            wait_for_writer(log);
            if (log->failure >= 0 && need > bytes_left(log))
                roll(log);
        } else if (log->current + segments - log->written > log->capacity) {
            if (log->writing)
                os_condition_wait(&log->done, &log->lock);
            else
                write_complete(log, false);
        } else {
            return JET_errSuccess;
        }
    }
}

JET_ERR log_append(struct log *log, const struct bytes *records, unsigned count, void (*stamp)(void *context),
                   void *stamp_context, struct log_position *first, struct log_position *end)
{
    struct log_position begin = {0}, at;
    os_mutex_lock(&log->lock);
    JET_ERR err = make_room(log, bytes_needed(records, count));
    if (err >= 0) {
        if (segment_is_complete(log))
            begin_segment(log, log->current + 1);
        if (stamp)
            stamp(stamp_context);
        for (unsigned i = 0; i < count; i++) {
            append_record(log, records[i], &at);
            if (i == 0)
                begin = at;
        }
        if (first)
            *first = begin;
        if (end)
            *end = tip(log);
        /* Half full: hand complete segments to the system, without waiting for the disk. */
        if (!log->writing && log->current - log->written > log->capacity / 2)
            write_complete(log, false);
        err = log->failure;
    }
    os_mutex_unlock(&log->lock);
    return err;
}

/* ---- flushing ---- */

JET_ERR log_flush(struct log *log, struct log_position position)
{
    os_mutex_lock(&log->lock);
    while (log->failure >= 0 && log->durable < position.value) {
        if (log->writing) {
            os_condition_wait(&log->done, &log->lock);
            continue;
        }
        if (position.value > lgpos_make(log->header.generation, (uint16_t)log->current, 0).value)
            complete_segment(log);
        write_complete(log, true);
    }
    JET_ERR err = log->durable < position.value ? log->failure : JET_errSuccess;
    os_mutex_unlock(&log->lock);
    return err;
}

JET_ERR log_flush_all(struct log *log) { return log_flush(log, log_tip(log)); }

JET_ERR log_roll(struct log *log)
{
    os_mutex_lock(&log->lock);
    wait_for_writer(log);
    if (log->failure >= 0)
        roll(log);
    JET_ERR err = log->failure;
    os_mutex_unlock(&log->lock);
    return err;
}

/* ---- looking ---- */

struct log_position log_tip(struct log *log)
{
    os_mutex_lock(&log->lock);
    struct log_position position = tip(log);
    os_mutex_unlock(&log->lock);
    return position;
}

struct log_position log_durable(struct log *log)
{
    os_mutex_lock(&log->lock);
    struct log_position position = {log->durable};
    os_mutex_unlock(&log->lock);
    return position;
}

int32_t log_generation(struct log *log)
{
    os_mutex_lock(&log->lock);
    int32_t generation = log->header.generation;
    os_mutex_unlock(&log->lock);
    return generation;
}

struct log_time log_generation_time(struct log *log)
{
    os_mutex_lock(&log->lock);
    struct log_time time = log->header.creation_time;
    os_mutex_unlock(&log->lock);
    return time;
}

const struct signature *log_signature(const struct log *log) { return &log->header.log_signature; }

JET_ERR log_failure(struct log *log)
{
    os_mutex_lock(&log->lock);
    JET_ERR err = log->failure;
    os_mutex_unlock(&log->lock);
    return err;
}

void log_truncate(struct log *log, int32_t generation)
{
    struct log_inventory inventory;
    char path[OS_PATH_MAX];
    generation = MIN(generation, log_generation(log));
    if (log_inventory(&log->params.names, &inventory) < 0 || inventory.lowest == 0)
        return;
    for (int32_t g = inventory.lowest; g < generation; g++)
        if (log_file_path(&log->params.names, g, path, sizeof path) < 0 ||
            os_fs_remove(log->params.names.fs, path) < 0)
            return;
}

/* ---- start and end ---- */

static JET_ERR make_reserves(struct log *log)
{
    char path[OS_PATH_MAX];
    JET_ERR err = JET_errSuccess;
    for (unsigned n = 1; n <= log->params.reserves && err >= 0; n++) {
        struct os_file *file = NULL;
        uint64_t size = 0;
        err = log_reserve_path(&log->params.names, n, path, sizeof path);
        if (err < 0)
            break;
        if (os_fs_open(log->params.names.fs, path, OS_OPEN_READ, 0, &file) >= 0) {
            bool right = os_file_size(file, &size) >= 0 && size == (uint64_t)log->params.segments * SEGMENT;
            os_file_close(file);
            if (right)
                continue;
        }
        file = NULL;
        err = make_file(log, path, &file);
        os_file_close(file);
    }
    return err;
}

static JET_ERR log_new(const struct log_params *params, struct log **out)
{
    if (params->segments < 4 || params->segments > 65535)
        return JET_errInvalidParameter;
    struct log *log = mem_calloc(1, sizeof *log);
    if (!log)
        return JET_errOutOfMemory;
    log->params = *params;
    log->capacity = MAX(params->buffers, LOG_BUFFERS_MIN);
    log->ring = mem_alloc((size_t)log->capacity * SEGMENT);
    os_mutex_init(&log->lock, OS_RANK_LOG);
    os_condition_init(&log->done);
    if (!log->ring) {
        log_abandon(log);
        return JET_errOutOfMemory;
    }
    *out = log;
    return make_reserves(log);
}

JET_ERR log_create(const struct log_params *params, struct log **out)
{
    struct log *log = NULL;
    JET_ERR err = log_new(params, &log);
    if (err >= 0)
        err = begin_generation(log, NULL, false);
    if (err < 0) {
        log_abandon(log);
        log = NULL;
    }
    *out = log;
    return err;
}

JET_ERR log_continue(const struct log_params *params, const struct logheader *header, unsigned last,
                     uint64_t sum, bool missing, struct log **out)
{
    struct log *log = NULL;
    char path[OS_PATH_MAX];
    JET_ERR err = log_new(params, &log);
    if (err < 0)
        goto out;
    log->header = *header;
    log->sum = sum;
    bool usable = !missing && header->version_major == 8 && header->file_sectors == params->segments &&
                  header->update_major == params->update_major && last + 2 < header->file_sectors;
    err = log_file_path(&params->names, 0, path, sizeof path);
    if (err >= 0 && !missing)
        err = os_fs_open(params->names.fs, path, OS_OPEN_WRITE, 0, &log->file);
    if (err < 0)
        goto out;
    if (usable) {
        log->written = last;
        log->durable = lgpos_make(header->generation, (uint16_t)(last + 1), 0).value;
        begin_segment(log, last + 1);
    } else {
        err = begin_generation(log, header, !missing);
        if (err >= 0 && params->rolled)
            params->rolled(params->context, log->header.generation);
    }
out:
    if (err < 0) {
        log_abandon(log);
        log = NULL;
    }
    *out = log;
    return err;
}

JET_ERR log_close(struct log *log)
{
    if (!log)
        return JET_errSuccess;
    JET_ERR err = log_flush_all(log);
    log_abandon(log);
    return err;
}

void log_abandon(struct log *log)
{
    if (!log)
        return;
    os_file_close(log->file);
    os_condition_destroy(&log->done);
    os_mutex_destroy(&log->lock);
    mem_free(log->ring);
    mem_free(log);
}
