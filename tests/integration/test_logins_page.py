#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The page of logins: what is saved, in use and never saved, and what can be done to it."""

import pathlib
import subprocess

from desktop import wait_until
from logins_test import REALM, LoginsTest
from window_test import main


class LoginsPage:
    """The open page of a browser."""

    def __init__(self, browser):
        self.browser = browser
        browser.tree.wait_gone('dialog', 'Logins')
        browser.keys('F10')
        wait_until(self._press_item, 'the item in the menu')
        self.node = browser.tree.wait('dialog', 'Logins')
        self.window = wait_until(lambda: subprocess.run(
            ['xdotool', 'search', '--onlyvisible', '--name', '^Logins$'], capture_output=True,
            text=True, check=False).stdout.split(), 'the window of the page')[-1]

    def _press_item(self):
        # The menu is made while it opens.
        item = self.browser.tree.find('menu item', 'Logins…')
        try:
            return item is not None and (item.click() or True)
        except AssertionError:
            return False

    def keys(self, *names):
        subprocess.run(['xdotool', 'windowfocus', '--sync', self.window], check=True)
        subprocess.run(['xdotool', 'key', '--clearmodifiers', '--delay', '5', *names], check=True)

    def rows(self):
        """What the rows say: places and users."""
        saved = self.node.find('list', 'Saved logins')
        return [tuple(label.name for label in row.find_all('label'))
                for row in (saved.find_all('list item') if saved else [])]

    def wait_rows(self, *places):
        wait_until(lambda: [row[0] for row in self.rows() if row] == list(places),
                   lambda: f'rows {places}, are {self.rows()}')

    def search(self, text):
        self.node.wait('entry', 'Search Logins').type(text)

    def open_row(self, number):
        search = self.node.wait('entry', 'Search Logins')
        if not search.focused:
            self.keys('ctrl+f')
        self.keys('Tab', *['Down'] * number, 'Return')
        self.node.wait('push button', 'Reveal')

    def button(self, name):
        return self.node.wait('push button', name)

    @property
    def password(self):
        return self.node.wait('password text', 'Password')

    @property
    def username(self):
        return self.node.wait('text', 'Username')

    def wait_said(self, beginning):
        return self.node.wait('label', lambda name: name.startswith(beginning))

    def view(self, name):
        self.node.wait('page tab', name).click()


