//! Small changes to modules of the `rustpython-pylib` crate: where that crate says RustPython, and where CPython's C
//! versions of modules show other texts than the Python versions that Pitviper uses.

/// Module, text, and what takes its place (all times it occurs).
const EDITS: &[(&str, &str, &str)] = &[
    ("sysconfig", "return 'RustPython'  # XXX: RUSTPYTHON; For site-packages", "return 'Python'"),
    ("site", "return 'RustPython' # XXX: RUSTPYTHON; for site-packages", "return 'Python'"),
    ("site", "/lib/rustpython{version[0]}", "/lib/python{version[0]}"),
    ("_pydecimal", "raise error(explanation)", "raise error([condition])"),
    ("_pydecimal", "self.flags[error] = 1", "self.flags[error] = True"),
    ("_pydecimal", "\"Cannot convert infinity to integer\"", "\"cannot convert Infinity to integer\""),
    ("_pydecimal", "\"Cannot convert NaN to integer\"", "\"cannot convert NaN to integer\""),
    (
        "_pydecimal",
        "_signals = [Clamped, DivisionByZero, Inexact, Overflow, Rounded,\n            Underflow, InvalidOperation, Subnormal, FloatOperation]",
        "_signals = [InvalidOperation, FloatOperation, DivisionByZero, Overflow, Subnormal,\n            Underflow, Rounded, Inexact, Clamped]",
    ),
    (
        "_pydatetime",
        "\"cannot compare naive and aware datetimes\"",
        "\"can't compare offset-naive and offset-aware datetimes\"",
    ),
    (
        "_pydatetime",
        "\"cannot compare naive and aware times\"",
        "\"can't compare offset-naive and offset-aware times\"",
    ),
    (
        "_pydatetime",
        "\"cannot mix naive and timezone-aware time\"",
        "\"can't subtract offset-naive and offset-aware datetimes\"",
    ),
    (
        "_pydatetime",
        "\"timedelta # of days is too large: %d\" % d",
        "\"days=%d; must have magnitude <= 999999999\" % d",
    ),
    ("_pydatetime", "OverflowError(\"result out of range\")", "OverflowError(\"date value out of range\")"),
    (
        "_pydatetime",
        "return (f'{self.__class__.__name__}'\n                f'(year=",
        "return (f'datetime.{self.__class__.__name__}'\n                f'(year=",
    ),
    (
        "traceback",
        "            import ast\n            tree = ast.parse('\\n'.join(all_lines))\n            if not tree.body:\n                return False\n",
        "            import _traceback\n            if _traceback.plain_call('\\n'.join(all_lines), start_offset, end_offset):\n                return False\n            raise ImportError\n",
    ),
    (
        "traceback",
        "    import ast\n\n    try:\n        # Without",
        "    import _traceback\n\n    anchors = _traceback.anchors(segment)\n    return _Anchors(*anchors) if anchors else None\n\n    try:\n        # Without",
    ),
    // As in later releases of CPython 3.14.
    (
        "queue",
        "        if timeout is not None and timeout < 0:\n            raise",
        "        if block and timeout is not None and timeout < 0:\n            raise",
    ),
    ("queue", "self._count.acquire(block, timeout)", "self._count.acquire(block, timeout if block else None)"),
    // As CPython 3.14.10 has it: what is no number is for acquire() to refuse.
    (
        "threading",
        "if timeout > 0:\n                    gotit = waiter.acquire(True, timeout)\n                else:\n                    gotit = waiter.acquire(False)",
        "gotit = waiter.acquire(False) if timeout <= 0 else waiter.acquire(True, timeout)",
    ),
    ("inspect", "if opname == \"LOAD_ATTR\":", "if opname.startswith((\"LoadAttr\", \"LoadMethod\")):"),
    ("inspect", "elif opname == \"LOAD_GLOBAL\":", "elif opname.startswith(\"LoadGlobal\"):"),
    (
        "importlib._bootstrap_external",
        "    newline_decoder = _io.IncrementalNewlineDecoder(None, True)\n    return newline_decoder.decode(source_bytes.decode(encoding[0]))",
        "    return source_bytes.decode(encoding[0]).replace('\\r\\n', '\\n').replace('\\r', '\\n')",
    ),
    (
        "inspect",
        "def _signature_fromstr(cls, obj, s, skip_bound_arg=True):\n",
        "def _signature_fromstr(cls, obj, s, skip_bound_arg=True):\n    import _textsignature\n    return _textsignature.signature(cls, obj, s, skip_bound_arg)\n\n\ndef _signature_from_tree(cls, obj, s, skip_bound_arg=True):\n",
    ),
];

/// The module's source as Pitviper wants it.
///
/// # Errors
/// The text that is not there any more, when the crate changed.
pub fn applied(name: &str, source: Vec<u8>) -> Result<Vec<u8>, String> {
    let own = EDITS.iter().filter(|(module, ..)| *module == name);
    let Ok(mut text) = String::from_utf8(source.clone()) else { return Ok(source) };
    for (_, from, to) in own {
        if !text.contains(from) {
            return Err(format!("{name} has no {from:?}"));
        }
        text = text.replace(from, to);
    }
    Ok(text.into_bytes())
}
