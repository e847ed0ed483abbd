#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""navigations.py [--rounds N]

Has a WebDriver go N times (500 unless told) to a public page and to a page that answers 401, by
turns, in one session of Doorward. Fails when a 401 takes more than 3 times the median of the public
pages, or when the program grows. Whatever else the machine does counts, too: leave it alone
meanwhile.
"""

import argparse
import multiprocessing
import os
import pathlib
import re
import statistics
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'integration'))
# pylint: disable=wrong-import-position
from selenium import webdriver  # noqa: E402
from selenium.webdriver.webkitgtk.options import Options  # noqa: E402

from desktop import Desktop  # noqa: E402
from raw_server import RawServer, document, response, unauthorized  # noqa: E402

SLOW = 3
# In KiB, by which what an allocator keeps for itself varies; 500 sheets of which each leaves 2 KiB are
# more.
GROWTH = 1024
# Rounds until each cache and each pool has been filled once.
BEFORE = 150


def serve(pipe):
    """A server in a process of its own, whose work does not count as the browser's."""
    server = RawServer({
        '/public': response(200, document('Public', '<p>Anybody may read this.</p>')),
        '/protected': unauthorized('Basic realm="Staff"', title='Protected'),
    })
    pipe.send(server.port)
    threading.Event().wait()


def memory(pid):
    """What a process holds, in KiB."""
    status = pathlib.Path(f'/proc/{pid}/status').read_text()
    return int(re.search(r'^VmRSS:\s+(\d+) kB', status, re.MULTILINE)[1])


def start():
    options = Options()
    options.set_capability('browserName', 'Doorward')
    options.binary_location = os.environ['DOORWARD_BINARY']
    options.add_argument('--automation')
    return webdriver.WebKitGTK(executable_path='/usr/bin/WebKitWebDriver', options=options)


def go(driver, uri, title):
    """Seconds that the driver needs to have the page."""
    begin = time.perf_counter()
    driver.get(uri)
    taken = time.perf_counter() - begin
    assert driver.title == title, f'{uri}: {driver.title}'
    return taken


def measure(driver, place, rounds):
    """Seconds of each public and of each protected page, and the memory before and after."""
    process = driver.service.process.pid
    browser = pathlib.Path(f'/proc/{process}/task/{process}/children').read_text().split()[0]
    pages = (f'http://{place}/public', 'Public'), (f'http://{place}/protected', 'Protected')
    times = [], []
    before = 0
    for number in range(-BEFORE, rounds):
        if number == 0:
            before = memory(browser)
        # Whichever comes first in one round comes last in the next.
        for index in (0, 1) if number % 2 else (1, 0):
            taken = go(driver, *pages[index])
            if number >= 0:
                times[index].append(taken)
    return *times, before, memory(browser)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--rounds', type=int, default=500)
    arguments = parser.parse_args()

    here, there = multiprocessing.Pipe()
    server = multiprocessing.get_context('fork').Process(target=serve, args=[there], daemon=True)
    server.start()
    with Desktop():
        driver = start()
        try:
            public, protected, before, after = measure(driver, f'127.0.0.1:{here.recv()}',
                                                       arguments.rounds)
        finally:
            driver.quit()
    server.terminate()

    limit = SLOW * statistics.median(public)
    slow = [sum(taken > limit for taken in times) for times in (public, protected)]
    for name, times, number in zip(('public', '401'), (public, protected), slow):
        print(f'{name:>6}: median {statistics.median(times) * 1000:.1f} ms, slowest '
              f'{max(times) * 1000:.1f} ms, {number} of {len(times)} slower than '
              f'{limit * 1000:.1f} ms')
    print(f'memory: {before} KiB, after {arguments.rounds} rounds {after} KiB')

    return 0 if slow[1] == 0 and after - before < GROWTH else 1


if __name__ == '__main__':
    sys.exit(main())
