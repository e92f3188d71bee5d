#!/usr/bin/env python3
"""Holds include/esent.h and the exports of libesent.so against the tables of the specification.

Each test writes a source text from the tables and lets the compiler decide. Without the tables the whole
file is skipped (77), except for the dialects, which need none."""

import csv
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
from concurrent.futures import ThreadPoolExecutor

SOURCE = os.environ["SOURCE_DIR"]
BINARY = os.environ["BINARY_DIR"]
SPEC = os.path.join(os.environ["SHARED_DIR"], "spec")
CC = os.environ.get("CC", "cc")
INCLUDE = os.path.join(SOURCE, "include")
LEVELS = [0x0500, 0x0501, 0x0502, 0x0600, 0x0601, 0x0602, 0x0603, 0x0A00, 0x0A01]
WARNINGS = ("-Wall", "-Wextra", "-Werror", "-Wundef", "-Wshadow")
VERSIONED = ("JET_RECSIZE", "JET_DBINFOMISC", "JET_THREADSTATS", "JET_LOGINFOMISC")


def rows(name):
    with open(os.path.join(SPEC, name), newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


class Source:
    """A text and how to compile it."""

    def __init__(self, label, text, level=None, defines=(), compiler=CC, language="c", std="c11", flags=WARNINGS):
        self.label = f"{label} level {level and hex(level)} {list(defines)}"
        self.text = text if isinstance(text, str) else "\n".join(["#include <esent.h>", *text])
        self.command = [compiler, f"-std={std}", f"-x{language}", "-fsyntax-only", *flags, "-I", INCLUDE]
        if level is not None:
            self.command.append(f"-DJET_VERSION=0x{level:04X}")
        self.command += [f"-D{define}" for define in defines] + ["-"]

    def complaint(self):
        run = subprocess.run(self.command, input=self.text, capture_output=True, text=True)
        if run.returncode == 0 and not run.stderr:
            return None
        lines = [line for line in run.stderr.splitlines() if "error" in line or "warning" in line]
        return f"{self.label}: " + "\n    ".join(lines[:5] or [run.stderr])


def structures():
    """(names, level, engine only, sizes, alignment, members (offset, path, last column), block) of structs.md"""
    with open(os.path.join(SPEC, "api", "structs.md"), encoding="utf-8") as file:
        text = file.read()
    for block in re.split(r"^(?=##+ )", text, flags=re.M):
        head = re.match(r"### (.*)\n", block)
        if not head:
            continue
        names = re.findall(r"[A-Z][A-Z0-9_]+", head.group(1).split(";")[0])
        meta = re.search(r"JET_VERSION >= (0x\w+); (public|engine header only); "
                         r"size (\d+)(?: \(A\) / (\d+) \(W\))?, alignment (\d+)", block)
        members, outer = [], []
        for line in block.splitlines():
            if not re.match(r"\| \d", line):
                continue
            offset, kind, field, last = [cell.strip() for cell in line.strip()[1:-1].split("|")][:4]
            depth, kind = kind.count("&nbsp;&nbsp;"), kind.replace("&nbsp;", "")
            del outer[depth:]
            path = ".".join([part for part in outer if part] + [field])
            if kind in ("(union)", "(struct)"):
                outer.append(field)
            if field and ":" not in offset:  # bit-fields have no offsetof
                members.append((offset, path, last))
        yield (names, int(meta.group(1), 16), meta.group(2) != "public", (meta.group(3), meta.group(4)),
               meta.group(5), members, block)


def value_at(name, value, level, unicode):
    """Constants whose value depends on the level or on JET_UNICODE."""
    columns = 0xFEE0 if level >= 0x501 else 0x7FFE
    special = {
        "JET_coltypMax": 19 if level >= 0xA00 else 18 if level >= 0x600 else 14 if level >= 0x501 else 13,
        "JET_ccolKeyMost": 16 if level >= 0x600 else 12,
        "JET_ccolMost": columns,
        "JET_ccolTaggedMost": columns - 255,
        "JET_cbNameMost": 128 if unicode else 64,
        "JET_cbFullNameMost": 510 if unicode else 255,
        "JET_VERSION": level,
    }
    return str(special.get(name, value))


def parameters(prototype, wide):
    """Parameter types of a prototype of functions.csv."""
    types = []
    for part in filter(None, (p.strip() for p in prototype.split(";"))):
        kind = re.sub(r"\s*\w+\[[^\]]*\]$", "", part)
        if wide:
            kind = kind.replace("JET_PSTR", "JET_PWSTR").replace("JET_PCSTR", "JET_PCWSTR")
            kind = kind.replace("const char*", "const WCHAR*")
            kind = re.sub(r"(JET_[A-Z0-9_]+)_A\b", r"\1_W", kind)
        types.append(kind)
    return ", ".join(types) or "void"


def forms(row):
    """(suffix, wide) of what the header declares from level 0x0600 on."""
    if row["variants"] in ("plain only", "W only"):
        return [("", False)]
    return [("A", False), ("W", row["variants"] != "plain=A;A;W=A")]


class Header(unittest.TestCase):
    def accept(self, sources):
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            complaints = [text for text in pool.map(Source.complaint, sources) if text]
        self.assertFalse(complaints, "\n".join(complaints[:20]))

    def test_every_constant_has_its_value_from_its_level_on_and_is_hidden_below(self):
        table = rows("api/constants.csv")
        self.assertEqual(len(table), 1625)
        sources = []
        for level in LEVELS:
            for unicode in (False, True):
                for engine in (False, True):
                    text = []
                    for row in table:
                        name, value = row["name"], value_at(row["name"], row["value"], level, unicode)
                        code = re.match(r"(JET_)?(err|wrn)[A-Z]", name) and row["family"] != "errcat"
                        visible = engine or row["family"] not in ("internal", "efv")
                        visible = visible and (code or level >= int(row["min_JET_VERSION"], 16))
                        if not visible:
                            text.append(f"enum {{ {name} = 1 }};")  # the name is free
                        elif "_wsz" in name:
                            text.append(f'_Static_assert(sizeof({name}) == sizeof(u"{value}"), "{name}");')
                        else:
                            text.append(f'_Static_assert(({name}) == {value}, "{name}");')
                    defines = ["JET_UNICODE"] * unicode + ["ESENT_ENGINE_ONLY"] * engine
                    sources.append(Source("constants", text, level, defines,
                                          flags=("-Wall", "-Werror", "-Wno-sign-compare")))
        self.accept(sources)

    def test_string_constants(self):
        wanted = {row["name"]: row["value"] for row in rows("api/constants.csv") if "_wsz" in row["name"]}
        self.assertEqual(len(wanted), 4)
        text = ("#define ESENT_ENGINE_ONLY\n#define JET_VERSION 0x0A01\n#include <esent.h>\n#include <stdio.h>\n"
                "static void show(const WCHAR *s) { while (*s) putchar((char)*s++); putchar('\\n'); }\n"
                "int main(void) {" + "".join(f"show({name});" for name in wanted) + "return 0; }\n")
        with tempfile.TemporaryDirectory() as directory:
            program = os.path.join(directory, "strings")
            subprocess.run([CC, "-std=c11", "-xc", "-I", INCLUDE, "-", "-o", program], input=text, text=True, check=True)
            shown = subprocess.run([program], capture_output=True, text=True, check=True).stdout.split()
        self.assertEqual(shown, list(wanted.values()))

    def test_every_structure_has_its_size_alignment_and_offsets(self):
        text = ["#define SIZE(t, n) _Static_assert(sizeof(t) == n, #t)",
                '#define AT(t, f, n) _Static_assert(offsetof(t, f) == n, #t "." #f)',
                "#define ALIGN(t, n) _Static_assert(_Alignof(t) == n, #t)"]
        for names, _, _, size, alignment, members, block in structures():
            base = re.sub(r"\d$", "", names[0])
            versions = {base: "80"} if base == "JET_LOGINFOMISC" and names[0][-1] == "2" else {}
            if base in VERSIONED and names[0] != "JET_LOGINFOMISC3":
                versions.update(re.findall(r"\b(" + base + r"\d?) (?:\(size )?(\d+)\b", block))
                versions[names[0]] = size[0]
            order = sorted(versions, key=lambda n: int(versions[n]))
            for name in order or names:
                wide = name.endswith("_W") and size[1]
                text += [f"SIZE({name}, {versions.get(name) or size[1 if wide else 0]});"]
                if name == (order or names)[-1]:
                    text.append(f"ALIGN({name}, {alignment});")
                for offset, path, last in members:
                    if order and order.index(last) > order.index(name):
                        continue  # the member came with a later version
                    both = re.match(r"(\d+) \(A\) / (\d+) \(W\)", offset)
                    text.append(f"AT({name}, {path}, {both.group(2 if wide else 1) if both else offset});")
        for name in ("INSTANCE", "SESID", "TABLEID", "HANDLE", "LS", "OSSNAPID", "API_PTR"):
            text.append(f'SIZE(JET_{name}, 8); _Static_assert((JET_{name})-1 > 0, "unsigned");')
        for name in ("GRBIT", "DBID", "COLUMNID", "COLTYP", "OBJTYP", "CBTYP", "SNP", "SNT"):
            text.append(f'SIZE(JET_{name}, 4); _Static_assert((JET_{name})-1 > 0, "unsigned");')
        text.append('SIZE(JET_ERR, 4); _Static_assert((JET_ERR)-1 < 0, "signed"); SIZE(WCHAR, 2);')
        text += [f"SIZE({name}, 4);" for name in ("JET_RELOP", "JET_ERRCAT", "JET_INDEXCHECKING", "DBUTIL_OP",
                                                  "EDBDUMP_OP", "JET_OPDDLCONV", "JET_BTREETYPE", "SpaceCategoryFlags")]
        self.assertGreater(sum(line.startswith("SIZE(JET") for line in text), 88)
        self.assertGreater(sum(line.startswith("AT(") for line in text), 797)
        self.accept([Source("structures", text, 0xA01, ["ESENT_ENGINE_ONLY"] + more) for more in ([], ["JET_UNICODE"])])

    def test_structures_that_grow_with_the_level(self):
        self.accept([Source("growing structures", [
            f'_Static_assert(sizeof(JET_TUPLELIMITS) == {limits}, "");',
            f'_Static_assert(sizeof(JET_INDEXCREATE_A) == {index}, "");', '_Static_assert(sizeof(JET_BKINFO) == 24, "");',
        ], level) for level, limits, index in ((0x502, 12, 72), (0x600, 20, 80), (0xA01, 20, 80))])

    def test_structures_are_hidden_below_their_level_and_without_the_engine_switch(self):
        sources = []
        for level in LEVELS:
            text = []
            for names, minimum, engine, *_ in structures():
                if re.sub(r"\d$", "", names[0]) in VERSIONED:
                    continue
                for name in names:
                    hidden = engine or level < minimum
                    text.append(f"typedef int {name};" if hidden else f'_Static_assert(sizeof({name}) > 4, "");')
            sources.append(Source("structures visible", text, level))
        self.accept(sources)

    def test_layouts_of_a_managed_client(self):
        with open(os.path.join(SPEC, "abi-structs.md"), encoding="utf-8") as file:
            layouts = re.findall(r"^\| (\w+) \| (\d+) \|", file.read(), flags=re.M)
        known = {name for names, *_ in structures() for name in names}
        known |= {"JET_RECSIZE", "JET_RECSIZE2", "JET_DBINFOMISC", "JET_DBINFOMISC4", "JET_THREADSTATS", "JET_THREADSTATS2"}
        text = []
        for name, size in layouts:
            plain = name.replace("NATIVE_", "JET_")
            plain = {"JET_INDEXCREATE": "", "JET_INDEXCREATE1": "JET_INDEXCREATE_A",
                     "JET_COLUMNBASE_WIDE": "JET_COLUMNBASE_W"}.get(plain, plain)
            for candidate in (plain, plain + "_A", plain + "_W"):
                if candidate in known:
                    text.append(f'_Static_assert(sizeof({candidate}) == {size}, "{candidate}");')
                    break
        self.assertGreater(len(text), 35)
        self.accept([Source("managed layouts", text, 0xA01, ["ESENT_ENGINE_ONLY"])])

    def test_every_prototype_and_macro_at_every_level(self):
        table = rows("api/functions.csv")
        self.assertEqual(len(table), 212)
        sources = []
        for level in LEVELS:
            for defines in ([], ["JET_UNICODE"], ["ESENT_ENGINE_ONLY"], ["_JET_NOPROTOTYPES"]):
                text = ["#define STRING_(x) #x", "#define STRING(x) STRING_(x)",
                        "#define SAME(a, b) _Static_assert(__builtin_strcmp(a, b) == 0, b)",
                        "#define IS(f, ...) _Static_assert(__builtin_types_compatible_p(__typeof__(&f), "
                        "JET_ERR (*)(__VA_ARGS__)), #f)"]
                for row in table:
                    name = row["name"]
                    hidden = level < int(row["min_JET_VERSION"], 16) or "_JET_NOPROTOTYPES" in defines
                    hidden = hidden or (row["in_public_header"] == "n" and "ESENT_ENGINE_ONLY" not in defines)
                    declared = [] if hidden else forms(row)
                    if level < 0x600 and len(declared) == 2:
                        declared = [("", False)]
                    text += [f"IS({name}{suffix}, {parameters(row['prototype'], wide)});" for suffix, wide in declared]
                    if len(declared) == 2:
                        text.append(f'SAME(STRING({name}), "{name}{"W" if "JET_UNICODE" in defines else "A"}");')
                        continue
                    free = [name] if not declared else []
                    if len(forms(row)) == 2:
                        free += [name + "A", name + "W"]
                    text += [f"typedef int {other};" for other in free]
                sources.append(Source("prototypes", text, level, defines))
        self.accept(sources)

    def test_compiles_without_a_warning_as_c_and_cpp_with_gcc_and_clang(self):
        sources = []
        for compiler, language, std in (("gcc", "c", "c11"), ("gcc", "c", "c17"), ("g++", "c++", "c++11"),
                                        ("g++", "c++", "c++17"), ("clang", "c", "c11"), ("clang", "c", "c17"),
                                        ("clang++", "c++", "c++11"), ("clang++", "c++", "c++17")):
            if not shutil.which(compiler):
                print(f"no {compiler} here", file=sys.stderr)
                continue
            check = "_Static_assert" if language == "c" else "static_assert"
            for level in LEVELS + [None]:
                for defines in ([], ["JET_UNICODE"], ["ESENT_ENGINE_ONLY"], ["_JET_NOPROTOTYPES"]):
                    text = ["#include <esent.h>", "JET_ERR JET_API callback(void);",
                            f'{check}(JET_VERSION == 0x{level or 0x0A00:04X}, "level");']
                    sources.append(Source(f"{compiler} {std}", text, level, defines, compiler, language, std))
        sources.append(Source("WINVER", '#define WINVER 0x0601\n#include <esent.h>\n'
                              '_Static_assert(JET_VERSION == 0x0601, "");\n'))
        self.accept(sources)

    def test_every_function_is_exported_and_plain_is_the_a_form(self):
        library = os.path.join(BINARY, "libesent.so")
        output = subprocess.run(["nm", "-D", "--defined-only", library], capture_output=True, text=True, check=True).stdout
        address = {}
        for line in output.splitlines():
            value, kind, name = line.split()[:3]
            if kind in "TtWi":
                address[name.split("@")[0]] = value
        wanted, own, aliases = set(), 0, 0
        for row in rows("api/functions.csv"):
            name, variants = row["name"], row["variants"]
            wanted.add(name)  # with two forms also where the published list has no plain one: of use and harmless
            if len(forms(row)) == 1:
                own += 1
                continue
            wanted |= {name + "A", name + "W"}
            same_w = variants == "plain=A;A;W=A"
            own += 1 if same_w else 2
            aliases += (2 if same_w else 1) if variants.startswith("plain=A") else 0
            self.assertEqual(address.get(name), address.get(name + "A"), name)
            if same_w:
                self.assertEqual(address.get(name), address.get(name + "W"), name)
        self.assertEqual((own, aliases), (298, 81))
        self.assertEqual(sorted(wanted - set(address)), [])
        self.assertEqual(sorted(name for name in set(address) - wanted if name.startswith("Jet")), [])
        self.assertEqual([row["function"] for row in rows("abi-exports.csv") if row["function"] not in address], [])


if __name__ == "__main__":
    if not os.path.exists(os.path.join(SPEC, "api", "constants.csv")):
        print(f"SKIPPED: no tables at {SPEC}")
        sys.exit(77)
    unittest.main()
