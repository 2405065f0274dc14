"""C data types for `ctypes`: numbers, arrays, structures, unions and pointers, in memory of Python's own.

There is no way out of the interpreter here: no library can be loaded, and no address means anything but what was given out
by this module itself. `CDLL` fails with OSError, as for a library that is not there.
"""

import struct as _struct
import sys as _sys
import weakref as _weakref
from _ctypes_memory import Memory as _Memory

__version__ = '1.1.0'
RTLD_LOCAL = 0
RTLD_GLOBAL = 256
SIZEOF_TIME_T = 8
FUNCFLAG_HRESULT = 2
FUNCFLAG_CDECL = 1
FUNCFLAG_PYTHONAPI = 4
FUNCFLAG_USE_ERRNO = 8
FUNCFLAG_USE_LASTERROR = 16
CTYPES_MAX_ARGCOUNT = 1024


class ArgumentError(Exception):
    pass


# Addresses that were given out: whole blocks of memory that are still in use, by their first address.
_blocks = _weakref.WeakValueDictionary()
_next_address = 0x10000


class _Block:
    """Memory, at an address that is asked for seldom."""

    __slots__ = ('data', 'kept', 'first', '__weakref__')

    def __init__(self, data):
        self.data, self.kept, self.first = data, {}, 0

    def address(self):
        global _next_address
        if not self.first:
            self.first = _next_address
            _next_address += (len(self.data) + 31) // 16 * 16
            _blocks[self.first] = self
        return self.first


def _find(address):
    """The block in which an address lies, and where in it."""
    for first, block in list(_blocks.items()):
        if first <= address <= first + len(block.data):
            return block, address - first
    raise ValueError('there is no such memory' if address else 'NULL pointer access')


def _align(offset, alignment):
    return (offset + alignment - 1) // alignment * alignment


class _Type(type):
    """What all classes of C types have in common."""

    def __mul__(cls, length):
        if not isinstance(length, int):
            raise TypeError(f"can't multiply sequence by non-int of type '{type(length).__name__}'")
        if length < 0:
            raise ValueError('Array length must be >= 0, not %d' % length)
        key = cls, length
        made = _arrays.get(key)
        if made is None:
            made = type(Array)(f'{cls.__name__}_Array_{length}', (Array,), {'_type_': cls, '_length_': length})
            _arrays[key] = made
        return made

    __rmul__ = __mul__

    def from_buffer(cls, source, offset=0):
        view = memoryview(source)
        if view.readonly:
            raise TypeError('underlying buffer is not writable')
        made = cls._at(_Block(_part(view, offset, cls._size)), 0)
        made._block.kept['source'] = source
        return made

    def from_buffer_copy(cls, source, offset=0):
        part = _part(memoryview(source), offset, cls._size)
        return cls._at(_Block(bytearray(part)), 0)

    def from_address(cls, address):
        return cls._at(*_find(address))

    def from_param(cls, value):
        if isinstance(value, cls):
            return value
        if hasattr(value, '_as_parameter_'):
            return cls.from_param(value._as_parameter_)
        raise TypeError(f"expected {cls.__name__} instance instead of {type(value).__name__}")

    def in_dll(cls, library, name):
        raise ValueError(f'undefined symbol: {name}')

    def _at(cls, block, offset):
        if cls._size is None:
            raise TypeError('abstract class')
        made = cls.__new__(cls)
        made._attach(block, offset)
        return made


def _part(view, offset, size):
    view = view.cast('B') if view.ndim != 1 or view.format != 'B' else view
    if offset < 0:
        raise ValueError('offset cannot be negative')
    if len(view) - offset < size:
        raise ValueError(f'Buffer size too small ({len(view)} instead of at least {size + offset} bytes)')
    return view[offset:offset + size]


_arrays = {}


