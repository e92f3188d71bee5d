#include "test.h"

#include "format/value_text.h"

#include <stdio.h>
#include <string.h>

struct collected {
    char text[70000];
    size_t size;
};

static JET_ERR collect(void *context, const char *text, size_t size)
{
    struct collected *collected = context;
    assert_true(collected->size + size < sizeof collected->text);
    memcpy(collected->text + collected->size, text, size);
    collected->size += size;
    collected->text[collected->size] = '\0';
    return JET_errSuccess;
}

static const char *text_of(JET_COLTYP coltyp, unsigned code_page, const void *data, size_t size)
{
    static struct collected collected;
    collected.size = 0;
    struct text_sink sink = {collect, &collected};
    assert_int_equal(value_text_write(&sink, coltyp, code_page, (struct bytes){data, size}), JET_errSuccess);
    return collected.text;
}

/* The shortest texts, as other programs print them. */
static const struct {
    uint64_t bits;
    const char *text;
} doubles[] = {
    {0x3fb999999999999au, "0.1"},
    {0x4341c37937e08000u, "1e+16"},
    {0x430c6bf526340000u, "1000000000000000.0"},
    {0x4341c37937e07fffu, "9999999999999998.0"},
    {0x437b69b4ba630f35u, "1.2345678901234568e+17"},
    {0x3ee4f8b588e368f1u, "1e-05"},
    {0x3f1a36e2eb1c432du, "0.0001"},
    {0x3f202e4b6ce5dc68u, "0.00012345"},
    {0x0000000000000001u, "5e-324"},
    {0x0010000000000000u, "2.2250738585072014e-308"},
    {0x7fefffffffffffffu, "1.7976931348623157e+308"},
    {0xbfe0000000000000u, "-0.5"},
    {0x3ff0000000000000u, "1.0"},
    {0x4059000000000000u, "100.0"},
    {0x3d30000000000000u, "5.684341886080802e-14"},
    {0x0000000000000001u, "5e-324"},
    {0x43b0000000000000u, "1.152921504606847e+18"},
    {0x3fd5555555555555u, "0.3333333333333333"},
    {0xc480f0cf064dd592u, "-1e+22"},
    {0x44b52d02c7e14af6u, "1e+23"},
    {0x447c7e83209e90b2u, "8.41e+21"},
    {0x40c81cd6c8b43958u, "12345.678"},
    {0x3fb99999a0000000u, "0.10000000149011612"},
    {0x4340000000000000u, "9007199254740992.0"},
    {0x4011666666666666u, "4.35"},
    {0x3fd3333333333333u, "0.3"},
    {0x0010000000000000u, "2.2250738585072014e-308"},
    {0x54b249ad2594c37du, "1e+100"},
    {0xbe7ad7f29abcaf48u, "-1e-07"},
    {0x444b1ae4d6e2ef50u, "1e+21"},
    {0x7e41eb2d66005835u, "1.5e+300"},
    {0x40e5195f9add3c0eu, "43210.987654321"},
    {0x0000000000000001u, "5e-324"},
    {0x0000002000000000u, "6.7903865311e-313"},
    {0x0170000000000000u, "9.332636185032189e-302"},
    {0x03c0000000000000u, "1.2826677504057426e-290"},
    {0x0610000000000000u, "1.7628851326804976e-279"},
    {0x0860000000000000u, "2.4228908772695546e-268"},
    {0x0ab0000000000000u, "3.329995865487836e-257"},
    {0x0d00000000000000u, "4.5767114681873503e-246"},
    {0x0f50000000000000u, "6.290184345309701e-235"},
    {0x11a0000000000000u, "8.645163535653227e-224"},
    {0x13f0000000000000u, "1.188182228934475e-212"},
    {0x1640000000000000u, "1.6330252207878255e-201"},
    {0x1890000000000000u, "2.2444127733846047e-190"},
    {0x1ae0000000000000u, "3.084697427331692e-179"},
    {0x1d30000000000000u, "4.239575861902385e-168"},
    {0x1f80000000000000u, "5.826828696250162e-157"},
    {0x21d0000000000000u, "8.008332380732404e-146"},
    {0x2420000000000000u, "1.1006568214637918e-134"},
    {0x2670000000000000u, "1.512731216738015e-123"},
    {0x28c0000000000000u, "2.07908195312898e-112"},
    {0x2b10000000000000u, "2.8574684782056875e-101"},
    {0x2d60000000000000u, "3.9272747722381812e-90"},
    {0x2fb0000000000000u, "5.397605346934028e-79"},
    {0x3200000000000000u, "7.418412301374843e-68"},
    {0x3450000000000000u, "1.0195788231247695e-56"},
    {0x36a0000000000000u, "1.401298464324817e-45"},
    {0x38f0000000000000u, "1.925929944387236e-34"},
    {0x3b40000000000000u, "2.6469779601696886e-23"},
    {0x3d90000000000000u, "3.637978807091713e-12"},
    {0x3fe0000000000000u, "0.5"},
    {0x4230000000000000u, "68719476736.0"},
    {0x4480000000000000u, "9.44473296573929e+21"},
    {0x46d0000000000000u, "1.298074214633707e+33"},
    {0x4920000000000000u, "1.78405961588245e+44"},
    {0x4b70000000000000u, "2.4519928653854222e+55"},
    {0x4dc0000000000000u, "3.36999333339383e+66"},
    {0x5010000000000000u, "4.631683569492648e+77"},
    {0x5260000000000000u, "6.365737426045269e+88"},
    {0x54b0000000000000u, "8.749002899132048e+99"},
    {0x5700000000000000u, "1.2024538023802026e+111"},
    {0x5950000000000000u, "1.6526399219756215e+122"},
    {0x5ba0000000000000u, "2.2713710134237715e+133"},
    {0x5df0000000000000u, "3.1217485503159922e+144"},
    {0x6040000000000000u, "4.290498537581631e+155"},
    {0x6290000000000000u, "5.896816288783659e+166"},
    {0x64e0000000000000u, "8.10452259547069e+177"},
    {0x6730000000000000u, "1.1138771039116688e+189"},
    {0x6980000000000000u, "1.5309010345804195e+200"},
    {0x6bd0000000000000u, "2.1040543606193494e+211"},
    {0x6e20000000000000u, "2.891790293717215e+222"},
    {0x7070000000000000u, "3.974446316289815e+233"},
    {0x72c0000000000000u, "5.462437423415177e+244"},
    {0x7510000000000000u, "7.5075168288047e+255"},
    {0x7760000000000000u, "1.0318252561243462e+267"},
    {0x79b0000000000000u, "1.418129833677085e+278"},
    {0x7c00000000000000u, "1.94906280228e+289"},
    {0x7e50000000000000u, "2.6787715179656683e+300"},
    {0xf2a74de452e6b438u, "-1.989032661366619e+244"},
    {0x6513270e269e0d37u, "7.761117632285041e+178"},
    {0x0c5c7fd0a6a3a450u, "3.980498358697587e-249"},
    {0xd23f0824128b2f33u, "-1.5432835417340557e+88"},
    {0x1818e811892f902bu, "1.3647584518757569e-192"},
    {0x9531985d5d9dc9f8u, "-1.3701135617873088e-206"},
    {0xe8e25d940ed90475u, "-1.7160537630466207e+197"},
    {0x36f675cc81e74ef5u, "6.294675241195386e-44"},
    {0x1600a35a099950d8u, "1.0613447212142254e-202"},
    {0x6b0d549b6f03675au, "4.708325160387546e+207"},
    {0x3d9c172411e20b8fu, "6.387016158513563e-12"},
    {0x8d116ece1738f7d9u, "-9.973130378568733e-246"},
    {0x0f21ddb66cad4a26u, "8.779753225680271e-236"},
    {0x90c192cfd3ac94afu, "-5.795503248498993e-228"},
    {0xf28c105d1fb17c23u, "-5.988180159386011e+243"},
    {0xa170b33839263059u, "-1.306052388527796e-147"},
    {0x953f48f1a09f76b5u, "-2.436117699484841e-206"},
    {0x0fd630f1f29d0da9u, "2.233386999150174e-232"},
    {0x95e60af593bd04cfu, "-3.51527970626667e-203"},
    {0x0cb1e29c658cda14u, "1.5987381841032883e-247"},
    {0x3898d190f9ebdaccu, "4.6678633181812096e-36"},
    {0x8e81973e0becd7b0u, "-8.441872792105456e-239"},
    {0x2217beaddbc496cbu, "1.9015657400796622e-144"},
    {0x6b4cb2424a23d596u, "7.370437700706684e+208"},
    {0x8a6a63ec24ede6a4u, "-1.7163996725272777e-258"},
    {0x922766581e27a1c0u, "-3.2367190832119987e-221"},
    {0x8f6d05584ef8aa38u, "-2.2818334634712625e-234"},
    {0xae97ba94d0eda82fu, "-3.0536383926309363e-84"},
    {0x1a61dbe22e44158bu, "1.3449551894627777e-181"},
    {0x923a736994e3bf91u, "-7.317495976062606e-221"},
    {0x301850c5a38fd547u, "5.249822308814304e-77"},
    {0x18f135d25f557203u, "1.5450754142984396e-188"},
    {0xb64ce4228c38fb29u, "-3.953625698224792e-47"},
    {0x907a70c31012f037u, "-2.72491267476498e-229"},
    {0x9e7769b10f4205b4u, "-6.505141861548772e-162"},
    {0x7f15052434b9b5dfu, "1.441484839555994e+304"},
    {0x881ed162ae2eb154u, "-1.4583679262758548e-269"},
    {0xc6f877186d76b07eu, "-7.939416668807721e+33"},
    {0x7731af10506bf2efu, "1.4255183989699612e+266"},
    {0xec66a78795e761d1u, "-1.525315701232403e+214"},
    {0x5c90a9587403e430u, "7.750545741548908e+137"},
    {0x3f98e2774cbd87adu, "0.024301399287089676"},
    {0x2e05319acb5c7427u, "5.326960081783017e-87"},
    {0xc7a2ea20b2f14c94u, "-1.2570882301712172e+37"},
    {0x14f4733f3e7d1bfbu, "9.952684009002448e-208"},
    {0x4cdd2055930d6eafu, "1.8721667527122837e+62"},
    {0x7ebff20686734721u, "3.422978398947072e+302"},
    {0x57ee05cde00902c7u, "3.6967297937384553e+115"},
    {0x72e6cc3ababced20u, "3.113284956169447e+245"},
    {0x9be4bcfc49b64a08u, "-2.6202582260546103e-174"},
    {0x12bd4acefaecbd38u, "2.0745096302730225e-218"},
    {0x830e07bc1e398f10u, "-5.877500503097409e-294"},
    {0x2a3af4d46b0a18e8u, "2.938345597354166e-105"},
    {0x5790f82ec1d3fcffu, "6.529598674765832e+113"},
    {0xeeeacbe226e87555u, "-1.9837344250050814e+226"},
    {0x6bf46c697d2caf82u, "1.0743030475716402e+212"},
    {0xf646e1f40a097c97u, "-5.629271400715247e+261"},
    {0x13deef86ab1031d0u, "5.743310614918485e-213"},
    {0x8ede0d7ac3baea9eu, "-4.61515470702556e-237"},
    {0xca02135e92b1d3f2u, "-3.302201168194502e+48"},
};

