#include "txn/cursor.h"

_Static_assert(CURSOR_OPERATIONS <= 64, "a set is one word");

#define OP(name) (UINT64_C(1) << CURSOR_OP_##name)

/* Spec 40, 1.5, one row each; bit CURSOR_OP_ANY stands for itself. */
const uint64_t cursor_set_permits[CURSOR_SETS] = {
    [CURSOR_SET_TABLE] = ~UINT64_C(0),
    [CURSOR_SET_TABLE_MUST_ROLL_BACK] = OP(ANY) | OP(CLOSE_TABLE),
    [CURSOR_SET_CALLBACK] = OP(ANY) | OP(DUP_CURSOR) | OP(GET_BOOKMARK) | OP(GET_SECONDARY_BOOKMARK) |
                            OP(GET_CURRENT_INDEX) | OP(GET_CURSOR_INFO) | OP(GET_RECORD_POSITION) |
                            OP(GET_TABLE_COLUMN_INFO) | OP(GET_INDEX_INFO) | OP(GET_TABLE_INFO) |
                            OP(SET_TABLE_INFO) | OP(RETRIEVE_COLUMN) | OP(ENUMERATE_COLUMNS) |
                            OP(RETRIEVE_KEY) | OP(RETRIEVE_KEY_COPY) | OP(GET_RECORD_SIZE) | OP(SET_COLUMN) |
                            OP(REGISTER_CALLBACK) | OP(SET_LS) | OP(GET_LS),
    [CURSOR_SET_SORT_LOADING] = OP(ANY) | OP(CLOSE_TABLE) | OP(PREPARE_UPDATE) | OP(SET_COLUMN) | OP(UPDATE) |
                                OP(MOVE) | OP(SEEK) | OP(MAKE_KEY) | OP(RETRIEVE_KEY_COPY),
    [CURSOR_SET_SORT_READING] = OP(ANY) | OP(CLOSE_TABLE) | OP(DUP_CURSOR) | OP(GET_BOOKMARK) |
                                OP(GOTO_BOOKMARK) | OP(GET_TABLE_INFO) | OP(MAKE_KEY) | OP(MOVE) | OP(SEEK) |
                                OP(SET_INDEX_RANGE) | OP(RETRIEVE_COLUMN) | OP(ENUMERATE_COLUMNS) |
                                OP(RETRIEVE_KEY) | OP(RETRIEVE_KEY_COPY) | OP(GET_RECORD_SIZE) | OP(SET_LS) |
                                OP(GET_LS),
    [CURSOR_SET_TEMPORARY] = OP(ANY) | OP(CLOSE_TABLE) | OP(DELETE) | OP(DUP_CURSOR) | OP(ESCROW_UPDATE) |
                             OP(GET_BOOKMARK) | OP(GOTO_BOOKMARK) | OP(GET_CURSOR_INFO) | OP(GET_TABLE_INFO) |
                             OP(MAKE_KEY) | OP(MOVE) | OP(SEEK) | OP(PREPARE_UPDATE) | OP(SET_COLUMN) |
                             OP(UPDATE) | OP(RETRIEVE_COLUMN) | OP(ENUMERATE_COLUMNS) | OP(RETRIEVE_KEY) |
                             OP(RETRIEVE_KEY_COPY) | OP(SET_INDEX_RANGE) | OP(GET_RECORD_SIZE) | OP(SET_LS) |
                             OP(GET_LS),
    [CURSOR_SET_SORT_FAILED] = OP(ANY) | OP(CLOSE_TABLE),
};

void cursor_set_operations(struct cursor *cursor, enum cursor_set set)
{
    cursor->set = (uint8_t)set;
    cursor->permitted = cursor_set_permits[set];
}
