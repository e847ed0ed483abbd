# SPDX-License-Identifier: LGPL-2.1-or-later
"""What tests of a kiosk have in common: a Home whose pages do what the test says."""

import contextlib
import os
import pathlib
import signal

from desktop import wait_until
from raw_server import RawServer, response
from remote_page import Remote, remote_document
from window_test import WindowTest


class KioskTest(WindowTest):
    """A test case with a server, whose `/` is Home."""

    routes = {}

    def setUp(self):
        home = response(200, remote_document('Home', '<h1>Home</h1>'))
        self.server = RawServer({'/': home, **self.routes})
        self.addCleanup(self.server.close)
        self.remote = Remote(self.server)

    def write_policy(self, *settings):
        policy = self.desktop.root / 'policy.conf'
        policy.write_text('\n'.join(['[Doorward]', f'Home={self.server.uri("/")}',
                                     f'AllowedOrigins={self.server.uri("")}', *settings, '']))
        return policy

    def start_kiosk(self, *settings, **options):
        return self.start(f'--policy={self.write_policy(*settings)}', kiosk=True, **options)

    def change_policy(self, browser, *settings):
        """Has the running kiosk read another policy."""
        self.write_policy(*settings)
        said = browser.output.read_text(errors='replace').count('was read again')
        os.kill(browser.pid, signal.SIGHUP)
        wait_until(lambda: browser.output.read_text(errors='replace').count('was read again') > said,
                   'the policy to be read')

    @contextlib.contextmanager
    def step(self, what):
        """One of many things that are tried in the same window."""
        try:
            yield
        except AssertionError as error:
            raise AssertionError(f'{what}: {error}') from error

    def wait_page(self, title):
        """Waits until a page that runs commands has this title."""
        wait_until(lambda: self.remote.ask('document.title') == title, f'the page “{title}”')

    def press(self, browser, name):
        browser.tree.wait('push button', name).click()

    @contextlib.contextmanager
    def new_home(self):
        """What is done in here ends with Home, loaded anew."""
        stamp = self.remote.stamp
        yield
        self.remote.wait_new(stamp)
        self.wait_page('Home')

    def go_home(self, browser):
        with self.new_home():
            self.press(browser, 'Home')


def processes(pid, name):
    """The processes with this name that the program has started, and those that these have."""
    found = []
    for task in pathlib.Path(f'/proc/{pid}/task').glob('*/children'):
        with contextlib.suppress(OSError):
            for child in task.read_text().split():
                with contextlib.suppress(OSError):
                    if pathlib.Path(f'/proc/{child}/exe').readlink().name == name:
                        found.append(int(child))
                found += processes(int(child), name)
    return found
