#!/usr/bin/python3
"""Habits that a machine can check, one case a file, as TAP: banned calls, file names, words that promise later work."""
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]

# pattern, where it is banned (prefix of the path), except in, why
BANNED = [
    (r'\b(strcpy|strcat|sprintf|vsprintf|gets|strtok|alloca|system|popen|mktemp|tmpnam)\s*\(', 'src/', (), 'unsafe call'),
    (r'\bg_get_(real_time|monotonic_time)\b|\b(clock_gettime|gettimeofday|time)\s*\(', 'src/',
     ('src/system/', 'src/client/net/nadi-live.c', 'src/ledger/validator/nadi-cosigning.c'), 'the clock is handed in'),
    (r'\b(rand|random|srand|g_random_\w+|getrandom|g_uuid_string_random)\s*\(', 'src/', (), 'the random source is handed in'),
    (r'\b(fopen|open|socket|getenv|g_getenv|g_file_get_contents)\s*\(', 'src/core/', (), 'the core has no I/O'),
    (r'\b(float|double)\b', 'src/core/contract/', (), 'no floating point in the contract'),
    (r'\bjson_parser_\w+', 'src/', ('src/core/base/nadi-json-read.c',), 'JSON enters through nadi_json_load()'),
    (r'\bsqlite3_open\w*\s*\(', 'src/', ('src/system/',), 'SQLite is opened by nadi_database_open()'),
    (r'\bEVP_|\bRSA_', 'src/', ('src/core/crypto/nadi-rsa.c',), 'libcrypto stays in one file'),
    (r'\bg_main_loop_run\b|g_main_context_iteration', 'src/client/', (), 'no nested main loops'),
    (r'\bmemcmp\s*\([^;]*\b(mac|tag|secret|proof_of)\b', 'src/', (), 'secrets are compared with nadi_equal_secret()'),
    (r'\b(TODO|FIXME|XXX|HACK)\b|\bfor now\b|\bnot implemented\b', 'src/', (), 'promises later work'),
    (r'#\s*include\s*"[^"]*\.\.', '', (), 'no .. in an include'),
]
NAME = re.compile(r'^nadi-[a-z0-9-]+\.[ch]$')
MAIN = {'main.c'}
COMMENT = re.compile(r'/\*.*?\*/|//[^\n]*', re.DOTALL)
STRING = re.compile(r'"(?:\\.|[^"\\\n])*"')


def blank(match):
    return re.sub(r'[^\n]', ' ', match.group(0))


def check(path):
    name = path.as_posix()
    text = (ROOT / path).read_text(encoding='utf-8')
    if name.startswith('src/') and not NAME.match(path.name) and path.name not in MAIN:
        yield f'is not named nadi-<thing>{path.suffix}'
    if path.suffix == '.h' and '#pragma once' not in text:
        yield 'has no #pragma once'
    if name.startswith('src/') and not text.startswith('/*'):
        yield 'does not begin with what it is for'
    if '\t' in text:
        yield 'has a tab'
    code = STRING.sub(blank, COMMENT.sub(blank, text))
    for pattern, where, exceptions, why in BANNED:
        if not name.startswith(where) or any(name.startswith(e) for e in exceptions):
            continue
        scope = text if 'later' in why or 'include' in pattern else code
        for match in re.finditer(pattern, scope):
            line = scope.count('\n', 0, match.start()) + 1
            yield f'line {line}: {match.group(0).strip()}: {why}'


def main():
    files = subprocess.run(['git', 'ls-files', '--cached', '--others', '--exclude-standard', 'src', 'tests'], cwd=ROOT,
                           capture_output=True, text=True, check=False).stdout.split('\n')
    paths = [pathlib.Path(f) for f in files if f.endswith(('.c', '.h')) and (ROOT / f).exists()]
    if not paths:
        paths = sorted(p.relative_to(ROOT) for d in ('src', 'tests') for p in (ROOT / d).rglob('*.[ch]'))
    failures = 0
    print(f'1..{len(paths)}')
    for number, path in enumerate(sorted(paths), 1):
        wrong = list(check(path))
        print(f'{"not ok" if wrong else "ok"} {number} {path}')
        for line in wrong:
            print(f'# {line}')
        failures += bool(wrong)
    return 1 if failures else 0


if __name__ == '__main__':
    sys.exit(main())
