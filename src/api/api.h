/* api.h: what the entry points share. Entering and leaving is engine/engine.h. */
#ifndef ESENT_API_H
#define ESENT_API_H

#include "base/base.h"

/* After the definition of nameA, of a function with two forms: the plain symbol is the A form (spec 50, 5.1).
 * The arguments are not expanded: the header makes `name` a macro. */
#define API_PLAIN(name)                                                                                      \
    extern __typeof__(name##A) name##_plain __asm__(#name)                                                   \
        __attribute__((alias(#name "A"), visibility("default")))

/* The version that JetGetVersion reports: Windows 10, build 17134. Clients read API families out of the
 * build. */
#define API_VERSION_MAJOR 10
#define API_VERSION_MINOR 0
#define API_VERSION_BUILD 17134

#endif