class _CData(_Memory, metaclass=_Type):
    _size = None
    _alignment = 1
    _block = None
    _offset = 0

    def _make(self):
        if type(self)._size is None:
            raise TypeError('abstract class')
        self._attach(_Block(bytearray(self._size)), 0)

    def _attach(self, block, offset):
        self._block, self._offset = block, offset
        self._view = memoryview(block.data)[offset:offset + self._size]

    def _bytes(self):
        return bytes(self._block.data[self._offset:self._offset + self._size])

    def _put(self, data):
        self._block.data[self._offset:self._offset + len(data)] = data

    def __bytes__(self):
        return self._bytes()

    @property
    def _objects(self):
        return dict(self._block.kept) or None

    @property
    def _b_base_(self):
        return None

    @property
    def _b_needsfree_(self):
        return True

    def __reduce__(self):
        return _unpickle, (type(self), (getattr(self, '__dict__', {}), self._bytes()))

    def __setstate__(self, state):
        attributes, data = state
        self._make()
        self._put(data)

    # What this value is within another one.
    def _get(self):
        return self

    @classmethod
    def _put_value(cls, block, offset, value):
        if not isinstance(value, cls):
            value = cls(*value) if isinstance(value, tuple) else cls(value)
        block.data[offset:offset + cls._size] = value._bytes()
        for place, kept in value._block.kept.items():
            if isinstance(place, int):
                block.kept[offset + place - value._offset] = kept


def _unpickle(cls, state):
    made = cls.__new__(cls)
    made.__setstate__(state)
    return made


_INTEGERS = set('bBhHiIlLqQ')
_CODES = 'cbBhHiIlLqQfdgDFGPzZuO?'


class _SimpleType(_Type):
    def __init__(cls, name, bases, body):
        super().__init__(name, bases, body)
        code = getattr(cls, '_type_', None)
        if code is None:
            if bases != (_CData,):
                raise AttributeError("class must define a '_type_' attribute")
            return
        if not isinstance(code, str):
            raise TypeError("class must define a '_type_' string attribute")
        if len(code) != 1 or code not in _CODES:
            raise AttributeError("class must define a '_type_' attribute which must be\n"
                                 f"a single character string containing one of '{_CODES}'.")
        native = {'P': 'P', 'z': 'P', 'Z': 'P', 'O': 'P', 'u': 'I', 'g': 'd', 'c': 'c'}.get(code, code)
        size = {'g': 16, 'D': 16, 'F': 8, 'G': 32}.get(code)
        cls._swapped = body.get('_swapped', False)
        cls._size = size or _struct.calcsize(native)
        cls._alignment = {'D': 8, 'F': 4}.get(code, min(cls._size, 16))
        cls._form = ('>' if cls._swapped else '=') + {'P': 'Q'}.get(native, native.replace('l', 'q').replace('L', 'Q'))
        if '_swapped' not in body and bases == (_SimpleCData,) and code in 'hHiIlLqQfd':
            cls.__ctype_le__ = cls
            cls.__ctype_be__ = type(cls)(name, (_SimpleCData,), {'_type_': code, '_swapped': True})
            cls.__ctype_be__.__ctype_be__, cls.__ctype_be__.__ctype_le__ = cls.__ctype_be__, cls

    def from_param(cls, value):
        if isinstance(value, cls):
            return value
        code = cls._type_
        if code in 'zZP' and (value is None or isinstance(value, (bytes, int, str, _CData, _Reference))):
            return value
        if hasattr(value, '_as_parameter_'):
            return cls.from_param(value._as_parameter_)
        return cls(value)


