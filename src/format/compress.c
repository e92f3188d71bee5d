#include "format/compress.h"

#include "base/alloc.h"
#include "format/compress_private.h"

_Static_assert(COMPRESS_SCRATCH_SIZE >= XPRESS_HASH_SIZE * sizeof(uint16_t), "room for the hash table");

enum { XPRESS_HEADER_SIZE = 3, SEVEN_BIT_GROUP = 8 };

/* Number of characters in 7-bit data (spec 20, 8.3). */
static JET_ERR seven_bit_count(struct bytes data, size_t *count)
{
    if (data.size < 2)
        return JET_errDecompressionFailed;
    size_t bits = (data.size - 2) * 8 + (data.data[0] & 7) + 1;
    *count = bits / 7;
    return bits % 7 == 0 ? JET_errSuccess : JET_errDecompressionFailed;
}

/* Eight characters of 7 bits spread to eight bytes. */
static uint64_t spread_characters(uint64_t bits)
{
    bits = (bits & 0x0FFFFFFFu) | (bits & 0x00FFFFFFF0000000u) << 4;
    bits = (bits & 0x00003FFF00003FFFu) | (bits & 0x0FFFC0000FFFC000u) << 2;
    return (bits & 0x007F007F007F007Fu) | (bits & 0x3F803F803F803F80u) << 1;
}

static uint64_t spread_to_units(uint32_t characters)
{
    uint64_t units = characters;
    units = (units | units << 16) & 0x0000FFFF0000FFFFu;
    return (units | units << 8) & 0x00FF00FF00FF00FFu;
}

/* Characters 8 * group .. as they stand in the value: 8 or 16 bytes. */
static void decode_group(struct bytes stream, size_t group, bool unicode, uint8_t out[16])
{
    size_t at = group * 7;
    uint64_t bits = 0;
    if (stream.size - at >= sizeof bits)
        bits = load_le64(stream.data + at);
    else
        memcpy(&bits, stream.data + at, stream.size - at);
    uint64_t characters = spread_characters(bits & 0x00FFFFFFFFFFFFFFu);
    if (unicode) {
        store_le64(out, spread_to_units((uint32_t)characters));
        store_le64(out + 8, spread_to_units((uint32_t)(characters >> 32)));
    } else {
        store_le64(out, characters);
    }
}

static void seven_bit_decode(struct bytes data, bool unicode, size_t offset, uint8_t *out, size_t wanted)
{
    struct bytes stream = {data.data + 1, data.size - 1};
    size_t group_size = unicode ? 2 * SEVEN_BIT_GROUP : SEVEN_BIT_GROUP;
    size_t group = offset / group_size, skip = offset % group_size;
    for (size_t done = 0; done < wanted; group++, skip = 0) {
        uint8_t buffer[16];
        size_t n = MIN(group_size - skip, wanted - done);
        decode_group(stream, group, unicode, buffer);
        memcpy(out + done, buffer + skip, n);
        done += n;
    }
}

JET_ERR compress_decoded_size(struct bytes data, size_t *size)
{
    JET_ERR err;
    *size = 0;
    if (data.size == 0)
        return JET_errDecompressionFailed;
    switch (compress_scheme(data)) {
    case COMPRESS_NONE:
        *size = data.size - 1;
        return JET_errSuccess;
    case COMPRESS_7BIT_ASCII:
        return seven_bit_count(data, size);
    case COMPRESS_7BIT_UNICODE:
        err = seven_bit_count(data, size);
        *size *= 2;
        return err;
    case COMPRESS_XPRESS:
        if (data.size < XPRESS_HEADER_SIZE)
            return JET_errDecompressionFailed;
        *size = load_le16(data.data + 1);
        return JET_errSuccess;
    case COMPRESS_SCRUB:
        return JET_errSuccess;
    case COMPRESS_XPRESS9:
        return xpress9_size(data, size);
    default:
        return JET_errDecompressionFailed;
    }
}

/* For schemes that decode from the start only: the part up to the end of the
 * range goes through a temporary unless the range begins at 0. */
static JET_ERR decode_from_start(struct bytes data, size_t offset, uint8_t *out, size_t wanted, size_t size)
{
    bool nine = compress_scheme(data) == COMPRESS_XPRESS9;
    bool direct = offset == 0 && (!nine || wanted == size);
    size_t needed = nine ? size : offset + wanted;
    uint8_t *target = direct ? out : mem_alloc(needed);
    if (!target)
        return JET_errOutOfMemory;
    struct bytes stream = {data.data + XPRESS_HEADER_SIZE, data.size - XPRESS_HEADER_SIZE};
    JET_ERR err = nine ? xpress9_decode(data, target, size) : xpress_decode(stream, target, needed, size);
    if (!direct) {
        if (err >= 0)
            memcpy(out, target + offset, wanted);
        mem_free(target);
    }
    return err;
}

