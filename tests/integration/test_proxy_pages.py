#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""One question of a proxy for all pages of all windows."""

from desktop import PATIENCE, wait_until
from proxies import PASSWORD, USERNAME
from proxy_test import TABS, ProxyTest
from window_test import main


class ProxyPagesTest(ProxyTest):

    def test_tabs(self):
        squid = self.squid()
        browser = self.browse(f'--proxy={squid.uri}',
                              *(self.origins.uri(f'/page/{number}', tls=number % 2 == 1)
                                for number in range(TABS)))
        # Whichever is in front, and whichever asked first: one question, and nothing else opens. To
        # begin with thirty tabs takes its time.
        browser.sheet(squid.authority, patience=4 * PATIENCE)
        wait_until(lambda: len(browser.events.matching('verdict', context='navigation')) == TABS,
                   lambda: browser.events.matching('verdict', context='navigation'),
                   patience=4 * PATIENCE)
        self.assertEqual({entry['verdict'] for entry in browser.events.matching(
            'verdict', context='navigation')}, {'prompt'})
        self.assertEqual(len(self.openings(browser)), 1)

        # It comes along to the tab in front, encrypted or not, and is still the same one.
        browser.keys('ctrl+Page_Down')
        browser.tree.wait(name='The Proxy Wants a Login')
        browser.sheet(squid.authority)
        browser.screenshot('tunnel')
        browser.keys('ctrl+Page_Down')
        browser.wait_title('ERROR: Cache Access Denied')
        sheet = browser.sheet(squid.authority)
        self.assertEqual(len(self.openings(browser)), 1)
        self.assertEqual(browser.events.matching('prompt-closed'), [])

        sheet.sign_in(USERNAME, 'wrong-horse')
        sheet.wait_label('Not accepted')
        sheet.cancel()
        # Each page has its bar.
        wait_until(lambda: len(list(browser.tree.find_all('push button', 'Sign In…'))) == TABS,
                   lambda: browser.tree.dump())
        browser.keys('ctrl+Page_Down')
        browser.tree.wait(name='The Proxy Wants a Login')
        browser.screenshot('tunnel-cancelled')
        browser.keys('F5')
        browser.sheet(squid.authority).sign_in(USERNAME, PASSWORD)

        wait_until(lambda: {request.path for request in self.origins.requests()}
                   >= {f'/page/{number}' for number in range(TABS)},
                   lambda: sorted(request.path for request in self.origins.requests()))
        self.assertEqual(len(self.openings(browser)), 3)
        self.assertEqual(len(browser.events.matching('accepted')), 1)
        # What was wrong was sent once, not once by every tab.
        self.assertEqual(len(browser.events.matching('refused')), 1)
        browser.keys('alt+1')
        for number in range(TABS):
            browser.wait_title(f'Page {number}')
            browser.keys('ctrl+Page_Down')
        browser.wait_no_sheet()

    def test_two_proxies(self):
        """What is before the person is asked, also when another proxy asks in a tab behind it."""
        squid, other = self.squid(), self.squid(realm='Other room')
        browser = self.browse(self.origins.uri('/page/1', tls=True),
                              environment={'http_proxy': squid.uri, 'https_proxy': other.uri})
        browser.sheet(other.authority)
        browser.keys('ctrl+t')
        wait_until(lambda: browser.find_sheet() is None, 'a tab without a sheet')
        browser.go(self.origins.uri('/page/2'))
        browser.wait_title('ERROR: Cache Access Denied')
        sheet = browser.sheet(squid.authority)
        browser.events.wait('prompt-opened', server=squid.uri)
        sheet.sign_in(USERNAME, PASSWORD)
        browser.wait_title('Page 2')
        self.assertEqual([entry['outcome'] for entry in browser.events.matching(
            'prompt-closed', server=squid.uri)], ['submit'])
        browser.keys('ctrl+1')
        browser.tree.wait(name='The Proxy Wants a Login')
        browser.sheet(other.authority).sign_in(USERNAME, PASSWORD)
        browser.wait_title('Page 1')
        self.assertEqual([entry['server'] for entry in self.openings(browser)],
                         [other.uri, squid.uri])

    def test_windows(self):
        """It comes along to another window, but to no page that does not wait for it."""
        squid = self.squid()
        tunnel = self.origins.uri('/page/2', tls=True)
        browser = self.browse(f'--proxy={squid.uri}', self.origins.uri('/page/1'))
        self.sheet_in(browser, squid, 'ERROR: Cache Access Denied')
        browser.keys('ctrl+n')
        browser.turn_to('New Tab — Doorward')
        browser.keys('ctrl+l')
        browser.keyboard(tunnel)
        browser.keys('Return')
        self.sheet_in(browser, squid, tunnel)
        self.assertEqual(len(browser.tree.find_all('dialog')), 1)

        for title in ('ERROR: Cache Access Denied', tunnel):
            browser.turn_to(f'{title} — Doorward')
            browser.keys('Shift_L')
            self.sheet_in(browser, squid, title)
        self.assertEqual(len(self.openings(browser)), 1)

        # A tab with nothing to ask has no sheet before it, and the question waits where it was.
        browser.keys('ctrl+t')
        wait_until(lambda: browser.find_sheet() is None, 'a tab without a sheet')
        browser.turn_to('ERROR: Cache Access Denied — Doorward')
        browser.keys('Shift_L')
        sheet = self.sheet_in(browser, squid, 'ERROR: Cache Access Denied')
        self.assertEqual(browser.events.matching('prompt-closed'), [])
        sheet.sign_in(USERNAME, PASSWORD)
        browser.wait_title('Page 1')
        self.origins.secure.wait_for('/page/2')
        self.assertEqual(len(self.openings(browser)), 1)

    def sheet_in(self, browser, proxy, title):
        """The sheet, once it is in the window with this title, and in no other."""
        def find():
            windows = [frame for frame in browser.tree.children
                       if frame.find('dialog', f'Sign in to {proxy.authority}')]
            return windows[0] if [window.name for window in windows] == [f'{title} — Doorward'] \
                else None
        from doorward import Sheet

        return Sheet(wait_until(find, lambda: f'the sheet in “{title}”: {browser.tree.dump()}')
                     .wait('dialog'))


if __name__ == '__main__':
    main()
