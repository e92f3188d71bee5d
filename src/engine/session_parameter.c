/* Session parameters and session information (spec 40, 3.10 and 3.11).
 *
 * JetGetSessionParameter works while another thread is inside a call with the
 * session. Therefore everything it reads is written under instance->lock, or is a
 * single atomic word. */
#include "engine/session.h"

#include "base/alloc.h"
#include "engine/handle.h"

#include <esent_engine.h>

#define COMMIT_CONTEXT_MOST 30000
#define CACHE_PRIORITY_MOST 1000
#define IO_PRIORITY_KNOWN   0x7u

enum size_rule {
    SIZE_EXACT,    /* another size is JET_errInvalidBufferSize */
    SIZE_AT_LEAST, /* get: a smaller buffer is JET_errInvalidBufferSize */
    SIZE_TEXT,     /* get: a smaller buffer is JET_errBufferTooSmall; set: cut */
};

struct row {
    uint16_t id;
    uint16_t offset; /* in struct session_parameters */
    uint16_t size;
    uint8_t get_rule; /* setting a fixed size is always exact */
};

#define SESSION_FIELD(id_, member_, rule_)                                                                   \
    {                                                                                                        \
        .id = (id_), .offset = offsetof(struct session_parameters, member_),                                 \
        .size = sizeof(((struct session_parameters *)0)->member_), .get_rule = (rule_)                       \
    }

static const struct row rows[] = {
    SESSION_FIELD(JET_sesparamCommitDefault, commit_default, SIZE_EXACT),
    SESSION_FIELD(JET_sesparamOperationContext, operation_context, SIZE_AT_LEAST),
    SESSION_FIELD(JET_sesparamCorrelationID, correlation_id, SIZE_AT_LEAST),
    SESSION_FIELD(JET_sesparamCachePriority, cache_priority, SIZE_AT_LEAST),
    SESSION_FIELD(JET_sesparamClientComponentDesc, component, SIZE_TEXT),
    SESSION_FIELD(JET_sesparamClientActionDesc, action, SIZE_TEXT),
    SESSION_FIELD(JET_sesparamClientActionContextDesc, action_context, SIZE_TEXT),
    SESSION_FIELD(JET_sesparamClientActivityId, activity_id, SIZE_AT_LEAST),
    SESSION_FIELD(JET_sesparamIOSessTraceFlags, io_trace_flags, SIZE_AT_LEAST),
    SESSION_FIELD(JET_sesparamIOPriority, io_priority, SIZE_EXACT),
    SESSION_FIELD(JET_sesparamCommitContextContainsCustomerData, context_has_customer_data, SIZE_AT_LEAST),
    SESSION_FIELD(JET_sesparamCommitContextNeedPreCommitCallback, context_needs_callback, SIZE_AT_LEAST),
};

static const struct row *row_find(uint32_t id)
{
    for (size_t i = 0; i < ARRAY_COUNT(rows); i++)
        if (rows[i].id == id)
            return &rows[i];
    return NULL;
}

static JET_ERR commit_context_set(struct session_parameters *p, const void *value, uint32_t size)
{
    mem_free(p->commit_context);
    p->commit_context = NULL;
    p->commit_context_size = 0;
    p->context_needs_callback = 0;
    if (size > COMMIT_CONTEXT_MOST)
        return JET_errInvalidBufferSize;
    if (size == 0)
        return JET_errSuccess;
    p->commit_context = mem_alloc(size);
    if (!p->commit_context)
        return JET_errOutOfMemory;
    memcpy(p->commit_context, value, size);
    p->commit_context_size = size;
    return JET_errSuccess;
}

static JET_ERR check_number(uint32_t id, uint32_t number)
{
    if (id == JET_sesparamCachePriority && number > CACHE_PRIORITY_MOST)
        return JET_errInvalidParameter;
    if (id == JET_sesparamIOPriority && number & ~IO_PRIORITY_KNOWN)
        return JET_errInvalidGrbit;
    return JET_errSuccess;
}

