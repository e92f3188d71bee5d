/* Which order a locale, a version and flags stand for (spec 25, 8.1 to 8.4). */
#include "nls/nls.h"
#include "nls/weights.h"

enum { LCID_CUSTOM = 0x1000, ORDER_HUNGARIAN = 4, ORDER_49 = 0x49, ORDER_4A = 0x4A };

/* All sort ids differ in their first byte alone. */
static const uint8_t sort_id_tail[NLS_SORT_ID_SIZE - 1] = {0,    0,    0,    0xEE, 0x57, 0x5C, 0x1E, 0x00,
                                                           0xB4, 0xD0, 0x00, 0x0B, 0xB1, 0xE1, 0x1E};

JET_ERR nls_check_flags(uint32_t flags)
{
    const uint32_t refinements = LCMAP_BYTEREV | NORM_IGNORENONSPACE | NORM_IGNORESYMBOLS |
                                 SORT_DIGITSASNUMBERS | LINGUISTIC_IGNORECASE | LINGUISTIC_IGNOREDIACRITIC |
                                 SORT_STRINGSORT | NORM_LINGUISTIC_CASING | NORM_IGNORECASE |
                                 NORM_IGNOREKANATYPE | NORM_IGNOREWIDTH;
    bool sort_key = (flags & LCMAP_SORTKEY) && !(flags & ~(LCMAP_SORTKEY | refinements));
    return sort_key || flags == LCMAP_UPPERCASE ? JET_errSuccess : JET_errInvalidLCMapStringFlags;
}

static const char *name_of(const struct weights_locale *locale)
{
    return (const char *)weights_section(WEIGHTS_STRINGS) + locale->name;
}

static int lower(unsigned char c) { return c >= 'A' && c <= 'Z' ? c + 0x20 : c; }

static int compare_names(const char *a, const char *b)
{
    while (*a && lower((unsigned char)*a) == lower((unsigned char)*b))
        a++, b++;
    return lower((unsigned char)*a) - lower((unsigned char)*b);
}

static const struct weights_locale *find_locale(const char *name)
{
    const struct weights_locale *locales = weights_section(WEIGHTS_LOCALES);
    size_t low = 0, high = weights_count(WEIGHTS_LOCALES);
    while (low < high) {
        size_t middle = (low + high) / 2;
        int c = compare_names(name, name_of(&locales[middle]));
        if (c == 0)
            return &locales[middle];
        if (c < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

const char *nls_locale_of_lcid(uint32_t lcid)
{
    const struct weights_locale *locales = weights_section(WEIGHTS_LOCALES);
    for (size_t i = 0; lcid != LCID_CUSTOM && i < weights_count(WEIGHTS_LOCALES); i++)
        if (locales[i].lcid == lcid)
            return name_of(&locales[i]);
    return NULL;
}

JET_ERR nls_lcid_of_locale(const char *name, uint32_t *lcid)
{
    const struct weights_locale *locale = find_locale(name);
    if (!locale || locale->lcid == LCID_CUSTOM)
        return JET_errInvalidLanguageId;
    *lcid = locale->lcid;
    return JET_errSuccess;
}

/* Versions that Windows takes for the same stand for the first of them (8.3). */
static uint32_t plain_version(uint32_t version)
{
    if (version == 0x60102)
        return 0x60101;
    return version == 0x6020E || version == 0x6020F ? 0x6020D : version;
}

static bool find_version(uint64_t recorded, struct nls_sort *sort)
{
    uint32_t high = plain_version((uint32_t)(recorded >> 32)), low = plain_version((uint32_t)recorded);
    sort->version = recorded ? high : NLS_VERSION;
    sort->support = sort->version == NLS_VERSION ? NLS_EXACT : NLS_READABLE;
    switch (sort->version) {
    case 0x100: /* of Windows 2003: the digits and the punctuation differ, and are known */
    case 0x60101:
    case 0x6020D:
    case NLS_VERSION:
    case 0x60403:
        return high == low;
    default:
        return false;
    }
}

static bool same_order(const uint8_t *sort_id, unsigned number)
{
    static const uint8_t none[NLS_SORT_ID_SIZE];
    if (!sort_id || memcmp(sort_id, none, sizeof none) == 0)
        return true;
    unsigned recorded = sort_id[0];
    if (recorded == ORDER_49)
        recorded = ORDER_4A;
    return memcmp(sort_id + 1, sort_id_tail, sizeof sort_id_tail) == 0 &&
           recorded == (number == ORDER_49 ? ORDER_4A : number);
}

static uint8_t case_mask(uint32_t flags)
{
    uint8_t mask = 0x3F; /* the two highest bits announce contractions */
    if (flags & (NORM_IGNORECASE | LINGUISTIC_IGNORECASE))
        mask &= (uint8_t)~0x18;
    if (flags & NORM_IGNOREWIDTH)
        mask &= (uint8_t)~0x01;
    if (flags & NORM_IGNOREKANATYPE)
        mask &= (uint8_t)~0x20;
    return mask;
}

static JET_ERR find_order(const char *name, const struct weights_order **order)
{
    const struct weights_locale *locale = find_locale(name);
    if (!locale)
        return JET_errInvalidLanguageId;
    *order = (const struct weights_order *)weights_section(WEIGHTS_ORDERS) + (locale->order - 1);
    return JET_errSuccess;
}

JET_ERR nls_open(const char *locale, uint64_t version, const uint8_t *sort_id, uint32_t flags,
                 struct nls_sort *sort)
{
    const struct weights_order *order = NULL;
    struct nls_sort found = {.flags = flags, .case_mask = case_mask(flags)};
    *sort = (struct nls_sort){0};
    JET_ERR err = nls_check_flags(flags);
    if (err >= 0)
        err = find_order(locale, &order);
    if (err < 0)
        return err;
    if (!find_version(version, &found) || !same_order(sort_id, order->number) ||
        (order->flags & WEIGHTS_UNKNOWN) || (flags & (SORT_DIGITSASNUMBERS | LCMAP_BYTEREV)))
        return JET_errUnicodeNormalizationNotSupported;
    found.order_flags = (uint8_t)order->flags;
    found.map = (const uint16_t *)weights_section(WEIGHTS_MAPS) +
                256 * (flags & NORM_LINGUISTIC_CASING ? order->linguistic_map : order->map);
    if (order->set != 0xFFFF)
        found.contractions = (const struct weights_set *)weights_section(WEIGHTS_SETS) + order->set;
    if (order->number == ORDER_HUNGARIAN) /* no real key shows how its doubled letters meet upper case */
        found.support = NLS_READABLE;
    *sort = found;
    return JET_errSuccess;
}

JET_ERR nls_recorded(const char *locale, uint64_t *version, uint8_t sort_id[NLS_SORT_ID_SIZE])
{
    const struct weights_order *order = NULL;
    JET_ERR err = find_order(locale, &order);
    if (err < 0)
        return err;
    *version = (uint64_t)NLS_VERSION << 32 | NLS_VERSION;
    sort_id[0] = (uint8_t)order->number;
    memcpy(sort_id + 1, sort_id_tail, sizeof sort_id_tail);
    return JET_errSuccess;
}
