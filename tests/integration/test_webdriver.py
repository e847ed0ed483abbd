#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""WebKitWebDriver and Selenium with Doorward as the browser: no login ever stops a test."""

import contextlib
import os
import statistics
import subprocess
import time
import unittest

from selenium import webdriver
from selenium.common.exceptions import NoAlertPresentException, NoSuchWindowException
from selenium.webdriver.webkitgtk.options import Options

from apache import PASSWORD, USERNAME, Apache
from certificates import Authority
from desktop import Desktop, wait_until
from event_log import EventLog
from window_test import ARTEFACTS, main

SIZE = 'return [innerWidth, innerHeight]'
FETCH = 'fetch (arguments[0]).then (r => arguments[1] (r.status), e => arguments[1] (String (e)))'


class WebDriverTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.desktop = Desktop()
        cls.addClassCleanup(cls.desktop.close)
        cls.apache = Apache(cls.desktop.root / 'apache', Authority(cls.desktop.root / 'authority'))
        cls.addClassCleanup(cls.apache.close)
        ARTEFACTS.mkdir(parents=True, exist_ok=True)

    def start(self, *arguments, name=''):
        """A session of its own, and its events; afterwards the log has to be in order."""
        log = ARTEFACTS / f'{self._testMethodName}{name}.events'
        log.unlink(missing_ok=True)
        options = Options()
        options.set_capability('browserName', 'Doorward')
        options.binary_location = os.environ['DOORWARD_BINARY']
        for argument in ('--automation', f'--event-log={log}', *arguments):
            options.add_argument(argument)
        driver = webdriver.WebKitGTK(executable_path='/usr/bin/WebKitWebDriver', options=options)
        driver.set_page_load_timeout(60)
        events = EventLog(log)
        # The driver ends the browser without asking, so prompts may be open.
        self.addCleanup(events.check, ended=False)
        self.addCleanup(self._quit, driver)
        return driver, events

    @staticmethod
    def _quit(driver):
        """WebKitWebDriver closes a tab, and may then be told of it once more and look for it."""
        with contextlib.suppress(NoSuchWindowException):
            driver.quit()

    def with_userinfo(self, username, password, path):
        return self.apache.uri(path).replace('://', f'://{username}:{password}@')

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

    def secret(self, text, mode=0o600):
        path = self.desktop.root / f'{self._testMethodName}-{len(text)}-{mode:o}'
        path.write_text(text)
        path.chmod(mode)
        return path

    def test_login(self):
        """The first that fits is sent, once for each request; a login for a realm is for that one."""
        server = f'http://{self.apache.authority}'
        right = self.secret(f'{USERNAME}:{PASSWORD}\n')
        wrong = self.secret(f'{USERNAME}:wrong-horse\n')
        driver, events = self.start(f'--login={server}=Basic room', f'--login-from=file:{right}',
                                    f'--login={server}', f'--login-from=file:{wrong}')
        driver.get(self.apache.uri('/'))
        self.assertEqual(driver.execute_async_script(FETCH, '/basic/'), 200)
        driver.get(self.apache.uri('/basic/'))
        self.assertEqual(driver.title, 'Inside by Basic')
        self.assertEqual(events.matching('prompt-opened'), [])
        before = len(self.apache.requests)
        driver.get(self.apache.uri('/digest/'))
        self.assertEqual(driver.title, 'Refused by Apache')
        events.wait('prompt-opened', realm='Digest room')
        wait_until(lambda: len(self.apache.requests) >= before + 2, 'the log')
        seen = [request for request in self.apache.requests[before:] if request[2] == '/digest/']
        self.assertEqual([request[4] for request in seen], ['-', 'Digest'])

    def test_login_mistakes(self):
        """What cannot be meant ends the program, with a message and without the secret."""
        login = f'{USERNAME}:{PASSWORD}'
        readable = self.secret(login, 0o644)
        link = self.desktop.root / 'link'
        link.symlink_to(self.secret(login))
        for origin, source in [('x', f'file:{self.secret(login)}'),
                               ('http://a.example', f'file:{readable}'),
                               ('http://a.example', f'file:{link}'),
                               ('http://a.example', f'file:{self.secret(PASSWORD)}'),
                               ('http://a.example', 'file:/nowhere'),
                               ('http://a.example', 'env:NO_SUCH_LOGIN'),
                               ('http://a.example', login)]:
            with self.subTest(origin, source=source):
                result = subprocess.run(
                    [os.environ['DOORWARD_BINARY'], f'--login={origin}', f'--login-from={source}'],
                    check=False, capture_output=True, text=True, timeout=60)
                self.assertEqual(result.returncode, 1)
                self.assertTrue(result.stderr.startswith('doorward: '), result.stderr)
                self.assertNotIn(PASSWORD, result.stderr)

    def test_fetch(self):
        driver, events = self.start()
        driver.get(self.apache.uri('/'))
        self.assertEqual(driver.execute_async_script(FETCH, '/basic/'), 401)
        events.wait('verdict', verdict='offer', reason='subresource')
        driver.get(self.with_userinfo(USERNAME, PASSWORD, '/basic/'))
        driver.get(self.apache.uri('/'))
        self.assertEqual(driver.execute_async_script(FETCH, '/basic/'), 200)

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
        """A navigation that is refused takes no longer than any other."""
        driver, _ = self.start()
        times = {'/second.html': [], '/basic/': []}
        (self.apache.root / 'pages' / 'second.html').write_text('<title>Public page 2</title>')
        for _ in range(int(os.environ.get('DOORWARD_TEST_NAVIGATIONS', '40'))):
            for path, durations in times.items():
                start = time.monotonic()
                driver.get(self.apache.uri(path))
                durations.append(time.monotonic() - start)
        public = statistics.median(times['/second.html'])
        refused = statistics.median(times['/basic/'])
        print(f'public {public:.3f} s, refused {refused:.3f} s, at most {max(times["/basic/"]):.3f} s')
        self.assertLess(refused, max(3 * public, 0.2))


if __name__ == '__main__':
    main()
