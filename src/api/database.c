/* JetAttachDatabase*, JetOpenDatabase, JetCloseDatabase, JetDetachDatabase*.
 * recovery/attach.h does the work; here its opaque sessions are real ones. */
#include "api/api.h"
#include "api/database.h"

#include "base/alloc.h"
#include "base/utf.h"
#include "engine/engine.h"
#include "format/efv.h"
#include "os/os_path.h"
#include "txn/transaction.h"

/* ---- the table of an instance ------------------------------------------------- */

static JET_ERR terminate(struct instance_databases *base, bool dirty)
{
    struct api_databases *databases = (struct api_databases *)base;
    (void)dirty; /* attached for reading: nothing to leave dirty */
    attach_table_destroy(databases->table);
    mem_free(databases);
    return JET_errSuccess;
}

/* Databases attached for reading are not logged. */
static JET_ERR each(struct instance_databases *base,
                    JET_ERR (*visit)(void *context, const char *path, bool logged), void *context)
{
    struct api_databases *databases = (struct api_databases *)base;
    char paths[ATTACH_DATABASES_MAX][OS_PATH_MAX];
    size_t count = attach_paths(databases->table, paths);
    JET_ERR err = JET_errSuccess;
    for (size_t i = 0; i < count && err >= 0; i++)
        err = visit(context, paths[i], false);
    return err;
}

struct attach_table *api_attach_table(struct instance *instance)
{
    struct instance_databases *databases = __atomic_load_n(&instance->databases, __ATOMIC_ACQUIRE);
    return databases ? ((struct api_databases *)databases)->table : NULL;
}

/* Made at the first attach; two sessions may be first. */
static JET_ERR make_table(struct instance *instance, struct attach_table **table)
{
    *table = api_attach_table(instance);
    if (*table)
        return JET_errSuccess;
    struct api_databases *databases = mem_calloc(1, sizeof *databases);
    if (!databases)
        return JET_errOutOfMemory;
    JET_ERR err = attach_table_create(&databases->table);
    if (err < 0) {
        mem_free(databases);
        return err;
    }
    databases->base.terminate = terminate;
    databases->base.each = each;
    struct instance_databases *none = NULL;
    if (!__atomic_compare_exchange_n(&instance->databases, &none, &databases->base, false, __ATOMIC_ACQ_REL,
                                     __ATOMIC_ACQUIRE))
        terminate(&databases->base, false);
    *table = api_attach_table(instance);
    return JET_errSuccess;
}

/* ---- arguments ------------------------------------------------------------------ */

/* A forms take UTF-8. A bad session is told before a bad text (reference 1.3). */
static JET_ERR check_text(const char *text)
{
    size_t needed;
    return text ? utf16_from_utf8(text, strlen(text), NULL, 0, &needed) : JET_errSuccess;
}

static bool is_empty(const char *path) { return !path || !*path; }

/* The error of a W argument that cannot be converted, unless the session is bad. */
static JET_ERR conversion_error(JET_SESID sesid, JET_ERR conversion)
{
    struct session *session;
    JET_ERR err = api_enter_session(sesid, &session);
    if (err == JET_errInvalidSesid)
        return err;
    return err < 0 ? conversion : api_leave(session, conversion);
}

/* ---- attach ------------------------------------------------------------------------ */

/* Highest format update that the instance lets in. Unless the application chose
 * a format version, every known one may be read. */
static uint32_t update_limit(const struct instance *instance)
{
    const struct parameter_value *parameter = &instance->parameters.value[JET_paramEngineFormatVersion];
    uint64_t value = atomic_load(&parameter->number);
    if (!parameter->was_set || value == 0 || value >= JET_efvUsePersistedFormat / 2)
        return 0;
    const struct format_version *version = format_version_of((uint32_t)value);
    return version ? version->db_update_major : 0;
}

/* Frames are only touched when they are used: a generous number costs nothing
 * until then. */
static uint32_t frames_of(const struct instance *instance, uint32_t page_size)
{
    const uint64_t most = (UINT64_C(1) << 30) / page_size;
    uint64_t wanted = parameter_number(instance, JET_paramCacheSizeMax);
    return (uint32_t)MAX(MIN(wanted, most), (uint64_t)CACHE_FRAMES_MIN);
}

