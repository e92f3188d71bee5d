"""/mh /mk /ml /mp /k /y and the command line, against the original's own dumps."""
import glob
import gzip
import json
import os
import re
import tempfile
import unittest

import tool
from tool import extract, run, shared

ENGINE = re.compile("Engine (ul|LG)Version")


def body(result, start, end):
    """Lines from the one that equals `start` to the one that begins with `end`."""
    lines = result if isinstance(result, list) else result.lines()
    first = lines.index(start)
    last = next(i for i in range(first, len(lines)) if lines[i].startswith(end))
    return [line for line in lines[first:last + 1] if not ENGINE.search(line)]


class DatabaseHeader(unittest.TestCase):
    """Every header that the original dumped."""

    def compare(self, database, dump):
        with open(dump, errors="replace") as f:
            expected = f.read().splitlines()
        if "Fields:" not in expected:
            return False
        end = "       RBS Header Flush Signature:"
        got = run("/mh", database)
        self.assertEqual(got.status, 0)
        start = "DATABASE HEADER:" if "DATABASE HEADER:" in expected else "Fields:"
        self.assertEqual(body(got, start, end), body(expected, start, end))
        return True

    def test_equals_the_originals_dump_of_its_own_databases(self):
        count = 0
        for dump in sorted(glob.glob(shared("golden/*/header.txt"))):
            databases = glob.glob(os.path.dirname(dump) + "/*.edb.gz")
            if len(databases) == 1:
                count += self.compare(extract(os.path.relpath(databases[0], shared(""))), dump)
        self.assertGreaterEqual(count, 10)

    def test_equals_the_originals_dump_of_databases_made_by_windows(self):
        count = 0
        for dump in sorted(glob.glob(shared("golden/corpus_oracle/*.header.txt"))):
            name = os.path.basename(dump).removesuffix(".header.txt")
            count += self.compare(extract("corpus/%s.gz" % name), dump)
        self.assertGreaterEqual(count, 15)

    def test_of_recovered_and_restored_databases(self):
        for folder in ("logs_only/original", "logs_only/replayed", "backup/restored"):
            database = glob.glob(shared("golden/%s/*.edb.gz" % folder))[0]
            dump = shared("golden/%s/header.txt" % folder)
            self.assertTrue(self.compare(extract(os.path.relpath(database, shared(""))), dump), folder)

    def test_of_format_versions(self):
        """These dumps were cut: they end before the backups."""
        count = 0
        for dump in sorted(glob.glob(shared("golden/efv/*.header.txt"))):
            name = os.path.basename(dump).removesuffix(".header.txt")
            for database in glob.glob(shared("golden/efv/%s.efv.edb.gz" % name)):
                with open(dump) as f:
                    expected = f.read().splitlines()
                got = run("/mh", extract(os.path.relpath(database, shared(""))))
                end = "       OS Version:"
                self.assertEqual(body(got, "Fields:", end), body(expected, "Fields:", end), name)
                count += 1
        self.assertEqual(count, 9)

    def test_damaged_primary_shows_the_shadow_and_warns(self):
        database = extract("corpus/basic.edb.gz")
        with open(database, "r+b") as f:
            f.seek(100)
            f.write(b"damage")
        got = run("-mh", database)
        self.assertEqual(got.status, 0)
        self.assertIn("DATABASE SHADOW HEADER:", got.lines())
        self.assertNotIn("DATABASE HEADER:", got.lines())
        self.assertIn("WARNING: primary header has a checksum error.", got.lines())
        self.assertIn("            State: Clean Shutdown", got.lines())

    def test_both_copies_damaged_is_minus_1206_and_exit_74(self):
        database = extract("corpus/basic.edb.gz")
        with open(database, "r+b") as f:
            for at in (100, 4196):
                f.seek(at)
                f.write(b"damage")
        got = run("/mh", database)
        self.assertEqual(got.status, 74)
        self.assertRegex(got.out, r"\n\nOperation terminated with error -1206 \(JET_errDatabaseCorrupted, .*\) "
                                  r"after \d+\.\d+ seconds\.\n\n\n\n$")

    def test_missing_file_names_it(self):
        got = run("/mh", "no-such.edb")
        self.assertEqual(got.status, (-1811) & 255)
        self.assertIn("Error: Access to source database 'no-such.edb' failed with Jet error -1811.", got.lines())


