/* Files: the same behaviour from the system's, the ones in memory, and either of
 * them seen through the fault injector. */
#include "test.h"
#include "corpus.h"

#include "os/os_file.h"
#include "os/os_path.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

struct place {
    struct os_fs *fs, *inner;
    char directory[512];
};

static const char *in(const struct place *p, const char *name)
{
    static char path[2][1024];
    static int turn;
    turn ^= 1;
    snprintf(path[turn], sizeof path[turn], "%s/%s", p->directory, name);
    return path[turn];
}

static int posix_setup(void **state)
{
    static struct place place;
    place.fs = os_fs_posix();
    snprintf(place.directory, sizeof place.directory, "%s/posix", test_directory());
    *state = &place;
    return os_fs_make_path(place.fs, place.directory);
}

static int memory_setup(void **state)
{
    static struct place place;
    place.fs = os_fs_memory_create();
    strcpy(place.directory, "/a/b");
    *state = &place;
    return os_fs_make_path(place.fs, place.directory);
}

static int memory_teardown(void **state)
{
    os_fs_memory_destroy(((struct place *)*state)->fs);
    return 0;
}

static int fault_setup(void **state)
{
    static struct place place;
    place.inner = os_fs_memory_create();
    place.fs = os_fs_fault_create(place.inner);
    strcpy(place.directory, "/a/b");
    *state = &place;
    return os_fs_make_path(place.fs, place.directory);
}

static int fault_teardown(void **state)
{
    os_fs_fault_destroy(((struct place *)*state)->fs);
    os_fs_memory_destroy(((struct place *)*state)->inner);
    return 0;
}

static void test_written_bytes_are_read_back_across_parts(void **state)
{
    struct place *p = *state;
    struct os_file *f;
    char head[3], tail[4];
    struct iovec parts[] = {{head, 3}, {tail, 4}};
    uint64_t size;

    assert_int_equal(os_fs_open(p->fs, in(p, "f"), OS_OPEN_CREATE, 0, &f), JET_errSuccess);
    assert_int_equal(os_file_write(f, 5, "abcdefg", 7), JET_errSuccess);
    assert_int_equal(os_file_readv(f, 5, parts, 2), JET_errSuccess);
    assert_memory_equal(head, "abc", 3);
    assert_memory_equal(tail, "defg", 4);
    assert_int_equal(os_file_size(f, &size), JET_errSuccess);
    assert_int_equal(size, 12);
    assert_int_equal(os_file_read(f, 0, head, 3), JET_errSuccess);
    assert_memory_equal(head, "\0\0\0", 3);
    assert_int_equal(os_file_sync(f), JET_errSuccess);
    os_file_prefetch(f, 0, 12);
    os_file_close(f);
    assert_int_equal(os_fs_remove(p->fs, in(p, "f")), JET_errSuccess);
}

static void test_read_beyond_the_end_says_so(void **state)
{
    struct place *p = *state;
    struct os_file *f;
    char byte[2];

    assert_int_equal(os_fs_open(p->fs, in(p, "f"), OS_OPEN_REPLACE, 0, &f), JET_errSuccess);
    assert_int_equal(os_file_write(f, 0, "ab", 2), JET_errSuccess);
    assert_int_equal(os_file_read(f, 1, byte, 2), JET_errFileIOBeyondEOF);
    assert_int_equal(os_file_read(f, 2, byte, 1), JET_errFileIOBeyondEOF);
    assert_int_equal(os_file_read(f, UINT64_MAX, byte, 1), JET_errFileIOBeyondEOF);
    assert_int_equal(os_file_read(f, 0, byte, 2), JET_errSuccess);
    os_file_close(f);
    assert_int_equal(os_fs_remove(p->fs, in(p, "f")), JET_errSuccess);
}

