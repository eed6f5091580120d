#!/usr/bin/python3
"""Actions: each one of the table is done by somebody, and nobody names one that the table lacks. As TAP."""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
APP = ROOT / 'src/app'
TABLE = APP / 'action/nadi-action-table.c'


def main():
    names = re.findall(r'\{ "((?:app|win)\.[a-z-]+)"', TABLE.read_text(encoding='utf-8'))
    sources = {path: path.read_text(encoding='utf-8') for path in APP.rglob('*.c') if path != TABLE}
    templates = {path: path.read_text(encoding='utf-8') for path in (ROOT / 'ui').glob('*.ui')}
    failures = 0
    print(f'1..{len(names) + 1}')

    def report(number, name, wrong):
        nonlocal failures
        print(f'{"not ok" if wrong else "ok"} {number} {name}')
        for line in wrong:
            print(f'# {line}')
        failures += bool(wrong)

    for number, name in enumerate(names, 1):
        wanted = f'.name = "{name[4:]}"' if name.startswith('app.') else f'"{name}"'
        report(number, name, [] if any(wanted in text for text in sources.values()) else ['nobody does it'])
    used = {}
    for path, text in {**sources, **templates}.items():
        for name in re.findall(r'["\'>]((?:app|win)\.[a-z-]+)["\'<]', text):
            used.setdefault(name, path.name)
    report(len(names) + 1, 'none beside the table',
           [f'{path} names {name}' for name, path in sorted(used.items()) if name not in names])
    return 1 if failures else 0


if __name__ == '__main__':
    sys.exit(main())
