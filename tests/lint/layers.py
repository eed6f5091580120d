#!/usr/bin/python3
"""Layers: every #include of src/ against the table of src/DESIGN.md, as TAP.

Own headers: a folder may include its own and those listed for it, by folder or one by one. Outside headers: the libraries
listed for it. Anything else is an upward or sideways reach.
"""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
SRC = ROOT / 'src'

# Standard C and POSIX headers are for everyone, save those that reach out of the process.
STANDARD = {'string.h', 'stdint.h', 'stddef.h', 'stdlib.h', 'stdio.h', 'errno.h', 'limits.h', 'malloc.h', 'math.h', 'ctype.h',
            'stdarg.h', 'stdatomic.h', 'time.h', 'inttypes.h', 'stdbool.h', 'locale.h', 'unistd.h', 'assert.h'}
SYSTEM = re.compile(r'^(sys/|netinet/|arpa/|fcntl\.h$|signal\.h$|poll\.h$|pthread\.h$|sched\.h$|spawn\.h$|termios\.h$|'
                    r'netdb\.h$|dirent\.h$|glob\.h$|ftw\.h$|pwd\.h$|linux/)')
GLIB = re.compile(r'^(glib\.h|glib-object\.h|glib/|gio/|glib-unix\.h|gobject/)')
LIBRARY = {
    'glib': GLIB,
    'system': SYSTEM,
    'json-glib': re.compile(r'^json-glib/'),
    'gnutls': re.compile(r'^gnutls/'),
    'libcrypto': re.compile(r'^openssl/'),
    'argon2': re.compile(r'^argon2\.h'),
    'sqlite': re.compile(r'^sqlite3\.h'),
    'microhttpd': re.compile(r'^microhttpd\.h'),
    'curl': re.compile(r'^curl/'),
    'soup': re.compile(r'^libsoup/'),
    'secret': re.compile(r'^libsecret/'),
    'paper': re.compile(r'^(pango/|cairo)'),
    'poppler': re.compile(r'^poppler\.h$'),
    'gtk': re.compile(r'^(gtk/|gdk/|gsk/|adwaita\.h|pango/|cairo|gdk-pixbuf/)'),
}