static void test_resize_grows_with_zeros_and_cuts(void **state)
{
    struct place *p = *state;
    struct os_file *f;
    char bytes[4] = "xxxx";
    uint64_t size;

    assert_int_equal(os_fs_open(p->fs, in(p, "f"), OS_OPEN_REPLACE, 0, &f), JET_errSuccess);
    assert_int_equal(os_file_write(f, 0, "abcd", 4), JET_errSuccess);
    assert_int_equal(os_file_resize(f, 2), JET_errSuccess);
    assert_int_equal(os_file_resize(f, 4), JET_errSuccess);
    assert_int_equal(os_file_read(f, 0, bytes, 4), JET_errSuccess);
    assert_memory_equal(bytes, "ab\0\0", 4);
    assert_int_equal(os_file_size(f, &size), JET_errSuccess);
    assert_int_equal(size, 4);
    os_file_close(f);
    assert_int_equal(os_fs_remove(p->fs, in(p, "f")), JET_errSuccess);
}

static void test_open_modes(void **state)
{
    struct place *p = *state;
    struct os_file *f;
    uint64_t size;

    assert_int_equal(os_fs_open(p->fs, in(p, "f"), OS_OPEN_READ, 0, &f), JET_errFileNotFound);
    assert_null(f);
    assert_int_equal(os_fs_open(p->fs, in(p, "f"), OS_OPEN_WRITE, 0, &f), JET_errFileNotFound);
    assert_int_equal(os_fs_open(p->fs, in(p, "no/f"), OS_OPEN_READ, 0, &f), JET_errFileNotFound);
    assert_int_equal(os_fs_open(p->fs, in(p, "no/f"), OS_OPEN_CREATE, 0, &f), JET_errInvalidPath);
    assert_int_equal(os_fs_open(p->fs, in(p, "f"), OS_OPEN_CREATE, 0, &f), JET_errSuccess);
    assert_int_equal(os_file_write(f, 0, "ab", 2), JET_errSuccess);
    os_file_close(f);
    assert_int_equal(os_fs_open(p->fs, in(p, "f"), OS_OPEN_CREATE, 0, &f), JET_errFileAlreadyExists);
    assert_int_equal(os_fs_open(p->fs, in(p, "f"), OS_OPEN_REPLACE, 0, &f), JET_errSuccess);
    assert_int_equal(os_file_size(f, &size), JET_errSuccess);
    assert_int_equal(size, 0);
    os_file_close(f);
    assert_int_equal(os_fs_open(p->fs, p->directory, OS_OPEN_READ, 0, &f), JET_errFileAccessDenied);
    assert_int_equal(os_fs_remove(p->fs, in(p, "f")), JET_errSuccess);
    assert_int_equal(os_fs_remove(p->fs, in(p, "f")), JET_errFileNotFound);
}

static void test_writer_is_alone_and_readers_share(void **state)
{
    struct place *p = *state;
    struct os_file *f, *g, *h;

    assert_int_equal(os_fs_open(p->fs, in(p, "f"), OS_OPEN_CREATE, 0, &f), JET_errSuccess);
    assert_int_equal(os_fs_open(p->fs, in(p, "f"), OS_OPEN_READ, 0, &g), JET_errFileAccessDenied);
    assert_int_equal(os_fs_open(p->fs, in(p, "f"), OS_OPEN_WRITE, 0, &g), JET_errFileAccessDenied);
    assert_int_equal(os_fs_open(p->fs, in(p, "f"), OS_OPEN_READ, OS_OPEN_NO_LOCK, &g), JET_errSuccess);
    os_file_close(g);
    os_file_close(f);
    assert_int_equal(os_fs_open(p->fs, in(p, "f"), OS_OPEN_READ, 0, &f), JET_errSuccess);
    assert_int_equal(os_fs_open(p->fs, in(p, "f"), OS_OPEN_READ, 0, &g), JET_errSuccess);
    assert_int_equal(os_fs_open(p->fs, in(p, "f"), OS_OPEN_WRITE, 0, &h), JET_errFileAccessDenied);
    os_file_close(f);
    os_file_close(g);
    assert_int_equal(os_fs_open(p->fs, in(p, "f"), OS_OPEN_WRITE, 0, &h), JET_errSuccess);
    os_file_close(h);
    assert_int_equal(os_fs_remove(p->fs, in(p, "f")), JET_errSuccess);
}

