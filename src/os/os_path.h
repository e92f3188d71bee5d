/* os_path.h: paths as text, and as places. UTF-8, separator '/'. Results are
 * NUL-terminated; a result that does not fit is JET_errInvalidPath. */
#ifndef ESENT_OS_PATH_H
#define ESENT_OS_PATH_H

#include "base/base.h"

#define OS_PATH_MAX 4096

/* Absolute form of path against the current directory, "." and ".." and doubled
 * separators folded; links are not followed. A trailing separator is dropped. */
JET_ERR os_path_absolute(const char *path, char *out, size_t out_size);

/* One name for one file: the directory part with its links resolved (spec API
 * reference 1.3), the file name as it is. The directory must exist, else
 * JET_errInvalidPath; the file need not. */
JET_ERR os_path_canonical(const char *path, char *out, size_t out_size);

/* directory + separator when missing + name. */
JET_ERR os_path_join(const char *directory, const char *name, char *out, size_t out_size);

/* "/a/b/c.edb" -> "/a/b/"; "c.edb" -> "". */
JET_ERR os_path_directory(const char *path, char *out, size_t out_size);
const char *os_path_file_name(const char *path);
bool os_path_has_separator(const char *path);

#endif
