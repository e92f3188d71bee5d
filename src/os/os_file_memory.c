/* Files in the heap, for tests. A file lives as long as it has a name or is open. */
#include "os/os_file.h"

#include "base/alloc.h"
#include "os/os_thread.h"

struct node {
    struct node *next; /* list of the file system, while it has a name */
    char *path;
    uint8_t *data;
    uint64_t size, capacity;
    bool directory, named;
    uint32_t opens, readers, writers; /* locks: readers share, a writer is alone */
};

struct memory_fs {
    struct os_fs fs;
    struct os_mutex lock;
    struct node *nodes;
};

struct memory_file {
    struct os_file file;
    struct memory_fs *fs;
    struct node *node;
    bool writable, locked;
};

static struct memory_fs *memory_fs(struct os_fs *fs) { return (struct memory_fs *)fs; }
static struct memory_file *memory_file(struct os_file *file) { return (struct memory_file *)file; }

static struct node *node_find(struct memory_fs *fs, const char *path)
{
    for (struct node *n = fs->nodes; n; n = n->next)
        if (strcmp(n->path, path) == 0)
            return n;
    return NULL;
}

static void node_unlink(struct memory_fs *fs, struct node *node)
{
    struct node **link = &fs->nodes;
    while (*link != node)
        link = &(*link)->next;
    *link = node->next;
    node->named = false;
}

static void node_free_if_unused(struct node *node)
{
    if (node->named || node->opens)
        return;
    mem_free(node->path);
    mem_free(node->data);
    mem_free(node);
}

static struct node *node_new(struct memory_fs *fs, const char *path, bool directory)
{
    struct node *node = mem_calloc(1, sizeof *node);
    if (!node || !mem_copy_text(path, &node->path)) {
        mem_free(node);
        return NULL;
    }
    node->directory = directory;
    node->named = true;
    node->next = fs->nodes;
    fs->nodes = node;
    return node;
}

static JET_ERR node_resize(struct node *node, uint64_t size)
{
    if (size > node->capacity) {
        uint64_t capacity = MAX(size, node->capacity * 2);
        uint8_t *data = mem_realloc(node->data, capacity);
        if (!data)
            return JET_errDiskFull;
        node->data = data;
        node->capacity = capacity;
    }
    if (size > node->size)
        memset(node->data + node->size, 0, size - node->size);
    node->size = size;
    return JET_errSuccess;
}

static JET_ERR memory_read(struct os_file *file, uint64_t offset, const struct iovec *parts, int count)
{
    struct memory_file *f = memory_file(file);
    JET_ERR err = JET_errSuccess;

    os_mutex_lock(&f->fs->lock);
    for (int i = 0; i < count && err >= 0; i++) {
        if (offset > f->node->size || parts[i].iov_len > f->node->size - offset) {
            err = JET_errFileIOBeyondEOF;
        } else if (parts[i].iov_len) {
            memcpy(parts[i].iov_base, f->node->data + offset, parts[i].iov_len);
            offset += parts[i].iov_len;
        }
    }
    os_mutex_unlock(&f->fs->lock);
    return err;
}

static JET_ERR memory_write(struct os_file *file, uint64_t offset, const struct iovec *parts, int count)
{
    struct memory_file *f = memory_file(file);
    JET_ERR err = f->writable ? JET_errSuccess : JET_errFileAccessDenied;

    os_mutex_lock(&f->fs->lock);
    for (int i = 0; i < count && err >= 0; i++) {
        if (parts[i].iov_len == 0)
            continue;
        if (offset + parts[i].iov_len > f->node->size)
            err = node_resize(f->node, offset + parts[i].iov_len);
        if (err >= 0)
            memcpy(f->node->data + offset, parts[i].iov_base, parts[i].iov_len);
        offset += parts[i].iov_len;
    }
    os_mutex_unlock(&f->fs->lock);
    return err;
}

