#include "format/record_build.h"

#include "format/record.h"

enum { FILLER = 0x2A, VARIABLE_NULL = 0x8000, SMALL_HEADER = 0x4000 };

struct image {
    uint8_t *out;
    size_t capacity, size;
};

static void append(struct image *image, const void *data, size_t size)
{
    if (size && image->size + size <= image->capacity)
        memcpy(image->out + image->size, data, size);
    image->size += size;
}

static void append_le16(struct image *image, size_t value)
{
    uint8_t bytes[2];
    store_le16(bytes, (uint16_t)value);
    append(image, bytes, sizeof bytes);
}

static void fill_to(struct image *image, size_t end)
{
    static const uint8_t filler = FILLER;
    while (image->size < end)
        append(image, &filler, 1);
}

static unsigned fixed_part(struct image *image, const struct record_cell *cells, unsigned count)
{
    uint8_t nulls[16];
    unsigned n = 0, last = 0;
    memset(nulls, 0xFF, sizeof nulls); /* unused bits are ones (20, 4.1) */
    for (; n < count && cells[n].id <= RECORD_FIXED_LAST; n++) {
        last = cells[n].id;
        fill_to(image, cells[n].offset);
        append(image, cells[n].value.data, cells[n].value.size);
        nulls[(last - 1) / 8] &= (uint8_t) ~(1u << ((last - 1) % 8));
    }
    append(image, nulls, (last + 7) / 8);
    image->out[0] = (uint8_t)last;
    store_le16(image->out + 2, (uint16_t)image->size);
    return n;
}

static unsigned variable_part(struct image *image, const struct record_cell *cells, unsigned count,
                              unsigned n)
{
    unsigned first = n, last = RECORD_VAR_FIRST - 1;
    size_t end = 0;
    for (unsigned i = n; i < count && cells[i].id <= RECORD_VAR_LAST; i++)
        last = cells[i].id;
    for (unsigned id = RECORD_VAR_FIRST; id <= last; id++) {
        bool present = cells[n].id == id;
        end += present ? cells[n].value.size : 0;
        append_le16(image, end | (present ? 0 : VARIABLE_NULL));
        n += present;
    }
    for (unsigned i = first; i < n; i++)
        append(image, cells[i].value.data, cells[i].value.size);
    image->out[1] = (uint8_t)last;
    return n;
}

static void tagged_part(struct image *image, const struct record_cell *cells, unsigned count, bool large)
{
    size_t offset = 4u * count;
    for (unsigned i = 0; i < count; i++) {
        bool header = large || cells[i].is_long;
        append_le16(image, cells[i].id);
        append_le16(image, offset | (header && !large ? SMALL_HEADER : 0));
        offset += header + cells[i].value.size;
    }
    for (unsigned i = 0; i < count; i++) {
        uint8_t header = cells[i].is_long ? RECORD_TAG_LONG : 0;
        if (large || cells[i].is_long)
            append(image, &header, 1);
        append(image, cells[i].value.data, cells[i].value.size);
    }
}

JET_ERR record_build(const struct record_cell *cells, unsigned count, bool large_pages, uint8_t *out,
                     size_t capacity, size_t *size)
{
    struct image image = {out, capacity, RECORD_HEADER_SIZE};
    if (capacity < RECORD_HEADER_SIZE)
        return JET_errRecordTooBig;
    unsigned n = fixed_part(&image, cells, count);
    n = variable_part(&image, cells, count, n);
    tagged_part(&image, cells + n, count - n, large_pages);
    *size = image.size;
    return image.size > capacity ? JET_errRecordTooBig : JET_errSuccess;
}
