#!/usr/bin/python3
"""The other pages as a screen reader and a keyboard have them, on the ways that the demo's journey goes: first run, staff, documents,
paper, imports, two versions of a case, help, the passphrase, the camera and the menu. All of it with keys alone."""
import contextlib
import sys

import world
from spoken import Spoken
from world import case

import pages_case
import pages_office
from material import Material

# Pictures of the journey that are not a page at rest.
PASSING = {'import-running', 'conflict-signed', 'documents', 'passphrase'}


class Clinic(Spoken):
    """A journey whose pictures are looks."""

    appearance = 'light'

    def __init__(self):
        super().__init__(patients=20, windows=2)
        try:
            self.material = Material(self.state / 'material', self.charts())
            self.charts('nurse')
        except BaseException:
            self.close()
            raise

    @contextlib.contextmanager
    def step(self, title, *desks):
        with contextlib.ExitStack() as stack:
            for desk in desks:
                stack.enter_context(self.shown(desk, title.replace(' ', '-')))
            yield

    def picture(self, desk, name, seconds=4):
        """Of a page, in the journey; here it is looked at."""
        if name.startswith('names-') or name.startswith('not-seen'):
            super().picture(desk, name)
        elif name not in PASSING:
            self.look(desk, name)


@case
def first_run(clinic):
    desk = clinic.open_folder(clinic.folder / 'newcomer')
    pages_office.first_run(clinic, desk)
    desk.close()
    clinic.judge()


@case
def the_demo(clinic):
    (clinic.display.folder / 'data').mkdir(exist_ok=True)
    (clinic.display.folder / 'data/nadi-demo').symlink_to(clinic.state)
    desk = clinic.open_folder(None)
    pages_office.demo(clinic, desk)
    desk.close()
    clinic.judge()


@case
def staff(clinic):
    desk = clinic.sit_down('administrator')
    pages_office.staff(clinic, desk)
    desk.close()
    clinic.judge()


@case
def two_versions_of_a_case(clinic):
    patient = clinic.material.patients[0]
    clinic.doctor = doctor = clinic.sit_down('doctor')
    nurse = clinic.sit_down('nurse', place=1)
    nurse.open_chart(patient)
    doctor.open_chart(patient)
    doctor.open_case()
    doctor.add_problem('migr', 'Migraine')
    doctor.go_to('P_lan')
    doctor.type('Rest in a dark room')
    doctor.sign_case()
    nurse.see_part('Migraine', 'list-item', seconds=30)
    doctor.see_gone('Case signed', 'label', seconds=30)
    pages_case.change_at_once(clinic, doctor, nurse)
    nurse.close()
    clinic.judge()


@case
def documents_and_paper(clinic):
    pages_office.documents(clinic, clinic.doctor, clinic.material)
    pages_office.paper(clinic, clinic.doctor, clinic.folder)
    clinic.judge()


@case
def an_import(clinic):
    pages_office.import_records(clinic, clinic.doctor, clinic.material.write_old_list(0, count=20))
    clinic.judge()


@case
def help_and_menu(clinic):
    doctor = clinic.doctor
    pages_office.help_pages(clinic, doctor)
    doctor.key('F10')
    doctor.see('Lock', 'menu-item')
    clinic.look(doctor, 'menu')
    doctor.key('Escape')
    clinic.judge()


@case
def camera(clinic):
    doctor = clinic.doctor
    doctor.begin_registration()
    doctor.walk_to('Photo')
    doctor.key('Return')
    doctor.see('From a _file…')
    clinic.look(doctor, 'photo-menu')
    doctor.key('Down', 'Return')
    doctor.program.wait_for(lambda: len(doctor.program.windows()) > 2, 'the window of the camera')
    doctor.program.wait_for(doctor.program.focused, 'the focus')
    clinic.look(doctor, 'camera')
    doctor.key('Escape')
    doctor.program.wait_for(lambda: len(doctor.program.windows()) == 2, 'the window of the camera gone')
    doctor.key('Escape')
    doctor.see_gone('Name in another script', 'label')
    clinic.judge()


@case
def another_passphrase(clinic):
    """Chosen, and signed in with."""
    doctor = clinic.doctor
    fresh = 'copper lantern seven rivers'
    doctor.act('Change passphrase…')
    doctor.see_focus('_Old passphrase')
    clinic.look(doctor, 'passphrase')
    doctor.type(doctor.profile['passphrase'])
    for entry in ('New _passphrase', 'New passphrase once _more'):
        doctor.walk_to(entry)
        doctor.type(fresh)
    doctor.key('Return')
    doctor.see_gone('Old passphrase', seconds=30)
    doctor.lock()
    clinic.look(doctor, 'locked')
    doctor.sign_in(fresh)
    doctor.see('Main menu', 'push-button', seconds=30)
    doctor.close()
    clinic.judge()


if __name__ == '__main__':
    sys.exit(world.main(Clinic))
