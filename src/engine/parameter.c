/* System parameters: storage, targets, tests in their order (spec 40, section 12).
 *
 * Invariants
 *  P1 Values change under process.lock; numbers are read anywhere without it.
 *  P2 An instance's set is a copy of the global one, taken when it is allocated; the
 *     rows of global scope of that copy are never read. */
#include "engine/parameter.h"

#include "base/alloc.h"
#include "base/utf.h"
#include "engine/engine_private.h"
#include "engine/parameter_table.h"
#include "engine/session.h"
#include "nls/nls.h"
#include "os/os_path.h"

#include <esent_engine.h>

static struct parameter_set global_set;
static os_once_t global_once = OS_ONCE_INIT;

static void global_init(void)
{
    for (uint32_t id = 0; id < PARAMETER_COUNT; id++)
        atomic_init(&global_set.value[id].number, parameter_table[id].number);
}

static struct parameter_value *value_of(const struct instance *instance, uint32_t id)
{
    union {
        const struct instance *in;
        struct instance *out;
    } i = {.in = instance};

    os_once(&global_once, global_init);
    if (instance && !parameter_table[id].global)
        return &i.out->parameters.value[id];
    return &global_set.value[id];
}

static uint64_t number_of(const struct parameter_value *value)
{
    return atomic_load_explicit(&value->number, memory_order_relaxed);
}

uint64_t parameter_number(const struct instance *instance, uint32_t id)
{
    return number_of(value_of(instance, id));
}

const char *parameter_text(const struct instance *instance, uint32_t id)
{
    const char *text = value_of(instance, id)->text;
    return text ? text : parameter_table[id].text;
}

JET_ERR parameter_set_copy_global(struct parameter_set *to)
{
    os_once(&global_once, global_init);
    for (uint32_t id = 0; id < PARAMETER_COUNT; id++) {
        if (!mem_copy_text(global_set.value[id].text, &to->value[id].text))
            return JET_errOutOfMemory; /* the caller frees what there is */
        atomic_init(&to->value[id].number, number_of(&global_set.value[id]));
        to->value[id].was_set = global_set.value[id].was_set;
    }
    return JET_errSuccess;
}

void parameter_set_free(struct parameter_set *set)
{
    for (uint32_t id = 0; id < PARAMETER_COUNT; id++)
        mem_free(set->value[id].text);
}

void parameter_recompute_at_init(struct instance *instance)
{
    struct parameter_value *preferred = value_of(instance, JET_paramPreferredVerPages);
    struct parameter_value *cached = value_of(instance, JET_paramCachedClosedTables);
    uint64_t tables = parameter_number(instance, JET_paramMaxOpenTables);

    /* 12.5; the inner quota of tables is twice the parameter and more. */
    if (!preferred->was_set)
        atomic_store(&preferred->number, MAX(parameter_number(instance, JET_paramMaxVerPages) * 9 / 10, 1));
    if (!cached->was_set)
        atomic_store(&cached->number, MIN(MAX(64, tables * 2 * 15 / 100), INT32_MAX));
}

static bool row_exists(uint32_t id) { return id < PARAMETER_COUNT && parameter_table[id].kind; }

/* ---- what follows from the page size (12.5) ------------------------------------------ */

struct page_limits {
    uint32_t page_size, key_most, chunk_most, record_most;
};

/* record_most: spec 20, 4.7, with the keys of a primary index of default length. */
static const struct page_limits page_limits[] = {{4096, 1000, 4014, 3789},
                                                 {8192, 2000, 8110, 7885},
                                                 {16384, 2000, 4050, 16037},
                                                 {32768, 2000, 8150, 32421}};

static const struct page_limits *limits_of_page_size(void)
{
    uint64_t size = parameter_number(NULL, JET_paramDatabasePageSize);
    for (size_t i = 0; i < ARRAY_COUNT(page_limits); i++)
        if (page_limits[i].page_size == size)
            return &page_limits[i];
    return &page_limits[0];
}

