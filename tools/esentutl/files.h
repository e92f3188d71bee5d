/* files.h: whole files and their heads for the dumps. */
#ifndef ESENTUTL_FILES_H
#define ESENTUTL_FILES_H

#include "base/base.h"

/* Maps a file for reading; at most `limit` bytes of it (0: all). *file.data is
 * NULL for an empty file. JET_errFileNotFound, JET_errFileAccessDenied,
 * JET_errDiskIO. */
JET_ERR file_map(const char *path, size_t limit, struct bytes *file);
void file_unmap(struct bytes file);

/* The kind of file by its header (JET_filetype), 0 unknown. */
unsigned file_kind(struct bytes file);

const char *file_name(const char *path);

#endif
