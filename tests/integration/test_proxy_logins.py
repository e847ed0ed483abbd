#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Logins of proxies: signing out, what is kept in the keyring, and what the policy gives."""

from desktop import wait_until
from proxies import PASSWORD, USERNAME
from proxy_test import HOST, ProxyTest
from window_test import main


class ProxyLoginsTest(ProxyTest):

    def setUp(self):
        from keyring import Keyring

        super().setUp()
        # For all, or the bus would start one that is locked.
        self.keyring = Keyring()
        self.addCleanup(self.keyring.remove)

    def open_menu(self, browser):
        browser.keys('F10')
        browser.tree.wait('menu item', 'Sign Out Everywhere')
        return [item.name for item in browser.tree.find_all('menu item')
                if item.name.startswith('Sign Out')]

    def press_item(self, browser, name):
        # The menu is made while it opens.
        def press():
            item = browser.tree.find('menu item', name)
            try:
                return item is not None and (item.click() or True)
            except AssertionError:
                return False
        wait_until(press, f'“{name}” in the menu')

    def test_sign_out(self):
        """Of the proxy, of an origin behind it, and everywhere."""
        squid = self.squid()
        browser = self.browse(f'--proxy={squid.uri}', self.origins.uri('/page/1'))
        browser.sheet(squid.authority)
        self.assertEqual(self.open_menu(browser), ['Sign Out Everywhere'])
        browser.keys('Escape')
        browser.sheet(squid.authority).sign_in(USERNAME, PASSWORD)
        browser.wait_title('Page 1')
        origin = f'{HOST}:{self.origins.plain.port}'
        browser.go(self.origins.uri('/room'))
        browser.sheet(origin).sign_in()
        browser.wait_title('Inside')

        of_proxy = f'Sign Out of {squid.authority} (proxy)'
        self.assertEqual(self.open_menu(browser),
                         [f'Sign Out of {origin}', of_proxy, 'Sign Out Everywhere'])
        browser.screenshot('menu')
        self.press_item(browser, of_proxy)
        forgotten = browser.events.wait('forgotten')
        self.assertEqual((forgotten['target'], forgotten['server'], forgotten['reason']),
                         ('proxy', squid.uri, 'user'))
        browser.tree.wait(name=f'Signed out of the proxy {squid.authority}')
        self.assertEqual(self.open_menu(browser), [f'Sign Out of {origin}', 'Sign Out Everywhere'])
        browser.keys('Escape')

        # The page from before stays; whatever is asked for next, the proxy asks about.
        browser.wait_title('Inside')
        for tls in (False, True):
            browser.go(self.origins.uri('/page/2', tls))
            self.cancel(browser, squid)
        self.sign_in_again(browser, squid)
        browser.wait_title('Page 2')
        # Of the origin nobody has signed out.
        browser.go(self.origins.uri('/room'))
        browser.wait_title('Inside')

        # From the page of logins.
        self.open_menu(browser)
        self.press_item(browser, 'Logins…')
        logins = browser.tree.wait('dialog', 'Logins')
        logins.wait('page tab', 'Signed In').click()
        logins.wait('list', 'Signed in').wait('push button', of_proxy).click()
        wait_until(lambda: len(browser.events.matching('forgotten', target='proxy')) == 2,
                   'the end of the login')
        logins.wait('push button', f'Sign Out of {origin}')
        browser.turn_to('Logins')
        browser.keys('Escape')
        browser.tree.wait_gone('dialog', 'Logins')
        browser.turn_to('Inside — Doorward')
        browser.go(self.origins.uri('/page/3'))
        browser.sheet(squid.authority).sign_in(USERNAME, PASSWORD)
        browser.wait_title('Page 3')

        # Everywhere: the page that a login gave is loaded again, and the proxy asks, then the origin.
        browser.go(self.origins.uri('/room'))
        browser.wait_title('Inside')
        self.open_menu(browser)
        self.press_item(browser, 'Sign Out Everywhere')
        wait_until(lambda: len(browser.events.matching('forgotten')) == 4, 'the end of all logins')
        browser.sheet(squid.authority).sign_in(USERNAME, PASSWORD)
        browser.sheet(origin).sign_in()
        browser.wait_title('Inside')

    def remember(self, browser, sheet):
        box = sheet.node.wait('check box', 'Remember this login')
        browser.keys('alt+r')
        wait_until(lambda: box.checked, 'the check box to be checked')

    def test_saved(self):
        """Kept for the proxy, whatever site was asked for, and proposed the next time."""
        squid = self.squid()
        # The same server as an origin has nothing to do with it.
        self.keyring.save('127.0.0.1', squid.port, squid.realm, 'mallory', 'not-of-the-proxy')
        browser = self.browse(f'--proxy={squid.uri}', self.origins.uri('/page/1', tls=True))
        sheet = browser.sheet(squid.authority)
        self.assertEqual(sheet.username.text, '')
        self.remember(browser, sheet)
        sheet.sign_in(USERNAME, PASSWORD)
        browser.wait_title('Page 1')
        browser.events.wait('saved', target='proxy')
        saved = wait_until(lambda: USERNAME in self.keyring.passwords()
                           and self.keyring.attributes(USERNAME), 'the saved login')
        self.assertEqual({name: saved[name] for name in ('server', 'port', 'protocol', 'domain',
                                                         'authtype', 'user')},
                         {'server': '127.0.0.1', 'port': str(squid.port), 'protocol': 'http-proxy',
                          'domain': squid.realm, 'authtype': 'Basic', 'user': USERNAME})
        browser.close()

        # Another site, and one Return.
        browser = self.browse(f'--proxy={squid.uri}', self.origins.uri('/page/2'), name='saved-2')
        sheet = browser.sheet(squid.authority)
        wait_until(lambda: sheet.username.text == USERNAME, lambda: f'{sheet.username.text}')
        sheet.button('Sign In').click()
        browser.wait_title('Page 2')

        # What was right this morning is not sent twice, and what is right now is kept.
        self.passwords.add('afternoon')
        squid.set_password('afternoon')
        squid.reconfigure()
        browser.go(self.origins.uri('/page/3'))
        sheet = browser.sheet(squid.authority)
        browser.events.wait('refused', target='proxy')
        sheet.sign_in(USERNAME, 'afternoon')
        browser.wait_title('Page 3')
        wait_until(lambda: self.keyring.passwords().get(USERNAME) == 'afternoon', 'the new password')
        self.assertEqual(self.keyring.passwords()['mallory'], 'not-of-the-proxy')

    def test_policy(self):
        """Given without asking, by Basic and by Digest; a wrong one once, then the person is asked."""
        for method in ('basic', 'digest'):
            with self.subTest(method):
                squid = self.squid(method)
                # Which proxy it is, the policy says, too.
                browser = self.browse(self.policy(f'[Doorward]\nProxy={squid.uri}\n',
                                                  self.login(squid, PASSWORD)),
                                      self.origins.uri('/page/1', tls=method == 'basic'),
                                      name=f'policy-{method}')
                browser.wait_title('Page 1')
                browser.go(self.origins.uri('/page/2', tls=method == 'digest'))
                browser.wait_title('Page 2')
                browser.go(self.origins.uri('/socket'))
                browser.wait_title('Echoed')
                self.assertEqual(self.openings(browser), [])
                # One answer, which the log tells of even where no challenge came before it.
                answer = browser.events.wait('verdict', target='proxy', server=squid.uri)
                self.assertEqual((answer['verdict'], answer['reason']), ('answer', 'policy'))
                browser.events.wait('accepted', target='proxy', server=squid.uri)
                self.assertEqual(len(browser.events.matching('accepted')), 1)
                page = self.origins.uri(f'/page/{2 if method == "basic" else 1}')
                wait_until(lambda: ['GET', page, '200', USERNAME] in squid.requests,
                           lambda: f'{page} in {squid.requests}')
                browser.close()

        self.passwords.add('wrong-horse')
        squid = self.squid()
        browser = self.browse(f'--proxy={squid.uri}', self.policy(self.login(squid, 'wrong-horse')),
                              self.origins.uri('/page/1'), name='policy-wrong')
        sheet = browser.sheet(squid.authority)
        browser.events.wait('refused', target='proxy')
        sheet.sign_in(USERNAME, PASSWORD)
        browser.wait_title('Page 1')
        wait_until(lambda: ['GET', self.origins.uri('/page/1'), '200', USERNAME] in squid.requests,
                   lambda: f'the page in {squid.requests}')
        refused = [request for request in squid.requests if request[2] == '407'
                   and request[3] == USERNAME]
        self.assertEqual(len(refused), 1)


if __name__ == '__main__':
    main()
