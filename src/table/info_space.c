#include "table/info_space.h"

JET_ERR info_space_open(struct database *database, const struct table_schema *schema, struct btree *tree)
{
    return btree_open(tree, database->cache, database->slot, schema->pgno_fdp, schema->objid, TREE_TABLE);
}

static JET_ERR count_tree(const struct btree *tree, struct info_space *space)
{
    struct space_counts counts;
    JET_ERR err = space_count(tree, &counts);
    if (err < 0)
        return err;
    space->owned = (uint32_t)counts.owned;
    space->available = (uint32_t)counts.available;
    return JET_errSuccess;
}

static JET_ERR count_child(struct database *database, uint32_t root, uint32_t objid, enum tree_kind kind,
                           struct info_space *space)
{
    struct btree tree;
    JET_ERR err = btree_open(&tree, database->cache, database->slot, root, objid, kind);
    return err < 0 ? err : count_tree(&tree, space);
}

JET_ERR info_space_of_long_values(struct database *database, const struct table_schema *schema,
                                  struct info_space *space)
{
    *space = (struct info_space){0};
    if (schema->lv_pgno_fdp == 0)
        return JET_errSuccess;
    return count_child(database, schema->lv_pgno_fdp, schema->lv_objid, TREE_LONG_VALUE, space);
}

/* Sums over the secondary indexes and the long values: the trees that got their pages
 * from the table. */
static JET_ERR count_children(struct database *database, const struct table_schema *schema,
                              struct info_space *children)
{
    JET_ERR err = info_space_of_long_values(database, schema, children);
    for (unsigned i = 0; err >= 0 && i < schema->index_count; i++) {
        const struct table_index *index = &schema->indexes[i];
        if (index->primary)
            continue;
        struct info_space space;
        err = count_child(database, index->pgno_fdp, index->objid, TREE_INDEX, &space);
        if (err >= 0) {
            children->owned += space.owned;
            children->available += space.available;
        }
    }
    return err;
}

JET_ERR info_space_of_table(struct database *database, const struct table_schema *schema,
                            struct info_space *space)
{
    struct btree tree;
    struct info_space children;
    JET_ERR err = info_space_open(database, schema, &tree);
    if (err >= 0)
        err = count_tree(&tree, space);
    if (err >= 0)
        err = count_children(database, schema, &children);
    if (err >= 0)
        space->available += children.available;
    return err;
}

JET_ERR info_space_of_index(struct database *database, const struct table_schema *schema,
                            const struct table_index *index, struct info_space *space)
{
    if (!index->primary)
        return count_child(database, index->pgno_fdp, index->objid, TREE_INDEX, space);
    struct btree tree;
    struct info_space children;
    JET_ERR err = info_space_open(database, schema, &tree);
    if (err >= 0)
        err = count_tree(&tree, space);
    if (err >= 0)
        err = count_children(database, schema, &children);
    if (err >= 0)
        space->owned -= MIN(children.owned, space->owned);
    return err;
}
