#include "base/utf.h"

#include "base/alloc.h"

size_t utf16_length(const WCHAR *text)
{
    size_t n = 0;
    while (text[n] != 0)
        n++;
    return n;
}

static bool is_high_surrogate(WCHAR unit) { return (unit & 0xFC00) == 0xD800; }
static bool is_low_surrogate(WCHAR unit) { return (unit & 0xFC00) == 0xDC00; }

/* Writes the UTF-8 form of a code point to bytes[4]; returns its length. */
static unsigned encode_utf8(uint32_t c, char bytes[4])
{
    if (c < 0x80) {
        bytes[0] = (char)c;
        return 1;
    }
    unsigned more = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
    static const uint8_t lead[] = {0, 0xC0, 0xE0, 0xF0};
    bytes[0] = (char)(lead[more] | c >> 6 * more);
    for (unsigned i = 1; i <= more; i++)
        bytes[i] = (char)(0x80 | (c >> 6 * (more - i) & 0x3F));
    return more + 1;
}

JET_ERR utf8_from_utf16(const WCHAR *text, size_t units, char *buffer, size_t size, size_t *needed)
{
    size_t used = 0;
    for (size_t i = 0; i < units; i++) {
        uint32_t c = text[i];
        if (is_low_surrogate(text[i]))
            return JET_errUnicodeTranslationFail;
        if (is_high_surrogate(text[i])) {
            if (i + 1 == units || !is_low_surrogate(text[i + 1]))
                return JET_errUnicodeTranslationFail;
            c = 0x10000 + ((c & 0x3FF) << 10) + (text[++i] & 0x3FFu);
        }
        char bytes[4];
        unsigned n = encode_utf8(c, bytes);
        for (unsigned k = 0; k < n; k++, used++)
            if (used < size)
                buffer[used] = bytes[k];
    }
    *needed = used;
    return JET_errSuccess;
}

/* Reads one code point of at most `bytes` bytes; returns its length, 0 when it is malformed. */
static unsigned decode_utf8(const uint8_t *p, size_t bytes, uint32_t *c)
{
    if (p[0] < 0x80) {
        *c = p[0];
        return 1;
    }
    unsigned more = p[0] >= 0xF0 ? 3 : p[0] >= 0xE0 ? 2 : 1;
    if (p[0] < 0xC2 || p[0] > 0xF4 || bytes < more + 1)
        return 0;
    static const uint32_t least[] = {0, 0x80, 0x800, 0x10000};
    *c = p[0] & (0x3Fu >> more);
    for (unsigned i = 1; i <= more; i++) {
        if ((p[i] & 0xC0) != 0x80)
            return 0;
        *c = *c << 6 | (p[i] & 0x3F);
    }
    if (*c < least[more] || *c > 0x10FFFF || (*c >= 0xD800 && *c < 0xE000))
        return 0;
    return more + 1;
}

JET_ERR utf16_from_utf8(const char *text, size_t bytes, WCHAR *buffer, size_t size, size_t *needed)
{
    const uint8_t *p = (const uint8_t *)text;
    size_t used = 0;
    while (bytes > 0) {
        uint32_t c;
        unsigned n = decode_utf8(p, bytes, &c);
        if (n == 0)
            return JET_errUnicodeTranslationFail;
        p += n, bytes -= n;
        if (c >= 0x10000) {
            if (used < size)
                buffer[used] = (WCHAR)(0xD800 + ((c - 0x10000) >> 10));
            used++;
            c = 0xDC00 + (c & 0x3FF);
        }
        if (used < size)
            buffer[used] = (WCHAR)c;
        used++;
    }
    *needed = used;
    return JET_errSuccess;
}

JET_ERR utf8_copy(const WCHAR *text, char **copy)
{
    *copy = NULL;
    if (!text)
        return JET_errSuccess;
    size_t units = utf16_length(text), needed;
    JET_ERR err = utf8_from_utf16(text, units, NULL, 0, &needed);
    if (err < 0)
        return err;
    char *result = mem_alloc(needed + 1);
    if (!result)
        return JET_errOutOfMemory;
    utf8_from_utf16(text, units, result, needed, &needed);
    result[needed] = 0;
    *copy = result;
    return JET_errSuccess;
}

JET_ERR utf16_copy(const char *text, WCHAR **copy)
{
    *copy = NULL;
    if (!text)
        return JET_errSuccess;
    size_t bytes = strlen(text), needed;
    JET_ERR err = utf16_from_utf8(text, bytes, NULL, 0, &needed);
    if (err < 0)
        return err;
    WCHAR *result = mem_alloc((needed + 1) * sizeof *result);
    if (!result)
        return JET_errOutOfMemory;
    utf16_from_utf8(text, bytes, result, needed, &needed);
    result[needed] = 0;
    *copy = result;
    return JET_errSuccess;
}

/* Code page 1252, bytes 0x80 to 0x9F; all others are their own number. The five bytes without a character
 * stand for the control characters of the same number, as on Windows. */
static const WCHAR name_units[32] = {
    0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x008D, 0x017D, 0x008F, 0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178,
};

WCHAR name_unit(uint8_t byte) { return byte >= 0x80 && byte < 0xA0 ? name_units[byte - 0x80] : byte; }

int name_byte(WCHAR unit)
{
    if (unit < 0x80 || (unit >= 0xA0 && unit < 0x100))
        return unit;
    for (unsigned i = 0; i < ARRAY_COUNT(name_units); i++)
        if (name_units[i] == unit)
            return (int)(0x80 + i);
    return -1;
}

JET_ERR name_from_wide(const WCHAR *wide, struct name *name, const char **text)
{
    *text = NULL;
    if (!wide)
        return JET_errSuccess;
    size_t used = 0;
    for (; *wide; wide++) {
        int byte = name_byte(*wide);
        if (byte < 0)
            return JET_errInvalidName;
        if (used < sizeof name->text - 1)
            name->text[used++] = (char)byte;
    }
    name->text[used] = 0;
    *text = name->text;
    return JET_errSuccess;
}
