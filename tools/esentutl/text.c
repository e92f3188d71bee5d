#include "text.h"

#include <stdlib.h>

/* Large enough for every text here but paths, which are cut. */
enum { BUFFERS = 8, BUFFER_SIZE = 1100 };

static char *buffer(void)
{
    static char buffers[BUFFERS][BUFFER_SIZE];
    static unsigned next;
    return buffers[next++ % BUFFERS];
}

static void put_time(struct log_time t, char *out, size_t size, bool zone)
{
    struct log_time_parts p = log_time_decode(t);
    snprintf(out, size, "%02u/%02u/%04u %02u:%02u:%02u.%03u%s", p.month, p.day, p.year, p.hour, p.minute,
             p.second, p.milliseconds,
             !zone   ? ""
             : p.utc ? " UTC"
                     : " LOC");
}

const char *text_time(struct log_time t)
{
    char *out = buffer();
    put_time(t, out, BUFFER_SIZE, true);
    return out;
}

const char *text_position(struct log_position p)
{
    char *out = buffer();
    snprintf(out, BUFFER_SIZE, "(0x%X,%X,%X)", (unsigned)lgpos_generation(p), lgpos_sector(p), lgpos_byte(p));
    return out;
}

const char *text_signature(const struct signature *s)
{
    char time[40], *out = buffer();
    put_time(signature_time(s), time, sizeof time, false);
    snprintf(out, BUFFER_SIZE, "Create time:%s Rand:%u Computer:%.16s", time, signature_random(s),
             (const char *)s->bytes + 12);
    return out;
}

static size_t put_utf8(char *out, uint32_t c)
{
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        out[0] = (char)(0xC0 | c >> 6);
        out[1] = (char)(0x80 | (c & 63));
        return 2;
    }
    if (c < 0x10000) {
        out[0] = (char)(0xE0 | c >> 12);
        out[1] = (char)(0x80 | (c >> 6 & 63));
        out[2] = (char)(0x80 | (c & 63));
        return 3;
    }
    out[0] = (char)(0xF0 | c >> 18);
    out[1] = (char)(0x80 | (c >> 12 & 63));
    out[2] = (char)(0x80 | (c >> 6 & 63));
    out[3] = (char)(0x80 | (c & 63));
    return 4;
}

const char *text_utf16(struct bytes utf16)
{
    char *out = buffer();
    size_t used = 0;
    for (size_t i = 0; i + 2 <= utf16.size && used + 5 < BUFFER_SIZE; i += 2) {
        uint32_t c = load_le16(utf16.data + i);
        if (c == 0)
            break;
        if (c >= 0xD800 && c < 0xDC00 && i + 4 <= utf16.size) {
            uint32_t low = load_le16(utf16.data + i + 2);
            if (low >= 0xDC00 && low < 0xE000) {
                c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
                i += 2;
            }
        }
        if (c >= 0xD800 && c < 0xE000)
            c = 0xFFFD;
        used += put_utf8(out + used, c);
    }
    out[used] = 0;
    return out;
}

const char *text_error(JET_ERR err)
{
    char *out = buffer();
    uint32_t value = (uint32_t)err;
    memcpy(out, &value, sizeof value); /* the parameter takes the error where it puts the text */
    JET_API_PTR number = (JET_API_PTR)err;
    if (JetGetSystemParameterA(JET_instanceNil, JET_sesidNil, JET_paramErrorToString, &number, out,
                               BUFFER_SIZE) < 0)
        snprintf(out, BUFFER_SIZE, "JET error %d", err);
    return out;
}

void print_environment(const struct log_environment *e, const char *indent)
{
    printf("%sEnv (CircLog,Session,Opentbl,VerPage,Cursors,LogBufs,LogFile,Buffers)\n", indent);
    printf("%s    (%s,%7u,%7u,%7u,%7u,%7u,%7u,%7u)\n", indent, e->flags & 1 ? "     on" : "    off",
           e->max_sessions, e->max_open_tables, e->max_version_pages, e->max_cursors, e->log_buffers,
           e->log_file_sectors, e->cache_max);
}
