#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What a saved login is for: one place, and no other that looks like it; and whose is first."""

from desktop import wait_until
from raw_server import RawServer, document, response, unauthorized
from window_test import WindowTest, main

SITE = 'site.example'


def place(title, challenge, *logins):
    """A page that takes any of these logins."""
    def answer(request):
        if (request.basic or b'').decode() in logins:
            return response(200, document(title))
        return unauthorized(challenge)
    return answer


class LoginPlacesTest(WindowTest):
    """A proxy stands for a site of the usual port, which a test cannot always have."""

    def setUp(self):
        from keyring import Keyring

        self.keyring = Keyring()
        self.addCleanup(self.keyring.remove)
        self.server = RawServer({
            '/': response(200, document('Public')),
            '/a/': place('Inside A', 'Basic realm="A"', 'ann:lovelace'),
            '/b/': place('Inside B', 'Basic realm="B"', 'ben:lovelace'),
            '/none/': place('Inside none', 'Basic', 'nora:lovelace'),
            '/empty/': place('Inside empty', 'Basic realm=""', 'nora:lovelace'),
            '/both/': place('Inside both', 'Basic realm="both"', 'ada:lovelace', 'bob:lovelace')})
        self.addCleanup(self.server.close)

    def open(self, name):
        browser = self.start(f'--proxy=http://{self.server.authority}', f'http://{SITE}/', name=name)
        browser.wait_title('Public')
        return browser

    def sign_in(self, browser, uri, username, title):
        since = len(browser.events)
        browser.go(uri)
        sheet = browser.sheet(SITE)
        box = sheet.node.wait('check box', 'Remember this login')
        self.assertEqual(sheet.username.text, '', 'of another place')
        sheet.fill(username, 'lovelace')
        browser.keys('alt+r')
        wait_until(lambda: box.checked, 'the check box to be checked')
        sheet.button('Sign In').click()
        browser.wait_title(title)
        browser.events.wait('saved', since=since)
        browser.wait_no_sheet()

    def use_proposal(self, browser, uri, username, title):
        browser.go(uri)
        sheet = browser.sheet(SITE)
        wait_until(lambda: sheet.username.text == username, f'{username} in {sheet.username.text}')
        self.assertEqual(self.accounts(sheet), [], 'more than one account')
        wait_until(lambda: sheet.button('Sign In').focused, 'focus on Sign In')
        browser.keys('Return')
        browser.wait_title(title)
        browser.wait_no_sheet()

    @staticmethod
    def accounts(sheet):
        return [label.name for item in sheet.node.find_all('list item')
                for label in item.find_all('label')]

    def save_elsewhere(self, username, **changes):
        """A login of a place that has nearly everything in common with realm A."""
        from gi.repository import Secret
        from keyring import SCHEMA

        attributes = {'server': SITE, 'port': '0', 'protocol': 'http', 'authtype': 'Basic',
                      'domain': 'A', 'user': username, **changes}
        Secret.password_store_sync(SCHEMA, attributes, Secret.COLLECTION_DEFAULT, 'test',
                                   'wrong-horse')

    def test_places(self):
        browser = self.open('save')
        self.sign_in(browser, f'http://{SITE}:80/a/', 'ann', 'Inside A')
        self.sign_in(browser, f'http://{SITE}/b/', 'ben', 'Inside B')
        self.sign_in(browser, f'http://{SITE}/none/', 'nora', 'Inside none')
        browser.close()
        self.assertEqual(
            {attributes['user']: (attributes['port'], attributes['domain'])
             for attributes, _ in self.keyring.logins()},
            {'ann': ('0', 'A'), 'ben': ('0', 'B'), 'nora': ('0', '')})

        self.save_elsewhere('secure', protocol='https')
        self.save_elsewhere('proxy', protocol='http-proxy')
        self.save_elsewhere('port', port='8080')
        self.save_elsewhere('host', server=f'other.{SITE}')
        browser = self.open('propose')
        self.use_proposal(browser, f'http://{SITE}/a/', 'ann', 'Inside A')
        self.use_proposal(browser, f'http://{SITE}:80/b/', 'ben', 'Inside B')
        # To have no realm, and an empty one, are the same: nothing is said.
        self.use_proposal(browser, f'http://{SITE}/empty/', 'nora', 'Inside empty')

        # Of three logins of one site, each page says which it used.
        for page, title, username in (('a', 'A', 'ann'), ('b', 'B', 'ben'), ('empty', 'empty', 'nora')):
            browser.go(f'http://{SITE}/{page}/')
            browser.wait_title(f'Inside {title}')
            mark = browser.tree.wait('push button', 'Signed in')
            wait_until(lambda node=mark: node.children, 'what can be pressed')[0].click()
            browser.tree.wait('label', f'Signed in to {SITE} as “{username}”')
            browser.keys('Escape')
            browser.tree.wait_gone('label', f'Signed in to {SITE} as “{username}”')

    def test_last_used_first(self):
        for username in ('ada', 'bob'):
            self.keyring.save(SITE, 0, 'both', username, 'lovelace')
        browser = self.open('first')
        browser.go(f'http://{SITE}/both/')
        sheet = browser.sheet(SITE)
        first, second = wait_until(lambda: self.accounts(sheet), 'the accounts')
        wait_until(lambda: sheet.username.text == first, 'the first one')
        browser.screenshot('accounts')
        browser.keys('alt+u', 'shift+Tab', 'Down')
        wait_until(lambda: sheet.username.text == second, 'the other one')
        sheet.button('Sign In').click()
        browser.wait_title('Inside both')
        self.assertEqual(self.server.seen('/both/')[-1].basic, f'{second}:lovelace'.encode())
        wait_until(lambda: 'doorward:used' in self.keyring.attributes(second), 'the mark')
        browser.close()

        browser = self.open('second')
        browser.go(f'http://{SITE}/both/')
        sheet = browser.sheet(SITE)
        wait_until(lambda: self.accounts(sheet) == [second, first],
                   lambda: f'{second} before {first} in {self.accounts(sheet)}')
        self.assertEqual(sheet.username.text, second)


if __name__ == '__main__':
    main()
