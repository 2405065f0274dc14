# resource: limits and use of the process.
import resource

print(resource.error is OSError, resource.RLIM_INFINITY)
soft, hard = resource.getrlimit(resource.RLIMIT_CORE)
resource.setrlimit(resource.RLIMIT_CORE, [0, hard])
print(resource.getrlimit(resource.RLIMIT_CORE) == (0, hard))
print(resource.prlimit(0, resource.RLIMIT_CORE) == (0, hard))
for call in (
    lambda: resource.getrlimit(99),
    lambda: resource.getrlimit(-1),
    lambda: resource.getrlimit("a"),
    lambda: resource.getrlimit(2**40),
    lambda: resource.setrlimit(0, 1),
    lambda: resource.setrlimit(0, (1, 2, 3)),
    lambda: resource.setrlimit(0, (1, "x")),
    lambda: resource.setrlimit(0, (2**70, 1)),
    lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (10**6, 10)),
    lambda: resource.setrlimit(99, (1, 1)),
    lambda: resource.getrusage(77),
):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error)
usage = resource.getrusage(resource.RUSAGE_SELF)
print(type(usage).__name__, len(usage), usage.ru_utime == usage[0], usage.ru_maxrss > 0, type(usage.ru_nvcsw).__name__)
print(usage.__match_args__)
print(resource.getpagesize() >= 4096)
