/* Instances and the modes of the process: spec 40, section 2.
 *
 * States of an instance, with the function that makes each transition:
 *   (none)       -> ALLOCATED     instance_allocate
 *   ALLOCATED    -> INITIALISING  instance_init; the calling thread is init_thread
 *   INITIALISING -> INITIALISED   instance_init, success
 *   INITIALISING -> (none)        instance_init, failure (I-4)
 *   any but the middle two -> terminating flag   terminate_begin
 *   terminating  -> (none)        terminate_finish
 *   terminating  -> INITIALISED   terminate_give_up (I-10 f)
 * The marks stopped, unavailable and terminating are bits of the slow word, because
 * calls by session test them all at once.
 *
 * Invariants
 *  I1 The list, the mode, every state and every set or clear of TERMINATING change
 *     under process.lock.
 *  I2 An instance is freed only by the thread that set its TERMINATING, or by the one
 *     that initialises it, and only when calls is 0.
 *  I3 calls grows only under process.lock, while TERMINATING is clear. */
#include "engine/instance.h"

#include "base/alloc.h"
#include "engine/engine_private.h"
#include "engine/session.h"
#include "os/os_file.h"
#include "os/os_path.h"

#include <assert.h>
#include <esent_engine.h>
#include <sched.h>
#include <strings.h>

struct process process = {.lock = OS_MUTEX_INITIALIZER(OS_RANK_PROCESS)};

#define NO_INSTANCE(handle) ((handle) == 0 || (handle) == JET_instanceNil)

JET_ERR engine_process_guard(void)
{
    uint32_t instances = atomic_load(&process.instance_count);
    if (atomic_load(&process.terminations) < instances)
        return JET_errSuccess;
    return instances == 0 ? JET_errNotInitialized : JET_errTermInProgress;
}

/* ---- finding -------------------------------------------------------------------- */

/* Spec 40, 2.3; process.lock held. */
static JET_ERR resolve(JET_INSTANCE handle, struct instance **instance)
{
    *instance = NULL;
    if (!NO_INSTANCE(handle) && !handle_is_live(&handle_instances, handle))
        return JET_errInvalidInstance;
    if (process.mode == PROCESS_SINGLE)
        *instance = process.instances;
    else if (process.mode == PROCESS_MULTI && !NO_INSTANCE(handle))
        *instance = handle_object(&handle_instances, handle);
    return *instance ? JET_errSuccess : JET_errInvalidParameter;
}

static void pin(struct instance *instance) { atomic_fetch_add(&instance->calls, 1); }

static JET_ERR check_ready(const struct instance *instance)
{
    JET_ERR err = engine_slow_error(atomic_load(instance->slow), false);
    if (err < 0)
        return err;
    if (instance->state == INSTANCE_RESTORING)
        return JET_errRestoreInProgress;
    return instance->state == INSTANCE_INITIALISED ? JET_errSuccess : JET_errNotInitialized;
}

/* Group IN. */
static JET_ERR check_any_state(const struct instance *instance)
{
    if (atomic_load(instance->slow) & INSTANCE_TERMINATING)
        return JET_errTermInProgress;
    if (instance->state == INSTANCE_RESTORING)
        return JET_errRestoreInProgress;
    if (instance->state == INSTANCE_INITIALISING && instance->init_thread != os_thread_id())
        return JET_errInitInProgress;
    return JET_errSuccess;
}

JET_ERR api_enter_instance(JET_INSTANCE handle, struct instance **instance)
{
    os_mutex_lock(&process.lock);
    JET_ERR err = resolve(handle, instance);
    if (err >= 0)
        err = check_ready(*instance);
    if (err >= 0)
        pin(*instance);
    os_mutex_unlock(&process.lock);
    return err;
}

JET_ERR api_enter_instance_any(JET_INSTANCE handle, struct instance **instance)
{
    os_mutex_lock(&process.lock);
    JET_ERR err = resolve(handle, instance);
    if (err >= 0)
        err = check_any_state(*instance);
    if (err >= 0)
        pin(*instance);
    os_mutex_unlock(&process.lock);
    return err;
}

static JET_ERR check_single(void)
{
    if (process.mode == PROCESS_UNSET)
        return JET_errInvalidParameter;
    return process.mode == PROCESS_MULTI ? JET_errRunningInMultiInstanceMode : JET_errSuccess;
}

