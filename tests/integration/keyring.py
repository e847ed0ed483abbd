# SPDX-License-Identifier: LGPL-2.1-or-later
"""gnome-keyring-daemon on the session bus of a desktop."""

import os
import pathlib
import shutil
import subprocess

import gi

gi.require_version('Secret', '1')
from gi.repository import Gio, GLib, Secret  # noqa: E402

from desktop import stop_group, wait_until  # noqa: E402

SERVICE = 'org.freedesktop.secrets'
SCHEMA = Secret.get_schema(Secret.SchemaType.COMPAT_NETWORK)


class Keyring:
    """The keyring of a desktop, or of another bus, unlocked at first."""

    def __init__(self, address=None):
        self._environment = {**os.environ}
        if address is not None:
            self._environment['DBUS_SESSION_BUS_ADDRESS'] = address
        self.process = None
        self.start()

    def start(self):
        self.process = subprocess.Popen(
            ['gnome-keyring-daemon', '--foreground', '--unlock', '--components=secrets'],
            stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=True, env=self._environment)
        self.process.stdin.write(b'opensesame')
        self.process.stdin.close()
        bus = Gio.DBusConnection.new_for_address_sync(
            self._environment['DBUS_SESSION_BUS_ADDRESS'],
            Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT
            | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION, None, None)
        wait_until(lambda: bus.call_sync(
            'org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus', 'NameHasOwner',
            GLib.Variant('(s)', (SERVICE,)), None, 0, -1)[0], 'the keyring')
        # It has its name before it has read, or made, what is in it.
        wait_until(lambda: bus.call_sync(
            SERVICE, '/org/freedesktop/secrets', 'org.freedesktop.Secret.Service', 'ReadAlias',
            GLib.Variant('(s)', ('default',)), None, 0, -1)[0] != '/', 'the default collection')
        bus.close_sync()

    def stop(self):
        Secret.Service.disconnect()
        stop_group(self.process)

    def remove(self):
        """Stops it, and forgets what it held."""
        self.stop()
        shutil.rmtree(pathlib.Path(os.environ['XDG_DATA_HOME']) / 'keyrings', ignore_errors=True)

    def logins(self):
        """All that is saved: its attributes and its password."""
        service = Secret.Service.get_sync(Secret.ServiceFlags.OPEN_SESSION)
        items = service.search_sync(None, {'xdg:schema': 'org.gnome.keyring.NetworkPassword'},
                                    Secret.SearchFlags.ALL | Secret.SearchFlags.LOAD_SECRETS)
        return [(item.get_attributes(), item.get_secret().get_text()) for item in items]

    def passwords(self):
        return {attributes.get('user'): password for attributes, password in self.logins()}

    def attributes(self, username):
        return next(attributes for attributes, _ in self.logins()
                    if attributes.get('user') == username)

    def save(self, server, port, realm, username, password):
        Secret.password_store_sync(SCHEMA, {
            'server': server, 'port': str(port), 'protocol': 'http', 'authtype': 'Basic',
            'domain': realm, 'user': username}, Secret.COLLECTION_DEFAULT, 'test', password)

    def lock(self):
        service = Secret.Service.get_sync(Secret.ServiceFlags.LOAD_COLLECTIONS)
        collection = Secret.Collection.for_alias_sync(service, Secret.COLLECTION_DEFAULT,
                                                      Secret.CollectionFlags.NONE)
        service.lock_sync([collection])
