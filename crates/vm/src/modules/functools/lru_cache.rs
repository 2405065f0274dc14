//! `_lru_cache_wrapper`: a function whose results are kept by its arguments.

use std::cell::Cell;

use pitviper_object::header::TRACKED;
use pitviper_object::{Header, Obj, PageKind, Traverse, Value, object};

use super::kind;
use super::links::{Chain, Link};
use crate::core::cell::ValueCell;
use crate::core::error::PyResult;
use crate::core::kinds;
use crate::core::native::{Args, Method, Slots, TypeSpec, fixed_size};
use crate::core::vm::Vm;
use crate::types::dict::Dict;
use crate::types::int;
use crate::types::iterators::{instance, receiver};
use crate::types::str::Str;
use crate::types::tuple::Tuple;
use crate::types::tuple::fresh::from_list;

/// How much is kept.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Bound {
    Nothing,
    Everything,
    Newest(usize),
}

/// A cached function.
#[repr(C)]
pub struct LruCache {
    /// Count, shape, flags.
    pub header: Header,
    /// Results by key; links in a bounded cache.
    cache: ValueCell,
    function: ValueCell,
    /// What stands between positional and keyword arguments in a key.
    mark: ValueCell,
    cache_info: ValueCell,
    bound: Bound,
    typed: bool,
    hits: Cell<u64>,
    misses: Cell<u64>,
    chain: Chain,
}

object!(LruCache, kind::LRU_CACHE, cache, function, mark, cache_info);

fn this(value: &Value) -> &LruCache {
    // SAFETY: a receiver.
    unsafe { receiver(value) }
}

fn new(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let names = ["user_function", "maxsize", "typed", "cache_info_type"];
    let [function, size, typed, info] = args.behind_receiver().parse(vm, "lru_cache", names, 4, 0)?;
    let (Some(function), Some(size), Some(typed), Some(info)) = (function, size, typed, info) else {
        return Ok(Value::none());
    };
    if !vm.is_callable(function) {
        return Err(vm.type_error(format_args!("the first argument must be callable")));
    }
    let bound = if size.is_none() {
        Bound::Everything
    } else if int::is_int(size) {
        match usize::try_from(vm.index_isize(size)?) {
            Ok(0) | Err(_) => Bound::Nothing,
            Ok(size) => Bound::Newest(size),
        }
    } else {
        return Err(vm.type_error(format_args!("maxsize should be integer or None")));
    };
    let typed = vm.truth(typed)?;
    let cache = vm.new_dict()?.into_value();
    let mark = vm.new_bare_object()?;
    let payload = LruCache {
        header: Header::new(u32::from(kind::LRU_CACHE), TRACKED),
        cache: cache.into(),
        function: function.clone().into(),
        mark: mark.into(),
        cache_info: info.clone().into(),
        bound,
        typed,
        hits: Cell::new(0),
        misses: Cell::new(0),
        chain: Chain::new(),
    };
    instance(vm, args, PageKind::Container, payload)
}

/// The key of a call.
fn make_key(vm: &mut Vm, cache: &LruCache, args: Args<'_>) -> PyResult {
    if !cache.typed && args.keyword_count() == 0 {
        return match args.values {
            [only] if only.exact::<Str>().is_some() || int::is_exact(only) => Ok(only.clone()),
            values => vm.new_tuple(values),
        };
    }
    let parts = vm.new_list_of(args.positional())?;
    if args.keyword_count() > 0 {
        let mark = cache.mark.get().unwrap_or_else(Value::none);
        vm.list_push(&parts, mark)?;
        for (name, value) in args.keywords() {
            vm.list_push(&parts, name.clone())?;
            vm.list_push(&parts, value.clone())?;
        }
    }
    if cache.typed {
        let keywords = args.keywords().map(|(_, value)| value);
        for value in args.positional().iter().chain(keywords) {
            let class = vm.type_of(value).to_value();
            vm.list_push(&parts, class)?;
        }
    }
    from_list(vm, &parts)
}

fn call(vm: &mut Vm, value: &Value, args: Args<'_>) -> PyResult {
    vm.check_native_stack()?;
    let own = this(value);
    let function = own.function.get().unwrap_or_else(Value::none);
    let Some(cache) = own.cache.get_obj::<Dict>().filter(|_| own.bound != Bound::Nothing) else {
        own.misses.set(own.misses.get() + 1);
        return vm.call_args(&function, args);
    };
    let key = make_key(vm, own, args)?;
    if key.exact::<Tuple>().is_some() {
        // Its hash is kept from here on, and what cannot be hashed is not called a bad dictionary key.
        vm.hash(&key)?;
    }
    let found = vm.dict_get(&cache, &key)?;
    if let Some(found) = found {
        own.hits.set(own.hits.get() + 1);
        return match found.exact::<Link>() {
            Some(link) if own.bound != Bound::Everything => {
                own.chain.remove(link);
                own.chain.push(link);
                Ok(link.result.get().unwrap_or_else(Value::none))
            }
            _ => Ok(found),
        };
    }
    own.misses.set(own.misses.get() + 1);
    let result = vm.call_args(&function, args)?;
    match own.bound {
        Bound::Newest(limit) => keep(vm, own, &cache, limit, key, &result)?,
        _ => vm.dict_set(&cache, key, result.clone())?,
    }
    Ok(result)
}

