#!/usr/bin/python3
"""Every page as a screen reader and a keyboard have it: each control has a role and one name, Tab comes to all of them in the order of
tab-order.json, and whole flows need no pointer.

NADI_TAB_ORDER=write writes the list anew; what it says then has to be looked at.
"""
import json
import os
import pathlib
import re
import sys

import world
from windows import Failed, Windows, say
from world import case

STORED = pathlib.Path(__file__).resolve().parent / 'tab-order.json'
CONTROLS = {'push-button', 'toggle-button', 'check-box', 'radio-button', 'entry', 'text', 'password-text', 'combo-box', 'spin-button', 'slider',
            'switch', 'link', 'menu-item', 'check-menu-item', 'radio-menu-item', 'page-tab', 'list-item', 'table-cell', 'tree-item', 'image', 'drawing-area'}
# Moved through with arrow keys, or by the window's manager.
NOT_BY_TAB = {'list-item', 'menu-item', 'check-menu-item', 'radio-menu-item', 'table-cell', 'tree-item', 'page-tab', 'image', 'drawing-area', 'radio-button'}
OF_THE_FRAME = {'Minimize', 'Maximize', 'Restore', 'Close'}
OF_A_NOTICE = {'Close this notice', 'Correct', 'Undo'}        # come and go by themselves
CLASS_NAME = re.compile(r'(Gtk|Adw|Nadi)[A-Z]\w*')
TWICE = re.compile(r'(\S.*) \1')
MOST = 80                    # controls of a page


def without_data(node):
    """What stands in the list: nothing that another day or another patient would change."""
    name = 'a line' if node.role == 'list-item' else re.sub(r'[\d,].*', '…', node.name)
    return f'{node.role} {name}'.rstrip()


class Page:
    """What is in front: a window, or the dialog over it."""

    def __init__(self, desk):
        nodes = desk.program.tree()
        tops = [at for at, node in enumerate(nodes) if node.depth == 1] + [len(nodes)]
        windows = [nodes[begin:end] for begin, end in zip(tops, tops[1:], strict=False)]
        self.nodes = next((window for window in windows if any('focused' in node.states for node in window)), windows[-1])
        self.parents = {node.path: node for node in self.nodes}
        self.bounds = desk.program.bounds_of([node for node in self.nodes if node.role in CONTROLS])

    def shows(self, node):
        return min(self.bounds.get(node.path, (0, 0, 0, 0))[2:]) > 0

    def controls(self):
        return [node for node in self.nodes if node.role in CONTROLS and 'focusable' in node.states and 'sensitive' in node.states and self.shows(node)]

    def in_list(self, node):
        while node is not None:
            if node.role in ('list-item', 'list', 'table', 'tree', 'combo-box', 'menu', 'popup-menu'):
                return True
            node = self.parents.get(node.parent)
        return False

    def faults(self):
        seen = set()
        for node in self.controls():
            if not node.name or CLASS_NAME.fullmatch(node.name):
                yield f'a {node.role} has no name ("{node.name}")'
            elif TWICE.fullmatch(node.name):
                yield f'a {node.role} says its name twice: "{node.name}"'
            if not self.in_list(node):
                if (node.role, node.name) in seen:
                    yield f'two are called {node.role} "{node.name}"'
                seen.add((node.role, node.name))


