#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""No password can be seen from outside: on buses, in files, titles and /proc, or in a core dump."""

import base64
import os
import pathlib
import re
import struct
import subprocess

from desktop import stop_group, wait_until
from memory import MOST
from raw_server import RawServer, document, protected, response, unauthorized
from window_test import ARTEFACTS, WindowTest, main

# No part of it from the beginning is anything else that anybody says.
PASSWORD = 'Qz7Xj9Vw'
LOGIN = f'ada:{PASSWORD}'
TRACES = (PASSWORD.encode(), PASSWORD.encode('utf-16-le'), PASSWORD.encode('utf-32-le'),
          base64.b64encode(LOGIN.encode()))


def traces(data):
    return [trace for trace in TRACES if trace in data]


def regions(pid):
    """Each piece of writable memory: start, end, and whether it is left out of a core dump."""
    region = None
    with open(f'/proc/{pid}/smaps', encoding='utf-8', errors='replace') as smaps:
        for line in smaps:
            header = re.match(r'([0-9a-f]+)-([0-9a-f]+) (\S+) ', line)
            if header:
                region = (int(header[1], 16), int(header[2], 16)) if 'w' in header[3] else None
            elif line.startswith('Rss:'):
                resident = int(line.split()[1])
            elif line.startswith('VmFlags:') and region and resident:
                yield *region, 'dd' in line.split()


def count(pid, *texts):
    """How often any of them is in what a core dump of a process would have, and in the rest."""
    counts = [0, 0]
    with open(f'/proc/{pid}/mem', 'rb', 0) as memory:
        for start, end, excepted in regions(pid):
            try:
                memory.seek(start)
                data = memory.read(min(end - start, MOST))
            except OSError:
                # A mapping of a device.
                continue
            counts[excepted] += sum(data.count(text) for text in texts)
    return counts


class Monitor:
    """All messages on a bus, as they are."""

    def __init__(self, address, path):
        self._path = path
        with open(path, 'wb') as output:
            self._process = subprocess.Popen(['dbus-monitor', '--address', address, '--binary'],
                                             stdout=output, stderr=subprocess.DEVNULL,
                                             start_new_session=True)
        wait_until(lambda: path.stat().st_size, 'a monitor on the bus')

    def stop(self):
        stop_group(self._process)
        return self._path.read_bytes()


