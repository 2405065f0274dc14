# Characters of all widths, case beyond ASCII, categories.
import re

for text in ['abc', 'aéc', 'aλc', 'a\U0001f600c']:
    m = re.search('(.)c', text)
    print(m.span(1), ascii(m[1]), ascii(re.sub('a', 'λ', text)), ascii(re.findall('[^a]', text)), ascii(re.split('(a)', text)))
print(ascii(re.findall('[α-ω]+', 'abγδx')), re.findall('[\U0001f600-\U0001f64f]', '\U0001f601') == ['\U0001f601'])
print(re.search('λc', 'abλλc'), re.search('\U0001f600', 'ab'), re.search('ab', 'λab\U0001f600ab').span())
print(ascii(re.findall('[aéλ😀][^b]', 'aéλ😀xb')), re.sub('[éλ]', '', 'aéλb'))

# Letters that are alike without regard to case, some in three forms.
for a, b in ['kK', 'k\u212a', 'sſ', 'ſS', 'µμ', 'μΜ', 'åÅ', 'ıI', 'iİ', 'ßẞ', 'ÿŸ', 'σς', 'Σς', 'θϑ', 'ǆǅ', 'ǄǅX'[:2], '𐐀𐐨', 'éÉ',
             'жЖ', 'ﬅﬆ', 'ΐΐ', 'ῼῳ', 'ეᲔ']:
    print(ascii(a), ascii(b), bool(re.match(a, b, re.I)), bool(re.match(b, a, re.I)), bool(re.match(f'[{a}x]', b, re.I)),
          bool(re.match(f'[^{a}x]', b, re.I)), bool(re.match(f'(.){{1}}\\1', a + b, re.I)), bool(re.match(a, b, re.I | re.A)))
print(re.findall('(?i)[à-ý]+', 'ÀÉ×ÿ'), re.findall('(?i)[а-я]+', 'ЖжЁ'), re.findall('(?i)[^а-я]', 'Жxж'))
print(ascii(re.findall('(?i)[𐐀-𐐂]', '𐐨𐐩a')), ascii(re.findall('(?i)[^𐐀]', '𐐨a')), ascii(re.findall('(?i)𐐀+', '𐐨𐐀')))

print(re.findall(r'\w+', 'naïve café_1 λόγος 数字 x²'), ascii(re.findall(r'\d', '1٣५४²')))
print(ascii(re.findall(r'\s', ' \t\x0b\x1c\x85\xa0\u2028\u3000\ufeff')), ascii(re.findall(r'[\S\d]', ' \u2028٣')))
print(ascii(re.findall(r'[\w-]+', 'a-é λ-')), ascii(re.findall(r'[^\wа]', 'aа!λ')), ascii(re.findall('[^a-z\u0100-\u0200]', 'a\u0150\u0250')))
print(re.search('\ud800', 'a\ud800').span(), re.match('\\u0061\\U00000062\\x63', 'abc'))
big = '[' + ''.join(chr(i) for i in range(0x100, 0x3000, 7)) + ']'
print(sum(bool(re.match(big, chr(i))) for i in range(0x80, 0x3100)), bool(re.match(big, '\U00010100')))
