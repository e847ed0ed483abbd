# SPDX-License-Identifier: LGPL-2.1-or-later
"""The question of gnome-keyring for the password of a keyring, answered as a test says."""

import ctypes
import os

# gcr brings a prompter for tests; what it expects is told with arguments that vary, which the
# bindings for Python leave out.
_gcr = ctypes.CDLL('libgcr-base-3.so.1')
_gcr.gcr_mock_prompter_start.restype = ctypes.c_char_p
_gcr.gcr_mock_prompter_expect_password_ok.argtypes = [ctypes.c_char_p, ctypes.c_void_p]


class Prompter:
    """A keyring daemon that is started after it asks it instead of the desktop."""

    def __init__(self):
        os.environ['GNOME_KEYRING_TEST_PROMPTER'] = _gcr.gcr_mock_prompter_start().decode()

    @staticmethod
    def expect(password):
        _gcr.gcr_mock_prompter_expect_password_ok(password.encode(), None)

    @staticmethod
    def expect_dismissal():
        _gcr.gcr_mock_prompter_expect_password_cancel()

    @staticmethod
    def is_prompting():
        return bool(_gcr.gcr_mock_prompter_is_prompting())

    @staticmethod
    def is_expecting():
        """Whether a question that was expected has not been put yet."""
        return bool(_gcr.gcr_mock_prompter_is_expecting())

    @staticmethod
    def close():
        del os.environ['GNOME_KEYRING_TEST_PROMPTER']
        _gcr.gcr_mock_prompter_stop()
