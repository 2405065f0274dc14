# datetime: dates, times, arithmetic, formats, time zones, ISO forms, errors.
import pickle
from datetime import date, time, datetime, timedelta, timezone, tzinfo, MINYEAR, MAXYEAR, UTC

d = date(2024, 2, 29)
print(d, repr(d), d.weekday(), d.isoweekday(), d.isocalendar(), d.toordinal(), d.timetuple()[:8], d.ctime())
print(date.fromordinal(738945), date.fromisoformat('2024-12-31'), date.fromisocalendar(2024, 9, 4), date.min, date.max, date.resolution)
print(d.replace(year=2023, day=1), d + timedelta(days=366), d - date(2023, 1, 1), d < date(2024, 3, 1), hash(d) == hash(date(2024, 2, 29)))
print(d.strftime('%Y/%m/%d %j %U %W %a %A %b %B %y %%'), f'{d:%d.%m.%Y}', f'{d}', format(d, ''))
t = time(13, 5, 9, 123456)
print(t, repr(t), t.isoformat('minutes'), t.replace(hour=1), time.fromisoformat('04:23:01.000384'), t.strftime('%H:%M:%S.%f %I %p'), time(1) < time(2), bool(time()))
dt = datetime(2011, 11, 4, 0, 5, 23, 283000, tzinfo=timezone(timedelta(hours=5, minutes=30)))
print(dt, repr(dt), dt.isoformat(' ', 'seconds'), dt.utcoffset(), dt.tzname(), dt.astimezone(UTC), dt.timestamp())
print(datetime.fromisoformat('2011-11-04T00:05:23+04:00'), datetime.fromisoformat('20111104T000523Z'), datetime.fromisoformat('2011-W01-2T00:05'), datetime.strptime('21/11/06 16:30', '%d/%m/%y %H:%M'))
print(datetime.fromtimestamp(0, UTC), datetime.fromtimestamp(1e9 + 0.5, tz=UTC), datetime.combine(d, t), dt.date(), dt.time(), dt.timetz())
a, b = datetime(2020, 1, 1), datetime(2021, 3, 4, 5, 6, 7)
print(b - a, (b - a).total_seconds(), a + timedelta(weeks=1, hours=3), b > a, a == datetime(2020, 1, 1), a.replace(tzinfo=UTC) == a)
td = timedelta(days=-1, hours=5, microseconds=7)
print(td, repr(td), td.days, td.seconds, td.microseconds, abs(td), -td, td * 2.5, td / 2, td // timedelta(hours=1), td % timedelta(hours=1), divmod(timedelta(10), timedelta(3)), timedelta(1) / timedelta(hours=6), str(timedelta(100, 3)), timedelta.max, timedelta(seconds=1.5), bool(timedelta()))
tz = timezone(timedelta(hours=-3), 'BRT')
print(tz, repr(tz), timezone.utc, repr(timezone.utc), repr(timezone(timedelta(minutes=90))), tz.utcoffset(None), timezone(timedelta(0)) == UTC)

class DST(tzinfo):
    def utcoffset(self, dt):
        return timedelta(hours=2)
    def dst(self, dt):
        return timedelta(hours=1)
    def tzname(self, dt):
        return 'DST'
x = datetime(2020, 6, 1, 12, tzinfo=DST())
print(x, x.dst(), x.tzname(), x.utctimetuple()[:6], x.astimezone(UTC), x.strftime('%z %Z'), time(1, tzinfo=DST()))
for bad in (lambda: date(2023, 2, 29), lambda: date(0, 1, 1), lambda: time(24), lambda: datetime(2020, 13, 1), lambda: a - x, lambda: a < x, lambda: timedelta(days=10**9), lambda: date.fromisoformat('2020-1-1'), lambda: datetime.strptime('x', '%Y'), lambda: timezone(timedelta(days=1)), lambda: date(1, 1, 1) - timedelta(1), lambda: datetime.fromisoformat('bad'), lambda: date('x', 1, 1)):
    try:
        print(bad())
    except Exception as e:
        print(type(e).__name__, e)
for value in (d, t, dt, td, tz, a):
    print(pickle.loads(pickle.dumps(value)) == value, end=' ')
print(datetime(2020, 1, 1, fold=1).fold, datetime.min, datetime.max, MINYEAR, MAXYEAR)

class Sub(date):
    pass
print(repr(Sub(2020, 1, 1)), Sub(2020, 1, 1) == date(2020, 1, 1), type(Sub(2020, 1, 1) + timedelta(1)).__name__, isinstance(a, date))
