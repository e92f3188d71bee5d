#include "format/value_text.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* Collects small pieces before they go to the sink. */
struct writer {
    const struct text_sink *sink;
    size_t size;
    JET_ERR err;
    char buffer[4096];
};

static void flush(struct writer *w)
{
    if (w->err >= 0 && w->size > 0)
        w->err = w->sink->write(w->sink->context, w->buffer, w->size);
    w->size = 0;
}

/* Room for `size` more characters, at most sizeof buffer. */
static char *room(struct writer *w, size_t size)
{
    if (w->size + size > sizeof w->buffer)
        flush(w);
    char *at = w->buffer + w->size;
    w->size += size;
    return at;
}

static void put(struct writer *w, const char *text, size_t size) { memcpy(room(w, size), text, size); }

#define PUT(w, literal) put(w, literal, sizeof(literal) - 1)

static void put_hex(struct writer *w, const uint8_t *data, size_t size)
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < size; i++) {
        char *at = room(w, 2);
        at[0] = digits[data[i] >> 4];
        at[1] = digits[data[i] & 15];
    }
}

static void put_quoted_hex(struct writer *w, struct bytes value)
{
    PUT(w, "\"");
    put_hex(w, value.data, value.size);
    PUT(w, "\"");
}

static void put_raw(struct writer *w, struct bytes value)
{
    PUT(w, "{\"raw\": ");
    put_quoted_hex(w, value);
    PUT(w, "}");
}

static void put_escape(struct writer *w, unsigned c)
{
    static const char shorts[] = "\b\b\t\t\n\n\f\f\r\r\"\"\\\\";
    static const char names[] = "btnfr\"\\";
    for (size_t i = 0; i < sizeof names - 1; i++)
        if (c == (unsigned char)shorts[2 * i]) {
            char *at = room(w, 2);
            at[0] = '\\';
            at[1] = names[i];
            return;
        }
    char text[8];
    snprintf(text, sizeof text, "\\u%04x", c);
    put(w, text, 6);
}

/* One character of a JSON string. */
static void put_character(struct writer *w, uint32_t c)
{
    if (c < 0x20 || c == '"' || c == '\\') {
        put_escape(w, c);
    } else if (c < 0x80) {
        *room(w, 1) = (char)c;
    } else if (c < 0x800) {
        char *at = room(w, 2);
        at[0] = (char)(0xC0 | c >> 6);
        at[1] = (char)(0x80 | (c & 0x3F));
    } else if (c < 0x10000) {
        char *at = room(w, 3);
        at[0] = (char)(0xE0 | c >> 12);
        at[1] = (char)(0x80 | (c >> 6 & 0x3F));
        at[2] = (char)(0x80 | (c & 0x3F));
    } else {
        char *at = room(w, 4);
        at[0] = (char)(0xF0 | c >> 18);
        at[1] = (char)(0x80 | (c >> 12 & 0x3F));
        at[2] = (char)(0x80 | (c >> 6 & 0x3F));
        at[3] = (char)(0x80 | (c & 0x3F));
    }
}

/* windows-1252 where it differs from Latin-1: 0x80 to 0x9F. The five bytes that
 * it leaves undefined stand for themselves. */
static const uint16_t windows_1252[32] = {
    0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x008D, 0x017D, 0x008F, 0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178,
};

static void put_1252(struct writer *w, struct bytes text)
{
    PUT(w, "\"");
    for (size_t i = 0; i < text.size; i++) {
        uint8_t byte = text.data[i];
        put_character(w, byte >= 0x80 && byte < 0xA0 ? windows_1252[byte - 0x80] : byte);
    }
    PUT(w, "\"");
}

static inline bool is_surrogate(unsigned unit) { return (unit & 0xF800) == 0xD800; }

static bool utf16_valid(struct bytes text)
{
    if (text.size % 2 != 0)
        return false;
    for (size_t i = 0; i < text.size; i += 2) {
        unsigned unit = load_le16(text.data + i);
        if (!is_surrogate(unit))
            continue;
        if (unit >= 0xDC00 || text.size - i < 4 || (load_le16(text.data + i + 2) & 0xFC00) != 0xDC00)
            return false;
        i += 2;
    }
    return true;
}

