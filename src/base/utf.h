/* utf.h: strings of the A and W forms (spec 50, 5.3; reference-schema-and-info 1.2).
 *
 * Paths and other texts are UTF-8 in A forms and UTF-16 in W forms. Names of tables, columns and indexes are
 * bytes: A forms pass them through, W forms convert them with code page 1252. */
#ifndef ESENT_UTF_H
#define ESENT_UTF_H

#include "base/base.h"

/* Units before the terminator. */
size_t utf16_length(const WCHAR *text);

/* Converts `units` UTF-16 units. Writes at most `size` bytes, no terminator, and sets *needed to the bytes of
 * the whole text; so size 0 measures. JET_errUnicodeTranslationFail for a surrogate without its other half.
 */
JET_ERR utf8_from_utf16(const WCHAR *text, size_t units, char *buffer, size_t size, size_t *needed);

/* The other way; `size` and *needed count units. JET_errUnicodeTranslationFail for bytes that are not UTF-8
 * (overlong forms, surrogates and numbers above U+10FFFF included). */
JET_ERR utf16_from_utf8(const char *text, size_t bytes, WCHAR *buffer, size_t size, size_t *needed);

/* A terminated UTF-8 copy of a W argument, to be released with mem_free; NULL stays NULL. Errors as above and
 * JET_errOutOfMemory. */
JET_ERR utf8_copy(const WCHAR *text, char **copy);

/* A terminated UTF-16 copy; as above. */
JET_ERR utf16_copy(const char *text, WCHAR **copy);

/* ---- names: code page 1252 -------------------------------------------------- */

/* A name of a W argument as stored. Longer ones are cut here: 255 bytes are still more than any name may
 * have. */
struct name {
    char text[256];
};

/* Converts a W name; *text is name->text, or NULL when the argument is NULL. JET_errInvalidName when a
 * character has no exact equivalent. */
JET_ERR name_from_wide(const WCHAR *wide, struct name *name, const char **text);

/* One byte of a stored name as a UTF-16 unit. */
WCHAR name_unit(uint8_t byte);

/* One UTF-16 unit as a byte of a name; -1 when there is none. */
int name_byte(WCHAR unit);

#endif