/// Keeps a result as the newest one; when the cache is full, the oldest one goes.
fn keep(vm: &mut Vm, own: &LruCache, cache: &Obj<Dict>, limit: usize, key: Value, result: &Value) -> PyResult<()> {
    if vm.dict_contains(cache, &key)? {
        // The call itself has entered it.
        return Ok(());
    }
    if cache.len() >= limit
        && let Some(oldest) = own.chain.oldest()
    {
        // Comparing keys can run anything: from here on only what the dictionary gives is believed.
        own.chain.remove(&oldest);
        let old_key = oldest.key.get().unwrap_or_else(Value::none);
        let Some(removed) = vm.dict_remove(cache, &old_key)? else { return Ok(()) };
        if let Some(link) = removed.exact::<Link>() {
            own.chain.remove(link);
        }
    }
    let link = Link::create(vm, key.clone(), result.clone())?;
    let there = vm.dict_set_default(cache, &key, link.as_value())?;
    if there.is(link.as_value()) {
        own.chain.push(&link);
    }
    Ok(())
}

fn get(vm: &mut Vm, value: &Value, object: Option<&Value>, _: &Value) -> PyResult {
    match object {
        Some(object) => vm.new_method(value.clone(), object.clone()),
        None => Ok(value.clone()),
    }
}

fn cache_info(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let own = this(&args.values[0]);
    let (hits, misses) = (vm.new_u64(own.hits.get())?, vm.new_u64(own.misses.get())?);
    let size = match own.bound {
        Bound::Everything => Value::none(),
        Bound::Nothing => Value::small(0),
        Bound::Newest(size) => vm.new_usize(size)?,
    };
    let used = own.cache.get_obj::<Dict>().map_or(0, |cache| cache.len());
    let used = vm.new_usize(used)?;
    let info = own.cache_info.get().unwrap_or_else(Value::none);
    vm.call(&info, &[hits, misses, size, used])
}

fn cache_clear(_: &mut Vm, args: Args<'_>) -> PyResult {
    let own = this(&args.values[0]);
    own.hits.set(0);
    own.misses.set(0);
    own.chain.clear();
    if let Some(cache) = own.cache.get_obj::<Dict>() {
        cache.clear();
    }
    Ok(Value::none())
}

fn itself(_: &mut Vm, args: Args<'_>) -> PyResult {
    Ok(args.values[0].clone())
}

fn reduce(vm: &mut Vm, args: Args<'_>) -> PyResult {
    vm.get_attr(&args.values[0], &vm.names().__qualname__)
}

/// The type.
pub static LRU_CACHE: TypeSpec = TypeSpec {
    name: "_lru_cache_wrapper",
    module: "functools",
    kind: kind::LRU_CACHE,
    base: kinds::OBJECT,
    doc: "Create a cached callable that wraps another function.\n\nuser_function:      the function being cached\n\nmaxsize:  0         for no caching\n          None      for unlimited cache size\n          n         for a bounded cache\n\ntyped:    False     cache f(3) and f(3.0) as identical calls\n          True      cache f(3) and f(3.0) as distinct calls\n\ncache_info_type:    namedtuple class with the fields:\n                        hits misses currsize maxsize\n",
    flags: TypeSpec::SUBCLASSABLE | TypeSpec::INSTANCE_DICT | TypeSpec::WEAK | TypeSpec::METHOD_LIKE,
    slots: &Slots { new: Some(new), call: Some(call), descr_get: Some(get), ..Slots::EMPTY },
    methods: &[
        Method::new("cache_info", cache_info, 0, 0).doc("Report cache statistics"),
        Method::new("cache_clear", cache_clear, 0, 0).doc("Clear the cache and cache statistics"),
        Method::new("__reduce__", reduce, 0, 0),
        Method::new("__copy__", itself, 0, 0),
        Method::new("__deepcopy__", itself, 1, 1),
    ],
    getset: &[],
    page: PageKind::Container,
    slot: <LruCache as Traverse>::slot,
    finish: None,
    size: fixed_size::<LruCache>,
};
