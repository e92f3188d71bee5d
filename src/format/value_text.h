/* value_text.h: the canonical JSON text of a column value, as the jsonl
 * export and the tests of real files need it.
 *
 * Bit: 0 or 1. Integers: decimal. IEEESingle, IEEEDouble, DateTime: shortest
 * digits that give the same double back, in the manner 0.1, 1e+16, -0.0, 5.0.
 * Text: a string, decoded from UTF-16LE (code page 1200) or windows-1252 (0
 * and 1252; its five undefined bytes map to the same code point). Binary:
 * string of lower-case hex. GUID: "8-4-4-4-12". What does not fit its type
 * (wrong length, lone surrogate, NaN, infinity, other code page):
 * {"raw": "hex"}. Strings escape only what JSON demands; output is UTF-8. */
#ifndef ESENT_FORMAT_VALUE_TEXT_H
#define ESENT_FORMAT_VALUE_TEXT_H

#include "base/base.h"

/* Receives text piece by piece. A negative return stops the writing and is
 * returned to the caller. */
struct text_sink {
    JET_ERR (*write)(void *context, const char *text, size_t size);
    void *context;
};

JET_ERR value_text_write(const struct text_sink *sink, JET_COLTYP coltyp, unsigned code_page,
                         struct bytes value);

/* Name bytes of the catalog (windows-1252) as a JSON string literal. */
JET_ERR value_text_write_name(const struct text_sink *sink, const char *name, size_t size);

/* The shortest text of a finite double; `text` has VALUE_TEXT_DOUBLE_MOST
 * bytes and is terminated. Returns its length. */
enum { VALUE_TEXT_DOUBLE_MOST = 32 };
size_t value_text_double(double value, char *text);

#endif
