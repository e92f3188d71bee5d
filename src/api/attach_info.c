/* JetGetAttachInfo, JetGetAttachInfoInstance: the databases to back up. They are
 * asked for during a backup, and no backup can be begun yet. */
#include "api/api.h"

#include "engine/engine.h"

static JET_ERR no_backup(JET_INSTANCE handle)
{
    struct instance *instance;
    JET_ERR err = api_enter_instance(handle, &instance);
    return err < 0 ? err : api_leave_instance(instance, JET_errNoBackup);
}

static JET_ERR no_backup_of_single(void)
{
    struct instance *instance;
    JET_ERR err = api_enter_single(&instance);
    return err < 0 ? err : api_leave_instance(instance, JET_errNoBackup);
}

JET_ERR JET_API JetGetAttachInfoInstanceA(JET_INSTANCE instance, JET_PSTR szzDatabases, uint32_t cbMax,
                                          uint32_t *pcbActual)
{
    (void)szzDatabases, (void)cbMax, (void)pcbActual;
    return no_backup(instance);
}
API_PLAIN(JetGetAttachInfoInstance);

JET_ERR JET_API JetGetAttachInfoInstanceW(JET_INSTANCE instance, JET_PWSTR szzDatabases, uint32_t cbMax,
                                          uint32_t *pcbActual)
{
    (void)szzDatabases, (void)cbMax, (void)pcbActual;
    return no_backup(instance);
}

JET_ERR JET_API JetGetAttachInfoA(JET_PSTR szzDatabases, uint32_t cbMax, uint32_t *pcbActual)
{
    (void)szzDatabases, (void)cbMax, (void)pcbActual;
    return no_backup_of_single();
}
API_PLAIN(JetGetAttachInfo);

JET_ERR JET_API JetGetAttachInfoW(JET_PWSTR szzDatabases, uint32_t cbMax, uint32_t *pcbActual)
{
    (void)szzDatabases, (void)cbMax, (void)pcbActual;
    return no_backup_of_single();
}