static JET_ERR attach(struct session *session, const char *path, uint32_t pages_max, JET_GRBIT grbit)
{
    struct instance *instance = session->instance;
    struct attach_table *table;
    bool read_only = grbit & JET_bitDbReadOnly;
    if (transaction_level(&session->transaction) > 0)
        return JET_errInTransaction;
    if (grbit & API_bitDbVersioningOff)
        return JET_errCannotDisableVersioning;
    if (is_empty(path) || strlen(path) >= OS_PATH_MAX)
        return JET_errDatabaseInvalidPath;
    if (read_only && (grbit & JET_bitDbDeleteUnicodeIndexes))
        return JET_errInvalidGrbit;
    if (!read_only && (grbit & ESENT_bitDbReadDirty))
        return JET_errInvalidGrbit;
    JET_ERR err = make_table(instance, &table);
    if (err < 0)
        return err;
    struct attach_config config = {
        .fs = instance->fs,
        .page_size = (uint32_t)parameter_number(instance, JET_paramDatabasePageSize),
        .update_max = update_limit(instance),
    };
    config.frames = frames_of(instance, config.page_size);
    unsigned flags =
        (read_only ? ATTACH_READ_ONLY : 0) | (grbit & ESENT_bitDbReadDirty ? ATTACH_EVIDENCE : 0);
    return attach_database(table, &config, path, pages_max, flags);
}

static JET_ERR attach_call(JET_SESID sesid, const char *path, uint32_t pages_max, JET_GRBIT grbit)
{
    struct session *session;
    JET_ERR text = check_text(path);
    if (text < 0)
        return conversion_error(sesid, text);
    JET_ERR err = api_enter_session(sesid, &session);
    if (err < 0)
        return err;
    return api_leave(session, attach(session, path, pages_max, grbit));
}

JET_ERR JET_API JetAttachDatabase2A(JET_SESID sesid, JET_PCSTR szFilename, const uint32_t cpgDatabaseSizeMax,
                                    JET_GRBIT grbit)
{
    return attach_call(sesid, szFilename, cpgDatabaseSizeMax, grbit);
}
API_PLAIN(JetAttachDatabase2);

JET_ERR JET_API JetAttachDatabase2W(JET_SESID sesid, JET_PCWSTR szFilename, const uint32_t cpgDatabaseSizeMax,
                                    JET_GRBIT grbit)
{
    char *path;
    JET_ERR err = utf8_copy(szFilename, &path);
    if (err < 0)
        return conversion_error(sesid, err);
    err = attach_call(sesid, path, cpgDatabaseSizeMax, grbit);
    mem_free(path);
    return err;
}

JET_ERR JET_API JetAttachDatabaseA(JET_SESID sesid, JET_PCSTR szFilename, JET_GRBIT grbit)
{
    return attach_call(sesid, szFilename, 0, grbit);
}
API_PLAIN(JetAttachDatabase);

JET_ERR JET_API JetAttachDatabaseW(JET_SESID sesid, JET_PCWSTR szFilename, JET_GRBIT grbit)
{
    return JetAttachDatabase2W(sesid, szFilename, 0, grbit);
}

/* ---- JetAttachDatabase3 --------------------------------------------------------------- */

/* The database parameters with their ranges (reference, JetAttachDatabase3). */
static const struct dbparam {
    uint32_t id;
    uint32_t mask; /* of a grbit; 0: a number */
    int64_t least, most;
} dbparams[] = {
    {JET_dbparamDbSizeMaxPages, 0, 0, UINT32_MAX},
    {JET_dbparamCachePriority, 0, 0, 1000},
    {JET_dbparamShrinkDatabaseOptions, 0x1F, 0, 0},
    {JET_dbparamShrinkDatabaseTimeQuota, 0, -1, 604800000},
    {JET_dbparamShrinkDatabaseSizeLimit, 0, 0, INT32_MAX},
    {JET_dbparamLeakReclaimerEnabled, 0, INT32_MIN, UINT32_MAX},
    {JET_dbparamLeakReclaimerTimeQuota, 0, -1, 604800000},
    {JET_dbparamMaintainExtentPageCountCache, 0, INT32_MIN, UINT32_MAX},
    {8201, 0, INT32_MIN, UINT32_MAX}, /* experimental */
};

