/* The integrity check of a whole database file: whatever the bytes are, it ends
 * with a result, and what it calls sound it calls sound again. */
#include "whole_file.h"

#include "os/os_file.h"
#include "recovery/integrity.h"

/* A tree may be made to run in circles, or records to be many: enough is enough. */
#define PAGES_MOST 3000

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned seed)
{
    return whole_file_mutate(data, size, max_size, seed);
}

static JET_ERR limit(void *context, uint64_t done, uint64_t total)
{
    (void)context, (void)total;
    return done > PAGES_MOST ? JET_errOutOfThreads : JET_errSuccess;
}

static void report(void *context, enum integrity_severity severity, const char *table, const char *text)
{
    uint64_t *lines = context;
    (void)severity;
    *lines += touch((struct bytes){(const uint8_t *)text, strlen(text)}) + (table ? strlen(table) : 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char path[] = "/fuzz.edb";
    struct os_fs *fs = os_fs_memory_create();
    struct os_file *file;
    struct integrity_result first, second;
    uint64_t lines = 0;
    struct integrity_options options = {.fs = fs, .report = report, .progress = limit, .context = &lines};
    must(fs != NULL);
    must(os_fs_open(fs, path, OS_OPEN_CREATE, 0, &file) >= 0);
    must(size == 0 || os_file_write(file, 0, data, size) >= 0);
    os_file_close(file);
    JET_ERR err = integrity_check(path, &options, &first);
    if (err == JET_errSuccess)
        must(first.errors == 0 && integrity_check(path, &options, &second) == JET_errSuccess);
    if (err == JET_errDatabaseCorrupted && lines)
        must(first.errors > 0);
    os_fs_memory_destroy(fs);
    return 0;
}
