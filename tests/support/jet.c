#include "jet.h"

#include "corpus.h"
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

void jet_start(struct jet *jet, uint32_t page_size)
{
    char folder[1100];

    memset(jet, 0, sizeof *jet);
    snprintf(folder, sizeof folder, "%s/", test_directory());
    assert_int_equal(JetSetSystemParameterA(NULL, 0, JET_paramDatabasePageSize, page_size, NULL),
                     JET_errSuccess);
    assert_int_equal(JetCreateInstanceA(&jet->instance, "cursors"), JET_errSuccess);
    assert_int_equal(JetSetSystemParameterA(&jet->instance, 0, JET_paramSystemPath, 0, folder),
                     JET_errSuccess);
    assert_int_equal(JetSetSystemParameterA(&jet->instance, 0, JET_paramLogFilePath, 0, folder),
                     JET_errSuccess);
    assert_int_equal(JetSetSystemParameterA(&jet->instance, 0, JET_paramTempPath, 0, folder), JET_errSuccess);
    assert_int_equal(JetSetSystemParameterA(&jet->instance, 0, JET_paramRecovery, 0, "off"), JET_errSuccess);
    assert_int_equal(JetInit(&jet->instance), JET_errSuccess);
    assert_int_equal(JetBeginSessionA(jet->instance, &jet->sesid, NULL, NULL), JET_errSuccess);
}

static uint32_t page_size_of(const char *path)
{
    enum { PAGE_SIZE_FIELD = 236 };
    uint32_t size = 0;
    FILE *file = fopen(path, "rb");

    assert_non_null(file);
    assert_int_equal(fseek(file, PAGE_SIZE_FIELD, SEEK_SET), 0);
    assert_int_equal(fread(&size, sizeof size, 1, file), 1);
    fclose(file);
    return size ? size : 4096;
}

void jet_open_with(struct jet *jet, const char *relative, JET_GRBIT grbit)
{
    static unsigned number;
    char path[1200];

    snprintf(path, sizeof path, "%s/%u.edb", test_directory(), number++);
    corpus_extract(relative, path);
    jet_start(jet, page_size_of(path));
    memcpy(jet->path, path, sizeof path);
    assert_int_equal(JetAttachDatabaseA(jet->sesid, path, JET_bitDbReadOnly | grbit), JET_errSuccess);
    assert_int_equal(JetOpenDatabaseA(jet->sesid, path, NULL, &jet->dbid, JET_bitDbReadOnly), JET_errSuccess);
}

void jet_open(struct jet *jet, const char *relative) { jet_open_with(jet, relative, 0); }

void jet_close(struct jet *jet)
{
    assert_int_equal(JetEndSession(jet->sesid, 0), JET_errSuccess);
    assert_int_equal(JetTerm(jet->instance), JET_errSuccess);
    if (jet->path[0])
        unlink(jet->path);
}

JET_TABLEID jet_table(const struct jet *jet, const char *name)
{
    JET_TABLEID table = JET_tableidNil;

    assert_int_equal(JetOpenTableA(jet->sesid, jet->dbid, name, NULL, 0, JET_bitTableReadOnly, &table),
                     JET_errSuccess);
    return table;
}

void jet_close_table(const struct jet *jet, JET_TABLEID table)
{
    assert_int_equal(JetCloseTable(jet->sesid, table), JET_errSuccess);
}

const char *jet_hex(const void *data, size_t size)
{
    static char *texts[4];
    static unsigned next;
    const uint8_t *bytes = data;
    char *text = realloc(texts[next % 4], 2 * size + 1);

    assert_non_null(text);
    texts[next++ % 4] = text;
    for (size_t i = 0; i < size; i++)
        sprintf(text + 2 * i, "%02x", bytes[i]);
    text[2 * size] = '\0';
    return text;
}

size_t jet_unhex(const char *hex, void *out, size_t capacity)
{
    uint8_t *bytes = out;
    size_t size = strlen(hex) / 2;

    assert_true(size <= capacity);
    for (size_t i = 0; i < size; i++) {
        char pair[3] = {hex[2 * i], hex[2 * i + 1], 0};
        bytes[i] = (uint8_t)strtoul(pair, NULL, 16);
    }
    return size;
}

void jet_fork(void (*test)(void **state), void *state)
{
    int status = -1;
    pid_t child;

    fflush(NULL);
    child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        struct CMUnitTest one = {.name = "child", .test_func = test, .initial_state = state};
        exit(_cmocka_run_group_tests("child", &one, 1, NULL, NULL));
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
}
