# SPDX-License-Identifier: LGPL-2.1-or-later
"""Pages that do what the test says, as a page of an attacker or of an earlier visitor would."""

import collections
import contextlib
import json
import queue
import select
import threading
from urllib.parse import parse_qs, urlsplit

from desktop import PATIENCE, wait_until
from raw_server import document, response

# A page fetches a command, runs it, and says what came of it; whichever page is there does. What
# it waits for ends whenever it begins to load another page, be it in vain. Of what may lead away it
# says beforehand that it has it.
SCRIPT = '''<script>
const page = Math.random ();
const step = async () => {
  const command = await (await fetch ('/remote/command?page=' + page, { method: 'POST' })).json ();
  const tell = result => fetch ('/remote/result?id=' + command.id,
                                { method: 'POST', body: JSON.stringify (result ?? null) ?? 'null' });
  if (command.leads_away)
    await tell (null);
  let result;
  try {
    result = await (0, eval) (command.code);
  } catch (error) {
    result = 'threw ' + error;
  }
  if (!command.leads_away)
    await tell (result);
};
const run = () => step ().then (run, () => setTimeout (run, 20));
run ();
</script>'''


def remote_document(title, body='', head=''):
    """A document that runs commands."""
    return document(title, body, SCRIPT + head)


class Remote:
    """Commands for the pages of one server, whose routes it adds itself to."""

    def __init__(self, server):
        self._lock = threading.Lock()
        self._commands = collections.deque()
        self._results = {}
        self._taken = {}  # page → the command that it has
        self._asking = {}  # page → its latest connection
        self._known = set()  # pages
        self._count = 0
        server.routes['/remote/command'] = self._command
        server.routes['/remote/result'] = self._result

    def run(self, code):
        """Has the page run this, which may lead away, once it has said that it will."""
        self._send(code, PATIENCE, leads_away=True)

    def ask(self, code, patience=PATIENCE):
        """What this expression, or the promise that it gives, comes to in the page."""
        return self._send(code, patience, leads_away=False)

    def _send(self, code, patience, leads_away):
        waiting = queue.Queue()
        with self._lock:
            self._count += 1
            self._results[str(self._count)] = waiting
            self._commands.append({'id': self._count, 'code': code, 'leads_away': leads_away})
        try:
            return waiting.get(timeout=patience)
        except queue.Empty:
            raise AssertionError(f'no page ran {code!r}') from None

    @property
    def stamp(self):
        """A number that no other load of a page has."""
        return self.ask('page')

    def wait_new(self, stamp):
        """Waits for a page that was loaded after the one with this stamp."""
        wait_until(lambda: self.stamp != stamp, 'another page')

    def _command(self, request, connection):
        page = parse_qs(urlsplit(request.target).query)['page'][0]
        with self._lock:
            # A page that asks again lost what it had. A new one may stand in place of all others;
            # those that are still there will ask again.
            lost = [page] if page in self._known else list(self._taken)
            if page not in self._known:
                self._known.add(page)
                self._asking.clear()
            self._asking[page] = connection
            self._commands.extendleft(self._taken.pop(each) for each in lost if each in self._taken)
        while True:
            readable, _, _ = select.select([connection], [], [], 0.01)
            with self._lock:
                if readable or self._asking.get(page) is not connection:
                    return None
                if self._commands:
                    command = self._taken[page] = self._commands.popleft()
                    return response(200, json.dumps(command), kind='application/json')

    def _result(self, request):
        number = parse_qs(urlsplit(request.target).query)['id'][0]
        # A page that is being left sends half of it.
        with contextlib.suppress(json.JSONDecodeError), self._lock:
            result = json.loads(request.body)
            self._taken = {page: command for page, command in self._taken.items()
                           if str(command['id']) != number}
            waiting = self._results.pop(number, None)
            if waiting is not None:
                waiting.put(result)
        return response(204)
