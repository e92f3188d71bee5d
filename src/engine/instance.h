/* instance.h: the life of instances and the modes of the process (spec 40, 2). */
#ifndef ESENT_ENGINE_INSTANCE_H
#define ESENT_ENGINE_INSTANCE_H

#include "engine/engine.h"

/* JetCreateInstance2. Names are UTF-8; NULL is nameless. *handle is nil on failure. */
JET_ERR instance_create(JET_INSTANCE *handle, const char *name, const char *display_name);

/* JetInit3 once its JET_RSTINFO has the right size. */
JET_ERR instance_init(JET_INSTANCE *handle, JET_GRBIT grbit);

/* The first two tests of JetInit: those of the process' mode. */
JET_ERR instance_init_check_mode(const JET_INSTANCE *handle);

/* JetTerm2. */
JET_ERR instance_terminate(JET_INSTANCE handle, JET_GRBIT grbit);

/* JetStopServiceInstance (whole_and_final: I-19) and JetStopServiceInstance2 (I-20). */
JET_ERR instance_stop_service(JET_INSTANCE handle, JET_GRBIT grbit, bool whole_and_final);
JET_ERR instance_stop_service_single(void); /* JetStopService */

/* JetStopBackupInstance (handle) and JetStopBackup (single): does it name an instance? */
JET_ERR instance_stop_backup(JET_INSTANCE handle, bool single);

/* JetGetInstanceInfo: JET_INSTANCE_INFO_W or _A in one block from mem_alloc, NULL
 * when there is no instance. */
JET_ERR instance_info(bool wide, uint32_t *count, void **infos);

/* The one of the process' instances that `handle` names, pinned until
 * api_leave_instance, whatever its state. NULL with success where the rules of
 * parameters find none (Y-4). */
JET_ERR instance_pin_for_parameters(JET_INSTANCE handle, JET_SESID sesid, struct instance **instance);

/* Pins the instance of a live session (JET_errInvalidSesid else) after rows 3 to 6 of
 * group I. */
JET_ERR instance_pin_of_session(JET_SESID sesid, struct instance **instance);

/* A picture of all instances: for each, in order of creation, one call with the
 * process locked. */
JET_ERR instance_each(JET_ERR (*visit)(void *context, struct instance *instance), void *context);

#endif
