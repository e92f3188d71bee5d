/* System parameters. */
#include "api/api.h"

#include "base/alloc.h"
#include "base/messages.h"
#include "base/utf.h"
#include "engine/handle.h"
#include "engine/instance.h"
#include "engine/parameter.h"

/* A session counts where the parameter belongs to sessions; in single mode a value
 * that is none is ignored like every handle (Y-4). */
static JET_SESID session_or_none(JET_SESID sesid)
{
    return handle_is_live(&handle_sessions, sesid) ? sesid : 0;
}

JET_ERR JET_API JetSetSystemParameterA(JET_INSTANCE *pinstance, JET_SESID sesid, uint32_t paramid,
                                       JET_API_PTR lParam, JET_PCSTR szParam)
{
    struct parameter_in in = {.number = lParam, .text = szParam};
    struct instance *instance;
    JET_ERR err = instance_pin_for_parameters(pinstance ? *pinstance : 0, sesid, &instance);
    if (err < 0)
        return err;
    return api_leave_instance(instance, parameter_set(instance, session_or_none(sesid), paramid, &in));
}
API_PLAIN(JetSetSystemParameter);

JET_ERR JET_API JetSetSystemParameterW(JET_INSTANCE *pinstance, JET_SESID sesid, uint32_t paramid,
                                       JET_API_PTR lParam, JET_PCWSTR szParam)
{
    char *text = NULL;
    JET_ERR err = JET_errSuccess;

    if (parameter_has_text(paramid)) /* others may come with any garbage (Y-7) */
        err = utf8_copy(szParam, &text);
    if (err >= 0)
        err = JetSetSystemParameterA(pinstance, sesid, paramid, lParam, text);
    mem_free(text);
    return err;
}

/* ---- getting ------------------------------------------------------------------------ */

/* Delivers a text in the form of the call: whole, or cut and JET_errBufferTooSmall. */
typedef JET_ERR (*deliver)(const char *text, void *buffer, uint32_t size);

static JET_ERR deliver_narrow(const char *text, void *buffer, uint32_t size)
{
    char *out = buffer;
    size_t length = strlen(text), n = length;

    if (length >= size)
        for (n = size - 1; n > 0 && ((uint8_t)text[n] & 0xC0) == 0x80; n--)
            ; /* whole characters only */
    memcpy(out, text, n);
    out[n] = '\0';
    return length < size ? JET_errSuccess : JET_errBufferTooSmall;
}

static JET_ERR deliver_wide(const char *text, void *buffer, uint32_t size)
{
    WCHAR *out = buffer;
    size_t units = size / sizeof *out, length;

    if (units == 0)
        return JET_errBufferTooSmall;
    JET_ERR err = utf16_from_utf8(text, strlen(text), out, units - 1, &length);
    if (err < 0)
        return err;
    out[MIN(length, units - 1)] = 0;
    return length < units ? JET_errSuccess : JET_errBufferTooSmall;
}

static JET_ERR get_error_text(const JET_API_PTR *number, void *buffer, uint32_t size, deliver deliver_text)
{
    char text[512];

    if (!number || !buffer || size == 0)
        return JET_errInvalidParameter;
    message_describe((JET_ERR)*number, text, sizeof text);
    return deliver_text(text, buffer, size);
}

static JET_ERR get_unicode_default(uint64_t number, void *out, uint32_t size)
{
    JET_UNICODEINDEX index = {.lcid = (uint32_t)(number >> 32), .dwMapFlags = (uint32_t)number};

    if (!out)
        return JET_errInvalidParameter;
    if (size < sizeof index)
        return JET_errBufferTooSmall;
    memcpy(out, &index, sizeof index);
    return JET_errSuccess;
}

static JET_ERR get_value(struct instance *instance, JET_SESID sesid, uint32_t id, JET_API_PTR *number_out,
                         void *buffer, uint32_t size, deliver deliver_text)
{
    uint64_t number = 0;
    char *text;

    if (id == JET_paramErrorToString)
        return get_error_text(number_out, buffer, size, deliver_text);
    JET_ERR err = parameter_get(instance, sesid, id, &number, &text);
    if (err < 0)
        return err;
    if (parameter_has_text(id)) {
        err = buffer && size ? deliver_text(text, buffer, size) : JET_errInvalidParameter;
        mem_free(text);
        return err;
    }
    if (id == JET_paramUnicodeIndexDefault)
        return get_unicode_default(number, number_out, size);
    if (!number_out)
        return JET_errInvalidParameter;
    *number_out = number;
    return JET_errSuccess;
}

