/* compress.h: compressed column data (spec 20, section 8).
 *
 * Compressed data begins with a byte whose upper five bits name the scheme.
 * Readers know schemes 0 (plain), 1 and 2 (7-bit), 3 (XPRESS), 4 (scrub
 * marker: no data) and 5 (XPRESS9). 6 (XPRESS10), 7 (LZ4) and unknown ones give
 * JET_errDecompressionFailed, as does data that cannot be decoded. A failed
 * embedded checksum gives JET_errCompressionIntegrityCheckFailed. Nothing is
 * read or written out of bounds, whatever the bytes say. */
#ifndef ESENT_FORMAT_COMPRESS_H
#define ESENT_FORMAT_COMPRESS_H

#include "base/base.h"

enum compress_scheme {
    COMPRESS_NONE = 0,
    COMPRESS_7BIT_ASCII = 1,
    COMPRESS_7BIT_UNICODE = 2,
    COMPRESS_XPRESS = 3,
    COMPRESS_SCRUB = 4,
    COMPRESS_XPRESS9 = 5,
    COMPRESS_XPRESS10 = 6,
    COMPRESS_LZ4 = 7,
};

#ifndef JET_errCompressionIntegrityCheckFailed
#define JET_errCompressionIntegrityCheckFailed (-431)
#endif

/* Largest value that XPRESS can hold, and the largest that is believed of
 * XPRESS9 (compressed data has at most 32 KiB, so that more would be a lie). */
enum { COMPRESS_XPRESS_MOST = 65535, COMPRESS_XPRESS9_MOST = 16 << 20 };

/* The scheme of compressed data; `data` must not be empty. */
static inline enum compress_scheme compress_scheme(struct bytes data)
{
    return (enum compress_scheme)(data.data[0] >> 3);
}

/* Size of the decompressed value, from the header alone (XPRESS9 with several
 * blocks: from the headers of the blocks). */
JET_ERR compress_decoded_size(struct bytes data, size_t *size);

/* Decompresses bytes [offset, offset + capacity) of the value into `out`, as
 * far as they exist. *size receives the full size of the value, which may be
 * larger than what was copied: MIN(capacity, size - offset) bytes, none if
 * offset >= size. Cost is that of decoding up to the end of the range; the
 * 7-bit schemes start at the range itself. Allocates only for XPRESS9 and for
 * XPRESS with offset > 0. JET_errOutOfMemory. */
JET_ERR compress_decode(struct bytes data, size_t offset, void *out, size_t capacity, size_t *size);

/* Compresses `data` as the writer rules of spec 20, 8.2 say, at most out_size
 * bytes. Returns the compressed size; 0 = store it plain (nothing smaller than
 * the input). `scratch` is COMPRESS_SCRATCH_SIZE bytes of any content, aligned
 * for uint16_t. `min_xpress` is JET_paramMinDataForXpress. */
enum { COMPRESS_SCRATCH_SIZE = 16384 };
size_t compress_encode(struct bytes data, size_t min_xpress, void *out, size_t out_size, void *scratch);

/* True if the bytes look random by the test of spec 20, 8.2 (1): a chunk of a
 * long value that does is stored plain without trying. */
bool compress_looks_random(struct bytes data);

#endif
