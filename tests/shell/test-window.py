#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""test-window.py DOORWARD [ARTEFACTS]

The whole program in front of a small server: tabs, sheets in them, the location entry, failures and
downloads. WebKit's sandbox is on.
"""

import base64
import http.server
import os
import ssl
import subprocess
import sys
import tempfile
import threading
import unittest
import urllib.parse

from accessible import (Program, descendants, key, middle, pointer, screenshot, text_of, type_text,
                        wait_for)

DOORWARD = sys.argv[1]
ARTEFACTS = sys.argv[2] if len(sys.argv) > 2 else None
LOGIN = 'Basic ' + base64.b64encode(b'anna:geheim').decode()

# A page all of which is one link, and that tells the server what it hears.
LINK = '''<title>Link</title><a href="/plain" target="%s" style="position:fixed;inset:0">x</a>'''
LISTENING = '''<title>Members only</title><body style="height:9000px"><input autofocus>
<script>
  const tell = what => fetch('/heard/' + what);
  addEventListener('scroll', () => tell('scroll'), {once: true});
  for (const event of ['mousedown', 'click', 'keydown', 'contextmenu'])
    addEventListener(event, () => tell(event), {capture: true});
  setInterval(() => document.querySelector('input').focus(), 50);
</script>'''
LATER = '<title>Later</title><meta http-equiv="refresh" content="3;url=/secret">'


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'

    def log_message(self, *_):
        pass

    def answer(self, body, status=200, **fields):
        content = body.encode()
        self.send_response(status)
        self.send_header('Content-Type', 'text/html; charset=utf-8')
        self.send_header('Content-Length', str(len(content)))
        for name, value in fields.items():
            self.send_header(name.replace('_', '-'), value)
        self.end_headers()
        self.wfile.write(content)

    def do_GET(self):
        path = urllib.parse.urlsplit(self.path).path
        self.server.requests.append(path)
        signed_in = self.headers.get('Authorization') == LOGIN
        if path in ('/secret', '/listening', '/secret-file') and not signed_in:
            fields = {'WWW_Authenticate': 'Basic realm="Staff"'}
            if path == '/secret-file':
                fields['Content_Disposition'] = 'attachment; filename="login.html"'
            self.answer(LISTENING if path == '/listening' else '<title>Members only</title>Ask us.',
                        401, **fields)
        elif path in ('/secret', '/listening'):
            self.answer('<title>Welcome</title>Welcome')
        elif path == '/bearer':
            self.answer('<title>Token needed</title>', 401, WWW_Authenticate='Bearer realm="api"')
        elif path == '/link':
            self.answer(LINK % '_self')
        elif path == '/pop-up':
            self.answer(LINK % '_blank')
        elif path == '/later':
            self.answer(LATER)
        elif path == '/file':
            self.answer('contents', Content_Disposition='attachment; filename="../../.report.txt"')
        elif path == '/broken-file':
            self.send_response(200)
            self.send_header('Content-Disposition', 'attachment; filename="broken.txt"')
            self.send_header('Content-Length', '1000000')
            self.end_headers()
            self.wfile.write(b'x' * 100000)
            self.close_connection = True
        else:
            self.answer(f'<title>Plain {path}</title><p>one needle</p>')


class Server(http.server.ThreadingHTTPServer):
    def __init__(self, certificate=None):
        super().__init__(('127.0.0.1', 0), Handler)
        self.requests = []
        self.scheme = 'http'
        if certificate is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            self.socket = context.wrap_socket(self.socket, server_side=True)
            self.scheme = 'https'
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def place(self):
        return f'127.0.0.1:{self.server_port}'

    def uri(self, path):
        return f'{self.scheme}://{self.place}{path}'


class WindowTest(unittest.TestCase):
    def setUp(self):
        self.server = Server()
        self.addCleanup(self.server.server_close)
        self.addCleanup(self.server.shutdown)
        self.dialog = f'Sign in to {self.server.place}'

    def start(self, *arguments):
        program = Program(DOORWARD, *arguments)
        self.addCleanup(self.end, program)
        program.wait('frame')
        return program

    def open(self, *paths, options=()):
        return self.start(*options, *[self.server.uri(path) for path in paths])

    def end(self, program):
        if program.process.poll() is None:
            key('ctrl+q')
        self.assertEqual(program.wait_end(), 0, 'exit status')

    def wait_page(self, program, title):
        return program.wait('frame', f'{title} — Doorward')

    def sign_in(self, password='geheim'):
        type_text('anna')
        key('Tab')
        type_text(password)
        key('Return')

    def tabs(self, program):
        """The descriptions of the tabs, in order."""
        bar = program.find('filler', 'AdwTabBar')
        return [node.description for node in descendants(bar) if node.name == 'AdwTab']

    def wait_tabs(self, program, descriptions):
        """A tab that is closed is there until it has shrunk."""
        wait_for(f'tabs {descriptions}', lambda: self.tabs(program) == descriptions)

    def test_sign_in(self):
        program = self.open('/secret')
        program.wait('dialog', self.dialog)
        program.wait_focus('text', 'Username')
        self.sign_in('falsch')
        program.wait('label', lambda name: name.startswith('Not accepted'))
        program.wait_focus('password text', 'Password')
        type_text('geheim')
        key('Return')
        self.wait_page(program, 'Welcome')
        program.wait_gone('dialog')
        program.wait_focus('filler', 'WebKitWebView')

    def test_cancel(self):
        program = self.open('/secret')
        program.wait_focus('text', 'Username')
        key('Escape')
        program.wait_gone('dialog')
        program.wait_focus('filler', 'WebKitWebView')
        bar = program.wait('alert', f'You are not signed in to {self.server.place}.')
        self.wait_page(program, 'Members only')
        screenshot(ARTEFACTS, 'window-cancelled')
        program.find('push button', 'Sign In…', bar).queryAction().doAction(0)
        program.wait('dialog', self.dialog)
        program.wait_focus('text', 'Username')
        self.sign_in()
        self.wait_page(program, 'Welcome')
        program.wait_gone('alert')

    def test_unknown_scheme(self):
        program = self.open('/bearer')
        program.wait('alert', f'{self.server.place} asks for Bearer, which Doorward cannot answer.')
        self.assertIsNone(program.find('push button', 'Sign In…'))
        self.assertIsNone(program.find('dialog'))
        program.find('push button', 'Close', program.find('alert')).queryAction().doAction(0)
        program.wait_gone('alert')

    def test_tab_not_in_front(self):
        program = self.open('/plain', '/secret')
        self.wait_page(program, 'Plain /plain')
        wait_for('mark', lambda: self.tabs(program)
                 == ['Plain /plain', 'Members only (needs attention: waits for a login)'])
        screenshot(ARTEFACTS, 'window-needs-attention')
        self.assertIsNone(program.find('dialog'))
        program.wait_focus('filler', 'WebKitWebView')

        key('ctrl+2')
        program.wait('dialog', self.dialog)
        self.wait_tabs(program, ['Plain /plain', 'Members only'])
        program.wait_focus('text', 'Username')
        type_text('ann')

        # It belongs to its tab, and keeps what was typed.
        key('ctrl+1')
        program.wait_gone('dialog')
        self.wait_page(program, 'Plain /plain')
        key('ctrl+2')
        program.wait('dialog', self.dialog)
        program.wait_focus('password text', 'Password')
        self.assertEqual(text_of(program.find('text', 'Username')), 'ann')

        # Closing the tab is possible, and takes the sheet along.
        key('ctrl+w')
        program.wait_gone('dialog')
        self.wait_tabs(program, ['Plain /plain'])

    def test_typing_is_not_interrupted(self):
        program = self.open('/later')
        self.wait_page(program, 'Later')
        key('ctrl+l')
        program.wait_focus('text', 'Location')
        type_text('half an')
        program.wait('dialog', self.dialog)
        type_text(' address')
        self.assertEqual(text_of(program.wait_focus('text', 'Location')), 'half an address')
        self.assertEqual(text_of(program.find('text', 'Username')), '')
        key('Escape')
        self.assertEqual(text_of(program.find('text', 'Location')), self.server.uri('/secret'))

    def test_page_is_held_back(self):
        program = self.open('/listening')
        program.wait_focus('text', 'Username')
        view = middle(program.find('filler', 'WebKitWebView'))
        for button in (1, 2, 3):
            pointer((60, view[1]), button)
        type_text('anna')
        self.assertEqual(text_of(program.wait_focus('text', 'Username')), 'anna')
        pointer((60, view[1]), 5)
        wait_for('scrolling', lambda: '/heard/scroll' in self.server.requests)
        self.assertEqual([path for path in self.server.requests if path.startswith('/heard/')],
                         ['/heard/scroll'])
        screenshot(ARTEFACTS, 'window-sheet')

        # Afterwards it hears everything again.
        key('Escape')
        program.wait_gone('dialog')
        pointer((60, view[1]), 1)
        wait_for('a click', lambda: '/heard/click' in self.server.requests)

    def test_window_works_beside_the_sheet(self):
        program = self.open('/secret')
        program.wait_focus('text', 'Username')
        key('ctrl+t')
        program.wait_gone('dialog')
        program.wait_focus('text', 'Location')
        type_text(f'{self.server.place}/plain')
        key('Return')
        self.wait_page(program, 'Plain /plain')
        key('ctrl+1')
        program.wait('dialog', self.dialog)

        # Another address, entered while the sheet is open.
        pointer(middle(program.find('text', 'Location')), 1)
        program.wait_focus('text', 'Location')
        key('ctrl+a')
        type_text(f'{self.server.place}/other')
        key('Return')
        self.wait_page(program, 'Plain /other')
        program.wait_gone('dialog')

        program.find('push button', 'Back').queryAction().doAction(0)
        program.wait('dialog', self.dialog)
        program.find('push button', 'Reload').queryAction().doAction(0)
        program.wait('dialog', self.dialog)

    def test_user_information(self):
        program = self.open('/plain')
        self.wait_page(program, 'Plain /plain')
        key('ctrl+l')
        type_text(f'anna:geheim@{self.server.place}/secret')
        key('Return')
        self.wait_page(program, 'Welcome')
        self.assertEqual(text_of(program.find('text', 'Location')), self.server.uri('/secret'))

    def test_not_an_address(self):
        program = self.open('/plain')
        self.wait_page(program, 'Plain /plain')
        key('ctrl+l')
        type_text('how do i sign in')
        key('Return')
        self.assertEqual(text_of(program.wait_focus('text', 'Location')), 'how do i sign in')
        key('Escape')
        wait_for('the address', lambda: text_of(program.find('text', 'Location'))
                 == self.server.uri('/plain'))

    def test_pop_up(self):
        program = self.open('/pop-up')
        self.wait_page(program, 'Link')
        pointer(middle(program.find('filler', 'WebKitWebView')), 1)
        self.wait_page(program, 'Plain /plain')
        self.wait_tabs(program, ['Link', 'Plain /plain'])
        key('ctrl+w')
        self.wait_page(program, 'Link')
        key('ctrl+shift+t')
        self.wait_page(program, 'Plain /plain')

    def test_middle_click(self):
        program = self.open('/link')
        self.wait_page(program, 'Link')
        pointer(middle(program.find('filler', 'WebKitWebView')), 2)
        wait_for('two tabs', lambda: self.tabs(program) == ['Link', 'Plain /plain'])
        self.assertIsNotNone(program.find('frame', 'Link — Doorward'))

    def test_find(self):
        program = self.open('/plain')
        self.wait_page(program, 'Plain /plain')
        key('ctrl+f')
        program.wait_focus('entry', 'Find in this page')
        type_text('needle')
        program.wait('label', '1 match')
        type_text('s')
        program.wait('label', 'No match')
        key('Escape')
        program.wait_gone('entry', 'Find in this page')
        program.wait_focus('filler', 'WebKitWebView')

    def test_zoom(self):
        program = self.open('/plain')
        self.wait_page(program, 'Plain /plain')
        key('ctrl+plus')
        program.wait('push button', '120 %')
        key('ctrl+0')
        program.wait_gone('push button', '120 %')

    def test_windows(self):
        program = self.open('/plain')
        self.wait_page(program, 'Plain /plain')
        key('ctrl+shift+n')
        frame = program.wait('frame', 'New Tab — Doorward (Private)')
        screenshot(ARTEFACTS, 'window-private')
        self.assertIsNotNone(program.find('frame', 'Plain /plain — Doorward'))
        program.find('push button', 'Close', frame).queryAction().doAction(0)
        program.wait_gone('frame', 'New Tab — Doorward (Private)')

    def downloads(self):
        """Names of files in the download folder; the folder of this test's home."""
        folder = os.path.join(os.environ['HOME'], 'Downloads')
        return sorted(os.listdir(folder)) if os.path.isdir(folder) else []

    def test_download(self):
        program = self.open('/plain')
        self.wait_page(program, 'Plain /plain')
        for names in (['report.txt'], ['report (1).txt', 'report.txt']):
            key('ctrl+l')
            type_text(f'{self.server.place}/file')
            key('Return')
            wait_for(names, lambda names=names: self.downloads() == names)
        program.wait('label', 'Downloaded report (1).txt')
        screenshot(ARTEFACTS, 'window-downloaded')
        for name in self.downloads():
            with open(os.path.join(os.environ['HOME'], 'Downloads', name), encoding='utf-8') as file:
                self.assertEqual(file.read(), 'contents')

    def test_broken_download_leaves_nothing(self):
        before = self.downloads()
        program = self.open('/plain')
        self.wait_page(program, 'Plain /plain')
        key('ctrl+l')
        type_text(f'{self.server.place}/broken-file')
        key('Return')
        program.wait('label', 'Could not download broken.txt')
        self.assertEqual(self.downloads(), before)

    def test_body_of_a_challenge_is_not_saved(self):
        before = self.downloads()
        program = self.open('/secret-file')
        program.wait('dialog', self.dialog)
        key('Escape')
        program.wait_gone('dialog')
        self.assertEqual(self.downloads(), before)

    def test_not_reached(self):
        unused = Server()
        unused.server_close()
        unused.shutdown()
        program = self.start(f'http://{unused.place}/x')
        program.wait('label', 'Page Not Loaded')
        self.assertEqual(text_of(program.find('text', 'Location')), f'http://{unused.place}/x')
        screenshot(ARTEFACTS, 'window-not-reached')
        key('ctrl+l')
        type_text(f'{self.server.place}/plain')
        key('Return')
        self.wait_page(program, 'Plain /plain')
        program.wait_gone('label', 'Page Not Loaded')

    def test_certificate(self):
        with tempfile.TemporaryDirectory() as folder:
            certificate = os.path.join(folder, 'certificate.pem')
            subprocess.run(['openssl', 'req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj',
                            '/CN=other.example', '-days', '2', '-keyout', certificate, '-out',
                            certificate + '.public'], check=True, stderr=subprocess.DEVNULL)
            with open(certificate, 'a', encoding='utf-8') as file, \
                    open(certificate + '.public', encoding='utf-8') as public:
                file.write(public.read())
            server = Server(certificate)
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)

        program = self.start(server.uri('/plain'))
        program.wait('label', 'This Connection Is Not Safe')
        self.assertIn('The certificate belongs to another name.',
                      program.wait('label', lambda name: 'certificate' in name).name)
        screenshot(ARTEFACTS, 'window-certificate')
        self.assertEqual(server.requests, [])
        program.wait_focus('push button', 'Try Again')
        key('Tab', 'Return', 'Tab')
        program.wait_focus('push button', 'Accept for This Session…')
        key('Return')
        accept = program.wait('push button', lambda name: name.endswith('Accept'))
        self.assertEqual(server.requests, [])
        accept.queryAction().doAction(0)
        self.wait_page(program, 'Plain /plain')


if __name__ == '__main__':
    unittest.main(argv=sys.argv[:1] + sys.argv[3:], verbosity=2)
