#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The key beside the address is there for a page that a login gave, and for no other of its server."""

from desktop import wait_until
from raw_server import RawServer, document, protected, response, unauthorized
from window_test import WindowTest, main


def place(realm, login, inside):
    return protected(inside, unauthorized(f'Basic realm="{realm}"', title=f'{realm} refused'), login)


def redirect(path):
    return response(302, headers=[('Location', path)])


def server():
    """Two folders that ask, and pages of all sorts for everybody."""
    return RawServer({
        '/': response(200, document('Public')),
        '/a/': place('Room A', 'ann:lovelace', response(200, document('Inside A'))),
        '/a/data': place('Room A', 'ann:lovelace', response(200, 'Fetched', kind='text/plain')),
        '/a/out': place('Room A', 'ann:lovelace', redirect('/')),
        '/a/broken': place('Room A', 'ann:lovelace', response(500, document('Broken'))),
        '/b/': place('Büro', 'ben:lovelace', response(200, document('Inside B'))),
        '/to-a': redirect('/a/'),
        '/claims': response(200, document('Claims'), headers=[('Doorward-Login', 'realm="Room%20A"')]),
        '/cached': response(200, document('Cached')).replace(b'no-store', b'max-age=86400'),
        '/fetches': response(200, document('Fetches', head='''<script>
fetch ('/a/data').then (response => response.text ()).then (text => { document.title = text; });
</script>''')),
        '/frames': response(200, document('Frames', '<iframe src="/b/"></iframe>')),
        '/moves': response(200, document('Moves', head='''<script>
history.pushState (null, '', '/a/moved'); document.title = 'Moved';
</script>''')),
    })


class UsedLoginTest(WindowTest):

    def setUp(self):
        self.server = server()
        self.addCleanup(self.server.close)
        self.browser = self.start(self.server.uri('/'))
        self.browser.wait_title('Public')

    def find_mark(self):
        return self.browser.tree.find('push button', 'Signed in')

    def go(self, path, title, *, marked, server=None):
        self.browser.go((server or self.server).uri(path))
        self.shows(title, marked=marked)

    def shows(self, title, *, marked):
        self.browser.wait_title(title)
        if marked:
            self.browser.tree.wait('push button', 'Signed in')
        else:
            # It is as it is from before there is a title.
            self.assertIsNone(self.find_mark(), title)

    def sign_in(self, path, username, title):
        self.browser.go(self.server.uri(path))
        self.browser.sheet(self.server.authority).sign_in(username, 'lovelace')
        self.shows(title, marked=True)
        self.browser.wait_no_sheet()

    def says(self, username, realm):
        """What there is to know of it is of the login that was used."""
        heading = f'Signed in to {self.server.authority} as “{username}”'
        mark = self.browser.tree.wait('push button', 'Signed in')
        wait_until(lambda: mark.children, 'what can be pressed')[0].click()
        self.browser.tree.wait('label', heading)
        details = self.browser.tree.wait('label', lambda name: name.startswith('The site says')).name
        said, scheme, way, times = details.split('\n')
        self.assertEqual((said, scheme, way), (f'The site says: “{realm}”', 'By Basic',
                                               'The password travels unencrypted'))
        self.assertTrue(times.startswith('Since '), times)
        self.browser.keys('Escape')
        self.browser.tree.wait_gone('label', heading)

    def test_used(self):
        browser = self.browser
        self.assertIsNone(self.find_mark())
        self.sign_in('/a/', 'ann', 'Inside A')
        self.says('ann', 'Room A')
        self.go('/', 'Public', marked=False)
        browser.screenshot('public')
        # By the history, and loaded again.
        browser.keys('alt+Left')
        self.shows('Inside A', marked=True)
        browser.keys('alt+Right')
        self.shows('Public', marked=False)
        seen = len(self.server.seen('/'))
        browser.keys('F5')
        self.server.wait_for('/', seen + 1)
        self.shows('Public', marked=False)
        self.go('/to-a', 'Inside A', marked=True)
        browser.screenshot('inside')
        self.go('/a/out', 'Public', marked=False)
        self.go('/a/broken', 'Broken', marked=True)
        self.go('/claims', 'Claims', marked=False)
        for _ in range(2):
            self.go('/cached', 'Cached', marked=False)
        self.go('/moves', 'Moved', marked=False)

        # The second login of the server is not the first one's, whichever is newer.
        self.sign_in('/b/', 'ben', 'Inside B')
        self.says('ben', 'Büro')
        self.go('/a/', 'Inside A', marked=True)
        self.says('ann', 'Room A')

    def test_parts(self):
        """A part that the page's server has given for a login is of the page; another's is not."""
        browser = self.browser
        with RawServer({'/': response(200, document(
                'Elsewhere', f'<iframe src="{self.server.uri("/b/")}"></iframe>'))}) as elsewhere:
            self.sign_in('/a/', 'ann', 'Inside A')
            self.sign_in('/b/', 'ben', 'Inside B')
            self.go('/fetches', 'Fetched', marked=True)
            self.says('ann', 'Room A')
            self.go('/frames', 'Frames', marked=True)
            self.says('ben', 'Büro')
            seen = len(self.server.seen('/b/'))
            self.go('/', 'Elsewhere', marked=False, server=elsewhere)
            self.server.wait_for('/b/', seen + 1)
            self.go('/', 'Public', marked=False)
            self.assertEqual(self.server.seen('/b/')[-1].basic, b'ben:lovelace')

        # A page that a login gave does not become one that it did not, when somebody signs in
        # elsewhere, or out.
        browser.keys('ctrl+t')
        self.go('/a/', 'Inside A', marked=True)
        browser.keys('ctrl+1')
        self.shows('Public', marked=False)
        browser.keys('F10')
        browser.tree.wait('menu item', f'Sign Out of {self.server.authority}').click()
        browser.events.wait('forgotten', reason='user')
        browser.keys('ctrl+2')
        browser.sheet(self.server.authority).cancel()
        self.shows('Room A refused', marked=False)


if __name__ == '__main__':
    main()
