#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Every state that a keyring can be in: locked, slow, broken, gone, and gone in the middle."""

import time

from desktop import wait_until
from raw_server import RawServer, document, protected, response, unauthorized
from window_test import WindowTest, main

PLACES = 24


def server():
    """A server with a realm for each page, in a folder of its own: a login is good for a folder."""
    return RawServer({f'/{number}/': protected(response(200, document(f'Inside {number}')),
                                              unauthorized(f'Basic realm="room {number}"'))
                      for number in range(PLACES)})


class KeyringTest(WindowTest):
    """One window for each way in which a keyring is not simply there."""

    def setUp(self):
        self.server = server()
        self.addCleanup(self.server.close)

    def sign_in(self, browser, number, remember=False):
        """What a person does whatever the keyring does."""
        since = len(browser.events)
        browser.go(self.server.uri(f'/{number}/'))
        browser.events.wait('prompt-opened', since=since)
        sheet = browser.sheet(self.server.authority)
        sheet.fill('ada', 'lovelace')
        if remember:
            box = sheet.node.find('check box', lambda name: name != '')
            if box is not None and not box.checked:
                browser.keys('alt+r')
        sheet.button('Sign In').click()
        browser.wait_title(f'Inside {number}')
        browser.tree.wait_gone('dialog', f'Sign in to {self.server.authority}')
        return browser.events.wait('accepted', since=since)

    def test_locked(self):
        from prompter import Prompter

        prompter = Prompter()
        self.addCleanup(prompter.close)
        from keyring import Keyring

        keyring = Keyring()
        self.addCleanup(keyring.remove)
        for number in (1, 2):
            keyring.save('127.0.0.1', self.server.port, f'room {number}', 'ada', 'lovelace')
        keyring.lock()

        # Dismissed: the sheet is as it was, with what was typed meanwhile.
        browser = self.start(self.server.uri('/1/'))
        sheet = browser.sheet(self.server.authority)
        prompter.expect_dismissal()
        sheet.username.type('a')
        sheet.button('Use Saved Login…').click()
        wait_until(lambda: not prompter.is_expecting(), 'the question')
        wait_until(lambda: sheet.button('Use Saved Login…').sensitive, 'another chance')
        self.assertEqual((sheet.username.text, sheet.password.text), ('a', ''))

        # Unlocked: filled in, and not sent; but not over what somebody has typed.
        prompter.expect('opensesame')
        sheet.username.type('')
        sheet.button('Use Saved Login…').click()
        wait_until(lambda: sheet.username.text == 'ada', 'the proposal')
        wait_until(lambda: sheet.button('Sign In').focused, 'focus on Sign In')
        self.assertEqual(len(self.server.seen('/1/')), 1)
        browser.keys('Return')
        browser.wait_title('Inside 1')

        keyring.lock()
        browser.go(self.server.uri('/2/'))
        sheet = browser.sheet(self.server.authority)
        sheet.fill('bob', 'typed')
        prompter.expect('opensesame')
        sheet.button('Use Saved Login…').click()
        sheet.node.wait_gone('push button', 'Use Saved Login…')
        self.assertEqual((sheet.username.text, len(sheet.password.text)), ('bob', 5))
        sheet.cancel()
        browser.tree.wait_gone('dialog', f'Sign in to {self.server.authority}')

        # To save is to unlock; who does not want to is signed in all the same, and told.
        keyring.lock()
        prompter.expect_dismissal()
        self.sign_in(browser, 3, remember=True)
        browser.tree.wait('label', f'The keyring did not take the login of {self.server.authority}')
        self.assertFalse(prompter.is_expecting())

        # The page of logins asks only when it is told to.
        from test_logins_page import LoginsPage

        page = LoginsPage(browser)
        prompter.expect('opensesame')
        page.button('Unlock…').click()
        wait_until(lambda: len(page.rows()) == 2, 'the logins')

    def relay(self):
        from keyring_relay import KeyringRelay

        relay = KeyringRelay()
        self.addCleanup(relay.close)
        return relay

    def save(self, relay, *realms):
        """Saves a wrong password, for one realm or for all (None), in place of what is there."""
        from gi.repository import GLib, Gio
        from keyring_relay import connect

        # Without libsecret, which knows one bus only.
        bus = connect(relay.address)
        session = bus.call_sync('org.freedesktop.secrets', '/org/freedesktop/secrets',
                                'org.freedesktop.Secret.Service', 'OpenSession',
                                GLib.Variant('(sv)', ('plain', GLib.Variant('s', ''))), None,
                                Gio.DBusCallFlags.NONE, -1).unpack()[1]
        for realm in realms:
            attributes = {'xdg:schema': 'org.gnome.keyring.NetworkPassword', 'user': 'ada',
                          'server': '127.0.0.1', 'port': str(self.server.port),
                          'protocol': 'http', 'authtype': 'Basic'}
            if realm is not None:
                attributes['domain'] = realm
            bus.call_sync('org.freedesktop.secrets', '/org/freedesktop/secrets/aliases/default',
                          'org.freedesktop.Secret.Collection', 'CreateItem',
                          GLib.Variant('(a{sv}(oayays)b)', (
                              {'org.freedesktop.Secret.Item.Label': GLib.Variant('s', 'test'),
                               'org.freedesktop.Secret.Item.Attributes':
                                   GLib.Variant('a{ss}', attributes)},
                              (session, b'', b'wrong-horse', 'text/plain'), True)),
                          None, Gio.DBusCallFlags.NONE, -1)
        bus.close_sync()

    def watch_main_loop(self, browser, relay):
        """Has each call of the keyring wait until the window has answered something meanwhile.

        Returns what it answered, and how long that took: nothing, where it waited for the keyring.
        """
        answers = []

        def ask_window():
            begin = time.monotonic()
            role = browser.tree.role
            answers.append((role, time.monotonic() - begin))
        relay.meanwhile = ask_window
        return answers

    def test_slow(self):
        relay = self.relay()
        self.save(relay, *[f'room {number}' for number in range(PLACES)])
        relay.delay = 0.2
        browser = self.start(self.server.uri('/0/'), name='slow')
        sheet = browser.sheet(self.server.authority)
        wait_until(lambda: sheet.username.text == 'ada', 'the proposal')
        sheet.cancel()
        browser.tree.wait_gone('dialog', f'Sign in to {self.server.authority}')

        answers = self.watch_main_loop(browser, relay)
        before = len(relay.calls)
        browser.go(self.server.uri('/3/'))
        sheet = browser.sheet(self.server.authority)
        wait_until(lambda: sheet.username.text == 'ada', 'the proposal')
        sheet.password.type('lovelace')
        sheet.button('Sign In').click()
        browser.wait_title('Inside 3')
        browser.events.wait('saved')
        browser.wait_no_sheet()

        # With 30 seconds for each call all is done before the keyring has answered even one.
        relay.delay = 30
        before = len(relay.calls)
        self.sign_in(browser, 1)
        relay.wait_call(before + 1)

        # What is late is left out, and said in small letters; nothing typed is lost.
        browser.go(self.server.uri('/2/'))
        sheet = browser.sheet(self.server.authority)
        sheet.fill('ada', 'lovelace')
        sheet.node.wait('label', 'The keyring cannot be reached. This login cannot be remembered.')
        self.assertEqual((sheet.username.text, len(sheet.password.text)), ('ada', 8))
        sheet.button('Sign In').click()
        browser.wait_title('Inside 2')

        from test_logins_page import LoginsPage

        page = LoginsPage(browser)
        page.node.wait('label', 'The keyring cannot be reached.')
        relay.delay = 0.2
        page.button('Try Again').click()
        wait_until(lambda: len(page.rows()) == PLACES, 'the logins')

        # Each of all these calls had the window go on.
        self.assertGreaterEqual(len(answers), 8, relay.calls[before:])
        self.assertEqual({role for role, _ in answers}, {'application'})
        print(f'{len(answers)} calls, the window answered within '
              f'{max(seconds for _, seconds in answers) * 1000:.0f} ms')

    def test_broken(self):
        relay = self.relay()
        relay.fails = True
        browser = self.start(self.server.uri('/0/'), name='broken')
        sheet = browser.sheet(self.server.authority)
        sheet.node.wait('label', 'The keyring cannot be reached. This login cannot be remembered.')
        self.assertIsNone(sheet.node.find('check box'))
        sheet.sign_in()
        browser.wait_title('Inside 0')

        # It works again, and is used again.
        relay.fails = False
        self.sign_in(browser, 1, remember=True)
        browser.events.wait('saved')

    def test_gone_between_any_two_steps(self):
        relay = self.relay()
        self.save(relay, None)
        browser = self.start(self.server.uri('/0/'), name='gone')
        sheet = browser.sheet(self.server.authority)
        wait_until(lambda: sheet.username.text == 'ada', 'the proposal')
        sheet.cancel()
        browser.tree.wait_gone('dialog', f'Sign in to {self.server.authority}')

        # All that a sign-in asks of a keyring: what it has, a password, and to update it.
        relay.vanish()
        relay.start()
        self.sign_in(browser, 1, remember=True)
        browser.events.wait('saved')
        steps = len(relay.calls)
        self.assertLess(2 + steps, PLACES, relay.calls)

        for step in range(steps):
            with self.subTest(step=step):
                relay.vanish()
                self.save(relay, None)
                relay.start().vanish_after(step)
                self.sign_in(browser, 2 + step, remember=True)
        relay.vanish()


if __name__ == '__main__':
    main()
