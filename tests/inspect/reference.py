# SPDX-License-Identifier: LGPL-2.1-or-later
"""The grammar of challenges, taken from RFC 9110 rule by rule and without a thought for speed.

Every rule yields each way in which it can match at a position, so an ambiguity would show. This
shares nothing with the parser in src/protocol/ that it is the check for.
"""

import functools
import re

TCHAR = set("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
TOKEN68 = set('-._~+/0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz')


def is_qdtext(char):
    return char in '\t !' or '\x23' <= char <= '\x5b' or '\x5d' <= char <= '\x7e' or char >= '\x80'


def is_quotable(char):
    return char == '\t' or '\x20' <= char <= '\x7e' or char >= '\x80'


class Grammar:
    def __init__(self, text):
        self.text = text
        for name in ('ows', 'quoted_string', 'auth_param', 'params', 'challenge', 'challenges'):
            setattr(self, name, functools.lru_cache(None)(getattr(self, name)))

    def run(self, start, chars, least):
        """The ends of every run of chars that begins at start and is least long or longer."""
        end = start
        while True:
            if end - start >= least:
                yield end
            if end == len(self.text) or self.text[end] not in chars:
                return
            end += 1

    def ows(self, start):
        return tuple(self.run(start, ' \t', 0))

    def quoted_string(self, start):
        if self.text[start:start + 1] != '"':
            return ()
        value, at = '', start + 1
        while at < len(self.text):
            char = self.text[at]
            if char == '"':
                return ((at + 1, value),)
            if char == '\\':
                at += 1
                if at == len(self.text) or not is_quotable(self.text[at]):
                    return ()
                char = self.text[at]
            elif not is_qdtext(char):
                return ()
            value += char
            at += 1
        return ()

    def auth_param(self, start):
        found = set()
        for name_end in self.run(start, TCHAR, 1):
            name = self.text[start:name_end].lower()
            for equals in self.ows(name_end):
                if self.text[equals:equals + 1] != '=':
                    continue
                for value_start in self.ows(equals + 1):
                    for end in self.run(value_start, TCHAR, 1):
                        found.add((end, (name, self.text[value_start:end])))
                    for end, value in self.quoted_string(value_start):
                        found.add((end, (name, value)))
        return tuple(found)

    def list_of(self, start, element):
        """#element => [ element ] *( OWS "," OWS [ element ] )"""
        def optional(position):
            return {(position, ())} | {(end, (value,)) for end, value in element(position)}

        found = optional(start)
        todo = list(found)
        while todo:
            end, values = todo.pop()
            for comma in self.ows(end):
                if self.text[comma:comma + 1] != ',':
                    continue
                for position in self.ows(comma + 1):
                    for next_end, more in optional(position):
                        item = (next_end, values + more)
                        if item not in found:
                            found.add(item)
                            todo.append(item)
        return tuple(found)

    def params(self, start):
        return self.list_of(start, self.auth_param)

    def challenge(self, start):
        found = set()
        for scheme_end in self.run(start, TCHAR, 1):
            scheme = self.text[start:scheme_end].lower()
            found.add((scheme_end, (scheme, None, ())))
            for item in self.run(scheme_end, ' ', 1):
                for body in self.run(item, TOKEN68, 1):
                    for end in self.run(body, '=', 0):
                        found.add((end, (scheme, self.text[item:end], ())))
                for end, params in self.params(item):
                    found.add((end, (scheme, None, params)))
        return tuple(found)

    def challenges(self, start):
        return self.list_of(start, self.challenge)


def parse(lines):
    """Every list of challenges that the field lines derive as."""
    lines = [re.sub('[ \t]*\r?\n[ \t]+', ' ', line).strip(' \t') for line in lines]
    text = ', '.join(lines).strip(' \t')
    return {challenges for end, challenges in Grammar(text).challenges(0) if end == len(text)}


def to_case(name, lines):
    """What a file of vectors says of the field lines."""
    derivations = parse(lines)
    if len(derivations) > 1:
        raise AssertionError(f'{lines!r} derives in several ways: {derivations}')
    valid = bool(derivations) and all(len(dict(params)) == len(params)
                                      for _, _, params in next(iter(derivations)))
    return {
        'id': name,
        'field_values': lines,
        'expect': {
            'abnf_valid': bool(derivations),
            'valid': valid,
            'challenges': [{'scheme': scheme, 'token68': token68, 'params': dict(params)}
                           for scheme, token68, params in next(iter(derivations))] if valid else [],
        },
        'normative': True,
        'normative_scope': 'full' if valid else 'validity-only',
    }