JET_ERR api_enter_single(struct instance **instance)
{
    os_mutex_lock(&process.lock);
    JET_ERR err = check_single();
    os_mutex_unlock(&process.lock);
    return err < 0 ? err : api_enter_instance(0, instance);
}

JET_ERR api_leave_instance(struct instance *instance, JET_ERR err)
{
    if (instance)
        atomic_fetch_sub(&instance->calls, 1);
    return err;
}

/* The session may end at any time, its instance cannot while process.lock is held. */
static JET_ERR pin_of_session(JET_SESID sesid, JET_ERR (*check)(const struct instance *),
                              struct instance **instance)
{
    JET_ERR err = JET_errInvalidSesid;

    *instance = NULL;
    os_mutex_lock(&process.lock);
    if (handle_is_live(&handle_sessions, sesid)) {
        struct handle_entry *entry = handle_entry(&handle_sessions, sesid);
        struct instance *i = handle_object(&handle_instances, atomic_load(&entry->owner));
        if (i && handle_is_live(&handle_sessions, sesid)) {
            err = check(i);
            if (err >= 0) {
                pin(i);
                *instance = i;
            }
        }
    }
    os_mutex_unlock(&process.lock);
    return err;
}

JET_ERR instance_pin_of_session(JET_SESID sesid, struct instance **instance)
{
    return pin_of_session(sesid, check_ready, instance);
}

JET_ERR instance_pin_for_parameters(JET_INSTANCE handle, JET_SESID sesid, struct instance **instance)
{
    JET_ERR err = JET_errSuccess;
    bool by_session = sesid != 0 && sesid != JET_sesidNil;

    *instance = NULL;
    os_mutex_lock(&process.lock);
    enum process_mode mode = process.mode;
    if (mode == PROCESS_SINGLE)
        *instance = process.instances;
    else if (mode == PROCESS_MULTI && !by_session && !NO_INSTANCE(handle))
        err = resolve(handle, instance);
    if (*instance) {
        err = check_any_state(*instance);
        if (err >= 0)
            pin(*instance);
    }
    os_mutex_unlock(&process.lock);
    return mode == PROCESS_MULTI && by_session ? pin_of_session(sesid, check_any_state, instance) : err;
}

JET_ERR instance_each(JET_ERR (*visit)(void *context, struct instance *instance), void *context)
{
    JET_ERR err = JET_errSuccess;
    os_mutex_lock(&process.lock);
    for (struct instance *i = process.instances; i && err >= 0; i = i->next)
        err = visit(context, i);
    os_mutex_unlock(&process.lock);
    return err;
}

/* ---- birth -------------------------------------------------------------------------- */

static void instance_free(struct instance *instance)
{
    if (instance->handle)
        handle_close(&handle_instances, instance->handle);
    parameter_set_free(&instance->parameters);
    os_mutex_destroy(&instance->lock);
    mem_free(instance->session_numbers);
    mem_free(instance->system_path);
    mem_free(instance->log_path);
    mem_free(instance->temp_path);
    mem_free(instance->name);
    mem_free(instance->display_name);
    mem_free(instance);
}

static JET_ERR check_name(const char *name)
{
    for (struct instance *i = process.instances; i; i = i->next)
        if (name ? i->name && strcmp(i->name, name) == 0 : !i->name)
            return JET_errInstanceNameInUse;
    return JET_errSuccess;
}

/* I-3; process.lock held. */
static JET_ERR instance_allocate(const char *name, const char *display_name, struct instance **out)
{
    uint64_t token;

    if (atomic_load(&process.instance_count) >= parameter_number(NULL, JET_paramMaxInstances))
        return JET_errTooManyInstances;
    JET_ERR err = check_name(name);
    if (err < 0)
        return err;
    struct instance *instance = mem_calloc(1, sizeof *instance);
    if (!instance)
        return JET_errOutOfMemory;
    os_mutex_init(&instance->lock, OS_RANK_INSTANCE);
    instance->fs = os_fs_posix();
    err = mem_copy_text(name, &instance->name) && mem_copy_text(display_name, &instance->display_name)
              ? parameter_set_copy_global(&instance->parameters)
              : JET_errOutOfMemory;
    if (err >= 0)
        err = handle_reserve(&handle_instances, instance, 0, &token);
    if (err < 0)
        goto fail;
    instance->handle = token;
    instance->slow = &handle_entry(&handle_instances, token)->slow;
    handle_publish(&handle_instances, token);
    struct instance **end = &process.instances;
    while (*end)
        end = &(*end)->next;
    *end = instance;
    atomic_fetch_add(&process.instance_count, 1);
    *out = instance;
    return JET_errSuccess;
fail:
    instance_free(instance);
    return err;
}