static void test_refused_replace_keeps_the_contents(void **state)
{
    struct place *p = *state;
    struct os_file *f, *g;
    uint64_t size;

    assert_int_equal(os_fs_open(p->fs, in(p, "f"), OS_OPEN_CREATE, 0, &f), JET_errSuccess);
    assert_int_equal(os_file_write(f, 0, "abc", 3), JET_errSuccess);
    assert_int_equal(os_fs_open(p->fs, in(p, "f"), OS_OPEN_REPLACE, 0, &g), JET_errFileAccessDenied);
    assert_int_equal(os_file_size(f, &size), JET_errSuccess);
    assert_int_equal(size, 3);
    os_file_close(f);
    assert_int_equal(os_fs_remove(p->fs, in(p, "f")), JET_errSuccess);
}

static JET_ERR collect(void *context, const char *name)
{
    strcat(context, name);
    return JET_errSuccess;
}

static void test_rename_replaces_and_list_shows_it(void **state)
{
    struct place *p = *state;
    struct os_file *f;
    char names[64] = "";
    enum os_path_kind kind;

    for (int i = 0; i < 2; i++) {
        assert_int_equal(os_fs_open(p->fs, in(p, i ? "g" : "f"), OS_OPEN_CREATE, 0, &f), JET_errSuccess);
        os_file_close(f);
    }
    assert_int_equal(os_fs_rename(p->fs, in(p, "f"), in(p, "g")), JET_errSuccess);
    assert_int_equal(os_fs_list(p->fs, p->directory, collect, names), JET_errSuccess);
    assert_string_equal(names, "g");
    assert_int_equal(os_fs_rename(p->fs, in(p, "f"), in(p, "h")), JET_errFileNotFound);
    assert_int_equal(os_fs_stat(p->fs, in(p, "g"), &kind), JET_errSuccess);
    assert_int_equal(kind, OS_PATH_FILE);
    assert_int_equal(os_fs_stat(p->fs, p->directory, &kind), JET_errSuccess);
    assert_int_equal(kind, OS_PATH_DIRECTORY);
    assert_int_equal(os_fs_stat(p->fs, in(p, "f"), &kind), JET_errSuccess);
    assert_int_equal(kind, OS_PATH_NONE);
    assert_int_equal(os_fs_sync_directory(p->fs, p->directory), JET_errSuccess);
    assert_int_equal(os_fs_remove(p->fs, in(p, "g")), JET_errSuccess);
}

/* ---- the injector ---------------------------------------------------------------- */

static void test_nth_operation_fails_and_only_it(void **state)
{
    struct place *p = *state;
    struct os_file *f;
    char byte;

    assert_int_equal(os_fs_open(p->fs, in(p, "f"), OS_OPEN_CREATE, 0, &f), JET_errSuccess);
    assert_int_equal(os_file_write(f, 0, "abc", 3), JET_errSuccess);
    os_fs_fault_arm(p->fs, OS_FAULT_READ, 2, JET_errDiskIO, 0);
    assert_int_equal(os_file_read(f, 0, &byte, 1), JET_errSuccess);
    assert_int_equal(os_file_read(f, 0, &byte, 1), JET_errDiskIO);
    assert_int_equal(os_file_read(f, 0, &byte, 1), JET_errSuccess);
    os_fs_fault_arm(p->fs, OS_FAULT_SYNC, 1, JET_errDiskIO, 0);
    assert_int_equal(os_file_sync(f), JET_errDiskIO);
    assert_int_equal(os_file_sync(f), JET_errSuccess);
    os_fs_fault_arm(p->fs, OS_FAULT_RESIZE, 1, JET_errDiskFull, 0);
    assert_int_equal(os_file_resize(f, 10), JET_errDiskFull);
    assert_int_equal(os_fs_fault_count(p->fs, OS_FAULT_READ), 3);
    os_file_close(f);
    os_fs_fault_arm(p->fs, OS_FAULT_OPEN, 1, JET_errOutOfFileHandles, 0);
    assert_int_equal(os_fs_open(p->fs, in(p, "f"), OS_OPEN_READ, 0, &f), JET_errOutOfFileHandles);
    os_fs_fault_arm(p->fs, OS_FAULT_REMOVE, 1, JET_errFileAccessDenied, 0);
    assert_int_equal(os_fs_remove(p->fs, in(p, "f")), JET_errFileAccessDenied);
    assert_int_equal(os_fs_remove(p->fs, in(p, "f")), JET_errSuccess);
}

