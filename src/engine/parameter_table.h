/* parameter_table.h: what is known of a system parameter without any instance. */
#ifndef ESENT_ENGINE_PARAMETER_TABLE_H
#define ESENT_ENGINE_PARAMETER_TABLE_H

#include "engine/parameter.h"

enum parameter_kind {
    PARAMETER_UNKNOWN, /* no parameter of this number */
    PARAMETER_NUMBER,
    PARAMETER_BOOLEAN, /* any number is accepted, anything but 0 is stored as 1 (Y-7) */
    PARAMETER_POWER2,
    PARAMETER_POINTER,
    PARAMETER_TEXT,      /* length limits in UTF-16 units */
    PARAMETER_DIRECTORY, /* made absolute, with a trailing separator */
    PARAMETER_PATH,      /* made absolute unless it is a bare file name */
};

enum parameter_settable {
    PARAMETER_START, /* while the process has no mode (Y-6) */
    PARAMETER_INIT,  /* until JetInit of the instance has succeeded */
    PARAMETER_ANY_TIME,
    PARAMETER_NEVER, /* computed: Y-12 */
};

/* Parameters with a setter or getter of their own, in parameter_own.c. */
enum parameter_own {
    PARAMETER_OWN_NONE,
    PARAMETER_OWN_COMMIT_DEFAULT,
    PARAMETER_OWN_CACHE_SIZE,
    PARAMETER_OWN_ERROR_TEXT,
    PARAMETER_OWN_UNICODE,
    PARAMETER_OWN_CLOSED_TABLES,
    PARAMETER_OWN_CONFIGURATION,
    PARAMETER_OWN_SHRINK,
    PARAMETER_OWN_STORE_SPEC,
    PARAMETER_OWN_FORMAT_VERSION,
    PARAMETER_OWN_LEVEL,
    PARAMETER_OWN_KEY_MOST,
    PARAMETER_OWN_CHUNK_MOST,
    PARAMETER_OWN_RECORD_MOST,
};

#define PARAMETER_SCOPE_G true
#define PARAMETER_SCOPE_I false

struct parameter_row {
    const char *name;
    const char *text;      /* default of a text */
    uint64_t number;       /* default of a number */
    uint64_t small_number; /* of the small configuration (Y-3) */
    uint64_t least, most;  /* of the number, or of the text's length */
    enum parameter_kind kind;
    enum parameter_settable settable;
    enum parameter_own own;
    bool global;
    bool advanced;
};

extern const struct parameter_row parameter_table[PARAMETER_COUNT];

static inline bool parameter_is_text(const struct parameter_row *row) { return row->kind >= PARAMETER_TEXT; }

#endif
