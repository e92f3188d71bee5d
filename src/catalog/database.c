#include "catalog/database.h"

#include "base/alloc.h"
#include "btree/space.h"
#include "os/os_file.h"

/* A cache of one's own is this large unless told otherwise. */
#define OWN_CACHE_BYTES (32u << 20)

/* The first bytes of the file: both header copies at any page size. */
static JET_ERR read_head(struct os_file *file, uint8_t *head, size_t *size)
{
    uint64_t file_size;
    JET_ERR err = os_file_size(file, &file_size);
    if (err < 0)
        return err;
    *size = (size_t)MIN(file_size, DBHEADER_READ_SIZE);
    return *size ? os_file_read(file, 0, head, *size) : JET_errSuccess;
}

static JET_ERR check_header(const struct dbheader *header, const struct database_options *options)
{
    JET_ERR err = dbheader_check_readable(header, DBHEADER_UPDATE_MAX);
    if (err < 0)
        return err;
    if (options->page_size && options->page_size != dbheader_page_size(header))
        return JET_errPageSizeMismatch;
    err = options->evidence ? JET_errSuccess : dbheader_check_attachable(header);
    if (err < 0)
        return err;
    return dbheader_check_readable(header, options->update_max ? options->update_max : DBHEADER_UPDATE_MAX);
}

static JET_ERR load_header(struct database *database, const struct database_options *options)
{
    struct dbheader_choice choice;
    size_t size;
    uint8_t *head = mem_alloc(DBHEADER_READ_SIZE);
    if (!head)
        return JET_errOutOfMemory;
    JET_ERR err = read_head(database->file, head, &size);
    if (err < 0)
        goto done;
    struct bytes bytes = {head, size};
    if (dbheader_choose(bytes, &choice) == JET_errSuccess) {
        dbheader_load(choice.page, &database->header);
        err = check_header(&database->header, options);
        database->page_size = choice.page_size;
    } else if (options->evidence && options->page_size && size >= DBHEADER_FIELDS_END) {
        dbheader_load(head, &database->header); /* as it lies; nothing in it is trusted */
        database->page_size = options->page_size;
    } else {
        err = dbheader_unreadable_error(bytes);
    }
done:
    mem_free(head);
    return err;
}

/* What the root owns, or for damaged evidence what the file can hold. */
static JET_ERR find_last_page(struct database *database)
{
    JET_ERR err = space_last_page(database->cache, database->slot, &database->last_page);
    if (err < 0 && database->evidence) {
        uint64_t size;
        err = os_file_size(database->file, &size);
        if (err < 0)
            return err;
        uint64_t pages = size / database->page_size;
        database->last_page = pages > 2 ? (uint32_t)MIN(pages - 2, UINT64_C(0x7FEFFFFF)) : 1;
    }
    if (err >= 0)
        cache_set_last_page(database->cache, database->slot, database->last_page);
    return err;
}

static JET_ERR open_pages(struct database *database, const struct database_options *options, bool empty)
{
    if (options->cache) {
        database->cache = options->cache;
    } else {
        struct cache_params params = {.page_size = database->page_size, .frames = options->frames};
        if (!params.frames)
            params.frames = OWN_CACHE_BYTES / params.page_size;
        params.frames = MAX(params.frames, (uint32_t)CACHE_FRAMES_MIN);
        JET_ERR err = cache_create(&params, &database->cache);
        if (err < 0)
            return err;
        database->owns_cache = true;
    }
    JET_ERR err = cache_attach(database->cache, database->file, &database->slot);
    if (err < 0)
        return err;
    database->attached = true;
    return empty ? JET_errSuccess : find_last_page(database);
}

static JET_ERR open_database(const char *path, const struct database_options *options, enum os_open_mode mode,
                             struct database **database)
{
    static const struct database_options defaults;
    if (!options)
        options = &defaults;
    *database = NULL;
    struct database *db = mem_calloc(1, sizeof *db);
    size_t path_size = strlen(path) + 1;
    char *copy = mem_alloc(path_size);
    JET_ERR err = JET_errOutOfMemory;
    if (!db || !copy) {
        mem_free(copy);
        goto failed;
    }
    db->path = memcpy(copy, path, path_size);
    db->evidence = options->evidence;
    err = os_fs_open(options->fs ? options->fs : os_fs_posix(), path, mode,
                     options->evidence ? OS_OPEN_NO_LOCK : 0, &db->file);
    if (err < 0)
        goto failed;
    if (mode == OS_OPEN_CREATE)
        db->page_size = options->page_size;
    else
        err = load_header(db, options);
    if (err < 0)
        goto failed;
    err = open_pages(db, options, mode == OS_OPEN_CREATE);
    if (err < 0)
        goto failed;
    err = catalog_create(db->cache, db->slot, &db->catalog);
    if (err < 0)
        goto failed;
    *database = db;
    return JET_errSuccess;
failed:
    database_close(db);
    return err;
}

JET_ERR database_open_readonly(const char *path, const struct database_options *options,
                               struct database **database)
{
    return open_database(path, options, OS_OPEN_READ, database);
}

JET_ERR database_open_for_writing(const char *path, const struct database_options *options,
                                  struct database **database)
{
    JET_ERR err = open_database(path, options, OS_OPEN_WRITE, database);
    return err == JET_errFileAccessDenied ? JET_errDatabaseFileReadOnly : err;
}

JET_ERR database_open_new(const char *path, const struct database_options *options,
                          struct database **database)
{
    JET_ERR err = open_database(path, options, OS_OPEN_CREATE, database);
    return err == JET_errFileAlreadyExists ? JET_errDatabaseDuplicate : err;
}

void database_close(struct database *database)
{
    if (!database)
        return;
    catalog_destroy(database->catalog);
    if (database->attached)
        cache_detach(database->cache, database->slot);
    if (database->owns_cache)
        cache_destroy(database->cache);
    os_file_close(database->file);
    mem_free(database->path);
    mem_free(database);
}