static void test_torn_write_leaves_its_head(void **state)
{
    struct place *p = *state;
    struct os_file *f;
    char bytes[4];

    assert_int_equal(os_fs_open(p->fs, in(p, "f"), OS_OPEN_CREATE, 0, &f), JET_errSuccess);
    assert_int_equal(os_file_write(f, 0, "abcd", 4), JET_errSuccess);
    os_fs_fault_arm(p->fs, OS_FAULT_WRITE, 1, JET_errDiskIO, 3);
    assert_int_equal(os_file_write(f, 0, "wxyz", 4), JET_errDiskIO);
    assert_int_equal(os_file_read(f, 0, bytes, 4), JET_errSuccess);
    assert_memory_equal(bytes, "wxyd", 4);
    os_file_close(f);
    assert_int_equal(os_fs_remove(p->fs, in(p, "f")), JET_errSuccess);
}

/* ---- POSIX alone ------------------------------------------------------------------- */

static void test_second_process_is_denied(void **state)
{
    struct place *p = *state;
    struct os_file *f;
    int status;

    assert_int_equal(os_fs_open(p->fs, in(p, "f"), OS_OPEN_CREATE, 0, &f), JET_errSuccess);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        struct os_file *g;
        _exit(os_fs_open(p->fs, in(p, "f"), OS_OPEN_READ, 0, &g) == JET_errFileAccessDenied ? 0 : 1);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
    os_file_close(f);
    assert_int_equal(os_fs_remove(p->fs, in(p, "f")), JET_errSuccess);
}

static void test_fifo_is_refused_without_waiting(void **state)
{
    struct place *p = *state;
    struct os_file *f;

    assert_int_equal(mkfifo(in(p, "pipe"), 0600), 0);
    assert_int_equal(os_fs_open(p->fs, in(p, "pipe"), OS_OPEN_READ, 0, &f), JET_errFileAccessDenied);
    unlink(in(p, "pipe"));
}

static void test_reader_cannot_write(void **state)
{
    struct place *p = *state;
    struct os_file *f;

    assert_int_equal(os_fs_open(p->fs, in(p, "f"), OS_OPEN_CREATE, 0, &f), JET_errSuccess);
    os_file_close(f);
    assert_int_equal(os_fs_open(p->fs, in(p, "f"), OS_OPEN_READ, 0, &f), JET_errSuccess);
    assert_int_not_equal(os_file_write(f, 0, "a", 1), JET_errSuccess);
    os_file_close(f);
    assert_int_equal(os_fs_remove(p->fs, in(p, "f")), JET_errSuccess);
}

static void test_errno_table(void **state)
{
    (void)state;
    assert_int_equal(os_error_from_errno(ENOENT, false), JET_errFileNotFound);
    assert_int_equal(os_error_from_errno(ENOENT, true), JET_errInvalidPath);
    assert_int_equal(os_error_from_errno(ENOTDIR, false), JET_errInvalidPath);
    assert_int_equal(os_error_from_errno(EACCES, false), JET_errFileAccessDenied);
    assert_int_equal(os_error_from_errno(EROFS, false), JET_errFileAccessDenied);
    assert_int_equal(os_error_from_errno(EWOULDBLOCK, false), JET_errFileAccessDenied);
    assert_int_equal(os_error_from_errno(EEXIST, false), JET_errFileAlreadyExists);
    assert_int_equal(os_error_from_errno(ENOSPC, false), JET_errDiskFull);
    assert_int_equal(os_error_from_errno(EDQUOT, false), JET_errDiskFull);
    assert_int_equal(os_error_from_errno(EMFILE, false), JET_errOutOfFileHandles);
    assert_int_equal(os_error_from_errno(ENOMEM, false), JET_errOutOfMemory);
    assert_int_equal(os_error_from_errno(EIO, false), JET_errDiskIO);
    assert_int_equal(os_error_from_errno(EINVAL, false), JET_errDiskIO);
}

