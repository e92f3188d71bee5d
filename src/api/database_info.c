/* JetGetDatabaseInfo, JetGetDatabaseFileInfo, JetGetLogFileInfo: facts about
 * databases and files (reference-schema-and-info; spec 40, 11.5). */
#include "api/api.h"
#include "api/database.h"

#include "base/alloc.h"
#include "base/utf.h"
#include "btree/space.h"
#include "format/checksum.h"
#include "format/logheader.h"
#include "os/os_file.h"
#include "os/os_path.h"

/* ---- the header in the public form --------------------------------------------- */

static JET_LGPOS public_position(struct log_position position)
{
    JET_LGPOS out;
    _Static_assert(sizeof out == sizeof position.value, "a log position has 8 bytes");
    memcpy(&out, &position.value, sizeof out);
    return out;
}

static JET_LOGTIME public_time(struct log_time t)
{
    JET_LOGTIME out;
    _Static_assert(sizeof out == sizeof t.bytes, "a log time has 8 bytes");
    memcpy(&out, t.bytes, sizeof out);
    return out;
}

static JET_SIGNATURE public_signature(const struct signature *s)
{
    JET_SIGNATURE out;
    _Static_assert(sizeof out == sizeof s->bytes, "a signature has 28 bytes");
    memcpy(&out, s->bytes, sizeof out);
    return out;
}

static JET_BKINFO public_backup(const struct backup_info *info)
{
    JET_BKINFO out = {.lgposMark = public_position(info->mark)};
    out.logtimeMark = public_time(info->time);
    out.genLow = info->generation_low;
    out.genHigh = info->generation_high;
    return out;
}

static void fill_first(const struct dbheader *h, JET_DBINFOMISC7 *out)
{
    out->ulVersion = h->format_version;
    out->ulUpdate = h->format_update_major;
    out->signDb = public_signature(&h->db_signature);
    out->dbstate = h->dbstate;
    out->lgposConsistent = public_position(h->consistent_lgpos);
    out->logtimeConsistent = public_time(h->consistent_time);
    out->logtimeAttach = public_time(h->attach_time);
    out->lgposAttach = public_position(h->attach_lgpos);
    out->logtimeDetach = public_time(h->detach_time);
    out->lgposDetach = public_position(h->detach_lgpos);
    out->signLog = public_signature(&h->log_signature);
    out->bkinfoFullPrev = public_backup(&h->full_backup_prev);
    out->bkinfoIncPrev = public_backup(&h->incremental_backup_prev);
    out->bkinfoFullCur = public_backup(&h->full_backup_current);
    out->fShadowingDisabled = h->db_flags & 1;
    out->fUpgradeDb = h->db_flags >> 1 & 1;
    out->dwMajorVersion = h->os_major;
    out->dwMinorVersion = h->os_minor;
    out->dwBuildNumber = h->os_build;
    out->lSPNumber = h->os_service_pack;
    out->cbPageSize = h->page_size;
}

static void fill_later(const struct dbheader *h, JET_DBINFOMISC7 *out)
{
    out->genMinRequired = (uint32_t)h->gen_min_required;
    out->genMaxRequired = (uint32_t)h->gen_max_required;
    out->logtimeGenMaxCreate = public_time(h->gen_max_create_time);
    out->ulRepairCount = h->repair_count;
    out->logtimeRepair = public_time(h->repair_time);
    out->ulRepairCountOld = h->repair_count_old;
    out->ulECCFixSuccess = h->ecc_fix_success_count;
    out->logtimeECCFixSuccess = public_time(h->ecc_fix_success_time);
    out->ulECCFixSuccessOld = h->ecc_fix_success_count_old;
    out->ulECCFixFail = h->ecc_fix_fail_count;
    out->logtimeECCFixFail = public_time(h->ecc_fix_fail_time);
    out->ulECCFixFailOld = h->ecc_fix_fail_count_old;
    out->ulBadChecksum = h->bad_checksum_count;
    out->logtimeBadChecksum = public_time(h->bad_checksum_time);
    out->ulBadChecksumOld = h->bad_checksum_count_old;
    out->genCommitted = (uint32_t)h->gen_max_committed;
    out->bkinfoCopyPrev = public_backup(&h->copy_backup_prev);
    out->bkinfoDiffPrev = public_backup(&h->differential_backup_prev);
    out->ulIncrementalReseedCount = h->incremental_reseed_count;
    out->logtimeIncrementalReseed = public_time(h->incremental_reseed_time);
    out->ulIncrementalReseedCountOld = h->incremental_reseed_count_old;
    out->ulPagePatchCount = h->page_patch_count;
    out->logtimePagePatch = public_time(h->page_patch_time);
    out->ulPagePatchCountOld = h->page_patch_count_old;
    out->logtimeChecksumPrev = public_time(h->dbscan_prev_time);
    out->logtimeChecksumStart = public_time(h->dbscan_start_time);
    out->cpgDatabaseChecked = h->dbscan_highest_contiguous_page;
    out->logtimeLastReAttach = public_time(h->last_reattach_time);
    out->lgposLastReAttach = public_position(h->last_reattach_lgpos);
}

