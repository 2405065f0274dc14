# logging and unittest: levels, handlers, formatters, hierarchy; suites, assertions, fixtures, mocks.
import io
import logging
import sys
import unittest
from unittest import mock

out = io.StringIO()
log = logging.getLogger('app.core')
handler = logging.StreamHandler(out)
handler.setFormatter(logging.Formatter('%(levelname)s:%(name)s:%(message)s [%(funcName)s]'))
logging.getLogger('app').addHandler(handler)
log.setLevel(logging.INFO)
log.debug('hidden')
log.info('seen %s', 1)
log.warning('%(a)d', {'a': 2})
def f():
    try:
        1 / 0
    except ZeroDivisionError:
        log.exception('failed')
f()
log.log(35, 'custom')
logging.addLevelName(35, 'NOTICE')
log.log(35, 'named')
print(out.getvalue().replace(__file__, 'FILE'))
print(log.parent.name, log.getEffectiveLevel(), log.isEnabledFor(10), logging.getLevelName('ERROR'), log, logging.getLogger('app.core') is log, log.hasHandlers(), logging.getLevelNamesMapping()['INFO'])

class Only(logging.Filter):
    def filter(self, record):
        return 'ok' in record.getMessage()
handler.addFilter(Only())
out.truncate(0)
log.error('no')
log.error('ok then')
print(out.getvalue().strip('\0').strip())
fmt = logging.Formatter('{levelname:>8}|{message}', style='{')
print(fmt.format(logging.LogRecord('n', 20, 'p', 1, 'm %s', ('x',), None)), logging.Formatter('$message', style='$').format(logging.makeLogRecord({'msg': 'hi'})))
adapter = logging.LoggerAdapter(log, {'k': 1})
print(adapter.process('msg', {}), logging.NullHandler().level)
try:
    logging.Formatter('%(bad', validate=True)
    log.setLevel('NOPE')
except ValueError as e:
    print(e)

class T(unittest.TestCase):
    events = []
    @classmethod
    def setUpClass(cls):
        cls.events.append('class')
    def setUp(self):
        self.events.append('up')
        self.addCleanup(self.events.append, 'clean')
    def test_ok(self):
        self.assertEqual([1, 2], [1, 2])
        self.assertAlmostEqual(0.1 + 0.2, 0.3)
        self.assertRaises(ValueError, int, 'x')
        with self.assertRaisesRegex(KeyError, 'k'):
            {}['k']
        with self.assertLogs('app', 'INFO') as cm:
            log.info('logged')
        self.assertEqual(cm.output, ['INFO:app.core:logged'])
        with self.assertWarns(DeprecationWarning):
            import warnings
            warnings.warn('x', DeprecationWarning)
    def test_fail(self):
        self.assertEqual({'a': 1, 'b': [1, 2]}, {'a': 1, 'b': [1, 3]})
    def test_error(self):
        raise RuntimeError('boom')
    @unittest.skip('not now')
    def test_skip(self): pass
    @unittest.expectedFailure
    def test_expected(self):
        self.assertTrue(False)
    def test_sub(self):
        for i in range(3):
            with self.subTest(i=i):
                self.assertNotEqual(i, 1)
result = unittest.TestResult()
unittest.defaultTestLoader.loadTestsFromTestCase(T).run(result)
print(result, sorted(t.id() for t, _ in result.errors), [(t.id(), text.splitlines()[-1]) for t, text in result.failures], result.skipped[0][1], len(result.expectedFailures), T.events[:3])
stream = io.StringIO()
r = unittest.TextTestRunner(stream=stream, verbosity=2, tb_locals=False).run(unittest.TestSuite([T('test_ok'), T('test_fail')]))
text = stream.getvalue().replace(__file__, 'FILE')
print(text[:text.index('Ran')], r.wasSuccessful())
case = T('test_ok')
for check in (lambda: case.assertEqual('a\nb', 'a\nc'), lambda: case.assertIn(1, [2]), lambda: case.assertIsNone(3), lambda: case.assertGreater(1, 2), lambda: case.assertListEqual([1], [2, 3]), lambda: case.assertRegex('abc', 'z'), lambda: case.assertIsInstance(1, str, 'msg'), lambda: case.assertCountEqual([1, 2], [1, 1]), lambda: case.fail('failed'), lambda: case.assertSetEqual({1}, {2}), lambda: case.assertAlmostEqual(1, 2, places=3)):
    try:
        check()
    except AssertionError as e:
        print(str(e).splitlines())
m = mock.Mock(return_value=3, spec=['go', 'x'])
print(m(1, a=2), m.call_args, m.call_count, m.go.side_effect, mock.call(1, a=2) == m.call_args)
try:
    m.nope
except AttributeError as e:
    print(e)
m.go.side_effect = [1, ValueError('second')]
print(m.go())
try:
    m.go()
except ValueError as e:
    print(e)
with mock.patch('sys.argv', ['patched']), mock.patch.object(log, 'name', 'other'), mock.patch.dict('os.environ', {'MOCKED': '1'}):
    import os
    print(sys.argv, log.name, os.environ['MOCKED'])
print(log.name, 'MOCKED' in os.environ)
mm = mock.MagicMock()
mm.__len__.return_value = 4
print(len(mm), mm[3] is mm[4], str(mm.method_calls), mock.ANY == 5, mock.sentinel.x)
try:
    m.assert_called_once_with(5)
except AssertionError as e:
    print(str(e).splitlines()[0])
