#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What WebKit and GTK open besides the window of a kiosk is of one visit, and leads nowhere."""

import os
import re
import signal
import subprocess

from desktop import wait_until
from kiosk_test import KioskTest
from raw_server import document, response
from remote_page import remote_document
from window_test import main

# The pointer is never over the field itself, which has a tooltip, a window of its own.
FIELD = '<form><label style="position:fixed;inset:0"><input type="file" hidden></label></form>'

# What xprop says of a window that stands by itself.
WINDOW = re.compile('_NET_WM_WINDOW_TYPE = _NET_WM_WINDOW_TYPE_(?:NORMAL|DIALOG)\nWM_NAME = "(.*)"\n')

# How many seconds nobody need be there. The countdown comes when half of them are left.
IDLE_RESET = 'IdleReset=10'


class DialogsTest(KioskTest):

    routes = {
        '/chooser': response(200, remote_document('Chooser', FIELD)),
        # Not before all has been loaded, and a page that runs commands never has.
        '/print': response(200, document('Paper', head='<script>onload = () => setTimeout (print);'
                                                       '</script>')),
    }

    def windows(self, browser):
        """The names of the program's windows on the display, but for menus and the like."""
        found = subprocess.run(['xdotool', 'search', '--onlyvisible', '--pid', str(browser.pid)],
                               capture_output=True, text=True, check=False).stdout.split()
        said = [subprocess.run(['xprop', '-id', window, '-notype', '_NET_WM_WINDOW_TYPE', 'WM_NAME'],
                               capture_output=True, text=True, check=False).stdout
                for window in found]
        return [match[1] for match in map(WINDOW.match, said) if match]

    def wait_windows(self, browser, *names):
        wait_until(lambda: sorted(self.windows(browser)) == sorted(['Doorward', *names]),
                   lambda: f'windows {names}, are {self.windows(browser)}')

    def choose(self, browser):
        """Has the page open what files are chosen with."""
        self.remote.run("location = '/chooser'")
        self.wait_page('Chooser')
        browser.click(640, 500)
        self.wait_windows(browser, 'Select File')
        browser.turn_to('Select File')

    def find_entry(self, browser):
        """Where a visitor would write the name of a file."""
        return browser.tree.find('text', 'GtkFileChooserEntry')

    def test_file_chooser(self):
        browser = self.start_kiosk('FileChooser=true')
        self.wait_page('Home')
        self.choose(browser)

        with self.step('inspectors'):
            # When this is there, so is what the keys before it have opened.
            browser.keys('ctrl+shift+d', 'ctrl+shift+i', 'slash')
            wait_until(lambda: self.find_entry(browser), 'an entry')
            browser.keys('BackSpace')
            self.wait_windows(browser, 'Select File')

        with self.step('what is done with files'):
            browser.keys('Escape')
            wait_until(lambda: not self.find_entry(browser), 'the list of files')
            for place in ('Recent', 'Other Locations'):
                self.assertIsNone(browser.tree.find('label', place))
            browser.keys('shift+F10')
            browser.tree.wait('menu item', lambda name: 'Open With File Manager' in name)
            self.assertEqual([item for item in browser.tree.find_all('menu item')
                              if item.sensitive], [])
            browser.keys('Escape')
            browser.tree.wait_gone('menu item')
            node = browser.tree.wait('text', 'Connect to Server')
            while node.sensitive:
                self.assertNotEqual(node.name, 'Select File', 'servers can be connected to')
                node = node.parent
            browser.click(500, 250)
            browser.keys('slash', 'BackSpace')
            wait_until(lambda: self.find_entry(browser), 'an entry')

        with self.step('somebody who chooses is there'):
            stamp = self.remote.stamp
            self.change_policy(browser, 'FileChooser=true', IDLE_RESET)
            browser.keys('shift')
            browser.tree.wait('dialog', 'Still There?')
            browser.keys('shift')
            browser.tree.wait_gone('dialog', 'Still There?')
            self.assertEqual(self.remote.stamp, stamp)
            self.wait_windows(browser, 'Select File')

        with self.step('nobody is there'):
            browser.tree.wait('dialog', 'Still There?')
            self.remote.wait_new(stamp)
            self.wait_page('Home')
            self.wait_windows(browser)

        with self.step('the next visitor'):
            self.change_policy(browser, 'FileChooser=true')
            browser.turn_to('Doorward')
            self.choose(browser)
            self.assertIsNone(self.find_entry(browser))
            browser.close()

    def test_print(self):
        browser = self.start_kiosk('Printing=true')
        self.wait_page('Home')
        self.remote.run("location = '/print'")
        self.wait_windows(browser, 'Print')
        dialog = browser.tree.wait('dialog', 'Print')
        self.assertIsNone(dialog.find('label', 'Print to File'), dialog.dump())
        count = len(self.server.seen('/'))
        self.press(browser, 'Done')
        self.wait_windows(browser)
        self.server.wait_for('/', count + 1)
        self.wait_page('Home')

        self.remote.run("location = '/print'")
        self.wait_windows(browser, 'Print')
        browser.close()

    def test_desktop(self):
        """A dialog keeps no program from ending."""
        browser = self.start(self.server.uri('/print'))
        dialog = browser.tree.wait('dialog', 'Print')
        dialog.wait('label', 'Print to File')
        os.kill(browser.pid, signal.SIGTERM)
        self.assertEqual(browser.process.wait(10), 0)


if __name__ == '__main__':
    main()
