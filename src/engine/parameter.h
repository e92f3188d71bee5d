/* parameter.h: system parameters (spec 40, section 12), one row each in
 * parameter_table.c. */
#ifndef ESENT_ENGINE_PARAMETER_H
#define ESENT_ENGINE_PARAMETER_H

#include "base/base.h"

#include <stdatomic.h>

#define PARAMETER_COUNT 221 /* ids 0..220 */

struct instance;

/* A set of values: the process' own, or the copy of an instance (Y-1). Numbers,
 * flags and pointers are in `number`; texts are UTF-8. Changed under the process'
 * lock; numbers are read anywhere. */
struct parameter_value {
    _Atomic uint64_t number;
    char *text;   /* NULL: the default of the table */
    bool was_set; /* by the application, ever */
};
struct parameter_set {
    struct parameter_value value[PARAMETER_COUNT];
};

/* Present values, for the engine's own use: of an instance, or (instance NULL, and
 * parameters of global scope whatever the instance) of the process. A text stays
 * valid while it may not be changed: those of an instance from JetInit on. */
uint64_t parameter_number(const struct instance *instance, uint32_t id);
const char *parameter_text(const struct instance *instance, uint32_t id);

/* The form in which a value is given or wanted: a number (or pointer) and a text. */
struct parameter_in {
    uint64_t number;
    const char *text; /* UTF-8; NULL: empty */
};

/* JetSetSystemParameter, JetGetSystemParameter on a target chosen by
 * instance_pin_for_parameters; instance NULL is the global set. For
 * JET_paramCommitDefault and JET_paramTransactionLevel `sesid` is a session of that
 * instance, or 0. A text comes back in *text (NULL: the parameter is a number),
 * fresh from mem_alloc. `buffer` and `size`: JET_paramUnicodeIndexDefault alone. */
JET_ERR parameter_set(struct instance *instance, JET_SESID sesid, uint32_t id, const struct parameter_in *in);
JET_ERR parameter_get(struct instance *instance, JET_SESID sesid, uint32_t id, uint64_t *number, char **text);

bool parameter_has_text(uint32_t id);

/* JetEnableMultiInstance: one element; `id`, the value, and its result. */
struct parameter_element {
    uint32_t id;
    struct parameter_in in;
    JET_ERR err;
};
JET_ERR parameter_enable_multi(struct parameter_element *elements, uint32_t count, uint32_t *done);

#endif
