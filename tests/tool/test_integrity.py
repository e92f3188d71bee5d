"""esentutl /g: sound files are sound, each kind of damage is found, and no
damaged file does worse than give an error."""
import glob
import gzip
import hashlib
import json
import os
import re
import subprocess
import sys
import unittest

import tool
from tool import extract, run, shared

sys.dont_write_bytecode = True
sys.path.insert(0, shared("corpus-tools"))


def check(path, *options):
    """Result, lines of the report with ERROR, with WARNING."""
    report = os.path.join(tool.SCRATCH, "R.INTEG.RAW")
    if os.path.exists(report):
        os.unlink(report)
    got = run("/g", path, "/o", "/f", "R", *options)
    lines = []
    if os.path.exists(report):
        with open(report, errors="replace") as f:
            lines = f.read().splitlines()
    got.report = lines
    got.errors = [line for line in lines if "ERROR: " in line]
    got.warnings = [line for line in lines if "WARNING: " in line]
    return got


class Sound(unittest.TestCase):
    def sound(self, relative):
        path = extract(relative, "sound.edb")
        with open(path, "rb") as f:
            before = hashlib.sha256(f.read()).digest()
        got = check(path)
        self.assertEqual((got.status, got.errors), (0, []), relative)
        self.assertIn("Integrity check successful.", got.lines())
        with open(path, "rb") as f:
            self.assertEqual(hashlib.sha256(f.read()).digest(), before, "the file was changed")
        return got

    def test_clean_databases_of_windows(self):
        count = 0
        for summary in sorted(glob.glob(shared("corpus/**/*.summary.json"), recursive=True)):
            with open(summary) as f:
                facts = json.load(f)
            relative = os.path.relpath(summary, shared("")).replace(".summary.json", ".gz")
            # This one is damaged: the original engine says so as well.
            if facts["state"] == "clean" and facts["file"] != "Catalog1.edb":
                self.sound(relative)
                count += 1
        self.assertEqual(count, 32)

    def test_clean_databases_of_the_original_engine(self):
        for name in ("basic_4k/basic", "basic_8k/basic", "basic_16k/basic", "basic_32k/basic", "lv_4k/lv", "lv_8k/lv",
                     "splits_4k/splits", "keys/keys", "efv/e8020.efv", "efv/e9600.efv", "backup/restored/bk",
                     "dirty_4k_v1/recovered/dirty", "dirty_16k_v2/recovered/dirty", "dirty_32k_v1/recovered/dirty",
                     "logs_only/replayed/logs"):
            self.sound("golden/%s.edb.gz" % name)

    def test_report_has_the_lines_of_the_original(self):
        got = self.sound("corpus/srum-win11/repaired/SRUDB.dat.gz")
        self.assertRegex(got.report[0], r"^\*\*\*\*\* Integrity check of database '.*sound\.edb' started "
                                        r"\[ESENT version 10\.00\.\d{5}\.0000, \(ESENT\[10\.0\.\d+\.0\] RETAIL RTM MBCS\)\]$")
        self.assertEqual(got.report[1:5], ["", "search for 'ERROR:' to find errors",
                                           "search for 'WARNING:' to find warnings", "checking database header"])
        genuine = []
        with gzip.open(shared("corpus/srum-win11/repaired/SRUDB.INTEG.RAW.gz"), "rt") as f:
            for line in f:
                found = re.match(r"(\S+):\t\d+:\t(checking .*)", line)
                if found and "SystemRoot" not in line:
                    genuine.append(found.groups())
        mine = [found.groups() for line in got.report for found in [re.match(r"(\S+):\t\d+:\t(checking .*)", line)] if found]
        for line in genuine:
            self.assertIn(line, mine)
        self.assertRegex(got.report[-2], r"^\*\*\*\*\* Eseutil completed in \d+ seconds$")

    def test_report_is_appended_to(self):
        path = extract("corpus/basic.edb.gz", "twice.edb")
        self.assertEqual(run("/g", path, "/o").status, 0)
        self.assertEqual(run("/g", path, "/o").status, 0)
        with open(os.path.join(tool.SCRATCH, "twice.INTEG.RAW")) as f:
            self.assertEqual(f.read().count("***** Integrity check"), 2)


