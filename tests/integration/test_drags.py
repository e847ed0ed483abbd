#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What is dragged over a page: no page gets a file by it, and none lives on because of it."""

import select
import subprocess
import threading

from desktop import PATIENCE, wait_until
from kiosk_test import KioskTest
from raw_server import response
from remote_page import remote_document
from window_test import main

PAGE = '''<style>div, input { position: fixed; left: 100px; width: 300px; height: 100px }</style>
<div draggable="true" style="top: 50px; background: silver"></div>
<input type="file" style="top: 350px">
<script>
let begun = 0, over = 0, clicks = 0;
ondragstart = event => { event.dataTransfer.setData ('text/uri-list', what); begun++; };
ondragover = () => { over++; };
onclick = () => { clicks++; };
fetch ('/held');
</script>'''

# In the window, whose toolbar is 65 pixels high: what can be dragged, and where it goes.
BOX, FIELD, NOTHING, TOOLBAR = (200, 165), (200, 465), (900, 465), (400, 30)


class DragsTest(KioskTest):

    def setUp(self):
        super().setUp()
        self.gone = threading.Event()
        self.server.routes.update({
            '/drags': response(200, remote_document('Drags', PAGE)),
            '/held': self.hold,
        })

    def hold(self, request, connection):
        """Answers never, and knows when nobody waits for it any more."""
        select.select([connection], [], [])
        self.gone.set()

    def pointer(self, browser, place, *then):
        subprocess.run(['xdotool', 'mousemove', '--window', browser.window_id,
                        *map(str, place), *then], check=True)

    def begin(self, browser, uri):
        """Drags this out of the box."""
        self.remote.ask(f'window.what = "{uri}", begun = over = 0')
        self.pointer(browser, BOX, 'mousedown', '1')

        def begun(left=[BOX[0]]):
            left[0] += 5
            self.pointer(browser, (left[0], BOX[1]))
            return self.remote.ask('begun')
        wait_until(begun, 'a drag')

    def move(self, browser, place):
        """Moves what is dragged about here, as somebody does who looks for a place for it."""
        for offset in range(20):
            self.pointer(browser, (place[0] + offset, place[1]))
            self.remote.ask('over')

    def start_page(self, *settings):
        browser = self.start_kiosk(*settings)
        self.wait_page('Home')
        self.remote.run("location = '/drags'")
        self.wait_page('Drags')
        # Before there is what follows the pointer, a window as well.
        self.assertTrue(browser.window_id)
        return browser

    def test_files(self):
        """WebKitGTK 2.50 gives a page whatever file it says that it has dragged itself."""
        file = self.desktop.root / 'file.txt'
        file.write_text('Not for pages')
        browser = self.start_page('FileChooser=true')

        with self.step('a link'):
            self.begin(browser, self.server.uri('/'))
            self.move(browser, NOTHING)
            self.assertGreater(self.remote.ask('over'), 0)
            self.pointer(browser, TOOLBAR, 'mouseup', '1')

        with self.step('a file'):
            self.begin(browser, file.as_uri())
            self.move(browser, FIELD)
            self.pointer(browser, FIELD, 'mouseup', '1')
            self.assertEqual(self.remote.ask('over'), 0)
            wait_until(lambda: browser.click(*NOTHING) or self.remote.ask('clicks'), 'a click')
            self.assertEqual(self.remote.ask("document.querySelector ('input').files.length"), 0)

    def test_end_of_visit(self):
        """GTK 4.8 keeps what something was dragged from."""
        browser = self.start_page()
        self.begin(browser, self.server.uri('/'))
        self.move(browser, NOTHING)
        self.pointer(browser, TOOLBAR, 'mouseup', '1')
        with self.new_home():
            self.press(browser, 'Done')
        self.assertTrue(self.gone.wait(PATIENCE), 'the page of the visit is still there')


if __name__ == '__main__':
    main()