static void test_paths_fold_join_and_split(void **state)
{
    char out[OS_PATH_MAX], small[4];
    (void)state;

    assert_int_equal(os_path_absolute("/a//b/./c/../d/", out, sizeof out), JET_errSuccess);
    assert_string_equal(out, "/a/b/d");
    assert_int_equal(os_path_absolute("/../..", out, sizeof out), JET_errSuccess);
    assert_string_equal(out, "/");
    assert_int_equal(os_path_absolute("/abcd", small, sizeof small), JET_errInvalidPath);
    assert_int_equal(os_path_join("/a", "b", out, sizeof out), JET_errSuccess);
    assert_string_equal(out, "/a/b");
    assert_int_equal(os_path_join("/a/", "", out, sizeof out), JET_errSuccess);
    assert_string_equal(out, "/a/");
    assert_int_equal(os_path_directory("/a/b.edb", out, sizeof out), JET_errSuccess);
    assert_string_equal(out, "/a/");
    assert_string_equal(os_path_file_name("/a/b.edb"), "b.edb");
    assert_false(os_path_has_separator("b.edb"));
    assert_int_equal(os_path_canonical("/no such directory/x", out, sizeof out), JET_errInvalidPath);
}

static void test_two_names_of_one_file_are_one(void **state)
{
    struct place *p = *state;
    char link_path[1024], a[OS_PATH_MAX], b[OS_PATH_MAX];

    snprintf(link_path, sizeof link_path, "%s/link", test_directory());
    assert_int_equal(symlink(p->directory, link_path), 0);
    assert_int_equal(os_path_canonical(in(p, "f"), a, sizeof a), JET_errSuccess);
    strcat(link_path, "/./f");
    assert_int_equal(os_path_canonical(link_path, b, sizeof b), JET_errSuccess);
    assert_string_equal(a, b);
}

#define COMMON                                                                                               \
    cmocka_unit_test(test_written_bytes_are_read_back_across_parts),                                         \
        cmocka_unit_test(test_read_beyond_the_end_says_so),                                                  \
        cmocka_unit_test(test_resize_grows_with_zeros_and_cuts), cmocka_unit_test(test_open_modes),          \
        cmocka_unit_test(test_writer_is_alone_and_readers_share),                                            \
        cmocka_unit_test(test_refused_replace_keeps_the_contents),                                           \
        cmocka_unit_test(test_rename_replaces_and_list_shows_it)

int main(void)
{
    const struct CMUnitTest posix_tests[] = {
        COMMON,
        cmocka_unit_test(test_second_process_is_denied),
        cmocka_unit_test(test_fifo_is_refused_without_waiting),
        cmocka_unit_test(test_reader_cannot_write),
        cmocka_unit_test(test_errno_table),
        cmocka_unit_test(test_paths_fold_join_and_split),
        cmocka_unit_test(test_two_names_of_one_file_are_one),
    };
    const struct CMUnitTest memory_tests[] = {COMMON};
    const struct CMUnitTest fault_tests[] = {
        COMMON,
    };
    const struct CMUnitTest injector_tests[] = {
        cmocka_unit_test(test_nth_operation_fails_and_only_it),
        cmocka_unit_test(test_torn_write_leaves_its_head),
    };
    int failed = cmocka_run_group_tests(posix_tests, posix_setup, NULL);
    failed += cmocka_run_group_tests(memory_tests, memory_setup, memory_teardown);
    failed += cmocka_run_group_tests(fault_tests, fault_setup, fault_teardown);
    failed += cmocka_run_group_tests(injector_tests, fault_setup, fault_teardown);
    return failed;
}
