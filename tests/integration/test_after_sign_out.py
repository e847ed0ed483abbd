#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What pages, histories and caches show of a place once nobody is signed in there any more."""

import contextlib
import pathlib

from desktop import wait_until
from raw_server import RawServer, document, protected, response, unauthorized
from window_test import WindowTest, main

# What only somebody who is signed in may read; and what it looks like, as pixels of the display.
SECRET = 'the marmot sleeps at noon'
COLOUR = '#c02080'
PIXELS = bytes.fromhex('8020c0')
REFUSED = 'Not for you'

# What everybody may read.
OPEN = 'the swallow sleeps at midnight'


def cached(title, body):
    """A response of which the server says that every cache may keep it."""
    colour = f'<style>body {{ background: {COLOUR} }}</style>'
    return response(200, document(title, f'<p>{body}</p>', colour)).replace(
        b'Cache-Control: no-store', b'Cache-Control: public, max-age=86400')


def server():
    """Public pages, and protected ones in a folder."""
    refusal = unauthorized('Basic realm="inside"', title=REFUSED)
    return RawServer({
        '/': response(200, document('Public', '<p>for everybody</p>')),
        '/open': lambda request: cached('Open', f'{OPEN}, {request.target}'),
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

    def cached_files(self, text):
        """What is kept of the pages with this text on the disk."""
        found = []
        for path in pathlib.Path(self.desktop.root, 'home').rglob('*'):
            # The cache may be at it.
            with contextlib.suppress(OSError):
                if path.is_file() and text.encode() in path.read_bytes():
                    found.append(path)
        return found

    def assert_nothing_cached(self, browser, place, number=1):
        """Not even while somebody is signed in: the cache is not slow, it does not have it."""
        target = f'/open?{number}'
        browser.go(place.uri(target))
        self.wait_title(browser, 'Open')
        # It writes one after the other.
        wait_until(lambda: self.cached_files(f'{OPEN}, {target}'), 'what everybody may read')
        self.assertEqual(self.cached_files(SECRET), [])

    def walk(self, browser, *, private):
        place, second, third = self.servers
        for each in (second, third, place):
            self.sign_in(browser, each)
        if not private:
            self.assert_nothing_cached(browser, place)
            browser.go(place.uri('/in/a'))
            self.wait_title(browser, 'Inside a')
        browser.go(place.uri('/in/b'))
        self.wait_title(browser, 'Inside b')
        # Kept by no cache, although it says that it may be.
        seen = len(place.seen('/in/a'))
        browser.keys('alt+Left')
        self.wait_title(browser, 'Inside a')
        self.assertEqual(len(place.seen('/in/a')), seen + 1)
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

    def test_right_after(self):
        """Nor does a cache write it late, and then show it, which it had been given before."""
        place = self.servers[0]
        browser = self.start(place.uri('/'), name='right-after')
        self.wait_title(browser, 'Public')
        self.sign_in(browser, place)
        browser.go(place.uri('/in/b'))
        self.wait_title(browser, 'Inside b')
        # A sign-out has the cache be cleared, but not of what it has still to write.
        browser.keys('ctrl+shift+Delete')
        self.wait_asked(browser, place)
        self.cancel(browser)
        self.assert_nothing_cached(browser, place)
        for _ in range(2):
            browser.keys('alt+Left')
            self.wait_title(browser, REFUSED)
        # Nor is anything left by who is signed in when the program ends.
        browser.go(place.uri('/in/c'))
        browser.sheet(place.authority).sign_in()
        self.wait_title(browser, 'Inside c')
        self.assert_nothing_cached(browser, place, 2)
        browser.close()
        self.assertEqual(self.cached_files(SECRET), [])

    def test_in_a_private_window(self):
        browser = self.start('--private', self.servers[0].uri('/'), name='private')
        self.wait_title(browser, 'Public')
        self.walk(browser, private=True)


if __name__ == '__main__':
    main()
