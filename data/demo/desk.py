"""A person at Nadi: what they do with keys, and what they wait to see."""
import gettext
import json
import os
import pathlib
import subprocess

from display import NotSeen

ROOT = pathlib.Path(__file__).resolve().parents[2]

# What a picture is taken in. locale: of the C library; language: of the catalogues.
APPEARANCES = {
    'light': {},
    'dark': {'dark': True},
    'large': {'percent': 200},
    'hindi': {'locale': 'hi_IN', 'language': 'hi'},
    'arabic': {'locale': 'ar_EG', 'language': 'ar'},
}


def make_locale(display, name):
    """Compiles a locale of the C library for this display: a bare system has none."""
    folder = display.folder / 'locales'
    made = folder / f'{name}.UTF-8'
    if not made.exists():
        folder.mkdir(exist_ok=True)
        subprocess.run(['localedef', '-i', name, '-f', 'UTF-8', str(made)], capture_output=True, check=False)
    if not made.exists():
        raise NotSeen(f'the locale {name}: is the package "locales" installed?')
    return {'LOCPATH': str(folder), 'LC_ALL': f'{name}.UTF-8'}


def appear(display, build, dark=False, percent=100, locale='en_IN', language=None):
    """The environment of a program that looks like that, and how it says a sentence."""
    catalogues = pathlib.Path(build) / 'po'
    environment = make_locale(display, locale)
    environment['NADI_LOCALEDIR'] = str(catalogues)
    environment['LANGUAGE'] = language or 'en'
    environment['ADW_DEBUG_COLOR_SCHEME'] = 'prefer-dark' if dark else 'prefer-light'
    display.set_text_size(percent)
    say = gettext.translation('nadi', catalogues, languages=[language], fallback=True).gettext if language else str
    return environment, say


class Desk:
    """One running Nadi and whoever sits in front of it. What is looked for is written in English and said in the desk's language."""

    def __init__(self, display, build, profile, place=0, **appearance):
        environment, self.translate = appear(display, build, **appearance)
        self.profile = profile
        self.program = display.start(pathlib.Path(build) / 'src/app/program/nadi', profile['folder'], place, **environment)

    def say(self, sentence):
        return self.translate(sentence).replace('_', '')

    def see(self, sentence, role=None, states=(), seconds=15):
        return self.program.see(self.say(sentence), role, states, seconds)

    def see_gone(self, sentence, role=None, seconds=15):
        self.program.see_gone(self.say(sentence), role, seconds)

    def see_focus(self, sentence, seconds=15):
        return self.see(sentence, None, ['focused'], seconds)

    def key(self, *names):
        self.program.key(*names)

    def type(self, text):
        self.program.type(text)

    def replace(self, text):
        """Instead of what stands in the focused entry."""
        self.key('ctrl+a')
        self.type(text)
        self.program.see_text(text)

    # In and out ------------------------------------------------------------------------------------------------

    def sign_in(self, passphrase=None):
        self.see_focus('Passphrase')
        self.type(passphrase or self.profile['passphrase'])
        self.key('Return')

    def see_patients(self):
        self.see_focus('Find a patient', seconds=30)

    def lock(self):
        self.key('ctrl+l')
        self.see_focus('Passphrase')

    def close(self):
        self.program.stop()

    # Patients --------------------------------------------------------------------------------------------------

    def find_patient(self, typed, name, first=True):
        """Types into the search, and waits until that patient is the first line, or one of them."""
        self.replace(typed)
        program = self.program

        def found():
            lines = [line.name.startswith(f'{name}, ') for line in program.find('list-item')]
            return any(lines[:1] if first else lines)

        program.wait_for(found, f'{name} found with "{typed}"')

    def open_chart(self, patient):
        self.key('alt+1')
        self.see_patients()
        self.find_patient(patient['number'].replace('-', '')[-6:], patient['name'])
        self.key('Return')
        self.program.see(patient['name'], 'label')
        self.see_gone('Find a patient')

    def see_chart_focus(self):
        """Until the keys go to a line of the timeline."""
        return self.program.wait_for(lambda: self.program.find('list-item', states=['focused']), 'the focus in the timeline')

    def see_part(self, part, role=None, seconds=15):
        """Until something shows that has this in its name."""
        return self.program.wait_for(lambda: [node for node in self.program.find(role) if part in node.name], f'"{part}"', seconds)[0]

    # Registration ----------------------------------------------------------------------------------------------

    def fill_registration(self, name, age, sex, phone, native=''):
        """sex: the letter that chooses it."""
        self.key('ctrl+n')
        self.see_focus('Name')
        self.type(name)
        self.key('Return')
        self.see_focus('Name in another script')
        if native:
            self.type(native)
        self.key('Return')
        self.see_focus('Birth date or age')
        self.type(age)
        self.key('Return')
        self.type(sex)
        self.key('Return')
        self.see_focus('Photo')
        self.key('Tab')
        self.see_focus('Telephone')
        self.type(phone)
        self.program.see_text(phone)

    def register(self):
        self.key('ctrl+Return')
        self.see_gone('Name in another script', 'label', seconds=30)

    def leave_registration(self):
        """With something typed that is not kept."""
        self.key('Escape')
        self.see('Leave', 'push-button')
        self.key('Tab')
        self.see_focus('Leave')
        self.key('Return')
        self.see_gone('Name in another script', 'label')

    # A case ----------------------------------------------------------------------------------------------------

    def open_case(self):
        self.key('F2')
        self.see_focus('Problem or diagnosis')

    def add_problem(self, typed, problem):
        """From the entry's focus; problem: as the list calls it."""
        self.type(typed)
        self.program.see(problem, 'label')
        self.key('Return')
        self.program.see_text('')

    def go_to_vitals(self):
        self.key('alt+v')
        self.see_focus('Vital signs')

    def go_to_prescription(self):
        self.key('alt+r')
        self.see_focus('Prescription')

    def sign_case(self):
        self.key('ctrl+Return')
        self.see('Case signed', 'label')


