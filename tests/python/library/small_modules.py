# Small modules: html, shlex, fnmatch, glob, calendar, getopt, graphlib, uuid, configparser, keyword, reprlib, sched, queue.
import calendar, cmd, configparser, fnmatch, getopt, gettext, glob, graphlib, html, io, keyword, os, queue, reprlib, sched, shlex, string, tempfile, uuid
import optparse, secrets, platform, locale, linecache, codeop, numbers, stat, sysconfig, html.parser, urllib.parse, base64, difflib, ipaddress, heapq

print(html.escape('<a href="x">\'&'), html.unescape('&lt;&eacute;&#x41;&#66;&notit;&amp'))
class P(html.parser.HTMLParser):
    def handle_starttag(self, tag, attrs): print('start', tag, attrs)
    def handle_endtag(self, tag): print('end', tag)
    def handle_data(self, data): print('data', repr(data))
P().feed('<p class="a" id=b>Hi &amp; <br/>x</p><!-- c -->')
print(shlex.split("a 'b c' \"d e\" f\\ g # h", comments=True), shlex.quote("it's"), shlex.join(['a b', 'c']), list(shlex.shlex('a=b;c', punctuation_chars=True)))
try:
    shlex.split("'open")
except ValueError as e:
    print(e)
print(fnmatch.filter(['a.py', 'b.txt', 'c.PY'], '*.py'), fnmatch.fnmatchcase('a1', 'a[0-9]'), fnmatch.translate('*.[!a]?'), fnmatch.filterfalse(['a', 'b'], 'a'))
with tempfile.TemporaryDirectory() as top:
    for name in ('x.py', 'sub/y.py', 'sub/.hid.py', 'z.txt'):
        os.makedirs(os.path.dirname(os.path.join(top, name)), exist_ok=True)
        open(os.path.join(top, name), 'w').close()
    print(sorted(glob.glob('**/*.py', root_dir=top, recursive=True)), glob.glob('*.tx?', root_dir=top), glob.escape('a[b]*'), glob.has_magic('x*'), glob.translate('**/*.py', recursive=True))
print(calendar.month(2024, 2), calendar.monthrange(2023, 2), calendar.isleap(1900), calendar.leapdays(2000, 2025), calendar.weekday(2024, 2, 29), calendar.monthcalendar(2024, 2)[0], calendar.timegm((1970, 1, 2, 0, 0, 0)), calendar.Month.MAY, calendar.day_name[0], calendar.TextCalendar(6).formatweekheader(3))
print(getopt.getopt(['-a', '-b', 'v', '--long=x', '--flag', 'rest'], 'ab:', ['long=', 'flag']), getopt.gnu_getopt(['x', '-a'], 'a'))
try:
    getopt.getopt(['-z'], 'a')
except getopt.GetoptError as e:
    print(e, e.opt)
print(list(graphlib.TopologicalSorter({'d': {'b', 'c'}, 'b': {'a'}, 'c': {'a'}}).static_order())[0])
try:
    list(graphlib.TopologicalSorter({1: [2], 2: [1]}).static_order())
except graphlib.CycleError as e:
    print(e.args[0], len(e.args[1]))
u = uuid.UUID('12345678-1234-5678-1234-567812345678')
print(u, repr(u), u.int, u.hex, u.version, u.bytes[:3], uuid.uuid5(uuid.NAMESPACE_DNS, 'python.org'), uuid.uuid3(uuid.NAMESPACE_URL, 'x'), uuid.uuid4().version, u < uuid.uuid4() or True)
c = configparser.ConfigParser()
c.read_string('[DEFAULT]\nbase = /x\n[a]\npath = %(base)s/y\nn = 3\nflag = yes\nmulti = 1\n  2\n[b]\nempty =\n')
print(c.sections(), c['a']['path'], c.getint('a', 'n'), c['a'].getboolean('flag'), repr(c['a']['multi']), c.get('b', 'none', fallback='fb'), c.has_option('a', 'base'), dict(c['b']), 'a' in c)
c['new'] = {'k': 'v'}
out = io.StringIO()
c.write(out)
print(out.getvalue())
for bad in ('[a]\n[a]\n', 'x = 1', '[a]\nnovalue\n'):
    try:
        configparser.ConfigParser().read_string(bad)
    except configparser.Error as e:
        print(type(e).__name__, e)
print(keyword.iskeyword('match'), keyword.softkwlist, reprlib.repr(list(range(20))), reprlib.repr('x' * 50), reprlib.Repr(maxlist=2).repr([1, 2, 3]))
q = queue.PriorityQueue()
for x in (3, 1, 2):
    q.put(x)
print([q.get() for _ in range(3)], q.empty(), queue.LifoQueue(2).maxsize)
try:
    queue.Queue().get_nowait()
except queue.Empty as e:
    print(type(e).__name__)
t = [0]
s = sched.scheduler(lambda: t[0], lambda d: t.__setitem__(0, t[0] + d))
s.enter(2, 1, print, ('second',))
s.enter(1, 1, print, ('first',), {'end': '!\n'})
s.run()
op = optparse.OptionParser('usage: %prog [options]', prog='op')
op.add_option('-n', '--num', type='int', default=1, help='a number [default: %default]')
op.add_option('-q', action='store_false', dest='verbose', default=True)
print(vars(op.parse_args(['-n3', '-q', 'arg'])[0]), op.format_help())
print(urllib.parse.urlparse('http://u:p@h.com:80/p;a?q=1&r=%20#f'), urllib.parse.quote('a b/é?'), urllib.parse.unquote_plus('a+b%21'), urllib.parse.urlencode({'a': [1, 2], 'b': 'c d'}, doseq=True), urllib.parse.parse_qs('a=1&a=2&b='), urllib.parse.urljoin('http://a/b/c', '../d'))
print(base64.b64encode(b'hello?>'), base64.urlsafe_b64decode('aGVsbG8_Pg=='), base64.b32encode(b'hi'), base64.b85encode(b'test'), base64.b16decode('4142'), base64.a85encode(b'abcd'))
print(*difflib.unified_diff('a\nb\nc\n'.splitlines(1), 'a\nx\nc\n'.splitlines(1), 'f', 't'), difflib.get_close_matches('appel', ['ape', 'apple', 'peach']), difflib.SequenceMatcher(None, 'abcd', 'bcde').ratio())
print(ipaddress.ip_address('192.168.0.1').is_private, ipaddress.ip_network('10.0.0.0/30').num_addresses, list(ipaddress.ip_network('10.0.0.0/30').hosts()), ipaddress.ip_address('::1').compressed)
print(codeop.compile_command('x = 1') is not None, codeop.compile_command('if x:'), stat.filemode(0o100644), stat.S_ISDIR(0o40755), platform.python_implementation(), platform.python_version_tuple()[:2], locale.format_string('%d', 1234567, grouping=True), sysconfig.get_python_version(), gettext.gettext('same'), len(secrets.token_hex(4)))
