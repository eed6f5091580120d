#!/usr/bin/python3
"""Manuals: well formed, and with exactly the commands and options that the programs' --help has. As TAP."""
import pathlib
import re
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
COMMON = {'nadictl': {'profile', 'staff', 'json', 'help', 'offline'}, 'nadi-ledger': {'help'}}
# Commands that stand behind another one and not in the list of --help.
HIDDEN = {'nadi-ledger': ['validator init']}


def ask(program, *words):
    return subprocess.run([program, *words, '--help'], capture_output=True, text=True, check=True,
                          env={'LC_ALL': 'C.UTF-8', 'PATH': '/usr/bin:/bin'}).stdout


def commands(program, name):
    listed = re.findall(r'^  ([a-z-]+(?: [a-z-]+)?) {2,}\S', ask(program), re.MULTILINE)
    return listed + HIDDEN.get(name, [])


def options(text):
    return set(re.findall(r'^  (?:-\w, )?--([a-z-]+)', text, re.MULTILINE))


def sections(manual):
    """Command name -> options, from its .Ss sections."""
    found = {}
    body = manual.split('.Sh COMMANDS')[1].split('\n.Sh ')[0]
    for part in body.split('\n.Ss ')[1:]:
        title, _, text = part.partition('\n')
        found[title.split(' Ar ')[0].strip()] = set(re.findall(r'^\.It (?:Fl \w , )?Fl -([a-z-]+)', text, re.MULTILINE))
    return found


TABLE = ROOT / 'src/app/action/nadi-action-table.c'
KEY_NAMES = {'question': '?', 'Return': 'Enter', 'Escape': 'Esc'}


def key_name(accelerator):
    """<Control>k -> Ctrl+K."""
    *modifiers, key = accelerator.replace('<', '').replace('Control>', 'Ctrl>').split('>')
    key = KEY_NAMES.get(key, key)
    return '+'.join([*modifiers, key.upper() if len(key) == 1 else key])


def table_keys():
    """(keys, title) of every action that has keys."""
    rows = re.findall(r'\{ "[a-z.-]+", NADI_ACTION_\w+, N_\("([^"]+)"\), "([^"]+)"', TABLE.read_text(encoding='utf-8'))
    return {(' , '.join(key_name(key) for key in keys.split()), title.rstrip('…')) for title, keys in rows}


def check_windows(program, manual):
    """nadi has no commands: its options stand in the description, its keys are those of the table of actions."""
    body = manual.split('.Sh DESCRIPTION')[1].split('\n.Sh ')[0]
    documented = set(re.findall(r'^\.It (?:Fl \w , )?Fl -([a-z-]+)', body, re.MULTILINE))
    for option in sorted(options(ask(program)) ^ documented):
        yield f'--{option} stands in the manual or in --help only'
    keys = manual.split('.Sh KEYS')[1].split('\n.Sh ')[0]
    described = {(key, text) for key, text in re.findall(r'^\.It (.+)\n(.+)\.$', keys, re.MULTILINE)}
    real = table_keys()
    if not real:
        yield 'the table of actions has no keys'
    for key, title in sorted(real ^ described):
        yield f'{key}: {title}: stands in the manual or in the table of actions only'


def check(program, name):
    path = ROOT / 'data/man' / f'{name}.1'
    manual = path.read_text(encoding='utf-8')
    if shutil.which('mandoc'):
        for line in subprocess.run(['mandoc', '-T', 'lint', '-W', 'warning', str(path)], capture_output=True, text=True,
                                   check=False).stdout.splitlines():
            yield line
    if name == 'nadi':
        yield from check_windows(program, manual)
        return
    documented = sections(manual)
    listed = commands(program, name)
    if not listed:
        yield '--help lists no commands'
    for command in listed:
        if command not in documented:
            yield f'has no section for {command}'
            continue
        real = options(ask(program, *command.split())) - COMMON[name]
        for option in sorted(real ^ documented[command]):
            yield f'{command}: --{option} stands in {"--help" if option in real else "the manual"} only'
    for command in set(documented) - set(listed):
        yield f'describes {command}, which is no command'
    for option in COMMON[name]:
        if f'Fl -{option}' not in manual:
            yield f'does not describe --{option}'


def main(programs):
    failures = 0
    print(f'1..{len(programs)}')
    for number, program in enumerate(programs, 1):
        name = pathlib.Path(program).name
        wrong = list(check(program, name))
        print(f'{"not ok" if wrong else "ok"} {number} {name}')
        for line in wrong:
            print(f'# {line}')
        failures += bool(wrong)
    return 1 if failures else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
