"""Profiling of programs: the library's `profile` on the native `_lsprof`."""

import _lsprof
import profile as _pyprofile

__all__ = ["run", "runctx", "Profile"]


def run(statement, filename=None, sort=-1):
    return _pyprofile._Utils(Profile).run(statement, filename, sort)


def runctx(statement, globals, locals, filename=None, sort=-1):
    return _pyprofile._Utils(Profile).runctx(statement, globals, locals, filename, sort)


run.__doc__ = _pyprofile.run.__doc__
runctx.__doc__ = _pyprofile.runctx.__doc__


class Profile(_lsprof.Profiler):
    """Profile(timer=None, timeunit=None, subcalls=True, builtins=True)

    Counts calls and their times; what it counted can be printed or saved for `pstats`.
    """

    def print_stats(self, sort=-1):
        import pstats
        keys = sort if isinstance(sort, tuple) else (sort,)
        pstats.Stats(self).strip_dirs().sort_stats(*keys).print_stats()

    def dump_stats(self, file):
        import marshal
        with open(file, "wb") as stream:
            self.create_stats()
            marshal.dump(self.stats, stream)

    def create_stats(self):
        self.disable()
        self.snapshot_stats()

    def snapshot_stats(self):
        """Sums what was counted up by file, line and name: `{place: (primitive calls, calls, time, total, callers)}`."""
        stats = self.stats = {}
        callers_of = {}
        entries = self.getstats()
        for code, calls, nested, total, inline, _ in entries:
            place = label(code)
            summary = (calls - nested, calls, inline, total)
            before = stats.get(place)
            if before:
                summary = tuple(map(sum, zip(summary, before)))
                callers = before[4]
            else:
                callers = {}
            callers_of[id(code)] = callers
            stats[place] = (*summary, callers)
        for entry in entries:
            caller = label(entry.code)
            for code, calls, nested, total, inline in entry.calls or ():
                callers = callers_of.get(id(code))
                if callers is None:
                    continue
                summary = (calls, calls - nested, inline, total)
                if caller in callers:
                    summary = tuple(map(sum, zip(summary, callers[caller])))
                callers[caller] = summary

    def run(self, cmd):
        import __main__
        return self.runctx(cmd, __main__.__dict__, __main__.__dict__)

    def runctx(self, cmd, globals, locals):
        self.enable()
        try:
            exec(cmd, globals, locals)
        finally:
            self.disable()
        return self

    def runcall(self, func, /, *args, **kw):
        self.enable()
        try:
            return func(*args, **kw)
        finally:
            self.disable()

    def __enter__(self):
        self.enable()
        return self

    def __exit__(self, *exc_info):
        self.disable()


def label(code):
    """File, line and name of a code object; of a native function its text alone."""
    if isinstance(code, str):
        return ("~", 0, code)
    return (code.co_filename, code.co_firstlineno, code.co_name)


def main():
    import importlib.machinery
    import importlib.util
    import io
    import os
    import sys
    from optparse import OptionParser

    parser = OptionParser(usage="cProfile.py [-o output_file_path] [-s sort] [-m module | scriptfile] [arg] ...")
    parser.allow_interspersed_args = False
    parser.add_option("-o", "--outfile", dest="outfile", default=None, help="Save stats to <outfile>")
    parser.add_option("-s", "--sort", dest="sort", default=2, type="choice",
                      choices=_sort_keys(),
                      help="Sort order when printing to stdout, based on pstats.Stats class")
    parser.add_option("-m", dest="module", action="store_true", default=False, help="Profile a library module")
    if not sys.argv[1:]:
        parser.print_usage()
        sys.exit(2)

    options, args = parser.parse_args()
    sys.argv[:] = args
    if options.outfile is not None:
        # The program may change the folder.
        options.outfile = os.path.abspath(options.outfile)
    if not args:
        parser.print_usage()
        return parser

    if options.module:
        import runpy
        code = "run_module(modname, run_name='__main__')"
        namespace = {"run_module": runpy.run_module, "modname": args[0]}
    else:
        script = args[0]
        sys.path.insert(0, os.path.dirname(script))
        with io.open_code(script) as stream:
            code = compile(stream.read(), script, "exec")
        spec = importlib.machinery.ModuleSpec(name="__main__", loader=None, origin=script)
        module = importlib.util.module_from_spec(spec)
        # What the program leaves behind is to end after the program's own `atexit` functions.
        sys.modules["__main__"] = module
        namespace = module.__dict__
        namespace.update({"__file__": spec.origin, "__cached__": None, "__builtins__": __builtins__})

    try:
        runctx(code, namespace, None, options.outfile, options.sort)
    except BrokenPipeError as error:
        # Nobody reads any more; the interpreter is not to complain at its end.
        sys.stdout = None
        sys.exit(error.errno)
    return parser


def _sort_keys():
    import pstats
    return sorted(pstats.Stats.sort_arg_dict_default)


if __name__ == "__main__":
    main()
