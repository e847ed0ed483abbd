#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The program whose companion cannot be loaded: it signs in and out, and says what is missing."""

import os
import pathlib
import shutil

from desktop import wait_until
from raw_server import RawServer, document, protected, response, unauthorized
from window_test import WindowTest, main

MISSING = 'No companion in the network process'


class WithoutCompanionTest(WindowTest):

    def test_without_companion(self):
        # A program that was not installed has its companion beside it. This one is of no use.
        program = self.desktop.root / 'app' / 'doorward'
        program.parent.mkdir()
        shutil.copy2(pathlib.Path(os.environ['DOORWARD_BINARY']), program)
        companion = self.desktop.root / 'network' / 'companion' / 'libdoorward-network.so'
        companion.parent.mkdir(parents=True)
        companion.write_bytes(b'no library')
        refusal = unauthorized('Basic realm="Room"')
        # Which every cache may keep.
        pages = {path: protected(response(200, document(title)).replace(b'no-store',
                                                                        b'max-age=86400'), refusal)
                 for path, title in (('/', 'Inside'), ('/2', 'Further inside'))}
        pages['/public'] = response(200, document('Public'))
        with RawServer(pages) as first, RawServer(pages) as second:
            schemas = str(pathlib.Path(os.environ['DOORWARD_BUILD']) / 'data')
            browser = self.start(first.uri('/'), binary=program,
                                 environment={'GSETTINGS_SCHEMA_DIR': schemas})
            browser.sheet(first.authority).sign_in()
            browser.wait_title('Inside')
            browser.go(second.uri('/'))
            browser.sheet(second.authority).sign_in()
            browser.tree.wait_gone('dialog', f'Sign in to {second.authority}')
            browser.wait_title('Inside')

            # By what a page was given nobody knows: the login is of its server.
            browser.go(second.uri('/public'))
            browser.wait_title('Public')
            browser.tree.wait('push button', 'Signed in')
            browser.go(second.uri('/'))
            browser.wait_title('Inside')

            # Signed out of one, the other is not asked about again.
            browser.tree.wait('push button', 'Signed in').children[0].click()
            browser.tree.wait('push button', f'Sign Out of {second.authority}').click()
            browser.sheet(second.authority).cancel()
            browser.go(first.uri('/'))
            browser.wait_title('Inside')
            browser.wait_no_sheet()

            # What is gone back to meanwhile is of a cache, and asks as soon as that is cleared.
            browser.go(first.uri('/2'))
            browser.wait_title('Further inside')
            browser.keys('ctrl+shift+Delete', 'alt+Left')
            browser.sheet(first.authority).cancel()
            browser.wait_title('401 body')

        self.assertEqual([entry['reason'] for entry in browser.events.matching('limited')],
                         ['no-companion'])
        self.assertEqual(browser.output.read_text().count(MISSING), 1)
        self.see_about(browser)

    def see_about(self, browser):
        browser.keys('F10')
        browser.tree.wait('menu item', 'About Doorward').click()
        browser.tree.wait('list item', 'Details')
        browser.turn_to('About')
        browser.keys('Tab', 'Return')

        def said():
            return any('network companion is missing' in label.name + label.text
                       for label in browser.tree.find_all(('label', 'static')))
        wait_until(said, lambda: f'what is missing, in\n{browser.tree.dump()}')
        browser.screenshot('about')
        browser.keys('Escape', 'Escape')
        browser.turn_to('401 body — Doorward')


if __name__ == '__main__':
    main()
