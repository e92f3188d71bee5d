/* The sort key of one string (spec 25, 8.6 to 8.9): for each character its
 * weights go to several lists, which are written one behind the other. */
#include "nls/nls.h"
#include "nls/weights.h"

#include <assert.h>

/* Scripts (SM) that are treated in a way of their own. */
enum script {
    SCRIPT_UNSORTABLE = 0,
    SCRIPT_NONSPACE = 1,
    SCRIPT_EXPANSION = 2,
    SCRIPT_KANA = 3,
    SCRIPT_JAMO = 4,
    SCRIPT_IDEOGRAPH = 5,
    SCRIPT_PUNCTUATION = 6,
    SCRIPT_SYMBOL_FIRST = 7,
    SCRIPT_SYMBOL_LAST = 12,
    SCRIPT_DIGIT = 13,
    SCRIPT_KANA_WRITTEN = 0x22, /* what stands in keys for 3 */
    SCRIPT_PRIVATE_FIRST = 0xA9,
    SCRIPT_PRIVATE_LAST = 0xAF,
    SCRIPT_WIDE_FIRST = 0xC0, /* three bytes in the orders that have such weights */
    SCRIPT_WIDE_LAST = 0xEF
};

enum {
    SEPARATOR = 0x01,
    TERMINATOR = 0x00,
    WEIGHT_LEAST = 2, /* diacritic and case weights up to this are left out at the end */
    KANA_REPEAT = 0,  /* primary weights of the two marks */
    KANA_LONG = 1,
    CONTRACTION_BITS = 0xC0
};

struct weight {
    uint8_t primary, script, diacritic, cases; /* AW SM DW CW, as in the table */
};

/* A list of bytes never needs more than the whole key may have; what comes on
 * top is the last character's. */
enum { LIST_MAX = NLS_KEY_MAX + 16 };

struct list {
    size_t size;
    uint8_t bytes[LIST_MAX];
};

struct builder {
    const struct nls_sort *sort;
    const uint8_t *pages;
    const uint8_t *text;
    size_t units;
    uint8_t *out; /* the primary weights go straight there */
    size_t size, out_size;
    struct weight last; /* of the last character that is more than a mark; script 0: none */
    size_t special_size;
    uint8_t special[LIST_MAX]; /* punctuation, with its places */
    size_t kana_size;
    uint8_t kana[4][LIST_MAX]; /* small letters, length marks, hiragana or katakana, width */
    struct list diacritics, cases;
};

static inline uint16_t unit_at(const struct builder *b, size_t i) { return load_le16(b->text + 2 * i); }

/* The weights of digits before Windows 8 (8.5). */
static struct weight old_digit(struct weight w, uint32_t version)
{
    static const uint8_t now[10] = {0x03, 0x1A, 0x1C, 0x1E, 0x20, 0x22, 0x24, 0x26, 0x28, 0x2A};
    static const uint8_t windows7[10] = {0x03, 0x19, 0x1A, 0x1B, 0x1C, 0x1D, 0x1E, 0x1F, 0x20, 0x21};
    static const uint8_t windows2003[10] = {0x03, 0x21, 0x33, 0x46, 0x58, 0x6A, 0x7D, 0x90, 0xA2, 0xB4};
    for (unsigned i = 0; i < 10; i++) {
        if (w.primary != now[i])
            continue;
        w.primary = version == 0x100 ? windows2003[i] : windows7[i];
        w.script = version == 0x100 ? 0x0C : SCRIPT_DIGIT;
        break;
    }
    return w;
}

static inline struct weight weight_of(const struct builder *b, uint16_t unit)
{
    struct weight w;
    memcpy(&w, b->pages + 1024u * b->sort->map[unit >> 8] + 4u * (unit & 0xFF), sizeof w);
    if (__builtin_expect(b->sort->version < 0x60200, 0) && w.script == SCRIPT_DIGIT)
        w = old_digit(w, b->sort->version);
    return w;
}

static inline void add(struct list *list, uint8_t byte)
{
    assert(list->size < LIST_MAX);
    list->bytes[list->size++] = byte;
}

/* Primary weights beyond the end are lost, and with them all that comes later. */
static inline void add_primary(struct builder *b, uint8_t byte)
{
    if (b->size < b->out_size)
        b->out[b->size] = byte;
    b->size++;
}

