#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Every kind of load that can meet a 401, and what becomes of it."""

from desktop import wait_until
from raw_server import RawServer, document, protected, response, unauthorized
from window_test import SharedWindowTest, WindowTest, main

BASIC = 'Basic realm="Room"'


def script(code):
    return f'<script>{code}</script>'


class LoadsTest(SharedWindowTest):

    def setUp(self):
        self.server = self.serve()

    def serve(self, **options):
        server = RawServer({'/room': protected(response(200, document('Inside'), kind='text/html'),
                                               unauthorized(BASIC))}, **options)
        self.addCleanup(server.close)
        return server

    def show(self, body, head='', title='Portal'):
        """Shows a public page of the server with this in it, which may give itself a title."""
        self.server.routes['/'] = response(200, document('Portal', body, head))
        browser = self.visit(self.server.uri())
        browser.wait_title(title)
        return browser

    def has_verdict(self, browser, context, verdict, reason, server=None):
        server = server or self.server
        entry = browser.events.wait('verdict', context=context)
        self.assertEqual((entry['verdict'], entry['reason'], entry['server']),
                         (verdict, reason, server.uri('')), entry)
        challenge = browser.events.wait('challenge', id=entry['id'])
        self.assertEqual(challenge['uri'], server.uri('/room'))
        self.assertEqual(browser.events.matching('prompt-opened'), [])
        self.assertIsNone(browser.find_sheet())
        return entry

    def offers(self, body, head='', context='subresource', reason='subresource', server=None):
        """What the page loads gets its 401 at once; the bar offers to sign in at its server."""
        server = server or self.server
        browser = self.show(body, head)
        self.has_verdict(browser, context, 'offer', reason, server)
        browser.tree.wait(('label', 'static'), 'Parts of this page need a login at '
                          f'{server.authority}.')
        browser.tree.wait('push button', 'Sign In…')
        return browser

    def shows_nothing(self, body, head='', server=None):
        """What the page loads of another server gets its 401 without having asked for a login."""
        browser = self.show(body, head)
        self.has_verdict(browser, 'subresource', 'body', 'cross-origin', server)
        self.assertIsNone(browser.tree.find('push button', 'Sign In…'))

    def signs_in(self, browser, server=None):
        """“Sign In…” opens the sheet, and the part is loaded again with the login."""
        server = server or self.server
        browser.tree.wait('push button', 'Sign In…').click()
        browser.sheet(server.authority).sign_in()
        browser.events.wait('accepted')
        wait_until(lambda: any(request.basic for request in server.seen('/room')), 'the login')
        browser.tree.wait_gone('dialog', f'Sign in to {server.authority}')

    # Parts of the page's origin

    def test_image(self):
        browser = self.offers('<img src="/room">')
        self.signs_in(browser)
        # The page was loaded again, since what needed the image may be anything in it.
        self.server.wait_for('/', 2)

    def test_script(self):
        self.offers('<script src="/room"></script>')

    def test_module(self):
        self.offers('<script type="module" src="/room"></script>')

    def test_style(self):
        self.offers('', '<link rel="stylesheet" href="/room">')

    def test_font(self):
        self.offers('text', '<style>@font-face { font-family: x; src: url(/room); } '
                    'body { font-family: x; }</style>')

    def test_video(self):
        self.offers('<video src="/room" autoplay muted></video>')

    def test_fetch(self):
        self.offers(script('fetch ("/room")'))

    def test_xhr(self):
        self.offers(script('const x = new XMLHttpRequest (); x.open ("GET", "/room"); x.send ();'))

    def test_event_source(self):
        self.offers(script('new EventSource ("/room");'))

    def test_worker_script(self):
        self.offers(script('new Worker ("/room");'))

    def test_fetch_in_worker(self):
        self.server.routes['/worker.js'] = response(200, 'fetch ("/room");', kind='text/javascript')
        self.offers(script('new Worker ("/worker.js");'))

    def test_shared_worker_script(self):
        self.offers(script('new SharedWorker ("/room");'))

    def test_service_worker_script(self):
        self.offers(script('navigator.serviceWorker.register ("/room");'))

    def test_preload(self):
        self.offers('', '<link rel="preload" as="image" href="/room">')

    def test_object(self):
        self.offers('<object data="/room" type="text/html"></object>', context='frame',
                    reason='frame')

    # Parts whose challenge WebKit answers by itself, with nothing

    def is_declined(self, body, head=''):
        browser = self.show(body, head)
        self.has_verdict(browser, 'subresource', 'body', 'no-known-challenge')
        self.assertIsNone(browser.tree.find('push button', 'Sign In…'))
        return browser

    def test_beacon(self):
        self.is_declined(script('navigator.sendBeacon ("/room", "x");'))

    def test_synchronous_xhr(self):
        self.is_declined(script('const x = new XMLHttpRequest (); '
                                'x.open ("GET", "/room", false); x.send ();'))

    def test_page_icon(self):
        self.is_declined('', '<link rel="icon" href="/room">')
        # Not even a login that is at hand is sent for it.
        self.server.requests.clear()
        browser = self.visit(self.server.uri('/room'))
        browser.sheet(self.server.authority).sign_in()
        browser.wait_title('Inside')
        self.server.requests.clear()
        browser.go(self.server.uri())
        browser.wait_title('Portal')
        self.assertIsNone(self.server.wait_for('/room')[0].basic)

    def test_page_icon_without_a_link(self):
        self.server.routes['/favicon.ico'] = unauthorized(BASIC)
        browser = self.show('')
        self.server.wait_for('/favicon.ico')
        entry = browser.events.wait('verdict')
        self.assertEqual((entry['context'], entry['verdict'], entry['reason']),
                         ('subresource', 'body', 'no-known-challenge'))
        self.assertIsNone(browser.tree.find('push button', 'Sign In…'))

    def test_prefetch(self):
        """WebKit fetches nothing that the page may need later, unless that changes."""
        browser = self.show('<img src="/last">', '<link rel="prefetch" href="/room">'
                            '<link rel="manifest" href="/room">')
        self.server.wait_for('/last')
        browser.go(self.server.uri('/'))
        self.server.wait_for('/last', 2)
        self.assertEqual(self.server.seen('/room'), [])
        self.assertEqual(browser.events.matching('verdict'), [])

    # Parts of another origin

    def test_image_of_another_origin(self):
        other = self.serve()
        self.shows_nothing(f'<img src="{other.uri("/room")}">', server=other)

    def test_script_of_another_origin(self):
        other = self.serve()
        self.shows_nothing(f'<script src="{other.uri("/room")}"></script>', server=other)

    def test_fetch_redirected_to_another_origin(self):
        other = self.serve()
        self.server.routes['/go'] = response(302, '', [('Location', other.uri('/room'))])
        self.offers(script('fetch ("/go")'), reason='cross-origin', server=other)

    def test_fetch_without_cors_redirected_to_another_origin(self):
        other = self.serve()
        self.server.routes['/go'] = response(302, '', [('Location', other.uri('/room'))])
        self.shows_nothing(script('fetch ("/go", { mode: "no-cors" })'), server=other)

    # Frames

    def test_frame(self):
        browser = self.offers('<iframe src="/room"></iframe>', context='frame', reason='frame')
        self.signs_in(browser)
        # That frame alone.
        self.assertEqual(len(self.server.seen('/')), 1)

    def test_sandboxed_frame(self):
        browser = self.offers('<iframe sandbox src="/room"></iframe>', context='frame',
                              reason='frame')
        self.signs_in(browser)

    def test_frame_of_another_origin(self):
        other = self.serve()
        browser = self.offers(f'<iframe src="{other.uri("/room")}"></iframe>', context='frame',
                              reason='cross-origin', server=other)
        self.signs_in(browser, other)
        self.assertEqual(len(self.server.seen('/')), 1)

    def test_frames_three_deep(self):
        for inner, outer in (('/room', '/3'), ('/3', '/2')):
            self.server.routes[outer] = response(200, document(
                outer, f'<iframe src="{inner}"></iframe>'))
        browser = self.offers('<iframe src="/2"></iframe>', context='frame', reason='frame')
        self.signs_in(browser)
        self.assertEqual([len(self.server.seen(path)) for path in ('/', '/2', '/3')], [1, 1, 1])

    def test_form_posted_into_a_frame(self):
        browser = self.offers('<iframe name="inner"></iframe><form method="post" action="/room" '
                              'target="inner"><input name="a" value="b"></form>'
                              + script('if (!sessionStorage.sent) document.forms[0].submit (); '
                                       'sessionStorage.sent = true;'),
                              context='frame', reason='frame')
        self.signs_in(browser)
        # WebKit sends a form to a frame again only with the whole page.
        self.server.wait_for('/', 2)
        self.assertEqual([(request.method, request.body, request.basic)
                          for request in self.server.seen('/room')],
                         [('POST', b'a=b', None), ('POST', b'a=b', b'ada:lovelace')])

    # Downloads

    def link(self, path='/room'):
        """A link to a file, on which the keyboard is."""
        return f'<a href="{path}" download="room.txt">File</a>' + script(
            'document.links[0].focus ();')

    def is_saved(self):
        files = list(self.desktop.downloads.iterdir())
        return files and all(file.read_bytes().endswith(b'</html>') for file in files)

    def forget_files(self):
        for file in self.desktop.downloads.iterdir():
            file.unlink()

    def test_download(self):
        self.addCleanup(self.forget_files)
        browser = self.show(self.link())
        browser.keys('Return')
        entry = browser.events.wait('verdict', context='download')
        self.assertEqual((entry['verdict'], entry['reason']), ('prompt', 'known-challenge'))
        browser.sheet(self.server.authority).sign_in(password='wrong-horse')
        browser.sheet(self.server.authority).wait_label('Not accepted')
        self.assertEqual(list(self.desktop.downloads.iterdir()), [])
        browser.sheet(self.server.authority).sign_in()
        wait_until(self.is_saved, 'the file')
        browser.wait_no_sheet()
        browser.wait_title('Portal')
        self.assertEqual([entry['outcome'] for entry in browser.events.matching('prompt-closed')],
                         ['submit', 'submit'])
        # The page that it came from is left alone.
        self.assertEqual(len(self.server.seen('/')), 1)
        self.assertEqual([request.basic for request in self.server.seen('/room')][-1],
                         b'ada:lovelace')

    def test_download_cancelled(self):
        browser = self.show(self.link())
        browser.keys('Return')
        browser.sheet(self.server.authority).cancel()
        browser.events.wait('prompt-closed', outcome='cancel')
        browser.wait_no_sheet()
        browser.tree.wait('push button', 'Sign In…')
        browser.keys('Return')
        browser.events.wait('verdict', context='download', verdict='suppress',
                            reason='cancelled-before')
        self.assertIsNone(browser.find_sheet())
        self.assertEqual(list(self.desktop.downloads.iterdir()), [])

    def test_downloads_without_end(self):
        """What a page downloads by itself asks no more often than where it goes by itself."""
        browser = self.show(self.link() + script('''
let n = 0;
setInterval (() => { document.links[0].href = `/room?${++n}`; document.links[0].click (); }, 50);'''))
        browser.sheet(self.server.authority).cancel()
        browser.events.wait('prompt-closed', outcome='cancel')
        wait_until(lambda: len(browser.events.matching('verdict', context='download')) > 5,
                   lambda: f'more verdicts in {browser.events.all()}')
        self.assertEqual(len(browser.events.matching('verdict', verdict='prompt')), 1)
        self.assertEqual(len(browser.events.matching('prompt-opened')), 1)
        self.assertEqual(list(self.desktop.downloads.iterdir()), [])

    # What WebKit tells of to nobody

    def test_websocket(self):
        # The network process answers its challenge, with a login that is at hand.
        browser = self.visit(self.server.uri('/room'))
        browser.sheet(self.server.authority).sign_in()
        browser.wait_title('Inside')
        self.server.requests.clear()
        browser = self.show(script('''
const socket = new WebSocket (`ws://${location.host}/room`);
socket.onerror = () => { document.title = "No socket"; };'''), title='No socket')
        self.assertIsNone(browser.find_sheet())
        self.assertEqual([request.basic for request in self.server.seen('/room')],
                         [None, b'ada:lovelace'])
        self.assertEqual(browser.events.matching('challenge'), [])
        self.assertEqual(browser.events.matching('prompt-opened'), [])

    def test_websocket_without_a_login(self):
        browser = self.show(script('''
const socket = new WebSocket (`ws://${location.host}/room`);
socket.onerror = () => { document.title = "No socket"; };'''), title='No socket')
        self.assertIsNone(browser.find_sheet())
        self.assertEqual([request.basic for request in self.server.seen('/room')], [None])
        self.assertEqual(browser.events.matching('challenge'), [])

    def test_service_worker(self):
        self.server.routes['/worker.js'] = response(200, '''
self.addEventListener ("message", event => {
  fetch ("/room").then (answer => event.source.postMessage (answer.status));
});''', kind='text/javascript')
        browser = self.show(script('''
navigator.serviceWorker.register ("/worker.js");
navigator.serviceWorker.addEventListener ("message", event => {
  document.title = `Worker: ${event.data}`; });
navigator.serviceWorker.ready.then (registration => {
  registration.active.postMessage ("go"); });'''), title='Worker: 401')
        self.assertIsNone(browser.find_sheet())
        self.assertEqual(browser.events.matching('prompt-opened'), [])
        self.assertEqual([request.basic for request in self.server.seen('/room')], [None])

    # Documents

    def test_document_through_a_service_worker(self):
        self.server.routes['/worker.js'] = response(200, '''
self.addEventListener ("activate", event => event.waitUntil (clients.claim ()));
self.addEventListener ("fetch", event => event.respondWith (fetch (event.request)));''',
                                                    kind='text/javascript')
        browser = self.show(script('''
navigator.serviceWorker.register ("/worker.js");
navigator.serviceWorker.addEventListener ("controllerchange", () => {
  document.title = "Controlled"; });'''), title='Controlled')
        browser.go(self.server.uri('/room'))
        browser.sheet(self.server.authority).sign_in()
        browser.wait_title('Inside')
        browser.wait_no_sheet()
        self.assertEqual([request.basic for request in self.server.seen('/room')],
                         [None, b'ada:lovelace'])

    def test_redirect_into_another_origin(self):
        other = self.serve()
        self.server.routes['/'] = response(302, '', [('Location', other.uri('/room'))])
        browser = self.visit(self.server.uri())
        browser.sheet(other.authority).sign_in()
        browser.wait_title('Inside')
        self.assertEqual([request.get('Authorization') for request in self.server.requests], [None])

    def test_redirect_with_user_information(self):
        """Whoever leads there does not get to say who the person is, and the bar says so."""
        browser = self.visit(self.server.uri('/room'))
        browser.sheet(self.server.authority).sign_in()
        browser.wait_title('Inside')
        there = f'http://mallory:wrong-horse@{self.server.authority}/room'
        self.server.routes['/go'] = response(302, '', [('Location', there)])
        self.server.routes['/'] = response(200, document(
            'Portal', f'<img src="{there}?image"><iframe src="{there}?frame"></iframe>'
            + script(f'fetch ("{there}?fetch").catch (() => fetch ("/go?fetch"));')))
        browser.go(self.server.uri())
        browser.wait_title('Portal')
        self.server.wait_for('/go')
        browser.go(self.server.uri('/go'))
        browser.wait_title('Inside')
        browser.tree.wait(('label', 'static'), lambda name: 'user name' in name.lower())
        self.assertEqual(browser.location.text, self.server.uri('/room'))
        # Once it was not known yet.
        wait_until(lambda: len(self.server.seen('/room')) >= 5, 'all requests')
        self.assertEqual([request.basic for request in self.server.seen('/room')],
                         [None] + [b'ada:lovelace'] * (len(self.server.seen('/room')) - 1))

    def test_back_and_forward(self):
        self.server.routes['/'] = response(200, document('Portal'))
        browser = self.visit(self.server.uri('/room'))
        browser.sheet(self.server.authority)
        browser.go(self.server.uri())
        browser.wait_title('Portal')
        browser.wait_no_sheet()
        browser.keys('alt+Left')
        wait_until(lambda: len(browser.events.matching('prompt-opened')) == 2, 'the sheet again')
        browser.sheet(self.server.authority).cancel()
        browser.events.wait('prompt-closed', outcome='cancel')
        browser.wait_no_sheet()
        browser.keys('alt+Right')
        browser.wait_title('Portal')
        # Going back is no wish to be asked once more.
        browser.keys('alt+Left')
        browser.events.wait('verdict', verdict='suppress', reason='cancelled-before')
        browser.wait_title('401 body')
        self.assertIsNone(browser.find_sheet())


