# decimal: construction, arithmetic, contexts, rounding, formats, signals.
import decimal
from decimal import Decimal as D, getcontext, localcontext, Context, ROUND_HALF_UP, ROUND_DOWN, ROUND_CEILING, ROUND_HALF_EVEN, ROUND_FLOOR, ROUND_UP, ROUND_HALF_DOWN, ROUND_05UP

print(D('1.10') + D('2.2'), D(1) / D(3), D('1e3') * 2, D(-7) // 2, D(-7) % 3, D(2) ** 100, D('2') ** D('0.5'), -D('0'), +D('1.230'))
print(D('3.14'), repr(D('3.140')), D((1, (1, 2, 3), -2)), D(0.1), D('NaN'), D('-Infinity'), D('1_000.5'), D(' 5 '), D('1E+5'), D('0E-10'))
print(D('1.0') == 1, D('1.5') > 1, D(1) == 1.0, hash(D('1.0')) == hash(1), hash(D('0.5')) == hash(0.5), max(D(1), D('NaN').copy_abs() if False else D(2)))
print(round(D('2.675'), 2), round(D('2.5')), int(D('-3.9')), float(D('0.1')), D('3.7').to_integral_value(), D('-1.5').__floor__(), D('1.5').__ceil__(), divmod(D(17), D(5)))
for mode in (ROUND_HALF_UP, ROUND_HALF_EVEN, ROUND_HALF_DOWN, ROUND_DOWN, ROUND_UP, ROUND_CEILING, ROUND_FLOOR, ROUND_05UP):
    print(mode, *(D(x).quantize(D('1'), rounding=mode) for x in ('2.5', '-2.5', '1.1', '-1.6', '0.5')))
print(D('123.456').quantize(D('0.01')), D('1.23E+3').to_eng_string(), D('12345').normalize(), D('100').normalize(), D('1.2').scaleb(3), D('123').adjusted(), D('1.20').as_tuple(), D('0.75').as_integer_ratio())
print(D(2).sqrt(), D(1).exp(), D(10).ln(), D(1000).log10(), D('1.5').fma(2, 3), D('5').compare(D('7')), D('-3').copy_sign(D(1)), D(7).remainder_near(D(4)), D('0.1').next_plus())
print(f"{D('1234567.891'):,.2f} {D('0.000123'):e} {D('12'):>8} {D('1.5'):+} {D('0.25'):%} {D('1E+3'):f} {D('3.14159'):.3} {D('-5'):010.2f} {D('1e10'):g}")
with localcontext() as ctx:
    ctx.prec = 5
    print(D(1) / D(7), D('123456789') + 0, getcontext().prec)
print(getcontext().prec, D(1) / D(7))
with localcontext(Context(prec=4, rounding=ROUND_DOWN)) as ctx:
    print(D(2) / D(3), ctx.flags[decimal.Inexact], ctx.divide(D(1), D(8)), ctx.create_decimal('1.23456'))
with localcontext(prec=3):
    print(D('1.2345') + 0)
for bad in (lambda: D(1) / D(0), lambda: D('abc'), lambda: D(0) / D(0), lambda: D('NaN') < 1, lambda: D(-1).sqrt(), lambda: D('1e999999') * D('1e999999'), lambda: D('sNaN') + 1, lambda: int(D('Infinity')), lambda: D('1.1').quantize(D('1e-50'))):
    try:
        print(bad())
    except Exception as e:
        print(type(e).__name__, e)
with localcontext() as ctx:
    ctx.traps[decimal.DivisionByZero] = False
    ctx.traps[decimal.InvalidOperation] = False
    print(D(1) / D(0), D(0) / D(0), D(-1) / D(0), ctx.flags[decimal.DivisionByZero])
print(D('Infinity').is_infinite(), D('NaN').is_nan(), D(0).is_zero(), D('-0').is_signed(), D('1').number_class(), D('1e-999999').is_subnormal())
print(sum([D('0.1')] * 10) == 1, sorted([D(3), D('1.5'), D(2)]), D('1101').logical_and(D('1011')), D(6).max(D(4)), D.from_float(0.5))
print(repr(Context(prec=3)), decimal.BasicContext.prec, decimal.ExtendedContext.prec)
