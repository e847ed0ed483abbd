#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Forms with files that a script has made, sent again when the page that made them is long gone."""

from raw_server import RawServer, document, protected, response, unauthorized
from window_test import WindowTest, main

FORM = '''
<form action="/receive" method="post" enctype="multipart/form-data">
<input type="hidden" name="name" value="seven"><input type="file" name="file"></form>
<script>
addEventListener ('load', () => {
  const data = new DataTransfer ();
  data.items.add (new File ([new Uint8Array (%d).fill (55)], 'seven.bin'));
  document.querySelector ('[type=file]').files = data.files;
  document.forms[0].submit ();
});
</script>
'''

# Has the engine take back all that nobody uses any more.
COLLECT = '''<script>
const collect = left => {
  window.garbage = new Uint8Array (8e6).fill (1);
  if (left == 0)
    document.title = 'Collected';
  else
    setTimeout (collect, 0, left - 1);
};
addEventListener ('load', () => collect (100));
</script>'''

LOST = 'A file of the form is not there any more, and has to be chosen again'
MIB = 1024 * 1024


class UploadTest(WindowTest):
    def send(self, size):
        """A browser that asks for the login, and the server that has got the form once."""
        server = RawServer({
            '/': response(200, document('Form', FORM % size)),
            '/receive': protected(response(200, document('Received')),
                                  unauthorized('Basic realm="Room"', body=COLLECT)),
        })
        self.addCleanup(server.close)
        browser = self.start(server.uri('/'))
        sheet = browser.sheet(server.authority)
        browser.wait_title('Collected')
        return server, browser, sheet

    def test_is_sent_again(self):
        server, browser, sheet = self.send(MIB)
        sheet.sign_in(password='wrong')
        browser.events.wait('refused')
        browser.wait_title('Collected')
        browser.sheet(server.authority).sign_in()
        browser.wait_title('Received')
        first, *again = server.seen('/receive')
        self.assertTrue(b'7' * MIB in first.body)
        self.assertEqual([len(request.body) for request in again], [len(first.body)] * 2)
        self.assertTrue(all(request.body == first.body for request in again))

    def test_is_not_sent_by_half(self):
        """More than is kept: no server takes it for a form, and the person gets to know."""
        server, browser, sheet = self.send(9 * MIB)
        sheet.sign_in()
        browser.tree.wait('label', LOST)
        complete = [request for request in server.seen('/receive')
                    if len(request.body) == int(request.get('Content-Length'))]
        self.assertEqual([len(request.body) > 9 * MIB for request in complete], [True])
        self.assertEqual(browser.events.matching('accepted'), [])


if __name__ == '__main__':
    main()
