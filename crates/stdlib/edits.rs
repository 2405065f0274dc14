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
    // As in later releases of CPython 3.14: white space is what XML says it is, and names of namespaces are escaped.
    ("xml.dom.minidom", "if self.data.strip():", "if self.data.strip(' \\t\\r\\n'):"),
    ("xml.dom.expatbuilder", "not child.data.strip():", "not child.data.strip(' \\t\\r\\n'):"),
    ("xml.etree.ElementTree", "elem.text.strip()", "elem.text.strip(' \\t\\r\\n')"),
    ("xml.etree.ElementTree", "child.tail.strip()", "child.tail.strip(' \\t\\r\\n')"),
    ("xml.etree.ElementTree", "data = data.strip()", "data = data.strip(' \\t\\r\\n')"),
    (
        "xml.etree.ElementTree",
        "        self._doctype = None\n        self.entity = {}",
        "        parser.StartDoctypeDeclHandler = self._begin_doctype\n        self._doctype = None\n        self.entity = {}",
    ),
    (
        "xml.etree.ElementTree",
        "    def feed(self, data):\n        \"\"\"Feed encoded data to parser.\"\"\"",
        "    def _begin_doctype(self, name, system, public, has_subset):\n        told = getattr(self.target, \"doctype\", None)\n        if told is not None:\n            told(name, public, system)\n        elif hasattr(self, \"doctype\"):\n            warnings.warn(\n                \"The doctype() method of XMLParser is ignored.  \"\n                \"Define doctype() method on the TreeBuilder target.\",\n                RuntimeWarning)\n\n    def feed(self, data):\n        \"\"\"Feed encoded data to parser.\"\"\"",
    ),
    (
        "xml.etree.ElementPath",
        "            parent_map = get_parent_map(context)\n            for elem in result:\n                try:\n                    parent = parent_map[elem]\n                    # FIXME: what if the selector is \"*\" ?\n                    elems = list(parent.findall(elem.tag))\n                    if elems[index] is elem:\n                        yield elem\n",
        "            parent_map = get_parent_map(context)\n            chosen = {}\n            for elem in result:\n                try:\n                    parent = parent_map[elem]\n                    place = parent, elem.tag\n                    if place not in chosen:\n                        chosen[place] = None\n                        chosen[place] = parent.findall(elem.tag)[index]\n                    if chosen[place] is elem:\n                        yield elem\n",
    ),
    ("xml.sax.saxutils", "' xmlns:%s=\"%s\"' % (prefix, uri)", "' xmlns:%s=%s' % (prefix, quoteattr(uri))"),
    ("xml.sax.saxutils", "' xmlns=\"%s\"' % uri", "' xmlns=%s' % quoteattr(uri)"),
    ("plistlib", "sorted(d.items())", "_sorted_items(d, self._skipkeys)"),
    ("plistlib", "items = sorted(items)", "items = _sorted_items(value, self._skipkeys)"),
    ("plistlib", "sorted(value.items())", "_sorted_items(value, self._skipkeys)"),
    (
        "plistlib",
        "def _escape(text):",
        "def _sorted_items(table, skips):\n    items = []\n    for item in table.items():\n        if isinstance(item[0], str):\n            items.append(item)\n        elif not skips:\n            raise TypeError(\"keys must be strings\")\n    items.sort()\n    return items\n\n\ndef _escape(text):",
    ),
    // As CPython 3.14.10 has it: what is no number is for acquire() to refuse.
    (
        "threading",
        "if timeout > 0:\n                    gotit = waiter.acquire(True, timeout)\n                else:\n                    gotit = waiter.acquire(False)",
        "gotit = waiter.acquire(False) if timeout <= 0 else waiter.acquire(True, timeout)",
    ),
    // There is no C interface to call.
    ("ctypes", "else:\n    pythonapi = PyDLL(None)\n", ""),
    ("hashlib", "from _hashlib import pbkdf2_hmac", "from _kdf import pbkdf2_hmac"),
    ("hashlib", "from _hashlib import scrypt", "from _kdf import scrypt"),
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
