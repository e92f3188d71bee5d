/* XPRESS9 (spec 20, 8.6): LZ77 with a move-to-front list of distances and two
 * Huffman codes. Reading only; the engine writes it for no column by itself. */
#include "format/compress_private.h"

#include "base/alloc.h"
#include "format/compress.h"

enum {
    PREFIX_SIZE = 5, /* scheme byte, CRC-32C of the value */
    BLOCK_HEADER_SIZE = 32,
    BLOCK_MAGIC = 0x4E86D72A,
    LITERALS = 256,
    LENGTH_ESCAPE = 15, /* of the 4 bits in a short symbol */
    LENGTH_DIRECT = 232,
    DISTANCE_KINDS = 28,
    SHORT_SYMBOLS = LITERALS + DISTANCE_KINDS * 16,
    LONG_SYMBOLS = 256,
    HELPER_SYMBOLS = 33,
    CODE_MOST = 27,
    HELPER_CODE_MOST = 8,
    MTF_MOST = 4,
};

/* Bits, lowest first. Past the end come zeros, and `overrun` is set. */
struct bit_reader {
    const uint8_t *data;
    uint64_t at, end; /* in bits */
    bool overrun;
};

static uint32_t get_bits(struct bit_reader *in, unsigned count)
{
    uint32_t value = 0;
    if (count > in->end - in->at) {
        in->overrun = true;
        in->at = in->end;
        return 0;
    }
    for (unsigned i = 0; i < count; i++, in->at++)
        value |= (uint32_t)(in->data[in->at / 8] >> in->at % 8 & 1) << i;
    return value;
}

/* A canonical code: symbols by length, then by number; `first` code and place
 * of each length. */
struct code {
    uint16_t count[CODE_MOST + 1];
    uint16_t symbols[SHORT_SYMBOLS];
};

static JET_ERR make_code(struct code *code, const uint8_t *lengths, unsigned symbols)
{
    uint16_t place[CODE_MOST + 2] = {0};
    memset(code->count, 0, sizeof code->count);
    for (unsigned i = 0; i < symbols; i++)
        code->count[lengths[i]]++;
    uint64_t room = 1;
    for (unsigned length = 1; length <= CODE_MOST; length++) {
        room <<= 1;
        if (code->count[length] > room)
            return JET_errDecompressionFailed; /* more codes than that length can have */
        room -= code->count[length];
        place[length + 1] = (uint16_t)(place[length] + code->count[length]);
    }
    for (unsigned i = 0; i < symbols; i++)
        if (lengths[i] > 0)
            code->symbols[place[lengths[i]]++] = (uint16_t)i;
    return JET_errSuccess;
}

/* The next symbol; its code's first bit comes first. -1: no such code. */
static int get_symbol(struct bit_reader *in, const struct code *code)
{
    int32_t value = 0, first = 0, place = 0;
    for (unsigned length = 1; length <= CODE_MOST && !in->overrun; length++) {
        value |= (int32_t)get_bits(in, 1);
        int32_t count = code->count[length];
        if (value - first < count)
            return code->symbols[place + value - first];
        place += count;
        first = (first + count) << 1;
        value <<= 1;
    }
    return -1;
}

static void flat_lengths(uint8_t *lengths, unsigned symbols)
{
    unsigned m = 31u - (unsigned)__builtin_clz(symbols);
    unsigned shorter = (2u << m) - symbols;
    for (unsigned i = 0; i < symbols; i++)
        lengths[i] = (uint8_t)(i < shorter ? m : m + 1);
}

static JET_ERR helper_code(struct bit_reader *in, struct code *code)
{
    uint8_t lengths[HELPER_SYMBOLS];
    unsigned before = 4;
    for (unsigned i = 0; i < HELPER_SYMBOLS; i++) {
        if (get_bits(in, 1)) {
            unsigned k = get_bits(in, 3);
            before = k < before ? k : k + 1;
        }
        lengths[i] = (uint8_t)before;
    }
    return make_code(code, lengths, HELPER_SYMBOLS);
}

/* Number of zeros that symbol 29 stands for. */
static unsigned zero_run(struct bit_reader *in, unsigned most)
{
    unsigned count = get_bits(in, 2);
    if (count == 3) {
        unsigned group;
        do {
            group = get_bits(in, 3);
            count += group;
        } while (group == 7 && count < most);
    }
    return count + 5;
}

