"""Real windows in a journey: the world, a display with a keyring, and people at desks who use keys alone."""
import contextlib
import os
import pathlib
import sys
import time

from world import BUILD, ROOT, SLOW, Failed, World

sys.path.insert(0, str(ROOT / 'data/demo'))

from desk import Charts, Desk  # noqa: E402 - the path is said first
from display import Display, NotSeen  # noqa: E402

__all__ = ['Charts', 'Desk', 'Failed', 'NotSeen', 'Timer', 'Windows', 'bar', 'say']

# How far above a bar of seconds a journey fails: with --full not at all; otherwise the machine may be busy with something else. A
# sanitized program is not what such a bar is for.
PATIENCE = 5 if SLOW > 1 else 1 if os.environ.get('NADI_FULL') else 3


def say(text):
    print(f'# {text}', flush=True)


class Windows(World):
    """windows: how many stand beside one another on the screen."""

    def __init__(self, patients=60, windows=1):
        super().__init__(patients=patients)
        self.display = None
        try:
            self.display = Display(windows=windows, keyring=True)
        except BaseException:
            self.close()
            raise
        self.pictures = pathlib.Path(os.environ['NADI_PICTURES']) if 'NADI_PICTURES' in os.environ else self.folder / 'pictures'
        self.pictures.mkdir(parents=True, exist_ok=True)

    def close(self):
        if self.display is not None:
            self.display.close()
            for program in self.display.programs:
                for line in getattr(program, 'said', '').splitlines():
                    say(f'nadi: {line}')
        super().close()

    def open(self, role, clinic=0, place=0, **appearance):
        return Desk(self.display, BUILD, self.profile(clinic, role), place, **appearance)

    def open_folder(self, folder, place=0):
        """A profile that may not be there yet; None: the demo that is offered to whoever has none."""
        return Desk(self.display, BUILD, {'role': 'newcomer', 'folder': folder}, place)

    def sit_down(self, role, clinic=0, place=0, **appearance):
        """Signed in, with the list of patients in front."""
        desk = self.open(role, clinic, place, **appearance)
        desk.sign_in()
        desk.see_patients()
        return desk

    def charts(self, role='doctor', clinic=0):
        return Charts(BUILD, self.profile(clinic, role))

    def picture(self, desk, name):
        desk.program.picture(self.pictures / f'{name}.png')

    @contextlib.contextmanager
    def shown(self, desk, name):
        """A picture of what there was instead, when something is not seen."""
        try:
            yield
        except NotSeen:
            with contextlib.suppress(Exception):
                self.picture(desk, f'not-seen-{name}')
            raise


# Bars --------------------------------------------------------------------------------------------------------------


class Timer:
    """Counts keys and seconds from the first key to what is waited for. `with` ends when it is seen.

    given: how many of the keys belong to what came before.
    """

    def __init__(self, desk, given=0):
        self.program, self.given, self.seen = desk.program, given, None

    def __enter__(self):
        self.program.come_to_front()
        self.keys, self.begun = self.program.keys, time.monotonic()
        return self

    def __exit__(self, *_):
        self.seconds = (self.seen or time.monotonic()) - self.begun
        self.keys = self.program.keys - self.keys - self.given

    def see(self, test, what='what was waited for', seconds=15):
        """test: of the nodes of the tree."""
        self.program.wait_for(lambda: test(self.program.tree()), what, seconds)

    def see_painted(self, test, what='what was waited for', seconds=15):
        """What counts is the last change of the picture, when that is what shows then: asking takes a tenth of a second itself."""
        def painted():
            self.seen = self.rest()
            return test(self.program.tree())

        self.program.wait_for(painted, what, seconds)

    def rest(self, still=0.25):
        """When the window last changed, once it has been still for that long."""
        display, area = self.program.display, self.program.area()
        rows, changed = display.pixels(*area), self.begun
        while time.monotonic() - changed < still:
            last, rows = rows, display.pixels(*area)
            if rows != last:
                changed = time.monotonic()
            time.sleep(0.004)
        return changed


def bar(task, timer, keys, seconds):
    """Prints what a task took against its bar, and fails above it: for keys at once, for seconds see PATIENCE."""
    say(f'{task}: {timer.keys} {"key" if timer.keys == 1 else "keys"} of {keys}, {timer.seconds:.2f} s of {seconds}')
    if timer.keys > keys:
        raise Failed(f'{task}: {timer.keys} keys, the bar is {keys}')
    if timer.seconds > seconds * PATIENCE:
        raise Failed(f'{task}: {timer.seconds:.2f} s, the bar is {seconds * PATIENCE}')
