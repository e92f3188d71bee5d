/* A file system that passes everything on, counts, and fails what it is told to. */
#include "os/os_file.h"

#include "base/alloc.h"
#include "os/os_thread.h"

struct fault {
    uint64_t count;
    uint64_t countdown; /* 1: the next one fails; 0: disarmed */
    JET_ERR err;
    size_t torn;
};

struct fault_fs {
    struct os_fs fs;
    struct os_fs *below;
    struct os_mutex lock;
    struct fault faults[OS_FAULT_KINDS];
};

struct fault_file {
    struct os_file file;
    struct fault_fs *fs;
    struct os_file *below;
};

static struct fault_fs *fault_fs(struct os_fs *fs) { return (struct fault_fs *)fs; }
static struct fault_file *fault_file(struct os_file *file) { return (struct fault_file *)file; }

/* Counts one operation; the error with which it must fail, or success. */
static JET_ERR strike(struct fault_fs *fs, enum os_fault_kind kind, size_t *torn)
{
    struct fault *fault = &fs->faults[kind];
    JET_ERR err = JET_errSuccess;

    os_mutex_lock(&fs->lock);
    fault->count++;
    if (fault->countdown && --fault->countdown == 0) {
        err = fault->err;
        if (torn)
            *torn = fault->torn;
    }
    os_mutex_unlock(&fs->lock);
    return err;
}

static JET_ERR fault_read(struct os_file *file, uint64_t offset, const struct iovec *parts, int count)
{
    struct fault_file *f = fault_file(file);
    JET_ERR err = strike(f->fs, OS_FAULT_READ, NULL);
    return err < 0 ? err : os_file_readv(f->below, offset, parts, count);
}

static JET_ERR fault_write(struct os_file *file, uint64_t offset, const struct iovec *parts, int count)
{
    struct fault_file *f = fault_file(file);
    size_t torn = 0;
    JET_ERR err = strike(f->fs, OS_FAULT_WRITE, &torn);

    if (err >= 0)
        return os_file_writev(f->below, offset, parts, count);
    for (int i = 0; i < count && torn > 0; i++) {
        size_t n = MIN(torn, parts[i].iov_len);
        (void)os_file_write(f->below, offset, parts[i].iov_base, n);
        offset += n;
        torn -= n;
    }
    return err;
}

static JET_ERR fault_size(struct os_file *file, uint64_t *size)
{
    return os_file_size(fault_file(file)->below, size);
}

static JET_ERR fault_allocated(struct os_file *file, uint64_t *size)
{
    return os_file_allocated(fault_file(file)->below, size);
}

static JET_ERR fault_resize(struct os_file *file, uint64_t size)
{
    struct fault_file *f = fault_file(file);
    JET_ERR err = strike(f->fs, OS_FAULT_RESIZE, NULL);
    return err < 0 ? err : os_file_resize(f->below, size);
}

static JET_ERR fault_sync(struct os_file *file)
{
    struct fault_file *f = fault_file(file);
    JET_ERR err = strike(f->fs, OS_FAULT_SYNC, NULL);
    return err < 0 ? err : os_file_sync(f->below);
}

static void fault_prefetch(struct os_file *file, uint64_t offset, uint64_t size)
{
    os_file_prefetch(fault_file(file)->below, offset, size);
}

static void fault_close(struct os_file *file)
{
    os_file_close(fault_file(file)->below);
    mem_free(file);
}

static const struct os_file_ops fault_file_ops = {
    .read = fault_read,
    .write = fault_write,
    .size = fault_size,
    .allocated = fault_allocated,
    .resize = fault_resize,
    .sync = fault_sync,
    .prefetch = fault_prefetch,
    .close = fault_close,
};

