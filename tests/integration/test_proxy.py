#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Proxies that ask: squid and tinyproxy between the browser and origins that record everything."""

import base64

from desktop import wait_until
from proxies import PASSWORD, USERNAME, ApacheProxy, Tinyproxy
from proxy_test import HOST, OTHER_HOST, ProxyTest
from window_test import main


class AskingProxyTest(ProxyTest):

    def test_plain(self):
        squid = self.squid()
        address = self.origins.uri('/page/1')
        browser = self.browse(f'--proxy={squid.uri}', address)
        # The proxy's own body is the page, under the site's address, and hides none of it.
        browser.wait_title('ERROR: Cache Access Denied')
        sheet = browser.sheet(squid.authority)
        sheet.wait_label(f'The proxy {squid.authority} asks, not the page')
        self.assertEqual(browser.location.text, address)
        browser.screenshot('sheet')

        sheet.sign_in(USERNAME, 'wrong-horse')
        sheet.wait_label('Not accepted')
        for _ in range(10):
            self.cancel(browser, squid)
            bar = browser.bar()
            self.assertIn(f'the proxy {squid.authority}', bar.dump())
            bar.wait('push button', 'Sign In…').click()
        self.cancel(browser, squid)
        browser.screenshot('cancelled')
        self.sign_in_again(browser, squid)
        browser.wait_title('Page 1')
        browser.tree.wait_gone('dialog', f'Sign in to {squid.authority}')

        # From now on nobody is asked, whatever goes through the proxy.
        asked = len(self.openings(browser))
        browser.go(self.origins.uri('/page/2', tls=True))
        browser.wait_title('Page 2')
        for tls in (False, True):
            browser.go(self.origins.uri('/socket', tls))
            browser.wait_title('Echoed')
        browser.go(self.origins.uri('/file'))
        wait_until(lambda: (self.desktop.downloads / 'file.bin').exists()
                   and (self.desktop.downloads / 'file.bin').read_bytes() == b'\x00\x01' * 50000,
                   'the download')
        browser.go(self.origins.uri('/to-by-proxy', tls=True))
        browser.wait_title('Page 9')
        self.assertEqual(len(self.openings(browser)), asked)

        # An origin that plays the proxy gets neither an answer nor a question.
        for tls in (False, True):
            seen = len(browser.events)
            browser.go(self.origins.uri('/plays-proxy', tls))
            browser.wait_title('Played')
            browser.events.wait('verdict', since=seen, verdict='deny', reason='unsolicited-proxy')
        browser.wait_no_sheet()
        self.assertEqual(len(self.openings(browser)), asked)

        # A 401 behind the 407 is the site's question.
        browser.go(self.origins.uri('/room', tls=True))
        browser.sheet(f'{HOST}:{self.origins.secure.port}').sign_in()
        browser.wait_title('Inside')

        # What was right this morning.
        self.passwords.add('afternoon')
        squid.set_password('afternoon')
        squid.reconfigure()
        seen = len(browser.events)
        browser.go(self.origins.uri('/page/3'))
        sheet = browser.sheet(squid.authority)
        browser.events.wait('refused', since=seen, target='proxy')
        self.assertEqual(sheet.username.text, USERNAME)
        sheet.sign_in(USERNAME, 'afternoon')
        browser.wait_title('Page 3')
        self.assertEqual(squid.requests[-1][3], USERNAME)

    def test_digest(self):
        squid = self.squid('digest')
        browser = self.browse(f'--proxy={squid.uri}', self.origins.uri('/page/1', tls=True))
        sheet = browser.sheet(squid.authority)
        sheet.sign_in(USERNAME, 'wrong-horse')
        sheet.wait_label('Not accepted')
        sheet.sign_in(USERNAME, PASSWORD)
        browser.wait_title('Page 1')
        browser.go(self.origins.uri('/page/2'))
        browser.wait_title('Page 2')
        browser.go(self.origins.uri('/socket'))
        browser.wait_title('Echoed')
        self.assertEqual(len(self.openings(browser)), 2)

    def test_tinyproxy(self):
        """Which answers a wrong login with a 401, as if the origin asked."""
        proxy = self.proxy(Tinyproxy)
        self.passwords.add('wrong-horse')
        browser = self.browse(f'--proxy={proxy.uri}', self.origins.uri('/page/1', host='127.0.0.1'))
        browser.wait_title('407 Proxy Authentication Required')
        self.cancel(browser, proxy)
        self.sign_in_again(browser, proxy, 'wrong-horse')
        sheet = browser.sheet(proxy.authority)
        sheet.wait_label('Not accepted')
        browser.wait_title('401 Unauthorized')
        browser.go(self.origins.uri('/page/2', tls=True, host='127.0.0.1'))
        browser.tree.wait(name='The Proxy Wants a Login')
        sheet = browser.sheet(proxy.authority)
        sheet.sign_in(USERNAME, 'wrong-horse')
        sheet.wait_label('Not accepted')
        sheet.sign_in(USERNAME, PASSWORD)
        browser.wait_title('Page 2')
        browser.go(self.origins.uri('/page/1', host='127.0.0.1'))
        browser.wait_title('Page 1')
        for tls in (False, True):
            browser.go(self.origins.uri('/socket', tls, host='127.0.0.1'))
            browser.wait_title('Echoed')
        self.assertEqual(browser.events.matching(target='origin'), [])

    def test_also_origin(self):
        """A proxy that is a site, too, with the same realm: neither gets what is the other's."""
        proxy = self.proxy(ApacheProxy)
        browser = self.browse(self.origins.uri('/page/1', host='localhost'),
                              environment={'http_proxy': proxy.uri, 'no_proxy': '127.0.0.1'})
        sheet = browser.sheet(proxy.authority)
        sheet.wait_label(f'The proxy {proxy.authority} asks, not the page')
        sheet.sign_in(USERNAME, PASSWORD)
        browser.wait_title('Page 1')

        # Itself, by two names: one leads there, the other through the proxy, which is it again.
        for host in ('127.0.0.1', 'localhost'):
            browser.go(f'http://{host}:{proxy.port}/')
            sheet = browser.sheet(f'{host}:{proxy.port}')
            self.assertNotIn('The proxy', ' '.join(sheet.labels()))
            sheet.sign_in()
            browser.wait_title('Of the proxy itself')
        browser.go(self.origins.uri('/page/2', host='localhost'))
        browser.wait_title('Page 2')

        mine, yours = (f'Basic {base64.b64encode(login.encode()).decode()}'
                       for login in (f'{USERNAME}:{PASSWORD}', 'ada:lovelace'))
        seen = {(target, status, to_proxy, to_origin)
                for target, status, to_proxy, to_origin in proxy.answers('GET')
                if 'favicon' not in target}
        self.assertEqual(seen, {
            (self.origins.uri('/page/1', host='localhost'), '407', '-', '-'),
            (self.origins.uri('/page/1', host='localhost'), '200', mine, '-'),
            (self.origins.uri('/page/2', host='localhost'), '200', mine, '-'),
            # What goes through it to itself comes there without what was the proxy's.
            (f'http://localhost:{proxy.port}/', '401', mine, '-'),
            (f'http://localhost:{proxy.port}/', '200', mine, yours),
            ('/', '401', '-', '-'), ('/index.html', '200', '-', yours),
        })

    def test_origin_plays_proxy(self):
        """As the first page that comes by the proxy: what the proxy was given is not refused by it."""
        squid = self.squid()
        browser = self.browse(f'--proxy={squid.uri}', self.origins.uri('/plays-proxy'))
        for tls in (False, True):
            if tls:
                browser.keys('ctrl+shift+Delete')
                browser.events.wait('forgotten')
                browser.go(self.origins.uri('/plays-proxy', tls))
            seen = len(browser.events)
            browser.sheet(squid.authority).sign_in(USERNAME, PASSWORD)
            browser.wait_title('Played')
            browser.wait_no_sheet()
            browser.events.wait('accepted', since=seen, target='proxy', server=squid.uri)
            browser.events.wait('verdict', since=seen, verdict='deny', reason='unsolicited-proxy')
        self.assertEqual(len(self.openings(browser)), 2)
        self.assertEqual(browser.events.matching('refused'), [])

    def test_ntlm(self):
        squid = self.squid('ntlm')
        browser = self.browse(f'--proxy={squid.uri}', self.origins.uri('/page/1'))
        for tls in (False, True):
            # Through a tunnel, when nobody is signed in any more.
            if tls:
                browser.keys('ctrl+shift+Delete')
                browser.events.wait('forgotten')
                browser.go(self.origins.uri('/page/1', tls))
            self.cancel(browser, squid)
            browser.bar().wait('push button', 'Sign In…').click()
            sheet = browser.sheet(squid.authority)
            for _ in range(2):
                seen = len(browser.events)
                sheet.sign_in('nobody', PASSWORD)
                browser.events.wait('refused', since=seen, server=squid.uri)
                sheet.wait_label('Not accepted')
            sheet.sign_in(USERNAME, PASSWORD)
            browser.wait_title('Page 1')
        asked = len(self.openings(browser))
        browser.go(self.origins.uri('/page/2', tls=True))
        browser.wait_title('Page 2')
        browser.go(self.origins.uri('/page/3'))
        browser.wait_title('Page 3')
        self.assertEqual(len(self.openings(browser)), asked)

        # What was right this morning, on a connection of its own.
        squid.set_user('margaret')
        seen = len(browser.events)
        browser.go(self.origins.uri('/page/4', tls=True, host=OTHER_HOST))
        sheet = browser.sheet(squid.authority)
        browser.events.wait('refused', since=seen, target='proxy', server=squid.uri)
        sheet.sign_in('margaret', PASSWORD)
        browser.wait_title('Page 4')

if __name__ == '__main__':
    main()