class Checkpoint(unittest.TestCase):
    def test_equals_the_originals_dump(self):
        for folder in ("dirty_4k_v1", "dirty_16k_v2", "dirty_32k_v1", "crash_05_8k", "crash_08_4k"):
            with open(shared("golden/%s/checkpoint.txt" % folder)) as f:
                expected = [line for line in f.read().splitlines() if not line.startswith("mk ->")]
            got = run("/mk", extract("golden/%s/edb.chk.gz" % folder))
            self.assertEqual(got.status, 0)
            lines = got.lines()
            first = lines.index(expected[0])
            shown = lines[first:first + len(expected)]
            # The build that made the dumps could not print the path.
            for a, b in zip(shown, expected):
                if "%ws" in b:
                    self.assertRegex(a, r"^      1 G:\\.*\.edb LogOff VerOn RW$")
                else:
                    self.assertEqual(a, b)

    def test_damaged_is_minus_533_missing_minus_542(self):
        path = extract("golden/dirty_4k_v1/edb.chk.gz", "bad.chk")
        with open(path, "r+b") as f:
            for at in (50, 4146):
                f.seek(at)
                f.write(b"damage")
        self.assertIn("error -533 (JET_errCheckpointCorrupt", run("/mk", path).out)
        self.assertIn("error -542 (JET_errCheckpointFileNotFound", run("/mk", "none.chk").out)


class Log(unittest.TestCase):
    def dumps(self, folder):
        """name -> the head lines of the original's dump of that log."""
        heads, name = {}, None
        with gzip.open(shared("golden/%s/logdump.txt.gz" % folder), "rt", errors="replace") as f:
            for line in f:
                line = line.rstrip("\n")
                if line.startswith("=== "):
                    name = line[4:]
                    heads[name] = []
                elif line.startswith("Segment Checksum"):
                    name = None
                elif name:
                    heads[name].append(line)
        return heads

    def test_head_equals_the_originals_dump(self):
        count = 0
        for folder, logs in (("dirty_4k_v1", "dirty_4k_v1"), ("dirty_16k_v2", "dirty_16k_v2"),
                             ("dirty_32k_v1", "dirty_32k_v1"), ("logs_only", "logs_only/logs")):
            for name, expected in self.dumps(folder).items():
                source = "golden/%s/%s.gz" % (logs, name)
                if not os.path.exists(shared(source)):
                    continue
                got = run("/ml", extract(source))
                self.assertEqual(got.status, 0, got.out)
                first = next(i for i, line in enumerate(got.lines()) if "lGeneration" in line)
                start = next(i for i, line in enumerate(expected) if "lGeneration" in line)
                # The checkpoint is read beside the log and had moved on; the
                # paths could not be printed; the last position is told below.
                skip = re.compile("Engine LG|      Checkpoint:|%ws|Last Lgpos| [A-Z]:")
                for a, b in zip(got.lines()[first:], expected[start:]):
                    if not skip.search(b):
                        self.assertEqual(a, b, name)
                count += 1
        self.assertGreaterEqual(count, 30)

    def test_damaged_segment_is_minus_501_with_the_last_good_position(self):
        path = extract("golden/dirty_4k_v1/edb00000003.log.gz", "bad.log")
        with open(path, "r+b") as f:
            f.seek(9 * 4096 + 100)
            f.write(b"some bytes that do not belong here")
        got = run("/ml", path)
        self.assertIn("      ERROR: Log damaged (unusable). Last Lgpos: (0x3,8,0). Error -501.", got.lines())
        self.assertEqual(got.status, (-501) & 255)

    def test_of_windows_7_ends_behind_its_last_record(self):
        """The checkpoint of a clean log points at Term2, 26 bytes long, its last record."""
        for folder, end in (("ide-b-win7", "(0x1,8D,2E9)"), ("ide-c-win7", "(0x1,7C,17B)")):
            got = run("/ml", extract("corpus/%s/edb.log.gz" % folder, "win7.log"))
            self.assertEqual(got.status, 0, got.out)
            self.assertIn("      Format LGVersion: (7.3704.15.0) (generated by 0)", got.lines())
            self.assertIn("      Last Lgpos: " + end, got.lines())
            self.assertTrue(any(line.startswith("Integrity check passed for log file: ") for line in got.lines()))

    def test_of_windows_7_with_a_damaged_middle_is_minus_501(self):
        path = extract("corpus/ide-c-win7/edb.log.gz", "win7.log")
        with open(path, "r+b") as f:
            f.seek(30 * 512 + 100)
            f.write(b"some bytes that do not belong here")
        got = run("/k", path)
        self.assertEqual(got.status, (-501) & 255, got.out)
        self.assertIn("ERROR: Log damaged (unusable).", got.out)