static JET_ERR memory_size(struct os_file *file, uint64_t *size)
{
    struct memory_file *f = memory_file(file);
    os_mutex_lock(&f->fs->lock);
    *size = f->node->size;
    os_mutex_unlock(&f->fs->lock);
    return JET_errSuccess;
}

static JET_ERR memory_resize(struct os_file *file, uint64_t size)
{
    struct memory_file *f = memory_file(file);
    if (!f->writable)
        return JET_errFileAccessDenied;
    os_mutex_lock(&f->fs->lock);
    JET_ERR err = node_resize(f->node, size);
    os_mutex_unlock(&f->fs->lock);
    return err;
}

static JET_ERR memory_sync(struct os_file *file)
{
    (void)file;
    return JET_errSuccess;
}

static void memory_prefetch(struct os_file *file, uint64_t offset, uint64_t size)
{
    (void)file, (void)offset, (void)size;
}

static void memory_close(struct os_file *file)
{
    struct memory_file *f = memory_file(file);

    os_mutex_lock(&f->fs->lock);
    f->node->opens--;
    if (f->locked) {
        f->node->readers -= !f->writable;
        f->node->writers -= f->writable;
    }
    node_free_if_unused(f->node);
    os_mutex_unlock(&f->fs->lock);
    mem_free(f);
}

static const struct os_file_ops memory_file_ops = {
    .read = memory_read,
    .write = memory_write,
    .size = memory_size,
    .allocated = memory_size,
    .resize = memory_resize,
    .sync = memory_sync,
    .prefetch = memory_prefetch,
    .close = memory_close,
};

static bool parent_exists(struct memory_fs *fs, const char *path)
{
    const char *slash = strrchr(path, '/');
    if (!slash || slash == path)
        return true;
    for (struct node *n = fs->nodes; n; n = n->next)
        if (n->directory && strlen(n->path) == (size_t)(slash - path) &&
            strncmp(n->path, path, (size_t)(slash - path)) == 0)
            return true;
    return false;
}

/* The node to open, made or emptied as the mode says; fs->lock held. */
static JET_ERR open_node(struct memory_fs *fs, const char *path, enum os_open_mode mode, bool lock,
                         struct node **out)
{
    struct node *node = node_find(fs, path);

    if (!parent_exists(fs, path))
        return mode == OS_OPEN_CREATE || mode == OS_OPEN_REPLACE ? JET_errInvalidPath : JET_errFileNotFound;
    if (node && mode == OS_OPEN_CREATE)
        return JET_errFileAlreadyExists;
    if (!node && (mode == OS_OPEN_READ || mode == OS_OPEN_WRITE))
        return JET_errFileNotFound;
    if (node && (node->directory || (lock && (node->writers || (mode != OS_OPEN_READ && node->readers)))))
        return JET_errFileAccessDenied;
    if (!node && !(node = node_new(fs, path, false)))
        return JET_errOutOfMemory;
    if (mode == OS_OPEN_REPLACE)
        node->size = 0;
    *out = node;
    return JET_errSuccess;
}

static JET_ERR memory_open(struct os_fs *fs, const char *path, enum os_open_mode mode, uint32_t flags,
                           struct os_file **file)
{
    struct memory_fs *m = memory_fs(fs);
    struct memory_file *f = mem_calloc(1, sizeof *f);
    if (!f)
        return JET_errOutOfMemory;
    f->file.ops = &memory_file_ops;
    f->fs = m;
    f->writable = mode != OS_OPEN_READ;
    f->locked = !(flags & OS_OPEN_NO_LOCK);
    os_mutex_lock(&m->lock);
    JET_ERR err = open_node(m, path, mode, f->locked, &f->node);
    if (err >= 0) {
        f->node->opens++;
        f->node->readers += f->locked && !f->writable;
        f->node->writers += f->locked && f->writable;
    }
    os_mutex_unlock(&m->lock);
    if (err < 0)
        mem_free(f);
    else
        *file = &f->file;
    return err;
}

