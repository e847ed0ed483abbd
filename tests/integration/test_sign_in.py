#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Signing in to a real Apache: Basic and Digest, over HTTP/1.1 and over HTTP/2 with TLS."""

import hashlib

from apache import Apache
from certificates import Authority
from desktop import wait_until
from window_test import WindowTest, main

FILE = bytes([7]) * 100000


class SignInTest(WindowTest):
    """Each test is a run of its own; Apache is one for all."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.authority = Authority(cls.desktop.root / 'authority')
        cls.apache = Apache(cls.desktop.root / 'apache', cls.authority)
        cls.addClassCleanup(cls.apache.close)

    def setUp(self):
        self.before = len(self.apache.requests)

    def requests(self, path):
        """What came in for a path since the test began."""
        return [request for request in self.apache.requests[self.before:] if request[2] == path]

    def sign_in(self, browser, server, path, inside, protocol, scheme):
        sheet = browser.sheet(server)
        browser.wait_title('Refused by Apache')
        challenge = browser.events.wait('challenge')
        self.assertEqual(challenge['context'], 'navigation')
        self.assertEqual(challenge['target'], 'origin')
        self.assertEqual(challenge['offered'], [scheme.lower()])
        verdict = browser.events.wait('verdict', id=challenge['id'])
        self.assertEqual(verdict['verdict'], 'prompt')
        opened = browser.events.wait('prompt-opened', id=challenge['id'])
        self.assertEqual(opened['attempt'], 1)

        sheet.sign_in()
        browser.wait_title(inside)
        browser.tree.wait_gone('dialog', f'Sign in to {server}')
        browser.events.wait('prompt-closed', id=challenge['id'], outcome='submit')
        browser.events.wait('accepted', id=challenge['id'])

        # Apache writes a line when a request is over, which may be after the page is there.
        seen = wait_until(lambda: len(self.requests(path)) > 1 and self.requests(path), 'the log')
        self.assertEqual([request[3:] for request in seen], [('401', '-'), ('200', scheme)])
        self.assertEqual({request[0] for request in seen}, {protocol})

    def go_on(self, browser, folder, inside, tls=False):
        """Another page behind the same login, and a reload, ask for nothing."""
        count = len(browser.events.matching('prompt-opened'))
        browser.go(self.apache.uri(f'{folder}second.html', tls))
        browser.wait_title(f'{inside} 2')
        self.assertEqual([request[3] for request in self.requests(f'{folder}second.html')], ['200'])
        browser.keys('F5')
        wait_until(lambda: len(self.requests(f'{folder}second.html')) == 2, 'the reload')
        self.assertEqual(self.requests(f'{folder}second.html')[-1][3][:1], '2')
        browser.wait_title(f'{inside} 2')
        self.assertEqual(len(browser.events.matching('prompt-opened')), count)
        browser.wait_no_sheet()

    def test_basic(self):
        browser = self.start(self.apache.uri('/basic/'))
        self.sign_in(browser, self.apache.authority, '/basic/', 'Inside by Basic', 'HTTP/1.1',
                     'Basic')
        self.go_on(browser, '/basic/', 'Inside by Basic')

    def test_digest(self):
        browser = self.start(self.apache.uri('/digest/'))
        self.sign_in(browser, self.apache.authority, '/digest/', 'Inside by Digest', 'HTTP/1.1',
                     'Digest')
        self.go_on(browser, '/digest/', 'Inside by Digest')

    def test_basic_http2(self):
        browser = self.start(self.apache.uri('/basic/', tls=True), wrapper=self.authority.wrapper)
        self.sign_in(browser, self.apache.tls_authority, '/basic/', 'Inside by Basic', 'HTTP/2.0',
                     'Basic')
        self.go_on(browser, '/basic/', 'Inside by Basic', tls=True)

    def test_digest_http2(self):
        browser = self.start(self.apache.uri('/digest/', tls=True), wrapper=self.authority.wrapper)
        self.sign_in(browser, self.apache.tls_authority, '/digest/', 'Inside by Digest', 'HTTP/2.0',
                     'Digest')

    def wrong_twice_then_right(self, folder, inside):
        browser = self.start(self.apache.uri(folder))
        sheet = browser.sheet(self.apache.authority)
        for attempt in (1, 2):
            sheet.sign_in('ada', f'wrong-horse-{attempt}')
            browser.events.wait('refused', attempt=attempt)
            browser.events.wait('prompt-opened', attempt=attempt + 1)
            sheet = browser.sheet(self.apache.authority)
            sheet.wait_label('Not accepted')
            browser.wait_title('Refused by Apache')
            self.assertEqual(sheet.username.text, 'ada')
            wait_until(lambda: sheet.password.selected_text == (0, len('wrong-horse-1')),
                       lambda: f'password selected, is {sheet.password.selected_text}')
            self.assertTrue(sheet.password.focused)
        # The password is selected and focused, so typing replaces it.
        browser.keyboard('lovelace')
        browser.keys('Return')
        browser.wait_title(inside)
        accepted = browser.events.wait('accepted')
        self.assertEqual(accepted['attempt'], 3)
        self.assertEqual([entry['attempt'] for entry in browser.events.matching('refused')], [1, 2])

    def test_basic_wrong_twice(self):
        self.wrong_twice_then_right('/basic/', 'Inside by Basic')

    def test_digest_wrong_twice(self):
        self.wrong_twice_then_right('/digest/', 'Inside by Digest')

    def test_cancel(self):
        browser = self.start(self.apache.uri('/basic/'))
        browser.sheet(self.apache.authority).cancel()
        browser.events.wait('prompt-closed', outcome='cancel')
        browser.wait_title('Refused by Apache')
        browser.tree.wait_gone('dialog', f'Sign in to {self.apache.authority}')
        browser.tree.wait('push button', 'Sign In…')

        # Asked for by the person, the sheet comes again: by the button, …
        browser.tree.wait('push button', 'Sign In…').click()
        browser.sheet(self.apache.authority).cancel()
        browser.tree.wait_gone('dialog', f'Sign in to {self.apache.authority}')
        # … by a reload, …
        browser.keys('F5')
        browser.sheet(self.apache.authority).cancel()
        browser.tree.wait_gone('dialog', f'Sign in to {self.apache.authority}')
        # … and by the address.
        browser.go(self.apache.uri('/basic/second.html'))
        browser.sheet(self.apache.authority).sign_in()
        browser.wait_title('Inside by Basic 2')

    def send_form(self, kind, folder, size, digest, tls=False):
        since = len(self.apache.received)
        browser = self.start(self.apache.uri(f'{folder}-forms.html#{kind}', tls),
                             wrapper=self.authority.wrapper if tls else ())
        authority = self.apache.tls_authority if tls else self.apache.authority
        browser.sheet(authority).sign_in()
        browser.wait_title(f'Received {kind}')
        browser.tree.wait_gone('dialog', f'Sign in to {authority}')
        received = self.apache.received[since:]
        self.assertEqual(len(received), 1)
        self.assertEqual(received[0][:2], ['POST', 'ada'])
        if size is not None:
            self.assertEqual(received[0][2:], [str(size), digest])
        else:
            self.assertGreater(int(received[0][2]), len(FILE))
        self.assertEqual({request[1] for request in self.requests(f'{folder}/receive')}, {'POST'})

    def test_post_basic(self):
        body = b'message=Good+morning'
        self.send_form('text', '/basic', len(body), hashlib.sha256(body).hexdigest())

    def test_post_digest(self):
        body = b'message=Good+morning'
        self.send_form('text', '/digest', len(body), hashlib.sha256(body).hexdigest())

    def test_upload_basic(self):
        self.send_form('file', '/basic', None, None)

    def test_upload_digest(self):
        self.send_form('file', '/digest', None, None)

    def test_upload_http2(self):
        self.send_form('file', '/basic', None, None, tls=True)

    def test_post_makes_one_history_entry(self):
        browser = self.start(self.apache.uri('/'))
        browser.wait_title('Public page')
        browser.go(self.apache.uri('/basic-forms.html#text'))
        browser.sheet(self.apache.authority).sign_in()
        browser.wait_title('Received text')
        browser.keys('alt+Left')
        browser.wait_title('Forms')
        browser.keys('alt+Left')
        browser.wait_title('Public page')
        browser.keys('alt+Right')
        browser.wait_title('Forms')

    def test_no_leaks(self):
        browser = self.start(self.apache.uri('/basic/'), environment={
            'ASAN_OPTIONS': 'fast_unwind_on_malloc=0:abort_on_error=1:exitcode=0'})
        sheet = browser.sheet(self.apache.authority)
        sheet.sign_in('ada', 'wrong-horse')
        browser.events.wait('prompt-opened', attempt=2)
        browser.sheet(self.apache.authority).sign_in()
        browser.wait_title('Inside by Basic')
        browser.keys('ctrl+t')
        browser.go(self.apache.uri('/digest/'))
        browser.sheet(self.apache.authority).cancel()
        browser.tree.wait('push button', 'Sign In…')
        browser.keys('ctrl+w')
        browser.wait_title('Inside by Basic')
        browser.close()

        output = browser.output.read_text()
        self.assertIn('LeakSanitizer', output, 'a build without the address sanitizer')
        leaks = [block for block in output.split('\n\n') if ' leak of ' in block]
        # Of a library that has been unloaded nothing is known; the OpenGL driver is one.
        ours = [block for block in leaks
                if ' ../src/' in block and '<unknown module>' not in block]
        self.assertEqual(ours, [])


if __name__ == '__main__':
    main()
