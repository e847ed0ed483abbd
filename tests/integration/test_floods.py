#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Pages that ask without end: one sheet an origin between two acts of the person, and no more."""

import itertools
import threading

from desktop import wait_until
from raw_server import RawServer, document, response, unauthorized
from window_test import SharedWindowTest, main

HOSTS = ('127.0.0.1', '127.0.0.2', 'localhost', '::1')


def script(code):
    return f'<script>{code}</script>'


class FloodsTest(SharedWindowTest):

    def setUp(self):
        self.rooms = itertools.count()
        self.servers = [RawServer({'/room': self.ask}, host=host) for host in HOSTS]
        for server in self.servers:
            self.addCleanup(server.close)
        self.server = self.servers[0]
        self.after = ''

    def ask(self, _request):
        """A 401 in another realm each time."""
        return unauthorized(f'Basic realm="Room {next(self.rooms)}"', head=self.after)

    def show(self, head, title='Flood'):
        self.server.routes['/'] = response(200, document('Flood', head=head))
        browser = self.visit(self.server.uri())
        browser.wait_title(title)
        return browser

    def opened(self, browser):
        return [entry['server'] for entry in browser.events.matching('prompt-opened')]

    def assert_one_at_a_time(self, browser):
        """No sheet has opened while another one was."""
        sheets = [entry['event'] for entry in browser.events.all()
                  if entry['event'] in ('prompt-opened', 'prompt-closed')]
        self.assertEqual(sheets[::2], ['prompt-opened'] * len(sheets[::2]))
        self.assertEqual(sheets[1::2], ['prompt-closed'] * len(sheets[1::2]))

    def test_requests_to_rotating_realms_and_hosts(self):
        targets = [server.uri('/room') for server in self.servers]
        browser = self.show(script(f'''
const targets = {targets}; let sent = 0, done = 0;
const next = () => {{ if (sent == 200) return;
  const x = new XMLHttpRequest ();
  x.open ("GET", `${{targets[sent % targets.length]}}?${{sent++}}`);
  x.onloadend = () => {{ if (++done == 200) document.title = "Done"; next (); }};
  x.send (); }};
for (let i = 0; i < 10; i++) next ();'''), title='Done')
        self.assertEqual(self.opened(browser), [])
        self.assertIsNone(browser.find_sheet())
        browser.tree.wait(('label', 'static'), 'Parts of this page need a login at '
                          f'{self.server.authority}.')

    def test_pages_in_rotating_realms_and_hosts(self):
        ring = [server.uri('/room') for server in self.servers]
        following = dict(zip([server.authority for server in self.servers], ring[1:] + ring[:1]))
        self.after = script(f'setTimeout (() => {{ location.href = {following}[location.host]; }}, '
                            '20);')
        browser = self.show(script(f'location.href = "{ring[0]}";'), title='401 body')
        for server in self.servers:
            browser.sheet(server.authority).cancel()
            # The next one asks as soon as this one does not.
            browser.tree.wait_gone('dialog', f'Sign in to {server.authority}')
        rounds = len(self.server.seen('/room'))
        self.server.wait_for('/room', rounds + 4)
        # Each of them has had its question.
        self.assertEqual(self.opened(browser), [server.uri('') for server in self.servers])
        self.assert_one_at_a_time(browser)
        browser.events.wait('verdict', verdict='suppress', reason='asked-before')
        self.assertIsNone(browser.find_sheet())

    def test_refresh_of_itself_in_no_time(self):
        self.after = '<meta http-equiv="refresh" content="0">'
        browser = self.visit(self.server.uri('/room'))
        browser.sheet(self.server.authority).cancel()
        browser.events.wait('prompt-closed', outcome='cancel')
        seen = len(self.server.seen('/room'))
        self.server.wait_for('/room', seen + 20)
        self.assertEqual(len(self.opened(browser)), 1)
        browser.wait_no_sheet()

    def test_pop_ups(self):
        browser = self.show(script(f'''
const open_five = () => [1, 2, 3, 4, 5].map (n => window.open ("{self.server.uri('/room')}?" + n));
document.title = `Flood ${{open_five ().filter (w => w).length}}`;
addEventListener ("keydown", open_five, {{ once: true }});'''), title='Flood 0')
        self.assertEqual(self.server.seen('/room'), [])
        # What the person has not asked for opens nothing; a key of theirs, one sheet.
        browser.keys('x')
        self.server.wait_for('/room', 5)
        wait_until(lambda: len(browser.events.matching('verdict')) == 5, 'all verdicts')
        verdicts = [entry['verdict'] for entry in browser.events.matching('verdict')]
        self.assertEqual(sorted(verdicts), ['prompt'] + ['suppress'] * 4)
        tabs = {entry['tab'] for entry in browser.events.matching('verdict', verdict='suppress')}
        wait_until(lambda: len(browser.tabs()) == 6, 'five more tabs')
        for left in range(5, 0, -1):
            browser.keys('ctrl+w')
            wait_until(lambda left=left: len(browser.tabs()) == left, 'one tab less')
        self.assertLessEqual(len(self.opened(browser)), 1)
        self.assertEqual(len(tabs), 4)

    def test_cancel_then_1000_challenges(self):
        cancelled = threading.Event()
        self.addCleanup(cancelled.set)

        def hold(_request):
            cancelled.wait(60)
            return response(200, 'go', kind='text/plain')
        self.server.routes['/hold'] = hold
        self.after = script('''
fetch ("/hold").then (async () => {
  for (let i = 0; i < 100; i++)
    await Promise.all (Array.from (Array (10).keys (), n => fetch (`/room?${i}${n}`)));
  document.title = "All refused"; });''')
        browser = self.visit(self.server.uri('/room'))
        browser.sheet(self.server.authority).cancel()
        browser.events.wait('prompt-closed', outcome='cancel')
        cancelled.set()
        browser.wait_title('All refused')
        self.assertGreater(len(self.server.seen('/room')), 1000)
        self.assertEqual(len(self.opened(browser)), 1)
        browser.wait_no_sheet()
        # The person may still change their mind.
        browser.tree.wait('push button', 'Sign In…').click()
        browser.sheet(self.server.authority).cancel()
        self.assertEqual(len(self.opened(browser)), 2)


if __name__ == '__main__':
    main()
