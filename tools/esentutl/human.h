/* human.h: errors for people: what, where, why, what to do. */
#ifndef ESENTUTL_HUMAN_H
#define ESENTUTL_HUMAN_H

#include "base/base.h"

/* Prints to standard error: "esentutl: <where>: <message> (NAME, number)" and, when
 * there is one, a line of advice. `where` is a printf format. Returns err. */
__attribute__((format(printf, 2, 3))) JET_ERR tell(JET_ERR err, const char *where, ...);

#endif