/* Out of the list; process.lock held, calls is 0 and stays so. */
static void instance_remove(struct instance *instance)
{
    struct instance **link = &process.instances;
    while (*link != instance)
        link = &(*link)->next;
    *link = instance->next;
    if (atomic_fetch_sub(&process.instance_count, 1) == 1)
        process.mode = PROCESS_UNSET;
    instance_free(instance);
}

JET_ERR instance_create(JET_INSTANCE *handle, const char *name, const char *display_name)
{
    struct instance *instance;

    if (!handle)
        return JET_errInvalidParameter;
    *handle = JET_instanceNil;
    os_mutex_lock(&process.lock);
    JET_ERR err = JET_errRunningInOneInstanceMode;
    if (process.mode != PROCESS_SINGLE)
        err = instance_allocate(name, display_name, &instance);
    if (err >= 0) {
        process.mode = PROCESS_MULTI;
        *handle = instance->handle;
    }
    os_mutex_unlock(&process.lock);
    return err;
}

/* ---- JetInit -------------------------------------------------------------------------- */

static JET_ERR init_check_mode(const JET_INSTANCE *handle)
{
    if (process.mode == PROCESS_MULTI && !handle)
        return JET_errRunningInMultiInstanceMode;
    if (process.mode == PROCESS_SINGLE)
        return process.instances->state == INSTANCE_INITIALISING ? JET_errInitInProgress
                                                                 : JET_errAlreadyInitialized;
    return JET_errSuccess;
}

JET_ERR instance_init_check_mode(const JET_INSTANCE *handle)
{
    os_mutex_lock(&process.lock);
    JET_ERR err = init_check_mode(handle);
    os_mutex_unlock(&process.lock);
    return err;
}

/* Chooses or makes the instance to initialise and marks it INITIALISING. */
static JET_ERR init_begin(JET_INSTANCE *handle, struct instance **out)
{
    struct instance *instance = NULL;
    JET_ERR err = init_check_mode(handle);

    if (err < 0)
        return err;
    if (process.mode == PROCESS_MULTI && !NO_INSTANCE(*handle)) {
        instance = handle_object(&handle_instances, *handle);
        if (!instance)
            return JET_errInvalidParameter;
        if (instance->state == INSTANCE_INITIALISING)
            return JET_errInitInProgress;
        if (instance->state == INSTANCE_INITIALISED || atomic_load(instance->slow) & INSTANCE_TERMINATING)
            return JET_errAlreadyInitialized;
        if (instance->state == INSTANCE_RESTORING)
            return JET_errRestoreInProgress;
    } else {
        if (handle)
            *handle = JET_instanceNil;
        err = instance_allocate(NULL, NULL, &instance);
        if (err < 0)
            return err;
        if (process.mode == PROCESS_UNSET)
            process.mode = PROCESS_SINGLE;
    }
    instance->state = INSTANCE_INITIALISING;
    instance->init_thread = os_thread_id();
    *out = instance;
    return JET_errSuccess;
}

/* I-6: what the parameters must not say together. */
static JET_ERR check_settings(const struct instance *instance, JET_GRBIT grbit)
{
    const uint64_t sector_kib = 4;

    if (parameter_number(instance, JET_paramLogFileSize) % sector_kib != 0)
        return JET_errInvalidSettings;
    if (parameter_number(instance, JET_paramCleanupMismatchedLogFiles) &&
        (!parameter_number(instance, JET_paramCircularLog) || grbit & JET_bitKeepDbAttachedAtEndOfRecovery))
        return JET_errInvalidSettings;
    return JET_errSuccess;
}

static JET_ERR directory_resolve(const char *given, char **out)
{
    char path[OS_PATH_MAX];
    JET_ERR err = os_path_absolute(*given ? given : ".", path, sizeof path);
    if (err >= 0)
        err = os_path_join(path, "", path, sizeof path);
    return err < 0 || mem_copy_text(path, out) ? err : JET_errOutOfMemory;
}

