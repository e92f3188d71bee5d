/* /k: every checksum of a file, chosen by its kind (spec 60, A.8), and /y, which
 * reads the same way. */
#include "esentutl.h"
#include "files.h"
#include "progress.h"
#include "text.h"

#include "format/checksum.h"
#include "format/checkpoint.h"
#include "format/dbheader.h"
#include "format/page.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* Read in pieces so large that the system reads ahead well. */
#define READ_SIZE (1u << 20)

struct scan {
    uint32_t page_size;
    uint64_t total; /* physical pages, the two headers included */
    uint64_t seen, bad, correctable, uninitialized;
    uint64_t highest_dbtime, highest_pgno;
    uint64_t reads;
    uint64_t nanoseconds, slowest, fastest; /* in reading */
};

static uint64_t now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static bool is_zero(const uint8_t *page, size_t size)
{
    return page[0] == 0 && memcmp(page, page + 1, size - 1) == 0;
}

/* A streaming backup ends its copy with a page that carries a header's checksum. */
static bool is_trailer(const uint8_t *page)
{
    return load_le32(page + 4) == 0 && load_le32(page + 8) == 0 && load_le32(page + 12) == 0 &&
           load_le32(page + 24) == 0;
}

/* Corrects a damaged page in memory; *bit is the flipped one, counted from the
 * start of the page. */
static bool correct(const struct scan *scan, uint8_t *page, uint32_t pgno, unsigned *bit)
{
    static uint8_t damaged[DBPAGE_SIZE_MAX];
    memcpy(damaged, page, scan->page_size);
    if (checksum_verify_page(page, scan->page_size, pgno, true, NULL) < 0)
        return false;
    for (size_t i = 0; i < scan->page_size; i++)
        if (damaged[i] != page[i]) {
            *bit = (unsigned)(i * 8) + (unsigned)__builtin_ctz(damaged[i] ^ page[i]);
            break;
        }
    return true;
}

static void check_page(struct scan *scan, uint8_t *page, uint64_t physical)
{
    long long pgno = (long long)physical - 1; /* the headers are -1 and 0 */
    bool header = physical < 2 || (physical == scan->total - 1 && is_trailer(page));
    scan->seen++;
    if (is_zero(page, scan->page_size)) {
        scan->uninitialized++;
        return;
    }
    if (header) {
        if (load_le32(page) == checksum_xor(page, scan->page_size))
            return;
        scan->bad++;
        fprintf(stderr, "ERROR: page %lld (header) checksum failed\n", pgno);
        return;
    }
    if (checksum_verify_page(page, scan->page_size, (uint32_t)pgno, false, NULL) < 0) {
        unsigned bit = 0;
        if (!correct(scan, page, (uint32_t)pgno, &bit)) {
            scan->bad++;
            fprintf(stderr, "ERROR: page %lld checksum failed\n", pgno);
            return;
        }
        scan->correctable++;
        fprintf(stderr,
                "WARNING: page %lld checksum verification failed but the corruption ( bit %u ) can be "
                "corrected\n",
                pgno, bit);
    }
    uint64_t dbtime = load_le64(page + 8);
    if (dbtime > scan->highest_dbtime) {
        scan->highest_dbtime = dbtime;
        scan->highest_pgno = (uint64_t)pgno;
    }
}

static void print_scan(const struct scan *scan, uint64_t elapsed)
{
    uint64_t seconds = MAX(elapsed / 1000000000u, UINT64_C(1));
    uint64_t megabytes = scan->seen / MAX((1u << 20) / scan->page_size, 1u);
    uint64_t milliseconds = scan->nanoseconds / 1000000u;
    printf("\n%" PRIu64 " pages seen\n", scan->seen);
    printf("%" PRIu64 " bad checksums\n", scan->bad);
    printf("%" PRIu64 " correctable checksums\n", scan->correctable);
    printf("%" PRIu64 " uninitialized pages\n", scan->uninitialized);
    printf("0 wrong page numbers\n");
    printf("0x%" PRIx64 " highest dbtime (pgno 0x%" PRIx64 ")\n\n", scan->highest_dbtime, scan->highest_pgno);
    printf("%" PRIu64 " reads performed\n", scan->reads);
    printf("%" PRIu64 " MB read\n", megabytes);
    printf("%" PRIu64 " seconds taken\n", seconds);
    printf("%" PRIu64 " MB/second\n", megabytes / seconds);
    printf("%" PRIu64 " milliseconds used\n", milliseconds);
    printf("%" PRIu64 " milliseconds per read\n", scan->reads ? milliseconds / scan->reads : 0);
    printf("%" PRIu64 " milliseconds for the slowest read\n", scan->slowest / 1000000u);
    printf("%" PRIu64 " milliseconds for the fastest read\n\n", scan->fastest / 1000000u);
}

