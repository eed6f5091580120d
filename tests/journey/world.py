"""A whole network for a journey: service, four validators, two clinics with staff, on loopback in a folder of its own.

Everything runs as a user would run it: nadi-ledger and nadictl as programs, real TLS, real databases. Cases report TAP.
"""
import contextlib
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get('NADI_BUILD', ROOT / 'build'))
LEDGER = BUILD / 'src/ledger/program/nadi-ledger'
CTL = BUILD / 'src/ctl/nadictl'
FULL = bool(os.environ.get('NADI_FULL'))
SAMPLES = pathlib.Path(os.environ.get('NADI_SAMPLES', ROOT.parent / 'shared/samples'))

SLOW = 4 if 'sanitize' in BUILD.name else 1      # a sanitized build may take so many times as long


class Failed(Exception):
    """A command that should have worked did not."""


class Result:
    def __init__(self, process):
        self.code = process.returncode
        self.out = process.stdout
        self.err = process.stderr

    @property
    def json(self):
        return json.loads(self.out)


def run(arguments, env=None, timeout=120, check=True, **kwargs):
    process = subprocess.run([str(a) for a in arguments], env=env, timeout=timeout * SLOW, text=True,
                             stdin=subprocess.DEVNULL, capture_output=True, check=False, **kwargs)
    if 'AddressSanitizer' in process.stderr or 'runtime error:' in process.stderr:
        raise Failed(f'sanitizer: {arguments}: {process.stderr}')
    if check and process.returncode != 0:
        raise Failed(f'{arguments}: exit {process.returncode}: {process.stderr.strip() or process.stdout.strip()}')
    return Result(process)


class World:
    def __init__(self, patients=20, folder=None):
        self.folder = pathlib.Path(folder or tempfile.mkdtemp(prefix='nadi-journey-'))
        self.state = self.folder / 'demo'
        self.start()
        run([CTL, 'demo', self.state, '--patients', patients], timeout=300)
        self.description = json.loads((self.state / 'demo.json').read_text())

    def start(self):
        run([LEDGER, 'demo', self.state], timeout=120)

    def stop(self):
        run([LEDGER, 'demo', self.state, '--stop'], timeout=60)

    def close(self):
        with contextlib.suppress(Exception):
            self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    # Profiles ----------------------------------------------------------------------------------------------

    @property
    def clinics(self):
        seen = []
        for profile in self.description['profiles']:
            if profile['clinic'] not in seen:
                seen.append(profile['clinic'])
        return seen

    def profile(self, clinic, role):
        """clinic: 0 or 1."""
        name = self.clinics[clinic]
        for profile in self.description['profiles']:
            if profile['clinic'] == name and profile['role'] == role:
                return profile
        raise Failed(f'no {role} in clinic {clinic}')

    def environment(self, profile, **extra):
        env = dict(os.environ, NADI_PASSPHRASE=profile['passphrase'], LC_ALL='C.UTF-8', LANGUAGE='')
        env.update(extra)
        return env

    def ctl(self, profile, *arguments, check=True, timeout=120, env=None, **kwargs):
        return run([CTL, '--profile', profile['folder'], *arguments], env=env or self.environment(profile),
                   timeout=timeout, check=check, **kwargs)

    def ask(self, profile, *arguments, **kwargs):
        return self.ctl(profile, *arguments, '--json', **kwargs).json

    def spawn(self, profile, *arguments, **kwargs):
        return subprocess.Popen([str(CTL), '--profile', profile['folder'], *map(str, arguments)], text=True,
                                env=self.environment(profile), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE, **kwargs)

    def pid(self, part):
        return int((self.state / part / 'pid').read_text())

    def kill(self, part, number=signal.SIGKILL):
        os.kill(self.pid(part), number)

    def wait_dead(self, part, seconds=20):
        pid = self.pid(part)
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            with contextlib.suppress(ChildProcessError):
                os.waitpid(pid, os.WNOHANG)
            # Its locks are held until its last thread is gone, which may be after the first one is a zombie.
            try:
                state = pathlib.Path(f'/proc/{pid}/stat').read_text().rsplit(')', 1)[1].split()[0]
                if state == 'Z' and len(os.listdir(f'/proc/{pid}/task')) == 1:
                    return
            except FileNotFoundError:
                return
            time.sleep(0.02)
        raise Failed(f'{part} does not end')


# TAP -------------------------------------------------------------------------------------------------------

CASES = []


def case(function):
    CASES.append(function)
    return function


class Skipped(Exception):
    """What the case needs is not on this machine."""


def main(make_world=World, **options):
    """Runs the cases of a file in order, on one world."""
    failures = 0
    print(f'1..{len(CASES)}', flush=True)
    try:
        world = make_world(**options)
    except Exception:                                              # noqa: BLE001 - reported as the first case's failure
        traceback.print_exc(file=sys.stdout)
        for number, function in enumerate(CASES, 1):
            print(f'not ok {number} {function.__name__}')
        return 1
    with world:
        for number, function in enumerate(CASES, 1):
            begin = time.monotonic()
            try:
                function(world)
                print(f'ok {number} {function.__name__}', flush=True)
            except Skipped as reason:
                print(f'ok {number} {function.__name__} # SKIP {reason}', flush=True)
            except Exception:                                      # noqa: BLE001
                failures += 1
                for line in traceback.format_exc().splitlines():
                    print(f'# {line}')
                for log in sorted(world.state.glob('*.log')):
                    lines = [l for l in log.read_text(errors='replace').splitlines() if '"status":2' not in l]
                    for line in lines[-8:]:
                        print(f'# {log.name}: {line}')
                print(f'not ok {number} {function.__name__}', flush=True)
            print(f'# {time.monotonic() - begin:.1f} s', flush=True)
    return 1 if failures else 0
