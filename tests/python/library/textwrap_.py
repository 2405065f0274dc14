# textwrap: wrap, fill, dedent, indent, shorten and the options of TextWrapper.
import textwrap
from textwrap import wrap, fill, dedent, indent, shorten, TextWrapper

text = ("This is a paragraph that already has\nline breaks. But some of its lines are much longer than the others, "
        "so it needs to be wrapped. Some lines are \ttabbed too. What a mess!\n")
for width in (20, 45, 80):
    print(wrap(text, width))
print(fill(text, 30, initial_indent='* ', subsequent_indent='  '))
print(wrap('this-is-a-useful-feature for-reformatting-posts', 10), wrap('a b  c   d', 3), wrap(''), wrap('   '))
print(wrap('averyveryverylongword and more', 8), wrap('averyveryverylongword and more', 8, break_long_words=False))
print(wrap('well-known hyphen-ation', 8, break_on_hyphens=False))
print(wrap('one  two.  three', 40, fix_sentence_endings=True), wrap('a\tb', 40, expand_tabs=False), wrap('a\tb', 40, tabsize=4))
print(wrap('keep   the  spaces   here', 10, drop_whitespace=False), wrap('a\nb  c', 40, replace_whitespace=False))
print(wrap('the quick brown fox jumps over the lazy dog', 12, max_lines=2), wrap('x ' * 20, 10, max_lines=1, placeholder='~'))
print(repr(dedent('''
    if x:
        y
      z

    end''')), repr(dedent('\ta\n\t b')), repr(dedent('  a\n\tb')), repr(dedent('no\n indent')), repr(dedent('  \n  x\n \n')))
print(indent('a\n\nb\n', '> '), indent('a\n\nb\n', '> ', lambda line: True), sep='|')
print(shorten('Hello  world!', 12), shorten('Hello  world!', 11), shorten('Hello world', 10, placeholder='...'))
w = TextWrapper(width=15, initial_indent='- ')
w.subsequent_indent = '  '
print(w.wrap('now is the time for all good men'), w.fill('short'))
for bad in (lambda: wrap('x', 0), lambda: wrap('xxx yyy', 2, max_lines=1, placeholder='long'), lambda: dedent(3)):
    try:
        bad()
    except Exception as e:
        print(type(e).__name__, e)
print(wrap('Das ist ein längerer Satz mit Umlauten: äöü ß, und Gedankenstrich – so.', 18))
print(wrap('em-dash--like this -- yes', 9))