class Damaged(unittest.TestCase):
    def test_file_that_the_original_calls_corrupted(self):
        got = check(extract("corpus/Catalog1.edb.gz"))
        self.assertEqual(got.status, 74)
        self.assertIn("Integrity check completed.  Database is CORRUPTED!", got.lines())
        self.assertEqual(len(got.errors), 5)
        self.assertTrue(any('index "timestampIndex" has 151 entries, the records make 150' in e for e in got.errors))

    def test_dirty_but_sound_is_corrupted_and_says_why(self):
        for relative in ("corpus/srum-win11/dirty/SRUDB.dat.gz", "corpus/ual-2012r2-Current.mdb.gz",
                         "golden/dirty_16k_v2/dirty.edb.gz"):
            got = check(extract(relative))
            self.assertEqual(got.status, 74)
            self.assertEqual(got.errors, ["ERROR: database was not shutdown cleanly (Dirty Shutdown)"])
            self.assertIn("  ERROR: database was not shutdown cleanly (Dirty Shutdown)", got.lines())

    def damaged(self, change, path=None):
        path = path or extract("golden/basic_4k/basic.edb.gz", "damaged.edb")
        with open(path, "r+b") as f:
            data = bytearray(f.read())
            change(data)
            f.seek(0)
            f.write(data)
            f.truncate(len(data))
        return check(path)

    def page(self, n):
        return (n + 1) * 4096

    def test_cases_that_were_tried_with_the_original(self):
        """golden/corruption/results.csv; leaf pages 45 and 46."""
        def swap(d):
            a, b = self.page(45), self.page(46)
            d[a:a + 4096], d[b:b + 4096] = d[b:b + 4096], d[a:a + 4096]

        def two_bits(d):
            d[self.page(45) + 2000] ^= 1
            d[self.page(45) + 2100] ^= 2

        cases = [
            ("no change", lambda d: None, 0),
            ("1 bit flipped in data area", lambda d: d.__setitem__(self.page(45) + 2000, d[self.page(45) + 2000] ^ 1), 0),
            ("1 bit flipped in checksum", lambda d: d.__setitem__(self.page(45), d[self.page(45)] ^ 1), 74),
            ("1 bit flipped in dbtime", lambda d: d.__setitem__(self.page(45) + 8, d[self.page(45) + 8] ^ 1), 0),
            ("2 bits flipped", two_bits, 74),
            ("64 bytes overwritten", lambda d: d.__setitem__(slice(self.page(45) + 1000, self.page(45) + 1064),
                                                             bytes(range(64))), 74),
            ("leaf page zeroed", lambda d: d.__setitem__(slice(self.page(45), self.page(46)), bytes(4096)), 74),
            ("two leaf pages swapped", swap, 74),
            ("header: 1 bit", lambda d: d.__setitem__(100, d[100] ^ 1), 0),
            ("header partly zeroed", lambda d: d.__setitem__(slice(0, 512), bytes(512)), 0),
            ("shadow header partly zeroed", lambda d: d.__setitem__(slice(4096, 4608), bytes(512)), 0),
            ("both", lambda d: (d.__setitem__(slice(0, 512), bytes(512)),
                                d.__setitem__(slice(4096, 4608), bytes(512))), 74),
            ("half", lambda d: d.__delitem__(slice(len(d) // 2, None)), 74),
            ("last 16 pages cut", lambda d: d.__delitem__(slice(len(d) - 16 * 4096, None)), 0),
            ("16 zero pages appended", lambda d: d.extend(bytes(16 * 4096)), 0),
            ("last 100 bytes cut", lambda d: d.__delitem__(slice(len(d) - 100, None)), 74),
        ]
        for name, change, status in cases:
            got = self.damaged(change)
            self.assertEqual(got.status, status, (name, got.errors))

    def mutant(self, change):
        """A change to a page of the 4 KiB file with its checksum made right again."""
        import esefile

        def apply(data):
            pgno = change(data)
            at = self.page(pgno)
            data[at:at + 8] = bytes(8)
            data[at:at + 8] = esefile.page_sums(bytes(data[at:at + 4096]), pgno)[0].to_bytes(8, "little")
        return self.damaged(apply)

    def leaf_of(self, data, objid):
        """The first leaf of a tree that is no root and has entries."""
        for n in range(1, len(data) // 4096 - 2):
            page = data[self.page(n):self.page(n) + 4096]
            flags = int.from_bytes(page[36:40], "little")
            if int.from_bytes(page[24:28], "little") == objid and flags & 2 and not flags & 0x29 and page[34]:
                return n
        raise AssertionError("no leaf of %d" % objid)

    def test_dropped_index_entry_is_found(self):
        path = extract("golden/basic_4k/basic.edb.gz", "damaged.edb")
        objid = self.index_objid(path, "basic")

        def drop(data):
            pgno = self.leaf_of(data, objid)
            end = self.page(pgno) + 4096
            count = int.from_bytes(data[self.page(pgno) + 34:self.page(pgno) + 36], "little") & 0xFFF
            # the deleted flag of the last node's tag
            data[end - 4 * count + 3] |= 0x40
            return pgno
        got = self.mutant(drop)
        self.assertEqual(got.status, 74)
        self.assertTrue(any(re.search(r'index ".*" has \d+ entries, the records make \d+', e) for e in got.errors), got.errors)

    def index_objid(self, path, table):
        got = run("export", path, "-t", "MSysObjects")
        rows = [json.loads(line) for line in got.lines()[1:]]
        owner = next(row["Id"] for row in rows if row["Type"] == 1 and row["Name"] == table)
        for row in rows:
            if row["Type"] == 3 and row["ObjidTable"] == owner and not row["Flags"] & 0x20:
                with open(path, "rb") as f:
                    data = f.read()
                try:
                    self.leaf_of(data, row["Id"])
                    return row["Id"]
                except AssertionError:
                    pass
        raise AssertionError("no large index")

    def test_damaged_shadow_does_not_stop_the_tables(self):
        got = self.damaged(lambda d: d.__setitem__(slice(self.page(24) + 100, self.page(24) + 200), bytes(range(100))))
        self.assertEqual(got.status, 74)
        self.assertTrue(any("MSysObjectsShadow" in e for e in got.errors))
        self.assertTrue(any(line.startswith("basic:\t") for line in got.report))
        self.assertFalse(any(line.startswith("basic:\t") and "ERROR" in line for line in got.report))


class Mutants(unittest.TestCase):
    """Damaged copies of all kinds, with checksums made right: nothing crashes,
    nothing hangs, and what must read as before does."""

    def mutants(self, name):
        folder = os.path.join(tool.SCRATCH, "mutants")
        with open(shared("corpus/mutants/%s.mutants.jsonl" % name)) as f:
            head = json.loads(f.readline())
            expected = [json.loads(line) for line in f]
        subprocess.run([sys.executable, "-B", shared("corpus-tools/mutate.py"), shared("corpus/%s.gz" % name), folder,
                        "-n", str(head["count"]), "--seed", head["seed"]], check=True, stdout=subprocess.DEVNULL)
        for line in expected:
            path = os.path.join(folder, line["file"])
            yield line, path
            os.unlink(path)

    def test_of_a_small_database(self):
        with gzip.open(shared("corpus/basic.edb.expected.jsonl.gz"), "rt") as f:
            original = f.read()
        statuses = {"export": set(), "/g": set()}
        for line, path in self.mutants("basic.edb"):
            with self.subTest(line["file"]):
                # A sanitizer's finding raises in run().
                got = run("export", path, "--dirty", "-o", "out.jsonl")
                self.assertIn(got.status, (0, 1))
                statuses["export"].add(got.status)
                if line["expect"] == "original":
                    with open(os.path.join(tool.SCRATCH, "out.jsonl")) as f:
                        self.assertEqual(f.read(), original)
                got = check(path)
                # A lying header may name a version that nobody knows (-1209) or another kind of file (-1018).
                self.assertIn(got.status, (0, 74, (-1209) & 255), got.out)
                statuses["/g"].add(got.status)
                self.assertIn(run("/k", path).status, (0, 74, (-1018) & 255))
        self.assertEqual(statuses, {"export": {0, 1}, "/g": {0, 74, (-1209) & 255}})


tool.main()
