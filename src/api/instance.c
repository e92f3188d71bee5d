/* Instances. */
#include "api/api.h"

#include "base/alloc.h"
#include "base/utf.h"
#include "engine/instance.h"

#include <esent_engine.h>

/* ---- birth ------------------------------------------------------------------------ */

JET_ERR JET_API JetCreateInstance2A(JET_INSTANCE *pinstance, JET_PCSTR szInstanceName,
                                    JET_PCSTR szDisplayName, JET_GRBIT grbit)
{
    (void)grbit;
    return instance_create(pinstance, szInstanceName, szDisplayName);
}
API_PLAIN(JetCreateInstance2);

JET_ERR JET_API JetCreateInstance2W(JET_INSTANCE *pinstance, JET_PCWSTR szInstanceName,
                                    JET_PCWSTR szDisplayName, JET_GRBIT grbit)
{
    char *name = NULL, *display_name = NULL;

    (void)grbit;
    if (!pinstance)
        return JET_errInvalidParameter;
    *pinstance = JET_instanceNil;
    JET_ERR err = utf8_copy(szInstanceName, &name);
    if (err >= 0)
        err = utf8_copy(szDisplayName, &display_name);
    if (err >= 0)
        err = instance_create(pinstance, name, display_name);
    mem_free(name);
    mem_free(display_name);
    return err;
}

JET_ERR JET_API JetCreateInstanceA(JET_INSTANCE *pinstance, JET_PCSTR szInstanceName)
{
    return JetCreateInstance2A(pinstance, szInstanceName, NULL, 0);
}
API_PLAIN(JetCreateInstance);

JET_ERR JET_API JetCreateInstanceW(JET_INSTANCE *pinstance, JET_PCWSTR szInstanceName)
{
    return JetCreateInstance2W(pinstance, szInstanceName, NULL, 0);
}

JET_ERR JET_API JetInit(JET_INSTANCE *pinstance) { return JetInit2(pinstance, 0); }

JET_ERR JET_API JetInit2(JET_INSTANCE *pinstance, JET_GRBIT grbit)
{
    return instance_init(pinstance, grbit | JET_bitReplayMissingMapEntryDB);
}

JET_ERR JET_API JetInit3A(JET_INSTANCE *pinstance, JET_RSTINFO_A *prstInfo, JET_GRBIT grbit)
{
    if (prstInfo && prstInfo->cbStruct != sizeof *prstInfo)
        return JET_errInvalidParameter;
    return instance_init(pinstance, grbit);
}
API_PLAIN(JetInit3);

JET_ERR JET_API JetInit3W(JET_INSTANCE *pinstance, JET_RSTINFO_W *prstInfo, JET_GRBIT grbit)
{
    if (prstInfo && prstInfo->cbStruct != sizeof *prstInfo)
        return JET_errInvalidParameter;
    return instance_init(pinstance, grbit);
}

JET_ERR JET_API JetInit4A(JET_INSTANCE *pinstance, JET_RSTINFO2_A *prstInfo, JET_GRBIT grbit)
{
    if (prstInfo && prstInfo->cbStruct != sizeof *prstInfo)
        return JET_errInvalidParameter;
    return instance_init(pinstance, grbit);
}
API_PLAIN(JetInit4);

/* Unlike all others this form looks at the mode of the process first. */
JET_ERR JET_API JetInit4W(JET_INSTANCE *pinstance, JET_RSTINFO2_W *prstInfo, JET_GRBIT grbit)
{
    JET_ERR err = instance_init_check_mode(pinstance);
    if (err >= 0 && prstInfo && prstInfo->cbStruct != sizeof *prstInfo)
        err = JET_errInvalidParameter;
    return err < 0 ? err : instance_init(pinstance, grbit);
}

/* ---- end --------------------------------------------------------------------------- */

JET_ERR JET_API JetTerm(JET_INSTANCE instance) { return instance_terminate(instance, JET_bitTermAbrupt); }

JET_ERR JET_API JetTerm2(JET_INSTANCE instance, JET_GRBIT grbit)
{
    return instance_terminate(instance, grbit);
}

JET_ERR JET_API JetStopService(void) { return instance_stop_service_single(); }

JET_ERR JET_API JetStopServiceInstance(JET_INSTANCE instance)
{
    return instance_stop_service(instance, JET_bitStopServiceAll, true);
}

