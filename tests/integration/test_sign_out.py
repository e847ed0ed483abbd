#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Signing out: of one server, of all, and what is left of a login afterwards."""

from apache import PASSWORD, USERNAME, Apache
from certificates import Authority
from desktop import wait_until
from memory import BASIC, count_traces, find_traces, network_process, web_processes
from window_test import WindowTest, main


class SignOutTest(WindowTest):
    """Two servers, as one of them is to stay signed in."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        authority = Authority(cls.desktop.root / 'authority')
        cls.first = Apache(cls.desktop.root / 'first', authority)
        cls.addClassCleanup(cls.first.close)
        cls.second = Apache(cls.desktop.root / 'second', authority)
        cls.addClassCleanup(cls.second.close)

    def sign_in(self, browser, server):
        browser.sheet(server.authority).sign_in()
        browser.wait_title('Inside by Basic')
        browser.tree.wait_gone('dialog', f'Sign in to {server.authority}')

    def press_in_mark(self, browser, server):
        mark = browser.tree.wait('push button', 'Signed in')
        wait_until(lambda: mark.children, 'what can be pressed')[0].click()
        browser.tree.wait('push button', f'Sign Out of {server.authority}').click()

    def test_sign_out_of_one(self):
        browser = self.start(self.first.uri('/basic/'))
        self.sign_in(browser, self.first)
        browser.go(self.second.uri('/basic/'))
        self.sign_in(browser, self.second)
        self.press_in_mark(browser, self.second)

        # The page is loaded again, and asks.
        browser.sheet(self.second.authority)
        browser.wait_title('Refused by Apache')
        forgotten = browser.events.matching('forgotten')
        self.assertEqual([(entry['server'], entry['reason']) for entry in forgotten],
                         [(f'http://{self.second.authority}', 'user')])
        browser.tree.wait_gone('push button', 'Signed in')

        # The other one is still signed in.
        browser.go(self.first.uri('/basic/second.html'))
        browser.wait_title('Inside by Basic 2')
        browser.tree.wait_gone('dialog', f'Sign in to {self.second.authority}')
        browser.wait_no_sheet()

    def test_sign_out_everywhere(self):
        browser = self.start(self.first.uri('/basic/'))
        self.sign_in(browser, self.first)
        browser.go(self.second.uri('/basic/'))
        self.sign_in(browser, self.second)
        browser.keys('ctrl+shift+Delete')
        browser.sheet(self.second.authority).cancel()
        self.assertEqual(sorted(entry['server'] for entry in browser.events.matching('forgotten')),
                         sorted([f'http://{self.first.authority}',
                                 f'http://{self.second.authority}']))

        # Neither going back nor any cache shows what was behind a login.
        browser.keys('alt+Left')
        browser.sheet(self.first.authority)
        browser.wait_title('Refused by Apache')

    def test_nothing_is_left_in_memory(self):
        browser = self.start(self.first.uri('/basic/'))
        self.sign_in_by_keyboard(browser, 'Inside by Basic')
        browser.go(self.first.uri('/digest/'))
        self.sign_in_by_keyboard(browser, 'Inside by Digest')
        processes = (browser.pid, network_process(browser.pid))
        for process in processes:
            self.assertGreater(count_traces(process), 0)
        # What runs pages has never had it.
        pages = web_processes(browser.pid)
        self.assertGreater(len(pages), 0)
        for process in pages:
            self.assertEqual(count_traces(process), 0)

        browser.keys('ctrl+shift+Delete')
        browser.sheet(self.first.authority)
        self.assertEqual(len(browser.events.matching('forgotten')), 2)
        shell, network = processes
        self.assertEqual(count_traces(shell), 0)
        # libsoup writes the field lines of a request into a buffer that it does not wipe, and nobody
        # else can. Nothing but that has the password, and only as it was sent; what comes before it
        # in memory that is free again can be overwritten in part.
        for trace, before in find_traces(network):
            self.assertEqual(trace, BASIC)
            self.assertTrue(before.endswith(b': Basic '), before)

    def sign_in_by_keyboard(self, browser, title):
        # A test that puts text into an entry leaves it on the bus.
        browser.sheet(self.first.authority).username.type(USERNAME)
        browser.keys('Tab')
        browser.keyboard(PASSWORD)
        browser.keys('Return')
        browser.wait_title(title)
        # The sheet has the password until it has slid away, and the next one has its name.
        browser.wait_no_sheet()


if __name__ == '__main__':
    main()
