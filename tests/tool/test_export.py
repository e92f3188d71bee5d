"""esentutl export and tables: every real database comes out byte for byte as the
canonical dump."""
import csv
import glob
import gzip
import hashlib
import json
import os
import shutil
import sqlite3
import unittest

import tool
from tool import extract, run, shared


def summaries():
    return sorted(glob.glob(shared("corpus/**/*.summary.json"), recursive=True))


class Jsonl(unittest.TestCase):
    def export(self, summary, facts):
        relative = os.path.relpath(summary, shared("")).replace(".summary.json", ".gz")
        database = extract(relative, "export.edb")
        with open(database, "rb") as f:
            before = hashlib.sha256(f.read()).hexdigest()
        self.assertEqual(before, facts["sha256_database"])
        dirty = [] if facts["state"] == "clean" else ["--dirty"]
        target = os.path.join(tool.SCRATCH, "export.jsonl")
        got = run("export", database, "-o", target, *dirty)
        with open(database, "rb") as f:
            self.assertEqual(hashlib.sha256(f.read()).hexdigest(), before, "the original was changed")
        return got, target

    def test_of_every_database_is_the_canonical_dump(self):
        count = 0
        for summary in summaries():
            with open(summary) as f:
                facts = json.load(f)
            if "sha256_expected" not in facts:
                continue
            with self.subTest(summary):
                got, target = self.export(summary, facts)
                self.assertEqual((got.status, got.err), (0, ""))
                with open(target, "rb") as f:
                    digest = hashlib.sha256(f.read()).hexdigest()
                if digest != facts["sha256_expected"]:
                    self.show_difference(summary, target)
                count += 1
        self.assertEqual(count, 37)

    def show_difference(self, summary, target):
        expected = gzip.open(summary.replace(".summary.json", ".expected.jsonl.gz"), "rb")
        with open(target, "rb") as f:
            for number, (a, b) in enumerate(zip(f, expected), 1):
                if a != b:
                    self.fail("line %d\n%s\n%s" % (number, a[:2000], b[:2000]))
        self.fail("one is longer")

    def test_of_a_torn_database_keeps_what_can_be_read_and_names_what_cannot(self):
        summary = shared("corpus/webcache-torn.dat.summary.json")
        with open(summary) as f:
            got, target = self.export(summary, json.load(f))
        self.assertEqual(got.status, 1)
        with open(target) as f:
            lines = [json.loads(line) for line in f]
        self.assertEqual(sum("table" in line and "columns" in line for line in lines), 34)
        self.assertEqual(sum(line.get("Data") == {"error": "JET_errReadVerifyFailure"} for line in lines), 1)
        self.assertIn("esentutl: table 'BlobEntry_1', row 13, column 'Data' cannot be read: ", got.err)
        self.assertIn("(JET_errReadVerifyFailure, -1018)", got.err)

    def test_of_one_table_and_to_standard_output(self):
        database = extract("corpus/basic.edb.gz")
        got = run("export", database, "--table", "BASIC")
        with gzip.open(shared("corpus/basic.edb.expected.jsonl.gz"), "rt") as f:
            lines = f.read().splitlines()
        first = next(i for i, line in enumerate(lines) if json.loads(line).get("table") == "basic")
        self.assertEqual(got.lines(), lines[first:])


class Csv(unittest.TestCase):
    def test_rows_equal_the_dump(self):
        database = extract("corpus/text.edb.gz")
        with gzip.open(shared("corpus/text.edb.expected.jsonl.gz"), "rt") as f:
            lines = [json.loads(line) for line in f]
        first = next(i for i, line in enumerate(lines) if line.get("table") == "text")
        got = run("export", database, "-t", "text", "-f", "csv")
        self.assertEqual(got.status, 0)
        rows = list(csv.DictReader(got.out.splitlines(keepends=True)))
        self.assertEqual(len(rows), len(lines) - first - 1)
        for row, expected in zip(rows, lines[first + 1:]):
            for name, text in row.items():
                value = expected.get(name, "")
                if isinstance(value, dict):
                    value = value["raw"]
                elif not isinstance(value, str):
                    value = json.dumps(value, ensure_ascii=False)
                self.assertEqual(text, value, name)

    def test_of_all_tables_is_a_directory_of_files(self):
        database = extract("corpus/basic.edb.gz")
        folder = os.path.join(tool.SCRATCH, "csv")
        self.assertEqual(run("export", database, "-f", "csv", "-o", folder).status, 0)
        self.assertEqual(sorted(os.listdir(folder)), ["MSysLocales.csv", "MSysObjects.csv", "MSysObjectsShadow.csv",
                                                      "MSysObjids.csv", "basic.csv"])
        shutil.rmtree(folder)
        got = run("export", database, "-f", "csv")
        self.assertEqual(got.status, 1)
        self.assertIn("name it with -t", got.err)


