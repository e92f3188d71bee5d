/* What is common to all implementations of files. */
#include "os/os_file.h"

#include "os/os_path.h"

#include <errno.h>

JET_ERR os_error_from_errno(int number, bool missing_is_path)
{
    switch (number) {
    case ENOENT:
        return missing_is_path ? JET_errInvalidPath : JET_errFileNotFound;
    case ENOTDIR:
    case ENAMETOOLONG:
    case ELOOP:
        return JET_errInvalidPath;
    case EACCES:
    case EPERM:
    case EROFS:
    case ETXTBSY:
    case EBUSY:
    case EAGAIN: /* a lock that is taken */
    case EISDIR:
    case ENOTEMPTY:
        return JET_errFileAccessDenied;
    case EEXIST:
        return JET_errFileAlreadyExists;
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
        return JET_errDiskFull;
    case EMFILE:
    case ENFILE:
        return JET_errOutOfFileHandles;
    case ENOMEM:
        return JET_errOutOfMemory;
    default:
        return JET_errDiskIO;
    }
}

JET_ERR os_file_read(struct os_file *file, uint64_t offset, void *buffer, size_t size)
{
    struct iovec part = {.iov_base = buffer, .iov_len = size};
    return file->ops->read(file, offset, &part, 1);
}

JET_ERR os_file_readv(struct os_file *file, uint64_t offset, const struct iovec *parts, int count)
{
    return file->ops->read(file, offset, parts, count);
}

JET_ERR os_file_write(struct os_file *file, uint64_t offset, const void *buffer, size_t size)
{
    /* iovec has one type for both directions; writing does not touch the bytes. */
    union {
        const void *in;
        void *out;
    } data = {.in = buffer};
    struct iovec part = {.iov_base = data.out, .iov_len = size};
    return file->ops->write(file, offset, &part, 1);
}

JET_ERR os_file_writev(struct os_file *file, uint64_t offset, const struct iovec *parts, int count)
{
    return file->ops->write(file, offset, parts, count);
}

JET_ERR os_file_size(struct os_file *file, uint64_t *size) { return file->ops->size(file, size); }

JET_ERR os_file_allocated(struct os_file *file, uint64_t *size) { return file->ops->allocated(file, size); }

JET_ERR os_file_resize(struct os_file *file, uint64_t size) { return file->ops->resize(file, size); }

JET_ERR os_file_sync(struct os_file *file) { return file->ops->sync(file); }

void os_file_prefetch(struct os_file *file, uint64_t offset, uint64_t size)
{
    file->ops->prefetch(file, offset, size);
}

void os_file_close(struct os_file *file)
{
    if (file)
        file->ops->close(file);
}

JET_ERR os_fs_open(struct os_fs *fs, const char *path, enum os_open_mode mode, uint32_t flags,
                   struct os_file **file)
{
    *file = NULL;
    return fs->ops->open(fs, path, mode, flags, file);
}

JET_ERR os_fs_remove(struct os_fs *fs, const char *path) { return fs->ops->remove(fs, path); }

JET_ERR os_fs_rename(struct os_fs *fs, const char *from, const char *to)
{
    return fs->ops->rename(fs, from, to);
}

JET_ERR os_fs_stat(struct os_fs *fs, const char *path, enum os_path_kind *kind)
{
    return fs->ops->stat(fs, path, kind);
}

JET_ERR os_fs_make_directory(struct os_fs *fs, const char *path) { return fs->ops->make_directory(fs, path); }

JET_ERR os_fs_make_path(struct os_fs *fs, const char *path)
{
    char prefix[OS_PATH_MAX];
    size_t n = strlen(path);
    JET_ERR err = JET_errSuccess;

    if (n >= sizeof prefix)
        return JET_errInvalidPath;
    for (size_t i = 1; i <= n && err >= 0; i++) {
        if (path[i] != '/' && path[i] != '\0')
            continue;
        enum os_path_kind kind;
        memcpy(prefix, path, i);
        prefix[i] = '\0';
        err = os_fs_stat(fs, prefix, &kind);
        if (err >= 0 && kind == OS_PATH_FILE)
            err = JET_errInvalidPath;
        else if (err >= 0 && kind == OS_PATH_NONE)
            err = os_fs_make_directory(fs, prefix);
    }
    return err;
}

JET_ERR os_fs_list(struct os_fs *fs, const char *path, JET_ERR (*visit)(void *context, const char *name),
                   void *context)
{
    return fs->ops->list(fs, path, visit, context);
}

JET_ERR os_fs_sync_directory(struct os_fs *fs, const char *path) { return fs->ops->sync_directory(fs, path); }