/* Reads exactly `size` bytes or says why not. */
static bool read_block(int fd, uint64_t offset, uint8_t *buffer, size_t size)
{
    for (size_t done = 0; done < size;) {
        ssize_t n = pread(fd, buffer + done, size - done, (off_t)(offset + done));
        if (n <= 0) {
            if (n < 0 && errno == EINTR)
                continue;
            JET_ERR err = n == 0 ? JET_errFileIOBeyondEOF : JET_errDiskIO;
            printf("Read at offset 0x%016" PRIx64 " for %zu bytes failed with error %d (%s).\n", offset, size,
                   err, text_error(err));
            return false;
        }
        done += (size_t)n;
    }
    return true;
}

static JET_ERR scan_pages(struct scan *scan, int fd, uint8_t *buffer)
{
    struct progress bar;
    uint64_t per_read = READ_SIZE / scan->page_size;
    progress_begin(&bar, "Checksum Status");
    for (uint64_t first = 0; first < scan->total; first += per_read) {
        uint64_t count = MIN(per_read, scan->total - first);
        uint64_t start = now();
        if (!read_block(fd, first * scan->page_size, buffer, (size_t)(count * scan->page_size))) {
            progress_fail(&bar);
            return ERROR_TOLD;
        }
        uint64_t taken = now() - start;
        scan->nanoseconds += taken;
        scan->slowest = MAX(scan->slowest, taken);
        scan->fastest = scan->reads ? MIN(scan->fastest, taken) : taken;
        scan->reads++;
        for (uint64_t i = 0; i < count; i++)
            check_page(scan, buffer + i * scan->page_size, first + i);
        progress_at(&bar, first + count, scan->total);
    }
    progress_end(&bar);
    return JET_errSuccess;
}

static JET_ERR check_pages(const char *path, uint32_t page_size)
{
    static uint8_t buffer[READ_SIZE];
    struct stat st;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &st) != 0) {
        if (fd >= 0)
            close(fd);
        return JET_errFileAccessDenied;
    }
    struct scan scan = {.page_size = page_size, .total = (uint64_t)st.st_size / page_size};
    printf("File: %.64s\n\n", path);
    uint64_t start = now();
    JET_ERR err = scan_pages(&scan, fd, buffer);
    close(fd);
    if (err != JET_errSuccess)
        return err;
    putchar('\n');
    print_scan(&scan, now() - start);
    return scan.bad || !scan.seen ? JET_errDatabaseCorrupted : JET_errSuccess;
}

/* The page size of a database: told, or of the header that can be read. */
static JET_ERR find_page_size(const struct options *options, struct bytes head, uint32_t *page_size)
{
    struct dbheader_choice choice;
    *page_size = options->page_size;
    if (*page_size)
        return JET_errSuccess;
    if (dbheader_choose(head, &choice) < 0) {
        printf("Error: Access to source database '%s' failed with Jet error %d.\n", options->target,
               JET_errDatabaseCorrupted);
        printf("       Neither copy of its header can be read. When the page size is known, try /4, /8, /16 "
               "or /32.\n");
        return JET_errDatabaseCorrupted;
    }
    *page_size = choice.page_size;
    return JET_errSuccess;
}

