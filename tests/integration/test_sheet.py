#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The sheet in every state: what it tells a screen reader, how it looks, and keys alone."""

import threading

from desktop import wait_until
from raw_server import RawServer, document, protected, response, unauthorized
from window_test import ARTEFACTS, WindowTest, main

SIZES = {'wide': (1280, 800), 'phone': (360, 640)}

STYLES = {
    'light': {'ADW_DEBUG_COLOR_SCHEME': 'default'},
    'dark': {'ADW_DEBUG_COLOR_SCHEME': 'prefer-dark'},
    'contrast': {'ADW_DEBUG_COLOR_SCHEME': 'default', 'ADW_DEBUG_HIGH_CONTRAST': '1'},
}

TEXT = '<h1>Members only</h1>' + '<p>Ask at the desk how to become one, on any weekday.</p>' * 12


class SheetTest(WindowTest):

    def setUp(self):
        self.released = threading.Event()
        self.addCleanup(self.released.set)
        self.refusal = unauthorized('Basic realm="Reading room"', title='Members only', body=TEXT)
        self.server = RawServer({
            '/': self.door,
            '/long': unauthorized(f'Basic realm="{"and so on " * 1024}"', body=TEXT),
            '/unknown': unauthorized('Bearer realm="api"', title='Members only', body=TEXT),
        })
        self.addCleanup(self.server.close)

    def door(self, request):
        if request.basic == b'ada:lovelace':
            self.released.wait(60)
            return response(200, document('Inside', '<h1>Welcome</h1>'))
        return self.refusal

    def check_tree(self, sheet, **states):
        """What every state of the sheet has in common, and how this one differs."""
        node = sheet.node
        self.assertEqual(node.role, 'dialog')
        self.assertEqual(node.name, f'Sign in to {self.server.authority}')
        names = {'Username': sheet.username, 'Password': sheet.password,
                 'Sign In': sheet.button('Sign In'), 'Cancel': sheet.button('Cancel')}
        for name, child in names.items():
            self.assertEqual(child.sensitive, states.get(name, True),
                             f'{name} sensitive in\n{node.dump()}')
        # Whatever can be used says what it is.
        for child in node.walk():
            if child.role in ('push button', 'toggle button', 'check box', 'text', 'password text',
                              'entry'):
                self.assertTrue(child.name and not child.name.startswith('Gtk'),
                                f'{child} has no name in\n{node.dump()}')

    def keep(self, browser, name, sheet=None):
        browser.screenshot(name)
        tree = (sheet.node if sheet is not None else browser.tree).dump()
        (ARTEFACTS / f'{browser.name}-{name}.tree').write_text(tree + '\n')

    def states(self, size, style):
        browser = self.start(self.server.uri('/'), environment=STYLES[style],
                             name=f'{size}-{style}')
        browser.sheet(self.server.authority)
        browser.resize(*SIZES[size])

        sheet = browser.sheet(self.server.authority)
        wait_until(lambda: sheet.username.focused, 'focus in the user name')
        # There is nothing to send yet.
        self.check_tree(sheet, **{'Sign In': False})
        self.assertIn('The site says: “Reading room”', sheet.labels())
        self.assertFalse(any(label.startswith('Not accepted') for label in sheet.labels()))
        self.keep(browser, '1-fresh', sheet)

        sheet.fill('ada', 'wrong-horse')
        self.keep(browser, '2-filled', sheet)

        sheet.button('Sign In').click()
        browser.events.wait('refused')
        sheet = browser.sheet(self.server.authority)
        sheet.wait_label('Not accepted')
        self.check_tree(sheet)
        self.keep(browser, '3-refused', sheet)

        sheet.sign_in()
        wait_until(lambda: any(request.basic == b'ada:lovelace' for request in self.server.requests),
                   'the login at the server')
        self.keep(browser, '4-busy')
        self.released.set()
        browser.wait_title('Inside')
        browser.tree.wait_gone('dialog', f'Sign in to {self.server.authority}')
        self.keep(browser, '5-inside')

        browser.go(self.server.uri('/long'))
        self.keep(browser, '6-long-realm', browser.sheet(self.server.authority))
        browser.sheet(self.server.authority).cancel()
        browser.tree.wait('push button', 'Sign In…')
        self.keep(browser, '7-cancelled')
        browser.go(self.server.uri('/unknown'))
        browser.wait_title('Members only')
        browser.bar().wait(('label', 'static'), lambda name: 'Bearer' in name)
        self.keep(browser, '8-unknown')

    def test_states_wide_light(self):
        self.states('wide', 'light')

    def test_states_wide_dark(self):
        self.states('wide', 'dark')

    def test_states_phone_light(self):
        self.states('phone', 'light')

    def test_states_phone_dark(self):
        self.states('phone', 'dark')

    def test_states_wide_contrast(self):
        self.states('wide', 'contrast')

    def test_warns_when_the_password_travels_in_the_clear(self):
        # A name that is not the loopback's, though it leads there.
        hosts = self.desktop.root / 'hosts'
        hosts.write_text('127.0.0.1 localhost intranet.example\n')
        browser = self.start(
            f'http://intranet.example:{self.server.port}/',
            wrapper=['bwrap', '--dev-bind', '/', '/', '--ro-bind', str(hosts), '/etc/hosts'])
        sheet = browser.sheet(f'intranet.example:{self.server.port}')
        sheet.wait_label('Your password would be sent unencrypted')
        browser.resize(*SIZES['wide'])
        self.keep(browser, 'unencrypted', sheet)

    def test_does_not_warn_on_the_loopback(self):
        browser = self.start(self.server.uri('/'))
        sheet = browser.sheet(self.server.authority)
        self.assertFalse(any('unencrypted' in label for label in sheet.labels()), sheet.labels())

    def test_reveals_the_password(self):
        browser = self.start(self.server.uri('/'))
        sheet = browser.sheet(self.server.authority)
        sheet.fill('ada', 'lovelace')
        self.assertNotIn('lovelace', sheet.node.dump())
        # Only a pointer gets to the eye; the keyboard has the entry's menu.
        x, y, width, height = next(node for node in sheet.password.children).extents
        browser.click(x + width // 2, y + height // 2)
        wait_until(lambda: sheet.password.text == 'lovelace',
                   lambda: f'the password in the clear in\n{sheet.node.dump()}')
        self.keep(browser, 'revealed')

    def test_keyboard_alone(self):
        self.released.set()
        browser = self.start(self.server.uri('/'))
        sheet = browser.sheet(self.server.authority)
        wait_until(lambda: sheet.username.focused, 'focus in the user name')

        # Escape is Cancel, and the page has the focus again.
        browser.keys('Escape')
        browser.events.wait('prompt-closed', outcome='cancel')
        browser.tree.wait_gone('dialog', f'Sign in to {self.server.authority}')

        browser.keys('F5')
        sheet = browser.sheet(self.server.authority)
        wait_until(lambda: sheet.username.focused, 'focus in the user name')
        browser.keyboard('ada')
        browser.keys('Tab')
        wait_until(lambda: sheet.password.focused, 'focus in the password')
        browser.keyboard('lovelace')
        browser.keys('Return')
        browser.wait_title('Inside')


if __name__ == '__main__':
    main()
