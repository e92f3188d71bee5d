#include "files.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static JET_ERR error_of(int number)
{
    switch (number) {
    case ENOENT:
    case ENOTDIR:
        return JET_errFileNotFound;
    case EACCES:
    case EPERM:
    case EISDIR:
        return JET_errFileAccessDenied;
    case ENOMEM:
        return JET_errOutOfMemory;
    default:
        return JET_errDiskIO;
    }
}

JET_ERR file_map(const char *path, size_t limit, struct bytes *file)
{
    struct stat st;
    *file = (struct bytes){NULL, 0};
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return error_of(errno);
    JET_ERR err = JET_errSuccess;
    if (fstat(fd, &st) != 0)
        err = error_of(errno);
    else if (S_ISDIR(st.st_mode))
        err = JET_errFileAccessDenied;
    size_t size = err ? 0 : (size_t)st.st_size;
    if (limit)
        size = MIN(size, limit);
    if (size) {
        void *data = mmap(NULL, size, PROT_READ, MAP_PRIVATE, fd, 0);
        if (data == MAP_FAILED)
            err = error_of(errno);
        else
            *file = (struct bytes){data, size};
    }
    close(fd);
    return err;
}

void file_unmap(struct bytes file)
{
    if (file.data)
        munmap((void *)(uintptr_t)file.data, file.size);
}

unsigned file_kind(struct bytes file) { return file.size >= 671 ? load_le32(file.data + 667) : 0; }

const char *file_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}
