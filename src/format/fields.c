#include "format/fields.h"

#include <stdio.h>

struct log_time_parts log_time_decode(struct log_time t)
{
    const uint8_t *b = t.bytes;
    struct log_time_parts parts = {
        .set = log_time_is_set(t),
        .second = b[0],
        .minute = b[1],
        .hour = b[2],
        .day = b[3],
        .month = b[4],
        .year = (uint16_t)(1900 + b[5]),
        .utc = b[6] & 1,
        .snapshot = b[7] & 1,
        .milliseconds = (uint16_t)(b[6] >> 1 | (b[7] >> 1 & 7) << 7),
    };
    return parts;
}

struct log_time log_time_encode(struct log_time_parts parts)
{
    struct log_time t = {{0}};
    if (!parts.set)
        return t;
    uint8_t *b = t.bytes;
    b[0] = parts.second;
    b[1] = parts.minute;
    b[2] = parts.hour;
    b[3] = parts.day;
    b[4] = parts.month;
    b[5] = (uint8_t)(parts.year - 1900);
    b[6] = (uint8_t)((parts.milliseconds & 127) << 1 | parts.utc);
    b[7] = (uint8_t)((parts.milliseconds >> 7 & 7) << 1 | parts.snapshot);
    return t;
}

bool signature_is_set(const struct signature *s)
{
    static const struct signature unset;
    return !signature_equal(s, &unset);
}

static struct log_position load_lgpos(const uint8_t *p) { return (struct log_position){load_le64(p)}; }

static void load_field(const struct field *row, const uint8_t *from, uint8_t *to)
{
    switch (row->kind) {
    case FIELD_LGPOS: {
        struct log_position position = load_lgpos(from);
        memcpy(to, &position, sizeof position);
        break;
    }
    case FIELD_BACKUP: {
        struct backup_info info = {.mark = load_lgpos(from),
                                   .generation_low = load_le32(from + 16),
                                   .generation_high = load_le32(from + 20)};
        memcpy(info.time.bytes, from + 8, sizeof info.time.bytes);
        memcpy(to, &info, sizeof info);
        break;
    }
    default: /* little-endian numbers and plain bytes are the same in both places */
        memcpy(to, from, row->size);
    }
}

static void store_field(const struct field *row, const uint8_t *from, uint8_t *to)
{
    switch (row->kind) {
    case FIELD_LGPOS: {
        struct log_position position;
        memcpy(&position, from, sizeof position);
        store_le64(to, position.value);
        break;
    }
    case FIELD_BACKUP: {
        struct backup_info info;
        memcpy(&info, from, sizeof info);
        store_le64(to, info.mark.value);
        memcpy(to + 8, info.time.bytes, sizeof info.time.bytes);
        store_le32(to + 16, info.generation_low);
        store_le32(to + 20, info.generation_high);
        break;
    }
    default:
        memcpy(to, from, row->size);
    }
}

void fields_load(const struct field *rows, size_t count, const uint8_t *page, void *object)
{
    for (size_t i = 0; i < count; i++)
        load_field(&rows[i], page + rows[i].offset, (uint8_t *)object + rows[i].member);
}

void fields_store(const struct field *rows, size_t count, const void *object, uint8_t *page)
{
    for (size_t i = 0; i < count; i++)
        store_field(&rows[i], (const uint8_t *)object + rows[i].member, page + rows[i].offset);
}

static int print_time(struct log_time t, char *text, size_t size)
{
    struct log_time_parts p = log_time_decode(t);
    if (!p.set)
        return snprintf(text, size, "unset");
    return snprintf(text, size, "%04u-%02u-%02u %02u:%02u:%02u.%03u%s", p.year, p.month, p.day, p.hour,
                    p.minute, p.second, p.milliseconds, p.utc ? "Z" : "");
}

static int print_lgpos(struct log_position p, char *text, size_t size)
{
    return snprintf(text, size, "%08X:%04X:%04X", (unsigned)lgpos_generation(p), lgpos_sector(p),
                    lgpos_byte(p));
}

size_t field_print(const struct field *row, const void *object, char *text, size_t size)
{
    const uint8_t *member = (const uint8_t *)object + row->member;
    char time[40], position[24];
    int n = 0;
    switch ((enum field_kind)row->kind) {
    case FIELD_U8:
        n = snprintf(text, size, "%u", member[0]);
        break;
    case FIELD_U16:
        n = snprintf(text, size, "%u", load_le16(member));
        break;
    case FIELD_U32:
        n = snprintf(text, size, "%u", load_le32(member));
        break;
    case FIELD_I32:
        n = snprintf(text, size, "%d", (int32_t)load_le32(member));
        break;
    case FIELD_HEX32:
        n = snprintf(text, size, "0x%08x", load_le32(member));
        break;
    case FIELD_U64:
        n = snprintf(text, size, "0x%016llx", (unsigned long long)load_le64(member));
        break;
    case FIELD_I64:
        n = snprintf(text, size, "%lld", (long long)load_le64(member));
        break;
    case FIELD_LGPOS: {
        struct log_position p;
        memcpy(&p, member, sizeof p);
        n = print_lgpos(p, text, size);
        break;
    }
    case FIELD_TIME: {
        struct log_time t;
        memcpy(&t, member, sizeof t);
        n = print_time(t, text, size);
        break;
    }
    case FIELD_SIGNATURE: {
        struct signature s;
        memcpy(&s, member, sizeof s);
        print_time(signature_time(&s), time, sizeof time);
        n = snprintf(text, size, "%u, %s, \"%.16s\"", signature_random(&s), time, (const char *)s.bytes + 12);
        break;
    }
    case FIELD_BACKUP: {
        struct backup_info info;
        memcpy(&info, member, sizeof info);
        print_time(info.time, time, sizeof time);
        print_lgpos(info.mark, position, sizeof position);
        n = snprintf(text, size, "%s, %s, generations %u-%u", position, time, info.generation_low,
                     info.generation_high);
        break;
    }
    case FIELD_TEXT:
        n = snprintf(text, size, "%.*s", (int)row->size, (const char *)member);
        break;
    }
    return n < 0 ? 0 : MIN((size_t)n, size ? size - 1 : 0);
}
