#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Proxies that ask: squid and tinyproxy between the browser and origins that record everything."""

import base64
import contextlib
import hashlib
import os
import pathlib
import ssl
import subprocess

from certificates import Authority
from desktop import wait_until
from proxies import PASSWORD, USERNAME, Squid, Tinyproxy
from raw_server import RawServer, document, protected, response, unauthorized
from window_test import WindowTest, main

# Known to squid alone: a browser that goes there by itself arrives nowhere.
HOST = 'origin.test'
OTHER_HOST = 'other.test'
HOSTS = {HOST: '127.0.0.1', OTHER_HOST: '127.0.0.1'}
TABS = 30

# A GNOME desktop, whose settings are a file that all its programs watch.
DESKTOP = {'XDG_CURRENT_DESKTOP': 'GNOME', 'GSETTINGS_BACKEND': 'keyfile'}

SOCKET_PAGE = document('Waiting', head='''<script>
const socket = new WebSocket (location.href.replace (/^http/, 'ws').replace ('socket', 'echo'));
socket.onmessage = (event) => { document.title = event.data; };
socket.onerror = () => { document.title = 'Socket failed'; };
</script>''')


def open_socket(request, connection):
    key = request.get('Sec-WebSocket-Key') + '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'
    accept = base64.b64encode(hashlib.sha1(key.encode()).digest())
    connection.sendall(b'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n'
                       b'Connection: Upgrade\r\nSec-WebSocket-Accept: ' + accept
                       + b'\r\n\r\n\x81\x06Echoed')
    connection.recv(1)


class Origins:
    """Two servers, plain and with TLS, that keep every field of every request."""

    def __init__(self, authority):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        key, certificate = authority.issue('origin', f'DNS:{HOST},DNS:{OTHER_HOST},DNS:localhost,IP:127.0.0.1')
        context.load_cert_chain(certificate, key)
        routes = {f'/page/{number}': response(200, document(f'Page {number}'))
                  for number in range(TABS)}
        routes |= {
            '/file': response(200, b'\x00\x01' * 50000, kind='application/octet-stream',
                              headers=[('Content-Disposition', 'attachment; filename=file.bin')]),
            '/socket': response(200, SOCKET_PAGE),
            '/echo': open_socket,
            '/room': protected(response(200, document('Inside')),
                               unauthorized('Basic realm="Origin room"')),
            # With what squid asks with, word for word.
            '/plays-proxy': response(407, document('Played'), headers=[
                ('Proxy-Authenticate', 'Basic realm="Squid room"')]),
            '/image': response(200, document('With image', '<img src="/picture">')),
        }
        self.plain = RawServer(routes)
        self.secure = RawServer(routes, wrap=lambda connection: context.wrap_socket(
            connection, server_side=True))
        for server in (self.plain, self.secure):
            for name, host, page in (('by-proxy', HOST, 9), ('direct', 'localhost', 8)):
                server.routes[f'/to-{name}'] = response(302, headers=[
                    ('Location', f'http://{host}:{self.plain.port}/page/{page}')])

    def close(self):
        self.plain.close()
        self.secure.close()

    def uri(self, path, tls=False, host=HOST):
        server = self.secure if tls else self.plain
        return f'{"https" if tls else "http"}://{host}:{server.port}{path}'

    def requests(self):
        return [*self.plain.requests, *self.secure.requests]