/* A bare name lies in the system path; a directory gets the default name. */
static JET_ERR temp_path_resolve(struct instance *instance, const char *given, char **out)
{
    const char *default_name = "tmp.edb";
    char path[OS_PATH_MAX], absolute[OS_PATH_MAX];
    enum os_path_kind kind = OS_PATH_NONE;
    size_t length = strlen(given);
    JET_ERR err;

    if (given[0] == '/')
        err = os_path_join(given, "", path, sizeof path);
    else
        err = os_path_join(instance->system_path, given, path, sizeof path);
    if (err >= 0)
        err = os_path_absolute(path, absolute, sizeof absolute);
    if (err >= 0)
        err = os_fs_stat(instance->fs, absolute, &kind);
    if (err >= 0 && (length == 0 || given[length - 1] == '/' || kind == OS_PATH_DIRECTORY))
        err = os_path_join(absolute, default_name, absolute, sizeof absolute);
    return err < 0 || mem_copy_text(absolute, out) ? err : JET_errOutOfMemory;
}

static JET_ERR paths_resolve(struct instance *instance)
{
    JET_ERR err = directory_resolve(parameter_text(instance, JET_paramSystemPath), &instance->system_path);
    if (err >= 0)
        err = directory_resolve(parameter_text(instance, JET_paramLogFilePath), &instance->log_path);
    if (err >= 0)
        err = temp_path_resolve(instance, parameter_text(instance, JET_paramTempPath), &instance->temp_path);
    return err;
}

/* I-6: paths of another initialised instance; process.lock held. */
static JET_ERR check_paths(const struct instance *instance)
{
    for (const struct instance *other = process.instances; other; other = other->next) {
        if (other == instance || other->state != INSTANCE_INITIALISED)
            continue;
        if (parameter_number(instance, JET_paramMaxTemporaryTables) > 0 &&
            parameter_number(other, JET_paramMaxTemporaryTables) > 0 &&
            strcmp(instance->temp_path, other->temp_path) == 0)
            return JET_errTempPathInUse;
        if (instance->recovery_off || other->recovery_off)
            continue;
        if (strcmp(instance->system_path, other->system_path) == 0)
            return JET_errSystemPathInUse;
        if (strcmp(instance->log_path, other->log_path) == 0)
            return JET_errLogFilePathInUse;
    }
    return JET_errSuccess;
}

static JET_ERR directory_check(struct instance *instance, const char *path)
{
    char whole[OS_PATH_MAX];
    enum os_path_kind kind;
    JET_ERR err = os_path_absolute(path, whole, sizeof whole);
    if (err >= 0 && parameter_number(instance, JET_paramCreatePathIfNotExist))
        err = os_fs_make_path(instance->fs, whole);
    if (err >= 0)
        err = os_fs_stat(instance->fs, whole, &kind);
    if (err >= 0 && kind != OS_PATH_DIRECTORY)
        err = JET_errInvalidPath;
    return err;
}

static JET_ERR directories_check(struct instance *instance)
{
    char temp[OS_PATH_MAX];
    JET_ERR err = directory_check(instance, instance->system_path);
    if (err >= 0 && !instance->recovery_off)
        err = directory_check(instance, instance->log_path);
    if (err >= 0 && parameter_number(instance, JET_paramMaxTemporaryTables) > 0)
        err = os_path_directory(instance->temp_path, temp, sizeof temp);
    else
        return err;
    return err >= 0 ? directory_check(instance, temp) : err;
}

static JET_ERR runtime_callback(const struct instance *instance)
{
    uint64_t address = parameter_number(instance, JET_paramRuntimeCallback);
    JET_CALLBACK callback;

    if (!address)
        return JET_errSuccess;
    memcpy(&callback, &address, sizeof callback);
    api_callback_begin();
    JET_ERR err = callback(JET_sesidNil, JET_dbidNil, JET_tableidNil, JET_cbtypNull, NULL, NULL, NULL, 0);
    api_callback_end();
    return MIN(err, JET_errSuccess);
}

static JET_ERR init_work(struct instance *instance, JET_GRBIT grbit)
{
    instance->recovery_off = strcasecmp(parameter_text(instance, JET_paramRecovery), "off") == 0;
    JET_ERR err = check_settings(instance, grbit);
    if (err >= 0)
        err = paths_resolve(instance);
    if (err >= 0) {
        os_mutex_lock(&process.lock);
        err = check_paths(instance);
        os_mutex_unlock(&process.lock);
    }
    if (err >= 0)
        err = directories_check(instance);
    if (err >= 0)
        err = runtime_callback(instance);
    if (err >= 0)
        err = instance_recover(instance, grbit);
    return err;
}

