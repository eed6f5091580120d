"""Nadi's real windows on a display, a session bus and a keyring of their own: keys go in; what a screen reader would say of a
window, and its picture, come out.

Whoever drives a window waits for what it says (AT-SPI), never for a time. Used by the demo's journey and by the tests.
"""
import collections
import contextlib
import mmap
import os
import pathlib
import shutil
import signal
import struct
import subprocess
import tempfile
import time
import zlib

import gi

gi.require_version('Atspi', '2.0')
from gi.repository import Atspi, Gio, GLib  # noqa: E402 - the version is said first

MARGIN = 16                 # pixels between windows; below them the pointer rests
FRAME = 5                   # what GTK draws around a window where nobody composes shadows

ROOT_PATH = '/org/a11y/atspi/accessible/root'
ACCESSIBLE = 'org.a11y.atspi.Accessible'
BUS_FLAGS = Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION


class NotSeen(Exception):
    """What should have shown did not."""


# A node of the tree: what a screen reader is told. `states` are words such as "focused", "sensitive", "selected".
Node = collections.namedtuple('Node', 'path parent role name description states interfaces depth')


def role_word(number):
    try:
        return Atspi.Role(number).value_nick
    except ValueError:
        return str(number)


def state_words(words):
    found = set()
    for number in range(64):
        if words[number // 32] >> (number % 32) & 1:
            with contextlib.suppress(ValueError):
                found.add(Atspi.StateType(number).value_nick)
    return frozenset(found)


def read_line(descriptor):
    text = b''
    while not text.endswith(b'\n'):
        more = os.read(descriptor, 512)
        if not more:
            raise NotSeen('a helper of the display ended at once')
        text += more
    return text.decode().strip()


# The display -----------------------------------------------------------------------------------------------------


class Display:
    """Xvfb, openbox, a session bus with the accessibility bus, and if wanted an unlocked gnome-keyring."""

    def __init__(self, width=1280, height=800, windows=1, keyring=False, shadows=False):
        """shadows: somebody composes the screen, as on a desktop; without, popovers have black edges."""
        self.width, self.height = width, height
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix='nadi-display-'))
        self.processes = []
        self.programs = []
        self.front = None                    # the program that the keys go to
        for name in ('run', 'config', 'data', 'cache', 'home', 'screen'):
            (self.folder / name).mkdir(mode=0o700)
        self.environment = self.make_environment()
        try:
            self.start_screen((width + 2 * MARGIN) * windows, height + 3 * MARGIN, shadows)
            self.start_bus()
            if keyring:
                self.start_keyring()
        except BaseException:
            self.close()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def make_environment(self):
        keep = {name: value for name, value in os.environ.items()
                if not name.startswith(('XDG_', 'GTK_', 'GDK_', 'GNOME_', 'DBUS_', 'LC_', 'SECRET_')) and name not in
                ('DISPLAY', 'WAYLAND_DISPLAY', 'LANG', 'LANGUAGE', 'XAUTHORITY', 'SESSION_MANAGER', 'AT_SPI_BUS_ADDRESS', 'NO_AT_BRIDGE')}
        keep.update(HOME=str(self.folder / 'home'), XDG_RUNTIME_DIR=str(self.folder / 'run'), XDG_CONFIG_HOME=str(self.folder / 'config'),
                    XDG_DATA_HOME=str(self.folder / 'data'), XDG_CACHE_HOME=str(self.folder / 'cache'), LC_ALL='C.UTF-8',
                    GDK_BACKEND='x11', GSK_RENDERER='cairo', GDK_DEBUG='gl-disable', GSETTINGS_BACKEND='memory', ADW_DISABLE_PORTAL='1',
                    GTK_USE_PORTAL='0')
        return keep

    def run_beside(self, arguments, **options):
        process = subprocess.Popen([str(a) for a in arguments], env=self.environment, stdin=options.pop('stdin', subprocess.DEVNULL),
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True, **options)
        self.processes.append(process)
        return process

    def start_told(self, arguments, option):
        """Starts a program that says on a descriptor where it listens."""
        reading, writing = os.pipe()
        self.run_beside([*arguments, *option(writing)], pass_fds=[writing])
        os.close(writing)
        try:
            return read_line(reading)
        finally:
            os.close(reading)

    def start_screen(self, width, height, shadows):
        number = self.start_told(['Xvfb', '-screen', '0', f'{width}x{height}x24', '-noreset', '-nolisten', 'tcp',
                                  # A key never repeats because a busy machine let it go late.
                                  '-ardelay', '3600000',
                                  '-fbdir', self.folder / 'screen'], lambda fd: ['-displayfd', fd])
        self.environment['DISPLAY'] = f':{number}'
        # Latin, Devanagari and Arabic letters stand on the keyboard, so that all are typed with real keys.
        self.call('setxkbmap', '-layout', 'us,in,ara')
        self.write_window_rules()
        self.run_beside(['openbox', '--config-file', self.folder / 'config/openbox.xml'])
        if shadows:
            self.run_beside(['xcompmgr'])

    def write_window_rules(self):
        (self.folder / 'config/openbox.xml').write_text(
            '<openbox_config xmlns="http://openbox.org/3.4/rc"><focus><focusNew>yes</focusNew></focus><desktops><number>1</number>'
            '<popupTime>0</popupTime></desktops><resize><popupShow>Never</popupShow></resize><keyboard/><mouse/></openbox_config>')

    def start_bus(self):
        address = self.start_told(['dbus-daemon', '--session', '--nofork', '--nosyslog'], lambda fd: [f'--print-address={fd}'])
        self.environment['DBUS_SESSION_BUS_ADDRESS'] = address
        self.bus = Gio.DBusConnection.new_for_address_sync(address, BUS_FLAGS, None, None)
        spoken = self.bus.call_sync('org.a11y.Bus', '/org/a11y/bus', 'org.a11y.Bus', 'GetAddress', None, None, 0, 20000, None).unpack()[0]
        self.spoken = Gio.DBusConnection.new_for_address_sync(spoken, BUS_FLAGS, None, None)

    def start_keyring(self):
        daemon = self.run_beside(['gnome-keyring-daemon', '--foreground', '--unlock', '--components=secrets'], stdin=subprocess.PIPE)
        daemon.stdin.write(b'pw')
        daemon.stdin.close()
        end = time.monotonic() + 20
        while not self.bus.call_sync('org.freedesktop.DBus', '/', 'org.freedesktop.DBus', 'NameHasOwner',
                                     GLib.Variant('(s)', ['org.freedesktop.secrets']), None, 0, 5000, None).unpack()[0]:
            if time.monotonic() > end:
                raise NotSeen('the keyring did not start')
            time.sleep(0.02)

    def call(self, *arguments, check=True):
        process = subprocess.run([str(a) for a in arguments], env=self.environment, text=True, capture_output=True, timeout=60, check=False)
        if check and process.returncode != 0:
            raise NotSeen(f'{arguments[0]} failed: {process.stderr.strip()}')
        return process.stdout.strip()

    def set_text_size(self, percent):
        """For the programs that start from now on."""
        folder = self.folder / 'config/gtk-4.0'
        folder.mkdir(exist_ok=True)
        (folder / 'settings.ini').write_text('[Settings]\ngtk-enable-animations=false\ngtk-cursor-blink=false\n')
        resources = self.folder / 'config/resources'
        resources.write_text(f'Xft.dpi: {96 * percent // 100}\n')
        self.call('xrdb', '-nocpp', '-load', resources)

    def start(self, nadi, profile, place=0, **environment):
        program = Program(self, nadi, profile, place, environment)
        self.programs.append(program)
        return program

    def stop_programs(self):
        for program in self.programs:
            program.stop()

    def close(self):
        self.stop_programs()
        for process in reversed(self.processes):
            process.terminate()
        for process in self.processes:
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    # Pictures --------------------------------------------------------------------------------------------------

    def pixels(self, x, y, width, height):
        """Rows of blue, green, red, unused."""
        with open(self.folder / 'screen/Xvfb_screen0', 'rb') as file, mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ) as screen:
            header = struct.unpack('>25I', screen[:100])
            begin, line = header[0] + header[19] * 12, header[12]
            return [screen[begin + row * line + x * 4:begin + row * line + (x + width) * 4] for row in range(y, y + height)]