static JET_ERR coded_lengths(struct bit_reader *in, uint8_t *lengths, unsigned symbols, struct code *helper)
{
    unsigned last = 8;
    JET_ERR err = helper_code(in, helper);
    if (err < 0)
        return err;
    for (unsigned i = 0; i < symbols;) {
        int symbol = get_symbol(in, helper);
        unsigned zeros = symbol == 28 ? 16 - i % 16 : symbol == 29 ? zero_run(in, symbols) : 0;
        if (symbol < 0 || zeros > symbols - i || (symbol >= 31 && i < 16))
            return JET_errDecompressionFailed;
        if (zeros > 0) {
            memset(lengths + i, 0, zeros);
            i += zeros;
            continue;
        }
        unsigned length = symbol < 28    ? (unsigned)symbol
                          : symbol == 30 ? last
                                         : lengths[i - 16] + (symbol == 32 ? 1u : 0u);
        if (length > CODE_MOST)
            return JET_errDecompressionFailed;
        if (length > 0)
            last = length;
        lengths[i++] = (uint8_t)length;
    }
    return JET_errSuccess;
}

static JET_ERR read_code(struct bit_reader *in, struct code *code, unsigned symbols)
{
    uint8_t lengths[SHORT_SYMBOLS];
    unsigned form = get_bits(in, 3);
    if (form == 0) {
        flat_lengths(lengths, symbols);
    } else {
        JET_ERR err = form == 1 ? coded_lengths(in, lengths, symbols, code) : JET_errDecompressionFailed;
        if (err < 0)
            return err;
    }
    return make_code(code, lengths, symbols);
}

struct block {
    uint32_t size; /* of its part of the value */
    uint32_t bits; /* of the block with its header */
    uint32_t table_bits;
    unsigned mtf_count, match_min, mtf_match_min;
};

/* CRC-32C; `crc` is 0 at the start. */
static uint32_t crc32c(uint32_t crc, const uint8_t *data, size_t size)
{
    crc = ~crc;
    for (size_t i = 0; i < size; i++) {
        crc ^= data[i];
        for (int k = 0; k < 8; k++)
            crc = crc >> 1 ^ (0x82F63B78u & (0u - (crc & 1)));
    }
    return ~crc;
}

static JET_ERR read_block(struct bytes data, size_t at, uint32_t index, struct block *block)
{
    const uint8_t *p = data.data + at;
    if (data.size - at < BLOCK_HEADER_SIZE || load_le32(p) != BLOCK_MAGIC)
        return JET_errDecompressionFailed;
    if (load_le32(p + 28) != crc32c(0, p, 28))
        return JET_errCompressionIntegrityCheckFailed;
    uint32_t flags = load_le32(p + 12);
    block->size = load_le32(p + 4);
    block->bits = load_le32(p + 8);
    block->table_bits = flags & 0x1FFF;
    block->mtf_count = (flags >> 16 & 3) * 2;
    block->match_min = 3 + (flags >> 18 & 1);
    block->mtf_match_min = 2 + (flags >> 19 & 1);
    if (block->size == 0 || block->bits < 8 * BLOCK_HEADER_SIZE ||
        (block->bits + 7ull) / 8 > data.size - at || block->mtf_count > MTF_MOST || flags >> 20 != 0 ||
        load_le32(p + 24) != index)
        return JET_errDecompressionFailed;
    return JET_errSuccess;
}

JET_ERR xpress9_size(struct bytes data, size_t *size)
{
    size_t total = 0, at = PREFIX_SIZE;
    *size = 0;
    if (data.size <= PREFIX_SIZE)
        return JET_errDecompressionFailed;
    for (uint32_t index = 0; at < data.size; index++) {
        struct block block;
        JET_ERR err = read_block(data, at, index, &block);
        if (err < 0)
            return err;
        total += block.size;
        if (total > COMPRESS_XPRESS9_MOST)
            return JET_errDecompressionFailed;
        at += (block.bits + 7ull) / 8;
    }
    *size = total;
    return JET_errSuccess;
}

struct xpress9 {
    struct bit_reader in;
    struct code symbols, lengths;
    uint64_t mtf[MTF_MOST];
    bool after_pointer;
};

