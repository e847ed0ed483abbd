# SPDX-License-Identifier: LGPL-2.1-or-later
"""A polkit that says what a test wants, on a system bus of its own."""

import os
import subprocess
import sys

import gi

gi.require_version('Gio', '2.0')
from gi.repository import Gio, GLib  # noqa: E402

from desktop import stop_group, wait_until  # noqa: E402

NAME = 'org.freedesktop.PolicyKit1'
ACTION = 'org.doorward.Doorward.reveal-password'


class Polkit:
    """Refuses everything at first. What is started after it finds it on the system bus."""

    def __init__(self):
        reading, writing = os.pipe()
        self._bus = subprocess.Popen(
            ['dbus-daemon', '--session', '--nofork', '--nopidfile', f'--print-address={writing}'],
            pass_fds=[writing], stderr=subprocess.DEVNULL, start_new_session=True)
        os.close(writing)
        with os.fdopen(reading) as pipe:
            self._address = pipe.readline().strip()
        os.environ['DBUS_SYSTEM_BUS_ADDRESS'] = self._address
        self._mock = subprocess.Popen(
            [sys.executable, '-m', 'dbusmock', '--system', '--template', 'polkitd'],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        self._connection = Gio.DBusConnection.new_for_address_sync(
            self._address, Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT
            | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION, None, None)
        wait_until(lambda: self._call('org.freedesktop.DBus', '/org/freedesktop/DBus',
                                      'org.freedesktop.DBus', 'NameHasOwner',
                                      GLib.Variant('(s)', (NAME,)))[0], 'polkit')

    def _call(self, name, path, interface, method, parameters):
        return self._connection.call_sync(name, path, interface, method, parameters, None,
                                          Gio.DBusCallFlags.NONE, -1).unpack()

    def allow(self, *actions):
        self._call(NAME, '/org/freedesktop/PolicyKit1/Authority', 'org.freedesktop.DBus.Mock',
                   'SetAllowed', GLib.Variant('(as)', (actions,)))

    def close(self):
        del os.environ['DBUS_SYSTEM_BUS_ADDRESS']
        self._connection.close_sync()
        stop_group(self._mock)
        stop_group(self._bus)
