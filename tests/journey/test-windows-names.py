#!/usr/bin/python3
"""The pages of a patient as a screen reader and a keyboard have them: finding, registering, chart, case, paper."""
import sys

import world
from spoken import Page, Spoken
from world import case


class Clinic(Spoken):
    def __init__(self):
        super().__init__(patients=20)
        try:
            self.doctor = self.open('doctor')
        except BaseException:
            self.close()
            raise


@case
def signing_in(clinic):
    doctor = clinic.doctor
    doctor.see_focus('Passphrase')
    clinic.look(doctor, 'sign-in')
    doctor.sign_in()
    doctor.see_patients()
    clinic.judge()


@case
def patients_and_registration(clinic):
    doctor = clinic.doctor
    clinic.look(doctor, 'patients')
    doctor.key('ctrl+f')
    doctor.type('qqqq')
    doctor.see('Nobody found', 'label')
    clinic.look(doctor, 'patients-nobody')
    doctor.key('ctrl+n')
    doctor.see_focus('Name')
    clinic.look(doctor, 'register')
    doctor.key('Escape')
    doctor.see_gone('Name in another script', 'label')
    doctor.fill_registration('Tara Tabular', '40', 'f', '9812345671')
    doctor.register()
    doctor.see_part('Tara Tabular', 'label')
    doctor.key('ctrl+o')
    doctor.see('New case', 'push-button')
    clinic.judge()


@case
def case_from_problem_to_signature(clinic):
    doctor = clinic.doctor
    doctor.open_case()
    clinic.look(doctor, 'case-empty')
    doctor.key('alt+p')
    doctor.type('hyper')
    doctor.see('High blood pressure', 'label')
    lines = Page(doctor)
    clinic.faults += [f'completion: {fault}' for fault in lines.faults()]
    if not [node for node in lines.nodes if node.role == 'list-item' and node.name.startswith('High blood pressure')]:
        clinic.faults.append('completion: its lines say nothing')
    doctor.key('Return')
    doctor.program.see_text('')
    doctor.go_to_vitals()
    doctor.type('150/95 p88')
    doctor.go_to_prescription()
    doctor.type('amlo 5 1-0-0 30d')
    doctor.see_part('Amlodipine', 'label')
    doctor.key('Return')
    doctor.program.see_text('')
    clinic.look(doctor, 'case')
    doctor.key('ctrl+Return')
    doctor.see('Case signed', 'label')
    clinic.faults += [f'notice: {fault}' for fault in Page(doctor).faults()]
    clinic.judge()


@case
def chart_and_trend(clinic):
    doctor = clinic.doctor
    doctor.see_part('High blood pressure', 'list-item')
    doctor.see_gone('Case signed', 'label', seconds=30)
    clinic.look(doctor, 'chart')
    doctor.key('alt+1')
    doctor.see_patients()
    doctor.key('ctrl+o')
    doctor.see_chart_focus()
    doctor.key('Return')
    doctor.see('Open or amend', 'push-button')
    clinic.look(doctor, 'chart-line')
    doctor.key('F8')
    doctor.see('Vital sign', 'combo-box')
    clinic.look(doctor, 'trend')
    doctor.key('ctrl+t')
    doctor.see('When', 'label')
    clinic.look(doctor, 'trend-table')
    doctor.key('F8')
    doctor.see('Search this chart', 'entry')
    clinic.judge()


@case
def amending_and_paper(clinic):
    doctor = clinic.doctor
    doctor.key('alt+1')
    doctor.see_patients()
    doctor.key('ctrl+o')
    doctor.see_chart_focus()
    doctor.key('Return')
    doctor.see('Open or amend', 'push-button')
    doctor.key('Tab')
    doctor.see_focus('Open or amend')
    doctor.key('Return')
    doctor.see('Amend the case', 'frame')
    doctor.see_focus('Problem or diagnosis')
    clinic.look(doctor, 'case-amend')
    doctor.act('Withdraw the case…')
    doctor.see_focus('Reason')
    clinic.look(doctor, 'case-withdraw')
    doctor.key('Escape')
    doctor.see_gone('Keep the case', 'push-button')
    doctor.key('Escape')
    doctor.see('Search this chart', 'entry')
    doctor.key('ctrl+p')
    doctor.see_focus('Print')
    clinic.look(doctor, 'print')
    doctor.key('Escape')
    doctor.see_gone('Paper size')
    doctor.key('ctrl+e')
    doctor.see_focus('Name')
    clinic.look(doctor, 'correct')
    doctor.key('Escape')
    doctor.see_gone('Name in another script', 'label')
    clinic.judge()


@case
def all_else(clinic):
    doctor = clinic.doctor
    doctor.key('ctrl+k')
    doctor.see_focus('Search everything')
    clinic.look(doctor, 'palette')
    doctor.key('Escape')
    doctor.see_gone('Search everything', 'entry')
    for action, name in (('What is saved', 'saved'), ('Things to look at', 'tasks')):
        doctor.act(action)
        doctor.see(action, 'frame')
        clinic.look(doctor, name)
        doctor.key('alt+Left')
    clinic.judge()


if __name__ == '__main__':
    sys.exit(world.main(Clinic))
