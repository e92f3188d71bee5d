/* Compressed data over any bytes, whole and in ranges; and what we compress
 * comes back as it was. */
#include "format/compress.h"
#include "fuzz.h"

enum { MOST = 70000 };

static void decode(struct bytes data)
{
    static uint8_t whole[MOST], part[MOST];
    size_t announced, size, again;
    JET_ERR err = compress_decoded_size(data, &announced);
    if (compress_decode(data, 0, whole, MOST, &size) != JET_errSuccess)
        return;
    must(err == JET_errSuccess && announced == size);
    touch((struct bytes){whole, MIN(size, (size_t)MOST)});
    for (size_t offset = 1; offset < MIN(size, (size_t)MOST); offset = offset * 3 + 1) {
        size_t room = MIN(size - offset, (size_t)17);
        if (compress_decode(data, offset, part, room, &again) == JET_errSuccess)
            must(again == size && memcmp(part, whole + offset, MIN(room, MOST - offset)) == 0);
    }
}

static void round_trip(struct bytes data)
{
    static uint16_t scratch[COMPRESS_SCRATCH_SIZE / sizeof(uint16_t)];
    static uint8_t packed[MOST], back[MOST];
    if (data.size > COMPRESS_XPRESS_MOST)
        return;
    size_t size = compress_encode(data, 16, packed, sizeof packed, scratch), full;
    if (size == 0)
        return;
    must(size < data.size);
    must(compress_decode((struct bytes){packed, size}, 0, back, MOST, &full) == JET_errSuccess);
    must(full == data.size && memcmp(back, data.data, full) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    uint8_t *copy = copy_of(data, size);
    decode((struct bytes){copy, size});
    round_trip((struct bytes){copy, size});
    free(copy);
    return 0;
}
