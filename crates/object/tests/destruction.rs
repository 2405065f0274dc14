//! Objects die in CPython's order, deep structures without recursion, and counts are what they should be.
#![expect(clippy::disallowed_types, clippy::expect_used, reason = "a test")]

use std::cell::{Cell, RefCell};
use std::ptr::NonNull;

use pitviper_heap::{Config, HeapBox};
use pitviper_object::header::{FINALIZE, TRACKED};
use pitviper_object::object::World;
use pitviper_object::verify::verify_counts;
use pitviper_object::{Destructor, Header, KindInfo, Obj, PageKind, Shapes, Traverse, Value, drain, object, sweep};

const NODE: u8 = 200;

/// An object with three slots.
#[repr(C)]
struct Node {
    header: Header,
    first: Option<Value>,
    second: Option<Value>,
    third: Option<Value>,
    name: Cell<u64>,
}

object!(Node, NODE, first, second, third);

unsafe fn size(_: *mut Header) -> usize {
    size_of::<Node>()
}

unsafe fn no_slot(_: *mut Header, _: u32) -> *mut Option<Value> {
    std::ptr::null_mut()
}

const NONE: KindInfo = KindInfo {
    slot: no_slot,
    finish: None,
    page: PageKind::Leaf,
    size,
    run: None,
    edges: None,
    quiet: true,
    span: (0, 0),
};

static KINDS: [KindInfo; 256] = {
    let mut kinds = [NONE; 256];
    kinds[NODE as usize] = KindInfo {
        slot: Node::slot,
        finish: None,
        page: PageKind::Container,
        size,
        run: None,
        edges: None,
        quiet: true,
        span: (0, 0),
    };
    kinds
};

struct Place {
    heap: HeapBox,
    _world: Box<World>,
}

fn place() -> Place {
    let mut heap = HeapBox::new(Config::default()).expect("a heap");
    let world = Box::new(World {
        kinds: &KINDS,
        shapes: Shapes::default(),
        zero_tail: Cell::new(0),
        unfinished: pitviper_object::destroy::Unfinished::default(),
        host: Cell::new(std::ptr::null_mut()),
    });
    heap.client = (&raw const *world).cast_mut().cast();
    Place { heap, _world: world }
}

impl Place {
    fn node(&mut self, name: u64, first: Option<Value>, second: Option<Value>, third: Option<Value>) -> Value {
        let header = Header::new(u32::from(NODE), TRACKED | FINALIZE);
        let node = Node { header, first, second, third, name: Cell::new(name) };
        Obj::create(&mut self.heap, PageKind::Container, node).expect("memory").into_value()
    }

    /// Names in the order of their finalizers.
    fn drain(&mut self) -> Vec<u64> {
        let mut log = Log { names: RefCell::default() };
        // SAFETY: the heap has a world and no slot is borrowed.
        unsafe { drain(NonNull::from(&mut *self.heap), &mut log) };
        log.names.into_inner()
    }
}

#[derive(Default)]
struct Log {
    names: RefCell<Vec<u64>>,
}

impl Destructor for Log {
    fn finalize(&mut self, object: NonNull<Header>) {
        // SAFETY: every object of these tests is a node.
        let node = unsafe { object.cast::<Node>().as_ref() };
        node.header.clear(FINALIZE);
        self.names.borrow_mut().push(node.name.get());
    }

    fn clear_weak_references(&mut self, _: NonNull<Header>) {}
}

#[test]
fn a_tree_dies_depth_first_in_slot_order() {
    let mut place = place();
    let leaf = place.node(4, None, None, None);
    let left = place.node(2, Some(leaf), None, None);
    let right = place.node(3, None, None, None);
    let root = place.node(1, Some(left), Some(right), None);
    drop(root);
    assert_eq!(place.drain(), [1, 2, 4, 3]);
    assert_eq!(place.heap.stats().live_blocks(), 0);
}

#[test]
fn what_something_else_holds_stays() {
    let mut place = place();
    let shared = place.node(2, None, None, None);
    let root = place.node(1, Some(shared.clone()), None, Some(shared.clone()));
    drop(root);
    assert_eq!(place.drain(), [1]);
    assert_eq!(shared.header().expect("an object").count(), 1);
    drop(shared);
    assert_eq!(place.drain(), [2]);
}

#[test]
fn a_million_deep_chain_needs_neither_stack_nor_memory() {
    let mut place = place();
    let mut chain = None;
    for name in 0..1_000_000 {
        chain = Some(place.node(name, chain, None, None));
    }
    let bytes = place.heap.stats().live_bytes();
    drop(chain);
    place.heap.set_limit(Some(bytes));
    let order = place.drain();
    assert_eq!(order.len(), 1_000_000);
    assert!(order.windows(2).all(|pair| pair[0] == pair[1] + 1));
    assert_eq!(place.heap.stats().live_blocks(), 0);
}

#[test]
fn two_deaths_at_once_keep_their_order() {
    let mut place = place();
    let (first, second) = (place.node(1, None, None, None), place.node(2, None, None, None));
    drop(first);
    drop(second);
    assert_eq!(place.drain(), [1, 2]);
}

struct Resurrect(Option<Value>);

impl Destructor for Resurrect {
    fn finalize(&mut self, object: NonNull<Header>) {
        // SAFETY: the object is alive; this adds a reference.
        unsafe {
            object.as_ref().clear(FINALIZE);
            self.0 = Some(Value::from_borrowed(object));
        }
    }

    fn clear_weak_references(&mut self, _: NonNull<Header>) {}
}

#[test]
fn a_finalizer_can_bring_its_object_back() {
    let mut place = place();
    let child = place.node(2, None, None, None);
    let node = place.node(1, Some(child), None, None);
    drop(node);
    let mut resurrect = Resurrect(None);
    // SAFETY: as in `Place::drain`.
    unsafe { drain(NonNull::from(&mut *place.heap), &mut resurrect) };
    let node = resurrect.0.expect("came back");
    assert_eq!(node.header().expect("an object").count(), 1);
    assert_eq!(place.heap.stats().live_blocks(), 2);
    drop(node);
    assert_eq!(place.drain(), [2]);
}

#[test]
fn counts_equal_references() {
    let mut place = place();
    let shared = place.node(2, None, None, None);
    let root = place.node(1, Some(shared.clone()), None, Some(shared.clone()));
    let check = |place: &Place, roots: &[&Value]| {
        verify_counts(&place.heap, &mut |visit| roots.iter().for_each(|root| visit(root)), |_, _| ())
    };
    assert_eq!(check(&place, &[&root, &shared]), Ok(()));
    let mismatch = check(&place, &[&root]).expect_err("one root is not shown");
    assert_eq!((mismatch.kind, mismatch.count, mismatch.references), (NODE, 3, 2));
}

#[test]
fn the_sweep_frees_cycles() {
    let mut place = place();
    let inner = place.node(1, None, None, None);
    let outer = place.node(2, Some(inner.clone()), None, None);
    // SAFETY: the node's slot is empty and nobody borrows it.
    unsafe { (*inner.as_ptr().expect("an object").cast::<Node>().as_ptr()).first = Some(outer.clone()) };
    drop((inner, outer));
    assert!(place.drain().is_empty());
    assert_eq!(place.heap.stats().live_blocks(), 2);
    // SAFETY: no value outside the heap is left.
    unsafe { sweep::sweep(NonNull::from(&mut *place.heap)) };
    assert_eq!(place.heap.stats().live_blocks(), 0);
}
