/* JetGetErrorInfoW: spec 50, 6.2. */
#include "api/api.h"
#include "base/messages.h"

JET_ERR JET_API JetGetErrorInfoW(void *pvContext, void *pvResult, uint32_t cbMax, uint32_t InfoLevel,
                                 JET_GRBIT grbit)
{
    if (InfoLevel != JET_ErrorInfoSpecificErr || !pvContext || grbit != 0)
        return JET_errInvalidParameter;
    if (cbMax < sizeof(JET_ERRINFOBASIC_W))
        return JET_errInvalidBufferSize;
    if (!pvResult)
        return JET_errInvalidParameter;

    JET_ERRINFOBASIC_W info = {.cbStruct = sizeof info};
    memcpy(&info.errValue, pvContext, sizeof info.errValue);
    const struct message *message = message_find(info.errValue);
    bool known = message && !message->historic;
    if (known) {
        info.errcatMostSpecific = message->category;
        message_category_path(message->category, info.rgCategoricalHierarchy);
    }
    memcpy(pvResult, &info, sizeof info);
    return known ? JET_errSuccess : JET_errInvalidParameter;
}
