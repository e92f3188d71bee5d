#include "os/os_path.h"

#include "os/os_file.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

JET_ERR os_path_join(const char *directory, const char *name, char *out, size_t out_size)
{
    size_t d = strlen(directory), n = strlen(name);
    size_t separator = d > 0 && directory[d - 1] != '/';

    if (d + separator + n + 1 > out_size)
        return JET_errInvalidPath;
    memmove(out, directory, d);
    if (separator)
        out[d] = '/';
    memcpy(out + d + separator, name, n + 1);
    return JET_errSuccess;
}

/* Folds "//", "." and ".." of an absolute path in place. */
static void fold(char *path)
{
    char *to = path;
    const char *from = path;

    while (*from) {
        while (*from == '/')
            from++;
        size_t n = strcspn(from, "/");
        if (n == 0)
            break;
        if (n == 2 && from[0] == '.' && from[1] == '.') {
            while (to > path && *--to != '/')
                ;
        } else if (!(n == 1 && from[0] == '.')) {
            *to++ = '/';
            memmove(to, from, n);
            to += n;
        }
        from += n;
    }
    if (to == path)
        *to++ = '/';
    *to = '\0';
}

JET_ERR os_path_absolute(const char *path, char *out, size_t out_size)
{
    char whole[OS_PATH_MAX];
    JET_ERR err;

    if (path[0] == '/') {
        if (strlen(path) >= sizeof whole)
            return JET_errInvalidPath;
        strcpy(whole, path);
    } else {
        char current[OS_PATH_MAX];
        if (!getcwd(current, sizeof current))
            return os_error_from_errno(errno, true);
        err = os_path_join(current, path, whole, sizeof whole);
        if (err < 0)
            return err;
    }
    fold(whole);
    if (strlen(whole) >= out_size)
        return JET_errInvalidPath;
    strcpy(out, whole);
    return JET_errSuccess;
}

JET_ERR os_path_canonical(const char *path, char *out, size_t out_size)
{
    char whole[OS_PATH_MAX], directory[OS_PATH_MAX];
    JET_ERR err = os_path_absolute(path, whole, sizeof whole);
    if (err < 0)
        return err;
    err = os_path_directory(whole, directory, sizeof directory);
    if (err < 0)
        return err;
    char *real = realpath(directory, NULL);
    if (!real)
        return JET_errInvalidPath;
    err = os_path_join(real, os_path_file_name(whole), out, out_size);
    free(real);
    return err;
}

const char *os_path_file_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

JET_ERR os_path_directory(const char *path, char *out, size_t out_size)
{
    size_t n = (size_t)(os_path_file_name(path) - path);
    if (n + 1 > out_size)
        return JET_errInvalidPath;
    memmove(out, path, n);
    out[n] = '\0';
    return JET_errSuccess;
}

bool os_path_has_separator(const char *path) { return strchr(path, '/') != NULL; }
