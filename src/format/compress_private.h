/* compress_private.h: the schemes, one function each; for compress.c only. */
#ifndef ESENT_FORMAT_COMPRESS_PRIVATE_H
#define ESENT_FORMAT_COMPRESS_PRIVATE_H

#include "base/base.h"

/* Decodes the first `limit` bytes of a value of `size` bytes. */
JET_ERR xpress_decode(struct bytes stream, uint8_t *out, size_t limit, size_t size);

/* Greedy encoder. Returns the encoded size, 0 if it does not fit into
 * out_size. `scratch`: XPRESS_HASH_SIZE entries. */
enum { XPRESS_HASH_BITS = 13, XPRESS_HASH_SIZE = 1 << XPRESS_HASH_BITS };
size_t xpress_encode(struct bytes data, uint8_t *out, size_t out_size, uint16_t *scratch);

/* Sum of the sizes of the blocks. */
JET_ERR xpress9_size(struct bytes data, size_t *size);
/* The whole value; `size` as xpress9_size gave it. */
JET_ERR xpress9_decode(struct bytes data, uint8_t *out, size_t size);

#endif