/* ---- own rules ------------------------------------------------------------------------- */

static bool format_version_is_known(uint64_t version)
{
    static const uint16_t known[] = {
        8020, 8023, 8220, 8280, 8400, 8420, 8440, 8460, 8520, 8620, 8720, 8820, 8860, 8880, 8920, 8940,
        8960, 8980, 9000, 9020, 9040, 9060, 9080, 9100, 9120, 9140, 9160, 9180, 9200, 9220, 9240, 9260,
        9280, 9300, 9320, 9340, 9360, 9380, 9400, 9420, 9460, 9480, 9500, 9520, 9540, 9560, 9580, 9600,
    };
    for (size_t i = 0; i < ARRAY_COUNT(known); i++)
        if (known[i] == version)
            return true;
    return false;
}

static JET_ERR check_format_version(uint64_t value)
{
    if (value == JET_efvUseEngineDefault || value == JET_efvUsePersistedFormat)
        return JET_errSuccess;
    if ((value & JET_efvAllowHigherPersistedFormat) == JET_efvAllowHigherPersistedFormat)
        value &= ~(uint64_t)JET_efvAllowHigherPersistedFormat;
    if (value >= 0x40000000)
        return JET_errInvalidParameter;
    if (value < JET_efvWindows10Rtm)
        return JET_errEngineFormatVersionNoLongerSupportedTooLow;
    if (value > JET_efvOptionallyUniqueIndices)
        return JET_errEngineFormatVersionNotYetImplementedTooHigh;
    return format_version_is_known(value) ? JET_errSuccess : JET_errInvalidParameter;
}

#define UNICODE_DEFAULT (UINT64_C(1033) << 32 | NLS_DEFAULT_FLAGS)

/* A JET_UNICODEINDEX, kept as locale id and flags in one number. */
static JET_ERR unicode_number(uint64_t pointer, uint64_t *number)
{
    JET_UNICODEINDEX index;

    if (!pointer) {
        *number = UNICODE_DEFAULT;
        return JET_errSuccess;
    }
    memcpy(&index, (const void *)(uintptr_t)pointer, sizeof index);
    if (!nls_locale_of_lcid(index.lcid) || nls_check_flags(index.dwMapFlags | LCMAP_SORTKEY) < 0)
        return JET_errInvalidParameter;
    *number = (uint64_t)index.lcid << 32 | index.dwMapFlags;
    return JET_errSuccess;
}

static JET_ERR count_one(void *context, const char *path, bool logged)
{
    (void)path, (void)logged;
    ++*(uint32_t *)context;
    return JET_errSuccess;
}

static bool has_databases(const struct instance *instance)
{
    struct instance_databases *databases =
        instance ? __atomic_load_n(&instance->databases, __ATOMIC_ACQUIRE) : NULL;
    uint32_t count = 0;

    if (databases && databases->each)
        (void)databases->each(databases, count_one, &count);
    return count > 0;
}

static JET_ERR check_own(const struct instance *instance, const struct parameter_row *row, uint64_t *number,
                         const char *text)
{
    const JET_GRBIT commit = JET_bitCommitLazyFlush | JET_bitWaitLastLevel0Commit |
                             JET_bitWaitAllLevel0Commit | JET_bitForceNewLog | JET_bitCommitRedoCallback;
    const JET_GRBIT shrink =
        JET_bitShrinkDatabaseOn | JET_bitShrinkDatabaseRealtime | JET_bitShrinkDatabasePeriodically;

    switch (row->own) {
    case PARAMETER_OWN_COMMIT_DEFAULT:
        return *number & ~(uint64_t)commit ? JET_errInvalidParameter : JET_errSuccess;
    case PARAMETER_OWN_SHRINK:
        return *number & ~(uint64_t)shrink || !(*number & JET_bitShrinkDatabaseOn) ? JET_errInvalidGrbit
                                                                                   : JET_errSuccess;
    case PARAMETER_OWN_STORE_SPEC:
        return *text ? JET_errInvalidParameter : JET_errSuccess;
    case PARAMETER_OWN_ERROR_TEXT:
        return JET_errInvalidParameter; /* for reading only */
    case PARAMETER_OWN_UNICODE:
        return unicode_number(*number, number);
    case PARAMETER_OWN_FORMAT_VERSION:
        if (has_databases(instance))
            return JET_errAlreadyInitialized;
        return check_format_version(*number);
    default:
        return JET_errSuccess;
    }
}