static void test_doubles_have_the_shortest_digits_that_read_back(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_COUNT(doubles); i++)
        assert_string_equal(text_of(JET_coltypIEEEDouble, 0, &doubles[i].bits, 8), doubles[i].text);
    assert_string_equal(text_of(JET_coltypDateTime, 0, "\0\0\0\0\0\0\0\x80", 8), "-0.0");
    assert_string_equal(text_of(JET_coltypIEEESingle, 0, "\xcd\xcc\xcc\x3d", 4), "0.10000000149011612");
    assert_string_equal(text_of(JET_coltypIEEESingle, 0, "\0\0\x80\x7f", 4), "{\"raw\": \"0000807f\"}");
    assert_string_equal(text_of(JET_coltypIEEEDouble, 0, "\0\0\0\0\0\0\xf8\x7f", 8),
                        "{\"raw\": \"000000000000f87f\"}");
}

static void test_numbers_of_every_type(void **state)
{
    (void)state;
    static const uint8_t ones[16] = {0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
                                     0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF};
    static const struct {
        JET_COLTYP coltyp;
        size_t size;
        const char *text;
    } cases[] = {
        {JET_coltypBit, 1, "1"},
        {JET_coltypUnsignedByte, 1, "255"},
        {JET_coltypShort, 2, "-1"},
        {JET_coltypUnsignedShort, 2, "65535"},
        {JET_coltypLong, 4, "-1"},
        {JET_coltypUnsignedLong, 4, "4294967295"},
        {JET_coltypCurrency, 8, "-1"},
        {JET_coltypLongLong, 8, "-1"},
        {JET_coltypUnsignedLongLong, 8, "18446744073709551615"},
        {JET_coltypGUID, 16, "\"ffffffff-ffff-ffff-ffff-ffffffffffff\""},
        {JET_coltypLong, 3, "{\"raw\": \"ffffff\"}"},
        {JET_coltypBit, 0, "{\"raw\": \"\"}"},
        {JET_coltypBinary, 3, "\"ffffff\""},
        {JET_coltypLongBinary, 0, "\"\""},
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++)
        assert_string_equal(text_of(cases[i].coltyp, 0, ones, cases[i].size), cases[i].text);
    assert_string_equal(text_of(JET_coltypBit, 0, "\0", 1), "0");
    assert_string_equal(
        text_of(JET_coltypGUID, 0, "\x33\x22\x11\x00\x55\x44\x77\x66\x88\x99\xaa\xbb\xcc\xdd\xee\xff", 16),
        "\"00112233-4455-6677-8899-aabbccddeeff\"");
}

