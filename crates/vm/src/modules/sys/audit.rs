//! Audit events: `sys.audit`, and the hooks that hear of what happens.

use pitviper_object::Value;

use crate::core::error::{Exc, PyResult};
use crate::core::native::{Args, Method};
use crate::core::vm::Vm;
use crate::types::str::Str;

pub(super) static FUNCTIONS: &[Method] = &[
    Method::new("audit", audit, 1, crate::core::native::MANY)
        .doc("audit($module, event, /, *args)\n--\n\nTell the hooks of an event."),
    Method::keywords("addaudithook", add_hook)
        .doc("addaudithook($module, /, hook)\n--\n\nAdd a hook that hears of every event."),
];

impl Vm {
    /// Tells the hooks of an event; nothing happens without hooks.
    ///
    /// # Errors
    /// What a hook raises: the event is not to happen.
    #[inline]
    pub fn audit(&mut self, event: &str, args: &[Value]) -> PyResult<()> {
        if self.audit_hooks.is_none() {
            return Ok(());
        }
        let event = self.intern(event)?;
        tell(self, &event, args)
    }
}

#[cold]
fn tell(vm: &mut Vm, event: &Value, args: &[Value]) -> PyResult<()> {
    let Some(hooks) = vm.audit_hooks.clone() else { return Ok(()) };
    let args = vm.new_tuple(args)?;
    let mut index = 0;
    while let Some(hook) = hooks.get(index) {
        index += 1;
        vm.call(&hook, &[event.clone(), args.clone()])?;
    }
    Ok(())
}

fn audit(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let event = &args.values[0];
    if event.downcast::<Str>().is_none() {
        let kind = vm.argument_kind(event);
        return Err(vm.type_error(format_args!("audit() argument 1 must be str, not {kind}")));
    }
    tell(vm, event, &args.values[1..])?;
    Ok(Value::none())
}

fn add_hook(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [hook] = args.parse(vm, "addaudithook", ["hook"], 1, 0)?;
    match vm.audit("sys.addaudithook", &[]) {
        Ok(()) => {}
        // A hook that objects keeps the new one out, silently.
        Err(raised) if vm.raised_is(&raised, Exc::Exception) => {
            drop(vm.take_raised(raised));
            return Ok(Value::none());
        }
        Err(raised) => return Err(raised),
    }
    let hooks = match vm.audit_hooks.clone() {
        Some(hooks) => hooks,
        None => vm.new_list()?,
    };
    vm.list_push(&hooks, hook.cloned().unwrap_or_else(Value::none))?;
    vm.audit_hooks = Some(hooks);
    Ok(Value::none())
}