/* ---- setting ------------------------------------------------------------------------------ */

static bool may_be_set(const struct instance *instance, const struct parameter_row *row)
{
    switch (row->settable) {
    case PARAMETER_START:
        return process.mode == PROCESS_UNSET;
    case PARAMETER_INIT:
        if (row->own == PARAMETER_OWN_CONFIGURATION && !instance)
            return process.mode == PROCESS_UNSET;
        return !instance || instance->state != INSTANCE_INITIALISED;
    case PARAMETER_ANY_TIME:
        return true;
    case PARAMETER_NEVER:
        break;
    }
    return false;
}

/* The stored form of a text: a fresh copy, its length tested (Y-7). */
static JET_ERR text_stored(const struct parameter_row *row, const char *given, char **out)
{
    char path[OS_PATH_MAX];
    size_t length = strlen(given);
    bool make_absolute = row->kind == PARAMETER_DIRECTORY
                             ? length > 0
                             : row->kind == PARAMETER_PATH && os_path_has_separator(given);
    JET_ERR err = JET_errSuccess;

    if (make_absolute) {
        err = os_path_absolute(given, path, sizeof path);
        if (err >= 0 && (row->kind == PARAMETER_DIRECTORY || given[length - 1] == '/'))
            err = os_path_join(path, "", path, sizeof path);
        given = path;
    }
    if (err >= 0)
        err = utf16_from_utf8(given, strlen(given), NULL, 0, &length);
    if (err < 0)
        return err;
    if (length < row->least || length > row->most)
        return JET_errInvalidParameter;
    return mem_copy_text(given, out) ? JET_errSuccess : JET_errOutOfMemory;
}

static JET_ERR number_stored(const struct parameter_row *row, uint64_t *number)
{
    if (*number < row->least || *number > row->most)
        return JET_errInvalidParameter;
    if (row->kind == PARAMETER_POWER2 && *number & (*number - 1))
        return JET_errInvalidParameter;
    if (row->kind == PARAMETER_BOOLEAN)
        *number = *number != 0;
    return JET_errSuccess;
}

/* Y-5, process.lock held. */
static JET_ERR set_locked(struct instance *instance, uint32_t id, const struct parameter_in *in)
{
    if (!row_exists(id))
        return JET_errInvalidParameter;
    const struct parameter_row *row = &parameter_table[id];
    if (row->global)
        instance = NULL;
    struct parameter_value *value = value_of(instance, id);
    uint64_t number = in->number;
    const char *given = in->text ? in->text : "";
    char *text = NULL;
    JET_ERR err;

    if (row->settable == PARAMETER_NEVER)
        return JET_errInvalidParameter;
    if (row->advanced && !parameter_number(instance, JET_paramEnableAdvanced))
        return JET_errSuccess;
    if (!parameter_is_text(row) && row->own != PARAMETER_OWN_UNICODE &&
        row->own != PARAMETER_OWN_ERROR_TEXT && number == number_of(value))
        goto set;
    if (!may_be_set(instance, row))
        return JET_errAlreadyInitialized;
    err = parameter_is_text(row) ? text_stored(row, given, &text) : number_stored(row, &number);
    if (err >= 0)
        err = check_own(instance, row, &number, text);
    if (err < 0) {
        mem_free(text);
        return err;
    }
    if (row->own == PARAMETER_OWN_CLOSED_TABLES && !instance)
        return JET_errSuccess; /* accepted and ignored (12.6) */
    if (parameter_is_text(row)) {
        mem_free(value->text);
        value->text = text;
    } else {
        atomic_store_explicit(&value->number, number, memory_order_relaxed);
    }
    if (row->own == PARAMETER_OWN_CONFIGURATION)
        parameter_configure(instance, (uint32_t)number);
set:
    value->was_set = true;
    return JET_errSuccess;
}

