#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""A kiosk that nobody looks after comes back to Home by itself."""

import contextlib
import os
import re
import signal
import socket
import threading

from desktop import wait_until
from kiosk_test import KioskTest, processes
from raw_server import response
from remote_page import remote_document
from window_test import main


class Manager:
    """What a service manager hears: a datagram socket, as sd_notify(3) says."""

    def __init__(self, path):
        self.path = path
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind(str(path))
        self._said = []
        # Whoever speaks waits until it is heard.
        threading.Thread(target=self._listen, daemon=True).start()

    @property
    def said(self):
        return list(self._said)

    def _listen(self):
        with contextlib.suppress(OSError):
            while message := self._socket.recv(4096):
                self._said += message.decode().split('\n')

    def wait(self, what, count=1):
        wait_until(lambda: self.said.count(what) >= count, lambda: f'{what} in {self.said}')

    def close(self):
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()


class HealingTest(KioskTest):

    def setUp(self):
        super().setUp()
        self.server.routes.update({
            '/second': response(200, remote_document('Second')),
            '/breaks': lambda request, connection: None,
        })
        self.manager = Manager(self.desktop.root / 'notify')
        self.addCleanup(self.manager.close)

    def kill(self, browser, name):
        """Ends what the sandbox has of a process with this name."""
        found = wait_until(lambda: processes(browser.pid, name), f'a {name}')
        for pid in found:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def pauses(self, browser):
        return [int(number) for number in
                re.findall(r'back to Home in (\d+) s', browser.output.read_text(errors='replace'))]

    def wait_trouble(self, browser, known):
        """Waits for a pause that is new, and for what a visitor sees of it."""
        wait_until(lambda: len(self.pauses(browser)) > known, 'a pause')
        browser.tree.wait('label', 'Back in a Moment')

    def test_healing(self):
        home = self.server.routes['/']
        self.server.routes['/'] = self.server.routes['/breaks']
        browser = self.start_kiosk(environment={
            'NOTIFY_SOCKET': str(self.manager.path), 'WATCHDOG_USEC': '400000',
            'WATCHDOG_PID': None})

        with self.step('Home cannot be reached'):
            self.wait_trouble(browser, 0)
            browser.screenshot('trouble')
            self.manager.wait('READY=1')
            wait_until(lambda: len(self.pauses(browser)) >= 2, 'another try')
            self.assertEqual(self.pauses(browser)[:2], [1, 2])
            self.server.routes['/'] = home
            self.wait_page('Home')
            browser.tree.wait_gone('label', 'Back in a Moment')

        with self.step('Try Now'):
            known = len(self.pauses(browser))
            self.server.routes['/second'] = self.server.routes['/breaks']
            stamp = self.remote.stamp
            self.remote.run("location = '/second'")
            self.wait_trouble(browser, known)
            self.press(browser, 'Try Now')
            self.remote.wait_new(stamp)

        with self.step('the web process crashes, and again'):
            for _ in range(2):
                known = len(self.pauses(browser))
                stamp = self.remote.stamp
                self.kill(browser, 'WebKitWebProcess')
                wait_until(lambda: len(self.pauses(browser)) > known, 'a pause')
                self.press(browser, 'Try Now')
                self.remote.wait_new(stamp)
            pauses = self.pauses(browser)
            self.assertEqual(pauses, [2 ** power for power in range(len(pauses))])

        with self.step('the network process crashes'):
            known = len(self.pauses(browser))
            self.remote.ask("void (document.cookie = 'of=this-visit')")
            stamp = self.remote.stamp
            self.kill(browser, 'WebKitNetworkProcess')
            wait_until(lambda: len(self.pauses(browser)) > known, 'a pause')
            self.press(browser, 'Try Now')
            self.remote.wait_new(stamp)
            self.wait_page('Home')
            self.assertEqual(self.remote.ask('document.cookie'), '')

        with self.step('a page hangs while somebody touches it'):
            known = len(self.pauses(browser))
            stamp = self.remote.stamp
            self.remote.run('for (;;);')
            # The first of them may come before it hangs.
            wait_until(lambda: browser.keys('a') or len(self.pauses(browser)) > known, 'a pause',
                       patience=60)
            self.press(browser, 'Try Now')
            self.remote.wait_new(stamp)

        with self.step('the service manager'):
            said = self.manager.said
            self.assertEqual(said.count('READY=1'), 1)
            self.assertIn('STATUS=The web process has ended', said)
            self.manager.wait('WATCHDOG=1', said.count('WATCHDOG=1') + 2)

        browser.close()
        self.assertIn('STOPPING=1', self.manager.said)


if __name__ == '__main__':
    main()
