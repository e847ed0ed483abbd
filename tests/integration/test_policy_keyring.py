#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The logins of a policy whose passwords are in the keyring."""

from apache import PASSWORD, USERNAME
from policy_window_test import PolicyWindowTest
from window_test import main


class PolicyKeyringTest(PolicyWindowTest):
    def test_sign_in(self):
        """Looked up beforehand and after a refusal; while it is locked, nobody is asked anything."""
        from prompter import Prompter

        prompter = Prompter()
        self.addCleanup(prompter.close)
        from keyring import Keyring

        keyring = Keyring()
        self.addCleanup(keyring.remove)
        port = int(self.apache.authority.split(':')[1])
        login = ('127.0.0.1', port, 'Basic room', USERNAME)
        keyring.save(*login, PASSWORD)
        path = self.page()
        policy = '[Doorward]\nPrompt=never\n' + self.login('keyring', Username=None)
        browser = self.open(policy, self.apache.uri(path))
        browser.wait_title('Inside by Basic')
        self.wait_requests(path, ('200', 'Basic'))
        self.assertEqual(browser.events.wait('accepted')['rule'], 'Login staff')

        # Rotated: the page comes by itself, with what the keyring has by now.
        seen = len(browser.events)
        with self.apache.password('wrong-horse'):
            keyring.save(*login, 'wrong-horse')
            browser.keys('F5')
            self.wait_requests(path, ('200', 'Basic'), ('401', 'Basic'), ('200', 'Basic'))
            browser.events.wait('refused', since=seen, rule='Login staff')
            browser.events.wait('accepted', since=seen, rule='Login staff')
        self.assert_rules(browser)
        keyring.save(*login, PASSWORD)

        # Nobody has asked for it, so nobody is asked to unlock it.
        keyring.lock()
        prompter.expect_dismissal()
        path = self.page(mark='locked')
        browser = self.open(policy, self.apache.uri(path), name='locked')
        browser.events.wait('verdict', reason='login-unavailable', rule='Login staff')
        browser.bar().wait('label', lambda name: 'cannot sign in to' in name)
        self.assertIn('[Login staff] has no password: keyring: the keyring is locked',
                      browser.output.read_text())
        self.assertTrue(prompter.is_expecting())
        browser.screenshot('bar')

        # As whoever signs in to the desktop does.
        keyring.stop()
        keyring.start()
        self.hang_up(browser, 'was read again')
        browser.wait_title('Inside by Basic')
        self.wait_requests(path, ('401', '-'), ('200', 'Basic'))

    def test_silent(self):
        """One that does not answer keeps nobody from the page for long, and is told of."""
        from keyring_relay import KeyringRelay

        relay = KeyringRelay()
        self.addCleanup(relay.close)
        relay.delay = 3600
        policy = '[Doorward]\nPrompt=never\n' + self.login('keyring', Username=None)
        browser = self.open(policy, self.apache.uri(self.page()))
        browser.events.wait('verdict', reason='login-unavailable', rule='Login staff')
        browser.wait_title('Refused by Apache')
        self.assertIn('[Login staff] has no password: keyring: the keyring does not answer',
                      browser.output.read_text())

        relay.delay = 0
        self.hang_up(browser, 'keyring: the keyring has no login for')


if __name__ == '__main__':
    main()
