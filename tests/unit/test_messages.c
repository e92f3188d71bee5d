/* The message table in itself, and against the specification. */
#include "base/messages.h"

#include "test.h"
#include "corpus.h"
#include "csv.h"

#include <stdio.h>
#include <stdlib.h>

static void test_names_and_texts_are_those_of_the_table(void **state)
{
    (void)state;
    if (!corpus_present())
        skip();
    struct csv csv;
    csv_open(&csv, "spec/api/messages.csv");
    unsigned count = 0;
    for (; csv_next(&csv); count++) {
        JET_ERR number = (JET_ERR)strtol(csv.cells[0], NULL, 10);
        const struct message *message = message_find(number);
        assert_non_null(message);
        assert_int_equal(message->number, number);
        assert_string_equal(message->name, csv.cells[1]);
        assert_string_equal(message->text, csv.cells[2]);
        assert_string_equal(error_name(number), csv.cells[1]);
    }
    csv_close(&csv);
    assert_int_equal(count, 488);
}

static void test_names_carry_the_numbers_of_the_header(void **state)
{
    (void)state;
    static const struct {
        JET_ERR number;
        const char *name;
    } macros[] = {
#define MESSAGE(number, name, category, text) {name, #name},
#define HISTORIC(number, name, text)          {name, #name},
#include "base/messages.def"
#undef MESSAGE
#undef HISTORIC
    };
    for (size_t i = 0; i < ARRAY_COUNT(macros); i++) {
        assert_string_equal(error_name(macros[i].number), macros[i].name);
        assert_true(i == 0 || macros[i - 1].number < macros[i].number); /* the search needs the order */
    }
}

static void test_a_number_without_a_row(void **state)
{
    (void)state;
    assert_null(message_find(-1234567));
    assert_null(message_find(INT32_MAX));
    assert_null(message_find(INT32_MIN));
    assert_string_equal(error_name(77777), "unknown error");
}

static void test_description_is_name_comma_text(void **state)
{
    (void)state;
    char text[128];
    size_t n = message_describe(JET_errDiskFull, text, sizeof text);
    assert_int_equal(n, strlen(text));
    assert_memory_equal(text, "JET_errDiskFull, ", 17);
    assert_string_equal(text + 17, message_find(JET_errDiskFull)->text);
    char cut[5];
    assert_int_equal(message_describe(JET_errDiskFull, cut, sizeof cut), n);
    assert_string_equal(cut, "JET_");
    assert_int_equal(message_describe(JET_errDiskFull, NULL, 0), n);
    message_describe(123456, text, sizeof text);
    assert_memory_equal(text, "JET_errUnknown, ", 16);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names_and_texts_are_those_of_the_table),
        cmocka_unit_test(test_names_carry_the_numbers_of_the_header),
        cmocka_unit_test(test_a_number_without_a_row),
        cmocka_unit_test(test_description_is_name_comma_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
