"""What a screen reader and the Tab key have of a page: each control has a role and one name, the keyboard comes to all of them in the order
of tab-order.json, and is told where it stands.

NADI_TAB_ORDER=write writes the list anew; what it says then has to be looked at.
"""
import itertools
import json
import os
import pathlib
import re

from windows import Failed, Windows, say

STORED = pathlib.Path(__file__).resolve().parent / 'tab-order.json'
CONTROLS = {'push-button', 'toggle-button', 'check-box', 'radio-button', 'entry', 'text', 'password-text', 'combo-box', 'spin-button', 'slider',
            'switch', 'link', 'menu-item', 'check-menu-item', 'radio-menu-item', 'page-tab', 'list-item', 'table-cell', 'tree-item', 'image', 'drawing-area'}
# Moved through with arrow keys, or by the window's manager.
NOT_BY_TAB = {'list-item', 'menu-item', 'check-menu-item', 'radio-menu-item', 'table-cell', 'tree-item', 'page-tab', 'image', 'drawing-area', 'radio-button'}
LISTS = {'list-item', 'list', 'table', 'tree', 'combo-box', 'menu', 'popup-menu'}
ENTRIES = {'entry', 'text', 'password-text'}
NAMED = CONTROLS - {'image', 'table-cell'} | {'level-bar', 'progress-bar', 'alert'}          # also where no key leads
OF_THE_FRAME = {'Minimize', 'Maximize', 'Restore', 'Close'}
OF_A_NOTICE = {'Close this notice', 'Correct', 'Undo'}        # come and go by themselves
CLASS_NAME = re.compile(r'(Gtk|Adw|Nadi)[A-Z]\w*')
TWICE = re.compile(r'(\S.*) \1')
MOST = 80                    # controls of a page


def without_data(node):
    """What stands in the list: nothing that another day or another patient would change."""
    name = 'a line' if node.role == 'list-item' else re.sub(r'[\d,].*', '…', node.name)
    return f'{node.role} {name}'.rstrip()


def is_nameless(node):
    """GTK gives what has no name that of its type."""
    return not node.name or CLASS_NAME.fullmatch(node.name) is not None


class Page:
    """What is in front: a window, or the dialog over it."""

    def __init__(self, desk):
        nodes = desk.program.tree()
        tops = [at for at, node in enumerate(nodes) if node.depth == 1] + [len(nodes)]
        windows = [nodes[begin:end] for begin, end in zip(tops, tops[1:], strict=False)]
        self.nodes = next((window for window in reversed(windows) if any('focused' in node.states for node in window)), windows[-1])
        self.parents = {node.path: node for node in self.nodes}
        self.nodes = self.menu() or self.nodes
        self.bounds = desk.program.bounds_of(self.nodes)

    def menu(self):
        """Where an open one has the focus, it is all there is."""
        place = next((node for node in self.nodes if 'focused' in node.states), None)
        while place is not None and place.role != 'menu':
            place = self.parents.get(place.parent)
        if place is None:
            return None
        begin = self.nodes.index(place)
        end = next((at for at in range(begin + 1, len(self.nodes)) if self.nodes[at].depth <= place.depth), len(self.nodes))
        return self.nodes[begin:end]

    def shows(self, node):
        return min(self.bounds.get(node.path, (0, 0, 0, 0))[2:]) > 0

    def controls(self):
        return [node for node in self.nodes if node.role in CONTROLS and 'focusable' in node.states and 'sensitive' in node.states and self.shows(node)]

    def within(self, node, roles):
        while node is not None:
            if node.role in roles:
                return True
            node = self.parents.get(node.parent)
        return False

    def needs_name(self, node):
        """Pictures that are no control may be there for the eye alone, but not within what is typed into."""
        return node.depth == 1 or node.role in NAMED or node in self.controls() or (node.role == 'image' and self.within(node, ENTRIES))

    def place_of(self, node):
        """For whoever looks for it: what it is, and in what."""
        within = self.parents.get(node.parent)
        while within is not None and is_nameless(within):
            within = self.parents.get(within.parent)
        return f' ("{node.name}" in "{within.name if within else ""}")'

    def faults(self):
        seen = set()
        controls = self.controls()
        for node in self.nodes:
            if self.shows(node) and (is_nameless(node) and self.needs_name(node) or node.role in LISTS and CLASS_NAME.fullmatch(node.name)):
                yield f'a {node.role} has no name{self.place_of(node)}'
            elif TWICE.fullmatch(node.name) and node in controls:
                yield f'a {node.role} says its name twice: "{node.name}"'
            if node in controls and not self.within(node, LISTS):
                if (node.role, node.name) in seen:
                    yield f'two are called {node.role} "{node.name}"'
                seen.add((node.role, node.name))


class Spoken(Windows):
    """Windows whose pages are looked at; judge() fails for all that was found since it was last asked."""

    def __init__(self, **options):
        super().__init__(**options)
        self.stored = json.loads(STORED.read_text(encoding='utf-8')) if STORED.exists() else {}
        self.found = {}
        self.faults = []

    def look(self, desk, name):
        """All that is asked of a page. The focus is where it was, when it is over."""
        with self.shown(desk, f'names-{name}'):
            page = Page(desk)
            order, came = self.walk(desk, 'Tab', name)
            # A form begins in its middle for whoever comes from above; what is over that is reached backwards.
            came |= self.walk(desk, 'shift+Tab', name)[1]
        missed = [node for node in page.controls() if node.path not in came and node.role not in NOT_BY_TAB and
                  node.name not in OF_THE_FRAME | OF_A_NOTICE]
        stops = [without_data(node) for node in order if node.role != 'label' and node.name not in OF_A_NOTICE]
        # How many lines a list has is another page's, or another day's, matter.
        self.found[name] = [stop for stop, _ in itertools.groupby(stops)]
        say(f'{name}: {len(page.controls())} controls; Tab: {" → ".join(self.found[name])}')
        self.faults += [f'{name}: {fault}' for fault in page.faults()]
        self.faults += [f'{name}: Tab does not come to {node.role} "{node.name}"' for node in missed]
        self.faults += [f'{name}: Tab comes to a {node.role} without a name' for node in order if is_nameless(node)]
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
                self.faults.append(f'{name}: nothing is told of the focus when {key} leaves {without_data(order[-1])}')
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
