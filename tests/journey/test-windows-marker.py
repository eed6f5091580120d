#!/usr/bin/python3
"""SECURITY's case 39: after somebody has worked in a real window and locked it, nothing of a patient is left: cache and its write-ahead
log, temporary files, recently used files, what the program logged, core, clipboard; and the same after the window was killed at work."""
import contextlib
import os
import pathlib
import signal
import sys
import time

import markers
import world
from windows import Failed, Windows, say
from world import case

NAME = 'Quvendra Zilparkar'
SYMPTOM = 'zwixelpain behind the knobbleear'
WORDS = ['Quvendra', 'Zilparkar', 'zwixelpain', 'knobbleear']


class Clinic(Windows):
    def __init__(self):
        super().__init__(patients=30)
        # Whatever is temporary lands where we look.
        self.temporary = self.display.folder / 'temporary'
        self.temporary.mkdir()
        self.display.environment['TMPDIR'] = str(self.temporary)
        self.elsewhere = set(self.common_places())

    def common_places(self):
        """What others may use too: only what is new there is ours."""
        for folder in ('/tmp', '/var/tmp', '/dev/shm', '/var/spool/cups', '/var/lib/systemd/coredump', os.getcwd()):
            with contextlib.suppress(OSError):
                for entry in os.scandir(folder):
                    if entry.is_file(follow_symlinks=False):
                        yield pathlib.Path(entry.path)

    def paths(self):
        screen = self.display.folder / 'screen'          # the picture on the screen itself
        ours = [path for path in markers.files_of(self.state, self.display.folder) if screen not in path.parents]
        return ours + [path for path in self.common_places() if path not in self.elsewhere]

    def scan(self, what):
        paths = [path for path in self.paths() if path.name not in ('demo.json', 'profile.json') and not path.name.startswith('founder-')]
        found, scanned = markers.find(paths, WORDS)
        if found is not None:
            raise Failed(f'{what}: {found} holds a patient\'s words')
        say(f'{what}: {scanned} bytes in {len(paths)} files, none of {len(WORDS)} words')
        if scanned < 500_000:
            raise Failed('nothing was looked at')


def work(clinic):
    """Registers somebody, writes a case, copies from it, looks at the paper, and leaves words behind as a draft."""
    desk = clinic.sit_down('doctor')
    desk.fill_registration(NAME, '34', 'f', f'98{int(time.time()) % 10**8:08}')
    desk.register()
    desk.see_part(NAME, 'label')
    desk.key('alt+1')
    desk.see_patients()
    desk.find_patient('quvendra', NAME)
    desk.key('Return')
    desk.see_gone('Find a patient')
    desk.program.see(NAME, 'label')
    desk.key('ctrl+p')
    desk.see('Paper size')
    desk.key('Escape')
    desk.see_gone('Paper size')
    desk.open_case()
    desk.key('alt+y')
    desk.see_focus('Symptoms')
    desk.type(SYMPTOM)
    desk.program.see_text(SYMPTOM)
    desk.program.wait_for(lambda: desk.program.find(None, 'Draft saved…'), 'the draft kept')
    desk.key('ctrl+a', 'ctrl+c')
    return desk


def count_pasted(desk):
    """Characters that Ctrl+V puts into the focused entry, which is emptied again."""
    desk.key('ctrl+v')
    time.sleep(0.7)
    count = len(desk.program.text_of(desk.program.focused()))
    desk.key('ctrl+a', 'BackSpace')
    return count


@case
def the_scan_itself_finds(clinic):
    """A test that could not fail would prove nothing."""
    for planted in (clinic.temporary / 'planted', clinic.display.folder / 'data/planted', clinic.state / 'planted'):
        planted.write_bytes(b'\0' * 1000 + b'KNOBBLEEAR' + b'\0' * 1000)
        found, _ = markers.find(clinic.paths(), WORDS)
        planted.unlink()
        if found != planted:
            raise Failed(f'{planted} was not found')


@case
def case_39_no_core(clinic):
    """Nobody can take the memory of a running window, and none is left when it breaks."""
    clinic.desk = clinic.sit_down('doctor')
    limits = pathlib.Path(f'/proc/{clinic.desk.program.process.pid}/limits').read_text()
    line = next(line for line in limits.splitlines() if line.startswith('Max core file size'))
    if line.split()[4:6] != ['0', '0']:
        raise Failed(line)
    clinic.desk.close()


@case
def case_39_clipboard(clinic):
    clinic.desk = work(clinic)
    clinic.desk.key('alt+1')
    clinic.desk.see_patients()
    if count_pasted(clinic.desk) == 0:
        raise Failed('nothing was on the clipboard to begin with')
    clinic.desk.lock()
    if count_pasted(clinic.desk) != 0:
        raise Failed('the clipboard still has what was copied')


@case
def case_39_locked(clinic):
    shown = [node.name for node in clinic.desk.program.tree() if any(word.lower() in node.name.lower() for word in WORDS)]
    if shown:
        raise Failed(f'{len(shown)} parts of the window still say it')
    clinic.scan('locked')


@case
def case_39_closed(clinic):
    clinic.desk.close()
    clinic.scan('closed')


@case
def case_39_killed(clinic):
    """With everything open, as a power cut leaves it."""
    clinic.desk = clinic.sit_down('doctor')
    clinic.desk.find_patient('quvendra', NAME)
    clinic.desk.key('Return')
    clinic.desk.see_gone('Find a patient')
    clinic.desk.program.see(NAME, 'label')
    os.kill(clinic.desk.program.process.pid, signal.SIGABRT)
    clinic.desk.program.process.wait(20)
    if not any(path.name.endswith('-wal') for path in clinic.paths()):
        raise Failed('no write-ahead log to look into')
    clinic.scan('killed')


if __name__ == '__main__':
    sys.exit(world.main(Clinic))
