#!/usr/bin/python3
"""The demo without a display: everything that the doctor's and the receptionist's window can do, on a virtual one.

    journey.py --state DIR [--build DIR] [--pictures DIR]

Drives the real program with real keys, and goes on only when what a person waits for is really there. Leaves numbered pictures;
0 only when every step was seen.
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

from desk import APPEARANCES, ROOT, Charts, Desk
from display import Display, NotSeen


class Stopped(Exception):
    """A step was not seen; it has been told."""


class Journey:
    def __init__(self, build, state, pictures):
        self.build = build
        description = json.loads((state / 'demo.json').read_text())
        clinic = description['profiles'][0]['clinic']
        self.profiles = {profile['role']: profile for profile in description['profiles'] if profile['clinic'] == clinic}
        self.pictures = pictures
        self.count = 0
        self.failed = []
        shutil.rmtree(pictures, ignore_errors=True)
        pictures.mkdir(parents=True)

    def picture(self, desk, name):
        self.count += 1
        desk.program.picture(self.pictures / f'{self.count:02}-{name}.png')

    @contextlib.contextmanager
    def step(self, title, *desks):
        """A step that is not seen is told, with a picture of what was there instead, and ends what follows from it."""
        begin = time.monotonic()
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
                    desk.program.picture(self.pictures / f'not-seen-{len(self.failed)}-{desk.profile["role"]}.png')
            raise Stopped from error


def sign_in(journey, desk):
    with journey.step('the page to sign in', desk):
        desk.see_focus('Passphrase')
        journey.picture(desk, 'sign-in')
    with journey.step('a wrong passphrase is told, and nothing opens', desk):
        desk.sign_in('not the passphrase')
        desk.see('This passphrase is not right', 'label')
        journey.picture(desk, 'wrong-passphrase')
    with journey.step('the right passphrase opens the list of patients', desk):
        desk.key('ctrl+a')
        desk.type(desk.profile['passphrase'])
        desk.key('Return')
        desk.see_patients()
        journey.picture(desk, 'patients')


def search(journey, desk, patient):
    ways = [('a name in Latin letters', patient['name'][:5], 'search-latin'),
            ('a name in Devanagari', patient['native'].split()[0], 'search-devanagari'),
            ('the end of a telephone number', patient['phone'][-4:], 'search-telephone'),
            ('a birth date', '/'.join(str(int(part)) for part in reversed(patient['birth'].split('-'))), 'search-birth-date')]
    for what, typed, picture in ways:
        with journey.step(f'search by {what}', desk):
            desk.find_patient(typed, patient['name'], first=picture not in ('search-latin', 'search-devanagari'))
            journey.picture(desk, picture)
    with journey.step('nobody is found, and it says what to do', desk):
        desk.replace('qqqq')
        desk.see('Nobody found', 'label')
        journey.picture(desk, 'search-nobody')


def chart(journey, desk, patient):
    with journey.step('the chart opens with Enter', desk):
        desk.open_chart(patient)
        desk.see_chart_focus()
        journey.picture(desk, 'chart')
    with journey.step('a line of the timeline opens', desk):
        desk.key('Return')
        desk.see('Open or amend', 'push-button')
        journey.picture(desk, 'chart-line')
        desk.key('Return')
        desk.see_gone('Open or amend')


def register(journey, desk, patient):
    """Somebody new; the telephone's end is this moment's, so that it is somebody new each time."""
    phone = f'98{int(time.time()) % 10**8:08}'
    with journey.step('reception registers a patient on one screen', desk):
        desk.fill_registration('Sunita Kale', '34', desk.say('female')[0], phone, native='सुनीता')
        journey.picture(desk, 'register')
        desk.register()
        desk.see_part('Sunita Kale', 'label')
        journey.picture(desk, 'registered')
    with journey.step('who is here already is told while registering', desk):
        desk.key('ctrl+n')
        desk.see_focus('Name')
        desk.type(patient['name'])
        desk.see_part(patient['name'], 'list-item')
        journey.picture(desk, 'register-likely')
        desk.leave_registration()


def case(journey, doctor, other, allergic, substance, medicine):
    with journey.step('a new case opens over the chart, in both windows the chart of the same patient'):
        other.open_chart(allergic)
        doctor.open_chart(allergic)
        doctor.open_case()
        journey.picture(doctor, 'case')
    with journey.step('a problem with its code', doctor):
        doctor.type('high b')
        doctor.program.see('High blood pressure', 'label')
        journey.picture(doctor, 'case-problem')
        doctor.key('Return')
        doctor.program.see_text('')
    with journey.step('vital signs in one line, read while they are typed', doctor):
        doctor.go_to_vitals()
        doctor.type('150/95 p88 g142')
        doctor.see_part('150/95', 'label')
        journey.picture(doctor, 'case-vitals')
    with journey.step('a prescription that the patient is allergic to', doctor):
        doctor.go_to_prescription()
        doctor.type(medicine)
        doctor.see_part(doctor.say('Allergy to %s').replace('%s', substance), 'label')
        journey.picture(doctor, 'case-allergy')
        doctor.key('ctrl+a', 'BackSpace')
        doctor.program.see_text('')
    with journey.step('another one instead', doctor):
        doctor.type('amlo 5 1-0-0 30d')
        doctor.see_part('Amlodipine', 'label')
        doctor.key('Return')
        doctor.program.see_text('')
        journey.picture(doctor, 'case-prescription')
    with journey.step('signed with one chord', doctor):
        doctor.sign_case()
        begin = time.monotonic()
        journey.picture(doctor, 'case-signed')
    with journey.step('the case appears in the other window', other):
        other.see_part('High blood pressure', 'list-item', seconds=30)
        print(f'          {time.monotonic() - begin:.1f} s after the signature')
        journey.picture(other, 'case-arrived')


def trend(journey, desk):
    with journey.step('vital signs over time', desk):
        desk.key('F8')
        desk.see('Vital sign', 'combo-box')
        journey.picture(desk, 'trend')
    with journey.step('the same as a table', desk):
        desk.key('ctrl+t')
        desk.see('When', 'label')
        journey.picture(desk, 'trend-table')
        desk.key('F8')


def paper(journey, desk):
    with journey.step('what will be on paper', desk):
        desk.key('ctrl+p')
        desk.see('Paper size')
        journey.picture(desk, 'print')
        desk.key('Escape')
        desk.see_gone('Paper size')


def palette(journey, desk, patient):
    with journey.step('one box for patients and actions', desk):
        desk.key('ctrl+k')
        desk.see_focus('Search everything')
        desk.type(patient['phone'][-4:])
        desk.see_part(f'…{patient["phone"][-4:]}', 'label')
        journey.picture(desk, 'palette')
        desk.key('Escape')
        desk.see_gone('Search everything', 'entry')


def saved(journey, desk):
    with journey.step('what is saved, and where', desk):
        desk.key('ctrl+k')
        desk.see_focus('Search everything')
        desk.type(desk.say('What is saved'))
        desk.see('What is saved', 'label')
        desk.key('Return')
        desk.see_gone('Search everything', 'entry')
        journey.picture(desk, 'saved')
        desk.key('alt+Left')


def lock(journey, desk):
    with journey.step('locked with a key', desk):
        desk.lock()
        desk.see_gone('Find a patient')
        journey.picture(desk, 'locked')


def look(journey, display, name, appearance, patient):
    """The main pages once more, as somebody else would have them."""
    with journey.step(f'{name}: the program starts'):
        desk = Desk(display, journey.build, journey.profiles['doctor'], **appearance)
        try:
            with journey.step(f'{name}: sign in', desk):
                desk.see_focus('Passphrase')
                journey.picture(desk, f'{name}-sign-in')
                desk.sign_in()
                desk.see_patients()
                desk.type(patient['name'][:3])
                desk.program.see(patient['name'] + '…', 'list-item')
                journey.picture(desk, f'{name}-patients')
            with journey.step(f'{name}: chart', desk):
                desk.open_chart(patient)
                desk.see('Timeline', 'list')
                desk.see_chart_focus()
                journey.picture(desk, f'{name}-chart')
            with journey.step(f'{name}: vital signs', desk):
                desk.key('F8')
                desk.see('Vital sign', 'combo-box')
                journey.picture(desk, f'{name}-trend')
                desk.key('F8')
            with journey.step(f'{name}: case', desk):
                desk.open_case()
                desk.go_to_vitals()
                desk.type('150/95 p88 g142')
                desk.see_part('150/95', 'label')
                journey.picture(desk, f'{name}-case')
                desk.key('ctrl+a', 'BackSpace')
                desk.key('Escape')
                desk.see('Timeline', 'push-button')
            with journey.step(f'{name}: print', desk):
                desk.key('ctrl+p')
                desk.see('Paper size')
                journey.picture(desk, f'{name}-print')
                desk.key('Escape')
                desk.see_gone('Paper size')
            with journey.step(f'{name}: registration', desk):
                desk.key('ctrl+n')
                desk.see_focus('Name')
                desk.type(patient['name'])
                desk.see_part(patient['name'], 'list-item')
                journey.picture(desk, f'{name}-register')
                desk.leave_registration()
            with journey.step(f'{name}: palette', desk):
                desk.key('ctrl+k')
                desk.see_focus('Search everything')
                journey.picture(desk, f'{name}-palette')
                desk.key('Escape')
                desk.see_gone('Search everything', 'entry')
        finally:
            desk.close()


def work(journey, display, patient, allergic):
    doctor = Desk(display, journey.build, journey.profiles['doctor'], **APPEARANCES['light'])
    sign_in(journey, doctor)
    search(journey, doctor, patient)
    chart(journey, doctor, patient)
    palette(journey, doctor, patient)
    nurse = Desk(display, journey.build, journey.profiles['nurse'], place=1, **APPEARANCES['light'])
    nurse.sign_in()
    nurse.see_patients()
    case(journey, doctor, nurse, *allergic)
    nurse.close()
    trend(journey, doctor)
    paper(journey, doctor)
    saved(journey, doctor)
    reception = Desk(display, journey.build, journey.profiles['reception'], place=1, **APPEARANCES['light'])
    reception.sign_in()
    reception.see_patients()
    journey.picture(reception, 'reception')
    register(journey, reception, patient)
    reception.close()
    lock(journey, doctor)
    doctor.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('--state', type=pathlib.Path, required=True)
    parser.add_argument('--build', type=pathlib.Path, default=ROOT / 'build')
    parser.add_argument('--pictures', type=pathlib.Path)
    options = parser.parse_args()
    journey = Journey(options.build, options.state, options.pictures or options.state / 'pictures')
    known = Charts(options.build, journey.profiles['doctor'])
    patient = known.well_known()
    allergic = known.allergic()
    with Display(windows=2) as display:

        def end(*_):
            display.close()
            os._exit(143)

        # Whoever ends the journey ends its display with it; an exception may be lost in a callback.
        signal.signal(signal.SIGTERM, end)
        with contextlib.suppress(Stopped):
            work(journey, display, patient, allergic)
        display.stop_programs()
        for name, appearance in APPEARANCES.items():
            if name != 'light':
                with contextlib.suppress(Stopped):
                    look(journey, display, name, appearance, patient)
    print(f'{journey.count} pictures in {journey.pictures}')
    if journey.failed:
        print(f'{len(journey.failed)} steps were not seen.', file=sys.stderr)
    return 1 if journey.failed else 0


if __name__ == '__main__':
    sys.exit(main())