static JET_ERR field_set(struct session_parameters *p, const struct row *row, const void *value,
                         uint32_t size)
{
    uint8_t *field = (uint8_t *)p + row->offset;
    uint32_t number;

    if (row->get_rule == SIZE_TEXT) {
        size_t n = size ? strnlen(value, MIN(size, row->size - 1u)) : 0;
        memset(field, 0, row->size);
        memcpy(field, size ? value : field, n);
        return JET_errSuccess;
    }
    if (size != row->size)
        return JET_errInvalidBufferSize;
    if (row->size != sizeof number) {
        memcpy(field, value, size);
        return JET_errSuccess;
    }
    memcpy(&number, value, sizeof number);
    JET_ERR err = check_number(row->id, number);
    if (err < 0)
        return err;
    if (row->id == JET_sesparamCommitContextContainsCustomerData ||
        row->id == JET_sesparamCommitContextNeedPreCommitCallback)
        number = number != 0;
    if (row->id == JET_sesparamCommitDefault)
        atomic_store_explicit(&p->commit_default, number, memory_order_relaxed);
    else
        memcpy(field, &number, sizeof number);
    return JET_errSuccess;
}

JET_ERR session_parameter_set(struct session *session, uint32_t id, const void *value, uint32_t size)
{
    const struct row *row = row_find(id);
    JET_ERR err;

    if (!value && size != 0)
        return JET_errInvalidParameter;
    if (id == JET_sesparamTransactionLevel)
        return JET_errFeatureNotAvailable;
    if (!row && id != JET_sesparamCommitGenericContext)
        return JET_errInvalidSesparamId;
    os_mutex_lock(&session->instance->lock);
    err = row ? field_set(&session->parameters, row, value, size)
              : commit_context_set(&session->parameters, value, size);
    os_mutex_unlock(&session->instance->lock);
    return err;
}

static JET_ERR deliver(const void *from, uint32_t size, JET_ERR too_small, bool exact, void *value,
                       uint32_t max, uint32_t *actual)
{
    if (actual)
        *actual = size;
    if (!value)
        return JET_errSuccess; /* asked for the size alone */
    if (exact ? max != size : max < size)
        return too_small;
    if (size)
        memcpy(value, from, size);
    return JET_errSuccess;
}

JET_ERR session_parameter_get(const struct session *session, uint32_t id, void *value, uint32_t max,
                              uint32_t *actual)
{
    const struct session_parameters *p = &session->parameters;
    const struct row *row = row_find(id);
    uint32_t number;

    if (!value && !actual)
        return JET_errInvalidParameter;
    if (id == JET_sesparamCommitGenericContext)
        return deliver(p->commit_context, p->commit_context_size, JET_errBufferTooSmall, false, value, max,
                       actual);
    if (id == JET_sesparamTransactionLevel || id == JET_sesparamCommitDefault) {
        number = id == JET_sesparamCommitDefault
                     ? atomic_load_explicit(&p->commit_default, memory_order_relaxed)
                     : (uint32_t)transaction_level(&session->transaction);
        return deliver(&number, sizeof number, JET_errInvalidBufferSize, true, value, max, actual);
    }
    if (!row)
        return JET_errInvalidSesparamId;
    const uint8_t *field = (const uint8_t *)p + row->offset;
    if (row->get_rule == SIZE_TEXT)
        return deliver(field, (uint32_t)strlen((const char *)field) + 1, JET_errBufferTooSmall, false, value,
                       max, actual);
    return deliver(field, row->size, JET_errInvalidBufferSize, row->get_rule == SIZE_EXACT, value, max,
                   actual);
}

JET_ERR session_parameter_get_of(struct instance *instance, JET_SESID sesid, uint32_t id, void *value,
                                 uint32_t max, uint32_t *actual)
{
    os_mutex_lock(&instance->lock);
    const struct session *session = handle_object(&handle_sessions, sesid);
    JET_ERR err = session ? session_parameter_get(session, id, value, max, actual) : JET_errInvalidSesid;
    os_mutex_unlock(&instance->lock);
    return err;
}

JET_ERR session_info(const struct session *session, void *result, uint32_t size, uint32_t level)
{
    const struct transaction *t = &session->transaction;

    if (level != JET_SessionInfo)
        return JET_errInvalidParameter;
    if (size < sizeof(JET_SESSIONINFO))
        return JET_errBufferTooSmall;
    if (!result)
        return JET_errInvalidParameter;
    JET_SESSIONINFO info = {
        .ulTrxBegin0 = atomic_load_explicit(&t->begin_id, memory_order_relaxed),
        .ulTrxLevel = (uint32_t)transaction_level(t),
        .ulProcid = session->number,
        .ulTrxContext = t->bound_to,
    };
    memcpy(result, &info, sizeof info);
    return JET_errSuccess;
}
