def t(f, *a):
    try: print(repr(f(*a)))
    except Exception as e: print(type(e).__name__, e)
import sys, time
v = sys.version_info; print(v[:2] == (v.major, v.minor), v >= (3, 14), type(v).__name__, isinstance(v, tuple), len(v), v.n_fields, v.n_sequence_fields, type(v).__match_args__); t(lambda: type(v)()); print(hasattr(v, 'foo'))
def g(): v.major = 5
t(g)
s = time.struct_time(range(9)); print(s, s.tm_year, s[8], s.tm_zone, s == tuple(range(9)), tuple(s)); t(time.struct_time, (1, 2)); t(time.struct_time, 5); t(time.struct_time, range(12)); print(time.struct_time(range(11)).tm_gmtoff, time.struct_time.n_fields, s.__reduce__(), s.__replace__(tm_year=99).tm_year)
