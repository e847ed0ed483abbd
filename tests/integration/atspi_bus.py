# SPDX-License-Identifier: LGPL-2.1-or-later
"""Calls on the accessibility bus. Many at once cost hardly more than one."""

import os

import gi

gi.require_version('Gio', '2.0')
from gi.repository import Gio, GLib  # noqa: E402

# How long a program may take for one answer. A page that is busy is not waited for that long.
PATIENCE = 30000
PAGE_PATIENCE = 1000

_connections = {}


def _connection():
    """The accessibility bus of the session bus that is in the environment."""
    session = os.environ['DBUS_SESSION_BUS_ADDRESS']
    if session not in _connections:
        flags = (Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT
                 | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION)
        bus = Gio.DBusConnection.new_for_address_sync(session, flags, None, None)
        address, = bus.call_sync('org.a11y.Bus', '/org/a11y/bus', 'org.a11y.Bus', 'GetAddress', None,
                                 None, Gio.DBusCallFlags.NONE, PATIENCE, None)
        bus.close_sync()
        _connections[session] = Gio.DBusConnection.new_for_address_sync(address, flags, None, None)
    return _connections[session]


def ask(name, path, interface, method, parameters=None, patience=PATIENCE):
    """What one object answers, unpacked; None when it has gone or cannot."""
    try:
        reply = _connection().call_sync(name, path, interface, method, parameters, None,
                                        Gio.DBusCallFlags.NONE, patience, None)
    except GLib.Error:
        return None
    values = reply.unpack()
    return values[0] if len(values) == 1 else values


def ask_all(calls):
    """What many objects answer to calls, each as for ask(), in the same order."""
    answers = [None] * len(calls)
    pending = len(calls)
    # A context of its own, so that nothing else is done meanwhile.
    context = GLib.MainContext()
    connection = _connection()

    def finish(source, result, index):
        nonlocal pending
        pending -= 1
        try:
            values = source.call_finish(result).unpack()
        except GLib.Error:
            return
        answers[index] = values[0] if len(values) == 1 else values

    context.push_thread_default()
    try:
        for index, (name, path, interface, method, parameters, patience) in enumerate(calls):
            connection.call(name, path, interface, method, parameters, None,
                            Gio.DBusCallFlags.NONE, patience, None, finish, index)
        while pending:
            context.iteration(True)
    finally:
        context.pop_thread_default()
    return answers


class Listener:
    """Hears signals of one kind from all programs."""

    def __init__(self, interface, member):
        self._context = GLib.MainContext()
        self._bodies = []
        self._context.push_thread_default()
        try:
            self._subscription = _connection().signal_subscribe(
                None, interface, member, None, None, Gio.DBusSignalFlags.NONE,
                lambda *signal: self._bodies.append(signal[-1].unpack()))
        finally:
            self._context.pop_thread_default()

    def heard(self):
        """What the signals held that have come so far."""
        while self._context.iteration(False):
            pass
        return list(self._bodies)

    def close(self):
        _connection().signal_unsubscribe(self._subscription)
