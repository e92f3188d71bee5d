/* fields.h: on-disk headers described as data. One row is one field: where it
 * lies in the file, what it is, where it lives in the struct. Load, store and
 * text of a header all come from its rows (docs/architecture.md, decision 1). */
#ifndef ESENT_FIELDS_H
#define ESENT_FIELDS_H

#include "base/base.h"

/* LOGTIME and SIGNATURE keep the 8 and 28 bytes exactly as stored: undefined
 * bits are garbage in real files and must survive (spec 10 §1). The public
 * JET_LOGTIME and JET_SIGNATURE have the same bytes. */
struct log_time {
    uint8_t bytes[8];
};
struct signature {
    uint8_t bytes[28];
};

/* A log position in the order it compares in: generation, sector, byte. */
struct log_position {
    uint64_t value;
};
static inline int32_t lgpos_generation(struct log_position p) { return (int32_t)(p.value >> 32); }
static inline uint16_t lgpos_sector(struct log_position p) { return (uint16_t)(p.value >> 16); }
static inline uint16_t lgpos_byte(struct log_position p) { return (uint16_t)p.value; }
static inline struct log_position lgpos_make(int32_t generation, uint16_t sector, uint16_t byte)
{
    return (struct log_position){(uint64_t)(uint32_t)generation << 32 | (uint32_t)sector << 16 | byte};
}

struct backup_info {
    struct log_position mark;
    struct log_time time;
    uint32_t generation_low, generation_high;
};

/* A log time taken apart (spec 10 §1). set is false for eight zero bytes. */
struct log_time_parts {
    bool set, utc, snapshot;
    uint16_t year, milliseconds;
    uint8_t month, day, hour, minute, second;
};
struct log_time_parts log_time_decode(struct log_time t);
/* Undefined bits are written as zero. */
struct log_time log_time_encode(struct log_time_parts parts);
static inline bool log_time_is_set(struct log_time t) { return load_le64(t.bytes) != 0; }

static inline uint32_t signature_random(const struct signature *s) { return load_le32(s->bytes); }
static inline struct log_time signature_time(const struct signature *s)
{
    struct log_time t;
    memcpy(t.bytes, s->bytes + 4, sizeof t.bytes);
    return t;
}
bool signature_is_set(const struct signature *s);
static inline bool signature_equal(const struct signature *a, const struct signature *b)
{
    return memcmp(a->bytes, b->bytes, sizeof a->bytes) == 0;
}

enum field_kind {
    FIELD_U8,
    FIELD_U16,
    FIELD_U32,
    FIELD_I32,
    FIELD_HEX32, /* u32, shown in hexadecimal */
    FIELD_U64,
    FIELD_I64,
    FIELD_LGPOS,
    FIELD_TIME,
    FIELD_SIGNATURE,
    FIELD_BACKUP,
    FIELD_TEXT, /* 8-bit text, NUL padded, `size` bytes in both places */
};

struct field {
    const char *name;
    uint16_t offset; /* in the file's header */
    uint16_t size;   /* bytes on disk */
    uint16_t member; /* in the struct */
    uint8_t kind;
};

/* One row. The struct's member has the type that belongs to the kind, so that
 * its size is the size on disk. */
#define FIELD(type, member_, offset_, kind_)                                                                 \
    {                                                                                                        \
#member_, (offset_), sizeof(((type *)0)->member_), offsetof(type, member_), (kind_)                  \
    }

/* Bytes to struct and back. The caller has checked that `page` reaches past
 * the last row. */
void fields_load(const struct field *rows, size_t count, const uint8_t *page, void *object);
void fields_store(const struct field *rows, size_t count, const void *object, uint8_t *page);

/* The value of one row as plain text, cut to `size` with a NUL: for dumps and
 * messages of every tool. Returns the length. */
size_t field_print(const struct field *row, const void *object, char *text, size_t size);

#endif