class Sql(unittest.TestCase):
    def test_loads_and_holds_the_values_of_the_dump(self):
        for name in ("types_a.edb", "multi.edb", "default.edb", "SRUDB.dat"):
            got = run("export", extract("corpus/%s.gz" % name), "--format", "sql")
            self.assertEqual(got.status, 0)
            database = sqlite3.connect(":memory:")
            database.executescript(got.out)
            database.row_factory = sqlite3.Row
            table, columns, rows = None, {}, []
            with gzip.open(shared("corpus/%s.expected.jsonl.gz" % name), "rt") as f:
                for line in f:
                    record = json.loads(line)
                    if "columns" in record and "table" in record:
                        self.compare(database, table, columns, rows)
                        table, rows = record["table"], []
                        columns = {c["name"]: c["type"] for c in record["columns"] if c["type"]}
                    else:
                        rows.append(record)
            self.compare(database, table, columns, rows)

    def compare(self, database, table, columns, rows):
        if table is None:
            return
        got = database.execute('SELECT * FROM "%s"' % table).fetchall()
        self.assertEqual(len(got), len(rows), table)
        for a, b in zip(got, rows):
            self.assertEqual({k: self.value(b[k], columns[k]) for k in b},
                             {k: a[k] for k in a.keys() if a[k] is not None}, table)

    def value(self, value, coltyp):
        if isinstance(value, list):
            return json.dumps(value, ensure_ascii=False)
        if isinstance(value, dict):
            return bytes.fromhex(value["raw"])
        if coltyp in (9, 11):
            return bytes.fromhex(value)
        return value


class Tables(unittest.TestCase):
    def test_rows_equal_the_summaries(self):
        for summary in glob.glob(shared("corpus/*.summary.json")):
            with open(summary) as f:
                facts = json.load(f)
            if facts["state"] != "clean" or facts["bytes"] > 8 << 20:
                continue
            got = run("tables", "--json", extract("corpus/%s.gz" % facts["file"]))
            self.assertEqual((got.status, got.err), (0, ""))
            rows = {line["table"]: line["rows"] for line in json.loads(got.out)["tables"]}
            self.assertEqual(rows, facts["rows"])

    def test_of_a_dirty_database_needs_dirty_and_says_so(self):
        database = extract("corpus/ual-2022-Current.mdb.gz")
        got = run("tables", database)
        self.assertEqual(got.status, 1)
        self.assertIn("(JET_errDatabaseDirtyShutdown, -550)", got.err)
        self.assertIn("--dirty", got.err)
        got = run("tables", "--dirty", database)
        self.assertEqual(got.status, 0)
        self.assertIn("not shut down cleanly", got.lines()[0])


class Errors(unittest.TestCase):
    def test_usage(self):
        for arguments in (["export"], ["export", "a", "b"], ["export", "a", "-f", "xml"], ["export", "--nonsense"],
                          ["tables"], ["tables", "a", "b"]):
            got = run(*arguments)
            self.assertEqual(got.status, 2, arguments)
            self.assertIn("usage: esentutl " + arguments[0], got.err)

    def test_missing_file_table_and_no_database(self):
        got = run("export", "none.edb")
        self.assertEqual(got.status, 1)
        self.assertIn("esentutl: cannot open database 'none.edb': ", got.err)
        self.assertIn("(JET_errFileNotFound, -1811)", got.err)
        got = run("export", extract("corpus/basic.edb.gz"), "-t", "none")
        self.assertEqual((got.status, got.out), (1, ""))
        self.assertIn("(JET_errObjectNotFound, -1305)", got.err)
        got = run("export", extract("corpus/README.md"))
        self.assertEqual(got.status, 1)
        self.assertIn("(JET_errDatabaseCorrupted, -1206)", got.err)

    def test_unwritable_output(self):
        got = run("export", extract("corpus/basic.edb.gz"), "-o", "/nowhere/file")
        self.assertEqual(got.status, 1)
        self.assertIn("esentutl: cannot write '/nowhere/file': ", got.err)

    def test_both_headers_damaged_is_read_with_dirty_and_a_page_size(self):
        database = extract("corpus/basic.edb.gz", "headless.edb")
        with open(database, "r+b") as f:
            f.write(bytes(8192))
        self.assertIn("JET_errDatabaseCorrupted", run("export", database, "--dirty").err)
        got = run("export", database, "--dirty", "--page-size", "4096")
        self.assertEqual((got.status, got.err), (0, ""))
        with gzip.open(shared("corpus/basic.edb.expected.jsonl.gz"), "rt") as f:
            self.assertEqual(got.out, f.read())


tool.main()
