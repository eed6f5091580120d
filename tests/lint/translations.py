#!/usr/bin/python3
"""Translations: POTFILES names every file with sentences and no other; every language has every sentence. As TAP."""
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
PO = ROOT / 'po'
MARKED = re.compile(r'\b(?:_|N_|C_|NC_|ngettext|g_dngettext)\s*\(\s*(?:NULL\s*,\s*)?"')
KEYWORDS = ['--keyword=_', '--keyword=N_', '--keyword=C_:1c,2', '--keyword=NC_:1c,2', '--keyword=ngettext:1,2', '--keyword=g_dngettext:2,3']


def lines(path):
    return [line for line in path.read_text(encoding='utf-8').split('\n') if line and not line.startswith('#')]


def check_potfiles():
    named = set(lines(PO / 'POTFILES'))
    marked = {str(path.relative_to(ROOT)) for path in (ROOT / 'src').rglob('*.[ch]') if MARKED.search(path.read_text(encoding='utf-8'))}
    marked |= {str(path.relative_to(ROOT)) for path in (ROOT / 'ui').rglob('*.ui') if 'translatable="yes"' in path.read_text(encoding='utf-8')}
    for path in sorted(marked - named):
        yield f'{path} has sentences and is not in POTFILES'
    for path in sorted(named - marked):
        yield f'{path} is in POTFILES and has no sentences, or does not exist'


def run(*arguments):
    process = subprocess.run([str(a) for a in arguments], capture_output=True, text=True, check=False, cwd=ROOT)
    return process.returncode, process.stderr.strip()


def check_language(language, template):
    path = PO / f'{language}.po'
    code, text = run('msgfmt', '--check', '--check-accelerators=_', '-o', '/dev/null', path)
    if code != 0:
        yield text
    # Every sentence of the sources, none of them fuzzy or empty.
    code, text = run('msgcmp', path, template)
    if code != 0:
        yield text
    if re.search(r'^#~ msgid', path.read_text(encoding='utf-8'), re.MULTILINE):
        yield 'has sentences that the sources no longer have'


def main():
    failures = 0
    languages = lines(PO / 'LINGUAS')
    print(f'1..{len(languages) + 2}')

    def report(number, name, wrong):
        nonlocal failures
        wrong = list(wrong)
        print(f'{"not ok" if wrong else "ok"} {number} {name}')
        for entry in wrong:
            for line in entry.split('\n'):
                print(f'# {line}')
        failures += bool(wrong)

    report(1, 'POTFILES', check_potfiles())
    with tempfile.TemporaryDirectory() as folder:
        template = pathlib.Path(folder) / 'nadi.pot'
        code, text = run('xgettext', '--from-code=UTF-8', *KEYWORDS, '-o', template, '-f', PO / 'POTFILES')
        report(2, 'extraction', [text] if code != 0 or 'warning' in text else [])
        for number, language in enumerate(languages, 3):
            report(number, language, check_language(language, template))
    return 1 if failures else 0


if __name__ == '__main__':
    sys.exit(main())
