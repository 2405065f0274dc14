//! Interned strings that the VM itself uses.

use pitviper_object::Value;

use crate::core::error::PyResult;
use crate::core::vm::Vm;

macro_rules! names {
    ($($name:ident)*) => {
        /// One interned string per name.
        #[allow(missing_docs, reason = "the names are Python's")]
        #[repr(C)]
        pub struct Names { $(pub $name: Value,)* }

        const TEXTS: &[&str] = &[$(stringify!($name),)*];
    };
}

const _: () = assert!(size_of::<Names>() == TEXTS.len() * size_of::<Value>());

impl Names {
    /// Interns all of them. A loop: one expression per name would drop all former ones at each `?`, a megabyte of code.
    pub(crate) fn new(vm: &mut Vm) -> PyResult<Names> {
        let mut values = [const { None::<Value> }; TEXTS.len()];
        for (place, text) in values.iter_mut().zip(TEXTS) {
            *place = Some(vm.intern(text)?);
        }
        // SAFETY: a `repr(C)` struct of as many values, and `Some` of a value is the value's word.
        Ok(unsafe { std::mem::transmute::<[Option<Value>; TEXTS.len()], Names>(values) })
    }

    /// All of them.
    pub fn visit(&self, visit: &mut dyn FnMut(&Value)) {
        // SAFETY: as above.
        let values = unsafe { &*std::ptr::from_ref(self).cast::<[Value; TEXTS.len()]>() };
        values.iter().for_each(visit);
    }
}

names! {
    __abs__ __add__ __aenter__ __aexit__ __aiter__ __all__ __and__ __anext__ __annotate__ __annotations__
    __args__ __await__ __bases__ __base__ __bool__ __build_class__ __builtins__ __bytes__ __cached__ __call__
    __cause__ __ceil__ __class__ __class_getitem__ __classcell__ __classdict__ __classdictcell__ __closure__
    __code__ __complex__ __contains__ __context__ __copy__ __debug__ __deepcopy__ __defaults__ __del__
    __delattr__ __delete__ __delitem__ __dict__ __dir__ __divmod__ __doc__ __enter__ __eq__ __exit__ __file__
    __firstlineno__ __float__ __floor__ __floordiv__ __format__ __fspath__ __ge__ __get__ __getattr__
    __getattribute__ __getitem__ __getnewargs__ __globals__ __gt__ __hash__ __iadd__ __iand__ __ifloordiv__
    __ilshift__ __imatmul__ __imod__ __import__ __imul__ __index__ __init__ __init_subclass__ __instancecheck__
    __int__ __invert__ __ior__ __ipow__ __irshift__ __isabstractmethod__ __isub__ __iter__ __itruediv__
    __ixor__ __kwdefaults__ __le__ __len__ __length_hint__ __loader__ __lshift__ __lt__ __main__ __match_args__
    __matmul__ __missing__ __mod__ __module__ __mro__ __mro_entries__ __mul__ __name__ __ne__ __neg__ __new__
    __next__ __notes__ __objclass__ __or__ __orig_bases__ __orig_class__ __origin__ __package__ __parameters__
    __path__ __pos__ __pow__ __prepare__ __qualname__ __radd__ __rand__ __rdivmod__ __reduce__ __reduce_ex__
    __repr__ __reversed__ __rfloordiv__ __rlshift__ __rmatmul__ __rmod__ __rmul__ __ror__ __round__ __rpow__
    __rrshift__ __rshift__ __rsub__ __rtruediv__ __rxor__ __self__ __set__ __set_name__ __setattr__ __setitem__
    __sizeof__ __slots__ __spec__ __static_attributes__ __str__ __sub__ __subclasscheck__ __subclasshook__
    __suppress_context__ __text_signature__ __traceback__ __truediv__ __trunc__ __type_params__
    __typing_subst__ __typing_unpacked_tuple_args__ __unpacked__ __value__ __weakref__ __wrapped__ __xor__
    add_note args athrow builtins characters_written clear close closed code copy displayhook encoding end
    end_lineno end_offset errno excepthook exceptions extend fget file filename filename2 fileno flush
    fromkeys get index isatty items join key keys lineno maxsplit message modules msg name name_from obj
    object offset path path_hooks print_file_and_line ps1 read readline reason reverse send sep setdefault
    start stderr stdin stdout step stop strerror strict string sys text throw update utf_8 value values
    write append pop mro default initial sentinel getattr __subclasses__ __lazy_import__
    __abstractmethods__ __annotate_func__ __annotations_cache__ __getstate__
    re search _compile_template odict odict_keys odict_values odict_items
}