class _SimpleCData(_CData, metaclass=_SimpleType):
    def __new__(cls, *args):
        if cls._size is None:
            raise TypeError('abstract class')
        return super().__new__(cls)

    def __init__(self, value=None):
        self._make()
        if value is not None or self._type_ == 'O':
            self.value = value

    @classmethod
    def _load(cls, block, offset):
        code = cls._type_
        if code in 'zZO':
            kept = block.kept.get(offset)
            if kept is None and code == 'O':
                raise ValueError('PyObject is NULL')
            return kept[0] if kept else None
        data = bytes(block.data[offset:offset + cls._size])
        if code == 'c':
            return data
        if code == 'u':
            return chr(_struct.unpack('=I', data)[0])
        if code in 'DFG':
            half = cls._size // 2
            number = 'f' if code == 'F' else 'd'
            return complex(*(_struct.unpack_from('=' + number, data, at)[0] for at in (0, half)))
        value = _struct.unpack_from(cls._form, data)[0]
        if code == 'P':
            return value or None
        return value

    @classmethod
    def _store(cls, block, offset, value):
        code = cls._type_
        if isinstance(value, cls):
            value = value.value
        if code in _INTEGERS:
            if isinstance(value, float) or not hasattr(value, '__index__'):
                raise TypeError(f"'{type(value).__name__}' object cannot be interpreted as an integer")
            bits = 8 * cls._size
            value = value.__index__() & (1 << bits) - 1
            if code.islower() and value >> bits - 1:
                value -= 1 << bits
        elif code in 'fdg':
            if not isinstance(value, (int, float)) and not hasattr(value, '__float__'):
                raise TypeError(f'must be real number, not {type(value).__name__}')
            value = float(value)
            if code == 'f':
                try:
                    _struct.pack('f', value)
                except OverflowError:
                    value = float('inf') if value > 0 else float('-inf')
        elif code == '?':
            value = bool(value)
        elif code == 'c':
            if isinstance(value, (bytes, bytearray)) and len(value) == 1:
                value = bytes(value)
            elif isinstance(value, int) and 0 <= value < 256:
                value = bytes([value])
            else:
                kind = type(value).__name__ + (f' of length {len(value)}' if isinstance(value, (bytes, bytearray)) else '')
                raise TypeError(f'one character bytes, bytearray, or an integer in range(256) expected, not {kind}')
        elif code == 'u':
            if not isinstance(value, str):
                raise TypeError(f"a unicode character expected, not instance of {type(value).__name__}")
            if len(value) != 1:
                raise TypeError('one character unicode string expected')
            value = ord(value)
        elif code in 'DFG':
            value, half = complex(value), cls._size // 2
            for at, number in ((0, value.real), (half, value.imag)):
                _struct.pack_into('=f' if code == 'F' else '=d', block.data, offset + at, number)
            return
        elif code in 'zZ':
            wanted = bytes if code == 'z' else str
            if value is not None and not isinstance(value, (wanted, int)):
                raise TypeError(f"{'bytes' if code == 'z' else 'unicode string'} or integer address expected"
                                f' instead of {type(value).__name__} instance')
            block.kept[offset] = None if value is None else (value,)
            value = 0 if value is None else id(value) if isinstance(value, wanted) else value
        elif code == 'O':
            block.kept[offset] = (value,)
            value = id(value)
        elif code == 'P':
            if value is not None and not isinstance(value, int):
                raise TypeError('cannot be converted to pointer')
            value = (value or 0) & (1 << 64) - 1
        _struct.pack_into(cls._form, block.data, offset, value)

    @property
    def value(self):
        """current value"""
        return self._load(self._block, self._offset)

    @value.setter
    def value(self, value):
        self._store(self._block, self._offset, value)

    def _get(self):
        return self.value if _SimpleCData in type(self).__bases__ else self

    @classmethod
    def _put_value(cls, block, offset, value):
        cls._store(block, offset, value)

    def __bool__(self):
        return any(self._bytes())

    def __repr__(self):
        if _SimpleCData not in type(self).__bases__:
            return object.__repr__(self)
        return f'{type(self).__name__}({self.value!r})'


class _ArrayType(_Type):
    def __init__(cls, name, bases, body):
        super().__init__(name, bases, body)
        if bases == (_CData,):
            return
        kind, length = getattr(cls, '_type_', None), getattr(cls, '_length_', None)
        if length is None:
            raise AttributeError("class must define a '_length_' attribute")
        if not isinstance(length, int):
            raise TypeError("The '_length_' attribute must be an integer")
        if length < 0:
            raise ValueError("The '_length_' attribute must not be negative")
        if kind is None:
            raise AttributeError("class must define a '_type_' attribute")
        cls._size, cls._alignment = kind._size * length, kind._alignment
        if getattr(kind, '_type_', None) == 'c':
            cls.value = property(_get_chars, _set_chars)
            cls.raw = property(_CData._bytes, _set_raw)
        elif getattr(kind, '_type_', None) == 'u':
            cls.value = property(_get_wide, _set_wide)

    def from_param(cls, value):
        code = getattr(cls._type_, '_type_', None)
        if code == 'c' and isinstance(value, bytes) or code == 'u' and isinstance(value, str):
            return cls(*value)
        if isinstance(value, (tuple, list)):
            return cls(*value)
        return super().from_param(value)


def _get_chars(self):
    return self._bytes().partition(b'\0')[0]


