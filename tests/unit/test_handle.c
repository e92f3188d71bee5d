/* Handles: what engine/handle.h promises of tokens. */
#include "test.h"

#include "base/alloc.h"
#include "engine/handle.h"

static int object_a, object_b;

static uint64_t opened(struct handle_table *table, void *object)
{
    uint64_t token;
    assert_int_equal(handle_reserve(table, object, 0, &token), JET_errSuccess);
    handle_publish(table, token);
    return token;
}

static void test_live_handle_gives_its_object(void **state)
{
    (void)state;
    uint64_t t = opened(&handle_files, &object_a);
    assert_true(handle_is_live(&handle_files, t));
    assert_ptr_equal(handle_object(&handle_files, t), &object_a);
    assert_int_equal(handle_count(&handle_files), 1);
    handle_close(&handle_files, t);
    assert_int_equal(handle_count(&handle_files), 0);
}

static void test_handle_is_not_live_before_it_is_published(void **state)
{
    uint64_t t;
    (void)state;
    assert_int_equal(handle_reserve(&handle_files, &object_a, 0, &t), JET_errSuccess);
    assert_false(handle_is_live(&handle_files, t));
    assert_null(handle_object(&handle_files, t));
    handle_close(&handle_files, t);
}

static void test_closed_handle_stays_dead_when_its_slot_is_used_again(void **state)
{
    (void)state;
    uint64_t t = opened(&handle_files, &object_a);
    handle_close(&handle_files, t);
    assert_false(handle_is_live(&handle_files, t));
    uint64_t u = opened(&handle_files, &object_b);
    assert_int_equal(u & HANDLE_SLOT_MASK, t & HANDLE_SLOT_MASK);
    assert_int_not_equal(u, t);
    assert_null(handle_object(&handle_files, t));
    assert_ptr_equal(handle_object(&handle_files, u), &object_b);
    handle_close(&handle_files, u);
}

static void test_handle_of_another_kind_is_never_live(void **state)
{
    (void)state;
    uint64_t t = opened(&handle_files, &object_a);
    uint64_t u = opened(&handle_snapshots, &object_b);
    assert_int_not_equal(t, u);
    assert_false(handle_is_live(&handle_snapshots, t));
    assert_false(handle_is_live(&handle_files, u));
    handle_close(&handle_files, t);
    handle_close(&handle_snapshots, u);
}

static void test_marks_in_the_top_bits_make_no_handle(void **state)
{
    (void)state;
    uint64_t t = opened(&handle_files, &object_a);
    assert_false(handle_is_live(&handle_files, t | HANDLE_BUSY));
    assert_false(handle_is_live(&handle_files, t | HANDLE_FREE));
    handle_close(&handle_files, t);
    assert_false(handle_is_live(&handle_files, t | HANDLE_FREE));
    assert_false(handle_is_live(&handle_files, 0));
    assert_false(handle_is_live(&handle_files, UINT64_MAX));
}

static void test_slot_without_generations_left_is_retired(void **state)
{
    (void)state;
    uint64_t t = opened(&handle_files, &object_a);
    uint64_t last = t | HANDLE_GENERATION_MASK << HANDLE_SLOT_BITS;
    atomic_store(&handle_entry(&handle_files, t)->word, last);
    assert_true(handle_is_live(&handle_files, last));
    handle_close(&handle_files, last);
    uint64_t u = opened(&handle_files, &object_b);
    assert_int_not_equal(u & HANDLE_SLOT_MASK, t & HANDLE_SLOT_MASK);
    handle_close(&handle_files, u);
}

static void test_a_million_random_values_are_not_live(void **state)
{
    uint64_t x = 88172645463325252ull, live[300];
    (void)state;
    for (size_t i = 0; i < ARRAY_COUNT(live); i++)
        live[i] = opened(&handle_files, &object_a);
    for (int i = 0; i < 1000000; i++) {
        x ^= x << 13, x ^= x >> 7, x ^= x << 17;
        /* Whole garbage, and near misses: one bit of a live handle turned. */
        uint64_t token = i & 1 ? x : live[x % ARRAY_COUNT(live)] ^ UINT64_C(1) << (x >> 32) % 64;
        bool is_one = false;
        for (size_t j = 0; !is_one && (token & HANDLE_SLOT_MASK) < 4096 && j < ARRAY_COUNT(live); j++)
            is_one = live[j] == token;
        if (handle_is_live(&handle_files, token) != is_one)
            fail_msg("%#llx", (unsigned long long)token);
    }
    for (size_t i = 0; i < ARRAY_COUNT(live); i++)
        handle_close(&handle_files, live[i]);
}

static void test_no_memory_for_a_chunk_is_out_of_memory(void **state)
{
    uint64_t tokens[HANDLE_CHUNK + 1], extra;
    (void)state;
    for (size_t i = 0; i < HANDLE_CHUNK; i++)
        tokens[i] = opened(&handle_snapshots, &object_a);
    mem_fail_nth(1);
    assert_int_equal(handle_reserve(&handle_snapshots, &object_a, 0, &extra), JET_errOutOfMemory);
    mem_fail_nth(0);
    tokens[HANDLE_CHUNK] = opened(&handle_snapshots, &object_a);
    for (size_t i = 0; i < ARRAY_COUNT(tokens); i++)
        handle_close(&handle_snapshots, tokens[i]);
    assert_int_equal(handle_count(&handle_snapshots), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_live_handle_gives_its_object),
        cmocka_unit_test(test_handle_is_not_live_before_it_is_published),
        cmocka_unit_test(test_closed_handle_stays_dead_when_its_slot_is_used_again),
        cmocka_unit_test(test_handle_of_another_kind_is_never_live),
        cmocka_unit_test(test_marks_in_the_top_bits_make_no_handle),
        cmocka_unit_test(test_slot_without_generations_left_is_retired),
        cmocka_unit_test(test_a_million_random_values_are_not_live),
        cmocka_unit_test(test_no_memory_for_a_chunk_is_out_of_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