static JET_ERR get(JET_INSTANCE handle, JET_SESID sesid, uint32_t id, JET_API_PTR *number, void *buffer,
                   uint32_t size, deliver deliver_text)
{
    struct instance *instance;
    JET_ERR err = instance_pin_for_parameters(handle, sesid, &instance);
    if (err < 0)
        return err;
    return api_leave_instance(
        instance, get_value(instance, session_or_none(sesid), id, number, buffer, size, deliver_text));
}

JET_ERR JET_API JetGetSystemParameterA(JET_INSTANCE instance, JET_SESID sesid, uint32_t paramid,
                                       JET_API_PTR *plParam, JET_PSTR szParam, uint32_t cbMax)
{
    return get(instance, sesid, paramid, plParam, szParam, cbMax, deliver_narrow);
}
API_PLAIN(JetGetSystemParameter);

JET_ERR JET_API JetGetSystemParameterW(JET_INSTANCE instance, JET_SESID sesid, uint32_t paramid,
                                       JET_API_PTR *plParam, JET_PWSTR szParam, uint32_t cbMax)
{
    return get(instance, sesid, paramid, plParam, szParam, cbMax, deliver_wide);
}

/* ---- JetEnableMultiInstance ------------------------------------------------------------- */

JET_ERR JET_API JetEnableMultiInstanceA(JET_SETSYSPARAM_A *psetsysparam, uint32_t csetsysparam,
                                        uint32_t *pcsetsucceed)
{
    uint32_t done = 0;
    JET_ERR err = JET_errSuccess;

    if (pcsetsucceed)
        *pcsetsucceed = 0;
    if (csetsysparam > 0 && !psetsysparam)
        return JET_errInvalidParameter;
    struct parameter_element *elements = mem_calloc(MAX(csetsysparam, 1), sizeof *elements);
    if (!elements)
        return JET_errOutOfMemory;
    for (uint32_t i = 0; i < csetsysparam; i++) {
        elements[i].id = psetsysparam[i].paramid;
        elements[i].in.number = psetsysparam[i].lParam;
        elements[i].in.text = psetsysparam[i].sz;
    }
    err = parameter_enable_multi(elements, csetsysparam, &done);
    for (uint32_t i = 0; i < csetsysparam && i < done + (err < 0); i++)
        psetsysparam[i].err = elements[i].err;
    if (pcsetsucceed)
        *pcsetsucceed = done;
    mem_free(elements);
    return err;
}
API_PLAIN(JetEnableMultiInstance);

JET_ERR JET_API JetEnableMultiInstanceW(JET_SETSYSPARAM_W *psetsysparam, uint32_t csetsysparam,
                                        uint32_t *pcsetsucceed)
{
    JET_ERR err = JET_errSuccess;

    if (pcsetsucceed)
        *pcsetsucceed = 0;
    if (csetsysparam > 0 && !psetsysparam)
        return JET_errInvalidParameter;
    JET_SETSYSPARAM_A *narrow = mem_calloc(MAX(csetsysparam, 1), sizeof *narrow);
    if (!narrow)
        return JET_errOutOfMemory;
    for (uint32_t i = 0; i < csetsysparam && err >= 0; i++) {
        narrow[i].paramid = psetsysparam[i].paramid;
        narrow[i].lParam = psetsysparam[i].lParam;
        narrow[i].err = psetsysparam[i].err;
        if (parameter_has_text(narrow[i].paramid))
            err = utf8_copy(psetsysparam[i].sz, &narrow[i].sz);
    }
    if (err >= 0)
        err = JetEnableMultiInstanceA(narrow, csetsysparam, pcsetsucceed);
    for (uint32_t i = 0; i < csetsysparam; i++) {
        psetsysparam[i].err = narrow[i].err;
        mem_free(narrow[i].sz);
    }
    mem_free(narrow);
    return err;
}
