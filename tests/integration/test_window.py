#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The window around the page: what a person expects of a small browser."""

import ssl
import struct
import subprocess
import threading
import zlib

from certificates import Authority
from desktop import wait_until
from raw_server import RawServer, document, protected, response, unauthorized
from window_test import SharedWindowTest, WindowTest, main

# A page all of which is one link, and one that tells the server what it hears.
LINK = '<a href="/plain" target="%s" style="position:fixed;inset:0">x</a>'
LISTENING = '''<body style="height:9000px"><input autofocus>
<script>
  const tell = what => fetch('/heard/' + what);
  addEventListener('scroll', () => tell('scroll'), {once: true});
  for (const event of ['mousedown', 'click', 'keydown', 'contextmenu'])
    addEventListener(event, () => tell(event), {capture: true});
  setInterval(() => document.querySelector('input').focus(), 50);
</script>'''
FILLS_THE_SCREEN = '''<style>html { background: #0c0 }</style><script>
  addEventListener('click', () => document.documentElement.requestFullscreen());
  document.addEventListener('fullscreenchange',
                            () => document.title = document.fullscreenElement ? 'Full' : 'Back');
</script>'''

RED = bytes((0, 0, 255))


def png(size, colour):
    """A picture of one colour, three bytes a pixel."""
    def chunk(kind, data):
        return (struct.pack('>I', len(data)) + kind + data
                + struct.pack('>I', zlib.crc32(kind + data)))
    lines = (b'\0' + colour * size) * size
    return (b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', struct.pack('>IIBBBBB', size, size, 8, 2, 0, 0, 0))
            + chunk(b'IDAT', zlib.compress(lines)) + chunk(b'IEND', b''))


def serve_over_tls(routes, key, certificate):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return RawServer(routes, wrap=lambda connection: context.wrap_socket(connection,
                                                                         server_side=True))