def _set_chars(self, value):
    if not isinstance(value, bytes):
        raise TypeError(f'bytes expected instead of {type(value).__name__} instance')
    if len(value) > self._size:
        raise ValueError('byte string too long')
    self._put(value + b'\0' if len(value) < self._size else value)


def _set_raw(self, value):
    data = bytes(value)
    if len(data) > self._size:
        raise ValueError('byte string too long')
    self._put(data)


def _get_wide(self):
    return ''.join(self[:]).partition('\0')[0]


def _set_wide(self, value):
    if not isinstance(value, str):
        raise TypeError(f'unicode string expected instead of {type(value).__name__} instance')
    if len(value) > self._length_:
        raise ValueError('string too long')
    for index, ch in enumerate(value + '\0' if len(value) < self._length_ else value):
        self[index] = ch


class Array(_CData, metaclass=_ArrayType):
    __class_getitem__ = classmethod(type(list[int]))

    def __init__(self, *items):
        self._make()
        if len(items) > self._length_:
            raise IndexError('invalid index')
        for index, item in enumerate(items):
            self[index] = item

    def __len__(self):
        return self._length_

    def _index(self, index):
        place = index.__index__()
        if place < 0:
            place += self._length_
        if not 0 <= place < self._length_:
            raise IndexError('invalid index')
        return self._offset + place * self._type_._size

    def __getitem__(self, index):
        if isinstance(index, slice):
            items = [self[at] for at in range(*index.indices(self._length_))]
            code = getattr(self._type_, '_type_', None)
            return b''.join(items) if code == 'c' else ''.join(items) if code == 'u' else items
        return self._type_._at(self._block, self._index(index))._get()

    def __setitem__(self, index, value):
        if isinstance(index, slice):
            places = range(*index.indices(self._length_))
            if len(places) != len(value):
                raise ValueError('Can only assign sequence of same size')
            for place, item in zip(places, value):
                self[place] = item
            return
        self._type_._put_value(self._block, self._index(index), value)


class CField:
    """A field of a structure."""

    def __init__(self, *, name, type, byte_size, byte_offset, index, _internal_use, bit_size=None, bit_offset=None):
        self.name, self.type, self.size, self.offset = name, type, byte_size, byte_offset
        self.byte_size, self.byte_offset = byte_size, byte_offset
        self.is_bitfield = bit_size is not None
        self.bit_size = byte_size * 8 if bit_size is None else bit_size
        self.bit_offset = bit_offset or 0
        if self.is_bitfield:
            self.size = self.bit_size << 16 | self.bit_offset

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        block, offset = instance._block, instance._offset + self.byte_offset
        if not self.is_bitfield:
            return self.type._at(block, offset)._get()
        whole = int.from_bytes(block.data[offset:offset + self.byte_size], _sys.byteorder)
        bits = whole >> self.bit_offset & (1 << self.bit_size) - 1
        if self.type._type_.islower() and bits >> self.bit_size - 1:
            bits -= 1 << self.bit_size
        return bool(bits) if self.type._type_ == '?' else bits

    def __set__(self, instance, value):
        block, offset = instance._block, instance._offset + self.byte_offset
        if not self.is_bitfield:
            return self.type._put_value(block, offset, value)
        place = slice(offset, offset + self.byte_size)
        whole, mask = int.from_bytes(block.data[place], _sys.byteorder), (1 << self.bit_size) - 1
        whole = whole & ~(mask << self.bit_offset) | (value.__index__() & mask) << self.bit_offset
        block.data[place] = whole.to_bytes(self.byte_size, _sys.byteorder)

    def __repr__(self):
        if self.is_bitfield:
            return (f'<ctypes.CField {self.name!r} type={self.type.__name__}, ofs={self.byte_offset}, '
                    f'bit_size={self.bit_size}, bit_offset={self.bit_offset}>')
        return f'<ctypes.CField {self.name!r} type={self.type.__name__}, ofs={self.byte_offset}, size={self.byte_size}>'