class ProxyTest(WindowTest):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.authority = Authority(cls.desktop.root / 'authority')

    def setUp(self):
        self.origins = Origins(self.authority)
        self.addCleanup(self.origins.close)
        self.addCleanup(self.check_origins)
        self.passwords = {PASSWORD}

    def check_origins(self):
        """By no way did anything that is the proxy's come to an origin."""
        secrets = [base64.b64encode(f'{USERNAME}:{password}'.encode()).decode()
                   for password in self.passwords]
        for request in self.origins.requests():
            for name, value in request.headers:
                self.assertFalse(name.lower().startswith('proxy-auth'), f'{name} at {request}')
                for secret in [*secrets, *self.passwords, USERNAME]:
                    self.assertNotIn(secret, value, f'{name} at {request}')

    def proxy(self, kind, *arguments, **options):
        name = f'{self._testMethodName}-{len(list(self.desktop.root.iterdir()))}'
        proxy = kind(self.desktop.root / name, *arguments, **options)
        self.addCleanup(proxy.close)
        return proxy

    def squid(self, method='basic', **options):
        return self.proxy(Squid, method, hosts=HOSTS, **options)

    def browse(self, *arguments, **options):
        return self.start(*arguments, wrapper=self.authority.wrapper, **options)

    def openings(self, browser):
        return browser.events.matching('prompt-opened')

    def cancel(self, browser, proxy):
        browser.sheet(proxy.authority).cancel()
        browser.tree.wait_gone('dialog', f'Sign in to {proxy.authority}')

    def sign_in_again(self, browser, proxy, password=PASSWORD):
        """By the bar that stays after Cancel."""
        browser.bar().wait('push button', 'Sign In…').click()
        browser.sheet(proxy.authority).sign_in(USERNAME, password)

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

    def test_tabs(self):
        squid = self.squid()
        browser = self.browse(f'--proxy={squid.uri}',
                              *(self.origins.uri(f'/page/{number}', tls=number % 2 == 1)
                                for number in range(TABS)))
        # Whichever is in front, and whichever asked first: one question, and nothing else opens.
        browser.sheet(squid.authority)
        wait_until(lambda: len(browser.events.matching('verdict', context='navigation')) == TABS,
                   lambda: browser.events.matching('verdict', context='navigation'))
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

    def test_ntlm(self):
        squid = self.squid('ntlm')
        browser = self.browse(f'--proxy={squid.uri}', self.origins.uri('/page/1'))
        self.cancel(browser, squid)
        browser.bar().wait('push button', 'Sign In…').click()
        sheet = browser.sheet(squid.authority)
        for _ in range(2):
            seen = len(browser.events)
            sheet.sign_in('nobody', PASSWORD)
            browser.events.wait('refused', since=seen)
            sheet.wait_label('Not accepted')
        sheet.sign_in(USERNAME, PASSWORD)
        browser.wait_title('Page 1')
        asked = len(self.openings(browser))
        browser.go(self.origins.uri('/page/2', tls=True))
        browser.wait_title('Page 2')
        browser.go(self.origins.uri('/page/3'))
        browser.wait_title('Page 3')
        self.assertEqual(len(self.openings(browser)), asked)

    def settings(self, **changes):
        """Changes the desktop's settings, as its control panel does."""
        for key, value in changes.items():
            schema, _, name = key.rpartition('__')
            path = '.'.join(['org.gnome.system.proxy', *filter(None, [schema])])
            subprocess.run(['gsettings', 'set', path, name.replace('_', '-'), value], check=True,
                           env={**os.environ, **DESKTOP})

    def test_desktop(self):
        """Manual, PAC and none, changed while the program runs; two proxies in one session."""
        squid, digest = self.squid(), self.squid('digest', realm='Other room')
        pac = self.desktop.root / 'proxy.pac'
        pac.write_text(f'''function FindProxyForURL (url, host)
{{
  if (host == 'localhost')
    return 'DIRECT';
  return host == '{HOST}' ? 'PROXY {squid.authority}' : 'PROXY {digest.authority}';
}}''')
        self.settings(mode='none', ignore_hosts="['localhost']")
        browser = self.browse(self.origins.uri('/page/1', host='localhost'), environment=DESKTOP)
        browser.wait_title('Page 1')

        self.settings(http__host='127.0.0.1', http__port=str(squid.port), mode='manual')
        browser.go(self.origins.uri('/page/3'))
        self.cancel(browser, squid)

        # Whoever writes a login into the settings is not asked for it.
        self.settings(http__authentication_user=USERNAME, http__authentication_password=PASSWORD,
                      http__use_authentication='true')
        asked = len(self.openings(browser))
        browser.go(self.origins.uri('/page/4'))
        browser.wait_title('Page 4')
        browser.go(self.origins.uri('/to-direct', tls=True))
        browser.wait_title('Page 8')
        browser.go(self.origins.uri('/to-by-proxy', host='localhost'))
        browser.wait_title('Page 9')
        self.assertEqual(len(self.openings(browser)), asked)
        self.assertIn(['GET', self.origins.uri('/page/9'), '200', USERNAME], squid.requests)

        # The second proxy asks for itself, and neither gets what is the other's.
        self.settings(autoconfig_url=pac.as_uri(), mode='auto')
        browser.go(self.origins.uri('/page/2', host=OTHER_HOST))
        browser.sheet(digest.authority).sign_in(USERNAME, PASSWORD)
        browser.wait_title('Page 2')
        browser.go(self.origins.uri('/page/5', tls=True))
        browser.wait_title('Page 5')
        browser.go(self.origins.uri('/page/2', tls=True, host=OTHER_HOST))
        browser.wait_title('Page 2')
        browser.go(self.origins.uri('/page/6', host='localhost'))
        browser.wait_title('Page 6')
        self.assertEqual(len(self.openings(browser)), asked + 1)

        self.settings(mode='none')
        browser.go(self.origins.uri('/page/7'))
        browser.tree.wait(name='Page Not Loaded')

    def environments(self):
        """Of everything that WebKit has started on this desktop."""
        mark = os.environ['XDG_RUNTIME_DIR'].encode()
        for process in pathlib.Path('/proc').iterdir():
            with contextlib.suppress(OSError):
                name = (process / 'comm').read_text()
                environment = (process / 'environ').read_bytes()
                if mark in environment and name.startswith(('WebKit', 'bwrap')):
                    yield environment

    def test_environment(self):
        squid = self.squid()
        browser = self.browse(self.origins.uri('/page/1'), environment={
            'http_proxy': squid.with_login(), 'https_proxy': squid.with_login(),
            'no_proxy': 'localhost'})
        browser.wait_title('Page 1')
        browser.go(self.origins.uri('/page/2', tls=True))
        browser.wait_title('Page 2')
        browser.go(self.origins.uri('/page/3', host='localhost'))
        browser.wait_title('Page 3')
        self.assertEqual(self.openings(browser), [])
        browser.events.wait('accepted', target='proxy')
        # Of all that WebKit starts, nothing inherits the login.
        inherited = [environment for environment in self.environments()
                     if squid.uri.encode() in environment]
        self.assertGreater(len(inherited), 1)
        for environment in inherited:
            self.assertNotIn(PASSWORD.encode(), environment)


if __name__ == '__main__':
    main()
