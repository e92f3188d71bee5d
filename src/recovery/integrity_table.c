/* The integrity check of one table: every record is verified and decoded, its
 * primary key made again, its references to long values counted, and the entries
 * of all secondary indexes made and added up. An index then holds what it must
 * when the sums over its entries are the same.
 *
 * Sums of hashes instead of a sort: memory does not grow with the table. Two
 * different sets of entries with equal count and equal 128-bit sum are not a
 * matter of this world unless somebody made them to be. */
#include "recovery/integrity_private.h"

#include "base/alloc.h"
#include "base/messages.h"
#include "format/compress.h"
#include "format/lv.h"
#include "table/lv_read.h"
#include "table/table.h"
#include "table/value.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

/* ---- sums over sets -------------------------------------------------------------------- */

struct hash {
    uint64_t low, high;
};

struct sum {
    uint64_t count;
    struct hash entries;   /* of (key, bookmark) */
    struct hash bookmarks; /* of the bookmarks alone: whose entries they are */
};

static uint64_t mix(uint64_t x)
{
    x ^= x >> 32;
    x *= UINT64_C(0xd6e8feb86659fd93);
    x ^= x >> 32;
    x *= UINT64_C(0xd6e8feb86659fd93);
    return x ^ x >> 32;
}

static void hash_bytes(struct hash *h, struct bytes b)
{
    size_t i = 0;
    h->low = mix(h->low ^ b.size);
    for (; i + 8 <= b.size; i += 8) {
        uint64_t word = load_le64(b.data + i);
        h->low = mix(h->low ^ word);
        h->high = mix(h->high + word) * 3;
    }
    uint64_t rest = 0;
    for (size_t k = 0; i + k < b.size; k++)
        rest |= (uint64_t)b.data[i + k] << (8 * k);
    h->low = mix(h->low ^ rest);
    h->high = mix(h->high + rest);
}

static struct hash hash_pair(struct bytes a, struct bytes b)
{
    struct hash h = {1, 2};
    hash_bytes(&h, a);
    hash_bytes(&h, b);
    return h;
}

static void hash_add(struct hash *to, struct hash h)
{
    to->low += h.low;
    to->high += h.high;
}

/* ---- references to long values ------------------------------------------------------------ */

struct reference {
    uint64_t lid; /* 0: free */
    uint32_t seen;
};

struct references {
    struct reference *list; /* open addressing */
    size_t size, used;
};

static struct reference *references_find(const struct references *r, uint64_t lid)
{
    size_t i = mix(lid) & (r->size - 1);
    while (r->list[i].lid && r->list[i].lid != lid)
        i = (i + 1) & (r->size - 1);
    return &r->list[i];
}

static JET_ERR references_add(struct references *r, uint64_t lid)
{
    if (r->used * 2 >= r->size) {
        struct references larger = {.size = r->size ? r->size * 2 : 256, .used = r->used};
        larger.list = mem_calloc(larger.size, sizeof *larger.list);
        if (!larger.list)
            return JET_errOutOfMemory;
        for (size_t i = 0; i < r->size; i++)
            if (r->list[i].lid)
                *references_find(&larger, r->list[i].lid) = r->list[i];
        mem_free(r->list);
        *r = larger;
    }
    struct reference *place = references_find(r, lid);
    if (!place->lid) {
        place->lid = lid;
        r->used++;
    }
    place->seen++;
    return JET_errSuccess;
}

/* ---- one table ----------------------------------------------------------------------------- */

struct table_check {
    struct integrity *integrity;
    struct table *table;
    struct long_values long_values;
    struct references references;
    struct sum *made;  /* by place in schema->indexes */
    bool *compared;    /* the sums of that index are complete */
    struct hash *keys; /* of one record in one index */
    size_t key_capacity;
    uint8_t *scratch; /* KEY_BUFFER_SIZE */
    uint64_t records;
    bool complete; /* all records were read */
};

static void fail(struct table_check *t, JET_ERR err)
{
    if (err == JET_errOutOfMemory)
        t->integrity->stop = err;
}

static const char *hex_of(struct bytes key, char *text, size_t size)
{
    size_t n = MIN(key.size, (size - 4) / 2);
    for (size_t i = 0; i < n; i++)
        snprintf(text + 2 * i, size - 2 * i, "%02x", key.data[i]);
    if (n < key.size)
        strcpy(text + 2 * n, "...");
    if (!key.size)
        strcpy(text, "");
    return text;
}