static void add_punctuation(struct builder *b, struct weight w)
{
    uint8_t entry[4];
    size_t weights_before = b->size / 2;
    if (b->sort->version == 0x100) {
        store_be16(entry, (uint16_t)((weights_before + 1) << 2 | 0x8003));
        entry[2] = w.script;
        entry[3] = w.primary;
    } else {
        store_be16(entry, (uint16_t)(0xFFFF - weights_before));
        entry[2] = w.primary;
        entry[3] = (uint8_t)((w.cases & b->sort->case_mask) | w.diacritic << 3);
    }
    if (b->special_size + sizeof entry <= LIST_MAX) {
        memcpy(b->special + b->special_size, entry, sizeof entry);
        b->special_size += sizeof entry;
    }
}

static void add_kana(struct builder *b, struct weight w)
{
    uint8_t mask = b->sort->case_mask, primary = w.primary, length = 0x03;
    if (w.primary <= KANA_LONG) {
        if (b->last.script != SCRIPT_KANA) { /* a mark behind something else, or behind nothing */
            add_primary(b, b->last.script ? b->last.script : 0xFF);
            add_primary(b, b->last.script ? b->last.primary : 0xFF);
            add(&b->diacritics, w.diacritic);
            add(&b->cases, WEIGHT_LEAST);
            return;
        }
        length = w.primary == KANA_REPEAT ? 0x04 : 0x05;
        primary =
            w.primary == KANA_REPEAT ? b->last.primary : b->last.primary & 0x87; /* the vowel of its row */
    }
    add_primary(b, SCRIPT_KANA_WRITTEN);
    add_primary(b, primary);
    add(&b->diacritics, w.diacritic);
    add(&b->cases, WEIGHT_LEAST);
    const uint8_t tuple[4] = {(uint8_t)(0xC4 | (w.cases & 0x02)), length,
                              (uint8_t)(0xC4 | (w.cases & mask & 0x20)),
                              (uint8_t)(0xC4 | (w.cases & mask & 0x01))};
    for (unsigned i = 0; i < 4; i++)
        b->kana[i][b->kana_size] = tuple[i];
    b->kana_size++;
}

static void add_weight(struct builder *b, struct weight w);

static void add_expansion(struct builder *b, struct weight w)
{
    uint32_t index = (w.diacritic | (uint32_t)w.cases << 8) & 0x3FFF;
    const uint16_t *pair = (const uint16_t *)weights_section(WEIGHTS_EXPANSIONS) + 2 * index;
    for (unsigned i = 0; i < 2; i++) /* the second may expand once more */
        add_weight(b, weight_of(b, pair[i]));
}

static inline bool is_wide(const struct builder *b, uint8_t script)
{
    return (script >= SCRIPT_PRIVATE_FIRST && script <= SCRIPT_PRIVATE_LAST) ||
           ((b->sort->order_flags & WEIGHTS_THREE_BYTES) && script >= SCRIPT_WIDE_FIRST &&
            script <= SCRIPT_WIDE_LAST);
}

static inline void add_letter(struct builder *b, struct weight w)
{
    add_primary(b, w.script);
    add_primary(b, w.primary);
    add(&b->diacritics, w.diacritic);
    add(&b->cases, w.cases & b->sort->case_mask);
}

static void add_weight(struct builder *b, struct weight w)
{
    switch (w.script) {
    case SCRIPT_UNSORTABLE:
        return;
    case SCRIPT_NONSPACE:
        if (b->diacritics.size > 0)
            b->diacritics.bytes[b->diacritics.size - 1] += w.diacritic;
        else
            add(&b->diacritics, w.diacritic);
        return;
    case SCRIPT_EXPANSION:
        add_expansion(b, w);
        return;
    case SCRIPT_KANA:
        add_kana(b, w);
        if (w.primary <= KANA_LONG)
            return;
        break;
    case SCRIPT_JAMO: /* each for itself: sequences of old Hangul are not composed */
        add_primary(b, w.diacritic);
        add_primary(b, w.primary);
        add(&b->diacritics, WEIGHT_LEAST);
        add(&b->cases, WEIGHT_LEAST);
        break;
    case SCRIPT_IDEOGRAPH:
        add_primary(b, 0xFD);
        add_primary(b, 0xFF);
        add_primary(b, w.primary);
        add_primary(b, w.diacritic);
        add(&b->diacritics, WEIGHT_LEAST);
        add(&b->cases, WEIGHT_LEAST);
        break;
    case SCRIPT_PUNCTUATION:
        if (b->sort->flags & NORM_IGNORESYMBOLS)
            return;
        if (b->sort->flags & SORT_STRINGSORT)
            add_letter(b, w);
        else
            add_punctuation(b, w);
        break;
    case SCRIPT_SYMBOL_FIRST ... SCRIPT_SYMBOL_LAST:
        if (b->sort->flags & NORM_IGNORESYMBOLS)
            return;
        add_letter(b, w);
        break;
    default:
        if (!is_wide(b, w.script)) {
            add_letter(b, w);
            break;
        }
        add_primary(b, w.script);
        add_primary(b, w.primary);
        if (w.diacritic)
            add_primary(b, w.diacritic);
        add(&b->cases, w.cases & b->sort->case_mask);
    }
    b->last = w;
}