/* Seven versions that extend each other; the size says which. */
static bool is_misc_size(uint32_t size)
{
    static const uint16_t sizes[] = {216, 296, 300, 348, 380, 400, 416};
    for (size_t i = 0; i < ARRAY_COUNT(sizes); i++)
        if (sizes[i] == size)
            return true;
    return false;
}

static JET_ERR give_misc(const struct dbheader *header, void *result, uint32_t size)
{
    JET_DBINFOMISC7 all = {0};
    _Static_assert(sizeof all == 416, "JET_DBINFOMISC7 has no padding");
    fill_first(header, &all);
    fill_later(header, &all);
    memcpy(result, &all, size);
    return JET_errSuccess;
}

static JET_ERR give_u32(uint32_t value, void *result)
{
    memcpy(result, &value, sizeof value);
    return JET_errSuccess;
}

static JET_ERR give_u64(uint64_t value, void *result)
{
    memcpy(result, &value, sizeof value);
    return JET_errSuccess;
}

/* ---- JetGetDatabaseInfo ------------------------------------------------------------ */

/* What the two forms differ in. */
struct text_form {
    bool wide;
};

static JET_ERR give_path(const char *path, struct text_form form, void *result, uint32_t size)
{
    size_t length = strlen(path), needed;
    if (!form.wide) {
        if (size < length + 1)
            return JET_errBufferTooSmall;
        memcpy(result, path, length + 1);
        return JET_errSuccess;
    }
    JET_ERR err = utf16_from_utf8(path, length, result, size / 2 ? size / 2 - 1 : 0, &needed);
    if (err < 0)
        return err;
    if (size / 2 < needed + 1)
        return JET_errBufferTooSmall;
    ((WCHAR *)result)[needed] = 0;
    return JET_errSuccess;
}

static JET_ERR file_pages(const struct database *database, bool allocated, uint32_t *pages)
{
    uint64_t size;
    JET_ERR err = allocated ? os_file_allocated(database->file, &size) : os_file_size(database->file, &size);
    if (err >= 0)
        *pages = (uint32_t)(size / database->page_size);
    return err;
}

static JET_ERR add_buffer(void *context, enum space_tree kind, const struct space_extent *extent, bool buffer)
{
    (void)kind;
    if (buffer)
        *(uint64_t *)context += extent->count;
    return JET_errSuccess;
}

/* Of page 1, which owns everything. */
static JET_ERR root_space(const struct database *database, uint32_t level, uint32_t *pages)
{
    struct btree root;
    struct space_counts counts = {0};
    uint64_t buffers = 0;
    JET_ERR err = btree_open(&root, database->cache, database->slot, 1, 1, TREE_TABLE);
    if (err >= 0)
        err = level == JET_DbInfoSplitBuffers ? space_walk(&root, add_buffer, &buffers)
                                              : space_count(&root, &counts);
    if (err < 0)
        return err;
    uint64_t value = level == JET_DbInfoSpaceOwned       ? counts.owned
                     : level == JET_DbInfoSpaceAvailable ? counts.available
                                                         : buffers;
    *pages = (uint32_t)value;
    return JET_errSuccess;
}