__attribute__((format(printf, 3, 4))) static void record_error(struct table_check *t, struct bytes bookmark,
                                                               const char *format, ...)
{
    char key[72], text[256];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    integrity_say(t->integrity, INTEGRITY_ERROR, "record %llu (key %s): %s", (unsigned long long)t->records,
                  hex_of(bookmark, key, sizeof key), text);
}

/* Counts what the record refers to; every tagged value is looked at. */
static void check_values(struct table_check *t, const struct row *row, struct bytes bookmark)
{
    const struct record *record = &row->record;
    struct record_tagged_entry entry;
    struct record_value value;
    uint64_t lid;
    for (unsigned i = 0; i < record->tagged_count; i++) {
        if (record_tagged_at(record, i, &entry) < 0)
            return; /* told by record_check */
        if (entry.presence != RECORD_PRESENT)
            continue;
        for (unsigned itag = 1; itag <= entry.field.count; itag++) {
            size_t size;
            if (record_field_value(&entry.field, itag, &value) < 0)
                return;
            if (value.compressed && compress_decoded_size(value.data, &size) < 0)
                record_error(t, bookmark, "column %u, value %u: compressed data cannot be decoded", entry.id,
                             itag);
            if (!value.separated)
                continue;
            if (lv_lid_load(value.data, &lid) < 0)
                record_error(t, bookmark, "column %u, value %u: no possible long value id", entry.id, itag);
            else
                fail(t, references_add(&t->references, lid));
        }
    }
}

static int compare_hashes(const void *a, const void *b)
{
    const struct hash *x = a, *y = b;
    if (x->low != y->low)
        return x->low < y->low ? -1 : 1;
    return (x->high > y->high) - (x->high < y->high);
}

static bool keep_key(struct table_check *t, size_t count, struct hash h)
{
    if (count == t->key_capacity) {
        size_t capacity = t->key_capacity ? t->key_capacity * 2 : 64;
        struct hash *larger = mem_realloc(t->keys, capacity * sizeof *larger);
        if (!larger)
            return false;
        t->keys = larger;
        t->key_capacity = capacity;
    }
    t->keys[count] = h;
    return true;
}

/* The entries of one record in one index: a set. */
static JET_ERR make_entries(struct table_check *t, unsigned place, const struct row *row,
                            struct bytes bookmark)
{
    const struct table_order *order = &t->table->indexes[place];
    struct row_source source;
    struct key_walk walk;
    size_t count = 0, size;
    bool more = true;
    JET_ERR err = JET_errSuccess;
    row_source_begin(&source, row, t->table->schema);
    key_walk_begin(&walk);
    while (more && err >= 0) {
        err = key_walk_next(&walk, &order->key, &source.source, t->scratch, &size, &more);
        if (err >= 0 && more && !keep_key(t, count++, hash_pair((struct bytes){t->scratch, size}, bookmark)))
            err = JET_errOutOfMemory;
    }
    row_source_end(&source);
    if (err < 0)
        return err;
    if (count > 1)
        qsort(t->keys, count, sizeof *t->keys, compare_hashes);
    struct hash owner = hash_pair(bookmark, (struct bytes){NULL, 0});
    for (size_t i = 0; i < count; i++) {
        if (i && compare_hashes(&t->keys[i], &t->keys[i - 1]) == 0)
            continue;
        t->made[place].count++;
        hash_add(&t->made[place].entries, t->keys[i]);
        hash_add(&t->made[place].bookmarks, owner);
    }
    return JET_errSuccess;
}

static void check_primary_key(struct table_check *t, const struct row *row, struct bytes bookmark)
{
    struct row_source source;
    struct key_walk walk;
    size_t size = 0;
    bool more = true;
    row_source_begin(&source, row, t->table->schema);
    key_walk_begin(&walk);
    JET_ERR err = key_walk_next(&walk, &t->table->records.key, &source.source, t->scratch, &size, &more);
    row_source_end(&source);
    if (err < 0)
        record_error(t, bookmark, "its primary key cannot be made (%s)", error_name(err));
    else if (!more || bytes_compare((struct bytes){t->scratch, size}, bookmark) != 0)
        record_error(t, bookmark, "its columns make another primary key");
}