CORE_BASICS = ['core/base', 'core/crypto', 'core/merkle', 'core/wire']
CORE = CORE_BASICS + ['core/contract', 'core/model', 'core/fhir']
LEDGER = CORE_BASICS + ['core/contract', 'system']
APP = ['core/base', 'core/model', 'client/session', 'app/phrase', 'app/action', 'app/desk', 'app/widget']
# What the window connects to one another, one a line.
PAGES = [
    'app/account',
    'app/case',
    'app/chart',
    'app/documents',
    'app/import',
    'app/palette',
    'app/patients',
    'app/print',
    'app/register',
    'app/saved',
    'app/signin',
    'app/staff',
]
TABLE = {
    'core/base': ([], ['json-glib']),
    'core/crypto': (['core/base'], ['gnutls', 'libcrypto', 'argon2', 'system']),
    'core/merkle': (['core/base', 'core/crypto'], []),
    'core/wire': (['core/base', 'core/crypto', 'core/merkle'], ['json-glib']),
    'core/contract': (CORE_BASICS, ['json-glib']),
    'core/model': (['core/base'], []),
    'core/fhir': (['core/base', 'core/model'], []),
    'demo': (['core/base', 'core/model', 'core/fhir'], ['json-glib']),
    'system': (['core/base', 'core/crypto'], ['sqlite', 'system']),
    'ledger/store': (LEDGER, ['sqlite', 'system']),
    'ledger/blobs': (LEDGER, ['system']),
    'ledger/log': (LEDGER + ['ledger/store', 'ledger/blobs'], ['system']),
    'ledger/http': (LEDGER, ['microhttpd', 'gnutls', 'system']),
    'ledger/peer': (LEDGER, ['curl', 'system']),
    'ledger/service': (LEDGER + ['ledger/store', 'ledger/blobs', 'ledger/log', 'ledger/http', 'ledger/peer'],
                       ['json-glib', 'system']),
    'ledger/validator': (LEDGER + ['ledger/store', 'ledger/blobs', 'ledger/log', 'ledger/http', 'ledger/peer'],
                         ['json-glib', 'system']),
    'ledger/program': (LEDGER + ['ledger/store', 'ledger/blobs', 'ledger/log', 'ledger/http', 'ledger/peer',
                                 'ledger/service', 'ledger/validator'], ['json-glib', 'system']),
    'client/keyring': (CORE + ['system'], ['secret', 'system']),
    'client/profile': (CORE + ['system', 'client/keyring'], ['json-glib', 'system']),
    'client/cache': (CORE + ['system'], ['sqlite', 'system']),
    'client/outbox': (CORE + ['system', 'client/cache'], ['sqlite', 'system']),
    'client/net': (CORE, ['json-glib', 'soup']),
    'client/sync': (CORE_BASICS + ['client/net'], []),
    'client/session': (CORE + ['system', 'client/cache', 'client/outbox', 'client/net', 'client/sync',
                               'client/keyring', 'client/profile'], ['json-glib', 'system']),
    'app/phrase': (['core/base', 'core/model'], []),
    'app/action': ([], []),
    'app/paper': (['core/base', 'core/model', 'app/phrase'], ['paper']),
    'app/desk': (['core/base', 'core/crypto', 'core/model', 'system/nadi-system-clock.h', 'client/session'], []),
    'app/widget': (APP, ['gtk']),
    'app/documents': (APP, ['gtk', 'poppler', 'system']),
    'app/print': (APP + ['app/paper'], ['gtk']),
    'app/signin': (APP + ['core/crypto'], ['gtk']),
    'app/patients': (APP, ['gtk']),
    'app/account': (APP + ['core/crypto'], ['gtk']),
    'app/vitals': (APP, ['gtk']),
    'app/chart': (APP + ['app/vitals'], ['gtk']),
    'app/demo': (APP, ['gtk']),
    'app/help': (APP, ['gtk']),
    'app/import': (APP, ['gtk']),
    'app/palette': (APP, ['gtk']),
    'app/camera': (APP, ['gtk', 'system']),
    'app/register': (APP + ['app/camera'], ['gtk']),
    'app/saved': (APP, ['gtk']),
    'app/case': (APP, ['gtk']),
    'app/staff': (APP, ['gtk']),
    'app/window': (APP + PAGES, ['gtk']),
    'app/program': (APP + ['app/window', 'app/demo', 'app/help', 'app/documents/nadi-picture.h', 'core/crypto'], ['gtk']),
    'ctl': (CORE + ['demo', 'client/session'], ['json-glib', 'system']),
}
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.MULTILINE)


def folder_of(path):
    relative = path.relative_to(SRC).parent.as_posix()
    return relative


def check(path, headers):
    folder = folder_of(path)
    if folder not in TABLE:
        yield f'{folder} is not in the table of layers'
        return
    folders, libraries = TABLE[folder]
    for kind, name in INCLUDE.findall(path.read_text(encoding='utf-8')):
        if kind == '"':
            if '/' in name or name not in headers:
                yield f'includes "{name}", which no folder of src has under that name'
            elif headers[name] != folder and not {headers[name], f'{headers[name]}/{name}'} & set(folders):
                yield f'includes "{name}" of {headers[name]}'
        elif name not in STANDARD and not GLIB.match(name):
            if not any(LIBRARY[library].match(name) for library in libraries):
                yield f'includes <{name}>'


def main():
    headers = {}
    failures = 0
    number = 0
    for path in sorted(SRC.rglob('*.h')):
        if path.name in headers:
            print(f'# {path.name} stands in two folders')
            failures += 1
        headers[path.name] = folder_of(path)
    for path in sorted(list(SRC.rglob('*.c')) + list(SRC.rglob('*.h'))):
        number += 1
        wrong = list(check(path, headers))
        print(f'{"not ok" if wrong else "ok"} {number} {path.relative_to(ROOT)}')
        for line in wrong:
            print(f'# {line}')
        failures += bool(wrong)
    print(f'1..{number}')
    return 1 if failures else 0


if __name__ == '__main__':
    sys.exit(main())
