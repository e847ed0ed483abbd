#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The program as `meson install` leaves it: every file in its place, and it signs in."""

import json
import os
import pathlib
import subprocess
import sys

from raw_server import RawServer, document, protected, response, unauthorized
from window_test import WindowTest, main

BUILD = pathlib.Path(os.environ['DOORWARD_BUILD'])


def prefix():
    options = json.loads((BUILD / 'meson-info' / 'intro-buildoptions.json').read_text())
    return pathlib.Path(next(each['value'] for each in options if each['name'] == 'prefix'))


class InstalledTest(WindowTest):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.root = prefix()
        subprocess.run(['meson', 'install', '-C', BUILD, '--no-rebuild', '--quiet'], check=True,
                       stdout=subprocess.DEVNULL)

    def test_files(self):
        for name in ('bin/doorward',
                     'share/applications/org.doorward.Doorward.desktop',
                     'share/metainfo/org.doorward.Doorward.metainfo.xml',
                     'share/glib-2.0/schemas/org.doorward.Doorward.gschema.xml',
                     'share/glib-2.0/schemas/gschemas.compiled',
                     'share/icons/hicolor/scalable/apps/org.doorward.Doorward.svg',
                     'share/icons/hicolor/symbolic/apps/org.doorward.Doorward-symbolic.svg',
                     'share/doorward/policy.conf',
                     'share/locale/de/LC_MESSAGES/doorward.mo',
                     'share/man/man1/doorward.1',
                     'share/man/man5/doorward-policy.5'):
            path = self.root / name
            self.assertTrue(path.is_file() or path.with_name(f'{path.name}.gz').is_file(), path)

    def test_units(self):
        units = self.root / 'lib' / 'systemd'
        for unit, arguments in ((units / 'user' / 'doorward-kiosk.service', ['--user']),
                                (units / 'system' / 'doorward-kiosk@.service', [])):
            with self.subTest(unit):
                self.assertIn(f'{self.root}/bin/doorward --kiosk', unit.read_text())
                check = subprocess.run(['systemd-analyze', 'verify', '--man=no', *arguments, unit],
                                       stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                                       check=False)
                # Whoever checks need not have the compositor.
                said = [line for line in check.stdout.splitlines() if 'cage' not in line]
                self.assertEqual(said, [])

    def run_at(self, server, **environment):
        return self.start(server.uri('/'), binary=self.root / 'bin' / 'doorward', environment={
            'XDG_DATA_DIRS': f'{self.root}/share:/usr/local/share:/usr/share', **environment})

    def serve(self):
        refusal = unauthorized('Basic realm="Room"')
        server = RawServer({'/': protected(response(200, document('Inside')), refusal)})
        self.addCleanup(server.close)
        return server

    def test_signs_in(self):
        server = self.serve()
        browser = self.run_at(server)
        browser.sheet(server.authority).sign_in()
        browser.wait_title('Inside')

    def test_speaks_german(self):
        entry = self.root / 'share' / 'applications' / 'org.doorward.Doorward.desktop'
        self.assertIn('GenericName[de]=Webbrowser', entry.read_text())
        server = self.serve()
        browser = self.run_at(server, LANGUAGE='de')
        sheet = browser.tree.wait('dialog', f'Anmelden bei {server.authority}')
        sheet.wait(('label', 'static'), 'Die Seite sagt: „Room“')
        browser.screenshot('sheet')
        sheet.wait(('text', 'entry'), 'Benutzername').type('ada')
        sheet.wait('password text', 'Passwort').type('wrong-horse')
        sheet.wait('push button', 'Anmelden').click()
        sheet.wait(('label', 'static'), lambda name: name.startswith('Nicht angenommen.'))
        browser.screenshot('refused')
        sheet.wait('push button', 'Abbrechen').click()
        browser.tree.wait('push button', 'Anmelden …')
        browser.screenshot('bar')


if __name__ == '__main__':
    if not prefix().is_relative_to(BUILD):
        print(f'the prefix {prefix()} is outside of the build: not installing there')
        sys.exit(77)
    main()
