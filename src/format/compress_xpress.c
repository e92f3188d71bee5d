/* Plain LZ77 of [MS-XCA] as the engine stores it (spec 20, 8.4). */
#include "format/compress_private.h"

enum { MATCH_MIN = 3, WINDOW = 8192, LENGTH_ESCAPE = 7, NIBBLE_ESCAPE = 15, BYTE_ESCAPE = 255 };

struct xpress_reader {
    const uint8_t *at, *end;
    const uint8_t *nibble; /* byte whose high half is still to be used */
};

/* Length of a match whose 3-bit field was full. 0: the input ends or lies. */
static size_t long_length(struct xpress_reader *in)
{
    unsigned value;
    if (in->nibble) {
        value = *in->nibble >> 4;
        in->nibble = NULL;
    } else {
        if (in->at == in->end)
            return 0;
        in->nibble = in->at;
        value = *in->at++ & 15;
    }
    if (value < NIBBLE_ESCAPE)
        return value + LENGTH_ESCAPE + MATCH_MIN;
    if (in->at == in->end)
        return 0;
    value = *in->at++;
    if (value < BYTE_ESCAPE)
        return value + NIBBLE_ESCAPE + LENGTH_ESCAPE + MATCH_MIN;
    if (in->end - in->at < 2)
        return 0;
    value = load_le16(in->at);
    in->at += 2;
    return value >= NIBBLE_ESCAPE + BYTE_ESCAPE + LENGTH_ESCAPE ? value + MATCH_MIN : 0;
}

/* Copies a match that may overlap itself. */
static void copy_match(uint8_t *out, size_t distance, size_t length)
{
    const uint8_t *from = out - distance;
    if (distance >= length) {
        memcpy(out, from, length);
        return;
    }
    for (size_t i = 0; i < length; i++)
        out[i] = from[i];
}

JET_ERR xpress_decode(struct bytes stream, uint8_t *out, size_t limit, size_t size)
{
    struct xpress_reader in = {stream.data, stream.data + stream.size, NULL};
    uint32_t flags = 0;
    unsigned left = 0;
    size_t done = 0;
    while (done < limit) {
        if (left == 0) {
            if (in.end - in.at < 4)
                return JET_errDecompressionFailed;
            flags = load_le32(in.at);
            in.at += 4;
            left = 32;
        }
        left--;
        if (!(flags >> left & 1)) {
            if (in.at == in.end)
                return JET_errDecompressionFailed;
            out[done++] = *in.at++;
            continue;
        }
        if (in.end - in.at < 2)
            return JET_errDecompressionFailed;
        unsigned match = load_le16(in.at);
        in.at += 2;
        size_t distance = (match >> 3) + 1, length = (match & 7) + MATCH_MIN;
        if ((match & 7) == LENGTH_ESCAPE)
            length = long_length(&in);
        if (length == 0 || distance > done || length > size - done)
            return JET_errDecompressionFailed;
        length = MIN(length, limit - done);
        copy_match(out + done, distance, length);
        done += length;
    }
    return JET_errSuccess;
}

/* --- writing ---------------------------------------------------------------- */

struct xpress_writer {
    uint8_t *out;
    size_t size, capacity;
    size_t flags_at; /* place of the flag word being filled */
    uint32_t flags;
    unsigned count; /* of flags in the word */
    size_t nibble;  /* place of a byte with a free high half; 0 = none (0 is a flag word) */
    bool full;
};

static void put_byte(struct xpress_writer *w, unsigned byte)
{
    if (w->size < w->capacity)
        w->out[w->size++] = (uint8_t)byte;
    else
        w->full = true;
}

static void begin_flags(struct xpress_writer *w)
{
    w->flags_at = w->size;
    w->flags = 0;
    w->count = 0;
    for (int i = 0; i < 4; i++)
        put_byte(w, 0);
}

static void store_flags(struct xpress_writer *w)
{
    if (!w->full)
        store_le32(w->out + w->flags_at, w->flags);
}

/* A flag comes before its symbol; a full word is closed when the next flag
 * needs room. */
static void put_flag(struct xpress_writer *w, unsigned flag)
{
    if (w->count == 32) {
        store_flags(w);
        begin_flags(w);
    }
    w->flags |= (uint32_t)flag << (31 - w->count++);
}

static void put_long_length(struct xpress_writer *w, size_t length)
{
    size_t rest = length - MATCH_MIN - LENGTH_ESCAPE;
    unsigned nibble = rest < NIBBLE_ESCAPE ? (unsigned)rest : NIBBLE_ESCAPE;
    if (w->nibble) {
        w->out[w->nibble] |= (uint8_t)(nibble << 4);
        w->nibble = 0;
    } else {
        w->nibble = w->size;
        put_byte(w, nibble);
        if (w->full)
            w->nibble = 0;
    }
    if (rest < NIBBLE_ESCAPE)
        return;
    rest -= NIBBLE_ESCAPE;
    put_byte(w, rest < BYTE_ESCAPE ? (unsigned)rest : BYTE_ESCAPE);
    if (rest >= BYTE_ESCAPE) {
        put_byte(w, (length - MATCH_MIN) & 0xFF);
        put_byte(w, (unsigned)(length - MATCH_MIN) >> 8);
    }
}

static void put_match(struct xpress_writer *w, size_t distance, size_t length)
{
    size_t field = MIN(length - MATCH_MIN, LENGTH_ESCAPE);
    unsigned match = (unsigned)((distance - 1) << 3 | field);
    put_flag(w, 1);
    put_byte(w, match & 0xFF);
    put_byte(w, match >> 8);
    if (field == LENGTH_ESCAPE)
        put_long_length(w, length);
}

static unsigned hash3(const uint8_t *p)
{
    uint32_t value = p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16;
    return value * 2654435761u >> (32 - XPRESS_HASH_BITS);
}

static size_t match_length(struct bytes data, size_t at, size_t before)
{
    size_t length = 0, most = data.size - at;
    while (length < most && data.data[before + length] == data.data[at + length])
        length++;
    return length;
}

/* The last symbols are literals, as the reference encoder has it. */
enum { TAIL = 8 };

size_t xpress_encode(struct bytes data, uint8_t *out, size_t out_size, uint16_t *scratch)
{
    struct xpress_writer w = {.out = out, .capacity = out_size};
    memset(scratch, 0, XPRESS_HASH_SIZE * sizeof *scratch); /* place + 1; 0 = none */
    begin_flags(&w);
    struct bytes head = {data.data, data.size - TAIL};
    size_t at = 0;
    while (at < data.size && !w.full) {
        size_t length = 0, before = 0;
        if (at + MATCH_MIN <= head.size) {
            uint16_t *slot = &scratch[hash3(data.data + at)];
            before = *slot;
            *slot = (uint16_t)(at + 1);
            if (before-- > 0 && at - before <= WINDOW)
                length = match_length(head, at, before);
        }
        if (length < MATCH_MIN) {
            put_flag(&w, 0);
            put_byte(&w, data.data[at++]);
            continue;
        }
        put_match(&w, at - before, length);
        for (size_t i = 1; i < length && at + i + MATCH_MIN <= head.size; i++)
            scratch[hash3(data.data + at + i)] = (uint16_t)(at + i + 1);
        at += length;
    }
    /* A reader looks for a final 1: the unused flags, or a word of ones. */
    if (w.count == 32)
        put_flag(&w, 1);
    w.flags |= w.count < 32 ? 0xFFFFFFFFu >> w.count : 0;
    store_flags(&w);
    return w.full ? 0 : w.size;
}
