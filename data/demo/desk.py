"""A person at Nadi: what they do with keys, and what they wait to see."""
import gettext
import json
import os
import pathlib
import subprocess

from display import NotSeen, matches

ROOT = pathlib.Path(__file__).resolve().parents[2]

# What a picture is taken in. locale: of the C library; language: of the catalogues.
APPEARANCES = {
    'light': {},
    'dark': {'dark': True},
    'large': {'percent': 200},
    'hindi': {'locale': 'hi_IN', 'language': 'hi'},
    'marathi': {'locale': 'mr_IN', 'language': 'mr'},
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


def read_catalogue(folder, language):
    """Sentences in that language by the English ones, also by those without their mnemonic's underscore."""
    if language is None:
        return {}
    with open(folder / language / 'LC_MESSAGES/nadi.mo', 'rb') as file:
        known = {english: said for english, said in gettext.GNUTranslations(file)._catalog.items() if isinstance(english, str)}
    return {english.replace('_', ''): said for english, said in known.items()} | known


def appear(display, build, dark=False, percent=100, locale='en_IN', language=None):
    """The environment of a program that looks like that, and how it says what is English."""
    catalogues = pathlib.Path(build) / 'po'
    environment = make_locale(display, locale)
    environment['NADI_LOCALEDIR'] = str(catalogues)
    environment['LANGUAGE'] = language or 'en'
    environment['ADW_DEBUG_COLOR_SCHEME'] = 'prefer-dark' if dark else 'prefer-light'
    display.set_text_size(percent)
    return environment, read_catalogue(catalogues, language)


class Desk:
    """One running Nadi and whoever sits in front of it. What is looked for is written in English and said in the desk's language."""

    def __init__(self, display, build, profile, place=0, **appearance):
        environment, self.catalogue = appear(display, build, **appearance)
        self.profile, self.role = profile, profile['role']
        self.program = display.start(pathlib.Path(build) / 'src/app/program/nadi', profile['folder'], place, **environment)

    def translate(self, sentence):
        return self.catalogue.get(sentence, sentence)

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

    def walk(self, test, what, key='Tab', most=40):
        """With the Tab key, until it stands on a node that passes the test."""
        node = self.program.focused()
        for _ in range(most):
            if node is not None and test(node):
                return node
            self.key(key)
            node = self.program.focused_next(node and node.path)
        raise NotSeen(f'"{what}" is no stop of the Tab key')

    def walk_to(self, sentence, key='Tab'):
        name = self.say(sentence)
        return self.walk(lambda node: node.name and matches(node.name, name), name, key)

    def walk_to_part(self, part):
        """To something that has this in its name."""
        return self.walk(lambda node: part in node.name, part)

    def go_to(self, label, sentence=None):
        """label: with the underscore of its mnemonic. Where that letter is of another script than this keyboard's, the Tab key goes there."""
        text = self.translate(label)
        letter = text[text.find('_') + 1].lower()
        if letter.isascii() and letter.isalnum():
            self.key(f'alt+{letter}')
            return self.see_focus(sentence or label)
        return self.walk_to(sentence or label)

    def act(self, title):
        """By its name, in the box for everything."""
        self.key('ctrl+k')
        self.see_focus('Search everything')
        self.type(self.say(title).rstrip('…'))
        self.program.see(self.say(title), 'label')
        self.key('Return')
        self.see_gone('Search everything', 'entry')

    def choose_file(self, path, windows=1):
        """In the dialog of GTK, which has just been asked for over so many windows."""
        program = self.program
        program.wait_for(lambda: len(program.windows()) > windows, 'the dialog to choose a file')
        self.key('slash')
        program.wait_for(lambda: program.focused() is not None and program.focused().role == 'text', "the entry for a file's name")
        self.replace(str(path))
        self.key('Return')
        program.wait_for(lambda: len(program.windows()) <= windows, 'the dialog gone')

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

    def begin_registration(self):
        self.key('ctrl+n')
        self.see_focus('Name')

    def fill_registration(self, name, age, sex, phone, native=''):
        """sex: the letter that chooses it."""
        self.begin_registration()
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
        self.see_focus('_Telephone')
        self.type(phone)
        self.program.see_text(phone)

    def add_photo(self, path):
        """From the telephone, where the form was left."""
        self.key('shift+Tab')
        self.see_focus('Photo')
        self.key('Return')
        self.see('From a _file…')
        self.key('Return')
        self.choose_file(path, windows=2)
        self.see('Remove photo', 'push-button')

    def choose_kind(self, label):
        """Of registration: known, unidentified, newborn."""
        self.walk_to(label, 'shift+Tab')
        self.key('space')

    def see_given(self, text, sentence):
        """Until the entry of that name has this in its text, without being typed."""
        program, name = self.program, self.say(sentence)
        program.wait_for(lambda: [node for node in program.find('text', name) if text in program.text_of(node)], f'"{text}" in "{name}"')

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

    def open_newest_line(self, button='_Open or amend'):
        """Of the timeline; then the focus is on that button in it."""
        self.see('Timeline')
        if not self.program.find('push-button', self.say(button)):
            self.walk(lambda node: node.role == 'list-item', 'the timeline')
            self.key('Home')
            self.key('Return')
            self.see(button, 'push-button')
        self.walk_to(button)

    def open_newest_case(self):
        self.open_newest_line()
        self.key('Return')
        self.see('Sign the case', 'push-button')

    def add_problem(self, typed, problem):
        """From the entry's focus; problem: as the list calls it."""
        self.type(typed)
        self.program.see(problem, 'label')
        self.key('Return')
        self.program.see_text('')

    def go_to_vitals(self):
        self.go_to('_Vital signs', 'Vital signs')

    def go_to_prescription(self):
        self.go_to('P_rescription', 'Prescription')

    def sign_case(self):
        self.key('ctrl+Return')
        self.see('Case signed', 'label')


# What there is to look at ----------------------------------------------------------------------------------------


class Charts:
    """What the journey needs to know of a clinic's patients, asked with nadictl before a window has the profile."""

    def __init__(self, build, profile):
        self.build, self.profile = build, profile
        self.ask('sync')                                             # what was written since this device was last open
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
