//! The other ways to tell in Rust whether an error envelope is valid.

use simd_json::Buffers;

use crate::typed::Envelope;

/// Tells of one envelope whether it is valid.
pub trait Rival {
    fn is_valid(&mut self, line: &str) -> bool;
}

pub struct SerdeJson;

impl Rival for SerdeJson {
    fn is_valid(&mut self, line: &str) -> bool {
        serde_json::from_str::<Envelope>(line).is_ok_and(|envelope| envelope.is_valid())
    }
}

pub struct SonicRs;

impl Rival for SonicRs {
    fn is_valid(&mut self, line: &str) -> bool {
        sonic_rs::from_str::<Envelope>(line).is_ok_and(|envelope| envelope.is_valid())
    }
}

/// Parses in place, so every line is copied first; the buffers are used again.
#[derive(Default)]
pub struct SimdJson {
    line: Vec<u8>,
    buffers: Buffers,
}

impl Rival for SimdJson {
    fn is_valid(&mut self, line: &str) -> bool {
        self.line.clear();
        self.line.extend_from_slice(line.as_bytes());
        simd_json::serde::from_slice_with_buffers::<Envelope>(&mut self.line, &mut self.buffers)
            .is_ok_and(|envelope| envelope.is_valid())
    }
}

/// Validates any JSON Schema; here the one that ajv compiles too.
pub struct JsonSchema(jsonschema::Validator);

impl JsonSchema {
    pub fn new() -> Self {
        let schema = serde_json::from_str(include_str!("../schema.json")).expect("the schema is JSON");
        Self(jsonschema::validator_for(&schema).expect("the schema is a schema"))
    }
}

impl Rival for JsonSchema {
    fn is_valid(&mut self, line: &str) -> bool {
        serde_json::from_str(line).is_ok_and(|value| self.0.is_valid(&value))
    }
}
