#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""A tab, a window, the program or one of WebKit's processes ends, whatever a login is doing."""

import os
import pathlib
import signal
import threading

from desktop import wait_until
from memory import network_process
from raw_server import RawServer, document, protected, response, unauthorized
from window_test import WindowTest, main

STATES = ('open', 'refused', 'signing_in', 'loading')


def descendants(pid):
    """Every process that a process has started, and what those have started."""
    for task in pathlib.Path(f'/proc/{pid}/task').glob('*/children'):
        try:
            children = task.read_text().split()
        except OSError:
            continue
        for child in children:
            yield int(child)
            yield from descendants(child)


def web_processes(pid):
    found = set()
    for process in descendants(pid):
        try:
            if pathlib.Path(f'/proc/{process}/exe').resolve().name == 'WebKitWebProcess':
                found.add(process)
        except OSError:
            continue
    return found


def kill(process):
    os.kill(process, signal.SIGKILL)
    wait_until(lambda: not pathlib.Path(f'/proc/{process}/exe').exists(), f'the end of {process}')


class StatesTest:
    """Brings a login into each of its states."""

    def setUp(self):
        self.released = threading.Event()
        self.addCleanup(self.released.set)
        self.server = RawServer({
            '/public': response(200, document('Public')),
            '/room': protected(response(200, document('Inside')), unauthorized('Basic realm="R"')),
            '/slow-room': protected(self.hold, unauthorized('Basic realm="S"')),
            '/hold': self.hold,
        })
        self.addCleanup(self.server.close)

    def hold(self, _request):
        self.released.wait(120)
        return response(200, document('Held'))

    def make(self, state, browser):
        self.server.requests.clear()
        getattr(self, f'make_{state}')(browser)

    def enter(self, browser, uri):
        """Enters an address in the window that keys go to, which may be one of several."""
        def focused():
            return [entry for entry in browser.tree.find_all(('text', 'entry'), 'Location')
                    if entry.focused]
        browser.keys('ctrl+l')
        wait_until(focused, 'focus in a location entry')[0].type(uri)
        browser.keys('Return')

    def make_open(self, browser):
        self.enter(browser, self.server.uri('/room'))
        browser.sheet(self.server.authority)

    def make_refused(self, browser):
        self.enter(browser, self.server.uri('/room'))
        browser.sheet(self.server.authority).sign_in(password='wrong-horse')
        browser.sheet(self.server.authority).wait_label('Not accepted')

    def make_signing_in(self, browser):
        self.enter(browser, self.server.uri('/slow-room'))
        browser.sheet(self.server.authority).sign_in()
        wait_until(lambda: any(request.basic for request in self.server.seen('/slow-room')),
                   'the login')

    def make_loading(self, browser):
        self.enter(browser, self.server.uri('/hold'))
        self.server.wait_for('/hold')

    def go_on(self, browser):
        """The tab in front is good for something, and so is the network."""
        self.server.requests.clear()
        browser.go(self.server.uri('/public'))
        self.server.wait_for('/public')
        browser.wait_title('Public')
        browser.wait_no_sheet()


class TabsAndProcessesTest(StatesTest, WindowTest):

    def in_each_state(self, act):
        """Does something to a second tab in each state; the first must not notice."""
        browser = self.start(self.server.uri('/public'))
        browser.wait_title('Public')
        first = min(web_processes(browser.pid))
        for state in STATES:
            with self.subTest(state=state):
                browser.keys('ctrl+t')
                wait_until(lambda: len(browser.tabs()) == 2, 'a second tab')
                self.make(state, browser)
                act(browser, web_processes(browser.pid) - {first})
                wait_until(lambda: len(browser.tabs()) == 1, 'the first tab alone')
                browser.wait_title('Public')
                self.assertIn(first, web_processes(browser.pid))
                self.go_on(browser)
                self.assertEqual(len(browser.events.matching('prompt-opened')),
                                 len(browser.events.matching('prompt-closed')))

    def test_close_tab(self):
        self.in_each_state(lambda browser, processes: browser.keys('ctrl+w'))

    def test_kill_web_process(self):
        def act(browser, processes):
            self.assertTrue(processes)
            for process in processes:
                kill(process)
            browser.wait_no_sheet()
            self.go_on(browser)
            browser.keys('ctrl+w')
        self.in_each_state(act)

    def test_kill_network_process(self):
        def act(browser, _processes):
            kill(network_process(browser.pid))
            self.go_on(browser)
            browser.keys('ctrl+w')
        self.in_each_state(act)


