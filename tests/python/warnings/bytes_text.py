# With -b, comparing bytes with text or numbers and str() of bytes are warned of; with -bb they are errors.
import subprocess
import sys

program = r'''
import sys
def t(f):
    try:
        print(f())
    except BytesWarning as e:
        print(type(e).__name__, e)
t(lambda: b'a' == 'a')
t(lambda: 'a' != b'a')
t(lambda: bytearray(b'a') == 'a')
t(lambda: 'a' == bytearray(b'a'))
t(lambda: b'a' == 97)
t(lambda: 97 == b'a')
t(lambda: bytearray(b'a') == 97)
t(lambda: b'a' == b'a')
t(lambda: b'a' == None)
t(lambda: str(b'a'))
t(lambda: str(bytearray(b'a')))
t(lambda: str(b'a', 'ascii'))
t(lambda: f'{b"a"}')
t(lambda: '%s' % b'a')
t(lambda: '%r' % b'a')
t(lambda: '{}'.format(b'a'))
t(lambda: {b'a': 1}.get('a'))
t(lambda: 'a' in [b'a'])
t(lambda: b'a' in ('a', 1))
t(lambda: (b'a',) == ('a',))
t(lambda: [b'a'].index('a') if 0 else [b'a'].count('a'))
print(sys.flags.bytes_warning, b'a'.__str__.__name__)
'''
for flag in ('-b', '-bb', '-Wd'):
    done = subprocess.run([sys.executable, flag, '-c', program], capture_output=True, text=True)
    print(flag, done.returncode)
    print(done.stdout)
    print(sorted(line for line in done.stderr.splitlines()))
