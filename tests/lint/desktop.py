#!/usr/bin/python3
"""What desktops read: desktop file, AppStream, schema, service, icons, Flatpak manifest, each by its own checker. As TAP."""
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as tree

ROOT = pathlib.Path(__file__).resolve().parents[2]
DESKTOP = ROOT / 'data/desktop'
ID = 'org.nadihealth.Nadi'


def run(*arguments):
    if not shutil.which(arguments[0]):
        return [f'{arguments[0]} is not installed (tests/packages)']
    process = subprocess.run([str(a) for a in arguments], capture_output=True, text=True, check=False)
    return (process.stdout + process.stderr).strip().split('\n') if process.returncode != 0 else []


def check_desktop_file():
    with tempfile.TemporaryDirectory() as folder:
        copy = pathlib.Path(folder) / f'{ID}.desktop'
        shutil.copy(DESKTOP / f'{ID}.desktop.in', copy)
        yield from run('desktop-file-validate', copy)


def check_metainfo():
    with tempfile.TemporaryDirectory() as folder:
        copy = pathlib.Path(folder) / f'{ID}.metainfo.xml'
        shutil.copy(DESKTOP / f'{ID}.metainfo.xml.in', copy)
        yield from run('appstreamcli', 'validate', '--no-net', '--explain', copy)
    version = re.search(r"version: '([^']+)'", (ROOT / 'meson.build').read_text(encoding='utf-8')).group(1)
    newest = tree.parse(DESKTOP / f'{ID}.metainfo.xml.in').find('releases/release').get('version')
    if newest != version:
        yield f'the newest release is {newest}, and the project is at {version}'


def check_schema():
    yield from run('glib-compile-schemas', '--strict', '--dry-run', DESKTOP)
    for key in tree.parse(DESKTOP / f'{ID}.gschema.xml').iter('key'):
        if key.get('type') != 'b' and key.find('range') is None and key.find('choices') is None:
            yield f'{key.get("name")} has no range'
        if key.find('summary') is None:
            yield f'{key.get("name")} has no summary'


def check_service():
    text = (DESKTOP / f'{ID}.service.in').read_text(encoding='utf-8')
    if f'Name={ID}\n' not in text:
        yield 'is not of the program\'s name'
    if '--gapplication-service' not in text:
        yield 'does not start the program as a service'


def check_icons():
    for name in (f'{ID}.svg', f'{ID}-symbolic.svg'):
        text = (ROOT / 'data/icons' / name).read_text(encoding='utf-8')
        root = tree.fromstring(text)
        if root.get('viewBox') is None:
            yield f'{name} has no viewBox'
        if re.search(r'<(image|script|text|foreignObject)\b|href=', text):
            yield f'{name} has more than shapes in it'


def no_twice(pairs):
    names = [name for name, _ in pairs]
    if len(names) != len(set(names)):
        raise ValueError('a member stands twice')
    return dict(pairs)


def check_flatpak():
    manifest = json.loads((ROOT / f'flatpak/{ID}.json').read_text(encoding='utf-8'), object_pairs_hook=no_twice)
    for member in ('id', 'runtime', 'runtime-version', 'sdk', 'command', 'finish-args', 'modules'):
        if member not in manifest:
            yield f'has no {member}'
    if manifest.get('id') != ID or manifest.get('command') != 'nadi':
        yield 'is not of this program'
    for permission in manifest.get('finish-args', []):
        if re.match(r'--(filesystem|socket=session-bus|socket=system-bus|device=all)', permission):
            yield f'asks for {permission}: files come through the portal'
    for module in manifest.get('modules', []):
        for source in module.get('sources', []):
            if source.get('type') == 'git' and 'tag' not in source:
                yield f'{module["name"]} is not pinned'
    if manifest['modules'][-1]['name'] != 'nadi':
        yield 'does not build the program last'


def main():
    checks = [check_desktop_file, check_metainfo, check_schema, check_service, check_icons, check_flatpak]
    failures = 0
    print(f'1..{len(checks)}')
    for number, check in enumerate(checks, 1):
        wrong = list(check())
        print(f'{"not ok" if wrong else "ok"} {number} {check.__name__[6:].replace("_", "-")}')
        for line in wrong:
            print(f'# {line}')
        failures += bool(wrong)
    return 1 if failures else 0


if __name__ == '__main__':
    sys.exit(main())