JET_ERR instance_init(JET_INSTANCE *handle, JET_GRBIT grbit)
{
    struct instance *instance;

    os_mutex_lock(&process.lock);
    JET_ERR err = init_begin(handle, &instance);
    os_mutex_unlock(&process.lock);
    if (err < 0)
        return err;

    err = init_work(instance, grbit);

    os_mutex_lock(&process.lock);
    if (err >= 0)
        err = check_paths(instance); /* another may have become initialised meanwhile */
    if (err >= 0) {
        parameter_recompute_at_init(instance);
        instance->state = INSTANCE_INITIALISED;
        instance->init_thread = 0;
        if (handle)
            *handle = instance->handle;
    } else {
        /* Parameter calls may be looking at it; they end by themselves. New ones see
         * the flag. */
        atomic_fetch_or(instance->slow, INSTANCE_TERMINATING);
        while (atomic_load(&instance->calls) > 0) {
            os_mutex_unlock(&process.lock);
            sched_yield();
            os_mutex_lock(&process.lock);
        }
        instance_remove(instance);
        if (handle)
            *handle = 0;
    }
    os_mutex_unlock(&process.lock);
    return err;
}

/* ---- stop service (2.7) ---------------------------------------------------------------- */

static JET_ERR stop_service(struct instance *instance, JET_GRBIT grbit, bool whole_and_final)
{
    const JET_GRBIT parts = JET_bitStopServiceBackgroundUserTasks | JET_bitStopServiceQuiesceCaches;
    const JET_GRBIT emit = JET_bitStopServiceStopAndEmitLog;

    if (instance->state != INSTANCE_INITIALISED)
        return JET_errNotInitialized;
    if (grbit & ~(parts | emit | JET_bitStopServiceResume) || (grbit & emit && grbit != emit))
        return JET_errInvalidGrbit;
    if (grbit == JET_bitStopServiceResume && atomic_load(instance->slow) & INSTANCE_STOPPED)
        return JET_errClientRequestToStopJetService;
    if (grbit & JET_bitStopServiceResume) {
        JET_GRBIT resumed = grbit == JET_bitStopServiceResume ? parts : grbit;
        instance->stopped_background &= !(resumed & JET_bitStopServiceBackgroundUserTasks);
        instance->stopped_quiesce &= !(resumed & JET_bitStopServiceQuiesceCaches);
        return JET_errSuccess;
    }
    instance->stopped_background |= grbit == 0 || grbit & JET_bitStopServiceBackgroundUserTasks;
    instance->stopped_quiesce |= grbit == 0 || grbit & JET_bitStopServiceQuiesceCaches;
    if (whole_and_final)
        atomic_store(&instance->parameters.value[JET_paramCheckpointDepthMax].number, 16384);
    if (grbit == 0)
        atomic_fetch_or(instance->slow, INSTANCE_STOPPED);
    return JET_errSuccess;
}

JET_ERR instance_stop_service(JET_INSTANCE handle, JET_GRBIT grbit, bool whole_and_final)
{
    struct instance *instance;

    os_mutex_lock(&process.lock);
    JET_ERR err = resolve(handle, &instance);
    if (err >= 0)
        err = stop_service(instance, grbit, whole_and_final);
    os_mutex_unlock(&process.lock);
    return err;
}

JET_ERR instance_stop_service_single(void)
{
    os_mutex_lock(&process.lock);
    JET_ERR err = check_single();
    if (err >= 0)
        err = stop_service(process.instances, 0, true);
    os_mutex_unlock(&process.lock);
    return err;
}

JET_ERR instance_stop_backup(JET_INSTANCE handle, bool single)
{
    struct instance *instance;

    os_mutex_lock(&process.lock);
    JET_ERR err = single ? check_single() : resolve(handle, &instance);
    os_mutex_unlock(&process.lock);
    return err; /* no backup runs that would have to hear of it */
}

