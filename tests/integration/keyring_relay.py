# SPDX-License-Identifier: LGPL-2.1-or-later
"""A keyring that is slow, breaks, or goes away in the middle of something.

The keyring itself is a real one, on a bus of its own. What stands for it on the desktop's bus hands
on each message, when and if the test says so.
"""

import os
import subprocess
import threading

import gi

gi.require_version('Gio', '2.0')
from gi.repository import Gio, GLib  # noqa: E402

from desktop import stop_group, wait_until  # noqa: E402
from keyring import SERVICE, Keyring  # noqa: E402

BUS = ('org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus')
KINDS = Gio.DBusMessageType


def connect(address):
    return Gio.DBusConnection.new_for_address_sync(
        address, Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT
        | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION, None, None)


class KeyringRelay:
    """Hands on everything at first."""

    def __init__(self):
        reading, writing = os.pipe()
        self._bus = subprocess.Popen(
            ['dbus-daemon', '--session', '--nofork', '--nopidfile', f'--print-address={writing}'],
            pass_fds=[writing], stderr=subprocess.DEVNULL, start_new_session=True)
        os.close(writing)
        with os.fdopen(reading) as pipe:
            self.address = pipe.readline().strip()
        self.keyring = Keyring(address=self.address)
        self._inner = connect(self.address)
        self._inner.call_sync(*BUS, 'AddMatch', GLib.Variant('(s)', (f"sender='{SERVICE}'",)), None,
                              0, -1)
        self._inner.add_filter(self._on_inner)
        self._stopping = threading.Event()
        self._outer = None
        self.start()

    def start(self):
        """Comes (back), and hands on everything at once."""
        self.calls = []
        self.delay = 0
        self.meanwhile = None
        self.fails = False
        self.last = None
        self._outer = connect(os.environ['DBUS_SESSION_BUS_ADDRESS'])
        self._outer.add_filter(self._on_outer)
        self._outer.call_sync(*BUS, 'RequestName', GLib.Variant('(su)', (SERVICE, 4)), None, 0, -1)
        return self

    def vanish(self):
        """Goes away from the bus, as a process that is killed does."""
        outer, self._outer = self._outer, None
        if outer is not None:
            outer.close_sync()

    def vanish_after(self, count):
        """Hands on so many calls more, and goes away without an answer to the next."""
        self.last = len(self.calls) + count

    def close(self):
        self._stopping.set()
        self.vanish()
        self.keyring.remove()
        self._inner.close_sync()
        stop_group(self._bus)

    def _on_outer(self, outer, message, incoming, *_):
        """Runs in a thread of GDBus, as does the other one."""
        if not incoming or message.get_message_type() != KINDS.METHOD_CALL:
            return message
        self.calls.append(message.get_member())
        if self.last is not None and len(self.calls) > self.last:
            threading.Thread(target=self.vanish, daemon=True).start()
            return None
        threading.Thread(target=self._hand_on, args=[outer, message], daemon=True).start()
        return None

    def _hand_on(self, outer, message):
        # While the keyring has not even been asked, so that who waits for it waits for this too.
        if self.meanwhile is not None:
            self.meanwhile()
        if self._stopping.wait(self.delay) or outer.is_closed():
            return
        if self.fails:
            answer = Gio.DBusMessage.new_method_error_literal(
                message, 'org.freedesktop.DBus.Error.Failed', 'out of order')
        else:
            call = Gio.DBusMessage.new_method_call(SERVICE, message.get_path(),
                                                   message.get_interface(), message.get_member())
            if message.get_body() is not None:
                call.set_body(message.get_body())
            reply, _ = self._inner.send_message_with_reply_sync(
                call, Gio.DBusSendMessageFlags.NONE, 60000, None)
            if reply.get_message_type() == KINDS.ERROR:
                answer = Gio.DBusMessage.new_method_error_literal(
                    message, reply.get_error_name(), 'as the keyring says')
            else:
                answer = Gio.DBusMessage.new_method_reply(message)
                if reply.get_body() is not None:
                    answer.set_body(reply.get_body())
        try:
            outer.send_message(answer, Gio.DBusSendMessageFlags.NONE)
        except GLib.Error:
            # Gone in the meantime.
            pass

    def _on_inner(self, _, message, incoming, *__):
        outer = self._outer
        if (incoming and message.get_message_type() == KINDS.SIGNAL and outer is not None
                and message.get_interface() != BUS[2]):
            signal = Gio.DBusMessage.new_signal(message.get_path(), message.get_interface(),
                                                message.get_member())
            if message.get_body() is not None:
                signal.set_body(message.get_body())
            try:
                outer.send_message(signal, Gio.DBusSendMessageFlags.NONE)
            except GLib.Error:
                pass
        return message

    def wait_call(self, count=1):
        wait_until(lambda: len(self.calls) >= count, lambda: f'{count} calls of {self.calls}')