static void put_utf16(struct writer *w, struct bytes text)
{
    PUT(w, "\"");
    for (size_t i = 0; i < text.size; i += 2) {
        uint32_t c = load_le16(text.data + i);
        if (is_surrogate(c)) {
            i += 2;
            c = 0x10000 + ((c & 0x3FF) << 10) + (load_le16(text.data + i) & 0x3FF);
        }
        put_character(w, c);
    }
    PUT(w, "\"");
}

static void put_text(struct writer *w, unsigned code_page, struct bytes value)
{
    if (code_page == 0 || code_page == 1252)
        put_1252(w, value);
    else if (code_page == 1200 && utf16_valid(value))
        put_utf16(w, value);
    else
        put_raw(w, value);
}

/* The next decimal away from zero, if its last digit allows. */
static bool bump_last_digit(char *text)
{
    char *last = strchr(text, 'e') - 1;
    if (*last < '0' || *last > '8')
        return false;
    ++*last;
    return true;
}

/* "d.ddde+xx" with `digits` digits; true if it reads back the same. Above a
 * power of two the doubles lie twice as far apart as below, so that a decimal
 * that is not the nearest one may be the one that reads back. */
static bool try_digits(double value, int digits, char *text)
{
    int exponent;
    snprintf(text, VALUE_TEXT_DOUBLE_MOST, "%.*e", digits - 1, value);
    if (strtod(text, NULL) == value)
        return true;
    double mantissa = frexp(value, &exponent);
    return (mantissa == 0.5 || mantissa == -0.5) && bump_last_digit(text) && strtod(text, NULL) == value;
}

/* The fewest digits. 15 are always enough for what was written with 15 or
 * fewer, so that only numbers below the normal range need the long search. */
static void shortest(double value, char *text)
{
    bool normal = value >= 2.3e-308 || value <= -2.3e-308;
    for (int digits = normal ? 15 : 1; digits < 17; digits++)
        if (try_digits(value, digits, text))
            return;
    try_digits(value, 17, text);
}

size_t value_text_double(double value, char *text)
{
    char scientific[VALUE_TEXT_DOUBLE_MOST], digits[20], *out = text;
    if (value == 0) {
        memcpy(text, signbit(value) ? "-0.0" : "0.0", signbit(value) ? 5 : 4);
        return strlen(text);
    }
    shortest(value, scientific);
    const char *p = scientific;
    if (*p == '-')
        *out++ = *p++;
    int count = 0;
    for (; *p != 'e'; p++) /* whatever the locale's decimal point is */
        if (*p >= '0' && *p <= '9')
            digits[count++] = *p;
    int exponent = atoi(p + 1);
    while (count > 1 && digits[count - 1] == '0')
        count--;
    if (exponent < -4 || exponent >= 16) {
        *out++ = digits[0];
        if (count > 1)
            *out++ = '.';
        memcpy(out, digits + 1, (size_t)count - 1);
        out += count - 1;
        out += snprintf(out, 8, "e%+03d", exponent);
        return (size_t)(out - text);
    }
    if (exponent < 0)
        out += snprintf(out, 8, "0.%.*s", -exponent - 1, "000");
    for (int i = 0; i < MAX(count, exponent + 2); i++) {
        if (exponent >= 0 && i == exponent + 1)
            *out++ = '.';
        if (i < count || i <= exponent + 1)
            *out++ = i < count ? digits[i] : '0';
    }
    *out = '\0';
    return (size_t)(out - text);
}

static void put_double(struct writer *w, double value, struct bytes stored)
{
    char text[VALUE_TEXT_DOUBLE_MOST];
    if (isfinite(value))
        put(w, text, value_text_double(value, text));
    else
        put_raw(w, stored);
}

static void put_float(struct writer *w, struct bytes value)
{
    float number;
    memcpy(&number, value.data, sizeof number);
    put_double(w, (double)number, value);
}