class Clinic(Windows):
    def __init__(self):
        super().__init__(patients=20)
        self.stored = json.loads(STORED.read_text(encoding='utf-8')) if STORED.exists() else {}
        self.found = {}
        self.faults = []
        try:
            self.doctor = self.open('doctor')
        except BaseException:
            self.close()
            raise

    def look(self, name, desk=None):
        """All that is asked of a page."""
        desk = desk or self.doctor
        with self.shown(desk, f'names-{name}'):
            page = Page(desk)
            order, came = self.walk(desk, 'Tab', name)
            # A form begins in its middle for whoever comes from above; what is over that is reached backwards.
            came |= self.walk(desk, 'shift+Tab', name)[1]
        missed = [node for node in page.controls() if node.path not in came and node.role not in NOT_BY_TAB and node.name not in OF_THE_FRAME]
        self.found[name] = [without_data(node) for node in order if node.role != 'label' and node.name not in OF_A_NOTICE]
        say(f'{name}: {len(page.controls())} controls; Tab: {" → ".join(self.found[name])}')
        self.faults += [f'{name}: {fault}' for fault in page.faults()]
        self.faults += [f'{name}: Tab does not come to {node.role} "{node.name}"' for node in missed]
        if self.stored.get(name) != self.found[name]:
            self.faults.append(f'{name}: the tab order is not that of tab-order.json')

    def walk(self, desk, key, name):
        """Around, to where it began."""
        order, paths = [], set()
        focus = desk.program.wait_for(desk.program.focused, 'the focus')
        while focus.path not in paths and len(order) < MOST:
            order.append(focus)
            paths.add(focus.path)
            desk.key(key)
            focus = desk.program.focused()
            if focus is None:
                self.faults.append(f'{name}: {key} after {without_data(order[-1])} leads to what has no name')
                desk.key(key)
                focus = desk.program.wait_for(desk.program.focused, f'the focus after {key}')
            if focus.path == order[-1].path and len(order) > 1:
                self.faults.append(f'{name}: {key} does not leave {without_data(focus)}')
        return order, paths

    def judge(self):
        faults, self.faults = self.faults, []
        if os.environ.get('NADI_TAB_ORDER') == 'write':
            STORED.write_text(json.dumps({**self.stored, **self.found}, indent=1, ensure_ascii=False) + '\n', encoding='utf-8')
            faults = [fault for fault in faults if not fault.endswith('tab-order.json')]
        if faults:
            raise Failed('\n'.join(faults))


def by_palette(desk, action):
    desk.key('ctrl+k')
    desk.see_focus('Search everything')
    desk.type(action)
    desk.see(action, 'label')
    desk.key('Return')
    desk.see_gone('Search everything', 'entry')


@case
def signing_in(clinic):
    doctor = clinic.doctor
    doctor.see_focus('Passphrase')
    clinic.look('sign-in')
    doctor.sign_in()
    doctor.see_patients()
    clinic.judge()


@case
def patients_and_registration(clinic):
    doctor = clinic.doctor
    clinic.look('patients')
    doctor.key('ctrl+f')
    doctor.type('qqqq')
    doctor.see('Nobody found', 'label')
    clinic.look('patients-nobody')
    doctor.key('ctrl+n')
    doctor.see_focus('Name')
    clinic.look('register')
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
    clinic.look('case-empty')
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
    clinic.look('case')
    doctor.key('ctrl+Return')
    doctor.see('Case signed', 'label')
    clinic.faults += [f'notice: {fault}' for fault in Page(doctor).faults()]
    clinic.judge()


@case
def chart_and_trend(clinic):
    doctor = clinic.doctor
    doctor.see_part('High blood pressure', 'list-item')
    doctor.see_gone('Case signed', 'label', seconds=30)
    clinic.look('chart')
    doctor.key('alt+1')
    doctor.see_patients()
    doctor.key('ctrl+o')
    doctor.see_chart_focus()
    doctor.key('Return')
    doctor.see('Open or amend', 'push-button')
    clinic.look('chart-line')
    doctor.key('F8')
    doctor.see('Vital sign', 'combo-box')
    clinic.look('trend')
    doctor.key('ctrl+t')
    doctor.see('When', 'label')
    clinic.look('trend-table')
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
    clinic.look('case-amend')
    by_palette(doctor, 'Withdraw the case…')
    doctor.see_focus('Reason')
    clinic.look('case-withdraw')
    doctor.key('Escape')
    doctor.see_gone('Keep the case', 'push-button')
    doctor.key('Escape')
    doctor.see('Search this chart', 'entry')
    doctor.key('ctrl+p')
    doctor.see_focus('Print')
    clinic.look('print')
    doctor.key('Escape')
    doctor.see_gone('Paper size')
    doctor.key('ctrl+e')
    doctor.see_focus('Name')
    clinic.look('correct')
    doctor.key('Escape')
    doctor.see_gone('Name in another script', 'label')
    clinic.judge()


@case
def all_else(clinic):
    doctor = clinic.doctor
    doctor.key('ctrl+k')
    doctor.see_focus('Search everything')
    clinic.look('palette')
    doctor.key('Escape')
    doctor.see_gone('Search everything', 'entry')
    for action, name in (('What is saved', 'saved'), ('Things to look at', 'tasks')):
        by_palette(doctor, action)
        doctor.see(action, 'frame')
        clinic.look(name)
        doctor.key('alt+Left')
    clinic.judge()


if __name__ == '__main__':
    sys.exit(world.main(Clinic))
