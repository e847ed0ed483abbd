#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""link-peer.py SOCKET: tries to talk to a shell's end of the network link, and says how it went."""

import sys

import gi

gi.require_version('Gio', '2.0')
from gi.repository import Gio, GLib  # noqa: E402 pylint: disable=wrong-import-position

try:
    Gio.DBusConnection.new_for_address_sync(
        f'unix:path={sys.argv[1]}', Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT, None, None)
    print('accepted')
except GLib.Error as error:
    print('unreachable' if error.matches(Gio.io_error_quark(), Gio.IOErrorEnum.PERMISSION_DENIED)
          else 'refused')
