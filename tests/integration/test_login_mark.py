#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The key beside the address: who one is to the site, and to the proxy that the page came by."""

import re

from desktop import wait_until
from proxies import PASSWORD, USERNAME
from proxy_test import HOST, OTHER_HOST, ProxyTest
from window_test import main

SITE_MARK = 'Signed in'
PROXY_MARK = 'Signed in to the proxy'


class LoginMarkTest(ProxyTest):

    def find_marks(self, browser):
        return [name for name in (SITE_MARK, PROXY_MARK)
                if browser.tree.find('push button', name) is not None]

    def wait_marks(self, browser, *names):
        wait_until(lambda: self.find_marks(browser) == list(names),
                   lambda: f'{names}, there are {self.find_marks(browser)}')

    def open_mark(self, browser, name):
        mark = browser.tree.wait('push button', name)
        wait_until(lambda: mark.children, 'what can be pressed')[0].click()

    def was_used_again(self, browser):
        """Whether the proxy's login was last used, as it says, after somebody had signed in."""
        browser.keys('F5')
        self.open_mark(browser, PROXY_MARK)
        details = browser.tree.wait('label', lambda name: name.startswith('The proxy says')).name
        since, last_use = re.search('^Since (.*), last used at (.*)$', details, re.M).groups()
        browser.keys('Escape')
        browser.tree.wait_gone('label', lambda name: name.startswith('The proxy says'))
        return last_use > since

    def test_proxy(self):
        """It tells of the proxy beside the site, or alone."""
        squid = self.squid()
        browser = self.browse(f'--proxy={squid.uri}', self.origins.uri('/page/1', tls=True))
        browser.sheet(squid.authority).sign_in(USERNAME, PASSWORD)
        browser.wait_title('Page 1')
        self.wait_marks(browser, PROXY_MARK)
        wait_until(lambda: self.was_used_again(browser), 'another use')
        browser.go(self.origins.uri('/room'))
        origin = f'{HOST}:{self.origins.plain.port}'
        browser.sheet(origin).sign_in()
        browser.wait_title('Inside')
        self.wait_marks(browser, SITE_MARK)
        self.open_mark(browser, SITE_MARK)
        browser.tree.wait('label', f'Signed in to {origin} as “ada”')
        browser.tree.wait('label', f'Signed in to the proxy {squid.authority} as “{USERNAME}”')
        browser.screenshot('mark')
        browser.tree.wait('push button', f'Sign Out of {origin}')
        browser.tree.wait('push button', f'Sign Out of {squid.authority} (proxy)').click()
        browser.events.wait('forgotten', target='proxy', server=squid.uri, reason='user')
        browser.keys('Escape')
        # The page stays, with what its site was told.
        self.wait_marks(browser, SITE_MARK)
        browser.go(self.origins.uri('/page/2', host=OTHER_HOST))
        browser.sheet(squid.authority).sign_in(USERNAME, PASSWORD)
        browser.wait_title('Page 2')
        self.wait_marks(browser, PROXY_MARK)
        self.open_mark(browser, PROXY_MARK)
        browser.tree.wait('push button', f'Sign Out of {squid.authority} (proxy)')
        self.assertIsNone(browser.tree.find('push button', f'Sign Out of {origin}'))
        browser.keys('Escape')
        browser.tree.wait_gone('push button', f'Sign Out of {squid.authority} (proxy)')


if __name__ == '__main__':
    main()
