#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""logins.py BENCH-LOGINS

How long the page of logins takes to open with 5,000 logins in a gnome-keyring, against 50 in another
one. Fails when that is more than half as long again. To fill the keyring takes a minute or two.
"""

import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'integration'))
# pylint: disable=wrong-import-position
from desktop import Desktop  # noqa: E402

FEW = 50
MANY = 5000
MOST_RATIO = 1.5

SERVICE = ('org.freedesktop.secrets', '/org/freedesktop/secrets')
# It is forgotten when the keyring ends, and not written to a file after each item.
COLLECTION = '/org/freedesktop/secrets/collection/session'


def fill(n):
    from gi.repository import Gio, GLib

    bus = Gio.bus_get_sync(Gio.BusType.SESSION)
    session = bus.call_sync(*SERVICE, 'org.freedesktop.Secret.Service', 'OpenSession',
                            GLib.Variant('(sv)', ('plain', GLib.Variant('s', ''))), None, 0, -1)[1]
    for number in range(n):
        properties = {
            'org.freedesktop.Secret.Item.Label': GLib.Variant('s', f'login {number}'),
            'org.freedesktop.Secret.Item.Attributes': GLib.Variant('a{ss}', {
                'xdg:schema': 'org.gnome.keyring.NetworkPassword', 'protocol': 'https',
                'server': f'host-{number * 7919 % 10007}.example', 'port': '0', 'domain': 'Staff',
                'authtype': 'Basic', 'user': f'user-{number}'})}
        bus.call_sync(SERVICE[0], COLLECTION, 'org.freedesktop.Secret.Collection', 'CreateItem',
                      GLib.Variant('(a{sv}(oayays)b)',
                                   (properties, (session, b'', b'secret', 'text/plain'), False)),
                      None, 0, -1)


def measure(bench, n):
    """Milliseconds until there are rows."""
    with Desktop():
        from keyring import Keyring

        keyring = Keyring()
        try:
            fill(n)
            run = subprocess.run([bench, '--keyring'], check=True, capture_output=True, text=True)
        finally:
            keyring.stop()
    return float(run.stdout.split()[-1])


def main():
    if len(sys.argv) == 3:
        print(measure(sys.argv[1], int(sys.argv[2])))
        return 0
    # Each in a program of its own: libsecret knows one bus only.
    few, many = (float(subprocess.run([sys.executable, __file__, sys.argv[1], str(n)], check=True,
                                      capture_output=True, text=True).stdout)
                 for n in (FEW, MANY))
    print(f'opens with {FEW} logins in gnome-keyring: {few:.1f} ms, with {MANY}: {many:.1f} ms, '
          f'ratio {many / few:.2f} (at most {MOST_RATIO})')
    return 0 if many / few <= MOST_RATIO else 1


if __name__ == '__main__':
    sys.exit(main())
