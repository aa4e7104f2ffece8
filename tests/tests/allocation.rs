//! Judging an envelope that conforms takes no memory from the allocator.

use std::{
    alloc::{GlobalAlloc, Layout, System},
    cell::Cell,
};

use lockstep_core::{
    envelope::{Class, Classifier, ContractState},
    policy::Policy,
};

/// The system's allocator, which counts what each thread takes.
struct Counting;

thread_local! {
    static TAKEN: Cell<usize> = const { Cell::new(0) };
}

// SAFETY: every call goes to the system's allocator as it came.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        TAKEN.with(|taken| taken.set(taken.get() + 1));
        // SAFETY: the caller keeps what `System` asks for.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        // SAFETY: the caller keeps what `System` asks for.
        unsafe { System.dealloc(memory, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// How often judging a body takes memory, once it was seen to conform.
fn allocations(status: Option<u16>, body: &str) -> usize {
    let state = ContractState::Overlap;
    let classifier = Classifier::new(&Policy::embedded(), &state).expect("the embedded policy");
    let before = TAKEN.with(Cell::get);
    let class = classifier.class(status, body.as_bytes());
    let after = TAKEN.with(Cell::get);
    assert_eq!(class, Class::Conforming, "{body:.200}");
    after - before
}

fn error(details: &str) -> String {
    let error = format!(r#"{{"code":"query_failed","message":"m","details":{details}}}"#);
    format!(r#"{{"service_contract_version":"service.v2","error":{error},"legacy_error":"m"}}"#)
}

/// An object with that many keys.
fn object(keys: usize) -> String {
    format!("{{{}}}", (0..keys).map(|key| format!("\"key {key:05}\":0")).collect::<Vec<_>>().join(","))
}

#[test]
fn conforming_envelopes_take_no_memory() {
    let item = |number: usize| {
        let why = format!(r#"{{"reasons":["été, \u00e9, \ud83d\ude00 \"{number}\""],"score":0.{number}}}"#);
        format!(r#"{{"memory_id":"mem_{number:06}","why":{why},"tags":[["a",null],[true]]}}"#)
    };
    let details = format!("{{\"items\":[{}]}}", (0..50).map(item).collect::<Vec<_>>().join(", "));
    assert!(details.len() > 5_000);
    let success =
        format!(r#"{{"service_contract_version":"service.v3","api_contract_version":"api.v1","data":{details}}}"#);
    for body in [&error("null"), &error(&details), &success] {
        assert_eq!(allocations(None, body), 0, "{body:.200}");
    }
}

/// The scanner has room for 64 entries: two for each open bracket and one for each key, where the policy names neither.
/// Beyond 48 keys, an object's keys are sorted when it ends.
#[test]
fn up_to_48_keys_of_an_object_take_no_memory() {
    assert_eq!(allocations(None, &error(&object(48))), 0);
    assert!(allocations(None, &error(&object(49))) > 0);
    // Two open brackets that the policy does not name, 40 keys of the outer, and those of the inner: 4 + 40 + 20.
    let open = |keys: usize| error(&object(40).replacen(":0}", &format!(":{}}}", object(keys)), 1));
    assert_eq!(allocations(None, &open(20)), 0);
    assert!(allocations(None, &open(21)) > 0);
}
