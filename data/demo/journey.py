"""The demo without a display: everything that the doctor's and the receptionist's window can do, on a virtual one.

    journey.py --state DIR [--build DIR] [--pictures DIR] [--only APPEARANCE] [--part WHO]

Drives the real program with real keys, and goes on only when what a person waits for is really there. Goes through every page in
each appearance, and leaves numbered pictures of it: a page has the same number in all of them. Ends with 0 only when every step was seen.
"""
import argparse
import contextlib
import json
import os
import pathlib
import shutil
import signal
import sys
import time
import traceback

import pages_case
import pages_office
import pages_patients
from desk import APPEARANCES, ROOT, Charts, Desk
from display import Display, NotSeen
from material import Material


class Stopped(Exception):
    """A step was not seen; it has been told."""


class Journey:
    def __init__(self, build, state, pictures):
        self.build, self.state = build, state
        description = json.loads((state / 'demo.json').read_text())
        clinic = description['profiles'][0]['clinic']
        self.profiles = {profile['role']: profile for profile in description['profiles'] if profile['clinic'] == clinic}
        self.pictures = pictures
        self.appearance = None
        self.numbers = {}                    # of a page's name
        self.count = 0
        self.failed = []
        shutil.rmtree(pictures, ignore_errors=True)
        pictures.mkdir(parents=True)

    def picture(self, desk, name, seconds=4):
        number = self.numbers.setdefault(name, len(self.numbers) + 1)
        self.count += 1
        desk.program.picture(self.pictures / f'{number:02}-{name}-{self.appearance}.png', seconds)

    @contextlib.contextmanager
    def step(self, title, *desks):
        """A step that is not seen is told, with a picture of what was there instead, and ends what follows from it."""
        begin = time.monotonic()
        title = f'{self.appearance}: {title}'
        try:
            yield
            print(f'seen      {title} ({time.monotonic() - begin:.1f} s)', flush=True)
        except Stopped:
            raise
        except Exception as error:                                  # noqa: BLE001 - every failure is a step not seen
            self.failed.append(title)
            print(f'NOT SEEN  {title}: {error}', flush=True)
            if not isinstance(error, NotSeen):
                traceback.print_exc()
            for desk in desks:
                with contextlib.suppress(Exception):
                    desk.program.picture(self.pictures / f'not-seen-{len(self.failed)}-{desk.role}.png')
            raise Stopped from error

    @contextlib.contextmanager
    def desk(self, display, role, place=0, profile=None):
        """A person at a window, until they leave. What was not seen there ends nothing else."""
        with self.step(f'the window of the {role} opens'):
            desk = Desk(display, self.build, profile or self.profiles[role], place, **APPEARANCES[self.appearance])
        try:
            yield desk
        finally:
            desk.close()


# Who does what ---------------------------------------------------------------------------------------------------


def begin(journey, display, *_):
    """A device that belongs to no clinic yet."""
    with journey.desk(display, 'newcomer', profile={'role': 'newcomer', 'folder': display.folder / f'profile-{journey.appearance}'}) as desk:
        pages_office.first_run(journey, desk)


def receive(journey, display, material, index):
    with journey.desk(display, 'reception') as desk:
        pages_patients.sign_in(journey, desk)
        pages_patients.register(journey, desk, material.patients[index], material.mother, material.photo, material.make_phone(100 + index))


def treat(journey, display, material, index):
    patient = material.patients[index]
    with journey.desk(display, 'doctor') as doctor:
        with journey.step('sign in', doctor):
            doctor.sign_in()
            doctor.see_patients()
        pages_patients.search(journey, doctor, patient)
        pages_patients.palette(journey, doctor, patient)
        pages_patients.chart(journey, doctor, patient)
        pages_patients.correct(journey, doctor, patient)
        pages_patients.trend(journey, doctor)
        with journey.desk(display, 'nurse', place=1) as nurse:
            with journey.step('a nurse opens the same chart', nurse):
                nurse.sign_in()
                nurse.see_patients()
                nurse.open_chart(patient)
            pages_case.write_case(journey, doctor)
            pages_case.prescribe(journey, doctor)
            pages_case.finish_case(journey, doctor)
            pages_case.sign_case(journey, doctor, nurse)
            pages_case.amend_case(journey, doctor)
            pages_case.change_at_once(journey, doctor, nurse)
        pages_case.withdraw_case(journey, doctor)
        pages_office.paper(journey, doctor, journey.pictures)
        pages_office.documents(journey, doctor, material)
        pages_office.import_records(journey, doctor, material.write_old_list(index))
        pages_office.saved(journey, doctor)
        pages_office.help_pages(journey, doctor)
        pages_office.passphrase(journey, doctor)
        pages_office.lock(journey, doctor)


def administer(journey, display, *_):
    with journey.desk(display, 'administrator') as desk:
        with journey.step('sign in', desk):
            desk.sign_in()
            desk.see_patients()
        pages_office.staff(journey, desk)


def try_demo(journey, display, *_):
    """As `nadi --demo` does, with the demo that is there already."""
    place = display.folder / 'data/nadi-demo'
    if not place.exists():
        place.symlink_to(journey.state)
    with journey.desk(display, 'visitor', profile={'role': 'visitor', 'folder': None}) as desk:
        pages_office.demo(journey, desk)


PARTS = {'newcomer': begin, 'reception': receive, 'doctor': treat, 'administrator': administer, 'visitor': try_demo}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('--state', type=pathlib.Path, required=True)
    parser.add_argument('--build', type=pathlib.Path, default=ROOT / 'build')
    parser.add_argument('--pictures', type=pathlib.Path)
    parser.add_argument('--part', choices=PARTS, help='only what this person does')
    parser.add_argument('--only', choices=APPEARANCES, help='go through it in this appearance alone')
    options = parser.parse_args()
    journey = Journey(options.build, options.state.absolute(), options.pictures or options.state / 'pictures')
    material = Material(options.state / 'material', Charts(options.build, journey.profiles['doctor']))
    for role in ('nurse', 'reception', 'administrator'):
        Charts(options.build, journey.profiles[role])                # the first sync of a large clinic is not what anybody waits for here
    with Display(windows=2, shadows=True) as display:

        def end(*_):
            display.close()
            os._exit(143)

        # Whoever ends the journey ends its display with it; an exception may be lost in a callback.
        signal.signal(signal.SIGTERM, end)
        for index, name in enumerate(APPEARANCES):
            if options.only in (None, name):
                journey.appearance = name
                for part, go_through in PARTS.items():
                    if options.part in (None, part):
                        with contextlib.suppress(Stopped):
                            go_through(journey, display, material, index)
    print(f'{journey.count} pictures of {len(journey.numbers)} pages in {journey.pictures}')
    if journey.failed:
        print(f'{len(journey.failed)} steps were not seen.', file=sys.stderr)
    return 1 if journey.failed else 0


if __name__ == '__main__':
    sys.exit(main())
