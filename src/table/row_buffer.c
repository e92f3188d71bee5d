#include "table/row_buffer.h"

#include "base/alloc.h"

enum {
    RECORD_HEAD = 4,
    VARIABLE_NULL = 0x8000,
    TAGGED_DERIVED = 0x8000,
    TAGGED_HEADER_SMALL = 0x4000,
    TAGGED_NULL_SMALL = 0x2000,
    OFFSET_MASK_SMALL = 0x1FFF,
    OFFSET_MASK_LARGE = 0x7FFF,
    HEADER_LONG = 0x01,
    HEADER_SEPARATED = 0x04,
    HEADER_MULTI = 0x08,
    HEADER_TWO = 0x10,
    HEADER_NULL = 0x20,
    VALUE_SEPARATED = 0x8000
};

void row_buffer_init(struct row_buffer *buffer, const struct column_map *map)
{
    *buffer = (struct row_buffer){.map = map};
}

void row_buffer_clear(struct row_buffer *buffer)
{
    for (uint32_t i = 0; i < buffer->count; i++) {
        mem_free(buffer->cells[i].data);
    }
    buffer->count = 0;
}

void row_buffer_free(struct row_buffer *buffer)
{
    row_buffer_clear(buffer);
    mem_free(buffer->cells);
    *buffer = (struct row_buffer){0};
}

/* Place of a column in record order. */
static uint32_t column_rank(const struct column_access *column)
{
    return column->kind == ACCESS_TAGGED && !(column->flags & ACCESS_DERIVED) ? 0x10000u + column->id
                                                                              : column->id;
}

