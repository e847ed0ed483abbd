# SPDX-License-Identifier: LGPL-2.1-or-later
"""Pictures of a display that Xvfb keeps in a file, taken without asking anybody."""

import mmap
import struct
import zlib

# Of the header, as XWDFile.h has it: thirty-one of these words, and then the colours.
WORD = '>I'
HEADER_SIZE, WIDTH, HEIGHT, BYTES_PER_LINE, COLOURS = 0, 4, 5, 12, 19
COLOUR_SIZE = 12


class Screen:
    """The display of an Xvfb that was started with -fbdir, 24 bits deep."""

    def __init__(self, path):
        with open(path, 'rb') as file:
            self._memory = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self.width = self._word(WIDTH)
        self.height = self._word(HEIGHT)
        self._line = self._word(BYTES_PER_LINE)
        self._begin = self._word(HEADER_SIZE) + self._word(COLOURS) * COLOUR_SIZE

    def _word(self, index):
        return struct.unpack_from(WORD, self._memory, index * 4)[0]

    def grab(self, x, y, width, height):
        """The part of this rectangle that is on the display: its size, and four bytes a pixel."""
        left, top = max(x, 0), max(y, 0)
        right, bottom = min(x + width, self.width), min(y + height, self.height)
        lines = (self._begin + line * self._line for line in range(top, bottom))
        return right - left, bottom - top, b''.join(
            self._memory[line + left * 4:line + right * 4] for line in lines)


def write_png(path, width, height, pixels):
    """Keeps what Screen.grab() returned."""
    rgb = bytearray(width * height * 3)
    rgb[0::3], rgb[1::3], rgb[2::3] = pixels[2::4], pixels[1::4], pixels[0::4]
    lines = b''.join(b'\0' + rgb[begin:begin + width * 3]
                     for begin in range(0, len(rgb), width * 3))

    def chunk(kind, data):
        return (struct.pack(WORD, len(data)) + kind + data
                + struct.pack(WORD, zlib.crc32(kind + data)))
    path.write_bytes(b'\x89PNG\r\n\x1a\n'
                     + chunk(b'IHDR', struct.pack('>IIBBBBB', width, height, 8, 2, 0, 0, 0))
                     + chunk(b'IDAT', zlib.compress(lines, 6)) + chunk(b'IEND', b''))