/* Runs `work` on a session of a pinned instance, wherever that session is: the
 * instance's lock keeps it alive. */
static struct session *session_of(JET_SESID sesid) { return handle_object(&handle_sessions, sesid); }

JET_ERR parameter_set(struct instance *instance, JET_SESID sesid, uint32_t id, const struct parameter_in *in)
{
    JET_ERR err = JET_errSuccess;

    if (id == JET_paramCommitDefault && sesid) {
        uint64_t number = in->number;
        err = check_own(instance, &parameter_table[id], &number, "");
        if (err < 0)
            return err;
        os_mutex_lock(&instance->lock);
        struct session *session = session_of(sesid);
        if (session)
            atomic_store_explicit(&session->parameters.commit_default, (JET_GRBIT)number,
                                  memory_order_relaxed);
        else
            err = JET_errInvalidSesid;
        os_mutex_unlock(&instance->lock);
        return err;
    }
    os_mutex_lock(&process.lock);
    err = set_locked(instance, id, in);
    os_mutex_unlock(&process.lock);
    return err;
}

/* ---- getting -------------------------------------------------------------------------------- */

static JET_ERR get_of_session(struct instance *instance, JET_SESID sesid, uint32_t id, uint64_t *number)
{
    if (!sesid)
        return JET_errInvalidParameter;
    os_mutex_lock(&instance->lock);
    struct session *session = session_of(sesid);
    if (session)
        *number = id == JET_paramTransactionLevel
                      ? (uint64_t)transaction_level(&session->transaction)
                      : atomic_load_explicit(&session->parameters.commit_default, memory_order_relaxed);
    os_mutex_unlock(&instance->lock);
    return session ? JET_errSuccess : JET_errInvalidSesid;
}

static uint64_t get_own(const struct instance *instance, const struct parameter_row *row, uint64_t number)
{
    switch (row->own) {
    case PARAMETER_OWN_KEY_MOST:
        return limits_of_page_size()->key_most;
    case PARAMETER_OWN_CHUNK_MOST:
        return limits_of_page_size()->chunk_most;
    case PARAMETER_OWN_RECORD_MOST:
        return limits_of_page_size()->record_most;
    case PARAMETER_OWN_UNICODE:
        return number ? number : UNICODE_DEFAULT;
    case PARAMETER_OWN_FORMAT_VERSION:
        return number == 0 || number == JET_efvUseEngineDefault ? JET_efvWindows19H1Rtm : number;
    case PARAMETER_OWN_CACHE_SIZE:
        return number ? number : parameter_number(instance, JET_paramCacheSizeMin);
    default:
        return number;
    }
}

JET_ERR parameter_get(struct instance *instance, JET_SESID sesid, uint32_t id, uint64_t *number, char **text)
{
    JET_ERR err = JET_errSuccess;

    *text = NULL;
    if (!row_exists(id))
        return JET_errInvalidParameter;
    const struct parameter_row *row = &parameter_table[id];
    if (row->own == PARAMETER_OWN_LEVEL || (row->own == PARAMETER_OWN_COMMIT_DEFAULT && sesid))
        return get_of_session(instance, sesid, id, number);
    os_mutex_lock(&process.lock);
    if (parameter_is_text(row))
        err = mem_copy_text(parameter_text(instance, id), text) ? JET_errSuccess : JET_errOutOfMemory;
    else
        *number = get_own(instance, row, parameter_number(instance, id));
    os_mutex_unlock(&process.lock);
    return err;
}

bool parameter_has_text(uint32_t id) { return row_exists(id) && parameter_is_text(&parameter_table[id]); }

