#include "log/stamp.h"

#include "os/os_thread.h"

#include <sys/random.h>
#include <time.h>

struct log_time log_time_now(void)
{
    struct timespec ts;
    struct tm tm;
    clock_gettime(CLOCK_REALTIME, &ts);
    gmtime_r(&ts.tv_sec, &tm);
    return log_time_encode((struct log_time_parts){.set = true,
                                                   .utc = true,
                                                   .year = (uint16_t)(tm.tm_year + 1900),
                                                   .month = (uint8_t)(tm.tm_mon + 1),
                                                   .day = (uint8_t)tm.tm_mday,
                                                   .hour = (uint8_t)tm.tm_hour,
                                                   .minute = (uint8_t)tm.tm_min,
                                                   .second = (uint8_t)tm.tm_sec,
                                                   .milliseconds = (uint16_t)(ts.tv_nsec / 1000000)});
}

struct signature signature_new(void)
{
    struct signature s = {{0}};
    uint32_t random;
    struct log_time now = log_time_now();
    if (getrandom(&random, sizeof random, 0) != (ssize_t)sizeof random)
        random = (uint32_t)os_clock_milliseconds();
    store_le32(s.bytes, random);
    memcpy(s.bytes + 4, now.bytes, sizeof now.bytes);
    return s;
}
