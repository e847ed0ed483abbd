#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The same pages give the same events, whatever the window manager and the tab in front."""

import contextlib

from selenium.webdriver.support.ui import WebDriverWait

from apache import PASSWORD, USERNAME
from desktop import stop_group, wait_until
from raw_server import RawServer, document, response
from webdriver_test import WebDriverTest
from window_test import main

# One part after the other: what is loaded at once comes back in any order.
PARTS = '''<!DOCTYPE html><title>parts</title><script>
onload = async () => {
  for (const path of ['/basic/', '/digest/', '/basic/second.html'])
    await fetch (path);
  const image = new Image ();
  await new Promise (done => { image.onload = image.onerror = done; image.src = '/basic/image'; });
  const frame = document.createElement ('iframe');
  await new Promise (done => { frame.onload = done; frame.src = '/digest/second.html';
                               document.body.append (frame); });
  document.title = 'done';
};
</script><body>'''
LEAVES = '''<!DOCTYPE html><title>leaves</title>
<meta http-equiv="refresh" content="0; url=/digest/second.html">'''


class DeterministicTest(WebDriverTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        pages = cls.apache.root / 'pages'
        (pages / 'parts.html').write_text(PARTS)
        (pages / 'leaves.html').write_text(LEAVES)

    @contextlib.contextmanager
    def window_manager(self):
        """One that makes every window fill the display."""
        manager = self.desktop.manage_windows()
        try:
            yield
        finally:
            stop_group(manager)

    def visit(self, driver, events):
        """What a test might do in one tab; each step waits for what it leads to."""
        def load(uri, title):
            driver.get(uri)
            WebDriverWait(driver, 30).until(lambda driver: driver.title == title)

        def asked(count):
            wait_until(lambda: len(events.matching('prompt-opened')) == count, f'question {count}')

        load(self.apache.uri('/basic/'), 'Refused by Apache')
        asked(1)
        load(self.apache.uri('/parts.html'), 'done')
        load(self.apache.uri('/leaves.html'), 'Refused by Apache')
        asked(2)
        load(self.with_userinfo(USERNAME, 'wrong-horse', '/basic/'), 'Refused by Apache')
        asked(3)
        load(self.with_userinfo(USERNAME, PASSWORD, '/basic/'), 'Inside by Basic')
        load(self.apache.uri('/parts.html'), 'done')
        load(self.with_userinfo(USERNAME, PASSWORD, '/digest/'), 'Inside by Digest')
        load(self.apache.uri('/parts.html'), 'done')
        load(self.apache.uri('/leaves.html'), 'Inside by Digest 2')

    def run_once(self, name, *in_front):
        """The events of all this, without what tells one run from the other anyway."""
        driver, events = self.start(name=f'-{name}')
        [tab] = driver.window_handles
        for kind in in_front:
            driver.switch_to.new_window(kind)
            driver.get(self.apache.uri('/'))
            driver.switch_to.window(tab)
        self.visit(driver, events)
        return [{key: value for key, value in event.items() if key != 'time'}
                for event in events.all()]

    def test_same_events(self):
        expected = self.run_once('bare')
        kinds = [event['event'] for event in expected]
        self.assertEqual([kinds.count(kind) for kind in ('prompt-opened', 'refused', 'accepted')],
                         [3, 1, 2], expected)
        self.assertGreater(kinds.count('verdict'), 8)
        self.doCleanups()
        for name, managed, in_front in [('again', False, ()), ('managed', True, ()),
                                        ('tab', False, ('tab',)), ('window', False, ('window',)),
                                        ('managed-tab', True, ('window', 'tab'))]:
            with self.subTest(name), contextlib.ExitStack() as stack:
                if managed:
                    stack.enter_context(self.window_manager())
                self.assertEqual(self.run_once(name, *in_front), expected)
                self.doCleanups()

    def test_no_icons(self):
        """When an icon is fetched depends on what else happens."""
        server = RawServer({f'/{number}': response(200, document(f'Page {number}'))
                            for number in range(5)})
        self.addCleanup(server.close)
        driver, _ = self.start()
        for number in range(5):
            driver.get(server.uri(f'/{number}'))
            self.assertEqual(driver.title, f'Page {number}')
        self.assertEqual([request.path for request in server.requests],
                         [f'/{number}' for number in range(5)])

    def test_every_tab_asks(self):
        """Two tabs that wait for the same login both ask, whichever is in front."""
        for name, order in [('first', (0, 1)), ('second', (1, 0))]:
            driver, events = self.start(name=f'-{name}')
            driver.switch_to.new_window('tab')
            handles = driver.window_handles
            for index in order:
                driver.switch_to.window(handles[index])
                driver.get(self.apache.uri('/basic/'))
            wait_until(lambda events=events: len(events.matching('prompt-opened')) == 2, 'two questions')
            self.assertEqual({event['tab'] for event in events.matching('prompt-opened')}, {1, 2})
            self.doCleanups()


if __name__ == '__main__':
    main()
