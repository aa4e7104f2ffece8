//! Classification. A classifier is a number here, its place in a table: an object that carries one takes longer to
//! unpack than an envelope takes to judge. `npm/lockstep/lib/classifier.cjs` makes objects of the numbers.

use std::cell::RefCell;

use lockstep_core::{
    api,
    envelope::{self, Answer, Class, ContractState},
    policy::Policy,
};
use napi::bindgen_prelude::{Env, JsObjectValue as _, Object, Result, Uint8Array, Unknown};
use napi_derive::napi;

use crate::{
    failed,
    failure::{self, guarded},
    parse, raw,
};

thread_local! {
    /// One a thread, as JavaScript's objects are: the numbers of one worker mean nothing in another.
    static CLASSIFIERS: RefCell<Vec<Option<envelope::Classifier>>> = const { RefCell::new(Vec::new()) };
}

/// Adds the functions that `napi` does not convert for.
#[napi(module_exports)]
pub fn add_raw(mut exports: Object<'_>) -> Result<()> {
    exports.create_named_method("classOf", raw::class_of)?;
    exports.create_named_method("classOfText", raw::class_of_text)
}

/// The names of the classes: the one of class `n` stands at `n`.
#[napi]
pub fn class_names() -> Vec<&'static str> {
    Class::ALL.iter().map(|class| class.as_str()).collect()
}

/// A classifier by a policy, the embedded one where none is given, under `overlap` or a service contract version: the
/// number by which the other functions know it.
#[napi]
pub fn create_classifier(env: &Env, policy: Option<&[u8]>, contract: String) -> Result<u32> {
    let policy = match policy {
        Some(bytes) => guarded(|| Policy::read(bytes))?.map_err(|error| failure::policy(env, &error))?,
        None => Policy::embedded(),
    };
    let classifier = guarded(|| envelope::Classifier::new(&policy, &ContractState::named(&contract)))?
        .map_err(|error| failure::argument(env, "contract", &error.to_string()))?;
    CLASSIFIERS.with_borrow_mut(|classifiers| {
        let place = classifiers.iter().position(Option::is_none).unwrap_or_else(|| {
            classifiers.push(None);
            classifiers.len() - 1
        });
        if let Some(free) = classifiers.get_mut(place) {
            *free = Some(classifier);
        }
        u32::try_from(place).map_err(failed)
    })
}

/// Forgets a classifier; its number may be given to another.
#[napi]
pub fn release_classifier(number: u32) {
    CLASSIFIERS.with_borrow_mut(|classifiers| {
        if let Some(place) = classifiers.get_mut(number as usize) {
            *place = None;
        }
    });
}

/// The class of a body; below 0 stands for a status that is not known, and what the body looks like decides.
pub(crate) fn class_of(number: u32, status: i32, body: &[u8]) -> Result<u8> {
    with(number, |classifier| class(classifier, status, body))
}

/// One class a line.
#[napi]
pub fn classes(number: u32, lines: &[u8]) -> Result<Uint8Array> {
    with(number, |classifier| {
        let mut classes = Vec::new();
        classifier.classes(lines, &mut classes);
        classes.into()
    })
}

/// What there is to say of a body: a plain object of the form `lockstep-classification.v1`.
#[napi]
pub fn describe<'env>(env: &'env Env, number: u32, status: i32, answer: String, body: &[u8]) -> Result<Unknown<'env>> {
    let Some(answer) = Answer::named(&answer) else {
        return Err(failure::argument(env, "answer", "must be `any`, `health`, `readiness` or `schema-version`"));
    };
    let describe = |classifier: &envelope::Classifier| {
        serde_json::to_string(&classifier.classify(u16::try_from(status).ok(), answer, body))
    };
    parse(env, with(number, describe)?.map_err(failed)?)
}

/// What comes next in a preflight; JSON texts in and out, see `lockstep_core::api`.
#[napi]
pub fn preflight(env: &Env, input: String) -> Result<String> {
    guarded(|| api::preflight(&input))?.map_err(|reason| failure::argument(env, "input", &reason))
}

/// What a draft gets out of a question; JSON texts in and out, see `lockstep_core::api`.
#[napi]
pub fn enrichment(env: &Env, input: String) -> Result<String> {
    guarded(|| api::enrichment(&input))?.map_err(|reason| failure::argument(env, "input", &reason))
}

fn class(classifier: &envelope::Classifier, status: i32, body: &[u8]) -> u8 {
    #[cfg(feature = "test-panic")]
    assert!(body != b"panic!", "a panic for a test");
    classifier.class(u16::try_from(status).ok(), body).byte()
}

fn with<T>(number: u32, work: impl FnOnce(&envelope::Classifier) -> T) -> Result<T> {
    CLASSIFIERS.with_borrow(|classifiers| match classifiers.get(number as usize) {
        Some(Some(classifier)) => guarded(|| work(classifier)),
        _ => Err(failed("there is no such classifier")),
    })
}