static void put_guid(struct writer *w, const uint8_t *guid)
{
    uint8_t text[16];
    store_be32(text, load_le32(guid));
    store_be16(text + 4, load_le16(guid + 4));
    store_be16(text + 6, load_le16(guid + 6));
    memcpy(text + 8, guid + 8, 8);
    static const struct {
        uint8_t at, size;
    } parts[] = {{0, 4}, {4, 2}, {6, 2}, {8, 2}, {10, 6}};
    PUT(w, "\"");
    for (size_t i = 0; i < ARRAY_COUNT(parts); i++) {
        if (i > 0)
            PUT(w, "-");
        put_hex(w, text + parts[i].at, parts[i].size);
    }
    PUT(w, "\"");
}

static void put_signed(struct writer *w, int64_t value)
{
    char text[24];
    put(w, text, (size_t)snprintf(text, sizeof text, "%lld", (long long)value));
}

static void put_unsigned(struct writer *w, uint64_t value)
{
    char text[24];
    put(w, text, (size_t)snprintf(text, sizeof text, "%llu", (unsigned long long)value));
}

/* Size that values of a type must have; 0 = any (one byte at least of a Bit). */
static size_t type_size(JET_COLTYP coltyp)
{
    static const uint8_t sizes[JET_coltypMax] = {
        [JET_coltypUnsignedByte] = 1, [JET_coltypShort] = 2,         [JET_coltypLong] = 4,
        [JET_coltypCurrency] = 8,     [JET_coltypIEEESingle] = 4,    [JET_coltypIEEEDouble] = 8,
        [JET_coltypDateTime] = 8,     [JET_coltypUnsignedLong] = 4,  [JET_coltypLongLong] = 8,
        [JET_coltypGUID] = 16,        [JET_coltypUnsignedShort] = 2, [JET_coltypUnsignedLongLong] = 8,
    };
    return coltyp < JET_coltypMax ? sizes[coltyp] : 0;
}

static void put_value(struct writer *w, JET_COLTYP coltyp, unsigned code_page, struct bytes value)
{
    const uint8_t *p = value.data;
    double number;
    size_t size = type_size(coltyp);
    if ((size > 0 && value.size != size) || (coltyp == JET_coltypBit && value.size == 0)) {
        put_raw(w, value);
        return;
    }
    switch (coltyp) {
    case JET_coltypBit:
        put(w, p[0] ? "1" : "0", 1);
        break;
    case JET_coltypUnsignedByte:
        put_unsigned(w, p[0]);
        break;
    case JET_coltypShort:
        put_signed(w, (int16_t)load_le16(p));
        break;
    case JET_coltypUnsignedShort:
        put_unsigned(w, load_le16(p));
        break;
    case JET_coltypLong:
        put_signed(w, (int32_t)load_le32(p));
        break;
    case JET_coltypUnsignedLong:
        put_unsigned(w, load_le32(p));
        break;
    case JET_coltypCurrency:
    case JET_coltypLongLong:
        put_signed(w, (int64_t)load_le64(p));
        break;
    case JET_coltypUnsignedLongLong:
        put_unsigned(w, load_le64(p));
        break;
    case JET_coltypIEEESingle:
        put_float(w, value);
        break;
    case JET_coltypIEEEDouble:
    case JET_coltypDateTime:
        memcpy(&number, p, sizeof number);
        put_double(w, number, value);
        break;
    case JET_coltypGUID:
        put_guid(w, p);
        break;
    case JET_coltypText:
    case JET_coltypLongText:
        put_text(w, code_page, value);
        break;
    default:
        put_quoted_hex(w, value);
        break;
    }
}

JET_ERR value_text_write(const struct text_sink *sink, JET_COLTYP coltyp, unsigned code_page,
                         struct bytes value)
{
    struct writer w;
    w.sink = sink;
    w.size = 0;
    w.err = JET_errSuccess;
    put_value(&w, coltyp, code_page, value);
    flush(&w);
    return w.err;
}

JET_ERR value_text_write_name(const struct text_sink *sink, const char *name, size_t size)
{
    return value_text_write(sink, JET_coltypText, 1252, (struct bytes){(const uint8_t *)name, size});
}
