/* text.h: values in the words and columns of the classic dumps (spec 60,
 * conventions), and error texts. */
#ifndef ESENTUTL_TEXT_H
#define ESENTUTL_TEXT_H

#include "format/fields.h"
#include "format/logheader.h"

#include <stdio.h>

/* Each returns its text in one of a few static buffers. */
const char *text_time(struct log_time t);              /* 02/20/2022 03:38:21.241 UTC */
const char *text_position(struct log_position p);      /* (0xF,4,8AF) */
const char *text_signature(const struct signature *s); /* Create time:... Rand:... Computer: */
const char *text_utf16(struct bytes utf16);            /* as UTF-8, without its NUL */

/* "JET_errDatabaseCorrupted, <message>" */
const char *text_error(JET_ERR err);

void print_environment(const struct log_environment *environment, const char *indent);

/* The versions this engine writes by default. */
#define ENGINE_DB_UPDATE_MAJOR 110u
#define ENGINE_DB_UPDATE_MINOR 240u
#define ENGINE_EFV             9180u
#define ENGINE_LOG_VERSION     "8.4000.60.140"

#endif