/* The longest contraction that begins at unit i: its length, 0 for none. */
static size_t find_contraction(const struct builder *b, size_t i, struct weight *w)
{
    const struct weights_set *set = b->sort->contractions;
    const uint16_t *data = weights_section(WEIGHTS_CONTRACTIONS);
    for (size_t length = MIN(WEIGHTS_LONGEST, b->units - i); length >= 2; length--) {
        size_t low = 0, high = set->of_length[length - 2].count, step = length + 2;
        const uint16_t *entries = data + set->of_length[length - 2].start;
        while (low < high) {
            size_t middle = (low + high) / 2, k = 0;
            while (k < length && unit_at(b, i + k) == entries[middle * step + k])
                k++;
            if (k == length) {
                memcpy(w, entries + middle * step + length, sizeof *w);
                return length;
            }
            if (unit_at(b, i + k) < entries[middle * step + k])
                high = middle;
            else
                low = middle + 1;
        }
    }
    return 0;
}

static bool same_letter(struct weight a, struct weight b)
{
    return a.script == b.script && a.primary == b.primary && a.diacritic == b.diacritic &&
           ((a.cases ^ b.cases) & ~CONTRACTION_BITS) == 0;
}

/* One character at unit i whose weight may begin a contraction; returns its length in units. */
static size_t add_contraction(struct builder *b, size_t i, struct weight w)
{
    struct weight contracted;
    size_t length;
    if ((b->sort->order_flags & WEIGHTS_DOUBLED) && i + 2 < b->units &&
        same_letter(w, weight_of(b, unit_at(b, i + 1))) &&
        (length = find_contraction(b, i + 1, &contracted)) > 0) {
        add_weight(b, contracted); /* "ccs" is "cs" twice */
        add_weight(b, contracted);
        return length + 1;
    }
    length = find_contraction(b, i, &contracted);
    add_weight(b, length > 0 ? contracted : w);
    return MAX(length, 1);
}

/* The characters from unit i on that are nothing but themselves, which is nearly
 * all of most texts: weights of two bytes, no contraction, room for them. */
static size_t add_plain(struct builder *b, size_t i)
{
    const uint16_t *map = b->sort->map;
    const uint8_t first = b->sort->flags & NORM_IGNORESYMBOLS ? SCRIPT_DIGIT : SCRIPT_SYMBOL_FIRST;
    const uint8_t mask = b->sort->case_mask, *pages = b->pages;
    uint8_t *out = b->out + b->size, *diacritics = b->diacritics.bytes + b->diacritics.size;
    uint8_t *cases = b->cases.bytes + b->cases.size;
    size_t fits = (b->out_size - b->size) / 2, n = 0, most = MIN(fits, b->units - i);
    struct weight w = {0};
    for (const uint8_t *text = b->text + 2 * i; n < most; n++) {
        uint16_t unit = load_le16(text + 2 * n);
        struct weight next;
        memcpy(&next, pages + 1024u * map[unit >> 8] + 4u * (unit & 0xFF), sizeof next);
        if (next.script < first || next.script >= SCRIPT_PRIVATE_FIRST || (next.cases & CONTRACTION_BITS))
            break;
        w = next;
        out[2 * n] = w.script;
        out[2 * n + 1] = w.primary;
        diacritics[n] = w.diacritic;
        cases[n] = w.cases & mask;
    }
    b->size += 2 * n;
    b->diacritics.size += n;
    b->cases.size += n;
    if (n > 0)
        b->last = w;
    return n;
}

