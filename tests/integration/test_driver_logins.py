#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""How a test with a WebDriver signs in: by logins given at the start, doorwardctl or the sheet."""

import json
import os
import pathlib
import subprocess
import sys

from apache import PASSWORD, USERNAME
from desktop import stop_group, wait_until
from webdriver_test import FETCH, WebDriverTest, wait_for_page
from window_test import main

PROXY_SERVER = pathlib.Path(__file__).resolve().parent.parent / 'network' / 'proxy-server.py'


class DriverLoginsTest(WebDriverTest):
    def ctl(self, *arguments, password=''):
        result = subprocess.run([os.environ['DOORWARDCTL_BINARY'], '--json', *arguments], check=True,
                                input=password, capture_output=True, text=True, timeout=60)
        return [json.loads(line) for line in result.stdout.splitlines()]

    def schemes_sent(self, path, since):
        """The schemes of Authorization in the requests for a path, once they are in the log."""
        def sent():
            return [each[4] for each in self.apache.requests[since:] if each[2] == path]
        wait_until(sent, f'a request for {path}')
        return sent()

    def test_first_that_fits(self):
        """The first that fits is sent, once for each request; one for a realm is for that one."""
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
        since = len(self.apache.requests)
        for attempt in (1, 2):
            driver.get(self.apache.uri('/digest/'))
            self.assertEqual(driver.title, 'Refused by Apache')
            wait_until(lambda attempt=attempt: len(events.matching(
                'prompt-opened', realm='Digest room')) == attempt, 'the sheet')
            self.assertEqual(self.schemes_sent('/digest/', since), ['-', 'Digest'] * attempt)
        driver.get(self.with_userinfo(USERNAME, PASSWORD, '/digest/'))
        self.assertEqual(driver.title, 'Inside by Digest')
        driver.get(self.apache.uri('/digest/second.html'))
        self.assertEqual(self.schemes_sent('/digest/second.html', since), ['Digest'])
        self.assertEqual(self.schemes_sent('/digest/', since), ['-', 'Digest'] * 3)

    def test_wrong_first(self):
        """A wrong one is not made up for by the next; a person, or doorwardctl, may."""
        server = f'http://{self.apache.authority}'
        right = self.secret(f'{USERNAME}:{PASSWORD}\n')
        wrong = self.secret(f'{USERNAME}:wrong-horse\n')
        os.environ['LOGIN_OF_A_TEST'] = right.read_text()
        self.addCleanup(os.environ.pop, 'LOGIN_OF_A_TEST')
        driver, events = self.start('--control', f'--login={server}', f'--login-from=file:{wrong}',
                                    f'--login={server}', '--login-from=env:LOGIN_OF_A_TEST')
        since = len(self.apache.requests)
        driver.get(self.apache.uri('/basic/'))
        self.assertEqual(driver.title, 'Refused by Apache')
        opened = events.wait('prompt-opened')
        self.assertEqual(self.schemes_sent('/basic/', since), ['-', 'Basic'])
        self.assertEqual(events.matching('verdict')[-1]['reason'], 'refused')
        self.assertEqual(self.ctl('prompts')[0]['username'], USERNAME)
        self.ctl('submit', str(opened['id']), USERNAME, password=PASSWORD)
        events.wait('accepted')
        wait_until(lambda: driver.title == 'Inside by Basic', 'the page behind the login')
        driver.refresh()
        self.assertEqual(driver.title, 'Inside by Basic')

    def test_mistakes(self):
        """What cannot be meant ends the program, with a message and without the secret."""
        login = f'{USERNAME}:{PASSWORD}'
        secret = f'--login-from=file:{self.secret(login)}'
        link = self.desktop.root / 'link'
        link.symlink_to(self.secret(login))
        for arguments in [('--login=x', secret),
                          ('--login=http://a.example/path', secret),
                          ('--login=proxy:a.example', secret),
                          ('--login=http://a.example', f'--login-from=file:{self.secret(login, 0o644)}'),
                          ('--login=http://a.example', f'--login-from=file:{link}'),
                          ('--login=http://a.example', f'--login-from=file:{self.secret(PASSWORD)}'),
                          ('--login=http://a.example', '--login-from=file:/nowhere'),
                          ('--login=http://a.example', '--login-from=env:NO_SUCH_LOGIN'),
                          ('--login=http://a.example', f'--login-from={login}'),
                          ('--login=http://a.example', secret, secret),
                          (secret,)]:
            with self.subTest(arguments):
                result = subprocess.run([os.environ['DOORWARD_BINARY'], *arguments], check=False,
                                        capture_output=True, text=True, timeout=60)
                self.assertEqual(result.returncode, 1)
                self.assertTrue(result.stderr.startswith('doorward: --login'), result.stderr)
                self.assertNotIn(PASSWORD, result.stderr.replace(f'--login-from={login}', ''))

    def proxy(self, method):
        """A proxy that asks, and two origins behind it: their ports."""
        process = subprocess.Popen([sys.executable, str(PROXY_SERVER), method],
                                   stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                                   start_new_session=True)
        self.addCleanup(process.stdin.close)
        self.addCleanup(process.stdout.close)
        self.addCleanup(stop_group, process)
        return process.stdout.readline().split()

    def test_proxy(self):
        """A proxy that asks is answered like an origin that does, and never instead of one."""
        port, origin, _ = self.proxy('digest')
        right = self.secret('user:right\n')
        arguments = [f'--proxy=http://127.0.0.1:{port}', '--control']
        page = f'http://127.0.0.1:{origin}/'
        driver, events = self.start(*arguments, f'--login=proxy:127.0.0.1:{port}',
                                    f'--login-from=file:{right}', name='-given')
        driver.get(page)
        self.assertEqual(driver.title, '200')
        events.wait('accepted', target='proxy')
        self.assertEqual(events.matching('prompt-opened'), [])
        self.doCleanups()

        port, origin, _ = self.proxy('basic')
        page = f'http://127.0.0.1:{origin}/'
        driver, events = self.start(f'--proxy=http://127.0.0.1:{port}', '--control', name='-asked')
        driver.get(page)
        self.assertEqual(driver.title, '407')
        opened = events.wait('prompt-opened', target='proxy')
        self.ctl('submit', str(opened['id']), 'user', password='right')
        events.wait('accepted', target='proxy')
        driver.get(page)
        self.assertEqual(driver.title, '200')
        self.ctl('forget', f'proxy:127.0.0.1:{port}')
        events.wait('forgotten', target='proxy')
        driver.get(page + 'again')
        self.assertEqual(driver.title, '407')

    def test_cancel(self):
        """After Cancel no page asks by itself; the driver's next address does."""
        driver, events = self.start('--control')
        driver.get(self.apache.uri('/basic/'))
        opened = events.wait('prompt-opened')
        self.ctl('cancel', str(opened['id']))
        events.wait('prompt-closed', outcome='cancel')
        self.assertEqual(driver.title, 'Refused by Apache')
        self.assertEqual(driver.execute_async_script(FETCH, '/basic/'), 401)
        events.wait('verdict', verdict='suppress', reason='cancelled-before')
        for script in ("location = '/basic/second.html'", 'location.reload ()', 'history.back ()',
                       "Object.assign (document.createElement ('a'), { href: '/basic/' }).click ()"):
            suppressed = len(events.matching('verdict', verdict='suppress', context='navigation'))
            with wait_for_page(driver):
                driver.execute_script(script)
            wait_until(lambda suppressed=suppressed: len(events.matching(
                'verdict', verdict='suppress', context='navigation')) > suppressed, 'no question')
            self.assertEqual(self.ctl('prompts'), [], script)
        driver.get(self.apache.uri('/basic/'))
        again = wait_until(lambda: self.ctl('prompts'), 'the question')[0]
        self.ctl('submit', str(again['id']), USERNAME, password=PASSWORD)
        events.wait('accepted')
        wait_until(lambda: driver.title == 'Inside by Basic', 'the page behind the login')

    def test_sheet(self):
        """A test can also do what a person does, in the window that the driver drives."""
        # Importing it connects to the buses, which have to be there by then.
        from accessible import application
        from doorward import Sheet

        driver, events = self.start()
        driver.get(self.apache.uri('/basic/'))
        events.wait('prompt-opened')
        tree = application(self.pid(driver), lambda: True)
        sheet = Sheet(tree.wait('dialog', f'Sign in to {self.apache.authority}'))
        sheet.sign_in(USERNAME, 'wrong-horse')
        events.wait('prompt-opened', attempt=2)
        sheet.wait_label('Not accepted')
        self.assertEqual(driver.title, 'Refused by Apache')
        sheet.password.type(PASSWORD)
        sheet.button('Sign In').click()
        events.wait('accepted', attempt=2)
        wait_until(lambda: driver.title == 'Inside by Basic', 'the page behind the login')

    def test_keyring(self):
        """Saved logins are of no account unless they are asked for."""
        # Importing it connects to the bus, which has to be there by then.
        from keyring import Keyring

        keyring = Keyring()
        self.addClassCleanup(keyring.remove)
        for arguments, expected in [((), False), (('--keyring',), True)]:
            driver, events = self.start('--control', *arguments, name=''.join(arguments))
            driver.get(self.apache.uri('/basic/'))
            events.wait('prompt-opened')
            wait_until(lambda expected=expected: self.ctl('prompts')[0]['can-remember'] == expected,
                       'the keyring')
            self.ctl('--remember', 'submit', str(self.ctl('prompts')[0]['id']), USERNAME,
                     password=PASSWORD)
            events.wait('accepted')
            if expected:
                events.wait('saved')
            driver.get(self.apache.uri('/basic/second.html'))
            self.assertEqual(keyring.passwords(), {USERNAME: PASSWORD} if expected else {})
            self.doCleanups()


if __name__ == '__main__':
    main()
