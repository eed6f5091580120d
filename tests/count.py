#!/usr/bin/python3
"""Counts the test cases in Meson's logs: tests/count.py BUILD...

Prints every failed and skipped case, then "N passed, N failed, N skipped"; exits with 1 if any failed
or none ran.
"""
import json
import pathlib
import re
import sys

RESULT = re.compile(r'^\s*(not ok|ok)\b\s*\d*\s*-?\s*(.*?)(?:\s+#\s*(SKIP|TODO)\b\s*(.*))?$', re.IGNORECASE)


def cases_of(test):
    """Yields (name, result) for each case of one test program."""
    found = 0
    for line in (test.get('stdout') or '').splitlines():
        if line.startswith(' '):
            continue                       # a subtest: its parent counts
        match = RESULT.match(line)
        if not match:
            continue
        found += 1
        status, name, directive, _ = match.groups()
        if directive and directive.upper() == 'SKIP':
            yield name, 'skipped'
        else:
            yield name, 'passed' if status.lower() == 'ok' else 'failed'
    good = test['result'] in ('OK', 'EXPECTEDFAIL')
    if test['result'] == 'SKIP' and found == 0:
        yield '', 'skipped'
    elif found == 0:
        yield '', 'passed' if good else 'failed'
    elif not good and test['result'] != 'SKIP':
        yield '(' + test['result'].lower() + ')', 'failed'   # a crash or time-out after its last line


def main(builds):
    counts = {'passed': 0, 'failed': 0, 'skipped': 0}
    for build in builds:
        log = pathlib.Path(build, 'meson-logs', 'testlog.json')
        if not log.exists():
            print(f'{build}: no test log')
            counts['failed'] += 1
            continue
        for line in log.read_text(encoding='utf-8', errors='replace').splitlines():
            test = json.loads(line)
            for name, result in cases_of(test):
                counts[result] += 1
                if result != 'passed':
                    print(f'{result}: {build}: {test["name"]} {name}'.rstrip())
    print('{passed} passed, {failed} failed, {skipped} skipped'.format(**counts))
    return 1 if counts['failed'] or not counts['passed'] else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
