# SPDX-License-Identifier: LGPL-2.1-or-later
"""What tests of proxies have in common: origins that record everything, and what never comes there."""

import base64
import hashlib
import ssl

from certificates import Authority
from proxies import PASSWORD, USERNAME, Squid
from raw_server import RawServer, document, protected, response, unauthorized
from window_test import WindowTest

# Known to squid alone: a browser that goes there by itself arrives nowhere.
HOST = 'origin.test'
OTHER_HOST = 'other.test'
HOSTS = {HOST: '127.0.0.1', OTHER_HOST: '127.0.0.1'}
TABS = 30

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

    def policy(self, *logins):
        path = self.desktop.root / f'{self._testMethodName}.conf'
        path.write_text(''.join(logins))
        return f'--policy={path}'

    def login(self, proxy, password, username=USERNAME):
        secret = self.desktop.root / f'secret-{proxy.port}'
        secret.write_text(password)
        secret.chmod(0o600)
        return (f'[Login p{proxy.port}]\nServer=proxy:{proxy.authority}\nUsername={username}\n'
                f'PasswordFrom=file:{secret}\nSubmit=auto\n')
