#!/usr/bin/python3
"""Independent readers agree with our export, value by value.

Every real database that libesedb (its Python binding), esedbexport or impacket
can open is exported by our esentutl, and each value they give is compared with
ours. Where they differ for a known reason, the difference has to have exactly
the shape of that reason; everything else fails. Debian's versions: libesedb
20181229, impacket 0.10.
"""
import collections
import gzip
import json
import os
import pathlib
import struct
import subprocess
import sys
import tempfile
import uuid

if os.environ.get("SANITIZE"):  # once is enough, and the fast build is the one for it
    print("SKIPPED: the release build runs this")
    sys.exit(77)
SHARED = pathlib.Path(os.environ["SHARED_DIR"])
ESENTUTL = pathlib.Path(os.environ["BINARY_DIR"]) / "esentutl"

try:
    import pyesedb
    from impacket.ese import ESENT_DB
except ImportError as missing:
    print(f"SKIPPED: {missing}")
    sys.exit(77)

# Files a reader refuses; all others it must open.
REFUSED = {
    "libesedb": {
        "secedit-26100.sdb",  # a 13th fixed catalog column
        "srum-win11/dirty/SRUDB.dat", "ual-2022-Current.mdb",  # header fields beyond its checksum
    },
    "esedbexport": {
        "secedit-26100.sdb", "srum-win11/dirty/SRUDB.dat", "ual-2022-Current.mdb",
        "large.edb",  # not refused: left to bench/export, it takes a minute
    },
    "impacket": {
        "secedit-26100.sdb",
        "large.edb",  # pages of 32 KiB
    },
}
# impacket takes nodes that are marked deleted for rows: in these tables rows cannot be paired.
DELETED_AS_ROWS = {("ide-b-win7/storage.ide", "NameTable")} | {
    (f"srum-win11/{state}/SRUDB.dat", table)
    for state in ("dirty", "repaired") for table in ("MSysObjects", "MSysObjectsShadow", "MSysObjids")
}
# libesedb reads tag offsets of 32 KiB pages with one bit too few: rows it refuses.
REFUSED_ROWS = {("large.edb", "large")}

INTEGERS = {2: "<B", 3: "<h", 4: "<i", 5: "<q", 14: "<I", 15: "<q", 17: "<H", 18: "<Q"}
TEXT, LONG, COMPRESSED = (10, 12), (11, 12), 0x1000
VALUE_MULTI, VALUE_TWO = 8, 16


def decode(raw, column):
    """Bytes of one value in the form of our export."""
    kind = column["type"]
    if kind == 1:
        return 1 if raw[0] else 0
    if kind in INTEGERS:
        return struct.unpack(INTEGERS[kind], raw)[0]
    if kind in (6, 7, 8):
        value = struct.unpack("<f" if kind == 6 else "<d", raw)[0]
        return value if value - value == 0 else {"raw": raw.hex()}
    if kind == 16:
        return str(uuid.UUID(bytes_le=raw))
    if kind in TEXT:
        try:
            if column["codepage"] == 1200:
                return raw.decode("utf-16-le")
            return "".join(bytes((b,)).decode("cp1252", "ignore") or chr(b) for b in raw)
        except UnicodeDecodeError:
            return {"raw": raw.hex()}
    return raw.hex()


def divide(raw, flags):
    """The values of an undivided multi-value; None when one is kept elsewhere."""
    if flags & VALUE_TWO:  # the length of the first, then both
        return [raw[1:1 + raw[0]], raw[1 + raw[0]:]]
    count = (struct.unpack_from("<H", raw)[0] & 0x7FFF) // 2
    starts = struct.unpack_from(f"<{count}H", raw)
    if any(start & 0x8000 for start in starts):
        return None
    return [raw[a:b] for a, b in zip(starts, starts[1:] + (len(raw),))]


class Judge:
    def __init__(self, reader, database):
        self.reader, self.database = reader, database
        self.counts, self.faults = collections.Counter(), []

    def fault(self, text):
        self.counts["FAULT"] += 1
        if len(self.faults) < 5:
            self.faults.append(f"{self.database}: {self.reader}: {text}")

    def known(self, reason):
        self.counts[reason] += 1

    def missing(self, where, column, ours):
        if "default" in column and column["default"] == ours:
            self.known("default of an absent column not given")
        elif column["type"] in LONG:
            self.known("long value not given")
        else:
            self.fault(f"{where}: we have {ours!r:.80}, it has nothing")

    def extra(self, where, column, theirs):
        if column["id"] < 128:
            self.known("filler of a null fixed column")
        else:
            self.fault(f"{where}: we have nothing, it has {theirs!r:.80}")


