"""What the tests of esentutl share: the program, the real files, a scratch
directory. Called as: test_x.py ESENTUTL SHARED."""
import gzip
import os
import shutil
import subprocess
import sys
import tempfile
import unittest

PROGRAM, SHARED = sys.argv[1], sys.argv[2]
SCRATCH = tempfile.mkdtemp(prefix="esentutl-test-")


def shared(relative):
    return os.path.join(SHARED, relative)


def extract(relative, name=None):
    """A plain copy of a shared file in the scratch directory."""
    target = os.path.join(SCRATCH, name or os.path.basename(relative).removesuffix(".gz"))
    opener = gzip.open if relative.endswith(".gz") else open
    os.makedirs(os.path.dirname(target), exist_ok=True)
    with opener(shared(relative), "rb") as source, open(target, "wb") as out:
        shutil.copyfileobj(source, out)
    return target


class Result:
    def __init__(self, process):
        self.status = process.returncode
        self.out = process.stdout.decode()
        self.err = process.stderr.decode()
        if "Sanitizer" in self.err or "runtime error" in self.err:
            raise AssertionError(self.err)

    def lines(self):
        return self.out.splitlines()


def run(*arguments, stdin=b"", cwd=None):
    return Result(subprocess.run([PROGRAM, *arguments], input=stdin, capture_output=True, cwd=cwd or SCRATCH))


def main():
    if not os.path.exists(shared("corpus/README.md")):
        print("SKIPPED: no real files at " + SHARED, file=sys.stderr)
        sys.exit(77)
    try:
        result = unittest.main(module="__main__", argv=sys.argv[:1], exit=False, verbosity=2).result
    finally:
        shutil.rmtree(SCRATCH)
    sys.exit(not result.wasSuccessful())
