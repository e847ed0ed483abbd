# SPDX-License-Identifier: LGPL-2.1-or-later
"""What tests have in common in which a WebDriver drives Doorward."""

import contextlib
import os
import pathlib
import unittest

from selenium import webdriver
from selenium.common.exceptions import NoSuchWindowException
from selenium.webdriver.webkitgtk.options import Options

from apache import Apache
from certificates import Authority
from desktop import Desktop, wait_until
from event_log import EventLog
from window_test import ARTEFACTS

FETCH = 'fetch (arguments[0]).then (r => arguments[1] (r.status), e => arguments[1] (String (e)))'


@contextlib.contextmanager
def wait_for_page(driver):
    """What is done meanwhile leads to another page, which is there afterwards."""
    driver.execute_script('window.before = true')
    yield
    wait_until(lambda: driver.execute_script(
        "return !window.before && document.readyState == 'complete'"), 'another page')


class WebDriverTest(unittest.TestCase):
    """A desktop and an Apache for all tests, and a browser for each session."""

    maxDiff = None

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

    @staticmethod
    def pid(driver):
        """The process of the browser."""
        process = driver.service.process.pid
        children = pathlib.Path(f'/proc/{process}/task/{process}/children')
        return wait_until(lambda: int((children.read_text().split() or ['0'])[0]), 'the browser')

    def with_userinfo(self, username, password, path):
        return self.apache.uri(path).replace('://', f'://{username}:{password}@')

    def secret(self, text, mode=0o600):
        """A file that holds a login."""
        path = self.desktop.root / f'{self._testMethodName}-{len(text)}-{mode:o}'
        path.write_text(text)
        path.chmod(mode)
        return path
