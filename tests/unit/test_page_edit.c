#include "test.h"

#include "format/page_edit.h"

#include <string.h>

enum { SIZE = 4096 };

static struct bytes text(const char *s) { return (struct bytes){(const uint8_t *)s, strlen(s)}; }

static void test_nodes_of_an_empty_page_are_not_looked_at(void **state)
{
    (void)state;
    uint8_t bytes[SIZE];
    page_init(bytes, SIZE, 7, 9, PAGE_LEAF);
    assert_int_equal(page_insert_key(bytes, SIZE, 0, text("key"), text("data"), 0), JET_errSuccess);
    assert_int_equal(page_open(bytes, SIZE).nodes, 1);
    /* a key size beyond the page: an error, unless the page says that its contents mean nothing */
    struct page page = page_open(bytes, SIZE);
    uint8_t *line = bytes + (page_line(&page, 1).data - bytes);
    store_le16(line, 0x1FFF);
    assert_int_equal(page_check(bytes, SIZE, NULL), JET_errDatabaseCorrupted);
    page_set_flags(bytes, page_flags(bytes) | PAGE_EMPTY);
    assert_int_equal(page_check(bytes, SIZE, NULL), JET_errSuccess);
    assert_int_equal(page_open(bytes, SIZE).nodes, 0);
    page_set_flags(bytes, (page_flags(bytes) & ~(uint32_t)PAGE_EMPTY) | PAGE_PRE_INIT);
    assert_int_equal(page_open(bytes, SIZE).nodes, 0);
}

static void test_holes_are_closed_when_a_line_needs_the_room(void **state)
{
    (void)state;
    uint8_t bytes[SIZE], data[1000], key[2] = {0, 0};
    memset(data, 'x', sizeof data);
    page_init(bytes, SIZE, 7, 9, PAGE_LEAF | PAGE_ROOT);
    for (unsigned i = 0; i < 4; i++) {
        key[0] = (uint8_t)i;
        assert_int_equal(
            page_insert_key(bytes, SIZE, i, (struct bytes){key, 2}, (struct bytes){data, 1000}, 0),
            JET_errSuccess);
    }
    page_delete_node(bytes, SIZE, 1);
    key[0] = 9;
    /* 24 bytes are left behind the last line, 1,008 in the hole */
    assert_int_equal(
        page_insert_key(bytes, SIZE, 3, (struct bytes){key, 2}, (struct bytes){data, 990}, NODE_VERSIONED),
        JET_errSuccess);
    struct page page = page_open(bytes, SIZE);
    assert_int_equal(page.nodes, 4);
    assert_int_equal(page_node(&page, 3).data.size, 990);
    assert_int_equal(page_node(&page, 3).flags, NODE_VERSIONED);
    assert_int_equal(page_node(&page, 1).suffix.data[0], 2);
    assert_int_equal(page_check(bytes, SIZE, NULL), JET_errSuccess);
    assert_int_equal(page_insert_key(bytes, SIZE, 4, (struct bytes){key, 2}, (struct bytes){data, 1000}, 0),
                     JET_errDatabaseCorrupted); /* no room: nothing has changed */
    assert_int_equal(page_check(bytes, SIZE, NULL), JET_errSuccess);
}

static struct bytes key_at(const void *context, unsigned n)
{
    return text(((const char *const *)context)[n]);
}

static void test_prefix_is_the_line_that_saves_most_the_first_of_equals(void **state)
{
    (void)state;
    static const char *const run[] = {"a", "common-1", "common-2", "common-3", "z"};
    static const char *const apart[] = {"ab", "cd", "ef", "gh"};
    static const char *const two[] = {"common-1", "common-2"};
    assert_int_equal(page_choose_prefix(5, key_at, run), 1);
    assert_int_equal(page_choose_prefix(4, key_at, apart), -1);
    assert_int_equal(page_choose_prefix(2, key_at, two), 1);
    assert_int_equal(page_choose_prefix(1, key_at, two), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nodes_of_an_empty_page_are_not_looked_at),
        cmocka_unit_test(test_holes_are_closed_when_a_line_needs_the_room),
        cmocka_unit_test(test_prefix_is_the_line_that_saves_most_the_first_of_equals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
