/* Files of the system. */
#include "os/os_file.h"

#include "base/alloc.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

struct posix_file {
    struct os_file file;
    int fd;
};

static struct posix_file *posix(struct os_file *file) { return (struct posix_file *)file; }

/* One transfer may end early (signals, limits of the system): go on behind it. */
static JET_ERR transfer(int fd, bool writing, uint64_t offset, const struct iovec *parts, int count)
{
    struct iovec rest[64];

    while (count > 0) {
        int n = MIN(count, (int)ARRAY_COUNT(rest));
        memcpy(rest, parts, (size_t)n * sizeof *rest);
        parts += n;
        count -= n;
        for (int i = 0; i < n;) {
            if (rest[i].iov_len == 0) {
                i++;
                continue;
            }
            if (offset > (uint64_t)INT64_MAX)
                return writing ? JET_errDiskFull : JET_errFileIOBeyondEOF;
            ssize_t done = writing ? pwritev(fd, &rest[i], n - i, (off_t)offset)
                                   : preadv(fd, &rest[i], n - i, (off_t)offset);
            if (done < 0 && errno == EINTR)
                continue;
            if (done < 0)
                return os_error_from_errno(errno, false);
            if (done == 0)
                return writing ? JET_errDiskIO : JET_errFileIOBeyondEOF;
            offset += (uint64_t)done;
            for (size_t left = (size_t)done; left > 0;) {
                size_t step = MIN(left, rest[i].iov_len);
                rest[i].iov_base = (uint8_t *)rest[i].iov_base + step;
                rest[i].iov_len -= step;
                left -= step;
                if (rest[i].iov_len == 0)
                    i++;
            }
        }
    }
    return JET_errSuccess;
}

static JET_ERR posix_read(struct os_file *file, uint64_t offset, const struct iovec *parts, int count)
{
    return transfer(posix(file)->fd, false, offset, parts, count);
}

static JET_ERR posix_write(struct os_file *file, uint64_t offset, const struct iovec *parts, int count)
{
    return transfer(posix(file)->fd, true, offset, parts, count);
}

static JET_ERR posix_size(struct os_file *file, uint64_t *size)
{
    struct stat st;
    if (fstat(posix(file)->fd, &st) != 0)
        return os_error_from_errno(errno, false);
    *size = (uint64_t)st.st_size;
    return JET_errSuccess;
}

static JET_ERR posix_allocated(struct os_file *file, uint64_t *size)
{
    struct stat st;
    if (fstat(posix(file)->fd, &st) != 0)
        return os_error_from_errno(errno, false);
    *size = (uint64_t)st.st_blocks * 512;
    return JET_errSuccess;
}

static JET_ERR posix_resize(struct os_file *file, uint64_t size)
{
    int done;
    if (size > (uint64_t)INT64_MAX)
        return JET_errDiskFull;
    do
        done = ftruncate(posix(file)->fd, (off_t)size);
    while (done != 0 && errno == EINTR);
    return done == 0 ? JET_errSuccess : os_error_from_errno(errno, false);
}

static JET_ERR posix_sync(struct os_file *file)
{
    return fdatasync(posix(file)->fd) == 0 ? JET_errSuccess : os_error_from_errno(errno, false);
}

static void posix_prefetch(struct os_file *file, uint64_t offset, uint64_t size)
{
    (void)posix_fadvise(posix(file)->fd, (off_t)offset, (off_t)size, POSIX_FADV_WILLNEED);
}

static void posix_close(struct os_file *file)
{
    close(posix(file)->fd);
    mem_free(file);
}

static const struct os_file_ops posix_file_ops = {
    .read = posix_read,
    .write = posix_write,
    .size = posix_size,
    .allocated = posix_allocated,
    .resize = posix_resize,
    .sync = posix_sync,
    .prefetch = posix_prefetch,
    .close = posix_close,
};

static const int open_flags[] = {
    [OS_OPEN_READ] = O_RDONLY,
    [OS_OPEN_WRITE] = O_RDWR,
    [OS_OPEN_CREATE] = O_RDWR | O_CREAT | O_EXCL,
    [OS_OPEN_REPLACE] = O_RDWR | O_CREAT,
};