/* ---- JET_paramConfiguration (12.4) -------------------------------------------------------------- */

/* Silently skips what cannot be changed any more. */
static void configure_number(struct instance *instance, uint32_t id, uint64_t number)
{
    const struct parameter_row *row = &parameter_table[id];
    struct instance *target = row->global ? NULL : instance;
    if (row->settable != PARAMETER_NEVER && may_be_set(target, row))
        atomic_store_explicit(&value_of(target, id)->number, number, memory_order_relaxed);
}

enum reset { RESET_NORMAL, RESET_SMALL, RESET_ONLY_WHERE_SMALL_DIFFERS };

static void configure_defaults(struct instance *instance, enum reset reset)
{
    for (uint32_t id = 0; id < PARAMETER_COUNT; id++) {
        const struct parameter_row *row = &parameter_table[id];
        struct instance *target = row->global ? NULL : instance;
        if (!row->kind || row->own == PARAMETER_OWN_CONFIGURATION)
            continue;
        if (reset == RESET_ONLY_WHERE_SMALL_DIFFERS && row->small_number == row->number)
            continue;
        if (!parameter_is_text(row)) {
            configure_number(instance, id, reset == RESET_NORMAL ? row->number : row->small_number);
        } else if (may_be_set(target, row)) {
            struct parameter_value *value = value_of(target, id);
            mem_free(value->text);
            value->text = NULL;
        }
        if (may_be_set(target, row))
            value_of(target, id)->was_set = false;
    }
}

struct setting {
    uint32_t id;
    uint64_t number;
};

static void configure_all(struct instance *instance, const struct setting *settings, size_t count)
{
    for (size_t i = 0; i < count; i++)
        configure_number(instance, settings[i].id, settings[i].number);
}
#define CONFIGURE(...)                                                                                       \
    configure_all(instance, (const struct setting[]){__VA_ARGS__},                                           \
                  sizeof((const struct setting[]){__VA_ARGS__}) / sizeof(struct setting))

void parameter_configure(struct instance *instance, uint32_t bits)
{
    if (bits == 0) {
        configure_defaults(instance, RESET_SMALL);
        return;
    }
    if (bits & JET_configDefault)
        configure_defaults(instance, RESET_NORMAL);
    uint64_t page = parameter_number(NULL, JET_paramDatabasePageSize);
    if (bits & JET_configRemoveQuotas)
        CONFIGURE({JET_paramMaxOpenTables, INT32_MAX}, {JET_paramMaxCursors, INT32_MAX},
                  {JET_paramMaxVerPages, INT32_MAX}, {JET_paramMaxTemporaryTables, INT32_MAX},
                  {JET_paramPreferredVerPages, INT32_MAX}, {JET_paramMaxSessions, 30000});
    if (bits & JET_configLowDiskFootprint)
        CONFIGURE({JET_paramDbExtensionSize, 16}, {JET_paramPageTempDBMin, 14}, {JET_paramCircularLog, 1},
                  {JET_paramLogFileSize, page == 32768 ? 128 : 64}, {JET_paramCheckpointDepthMax, 524288});
    if (bits & JET_configMediumDiskFootprint)
        CONFIGURE({JET_paramDbExtensionSize, 512 * 1024 / page}, {JET_paramPageTempDBMin, 30},
                  {JET_paramCircularLog, 1}, {JET_paramLogFileSize, 512},
                  {JET_paramCheckpointDepthMax, 4 * 1024 * 1024});
    if (bits & JET_configLowMemory)
        configure_defaults(instance, RESET_ONLY_WHERE_SMALL_DIFFERS);
    if (bits & JET_configDynamicMediumMemory) {
        uint64_t most = 5 * 1024 * 1024 / page;
        CONFIGURE({JET_paramMaxInstances, 1}, {JET_paramLogBuffers, 512}, {JET_paramPageHintCacheSize, 64},
                  {JET_paramEnableFileCache, 1}, {JET_paramEnableViewCache, 1},
                  {JET_paramCacheSizeMin, 128 * 1024 / page}, {JET_paramCacheSizeMax, most},
                  {JET_paramStartFlushThreshold, most * 2 / 100},
                  {JET_paramStopFlushThreshold, most * 3 / 100}, {JET_paramLRUKHistoryMax, 1000},
                  {JET_paramGlobalMinVerPages, 1}, {JET_paramVerPageSize, 8192},
                  {JET_paramOutstandingIOMax, 48});
    }
    if (bits & JET_configSSDProfileIO)
        CONFIGURE({JET_paramMaxCoalesceReadSize, 262144}, {JET_paramMaxCoalesceWriteSize, 262144},
                  {JET_paramMaxCoalesceReadGapSize, 262144}, {JET_paramMaxCoalesceWriteGapSize, 0},
                  {JET_paramOutstandingIOMax, 16}, {JET_paramPrereadIOMax, 5});
    if (bits & JET_configRunSilent)
        CONFIGURE({JET_paramNoInformationEvent, 1}, {JET_paramEventLoggingLevel, 0},
                  {JET_paramDisablePerfmon, 1});
}