static void add_text(struct builder *b)
{
    bool digits_differ = b->sort->version < 0x60200;
    for (size_t i = 0; i < b->units && b->size < b->out_size;) {
        if (!digits_differ && (i += add_plain(b, i)) >= b->units)
            break;
        struct weight w = weight_of(b, unit_at(b, i));
        if ((w.cases & CONTRACTION_BITS) && b->sort->contractions && w.script != SCRIPT_EXPANSION)
            i += add_contraction(b, i, w);
        else
            add_weight(b, w), i++;
    }
}

/* --- writing ---------------------------------------------------------------- */

static void put(struct builder *b, const uint8_t *bytes, size_t size)
{
    if (b->size < b->out_size)
        memcpy(b->out + b->size, bytes, MIN(size, b->out_size - b->size));
    b->size += size;
}

static void put_byte(struct builder *b, uint8_t byte) { put(b, &byte, 1); }

static void put_diacritics(struct builder *b)
{
    struct list *d = &b->diacritics;
    uint8_t *first = d->bytes, *end = d->bytes + d->size;
    if (b->sort->flags & (NORM_IGNORENONSPACE | LINGUISTIC_IGNOREDIACRITIC))
        return;
    if (b->sort->order_flags & WEIGHTS_REVERSED) {
        while (first < end && *first <= WEIGHT_LEAST)
            first++;
        for (; end > first; end--)
            put_byte(b, end[-1]);
        return;
    }
    while (end > first && end[-1] <= WEIGHT_LEAST)
        end--;
    put(b, first, (size_t)(end - first));
}

static void put_cases(struct builder *b)
{
    const uint32_t both = NORM_IGNORECASE | NORM_IGNOREWIDTH;
    size_t size = b->cases.size;
    if ((b->sort->flags & both) == both)
        return; /* also where a weight stays that neither flag clears: real keys have none (8.11) */
    while (size > 0 && b->cases.bytes[size - 1] <= WEIGHT_LEAST)
        size--;
    put(b, b->cases.bytes, size);
}

static void put_kana(struct builder *b)
{
    static const uint8_t defaults[4] = {0xC6, 0x03, 0xE4, 0xC5}, ends[4] = {0xFF, 0x02, 0xFF, 0xFF};
    if (b->kana_size == 0)
        return;
    for (unsigned i = 0; i < 4; i++) {
        size_t size = i < 2 && (b->sort->flags & NORM_IGNORENONSPACE) ? 0 : b->kana_size;
        while (size > 0 && b->kana[i][size - 1] == defaults[i])
            size--;
        put(b, b->kana[i], size);
        put_byte(b, ends[i]);
    }
}

static size_t upper_case(const uint8_t *text, size_t units, uint8_t *out, size_t out_size, bool *cut)
{
    const uint16_t *numbers = weights_section(WEIGHTS_UPPER), *pages = numbers + 256;
    size_t size = 2 * units + 2, fits = MIN(size, out_size);
    for (size_t at = 0; at < fits; at += 2) {
        uint16_t unit = at / 2 < units ? load_le16(text + at) : 0;
        unit = (uint16_t)(unit + pages[256 * numbers[unit >> 8] + (unit & 0xFF)]);
        out[at] = (uint8_t)(unit >> 8);
        if (at + 1 < fits)
            out[at + 1] = (uint8_t)unit;
    }
    *cut = size > out_size;
    return fits;
}

size_t nls_sort_key(const struct nls_sort *sort, const uint8_t *text, size_t units, uint8_t *out,
                    size_t out_size, bool *cut)
{
    assert(sort->flags != 0);
    out_size = MIN(out_size, NLS_KEY_MAX);
    if (sort->flags & LCMAP_UPPERCASE)
        return upper_case(text, units, out, out_size, cut);
    struct builder b; /* not cleared: the lists are long, their sizes are what counts */
    b.sort = sort;
    b.pages = weights_section(WEIGHTS_PAGES);
    b.text = text;
    b.units = units;
    b.out = out;
    b.out_size = out_size;
    b.size = b.special_size = b.kana_size = b.diacritics.size = b.cases.size = 0;
    b.last.script = SCRIPT_UNSORTABLE;
    add_text(&b);
    put_byte(&b, SEPARATOR);
    put_diacritics(&b);
    put_byte(&b, SEPARATOR);
    put_cases(&b);
    put_byte(&b, SEPARATOR);
    put_kana(&b);
    put_byte(&b, SEPARATOR);
    put(&b, b.special, b.special_size);
    put_byte(&b, TERMINATOR);
    *cut = b.size > out_size;
    return MIN(b.size, out_size);
}
