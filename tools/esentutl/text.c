#include "text.h"

#include "base/messages.h"
#include "base/utf.h"

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

const char *text_utf16(struct bytes utf16)
{
    WCHAR units[BUFFER_SIZE];
    char *out = buffer();
    size_t count = 0, needed;
    while (count < BUFFER_SIZE && 2 * count + 2 <= utf16.size && load_le16(utf16.data + 2 * count)) {
        units[count] = (WCHAR)load_le16(utf16.data + 2 * count);
        count++;
    }
    if (utf8_from_utf16(units, count, out, BUFFER_SIZE - 1, &needed) < 0)
        return "<no valid UTF-16>";
    out[MIN(needed, (size_t)BUFFER_SIZE - 1)] = 0;
    return out;
}

const char *text_error(JET_ERR err)
{
    char *out = buffer();
    message_describe(err, out, BUFFER_SIZE);
    return out;
}

void print_environment(const struct log_environment *e, const char *indent)
{
    printf("%sEnv (CircLog,Session,Opentbl,VerPage,Cursors,LogBufs,LogFile,Buffers)\n", indent);
    printf("%s    (%s,%7u,%7u,%7u,%7u,%7u,%7u,%7u)\n", indent, e->flags & 1 ? "     on" : "    off",
           e->max_sessions, e->max_open_tables, e->max_version_pages, e->max_cursors, e->log_buffers,
           e->log_file_sectors, e->cache_max);
}
