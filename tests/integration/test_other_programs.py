#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Logins that other programs saved, and ours for them: WebKitGTK's MiniBrowser, and secret-tool."""

import contextlib
import glob
import os
import subprocess

from desktop import stop_group, wait_until
from raw_server import RawServer, document, protected, response, unauthorized
from window_test import ARTEFACTS, WindowTest, main

MINI_BROWSER = next(iter(glob.glob('/usr/lib/*/webkitgtk-6.0/MiniBrowser')), None)
NETWORK_PASSWORD = 'org.gnome.keyring.NetworkPassword'


class OtherProgramsTest(WindowTest):

    def setUp(self):
        from keyring import Keyring

        self.keyring = Keyring()
        self.addCleanup(self.keyring.remove)
        self.server = RawServer({
            f'/{number}/': protected(response(200, document(f'Inside {number}')),
                                     unauthorized(f'Basic realm="room {number}"'))
            for number in range(6)})
        self.addCleanup(self.server.close)

    def assert_proposed(self, browser, number):
        """The sheet opens filled in, and that is what the server wants."""
        before = len(self.server.seen(f'/{number}/'))
        browser.go(self.server.uri(f'/{number}/'))
        sheet = browser.sheet(self.server.authority)
        wait_until(lambda: sheet.username.text == 'ada', 'the proposal')
        wait_until(lambda: sheet.button('Sign In').focused, 'focus on Sign In')
        requests = self.server.seen(f'/{number}/')[before:]
        self.assertEqual([request.basic for request in requests], [None])
        browser.keys('Return')
        browser.wait_title(f'Inside {number}')
        browser.wait_no_sheet()

    def assert_not_proposed(self, browser, number):
        browser.go(self.server.uri(f'/{number}/'))
        sheet = browser.sheet(self.server.authority)
        # What is in the keyring for it is known as soon as it can be remembered.
        sheet.node.wait('check box', 'Remember this login')
        self.assertEqual(sheet.username.text, '')
        sheet.cancel()
        browser.wait_no_sheet()

    def save(self, browser, number):
        since = len(browser.events)
        browser.go(self.server.uri(f'/{number}/'))
        sheet = browser.sheet(self.server.authority)
        box = sheet.node.wait('check box', 'Remember this login')
        browser.keys('alt+r')
        wait_until(lambda: box.checked, 'the check box to be checked')
        sheet.sign_in()
        browser.events.wait('saved', since=since)
        browser.wait_title(f'Inside {number}')
        browser.wait_no_sheet()

    @contextlib.contextmanager
    def mini_browser(self, number):
        """WebKitGTK's own browser at a page, and the dialog with which it asks for a login."""
        from accessible import application

        environment = {name: value for name, value in os.environ.items() if name != 'G_DEBUG'}
        ARTEFACTS.mkdir(parents=True, exist_ok=True)
        with open(ARTEFACTS / 'mini-browser.output', 'ab') as output:
            process = subprocess.Popen([MINI_BROWSER, self.server.uri(f'/{number}/')],
                                       stdin=subprocess.DEVNULL, stdout=output, stderr=output,
                                       start_new_session=True, env=environment)
        try:
            tree = application(process.pid, lambda: process.poll() is None)
            yield tree.wait('filler', 'WebKitAuthenticationDialog'), process.pid
        finally:
            stop_group(process)

    def test_mini_browser(self):
        self.assertIsNotNone(MINI_BROWSER, 'libwebkitgtk-6.0 brings it')
        with self.mini_browser(0) as (dialog, pid):
            dialog.wait('text', 'Username').type('ada')
            dialog.wait('text', 'Password').type('lovelace')
            box = dialog.wait('check box', '_Remember password')
            window = subprocess.run(['xdotool', 'search', '--onlyvisible', '--pid', str(pid)],
                                    capture_output=True, text=True, check=True).stdout.split()[-1]
            subprocess.run(['xdotool', 'windowfocus', '--sync', window, 'key', 'alt+r'], check=True)
            wait_until(lambda: box.checked, 'the check box to be checked')
            dialog.wait('push button', lambda name: 'Authenticate' in name).click()
            self.server.wait_for('/0/', 2)
            wait_until(self.keyring.passwords, 'the saved login')
        self.assertEqual(self.server.seen('/0/')[-1].basic, b'ada:lovelace')

        browser = self.start(self.server.uri('/'), name='after-mini-browser')
        browser.wait_title('Not here')
        self.assert_proposed(browser, 0)
        self.save(browser, 1)
        browser.close()

        with self.mini_browser(1) as (dialog, _):
            wait_until(lambda: dialog.wait('text', 'Username').text == 'ada', 'the proposal')
            dialog.wait('push button', lambda name: 'Authenticate' in name).click()
            wait_until(lambda: self.server.seen('/1/')[-1].basic, 'the login')
        self.assertEqual(self.server.seen('/1/')[-1].basic, b'ada:lovelace')

    @staticmethod
    def secret_tool(*arguments, text=''):
        return subprocess.run(['secret-tool', *arguments], input=text, capture_output=True,
                              text=True, check=False)

    def store(self, number, *more, password='lovelace'):
        result = self.secret_tool(
            'store', f'--label=by hand {number}', 'server', '127.0.0.1', 'port',
            str(self.server.port), 'protocol', 'http', 'user', 'ada', *more, text=password)
        self.assertEqual(result.returncode, 0, result.stderr)

    def test_secret_tool(self):
        self.store(0, 'domain', 'room 0', 'xdg:schema', NETWORK_PASSWORD, 'authtype', 'Basic')
        # Who types it in leaves out what they do not know of.
        self.store(1, 'domain', 'room 1')
        browser = self.start(self.server.uri('/'), name='secret-tool')
        browser.wait_title('Not here')
        self.assert_proposed(browser, 0)
        self.assert_proposed(browser, 1)
        self.assert_not_proposed(browser, 2)

        # Ours are found by them, by all that they are saved under.
        self.save(browser, 3)
        found = self.secret_tool('lookup', 'server', '127.0.0.1', 'port', str(self.server.port),
                                 'protocol', 'http', 'authtype', 'Basic', 'domain', 'room 3',
                                 'user', 'ada', 'xdg:schema', NETWORK_PASSWORD)
        self.assertEqual(found.stdout, 'lovelace', found.stderr)
        found = self.secret_tool('search', 'domain', 'room 3')
        self.assertIn(f'label = ada@{self.server.authority}', found.stdout)
        self.assertIn(f'schema = {NETWORK_PASSWORD}', found.stdout)


if __name__ == '__main__':
    main()
