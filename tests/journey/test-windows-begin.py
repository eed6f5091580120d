#!/usr/bin/python3
"""How a clinic and a colleague begin, each at a window and with keys alone: somebody is invited and joins; somebody sets up a clinic, which
the network's operator takes in."""
import re
import sys

import world
from spoken import Spoken
from world import LEDGER, SLOW, case, run

PASSPHRASE = 'copper lantern seven rivers'
EVENT = re.compile(r'[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}')
CODE = re.compile(r'([0-9A-Z]{4}-){8}\S')


class Network(Spoken):
    def __init__(self):
        super().__init__(patients=20, windows=2)

    def begin(self, name, choice):
        """A device without a clinic, and the way that is chosen there."""
        desk = self.open_folder(self.folder / name, place=1)
        desk.see(choice, 'label')
        desk.walk_to_part(choice)
        desk.key('Return')
        return desk


def read_code(program):
    return next((node.name for node in program.tree() if CODE.fullmatch(node.name)), None)


def choose_passphrase(desk):
    for entry in ('New _passphrase', 'New passphrase once _more'):
        desk.walk_to(entry)
        desk.type(PASSPHRASE)


@case
def somebody_is_invited_and_joins(network):
    paper = network.folder / 'for-nisha.json'
    administrator = network.sit_down('administrator')
    with network.shown(administrator, 'invite'):
        administrator.act('Staff and devices')
        administrator.see_part('Leela Menon', 'label')
        administrator.walk_to('Invite…')
        administrator.key('Return')
        administrator.see_focus('_Name of the person')
        administrator.type('Nisha Rao')
        administrator.walk_to('Nurse')
        administrator.key('space')
        administrator.walk_to('Make a code')
        administrator.key('Return')
        administrator.see('Copy the text for paper', 'push-button', seconds=30)
        code = administrator.program.wait_for(lambda: read_code(administrator.program), 'the code')
        administrator.walk_to('Save the network file for them…')
        administrator.key('Return')
        administrator.choose_file(paper, windows=2)
        administrator.program.wait_for(paper.exists, 'the network file')
        administrator.walk_to('Back to the list')
        administrator.key('Return')
        administrator.see('Invited', 'label')
    desk = network.begin('nisha', 'Join a clinic')
    with network.shown(desk, 'join'):
        desk.see_focus('Network file')
        desk.key('Return')
        desk.choose_file(paper)
        desk.walk_to('_Code')
        desk.type(code)
        desk.program.wait_for(lambda: desk.program.find(states=['focused'])[0].description == 'The code is right.', 'the code accepted')
        desk.key('Return')
        desk.see_focus('Your name, as this device shows it')
        desk.type('Nisha Rao')
        choose_passphrase(desk)
        desk.key('Return')
        desk.program.see_focus('Find a patient', seconds=60 * SLOW)
    administrator.see_part('Nisha Rao', 'label', seconds=30 * SLOW)
    administrator.close()
    desk.close()
    network.judge()


@case
def somebody_sets_up_a_clinic(network):
    application = network.folder / 'clinic.json'
    desk = network.begin('founder', 'Set up a clinic')
    with network.shown(desk, 'set-up'):
        desk.see_focus('Name of the _clinic')
        desk.type('Sanjeevani Clinic')
        desk.key('Return')
        desk.see_focus('Your _name')
        desk.type('Ila Deshmukh')
        desk.walk_to('Doctor')
        desk.key('space')
        choose_passphrase(desk)
        desk.key('Return')
        desk.choose_file(application)
        desk.program.wait_for(application.exists, "the clinic's file", 30 * SLOW)
        network.look(desk, 'found-wait')
        proposed = EVENT.search(run([LEDGER, 'admit', network.state / 'service', application]).out)[0]
        desk.walk_to('Network file')
        desk.key('Return')
        desk.choose_file(network.state / 'network.json')
        desk.walk_to('_Open the clinic')
        desk.key('Return')
        desk.program.see_focus('Find a patient', seconds=60 * SLOW)
        desk.see('Not admitted to the ledger', seconds=30 * SLOW)
        for clinic in (0, 1):
            network.ctl(network.profile(clinic, 'administrator'), 'approve', proposed)
        desk.see('All saved', seconds=60 * SLOW)
        desk.see('Sanjeevani Clinic', 'label')
    desk.close()
    network.judge()


if __name__ == '__main__':
    sys.exit(world.main(Network))