static JET_ERR check_dbparam(const JET_SETDBPARAM *given, uint32_t *pages_max)
{
    const struct dbparam *row = NULL;
    for (size_t i = 0; i < ARRAY_COUNT(dbparams) && !row; i++)
        if (dbparams[i].id == given->dbparamid)
            row = &dbparams[i];
    if (!row)
        return JET_errInvalidDbparamId;
    if (given->cbParam != 4 || !given->pvParam)
        return JET_errInvalidBufferSize;
    uint32_t value = load_le32(given->pvParam);
    if (row->mask)
        return value & ~row->mask ? JET_errInvalidGrbit : JET_errSuccess;
    int64_t number = row->most > INT32_MAX ? (int64_t)value : (int32_t)value;
    if (number < row->least || number > row->most)
        return JET_errInvalidParameter;
    if (row->id == JET_dbparamDbSizeMaxPages)
        *pages_max = value;
    return JET_errSuccess;
}

static JET_ERR attach_with_parameters(JET_SESID sesid, const char *path, const JET_SETDBPARAM *given,
                                      uint32_t count, JET_GRBIT grbit)
{
    struct session *session;
    uint32_t pages_max = 0;
    JET_ERR err = check_text(path);
    if (err < 0)
        return conversion_error(sesid, err);
    err = api_enter_session(sesid, &session);
    if (err < 0)
        return err;
    if (!given && count)
        err = JET_errInvalidParameter;
    for (uint32_t i = 0; i < count && err >= 0; i++)
        err = check_dbparam(&given[i], &pages_max);
    if (err >= 0)
        err = attach(session, path, pages_max, grbit);
    return api_leave(session, err);
}

JET_ERR JET_API JetAttachDatabase3A(JET_SESID sesid, JET_PCSTR szFilename, JET_SETDBPARAM *rgsetdbparam,
                                    uint32_t csetdbparam, JET_GRBIT grbit)
{
    return attach_with_parameters(sesid, szFilename, rgsetdbparam, csetdbparam, grbit);
}
API_PLAIN(JetAttachDatabase3);

JET_ERR JET_API JetAttachDatabase3W(JET_SESID sesid, JET_PCWSTR szFilename, JET_SETDBPARAM *rgsetdbparam,
                                    uint32_t csetdbparam, JET_GRBIT grbit)
{
    char *path;
    JET_ERR err = utf8_copy(szFilename, &path);
    if (err < 0)
        return conversion_error(sesid, err);
    err = attach_with_parameters(sesid, path, rgsetdbparam, csetdbparam, grbit);
    mem_free(path);
    return err;
}

/* ---- open and close ---------------------------------------------------------------------- */

static bool has_open(const void *session, JET_DBID dbid)
{
    return session_database_find((struct session *)(uintptr_t)session, dbid) != NULL;
}

static bool has_any_open(const void *session)
{
    const struct session *s = session;
    for (size_t i = 0; i < SESSION_DATABASES; i++)
        if (s->databases[i].opens && s->databases[i].dbid != 0)
            return true;
    return false;
}

static void released(struct session *session, struct session_database *open)
{
    attach_close(api_attach_table(session->instance), open->dbid, session);
}

static JET_ERR open_attached(struct session *session, const char *path, JET_GRBIT grbit, JET_DBID *out)
{
    struct instance *instance = session->instance;
    struct attach_table *table = api_attach_table(instance);
    struct attach_open how = {
        .session = session,
        .has = has_open,
        .has_any = has_any_open,
        .one_per_session = parameter_number(instance, JET_paramOneDatabasePerSession) != 0,
        .exclusive = grbit & JET_bitDbExclusive,
    };
    struct session_database *open;
    struct database *database;
    JET_DBID dbid;
    bool made;
    if (is_empty(path) || strlen(path) >= OS_PATH_MAX)
        return JET_errDatabaseInvalidPath;
    char full[OS_PATH_MAX];
    if (instance->temp_path && os_path_canonical(path, full, sizeof full) >= 0 &&
        strcmp(full, instance->temp_path) == 0)
        return JET_errInvalidDatabase;
    if (!table)
        return JET_errDatabaseNotFound;
    JET_ERR err = attach_open(table, path, &how, &dbid, &database);
    if (err < 0)
        return err;
    err = session_database_open(session, dbid, &open, &made);
    if (err < 0) {
        attach_close(table, dbid, session);
        return err;
    }
    if (made) {
        open->database = database;
        open->released = released;
    }
    *out = dbid;
    return JET_errSuccess;
}