class _FieldsType(_Type):
    def __init__(cls, name, bases, body):
        super().__init__(name, bases, body)
        if bases == (_CData,):
            return
        if '_fields_' in body:
            # As an assignment, which classes of the other byte order look at.
            cls._fields_ = body['_fields_']
        elif cls._size is None:
            cls._size = 0

    def __setattr__(cls, name, value):
        super().__setattr__(name, value)
        if name == '_fields_':
            cls._lay_out(value)

    def _lay_out(cls, fields):
        base = cls.__base__
        together = issubclass(cls, Union)
        offset = 0 if together else base._size or 0
        size, alignment = base._size or 0, max(base._alignment, getattr(cls, '_align_', 1))
        most, bits = getattr(cls, '_pack_', None), 0
        for index, (name, kind, *width) in enumerate(fields):
            if not isinstance(kind, _Type):
                raise TypeError('second item in _fields_ tuple (index %d) must be a C type' % index)
            unit = min(kind._alignment, most) if most else kind._alignment
            alignment = max(alignment, unit)
            at, options = 0, {}
            if width:
                if not 0 < width[0] <= kind._size * 8:
                    raise ValueError(f'number of bits invalid for bit field {name!r}')
                # Bits go on where the last ones ended, unless they would straddle a unit of their type.
                if together:
                    bits = 0
                start = offset * 8 + bits
                unit_bits = kind._size * 8
                if not most and start // unit_bits != (start + width[0] - 1) // unit_bits:
                    start = _align(start, unit_bits)
                at = start // 8 // unit * unit
                options = {'bit_size': width[0], 'bit_offset': start - at * 8}
                end = start + width[0]
                if not together:
                    offset, bits = end // 8, end % 8
                size = max(size, (end + 7) // 8)
            else:
                if not together:
                    offset, bits = _align(offset + (bits > 0), unit), 0
                    at = offset
                    offset += kind._size
                size = max(size, at + kind._size)
            field = CField(name=name, type=kind, byte_size=kind._size, byte_offset=at, index=index,
                           _internal_use=True, **options)
            type.__setattr__(cls, name, field)
            if name in getattr(cls, '_anonymous_', ()):
                for inner in kind._names():
                    type.__setattr__(cls, inner, _Inner(field, inner))
        cls._size, cls._alignment = _align(size, alignment), alignment

    def _names(cls):
        names = []
        for base in reversed(cls.__mro__):
            names += [field[0] for field in base.__dict__.get('_fields_', ())]
        return names


class _Inner:
    """A field of an anonymous field."""

    def __init__(self, outer, name):
        self.outer, self.name = outer, name

    def __get__(self, instance, owner=None):
        return self if instance is None else getattr(self.outer.__get__(instance), self.name)

    def __set__(self, instance, value):
        setattr(self.outer.__get__(instance), self.name, value)


class _Fields(_CData):
    def _fill(self, values, named):
        self._make()
        names = type(self)._names()
        if len(values) > len(names):
            raise TypeError('too many initializers')
        for name, value in zip(names, values):
            if name in named:
                raise TypeError(f'duplicate values for field {name!r}')
            setattr(self, name, value)
        for name, value in named.items():
            setattr(self, name, value)


class Structure(_CData, metaclass=_FieldsType):
    def __init__(self, *values, **named):
        _Fields._fill(self, values, named)


class Union(_CData, metaclass=_FieldsType):
    def __init__(self, *values, **named):
        _Fields._fill(self, values, named)


class _PointerType(_Type):
    def __init__(cls, name, bases, body):
        super().__init__(name, bases, body)
        cls._size = cls._alignment = 8
        if isinstance(body.get('_type_'), type):
            cls.set_type(body['_type_'])

    def set_type(cls, kind):
        cls._type_ = kind
        if '__pointer_type__' not in kind.__dict__:
            type.__setattr__(kind, '__pointer_type__', cls)

    def from_param(cls, value):
        if value is None:
            return value
        if isinstance(value, cls._type_):
            return cls(value)
        if isinstance(value, Array) and value._type_ is cls._type_:
            return value
        if isinstance(value, _Reference) and isinstance(value._obj, cls._type_):
            return value
        return super().from_param(value)


class _Pointer(_CData, metaclass=_PointerType):
    def __init__(self, target=None):
        if getattr(self, '_type_', None) is None:
            raise TypeError('Cannot create instance: has no _type_')
        self._make()
        if target is not None:
            self.contents = target

    @property
    def contents(self):
        """the object this pointer points to (read-write)"""
        kept = self._block.kept.get(self._offset)
        if kept is None:
            raise ValueError('NULL pointer access')
        return self._type_._at(*kept)

    @contents.setter
    def contents(self, target):
        if not isinstance(target, self._type_):
            raise TypeError(f'expected {self._type_.__name__} instead of {type(target).__name__}')
        self._point(target._block, target._offset)

    def _point(self, block, offset):
        self._block.kept[self._offset] = block, offset
        self._put(_struct.pack('=Q', block.address() + offset))

    @classmethod
    def _put_value(cls, block, offset, value):
        if value is None:
            block.kept.pop(offset, None)
            block.data[offset:offset + 8] = bytes(8)
            return
        if isinstance(value, Array) and value._type_ is cls._type_:
            cls._at(block, offset)._point(value._block, value._offset)
            return
        if not isinstance(value, cls):
            raise TypeError(f'expected {cls.__name__} instance, got {type(value).__name__}')
        super()._put_value(block, offset, value)

    def __bool__(self):
        return any(self._bytes())

    def _item(self, index):
        kept = self._block.kept.get(self._offset)
        if kept is None:
            raise ValueError('NULL pointer access')
        block, offset = kept
        offset += index.__index__() * self._type_._size
        if not 0 <= offset <= len(block.data) - self._type_._size:
            raise IndexError('outside of the memory that is pointed to')
        return block, offset

    def __getitem__(self, index):
        if isinstance(index, slice):
            if index.stop is None:
                raise ValueError('slice stop is required')
            items = [self[at] for at in range(index.start or 0, index.stop, index.step or 1)]
            code = getattr(self._type_, '_type_', None)
            return b''.join(items) if code == 'c' else ''.join(items) if code == 'u' else items
        return self._type_._at(*self._item(index))._get()

    def __setitem__(self, index, value):
        self._type_._put_value(*self._item(index), value)


class _FunctionType(_Type):
    def __init__(cls, name, bases, body):
        super().__init__(name, bases, body)
        cls._size = cls._alignment = 8


class CFuncPtr(_CData, metaclass=_FunctionType):
    """A function. Only those that are Python's own can be called."""

    errcheck = None

    def __init__(self, *args):
        self._make()
        self._function = None
        if not args:
            return
        if isinstance(args[0], tuple):
            name, library = args[0]
            raise AttributeError(f'function {name!r} not found')
        if callable(args[0]):
            self._function = args[0]
        elif isinstance(args[0], int):
            self._put(_struct.pack('=Q', args[0]))
        else:
            raise TypeError('argument must be callable or integer function address')

    @property
    def restype(self):
        return self.__dict__.get('_own_restype', getattr(type(self), '_restype_', None))

    @restype.setter
    def restype(self, kind):
        self._own_restype = kind

    @property
    def argtypes(self):
        return self.__dict__.get('_own_argtypes', getattr(type(self), '_argtypes_', None))

    @argtypes.setter
    def argtypes(self, kinds):
        self._own_argtypes = None if kinds is None else tuple(kinds)

    def __bool__(self):
        return self._function is not None or any(self._bytes())

    def __call__(self, *args):
        if self._function is None:
            raise OSError('functions outside of the interpreter cannot be called')
        kinds = self.argtypes
        if self._function in _OWN:
            return self._function(*args)
        if kinds is not None:
            if len(kinds) > len(args):
                raise TypeError(f'this function takes at least {len(kinds)} arguments ({len(args)} given)')
            converted = []
            for index, (kind, value) in enumerate(zip(kinds, args), 1):
                try:
                    value = kind.from_param(value)
                except Exception as error:
                    raise ArgumentError(f'argument {index}: {type(error).__name__}: {error}') from None
                converted.append(value._get() if isinstance(value, _CData) else value)
            args = converted
        result = self._function(*args)
        kind = self.restype
        if kind is None:
            return None
        return kind(result)._get() if isinstance(kind, _Type) else kind(result)


class _Reference:
    """What `byref` gives."""

    def __init__(self, target, offset):
        self._obj, self._offset = target, offset

    def __repr__(self):
        return f"<cparam 'P' ({hex(addressof(self._obj) + self._offset)})>"


def sizeof(kind):
    size = kind._size if isinstance(kind, (_Type, _CData)) else None
    if size is None:
        raise TypeError('this type has no size')
    return size


def alignment(kind):
    if not isinstance(kind, (_Type, _CData)) or kind._size is None:
        raise TypeError('no alignment info')
    return kind._alignment


def addressof(value):
    if not isinstance(value, _CData):
        raise TypeError(f'addressof() argument must be _ctypes._CData, not {type(value).__name__}')
    return value._block.address() + value._offset


def byref(value, offset=0):
    if not isinstance(value, _CData):
        raise TypeError(f"byref() argument must be a ctypes instance, not '{type(value).__name__}'")
    return _Reference(value, offset)


def POINTER(kind):
    import ctypes
    return ctypes.POINTER(kind)


def pointer(value):
    import ctypes
    return ctypes.pointer(value)


def resize(value, size):
    if not isinstance(value, _CData):
        raise TypeError('excepted ctypes instance')
    if size < value._size:
        raise ValueError(f'minimum size is {value._size}')
    data = value._block.data
    value._block.data = data[:size] + bytearray(size - len(data[:size]))
    value._size = size
    value._attach(value._block, value._offset)


def buffer_info(kind):
    """(format, dimensions, shape) of a type."""
    shape = []
    while isinstance(kind, _ArrayType):
        shape.append(kind._length_)
        kind = kind._type_
    code = getattr(kind, '_type_', 'B')
    return f'<{code}' if isinstance(code, str) else '&', len(shape), tuple(shape)


_errno = 0


def get_errno():
    return _errno


def set_errno(value):
    global _errno
    before, _errno = _errno, value
    return before


def dlopen(name, mode=RTLD_LOCAL):
    if name is None:
        return 0
    raise OSError(f'{name}: cannot open shared object file: Pitviper loads no libraries')


def dlsym(handle, name):
    raise OSError(f'undefined symbol: {name}')


def dlclose(handle):
    pass


def call_function(*args):
    raise OSError('functions outside of the interpreter cannot be called')


def _memory(place):
    """The block that something stands for, and where in it."""
    if isinstance(place, _Reference):
        return place._obj._block, place._obj._offset + place._offset
    if isinstance(place, _Pointer):
        return place._item(0)
    if isinstance(place, bytes):
        return _Block(place), 0
    if isinstance(place, _SimpleCData) and place._type_ in 'zPZ':
        place = place.value
        return _memory(place) if isinstance(place, bytes) else _find(place or 0)
    if isinstance(place, _CData):
        return place._block, place._offset
    return _find(place)


def _memmove_addr(to, source, count):
    block, offset = _memory(source)
    data = bytes(block.data[offset:offset + count])
    target, place = _memory(to)
    if len(data) < count or len(target.data) - place < count:
        raise ValueError('outside of the memory that is there')
    target.data[place:place + count] = data
    return target.address() + place


def _memset_addr(to, byte, count):
    target, place = _memory(to)
    if len(target.data) - place < count:
        raise ValueError('outside of the memory that is there')
    target.data[place:place + count] = bytes([byte & 255]) * count
    return target.address() + place


def _string_at_addr(place, size=-1):
    block, offset = _memory(place)
    data = bytes(block.data[offset:] if size < 0 else block.data[offset:offset + size])
    return data.partition(b'\0')[0] if size < 0 else data


def _wstring_at_addr(place, size=-1):
    block, offset = _memory(place)
    data = bytes(block.data[offset:])
    text = ''.join(chr(unit) for unit, in _struct.iter_unpack('=I', data[:len(data) // 4 * 4]))
    return text.partition('\0')[0] if size < 0 else text[:size]


def _memoryview_at_addr(place, size, readonly):
    block, offset = _memory(place)
    view = memoryview(block.data)[offset:offset + size]
    return view.toreadonly() if readonly else view


def _cast_addr(value, _, kind):
    made = kind()
    if isinstance(value, int) or value is None:
        if isinstance(made, _Pointer) and value:
            made._point(*_find(value))
        elif not isinstance(made, _Pointer):
            made.value = value
        return made
    if isinstance(made, _Pointer):
        made._point(*_memory(value))
        return made
    if made._type_ == 'P':
        block, offset = _memory(value)
        made._block.kept['target'] = block
        made.value = block.address() + offset
    else:
        made.value = _string_at_addr(value)
    return made


_OWN = (_memmove_addr, _memset_addr, _string_at_addr, _wstring_at_addr, _memoryview_at_addr, _cast_addr)
