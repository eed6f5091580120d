#!/usr/bin/python3
"""A case is written while the network goes, crawls and comes back, and on a disk that fills up. What the window says of it is true at each
moment, and nothing is lost."""
import contextlib
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import threading
import time

import world
from windows import PATIENCE, Desk, Failed, Windows, say
from world import BUILD, Skipped, case

WAITING = re.compile(r'(\d+) changes? waiting(, last contact \d+:\d\d)?')
NOT_SENT = 'saved here, not sent yet'
PROFILE_SPARE = 6 << 20      # bytes, for what a window writes while it signs in


class Clinic(Windows):
    def __init__(self):
        super().__init__(patients=40)
        try:
            self.patient = self.charts().well_known()
            self.doctor = self.sit_down('doctor')
        except BaseException:
            self.close()
            raise

    def pull(self):
        """As when the cable is pulled: nothing comes back, not even a refusal."""
        self.kill('service', signal.SIGSTOP)

    def plug(self):
        self.kill('service', signal.SIGCONT)

    def knows(self, problem):
        """Whether the case has come to a colleague's desk: it was really sent."""
        nurse = self.profile(0, 'nurse')
        self.ctl(nurse, 'sync')
        return any(problem in record['summary'] for record in self.ask(nurse, 'patient', 'show', self.patient['number'])['records'])


@contextlib.contextmanager
def back_at_the_end(clinic):
    try:
        yield
    finally:
        clinic.plug()


def header(nodes):
    """What the header says of saving."""
    for node in nodes:
        if node.role == 'push-button' and (node.name == 'All saved' or WAITING.fullmatch(node.name) or
                                           node.name in ("Can't reach the ledger, still working", 'Waiting for confirmation')):
            return node.name
    return None


def unsent(nodes):
    return [node for node in nodes if node.role in ('list-item', 'label') and NOT_SENT in node.name]


class Honesty:
    """Looks at the window again and again. A contradiction that stands in two looks is a lie, and no moment between two states."""

    def __init__(self, desk):
        self.program, self.said, self.suspect = desk.program, [], False

    def look(self):
        nodes = self.program.tree()
        said = header(nodes)
        if said is None:
            raise Failed('the header says nothing about what is saved')
        lie = said == 'All saved' and bool(unsent(nodes))
        if lie and self.suspect:
            raise Failed(f'the header says "{said}", a line "{unsent(nodes)[0].name}"')
        self.suspect = lie
        if not self.said or self.said[-1] != said:
            self.said.append(said)
        return said

    def until(self, test, what, seconds):
        self.program.wait_for(lambda: test(self.look()), what, seconds * PATIENCE)


def write_case(desk, code, problem, vitals):
    desk.type(code)
    desk.see(problem, 'label')
    desk.key('Return')
    desk.program.see_text('')
    desk.go_to_vitals()
    desk.type(vitals)


def is_waiting(said):
    return WAITING.fullmatch(said) is not None


@case
def pulled_in_the_middle_of_a_case(clinic):
    doctor = clinic.doctor
    with clinic.shown(doctor, 'pulled'), back_at_the_end(clinic):
        doctor.open_chart(clinic.patient)
        doctor.open_case()
        write_case(doctor, 'i10', 'High blood pressure', '150/95')
        doctor.see('All saved', 'push-button')
        clinic.picture(doctor, 'network-1-before')
        clinic.pull()
        doctor.type(' p88')
        doctor.see_part('88', 'label')
        clinic.picture(doctor, 'network-2-pulled-while-writing')
        honesty = Honesty(doctor)
        begin = time.monotonic()
        doctor.key('ctrl+Return')
        doctor.see('Case signed', 'label')
        seconds = time.monotonic() - begin
        say(f'signed without a network: {seconds:.2f} s')
        if seconds > PATIENCE:
            raise Failed('signing waits for the network')
        honesty.until(is_waiting, 'what is waiting in the header', 2)
        doctor.see_part(NOT_SENT, 'list-item')
        clinic.picture(doctor, 'network-3-signed-not-sent')
        # It stays so for as long as nothing answers.
        end = time.monotonic() + 3
        while time.monotonic() < end:
            if not is_waiting(honesty.look()):
                raise Failed(f'nothing was sent, and the header says "{honesty.said[-1]}"')
        clinic.plug()
        honesty.until(lambda said: said == 'All saved', 'all saved', 40)
        doctor.program.wait_for(lambda: not unsent(doctor.program.tree()), 'the line is confirmed')
        clinic.picture(doctor, 'network-4-sent')
        say(f'the header, one after the other: {honesty.said}')
    if not clinic.knows('High blood pressure'):
        raise Failed('"All saved", but a colleague does not have the case')


