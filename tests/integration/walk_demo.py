#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""walk_demo.py PROGRAM FOLDER: goes through the demo as a visitor would.

On a private display it opens every page of `doorward --demo`, signs in where a sheet asks, and
writes what it saw to FOLDER: transcript.txt, and a screenshot of each step. Fails when the demo
does not do what its pages say.
"""

import html
import os
import pathlib
import re
import shutil
import sys
import urllib.error
import urllib.request

from desktop import Desktop, wait_until


class Walk:
    """One walk; every step is numbered, said, and pictured."""

    def __init__(self, browser, transcript):
        self.browser = browser
        self.transcript = transcript
        self.step = 0

    def say(self, text=''):
        print(text, file=self.transcript, flush=True)
        print(text, flush=True)

    def is_painted(self):
        """Whether the page shows something beside the sheet that may be over it."""
        left, top, width, height = self.browser.geometry
        pixels = self.browser.desktop.screen.grab(left, top + height // 3, width // 4, height // 3)[2]
        return any(pixels[at:at + 4] != pixels[:4] for at in range(0, len(pixels), 4))

    def picture(self, name):
        wait_until(self.is_painted, 'a page that is painted')
        self.step += 1
        path = self.browser.screenshot(f'{self.step:02}-{name}')
        self.say(f'   [{path.name}]')

    def sign_in(self, name, username, password):
        browser = self.browser
        since = len(browser.events)
        sheet = browser.find_sheet()
        for label in sheet.labels():
            self.say(f'   | {label}')
        sheet.fill(username, password)
        self.picture(f'{name}-sheet')
        sheet.button('Sign In').click()
        browser.events.wait('accepted', since)
        browser.tree.wait_gone('dialog', sheet.node.name)
        self.say(f'   Signed in as {username}.')
        self.picture(f'{name}-inside')

    def visit(self, server, path, title):
        browser = self.browser
        name = path.strip('/')
        status, login = look(server + path)
        self.say(f'\n{title} ({path}): {status}')
        since = len(browser.events)
        browser.go(server + path)
        browser.wait_title(title)

        if name == 'form':
            self.picture(name)
            browser.keys('Return')
            browser.events.wait('prompt-opened', since)
            browser.tree.wait('dialog')
            self.sign_in(name, *login)
            return
        if status == 200:
            self.picture(name)
            return

        verdict = browser.events.wait('verdict', since)
        challenge = browser.events.wait('challenge', since)
        self.say(f"   Offered: {', '.join(challenge.get('offered', [])) or 'nothing'}; "
                 f"verdict: {verdict['verdict']}")
        if login is None:
            assert verdict['verdict'] == 'body', verdict
            for node in browser.bar().find_all(('label', 'static')):
                self.say(f'   | {node.name}')
            assert browser.find_sheet() is None
            self.picture(name)
            return

        assert verdict['verdict'] == 'prompt', verdict
        browser.events.wait('prompt-opened', since)
        browser.tree.wait('dialog')
        self.sign_in(name, *login)

    def cancel(self, server, path):
        """Says no once, and then yes, at the first page that asks."""
        browser = self.browser
        self.say(f'\nCancel, and “Sign In…” ({path})')
        since = len(browser.events)
        browser.go(server + path)
        browser.events.wait('prompt-opened', since)
        browser.tree.wait('dialog')
        browser.keys('Escape')
        browser.events.wait('prompt-closed', since, outcome='cancel')
        button = browser.tree.wait('push button', 'Sign In…')
        self.picture('cancelled')
        button.click()
        wait_until(lambda: len(browser.events.matching('prompt-opened', since)) == 2, 'the sheet')
        browser.tree.wait('dialog')
        browser.find_sheet().cancel()
        wait_until(lambda: browser.find_sheet() is None, 'no sheet')


def fetch(uri):
    try:
        with urllib.request.urlopen(uri) as reply:
            return reply.status, reply.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def look(uri):
    """A page's status, and the login that it tells, or None."""
    status, text = fetch(uri)
    told = [html.unescape(value) for value in re.findall(r'<dd>(.*?)</dd>', text)]
    return status, tuple(told) if told else None


def main():
    binary, folder = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)

    with Desktop() as desktop, open(folder / 'transcript.txt', 'w', encoding='utf-8') as transcript:
        from doorward import Doorward

        browser = Doorward(desktop, '--demo', artefacts=folder, name='demo', binary=binary)
        failed = True
        try:
            browser.wait_title('Doorward demo')
            browser.resize(1280, 800)
            server = wait_until(lambda: re.match(r'(?:http://)?([^/]+)', browser.location.text),
                                'an address')[1]
            server = f'http://{server}'
            walk = Walk(browser, transcript)
            walk.say(f'The demo is at {server}/')
            walk.picture('list')
            links = re.findall(r'<a href="(/[^"]+)"><b>(.*?)</b>', fetch(f'{server}/')[1])
            walk.cancel(server, links[0][0])
            for path, title in links:
                walk.visit(server, path, html.unescape(title))
            walk.say(f'\n{len(links)} pages, {walk.step} screenshots in {folder}')
            failed = False
        finally:
            if failed:
                browser.record_failure()
            browser.close(check=not failed)


if __name__ == '__main__':
    sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
    main()
