/* JetGetPageInfo and JetGetPageInfo2: page images in memory are checked. */
#include "api/api.h"

#include "engine/parameter.h"
#include "format/checksum.h"
#include "format/page.h"

/* Headers of databases carry the XOR form alone, in their first four bytes. */
static JET_ERR examine_header(const uint8_t *page, uint32_t size, JET_PAGEINFO *info)
{
    info->fPageIsInitialized = 1;
    info->checksumActual = load_le32(page);
    info->checksumExpected = checksum_xor(page, size);
    return info->checksumActual == info->checksumExpected ? JET_errSuccess : JET_errReadVerifyFailure;
}

/* Fills *info but for pgno; a single flipped bit is flipped back in the buffer. */
static JET_ERR examine_page(uint8_t *page, uint32_t size, JET_GRBIT grbit, JET_PAGEINFO2 *info)
{
    const uint32_t pgno = info->pageInfo.pgno;
    *info = (JET_PAGEINFO2){.pageInfo = {.pgno = pgno}};
    if (pgno == 0 || pgno == UINT32_MAX)
        return examine_header(page, size, &info->pageInfo);

    struct checksum_report report = {0};
    JET_ERR err = checksum_verify_page(page, size, pgno, true, &report);
    if (err == JET_errPageNotInitialized)
        return JET_errSuccess;
    info->pageInfo.fPageIsInitialized = 1;
    info->pageInfo.fCorrectableError = report.fixed_bits > 0;
    info->pageInfo.checksumActual = report.stored[0];
    info->pageInfo.checksumExpected = report.expected[0];
    for (unsigned i = 0; i < ARRAY_COUNT(info->rgChecksumActual); i++) {
        info->rgChecksumActual[i] = report.stored[i + 1];
        info->rgChecksumExpected[i] = report.expected[i + 1];
    }
    if (err < 0)
        return JET_errReadVerifyFailure;
    const char *what;
    info->pageInfo.dbtime = (uint64_t)page_dbtime(page);
    if (!(grbit & JET_bitPageInfoNoStructureChecksum) && page_check(page, size, &what) >= 0)
        info->pageInfo.structureChecksum = checksum_logged_data(page, size);
    return JET_errSuccess;
}

/* Elements of level 0 are the first part of those of level 1. */
static JET_ERR examine(uint8_t *pages, uint32_t size, uint8_t *elements, uint32_t elements_size,
                       JET_GRBIT grbit, uint32_t level)
{
    const uint32_t page_size = (uint32_t)parameter_number(NULL, JET_paramDatabasePageSize);
    const uint32_t element = level == JET_PageInfo ? sizeof(JET_PAGEINFO) : sizeof(JET_PAGEINFO2);
    if (!pages || size == 0 || !elements || elements_size == 0)
        return JET_errInvalidParameter;
    if (grbit & ~(JET_GRBIT)JET_bitPageInfoNoStructureChecksum)
        return JET_errInvalidGrbit;
    if (size % page_size != 0 || (uint64_t)(size / page_size) * element != elements_size ||
        (uintptr_t)pages % page_size != 0)
        return JET_errInvalidParameter;

    JET_ERR result = JET_errSuccess;
    for (uint32_t i = 0; i < size / page_size; i++) {
        JET_PAGEINFO2 info = {0};
        memcpy(&info.pageInfo.pgno, elements + i * element, sizeof info.pageInfo.pgno);
        JET_ERR err = examine_page(pages + (size_t)i * page_size, page_size, grbit, &info);
        if (err < 0)
            result = err;
        memcpy(elements + i * element, &info, element);
    }
    return result;
}

JET_ERR JET_API JetGetPageInfo(void *const pvPages, uint32_t cbData, JET_PAGEINFO *rgPageInfo,
                               uint32_t cbPageInfo, JET_GRBIT grbit, uint32_t ulInfoLevel)
{
    if (ulInfoLevel != JET_PageInfo)
        return JET_errInvalidParameter;
    return examine(pvPages, cbData, (uint8_t *)rgPageInfo, cbPageInfo, grbit, ulInfoLevel);
}

JET_ERR JET_API JetGetPageInfo2(void *const pvPages, uint32_t cbData, void *const rgPageInfo,
                                uint32_t cbPageInfo, JET_GRBIT grbit, uint32_t ulInfoLevel)
{
    if (ulInfoLevel != JET_PageInfo && ulInfoLevel != JET_PageInfo2)
        return JET_errInvalidParameter;
    return examine(pvPages, cbData, rgPageInfo, cbPageInfo, grbit, ulInfoLevel);
}
