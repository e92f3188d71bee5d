/* The built-in table of weights holds together: what the code relies on without
 * looking (src/nls/weights.h, spec 25, 8.4.1). */
#include "test.h"

#include "nls/weights.h"

static const uint16_t *map_of(unsigned map)
{
    return (const uint16_t *)weights_section(WEIGHTS_MAPS) + 256 * map;
}

static const uint8_t *weight_of(unsigned map, unsigned unit)
{
    return (const uint8_t *)weights_section(WEIGHTS_PAGES) + 1024u * map_of(map)[unit >> 8] +
           4 * (unit & 0xFF);
}

static const struct weights_order *orders(void) { return weights_section(WEIGHTS_ORDERS); }

static void test_table_is_the_version_that_is_declared(void **state)
{
    (void)state;
    assert_memory_equal(nls_weights, "NLSW", 4);
    assert_int_equal(load_le32(nls_weights + 4), 0x60305);
    assert_int_equal(weights_count(WEIGHTS_ORDERS), 75);
    assert_int_equal(weights_count(WEIGHTS_EXPANSIONS), 730);
}

static void test_maps_name_pages_and_orders_name_maps_and_sets(void **state)
{
    (void)state;
    for (unsigned map = 0; map < weights_count(WEIGHTS_MAPS); map++)
        for (unsigned high = 0; high < 256; high++)
            assert_true(map_of(map)[high] < weights_count(WEIGHTS_PAGES));
    for (unsigned i = 0; i < weights_count(WEIGHTS_ORDERS); i++) {
        assert_int_equal(orders()[i].number, i + 1);
        assert_true(orders()[i].map < weights_count(WEIGHTS_MAPS));
        assert_true(orders()[i].linguistic_map < weights_count(WEIGHTS_MAPS));
        assert_true(orders()[i].set == 0xFFFF || orders()[i].set < weights_count(WEIGHTS_SETS));
    }
    assert_int_equal(orders()[0].map, 0);
}

/* Facts of the default order that the specification counts (8.4.1). */
static void test_default_order_has_the_counted_units(void **state)
{
    unsigned unsortable = 0, expanded = 0, ideographs = 0;
    (void)state;
    for (unsigned unit = 0; unit < 0x10000; unit++) {
        const uint8_t *w = weight_of(0, unit);
        unsortable += load_le32(w) == 0;
        expanded += w[1] == 2;
        ideographs += w[1] == 5;
        assert_int_equal(w[1] == 2 ? 0 : w[3] & 0xC0, 0); /* no contraction begins in it */
    }
    assert_int_equal(unsortable, 3371);
    assert_int_equal(expanded, 729);
    assert_int_equal(ideographs, 28316);
}

/* In every order: the index of an expansion is one, and its second half ends after one more step. */
static void test_expansions_end(void **state)
{
    const uint16_t *expansions = weights_section(WEIGHTS_EXPANSIONS);
    (void)state;
    for (unsigned map = 0; map < weights_count(WEIGHTS_MAPS); map++)
        for (unsigned unit = 0; unit < 0x10000; unit++) {
            unsigned depth = 0, at = unit;
            for (; weight_of(map, at)[1] == 2; depth++) {
                unsigned index = load_le16(weight_of(map, at) + 2) & 0x3FFF;
                assert_true(index < weights_count(WEIGHTS_EXPANSIONS) && depth < 3);
                assert_int_not_equal(weight_of(map, expansions[2 * index])[1], 2);
                at = expansions[2 * index + 1];
            }
        }
}

static void check_set(const struct weights_order *order, const struct weights_set *set)
{
    const uint16_t *data = weights_section(WEIGHTS_CONTRACTIONS);
    for (unsigned length = 2; length <= WEIGHTS_LONGEST; length++) {
        uint32_t start = set->of_length[length - 2].start, count = set->of_length[length - 2].count;
        assert_true(count == 0 || start + count * (length + 2) <= weights_count(WEIGHTS_CONTRACTIONS));
        for (uint32_t i = 0; i < count; i++) {
            const uint16_t *entry = data + start + i * (length + 2);
            int c = 1;
            for (unsigned k = 0; k < length && i > 0; k++)
                if ((c = entry[k] - entry[(int)k - (int)length - 2]) != 0)
                    break;
            assert_true(c > 0); /* sorted, none twice */
            assert_true(weight_of(order->map, entry[0])[3] & 0xC0);
            assert_true(weight_of(order->linguistic_map, entry[0])[3] & 0xC0);
        }
    }
}

static void test_contractions_are_sorted_and_announced_by_their_first_unit(void **state)
{
    (void)state;
    for (unsigned i = 0; i < weights_count(WEIGHTS_ORDERS); i++)
        if (orders()[i].set != 0xFFFF)
            check_set(&orders()[i],
                      (const struct weights_set *)weights_section(WEIGHTS_SETS) + orders()[i].set);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_table_is_the_version_that_is_declared),
        cmocka_unit_test(test_maps_name_pages_and_orders_name_maps_and_sets),
        cmocka_unit_test(test_default_order_has_the_counted_units),
        cmocka_unit_test(test_expansions_end),
        cmocka_unit_test(test_contractions_are_sorted_and_announced_by_their_first_unit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