class LoginsPageTest(LoginsTest):

    def setUp(self):
        from polkit import Polkit

        super().setUp()
        self.polkit = Polkit()
        self.addCleanup(self.polkit.close)

    def save_three(self):
        self.keyring.save('b.example', 0, 'Staff', 'bert', 'quagga')
        self.keyring.save('a.example', 8080, 'Guests', 'anna', 'okapi')
        self.keyring.save('c.example', 0, '', 'carla', 'tapir')

    def open_page(self, *arguments, name=None):
        browser = self.start(*arguments, self.apache.uri('/'), name=name)
        browser.tree.wait('frame', lambda name: name.startswith('Public page'))
        return browser, LoginsPage(browser)

    def test_search_reveal_copy_edit(self):
        from polkit import ACTION

        self.save_three()
        browser, page = self.open_page()
        page.wait_rows('http://a.example:8080', 'http://b.example', 'http://c.example')
        self.assertEqual(page.rows()[0][1], 'anna — “Guests”')

        # Sites, user names and realms are searched, whatever the case.
        for text, place in [('B.EX', 'http://b.example'), ('carl', 'http://c.example'),
                            ('guests', 'http://a.example:8080')]:
            page.search(text)
            page.wait_rows(place)
        page.search('nothing like it')
        page.node.wait('label', 'No Login Found')
        page.search('')
        page.wait_rows('http://a.example:8080', 'http://b.example', 'http://c.example')

        # Nothing is shown to somebody who is not the person.
        page.open_row(0)
        self.assertEqual((page.username.text, page.password.text), ('anna', ''))
        page.button('Reveal').click()
        page.wait_said('That it is you was not confirmed')
        self.assertEqual(page.password.text, '')

        self.polkit.allow(ACTION)
        page.button('Reveal').click()
        page.button('Hide')
        self.assertEqual(page.password.text, 'okapi')
        page.button('Hide').click()
        page.button('Reveal')
        self.assertEqual(page.password.text, '')

        page.button('Copy Password').click()
        page.wait_said('Password copied. The clipboard forgets it')
        self.assertEqual(page.password.text, '')

        page.button('Edit').click()
        page.button('Save')
        # What it is can still not be read.
        wait_until(lambda: page.password.text == '•' * 5, 'the password')
        page.username.type('anna:b')
        page.button('Save').click()
        page.wait_said('A user name with a colon')
        page.username.type('annabel')
        page.password.type('gnu')
        page.button('Save').click()
        wait_until(lambda: ('http://a.example:8080', 'annabel — “Guests”') in page.rows(),
                   'the changed login')
        self.assertEqual(self.keyring.passwords(),
                         {'annabel': 'gnu', 'bert': 'quagga', 'carla': 'tapir'})

        # What was copied can be pasted, and goes with the program at the latest.
        page.keys('Escape')
        browser.tree.wait_gone('dialog', 'Logins')
        browser.keys('ctrl+l', 'ctrl+v')
        wait_until(lambda: browser.location.text == 'okapi', 'the pasted password')

    def test_saved_by_hand(self):
        """Of no schema, as by secret-tool: found, and what is done to it leaves it as it is."""
        subprocess.run(['secret-tool', 'store', '--label=by hand', 'server', 'd.example', 'protocol',
                        'https', 'user', 'dora'], input='yak', text=True, check=True)
        self.save_three()
        _, page = self.open_page()
        page.wait_rows('http://a.example:8080', 'http://b.example', 'http://c.example',
                       'https://d.example')
        page.open_row(3)
        self.assertEqual(page.username.text, 'dora')
        page.button('Delete').click()
        page.wait_rows('http://a.example:8080', 'http://b.example', 'http://c.example')
        page.button('Undo').click()
        page.wait_rows('http://a.example:8080', 'http://b.example', 'http://c.example',
                       'https://d.example')
        self.assertEqual(self.secret_of('dora').rstrip(), 'yak')

    @staticmethod
    def secret_of(username):
        return subprocess.run(['secret-tool', 'lookup', 'user', username], capture_output=True,
                              text=True, check=True).stdout

    def test_delete_and_undo(self):
        self.save_three()
        _, page = self.open_page()
        page.wait_rows('http://a.example:8080', 'http://b.example', 'http://c.example')
        before = self.keyring.attributes('bert')
        page.open_row(1)
        page.button('Delete').click()
        page.wait_said('Login of “bert” at b.example deleted')
        page.wait_rows('http://a.example:8080', 'http://c.example')
        self.assertEqual(self.keyring.passwords(), {'anna': 'okapi', 'carla': 'tapir'})

        page.button('Undo').click()
        page.wait_rows('http://a.example:8080', 'http://b.example', 'http://c.example')
        self.assertEqual(self.keyring.passwords(),
                         {'anna': 'okapi', 'bert': 'quagga', 'carla': 'tapir'})
        self.assertEqual(self.keyring.attributes('bert'), before)

    def test_never_for_this_site(self):
        self.keyring.save('127.0.0.1', self.apache.port, 'Another room', 'bob', 'wrong-horse')
        browser = self.start(self.apache.uri('/basic/'), name='never')
        sheet = browser.sheet(self.apache.authority)
        sheet.node.wait('check box', 'Remember this login')
        sheet.button('Never for This Site').click()
        sheet.node.wait('label', 'Logins of this site are not saved.')
        sheet.node.wait_gone('check box', 'Remember this login')
        sheet.button('Undo').click()
        sheet.node.wait('check box', 'Remember this login')
        sheet.button('Never for This Site').click()
        sheet.node.wait_gone('check box', 'Remember this login')
        sheet.sign_in()
        browser.wait_title('Inside by Basic')
        browser.close()
        path = pathlib.Path(self.desktop.root, 'home/.local/share/doorward/never-save')
        self.assertEqual(path.read_text(),
                         f'[Never Save]\nSites=http://{self.apache.authority};\n')
        self.assertEqual(list(self.keyring.passwords()), ['bob'])

        # It still holds, without a word; and is taken back on the page.
        browser = self.start(self.apache.uri('/basic/'), name='never-again')
        sheet = browser.sheet(self.apache.authority)
        sheet.node.wait('push button', 'Sign In')
        self.assertIsNone(sheet.node.find('check box'))
        self.assertIsNone(sheet.node.find('push button', 'Never for This Site'))
        page = LoginsPage(browser)
        page.view('Never Saved')
        page.button(f'Remove {self.apache.authority}').click()
        page.wait_said(f'Logins of {self.apache.authority} may be saved again')
        sheet.node.wait('check box', 'Remember this login')
        page.button('Undo').click()
        sheet.node.wait_gone('check box', 'Remember this login')
        page.button(f'Remove {self.apache.authority}').click()
        sheet.node.wait('check box', 'Remember this login')
        path.unlink()

    def test_signed_in(self):
        browser = self.start(self.apache.uri('/basic/'))
        browser.sheet(self.apache.authority).sign_in()
        browser.wait_title('Inside by Basic')
        page = LoginsPage(browser)
        page.view('Signed In')
        text = page.node.wait('label', lambda name: name.startswith('ada\n')).name
        self.assertIn(f'The site says: “{REALM}”', text)
        self.assertIn('By Basic', text)
        page.button(f'Sign Out of {self.apache.authority}').click()
        page.node.wait('label', 'Not Signed In')
        browser.events.wait('forgotten', reason='user')

    def test_private(self):
        self.save_three()
        browser, page = self.open_page('--private')
        page.node.wait('label', 'Nothing Is Saved Here')
        self.assertEqual(page.rows(), [])
        self.assertIsNone(page.node.find('label', 'Never Saved'))
        page.keys('Escape')
        browser.go(self.apache.uri('/basic/'))
        browser.sheet(self.apache.authority).sign_in()
        browser.events.wait('accepted')
        page = LoginsPage(browser)
        page.view('Signed In')
        page.button(f'Sign Out of {self.apache.authority}')

    def test_locked(self):
        self.save_three()
        self.keyring.lock()
        _, page = self.open_page()
        page.button('Unlock…')
        self.assertEqual(page.rows(), [])
        self.assertIsNone(page.node.find('label', 'No Saved Logins'))


if __name__ == '__main__':
    main()
