"""Builtins for whoever types at a prompt, as `site` makes them: importing this module sets them."""

import builtins
import sys

import _sitebuiltins

_EOF = 'Ctrl-D (i.e. EOF)'

builtins.quit = _sitebuiltins.Quitter('quit', _EOF)
builtins.exit = _sitebuiltins.Quitter('exit', _EOF)
builtins.help = _sitebuiltins._Helper()
builtins.copyright = _sitebuiltins._Printer('copyright', sys.copyright)
builtins.credits = _sitebuiltins._Printer(
    'credits', 'Python is the work of the Python Software Foundation and thousands of contributors;\n'
    'Pitviper runs its library, written for CPython. See www.python.org.')
builtins.license = _sitebuiltins._Printer(
    'license', 'Pitviper is under the MIT and Apache 2.0 licences; the library under the PSF licence,\n'
    'see https://docs.python.org/3/license.html')