static JET_ERR memory_remove(struct os_fs *fs, const char *path)
{
    struct memory_fs *m = memory_fs(fs);

    os_mutex_lock(&m->lock);
    struct node *node = node_find(m, path);
    JET_ERR err = !node ? JET_errFileNotFound : node->directory ? JET_errFileAccessDenied : JET_errSuccess;
    if (err >= 0) {
        node_unlink(m, node);
        node_free_if_unused(node);
    }
    os_mutex_unlock(&m->lock);
    return err;
}

static JET_ERR memory_rename(struct os_fs *fs, const char *from, const char *to)
{
    struct memory_fs *m = memory_fs(fs);
    char *path;

    if (!mem_copy_text(to, &path))
        return JET_errOutOfMemory;
    os_mutex_lock(&m->lock);
    struct node *node = node_find(m, from), *old = node_find(m, to);
    JET_ERR err = node ? JET_errSuccess : JET_errFileNotFound;
    if (err >= 0 && node != old) {
        if (old) {
            node_unlink(m, old);
            node_free_if_unused(old);
        }
        char *was = node->path;
        node->path = path;
        path = was;
    }
    os_mutex_unlock(&m->lock);
    mem_free(path);
    return err;
}

static JET_ERR memory_stat(struct os_fs *fs, const char *path, enum os_path_kind *kind)
{
    struct memory_fs *m = memory_fs(fs);

    os_mutex_lock(&m->lock);
    struct node *node = node_find(m, path);
    *kind = node                     ? node->directory ? OS_PATH_DIRECTORY : OS_PATH_FILE
            : strcmp(path, "/") == 0 ? OS_PATH_DIRECTORY
                                     : OS_PATH_NONE;
    os_mutex_unlock(&m->lock);
    return JET_errSuccess;
}

static JET_ERR memory_make_directory(struct os_fs *fs, const char *path)
{
    struct memory_fs *m = memory_fs(fs);
    JET_ERR err = JET_errSuccess;

    os_mutex_lock(&m->lock);
    if (!parent_exists(m, path))
        err = JET_errInvalidPath;
    else if (!node_find(m, path) && !node_new(m, path, true))
        err = JET_errOutOfMemory;
    os_mutex_unlock(&m->lock);
    return err;
}

static JET_ERR memory_list(struct os_fs *fs, const char *path,
                           JET_ERR (*visit)(void *context, const char *name), void *context)
{
    struct memory_fs *m = memory_fs(fs);
    size_t length = strlen(path);
    JET_ERR err = JET_errSuccess;

    while (length > 0 && path[length - 1] == '/')
        length--;
    os_mutex_lock(&m->lock);
    for (struct node *n = m->nodes; n && err >= 0; n = n->next)
        if (strncmp(n->path, path, length) == 0 && n->path[length] == '/' &&
            !strchr(n->path + length + 1, '/'))
            err = visit(context, n->path + length + 1);
    os_mutex_unlock(&m->lock);
    return err;
}

static JET_ERR memory_sync_directory(struct os_fs *fs, const char *path)
{
    (void)fs, (void)path;
    return JET_errSuccess;
}

struct os_fs *os_fs_memory_create(void)
{
    static const struct os_fs_ops ops = {
        .open = memory_open,
        .remove = memory_remove,
        .rename = memory_rename,
        .stat = memory_stat,
        .make_directory = memory_make_directory,
        .list = memory_list,
        .sync_directory = memory_sync_directory,
    };
    struct memory_fs *fs = mem_calloc(1, sizeof *fs);
    if (!fs)
        return NULL;
    fs->fs.ops = &ops;
    os_mutex_init(&fs->lock, OS_RANK_OS);
    return &fs->fs;
}

void os_fs_memory_destroy(struct os_fs *fs)
{
    struct memory_fs *m = memory_fs(fs);
    if (!fs)
        return;
    while (m->nodes) {
        struct node *node = m->nodes;
        node_unlink(m, node);
        node_free_if_unused(node);
    }
    os_mutex_destroy(&m->lock);
    mem_free(m);
}
