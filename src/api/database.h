/* database.h: the attached databases of an instance, for the calls that ask
 * about them. */
#ifndef ESENT_API_DATABASE_H
#define ESENT_API_DATABASE_H

#include "engine/engine.h"
#include "recovery/attach.h"

struct api_databases {
    struct instance_databases base;
    struct attach_table *table;
};

/* NULL until the first attach. */
struct attach_table *api_attach_table(struct instance *instance);

/* The database that a session_database stands for. */
static inline struct database *api_database(const struct session_database *open) { return open->database; }

/* JET_bitDbVersioningOff of the engine's own header. */
#define API_bitDbVersioningOff 0x40u

#endif