static void check_record(struct table_check *t, struct bytes data, struct bytes bookmark, bool primary)
{
    const struct table_schema *schema = t->table->schema;
    struct row row = {.map = &t->table->map, .long_values = &t->long_values};
    JET_ERR err = record_open(&row.record, data, schema->large_pages);
    if (err >= 0)
        err = record_check(&row.record, &schema->layout);
    if (err < 0) {
        record_error(t, bookmark, "its layout is damaged (%s)", error_name(err));
        t->complete = false;
        return;
    }
    check_values(t, &row, bookmark);
    if (primary)
        check_primary_key(t, &row, bookmark);
    for (unsigned i = 0; i < schema->index_count && t->integrity->stop >= 0; i++) {
        if (!t->compared[i])
            continue;
        err = make_entries(t, i, &row, bookmark);
        if (err >= 0)
            continue;
        fail(t, err);
        record_error(t, bookmark, "its entries in index \"%s\" cannot be made (%s)", schema->indexes[i].name,
                     error_name(err));
        t->compared[i] = false;
    }
}

static void check_records(struct table_check *t)
{
    struct tree_cursor cursor;
    bool primary = t->table->schema->primary && table_primary_key(t->table) >= 0;
    JET_ERR err = tree_cursor_open(&cursor, &t->table->records.tree);
    if (err < 0) {
        fail(t, err);
        return;
    }
    uint8_t *copy = mem_alloc(t->integrity->database->page_size);
    if (!copy)
        err = JET_errOutOfMemory;
    t->complete = true;
    for (bool first = true; err >= 0 && t->integrity->stop >= 0; first = false) {
        err = first ? tree_cursor_first(&cursor) : tree_cursor_next(&cursor);
        if (err < 0)
            break;
        t->records++;
        /* Reading long values latches other pages: not while this one is held. */
        struct bytes data = tree_cursor_data(&cursor);
        memcpy(copy, data.data, data.size);
        data.data = copy;
        tree_cursor_release(&cursor);
        check_record(t, data, tree_cursor_key(&cursor), primary);
    }
    fail(t, err);
    if (err < 0 && err != JET_errNoCurrentRecord && err != JET_errRecordNotFound) {
        t->complete = false;
        integrity_say(t->integrity, INTEGRITY_ERROR, "records beyond number %llu cannot be read (%s)",
                      (unsigned long long)t->records, error_name(err));
    }
    mem_free(copy);
    tree_cursor_close(&cursor);
}

/* ---- long values ------------------------------------------------------------------------------ */

static void check_root(struct table_check *t, struct lv_tree *reader, uint64_t lid, struct bytes data)
{
    struct integrity *check = t->integrity;
    struct lv_root root;
    unsigned long long id = lid;
    if (lv_root_load(data, &root) < 0) {
        integrity_say(check, INTEGRITY_ERROR, "long value %llx: its root is damaged", id);
        return;
    }
    struct reference *reference = t->references.size ? references_find(&t->references, lid) : NULL;
    uint32_t seen = reference && reference->lid ? reference->seen : 0;
    if (reference && reference->lid)
        reference->seen = 0; /* found: what stays above zero is missing */
    if (root.count == 0 || root.count == LV_COUNT_DELETING) {
        if (seen)
            integrity_say(check, INTEGRITY_ERROR,
                          "long value %llx awaits deletion, but %u records refer to it", id, seen);
        return;
    }
    if (t->complete && seen == 0)
        integrity_say(check, INTEGRITY_WARNING, "long value %llx is never referred to", id);
    else if (t->complete && seen > root.count)
        integrity_say(check, INTEGRITY_ERROR, "long value %llx is referred to %u times, its count is %u", id,
                      seen, root.count);
    else if (t->complete && seen < root.count)
        integrity_say(check, INTEGRITY_WARNING, "long value %llx is referred to %u times, its count is %u",
                      id, seen, root.count);
    if (root.encrypted)
        return;
    /* Read to its last byte, in pieces. */
    uint8_t piece[8192];
    uint32_t size;
    size_t copied;
    for (uint64_t at = 0; at == 0 || at < root.size; at += sizeof piece) {
        JET_ERR err = lv_read(reader, lid, (uint32_t)at, piece, sizeof piece, &size, &copied);
        if (err < 0) {
            fail(t, err);
            integrity_say(check, INTEGRITY_ERROR, "long value %llx cannot be read at byte %llu of %u (%s)",
                          id, (unsigned long long)at, root.size, error_name(err));
            return;
        }
    }
}

