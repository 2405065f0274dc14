# ladder: fresh
import datetime

moment = datetime.datetime(2026, 2, 28, 23, 59, 30) + datetime.timedelta(minutes=1)
print(moment, moment.isoformat(), moment.date() - datetime.date(2026, 1, 1))
