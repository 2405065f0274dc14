//! Calls: from an instruction (a Python callee's frame is pushed, nothing recurses) and from native code.

use pitviper_object::{Obj, Value};

use crate::core::error::{Exc, PyResult};
use crate::core::kinds;
use crate::core::native::Args;
use crate::core::vm::Vm;
use crate::eval::interp;
use crate::eval::stack::{Entry, Frame};
use crate::types::dict::Dict;
use crate::types::function::Function;
use crate::types::list::List;
use crate::types::method::Method as BoundMethod;
use crate::types::native::{BuiltinFunction, MethodDescriptor};
use crate::types::tuple::Tuple;
use crate::types::typ::Type;

/// What a call came to.
pub enum Called {
    /// The callee's frame is on the stack; it has yet to run.
    Frame,
    /// The callee was native: its result.
    Value(Value),
}

/// Most values that are put in front of arguments on the native stack.
const INLINE_ARGS: usize = 8;

impl Vm {
    /// Calls with positional arguments.
    ///
    /// # Errors
    /// What the callee raises.
    #[inline]
    pub fn call(&mut self, callable: &Value, args: &[Value]) -> PyResult {
        self.call_args(callable, Args { values: args, names: None })
    }

    /// Calls with any arguments.
    ///
    /// # Errors
    /// What the callee raises.
    pub fn call_args(&mut self, callable: &Value, args: Args<'_>) -> PyResult {
        self.check_native_stack()?;
        match self.begin_call(callable, args, Entry::Native)? {
            Called::Value(value) => Ok(value),
            Called::Frame => interp::run(self),
        }
    }

    /// Calls `callable(receiver, *args)`.
    ///
    /// # Errors
    /// What the callee raises.
    pub fn call_with_receiver(&mut self, callable: &Value, receiver: &Value, args: &[Value]) -> PyResult {
        self.with_first(receiver, Args { values: args, names: None }, |vm, args| vm.call_args(callable, args))
    }

    /// Calls `o.name(*args)`.
    ///
    /// # Errors
    /// AttributeError, or what the method raises.
    pub fn call_method(&mut self, object: &Value, name: &Value, args: &[Value]) -> PyResult {
        let (method, unbound) = self.get_method(object, name)?;
        if unbound { self.call_with_receiver(&method, object, args) } else { self.call(&method, args) }
    }

    /// Whether `callable(v)`.
    #[must_use]
    pub fn is_callable(&self, value: &Value) -> bool {
        let class = self.type_of(value);
        class.native_slots().call.is_some()
            || class.has(Type::HEAP) && self.lookup_place(class, &self.names().__call__).is_some()
    }