class ShellTest(SharedWindowTest):

    def setUp(self):
        members = unauthorized('Basic realm="Staff"', title='Members only')
        self.server = RawServer({
            '/plain': response(200, document('Plain', '<p>one needle</p>')),
            '/other': response(200, document('Other')),
            '/secret': protected(response(200, document('Welcome')), members),
            '/secret-file': unauthorized('Basic realm="Staff"', title='Members only', headers=[
                ('Content-Disposition', 'attachment; filename="login.html"')]),
            '/listening': protected(response(200, document('Welcome')), unauthorized(
                'Basic realm="Staff"', title='Members only', body=LISTENING)),
            '/link': response(200, document('Link', LINK % '_self')),
            '/pop-up': response(200, document('Link', LINK % '_blank')),
                '/icon': response(200, document('Icon', head='<link rel="icon" href="/icon.png">')),
            '/icon.png': response(200, png(32, b'\xff\0\0'), kind='image/png'),
            '/file': response(200, 'contents', [
                ('Content-Disposition', 'attachment; filename="../../.report.txt"')]),
            '/broken-file': self.send_broken_file,
            '/forbidden': response(302, headers=[('Location', 'http://127.0.0.1:6000/there')]),
            '/never': self.never,
        })
        self.addCleanup(self.server.close)
        self.released = threading.Event()
        self.addCleanup(self.released.set)

    def never(self, _request):
        self.released.wait(120)
        return response(200, document('At last'))

    @staticmethod
    def send_broken_file(_request, connection):
        connection.sendall(b'HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\nContent-Disposition: '
                           b'attachment; filename="broken.txt"\r\n\r\n' + b'x' * 100000)

    def open(self, path='/plain', title='Plain'):
        browser = self.visit(self.server.uri(path))
        browser.wait_title(title)
        return browser

    def new_tab(self, browser, path, title):
        browser.keys('ctrl+t')
        wait_until(lambda: browser.location.focused, 'the location entry of the new tab')
        browser.go(self.server.uri(path))
        browser.wait_title(title)

    @staticmethod
    def tabs(browser):
        """From left to right; the tree has them in the order of their coming."""
        # One may be gone by now.
        return sorted(browser.tabs(), key=lambda tab: (tab.extents or (0,))[0])

    def tab_titles(self, browser):
        return [tab.description for tab in self.tabs(browser)]

    def wait_tabs(self, browser, *titles):
        """A tab that is closed is there until it has shrunk."""
        wait_until(lambda: self.tab_titles(browser) == list(titles),
                   lambda: f'tabs {titles}, are {self.tab_titles(browser)}')

    def wait_focus(self, browser, role, name):
        node = browser.tree.wait(role, name)
        wait_until(lambda: node.focused, lambda: f'focus on {node}: {browser.tree.dump()}')
        return node

    @staticmethod
    def page_extents(browser):
        """Where the page is in the window."""
        return browser.tree.wait('filler', 'WebKitWebView').extents

    def click_page(self, browser, button=1):
        left, top, width, height = self.page_extents(browser)
        browser.click(left + 60, top + height // 2, button)

    def press(self, browser, name):
        browser.tree.wait('push button', name).click()

    # The way to a page and back

    def test_scheme_is_completed(self):
        browser = self.open()
        browser.go(f'{self.server.authority}/other')
        browser.wait_title('Other')
        wait_until(lambda: browser.location.text == self.server.uri('/other'),
                   lambda: browser.location.text)

    def test_not_an_address(self):
        browser = self.open()
        browser.go('how do i sign in')
        self.assertEqual(browser.location.text, 'how do i sign in')
        self.assertTrue(browser.location.focused)
        browser.keys('Escape')
        wait_until(lambda: browser.location.text == self.server.uri('/plain'),
                   lambda: browser.location.text)

    def test_back_forward_reload_stop(self):
        browser = self.open()
        self.assertFalse(browser.tree.wait('push button', 'Back').sensitive)
        self.assertIsNone(browser.tree.find('push button', 'Forward'))
        browser.go(self.server.uri('/other'))
        browser.wait_title('Other')
        self.press(browser, 'Back')
        browser.wait_title('Plain')
        self.press(browser, 'Forward')
        browser.wait_title('Other')
        browser.keys('alt+Left')
        browser.wait_title('Plain')
        browser.keys('alt+Right')
        browser.wait_title('Other')
        before = len(self.server.seen('/other'))
        self.press(browser, 'Reload')
        self.server.wait_for('/other', before + 1)
        browser.tree.wait('push button', 'Reload')
        browser.keys('ctrl+r')
        self.server.wait_for('/other', before + 2)
        browser.tree.wait('push button', 'Reload')

        browser.go(self.server.uri('/never'))
        self.server.wait_for('/never')
        browser.tree.wait('progress bar')
        self.press(browser, 'Stop')
        browser.tree.wait_gone('progress bar')
        browser.tree.wait('push button', 'Reload')
        # The page that was there stays, and the entry says so.
        browser.wait_title('Other')
        wait_until(lambda: browser.location.text == self.server.uri('/other'),
                   lambda: browser.location.text)

    def test_user_information(self):
        browser = self.open()
        browser.go(f'ada:lovelace@{self.server.authority}/secret')
        seen = {browser.location.text}
        browser.wait_title('Welcome')
        seen.add(browser.location.text)
        self.assertLessEqual(seen, {self.server.uri('/plain'), self.server.uri('/secret')})
        self.assertFalse([node for node in browser.tree.walk()
                          if 'lovelace' in f'{node.name}{node.description}{node.text}'])
        browser.events.check(ended=False)

    def test_security_state(self):
        browser = self.open()
        # Nobody can listen on the way to this machine itself.
        self.assertEqual(browser.location.description, '')
        browser.go('nobody.invalid/')
        browser.tree.wait('label', 'Page Not Loaded')
        self.assertEqual(browser.location.description, '')

    # Tabs

    def test_tabs(self):
        browser = self.open()
        self.new_tab(browser, '/other', 'Other')
        self.new_tab(browser, '/link', 'Link')
        self.wait_tabs(browser, 'Plain', 'Other', 'Link')
        browser.keys('ctrl+shift+Page_Up')
        self.wait_tabs(browser, 'Plain', 'Link', 'Other')
        browser.keys('ctrl+1')
        browser.wait_title('Plain')
        browser.keys('ctrl+Page_Down')
        browser.wait_title('Link')
        browser.keys('ctrl+9')
        browser.wait_title('Other')
        browser.keys('ctrl+w')
        self.wait_tabs(browser, 'Plain', 'Link')
        browser.keys('ctrl+shift+t')
        browser.wait_title('Other')
        self.wait_tabs(browser, 'Plain', 'Link', 'Other')

    def drag(self, browser, tab, *places):
        """Drags a tab to places in the window, as a hand does: step by step."""
        def widths():
            return [each.extents[2] for each in self.tabs(browser)]

        # A tab that has just come still grows.
        wait_until(lambda: max(widths()) - min(widths()) <= 1, lambda: f'one width: {widths()}')
        places = [place() if callable(place) else place for place in places]
        left, top, width, height = tab.extents
        path = [(left + width // 2, top + height // 2)]
        for x, y in places:
            begin = path[-1]
            path += [(begin[0] + (x - begin[0]) * i // 10, begin[1] + (y - begin[1]) * i // 10)
                     for i in range(1, 11)]
        subprocess.run(['xdotool', 'mousemove', '--window', browser.window_id,
                        *map(str, path[0]), 'mousedown', '1'], check=True)
        try:
            for x, y in path[1:]:
                subprocess.run(['xdotool', 'mousemove', '--window', browser.window_id,
                                str(x), str(y)], check=True)
        finally:
            subprocess.run(['xdotool', 'mouseup', '1'], check=True)

    def end_of(self, tab):
        left, top, width, height = tab.extents
        return left + width - 20, top + height // 2

    def test_tab_is_dragged(self):
        browser = self.open()
        self.new_tab(browser, '/other', 'Other')
        first, second = self.tabs(browser)
        self.drag(browser, first, lambda: self.end_of(second))
        self.wait_tabs(browser, 'Other', 'Plain')

    def test_tab_is_dragged_out_and_back(self):
        browser = self.open()
        self.new_tab(browser, '/other', 'Other')
        size = browser.geometry[2:]
        browser.resize(800, 500)
        self.addCleanup(browser.resize, *size)
        first, second = self.tabs(browser)
        self.drag(browser, first, (400, 300), (900, 600), lambda: self.end_of(second))
        self.wait_tabs(browser, 'Other', 'Plain')
        self.assertEqual([frame.name for frame in browser.tree.children], ['Plain — Doorward'])

    def open_sheet_in_second_tab(self):
        browser = self.open()
        self.new_tab(browser, '/secret', 'Members only')
        sheet = browser.sheet(self.server.authority)
        wait_until(lambda: sheet.username.focused, 'focus in the user name')
        browser.keyboard('ad')
        return browser

    def sign_in_in_a_window_of_its_own(self, browser, title, *left):
        """In the tab whose sheet is open; the window that it left has a title and other tabs."""
        browser.tree.wait('frame', f'{title} — Doorward')
        frame = browser.tree.wait('frame', 'Members only — Doorward')

        # The page is the same, and what waits for a login goes with it.
        self.assertEqual(len(self.server.seen('/secret')), 1)
        browser.turn_to('Members only — Doorward')
        sheet = frame.wait('dialog', f'Sign in to {self.server.authority}')
        self.assertEqual(sheet.wait('text', 'Username').text, 'ad')
        wait_until(lambda: sheet.find('password text', 'Password').focused, browser.tree.dump)
        sheet.wait('text', 'Username').type('ada')
        sheet.wait('password text', 'Password').type('lovelace')
        sheet.wait('push button', 'Sign In').click()
        frame = browser.tree.wait('frame', 'Welcome — Doorward')
        frame.wait_gone('dialog')
        browser.turn_to('Welcome — Doorward')
        browser.keys('ctrl+w')
        browser.tree.wait_gone('frame', 'Welcome — Doorward')
        browser.turn_to(f'{title} — Doorward')
        self.wait_tabs(browser, *left)

    def test_tab_moves_to_a_window(self):
        browser = self.open_sheet_in_second_tab()
        left, top, width, height = self.tabs(browser)[-1].extents
        browser.click(left + width // 2, top + height // 2, 3)
        browser.tree.wait('menu item', 'Move to New Window').click()
        self.sign_in_in_a_window_of_its_own(browser, 'Plain', 'Plain')

    def test_tab_is_dragged_to_the_desktop(self):
        browser = self.open_sheet_in_second_tab()
        size = browser.geometry[2:]
        browser.resize(800, 500)
        self.addCleanup(browser.resize, *size)
        self.new_tab(browser, '/other', 'Other')
        self.drag(browser, self.tabs(browser)[1], (900, 600))
        self.sign_in_in_a_window_of_its_own(browser, 'Other', 'Plain', 'Other')

        # The next click in the strip is heard again.
        left, top, _, height = self.tabs(browser)[0].extents
        browser.click(left + 20, top + height // 2)
        browser.wait_title('Plain')

    def test_title_and_icon(self):
        browser = self.open('/icon', 'Icon')
        self.wait_tabs(browser, 'Icon')

        def red_in_tab_strip():
            left, top, width, _ = browser.geometry
            pixels = self.desktop.screen.grab(left, top, width, 48)[2]
            return sum(pixels[i:i + 3] == RED for i in range(0, len(pixels), 4)) > 100
        wait_until(red_in_tab_strip, 'the icon of the page in the tab strip')
        browser.screenshot('icon')

    def test_pop_up(self):
        browser = self.open('/pop-up', 'Link')
        self.click_page(browser)
        browser.wait_title('Plain')
        self.wait_tabs(browser, 'Link', 'Plain')
        browser.keys('ctrl+w')
        browser.wait_title('Link')
        browser.keys('ctrl+shift+t')
        browser.wait_title('Plain')

    def test_middle_click(self):
        browser = self.open('/link', 'Link')
        self.click_page(browser, 2)
        self.wait_tabs(browser, 'Link', 'Plain')
        browser.wait_title('Link')

    # Looking at a page

    def test_find(self):
        browser = self.open()
        browser.keys('ctrl+f')
        self.wait_focus(browser, 'entry', 'Find in this page')
        browser.keyboard('needle')
        browser.tree.wait('label', '1 match')
        browser.keyboard('s')
        browser.tree.wait('label', 'No match')
        browser.screenshot('no-match')
        browser.keys('Escape')
        browser.tree.wait_gone('entry', 'Find in this page')
        self.wait_focus(browser, 'filler', 'WebKitWebView')

    def test_zoom(self):
        browser = self.open()
        browser.keys('ctrl+plus')
        browser.tree.wait('push button', '120 %')
        browser.keys('ctrl+minus', 'ctrl+minus')
        browser.tree.wait('push button', '83 %').click()
        browser.tree.wait_gone('push button', '83 %')

    # Windows

    def test_private_window(self):
        browser = self.open()
        browser.keys('ctrl+shift+n')
        frame = browser.tree.wait('frame', 'New Tab — Doorward (Private)')
        self.assertIsNotNone(browser.tree.find('frame', 'Plain — Doorward'))
        frame.wait('push button', 'Close').click()
        browser.tree.wait_gone('frame', 'New Tab — Doorward (Private)')

    def test_shortcuts_and_about(self):
        browser = self.open()
        browser.keys('ctrl+question')
        window = browser.tree.wait('frame', 'GtkShortcutsWindow')
        window.wait('label', 'Show or Hide the Password')
        browser.screenshot('shortcuts')
        window.wait('push button', 'Close').click()
        browser.tree.wait_gone('frame', 'GtkShortcutsWindow')

        browser.keys('F10')
        browser.tree.wait('menu item', 'About Doorward').click()
        window = browser.tree.wait('frame', 'About')
        window.wait('label', 'A web browser that takes HTTP logins seriously', showing=False)
        browser.turn_to('About')
        browser.screenshot('about')
        browser.keys('Escape')
        browser.tree.wait_gone('frame', 'About')
        browser.turn_to('Plain — Doorward')

    # Downloads

    def downloads(self):
        return sorted(path.name for path in self.desktop.downloads.iterdir())

    def test_download(self):
        browser = self.open()
        for names in (['report.txt'], ['report (1).txt', 'report.txt']):
            browser.go(self.server.uri('/file'))
            wait_until(lambda: self.downloads() == names, lambda: f'{names}: {self.downloads()}')
        browser.tree.wait('label', 'Downloaded report (1).txt')
        browser.screenshot('downloaded')
        for path in self.desktop.downloads.iterdir():
            self.assertEqual(path.read_text(), 'contents')
            path.unlink()
        # The page stays.
        browser.wait_title('Plain')

    def test_broken_download_leaves_nothing(self):
        browser = self.open()
        browser.go(self.server.uri('/broken-file'))
        browser.tree.wait('label', 'Could not download broken.txt')
        self.assertEqual(self.downloads(), [])

    def test_body_of_a_challenge_is_not_saved(self):
        browser = self.visit(self.server.uri('/secret-file'))
        browser.sheet(self.server.authority).cancel()
        browser.wait_no_sheet()
        self.assertEqual(self.downloads(), [])

    # No page

    def test_not_reached(self):
        unused = RawServer({})
        unused.close()
        browser = self.visit(unused.uri('/x'))
        browser.tree.wait('label', 'Page Not Loaded')
        self.assertEqual(browser.location.text, unused.uri('/x'))
        browser.screenshot('failure')
        browser.go(self.server.uri('/plain'))
        browser.wait_title('Plain')
        browser.tree.wait_gone('label', 'Page Not Loaded')

    def test_forbidden_port(self):
        browser = self.visit('http://127.0.0.1:6000/here')
        browser.tree.wait('label', 'This Port Is Not for Web Pages')
        browser.tree.wait('label', lambda name: '127.0.0.1:6000' in name)
        self.assertEqual(browser.location.text, 'http://127.0.0.1:6000/here')
        browser.screenshot('failure')
        # Whatever is being loaded when it is pressed gives way, and the port is refused again.
        browser.go(self.server.uri('/never'))
        self.server.wait_for('/never')
        self.press(browser, 'Try Again')
        browser.tree.wait('push button', 'Reload')
        browser.tree.wait('label', 'This Port Is Not for Web Pages')

        browser.go(self.server.uri('/plain'))
        browser.wait_title('Plain')
        browser.tree.wait_gone('label', 'This Port Is Not for Web Pages')
        browser.go(self.server.uri('/forbidden'))
        browser.tree.wait('label', 'This Port Is Not for Web Pages')
        self.assertEqual(browser.location.text, 'http://127.0.0.1:6000/there')

    def test_certificate(self):
        authority = Authority(self.desktop.root / self._testMethodName)
        key, certificate = authority.issue('other', 'DNS:other.example')
        server = serve_over_tls({'/': response(200, document('Inside'))}, key, certificate)
        self.addCleanup(server.close)
        browser = self.visit(f'https://{server.authority}/')
        browser.tree.wait('label', 'This Connection Is Not Safe')
        said = browser.tree.wait('label', lambda name: 'The certificate' in name).name
        self.assertIn('The certificate belongs to another name.', said)
        self.assertIn('Nobody whom this computer trusts issued the certificate.', said)
        browser.screenshot('failure')
        self.assertEqual(server.requests, [])
        self.wait_focus(browser, 'push button', 'Try Again')
        browser.keys('Tab', 'Return', 'Tab')
        self.wait_focus(browser, 'push button', 'Accept for This Session…')
        browser.keys('Return')
        accept = browser.tree.wait('push button', lambda name: name.endswith('Accept'))
        self.assertEqual(server.requests, [])
        accept.click()
        browser.wait_title('Inside')
        wait_until(lambda: 'somebody could have put themselves between'
                   in browser.location.description, lambda: browser.location.description)

    # The window beside a sheet

    def test_page_is_held_back(self):
        browser = self.visit(self.server.uri('/listening'))
        sheet = browser.sheet(self.server.authority)
        wait_until(lambda: sheet.username.focused, 'focus in the user name')
        for button in (1, 2, 3):
            self.click_page(browser, button)
        browser.keyboard('ada')
        wait_until(lambda: sheet.username.text == 'ada', lambda: sheet.username.text)
        self.assertTrue(sheet.username.focused)
        self.click_page(browser, 5)
        self.server.wait_for('/heard/scroll')
        self.assertEqual([request.path for request in self.server.requests
                          if request.path.startswith('/heard/')], ['/heard/scroll'])
        browser.screenshot('held-back')

        # Afterwards it hears everything again.
        browser.keys('Escape')
        browser.wait_no_sheet()
        self.click_page(browser)
        self.server.wait_for('/heard/click')

    def test_window_works_beside_the_sheet(self):
        browser = self.visit(self.server.uri('/secret'))
        sheet = browser.sheet(self.server.authority)
        wait_until(lambda: sheet.username.focused, 'focus in the user name')
        self.new_tab(browser, '/plain', 'Plain')
        browser.wait_no_sheet()
        browser.keys('ctrl+1')
        browser.sheet(self.server.authority)

        # Another address, entered while the sheet is open.
        left, top, width, height = browser.location.extents
        browser.click(left + width // 2, top + height // 2)
        wait_until(lambda: browser.location.focused, 'focus in the location entry')
        browser.location.type(f'{self.server.authority}/other')
        browser.keys('Return')
        browser.wait_title('Other')
        browser.wait_no_sheet()

        self.press(browser, 'Back')
        browser.sheet(self.server.authority)
        before = len(browser.events)
        self.press(browser, 'Reload')
        browser.events.wait('prompt-opened', since=before)
        browser.sheet(self.server.authority).cancel()
        browser.wait_no_sheet()


class EncryptedTest(WindowTest):
    """A run that trusts an authority of its own."""

    def test_encrypted(self):
        authority = Authority(self.desktop.root / 'authority')
        server = serve_over_tls({
            '/': protected(response(200, document('Inside')), unauthorized('Basic realm="Staff"')),
        }, *authority.issue('server'))
        self.addCleanup(server.close)

        def wait_encrypted():
            wait_until(lambda: browser.location.description == 'The connection is encrypted',
                       lambda: browser.location.description)

        browser = self.start(server.uri('/', 'https'), wrapper=authority.wrapper)
        sheet = browser.sheet(server.authority)
        wait_encrypted()
        self.assertFalse([label for label in sheet.labels() if 'unencrypted' in label])
        sheet.sign_in()
        browser.wait_title('Inside')
        browser.wait_no_sheet()
        wait_encrypted()
        browser.screenshot('page')


class StylesTest(WindowTest):
    """The sheet on a large window, in each style; test_phone.py has them on a small one."""

    def test_styles(self):
        server = RawServer({'/': unauthorized('Basic realm="Staff"', title='Members only')})
        # How libadwaita is told of a desktop's style without that desktop.
        for name, environment in {
            'light': {},
            'dark': {'ADW_DEBUG_COLOR_SCHEME': 'prefer-dark'},
            'contrast': {'ADW_DEBUG_HIGH_CONTRAST': '1'},
        }.items():
            with self.subTest(name):
                browser = self.start(server.uri('/'), name=name, environment=environment)
                browser.resize(self.desktop.width, self.desktop.height)
                sheet = browser.sheet(server.authority)
                browser.screenshot('sheet')
                sheet.sign_in('ada', 'wrong-horse')
                sheet.wait_label('Not accepted')
                browser.screenshot('refused')
                sheet.cancel()
                browser.bar()
                browser.wait_no_sheet()
                browser.screenshot('bar')
                self.doCleanups()
        server.close()


class FullScreenTest(WindowTest):
    """It is the window manager that makes a window fill the display."""

    def test_full_screen(self):
        server = RawServer({'/': response(200, document('Small', head=FILLS_THE_SCREEN))})
        self.addCleanup(server.close)
        self.desktop.manage_windows()
        browser = self.start(server.uri('/'))
        browser.wait_title('Small')
        browser.keys('F11')
        wait_until(lambda: browser.tabs() == [], 'no tab strip')
        self.assertEqual(browser.location.text, server.uri('/'))
        browser.keys('F11')
        wait_until(lambda: len(browser.tabs()) == 1, 'the tab strip again')

        # When the page does it, nothing stays of the window, and a toast says whose page it is.
        browser.click(300, 400)
        browser.wait_title('Full')
        browser.tree.wait('label', f'{server.authority} fills the screen. Press Escape to leave.')
        self.assertIsNone(browser.tree.find('text', 'Location'))
        browser.screenshot('page')
        browser.keys('Escape')
        browser.wait_title('Back')
        browser.tree.wait('text', 'Location')


if __name__ == '__main__':
    main()