static JET_ERR walk_long_values(struct table_check *t, struct lv_tree *reader)
{
    struct tree_cursor cursor;
    struct lv_key key;
    uint64_t current = 0;
    uint8_t root[64];
    JET_ERR err = tree_cursor_open(&cursor, &reader->tree);
    if (err < 0)
        return err;
    for (bool first = true; t->integrity->stop >= 0; first = false) {
        err = first ? tree_cursor_first(&cursor) : tree_cursor_next(&cursor);
        if (err < 0)
            break;
        struct bytes data = tree_cursor_data(&cursor);
        size_t size = MIN(data.size, sizeof root);
        memcpy(root, data.data, size);
        bool known = lv_key_load(tree_cursor_key(&cursor), &key) >= 0;
        tree_cursor_release(&cursor);
        if (!known) {
            integrity_say(t->integrity, INTEGRITY_ERROR, "a node of the long value tree has no possible key");
        } else if (key.root) {
            current = key.lid;
            check_root(t, reader, key.lid, (struct bytes){root, size});
        } else if (key.lid != current) {
            integrity_say(t->integrity, INTEGRITY_ERROR, "long value %llx: a chunk without a root",
                          (unsigned long long)key.lid);
            current = key.lid;
        }
    }
    tree_cursor_close(&cursor);
    return err == JET_errNoCurrentRecord || err == JET_errRecordNotFound ? JET_errSuccess : err;
}

static void check_long_values(struct table_check *t)
{
    const struct table_schema *schema = t->table->schema;
    struct integrity *check = t->integrity;
    struct lv_tree reader = {0};
    JET_ERR err = JET_errSuccess;
    if (schema->lv_pgno_fdp) {
        integrity_say(check, INTEGRITY_NOTE, "checking LV refcounts");
        err = lv_tree_open(&reader, check->database->cache, check->database->slot, schema->lv_pgno_fdp,
                           schema->lv_objid);
        if (err >= 0)
            err = walk_long_values(t, &reader);
        lv_tree_close(&reader);
    }
    fail(t, err);
    if (err < 0) {
        integrity_say(check, INTEGRITY_ERROR, "the long value tree cannot be read to its end (%s)",
                      error_name(err));
        return;
    }
    for (size_t i = 0; i < t->references.size; i++)
        if (t->references.list[i].lid && t->references.list[i].seen)
            integrity_say(check, INTEGRITY_ERROR, "long value %llx is missing, %u records refer to it",
                          (unsigned long long)t->references.list[i].lid, t->references.list[i].seen);
}

/* ---- indexes ------------------------------------------------------------------------------------- */

/* Which indexes can be compared: their order must be known here. */
static void open_indexes(struct table_check *t)
{
    const struct table_schema *schema = t->table->schema;
    for (unsigned i = 0; i < schema->index_count; i++) {
        const struct table_index *index = &schema->indexes[i];
        struct table_order *order;
        if (index->primary || t->integrity->options->skip_indexes)
            continue;
        JET_ERR err = table_order_open(t->table, index, &order);
        fail(t, err);
        if (err < 0)
            integrity_say(t->integrity, INTEGRITY_ERROR, "index \"%s\" cannot be opened (%s)", index->name,
                          error_name(err));
        else if (order->key_error < 0)
            integrity_say(
                t->integrity, INTEGRITY_WARNING,
                "index \"%s\" is in an order of text that is not known here: its keys are not compared",
                index->name);
        else
            t->compared[i] = true;
    }
}

static JET_ERR sum_index(const struct table_order *order, struct sum *stored)
{
    struct tree_cursor cursor;
    JET_ERR err = tree_cursor_open(&cursor, &order->tree);
    if (err < 0)
        return err;
    for (err = tree_cursor_first(&cursor); err >= 0; err = tree_cursor_next(&cursor)) {
        struct bytes bookmark = tree_cursor_data(&cursor);
        stored->count++;
        hash_add(&stored->bookmarks, hash_pair(bookmark, (struct bytes){NULL, 0}));
        hash_add(&stored->entries, hash_pair(tree_cursor_key(&cursor), tree_cursor_data(&cursor)));
    }
    tree_cursor_close(&cursor);
    return err == JET_errNoCurrentRecord || err == JET_errRecordNotFound ? JET_errSuccess : err;
}

static bool same_hash(struct hash a, struct hash b) { return a.low == b.low && a.high == b.high; }

