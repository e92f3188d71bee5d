/* JetGetInstanceInfo: one block with the array, the pointers and the texts behind. */
#include "engine/instance.h"

#include "base/alloc.h"
#include "base/utf.h"
#include "engine/engine_private.h"

/* The same walk measures (block NULL) and fills. Places are counted from the start
 * of the block; the array of infos comes first, then pointers and texts mixed. */
struct builder {
    uint8_t *block;
    size_t used;
    size_t unit; /* 1: UTF-8, 2: UTF-16 */
    JET_ERR err;
    void **paths; /* of the instance at work */
    size_t path_count;
};

static void *place(struct builder *b, size_t size, size_t alignment)
{
    b->used = (b->used + alignment - 1) / alignment * alignment;
    void *at = b->block ? b->block + b->used : NULL;
    b->used += size;
    return at;
}

static void *put_text(struct builder *b, const char *text)
{
    size_t bytes = strlen(text), units = bytes;

    if (b->unit == 2 && utf16_from_utf8(text, bytes, NULL, 0, &units) < 0)
        b->err = JET_errUnicodeTranslationFail;
    void *at = place(b, (units + 1) * b->unit, b->unit);
    if (!at)
        return NULL;
    if (b->unit == 2)
        (void)utf16_from_utf8(text, bytes, at, units, &units);
    else
        memcpy(at, text, bytes);
    return at;
}

static JET_ERR count_path(void *context, const char *path, bool logged)
{
    (void)path;
    ((struct builder *)context)->path_count += logged;
    return JET_errSuccess;
}

static JET_ERR put_path(void *context, const char *path, bool logged)
{
    struct builder *b = context;
    if (logged) {
        void *text = put_text(b, path);
        if (b->paths)
            *b->paths++ = text;
    }
    return JET_errSuccess;
}

static void put_instance(struct builder *b, const struct instance *instance, JET_INSTANCE_INFO_A *info)
{
    struct instance_databases *databases = __atomic_load_n(&instance->databases, __ATOMIC_ACQUIRE);
    void *name = instance->name ? put_text(b, instance->name) : NULL;
    void **paths = NULL, **displays = NULL;

    b->path_count = 0;
    if (databases && databases->each)
        (void)databases->each(databases, count_path, b);
    if (b->path_count) {
        paths = place(b, b->path_count * sizeof *paths, sizeof *paths);
        displays = place(b, b->path_count * sizeof *displays, sizeof *displays);
        b->paths = paths;
        (void)databases->each(databases, put_path, b);
    }
    if (!info)
        return;
    info->hInstanceId = instance->handle;
    info->szInstanceName = name;
    info->cDatabases = b->path_count;
    info->szDatabaseFileName = (char **)(void *)paths;
    info->szDatabaseDisplayName = (char **)(void *)displays;
}

static void build(struct builder *b, uint32_t count)
{
    JET_INSTANCE_INFO_A *infos = place(b, count * sizeof *infos, _Alignof(JET_INSTANCE_INFO_A));
    for (const struct instance *i = process.instances; i; i = i->next)
        put_instance(b, i, infos ? infos++ : NULL);
}

JET_ERR instance_info(bool wide, uint32_t *count, void **infos)
{
    struct builder measure = {.unit = wide ? 2 : 1};
    JET_ERR err = JET_errSuccess;

    os_mutex_lock(&process.lock);
    uint32_t n = atomic_load(&process.instance_count);
    build(&measure, n);
    struct builder fill = {.unit = measure.unit, .block = n ? mem_calloc(1, measure.used) : NULL};
    if (measure.err < 0)
        err = measure.err;
    else if (n && !fill.block)
        err = JET_errOutOfMemory;
    else if (n)
        build(&fill, n);
    os_mutex_unlock(&process.lock);
    if (err < 0) {
        mem_free(fill.block);
        return err;
    }
    *count = n;
    *infos = fill.block;
    return JET_errSuccess;
}
