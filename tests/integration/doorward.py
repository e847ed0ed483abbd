# SPDX-License-Identifier: LGPL-2.1-or-later
"""The program under test: one run of it, driven as a person or a screen reader would."""

import os
import pathlib
import re
import signal
import subprocess
import time

from accessible import application
from desktop import PATIENCE, Timeout, stop_group, wait_until
from event_log import EventLog
from screen import write_png

# A window that has not changed for this many seconds has come to rest.
REST = 0.3

# What the sanitizers and GLib print when the program is at fault.
COMPLAINTS = ('ERROR: AddressSanitizer', 'runtime error:', '-CRITICAL **', '-ERROR **')
# Who is second in a sandbox is WebKit's process for pages, in which nothing is ours. It complains when
# the program ends while it begins.
NOT_OURS = '(process:2): '


class Doorward:
    """One run of the program on a Desktop."""

    def __init__(self, desktop, *arguments, artefacts=None, environment=None, wrapper=(),
                 name='doorward', binary=None, event_log=True, kiosk=False):
        self.desktop = desktop
        self.artefacts = pathlib.Path(artefacts or os.environ.get('DOORWARD_TEST_ARTEFACTS',
                                                                  desktop.root))
        self.artefacts.mkdir(parents=True, exist_ok=True)
        self.name = name
        self.kiosk = kiosk
        self.output = self.artefacts / f'{name}.output'
        log = self.artefacts / f'{name}.events'
        log.unlink(missing_ok=True)
        self.events = EventLog(log)
        options = [f'--event-log={log}'] if event_log else []
        if kiosk:
            options.append('--kiosk')
        with open(self.output, 'wb') as output:
            self.process = subprocess.Popen(
                [*wrapper, binary or os.environ['DOORWARD_BINARY'], *options, *arguments],
                stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True,
                env={name: value for name, value in {**os.environ, **(environment or {})}.items()
                     if value is not None})
        self._tree = None
        self._window_id = None

    def record_failure(self):
        """Keeps what can be seen of a window in which something went wrong."""
        if self.process.poll() is not None:
            return
        try:
            (self.artefacts / f'{self.name}-failed.tree').write_text(self.tree.dump())
            self.screenshot('failed')
        except (AssertionError, OSError, subprocess.SubprocessError) as error:
            print(f'no picture of the failure: {error}')

    @property
    def pid(self):
        """The process of the program itself, which a wrapper may stand before."""
        children = pathlib.Path(f'/proc/{self.process.pid}/task/{self.process.pid}/children')
        executable = pathlib.Path(f'/proc/{self.process.pid}/exe')
        if executable.resolve().name in ('bwrap', 'env'):
            return wait_until(lambda: int((children.read_text().split() or ['0'])[0]), 'the program')
        return self.process.pid

    @property
    def tree(self):
        """The accessible root of the program."""
        if self._tree is None:
            self._tree = application(self.pid, lambda: self.process.poll() is None)
        return self._tree

    def close(self, check=True):
        """Quits as a person does, or as a service manager ends a kiosk, and sees that it ended well."""
        if self.process.poll() is None:
            try:
                if self.kiosk:
                    os.kill(self.pid, signal.SIGTERM)
                else:
                    self.keys('ctrl+q')
                self.process.wait(10)
            except (subprocess.SubprocessError, Timeout) as error:
                stop_group(self.process)
                if check:
                    raise AssertionError(f'{self.name} did not quit: {error}') from error
        stop_group(self.process)
        output = self.output.read_text(errors='replace')
        if check:
            found = [line for line in output.splitlines()
                     if any(complaint in line for complaint in COMPLAINTS)
                     and not line.startswith(NOT_OURS)]
            assert not found, f'{self.name}: {found}; see {self.output}'
            assert self.process.returncode == 0, (
                f'{self.name} ended with {self.process.returncode}; see {self.output}')
            self.events.check()

    # The window, as X sees it

    @property
    def window_id(self):
        if self._window_id is None:
            def find():
                result = subprocess.run(['xdotool', 'search', '--onlyvisible', '--pid',
                                         str(self.pid)], capture_output=True, text=True,
                                        check=False)
                return result.stdout.split()
            self._window_id = wait_until(find, 'a window on the display')[-1]
        return self._window_id

    def turn_to(self, title):
        """Has keys, clicks and pictures be those of another window of the program."""
        def find():
            # It fails where another window goes while it looks.
            result = subprocess.run(['xdotool', 'search', '--onlyvisible', '--name',
                                     f'^{re.escape(title)}$'], capture_output=True, text=True,
                                    check=False)
            return result.stdout.split()
        self._window_id = wait_until(find, f'a window “{title}”')[-1]

    def resize(self, width, height):
        """Sizes the window as a window manager would; the program must be content with it."""
        def settled():
            # Again and again, since a window that is just being shown takes its own size once more.
            subprocess.run(['xdotool', 'windowmove', self.window_id, '0', '0', 'windowsize',
                            self.window_id, str(width), str(height)], check=True)
            frame = self.tree.find('frame')
            extents = frame.extents if frame is not None else None
            # But for a frame of a few pixels.
            return extents is not None and all(
                0 <= wanted - real <= 12 for wanted, real in zip((width, height), extents[2:]))
        wait_until(settled, lambda: f'a window of {width}×{height} in {self.tree.dump()}')

    def _xdotool(self, *arguments):
        subprocess.run(['xdotool', *arguments], check=True)

    def keys(self, *names):
        """Presses keys as a person at the keyboard would: “Return”, “ctrl+l”, “Tab”."""
        self._xdotool('windowfocus', '--sync', self.window_id, 'key', '--clearmodifiers',
                      '--delay', '5', *names)

    def keyboard(self, text):
        """Types text as a person at the keyboard would."""
        self._xdotool('windowfocus', '--sync', self.window_id, 'type', '--clearmodifiers',
                      '--delay', '5', text)

    def click(self, x, y, button=1, held=None):
        """Clicks at this point of the window, with a key held; the buttons 4 and 5 are the wheel."""
        # Without --sync, which waits in vain where the pointer is there already.
        self._xdotool('mousemove', '--window', self.window_id, str(x), str(y),
                      *(['keydown', held] if held else []), 'click', str(button),
                      *(['keyup', held] if held else []))

    @property
    def geometry(self):
        """Where the window is on the display: left, top, width, height."""
        said = subprocess.run(['xdotool', 'getwindowgeometry', '--shell', self.window_id],
                              capture_output=True, text=True, check=True).stdout
        values = dict(line.split('=') for line in said.split())
        return tuple(int(values[name]) for name in ('X', 'Y', 'WIDTH', 'HEIGHT'))

    def screenshot(self, name):
        """Keeps a picture of the window once it has come to rest."""
        place = self.geometry
        width, height, last = self.desktop.screen.grab(*place)
        since = time.monotonic()

        def at_rest():
            nonlocal last, since
            before, last = last, self.desktop.screen.grab(*place)[2]
            # Where nothing has been drawn yet, the display is pure black.
            if before != last or last[-4:-1] == b'\0\0\0':
                since = time.monotonic()
            return time.monotonic() - since > REST
        try:
            wait_until(at_rest, 'a window at rest', patience=5)
        except Timeout:
            # Something turns for good; any moment of it will do.
            pass
        path = self.artefacts / f'{self.name}-{name}.png'
        write_png(path, width, height, last)
        return path

    # What a person sees and does

    @property
    def location(self):
        return self.tree.wait(('text', 'entry'), 'Location')

    def go(self, uri):
        """Enters an address."""
        self.keys('ctrl+l')
        wait_until(lambda: self.location.focused, 'focus in the location entry')
        self.location.type(uri)
        self.keys('Return')

    def sheet(self, server, patience=PATIENCE):
        """The login sheet for a server, once it is open."""
        return Sheet(self.tree.wait('dialog', f'Sign in to {server}', patience=patience))

    def find_sheet(self):
        node = self.tree.find('dialog', lambda name: name.startswith('Sign in to '))
        return Sheet(node) if node is not None else None

    def wait_no_sheet(self):
        """Waits until the sheet has slid away."""
        wait_until(lambda: self.find_sheet() is None, lambda: f'no sheet in\n{self.tree.dump()}')

    def wait_title(self, title, patience=PATIENCE):
        """Waits until the window shows a page with this title."""
        wait_until(lambda: f'{title} — Doorward' in [frame.name for frame in self.tree.children],
                   lambda: f'title “{title}”, is {[node.name for node in self.tree.children]}',
                   patience)

    def bar(self, patience=PATIENCE):
        """The bar above the page, once it is there."""
        return self.tree.wait(('info bar', 'alert', 'notification'), patience=patience)

    def only_new_tab(self):
        """Puts a new tab in place of all that are there, as if the program had just been started."""
        before = len(self.tabs())
        self.keys('ctrl+t')
        wait_until(lambda: len(self.tabs()) > before, lambda: f'a new tab, are {self.tabs()}')
        self.keys(*['ctrl+1', 'ctrl+w'] * before)
        wait_until(lambda: len(self.tabs()) == 1, lambda: f'one tab, are {self.tabs()}')

    def tabs(self):
        """The tabs in order. What a tab says is in its description."""
        return self.tree.find_all('filler', 'AdwTab')


class Sheet:
    """An open login sheet."""

    def __init__(self, node):
        self.node = node

    @property
    def username(self):
        return self.node.wait(('text', 'entry', 'password text'), 'Username')

    @property
    def password(self):
        return self.node.wait(('text', 'entry', 'password text'), 'Password')

    def button(self, name):
        return self.node.wait('push button', name)

    def labels(self):
        return [node.name or node.text for node in self.node.find_all(('label', 'static'))]

    def fill(self, username, password):
        self.username.type(username)
        self.password.type(password)

    def sign_in(self, username='ada', password='lovelace'):
        self.fill(username, password)
        self.button('Sign In').click()

    def cancel(self):
        self.button('Cancel').click()

    def wait_label(self, beginning):
        wait_until(lambda: any(text.startswith(beginning) for text in self.labels()),
                   lambda: f'label “{beginning}…” in {self.labels()}')
