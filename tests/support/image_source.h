/* image_source.h: a database image in memory as the file under a page cache, with
 * reads that fail when told to. */
#ifndef TEST_IMAGE_SOURCE_H
#define TEST_IMAGE_SOURCE_H

#include "databases.h"
#include "cache/cache.h"
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

struct image_source {
    struct os_file file;
    struct test_image image;
    atomic_long reads;      /* calls */
    atomic_long pages_read; /* parts */
    atomic_long fail_at;    /* the n-th call from now fails; 0: none */
    atomic_int fail_every;  /* every n-th call fails; 0: none */
};

static inline JET_ERR image_readv(struct os_file *file, uint64_t offset, const struct iovec *parts, int count)
{
    struct image_source *source = (struct image_source *)(void *)file;
    long n = atomic_fetch_add(&source->reads, 1) + 1;
    int every = atomic_load(&source->fail_every);
    atomic_fetch_add(&source->pages_read, count);
    if (atomic_load(&source->fail_at) > 0 && atomic_fetch_sub(&source->fail_at, 1) == 1)
        return JET_errDiskIO;
    if (every && n % every == 0)
        return JET_errDiskIO;
    for (int i = 0; i < count; i++) {
        if (offset + parts[i].iov_len > source->image.size)
            return JET_errFileIOBeyondEOF;
        memcpy(parts[i].iov_base, source->image.bytes + offset, parts[i].iov_len);
        offset += parts[i].iov_len;
    }
    return JET_errSuccess;
}

static inline void image_source_open(struct image_source *source, const char *path)
{
    static const struct os_file_ops ops = {.read = image_readv};
    memset(source, 0, sizeof *source);
    source->file.ops = &ops;
    source->image = test_image_read(path);
}

/* A cache of `frames` pages over one database; exits the test on failure. */
static inline struct cache *image_cache(struct image_source *source, const char *path, uint32_t frames,
                                        unsigned *slot)
{
    struct cache *cache = NULL;
    image_source_open(source, path);
    struct cache_params params = {source->image.page_size, frames};
    if (cache_create(&params, &cache) != JET_errSuccess ||
        cache_attach(cache, &source->file, slot) != JET_errSuccess)
        abort();
    return cache;
}

static inline void image_cache_close(struct image_source *source, struct cache *cache, unsigned slot)
{
    cache_detach(cache, slot);
    cache_destroy(cache);
    test_image_free(&source->image);
}

#endif
