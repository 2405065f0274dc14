# argparse: positionals, options, types, choices, groups, subcommands, help texts, errors.
import argparse
import contextlib
import io
import os
import sys

os.environ['COLUMNS'] = '80'

def run(parser, *args):
    err = io.StringIO()
    out = io.StringIO()
    try:
        with contextlib.redirect_stderr(err), contextlib.redirect_stdout(out):
            result = parser.parse_args(args)
        print(result)
    except SystemExit as e:
        print('exit', e.code, out.getvalue(), err.getvalue())

p = argparse.ArgumentParser('prog', description='What the program does.', epilog='The end.', color=False)
p.add_argument('name', help='a name')
p.add_argument('numbers', type=int, nargs='*', metavar='N', help='numbers (default: %(default)s)', default=[1])
p.add_argument('-v', '--verbose', action='count', default=0, help='say more')
p.add_argument('-o', '--output', default='-', help='where to write %(dest)s')
p.add_argument('--mode', choices=['fast', 'slow'], default='fast')
p.add_argument('--flag', action=argparse.BooleanOptionalAction, default=False)
p.add_argument('--const', action='store_const', const=42)
p.add_argument('--add', action='append')
p.add_argument('--version', action='version', version='%(prog)s 1.0')
p.add_argument('--hidden', help=argparse.SUPPRESS)
p.print_help()
p.print_usage()
run(p, 'x')
run(p, 'x', '1', '2', '-vv', '--mode', 'slow', '--output=f', '--no-flag', '--const', '--add', 'a', '--add=b')
run(p, '-ofile', '--verb', 'x')
for bad in ((), ('x', 'y'), ('x', '--mode', 'odd'), ('x', '--nope'), ('x', '--output'), ('x', '--ver'), ('--version',), ('x', '--flag=3')):
    run(p, *bad)
print(p.parse_known_args(['x', '--extra', '3']))

q = argparse.ArgumentParser(prog='q', color=False, add_help=False, prefix_chars='-+')
g = q.add_mutually_exclusive_group(required=True)
g.add_argument('--a', action='store_true')
g.add_argument('+b', type=float)
grp = q.add_argument_group('things', 'About things.')
grp.add_argument('--pair', nargs=2, metavar=('X', 'Y'))
grp.add_argument('--opt', nargs='?', const='c', default='d')
grp.add_argument('--many', nargs='+')
print(q.format_help())
run(q, '--a', '--pair', '1', '2', '--opt', '--many', 'x', 'y')
run(q, '+b', '2.5', '--opt', 'z')
run(q)
run(q, '--a', '+b', '1')
run(q, '--a', '--pair', '1')
run(q, '+b', 'x')

s = argparse.ArgumentParser(prog='s', color=False)
sub = s.add_subparsers(dest='cmd', required=True, title='commands', help='one of these')
one = sub.add_parser('one', help='the first', aliases=['o'])
one.add_argument('v', type=lambda t: int(t, 16))
two = sub.add_parser('two', description='Second.')
two.set_defaults(func=len)
two.add_argument('--rest', nargs=argparse.REMAINDER)
s.print_help()
run(s, 'one', 'ff')
run(s, 'two', '--rest', '-x', 'y')
run(s, 'three')
run(s)
run(s, 'o')
run(s, 'one', '-h')
n = argparse.Namespace(a=1)
print(n, n == argparse.Namespace(a=1), 'a' in n)

class Act(argparse.Action):
    def __call__(self, parser, namespace, values, option_string=None):
        setattr(namespace, self.dest, (option_string, values))
r = argparse.ArgumentParser(exit_on_error=False, prog='r', formatter_class=argparse.ArgumentDefaultsHelpFormatter, color=False, fromfile_prefix_chars='@', argument_default=argparse.SUPPRESS)
r.add_argument('--act', action=Act, help='custom')
r.add_argument('--num', type=int, default=3, help='a number')
print(r.parse_args(['--act', 'q']), r.format_help())
try:
    r.parse_args(['--num', 'x'])
except argparse.ArgumentError as e:
    print(e)
