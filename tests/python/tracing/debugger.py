# bdb, pdb with scripted commands, trace, profile functions.
import bdb, io, pdb, sys, trace

def fact(n):
    if n <= 1:
        return 1
    r = n * fact(n - 1)
    return r

def gen():
    for i in range(2):
        yield i

def main():
    x = 3
    y = fact(x)
    for v in gen():
        y += v
    try:
        1 / 0
    except ZeroDivisionError:
        y += 1
    return y

class Steps(bdb.Bdb):
    def user_line(self, frame):
        print("line", frame.f_code.co_name, frame.f_lineno - frame.f_code.co_firstlineno)
        self.set_step()
    def user_return(self, frame, value):
        print("return", frame.f_code.co_name, value)
        self.set_step()
    def user_exception(self, frame, info):
        print("exception", frame.f_code.co_name, info[0].__name__)
        self.set_step()

print(Steps().runcall(main))

class Stops(bdb.Bdb):
    def user_line(self, frame):
        print("stop", frame.f_code.co_name, frame.f_locals.get("n"))
        self.set_continue()

stops = Stops()
stops.set_break(__file__, fact.__code__.co_firstlineno + 1, cond="n == 2")
print(stops.runcall(main))

commands = """b fact
c
args
c
cl 1
y
r
n
p r
s
u
tbreak 25
c
p y
c
"""
out = io.StringIO()
debugger = pdb.Pdb(stdin=io.StringIO(commands), stdout=out, nosigint=True, readrc=False)
debugger.use_rawinput = False
print(debugger.runcall(main))
for line in out.getvalue().replace(__file__, "FILE").splitlines():
    print("|", line.rpartition("/")[2] if "/" in line else line)

tracer = trace.Trace(count=True, trace=False)
tracer.runfunc(main)
counts = tracer.results().counts
print(sorted((line, count) for (file, line), count in counts.items() if file == __file__))

calls = []
def profiler(frame, event, arg):
    if frame.f_code.co_filename == __file__:
        calls.append((event, frame.f_code.co_name, getattr(arg, "__name__", None)))
sys.setprofile(profiler)
len([])
main()
"x".upper()
sys.setprofile(None)
print(calls)
print(sys.getprofile(), sys.gettrace())