JET_ERR compress_decode(struct bytes data, size_t offset, void *out, size_t capacity, size_t *size)
{
    JET_ERR err = compress_decoded_size(data, size);
    if (err < 0)
        return err;
    if (offset >= *size || capacity == 0)
        return JET_errSuccess;
    size_t wanted = MIN(capacity, *size - offset);
    switch (compress_scheme(data)) {
    case COMPRESS_NONE:
        memcpy(out, data.data + 1 + offset, wanted);
        return JET_errSuccess;
    case COMPRESS_7BIT_ASCII:
    case COMPRESS_7BIT_UNICODE:
        seven_bit_decode(data, compress_scheme(data) == COMPRESS_7BIT_UNICODE, offset, out, wanted);
        return JET_errSuccess;
    default:
        return decode_from_start(data, offset, out, wanted, *size);
    }
}

/* --- writing ---------------------------------------------------------------- */

bool compress_looks_random(struct bytes data)
{
    uint32_t counts[256] = {0};
    size_t n = MIN(data.size, 1024);
    for (size_t i = 0; i < n; i++)
        counts[data.data[i]]++;
    /* Sum of (count - n/256)^2 / (n/256) < 500, in whole numbers: both sides
     * times 256 * n. */
    uint64_t sum = 0;
    for (size_t i = 0; i < ARRAY_COUNT(counts); i++) {
        int64_t difference = 256 * (int64_t)counts[i] - (int64_t)n;
        sum += (uint64_t)(difference * difference);
    }
    return n > 0 && sum < 500 * 256 * (uint64_t)n;
}

static bool all_seven_bit(struct bytes data, bool unicode)
{
    if (unicode && data.size % 2 != 0)
        return false;
    uint8_t high = 0;
    for (size_t i = 0; i < data.size; i++)
        high |= unicode && i % 2 ? (uint8_t)(data.data[i] ? 0x80 : 0) : data.data[i];
    return high < 0x80;
}

static size_t seven_bit_size(size_t characters) { return 1 + (characters * 7 + 7) / 8; }

static void seven_bit_encode(struct bytes data, bool unicode, uint8_t *out)
{
    size_t step = unicode ? 2 : 1, characters = data.size / step;
    unsigned used = (unsigned)(characters * 7 % 8);
    unsigned scheme = unicode ? COMPRESS_7BIT_UNICODE : COMPRESS_7BIT_ASCII;
    *out++ = (uint8_t)(scheme << 3 | ((used ? used : 8) - 1));
    uint32_t bits = 0;
    unsigned held = 0;
    for (size_t i = 0; i < characters; i++) {
        bits |= (uint32_t)data.data[i * step] << held;
        held += 7;
        if (held >= 8) {
            *out++ = (uint8_t)bits;
            bits >>= 8;
            held -= 8;
        }
    }
    if (held > 0)
        *out = (uint8_t)bits;
}

size_t compress_encode(struct bytes data, size_t min_xpress, void *out, size_t out_size, void *scratch)
{
    size_t most = MIN(out_size, data.size > 0 ? data.size - 1 : 0);
    bool unicode = data.size > 1 && all_seven_bit(data, true);
    bool ascii = !unicode && data.size > 0 && all_seven_bit(data, false);
    size_t seven = unicode ? seven_bit_size(data.size / 2) : ascii ? seven_bit_size(data.size) : SIZE_MAX;
    if (data.size >= min_xpress && data.size > 8 && data.size <= COMPRESS_XPRESS_MOST &&
        most > XPRESS_HEADER_SIZE) {
        uint8_t *bytes = out;
        size_t limit = MIN(most, seven == SIZE_MAX ? most : seven) - XPRESS_HEADER_SIZE;
        size_t size = xpress_encode(data, bytes + XPRESS_HEADER_SIZE, limit, scratch);
        if (size > 0) {
            bytes[0] = COMPRESS_XPRESS << 3;
            store_le16(bytes + 1, (uint16_t)data.size);
            return size + XPRESS_HEADER_SIZE;
        }
    }
    if (seven > most)
        return 0;
    seven_bit_encode(data, unicode, out);
    return seven;
}
