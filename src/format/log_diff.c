/* log_diff.c: the difference lists of ReplaceD records (spec 30, 5.4). */
#include "format/log_record.h"

enum { DIFF_SAME_LENGTH = 1, DIFF_INSERT = 2, DIFF_WIDE = 4 };

struct diff_entry {
    uint32_t offset; /* in the old data */
    uint32_t new_size, old_size;
    const uint8_t *data;
};

/* Reads the entry at *at. False: it leaves the list. */
static bool entry_load(struct bytes list, bool long_form, size_t *at, struct diff_entry *entry)
{
    size_t head = long_form ? 3 : 2;
    if (list.size - *at < head)
        return false;
    uint32_t word = load_le16(list.data + *at);
    unsigned flags = long_form ? list.data[*at + 2] >> 5 : word >> 13;
    entry->offset = long_form ? word : word & 0x1FFF;
    *at += head;
    size_t width = flags & DIFF_WIDE ? 2 : 1;
    bool has_old = !(flags & (DIFF_SAME_LENGTH | DIFF_INSERT));
    if (list.size - *at < width * (has_old ? 2 : 1))
        return false;
    entry->new_size = width == 2 ? load_le16(list.data + *at) : list.data[*at];
    *at += width;
    entry->old_size = flags & DIFF_INSERT ? 0 : entry->new_size;
    if (has_old) {
        entry->old_size = width == 2 ? load_le16(list.data + *at) : list.data[*at];
        *at += width;
    }
    if (list.size - *at < entry->new_size)
        return false;
    entry->data = list.data + *at;
    *at += entry->new_size;
    return true;
}

JET_ERR log_diff_apply(struct bytes list, bool long_form, struct bytes old, uint8_t *out, size_t capacity,
                       size_t *size)
{
    size_t at = 0, from = 0, to = 0;
    while (at < list.size) {
        struct diff_entry entry;
        if (!entry_load(list, long_form, &at, &entry) || entry.offset < from || entry.offset > old.size ||
            entry.old_size > old.size - entry.offset)
            return JET_errLogFileCorrupt;
        size_t kept = entry.offset - from;
        if (kept + entry.new_size > capacity - to)
            return JET_errLogFileCorrupt;
        memcpy(out + to, old.data + from, kept);
        to += kept;
        memcpy(out + to, entry.data, entry.new_size);
        to += entry.new_size;
        from = entry.offset + entry.old_size;
    }
    if (old.size - from > capacity - to)
        return JET_errLogFileCorrupt;
    memcpy(out + to, old.data + from, old.size - from);
    *size = to + old.size - from;
    return JET_errSuccess;
}

static bool entry_store(const struct diff_entry *entry, bool long_form, uint8_t *out, size_t capacity,
                        size_t *at)
{
    bool wide = entry->new_size > 255 || entry->old_size > 255;
    unsigned flags = wide ? DIFF_WIDE : 0;
    if (entry->old_size == 0)
        flags |= DIFF_INSERT;
    else if (entry->old_size == entry->new_size)
        flags |= DIFF_SAME_LENGTH;
    size_t width = wide ? 2 : 1, lengths = flags & (DIFF_INSERT | DIFF_SAME_LENGTH) ? 1 : 2;
    size_t need = (long_form ? 3 : 2) + width * lengths + entry->new_size;
    if (need > capacity - *at)
        return false;
    uint8_t *p = out + *at;
    if (long_form) {
        store_le16(p, (uint16_t)entry->offset);
        p[2] = (uint8_t)(flags << 5);
        p += 3;
    } else {
        store_le16(p, (uint16_t)(entry->offset | flags << 13));
        p += 2;
    }
    uint32_t sizes[2] = {entry->new_size, entry->old_size};
    for (size_t i = 0; i < lengths; i++, p += width) {
        if (wide)
            store_le16(p, (uint16_t)sizes[i]);
        else
            *p = (uint8_t)sizes[i];
    }
    if (entry->new_size)
        memcpy(p, entry->data, entry->new_size);
    *at += need;
    return true;
}

/* Equal bytes that are worth ending an entry for: a new one costs this much. */
enum { DIFF_GAP = 4 };

bool log_diff_make(struct bytes old, struct bytes new_data, bool long_form, uint8_t *out, size_t capacity,
                   size_t *size)
{
    *size = 0;
    if (!long_form && old.size > 0x1FFF)
        return false;
    /* The common tail is kept by the rule that the rest of the old data is copied. */
    size_t shorter = MIN(old.size, new_data.size), head = 0, tail = 0;
    while (head < shorter && old.data[head] == new_data.data[head])
        head++;
    while (tail < shorter - head && old.data[old.size - 1 - tail] == new_data.data[new_data.size - 1 - tail])
        tail++;
    if (old.size != new_data.size) {
        struct diff_entry entry = {(uint32_t)head, (uint32_t)(new_data.size - head - tail),
                                   (uint32_t)(old.size - head - tail), new_data.data + head};
        return entry_store(&entry, long_form, out, capacity, size);
    }
    for (size_t at = head, end = old.size - tail; at < end;) {
        size_t last = at; /* last differing byte of the entry */
        for (size_t i = at + 1; i < end && i - last <= DIFF_GAP; i++)
            if (old.data[i] != new_data.data[i])
                last = i;
        struct diff_entry entry = {(uint32_t)at, (uint32_t)(last + 1 - at), (uint32_t)(last + 1 - at),
                                   new_data.data + at};
        if (!entry_store(&entry, long_form, out, capacity, size))
            return false;
        for (at = last + 1; at < end && old.data[at] == new_data.data[at]; at++)
            ;
    }
    return true;
}
