#include "human.h"

#include "base/messages.h"

#include <stdarg.h>
#include <stdio.h>

static const struct advice {
    JET_ERR err;
    const char *text;
} advices[] = {
    {JET_errFileNotFound, "Check the path; the file is looked for exactly as it is written."},
    {JET_errFileAccessDenied,
     "The file may not be read, is a directory, or another program has it open for writing."},
    {JET_errDatabaseDirtyShutdown,
     "It was not closed cleanly and waits for its log files. To look at what lies on disk, add "
     "--dirty: nothing is changed, but the newest changes may be missing."},
    {JET_errSoftRecoveryOnBackupDatabase,
     "This is a backup copy that was not restored. --dirty reads what lies on disk."},
    {JET_errDatabaseCorrupted,
     "Neither copy of the header can be read. With --dirty and --page-size the pages are read all "
     "the same; esentutl /k tells which of them are damaged."},
    {JET_errInvalidDatabaseVersion,
     "The format is newer or older than this version knows, or both headers are damaged."},
    {JET_errReadVerifyFailure,
     "A page does not match its checksum: the disk or a copy damaged it. esentutl /k lists all such "
     "pages; what other tables hold can still be exported."},
    {JET_errPageNotInitialized, "A page that should hold data is empty: it was lost or never written."},
    {JET_errFileIOBeyondEOF, "The file is shorter than it should be: the copy is not complete."},
    {JET_errObjectNotFound, "esentutl tables lists what there is; names of tables ignore case."},
    {JET_errOutOfMemory, "A value may be too large for the memory there is."},
    {JET_errDiskFull, "Make room and run the command again."},
};

JET_ERR tell(JET_ERR err, const char *where, ...)
{
    va_list arguments;
    const struct message *message = message_find(err);
    fprintf(stderr, "esentutl: ");
    va_start(arguments, where);
    vfprintf(stderr, where, arguments);
    va_end(arguments);
    if (message)
        fprintf(stderr, ": %s (%s, %d)\n", message->text, message->name, err);
    else
        fprintf(stderr, ": error %d\n", err);
    for (size_t i = 0; i < ARRAY_COUNT(advices); i++)
        if (advices[i].err == err)
            fprintf(stderr, "          %s\n", advices[i].text);
    return err;
}