static JET_ERR fault_open(struct os_fs *fs, const char *path, enum os_open_mode mode, uint32_t flags,
                          struct os_file **file)
{
    struct fault_fs *f = fault_fs(fs);
    JET_ERR err = strike(f, OS_FAULT_OPEN, NULL);
    if (err < 0)
        return err;
    struct fault_file *opened = mem_calloc(1, sizeof *opened);
    if (!opened)
        return JET_errOutOfMemory;
    err = os_fs_open(f->below, path, mode, flags, &opened->below);
    if (err < 0) {
        mem_free(opened);
        return err;
    }
    opened->file.ops = &fault_file_ops;
    opened->fs = f;
    *file = &opened->file;
    return err;
}

static JET_ERR fault_remove(struct os_fs *fs, const char *path)
{
    JET_ERR err = strike(fault_fs(fs), OS_FAULT_REMOVE, NULL);
    return err < 0 ? err : os_fs_remove(fault_fs(fs)->below, path);
}

static JET_ERR fault_rename(struct os_fs *fs, const char *from, const char *to)
{
    JET_ERR err = strike(fault_fs(fs), OS_FAULT_REMOVE, NULL);
    return err < 0 ? err : os_fs_rename(fault_fs(fs)->below, from, to);
}

static JET_ERR fault_stat(struct os_fs *fs, const char *path, enum os_path_kind *kind)
{
    JET_ERR err = strike(fault_fs(fs), OS_FAULT_PATH, NULL);
    return err < 0 ? err : os_fs_stat(fault_fs(fs)->below, path, kind);
}

static JET_ERR fault_make_directory(struct os_fs *fs, const char *path)
{
    JET_ERR err = strike(fault_fs(fs), OS_FAULT_PATH, NULL);
    return err < 0 ? err : os_fs_make_directory(fault_fs(fs)->below, path);
}

static JET_ERR fault_list(struct os_fs *fs, const char *path,
                          JET_ERR (*visit)(void *context, const char *name), void *context)
{
    JET_ERR err = strike(fault_fs(fs), OS_FAULT_PATH, NULL);
    return err < 0 ? err : os_fs_list(fault_fs(fs)->below, path, visit, context);
}

static JET_ERR fault_sync_directory(struct os_fs *fs, const char *path)
{
    JET_ERR err = strike(fault_fs(fs), OS_FAULT_SYNC, NULL);
    return err < 0 ? err : os_fs_sync_directory(fault_fs(fs)->below, path);
}

struct os_fs *os_fs_fault_create(struct os_fs *below)
{
    static const struct os_fs_ops ops = {
        .open = fault_open,
        .remove = fault_remove,
        .rename = fault_rename,
        .stat = fault_stat,
        .make_directory = fault_make_directory,
        .list = fault_list,
        .sync_directory = fault_sync_directory,
    };
    struct fault_fs *fs = mem_calloc(1, sizeof *fs);
    if (!fs)
        return NULL;
    fs->fs.ops = &ops;
    fs->below = below;
    /* Not held while `below` works, so the two may have one rank. */
    os_mutex_init(&fs->lock, OS_RANK_OS);
    return &fs->fs;
}

void os_fs_fault_destroy(struct os_fs *fs)
{
    if (!fs)
        return;
    os_mutex_destroy(&fault_fs(fs)->lock);
    mem_free(fs);
}

void os_fs_fault_arm(struct os_fs *fs, enum os_fault_kind kind, uint64_t n, JET_ERR err, size_t torn)
{
    struct fault_fs *f = fault_fs(fs);
    os_mutex_lock(&f->lock);
    f->faults[kind].countdown = n;
    f->faults[kind].err = err;
    f->faults[kind].torn = torn;
    os_mutex_unlock(&f->lock);
}

uint64_t os_fs_fault_count(struct os_fs *fs, enum os_fault_kind kind)
{
    struct fault_fs *f = fault_fs(fs);
    os_mutex_lock(&f->lock);
    uint64_t count = f->faults[kind].count;
    os_mutex_unlock(&f->lock);
    return count;
}