/* Levels whose answer is a u32 in a buffer of exactly four bytes, and the error
 * when it is not. */
static JET_ERR fixed_size_error(uint32_t level)
{
    switch (level) {
    case JET_DbInfoPageSize:
        return JET_errBufferTooSmall;
    case JET_DbInfoCountry:
    case JET_DbInfoLCID:
    case JET_DbInfoCp:
    case JET_DbInfoCollate:
    case JET_DbInfoOptions:
    case JET_DbInfoTransactions:
    case JET_DbInfoVersion:
    case JET_DbInfoSpaceOwned:
        return JET_errInvalidBufferSize;
    default:
        return JET_errSuccess;
    }
}

#define DEFAULT_LCID 1033u /* en-US */

static JET_ERR fixed_value(struct session *session, const struct session_database *open, uint32_t level,
                           uint32_t *value)
{
    const struct database *database = api_database(open);
    switch (level) {
    case JET_DbInfoCountry:
        *value = 1;
        return JET_errSuccess;
    case JET_DbInfoLCID:
        /* The parameter keeps locale id and flags in one number, 0 for the built-in default. */
        *value = (uint32_t)(parameter_number(session->instance, JET_paramUnicodeIndexDefault) >> 32);
        if (!*value)
            *value = DEFAULT_LCID;
        return JET_errSuccess;
    case JET_DbInfoCp:
        *value = 1252;
        return JET_errSuccess;
    case JET_DbInfoCollate:
        *value = 0;
        return JET_errSuccess;
    case JET_DbInfoOptions:
        *value = attach_is_exclusive(api_attach_table(session->instance), open->dbid, session)
                     ? JET_bitDbExclusive
                     : 0;
        return JET_errSuccess;
    case JET_DbInfoTransactions:
        *value = 7;
        return JET_errSuccess;
    case JET_DbInfoVersion:
        *value = DBHEADER_VERSION;
        return JET_errSuccess;
    case JET_DbInfoPageSize:
        *value = database->page_size;
        return JET_errSuccess;
    default:
        return root_space(database, level, value);
    }
}

static JET_ERR database_info(struct session *session, const struct session_database *open, void *result,
                             uint32_t size, uint32_t level, struct text_form form)
{
    const struct database *database = api_database(open);
    uint32_t value = 0;
    if (!result && size)
        return JET_errInvalidParameter;
    JET_ERR err = fixed_size_error(level);
    if (err < 0) {
        if (size != 4)
            return err;
        err = fixed_value(session, open, level, &value);
        return err < 0 ? err : give_u32(value, result);
    }
    switch (level) {
    case JET_DbInfoFilename:
        return give_path(database->path, form, result, size);
    case JET_DbInfoConnect:
        if (size < (form.wide ? 2 : 1))
            return JET_errBufferTooSmall;
        memset(result, 0, form.wide ? 2 : 1);
        return JET_errSuccess;
    case JET_DbInfoIsam:
        return JET_errFeatureNotAvailable;
    case JET_DbInfoFilesize:
    case JET_DbInfoFilesizeOnDisk:
        if (size < 4)
            return JET_errInvalidBufferSize;
        err = file_pages(database, level == JET_DbInfoFilesizeOnDisk, &value);
        return err < 0 ? err : give_u32(value, result);
    case JET_DbInfoSpaceAvailable:
    case JET_DbInfoSplitBuffers:
        if (size < 4)
            return JET_errInvalidParameter;
        err = root_space(database, level, &value);
        if (err < 0)
            return err;
        memset(result, 0, size);
        return give_u32(value, result);
    case JET_DbInfoMisc:
        return is_misc_size(size) ? give_misc(&database->header, result, size) : JET_errInvalidBufferSize;
    default:
        return JET_errInvalidParameter;
    }
}

#define DbInfoUseCachedResult 0x40000000u

static JET_ERR database_info_call(JET_SESID sesid, JET_DBID dbid, void *result, uint32_t size, uint32_t level,
                                  struct text_form form)
{
    struct session *session;
    JET_ERR err = api_enter_session(sesid, &session);
    if (err < 0)
        return err;
    struct session_database *open = session_database_find(session, dbid);
    if (!open)
        return api_leave(session, JET_errInvalidDatabaseId);
    return api_leave(session,
                     database_info(session, open, result, size, level & ~DbInfoUseCachedResult, form));
}

