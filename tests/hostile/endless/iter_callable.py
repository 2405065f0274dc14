# any over iter(callable, sentinel) with a native callable.
# ends: limit time, limit steps
any(iter(int, 1))