# What there is to look at ----------------------------------------------------------------------------------------


class Charts:
    """What the journey needs to know of a clinic's patients, asked with nadictl before a window has the profile."""

    def __init__(self, build, profile):
        self.build, self.profile = build, profile
        self.patients = self.ask('patient', 'find', '', '--limit', '400')

    def ask(self, *arguments):
        process = subprocess.run([str(pathlib.Path(self.build) / 'src/ctl/nadictl'), '--profile', self.profile['folder'], *arguments, '--json'],
                                 env=dict(os.environ, NADI_PASSPHRASE=self.profile['passphrase'], LC_ALL='C.UTF-8', LANGUAGE=''),
                                 stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=300, check=False)
        if process.returncode != 0:
            raise NotSeen(f'nadictl {" ".join(arguments[:2])}: {process.stderr.strip()}')
        return json.loads(process.stdout)

    def well_known(self):
        """Somebody with names in two scripts, a telephone and a birth date that nobody else has."""
        for patient in self.patients:
            if patient['native'] and patient['phone'] and len(patient['birth'] or '') == 10 and sum(
                    other['birth'] == patient['birth'] or other['name'] == patient['name'] for other in self.patients) == 1:
                return patient
        raise NotSeen('a patient with names in two scripts, telephone and birth date: the demo has too few')

    def allergic(self, most=400):
        """Somebody with an allergy to a medicine, what it is, and what is typed to be warned of it."""
        typed = {'Ibuprofen': 'ibuprofen', 'Aspirin': 'aspirin', 'Penicillin': 'amoxicillin'}
        for patient in self.patients[:most]:
            for record in self.ask('patient', 'show', patient['number'])['records']:
                substance = record['summary'].split(' · ')[0]
                if record['type'] == 'AllergyIntolerance' and record['state'] == 'current' and substance in typed:
                    return patient, substance, typed[substance]
        raise NotSeen('a patient with an allergy to a medicine: the demo has too few')
