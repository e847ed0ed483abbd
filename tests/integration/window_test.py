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

    def _finish(self, browser):
        result = self._outcome.result
        failed = any(test is self for test, _ in result.failures + result.errors)
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


def main():
    # A test that is told to stop still takes its desktop down.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    unittest.main(verbosity=2)
