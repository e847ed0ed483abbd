# SPDX-License-Identifier: LGPL-2.1-or-later
"""Finds a password in whatever way it may have been written down.

    secret_search.py PASSWORD FILE…     prints where one is, and fails then
"""

import base64
import hashlib
import json
import pathlib
import sys
import urllib.parse

# Shorter pieces turn up by accident.
LEAST = 5


def _base64(data):
    """What base64 makes of these bytes wherever among others they stand, without its edges."""
    for before in range(3):
        for alphabet in (base64.b64encode, base64.urlsafe_b64encode):
            text = alphabet(b'\0' * before + data)
            # A letter that also holds bits of a neighbour is not known.
            yield text[(8 * before + 5) // 6:8 * (before + len(data)) // 6]


def _texts(text):
    """The same text, as escapes write it."""
    data = text.encode()
    yield text
    yield text[::-1]
    yield urllib.parse.quote(text, safe='')
    yield json.dumps(text)[1:-1]
    yield repr(data)[2:-1]
    yield ''.join(f'%{byte:02x}' for byte in data)
    yield ''.join(f'%25{byte:02x}' for byte in data)
    yield ''.join(f'\\x{byte:02x}' for byte in data)
    yield ''.join(f'\\u{ord(letter):04x}' for letter in text)
    yield ''.join(f'\\{byte:03o}' for byte in data)
    yield ''.join(f'&#{ord(letter)};' for letter in text)
    yield ''.join(f'&#x{ord(letter):x};' for letter in text)
    yield ' '.join(str(byte) for byte in data)
    yield ', '.join(str(byte) for byte in data)
    for separator in ('', ' ', ':'):
        yield separator.join(f'{byte:02x}' for byte in data)


def needles(password, usernames=(), realms=()):
    """Byte strings, in lower case where case does not count, and how each is written: a pair."""
    for text in _texts(password):
        yield text.lower().encode(), True
    for charset in ('utf-16-le', 'utf-16-be', 'utf-32-le', 'latin-1', 'utf-8'):
        data = password.encode(charset, 'replace')
        yield data, False
        yield data.hex().encode(), True
        for piece in _base64(data):
            yield piece, False
    # JSON writes the zeros of UTF-16 so.
    yield '\\u0000'.join(password).lower().encode(), True
    # As good as the password for Digest (RFC 7616 section 3.4.2), and easily guessed from the rest.
    for plain in [password] + [f'{username}:{realm}:{password}'
                               for username in usernames for realm in realms]:
        for algorithm in ('md5', 'sha1', 'sha256', 'sha512_256'):
            try:
                digest = hashlib.new(algorithm, plain.encode())
            except ValueError:
                continue
            yield digest.hexdigest().encode(), True
            yield base64.b64encode(digest.digest()).rstrip(b'='), False


def search(data, passwords, usernames=(), realms=()):
    """The needles that are in these bytes."""
    lower = data.lower()
    return sorted({needle.decode(errors='backslashreplace')
                   for password in passwords
                   for needle, caseless in needles(password, usernames, realms)
                   if len(needle) >= LEAST and needle in (lower if caseless else data)})


def main():
    status = 0
    password, *paths = sys.argv[1:]
    for path in paths:
        for found in search(pathlib.Path(path).read_bytes(), [password]):
            print(f'{path}: {found}')
            status = 1
    return status


if __name__ == '__main__':
    sys.exit(main())