void instance_make_unavailable(struct instance *instance, JET_ERR err)
{
    os_mutex_lock(&instance->lock);
    if (!instance->unavailable_error) {
        instance->unavailable_error = err;
        atomic_fetch_or(instance->slow,
                        INSTANCE_UNAVAILABLE | (err == JET_errLogDiskFull ? INSTANCE_LOG_DISK : 0));
    }
    os_mutex_unlock(&instance->lock);
}

/* ---- JetTerm (2.5) ----------------------------------------------------------------------- */

static JET_ERR terminate_begin(JET_INSTANCE handle, struct instance **out)
{
    struct instance *instance;
    JET_ERR err = resolve(handle, &instance);

    if (err < 0)
        return err;
    if (atomic_load(instance->slow) & INSTANCE_TERMINATING)
        return JET_errTermInProgress;
    if (instance->state == INSTANCE_RESTORING)
        return JET_errRestoreInProgress;
    if (instance->state == INSTANCE_INITIALISING)
        return JET_errNotInitialized;
    atomic_fetch_or(instance->slow, INSTANCE_TERMINATING);
    atomic_fetch_add(&process.terminations, 1);
    *out = instance;
    return JET_errSuccess;
}

/* One pass over the sessions; true when every one is ours. */
static bool claim_pass(struct instance *instance)
{
    bool all = true;

    os_mutex_lock(&instance->lock);
    for (struct session *s = instance->sessions; s; s = s->next) {
        uint64_t expected = s->handle;
        if (!s->claimed_by_term)
            s->claimed_by_term =
                atomic_compare_exchange_strong(&s->entry->word, &expected, s->handle | HANDLE_BUSY);
        all &= s->claimed_by_term;
    }
    os_mutex_unlock(&instance->lock);
    return all;
}

/* I-10 b: no session is inside a call, and none gets in. */
static void wait_for_calls(struct instance *instance)
{
    for (uint32_t tries = 0; atomic_load(&instance->calls) > 0 || !claim_pass(instance); tries++)
        if (tries < 100)
            sched_yield();
        else
            os_sleep_microseconds(500);
}

static bool has_transactions(struct instance *instance)
{
    for (struct session *s = instance->sessions; s; s = s->next)
        if (transaction_level(&s->transaction) > 0)
            return true;
    return false;
}

/* Sessions first: whoever finds one taken finds the flag, too, or the session
 * free again (enter.c). */
static void terminate_give_up(struct instance *instance)
{
    os_mutex_lock(&instance->lock);
    for (struct session *s = instance->sessions; s; s = s->next) {
        s->claimed_by_term = false;
        atomic_store(&s->entry->word, s->handle);
    }
    os_mutex_unlock(&instance->lock);
    os_mutex_lock(&process.lock);
    atomic_fetch_and(instance->slow, ~INSTANCE_TERMINATING);
    atomic_fetch_sub(&process.terminations, 1);
    os_mutex_unlock(&process.lock);
}

static void terminate_finish(struct instance *instance)
{
    os_mutex_lock(&process.lock);
    atomic_fetch_sub(&process.terminations, 1);
    instance_remove(instance);
    os_mutex_unlock(&process.lock);
}

JET_ERR instance_terminate(JET_INSTANCE handle, JET_GRBIT grbit)
{
    struct instance *instance;

    if (os_thread_self.api_depth > 0)
        return JET_errInvalidOperation; /* from a callback: it would wait for itself */
    os_mutex_lock(&process.lock);
    JET_ERR err = terminate_begin(handle, &instance);
    os_mutex_unlock(&process.lock);
    if (err < 0)
        return err;

    wait_for_calls(instance);
    bool unavailable = atomic_load(instance->slow) & INSTANCE_UNAVAILABLE;
    bool dirty = grbit & JET_bitTermDirty;
    if (!dirty && !unavailable && has_transactions(instance)) {
        terminate_give_up(instance);
        return JET_errTooManyActiveUsers;
    }

    /* Point of no return. The sessions are claimed: nobody else changes the list. */
    bool initialised = instance->state == INSTANCE_INITIALISED;
    while (instance->sessions) {
        session_close_all(instance->sessions);
        session_destroy(instance->sessions);
    }
    if (instance->databases && instance->databases->terminate)
        err = instance->databases->terminate(instance->databases, dirty || unavailable);
    terminate_finish(instance);
    if (err >= 0 && dirty && !unavailable && initialised)
        err = JET_errDirtyShutdown;
    return err;
}
