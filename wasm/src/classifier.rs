//! Classification. JavaScript writes a body into a buffer of the module's memory and passes numbers only: handing over
//! a string or bytes with every call costs more than judging them. `npm/lockstep/lib/classifier.cjs` does the writing.

use lockstep_core::{
    api,
    envelope::{self, Answer, Class, ContractState},
    policy::Policy,
};
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

use crate::{failure, plain};

/// The names of the classes: the one of class `n` stands at `n`.
#[wasm_bindgen(js_name = classNames)]
pub fn class_names() -> Result<JsValue, JsValue> {
    plain(&Class::ALL.iter().map(|class| class.as_str()).collect::<Vec<_>>())
}

/// What comes next in a preflight; JSON texts in and out, see `lockstep_core::api`.
#[wasm_bindgen]
pub fn preflight(input: &str) -> Result<String, JsValue> {
    failure::report_panics();
    api::preflight(input).map_err(|reason| failure::argument("input", &reason))
}

/// What a draft gets out of a question; JSON texts in and out, see `lockstep_core::api`.
#[wasm_bindgen]
pub fn enrichment(input: &str) -> Result<String, JsValue> {
    failure::report_panics();
    api::enrichment(input).map_err(|reason| failure::argument("input", &reason))
}

/// A classifier and its buffer.
#[wasm_bindgen]
pub struct Classifier {
    classifier: envelope::Classifier,
    buffer: Vec<u8>,
}

#[wasm_bindgen]
impl Classifier {
    /// A classifier by a policy, the embedded one where none is given, under `overlap` or a service contract version.
    #[wasm_bindgen(constructor)]
    pub fn new(policy: Option<Vec<u8>>, contract: &str) -> Result<Self, JsValue> {
        failure::report_panics();
        let policy = match policy {
            Some(bytes) => Policy::read(&bytes).map_err(|error| failure::policy(&error))?,
            None => Policy::embedded(),
        };
        let classifier = envelope::Classifier::new(&policy, &ContractState::named(contract))
            .map_err(|error| failure::argument("contract", &error.to_string()))?;
        Ok(Self { classifier, buffer: Vec::new() })
    }

    /// The address of a buffer of at least `length` bytes, which holds until this function is called again.
    pub fn scratch(&mut self, length: usize) -> *const u8 {
        if self.buffer.len() < length {
            // The old buffer goes first: a module's memory only ever grows.
            self.buffer = Vec::new();
            self.buffer = vec![0; length];
        }
        self.buffer.as_ptr()
    }

    /// The class of the body in the buffer's first `length` bytes; without a status, what the body looks like decides.
    #[wasm_bindgen(js_name = classOf)]
    pub fn class_of(&self, status: Option<u16>, length: usize) -> u8 {
        let body = self.body(length);
        #[cfg(feature = "test-panic")]
        assert!(body != b"panic!", "a panic for a test");
        self.classifier.class(status, body).byte()
    }

    /// One class a line of the buffer's first `length` bytes.
    pub fn classes(&self, length: usize) -> Vec<u8> {
        let mut classes = Vec::new();
        self.classifier.classes(self.body(length), &mut classes);
        classes
    }

    /// What there is to say of the body in the buffer's first `length` bytes: a plain object of the form
    /// `lockstep-classification.v1`.
    pub fn describe(&self, status: Option<u16>, answer: &str, length: usize) -> Result<JsValue, JsValue> {
        let Some(answer) = Answer::named(answer) else {
            return Err(failure::argument("answer", "must be `any`, `health`, `readiness` or `schema-version`"));
        };
        plain(&self.classifier.classify(status, answer, self.body(length)))
    }
}

impl Classifier {
    fn body(&self, length: usize) -> &[u8] {
        self.buffer.get(..length).unwrap_or(&self.buffer)
    }
}