class SecrecyTest(WindowTest):

    def setUp(self):
        from keyring import Keyring

        self.keyring = Keyring()
        self.addCleanup(self.keyring.remove)
        self.server = RawServer({
            '/': response(200, document('Public')),
            **{path: protected(response(200, document(title)),
                               unauthorized('Basic realm="inside"'), LOGIN)
               for path, title in (('/in/', 'Inside'), ('/elsewhere/', 'Inside, elsewhere'))}})
        self.addCleanup(self.server.close)

    def watch_buses(self):
        from gi.repository import Gio

        session = os.environ['DBUS_SESSION_BUS_ADDRESS']
        address = Gio.bus_get_sync(Gio.BusType.SESSION).call_sync(
            'org.a11y.Bus', '/org/a11y/bus', 'org.a11y.Bus', 'GetAddress', None, None, 0, -1,
            None)[0]
        return [Monitor(each, self.desktop.root / f'bus-{number}')
                for number, each in enumerate((session, address))]

    def assert_not_said(self, data):
        self.assertEqual(traces(data), [])
        # Nor letter by letter, as it was typed.
        for length in range(1, len(PASSWORD) + 1):
            for part in (PASSWORD[:length], PASSWORD[length - 1:length]):
                said = struct.pack('<I', len(part)) + part.encode() + b'\0'
                self.assertNotIn(said, data, f'“{part}” was said on a bus')

    def processes(self, browser):
        """Those of a run: they bear the desktop's folder in their environment."""
        group = os.getpgid(browser.process.pid)
        for entry in pathlib.Path('/proc').iterdir():
            try:
                if entry.name.isdigit() and os.getpgid(int(entry.name)) == group:
                    yield entry
            except ProcessLookupError:
                continue

    def assert_not_in_proc(self, browser):
        seen = 0
        for process in self.processes(browser):
            for name in ('cmdline', 'environ', 'comm', 'status', 'maps'):
                try:
                    data = (process / name).read_bytes()
                except OSError:
                    continue
                seen += 1
                self.assertEqual(traces(data), [], f'{name} of {process.name}')
        self.assertGreater(seen, 10)

    def assert_not_in_titles(self, browser):
        windows = subprocess.run(['xdotool', 'search', '--pid', str(browser.pid)],
                                 capture_output=True, text=True, check=True).stdout.split()
        self.assertTrue(windows)
        for window in windows:
            said = subprocess.run(['xprop', '-id', window], capture_output=True, check=True).stdout
            self.assertEqual(traces(said), [], f'properties of window {window}')

    def assert_not_in_core(self, browser):
        """It is known, but nobody who sends in a report sends it along."""
        self.assertGreater(count(browser.pid, self.server.uri('/in/').encode())[False], 0)
        dumped, excepted = count(browser.pid, *TRACES)
        self.assertGreater(excepted, 0)
        self.assertEqual(dumped, 0)

    def assert_not_in_files(self):
        for folder in (self.desktop.root, ARTEFACTS):
            for path in folder.rglob('*'):
                if path.is_file() and not path.name.startswith(('bus-', 'Xvfb_')):
                    self.assertEqual(traces(path.read_bytes()), [], path)

    def test_typed(self):
        environment = {'GSETTINGS_BACKEND': 'keyfile'}
        browser = self.start(self.server.uri('/in/'), environment=environment, name='typed')
        sheet = browser.sheet(self.server.authority)
        box = sheet.node.wait('check box', 'Remember this login')
        monitors = self.watch_buses()
        browser.keys('alt+r')
        wait_until(lambda: box.checked, 'the check box to be checked')
        browser.keys('alt+u')
        browser.keyboard('ada')
        browser.keys('Tab')
        browser.keyboard(PASSWORD)
        wait_until(lambda: sheet.password.text == '•' * len(PASSWORD), 'the password')
        self.assert_not_in_titles(browser)
        browser.keys('Return')
        browser.wait_title('Inside')
        browser.events.wait('saved')
        browser.wait_no_sheet()
        self.assertEqual(self.keyring.passwords(), {'ada': PASSWORD})
        self.assert_not_in_titles(browser)
        self.assert_not_in_proc(browser)
        self.assert_not_in_core(browser)
        browser.close()

        # From the keyring into the sheet, and to the server.
        browser = self.start(self.server.uri('/in/'), environment=environment, name='proposed')
        sheet = browser.sheet(self.server.authority)
        wait_until(lambda: sheet.button('Sign In').focused, 'focus on Sign In')
        self.assertEqual(sheet.password.text, '•' * len(PASSWORD))
        browser.keys('Return')
        browser.wait_title('Inside')
        browser.events.wait('accepted')
        self.assert_not_in_core(browser)
        # Known for that realm, but asked for once more.
        browser.go(self.server.uri('/elsewhere/'))
        browser.wait_title('Inside, elsewhere')
        self.assert_not_in_core(browser)
        browser.close()
        for monitor in monitors:
            self.assert_not_said(monitor.stop())
        self.assert_not_in_files()

    def test_given(self):
        port = self.server.port
        with RawServer({'/': response(407, document('Proxy'), [
                ('Proxy-Authenticate', 'Basic realm="proxy"')])}) as proxy:
            browser = self.start(f'--proxy=http://{LOGIN}@{proxy.authority}',
                                 f'--login=http://127.0.0.1:{port}',
                                 f'http://{LOGIN}@127.0.0.1:{port}/in/',
                                 environment={'DOORWARD_LOGIN': LOGIN, 'http_proxy':
                                              f'http://{LOGIN}@{proxy.authority}'},
                                 name='given')
            browser.tree.wait('text', 'Location')
            self.assert_not_in_proc(browser)
            self.assertIn(f'http://ada:{"*" * len(PASSWORD)}@127.0.0.1:{port}/in/'.encode(),
                          pathlib.Path(f'/proc/{browser.pid}/cmdline').read_bytes())
            self.assert_not_in_titles(browser)
            browser.close()
        self.assert_not_in_files()


if __name__ == '__main__':
    main()