class FlushMap(unittest.TestCase):
    def test_header_and_states(self):
        path = extract("golden/basic_8k/logs/basic.jfm.gz")
        got = run("/mp", path)
        self.assertIn("                             Version: 3.0.0", got.lines())
        self.assertIn("                               Flags: 0x00000001 (Clean:Yes, NewChecksumFormat:No)", got.lines())
        got = run("/mp", path, "/p0", "/v")
        self.assertIn("PGNO      : FLUSH STATE", got.lines())
        self.assertEqual(sum(line.startswith("0x0000") for line in got.lines()), 1016)

    def test_verify_tells_the_damaged_page(self):
        path = extract("golden/basic_8k/logs/basic.jfm.gz")
        self.assertIn("2 page(s) verified.", run("/k", path).lines())
        with open(path, "r+b") as f:
            f.seek(8192 + 4000)
            f.write(b"damage")
        got = run("/k", path)
        self.assertIn("ERROR: page 0 (0x00000000) failed verification with error code -1018.", got.lines())
        self.assertEqual(got.status, (-1018) & 255)


class Checksums(unittest.TestCase):
    def counts(self, got):
        return {line.split(" ", 1)[1]: int(line.split(" ", 1)[0]) for line in got.lines()
                if re.match(r"\d+ (pages seen|bad|correctable|uninit|wrong)", line)}

    def test_counts_equal_the_summaries(self):
        for summary in sorted(glob.glob(shared("corpus/*.summary.json"))):
            with open(summary) as f:
                facts = json.load(f)
            if facts["bytes"] > 8 << 20:
                continue
            got = run("/k", extract("corpus/%s.gz" % facts["file"]))
            counts = self.counts(got)
            pages = facts["pages"]
            self.assertEqual(counts["bad checksums"], pages["bad_count"], facts["file"])
            self.assertEqual(counts["uninitialized pages"], pages["never_written"], facts["file"])
            self.assertEqual(counts["pages seen"], facts["bytes"] // facts["page_size"])
            self.assertEqual(got.status, 74 if pages["bad_count"] else 0)

    def test_sample_of_the_specification(self):
        got = run("/k", extract("corpus/srum-win11/repaired/SRUDB.dat.gz"))
        self.assertEqual(got.status, 0)

    def test_torn_file_has_its_36_bad_pages(self):
        got = run("/k", extract("corpus/webcache-torn.dat.gz"))
        self.assertEqual(self.counts(got)["bad checksums"], 36)
        self.assertEqual(got.err.count("checksum failed"), 36)
        self.assertEqual(got.status, 74)

    def test_one_flipped_bit_is_correctable_and_no_error(self):
        path = extract("corpus/basic.edb.gz", "flip.edb")
        with open(path, "r+b") as f:
            f.seek(5 * 4096 + 2000)
            byte = f.read(1)[0]
            f.seek(5 * 4096 + 2000)
            f.write(bytes([byte ^ 8]))
        got = run("/k", path)
        self.assertEqual(got.status, 0)
        self.assertEqual(self.counts(got)["correctable checksums"], 1)
        self.assertEqual(got.err, "WARNING: page 4 checksum verification failed but the corruption "
                                  "( bit %d ) can be corrected\n" % (2000 * 8 + 3))

    def test_damaged_page_and_header_are_named(self):
        path = extract("corpus/basic.edb.gz", "two.edb")
        with open(path, "r+b") as f:
            for at in (300, 6 * 4096 + 300):
                f.seek(at)
                f.write(b"some damage")
        got = run("/k", path)
        self.assertEqual(got.status, 74)
        self.assertEqual(got.err, "ERROR: page -1 (header) checksum failed\nERROR: page 5 checksum failed\n")

    def test_kinds_of_files(self):
        got = run("/k", extract("golden/dirty_4k_v1/edb00000003.log.gz"))
        self.assertEqual(got.status, 0)
        self.assertTrue(any(line.startswith("Integrity check passed for log file: ") for line in got.lines()))
        got = run("/k", extract("golden/dirty_4k_v1/edb.chk.gz"))
        self.assertIn("2 pages seen", got.lines())


class Metadata(unittest.TestCase):
    def test_verbose_equals_the_originals_dump(self):
        """Line by line, but for what the system's own sort version would be."""
        system = re.compile(r"\(current OS: [^)]*\)")
        for name in ("basic_4k/basic", "basic_8k/basic", "basic_16k/basic", "basic_32k/basic", "lv_4k/lv", "lv_8k/lv",
                     "splits_4k/splits"):
            with open(shared("golden/%s/meta.txt" % os.path.dirname(name))) as f:
                expected = [system.sub("", line) for line in f.read().splitlines() if not line.startswith("mm ->")]
            got = run("/mm", extract("golden/%s.edb.gz" % name), "/v")
            self.assertEqual(got.status, 0)
            lines = [system.sub("", line) for line in got.lines()]
            first = lines.index(expected[0])
            self.assertEqual(lines[first:first + len(expected)], expected, name)

    def test_short_form_is_that_of_the_specification(self):
        got = run("/mm", extract("corpus/SRUDB.dat.gz"))
        lines = got.lines()
        self.assertIn("******************************* META-DATA DUMP *******************************", lines)
        self.assertIn("SRUDB                                               Db            1          1", lines)
        self.assertIn("MSysObjects                                         Tbl           2          4    "
                      "00/00/1900 00:00:00.000 LOC", lines)
        self.assertIn("  Name                                              Idx           4          7", lines)
        self.assertIn("  Id                                                Pri           2          4", lines)

    def test_of_one_table_and_of_none(self):
        database = extract("golden/basic_8k/basic.edb.gz")
        got = run("/mm", database, "/t", "COMPOUND")
        self.assertEqual([line.split()[0] for line in got.lines() if " Tbl " in line], ["compound"])
        got = run("/mm", database, "/tnone")
        self.assertEqual(got.status, (-1305) & 255)
        self.assertIn("error -1305 (JET_errObjectNotFound, ", got.out)

    def test_of_a_dirty_database_is_refused(self):
        got = run("/mm", extract("golden/dirty_4k_v1/dirty.edb.gz"))
        self.assertEqual(got.status, (-550) & 255)


class Space(unittest.TestCase):
    def rows(self, got):
        lines = got.lines()
        first = next(i for i, line in enumerate(lines) if line.startswith("Name,"))
        return [dict(zip(lines[first].split(","), line.split(","))) for line in lines[first + 2:] if line.count(",") > 3]

    def test_pages_of_every_table_equal_what_the_original_counted(self):
        for name in ("basic_4k/basic", "basic_16k/basic", "lv_8k/lv", "splits_4k/splits"):
            got = run("/ms", extract("golden/%s.edb.gz" % name), "/v", "/c", "/f", "#legacy")
            self.assertEqual(got.status, 0)
            owned, available, table = {}, {}, None
            for row in self.rows(got):
                if row["Type"] == "Pri":
                    table = row["Name"]
                    owned[table] = int(row["Owned"])
                if row["Type"] != "Db":
                    available[table] = available.get(table, 0) + int(row["Available"])
            count = 0
            with gzip.open(shared("golden/%s/contents.jsonl.gz" % os.path.dirname(name)), "rt") as f:
                for line in f:
                    record = json.loads(line)
                    if record.get("k") == "db":
                        self.assertIn("    Pages %d (" % record["pagesOwned"], got.out)
                    if record.get("k") == "table":
                        self.assertEqual(owned[record["name"]], record["pagesOwned"], record["name"])
                        self.assertEqual(available[record["name"]], record["pagesAvail"], record["name"])
                        count += 1
            self.assertGreaterEqual(count, 5)

    def test_megabytes_are_rounded_as_the_original_does(self):
        """Thousandths of 1024 kB, one more as soon as anything is left."""
        rows = self.rows(run("/ms", extract("golden/basic_4k/basic.edb.gz"), "/v", "/c", "/fName,Type,Owned,Owned(MB)"))
        pages = {int(row["Owned"]): row["Owned(MB)"] for row in rows}
        for count, text in pages.items():
            kilobytes = count * 4
            rest = kilobytes % 1024
            self.assertEqual(text, "%d.%03d" % (kilobytes // 1024, rest * 1000 // 1024 + (rest > 0)))

    def test_unknown_fields_and_those_not_built_are_named(self):
        database = extract("corpus/basic.edb.gz")
        got = run("/ms", database, "/f", "Name,Nonsense")
        self.assertIn("Did not recognize the field: Nonsense", got.lines())
        self.assertEqual(got.status, (-1003) & 255)
        got = run("/ms", database, "/fname,DEPTH")
        self.assertIn("The field Depth needs a walk over all pages, which is not built yet.", got.lines())
        self.assertEqual(got.status, 255)


class Copy(unittest.TestCase):
    def test_is_equal_and_does_not_overwrite(self):
        source = extract("corpus/large.edb.gz")
        target = os.path.join(tool.SCRATCH, "copy.edb")
        got = run("/y", source, "/d", target)
        self.assertEqual(got.status, 0, got.out)
        with open(source, "rb") as a, open(target, "rb") as b:
            self.assertEqual(a.read(), b.read())
        self.assertEqual(run("/y", source, "-d" + target).status, (-1814) & 255)


class CommandLine(unittest.TestCase):
    def usage(self, message, *arguments):
        got = run(*arguments)
        self.assertEqual(got.status, 255)
        self.assertIn("Usage Error: " + message, got.lines())
        self.assertIn("MODES OF OPERATION:", got.lines())

    def test_usage_errors(self):
        self.usage("No mode specified.")
        self.usage("Mode selection must be preceded by '-' or '/'.", "mh")
        self.usage("Invalid mode.", "/q")
        self.usage("Invalid mode.", "/c")
        self.usage("Invalid mode.", "/gdb.edb")
        self.usage("Invalid option '-x'.", "/g", "db.edb", "-x")
        self.usage("Invalid argument 'b'. Options must be preceded by '-' or '/'.", "/g", "a", "b")
        self.usage("Missing source database specification.", "/g")
        self.usage("Missing database/filename specification.", "/k")
        self.usage("Missing source file specification.", "/y")
        self.usage("Missing destination file specification.", "/y", "a", "/d")
        self.usage("Duplicate destination file specification.", "/y", "a", "/db", "-d:c")
        self.usage("Missing page specification.", "/mp", "a", "/p")

    def test_prefix_case_glue_and_modifier_forms(self):
        path = extract("corpus/basic.edb.gz")
        expected = run("/mh", path).lines()[:-2]
        for form in (["-mh", path], ["/MH", path], ["/m", path], ["/m", path, "/h"], ["/m", "/h", path],
                     ["/m", "--", path]):
            self.assertEqual(run(*form).lines()[:-2], expected, form)

    def test_absolute_path_is_a_path_and_no_option(self):
        path = extract("corpus/basic.edb.gz")
        self.assertTrue(path.startswith("/"))
        self.assertEqual(run("/mh", path).status, 0)

    def test_banner_is_four_lines_and_o_suppresses_it(self):
        path = extract("corpus/basic.edb.gz")
        lines = run("/k", path).lines()
        self.assertEqual(lines[0], "")
        self.assertRegex(lines[2], r"^Version \d+\.\d+")
        self.assertEqual(lines[4], "")
        self.assertEqual(lines[5], "Initiating CHECKSUM mode...")
        self.assertEqual(run("/k", path, "/o").lines()[1], "Initiating CHECKSUM mode...")

    def test_help(self):
        got = run("/?")
        self.assertEqual(got.status, 255)
        self.assertIn("MODES OF OPERATION:", got.lines())
        got = run("--help")
        self.assertEqual(got.status, 0)
        self.assertIn("  esentutl tables DB [--dirty]", got.lines())

    def test_what_is_not_built_says_so_and_fails(self):
        for mode in ("/d", "/p", "/z"):
            got = run(mode, "x")
            self.assertEqual(got.status, 255)
            self.assertIn("it only reads files. Nothing was changed.", got.out)
            self.assertIn("JET_wrnNyi", got.out)

    def test_recovery_needs_a_base_name_and_logs(self):
        got = run("/r", "four")
        self.assertIn("Usage Error: Invalid log base name.", got.out)
        with tempfile.TemporaryDirectory() as folder:
            got = run("/r", "edb", "-l" + folder, "-s" + folder)
            self.assertNotEqual(got.status, 0)
            self.assertEqual(os.listdir(folder), [])


tool.main()
