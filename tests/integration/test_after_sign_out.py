#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What pages, histories and caches show of a place once nobody is signed in there any more."""

import contextlib
import pathlib

from desktop import Timeout, wait_until
from raw_server import RawServer, document, protected, response, unauthorized
from window_test import WindowTest, main

# What only somebody who is signed in may read; and what it looks like, as pixels of the display.
SECRET = 'the marmot sleeps at noon'
COLOUR = '#c02080'
PIXELS = bytes.fromhex('8020c0')
REFUSED = 'Not for you'


def cached(title, body):
    """A response that every cache may keep, and give out again without asking."""
    colour = f'<style>body {{ background: {COLOUR} }}</style>'
    return response(200, document(title, f'<p>{body}</p>', colour)).replace(
        b'Cache-Control: no-store', b'Cache-Control: public, max-age=86400')


def server():
    """Public pages, and protected ones in a folder."""
    refusal = unauthorized('Basic realm="inside"', title=REFUSED)
    return RawServer({
        '/': response(200, document('Public', '<p>for everybody</p>')),
        **{f'/in/{name}': protected(cached(f'Inside {name}', f'{SECRET} ({name})'), refusal)
           for name in 'abc'},
    })


class AfterSignOutTest(WindowTest):
    """Three servers: one to sign out of, and two that stay as they are."""

    def setUp(self):
        self.servers = [server() for _ in range(3)]
        for each in self.servers:
            self.addCleanup(each.close)

    def wait_title(self, browser, title):
        """Also in a private window."""
        browser.tree.wait('frame', lambda name: name.startswith(f'{title} — Doorward'))

    def shows_secret(self, browser):
        """Whether a good part of the window has the colour of what is protected."""
        return self.desktop.screen.grab(*browser.geometry)[2].count(PIXELS) > 10000

    def has_text(self, browser):
        """Whether there is black on white where pages are."""
        x, y, width, height = browser.geometry
        pixels = self.desktop.screen.grab(x, y + 150, width, height - 160)[2]
        return pixels.count(b'\0\0\0') > 100 and pixels.count(b'\xff\xff\xff') > 10000

    def sign_in(self, browser, place, page='a'):
        browser.go(place.uri(f'/in/{page}'))
        browser.sheet(place.authority).sign_in()
        self.wait_title(browser, f'Inside {page}')
        browser.wait_no_sheet()

    def wait_asked(self, browser, place):
        """The page asks, and nothing of what it had shown is there."""
        browser.sheet(place.authority)
        self.wait_title(browser, REFUSED)
        wait_until(lambda: not self.shows_secret(browser), 'nothing that is protected')

    def cancel(self, browser):
        browser.find_sheet().cancel()
        browser.wait_no_sheet()

    def sign_out(self, browser, place, keys=()):
        since = len(browser.events)
        mark = browser.tree.wait('push button', 'Signed in')
        wait_until(lambda: mark.children, 'what can be pressed')[0].click()
        browser.tree.wait('push button', f'Sign Out of {place.authority}').click()
        if keys:
            browser.keys(*keys)
        browser.events.wait('forgotten', since=since, reason='user')

    def cached_files(self):
        """What is kept of the pages on the disk."""
        return [path for path in pathlib.Path(self.desktop.root, 'home').rglob('*')
                if path.is_file() and SECRET.encode() in path.read_bytes()]

    def walk(self, browser, *, private):
        place, second, third = self.servers
        for each in (second, third, place):
            self.sign_in(browser, each)
        browser.go(place.uri('/in/b'))
        self.wait_title(browser, 'Inside b')
        # Kept by a cache, as it says that it may be.
        seen = len(place.seen('/in/a'))
        browser.keys('alt+Left')
        self.wait_title(browser, 'Inside a')
        self.assertEqual(len(place.seen('/in/a')), seen)
        if not private:
            wait_until(self.cached_files, 'a page on the disk')
        browser.keys('alt+Right')
        self.wait_title(browser, 'Inside b')
        browser.keys('ctrl+t')
        browser.go(place.uri('/in/c'))
        self.wait_title(browser, 'Inside c')
        wait_until(lambda: self.shows_secret(browser), 'what is protected')
        browser.keys('ctrl+u')
        browser.tree.wait('push button', 'Close Source')
        wait_until(lambda: not self.shows_secret(browser), 'the source in its place')
        wait_until(lambda: self.has_text(browser), 'its text')
        browser.screenshot('source')

        # The page in front asks, and so does each of the same place in another tab.
        self.sign_out(browser, place)
        self.wait_asked(browser, place)
        self.assertIsNone(browser.tree.find('push button', 'Close Source'))
        wait_until(lambda: not self.cached_files(), 'nothing on the disk')
        self.cancel(browser)
        browser.keys('ctrl+1')
        self.wait_title(browser, REFUSED)
        wait_until(lambda: not self.shows_secret(browser), 'nothing that is protected')

        # Back, forward, and again; with and without what a cache might have. Only who loads a page
        # again asks to be asked once more.
        for key in ('alt+Left', 'alt+Right', 'alt+Left', 'F5', 'ctrl+F5'):
            since = len(place.requests)
            browser.keys(key)
            wait_until(lambda count=since: len(place.requests) > count, f'a request after {key}')
            if 'F5' in key:
                self.wait_asked(browser, place)
                self.cancel(browser)
            self.wait_title(browser, REFUSED)
            wait_until(lambda: not self.shows_secret(browser), 'nothing that is protected')
            for request in place.requests[since:]:
                self.assertIsNone(request.get('Authorization'))

        # A source that can be seen is that of the page which is there, and has no address.
        browser.keys('ctrl+u')
        browser.tree.wait('push button', 'Close Source')
        wait_until(lambda: not self.shows_secret(browser), 'nothing that is protected')
        browser.keys('Escape')
        browser.tree.wait_gone('push button', 'Close Source')
        browser.go(f'view-source:{place.uri("/in/a")}')
        browser.tree.wait('frame', lambda name: name == 'Doorward' or 'view-source' in name)
        wait_until(lambda: not self.shows_secret(browser), 'nothing that is protected')

        # The others are as they were.
        for each in (second, third):
            browser.go(each.uri('/in/c'))
            self.wait_title(browser, 'Inside c')
            self.assertIsNotNone(each.seen('/in/c')[0].get('Authorization'))
        self.assertIsNone(browser.find_sheet())
        return second

    def test_in_a_window(self):
        browser = self.start(self.servers[0].uri('/'), name='window')
        self.wait_title(browser, 'Public')
        second = self.walk(browser, private=False)

        # At once after it, before anything has had time to be forgotten.
        for page in 'ab':
            browser.go(second.uri(f'/in/{page}'))
            self.wait_title(browser, f'Inside {page}')
        browser.keys('ctrl+shift+Delete', 'alt+Left')
        self.wait_asked(browser, second)
        wait_until(lambda: not self.cached_files(), 'nothing on the disk')
        self.cancel(browser)

        # Nor is it there where nothing can be loaded in its place.
        third = self.servers[2]
        for page in 'ab':
            browser.go(third.uri(f'/in/{page}'))
            if page == 'a':
                browser.sheet(third.authority).sign_in()
            self.wait_title(browser, f'Inside {page}')
        browser.wait_no_sheet()
        wait_until(lambda: self.shows_secret(browser), 'what is protected')
        third.close()
        browser.keys('ctrl+shift+Delete')
        for _ in range(2):
            browser.tree.wait('push button', 'Try Again')
            wait_until(lambda: not self.shows_secret(browser), 'nothing that is protected')
            browser.keys('F5')

    def test_at_the_end(self):
        """Nor is it left by who signs out and soon closes the window."""
        browser = self.start(self.servers[0].uri('/'), name='end')
        self.wait_title(browser, 'Public')
        self.sign_in(browser, self.servers[0])
        browser.go(self.servers[0].uri('/in/b'))
        self.wait_title(browser, 'Inside b')
        browser.keys('ctrl+shift+Delete')
        browser.events.wait('forgotten', reason='user')
        # WebKit may write what it had kept in mind; if it does not, nothing has to be taken away.
        with contextlib.suppress(Timeout):
            wait_until(self.cached_files, 'what is written late', patience=2)
        browser.close()
        self.assertEqual(self.cached_files(), [])

    def test_in_a_private_window(self):
        browser = self.start('--private', self.servers[0].uri('/'), name='private')
        self.wait_title(browser, 'Public')
        self.walk(browser, private=True)


if __name__ == '__main__':
    main()
