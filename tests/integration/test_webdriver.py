#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""WebKitWebDriver and Selenium with Doorward as the browser: no login ever stops a test."""

import os
import statistics
import time

from selenium.common.exceptions import NoAlertPresentException

from apache import PASSWORD, USERNAME
from desktop import wait_until
from webdriver_test import FETCH, WebDriverTest, wait_for_page
from window_test import main

FRAME_TITLE = 'return frames[0].document.title'
SIZE = 'return [innerWidth, innerHeight]'


class BrowserTest(WebDriverTest):
    def test_401(self):
        """The page of a 401 is a page like any other, and a sheet does not change it."""
        driver, events = self.start()
        self.assertEqual(driver.capabilities['browserName'], 'Doorward')
        driver.get(self.apache.uri('/'))
        size = driver.execute_script(SIZE)
        driver.get(self.apache.uri('/basic/'))
        self.assertEqual(driver.title, 'Refused by Apache')
        self.assertIn('How to get an account', driver.page_source)
        events.wait('prompt-opened')
        self.assertEqual(driver.execute_script(SIZE), size)
        self.assertEqual(driver.get_screenshot_as_png()[:4], b'\x89PNG')
        driver.refresh()
        self.assertEqual(driver.title, 'Refused by Apache')
        driver.get(self.apache.uri('/digest/'))
        self.assertEqual(driver.title, 'Refused by Apache')
        driver.get(self.apache.uri('/'))
        self.assertEqual(driver.title, 'Public page')

    def test_userinfo(self):
        driver, events = self.start()
        # Which is no text.
        driver.get(self.with_userinfo('%FF', '%FF', '/basic/'))
        self.assertEqual(driver.title, 'Refused by Apache')
        self.assertEqual(driver.current_url, self.apache.uri('/basic/'))
        driver.get(self.with_userinfo(USERNAME, 'wrong-horse', '/basic/'))
        self.assertEqual(driver.title, 'Refused by Apache')
        events.wait('refused')
        driver.get(self.with_userinfo(USERNAME, PASSWORD, '/basic/'))
        self.assertEqual(driver.title, 'Inside by Basic')
        events.wait('accepted')
        driver.get(self.apache.uri('/basic/second.html'))
        self.assertEqual(driver.title, 'Inside by Basic 2')
        driver.get(self.with_userinfo(USERNAME, PASSWORD, '/digest/'))
        self.assertEqual(driver.title, 'Inside by Digest')
        # Neither the page nor what it fetches has the password in its address.
        self.assertEqual(driver.current_url, self.apache.uri('/digest/'))
        self.assertEqual(driver.execute_script('return document.baseURI'), driver.current_url)
        self.assertEqual(driver.execute_async_script(FETCH, 'second.html'), 200)

    def test_userinfo_of_the_page(self):
        """The driver signs in by an address, the page that it drives does not."""
        driver, events = self.start()
        driver.get(self.apache.uri('/'))
        with wait_for_page(driver):
            driver.execute_script('location = arguments[0]',
                                  self.with_userinfo(USERNAME, PASSWORD, '/basic/'))
        self.assertEqual(driver.title, 'Refused by Apache')
        self.assertEqual(events.matching('accepted'), [])

    def test_fetch(self):
        """What is refused is asked for anew after signing in, whatever a cache makes of its age."""
        pages = self.apache.root / 'pages'
        os.utime(pages / 'refused.html', (0, 0))
        (pages / 'framed.html').write_text('<iframe src="/basic/second.html"></iframe>')
        driver, events = self.start()
        driver.get(self.apache.uri('/framed.html'))
        self.assertEqual(driver.execute_script(FRAME_TITLE), 'Refused by Apache')
        driver.get(self.apache.uri('/'))
        self.assertEqual(driver.execute_async_script(FETCH, '/basic/'), 401)
        events.wait('verdict', verdict='offer', reason='subresource')
        driver.get(self.with_userinfo(USERNAME, PASSWORD, '/basic/'))
        driver.get(self.apache.uri('/'))
        self.assertEqual(driver.execute_async_script(FETCH, '/basic/'), 200)
        driver.get(self.apache.uri('/framed.html'))
        self.assertEqual(driver.execute_script(FRAME_TITLE), 'Inside by Basic 2')

    def test_windows(self):
        driver, _ = self.start()
        driver.get(self.apache.uri('/basic/'))
        [first] = driver.window_handles
        for kind in ('tab', 'window'):
            driver.switch_to.new_window(kind)
            driver.get(self.apache.uri('/'))
            self.assertEqual(driver.title, 'Public page')
        self.assertEqual(len(driver.window_handles), 3)
        driver.add_cookie({'name': 'a', 'value': 'b'})
        self.assertEqual([cookie['value'] for cookie in driver.get_cookies()], ['b'])
        driver.execute_script('setTimeout (() => alert ("Good morning"), 0)')
        alert = wait_until(lambda: self._alert(driver), 'the alert')
        self.assertEqual(alert.text, 'Good morning')
        alert.accept()
        driver.close()
        driver.switch_to.window(first)
        self.assertEqual(driver.title, 'Refused by Apache')
        self.assertEqual(len(driver.window_handles), 2)

    @staticmethod
    def _alert(driver):
        try:
            return driver.switch_to.alert
        except NoAlertPresentException:
            return None

    def test_sessions(self):
        """Nothing of one session is left for the next."""
        for name in ('-1', '-2'):
            driver, events = self.start(name=name)
            driver.get(self.apache.uri('/basic/'))
            self.assertEqual(driver.title, 'Refused by Apache')
            self.assertEqual(driver.get_cookies(), [])
            driver.add_cookie({'name': 'a', 'value': 'b'})
            driver.get(self.with_userinfo(USERNAME, PASSWORD, '/basic/'))
            events.wait('accepted')
            self.doCleanups()

    def test_speed(self):
        """A navigation that is refused takes no longer than any other; none is held up.

        tests/bench/navigations.py asks it of 500, on a machine that has nothing else to do.
        """
        driver, _ = self.start()
        times = {'/second.html': [], '/basic/': []}
        (self.apache.root / 'pages' / 'second.html').write_text('<title>Public page 2</title>')
        for _ in range(40):
            for path, durations in times.items():
                start = time.monotonic()
                driver.get(self.apache.uri(path))
                durations.append(time.monotonic() - start)
        public, refused = times.values()
        limit = 3 * statistics.median(public)
        print(f'public {statistics.median(public):.3f} s, at most {max(public):.3f} s; refused '
              f'{statistics.median(refused):.3f} s, at most {max(refused):.3f} s')
        self.assertLess(statistics.median(refused), limit)
        # What else the machine does slows down a page now and then, of either kind.
        self.assertLessEqual(sum(taken > limit for taken in refused),
                             sum(taken > limit for taken in public) + 2)


if __name__ == '__main__':
    main()