JET_ERR JET_API JetGetDatabaseInfoA(JET_SESID sesid, JET_DBID dbid, void *pvResult, uint32_t cbMax,
                                    uint32_t InfoLevel)
{
    return database_info_call(sesid, dbid, pvResult, cbMax, InfoLevel, (struct text_form){false});
}
API_PLAIN(JetGetDatabaseInfo);

JET_ERR JET_API JetGetDatabaseInfoW(JET_SESID sesid, JET_DBID dbid, void *pvResult, uint32_t cbMax,
                                    uint32_t InfoLevel)
{
    return database_info_call(sesid, dbid, pvResult, cbMax, InfoLevel, (struct text_form){true});
}

/* ---- JetGetDatabaseFileInfo ------------------------------------------------------------ */

/* The kind of file of a header that is good at any of the sizes headers have. */
static JET_ERR kind_of(struct bytes head, uint32_t *kind)
{
    struct dbheader_choice choice;
    const uint8_t *page = NULL;
    if (dbheader_choose(head, &choice) >= 0)
        page = choice.page;
    for (size_t size = 4096; !page && size <= 8192 && size <= head.size; size *= 2)
        if (load_le32(head.data) == checksum_xor(head.data, size))
            page = head.data;
    if (!page)
        return JET_errReadVerifyFailure;
    *kind = load_le32(page + 667);
    if (*kind >= JET_filetypeMax)
        *kind = JET_filetypeUnknown;
    return JET_errSuccess;
}

static JET_ERR read_head(const char *path, uint8_t *head, struct bytes *bytes)
{
    struct os_file *file;
    uint64_t size;
    JET_ERR err = os_fs_open(os_fs_posix(), path, OS_OPEN_READ, 0, &file);
    if (err < 0)
        return err;
    err = os_file_size(file, &size);
    if (err >= 0) {
        *bytes = (struct bytes){head, (size_t)MIN(size, (uint64_t)DBHEADER_READ_SIZE)};
        if (bytes->size)
            err = os_file_read(file, 0, head, bytes->size);
    }
    os_file_close(file);
    return err;
}

/* The header of a file, in memory when this process has it attached. `kind` is
 * told for every kind of file; header only for databases: JET_errFileInvalidType. */
static JET_ERR find_header(const char *path, struct dbheader *header, uint32_t *kind)
{
    struct dbheader_choice choice;
    struct bytes bytes;
    if (attach_process_has(path, header)) {
        *kind = header->file_type;
        return JET_errSuccess;
    }
    uint8_t *head = mem_alloc(DBHEADER_READ_SIZE);
    if (!head)
        return JET_errOutOfMemory;
    JET_ERR err = read_head(path, head, &bytes);
    if (err >= 0)
        err = kind_of(bytes, kind);
    if (err >= 0) {
        if (dbheader_choose(bytes, &choice) >= 0)
            dbheader_load(choice.page, header);
        else
            err = JET_errFileInvalidType;
    }
    mem_free(head);
    return err;
}

static JET_ERR file_size(const char *path, bool allocated, uint64_t *size)
{
    struct os_file *file;
    JET_ERR err = os_fs_open(os_fs_posix(), path, OS_OPEN_READ, OS_OPEN_NO_LOCK, &file);
    if (err < 0)
        return err;
    err = allocated ? os_file_allocated(file, size) : os_file_size(file, size);
    os_file_close(file);
    return err;
}

/* An estimate for the conversion of historic formats: nothing to do today. */
static JET_ERR give_upgrade(const char *path, JET_DBINFOUPGRADE *out)
{
    struct dbheader header;
    uint64_t size;
    uint32_t kind;
    JET_ERR err = file_size(path, false, &size);
    if (err < 0)
        return err;
    bool current = find_header(path, &header, &kind) >= 0 && header.format_version == DBHEADER_VERSION;
    memset(out, 0, sizeof *out);
    out->cbFilesizeLow = (uint32_t)size;
    out->cbFilesizeHigh = (uint32_t)(size >> 32);
    out->cbFreeSpaceRequiredLow = (uint32_t)(size * 10 / 64);
    out->cbFreeSpaceRequiredHigh = (uint32_t)((size * 10 / 64) >> 32);
    out->csecToUpgrade = (uint32_t)(size * 3600 >> 30);
    out->fAlreadyUpgraded = current;
    return JET_errSuccess;
}

