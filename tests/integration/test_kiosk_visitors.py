#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Between two visitors of a kiosk: the second finds nothing of the first."""

import os
import pathlib

from desktop import wait_until
from kiosk_test import KioskTest, processes
from raw_server import document, protected, response, unauthorized
from remote_page import remote_document
from window_test import main

# What the first visitor leaves wherever a page can leave something.
MARK = 'left-by-the-first-visitor'

WORKER = "oninstall = () => skipWaiting (); onactivate = e => e.waitUntil (clients.claim ());"

LEAVE = f'''(async () => {{
  document.cookie = 'session={MARK}';
  document.cookie = 'lasting={MARK}; max-age=86400; path=/';
  localStorage.mark = sessionStorage.mark = window.name = '{MARK}';
  await new Promise ((resolve, reject) => {{
    const request = indexedDB.open ('{MARK}');
    request.onupgradeneeded = () => request.result.createObjectStore ('s').add ('{MARK}', 'k');
    request.onsuccess = () => {{ request.result.close (); resolve (); }};
    request.onerror = reject;
  }});
  await (await caches.open ('{MARK}')).put ('/kept', new Response ('{MARK}'));
  await navigator.serviceWorker.register ('/worker.js');
  await navigator.serviceWorker.ready;
  await fetch ('/cached');
  history.pushState ({{ mark: '{MARK}' }}, '', '/#{MARK}');
}}) ()'''

FIND = '''(async () => ({
  cookie: document.cookie,
  local: localStorage.length,
  session: sessionStorage.length,
  databases: (await indexedDB.databases ()).length,
  caches: (await caches.keys ()).length,
  workers: (await navigator.serviceWorker.getRegistrations ()).length,
  controlled: navigator.serviceWorker.controller !== null,
  history: history.length,
  state: history.state,
  name: window.name,
  staff: (await fetch ('/staff')).status,
  cached: await (await fetch ('/cached')).text (),
  width: innerWidth,
}))()'''

NOTHING = {'cookie': '', 'local': 0, 'session': 0, 'databases': 0, 'caches': 0, 'workers': 0,
           'controlled': False, 'history': 1, 'state': None, 'name': '', 'staff': 401, 'width': 1280}

FIELD = '<textarea style="position:fixed;inset:0;opacity:0.5" autofocus></textarea>'

# How often somebody says “Done” while it is counted what is left of it.
VISITS = 12


