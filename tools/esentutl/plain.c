#include "plain.h"

#include "base/utf.h"
#include "format/value_text.h"

#include <stdlib.h>

static bool reserve(struct plain *p, size_t size)
{
    if (p->capacity - p->size >= size)
        return true;
    size_t capacity = MAX(p->capacity * 2, p->size + size);
    char *larger = realloc(p->text, capacity);
    if (!larger)
        return false;
    p->text = larger;
    p->capacity = capacity;
    return true;
}

static JET_ERR append(void *context, const char *text, size_t size)
{
    struct plain *p = context;
    if (!reserve(p, size))
        return JET_errOutOfMemory;
    memcpy(p->text + p->size, text, size);
    p->size += size;
    return JET_errSuccess;
}

static JET_ERR put_hex(struct plain *p, struct bytes value)
{
    static const char digits[] = "0123456789abcdef";
    p->kind = PLAIN_BINARY;
    p->size = 0;
    if (!reserve(p, value.size * 2))
        return JET_errOutOfMemory;
    for (size_t i = 0; i < value.size; i++) {
        p->text[p->size++] = digits[value.data[i] >> 4];
        p->text[p->size++] = digits[value.data[i] & 15];
    }
    return JET_errSuccess;
}

static JET_ERR put_utf8(struct plain *p, WCHAR unit)
{
    char utf8[4];
    size_t needed;
    JET_ERR err = utf8_from_utf16(&unit, 1, utf8, sizeof utf8, &needed);
    return err < 0 ? err : append(p, utf8, needed);
}

static JET_ERR put_1252(struct plain *p, struct bytes value)
{
    JET_ERR err = JET_errSuccess;
    for (size_t i = 0; i < value.size && err >= 0; i++)
        err = put_utf8(p, name_unit(value.data[i]));
    return err;
}

static JET_ERR put_1200(struct plain *p, struct bytes value)
{
    size_t units = value.size / 2, needed;
    if (value.size % 2)
        return JET_errUnicodeTranslationFail;
    WCHAR *wide = malloc(value.size + 1);
    if (!wide || !reserve(p, units * 3)) {
        free(wide);
        return JET_errOutOfMemory;
    }
    if (value.size)
        memcpy(wide, value.data, value.size);
    JET_ERR err = utf8_from_utf16(wide, units, p->text, p->capacity, &needed);
    free(wide);
    if (err >= 0)
        p->size = needed;
    return err;
}

static JET_ERR put_text(struct plain *p, const struct schema_column *column, struct bytes value)
{
    p->kind = PLAIN_TEXT;
    JET_ERR err = JET_errUnicodeTranslationFail;
    if (column->code_page == 1200)
        err = put_1200(p, value);
    else if (column->code_page == 0 || column->code_page == 1252)
        err = put_1252(p, value);
    return err == JET_errUnicodeTranslationFail ? put_hex(p, value) : err;
}

JET_ERR plain_value(struct plain *p, const struct schema_column *column, struct bytes value)
{
    struct text_sink sink = {append, p};
    p->size = 0;
    switch (column->coltyp) {
    case JET_coltypText:
    case JET_coltypLongText:
        return put_text(p, column, value);
    case JET_coltypBinary:
    case JET_coltypLongBinary:
        return put_hex(p, value);
    default:
        break;
    }
    JET_ERR err = value_text_write(&sink, column->coltyp, column->code_page, value);
    if (err < 0)
        return err;
    p->kind = PLAIN_NUMBER;
    if (p->size && p->text[0] == '{') /* does not fit its type */
        return put_hex(p, value);
    if (p->size >= 2 && p->text[0] == '"') { /* a GUID */
        memmove(p->text, p->text + 1, p->size -= 2);
        p->kind = PLAIN_TEXT;
    }
    return JET_errSuccess;
}

JET_ERR plain_array(struct plain *p, const struct schema_column *column, const struct bytes *values,
                    size_t count)
{
    struct text_sink sink = {append, p};
    p->size = 0;
    p->kind = PLAIN_TEXT;
    JET_ERR err = append(p, "[", 1);
    for (size_t i = 0; i < count && err >= 0; i++) {
        if (i)
            err = append(p, ", ", 2);
        if (err >= 0)
            err = value_text_write(&sink, column->coltyp, column->code_page, values[i]);
    }
    return err < 0 ? err : append(p, "]", 1);
}

JET_ERR plain_name(struct plain *p, const char *name)
{
    p->size = 0;
    p->kind = PLAIN_TEXT;
    return put_1252(p, (struct bytes){(const uint8_t *)name, strlen(name)});
}

void plain_free(struct plain *p)
{
    free(p->text);
    memset(p, 0, sizeof *p);
}
