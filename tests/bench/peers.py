#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""peers.py [doorward] [chromium] [firefox]

Does with each browser what a test does that meets a login: a page that answers 401, a login in the
address, a page whose parts ask for logins, and another tab beside it. Prints a table; what a browser
cannot do is said in it. Nothing fails here, it is for people to read.

Doorward and Chromium are driven by Selenium (Debian's webkit2gtk-driver, chromium-driver). Firefox
(firefox-esr) has no driver in Debian, so it is driven by its own protocol, Marionette, on which its
driver is built.
"""

import contextlib
import json
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'integration'))
# pylint: disable=wrong-import-position
from selenium import webdriver  # noqa: E402
from selenium.common.exceptions import WebDriverException  # noqa: E402
from selenium.webdriver.chrome.options import Options as ChromiumOptions  # noqa: E402
from selenium.webdriver.chrome.service import Service as ChromiumService  # noqa: E402
from selenium.webdriver.webkitgtk.options import Options  # noqa: E402

from desktop import Desktop, stop_group, wait_until  # noqa: E402
from raw_server import RawServer, document, protected, response, unauthorized  # noqa: E402

# Whoever has not come back by then is held up.
PATIENCE = 5
PARTS = 20

INSIDE = response(200, document('Inside'))
FETCHING = '''<script>
  const count = %d;
  Promise.all ([...Array (count).keys ()].map (number => fetch ('/part/' + number)))
    .then (() => document.title = 'Complete');
</script>'''


class Refused(Exception):
    """What was asked of a browser did not come about."""


class Selenium:
    """A browser behind a WebDriver."""

    def __init__(self, driver):
        self.driver = driver
        driver.set_page_load_timeout(PATIENCE)
        driver.set_script_timeout(PATIENCE)

    @staticmethod
    @contextlib.contextmanager
    def _refusals():
        try:
            yield
        except WebDriverException as error:
            raise Refused(f'{type(error).__name__}: {error.msg.splitlines()[0]}') from error

    def get(self, uri):
        with self._refusals():
            self.driver.get(uri)

    def title(self):
        with self._refusals():
            return self.driver.title

    def new_tab(self):
        with self._refusals():
            self.driver.switch_to.new_window('tab')

    def quit(self):
        with contextlib.suppress(WebDriverException):
            self.driver.quit()


class Marionette:
    """Firefox by the protocol that it speaks itself."""

    def __init__(self):
        self._profile = pathlib.Path(tempfile.mkdtemp(prefix='profile-'))
        (self._profile / 'user.js').write_text('user_pref("marionette.port", 0);\n')
        with open(self._profile / 'log', 'wb') as log:
            self._process = subprocess.Popen(
                ['firefox-esr', '--no-remote', '--marionette', '--profile',
                 str(self._profile)], stdout=log, stderr=log, start_new_session=True)
        port = self._profile / 'MarionetteActivePort'
        wait_until(lambda: port.exists() and port.read_text().strip(), 'Firefox', 60)
        self._socket = socket.create_connection(('127.0.0.1', int(port.read_text())))
        self._stream = self._socket.makefile('rb')
        self._number = 0
        self._read()
        self._call('WebDriver:NewSession', {})
        self._call('WebDriver:SetTimeouts', {'pageLoad': PATIENCE * 1000})

    def _read(self):
        length = b''
        while not length.endswith(b':'):
            length += self._stream.read(1)
        return json.loads(self._stream.read(int(length[:-1])))

    def _call(self, command, parameters):
        self._number += 1
        data = json.dumps([0, self._number, command, parameters]).encode()
        self._socket.sendall(b'%d:' % len(data) + data)
        _, _, error, result = self._read()
        if error is not None:
            raise Refused(f'{error["error"]}: {error["message"].splitlines()[0]}')
        return result

    def get(self, uri):
        self._call('WebDriver:Navigate', {'url': uri})

    def title(self):
        return self._call('WebDriver:GetTitle', {})['value']

    def new_tab(self):
        handle = self._call('WebDriver:NewWindow', {'type': 'tab'})['handle']
        wait_until(lambda: handle in self._call('WebDriver:GetWindowHandles', {}), 'the tab')
        self._call('WebDriver:SwitchToWindow', {'handle': handle})

    def quit(self):
        stop_group(self._process)
        shutil.rmtree(self._profile, ignore_errors=True)


def start_doorward():
    options = Options()
    options.set_capability('browserName', 'Doorward')
    options.binary_location = os.environ['DOORWARD_BINARY']
    options.add_argument('--automation')
    return Selenium(webdriver.WebKitGTK(executable_path='/usr/bin/WebKitWebDriver',
                                        options=options))


def start_chromium():
    options = ChromiumOptions()
    options.binary_location = '/usr/bin/chromium'
    # It refuses to run as root with its sandbox.
    if os.getuid() == 0:
        options.add_argument('--no-sandbox')
    # What it shows must be judged here, not dismissed by its driver.
    options.unhandled_prompt_behavior = 'ignore'
    return Selenium(webdriver.Chrome(service=ChromiumService('/usr/bin/chromedriver'),
                                     options=options))


BROWSERS = {'doorward': start_doorward, 'chromium': start_chromium, 'firefox': Marionette}


def serve():
    routes = {
        '/public': response(200, document('Public')),
        '/401': unauthorized('Basic realm="Staff"', title='How to get an account'),
        '/in': protected(INSIDE, unauthorized('Basic realm="In"', title='How to get an account')),
        '/parts': response(200, document('Waiting', head=FETCHING % PARTS)),
    }
    for number in range(PARTS):
        routes[f'/part/{number}'] = unauthorized(f'Basic realm="Part {number}"')
    return RawServer(routes)


def timed(action, *arguments):
    begin = time.monotonic()
    action(*arguments)
    return f'{(time.monotonic() - begin) * 1000:.0f} ms'


def go(browser, uri):
    """What becomes of a navigation: how long it takes, and the page that is there then."""
    taken = timed(browser.get, uri)
    return f'“{browser.title()}” after {taken}'


def go_with_parts(browser, server):
    browser.get(server.uri('/parts'))
    begin = time.monotonic()
    while browser.title() != 'Complete':
        if time.monotonic() - begin > PATIENCE:
            return f'not complete after {PATIENCE} s'
        time.sleep(0.02)
    return f'complete after {(time.monotonic() - begin) * 1000:.0f} ms'


def go_beside_parts(browser, server):
    browser.get(server.uri('/parts'))
    browser.new_tab()
    return go(browser, server.uri('/public'))


QUESTIONS = (
    ('a public page', lambda browser, server: go(browser, server.uri('/public'))),
    ('a page that answers 401', lambda browser, server: go(browser, server.uri('/401'))),
    ('`user:password@`, right', lambda browser, server: go(
        browser, server.uri('/in').replace('://', '://ada:lovelace@'))),
    ('`user:password@`, wrong', lambda browser, server: go(
        browser, server.uri('/401').replace('://', '://ada:wrong@'))),
    (f'a page with {PARTS} parts that ask', go_with_parts),
    ('a public page in another tab beside that', go_beside_parts),
)


def ask(start, question):
    """One question, in a browser of its own: what came before must not matter."""
    with serve() as server:
        try:
            browser = start()
        except (OSError, WebDriverException, AssertionError) as error:
            return f'does not run: {str(error).splitlines()[0]}'
        try:
            # What a browser does only once, when it begins, is not asked about.
            browser.get(server.uri('/public'))
            return question(browser, server)
        except Refused as refusal:
            return f'fails: {str(refusal).partition(": ")[0]}'
        finally:
            browser.quit()


def main():
    names = sys.argv[1:] or list(BROWSERS)
    with Desktop():
        print(f"| a test goes to | {' | '.join(names)} |")
        print(f"| --- |{' --- |' * len(names)}")
        for title, question in QUESTIONS:
            print(f"| {title} | {' | '.join(ask(BROWSERS[name], question) for name in names)} |",
                  flush=True)


if __name__ == '__main__':
    main()