class VisitorsTest(KioskTest):

    def setUp(self):
        super().setUp()
        self.count = 0
        self.server.routes.update({
            '/': response(200, remote_document('Home', FIELD)),
            '/second': response(200, remote_document('Second')),
            '/worker.js': response(200, WORKER, kind='text/javascript'),
            '/cached': self.cached,
            '/staff': protected(response(200, remote_document('Inside')),
                                unauthorized('Basic realm="Staff"')),
            '/frame': response(200, document('Frame')),
        })

    def cached(self, _request):
        self.count += 1
        return response(200, str(self.count), [('Cache-Control', 'max-age=86400')]).replace(
            b'Cache-Control: no-store\r\n', b'')

    def test_visitors(self):
        browser = self.start_kiosk('IdleReset=0')
        self.wait_page('Home')
        with self.step('Done'):
            self.leave_marks(browser)
            with self.new_home():
                self.press(browser, 'Done')
            self.find_nothing(browser)
            self.assertEqual([event['reason'] for event in browser.events.matching('forgotten')],
                             ['user'])
        with self.step('many visits'):
            self.many_visits(browser)
        with self.step('idle'):
            self.idle(browser)
        browser.close()
        with self.step('files after the end'):
            self.assertEqual(self.files_with_mark(), [])

    def sign_in(self, browser):
        self.remote.run("location = '/staff'")
        browser.sheet(self.server.authority).sign_in()
        self.wait_page('Inside')
        self.remote.run("location = '/'")
        self.wait_page('Home')

    def leave_marks(self, browser):
        self.sign_in(browser)
        self.assertEqual(self.remote.ask('fetch ("/staff").then (r => r.status)'), 200)
        self.assertIsNone(self.remote.ask(LEAVE))

        browser.click(640, 500)
        wait_until(lambda: self.remote.ask('document.activeElement.tagName') == 'TEXTAREA', 'focus')
        browser.keyboard(MARK)
        wait_until(lambda: self.remote.ask('document.activeElement.value') == MARK, 'the text')
        browser.keys('ctrl+a', 'ctrl+c', 'End')
        wait_until(lambda: 2 * MARK in self.paste(browser), 'the clipboard')
        browser.keys('ctrl+plus')
        wait_until(lambda: self.remote.ask('innerWidth') < 1280, 'zoom')
        browser.keys('ctrl+f')
        entry = browser.tree.wait(('text', 'entry'), 'Find in this page')
        wait_until(lambda: entry.focused, 'focus in the find bar')
        browser.keyboard(MARK)
        wait_until(lambda: entry.text == MARK, 'what is looked for')

    def paste(self, browser):
        """What is in the field after pasting."""
        browser.keys('ctrl+v')
        browser.keyboard('.')
        text = wait_until(lambda: (self.remote.ask('document.activeElement.value') or '')
                          if '.' in self.remote.ask('document.activeElement.value') else None,
                          'a full stop')
        return text.replace('.', '')

    def find_nothing(self, browser):
        count = self.count
        found = self.remote.ask(FIND)
        self.assertEqual(found.pop('cached'), str(count + 1), 'the server was asked')
        self.assertEqual(found, NOTHING)
        first = self.server.seen('/staff')
        self.assertIsNone(first[-1].get('Authorization'))
        self.assertIsNone(first[-1].get('Cookie'))

        self.assertFalse(browser.tree.wait('push button', 'Back').sensitive)
        browser.keys('alt+Left')
        self.assertEqual(self.remote.ask('location.hash'), '')
        browser.click(640, 500)
        wait_until(lambda: self.remote.ask('document.activeElement.tagName') == 'TEXTAREA', 'focus')
        self.assertEqual(self.remote.ask('document.activeElement.value'), '')
        self.assertEqual(self.paste(browser), '', 'the clipboard')
        browser.keys('ctrl+f')
        entry = browser.tree.wait(('text', 'entry'), 'Find in this page')
        self.assertEqual(entry.text, '', 'what was looked for')
        browser.keys('Escape')
        self.assertEqual(self.files_with_mark(), [])

    def files_with_mark(self):
        """What holds the mark of all files below this desktop; but for the display's own."""
        wanted = [MARK.encode(), MARK.encode('utf-16-le')]
        found = []
        for path in pathlib.Path(self.desktop.root).rglob('*'):
            if path.is_file() and not path.name.startswith('Xvfb'):
                content = path.read_bytes()
                if any(each in content or each in path.name.encode() for each in wanted):
                    found.append(path)
        return found

    def many_visits(self, browser):
        """Whatever a visit takes up is given back: files that are open, and processes."""
        def state():
            return {'files': len(os.listdir(f'/proc/{browser.pid}/fd')),
                    'pages': len(processes(browser.pid, 'WebKitWebProcess')),
                    'network': len(processes(browser.pid, 'WebKitNetworkProcess'))}

        def visit():
            with self.new_home():
                self.press(browser, 'Done')

        def settled(wanted):
            wait_until(lambda: all(state()[name] <= wanted[name] for name in wanted),
                       lambda: f'{wanted}, is {state()}')

        settled({'pages': 1, 'network': 1})
        visit()
        settled({'pages': 1, 'network': 1})
        before = state()
        for _ in range(VISITS):
            visit()
        settled(before)

    def idle(self, browser):
        """Nothing but somebody who is there keeps a visit from ending."""
        self.sign_in(browser)
        self.assertIsNone(self.remote.ask("void (document.cookie = 'idle=1')"))
        events = len(browser.events)
        self.change_policy(browser, 'IdleReset=10')
        browser.keys('shift')
        stamp = self.remote.stamp
        browser.tree.wait('dialog', 'Still There?')
        browser.click(300, 700)
        browser.tree.wait_gone('dialog', 'Still There?')
        self.assertEqual(self.remote.ask('document.cookie'), 'idle=1')
        self.assertEqual(self.remote.stamp, stamp)

        browser.tree.wait('dialog', 'Still There?')
        browser.screenshot('countdown')
        browser.events.wait('forgotten', since=events, reason='idle')
        self.remote.wait_new(stamp)
        self.wait_page('Home')
        self.assertEqual(self.remote.ask('document.cookie'), '')


if __name__ == '__main__':
    main()