JET_ERR JET_API JetStopServiceInstance2(JET_INSTANCE instance, const JET_GRBIT grbit)
{
    return instance_stop_service(instance, grbit, false);
}

JET_ERR JET_API JetStopBackup(void) { return instance_stop_backup(0, true); }

JET_ERR JET_API JetStopBackupInstance(JET_INSTANCE instance) { return instance_stop_backup(instance, false); }

/* ---- information ------------------------------------------------------------------------ */

JET_ERR JET_API JetGetInstanceInfoA(uint32_t *pcInstanceInfo, JET_INSTANCE_INFO_A **paInstanceInfo)
{
    void *infos;
    uint32_t count;

    if (!pcInstanceInfo || !paInstanceInfo)
        return JET_errInvalidParameter;
    JET_ERR err = instance_info(false, &count, &infos);
    if (err >= 0) {
        *pcInstanceInfo = count;
        *paInstanceInfo = infos;
    }
    return err;
}
API_PLAIN(JetGetInstanceInfo);

JET_ERR JET_API JetGetInstanceInfoW(uint32_t *pcInstanceInfo, JET_INSTANCE_INFO_W **paInstanceInfo)
{
    void *infos;

    if (!pcInstanceInfo || !paInstanceInfo)
        return JET_errInvalidParameter;
    *pcInstanceInfo = 0;
    *paInstanceInfo = NULL;
    JET_ERR err = instance_info(true, pcInstanceInfo, &infos);
    if (err >= 0)
        *paInstanceInfo = infos;
    return err;
}

JET_ERR JET_API JetFreeBuffer(char *pbBuf)
{
    mem_free(pbBuf);
    return JET_errSuccess;
}

/* With recovery off there is no log stream: zeros. With recovery on there will be one
 * when logging is built; until then the answer is that of functions not built. */
JET_ERR JET_API JetGetInstanceMiscInfo(JET_INSTANCE instance, void *pvResult, uint32_t cbMax,
                                       uint32_t InfoLevel)
{
    static const uint32_t sizes[] = {
        [JET_InstanceMiscInfoLogSignature] = sizeof(JET_SIGNATURE),
        [JET_InstanceMiscInfoCheckpoint] = sizeof(JET_CHECKPOINTINFO),
        [JET_InstanceMiscInfoRBS] = 40, /* JET_RBSINFOMISC */
    };
    struct instance *i;
    JET_ERR err = api_enter_instance(instance, &i);

    if (err < 0)
        return err;
    if (InfoLevel >= ARRAY_COUNT(sizes))
        err = JET_errInvalidParameter;
    else if (cbMax < sizes[InfoLevel])
        err = JET_errBufferTooSmall;
    else if (!pvResult)
        err = JET_errInvalidParameter;
    else if (InfoLevel == JET_InstanceMiscInfoRBS)
        err = JET_errSuccess; /* there is no revert snapshot: untouched */
    else if (i->recovery_off)
        memset(pvResult, 0, sizes[InfoLevel]);
    else
        err = JET_wrnNyi;
    return api_leave_instance(i, err);
}

JET_ERR JET_API JetGetThreadStats(void *pvResult, uint32_t cbMax)
{
    const struct os_thread_counters *c = &os_thread_self.counters;
    uint32_t size = MIN(cbMax, (uint32_t)sizeof(struct JET_THREADSTATS4));

    if (cbMax < sizeof(struct JET_THREADSTATS))
        return JET_errBufferTooSmall;
    if (!pvResult)
        return JET_errInvalidParameter;
    struct JET_THREADSTATS4 stats = {
        .cbStruct = size,
        .cPageReferenced = c->page_referenced,
        .cPageRead = c->page_read,
        .cPagePreread = c->page_preread,
        .cPageDirtied = c->page_dirtied,
        .cPageRedirtied = c->page_redirtied,
        .cLogRecord = c->log_records,
        .cbLogRecord = c->log_bytes,
        .cusecPageCacheMiss = c->wait_microseconds,
        .cPageCacheMiss = c->page_waits,
        .cSeparatedLongValueRead = c->long_value_read,
    };
    memcpy(pvResult, &stats, size);
    return JET_errSuccess;
}
