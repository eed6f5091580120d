"""Pages of the journey: a case from its first word until it is withdrawn."""
import time


def write_case(journey, desk):
    with journey.step('a new case opens over the chart', desk):
        desk.open_case()
        journey.picture(desk, 'case')
    with journey.step('a problem with its code', desk):
        desk.type('migr')
        desk.program.see('Migraine', 'label')
        journey.picture(desk, 'case-problem')
        desk.key('Return')
        desk.program.see_text('')
    with journey.step('vital signs in one line, read while they are typed', desk):
        desk.go_to_vitals()
        desk.type('150/95 p88 g142')
        desk.see_part('150/95', 'label')
        journey.picture(desk, 'case-vitals')


def prescribe(journey, desk):
    """To somebody who is allergic to penicillin and takes ibuprofen."""
    with journey.step('a prescription that the patient is allergic to', desk):
        desk.go_to_prescription()
        desk.type('amoxicillin 500 1-1-1 5d')
        desk.see_part(desk.say('Allergy to %s: this is of the same class (%s)').split('%s')[0] + 'Penicillin', 'label')
        journey.picture(desk, 'case-allergy')
    with journey.step('a prescription of which the like runs already', desk):
        desk.replace('diclofenac 50 1-0-1 5d')
        desk.see_part('Ibuprofen', 'label')
        journey.picture(desk, 'case-duplicate')
    with journey.step('another one instead', desk):
        desk.replace('amlo 5 1-0-0 30d')
        desk.see_part('Amlodipine', 'label')
        desk.key('Return')
        desk.program.see_text('')
        journey.picture(desk, 'case-prescription')


def finish_case(journey, desk):
    with journey.step('a result, a plan, and when to come again', desk):
        desk.go_to('_Tests and results', 'Tests and results')
        desk.type('Hb 9.2 g/dL !')
        desk.key('Return')
        desk.program.see_text('')
        desk.go_to('P_lan')
        desk.type('Rest in a dark room')
        desk.go_to('_Comes again')
        desk.type('+2w')
        desk.see_part(desk.say('Draft saved %s').split('%s')[0], 'status-bar')
        journey.picture(desk, 'case-end')
    with journey.step('a case that was left is there as a draft', desk):
        desk.key('Escape')
        desk.see('Timeline', 'push-button')
        desk.open_case()
        desk.see_part('Migraine', 'label')
        journey.picture(desk, 'case-draft')


def sign_case(journey, desk, other):
    """Both have the same chart open."""
    with journey.step('the signed case is in the other window’s open chart', desk, other):
        begin = time.monotonic()
        desk.key('ctrl+Return')
        other.see_part('Migraine', 'list-item', seconds=30)
        print(f'          {time.monotonic() - begin:.1f} s after the keystroke', flush=True)
        desk.see('Case signed', 'label')
        journey.picture(desk, 'case-signed')
        journey.picture(other, 'case-arrived')


def amend(desk, plan):
    desk.go_to('P_lan')
    desk.key('ctrl+a')
    desk.type(plan)
    desk.program.see_text(plan)


def amend_case(journey, desk):
    with journey.step('the signed case opens again', desk):
        desk.open_newest_case()
        desk.see('As it is signed', 'label')
        journey.picture(desk, 'case-amend')
        amend(desk, 'Rest in a dark room, and water')
        desk.key('ctrl+Return')
        desk.see('Case signed', 'label')
    with journey.step('both versions are there to be read', desk):
        desk.open_newest_case()
        desk.see('Earlier version', 'label')
        journey.picture(desk, 'case-versions')
        desk.key('Escape')
        desk.see('Timeline', 'push-button')
        desk.open_newest_line()
        desk.see('Earlier versions', 'label')
        journey.picture(desk, 'chart-versions')


def change_at_once(journey, desk, other):
    """The same case, amended in two windows that know nothing of one another."""
    with journey.step('two people change a case at the same time', desk, other):
        for who, plan in ((desk, 'Rest, and come if it lasts'), (other, 'Rest, and a diary of the pain')):
            who.open_newest_case()
            amend(who, plan)
        desk.key('ctrl+Return')
        desk.see('Case signed', 'label')
        other.key('ctrl+Return')
        other.see('Signed beside another version: both are kept', 'label')
        journey.picture(other, 'conflict-signed')
    with journey.step('both versions side by side', desk):
        desk.open_newest_line('_Compare the versions')
        journey.picture(desk, 'conflict-line')
        desk.key('Return')
        desk.see('Write one that replaces both…', 'push-button')
        journey.picture(desk, 'conflict')
    with journey.step('one of them is kept', desk):
        desk.walk_to('Keep the first version')
        desk.key('Return')
        desk.see('Timeline', 'push-button')
        desk.see_gone('Compare the versions')


def withdraw_case(journey, desk):
    with journey.step('a case is withdrawn, with its reason', desk):
        desk.open_newest_case()
        desk.act('Withdraw the case…')
        desk.see_focus('Reason')
        desk.type('Written in the wrong chart')
        journey.picture(desk, 'case-withdraw')
        desk.key('Return')
        desk.see('Case withdrawn', 'label')
        journey.picture(desk, 'case-withdrawn')
