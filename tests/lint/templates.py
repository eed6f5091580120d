#!/usr/bin/python3
"""Every GObject that src/app defines stands in the table of tests/app/test-templates.c, which builds, draws and destroys it, and counts
what is left."""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
DEFINED = re.compile(r'^G_DEFINE_(?:FINAL_|ABSTRACT_)?TYPE(?:_WITH_CODE|_WITH_PRIVATE)? \(\w+, (nadi_\w+),', re.MULTILINE)


def main():
    table = set(re.findall(r'^  X \((\w+)\)', (ROOT / 'tests/app/test-templates.c').read_text(), re.MULTILINE))
    defined = {}
    for path in sorted((ROOT / 'src/app').rglob('*.c')):
        if path.parent.name != 'program':
            for name in DEFINED.findall(path.read_text()):
                defined[name] = path.relative_to(ROOT)
    print(f'1..{len(defined) + 1}')
    failed = 0
    for number, (name, path) in enumerate(sorted(defined.items()), 1):
        good = name in table
        failed += not good
        print(f'{"ok" if good else "not ok"} {number} {path}: {name}')
    stale = table - set(defined)
    good = len(defined) > 40 and not stale
    failed += not good
    print(f'{"ok" if good else "not ok"} {len(defined) + 1} nothing that is gone: {" ".join(sorted(stale))}')
    return 1 if failed else 0


sys.exit(main())