@case
def the_service_is_gone_and_comes_back(clinic):
    """A refusal at once, and for longer: several cases wait."""
    doctor = clinic.doctor
    honesty = Honesty(doctor)
    with clinic.shown(doctor, 'gone'):
        clinic.kill('service')
        clinic.wait_dead('service')
        waiting = []
        for code, problem in (('a01.0', 'Typhoid fever'), ('b01.9', 'Chickenpox')):
            doctor.open_chart(clinic.patient)
            doctor.open_case()
            write_case(doctor, code, problem, 'p80')
            doctor.key('ctrl+Return')
            doctor.see('Case signed', 'label')
            doctor.see_part(problem, 'list-item')
            honesty.until(is_waiting, 'what is waiting in the header', 10)
            time.sleep(0.5)
            waiting.append(int(WAITING.fullmatch(honesty.look())[1]))
        if waiting[1] <= waiting[0]:
            raise Failed(f'a second case waits, and the header counts {waiting}')
        honesty.until(lambda said: ', last contact ' in said, 'since when it is offline', 30)
        clinic.picture(doctor, 'network-5-offline')
        doctor.key('ctrl+k')
        doctor.see_focus('Search everything')
        doctor.type('What is saved')
        doctor.see('What is saved', 'label')
        doctor.key('Return')
        doctor.see_gone('Search everything', 'entry')
        doctor.see_part('sent as soon as the service answers', 'label')
        clinic.picture(doctor, 'network-6-what-is-saved')
        doctor.key('alt+Left')
        clinic.start()
        honesty.until(lambda said: said == 'All saved', 'all saved', 60)
        clinic.picture(doctor, 'network-7-back')
        say(f'the header, one after the other: {honesty.said}')
    for problem in ('Typhoid fever', 'Chickenpox'):
        if not clinic.knows(problem):
            raise Failed(f'"All saved", but a colleague does not have {problem}')


class Crawling:
    """A service that runs for a twentieth of a second in each half."""

    def __init__(self, clinic):
        self.clinic, self.ended = clinic, threading.Event()
        self.thread = threading.Thread(target=self.run)

    def run(self):
        while not self.ended.is_set():
            self.clinic.pull()
            self.ended.wait(0.45)
            self.clinic.plug()
            self.ended.wait(0.05)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.ended.set()
        self.thread.join()


@case
def the_service_crawls(clinic):
    """Writing and signing wait for nobody."""
    doctor = clinic.doctor
    honesty = Honesty(doctor)
    with clinic.shown(doctor, 'crawls'), Crawling(clinic):
        doctor.open_chart(clinic.patient)
        doctor.open_case()
        write_case(doctor, 'j00', 'Common cold', 't37.9')
        begin = time.monotonic()
        doctor.key('ctrl+Return')
        doctor.see('Case signed', 'label')
        seconds = time.monotonic() - begin
        if seconds > PATIENCE:
            raise Failed(f'signing takes {seconds:.2f} s when the service is slow')
        honesty.look()
        clinic.picture(doctor, 'network-8-slow')
        honesty.until(lambda said: said == 'All saved', 'all saved', 60)
        say(f'signed in {seconds:.2f} s, all saved after {time.monotonic() - begin:.1f} s; the header: {honesty.said}')
    if not clinic.knows('Common cold'):
        raise Failed('"All saved", but a colleague does not have the case')


# A full disk -----------------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def small_disk(clinic, profile):
    """A copy of a profile on a disk of its own with little room."""
    folder = clinic.folder / 'small'
    folder.mkdir()
    size = sum(file.stat().st_size for file in pathlib.Path(profile['folder']).rglob('*') if file.is_file())
    made = subprocess.run(['mount', '-t', 'tmpfs', '-o', f'size={size + PROFILE_SPARE}', 'none', str(folder)], capture_output=True, check=False)
    if made.returncode != 0:
        raise Skipped('a disk of its own needs the right to mount one')
    try:
        shutil.copytree(profile['folder'], folder / 'profile')
        yield dict(profile, folder=str(folder / 'profile'))
    finally:
        subprocess.run(['umount', '-l', str(folder)], check=True)


def fill(path):
    with open(path, 'wb', buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(bytes(4096))


@case
def the_disk_fills_up_while_a_case_is_typed(clinic):
    clinic.doctor.close()
    with small_disk(clinic, clinic.profile(0, 'doctor')) as profile:
        doctor = Desk(clinic.display, BUILD, profile)
        try:
            with clinic.shown(doctor, 'full'):
                doctor.sign_in()
                doctor.see_patients()
                doctor.open_chart(clinic.patient)
                doctor.open_case()
                ballast = pathlib.Path(profile['folder']).parent / 'ballast'
                fill(ballast)
                write_case(doctor, 'b26.9', 'Mumps', '110/70 p76')
                doctor.see('The disk is full', 'label')
                doctor.see('Draft not saved')
                clinic.picture(doctor, 'network-9-disk-full')
                doctor.program.see_text('110/70 p76')
                ballast.unlink()
                doctor.see_gone('The disk is full', 'label')
                doctor.see_part('Draft saved')
                doctor.key('ctrl+Return')
                doctor.see('Case signed', 'label')
                doctor.see('All saved', 'push-button', seconds=30)
        finally:
            doctor.close()
    if not clinic.knows('Mumps'):
        raise Failed('signed, but a colleague does not have the case')


if __name__ == '__main__':
    sys.exit(world.main(Clinic))
