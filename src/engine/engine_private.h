/* engine_private.h: what the files of this room share. */
#ifndef ESENT_ENGINE_PRIVATE_H
#define ESENT_ENGINE_PRIVATE_H

#include "engine/engine.h"
#include "engine/handle.h"

enum process_mode { PROCESS_UNSET, PROCESS_SINGLE, PROCESS_MULTI };

/* The process, as far as instances go (spec 40, 2.1). All under `lock`, except the
 * two counters, which change under it and are read anywhere. */
struct process {
    struct os_mutex lock;
    enum process_mode mode;
    struct instance *instances;
    _Atomic uint32_t instance_count;
    _Atomic uint32_t terminations;
};
extern struct process process;

/* 1.3 step 2. */
JET_ERR engine_process_guard(void);
/* 1.3 steps 3 to 5 from an instance's slow word. */
JET_ERR engine_slow_error(uint32_t slow, bool works_stopped);

/* Parameters (parameter.c). */
JET_ERR parameter_set_copy_global(struct parameter_set *to); /* process.lock held */
void parameter_set_free(struct parameter_set *set);
void parameter_recompute_at_init(struct instance *instance);
/* What a value of JET_paramConfiguration does to the others (12.4). */
void parameter_configure(struct instance *instance, uint32_t bits);

/* recovery.c: recovers the databases of the log stream that JetInit finds, if any.
 * Errors of spec 35, 7.7. */
JET_ERR instance_recover(struct instance *instance, JET_GRBIT grbit);

#endif
