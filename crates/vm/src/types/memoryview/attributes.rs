//! Computed attributes of views.

use pitviper_object::Value;

use super::MemoryView;
use super::access::this;
use crate::core::error::PyResult;
use crate::core::native::GetSet;
use crate::core::vm::Vm;

/// A view that is not released.
fn live<'a>(vm: &mut Vm, value: &'a Value) -> PyResult<&'a MemoryView> {
    let view = this(value);
    drop(view.source(vm)?);
    Ok(view)
}

fn shape(vm: &mut Vm, value: &Value) -> PyResult {
    let view = live(vm, value)?;
    if view.layout.dimensions == 0 {
        return vm.new_tuple(&[]);
    }
    let sizes = vm.new_list()?;
    let rows = vm.new_usize(view.layout.rows)?;
    vm.list_push(&sizes, rows)?;
    for size in view.inner() {
        vm.list_push(&sizes, size.clone())?;
    }
    crate::types::tuple::fresh::from_list(vm, &sizes)
}

fn strides(vm: &mut Vm, value: &Value) -> PyResult {
    let view = live(vm, value)?;
    if view.layout.dimensions == 0 {
        return vm.new_tuple(&[]);
    }
    let strides = vm.new_list()?;
    let first = vm.new_int(view.layout.stride as i64)?;
    vm.list_push(&strides, first)?;
    let mut unit = view.layout.unit;
    for size in view.inner() {
        unit /= (size.as_small().unwrap_or(1) as usize).max(1);
        let stride = vm.new_usize(unit)?;
        vm.list_push(&strides, stride)?;
    }
    crate::types::tuple::fresh::from_list(vm, &strides)
}

/// Whether items lie one behind the other with the first index running fastest.
fn is_fortran(view: &MemoryView) -> bool {
    let wide = view.inner().iter().filter(|size| size.as_small() != Some(1)).count();
    view.layout.is_contiguous() && (wide == 0 || wide == 1 && view.layout.rows < 2)
}

pub(super) static GETSET: [GetSet; 12] = [
    GetSet { name: "obj", get: |vm, value| this(value).source(vm), set: None },
    GetSet {
        name: "nbytes",
        get: |vm, value| {
            let n = live(vm, value)?.layout.bytes();
            vm.new_usize(n)
        },
        set: None,
    },
    GetSet { name: "readonly", get: |vm, value| Ok(Value::bool(live(vm, value)?.layout.readonly)), set: None },
    GetSet {
        name: "itemsize",
        get: |vm, value| {
            let size = live(vm, value)?.layout.format.size();
            vm.new_usize(size)
        },
        set: None,
    },
    GetSet {
        name: "format",
        get: |vm, value| {
            let format = live(vm, value)?.layout.format;
            vm.new_str_fmt(format_args!("{format}"))
        },
        set: None,
    },
    GetSet {
        name: "ndim",
        get: |vm, value| Ok(Value::small(i64::from(live(vm, value)?.layout.dimensions))),
        set: None,
    },
    GetSet { name: "shape", get: shape, set: None },
    GetSet { name: "strides", get: strides, set: None },
    GetSet {
        name: "suboffsets",
        get: |vm, value| {
            live(vm, value)?;
            vm.new_tuple(&[])
        },
        set: None,
    },
    GetSet {
        name: "c_contiguous",
        get: |vm, value| Ok(Value::bool(live(vm, value)?.layout.is_contiguous())),
        set: None,
    },
    GetSet { name: "f_contiguous", get: |vm, value| Ok(Value::bool(is_fortran(live(vm, value)?))), set: None },
    GetSet { name: "contiguous", get: |vm, value| Ok(Value::bool(live(vm, value)?.layout.is_contiguous())), set: None },
];