def write_png(path, rows):
    width = len(rows[0]) // 4
    raw = bytearray()
    for row in rows:
        line = bytearray(width * 3)
        line[0::3], line[1::3], line[2::3] = row[2::4], row[1::4], row[0::4]
        raw += b'\0' + line

    def chunk(kind, data):
        return struct.pack('>I', len(data)) + kind + data + struct.pack('>I', zlib.crc32(kind + data))

    path.write_bytes(b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', struct.pack('>IIBBBBB', width, len(rows), 8, 2, 0, 0, 0)) +
                     chunk(b'IDAT', zlib.compress(bytes(raw), 6)) + chunk(b'IEND', b''))


# A window --------------------------------------------------------------------------------------------------------


class Program:
    """A running `nadi`. profile: a folder, or None for `nadi --demo`. place: which part of the screen its window fills, from 0."""

    def __init__(self, display, nadi, profile, place=0, environment=None):
        self.display, self.profile, self.place = display, profile, place
        self.keys = 0                        # pressed so far; a chord is one
        self.log = open(display.folder / f'nadi-{len(display.programs)}.log', 'w+', encoding='utf-8', errors='replace')
        self.begun = time.monotonic()
        arguments = ['--profile', str(profile)] if profile else ['--demo']
        self.process = subprocess.Popen([str(nadi), *arguments], env=dict(display.environment, **(environment or {})),
                                        stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log, start_new_session=True)
        try:
            self.owner = self.wait_for(self.find_owner, 'its window is announced to screen readers', 30)
            self.window = self.wait_for(self.find_window, 'its window', 30)
            self.fill_place()
        except BaseException:
            self.stop()
            raise

    def find_owner(self):
        spoken = self.display.spoken
        for name, _ in spoken.call_sync('org.a11y.atspi.Registry', ROOT_PATH, ACCESSIBLE, 'GetChildren', None, None, 0, 5000, None).unpack()[0]:
            with contextlib.suppress(GLib.Error):
                pid = spoken.call_sync('org.freedesktop.DBus', '/', 'org.freedesktop.DBus', 'GetConnectionUnixProcessID',
                                       GLib.Variant('(s)', [name]), None, 0, 5000, None).unpack()[0]
                if pid == self.process.pid:
                    return name
        return None

    def find_windows(self):
        return self.display.call('xdotool', 'search', '--onlyvisible', '--pid', self.process.pid, check=False).split()

    def find_window(self):
        return next(iter(self.find_windows()), None)

    def take_window(self):
        """Its window is another one now, somewhere on the screen."""
        old = self.window
        self.window = self.wait_for(lambda: next((found for found in self.find_windows() if found != old), None), 'its next window')
        self.fill_place()

    def area(self):
        """x, y, width, height on the screen of what is inside its window's frame."""
        return MARGIN + self.place * (self.display.width + 2 * MARGIN), MARGIN, self.display.width, self.display.height

    def fill_place(self):
        x, y, width, height = self.area()
        self.display.call('xdotool', 'windowmove', self.window, x - FRAME, y - FRAME,
                          'windowsize', self.window, width + 2 * FRAME, height + 2 * FRAME, 'mousemove', 0, height + 3 * MARGIN - 1)
        self.activate()

    def activate(self):
        self.display.call('xdotool', 'windowactivate', '--sync', self.window)
        self.display.front = self

    def come_to_front(self):
        """As a person would before typing there; a window that stands over it (a dialog) stays in front."""
        if self.display.front is not self:
            self.activate()

    def stop(self):
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        if not self.log.closed:
            self.log.flush()
            self.log.seek(0)
            self.said = self.log.read()
            self.log.close()

    # What it says ----------------------------------------------------------------------------------------------

    def ask_all(self, paths, interface, method, arguments=None):
        """The same question to many nodes at once; None for one that has gone."""
        answers = {}

        def answered(connection, result, path):
            try:
                answers[path] = connection.call_finish(result).unpack()
            except GLib.Error:
                answers[path] = None

        for path in paths:
            self.display.spoken.call(self.owner, path, interface, method, arguments, None, Gio.DBusCallFlags.NONE, 20000, None, answered, path)
        while len(answers) < len(paths):
            GLib.MainContext.default().iteration(True)
        return answers

    def tree(self):
        """All that shows, in reading order: a list of Node."""
        children, level, seen = {}, [ROOT_PATH], {ROOT_PATH}
        while level:
            answers = self.ask_all(level, ACCESSIBLE, 'GetChildren')
            following = []
            for path in level:
                children[path] = [child for _, child in answers[path][0]] if answers[path] else []
                following += [child for child in children[path] if child not in seen]
                seen.update(children[path])
            level = following
        known = self.ask_all(['/org/a11y/atspi/cache'], 'org.a11y.atspi.Cache', 'GetItems')['/org/a11y/atspi/cache']
        items = {item[0][1]: item for item in (known[0] if known else [])}
        nodes = []

        def add(path, parent, depth):
            item = items.get(path)
            if item is not None:
                nodes.append(Node(path, parent, role_word(item[7]), item[6], item[8], state_words(item[9]),
                                  frozenset(name.rsplit('.', 1)[1] for name in item[5]), depth))
            for child in children.get(path, []):
                add(child, path, depth + 1)

        add(ROOT_PATH, None, 0)
        return nodes

    def find(self, role=None, name=None, states=(), nodes=None):
        """Nodes of that role whose name is, or begins with (if it ends in "…"), the given one."""
        return [node for node in (nodes if nodes is not None else self.tree())
                if (role is None or node.role == role) and (name is None or matches(node.name, name)) and node.states.issuperset(states)]

    def windows(self):
        return [node for node in self.tree() if node.depth == 1]

    def text_of(self, node):
        count = self.ask_all([node.path], 'org.freedesktop.DBus.Properties', 'Get',
                             GLib.Variant('(ss)', ('org.a11y.atspi.Text', 'CharacterCount')))[node.path]
        answer = count and self.ask_all([node.path], 'org.a11y.atspi.Text', 'GetText', GLib.Variant('(ii)', (0, count[0])))[node.path]
        return answer[0] if answer else ''

    def bounds_of(self, nodes):
        """path: (x, y, width, height) within the window."""
        answers = self.ask_all([node.path for node in nodes], 'org.a11y.atspi.Component', 'GetExtents', GLib.Variant('(u)', [1]))
        return {path: answer[0] for path, answer in answers.items() if answer}

    def focused(self):
        found = self.find(states=['focused'])
        return found[-1] if found else None

    def focused_next(self, path, seconds=0.4):
        """What has the focus once it is no longer that one; None where nothing is told of it."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            node = self.focused()
            if (node and node.path) != path:
                return node
        return None

    # Waiting ---------------------------------------------------------------------------------------------------

    def wait_for(self, test, what, seconds=15):
        end = time.monotonic() + seconds
        while True:
            found = test()
            if found:
                return found
            if self.process.poll() is not None:
                raise NotSeen(f'the program ended ({self.process.returncode}) before {what}')
            if time.monotonic() > end:
                raise NotSeen(f'not seen within {seconds} s: {what}')
            time.sleep(0.02)

    def see(self, name, role=None, states=(), seconds=15):
        """Waits until something of that name shows."""
        return self.wait_for(lambda: self.find(role, name, states), f'{role or "something"} "{name}"', seconds)[0]

    def see_gone(self, name, role=None, seconds=15):
        self.wait_for(lambda: not self.find(role, name), f'"{name}" gone', seconds)

    def see_focus(self, name, role=None, seconds=15):
        return self.see(name, role, ['focused'], seconds)

    def see_text(self, text, seconds=15):
        """Waits until the focused entry has exactly that text."""

        def test():
            node = self.focused()
            return node is not None and self.text_of(node) == text

        self.wait_for(test, f'"{text}" in the entry', seconds)

    # Keys ------------------------------------------------------------------------------------------------------

    def key(self, *names):
        self.come_to_front()
        self.keys += len(names)
        self.display.call('xdotool', 'key', '--clearmodifiers', *names)

    def type(self, text):
        self.come_to_front()
        self.keys += len(text)
        self.display.call('xdotool', 'type', '--clearmodifiers', '--delay', '12', text)

    # Pictures --------------------------------------------------------------------------------------------------

    def picture(self, path, seconds=4):
        """When the window has come to rest, or after so many seconds: 0 for what does not rest."""
        area = self.area()
        end = time.monotonic() + seconds
        rows = self.display.pixels(*area)
        while time.monotonic() < end:
            time.sleep(0.15)
            last, rows = rows, self.display.pixels(*area)
            if rows == last:
                break
        write_png(pathlib.Path(path), rows)


def matches(text, wanted):
    return text.startswith(wanted[:-1]) if wanted.endswith('…') else text in (wanted, f'{wanted} {wanted}')