static void compare_index(struct table_check *t, unsigned place)
{
    const struct table_index *index = &t->table->schema->indexes[place];
    const struct sum *made = &t->made[place];
    struct integrity *check = t->integrity;
    struct sum stored = {0};
    JET_ERR err = sum_index(&t->table->indexes[place], &stored);
    fail(t, err);
    if (err < 0)
        integrity_say(check, INTEGRITY_ERROR, "index \"%s\" cannot be read to its end (%s)", index->name,
                      error_name(err));
    else if (stored.count != made->count)
        integrity_say(check, INTEGRITY_ERROR, "index \"%s\" has %llu entries, the records make %llu",
                      index->name, (unsigned long long)stored.count, (unsigned long long)made->count);
    else if (!same_hash(stored.bookmarks, made->bookmarks))
        integrity_say(check, INTEGRITY_ERROR, "index \"%s\": some entries are not those of their records",
                      index->name);
    else if (!same_hash(stored.entries, made->entries))
        /* The same records in it, under other keys: text sorted by other tables. */
        integrity_say(check, index->localized ? INTEGRITY_WARNING : INTEGRITY_ERROR,
                      "index \"%s\": some entries have other keys than their records make%s", index->name,
                      index->localized ? "; its text was sorted by another version of Unicode's tables" : "");
}

static void compare_indexes(struct table_check *t)
{
    if (t->integrity->options->skip_indexes || !t->complete)
        return;
    integrity_say(t->integrity, INTEGRITY_NOTE, "rebuilding and comparing indexes");
    for (unsigned i = 0; i < t->table->schema->index_count && t->integrity->stop >= 0; i++)
        if (t->compared[i])
            compare_index(t, i);
}

/* ---- the whole ---------------------------------------------------------------------------------------- */

static void check_trees(struct integrity *check, const struct table_schema *schema)
{
    integrity_tree(check, schema->pgno_fdp, schema->objid, TREE_TABLE, 1);
    if (schema->lv_pgno_fdp) {
        integrity_say(check, INTEGRITY_NOTE, "checking long value tree (%u)", schema->lv_objid);
        integrity_tree(check, schema->lv_pgno_fdp, schema->lv_objid, TREE_LONG_VALUE, schema->pgno_fdp);
    }
    for (unsigned i = 0; i < schema->index_count; i++) {
        const struct table_index *index = &schema->indexes[i];
        if (index->primary)
            continue;
        integrity_say(check, INTEGRITY_NOTE, "checking index \"%s\" (%u)", index->name, index->objid);
        integrity_tree(check, index->pgno_fdp, index->objid, TREE_INDEX, schema->pgno_fdp);
    }
}

static void check_contents(struct integrity *check, struct table *table)
{
    unsigned count = table->schema->index_count;
    struct table_check t = {.integrity = check, .table = table, .long_values = {.table = table}};
    t.made = mem_calloc(count + 1, sizeof *t.made);
    t.compared = mem_calloc(count + 1, sizeof *t.compared);
    t.scratch = mem_alloc(KEY_BUFFER_SIZE);
    if (!t.made || !t.compared || !t.scratch) {
        check->stop = JET_errOutOfMemory;
    } else {
        integrity_say(check, INTEGRITY_NOTE, "checking data");
        open_indexes(&t);
        check_records(&t);
        check_long_values(&t);
        compare_indexes(&t);
    }
    long_values_close(&t.long_values);
    mem_free(t.references.list);
    mem_free(t.made);
    mem_free(t.compared);
    mem_free(t.keys);
    mem_free(t.scratch);
}

void integrity_table(struct integrity *check, const char *name, uint32_t objid)
{
    struct table *table;
    uint64_t before = check->result->errors;
    integrity_say(check, INTEGRITY_NOTE, "checking table \"%s\" (%u)", name, objid);
    table_lock();
    JET_ERR err = table_find(check->database, name, strlen(name), &table);
    table_unlock();
    if (err < 0) {
        if (err == JET_errOutOfMemory)
            check->stop = err;
        integrity_say(check, INTEGRITY_ERROR, "the table cannot be opened (%s)", error_name(err));
        return;
    }
    check_trees(check, table->schema);
    if (check->stop >= 0)
        check_contents(check, table);
    table_lock();
    table_discard(table);
    table_unlock();
    err = check->result->errors > before ? JET_errDatabaseCorrupted : JET_errSuccess;
    integrity_say(check, INTEGRITY_NOTE, "integrity-check of table \"%s\" (%u) finishes with error %d (0x%x)",
                  name, objid, err, (unsigned)err);
}