def judge_libesedb(judge, where, column, ours, value):
    raw, flags = value
    if flags & VALUE_MULTI:
        parts = divide(raw, flags)
        if parts is None:
            return judge.known("multi-value with a separated part")
        # A compressed first part of a multi-value is not decompressed by the library.
        want = ours if isinstance(ours, list) else [ours]
        got = [decode(part, column) for part in parts]
        if got == want:
            return judge.known("same")
        if column["flags"] & COMPRESSED and len(got) == len(want) and got[1:] == want[1:]:
            return judge.known("compressed first value given raw")
        return judge.fault(f"{where}: {want!r:.80} against {got!r:.80}")
    try:
        got = decode(raw, column)
    except (struct.error, IndexError):
        got = raw
    if got == ours:
        judge.known("same")
    elif column["flags"] & COMPRESSED and column["type"] in LONG:
        judge.known("compressed value given raw")
    else:
        judge.fault(f"{where}: {ours!r:.80} against {got!r:.80}")


def judge_impacket(judge, where, column, ours, value):
    kind = column["type"]
    if isinstance(ours, list):
        return judge.known("multi-value not divided")
    got = value
    if isinstance(value, bytes):
        # impacket gives hexadecimal digits for some binary types, plain bytes for others
        text = value.decode("latin-1")
        got = text if text == ours else decode(value, column) if kind in (9, 11, 13, 16) else text
    elif isinstance(value, int) and kind in INTEGERS:
        size = struct.calcsize(INTEGERS[kind])
        got = struct.unpack(INTEGERS[kind], (value % (1 << 8 * size)).to_bytes(size, "little"))[0]
    elif isinstance(value, int) and kind == 8:
        got = struct.unpack("<d", struct.pack("<Q", value % (1 << 64)))[0]
    elif kind == 1:
        got = 1 if value else 0
    if isinstance(ours, dict) and kind in TEXT:  # not valid text, which it decodes all the same
        ours = bytes.fromhex(ours["raw"]).decode("utf-16-le", "replace")
    if got == ours:
        judge.known("same")
    elif kind in LONG:
        judge.known("id of a separated long value given")
    else:
        judge.fault(f"{where}: {ours!r:.80} against {value!r:.80}")


def long_value_of(record, entry):
    """None for those the library cannot get at: ids of 64 bits, and some others."""
    try:
        found = record.get_value_data_as_long_value(entry)
        return found.get_data() if found else None
    except OSError:
        return None


def libesedb_tables(path):
    database = pyesedb.file()
    database.open(str(path))

    def rows(table):
        for number in range(table.get_number_of_records()):
            try:
                record, row = table.get_record(number), {}
            except OSError as refusal:
                yield refusal
                continue
            for entry in range(record.get_number_of_values()):
                flags = record.get_value_data_flags(entry)
                if record.is_long_value(entry):
                    value = long_value_of(record, entry)
                else:
                    value = record.get_value_data(entry)
                if value is not None:
                    row[record.get_column_name(entry)] = (value, flags)
            yield row

    tables = [database.get_table(number) for number in range(database.get_number_of_tables())]
    return database, [(table.get_name(), rows(table)) for table in tables]


def impacket_tables(path):
    database = ESENT_DB(str(path))
    names = database._ESENT_DB__tables  # the class has no public list

    def rows(name):
        cursor = database.openTable(name)
        while cursor is not None:
            row = database.getNextRow(cursor)
            if row is None:
                return
            yield {key.decode("latin-1"): value for key, value in row.items() if value is not None}

    return database, [(name.decode("latin-1"), rows(name)) for name in names]


READERS = {"libesedb": (libesedb_tables, judge_libesedb), "impacket": (impacket_tables, judge_impacket)}


def our_export(path):
    """{table: (columns by name, rows)}; rows are what follows a table's line."""
    tables, rows = {}, None
    command = [str(ESENTUTL), "export", str(path), "--format", "jsonl"] + (["--dirty"] if is_dirty(path) else [])
    run = subprocess.run(command, capture_output=True, check=False)
    if run.returncode != 0:
        sys.exit(f"{' '.join(command)}: status {run.returncode}: {run.stderr.decode()}")
    for line in run.stdout.split(b"\n"):
        if not line:
            continue
        entry = json.loads(line.decode("utf-8", "surrogatepass"))
        if "table" in entry and "columns" in entry and isinstance(entry["columns"], list):
            rows = []
            columns = {}
            for column in entry["columns"]:  # dropped columns may share a name: the last one is the live one
                columns[column["name"]] = column
            tables[entry["table"]] = (columns, rows)
        else:
            rows.append(entry)
    return tables


