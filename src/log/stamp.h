/* stamp.h: what tells files apart: the time now, and signatures (spec 30 §1.1). */
#ifndef ESENT_LOG_STAMP_H
#define ESENT_LOG_STAMP_H

#include "format/fields.h"

/* The time now, in UTC, as headers and records carry it. */
struct log_time log_time_now(void);
/* A signature nobody else has: random, with the time now. */
struct signature signature_new(void);

#endif
