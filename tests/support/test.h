/* test.h: cmocka with what it needs before it. */
#ifndef TEST_TEST_H
#define TEST_TEST_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#endif
