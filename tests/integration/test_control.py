#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""org.doorward.Auth1 and doorwardctl: who may answer, who gets errors, and what nobody can read."""

import json
import os
import pathlib
import socket
import subprocess

from apache import PASSWORD, USERNAME, Apache
from certificates import Authority
from desktop import wait_until
from event_log import PASSWORDS
from window_test import WindowTest, main

NAME = 'org.doorward.Doorward'
PATH = '/org/doorward/Doorward/Auth'
INTERFACE = 'org.doorward.Auth1'


class ControlTest(WindowTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.apache = Apache(cls.desktop.root / 'apache', Authority(cls.desktop.root / 'authority'))
        cls.addClassCleanup(cls.apache.close)

    def ctl(self, *arguments, password=None, status=0, **options):
        """Runs doorwardctl; returns what it printed."""
        result = subprocess.run([os.environ['DOORWARDCTL_BINARY'], *arguments], check=False,
                                input=(password or '') + '\n', capture_output=True, text=True,
                                timeout=30, **options)
        self.assertEqual(result.returncode, status, result.stderr)
        return result.stdout

    def listed(self, command):
        return [json.loads(line) for line in self.ctl('--json', command).splitlines()]

    def bus(self):
        from gi.repository import Gio
        return Gio.DBusConnection.new_for_address_sync(
            os.environ['DBUS_SESSION_BUS_ADDRESS'],
            Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT
            | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION)

    def call(self, bus, method, signature=None, *arguments):
        """The result of a call, or the name of the error on the bus."""
        from gi.repository import Gio, GLib
        parameters = GLib.Variant(signature, arguments) if signature else None
        try:
            return bus.call_sync(NAME, PATH, INTERFACE, method, parameters, None,
                                 Gio.DBusCallFlags.NO_AUTO_START, 20000, None).unpack()
        except GLib.Error as error:
            return Gio.DBusError.get_remote_error(error)

    def test_answers(self):
        """Wrong, then right, then out, then cancelled; the window shows all of it."""
        browser = self.start('--control', self.apache.uri('/basic/'))
        server = f'http://{self.apache.authority}'
        browser.events.wait('prompt-opened')
        [prompt] = self.listed('prompts')
        self.assertEqual({name: prompt[name] for name in ('state', 'server', 'realm', 'scheme')},
                         {'state': 'open', 'server': server, 'realm': 'Basic room',
                          'scheme': 'basic'})

        self.ctl('submit', str(prompt['id']), USERNAME, password='wrong-horse')
        refused = browser.events.wait('refused')
        self.assertEqual(refused['id'], prompt['id'])
        second = browser.events.wait('prompt-opened', attempt=2)
        [prompt] = self.listed('prompts')
        self.assertEqual(prompt['id'], second['id'])
        self.assertEqual(prompt['username'], USERNAME)

        reading, writing = os.pipe()
        os.write(writing, f'{PASSWORD}\n'.encode())
        os.close(writing)
        self.ctl(f'--password-fd={reading}', 'submit', str(prompt['id']), USERNAME,
                 pass_fds=[reading])
        os.close(reading)
        browser.events.wait('accepted', id=prompt['id'])
        browser.wait_title('Inside by Basic')
        browser.wait_no_sheet()
        self.assertEqual(self.ctl('prompts'), '')
        [session] = self.listed('sessions')
        self.assertEqual(session['username'], USERNAME)
        self.assertTrue(session['accepted'])
        for password in PASSWORDS:
            self.assertNotIn(password, json.dumps(session))

        since = len(browser.events)
        self.ctl('forget', server)
        browser.events.wait('forgotten', reason='user', server=server)
        self.assertEqual(self.ctl('sessions'), '')
        # The page loads again by itself, and asks.
        opened = browser.events.wait('prompt-opened', since=since)
        self.ctl('cancel', str(opened['id']))
        browser.events.wait('prompt-closed', id=opened['id'], outcome='cancel')
        self.ctl('cancel', str(opened['id']), status=1)

    def test_tabs(self):
        """A prompt behind another tab is listed, and can be answered there."""
        browser = self.start('--control', self.apache.uri('/'), self.apache.uri('/basic/'))
        browser.events.wait('prompt-opened')
        [prompt] = self.listed('prompts')
        self.ctl('submit', str(prompt['id']), USERNAME, password=PASSWORD)
        browser.events.wait('accepted', id=prompt['id'])
        self.ctl('forget', '--all')
        browser.events.wait('forgotten')
        self.assertEqual(self.ctl('sessions'), '')

    def test_watch(self):
        browser = self.start('--control')
        wait_until(lambda: self.call(self.bus(), 'ListPrompts') == ([],), 'the interface')
        with subprocess.Popen([os.environ['DOORWARDCTL_BINARY'], '--json', 'watch'],
                              stdout=subprocess.PIPE, text=True) as watch:
            wait_until(lambda: pathlib.Path(f'/proc/{watch.pid}/task').exists()
                       and self._is_connected(watch.pid), 'the watcher on the bus')
            browser.go(self.apache.uri('/basic/'))
            lines = []
            for line in watch.stdout:
                lines.append(json.loads(line))
                if lines[-1]['event'] == 'prompt-opened':
                    break
            self.assertEqual(lines, browser.events.all()[:len(lines)])
            browser.close()
            self.assertEqual(watch.wait(20), 0)

    def _is_connected(self, pid):
        from gi.repository import Gio, GLib
        bus = self.bus()

        def ask(method, parameters=None):
            return bus.call_sync('org.freedesktop.DBus', '/org/freedesktop/DBus',
                                 'org.freedesktop.DBus', method, parameters, None,
                                 Gio.DBusCallFlags.NONE, 20000, None).unpack()[0]
        return any(ask('GetConnectionUnixProcessID', GLib.Variant('(s)', (name,))) == pid
                   for name in ask('ListNames') if name.startswith(':'))

    def test_off(self):
        """Nothing is there unless it is asked for."""
        self.start(self.apache.uri('/basic/')).events.wait('prompt-opened')
        self.assertIn(self.call(self.bus(), 'ListPrompts'),
                      ('org.freedesktop.DBus.Error.UnknownMethod',
                       'org.freedesktop.DBus.Error.UnknownObject',
                       'org.freedesktop.DBus.Error.ServiceUnknown',
                       'org.freedesktop.DBus.Error.NameHasNoOwner'))
        self.ctl('prompts', status=3)

    def test_usage(self):
        for arguments in [(), ('dance',), ('submit',), ('submit', 'x', 'y'), ('cancel', '-1'),
                          ('forget',), ('prompts', 'all'), ('--password-fd=x', 'prompts')]:
            with self.subTest(arguments):
                self.ctl(*arguments, status=2)

    def test_hostile(self):
        """Callers who are mistaken or mean get errors; the question stays, and so does the size."""
        browser = self.start('--control', self.apache.uri('/basic/'))
        number = browser.events.wait('prompt-opened')['id']
        bus = self.bus()
        self._introspect(bus)
        prompts = self.call(bus, 'ListPrompts')
        megabyte = 'x' * 1000000
        for method, signature, arguments, error in [
                ('Submit', '(tssb)', (number + 1000, 'a', 'b', False), 'NoSuchPrompt'),
                ('Submit', '(tssb)', (0, 'a', 'b', False), 'NoSuchPrompt'),
                ('Submit', '(tssb)', (2 ** 64 - 1, 'a', 'b', False), 'NoSuchPrompt'),
                ('Submit', '(tssb)', (number, megabyte, 'b', False), 'InvalidCredentials'),
                ('Submit', '(tssb)', (number, 'a', megabyte, False), 'InvalidCredentials'),
                ('Submit', '(tssb)', (number, 'a:b', 'c', False), 'InvalidCredentials'),
                ('Submit', '(tssb)', (number, 'a\n', 'c', False), 'InvalidCredentials'),
                ('Submit', '(tssb)', (number, '', '', False), 'InvalidCredentials'),
                ('Cancel', '(t)', (number + 1000,), 'NoSuchPrompt')]:
            with self.subTest(method, arguments=str(arguments)[:40]):
                self.assertEqual(self.call(bus, method, signature, *arguments),
                                 f'org.doorward.Error.{error}')
        for server in ('', 'x', 'ftp://x', 'http://', megabyte, 'http://' + megabyte):
            with self.subTest(server[:40]):
                self.assertEqual(self.call(bus, 'Forget', '(s)', server),
                                 'org.freedesktop.DBus.Error.InvalidArgs')
        self.assertEqual(self.call(bus, 'Submit', '(s)', 'x'),
                         'org.freedesktop.DBus.Error.InvalidArgs')
        self.assertEqual(self.call(bus, 'Sing'), 'org.freedesktop.DBus.Error.UnknownMethod')

        self._send_invalid_utf8()
        self._flood()
        self.assertEqual(self.call(bus, 'ListPrompts'), prompts)
        before = self._memory(browser)
        self._flood()
        self.assertEqual(self.call(bus, 'ListPrompts'), prompts)
        if not self._is_sanitized(browser):
            self.assertLess(self._memory(browser) - before, 8 << 20)
        self.assertEqual(self.call(bus, 'Submit', '(tssb)', number, USERNAME, PASSWORD, False), ())
        browser.events.wait('accepted', id=number)

    def _introspect(self, bus):
        """The interface says of itself what its published description says, and nothing more."""
        from gi.repository import Gio
        said = bus.call_sync(NAME, PATH, 'org.freedesktop.DBus.Introspectable', 'Introspect', None,
                             None, Gio.DBusCallFlags.NO_AUTO_START, 20000, None).unpack()[0]
        source = pathlib.Path(__file__).resolve().parents[2]
        published = (source / 'data' / f'{INTERFACE}.xml').read_text()

        def describe(xml):
            interface = Gio.DBusNodeInfo.new_for_xml(xml).lookup_interface(INTERFACE)
            self.assertEqual(interface.properties, [])
            return ({method.name: ([(arg.name, arg.signature) for arg in method.in_args],
                                   [(arg.name, arg.signature) for arg in method.out_args])
                     for method in interface.methods},
                    {signal.name: [(arg.name, arg.signature) for arg in signal.args]
                     for signal in interface.signals})
        methods, signals = describe(said)
        self.assertEqual((methods, signals), describe(published))
        self.assertEqual({name: ''.join(signature for _, signature in arguments)
                          for name, (arguments, _) in methods.items()},
                         {'ListPrompts': '', 'Submit': 'tssb', 'Cancel': 't', 'ListSessions': '',
                          'Forget': 's', 'ForgetAll': ''})
        self.assertEqual(signals['Event'][0][1], 'a{sv}')

    @staticmethod
    def _is_sanitized(browser):
        """AddressSanitizer keeps what was freed, so it has no size to speak of."""
        return 'libasan' in pathlib.Path(f'/proc/{browser.pid}/maps').read_text()

    @staticmethod
    def _memory(browser):
        return int(pathlib.Path(f'/proc/{browser.pid}/statm').read_text().split()[1]) * 4096

    def _flood(self):
        """A thousand calls of callers who do not wait for an answer, and go."""
        from gi.repository import Gio, GLib
        for _ in range(10):
            bus = self.bus()
            for number in range(100):
                bus.call(NAME, PATH, INTERFACE, 'Submit',
                         GLib.Variant('(tssb)', (10 ** 9 + number, 'a', 'x' * 10000, False)),
                         None, Gio.DBusCallFlags.NO_AUTO_START, -1, None, None)
            bus.flush_sync()
            bus.close_sync()

    def _send_invalid_utf8(self):
        """The bus itself ends the connection of whoever sends what is no text."""
        address = os.environ['DBUS_SESSION_BUS_ADDRESS'].split(',')[0]
        with socket.socket(socket.AF_UNIX) as caller:
            path = address.split('=', 1)[1]
            caller.connect('\0' + path if 'abstract' in address else path)
            caller.sendall(b'\0AUTH EXTERNAL ' + str(os.getuid()).encode().hex().encode()
                           + b'\r\n')
            self.assertTrue(caller.recv(1000).startswith(b'OK '))
            caller.sendall(b'BEGIN\r\n')
            self.assertEqual(self._raw_call(caller, b'Hello', b'org.freedesktop.DBus', b'/', b'')[0],
                             ord('l'))
            caller.sendall(self._message(b'Forget', NAME.encode(), PATH.encode(), b'\xff\xfe\xfd'))
            caller.settimeout(20)
            received = b'-'
            while received:
                try:
                    received = caller.recv(65536)
                except ConnectionResetError:
                    break

    def _raw_call(self, caller, member, destination, path, body):
        caller.sendall(self._message(member, destination, path, body))
        return caller.recv(65536)

    @staticmethod
    def _message(member, destination, path, body):
        """A method call with one string that need not be one, by hand."""
        def text(kind, value):
            data = len(value).to_bytes(4, 'little') + value + b'\0'
            return bytes([kind, 1]) + (b'o' if kind == 1 else b's') + b'\0' + data

        def padded(data):
            return data + b'\0' * (-len(data) % 8)
        fields = padded(text(1, path)) + padded(text(6, destination))
        if destination == NAME.encode():
            fields += padded(text(2, INTERFACE.encode()))
        if body:
            fields += padded(bytes([8, 1]) + b'g\0\x01s\0')
            body = len(body).to_bytes(4, 'little') + body + b'\0'
        fields += text(3, member)
        header = (b'l\x01\0\x01' + len(body).to_bytes(4, 'little') + b'\x01\0\0\0'
                  + len(fields).to_bytes(4, 'little') + fields)
        return padded(header) + body


if __name__ == '__main__':
    main()
