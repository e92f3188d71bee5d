/* os_file.h: files. One small interface, three implementations: POSIX, in
 * memory, and one that wraps another and makes the n-th operation fail.
 *
 * Everything above opens files through a struct os_fs (the file system of its
 * instance) and never calls the system itself, so that tests can fail every
 * operation one by one. All paths are absolute or relative POSIX paths in
 * UTF-8. Functions return JET_ERR; errno never leaves this room. */
#ifndef ESENT_OS_FILE_H
#define ESENT_OS_FILE_H

#include "base/base.h"

#include <sys/uio.h>

enum os_open_mode {
    OS_OPEN_READ,    /* must exist, never written */
    OS_OPEN_WRITE,   /* must exist, read and write */
    OS_OPEN_CREATE,  /* must not exist: JET_errFileAlreadyExists */
    OS_OPEN_REPLACE, /* created, or emptied when it exists */
};

/* Locks are taken at open and given up at close; they hold between processes
 * and between two opens in one process, as Windows' share modes do. Without
 * OS_OPEN_NO_LOCK a reader shares the file with readers, a writer has it alone;
 * a conflict is JET_errFileAccessDenied. */
#define OS_OPEN_NO_LOCK 0x1u /* for dumps and backups that look into files in use */

struct os_file {
    const struct os_file_ops *ops;
};

struct os_file_ops {
    /* Reads exactly size bytes. A range that ends beyond the end of the file is
     * JET_errFileIOBeyondEOF; the buffer's contents are then undefined. */
    JET_ERR (*read)(struct os_file *file, uint64_t offset, const struct iovec *parts, int count);
    JET_ERR (*write)(struct os_file *file, uint64_t offset, const struct iovec *parts, int count);
    JET_ERR (*size)(struct os_file *file, uint64_t *size);
    JET_ERR (*allocated)(struct os_file *file, uint64_t *size); /* space on disk */
    JET_ERR (*resize)(struct os_file *file, uint64_t size);     /* grows with zeros */
    JET_ERR (*sync)(struct os_file *file);
    void (*prefetch)(struct os_file *file, uint64_t offset, uint64_t size); /* a hint */
    void (*close)(struct os_file *file);
};

JET_ERR os_file_read(struct os_file *file, uint64_t offset, void *buffer, size_t size);
JET_ERR os_file_readv(struct os_file *file, uint64_t offset, const struct iovec *parts, int count);
JET_ERR os_file_write(struct os_file *file, uint64_t offset, const void *buffer, size_t size);
JET_ERR os_file_writev(struct os_file *file, uint64_t offset, const struct iovec *parts, int count);
JET_ERR os_file_size(struct os_file *file, uint64_t *size);
JET_ERR os_file_allocated(struct os_file *file, uint64_t *size);
JET_ERR os_file_resize(struct os_file *file, uint64_t size);
JET_ERR os_file_sync(struct os_file *file);
void os_file_prefetch(struct os_file *file, uint64_t offset, uint64_t size);
void os_file_close(struct os_file *file); /* NULL is fine */

enum os_path_kind { OS_PATH_NONE, OS_PATH_FILE, OS_PATH_DIRECTORY };

struct os_fs {
    const struct os_fs_ops *ops;
};

struct os_fs_ops {
    JET_ERR(*open)
    (struct os_fs *fs, const char *path, enum os_open_mode mode, uint32_t flags, struct os_file **file);
    JET_ERR (*remove)(struct os_fs *fs, const char *path);
    JET_ERR (*rename)(struct os_fs *fs, const char *from, const char *to); /* replaces */
    JET_ERR (*stat)(struct os_fs *fs, const char *path, enum os_path_kind *kind);
    JET_ERR (*make_directory)(struct os_fs *fs, const char *path); /* one level; existing is fine */
    /* Calls visit for the name of every entry but . and ..; stops at the first error. */
    JET_ERR(*list)
    (struct os_fs *fs, const char *path, JET_ERR (*visit)(void *context, const char *name), void *context);
    JET_ERR (*sync_directory)(struct os_fs *fs, const char *path);
};

JET_ERR os_fs_open(struct os_fs *fs, const char *path, enum os_open_mode mode, uint32_t flags,
                   struct os_file **file);
JET_ERR os_fs_remove(struct os_fs *fs, const char *path);
JET_ERR os_fs_rename(struct os_fs *fs, const char *from, const char *to);
/* OS_PATH_NONE for a path that does not exist is success. */
JET_ERR os_fs_stat(struct os_fs *fs, const char *path, enum os_path_kind *kind);
JET_ERR os_fs_make_directory(struct os_fs *fs, const char *path);
/* Every missing level of the path, as mkdir -p. */
JET_ERR os_fs_make_path(struct os_fs *fs, const char *path);
JET_ERR os_fs_list(struct os_fs *fs, const char *path, JET_ERR (*visit)(void *context, const char *name),
                   void *context);
JET_ERR os_fs_sync_directory(struct os_fs *fs, const char *path);

/* The real thing; one for the process, never freed. */
struct os_fs *os_fs_posix(void);

/* Files that live in the heap; for tests. Directories exist once made. */
struct os_fs *os_fs_memory_create(void);
void os_fs_memory_destroy(struct os_fs *fs);

/* Passes everything on to `below`, counts operations, and fails chosen ones. */
enum os_fault_kind {
    OS_FAULT_OPEN,
    OS_FAULT_READ,
    OS_FAULT_WRITE,
    OS_FAULT_SYNC,
    OS_FAULT_RESIZE,
    OS_FAULT_REMOVE, /* remove and rename */
    OS_FAULT_PATH,   /* stat, list, make_directory */
    OS_FAULT_KINDS
};
struct os_fs *os_fs_fault_create(struct os_fs *below);
void os_fs_fault_destroy(struct os_fs *fs); /* not `below` */
/* The n-th operation of this kind from now (1 = the next) fails with `err`; n 0
 * disarms. A failing write first writes `torn` bytes of its data. */
void os_fs_fault_arm(struct os_fs *fs, enum os_fault_kind kind, uint64_t n, JET_ERR err, size_t torn);
uint64_t os_fs_fault_count(struct os_fs *fs, enum os_fault_kind kind);

/* The engine's error for an errno of a file operation. `missing_is_path` tells
 * that ENOENT means a missing directory (creating) and not a missing file. */
JET_ERR os_error_from_errno(int number, bool missing_is_path);

#endif