class ForbiddenTest(WindowTest):
    """Policy lets parts of other origins ask for nothing."""

    def test_cross_origin(self):
        policy = self.desktop.root / 'deny.conf'
        policy.write_text('[Doorward]\nCrossOrigin=deny\n')
        servers = []
        for _ in range(3):
            servers.append(RawServer({'/room': unauthorized(BASIC)}))
            self.addCleanup(servers[-1].close)
        portal, framed, fetched = servers
        portal.routes['/go'] = response(302, '', [('Location', fetched.uri('/room'))])
        portal.routes['/'] = response(200, document(
            'Portal', f'<iframe src="{framed.uri("/room")}"></iframe>' + script('fetch ("/go")')))
        browser = self.start(f'--policy={policy}', portal.uri())
        for server, context in ((framed, 'frame'), (fetched, 'subresource')):
            entry = browser.events.wait('verdict', context=context)
            self.assertEqual((entry['verdict'], entry['reason'], entry['server']),
                             ('deny', 'cross-origin', server.uri('')))
        browser.wait_title('Portal')
        self.assertIsNone(browser.tree.find('push button', 'Sign In…'))
        # Not even what the session sends there anyway, for it is signed in to the server by now.
        self.assertEqual([request.get('Authorization') for server in servers
                          for request in server.requests if server is not portal], [None, None])
        framed.routes['/room'] = protected(response(200, document('Inside')), unauthorized(BASIC))
        browser.go(framed.uri('/room'))
        browser.sheet(framed.authority).sign_in()
        browser.wait_title('Inside')
        framed.requests.clear()
        portal.routes['/'] = response(200, document(
            'Portal again', f'<iframe src="{framed.uri("/room")}"></iframe>'
            f'<img src="{framed.uri("/room?image")}">'))
        browser.go(portal.uri())
        browser.wait_title('Portal again')
        framed.wait_for('/room', 2)
        self.assertEqual([request.get('Authorization') for request in framed.seen('/room')],
                         [None, None])
        # The login is not lost by that, and goes with what the page itself needs.
        framed.requests.clear()
        framed.routes['/page'] = response(200, document('Own page', '<img src="/room?own">'))
        browser.go(framed.uri('/page'))
        browser.wait_title('Own page')
        self.assertEqual([request.basic for request in framed.wait_for('/room')],
                         [b'ada:lovelace'])
        # The page itself may, and so may the other server as a page.
        portal.routes['/'] = response(200, document('Own', script('fetch ("/room")')))
        browser.go(portal.uri())
        browser.wait_title('Own')
        browser.tree.wait('push button', 'Sign In…')
        browser.go(fetched.uri('/room'))
        browser.sheet(fetched.authority)


if __name__ == '__main__':
    main()