JET_ERR check_checksums(const struct options *options)
{
    struct bytes head;
    JET_ERR err = file_map(options->target, DBHEADER_READ_SIZE, &head);
    if (err < 0) {
        printf("Error: Access to source database '%s' failed with Jet error %d.\n", options->target, err);
        return err;
    }
    unsigned kind = file_kind(head);
    uint32_t page_size = 0;
    switch (kind) {
    case 3:
        printf("      Log File: %s\n\n", options->target);
        err = dump_log(options);
        break;
    case 4:
        printf(" Checkpoint File: %s\n\n\n", options->target);
        err = check_pages(options->target, CHECKPOINT_BLOCK_SIZE);
        break;
    case 5:
        printf("        Database: %s\n\nA temporary database keeps no checksums: nothing to check.\n",
               options->target);
        break;
    case 7:
        printf("      Flush Map File: %s\n\n", options->target);
        err = dump_flush_map(options);
        break;
    default:
        printf("        Database: %s\n  Temp. Database: %s\n\n\n", options->target,
               options->temporary ? options->temporary : "");
        err = find_page_size(options, head, &page_size);
        if (err >= 0 && !options->skip_pages)
            err = check_pages(options->target, page_size);
    }
    file_unmap(head);
    return err;
}

/* ---- /y ---------------------------------------------------------------------- */

struct copy {
    uint64_t read, written, read_errors, read_bytes_lost;
};

static bool write_block(int fd, uint64_t offset, const uint8_t *buffer, size_t size)
{
    for (size_t done = 0; done < size;) {
        ssize_t n = pwrite(fd, buffer + done, size - done, (off_t)(offset + done));
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        done += (size_t)n;
    }
    return true;
}

static JET_ERR copy_blocks(const struct options *options, int from, int to, uint64_t size, struct copy *copy)
{
    static uint8_t buffer[READ_SIZE];
    struct progress bar;
    JET_ERR result = JET_errSuccess;
    progress_begin(&bar, "Copy Progress");
    for (uint64_t at = 0; at < size; at += READ_SIZE) {
        size_t count = (size_t)MIN(READ_SIZE, size - at);
        if (!read_block(from, at, buffer, count)) {
            copy->read_errors++;
            copy->read_bytes_lost += count;
            result = JET_wrnDatabaseRepaired;
            if (!options->skip_errors) {
                progress_fail(&bar);
                return JET_errDiskIO;
            }
            continue;
        }
        copy->read += count;
        if (!write_block(to, at, buffer, count)) {
            progress_fail(&bar);
            return errno == ENOSPC ? JET_errDiskFull : JET_errDiskIO;
        }
        copy->written += count;
        progress_at(&bar, at + count, size);
    }
    progress_end(&bar);
    return result;
}

static void print_copied(const char *label, uint64_t bytes)
{
    printf("\t%-31s = 0x%" PRIx64 " (%" PRIu64 ") (%" PRIu64 " MB)\n", label, bytes, bytes, bytes >> 20);
}

JET_ERR copy_file(const struct options *options)
{
    const char *target = options->destination ? options->destination : file_name(options->target);
    struct stat st;
    struct copy copy = {0};
    printf("     Source File: %.64s\nDestination File: %.64s\n\n", options->target, target);
    int from = open(options->target, O_RDONLY | O_CLOEXEC);
    if (from < 0)
        return errno == ENOENT ? JET_errFileNotFound : JET_errFileAccessDenied;
    int to = open(target, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    JET_ERR err = to >= 0           ? JET_errSuccess
                  : errno == EEXIST ? JET_errFileAlreadyExists
                                    : JET_errFileAccessDenied;
    if (err >= 0 && (fstat(from, &st) != 0 || ftruncate(to, st.st_size) != 0))
        err = errno == ENOSPC ? JET_errDiskFull : JET_errDiskIO;
    if (err >= 0)
        err = copy_blocks(options, from, to, (uint64_t)st.st_size, &copy);
    if (to >= 0 && fsync(to) != 0 && err >= 0)
        err = JET_errDiskIO;
    close(from);
    if (to >= 0)
        close(to);
    if (err < 0)
        return err;
    putchar('\n');
    print_copied("Total bytes read", copy.read);
    print_copied("Total bytes written", copy.written);
    if (options->skip_errors) {
        printf("\t%-31s = %" PRIu64 "\n", "Number of read errors", copy.read_errors);
        printf("\t%-31s = %" PRIu64 "kB\n", "Bytes affected by read errors", copy.read_bytes_lost >> 10);
        printf("\t%-31s = 0\n\t%-31s = 0kB\n", "Number of write errors", "Bytes affected by write errors");
    }
    return err;
}