/* Opened, a plain file, and locked; a file that is refused keeps its contents. */
static JET_ERR lock_opened(enum os_open_mode mode, uint32_t flags, int fd)
{
    struct stat st;
    if (fstat(fd, &st) != 0)
        return os_error_from_errno(errno, false);
    if (!S_ISREG(st.st_mode) && !S_ISBLK(st.st_mode))
        return JET_errFileAccessDenied;
    int kind = mode == OS_OPEN_READ ? LOCK_SH : LOCK_EX;
    if (!(flags & OS_OPEN_NO_LOCK) && flock(fd, kind | LOCK_NB) != 0 && errno != ENOLCK &&
        errno != EOPNOTSUPP)
        return os_error_from_errno(errno, false);
    if (mode == OS_OPEN_REPLACE && ftruncate(fd, 0) != 0)
        return os_error_from_errno(errno, false);
    return JET_errSuccess;
}

static JET_ERR posix_open(struct os_fs *fs, const char *path, enum os_open_mode mode, uint32_t flags,
                          struct os_file **file)
{
    (void)fs;
    bool creates = mode == OS_OPEN_CREATE || mode == OS_OPEN_REPLACE;
    struct posix_file *f = mem_calloc(1, sizeof *f);
    if (!f)
        return JET_errOutOfMemory;
    /* O_NONBLOCK: a FIFO must not hang us; it is refused below. */
    do
        f->fd = open(path, open_flags[mode] | O_CLOEXEC | O_NONBLOCK, 0666);
    while (f->fd < 0 && errno == EINTR);
    if (f->fd < 0) {
        JET_ERR err = os_error_from_errno(errno, creates);
        mem_free(f);
        return err;
    }
    JET_ERR err = lock_opened(mode, flags, f->fd);
    if (err < 0) {
        close(f->fd);
        mem_free(f);
        return err;
    }
    f->file.ops = &posix_file_ops;
    *file = &f->file;
    return JET_errSuccess;
}

static JET_ERR posix_remove(struct os_fs *fs, const char *path)
{
    (void)fs;
    return unlink(path) == 0 ? JET_errSuccess : os_error_from_errno(errno, false);
}

static JET_ERR posix_rename(struct os_fs *fs, const char *from, const char *to)
{
    (void)fs;
    return rename(from, to) == 0 ? JET_errSuccess : os_error_from_errno(errno, false);
}

static JET_ERR posix_stat(struct os_fs *fs, const char *path, enum os_path_kind *kind)
{
    struct stat st;
    (void)fs;
    *kind = OS_PATH_NONE;
    if (stat(path, &st) != 0)
        return errno == ENOENT || errno == ENOTDIR ? JET_errSuccess : os_error_from_errno(errno, false);
    *kind = S_ISDIR(st.st_mode) ? OS_PATH_DIRECTORY : OS_PATH_FILE;
    return JET_errSuccess;
}

static JET_ERR posix_make_directory(struct os_fs *fs, const char *path)
{
    (void)fs;
    if (mkdir(path, 0777) == 0 || errno == EEXIST)
        return JET_errSuccess;
    return os_error_from_errno(errno, true);
}

static JET_ERR posix_list(struct os_fs *fs, const char *path,
                          JET_ERR (*visit)(void *context, const char *name), void *context)
{
    (void)fs;
    JET_ERR err = JET_errSuccess;
    DIR *directory = opendir(path);
    if (!directory)
        return os_error_from_errno(errno, true);
    while (err >= 0) {
        errno = 0;
        struct dirent *entry = readdir(directory);
        if (!entry) {
            if (errno)
                err = os_error_from_errno(errno, true);
            break;
        }
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            err = visit(context, entry->d_name);
    }
    closedir(directory);
    return err;
}

static JET_ERR posix_sync_directory(struct os_fs *fs, const char *path)
{
    (void)fs;
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return os_error_from_errno(errno, true);
    JET_ERR err = fsync(fd) == 0 || errno == EINVAL ? JET_errSuccess : os_error_from_errno(errno, true);
    close(fd);
    return err;
}

struct os_fs *os_fs_posix(void)
{
    static const struct os_fs_ops ops = {
        .open = posix_open,
        .remove = posix_remove,
        .rename = posix_rename,
        .stat = posix_stat,
        .make_directory = posix_make_directory,
        .list = posix_list,
        .sync_directory = posix_sync_directory,
    };
    static struct os_fs fs = {.ops = &ops};
    return &fs;
}
