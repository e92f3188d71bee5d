/* transaction.h: the transaction of a session (spec 40, section 4): levels, its
 * snapshot, and to whom it is bound. */
#ifndef ESENT_TXN_TRANSACTION_H
#define ESENT_TXN_TRANSACTION_H

#include "base/base.h"

#include "txn/version.h"

#include <stdatomic.h>

#define TRANSACTION_LEVELS 7          /* of a client, T-1 */
#define TRANSACTION_NONE   0xFFFFFFFF /* begin id at level 0, T-8 */

struct transaction {
    _Atomic int32_t level;     /* written by the session's call, read by anybody */
    uint32_t serial;           /* of the transactions of this session, open or the last */
    _Atomic uint32_t begin_id; /* the snapshot, taken at level 0 -> 1 */
    uint64_t bound_to;         /* thread id, or context value; S-34 says what remains at level 0 */
    bool bound_to_context;
    bool read_only;         /* begun with JET_bitTransactionReadOnly, T-6 */
    bool must_roll_back;    /* U-31; cleared at level 0 by rollback */
    JET_ERR rollback_error; /* of an undo that failed, T-11 */

    /* What changing data needs; set when the session is made. */
    struct version_store *versions; /* of the instance */
    struct log *log;                /* of the instance; null: nothing is logged */
    uint16_t session;               /* number in log records */
    struct snapshot snapshot;       /* registered while level > 0 */
    struct trx *trx;                /* made at the first change, null before and at level 0 */
};

static inline int32_t transaction_level(const struct transaction *t)
{
    return atomic_load_explicit(&t->level, memory_order_relaxed);
}

#endif