static uint32_t first_cell(const struct row_buffer *buffer, uint32_t rank)
{
    uint32_t low = 0, high = buffer->count;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (column_rank(buffer->cells[middle].column) < rank) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

uint32_t row_buffer_values(const struct row_buffer *buffer, const struct column_access *column,
                           uint32_t *first)
{
    uint32_t rank = column_rank(column), at = first_cell(buffer, rank), count = 0;

    while (at + count < buffer->count && column_rank(buffer->cells[at + count].column) == rank) {
        count++;
    }
    *first = at;
    return count;
}

struct row_cell *row_buffer_value(const struct row_buffer *buffer, const struct column_access *column,
                                  uint32_t itag)
{
    uint32_t first, count = row_buffer_values(buffer, column, &first);

    return itag >= 1 && itag <= count ? &buffer->cells[first + itag - 1] : NULL;
}

static JET_ERR make_room(struct row_buffer *buffer)
{
    if (buffer->count == buffer->capacity) {
        uint32_t capacity = buffer->capacity ? 2 * buffer->capacity : 16;
        struct row_cell *cells = mem_realloc(buffer->cells, capacity * sizeof *cells);
        if (!cells) {
            return JET_errOutOfMemory;
        }
        buffer->cells = cells;
        buffer->capacity = capacity;
    }
    return JET_errSuccess;
}

JET_ERR row_buffer_put(struct row_buffer *buffer, const struct column_access *column, uint32_t itag,
                       const void *data, size_t size, enum row_cell_state state)
{
    uint32_t first, count = row_buffer_values(buffer, column, &first);
    uint8_t *copy = mem_alloc(MAX(size, 1));
    struct row_cell *cell;

    if (!copy) {
        return JET_errOutOfMemory;
    }
    if (size) {
        memcpy(copy, data, size);
    }
    if (itag >= 1 && itag <= count) {
        cell = &buffer->cells[first + itag - 1];
        mem_free(cell->data);
    } else {
        JET_ERR err = make_room(buffer);
        if (err < 0) {
            mem_free(copy);
            return err;
        }
        cell = &buffer->cells[first + count];
        memmove(cell + 1, cell, (buffer->count - first - count) * sizeof *cell);
        buffer->count++;
    }
    *cell =
        (struct row_cell){.column = column, .data = copy, .size = (uint32_t)size, .state = (uint8_t)state};
    return JET_errSuccess;
}

void row_buffer_remove(struct row_buffer *buffer, const struct column_access *column, uint32_t itag)
{
    struct row_cell *cell = row_buffer_value(buffer, column, itag);

    if (cell) {
        mem_free(cell->data);
        memmove(cell, cell + 1, (size_t)(buffer->cells + buffer->count - (cell + 1)) * sizeof *cell);
        buffer->count--;
    }
}

/* A bounded output: writes beyond the end are only counted. */
struct image {
    uint8_t *out;
    size_t capacity, size;
};

static void image_append(struct image *image, const void *data, size_t size)
{
    if (image->size <= image->capacity && size <= image->capacity - image->size && size) {
        memcpy(image->out + image->size, data, size);
    }
    image->size += size;
}

static void image_append_le16(struct image *image, size_t value)
{
    uint8_t bytes[2];

    store_le16(bytes, (uint16_t)value);
    image_append(image, bytes, sizeof bytes);
}

static void image_patch_le16(struct image *image, size_t at, size_t value)
{
    if (at + 2 <= image->capacity) {
        store_le16(image->out + at, (uint16_t)value);
    }
}

/* Fixed columns and the null bitmap; returns the index of the first cell that
 * is not fixed. A column between that was not set is null (0x2A filler). */
static uint32_t encode_fixed(const struct row_buffer *buffer, struct image *image)
{
    uint8_t nulls[16];
    uint32_t i = 0, next = 1;

    memset(nulls, 0xFF, sizeof nulls);
    for (; i < buffer->count && buffer->cells[i].column->kind == ACCESS_FIXED; i++) {
        const struct row_cell *cell = &buffer->cells[i];
        static const uint8_t filler = 0x2A;
        while (image->size < cell->column->offset) {
            image_append(image, &filler, 1);
        }
        for (uint32_t n = 0; n < cell->column->size; n++) {
            image_append(image, cell->state == ROW_VALUE && n < cell->size ? &cell->data[n] : &filler, 1);
        }
        if (cell->state == ROW_VALUE) {
            nulls[(cell->column->id - 1) / 8] &= (uint8_t) ~(1u << ((cell->column->id - 1) % 8));
        }
        next = cell->column->id + 1u;
    }
    image_append(image, nulls, (next - 1 + 7) / 8);
    image->out[0] = (uint8_t)(next - 1);
    image_patch_le16(image, 2, image->size);
    return i;
}

static uint32_t encode_variable(const struct row_buffer *buffer, struct image *image, uint32_t i)
{
    uint32_t first = i, last = RECORD_VAR_FIRST - 1;
    size_t end = 0;

    for (; i < buffer->count && buffer->cells[i].column->kind == ACCESS_VARIABLE; i++) {
        last = buffer->cells[i].column->id;
    }
    for (uint32_t id = RECORD_VAR_FIRST, n = first; id <= last; id++) {
        const struct row_cell *cell = &buffer->cells[n];
        bool present = cell->column->id == id;
        end += present && cell->state == ROW_VALUE ? cell->size : 0;
        image_append_le16(image, end | (present && cell->state == ROW_VALUE ? 0 : VARIABLE_NULL));
        n += present;
    }
    for (uint32_t n = first; n < i; n++) {
        if (buffer->cells[n].state == ROW_VALUE) {
            image_append(image, buffer->cells[n].data, buffer->cells[n].size);
        }
    }
    image->out[1] = (uint8_t)last;
    return i;
}

/* The data of one tagged entry; returns the flags of its offset. */
static uint32_t encode_entry(const struct row_buffer *buffer, struct image *image, uint32_t first,
                             uint32_t count)
{
    const struct row_cell *cell = &buffer->cells[first];
    bool small = buffer->map->small_pages, is_long = cell->column->flags & ACCESS_LONG;
    uint8_t header = is_long ? HEADER_LONG : 0;

    if (count == 1) {
        if (cell->state == ROW_NULL && small) {
            return TAGGED_NULL_SMALL;
        }
        header |= cell->state == ROW_NULL ? HEADER_NULL : 0;
        header |= cell->state == ROW_SEPARATED ? HEADER_SEPARATED : 0;
        if (header || !small) {
            image_append(image, &header, 1);
        }
        if (cell->state != ROW_NULL) {
            image_append(image, cell->data, cell->size);
        }
        return small && header ? TAGGED_HEADER_SMALL : 0;
    }
    header |= HEADER_MULTI;
    if (count == 2 && small && !is_long) {
        uint8_t head[2] = {header | HEADER_TWO, (uint8_t)cell[0].size};
        image_append(image, head, sizeof head);
        image_append(image, cell[0].data, cell[0].size);
        image_append(image, cell[1].data, cell[1].size);
        return TAGGED_HEADER_SMALL;
    }
    image_append(image, &header, 1);
    for (size_t n = 0, offset = 2u * count; n < count; offset += cell[n++].size) {
        image_append_le16(image, offset | (cell[n].state == ROW_SEPARATED ? VALUE_SEPARATED : 0));
    }
    for (uint32_t n = 0; n < count; n++) {
        image_append(image, cell[n].data, cell[n].size);
    }
    return small ? TAGGED_HEADER_SMALL : 0;
}

static uint32_t values_from(const struct row_buffer *buffer, uint32_t first)
{
    uint32_t count = 1;

    while (first + count < buffer->count &&
           buffer->cells[first + count].column == buffer->cells[first].column) {
        count++;
    }
    return count;
}

static JET_ERR encode_tagged(const struct row_buffer *buffer, struct image *image, uint32_t first)
{
    size_t array = image->size, mask = buffer->map->small_pages ? OFFSET_MASK_SMALL : OFFSET_MASK_LARGE;

    for (uint32_t i = first; i < buffer->count; i += values_from(buffer, i)) {
        image_append_le16(image, buffer->cells[i].column->id);
        image_append_le16(image, 0);
    }
    for (uint32_t i = first, n = 0, count; i < buffer->count; i += count, n++) {
        size_t offset = image->size - array;
        count = values_from(buffer, i);
        uint32_t flags = encode_entry(buffer, image, i, count);
        flags |= buffer->cells[i].column->flags & ACCESS_DERIVED ? TAGGED_DERIVED : 0;
        image_patch_le16(image, array + 4u * n + 2, offset | flags);
    }
    return image->size - array > mask ? JET_errRecordTooBig : JET_errSuccess;
}

JET_ERR row_buffer_encode(const struct row_buffer *buffer, uint8_t *out, size_t capacity, size_t *size)
{
    static const uint8_t head[RECORD_HEAD];
    struct image image = {.out = out, .capacity = capacity};
    JET_ERR err;

    if (capacity < RECORD_HEAD) {
        return JET_errRecordTooBig;
    }
    image_append(&image, head, sizeof head);
    err = encode_tagged(buffer, &image, encode_variable(buffer, &image, encode_fixed(buffer, &image)));
    *size = image.size;
    return err < 0 || image.size > capacity ? JET_errRecordTooBig : JET_errSuccess;
}
