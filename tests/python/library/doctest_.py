# doctest: examples, failures, options, exceptions; testfile-like parsing.
import doctest
import io
import contextlib

def good(x):
    """
    >>> good(2)
    4
    >>> for i in range(2):
    ...     print(i)
    0
    1
    >>> good('a')
    Traceback (most recent call last):
    TypeError: bad
    >>> print('a   b')  # doctest: +NORMALIZE_WHITESPACE
    a b
    >>> list(range(20))  # doctest: +ELLIPSIS
    [0, 1, ..., 19]
    >>> 1 / 0  # doctest: +SKIP
    """
    if isinstance(x, str):
        raise TypeError('bad')
    return x * 2

def wrong():
    """
    >>> 1 + 1
    3
    >>> undefined
    1
    """

class C:
    """
    >>> C().m()
    'm'
    """
    def m(self):
        """
        >>> 'x'
        'x'
        """
        return 'm'

print(doctest.testmod(verbose=False) if False else doctest.run_docstring_examples(good, globals(), name='good'))
finder = doctest.DocTestFinder()
runner = doctest.DocTestRunner(verbose=False)
out = io.StringIO()
for test in sorted(finder.find(C, 'C', globs=globals()), key=lambda t: t.name):
    print(test.name, len(test.examples), runner.run(test, out=out.write))
[test] = finder.find(wrong, 'wrong', globs={})
print(runner.run(test, out=out.write), runner.tries, runner.failures)
text = out.getvalue().replace(__file__, 'FILE')
print(text)
parsed = doctest.DocTestParser().get_examples('>>> x = 1\n>>> x\n1\n')
print([(e.source, e.want, e.lineno, e.indent, e.exc_msg) for e in parsed])
print(doctest.OutputChecker().check_output('a...c', 'abc', 0), doctest.OutputChecker().check_output('a...c\n', 'abc\n', doctest.ELLIPSIS), doctest.script_from_examples('text\n>>> 1\n1\n'))