    /// Gives `body` the arguments with `first` in front.
    pub fn with_first<R>(
        &mut self,
        first: &Value,
        args: Args<'_>,
        body: impl FnOnce(&mut Vm, Args<'_>) -> PyResult<R>,
    ) -> PyResult<R> {
        let count = args.values.len() + 1;
        if count <= INLINE_ARGS {
            let mut all: [Value; INLINE_ARGS] = [const { Value::small(0) }; INLINE_ARGS];
            all[0] = first.clone();
            all[1..count].clone_from_slice(args.values);
            return body(self, Args { values: &all[..count], names: args.names });
        }
        let list = self.new_list()?;
        list.reserve_exact(&mut self.heap, count)?;
        self.list_push(&list, first.clone())?;
        for value in args.values {
            self.list_push(&list, value.clone())?;
        }
        // SAFETY: nobody else has the list.
        body(self, Args { values: unsafe { list.items_unchecked() }, names: args.names })
    }

    /// Starts a call: pushes a Python callee's frame with `entry`, or calls a native callee.
    ///
    /// # Errors
    /// What binding the arguments or the native callee raises.
    pub fn begin_call(&mut self, callable: &Value, args: Args<'_>, entry: Entry) -> PyResult<Called> {
        match callable.shape() as u8 {
            kinds::FUNCTION if callable.shape() == u32::from(kinds::FUNCTION) => {
                self.begin_function(callable, args, entry)
            }
            kinds::BUILTIN_FUNCTION if callable.shape() == u32::from(kinds::BUILTIN_FUNCTION) => {
                // SAFETY: the shape says so.
                let function = unsafe { callable.cast_unchecked::<BuiltinFunction>() };
                function.call(self, args).map(Called::Value)
            }
            kinds::METHOD_DESCRIPTOR if callable.shape() == u32::from(kinds::METHOD_DESCRIPTOR) => {
                // SAFETY: the shape says so.
                let descriptor = unsafe { callable.cast_unchecked::<MethodDescriptor>() };
                descriptor.call(self, args).map(Called::Value)
            }
            kinds::METHOD if callable.shape() == u32::from(kinds::METHOD) => {
                // SAFETY: the shape says so; methods never change.
                let method = unsafe { callable.cast_unchecked::<BoundMethod>() };
                let function = method.function();
                let receiver = method.receiver();
                self.with_first(&receiver, args, |vm, args| vm.begin_call(&function, args, entry))
            }
            kinds::TYPE if callable.shape() == u32::from(kinds::TYPE) => {
                // SAFETY: the shape says so.
                self.begin_class(unsafe { callable.cast_unchecked::<Type>() }, args, entry)
            }
            _ => {
                let class = self.type_of(callable);
                match self.python_special(class, &self.names().__call__) {
                    Some(method) if method.shape() == u32::from(kinds::FUNCTION) => {
                        self.with_first(callable, args, |vm, args| vm.begin_function(&method, args, entry))
                    }
                    _ => self.call_other(callable, args).map(Called::Value),
                }
            }
        }
    }

    /// Instances of Python classes with `__call__`, metaclasses, and native callables of other kinds.
    fn call_other(&mut self, callable: &Value, args: Args<'_>) -> PyResult {
        self.check_native_stack()?;
        let class = self.type_of(callable);
        if let Some(method) = self.python_special(class, &self.names().__call__) {
            let kind = self.type_of(&method);
            if kind.has(Type::METHOD_LIKE) {
                return self.with_first(callable, args, |vm, args| vm.call_args(&method, args));
            }
            let bound = self.bind(&method, Some(callable), class)?;
            return self.call_args(&bound, args);
        }
        match class.native_slots().call {
            Some(call) => call(self, callable, args),
            None => {
                let kind = class.name();
                Err(self.type_error(format_args!("'{kind}' object is not callable")))
            }
        }
    }

    /// A call of a class whose metaclass is `type`.
    fn begin_class(&mut self, class: &Type, args: Args<'_>, entry: Entry) -> PyResult<Called> {
        let plain = Type::HEAP | Type::PYTHON_NEW | Type::ABSTRACT;
        if class.flags.get() & plain == Type::HEAP
            && class.kind == kinds::OBJECT
            && let Some(init) = self.lookup(class, &self.names().__init__)
            && init.shape() == u32::from(kinds::FUNCTION)
        {
            let instance = self.new_plain_instance(class)?;
            // SAFETY: the shape says so.
            let generator = unsafe { init.cast_unchecked::<Function>() }.code().flags & GENERATOR_LIKE != 0;
            if entry == Entry::Inline && !generator {
                return self.with_first(&instance.clone(), args, |vm, args| {
                    let called = vm.begin_function(&init, args, Entry::Init)?;
                    // SAFETY: `begin_function` pushed this frame.
                    unsafe { (*vm.stack.frame).extra = Some(instance) };
                    Ok(called)
                });
            }
            let result = self.with_first(&instance, args, |vm, args| vm.call_args(&init, args))?;
            self.check_init_result(&result)?;
            return Ok(Called::Value(instance));
        }
        crate::types::typ::spec::call_type(self, class, args).map(Called::Value)
    }

    /// The `__init__` of a class whose instances need nothing else to be made, when it is a Python function of exactly
    /// `count` positional parameters.
    #[inline(always)]
    pub(crate) fn simple_init(&self, class: &Type, count: usize) -> Option<Value> {
        let plain = Type::HEAP | Type::PYTHON_NEW | Type::ABSTRACT;
        if class.flags.get() & plain != Type::HEAP || class.kind != kinds::OBJECT {
            return None;
        }
        let place = self.lookup_place(class, &self.names().__init__)?;
        // SAFETY: the place is inside a live class dictionary; the shape says what it is.
        unsafe {
            let init = (*place.as_ptr()).as_ref()?;
            if init.shape() != u32::from(kinds::FUNCTION) {
                return None;
            }
            let code = init.cast_unchecked::<Function>().code();
            if code.exact_count as usize == count { Some(init.clone()) } else { None }
        }
    }

    /// `__init__` must return None.
    ///
    /// # Errors
    /// TypeError.
    pub fn check_init_result(&mut self, result: &Value) -> PyResult<()> {
        if result.is_none() {
            return Ok(());
        }
        let kind = self.type_name(result);
        Err(self.type_error(format_args!("__init__() should return None, not '{kind}'")))
    }

    /// Binds arguments into a new frame of a Python function.
    fn begin_function(&mut self, callable: &Value, args: Args<'_>, entry: Entry) -> PyResult<Called> {
        // SAFETY: the caller checked the shape.
        let function = unsafe { callable.cast_unchecked::<Function>() };
        let frame = self.push_function_frame(callable.clone(), entry, 0)?;
        let code = function.code();
        // SAFETY: the frame has the code's registers, all null.
        let bound = unsafe {
            let exact = if code.generator { u32::from(code.arg_count) } else { code.exact_count };
            if args.names.is_none() && args.values.len() == exact as usize {
                for (index, value) in args.values.iter().enumerate() {
                    (*frame).registers.add(index).write(Some(value.clone()));
                }
                Ok(())
            } else {
                crate::eval::bind::bind(self, function, (*frame).registers, args)
            }
        };
        if let Err(raised) = bound {
            self.pop_frame();
            return Err(raised);
        }
        if code.flags & GENERATOR_LIKE != 0 {
            return crate::eval::generator::create(self).map(Called::Value);
        }
        Ok(Called::Frame)
    }

    /// Pushes a frame of a Python function, registers null but the first `given`, which the caller writes at once.
    ///
    /// # Errors
    /// RecursionError, MemoryError.
    #[inline(always)]
    pub fn push_function_frame(&mut self, function: Value, entry: Entry, given: usize) -> PyResult<*mut Frame> {
        // SAFETY: callers pass functions.
        let (code, globals) = unsafe {
            let f = function.cast_unchecked::<Function>();
            (std::ptr::from_ref(f.code()), std::ptr::from_ref::<Dict>(&f.globals))
        };
        if self.stack.depth >= self.recursion_limit {
            return Err(self.recursion_error());
        }
        // SAFETY: the code is alive: the function owns it and the frame owns the function.
        unsafe {
            self.prepare_code(&*code)?;
            let frame = self.stack.push(&mut self.heap, (*code).registers as usize, given)?;
            frame.write(Frame {
                pc: (*code).entry.get(),
                registers: frame.add(1).cast(),
                code,
                globals,
                builtins: self.builtins_ptr(),
                function: Some(function),
                locals: None,
                object: None,
                extra: None,
                previous: self.stack.frame,
                entry,
                is_generator: false,
            });
            self.stack.frame = frame;
            self.stack.depth += 1;
            Ok(frame)
        }
    }

    /// `RecursionError`.
    #[cold]
    #[inline(never)]
    pub fn recursion_error(&mut self) -> crate::core::error::Raised {
        // Room to make and handle the error.
        self.recursion_limit += 50;
        let raised = self.raise(Exc::RecursionError, format_args!("maximum recursion depth exceeded"));
        self.recursion_limit -= 50;
        raised
    }

    #[inline(always)]
    pub(crate) fn builtins_ptr(&self) -> *const Dict {
        self.builtins.as_ref().map_or(std::ptr::null(), |dict| std::ptr::from_ref::<Dict>(dict))
    }

    /// Takes the innermost frame off the stack, dropping what it owns: registers last to first, as CPython.
    pub fn pop_frame(&mut self) {
        // SAFETY: the frame is the innermost one; each register is emptied before its value is dropped.
        unsafe {
            let frame = self.stack.frame;
            if (*frame).object.is_some() {
                crate::types::frame::detach(self, frame);
            }
            // Finalizers run in the caller, and make no object of a frame that has ended.
            self.stack.frame = (*frame).previous;
            if !(*frame).is_generator {
                let registers = (*frame).registers;
                for index in (0..(*(*frame).code).registers as usize).rev() {
                    drop((*registers.add(index)).take());
                }
            }
            drop((*frame).locals.take());
            drop((*frame).extra.take());
            self.settle();
            let function = (*frame).function.take();
            self.stack.depth -= 1;
            self.stack.pop(frame);
            drop(function);
            self.settle();
        }
    }

    /// Runs module or class code: `locals` is its namespace; `None` means the globals.
    ///
    /// # Errors
    /// What the code raises.
    pub fn run_code(&mut self, code: &Value, globals: &Obj<Dict>, locals: Option<Value>) -> PyResult {
        self.check_native_stack()?;
        let Some(object) = code.downcast::<crate::types::code::CodeObject>() else {
            return Err(self.type_error(format_args!("a code object is needed")));
        };
        if self.stack.depth >= self.recursion_limit {
            return Err(self.recursion_error());
        }
        if object.has(pitviper_compiler::code::flags::OPTIMIZED) || object.free > 0 {
            let function = self.new_function(
                // SAFETY: downcast above.
                unsafe { Obj::from_value_unchecked(code.clone()) },
                globals.clone(),
            )?;
            for index in 0..object.free {
                let cell = self.new_cell(None)?;
                // SAFETY: within the cells.
                unsafe { *function.cell_slot(index) = Some(cell.into_value()) };
            }
            return self.call(function.as_value(), &[]);
        }
        let function = self.new_function(
            // SAFETY: downcast above.
            unsafe { Obj::from_value_unchecked(code.clone()) },
            globals.clone(),
        )?;
        if locals.is_some() {
            object.forget_globals();
        }
        self.run_in_namespace(function.into_value(), locals)
    }

    /// Runs the code of a function with `locals` as its namespace, in a frame of its own.
    fn run_in_namespace(&mut self, function: Value, locals: Option<Value>) -> PyResult {
        let frame = self.push_function_frame(function, Entry::Native, 0)?;
        // SAFETY: just pushed. Custom builtins are looked up in the globals.
        unsafe {
            (*frame).locals = locals;
            let globals = &*(*frame).globals;
            if let Some(custom) = globals.get_str(self, &self.names().__builtins__) {
                let dict = match custom.downcast::<crate::types::module::Module>() {
                    Some(module) => Some(module.dict.clone()),
                    None => Obj::<Dict>::try_from_value(custom).ok(),
                };
                if let Some(dict) = dict {
                    (*frame).builtins = std::ptr::from_ref::<Dict>(&dict);
                    (*frame).extra = Some(dict.into_value());
                }
            }
            if (*frame).code().code.flags & GENERATOR_LIKE != 0 {
                return crate::eval::generator::create(self);
            }
        }
        interp::run(self)
    }

    /// Runs a class body in `namespace`; what it returns is the class cell or None.
    ///
    /// # Errors
    /// What the body raises.
    pub fn run_class_body(&mut self, function: &Value, namespace: &Value) -> PyResult {
        self.check_native_stack()?;
        if function.exact::<Function>().is_none() {
            return Err(self.type_error(format_args!("__build_class__: func must be a function")));
        }
        let frame = self.push_function_frame(function.clone(), Entry::Native, 0)?;
        // SAFETY: just pushed.
        unsafe { (*frame).locals = Some(namespace.clone()) };
        interp::run(self)
    }

    /// A call with `*args` and `**kwargs` collected: `args` a tuple, `kwargs` a dict with string keys.
    pub(crate) fn begin_call_ex(
        &mut self,
        callable: &Value,
        receiver: Option<&Value>,
        args: &Tuple,
        kwargs: Option<&Dict>,
        entry: Entry,
    ) -> PyResult<Called> {
        let Some(kwargs) = kwargs.filter(|k| !k.is_empty()) else {
            let args = Args { values: args.items(), names: None };
            return match receiver {
                Some(receiver) => self.with_first(receiver, args, |vm, args| vm.begin_call(callable, args, entry)),
                None => self.begin_call(callable, args, entry),
            };
        };
        let values: Obj<List> = self.new_list()?;
        let names = self.new_list()?;
        if let Some(receiver) = receiver {
            self.list_push(&values, receiver.clone())?;
        }
        for value in args.items() {
            self.list_push(&values, value.clone())?;
        }
        let mut position = 0;
        while let Some((name, value)) = kwargs.next_entry(&mut position) {
            self.list_push(&names, name)?;
            self.list_push(&values, value)?;
        }
        // SAFETY: nobody else has the lists.
        unsafe {
            let names = self.new_tuple_obj(names.items_unchecked())?;
            self.begin_call(callable, Args { values: values.items_unchecked(), names: Some(&names) }, entry)
        }
    }
}

/// Flags of code whose call makes a generator, coroutine or async generator.
pub const GENERATOR_LIKE: u32 = pitviper_compiler::code::flags::GENERATOR
    | pitviper_compiler::code::flags::COROUTINE
    | pitviper_compiler::code::flags::ASYNC_GENERATOR;
