#!/usr/bin/python3
"""The windows: start against an empty libadwaita window; then, over 1,000, 10,000 and 100,000 patients, signing in, each keystroke, the palette, a
chart of 1,000 records, the look for duplicates and memory; and stalls of the main loop while records come in over as many patients.

  bench-window.py [PATIENTS...]        NADI_BUILD: the build folder, not sanitized

The profiles are made first (100,000 patients: about two minutes, 2 GB) and thrown away in the end. Times leave out what the threads waited for a
processor; on a busy machine they are still larger than on a quiet one.
"""
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get('NADI_BUILD', ROOT / 'build')).resolve()
BENCH = BUILD / 'tests/bench'
sys.path.insert(0, str(ROOT / 'data/demo'))

from display import MARGIN, Display  # noqa: E402

STARTS = 9
START_LIMIT = 2.5
PATIENTS = ('1000', '10000', '100000')


def waited(pid):
    """Seconds that the first thread has waited for a processor."""
    return int(pathlib.Path(f'/proc/{pid}/task/{pid}/schedstat').read_text(encoding='ascii').split()[1]) / 1e9


def screen(display):
    """A few lines across the middle: anything that is drawn there changes them."""
    return b''.join(display.pixels(MARGIN, y, display.width, 1)[0] for y in range(100, display.height, 60))


def time_start(display, command):
    """ms from the call to the first change of the screen."""
    empty = screen(display)
    begun = time.monotonic()
    process = subprocess.Popen(command, env=display.environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while screen(display) == empty:
            if time.monotonic() - begun > 30 or process.poll() is not None:
                raise SystemExit(f'{command[0]} shows nothing')
            time.sleep(0.002)
        return (time.monotonic() - begun - waited(process.pid)) * 1000
    finally:
        process.terminate()
        process.wait()
        while screen(display) != empty:
            time.sleep(0.01)


def measure_start(profile):
    commands = {'empty window': [BENCH / 'window-empty'], 'nadi': [BUILD / 'src/app/program/nadi', '--profile', profile]}
    times = {name: [] for name in commands}
    with Display() as display:
        for _ in range(STARTS + 1):
            for name, command in commands.items():
                times[name].append(time_start(display, [str(part) for part in command]))
    # The first of each warms what both read.
    medians = {name: statistics.median(each[1:]) for name, each in times.items()}
    ratio = medians['nadi'] / medians['empty window']
    print(f'  start to sign-in {medians["nadi"]:.0f} ms, an empty window {medians["empty window"]:.0f} ms: {ratio:.2f} times, '
          f'at most {START_LIMIT}: {ratio / START_LIMIT:.2f} of the bar', flush=True)
    return ratio <= START_LIMIT


def run_on_display(program, *arguments):
    environment = dict(os.environ, ADW_DISABLE_PORTAL='1', GDK_BACKEND='x11', GDK_DEBUG='gl-disable', GSETTINGS_BACKEND='memory', GSK_RENDERER='cairo',
                       GTK_A11Y='none', GTK_USE_PORTAL='0', LC_ALL='C.UTF-8')
    return subprocess.run([ROOT / 'tests/app/on-display', BENCH / program, *arguments], env=environment, check=False).returncode == 0


def chill(folder):
    """What is read next comes from the disk, as after the computer was started."""
    os.sync()
    for path in folder.rglob('*'):
        if path.is_file():
            file = os.open(path, os.O_RDONLY)
            os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)
            os.close(file)


def say(what):
    print(f'# {time.strftime("%H:%M:%S")} {what}', file=sys.stderr, flush=True)


def main(patients):
    good = True
    folder = pathlib.Path(tempfile.mkdtemp(prefix='nadi-clinic-'))
    try:
        say('clinics, and stalls while records come in')
        good &= run_on_display('window-clinic', folder, *patients)
        chart = (folder / 'chart').read_text(encoding='ascii')
        say('starting')
        good &= measure_start(folder / patients[0])
        for count in patients:
            say(f'a window over {count} patients')
            chill(folder / count)
            good &= run_on_display('window-typist', folder / count, count, chart)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 0 if good else 1


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:] or PATIENTS))
