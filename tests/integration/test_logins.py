#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Saved logins: proposed, remembered, updated, and left alone."""

from desktop import wait_until
from logins_test import REALM, LoginsTest
from window_test import main

REMEMBER = 'Remember this login'
UPDATE = 'Update the saved password'


class SavedLoginsTest(LoginsTest):

    def save(self, username, password):
        host, port = self.apache.authority.rsplit(':', 1)
        self.keyring.save(host, port, REALM, username, password)

    def open(self, *arguments, name=None):
        browser = self.start(*arguments, self.apache.uri('/basic/'), name=name)
        return browser, browser.sheet(self.apache.authority)

    def box(self, sheet, name=REMEMBER):
        return sheet.node.wait('check box', name)

    def remember(self, browser, sheet):
        box = self.box(sheet)
        browser.keys('alt+r')
        wait_until(lambda: box.checked, 'the check box to be checked')

    def wait_filled(self, sheet, username):
        """A proposal: filled in, with focus on Sign In; what it is cannot be read."""
        wait_until(lambda: sheet.username.text == username, 'the proposal')
        wait_until(lambda: sheet.button('Sign In').focused, 'focus on Sign In')
        self.assertNotIn('lovelace', sheet.password.text)

    def test_save_restart_propose(self):
        browser, sheet = self.open(name='save')
        self.remember(browser, sheet)
        sheet.sign_in()
        browser.wait_title('Inside by Basic')
        opened = browser.events.wait('prompt-opened')
        saved = browser.events.wait('saved', id=opened['id'])
        self.assertEqual(saved['realm'], REALM)
        kinds = [entry['event'] for entry in browser.events.all()]
        self.assertGreater(kinds.index('saved'), kinds.index('accepted'))
        browser.close()
        self.assertEqual(self.keyring.passwords(), {'ada': 'lovelace'})

        browser, sheet = self.open(name='propose')
        self.wait_filled(sheet, 'ada')
        # What is saved already need not be remembered.
        self.assertIsNone(sheet.node.find('check box'))
        browser.keys('Return')
        browser.wait_title('Inside by Basic')
        browser.events.wait('accepted')
        self.assertEqual(browser.events.matching('saved'), [])
        wait_until(lambda: 'doorward:used' in self.keyring.attributes('ada'), 'the mark')

    def test_not_asked_is_not_saved(self):
        browser, sheet = self.open()
        sheet.sign_in()
        browser.wait_title('Inside by Basic')
        browser.close()
        self.assertEqual(self.keyring.passwords(), {})

    def test_refused_is_not_saved(self):
        browser, sheet = self.open()
        self.remember(browser, sheet)
        sheet.sign_in(password='wrong-horse')
        browser.events.wait('refused')
        sheet.wait_label('Not accepted')
        self.assertEqual(self.keyring.passwords(), {})
        sheet.cancel()

    def test_private(self):
        self.save('ada', 'lovelace')
        browser, sheet = self.open('--private')
        self.assertIsNone(sheet.node.find('check box'))
        sheet.sign_in()
        browser.events.wait('accepted')
        self.assertEqual(browser.events.matching('saved'), [])

    def test_wrong_saved_then_updated(self):
        self.save('ada', 'wrong-horse')
        browser, sheet = self.open(name='wrong')
        self.wait_filled(sheet, 'ada')
        browser.keys('Return')
        browser.events.wait('refused')
        sheet.wait_label('Not accepted')
        wait_until(lambda: 'doorward:refused' in self.keyring.attributes('ada'), 'the mark')
        sheet.cancel()
        browser.close()

        # Known to be wrong, only the name is proposed.
        browser, sheet = self.open(name='update')
        wait_until(lambda: sheet.username.text == 'ada', 'the proposal')
        wait_until(lambda: sheet.password.focused, 'focus in the password')
        sheet.password.type('lovelace')
        self.assertTrue(self.box(sheet, UPDATE).checked)
        sheet.button('Sign In').click()
        browser.wait_title('Inside by Basic')
        browser.events.wait('saved')
        browser.close()
        self.assertEqual(self.keyring.passwords(), {'ada': 'lovelace'})
        self.assertNotIn('doorward:refused', self.keyring.attributes('ada'))

    def test_two_accounts(self):
        self.save('ada', 'lovelace')
        self.save('bob', 'wrong-horse')
        browser, sheet = self.open()
        names = wait_until(lambda: [
            label.name for item in sheet.node.find_all('list item')
            for label in item.find_all('label')], 'the list')
        self.assertEqual(sorted(names), ['ada', 'bob'])
        self.wait_filled(sheet, names[0])
        browser.keys('alt+u', 'shift+Tab', 'Down')
        wait_until(lambda: sheet.username.text == names[1], 'the other one')

    def test_locked(self):
        self.save('ada', 'lovelace')
        self.keyring.lock()
        browser, sheet = self.open()
        # Nobody is asked anything but by pressing this.
        self.assertTrue(sheet.button('Use Saved Login…').sensitive)
        self.assertEqual(sheet.username.text, '')
        sheet.sign_in()
        browser.wait_title('Inside by Basic')

    def test_keyring_vanishes(self):
        self.save('ada', 'lovelace')
        browser, sheet = self.open()
        self.wait_filled(sheet, 'ada')
        self.keyring.stop()
        browser.keys('Return')
        browser.wait_title('Inside by Basic')
        browser.events.wait('accepted')


if __name__ == '__main__':
    main()