static JET_ERR open_call(JET_SESID sesid, const char *path, JET_DBID *pdbid, JET_GRBIT grbit)
{
    struct session *session;
    JET_ERR err = check_text(path);
    if (err < 0)
        return conversion_error(sesid, err);
    err = api_enter_session(sesid, &session);
    if (err < 0)
        return err;
    if (!pdbid)
        return api_leave(session, JET_errInvalidParameter);
    *pdbid = JET_dbidNil;
    return api_leave(session, open_attached(session, path, grbit, pdbid));
}

JET_ERR JET_API JetOpenDatabaseA(JET_SESID sesid, JET_PCSTR szFilename, JET_PCSTR szConnect, JET_DBID *pdbid,
                                 JET_GRBIT grbit)
{
    (void)szConnect;
    return open_call(sesid, szFilename, pdbid, grbit);
}
API_PLAIN(JetOpenDatabase);

JET_ERR JET_API JetOpenDatabaseW(JET_SESID sesid, JET_PCWSTR szFilename, JET_PCWSTR szConnect,
                                 JET_DBID *pdbid, JET_GRBIT grbit)
{
    char *path;
    (void)szConnect;
    JET_ERR err = utf8_copy(szFilename, &path);
    if (err < 0)
        return conversion_error(sesid, err);
    err = open_call(sesid, path, pdbid, grbit);
    mem_free(path);
    return err;
}

JET_ERR JET_API JetCloseDatabase(JET_SESID sesid, JET_DBID dbid, JET_GRBIT grbit)
{
    struct session *session;
    (void)grbit;
    JET_ERR err = api_enter_session_stopped(sesid, &session);
    if (err < 0)
        return err;
    if (dbid == 0 || !session_database_find(session, dbid))
        return api_leave(session, JET_errInvalidDatabaseId);
    attach_end_exclusive(api_attach_table(session->instance), dbid, session);
    return api_leave(session, session_database_close(session, dbid));
}

/* ---- detach --------------------------------------------------------------------------------- */

static JET_ERR detach(struct session *session, const char *path, JET_GRBIT grbit)
{
    struct attach_table *table = api_attach_table(session->instance);
    if (grbit & JET_bitForceDetach)
        return JET_errForceDetachNotAllowed;
    if (transaction_level(&session->transaction) > 0)
        return JET_errInTransaction;
    if (is_empty(path))
        return table ? attach_detach_all(table) : JET_errSuccess;
    if (strlen(path) >= OS_PATH_MAX)
        return JET_errInvalidPath;
    return table ? attach_detach(table, path) : JET_errDatabaseNotFound;
}

static JET_ERR detach_call(JET_SESID sesid, const char *path, JET_GRBIT grbit)
{
    struct session *session;
    JET_ERR err = check_text(path);
    if (err < 0)
        return conversion_error(sesid, err);
    err = api_enter_session_stopped(sesid, &session);
    if (err < 0)
        return err;
    return api_leave(session, detach(session, path, grbit));
}

JET_ERR JET_API JetDetachDatabase2A(JET_SESID sesid, JET_PCSTR szFilename, JET_GRBIT grbit)
{
    return detach_call(sesid, szFilename, grbit);
}
API_PLAIN(JetDetachDatabase2);

JET_ERR JET_API JetDetachDatabase2W(JET_SESID sesid, JET_PCWSTR szFilename, JET_GRBIT grbit)
{
    char *path;
    JET_ERR err = utf8_copy(szFilename, &path);
    if (err < 0)
        return conversion_error(sesid, err);
    err = detach_call(sesid, path, grbit);
    mem_free(path);
    return err;
}

JET_ERR JET_API JetDetachDatabaseA(JET_SESID sesid, JET_PCSTR szFilename)
{
    return detach_call(sesid, szFilename, 0);
}
API_PLAIN(JetDetachDatabase);

JET_ERR JET_API JetDetachDatabaseW(JET_SESID sesid, JET_PCWSTR szFilename)
{
    return JetDetachDatabase2W(sesid, szFilename, 0);
}
