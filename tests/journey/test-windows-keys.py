#!/usr/bin/python3
"""The tasks of every day by keyboard alone: real keys into the real window, counted against the bars of the specification.

A chord is one key. The seconds run from the first key until what the person waits for is told to a screen reader.
"""
import sys

import printer
import world
from windows import Timer, Windows, bar, say
from world import case


class Clinic(Windows):
    """A doctor at work; the chart in front at the beginning is another one's than whose case it will be."""

    def __init__(self):
        self.printer = None
        super().__init__(patients=60)
        try:
            self.printer = printer.Printer()
            self.display.environment['CUPS_SERVER'] = self.printer.server
            known = self.charts()
            self.patient, self.records = self.choose(known)
            self.other = next(patient for patient in known.patients if patient['name'][:1] != self.patient['name'][:1])
            self.doctor = self.sit_down('doctor')
        except BaseException:
            self.close()
            raise

    def close(self):
        super().close()
        if self.printer is not None:
            self.printer.close()

    @staticmethod
    def choose(known):
        """Somebody whose name's first letters are nobody else's, and who was given something to take at the last visit."""
        for patient in known.patients:
            alike = [other for other in known.patients if any(word.startswith(patient['name'][:4]) for word in other['name'].split())]
            if len(alike) == 1 and len(patient['name'].split()[0]) > 4:
                records = [record for record in known.ask('patient', 'show', patient['number'])['records'] if record['type'] == 'MedicationRequest']
                if records:
                    return patient, records
        raise world.Failed('nobody with a name of their own and a prescription: the demo has too few')


@case
def find_a_patient(clinic):
    """From the middle of somebody else's chart to the chart of whom it is about."""
    doctor, patient = clinic.doctor, clinic.patient
    doctor.open_chart(clinic.other)
    with clinic.shown(doctor, 'R1'), Timer(doctor) as timer:
        doctor.key('ctrl+f')
        doctor.type(patient['name'][:5])
        doctor.key('Return')
        timer.see(lambda nodes: doctor.program.find('frame', patient['name'], nodes=nodes))
    bar('R1 find a patient', timer, 7, 4)


@case
def summary_of_the_chart(clinic):
    """The key that opens the chart is that of finding the patient: from there on none."""
    doctor, patient = clinic.doctor, clinic.patient
    doctor.key('alt+1')
    doctor.see_patients()
    doctor.find_patient(patient['name'], patient['name'])
    with clinic.shown(doctor, 'D2'), Timer(doctor, given=1) as timer:
        doctor.key('Return')
        timer.see_painted(lambda nodes: all(doctor.program.find('label', title, nodes=nodes) for title in ('Problems', 'Medicines', 'Allergies', 'Latest results'))
                          and doctor.program.find('list-item', states=['focused'], nodes=nodes))
    bar('D2 summary of the chart', timer, 0, 0.3)


@case
def coded_problem(clinic):
    doctor = clinic.doctor
    doctor.open_chart(clinic.patient)
    doctor.open_case()
    with clinic.shown(doctor, 'D4'), Timer(doctor) as timer:
        doctor.type('hyper')
        doctor.key('Return')
        timer.see(lambda nodes: doctor.program.find('label', 'I10', nodes=nodes) and doctor.program.find('push-button', 'Remove…', nodes=nodes))
    bar('D4 coded problem', timer, 6, 5)


@case
def vitals_as_one_line(clinic):
    """150/95 p88 g142: the line reads it without what parts the words, too."""
    doctor = clinic.doctor
    doctor.go_to_vitals()
    with clinic.shown(doctor, 'D3'), Timer(doctor) as timer:
        doctor.type('15095p88g142')
        timer.see(lambda nodes: all(any(part in label.name for label in doctor.program.find('label', nodes=nodes)) for part in ('150/95', '88', '142')))
    bar('D3 vitals as one line ("15095p88g142")', timer, 12, 6)


@case
def repeat_the_last_plan(clinic):
    doctor = clinic.doctor
    with clinic.shown(doctor, 'D6'), Timer(doctor) as timer:
        doctor.key('ctrl+r')
        timer.see(lambda nodes: [label for label in doctor.program.find('label', nodes=nodes) if ' repeated' in label.name])
    bar('D6 repeat the last plan', timer, 2, 2)


@case
def sign_the_case(clinic):
    doctor = clinic.doctor
    with clinic.shown(doctor, 'D5'), Timer(doctor) as timer:
        doctor.key('ctrl+Return')
        timer.see(lambda nodes: doctor.program.find('label', 'Case signed', nodes=nodes))
    bar('D5 sign the case', timer, 1, 1)


@case
def print_the_prescription(clinic):
    """Of the case that has just been signed, on paper: the seconds run until all of it is at the printer."""
    doctor, patient = clinic.doctor, clinic.patient
    doctor.open_chart(patient)
    doctor.see_chart_focus()
    with clinic.shown(doctor, 'D10'), Timer(doctor) as timer:
        doctor.key('ctrl+p')
        doctor.see_focus('_Print')
        doctor.key('Return')
        paper = clinic.printer.wait_for(1)
    bar('D10 print or export', timer, 2, 3)
    doctor.see('Sent to the printer', 'label')
    text = printer.read(paper)
    known = [record['summary'] for record in clinic.records]
    say(f'printed: {len(text.split())} words, {paper.stat().st_size} bytes')
    for wanted in (patient['name'], patient['number'], 'Prescription', clinic.doctor.profile['clinic']):
        if wanted not in text:
            raise world.Failed(f'"{wanted}" is not on the paper')
    if not any(summary.split(' · ')[0].split()[0] in text for summary in known):
        raise world.Failed('no medicine of the patient is on the paper')
    if clinic.printer.title(paper) != 'Nadi':
        raise world.Failed('the queue of the printer names more than the program')


@case
def vitals_trend(clinic):
    doctor = clinic.doctor
    doctor.open_chart(clinic.patient)
    doctor.see_chart_focus()
    with clinic.shown(doctor, 'D9'), Timer(doctor) as timer:
        doctor.key('F8')
        timer.see(lambda nodes: doctor.program.find('combo-box', 'Vital sign', nodes=nodes))
    bar('D9 vitals trend', timer, 1, 1)
    doctor.key('F8')


@case
def register_a_patient(clinic):
    """One screen: name, age, sex, telephone. By the receptionist, at another desk."""
    clinic.doctor.close()
    reception = clinic.sit_down('reception')
    with clinic.shown(reception, 'R3'), Timer(reception) as timer:
        reception.fill_registration('Sunita Kale', '34', 'f', '9812345670')
        reception.register()
        reception.see_part('Sunita Kale', 'label')
    bar('R3 register a patient', timer, 45, 30)


if __name__ == '__main__':
    sys.exit(world.main(Clinic))
