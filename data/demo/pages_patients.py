"""Pages of the journey: signing in, finding, registering, and the chart."""


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
            desk.find_patient(typed, patient['name'], first=False)
            journey.picture(desk, picture)
    with journey.step('nobody is found, and it says what to do', desk):
        desk.replace('qqqq')
        desk.see('Nobody found', 'label')
        journey.picture(desk, 'search-nobody')
    with journey.step('the card of whom the list stands on', desk):
        desk.find_patient(patient['number'].replace('-', '')[-6:], patient['name'])
        desk.key('Down')
        desk.see_part(patient['number'], 'label')
        journey.picture(desk, 'patient-card')


def register(journey, desk, patient, mother, photo, phone):
    """mother: of a newborn; phone: nobody's yet."""
    with journey.step('reception registers a patient on one screen, with a photo', desk):
        desk.fill_registration('Sunita Kale', '34', desk.say('female')[0], phone, native='सुनीता काळे')
        desk.add_photo(photo)
        journey.picture(desk, 'register')
        desk.register()
        desk.see_part('Sunita Kale', 'label')
        journey.picture(desk, 'registered')
    with journey.step('who is here already is told while registering', desk):
        desk.begin_registration()
        desk.type(patient['name'])
        desk.key('Return', 'Return')
        desk.see_focus('Birth date or age')
        desk.type('/'.join(str(int(part)) for part in reversed(patient['birth'].split('-'))))
        desk.see_part(patient['name'], 'list-item')
        journey.picture(desk, 'register-likely')
        desk.leave_registration()
    with journey.step('somebody whose name nobody knows', desk):
        desk.begin_registration()
        desk.choose_kind('_Unidentified')
        desk.see_focus('Birth date or age')
        desk.type('40')
        desk.key('Return')
        desk.type(desk.say('male')[0])
        desk.see_gone('Name', 'text')
        journey.picture(desk, 'register-unidentified')
        desk.register()
        desk.see_part(desk.say('to be identified'), 'label')
        journey.picture(desk, 'registered-unidentified')
    with journey.step('a newborn, by its mother', desk):
        desk.begin_registration()
        desk.choose_kind('Ne_wborn')
        desk.walk_to('Mother')
        desk.type(mother['phone'])
        desk.see_part(mother['name'], 'list-item')
        journey.picture(desk, 'register-mother')
        desk.key('Return')
        desk.see_given(mother['name'].split()[-1], 'Name')
        journey.picture(desk, 'register-newborn')
        desk.leave_registration()


def correct(journey, desk, patient):
    with journey.step('details are corrected on the same screen', desk):
        desk.key('ctrl+e')
        desk.see_given(patient['name'], 'Name')
        journey.picture(desk, 'correct-details')
        desk.key('Escape')
        desk.see_gone('_Telephone', 'text')


def chart(journey, desk, patient):
    with journey.step('the chart opens with Enter', desk):
        desk.open_chart(patient)
        desk.see('Latest results', 'label')
        desk.see_chart_focus()
        journey.picture(desk, 'chart')
    with journey.step('a line of the timeline opens', desk):
        desk.key('Return')
        desk.see('Open or amend', 'push-button')
        journey.picture(desk, 'chart-line')
        desk.key('Return')
        desk.see_gone('Open or amend')


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
        desk.see_gone('Vital sign', 'combo-box')


def palette(journey, desk, patient):
    with journey.step('one box for patients and actions', desk):
        desk.key('ctrl+k')
        desk.see_focus('Search everything')
        journey.picture(desk, 'palette')
        desk.type(patient['phone'][-4:])
        desk.see_part(f'…{patient["phone"][-4:]}', 'label')
        journey.picture(desk, 'palette-patient')
        desk.key('Escape')
        desk.see_gone('Search everything', 'entry')