def is_dirty(path):
    return struct.unpack_from("<I", path.read_bytes()[:4096], 52)[0] != 3  # dbstateCleanShutdown


def compare(reader, database, path, ours):
    judge = Judge(reader, database)
    tables, judge_value = READERS[reader]
    seen = set()
    try:
        opened, listing = tables(path)
    except Exception as refusal:
        if database not in REFUSED[reader]:
            judge.fault(f"cannot open: {refusal}")
        return judge
    if database in REFUSED[reader]:
        judge.fault("opens a file it was known to refuse: look whether the list is out of date")
    for name, rows in listing:
        if name not in ours:
            judge.fault(f"a table {name} that we have not")
            continue
        seen.add(name)
        columns, expected = ours[name]
        count = 0
        unpaired = reader == "impacket" and (database, name) in DELETED_AS_ROWS
        for theirs in rows:
            if isinstance(theirs, OSError):
                if (database, name) in REFUSED_ROWS:
                    judge.known("row refused")
                else:
                    judge.fault(f"{name}[{count}]: {theirs}")
            elif count < len(expected) and not unpaired:
                row = expected[count]
                for column in columns.values():
                    where = f"{name}[{count}].{column['name']}"
                    value, own = theirs.get(column["name"]), row.get(column["name"])
                    if value is None and own is None:
                        continue
                    if own is None:
                        judge.extra(where, column, value)
                    elif value is None:
                        judge.missing(where, column, own)
                    else:
                        judge_value(judge, where, column, own, value)
            count += 1
        if unpaired and count > len(expected):
            judge.known("table with deleted nodes for rows, not compared")
        elif count != len(expected) or unpaired:
            judge.fault(f"{name}: {count} rows, we have {len(expected)}")
        judge.counts["rows"] += count
    for name in ours.keys() - seen:
        judge.fault(f"table {name} is not seen")
    opened.close()
    return judge


def compare_esedbexport(database, path, ours):
    judge = Judge("esedbexport", database)
    if database in REFUSED["esedbexport"]:
        return judge
    with tempfile.TemporaryDirectory() as folder:
        target = pathlib.Path(folder) / "out"
        run = subprocess.run(["esedbexport", "-m", "tables", "-t", str(target), str(path)],
                             capture_output=True, check=False)
        if run.returncode != 0:
            judge.fault(f"cannot export: {run.stderr.decode()[:200]}")
            return judge
        counts = {}
        for file in (pathlib.Path(folder) / "out.export").iterdir():
            counts[file.name.rsplit(".", 1)[0]] = file.read_bytes().count(b"\n") - 1
        for name in sorted(counts.keys() | ours.keys()):
            rows = len(ours[name][1]) if name in ours else None
            if counts.get(name) == rows:
                judge.counts["tables with the same row count"] += 1
            else:
                judge.fault(f"{name}: {counts.get(name)} rows, we have {rows}")
    return judge


def main():
    if not (SHARED / "corpus/README.md").exists():
        print(f"SKIPPED: no real files at {SHARED}")
        sys.exit(77)
    faults = []
    totals = {}
    with tempfile.TemporaryDirectory() as folder:
        for dump in sorted((SHARED / "corpus").rglob("*.expected.jsonl.gz")):
            source = dump.with_name(dump.name.replace(".expected.jsonl.gz", ".gz"))
            database = str(source.relative_to(SHARED / "corpus"))[:-3]
            path = pathlib.Path(folder) / source.name[:-3]
            path.write_bytes(gzip.decompress(source.read_bytes()))
            ours = our_export(path)
            judges = [compare(reader, database, path, ours) for reader in READERS]
            judges.append(compare_esedbexport(database, path, ours))
            for judge in judges:
                faults += judge.faults
                totals.setdefault(judge.reader, collections.Counter()).update(judge.counts)
            path.unlink()
    for reader, counts in totals.items():
        print(f"{reader}:")
        for what, count in sorted(counts.items(), key=lambda item: -item[1]):
            print(f"  {count:8d} {what}")
    for fault in faults:
        print(fault)
    if totals["libesedb"]["same"] < 1_000_000 or totals["impacket"]["same"] < 200_000:
        faults.append("too few values were compared")
        print(faults[-1])
    sys.exit(1 if faults else 0)


main()
