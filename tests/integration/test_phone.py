#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The window on a screen of 360×720, which it fills: every state of the sheet, by keys alone."""

import threading

from desktop import Desktop, wait_until
from raw_server import RawServer, document, protected, response, unauthorized
from window_test import WindowTest, main

WIDTH, HEIGHT = 360, 720

# How libadwaita is told of a desktop's style without that desktop.
STYLES = {
    'light': {},
    'dark': {'ADW_DEBUG_COLOR_SCHEME': 'prefer-dark'},
    'contrast': {'ADW_DEBUG_HIGH_CONTRAST': '1'},
}

ACCOUNT = '<h1>Members only</h1><p>To see these pages you need an account. Ask at the front desk.</p>'
REALM = 'Everybody who has been in this building for longer than a year, and their guests'


class PhoneTest(WindowTest):

    @classmethod
    def setUpClass(cls):
        cls.desktop = Desktop(WIDTH, HEIGHT)
        cls.addClassCleanup(cls.desktop.close)
        cls.desktop.manage_windows()

    def serve(self):
        self.released = threading.Event()
        self.addCleanup(self.released.set)
        inside = response(200, document('Inside'))

        def slow(request):
            if request.basic is not None:
                self.released.wait(120)
                return inside
            return unauthorized('Basic realm="Slow"', title='Members only', body=ACCOUNT)
        server = RawServer({
            '/': protected(inside, unauthorized(f'Basic realm="{REALM}"', title='Members only',
                                                body=ACCOUNT)),
            '/slow': slow,
            '/bearer': unauthorized('Bearer realm="api"', title='Members only', body=ACCOUNT),
        })
        self.addCleanup(server.close)
        return server

    def assert_within(self, node):
        """It is on the screen as a whole once it has come to rest, and so is all that is used."""
        for each in [node, *node.find_all(('push button', 'text', 'password text', 'check box'))]:
            def within(each=each):
                left, top, width, height = each.extents
                return (width > 0 and 0 <= left and left + width <= WIDTH and 0 <= top
                        and top + height <= HEIGHT)
            wait_until(within, lambda each=each: f'{each} within the screen: {each.extents}')

    def refuse(self, browser, server):
        """A wrong answer, typed."""
        sheet = browser.sheet(server.authority)
        wait_until(lambda: sheet.username.focused, 'focus in the user name')
        browser.keyboard('ada')
        browser.keys('Tab')
        browser.keyboard('wrong-horse')
        browser.keys('Return')
        sheet.wait_label('Not accepted')
        wait_until(lambda: sheet.password.selected_text == (0, 11), 'the password selected')
        return sheet

    def test_styles(self):
        for name, environment in STYLES.items():
            with self.subTest(name):
                server = self.serve()
                browser = self.start(server.uri('/'), name=name, environment=environment)
                sheet = browser.sheet(server.authority)
                self.assert_within(sheet.node)
                browser.screenshot('sheet')
                self.assert_within(self.refuse(browser, server).node)
                browser.screenshot('refused')
                browser.keys('Escape')
                bar = browser.bar()
                browser.wait_no_sheet()
                self.assert_within(bar)
                browser.screenshot('bar')
                self.doCleanups()

    def test_states(self):
        server = self.serve()
        browser = self.start(server.uri('/slow'))
        sheet = browser.sheet(server.authority)
        wait_until(lambda: sheet.username.focused, 'focus in the user name')
        browser.keyboard('ada')
        browser.keys('Tab')
        browser.keyboard('lovelace')
        browser.keys('alt+v')
        wait_until(lambda: 'Hide Text' in [node.description for node in sheet.node.find_all('image')],
                   lambda: f'a password that can be read: {sheet.node.dump()}')
        browser.screenshot('revealed')
        browser.keys('alt+v', 'Return')
        progress = sheet.node.wait('panel', 'Signing in…')
        wait_until(lambda: progress.focused, 'focus in what goes on')
        self.assertFalse(sheet.username.sensitive)
        self.assertFalse(sheet.button('Sign In').sensitive)
        self.assertTrue(sheet.button('Cancel').sensitive)
        self.assert_within(sheet.node)
        browser.screenshot('submitted')
        self.released.set()
        browser.wait_title('Inside')
        browser.wait_no_sheet()

        browser.go(server.uri('/bearer'))
        browser.wait_title('Members only')
        self.assert_within(browser.bar())
        browser.screenshot('unknown-scheme')


if __name__ == '__main__':
    main()
