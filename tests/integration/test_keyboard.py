#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The keyboard alone is enough: every control is within its reach, whatever the page holds."""

from desktop import wait_until
from raw_server import RawServer, document, protected, response, unauthorized
from window_test import SharedWindowTest, main

# More than there are controls in a window.
MOST_STEPS = 40

# It never lets go of the Tab key.
GREEDY = '''<input id="field" autofocus><script>
addEventListener ('keydown', event => { if (event.key == 'Tab') event.preventDefault (); }, true);
</script>'''


class KeyboardTest(SharedWindowTest):

    def open(self, refusal='<p>Ask us.</p>'):
        server = RawServer({
            '/': protected(response(200, document('Inside')),
                           unauthorized('Basic realm="Room"', body=refusal)),
            '/bearer': unauthorized('Bearer realm="api"'),
        })
        self.addCleanup(server.close)
        return server

    @staticmethod
    def focus(browser):
        """Role and name of what has the focus."""
        node = browser.tree.find_focus()
        return (node.role, node.name) if node is not None else None

    def walk(self, browser, key, target):
        """Presses a key until the target has the focus; everything that had it on the way."""
        seen = []
        for _ in range(MOST_STEPS):
            before = self.focus(browser)
            if before == target:
                return seen
            seen.append(before)
            browser.keys(key)
            wait_until(lambda: self.focus(browser) not in (None, before),
                       lambda: f'focus to go on from {before}: {browser.tree.dump()}')
        self.fail(f'{target} is out of the reach of {key}: {seen}')

    def sign_in_by_keys(self, browser, server):
        sheet = browser.sheet(server.authority)
        wait_until(lambda: sheet.username.focused, 'focus in the user name')
        browser.keyboard('ada')
        browser.keys('Tab')
        browser.keyboard('lovelace')
        browser.keys('Return')
        browser.wait_title('Inside')
        browser.wait_no_sheet()

    def cancelled(self, refusal='<p>Ask us.</p>'):
        server = self.open(refusal)
        browser = self.visit(server.uri('/'))
        sheet = browser.sheet(server.authority)
        wait_until(lambda: sheet.username.focused, 'focus in the user name')
        browser.keys('Escape')
        browser.wait_no_sheet()
        browser.bar()
        return server, browser

    def test_tab_to_the_bar(self):
        for key in ('Tab', 'shift+Tab'):
            with self.subTest(key=key):
                server, browser = self.cancelled()
                self.walk(browser, key, ('push button', 'Sign In…'))
                browser.keys('Return')
                self.sign_in_by_keys(browser, server)

    def test_around_the_window(self):
        server, browser = self.cancelled()
        browser.keys('ctrl+l')
        wait_until(lambda: browser.location.focused, 'focus in the location entry')
        browser.keys('Tab')
        seen = self.walk(browser, 'Tab', ('text', 'Location'))
        for control in [('push button', 'Main Menu'), ('push button', 'Sign In…'),
                        ('push button', 'Close'), ('push button', 'Reload'),
                        ('filler', 'WebKitWebView'), ('filler', 'AdwGizmo')]:
            self.assertIn(control, seen)

    def test_around_the_sheet(self):
        server = self.open()
        browser = self.visit(server.uri('/'))
        sheet = browser.sheet(server.authority)
        wait_until(lambda: sheet.username.focused, 'focus in the user name')
        browser.keyboard('x')
        browser.keys('Tab')
        seen = self.walk(browser, 'Tab', ('text', 'Username'))
        for control in [('password text', 'Password'), ('check box', 'Remember this login'),
                        ('push button', 'Cancel'), ('push button', 'Sign In'),
                        ('text', 'Location'), ('push button', 'Main Menu')]:
            self.assertIn(control, seen)
        self.assertNotIn(('filler', 'WebKitWebView'), seen)

    def test_panes(self):
        """F6 leads on, even out of a page that never lets go."""
        for keys, order in [
                ('F6', [('text', 'Location'), ('push button', 'Sign In…'),
                        ('filler', 'WebKitWebView')]),
                ('shift+F6', [('push button', 'Sign In…'), ('text', 'Location'),
                              ('filler', 'WebKitWebView')])]:
            with self.subTest(keys=keys):
                server, browser = self.cancelled(GREEDY)
                wait_until(lambda: self.focus(browser) == ('filler', 'WebKitWebView'),
                           'focus in the page')
                for pane in order:
                    browser.keys(keys)
                    wait_until(lambda: self.focus(browser) == pane,
                               lambda: f'{pane}, is {self.focus(browser)}')
                self.walk(browser, keys, ('push button', 'Sign In…'))
                browser.keys('Return')
                browser.sheet(server.authority)

                # With the sheet over the page, it is the sheet's turn instead.
                wait_until(lambda: self.focus(browser) == ('text', 'Username'), 'the sheet')
                self.walk(browser, keys, ('text', 'Location'))
                self.walk(browser, keys, ('text', 'Username'))
                self.sign_in_by_keys(browser, server)

    def test_panes_without_a_bar(self):
        server = self.open()
        browser = self.visit(server.uri('/nowhere'))
        browser.wait_title('Not here')
        wait_until(lambda: self.focus(browser) == ('filler', 'WebKitWebView'), 'focus in the page')
        for pane in [('text', 'Location'), ('filler', 'WebKitWebView'), ('text', 'Location')]:
            browser.keys('F6')
            wait_until(lambda: self.focus(browser) == pane, lambda: f'{pane}, is {self.focus(browser)}')

    def test_bar_without_sign_in(self):
        server = self.open()
        browser = self.visit(server.uri('/bearer'))
        browser.bar()
        self.walk(browser, 'F6', ('push button', 'Close'))
        browser.keys('Return')
        browser.tree.wait_gone('alert')

    def test_reveal(self):
        server = self.open()
        browser = self.visit(server.uri('/'))
        sheet = browser.sheet(server.authority)
        wait_until(lambda: sheet.username.focused, 'focus in the user name')
        browser.keyboard('ada')
        browser.keys('Tab')
        browser.keyboard('love')
        wait_until(lambda: sheet.password.text == '••••', lambda: sheet.password.text)
        browser.keys('alt+v')
        wait_until(lambda: sheet.password.text == 'love', lambda: sheet.password.text)
        browser.screenshot('revealed')
        browser.keys('alt+v')
        wait_until(lambda: sheet.password.text == '••••', lambda: sheet.password.text)

    def test_shortcuts_window(self):
        server = self.open()
        browser = self.visit(server.uri('/nowhere'))
        browser.keys('ctrl+question')
        wait_until(lambda: [frame.name for frame in browser.tree.children
                            if frame.name == 'GtkShortcutsWindow'], 'the window of shortcuts')
        browser.screenshot('shortcuts')
        browser.keys('Escape')
        wait_until(lambda: 'GtkShortcutsWindow' not in [frame.name for frame in browser.tree.children],
                   'the window of shortcuts to close')


if __name__ == '__main__':
    main()
