#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Signing in by the sheet to servers of every kind, with their requests counted.

The one for RFC 7616 is tests/network/auth-server.py, which says what its paths mean.
"""

import pathlib
import socket
import subprocess
import threading
import urllib.request

from desktop import stop_group, wait_until
from nginx import Nginx
from raw_server import RawServer, document, response, unauthorized
from window_test import SharedWindowTest, main

SERVER = pathlib.Path(__file__).resolve().parent.parent / 'network' / 'auth-server.py'
PARALLEL = 100

# Where, as whom, and how the server names the scheme.
LOGINS = (
    ('/digest/SHA-256/auth/-/', 'user', 'right', 'digest'),
    ('/digest/SHA-256/auth/-/', '£', '日本', 'digest'),
    ('/digest/SHA-256/auth/c/', '日本', '£', 'digest'),
    ('/digest/SHA-512-256/auth/u/', 'user', 'right', 'digest'),
    ('/digest/SHA-512-256/auth/uc/', '日本', '£', 'digest'),
    ('/digest/SHA-256-sess/auth/np/', 'user', 'right', 'digest'),
    ('/basic/-/', '£', '日本', 'basic'),
    ('/basic/-/', 'æther', '£', 'basic'),
    ('/basic/c/', '日本', '£', 'basic'),
)


class AuthServer:
    """A server of its own for each login: what one has learned is nothing to the next."""

    def __init__(self):
        self.process = subprocess.Popen(['/usr/bin/python3', str(SERVER)],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        text=True, start_new_session=True)
        self.authority = f'127.0.0.1:{int(self.process.stdout.readline())}'

    def uri(self, path):
        return f'http://{self.authority}{path}'

    def log(self):
        """What has been asked since the last look: method, path, status, scheme, user, length."""
        with urllib.request.urlopen(self.uri('/log')) as answer:
            lines = answer.read().decode().splitlines()
        return [tuple(line.split(' ')) for line in lines if '/favicon.ico' not in line]

    def wait_log(self):
        return wait_until(self.log, 'a request')

    def close(self):
        self.process.stdin.close()
        self.process.stdout.close()
        stop_group(self.process)


class SchemesTest(SharedWindowTest):

    def auth_server(self):
        server = AuthServer()
        self.addCleanup(server.close)
        return server

    def sign_in(self, browser, server, username='user', password='right'):
        browser.sheet(server.authority).sign_in(username, password)
        browser.wait_title('200')

    def test_logins(self):
        """Two requests for each, and one when it is known."""
        for path, username, password, scheme in LOGINS:
            with self.subTest(path, username=username):
                server = self.auth_server()
                browser = self.visit(server.uri(f'{path}page'))
                self.sign_in(browser, server, username, password)
                self.assertEqual(server.log(), [
                    ('GET', f'{path}page', '401', '-', '-', '0'),
                    ('GET', f'{path}page', '200', scheme, username, '0')])
                accepted = browser.events.wait('accepted')
                self.assertEqual((accepted['scheme'], accepted['attempt']), (scheme, 1))

                browser.go(server.uri(f'{path}other'))
                self.assertEqual(server.wait_log(), [('GET', f'{path}other', '200', scheme,
                                                      username, '0')])

    def test_refused(self):
        server = self.auth_server()
        path = '/digest/SHA-256/auth/u/'
        browser = self.visit(server.uri(f'{path}page'))
        sheet = browser.sheet(server.authority)
        sheet.sign_in('user', 'wrong-horse')
        sheet.wait_label('Not accepted')
        self.sign_in(browser, server)
        self.assertEqual([line[2] for line in server.log()], ['401', '401', '200'])

    def test_post(self):
        """By auth-int, which vouches for the body."""
        server = self.auth_server()
        path = '/digest/SHA-256/auth-int/-/post'
        form = document('Form', f'''<form method="post" action="{server.uri(path)}">
<input name="message" value="Good morning"><button>Send</button></form>
<script>addEventListener ('load', () => setTimeout (() => {{
  document.querySelector ('button').click ();
}}));</script>''')
        with RawServer({'/': response(200, form)}) as page:
            browser = self.visit(page.uri())
            self.sign_in(browser, server)
            size = str(len('message=Good+morning'))
            # libsoup shows a body only while it is written, after the fields that are to vouch for
            # it. But the one that is sent again is the one that was refused.
            self.assertEqual(server.log(), [('POST', path, '401', '-', '-', size),
                                            ('POST', path, '200', 'digest', 'user', size)])

    def test_judged_by_nobody(self):
        """A login whose load came to nothing is neither accepted nor refused by the next one."""
        def hang_up(request, connection):
            if request.basic is None:
                return unauthorized('Basic realm="Room"')
            connection.shutdown(socket.SHUT_RDWR)
            return None

        with RawServer({'/': hang_up}) as server, \
                RawServer({'/': response(200, document('Elsewhere'))}) as other:
            browser = self.visit(server.uri())
            browser.sheet(server.authority).sign_in()
            browser.tree.wait('push button', 'Try Again')
            browser.go(other.uri())
            browser.wait_title('Elsewhere')

            browser.go(server.uri())
            sheet = browser.sheet(server.authority)
            self.assertFalse([text for text in sheet.labels() if text.startswith('Not accepted')])
            for kind in ('accepted', 'refused'):
                self.assertEqual(browser.events.matching(kind), [])
            sheet.cancel()

    def test_parallel(self):
        """A hundred requests at once, with one nonce, and with one that is stale at random."""
        for flags in ('-', 's'):
            with self.subTest(flags):
                server = self.auth_server()
                path = f'/digest/SHA-256/auth/{flags}/'
                images = ''.join(f'<img src="{server.uri(path)}{number}">'
                                 for number in range(PARALLEL))
                many = document('Many', images, head='''<script>
addEventListener ('load', () => { document.title = 'All there'; });</script>''')
                with RawServer({'/': response(200, many)}) as page:
                    browser = self.visit(server.uri(f'{path}page'))
                    self.sign_in(browser, server)
                    server.log()
                    browser.go(page.uri())
                    browser.wait_title('All there')
                    log = server.log()
                    good = {line[1] for line in log if line[2] == '200'}
                    self.assertEqual(len(good), PARALLEL, log)
                    if flags == '-':
                        self.assertEqual(len(log), PARALLEL, log)
                    else:
                        # Only for being stale was anything asked for again.
                        self.assertGreater(len(log), PARALLEL)
                        self.assertEqual({line[4] for line in log if line[2] == '401'},
                                         {'user:stale'})
                    self.assertEqual(len(browser.events.matching('prompt-opened')), 1)

    def test_sign_out_of_one_of_three(self):
        """The others stay, with what is being downloaded, and all cookies."""
        released = threading.Event()
        self.addCleanup(released.set)

        def slow(_, connection):
            connection.sendall(b'HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\n'
                               b'Content-Disposition: attachment; filename=slow.bin\r\n'
                               b'Content-Length: 200000\r\n\r\n' + bytes(100000))
            released.wait(60)
            connection.sendall(bytes(100000))

        with RawServer({'/slow/file': slow}) as behind:
            nginx = Nginx(self.desktop.root / 'nginx', 3, behind.uri('').rstrip('/'))
            self.addCleanup(nginx.close)
            browser = self.visit(nginx.uri(0))
            for site in range(3):
                if site > 0:
                    browser.go(nginx.uri(site))
                browser.sheet(nginx.authority(site)).sign_in()
                browser.wait_title('Inside nginx')
                browser.tree.wait_gone('dialog', f'Sign in to {nginx.authority(site)}')
                self.assertEqual([request[:4] for request in nginx.requests(site)],
                                 [('GET', '/', '401', '-'), ('GET', '/', '200', 'ada')])
            # Until it has become a download, another page would take its place.
            browser.go(nginx.uri(1, '/slow/file'))
            file = self.desktop.downloads / 'slow.bin'
            wait_until(file.exists, 'the download')
            browser.go(nginx.uri(0, '/second.html'))
            browser.wait_title('Inside nginx 2')

            browser.tree.wait('push button', 'Signed in').children[0].click()
            browser.tree.wait('push button', f'Sign Out of {nginx.authority(0)}').click()
            browser.events.wait('forgotten', server=nginx.uri(0, ''))
            browser.sheet(nginx.authority(0)).cancel()
            for site in (1, 2):
                browser.go(nginx.uri(site, '/second.html'))
                known = wait_until(lambda: [request for request in nginx.requests(site)
                                            if request[1] == '/second.html'], 'the page')
                self.assertEqual([request[:4] for request in known],
                                 [('GET', '/second.html', '200', 'ada')])
                self.assertIn('site=', known[0][4])
            self.assertEqual(len(browser.events.matching('forgotten')), 1)

            self.assertLess(file.stat().st_size, 200000)
            released.set()
            wait_until(lambda: file.stat().st_size == 200000, 'the rest of the download')
            self.assertEqual(len(behind.seen('/slow/file')), 1)

            # The one that was signed out of asks, and gets its cookie.
            browser.go(nginx.uri(0, '/second.html'))
            browser.sheet(nginx.authority(0))
            asked = nginx.requests(0)[-1]
            self.assertEqual(asked[:4], ('GET', '/second.html', '401', '-'))
            self.assertIn('site=', asked[4])


if __name__ == '__main__':
    main()