static bool file_info_size_fits(uint32_t level, uint32_t size)
{
    switch (level) {
    case JET_DbInfoFilesize:
    case JET_DbInfoFilesizeOnDisk:
        return size == 8;
    case JET_DbInfoUpgrade:
        return size == sizeof(JET_DBINFOUPGRADE);
    case JET_DbInfoMisc:
        return is_misc_size(size);
    default:
        return size == 4;
    }
}

static bool file_info_level_known(uint32_t level)
{
    return level == JET_DbInfoFilesize || level == JET_DbInfoFilesizeOnDisk || level == JET_DbInfoUpgrade ||
           level == JET_DbInfoMisc || level == JET_DbInfoPageSize || level == JET_DbInfoFileType ||
           level == JET_DbInfoDBInUse;
}

static JET_ERR file_exists(const char *path)
{
    enum os_path_kind kind;
    if (!path || !*path || strlen(path) >= OS_PATH_MAX)
        return JET_errInvalidPath;
    JET_ERR err = os_fs_stat(os_fs_posix(), path, &kind);
    if (err < 0)
        return err;
    if (kind == OS_PATH_NONE)
        return JET_errFileNotFound;
    return kind == OS_PATH_DIRECTORY ? JET_errFileAccessDenied : JET_errSuccess;
}

static JET_ERR file_info(const char *path, void *result, uint32_t size, uint32_t level)
{
    struct dbheader header;
    uint64_t bytes;
    uint32_t kind = 0;
    JET_ERR err = file_exists(path);
    if (err < 0)
        return err;
    if (!file_info_level_known(level))
        return JET_errInvalidParameter;
    if (!file_info_size_fits(level, size))
        return JET_errInvalidBufferSize;
    if (!result)
        return JET_errInvalidParameter;
    switch (level) {
    case JET_DbInfoFilesize:
    case JET_DbInfoFilesizeOnDisk:
        err = file_size(path, level == JET_DbInfoFilesizeOnDisk, &bytes);
        return err < 0 ? err : give_u64(bytes, result);
    case JET_DbInfoUpgrade:
        if (load_le32(result) != sizeof(JET_DBINFOUPGRADE))
            return JET_errInvalidParameter;
        return give_upgrade(path, result);
    case JET_DbInfoDBInUse:
        return give_u32(attach_process_has(path, NULL), result);
    case JET_DbInfoFileType:
        err = find_header(path, &header, &kind);
        return err < 0 && err != JET_errFileInvalidType ? err : give_u32(kind, result);
    default:
        break;
    }
    err = find_header(path, &header, &kind);
    if (err < 0)
        return err;
    if (level == JET_DbInfoPageSize)
        return give_u32(dbheader_page_size(&header), result);
    /* 0: from before the field */
    if (kind != JET_filetypeDatabase && kind != JET_filetypeUnknown)
        return JET_errFileInvalidType;
    return give_misc(&header, result, size);
}

JET_ERR JET_API JetGetDatabaseFileInfoA(JET_PCSTR szDatabaseName, void *pvResult, uint32_t cbMax,
                                        uint32_t InfoLevel)
{
    size_t needed;
    JET_ERR err =
        szDatabaseName ? utf16_from_utf8(szDatabaseName, strlen(szDatabaseName), NULL, 0, &needed) : 0;
    return err < 0 ? err : file_info(szDatabaseName, pvResult, cbMax, InfoLevel);
}
API_PLAIN(JetGetDatabaseFileInfo);

JET_ERR JET_API JetGetDatabaseFileInfoW(JET_PCWSTR szDatabaseName, void *pvResult, uint32_t cbMax,
                                        uint32_t InfoLevel)
{
    char *path;
    JET_ERR err = utf8_copy(szDatabaseName, &path);
    if (err < 0)
        return err;
    err = file_info(path, pvResult, cbMax, InfoLevel);
    mem_free(path);
    return err;
}