static void test_text_is_escaped_as_json_demands_and_no_more(void **state)
{
    (void)state;
    assert_string_equal(text_of(JET_coltypText, 1252, "a\"\\/\b\f\n\r\t\x01\x1f\x7f", 12),
                        "\"a\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\\u001f\x7f\"");
    assert_string_equal(text_of(JET_coltypText, 0, "\x80\x81\xe9\xff\0", 5),
                        "\"\xe2\x82\xac\xc2\x81\xc3\xa9\xc3\xbf\\u0000\"");
    assert_string_equal(text_of(JET_coltypLongText, 1200, "a\0\x19\x20\x3d\xd8\x00\xde\xff\xff", 10),
                        "\"a\xe2\x80\x99\xf0\x9f\x98\x80\xef\xbf\xbf\"");
    assert_string_equal(text_of(JET_coltypLongText, 1200, "\x3d\xd8", 2), "{\"raw\": \"3dd8\"}");
    assert_string_equal(text_of(JET_coltypLongText, 1200, "\x00\xde\x3d\xd8", 4), "{\"raw\": \"00de3dd8\"}");
    assert_string_equal(text_of(JET_coltypLongText, 1200, "\x3d\xd8\x61\0", 4), "{\"raw\": \"3dd86100\"}");
    assert_string_equal(text_of(JET_coltypLongText, 1200, "abc", 3), "{\"raw\": \"616263\"}");
    assert_string_equal(text_of(JET_coltypText, 850, "abc", 3), "{\"raw\": \"616263\"}");
}

static void test_long_values_come_in_pieces(void **state)
{
    (void)state;
    static uint8_t data[30000];
    for (size_t i = 0; i < sizeof data; i++)
        data[i] = (uint8_t)i;
    const char *text = text_of(JET_coltypLongBinary, 0, data, sizeof data);
    assert_int_equal(strlen(text), 2 * sizeof data + 2);
    assert_memory_equal(text + 1 + 2 * 0x1234, "3435", 4);
}

static JET_ERR refuse(void *context, const char *text, size_t size)
{
    (void)context, (void)text, (void)size;
    return JET_errDiskFull;
}

static void test_an_error_of_the_sink_comes_back(void **state)
{
    (void)state;
    static uint8_t data[9000];
    struct text_sink sink = {refuse, NULL};
    assert_int_equal(value_text_write(&sink, JET_coltypBinary, 0, (struct bytes){data, sizeof data}),
                     JET_errDiskFull);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_doubles_have_the_shortest_digits_that_read_back),
        cmocka_unit_test(test_numbers_of_every_type),
        cmocka_unit_test(test_text_is_escaped_as_json_demands_and_no_more),
        cmocka_unit_test(test_long_values_come_in_pieces),
        cmocka_unit_test(test_an_error_of_the_sink_comes_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
