#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What a person sets: it counts at once, and the next time, and only where it should."""

import os
import pathlib
import subprocess

from desktop import wait_until
from raw_server import RawServer, document, response
from window_test import WindowTest, main

SCHEMAS = pathlib.Path(os.environ['DOORWARD_BUILD']) / 'data'
APPLICATION = 'org.doorward.Doorward'

# It tells its own size in its title; one CSS pixel is as large as the zoom makes it.
RULER = document('?', head='''<script>
addEventListener ('resize', () => { document.title = innerWidth + ' wide'; });
</script>''')


class SettingsTest(WindowTest):
    """Each test has settings of its own, in a file that outlives the program."""

    def setUp(self):
        self.file = pathlib.Path(os.environ['XDG_CONFIG_HOME']) / 'glib-2.0' / 'settings' / 'keyfile'
        self.file.unlink(missing_ok=True)
        self.environment = {'GSETTINGS_BACKEND': 'keyfile', 'GSETTINGS_SCHEMA_DIR': str(SCHEMAS)}
        self.server = RawServer({
            '/start': response(200, document('Start')),
            '/other': response(200, document('Other')),
            '/file': response(200, 'contents', [
                ('Content-Disposition', 'attachment; filename="report.txt"')]),
        })
        self.addCleanup(self.server.close)
        self.runs = 0

    def run_browser(self, *arguments):
        self.runs += 1
        return self.start(*arguments, name=f'{self._testMethodName}-{self.runs}',
                          environment=self.environment)

    def settings(self, *arguments):
        return subprocess.run(['gsettings', *arguments], capture_output=True, text=True, check=True,
                              env={**os.environ, **self.environment}).stdout.strip()

    def get(self, key):
        return self.settings('get', APPLICATION, key)

    def set(self, key, value):
        self.settings('set', APPLICATION, key, value)

    def preferences(self, browser):
        browser.keys('ctrl+comma')
        return wait_until(lambda: next((frame for frame in browser.tree.children
                                        if frame.find('spin button') is not None
                                        or frame.find('text', 'Start page') is not None), None),
                          lambda: f'the preferences in {browser.tree.dump()}')

    def test_start_page(self):
        self.set('start-page', self.server.uri('/start'))
        browser = self.run_browser()
        browser.wait_title('Start')
        # A new tab is empty all the same; a new window begins with it.
        browser.keys('ctrl+t')
        browser.wait_title('New Tab')
        browser.close()

        browser = self.run_browser(self.server.uri('/other'))
        browser.wait_title('Other')
        browser.close()
        self.assertEqual(len(self.server.seen('/start')), 1)

    def test_automation_takes_and_leaves_nothing(self):
        self.set('start-page', self.server.uri('/start'))
        self.set('zoom', '200')
        before = self.file.read_text()
        browser = self.run_browser('--automation')
        browser.wait_title('New Tab')
        browser.close()
        self.assertEqual(self.server.seen('/start'), [])
        self.assertEqual(self.file.read_text(), before)

    def test_zoom(self):
        self.set('zoom', '150')
        browser = self.run_browser(self.server.uri('/start'))
        browser.wait_title('Start')
        self.assertIsNone(browser.tree.find('push button', lambda name: name.endswith(' %')))
        browser.keys('ctrl+plus')
        browser.tree.wait('push button', '180 %')
        browser.keys('ctrl+0')
        browser.tree.wait_gone('push button', '180 %')

        # What is changed counts at once, for pages of the usual size.
        self.set('zoom', '100')
        browser.keys('ctrl+plus')
        browser.tree.wait('push button', '120 %')

    def test_download_folder(self):
        folder = self.desktop.root / 'elsewhere' / 'deep'
        self.set('download-folder', str(folder))
        browser = self.run_browser(self.server.uri('/start'))
        browser.wait_title('Start')
        browser.go(self.server.uri('/file'))
        wait_until(lambda: (folder / 'report.txt').is_file()
                   and (folder / 'report.txt').read_text() == 'contents', 'the file')
        browser.tree.wait('label', 'Downloaded report.txt')

    def test_style(self):
        self.set('color-scheme', 'dark')
        browser = self.run_browser(self.server.uri('/start'))
        browser.wait_title('Start')

        def brightness():
            # Of the window's upper edge, where no page is.
            left, top, width, _ = browser.geometry
            pixels = self.desktop.screen.grab(left + 40, top + 20, width // 4, 4)[2]
            return sum(pixels) / len(pixels)
        wait_until(lambda: brightness() < 100, lambda: f'a dark window, is {brightness()}')
        browser.screenshot('dark')
        self.set('color-scheme', 'light')
        wait_until(lambda: brightness() > 150, lambda: f'a light window, is {brightness()}')

    def test_size_of_the_window(self):
        browser = self.run_browser(self.server.uri('/start'))
        browser.wait_title('Start')
        browser.resize(800, 600)
        wait_until(lambda: 780 < int(self.get('window-width')) <= 800, lambda: self.get('window-width'))
        kept = self.file.read_text()
        browser.close()

        browser = self.run_browser(self.server.uri('/start'))
        browser.wait_title('Start')
        wait_until(lambda: browser.tree.find('frame').extents[2] <= 800, 'the width')
        browser.close()

        # A private window begins with it, and keeps nothing.
        browser = self.run_browser('--private', self.server.uri('/start'))
        wait_until(lambda: browser.tree.find('frame') is not None
                   and browser.tree.find('frame').extents[2] <= 800, 'the width')
        browser.resize(640, 480)
        browser.close()
        self.assertEqual(self.file.read_text(), kept)

    def test_preferences_window(self):
        browser = self.run_browser(self.server.uri('/other'))
        browser.wait_title('Other')
        window = self.preferences(browser)
        browser.screenshot('preferences')
        frame = wait_until(lambda: subprocess.run(
            ['xdotool', 'search', '--onlyvisible', '--name', '^Preferences$'], capture_output=True,
            text=True, check=False).stdout.split(), 'the window on the display')[0]

        def press(*keys):
            subprocess.run(['xdotool', 'windowfocus', '--sync', frame, *keys], check=True)
        row = window.wait('text', 'Start page')
        # It has the focus from the beginning.
        press('type', '--delay', '5', 'not an address')
        press('key', 'Return')
        wait_until(lambda: row.text == 'not an address', lambda: row.text)
        self.assertEqual(self.get('start-page'), "''")
        press('key', 'ctrl+a')
        press('type', '--delay', '5', self.server.uri('/start'))
        press('key', 'Return')
        wait_until(lambda: self.get('start-page') == repr(self.server.uri('/start')),
                   lambda: self.get('start-page'))
        press('key', 'Escape')
        browser.close()

        browser = self.run_browser()
        browser.wait_title('Start')


if __name__ == '__main__':
    main()