/* ---- JetGetLogFileInfo -------------------------------------------------------------------- */

static void fill_log(const struct logheader *h, JET_LOGINFOMISC2 *out)
{
    out->ulGeneration = (uint32_t)h->generation;
    out->signLog = public_signature(&h->log_signature);
    out->logtimeCreate = public_time(h->creation_time);
    out->logtimePreviousGeneration = public_time(h->previous_creation_time);
    out->ulFlags = h->flags;
    out->ulVersionMajor = h->version_major;
    out->ulVersionMinor = h->version_minor;
    out->ulVersionUpdate = h->update_major;
    out->cbSectorSize = h->sector_size;
    out->cbHeader = (uint32_t)h->header_sectors * h->sector_size;
    out->cbFile = (uint32_t)h->file_sectors * h->sector_size;
    out->cbDatabasePageSize = h->page_size ? h->page_size : 4096;
    out->lgposCheckpoint = public_position(h->checkpoint);
}

static void fill_log3(const struct logheader *h, const JET_LOGINFOMISC2 *first, JET_LOGINFOMISC3 *out)
{
    memset(out, 0, sizeof *out);
    memcpy(out, first, sizeof *first);
    out->ulVersionUpdateMajor = h->update_major;
    out->ulVersionUpdateMinor = h->update_minor;
    out->ulVersionMinorDeprecated = h->version_minor;
    out->checksumPrevLogAllSegments = h->previous_segment_sum;
}

static JET_ERR give_log(const struct logheader *header, void *result, uint32_t size, uint32_t level)
{
    static const uint32_t sizes[] = {sizeof(JET_LOGINFOMISC), sizeof(JET_LOGINFOMISC2),
                                     sizeof(JET_LOGINFOMISC3)};
    _Static_assert(sizeof(JET_LOGINFOMISC) == 80 && sizeof(JET_LOGINFOMISC2) == 88 &&
                       sizeof(JET_LOGINFOMISC3) == 104,
                   "sizes that callers pass");
    JET_LOGINFOMISC2 two = {0};
    JET_LOGINFOMISC3 three;
    if (size != sizes[level])
        return JET_errInvalidBufferSize;
    fill_log(header, &two);
    fill_log3(header, &two, &three);
    memcpy(result, level == JET_LogInfoMisc3 ? (const void *)&three : &two, size);
    return JET_errSuccess;
}

static JET_ERR log_info(const char *path, void *result, uint32_t size, uint32_t level)
{
    struct os_file *file;
    struct logheader header;
    uint8_t head[LOGHEADER_SIZE];
    if (!path || !*path || strlen(path) >= OS_PATH_MAX)
        return JET_errInvalidPath;
    JET_ERR err = os_fs_open(os_fs_posix(), path, OS_OPEN_READ, OS_OPEN_NO_LOCK, &file);
    if (err < 0)
        return err;
    if (level > JET_LogInfoMisc3)
        err = JET_errInvalidParameter;
    if (err >= 0)
        err = os_file_read(file, 0, head, sizeof head);
    os_file_close(file);
    if (err == JET_errFileIOBeyondEOF)
        err = JET_errLogFileCorrupt;
    if (err >= 0)
        err = logheader_load((struct bytes){head, sizeof head}, &header);
    if (err < 0)
        return err;
    return result ? give_log(&header, result, size, level) : JET_errInvalidParameter;
}

JET_ERR JET_API JetGetLogFileInfoA(JET_PCSTR szLog, void *pvResult, const uint32_t cbMax,
                                   const uint32_t InfoLevel)
{
    return log_info(szLog, pvResult, cbMax, InfoLevel);
}
API_PLAIN(JetGetLogFileInfo);

JET_ERR JET_API JetGetLogFileInfoW(JET_PCWSTR szLog, void *pvResult, const uint32_t cbMax,
                                   const uint32_t InfoLevel)
{
    char *path;
    JET_ERR err = utf8_copy(szLog, &path);
    if (err < 0)
        return err;
    err = log_info(path, pvResult, cbMax, InfoLevel);
    mem_free(path);
    return err;
}
