#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Logins that end when nobody is there, as a policy says; and those that a private window ends."""

from desktop import wait_until
from raw_server import RawServer, document, protected, response, unauthorized
from window_test import WindowTest, main

# How many seconds nobody need be there. The notice comes when half of them are left.
IDLE_RESET = 10
NOTICE = 'Nobody has been here for a while. You will be signed out in less than a minute.'


def is_private(title):
    return title.endswith('(Private)')


class IdleTest(WindowTest):

    def setUp(self):
        inside = protected(response(200, document('Inside')),
                           unauthorized('Basic realm="inside"', title='Refused'))
        self.server = RawServer({'/': response(200, document('Public')), '/in/': inside})
        self.addCleanup(self.server.close)
        self.policy = self.desktop.root / f'{self._testMethodName}.conf'

    def sign_in(self, browser):
        browser.sheet(self.server.authority).sign_in()
        browser.wait_title('Inside')
        browser.wait_no_sheet()

    def find_notice(self, browser):
        return browser.tree.find('alert', NOTICE)

    def test_idle(self):
        self.policy.write_text(f'[Doorward]\nIdleReset={IDLE_RESET}\n')
        browser = self.start(f'--policy={self.policy}', self.server.uri('/in/'))
        # Without a login there is nothing to give notice of.
        sheet = browser.sheet(self.server.authority)
        self.assertIsNone(self.find_notice(browser))
        sheet.sign_in()
        browser.wait_title('Inside')

        def come_back(how):
            wait_until(lambda: self.find_notice(browser), 'the notice')
            how()
            wait_until(lambda: not self.find_notice(browser), 'the notice to go')
            self.assertEqual(browser.events.matching('forgotten'), [])

        come_back(lambda: browser.keys('shift'))
        come_back(lambda: browser.tree.wait('push button', 'Stay Signed In').click())
        browser.click(700, 400)
        self.assertIsNone(self.find_notice(browser))

        wait_until(lambda: self.find_notice(browser), 'the notice')
        forgotten = browser.events.wait('forgotten')
        self.assertEqual((forgotten['reason'], forgotten['realm']), ('idle', 'inside'))
        sheet = browser.sheet(self.server.authority)
        browser.wait_title('Refused')
        self.assertIsNone(self.find_notice(browser))
        self.assertIsNone(browser.tree.find('push button', 'Signed in'))
        self.assertEqual(len(browser.events.matching('forgotten')), 1)
        self.assertIsNone(self.server.seen('/in/')[-1].get('Authorization'))

    def test_last_private_window(self):
        browser = self.start(self.server.uri('/'), name='private')
        browser.wait_title('Public')
        asked = len(self.server.seen('/in/'))
        for turn in range(2):
            with self.subTest(turn=turn):
                # Not even the second time does the first request know anything.
                browser.keys('ctrl+shift+n')
                window = browser.tree.wait('frame', is_private)
                browser.turn_to(window.name)
                browser.keys('ctrl+l')
                window.wait('text', 'Location').type(self.server.uri('/in/'))
                browser.keys('Return')
                browser.sheet(self.server.authority).sign_in()
                browser.tree.wait('frame', 'Inside — Doorward (Private)')
                requests = self.server.seen('/in/')[asked:]
                self.assertEqual([request.basic for request in requests], [None, b'ada:lovelace'])
                asked += len(requests)
                browser.keys('ctrl+w')
                browser.tree.wait_gone('frame', is_private)
                browser.turn_to('Public — Doorward')

        # Nor does a window that is not private.
        browser.go(self.server.uri('/in/'))
        browser.sheet(self.server.authority).cancel()
        self.assertIsNone(self.server.seen('/in/')[-1].get('Authorization'))


if __name__ == '__main__':
    main()
