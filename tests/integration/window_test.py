# SPDX-License-Identifier: LGPL-2.1-or-later
"""What tests of the window have in common: a private desktop, and runs of Doorward on it."""

import os
import pathlib
import signal
import unittest

from desktop import Desktop

ARTEFACTS = pathlib.Path(os.environ.get('DOORWARD_TEST_ARTEFACTS', 'artefacts'))


class WindowTest(unittest.TestCase):
    """A test case with a desktop of its own for all its tests."""

    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.desktop = Desktop()
        cls.addClassCleanup(cls.desktop.close)

    def start(self, *arguments, name=None, **options):
        """Runs Doorward until the end of the test; then sees that it ended well."""
        # Importing it connects to the buses, which have to be there by then.
        from doorward import Doorward

        browser = Doorward(self.desktop, *arguments, artefacts=ARTEFACTS,
                           name=name or self._testMethodName.removeprefix('test_'), **options)
        self.addCleanup(self._finish, browser)
        return browser

    @property
    def _failed(self):
        result = self._outcome.result
        return any(test is self for test, _ in result.failures + result.errors)

    def _finish(self, browser):
        failed = self._failed
        if failed:
            browser.record_failure()
        browser.close(check=not failed)

    def assert_events(self, browser, *expected, since=0):
        """The log's events from the since-th on are these: each a kind, or a kind and fields."""
        wanted = [(each, {}) if isinstance(each, str) else each for each in expected]
        for position, (kind, _) in enumerate(wanted):
            browser.events.wait(kind, since=0) if position == len(wanted) - 1 else None
        found = browser.events.all()[since:]
        self.assertEqual([entry['event'] for entry in found], [kind for kind, _ in wanted], found)
        for entry, (kind, fields) in zip(found, wanted):
            for name, value in fields.items():
                self.assertEqual(entry.get(name), value, f'{name} of {entry}')


class SharedWindowTest(WindowTest):
    """A test case whose tests take turns in one run of Doorward, which is started just once.

    Each has servers of its own, so that nothing which one has left is of any meaning to the next.
    """

    _browser = None

    @classmethod
    def _close_browser(cls):
        browser, cls._browser = cls._browser, None
        if browser is not None:
            browser.close()

    def visit(self, uri):
        """Opens an address in a fresh tab, the only one, and with an event log that is empty."""
        from doorward import Doorward

        cls = type(self)
        if cls._browser is None:
            cls._browser = Doorward(self.desktop, artefacts=ARTEFACTS, name=cls.__name__.lower())
            cls.addClassCleanup(cls._close_browser)
        browser = cls._browser
        browser.name = self._testMethodName.removeprefix('test_')
        self.addCleanup(self._leave, browser)
        browser.only_new_tab()
        browser.events.begin()
        browser.go(uri)
        return browser

    def _leave(self, browser):
        """After a failure the next test gets a run of its own."""
        if self._failed:
            browser.record_failure()
            browser.close(check=False)
            type(self)._browser = None


def main():
    # A test that is told to stop still takes its desktop down.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    unittest.main(verbosity=2)
