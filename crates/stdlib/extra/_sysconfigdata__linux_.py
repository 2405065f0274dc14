"""What CPython's build would have written down: the little that holds for Pitviper."""

build_time_vars = {
    'ABIFLAGS': '',
    'EXT_SUFFIX': '.so',
    'SOABI': '',
    'Py_DEBUG': 0,
    'Py_ENABLE_SHARED': 0,
    'Py_GIL_DISABLED': 0,
    'TZPATH': '/usr/share/zoneinfo:/usr/lib/zoneinfo:/usr/share/lib/zoneinfo:/etc/zoneinfo',
    'VERSION': '3.14',
    'WITH_DOC_STRINGS': 1,
}
