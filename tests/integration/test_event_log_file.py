#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The event log of the running program: rotated, on a full disk, and with nobody who reads it."""

import contextlib
import os
import pathlib
import signal
import subprocess

import event_log  # noqa: F401  (finds event_rules)
import event_rules
from apache import Apache
from certificates import Authority
from desktop import wait_until
from window_test import ARTEFACTS, WindowTest, main

# Sixty events, more than a small disk or the buffer of a small pipe takes.
MANY = '''<!DOCTYPE html><title>many</title><script>
onload = async () => {
  for (let i = 0; i < 30; i++)
    await fetch ('/basic/?' + i + 'x'.repeat (1500));
  document.title = 'done';
};
</script>'''
LOST = 'An event could not be logged'


class EventLogTest(WindowTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.apache = Apache(cls.desktop.root / 'apache', Authority(cls.desktop.root / 'authority'))
        cls.addClassCleanup(cls.apache.close)
        (cls.apache.root / 'pages' / 'many.html').write_text(MANY)

    def open(self, log):
        """A browser with this log, which has told of many events."""
        browser = self.start(f'--event-log={log}', self.apache.uri('/many.html'), event_log=False)
        browser.wait_title('done')
        return browser

    def use(self, browser):
        """Whatever becomes of the log, the browser does its work."""
        browser.go(self.apache.uri('/basic/'))
        browser.sheet(self.apache.authority).sign_in()
        browser.wait_title('Inside by Basic')

    def lost(self, browser):
        return browser.output.read_text().count(LOST)

    def test_rotation(self):
        """What came before SIGHUP is in the old file, what comes after it in the new one."""
        log = ARTEFACTS / 'rotated.events'
        old = ARTEFACTS / 'rotated.events.1'
        for path in (log, old):
            path.unlink(missing_ok=True)
        browser = self.open(log)
        log.rename(old)
        browser.go(self.apache.uri('/basic/'))
        wait_until(lambda: 'prompt-opened' in old.read_text(), 'the question in the old file')
        os.kill(browser.pid, signal.SIGHUP)
        wait_until(log.exists, 'the new file')
        self.assertEqual(log.stat().st_mode & 0o777, 0o600)
        browser.sheet(self.apache.authority).sign_in()
        browser.wait_title('Inside by Basic')
        browser.close()
        before, after = event_rules.read(old), event_rules.read(log)
        self.assertEqual([event['event'] for event in after], ['prompt-closed', 'accepted'])
        self.assertEqual(list(event_rules.findings(before + after)), [])
        self.assertEqual(self.lost(browser), 0)

    def test_no_space(self):
        """/dev/full never takes anything."""
        browser = self.open('/dev/full')
        self.use(browser)
        self.assertEqual(self.lost(browser), 1)

    def test_full_disk(self):
        """A disk that is full in the middle of a line, and has room again later."""
        disk = self.desktop.root / 'disk'
        disk.mkdir()
        mounted = subprocess.run(['mount', '-t', 'tmpfs', '-o', 'size=16k', 'doorward', str(disk)],
                                 check=False, capture_output=True, text=True)
        if mounted.returncode != 0:
            self.skipTest(f'needs to mount: {mounted.stderr}')
        self.addCleanup(subprocess.run, ['umount', '-l', str(disk)], check=True)
        log = disk / 'events'
        browser = self.open(log)
        self.assertEqual(self.lost(browser), 1)
        self.assertEqual(log.stat().st_size, 16384)
        torn = log.read_bytes()
        self.assertFalse(torn.endswith(b'\n'))
        # Somebody makes room without a word: the next event is on a line of its own.
        os.truncate(log, 8192)
        browser.go(self.apache.uri('/basic/'))
        wait_until(lambda: b'prompt-opened' in log.read_bytes(), 'the question in the log')
        lines = log.read_bytes()[8192:].decode().splitlines()
        self.assertEqual(lines[0], '')
        self.assertIn('challenge', lines[1])
        # Somebody takes it away and says so.
        log.unlink()
        os.kill(browser.pid, signal.SIGHUP)
        wait_until(log.exists, 'the new file')
        browser.sheet(self.apache.authority).sign_in()
        browser.wait_title('Inside by Basic')
        self.assertEqual([event['event'] for event in event_rules.read(log)],
                         ['prompt-closed', 'accepted'])

    def test_pipe(self):
        """A reader that stops reading, and goes."""
        pipe = pathlib.Path(self.desktop.root / 'pipe')
        os.mkfifo(pipe)
        reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
        with contextlib.ExitStack() as stack:
            stack.callback(os.close, reader)
            browser = self.open(pipe)
            self.use(browser)
            self.assertEqual(self.lost(browser), 1)
        browser.go(self.apache.uri('/digest/'))
        browser.sheet(self.apache.authority).sign_in()
        browser.wait_title('Inside by Digest')


if __name__ == '__main__':
    main()