class DownloadTest(StatesTest, WindowTest):

    def download_and_close(self, browser, by_page=False):
        """Closes the tab that a download comes from, before its server has said anything."""
        inside = response(200, b'inside', kind='application/octet-stream')

        def handle(request):
            if request.basic == b'ada:lovelace':
                return inside
            if len(self.server.seen('/file.bin')) == 1:
                self.released.wait(60)
            return unauthorized('Basic realm="Files"')
        self.server.routes['/file.bin'] = handle
        self.server.routes['/downloads'] = response(200, document(
            'Downloads', '<a href="/file.bin" download="file.bin">File</a><script>'
            f'document.links[0].{"click" if by_page else "focus"} ();</script>'))
        self.enter(browser, self.server.uri('/downloads'))
        wait_until(lambda: 'Downloads — Doorward' in [frame.name for frame in browser.tree.children],
                   'the page with the file')
        if not by_page:
            browser.keys('Return')
        self.server.wait_for('/file.bin')
        browser.keys('ctrl+w')

    def is_asked_for(self, browser, verdict='prompt'):
        """The tab in front asks what the closed one cannot any more."""
        browser.wait_title('Public')
        self.released.set()
        sheet = browser.sheet(self.server.authority)
        self.assertEqual(list(self.desktop.downloads.iterdir()), [])
        sheet.sign_in()
        saved = self.desktop.downloads / 'file.bin'
        wait_until(lambda: saved.exists() and saved.read_bytes() == b'inside', 'the file')
        browser.wait_no_sheet()
        browser.events.wait('verdict', context='download', verdict=verdict)
        saved.unlink()

    def logins(self, path):
        """The requests that carried a login."""
        return [request for request in self.server.seen(path) if request.basic]

    def test_network_process_of_a_download_killed(self):
        """WebKit does not tell of it, and to cancel what was in there would be its end."""
        def half(_request, connection):
            connection.sendall(b'HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\n'
                               b'Content-Disposition: attachment; filename=half.bin\r\n'
                               b'Content-Length: 2000000\r\n\r\n' + bytes(1000000))
            self.released.wait(120)
        self.server.routes['/file.bin'] = protected(self.hold, unauthorized('Basic realm="F"'))
        self.server.routes['/half.bin'] = half
        self.server.routes['/downloads'] = response(200, document(
            'Downloads', '<a href="/file.bin" download="file.bin">File</a><script>'
            'document.links[0].focus ();</script>'))
        browser = self.start(self.server.uri('/downloads'))
        browser.wait_title('Downloads')
        browser.keys('Return')
        browser.sheet(self.server.authority).sign_in()
        for count in (1, 2, 3, 4):
            # It goes on by itself with what the person answered, which has not been judged yet.
            wait_until(lambda count=count: len(self.logins('/file.bin')) == count, 'the login')
            self.assertEqual(list(self.desktop.downloads.iterdir()), [])
            kill(network_process(browser.pid))
        # What ends the network process so often may be what it downloads.
        browser.tree.wait(('label', 'static'), 'Could not download A file')
        browser.wait_no_sheet()
        self.assertEqual(len(browser.events.matching('prompt-opened')), 1)
        self.assertEqual(len(self.logins('/file.bin')), 4)

        browser.go(self.server.uri('/half.bin'))
        browser.tree.wait(('label', 'static'), lambda name: name.startswith('Downloading half.bin'))
        kill(network_process(browser.pid))
        browser.tree.wait(('label', 'static'), 'Could not download half.bin')
        browser.tree.wait_gone(('label', 'static'),
                               lambda name: name.startswith('Downloading half.bin'))
        self.assertEqual(list(self.desktop.downloads.iterdir()), [])
        self.go_on(browser)

    def test_network_process_of_a_download_killed_once(self):
        """The person has answered, and is asked no more."""
        def inside(_request):
            if len(self.logins('/file.bin')) == 1:
                self.released.wait(120)
            return response(200, b'inside', kind='application/octet-stream')
        self.server.routes['/file.bin'] = protected(inside, unauthorized('Basic realm="F"'))
        self.server.routes['/downloads'] = response(200, document(
            'Downloads', '<a href="/file.bin" download="file.bin">File</a><script>'
            'document.links[0].focus ();</script>'))
        browser = self.start(self.server.uri('/downloads'))
        browser.wait_title('Downloads')
        browser.keys('Return')
        browser.sheet(self.server.authority).sign_in()
        wait_until(lambda: self.logins('/file.bin'), 'the login')
        kill(network_process(browser.pid))

        saved = self.desktop.downloads / 'file.bin'
        wait_until(lambda: saved.exists() and saved.read_bytes() == b'inside', 'the file')
        saved.unlink()
        browser.events.wait('accepted')
        browser.wait_no_sheet()
        self.assertEqual(len(browser.events.matching('prompt-opened')), 1)
        self.assertEqual(len(self.logins('/file.bin')), 2)
        self.assertIsNone(browser.tree.find(('label', 'static'), 'Could not download A file'))
        # The login is known from now on.
        browser.keys('Return')
        wait_until(lambda: saved.exists() and saved.read_bytes() == b'inside', 'the file again')
        saved.unlink()
        self.assertEqual(len(browser.events.matching('prompt-opened')), 1)

    def test_download_of_a_closed_tab(self):
        browser = self.start(self.server.uri('/public'))
        browser.wait_title('Public')
        browser.keys('ctrl+t')
        wait_until(lambda: len(browser.tabs()) == 2, 'a second tab')
        self.download_and_close(browser)
        self.is_asked_for(browser)

    def test_download_by_a_page_in_a_closed_tab(self):
        """Nobody has asked for it, and the page in front has nothing to do with it."""
        other = RawServer({'/public': response(200, document('Public'))})
        self.addCleanup(other.close)
        browser = self.start(other.uri('/public'))
        browser.wait_title('Public')
        browser.keys('ctrl+t')
        wait_until(lambda: len(browser.tabs()) == 2, 'a second tab')
        self.download_and_close(browser, by_page=True)
        browser.wait_title('Public')
        self.released.set()
        browser.tree.wait(('label', 'static'),
                          f'A download needs a login at {self.server.authority}.')
        browser.events.wait('verdict', context='download', verdict='offer', reason='cross-origin')
        browser.tree.wait('push button', 'Sign In…').click()
        self.is_asked_for(browser, verdict='offer')

    def test_download_of_a_closed_window(self):
        browser = self.start(self.server.uri('/public'))
        browser.wait_title('Public')
        browser.keys('ctrl+n')
        wait_until(lambda: len(browser.tree.find_all('frame')) == 2, 'a second window')
        browser.turn_to('New Tab — Doorward')
        self.download_and_close(browser)
        wait_until(lambda: len(browser.tree.find_all('frame')) == 1, 'the first window alone')
        browser.turn_to('Public — Doorward')
        self.is_asked_for(browser)


class ProgramTest(StatesTest, WindowTest):

    def test_close_window(self):
        browser = self.start(self.server.uri('/public'))
        browser.wait_title('Public')
        for state in STATES:
            with self.subTest(state=state):
                browser.keys('ctrl+n')
                wait_until(lambda: len(browser.tree.find_all('frame')) == 2, 'a second window')
                browser.turn_to('New Tab — Doorward')
                self.make(state, browser)
                # With its last tab.
                browser.keys('ctrl+w')
                wait_until(lambda: len(browser.tree.find_all('frame')) == 1, 'the first window alone')
                browser.turn_to('Public — Doorward')
                self.go_on(browser)

    def quit(self, state):
        browser = self.start(self.server.uri('/public'))
        browser.wait_title('Public')
        self.make(state, browser)
        browser.close()

    def test_quit_with_a_sheet(self):
        self.quit('open')

    def test_quit_after_a_refusal(self):
        self.quit('refused')

    def test_quit_while_signing_in(self):
        self.quit('signing_in')

    def test_quit_while_loading(self):
        self.quit('loading')


if __name__ == '__main__':
    main()
