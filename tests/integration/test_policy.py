#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The policy file: read at the start and on SIGHUP, and what it decides about logins."""

import os
import signal
import subprocess

from apache import Apache
from certificates import Authority
from desktop import wait_until
from raw_server import RawServer, document, protected, response, unauthorized
from window_test import WindowTest, main

BROKEN = '''[Doorward]
Kiosk=perhaps
IdleReset=-1
[Login staff]
Server=intranet.example
'''

# Each line that is wrong, and what is said of it.
MISTAKES = (
    ':2: [Doorward] Kiosk: “perhaps” is neither true nor false',
    ':3: [Doorward] IdleReset: “-1” is not a whole number from 0 to 604800',
    ':4: [Login staff] PasswordFrom: the key is missing; write ',
    ':5: [Login staff] Server: “intranet.example” is not an origin; write https://HOST',
)


class PolicyTest(WindowTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.apache = Apache(cls.desktop.root / 'apache', Authority(cls.desktop.root / 'authority'))
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

    def run_program(self, *arguments):
        """Without a display, since what is wrong is said before one is needed."""
        environment = {name: value for name, value in os.environ.items()
                       if name not in ('DISPLAY', 'WAYLAND_DISPLAY')}
        return subprocess.run([os.environ['DOORWARD_BINARY'], *arguments], check=False,
                              capture_output=True, text=True, timeout=60, env=environment)

    def assert_mistakes(self, output):
        lines = output.splitlines()
        self.assertEqual(len(lines), len(MISTAKES), output)
        for line, mistake in zip(lines, MISTAKES):
            self.assertTrue(line.startswith(f'{self.path}{mistake}'), line)

    def test_broken_at_start(self):
        self.write(BROKEN)
        result = self.run_program(f'--policy={self.path}', self.apache.uri())
        self.assertEqual(result.returncode, 78)
        self.assert_mistakes(result.stderr)

        result = self.run_program(f'--policy={self.path}-missing', self.apache.uri())
        self.assertEqual(result.returncode, 78)
        self.assertEqual(result.stderr, f'{self.path}-missing: the policy cannot be read: '
                                        'No such file or directory\n')

    def test_check(self):
        self.write(BROKEN)
        result = self.run_program('--check-policy', self.path)
        self.assertEqual((result.returncode, result.stdout), (78, ''))
        self.assert_mistakes(result.stderr)

        self.write('[Doorward]\nPrompt=never\n')
        result = self.run_program('--check-policy', self.path)
        self.assertEqual((result.returncode, result.stderr), (0, ''))
        self.assertEqual(result.stdout, f'{self.path}: nothing is wrong with this policy\n')

    def test_read_again(self):
        """Prompt=never, Home and Control; a broken file changes nothing, a good one all of it."""
        uri = self.apache.uri('/basic/')
        browser = self.open(f'[Doorward]\nPrompt=never\nHome={uri}\n')
        browser.wait_title('Refused by Apache')
        verdict = browser.events.wait('verdict')
        self.assertEqual((verdict['verdict'], verdict['reason']), ('body', 'policy'))
        self.assertIsNone(browser.find_sheet())

        self.write(f'[Doorward]\nPrompt=allow\nHome={uri}\n' + BROKEN)
        seen = len(browser.events)
        self.hang_up(browser, 'The policy stays what it was')
        self.assertIn(f'{self.path}:4: [Doorward] this group is there already, in line 1',
                      browser.output.read_text())
        browser.keys('F5')
        verdict = browser.events.wait('verdict', since=seen)
        self.assertEqual((verdict['verdict'], verdict['reason']), ('body', 'policy'))

        self.write(f'[Doorward]\nPrompt=allow\nHome={uri}\nControl=true\n')
        self.hang_up(browser, 'was read again')
        browser.keys('F5')
        browser.sheet(self.apache.authority)
        ctl = os.environ['DOORWARDCTL_BINARY']
        listed = wait_until(lambda: subprocess.run([ctl, '--json', 'prompts'], check=False,
                                                   capture_output=True, text=True).stdout,
                            'the prompt on the bus')
        self.assertIn(self.apache.authority, listed)

        self.write('[Doorward]\n')
        self.hang_up(browser, 'was read again')
        result = subprocess.run([ctl, '--json', 'prompts'], check=False, capture_output=True)
        self.assertNotEqual(result.returncode, 0)

        self.path.unlink()
        self.hang_up(browser, 'The policy stays what it was')

    def test_insecure_basic(self):
        """Denied over plain http, but to a server of this machine; seen through a proxy."""
        routes = {'/': protected(response(200, document('Inside')), unauthorized('Basic realm="R"'))}
        with RawServer(routes) as server:
            browser = self.open('[Doorward]\nInsecureBasic=deny\n'
                                f'Proxy={server.uri("")}\n', 'http://intranet.example/')
            verdict = browser.events.wait('verdict')
            self.assertEqual((verdict['verdict'], verdict['reason'], verdict['server']),
                             ('deny', 'insecure-basic', 'http://intranet.example'))
            self.assertIsNone(browser.find_sheet())
            self.assertEqual(browser.bar().find('push button', 'Sign In…'), None)

            self.write('[Doorward]\nInsecureBasic=allow\n' f'Proxy={server.uri("")}\n')
            self.hang_up(browser, 'was read again')
            browser.keys('F5')
            browser.sheet('intranet.example')

            self.write('[Doorward]\nInsecureBasic=deny\n')
            self.hang_up(browser, 'was read again')
            browser.go(server.uri('/'))
            browser.sheet(server.authority).cancel()

    def test_schemes(self):
        browser = self.open('[Doorward]\nSchemes=digest\n', self.apache.uri('/basic/'))
        verdict = browser.events.wait('verdict')
        self.assertEqual((verdict['verdict'], verdict['reason'], verdict['scheme']),
                         ('deny', 'policy', 'basic'))
        self.assertIsNone(browser.find_sheet())
        browser.go(self.apache.uri('/digest/'))
        browser.sheet(self.apache.authority).sign_in()
        browser.wait_title('Inside by Digest')


if __name__ == '__main__':
    main()
