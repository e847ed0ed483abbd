#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""A kiosk: nothing leads out of it."""

import subprocess

from desktop import wait_until
from kiosk_test import KioskTest
from raw_server import RawServer, document, protected, response, unauthorized
from remote_page import remote_document
from window_test import main

REALM = '<a href=http://192.0.2.1/>Staff, see http://192.0.2.1/</a>'

# The pointer is never over the field itself, which has a tooltip, a window of its own.
FORM = '<form><label style="position:fixed;inset:0"><input type="file" hidden></label></form>'

# What a kiosk must not have, by its accessible role.
AWAY = ('text', 'entry', 'page tab', 'page tab list', 'menu', 'menu bar', 'menu item')


class LockedTest(KioskTest):

    def setUp(self):
        self.outside = RawServer({'/': response(200, document('Outside'))}, host='127.0.0.2')
        self.addCleanup(self.outside.close)
        super().setUp()
        self.server.routes.update({
            '/second': response(200, remote_document('Second', '<h1>Second</h1>')),
            '/popup': response(200, document('Popup', '<h1>Popup</h1>')),
            '/chooser': response(200, remote_document('Chooser', FORM)),
            '/redirect': response(302, '', [('Location', self.outside.uri())]),
            '/redirect-again': response(302, '', [('Location', '/redirect')]),
            '/refresh': response(200, remote_document('Refresh', head=(
                f'<meta http-equiv="refresh" content="0;url={self.outside.uri()}">'))),
            '/refresh-header': response(200, remote_document('Refresh'),
                                        [('Refresh', f'0;url={self.outside.uri()}')]),
            '/attachment': response(200, 'x' * 1000, [
                ('Content-Disposition', 'attachment; filename="x.bin"')],
                kind='application/octet-stream'),
            '/frames': response(200, remote_document('Frames', (
                f'<iframe src="{self.outside.uri("/frame")}"></iframe>'
                '<iframe src="/redirect"></iframe><iframe srcdoc="mine"></iframe>'
                '<iframe src="/popup"></iframe><iframe></iframe>'))),
            '/staff': protected(
                response(200, remote_document('Inside')),
                unauthorized(f'Basic realm="{REALM}"', body=(
                    f'<a style="position:fixed;inset:0" href="{self.outside.uri()}">out</a>'))),
        })

    def wait_refused(self, browser, what):
        browser.tree.wait('label', 'Not Allowed Here')
        wait_until(lambda: any(what in node.name for node in browser.tree.find_all('label')),
                   lambda: f'“{what}” in {browser.tree.dump()}')

    def toplevels(self, browser):
        """The windows of the program on the display."""
        found = subprocess.run(['xdotool', 'search', '--onlyvisible', '--pid', str(browser.pid)],
                               capture_output=True, text=True, check=False)
        return found.stdout.split()

    def test_ways_out(self):
        browser = self.start_kiosk()
        browser.screenshot('home')

        with self.step('what there is to see'):
            self.assert_locked(browser)
            self.assertEqual(browser.tree.find('frame').extents[2:], (1280, 800))

        self.addresses(browser)
        self.parts_and_pop_ups(browser)
        self.what_is_not_allowed(browser)
        self.keys_that_leave(browser)
        self.sign_in(browser)
        self.what_policy_allows(browser)
        self.assertEqual(self.outside.requests, [], 'somebody got out')

    def addresses(self, browser):
        host = f'127.0.0.2:{self.outside.port}'
        port = self.server.port
        addresses = {
            f"location = '{self.outside.uri()}'": host,
            f"location = '{self.server.uri('/redirect')}'": host,
            f"location = '{self.server.uri('/redirect-again')}'": host,
            f"location = 'http://127.0.0.1:{port}@127.0.0.2:{self.outside.port}/'": host,
            f"location = 'https://127.0.0.1:{port}/'": f'127.0.0.1:{port}',
            "location = 'data:text/html,<h1>mine'": 'data:',
            "location = 'about:blank'": 'about:',
            "location = 'mailto:somebody@example.com'": 'mailto:',
            "location = 'kiosk-escape:now'": 'kiosk-escape:',
            "location = 'view-source:' + location.href": 'view-source:',
            "location = 'ftp://127.0.0.2/'": 'ftp:',
            f"location = '{self.server.uri('/refresh')}'": host,
            f"location = '{self.server.uri('/refresh-header')}'": host,
        }
        stamp = self.remote.stamp
        for code, what in addresses.items():
            with self.step(code):
                self.remote.run(code)
                self.wait_refused(browser, what)
                if 'location = \'http://127.0.0.2' in code:
                    browser.screenshot('refused')
                self.press(browser, 'Go Back')
                browser.tree.wait_gone('label', 'Not Allowed Here')
                if 'refresh' not in code:
                    self.assertEqual(self.remote.stamp, stamp, 'the page that was there')

        with self.step('file'):
            # WebKit itself keeps pages from files.
            stamp = self.remote.stamp
            self.remote.run("location = 'file:///etc/passwd'")
            self.assertEqual(self.remote.stamp, stamp)
        self.go_home(browser)

    def parts_and_pop_ups(self, browser):
        host = f'127.0.0.2:{self.outside.port}'
        with self.step('frames'):
            self.remote.run("location = '/frames'")
            self.wait_page('Frames')
            browser.tree.wait('label', lambda name: name.startswith('A part of this page') and
                              host in name)
            self.assertEqual(self.remote.ask('frames[2].document.body.innerText'), 'mine')
            wait_until(lambda: self.remote.ask('frames[3].document.title') == 'Popup', 'a frame')
            self.assertIsNone(browser.tree.find('label', 'Not Allowed Here'))
            self.go_home(browser)

        with self.step('pop-ups'):
            for code in (f"window.open ('{self.server.uri('/popup')}')",
                         "Object.assign (document.createElement ('a'), "
                         "{ target: '_blank', href: '/popup' }).click ()"):
                count = len(self.server.seen('/popup'))
                self.remote.ask(f'document.onclick = () => {{ document.onclick = null; {code}; }}')
                browser.click(640, 500)
                self.server.wait_for('/popup', count + 1)
                back = browser.tree.wait('push button', 'Back')
                wait_until(lambda: back.sensitive, 'a way back')
                back.click()
                wait_until(lambda: not back.sensitive, 'the first page')
                self.assertEqual(self.remote.ask('document.title'), 'Home')
            self.remote.ask(f"document.onclick = () => window.open ('{self.outside.uri()}')")
            browser.click(640, 500)
            self.wait_refused(browser, host)
            self.press(browser, 'Back')
            browser.tree.wait_gone('label', 'Not Allowed Here')
            self.go_home(browser)

        with self.step('a link that is to be opened beside the page'):
            for address, what in (('about:blank', 'about:'), (self.outside.uri(), host)):
                self.remote.ask("void (document.body.innerHTML = '<a href=\"%s\" "
                                "style=\"position:fixed;inset:0\">away</a>')" % address)
                browser.click(640, 500, held='ctrl')
                self.wait_refused(browser, what)
                self.press(browser, 'Go Back')
                browser.tree.wait_gone('label', 'Not Allowed Here')
            self.go_home(browser)

        with self.step('without a gesture nothing pops up'):
            self.assertIsNone(self.remote.ask("window.open ('/popup')"))

    def what_is_not_allowed(self, browser):
        with self.step('download'):
            self.remote.run("location = '/attachment'")
            browser.tree.wait('label', lambda name: name.startswith('Nothing may be downloaded'))
            self.remote.ask("Object.assign (document.createElement ('a'), { download: 'y.txt', "
                            "href: URL.createObjectURL (new Blob (['y'])) }).click ()")
            self.assertEqual(self.remote.ask('document.title'), 'Home')
            self.assertEqual(list(self.desktop.downloads.iterdir()), [])

        with self.step('permissions'):
            self.assertEqual(self.remote.ask('Notification.requestPermission ()'), 'denied')

        with self.step('print and choose a file'):
            self.remote.ask('window.print ()')
            self.remote.run("location = '/chooser'")
            self.wait_page('Chooser')
            self.remote.ask("onclick = () => { document.title = 'clicked'; }")
            browser.click(640, 500)
            self.wait_page('clicked')
            self.assertEqual(self.remote.ask("document.querySelector ('input').files.length"), 0)
            self.assertEqual(len(self.toplevels(browser)), 1)
            self.go_home(browser)

        with self.step('full screen of the page'):
            self.remote.ask("document.onclick = () => { document.onclick = null; "
                            "document.documentElement.requestFullscreen ().finally (() => "
                            "{ document.title = 'asked for all of it'; }); }")
            browser.click(640, 500)
            self.wait_page('asked for all of it')
            self.assertIsNotNone(browser.tree.find('push button', 'Done'))
            self.go_home(browser)

    def assert_locked(self, browser):
        found = [node for role in AWAY for node in browser.tree.find_all(role)]
        self.assertEqual(found, [], browser.tree.dump())
        self.assertEqual(len(self.toplevels(browser)), 1, browser.tree.dump())

    def keys_that_leave(self, browser):
        stamp = self.remote.stamp
        for keys in ('ctrl+n ctrl+shift+n ctrl+t ctrl+shift+t', 'ctrl+w ctrl+F4 ctrl+q alt+F4',
                     'ctrl+l alt+d F6', 'ctrl+p', 'ctrl+u ctrl+j ctrl+h', 'ctrl+o', 'ctrl+s',
                     'F11 F12 ctrl+shift+i ctrl+shift+d', 'F10', 'F1 ctrl+question',
                     'ctrl+shift+Delete', 'alt+space', 'Menu', 'shift+F10', 'ctrl+period',
                     'ctrl+Tab ctrl+1 Escape'):
            with self.step(keys):
                browser.keys(*keys.split())
                self.assertEqual(self.remote.stamp, stamp)
                self.assert_locked(browser)
        with self.step('keys that stay'):
            for keys in ('alt+Left', 'alt+Home'):
                self.remote.run("location = '/second'")
                self.wait_page('Second')
                browser.keys(keys)
                self.wait_page('Home')
            self.assertFalse(browser.tree.wait('push button', 'Back').sensitive)

    def sign_in(self, browser):
        self.remote.run("location = '/staff'")
        sheet = browser.sheet(self.server.authority)
        wait_until(lambda: sheet.username.focused, 'focus in the sheet')
        browser.screenshot('sheet')
        self.assertIsNone(sheet.node.find('check box', lambda name: name.startswith('Remember')))
        sheet.cancel()
        browser.tree.wait_gone('dialog')
        browser.bar()
        browser.click(640, 500)
        self.wait_refused(browser, '127.0.0.2')
        self.press(browser, 'Go Back')
        browser.bar().wait('push button', 'Sign In…').click()
        browser.sheet(self.server.authority).sign_in()
        self.wait_page('Inside')

    def what_policy_allows(self, browser):
        self.change_policy(browser, 'Downloads=true', 'FileChooser=true')
        with self.step('download'):
            self.remote.run("location = '/attachment'")
            browser.tree.wait('label', 'Downloaded x.bin')
            self.assertEqual([path.name for path in self.desktop.downloads.iterdir()], ['x.bin'])
            self.assertIsNone(browser.tree.find('push button', 'Open Folder'))
            with self.new_home():
                self.press(browser, 'Done')
            browser.tree.wait_gone('label', 'Downloaded x.bin')

        with self.step('choose a file'):
            self.remote.run("location = '/chooser'")
            self.wait_page('Chooser')
            browser.click(640, 500)
            wait_until(lambda: len(self.toplevels(browser)) == 2, 'a dialog')
            browser.tree.wait('push button', lambda name: 'Cancel' in name).click()
            wait_until(lambda: len(self.toplevels(browser)) == 1, 'the window alone')

        self.change_policy(browser, 'ViewSource=true')
        with self.step('view the source'):
            self.go_home(browser)
            browser.keys('ctrl+u')
            browser.tree.wait('push button', 'Close Source')
            self.assertEqual(len(self.toplevels(browser)), 1)
            browser.screenshot('source')
            browser.keys('Escape')
            browser.tree.wait_gone('push button', 'Close Source')
            browser.keys('ctrl+u')
            browser.tree.wait('push button', 'Close Source')
            with self.new_home():
                self.press(browser, 'Done')
            browser.tree.wait_gone('push button', 'Close Source')

    def test_desktop(self):
        """A list of origins holds in a window with an address as well."""
        host = f'127.0.0.2:{self.outside.port}'
        browser = self.start(f'--policy={self.write_policy()}', name='desktop')
        browser.wait_title('Home')
        browser.go(self.outside.uri())
        self.wait_refused(browser, host)
        browser.screenshot('refused')
        self.press(browser, 'Go Back')
        browser.tree.wait_gone('label', 'Not Allowed Here')
        self.remote.run("location = '/redirect'")
        self.wait_refused(browser, host)
        self.assertEqual(self.outside.requests, [])


if __name__ == '__main__':
    main()
