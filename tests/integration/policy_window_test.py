# SPDX-License-Identifier: LGPL-2.1-or-later
"""What tests of the policy have in common: an Apache, and runs of Doorward with a policy file."""

import os
import pathlib
import signal
import sys

from apache import USERNAME, Apache
from certificates import Authority
from desktop import wait_until
from window_test import WindowTest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'control'))
# pylint: disable=wrong-import-position
import event_rules


class PolicyWindowTest(WindowTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.authority = Authority(cls.desktop.root / 'authority')
        cls.apache = Apache(cls.desktop.root / 'apache', cls.authority)
        cls.addClassCleanup(cls.apache.close)

    def setUp(self):
        self.path = self.desktop.root / f'{self._testMethodName}.conf'

    def write(self, text):
        # In place of the old one at once, so that no half of it is ever read.
        new = self.path.with_suffix('.new')
        new.write_text(text)
        new.rename(self.path)

    def open(self, text, *arguments, **options):
        self.write(text)
        return self.start(f'--policy={self.path}', *arguments, **options)

    def hang_up(self, browser, says):
        """Has the policy read again, and waits for what the program says then."""
        before = browser.output.read_text().count(says)
        os.kill(browser.pid, signal.SIGHUP)
        wait_until(lambda: browser.output.read_text().count(says) > before,
                   lambda: f'“{says}” in {browser.output.read_text()}')

    def secret(self, text, name='secret', mode=0o600):
        path = self.desktop.root / f'{self._testMethodName}.{name}'
        path.unlink(missing_ok=True)
        path.write_text(text)
        path.chmod(mode)
        return path

    def login(self, source, server=None, **keys):
        lines = {'Server': server or self.apache.uri(''), 'Username': USERNAME,
                 'PasswordFrom': source, **keys}
        return '[Login staff]\n' + ''.join(f'{key}={value}\n' for key, value in lines.items()
                                           if value)

    def page(self, folder='basic', mark=''):
        """The path of a page that no other test asks for."""
        return f'/{folder}/?{self._testMethodName}{mark}'

    def requests(self, path):
        """The statuses and schemes of the requests for this path."""
        # What the cache still had is as good as new.
        return [(each[3].replace('304', '200'), each[4]) for each in self.apache.seen(path)]

    def wait_requests(self, path, *expected):
        wait_until(lambda: self.requests(path) == list(expected),
                   lambda: f'{expected}; seen: {self.requests(path)}')

    def assert_rules(self, browser):
        self.assertEqual(list(event_rules.findings(browser.events.all(), ended=False)), [])