/* ---- JetEnableMultiInstance (I-7) ------------------------------------------------------------------ */

static bool is_equal(uint32_t id, const struct parameter_in *in)
{
    const struct parameter_row *row = &parameter_table[id];
    uint64_t given = in->number, present = parameter_number(NULL, id);

    if (parameter_is_text(row))
        return strcmp(parameter_text(NULL, id), in->text ? in->text : "") == 0;
    if (row->own == PARAMETER_OWN_CONFIGURATION)
        return (given & ~(uint64_t)JET_configDefault) == (present & ~(uint64_t)JET_configDefault);
    if (row->kind == PARAMETER_BOOLEAN)
        given = given != 0;
    if (row->own == PARAMETER_OWN_UNICODE && unicode_number(given, &given) < 0)
        return false;
    return given == get_own(NULL, row, present);
}

static bool is_global_start(uint32_t id)
{
    return row_exists(id) && parameter_table[id].global && parameter_table[id].settable == PARAMETER_START;
}

static JET_ERR compare_one(struct parameter_element *element)
{
    if (!row_exists(element->id))
        return JET_errInvalidParameter;
    if (!is_equal(element->id, &element->in) ||
        (is_global_start(element->id) && !value_of(NULL, element->id)->was_set))
        return JET_errSystemParameterConflict;
    return JET_errSuccess;
}

static bool is_listed(const struct parameter_element *elements, uint32_t count, uint32_t id)
{
    for (uint32_t i = 0; i < count; i++)
        if (elements[i].id == id)
            return true;
    return false;
}

static JET_ERR compare_all(struct parameter_element *elements, uint32_t count, uint32_t *done)
{
    for (; *done < count; ++*done) {
        elements[*done].err = compare_one(&elements[*done]);
        if (elements[*done].err < 0)
            return elements[*done].err;
    }
    for (uint32_t id = 0; id < PARAMETER_COUNT; id++)
        if (is_global_start(id) && value_of(NULL, id)->was_set && !is_listed(elements, count, id))
            return JET_errSystemParameterConflict;
    return JET_errSystemParamsAlreadySet;
}

JET_ERR parameter_enable_multi(struct parameter_element *elements, uint32_t count, uint32_t *done)
{
    JET_ERR err = JET_errSuccess;

    *done = 0;
    os_mutex_lock(&process.lock);
    if (process.mode == PROCESS_SINGLE) {
        err = JET_errRunningInOneInstanceMode;
    } else if (process.mode == PROCESS_MULTI) {
        err = compare_all(elements, count, done);
    } else {
        for (; *done < count && err >= 0; *done += err >= 0)
            err = elements[*done].err = set_locked(NULL, elements[*done].id, &elements[*done].in);
        if (err >= 0)
            process.mode = PROCESS_MULTI;
    }
    os_mutex_unlock(&process.lock);
    return err;
}
