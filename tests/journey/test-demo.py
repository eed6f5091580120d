#!/usr/bin/python3
"""The demo: made twice it is the same one, thrown away it is gone and can be made anew; the journey's exit status tells of a step
that was not seen. As TAP."""
import contextlib
import io
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import traceback

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get('NADI_BUILD', ROOT / 'build'))
sys.path.insert(0, str(ROOT / 'data/demo'))
import journey  # noqa: E402 - its folder is said first
from display import NotSeen  # noqa: E402


def run(*arguments):
    return subprocess.run([str(a) for a in arguments], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=300, check=False)


def make(state):
    for program, *options in (('src/ledger/program/nadi-ledger',), ('src/ctl/nadictl', '--patients', '3')):
        process = run(BUILD / program, 'demo', state, *options)
        assert process.returncode == 0, process.stderr


def stop(state):
    process = run(BUILD / 'src/ledger/program/nadi-ledger', 'demo', state, '--stop')
    assert process.returncode == 0, process.stderr


def patients(state):
    profile = next(p for p in json.loads((state / 'demo.json').read_text())['profiles'] if p['role'] == 'doctor')
    process = subprocess.run([str(BUILD / 'src/ctl/nadictl'), '--profile', profile['folder'], 'patient', 'find', '', '--json'],
                             env=dict(os.environ, NADI_PASSPHRASE=profile['passphrase']), capture_output=True, text=True, timeout=60, check=False)
    assert process.returncode == 0, process.stderr
    return sorted(patient['number'] for patient in json.loads(process.stdout))


def test_twice(folder):
    state = folder / 'demo'
    make(state)
    first, said = patients(state), json.loads((state / 'demo.json').read_text())
    make(state)
    assert patients(state) == first and len(first) > 0
    assert json.loads((state / 'demo.json').read_text())['profiles'] == said['profiles']


def test_anew(folder):
    """After test_twice: stopped, thrown away, made anew."""
    state = folder / 'demo'
    first = patients(state)
    stop(state)
    stop(state)                                                      # nothing runs any more: that is no error
    shutil.rmtree(state)
    make(state)
    assert patients(state) == first                                  # the same people every time
    stop(state)


def go(folder, parts):
    """The journey's exit status with these people, without windows."""
    (folder / 'state').mkdir(exist_ok=True)
    (folder / 'state/demo.json').write_text(json.dumps({'profiles': [
        {'clinic': 'one', 'role': role, 'folder': '-', 'passphrase': '-'} for role in ('doctor', 'nurse', 'reception', 'administrator')]}))
    before = {name: getattr(journey, name) for name in ('PARTS', 'Charts', 'Material', 'Display')}
    arguments = sys.argv
    journey.PARTS = parts
    journey.Charts = journey.Material = lambda *_: None
    journey.Display = lambda **_: contextlib.nullcontext()
    sys.argv = ['journey.py', '--state', str(folder / 'state'), '--only', 'light']
    try:
        with contextlib.redirect_stdout(io.StringIO()) as said, contextlib.redirect_stderr(io.StringIO()):
            return journey.main(), said.getvalue()
    finally:
        sys.argv = arguments
        for name, value in before.items():
            setattr(journey, name, value)


def seen(walk, *_):
    with walk.step('a step that is seen'):
        pass


def missed(walk, *_):
    with walk.step('a step that is missed'):
        raise NotSeen('what was waited for')


def test_seen(folder):
    status, said = go(folder, {'newcomer': seen, 'doctor': seen})
    assert status == 0 and said.count('seen      light: a step that is seen') == 2 and 'NOT SEEN' not in said


def test_missed(folder):
    """It is told, the status is 1, and the next person still comes."""
    status, said = go(folder, {'newcomer': missed, 'doctor': seen})
    assert status == 1 and 'NOT SEEN  light: a step that is missed: what was waited for' in said
    assert said.index('NOT SEEN') < said.index('light: a step that is seen')


def main():
    tests = [test_twice, test_anew, test_seen, test_missed]
    failures = 0
    print(f'1..{len(tests)}', flush=True)
    with tempfile.TemporaryDirectory(prefix='nadi-demo-') as name:
        folder = pathlib.Path(name)
        try:
            for number, test in enumerate(tests, 1):
                try:
                    test(folder)
                    print(f'ok {number} {test.__name__[5:]}', flush=True)
                except Exception:                                    # noqa: BLE001 - told as TAP
                    failures += 1
                    print(f'not ok {number} {test.__name__[5:]}', flush=True)
                    for line in traceback.format_exc().splitlines():
                        print(f'# {line}', flush=True)
        finally:
            run(BUILD / 'src/ledger/program/nadi-ledger', 'demo', folder / 'demo', '--stop')
    return 1 if failures else 0


if __name__ == '__main__':
    sys.exit(main())
