"""Pages of the journey: first run, papers, imports, and what belongs to the program itself."""


def first_run(journey, desk):
    with journey.step('the first run: three ways to begin', desk):
        desk.see('_Join a clinic', 'label')
        journey.picture(desk, 'first-run')
    with journey.step('joining a clinic with a code', desk):
        desk.walk_to_part(desk.say('_Join a clinic'))
        desk.key('Return')
        desk.see('Network file', 'label')
        desk.walk_to('_Code')
        desk.type('K7QH')
        journey.picture(desk, 'first-run-join')
        desk.walk_to('Back')
        desk.key('Return')
    with journey.step('setting up a clinic', desk):
        desk.walk_to_part(desk.say('Set up a clinic'))
        desk.key('Return')
        desk.see_focus('Name of the _clinic')
        desk.type('Sanjeevani Clinic')
        desk.program.see_text('Sanjeevani Clinic')
        journey.picture(desk, 'first-run-set-up')


def documents(journey, desk, material):
    """In a new case over the chart in front."""
    with journey.step('a picture and a letter are put into the chart', desk):
        desk.open_case()
        for path in (material.xray, material.ecg, material.letter):
            desk.walk_to('Add a document…')
            desk.key('Return')
            desk.choose_file(path)
            desk.see_part(path.name, 'push-button')
        journey.picture(desk, 'documents')
    for path, picture in ((material.xray, 'document-picture'), (material.letter, 'document-letter')):
        with journey.step(f'{path.suffix[1:].upper()} is seen in place', desk):
            desk.walk_to_part(path.name)
            desk.key('Return')
            desk.see('Save a copy…', 'push-button')
            desk.see_gone('Fetching and checking the document…')
            journey.picture(desk, picture)
            desk.key('alt+Left')
            desk.see_gone('Save a copy…', 'push-button')
    with journey.step('back in the chart, where they are, too', desk):
        desk.key('Escape')
        desk.see('Timeline', 'push-button')
        desk.see_part(material.letter.name, 'list-item')
        journey.picture(desk, 'chart-documents')


def paper(journey, desk, folder):
    with journey.step('what will be on paper', desk):
        desk.key('ctrl+p')
        desk.see('Paper size')
        journey.picture(desk, 'print')
    with journey.step('the same as a PDF', desk):
        path = folder / f'{journey.appearance}.pdf'
        path.unlink(missing_ok=True)
        desk.walk_to('Save as PDF…')
        desk.key('Return')
        desk.choose_file(path, windows=2)
        desk.see_gone('Paper size')
        desk.program.wait_for(path.exists, 'the PDF')
        desk.program.activate()                                      # two windows have closed at once over it


def import_records(journey, desk, path):
    with journey.step('where records of another program come in', desk):
        desk.act('Import records…')
        desk.see('Choose a file…', 'push-button')
        journey.picture(desk, 'import')
    with journey.step('an import, and its report', desk):
        desk.walk_to('Choose a file…')
        desk.key('Return')
        desk.choose_file(path)
        desk.see('Stop', 'push-button')
        journey.picture(desk, 'import-running', seconds=0)
        desk.see('Not taken', 'label', seconds=60)
        journey.picture(desk, 'import-report')
        desk.key('alt+Left')


def saved(journey, desk):
    with journey.step('what is saved, and where', desk):
        desk.act('What is saved')
        journey.picture(desk, 'saved')
        desk.key('alt+Left')
    with journey.step('what the ledger did not take', desk):
        desk.act('Things to look at')
        desk.see('Nothing to look at', 'label')
        journey.picture(desk, 'tasks')
        desk.key('alt+Left')


def help_pages(journey, desk):
    for title, key, picture in (('help', 'F1', 'help'), ('all keys', 'ctrl+question', 'shortcuts')):
        with journey.step(title, desk):
            before = len(desk.program.windows())
            desk.key(key)
            desk.program.wait_for(lambda: len(desk.program.windows()) > before, 'one more window')
            journey.picture(desk, picture)
            desk.key('Escape')
            desk.program.wait_for(lambda: len(desk.program.windows()) == before, 'that window gone')


def passphrase(journey, desk):
    with journey.step('changing the passphrase', desk):
        desk.act('Change passphrase…')
        desk.see_focus('_Old passphrase')
        desk.type(desk.profile['passphrase'])
        desk.walk_to('New _passphrase')
        desk.type('copper lantern seven rivers')
        journey.picture(desk, 'passphrase')
        desk.key('Escape')
        desk.see_gone('Old passphrase')


def staff(journey, desk):
    with journey.step('who works here', desk):
        desk.act('Staff and devices')
        desk.see('Who works here', 'label')
        desk.see_part('Kavita Deshpande', 'label')
        journey.picture(desk, 'staff')
    with journey.step('a new colleague is invited, with a code on paper', desk):
        desk.walk_to('Invite…')
        desk.key('Return')
        desk.see_focus('_Name of the person')
        desk.type('Nisha Rao')
        desk.program.see_text('Nisha Rao')
        desk.walk_to('Nurse')
        desk.key('space')
        journey.picture(desk, 'staff-invite')
        desk.walk_to('Make a code')
        desk.key('Return')
        desk.see('Copy the text for paper', 'push-button', seconds=30)
        journey.picture(desk, 'staff-code')
        desk.key('Escape')


def lock(journey, desk):
    with journey.step('locked with a key', desk):
        desk.lock()
        desk.see_gone('Find a patient')
        journey.picture(desk, 'locked')


def demo(journey, desk):
    with journey.step('the demo: who do you want to be?', desk):
        desk.see('Who do you want to be?', 'label', seconds=60)
        journey.picture(desk, 'demo')
    with journey.step('the demo says on a strip that it is one', desk):
        desk.key('Return')
        desk.see_patients()
        desk.see('Be somebody else', 'push-button')
        desk.program.take_window()
        journey.picture(desk, 'demo-strip')