static JET_ERR read_state(struct xpress9 *x, const struct block *block)
{
    struct bit_reader *in = &x->in;
    uint64_t start = in->at;
    x->after_pointer = block->mtf_count > 0 && get_bits(in, 1);
    for (unsigned i = 0; i < block->mtf_count; i++) {
        unsigned m = get_bits(in, 5);
        x->mtf[i] = (1ull << m) + get_bits(in, m);
    }
    JET_ERR err = read_code(in, &x->symbols, SHORT_SYMBOLS);
    if (err >= 0)
        err = read_code(in, &x->lengths, LONG_SYMBOLS);
    if (err >= 0 && (in->overrun || in->at - start != block->table_bits))
        err = JET_errDecompressionFailed;
    return err;
}

/* Length and distance of the pointer symbol `symbol` (above the literals). */
static JET_ERR read_pointer(struct xpress9 *x, const struct block *block, unsigned symbol, uint64_t *length,
                            uint64_t *distance)
{
    unsigned kind = symbol >> 4, count = block->mtf_count;
    *length = symbol & LENGTH_ESCAPE;
    if (*length == LENGTH_ESCAPE) {
        int more = get_symbol(&x->in, &x->lengths);
        if (more < 0)
            return JET_errDecompressionFailed;
        *length += (unsigned)more;
        if (more >= LENGTH_DIRECT) {
            unsigned extra = (unsigned)more - LENGTH_DIRECT;
            *length = LENGTH_ESCAPE + LENGTH_DIRECT - 1 + (1ull << extra) + get_bits(&x->in, extra);
        }
    }
    unsigned place = count; /* of the entry that is used up: the oldest for a new distance */
    if (kind < count) {
        place = kind + (x->after_pointer ? 1 : 0);
        if (place >= count)
            return JET_errDecompressionFailed;
        *distance = x->mtf[place];
        *length += block->mtf_match_min;
    } else {
        unsigned bits = kind - count;
        *distance = (1ull << bits) + get_bits(&x->in, bits);
        *length += block->match_min;
        place = count > 0 ? count - 1 : 0;
    }
    if (count > 0) {
        memmove(x->mtf + 1, x->mtf, place * sizeof x->mtf[0]);
        x->mtf[0] = *distance;
    }
    return x->in.overrun ? JET_errDecompressionFailed : JET_errSuccess;
}

/* Fills out[done .. done + block->size) from the bits behind the header. */
static JET_ERR decode_block(struct xpress9 *x, const struct block *block, uint8_t *out, size_t done)
{
    JET_ERR err = read_state(x, block);
    size_t end = done + block->size;
    while (err >= 0 && done < end) {
        int symbol = get_symbol(&x->in, &x->symbols);
        if (symbol < 0 || x->in.overrun)
            return JET_errDecompressionFailed;
        if (symbol < LITERALS) {
            out[done++] = (uint8_t)symbol;
            x->after_pointer = false;
            continue;
        }
        uint64_t length, distance;
        err = read_pointer(x, block, (unsigned)symbol - LITERALS, &length, &distance);
        if (err < 0)
            break;
        if (distance > done || length > end - done)
            return JET_errDecompressionFailed;
        for (uint64_t i = 0; i < length; i++, done++)
            out[done] = out[done - distance];
        x->after_pointer = true;
    }
    return err;
}

JET_ERR xpress9_decode(struct bytes data, uint8_t *out, size_t size)
{
    struct xpress9 *x = mem_alloc(sizeof *x);
    if (!x)
        return JET_errOutOfMemory;
    JET_ERR err = JET_errSuccess;
    size_t done = 0, at = PREFIX_SIZE;
    for (uint32_t index = 0; err >= 0 && done < size; index++) {
        struct block block;
        err = read_block(data, at, index, &block);
        if (err < 0)
            break;
        x->in = (struct bit_reader){data.data + at, 8 * BLOCK_HEADER_SIZE, block.bits, false};
        err = decode_block(x, &block, out, done);
        done += block.size;
        at += (block.bits + 7ull) / 8;
    }
    mem_free(x);
    if (err >= 0 && crc32c(0, out, size) != load_le32(data.data + 1))
        err = JET_errCompressionIntegrityCheckFailed;
    return err;
}
