//! A classifier of envelopes that is slow and obviously right, for comparing with the engine's.
//!
//! It takes a body in the order in which the rules are stated and leaves each question to the plainest tool for it:
//! bytes to `str`, the grammar to `serde_json`, fields to `serde_json::Value` and the policy's lists. It shares nothing
//! with the engine but the policy and the names of the rules.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use lockstep_core::{
    envelope::{Answer, EnvelopeRule},
    finding::Severity,
    policy::{Envelope, ErrorCode, FieldType, Policy, ServiceContract},
};
use serde::{
    Deserialize, Deserializer,
    de::{IgnoredAny, MapAccess, SeqAccess, Visitor},
};
use serde_json::Value;

/// The ids of rules.
pub type Rules = BTreeSet<&'static str>;

/// What can be said of a body before it is known under which contract it is judged.
#[derive(Debug)]
pub struct Reading {
    /// The rules about bytes and JSON that it breaks.
    pub broken: Rules,
    /// The object, where it is one.
    pub root: Option<Value>,
}

impl Reading {
    /// Reads a body.
    pub fn of(policy: &Policy, body: &[u8]) -> Self {
        if body.len() as u64 > policy.limits.envelope_bytes {
            return Self { broken: Rules::from(["envelope-too-large"]), root: None };
        }
        let mut broken = Rules::new();
        if str::from_utf8(body).is_err() {
            broken.insert("envelope-encoding");
        }
        let text = as_text(body);
        let text = text.strip_prefix('\u{feff}').map_or(text.as_str(), |rest| {
            broken.insert("envelope-byte-order-mark");
            rest
        });
        if let Some(rule) = unreadable(text, usize::from(policy.limits.json_depth)) {
            broken.insert(rule);
            return Self { broken, root: None };
        }
        let (text, halves) = without_lone_surrogates(&with_plain_numbers(text));
        if halves {
            broken.insert("envelope-lone-surrogate");
        }
        if whole::<Keys>(&text).0 {
            broken.insert("envelope-duplicate-key");
        }
        let root = Some(whole::<Value>(&text)).filter(Value::is_object);
        if root.is_none() {
            broken.insert("envelope-top-level");
        }
        Self { broken, root }
    }

    /// The rules that it breaks under the contract state `contract`, as an answer with `status` to `answer`.
    pub fn judge(&self, policy: &Policy, contract: &str, status: Option<u16>, answer: Answer) -> Rules {
        let mut broken = self.broken.clone();
        let Some(root) = &self.root else { return broken };
        let accepted: BTreeMap<&String, &ServiceContract> = policy
            .service_contracts
            .iter()
            .filter(|(version, _)| contract == "overlap" || *version == contract)
            .collect();
        let is_success = match status {
            Some(status) => (200..300).contains(&status),
            None => root.get("data").is_some() && root.get("error").is_none(),
        };
        let claimed = text(root, "service_contract_version");
        let promised: Vec<&ServiceContract> = match (accepted.len(), claimed) {
            (1, _) => accepted.values().copied().collect(),
            (_, claimed) => match accepted.iter().find(|(version, _)| Some(version.as_str()) == claimed) {
                Some((_, contract)) => vec![contract],
                None => accepted.values().copied().collect(),
            },
        };
        let envelopes: Vec<&Envelope> = match is_success {
            true => vec![&policy.success_envelope],
            false => promised.iter().map(|contract| &contract.non_2xx_envelope).collect(),
        };
        if claimed.is_some_and(|claimed| !accepted.keys().any(|version| *version == claimed)) {
            broken.insert("envelope-contract-version");
        }
        let api = text(root, "api_contract_version");
        if is_success && api.is_some_and(|api| !policy.api_contracts.iter().any(|known| known == api)) {
            broken.insert("envelope-api-contract-version");
        }
        fields(policy, &envelopes, root, &mut broken);
        if is_success {
            if root.get("data").is_some_and(|data| !promises(answer, data)) {
                broken.insert("envelope-answer-data");
            }
        } else {
            code(&promised, root, status, &mut broken);
        }
        broken
    }
}

/// The class that goes with broken rules: the first of them that is an error.
pub fn class_of(rules: &Rules) -> &'static str {
    let first = EnvelopeRule::ALL.iter().find(|rule| rule.severity == Severity::Error && rules.contains(rule.id));
    first.map_or("conforming", |rule| rule.id)
}

/// A body as text; each byte that is no UTF-8 becomes a character of its own, which JSON has only within strings.
fn as_text(body: &[u8]) -> String {
    let mut text = String::new();
    for chunk in body.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(
            chunk.invalid().iter().map(|byte| char::from_u32(0xf_0000 + u32::from(*byte)).expect("private use")),
        );
    }
    text
}

/// Why there is no value to be had from a text, if so: as a reader that goes from left to right would say.
fn unreadable(text: &str, depth: usize) -> Option<&'static str> {
    if text.trim_matches(is_space).is_empty() {
        return Some("envelope-empty");
    }
    // A bracket too deep stops the reader, unless it was stopped before.
    if let Some(place) = bracket_below(text, depth)
        && serde_json::from_str::<IgnoredAny>(&text[..=place]).is_err_and(|error| error.is_eof())
    {
        return Some("envelope-nesting");
    }
    let Err(error) = serde_json::from_str::<IgnoredAny>(text) else { return None };
    // `serde_json` takes a digit behind a leading zero for a part of the number, which ends with the zero (RFC 8259).
    let number = text.trim_start_matches(is_space);
    let number = number.strip_prefix('-').unwrap_or(number);
    let zero = number.starts_with('0') && number.as_bytes().get(1).is_some_and(u8::is_ascii_digit);
    Some(match error.to_string().starts_with("trailing characters") || zero {
        true => "envelope-trailing-bytes",
        false => "envelope-syntax",
    })
}

fn is_space(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\r' | '\n')
}

/// Where the first bracket stands that opens more levels than `depth`.
fn bracket_below(text: &str, depth: usize) -> Option<usize> {
    let mut open = 0usize;
    for (place, byte) in outside_strings(text) {
        match byte {
            b'{' | b'[' if open == depth => return Some(place),
            b'{' | b'[' => open += 1,
            b'}' | b']' => open = open.saturating_sub(1),
            _ => {}
        }
    }
    None
}

/// The bytes of a text that stand in no string, with their places.
fn outside_strings(text: &str) -> impl Iterator<Item = (usize, u8)> {
    let (mut inside, mut escaped) = (false, false);
    text.bytes().enumerate().filter(move |(_, byte)| {
        let was_inside = inside;
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = inside,
            b'"' => inside = !inside,
            _ => {}
        }
        !was_inside
    })
}

/// A text whose numbers are all 0 or 0.5: `Value` has no room for `1e999`, and no rule asks more than whether a number
/// is whole.
fn with_plain_numbers(text: &str) -> String {
    let mut bytes = text.as_bytes().to_vec();
    let mut ends = 0;
    for (place, byte) in outside_strings(text) {
        if place < ends || !matches!(byte, b'-' | b'0'..=b'9') {
            continue;
        }
        let rest = &text[place..];
        let length = rest.find(|character: char| !matches!(character, '+' | '-' | '.' | 'e' | 'E' | '0'..='9'));
        let number = &rest[..length.unwrap_or(rest.len())];
        ends = place + number.len();
        bytes[place..ends].fill(b' ');
        let plain = if is_whole(number) { "0" } else { "0.5" };
        bytes[place..place + plain.len()].copy_from_slice(plain.as_bytes());
    }
    String::from_utf8(bytes).expect("only ASCII was replaced")
}

fn is_whole(number: &str) -> bool {
    let value: f64 = number.parse().expect("a number");
    let mantissa = number.split(['e', 'E']).next().unwrap_or_default();
    let is_zero = mantissa.bytes().all(|byte| !matches!(byte, b'1'..=b'9'));
    is_zero || value.is_infinite() || value != 0.0 && value.fract() == 0.0
}

/// A text whose halves of surrogate pairs are characters of the private use area, each its own; and whether there are.
fn without_lone_surrogates(text: &str) -> (String, bool) {
    let mut bytes = text.as_bytes().to_vec();
    let unit = |place: usize| {
        let digits = text.as_bytes().get(place..place + 6)?.strip_prefix(b"\\u")?;
        u32::from_str_radix(str::from_utf8(digits).ok()?, 16).ok()
    };
    let (mut place, mut found) = (0, false);
    while place < bytes.len() {
        place += match (bytes[place], unit(place), unit(place + 6)) {
            (b'\\', Some(0xd800..=0xdbff), Some(0xdc00..=0xdfff)) => 12,
            (b'\\', Some(0xd800..=0xdfff), _) => {
                bytes[place + 2] = b'e';
                found = true;
                6
            }
            (b'\\', ..) => 2,
            _ => 1,
        };
    }
    (String::from_utf8(bytes).expect("only ASCII was replaced"), found)
}

fn whole<'t, T: Deserialize<'t>>(text: &'t str) -> T {
    let mut reader = serde_json::Deserializer::from_str(text);
    reader.disable_recursion_limit();
    T::deserialize(&mut reader).expect("the grammar was checked")
}

/// Whether any object of a value states a key twice.
struct Keys(bool);

impl<'t> Deserialize<'t> for Keys {
    fn deserialize<D: Deserializer<'t>>(reader: D) -> Result<Self, D::Error> {
        reader.deserialize_any(KeysVisitor)
    }
}

struct KeysVisitor;

impl<'t> Visitor<'t> for KeysVisitor {
    type Value = Keys;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("any value")
    }

    fn visit_unit<E>(self) -> Result<Keys, E> {
        Ok(Keys(false))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Keys, E> {
        Ok(Keys(false))
    }

    fn visit_u64<E>(self, _: u64) -> Result<Keys, E> {
        Ok(Keys(false))
    }

    fn visit_f64<E>(self, _: f64) -> Result<Keys, E> {
        Ok(Keys(false))
    }

    fn visit_str<E>(self, _: &str) -> Result<Keys, E> {
        Ok(Keys(false))
    }

    fn visit_seq<A: SeqAccess<'t>>(self, mut list: A) -> Result<Keys, A::Error> {
        let mut twice = false;
        while let Some(Keys(within)) = list.next_element()? {
            twice |= within;
        }
        Ok(Keys(twice))
    }

    fn visit_map<A: MapAccess<'t>>(self, mut object: A) -> Result<Keys, A::Error> {
        let (mut twice, mut seen) = (false, BTreeSet::new());
        while let Some((key, Keys(within))) = object.next_entry::<String, Keys>()? {
            twice |= within | !seen.insert(key);
        }
        Ok(Keys(twice))
    }
}

/// A text of the envelope that has at least one character.
fn text<'v>(root: &'v Value, key: &str) -> Option<&'v str> {
    root.get(key)?.as_str().filter(|text| !text.is_empty())
}

fn at<'v>(root: &'v Value, path: &str) -> Option<&'v Value> {
    path.split('.').try_fold(root, |value, key| value.as_object()?.get(key))
}

/// Fields that are missing, forbidden, not listed or of a wrong type; of several envelopes, as far as they agree.
fn fields(policy: &Policy, envelopes: &[&Envelope], root: &Value, broken: &mut Rules) {
    let by_all =
        |of: fn(&Envelope) -> &Vec<String>, path: &String| envelopes.iter().all(|envelope| of(envelope).contains(path));
    let named = || envelopes.iter().flat_map(|envelope| envelope.requires.iter().chain(&envelope.optional));
    let listed: BTreeSet<&str> =
        named().flat_map(|path| [path.as_str(), path.split('.').next().expect("a key")]).collect();
    for path in named().filter(|path| by_all(|envelope| &envelope.requires, path)) {
        let holder = path.rsplit_once('.').map_or(Some(root), |(holder, _)| at(root, holder));
        // What a value of a wrong type should hold is not missing on top of it.
        if at(root, path).is_none() && holder.is_none_or(Value::is_object) {
            broken.insert("envelope-missing-field");
        }
    }
    for path in envelopes.iter().flat_map(|envelope| &envelope.forbids) {
        if by_all(|envelope| &envelope.forbids, path) && at(root, path).is_some() {
            broken.insert("envelope-forbidden-field");
        }
    }
    for path in &listed {
        let (Some(value), Some(of)) = (at(root, path), policy.field_types.get(path)) else { continue };
        let fits = match of {
            FieldType::NonEmptyString => value.as_str().is_some_and(|text| !text.is_empty()),
            FieldType::StringOrNull => value.is_string() || value.is_null(),
            FieldType::Object => value.is_object(),
            FieldType::ObjectOrNull => value.is_object() || value.is_null(),
        };
        if !fits {
            broken.insert("envelope-field-type");
        }
    }
    // A key may hold a full stop itself: it is compared with the last step of a path that leads to its holder.
    let known = |holder: &str, key: &str| {
        let leads = |path: &str| path.rsplit_once('.').unwrap_or(("", path)) == (holder, key);
        let forbidden = envelopes.iter().flat_map(|envelope| &envelope.forbids);
        let mut forbidden = forbidden.filter(|path| by_all(|envelope| &envelope.forbids, path));
        listed.iter().any(|path| leads(path)) || forbidden.any(|path| leads(path))
    };
    let unlisted = |holder: &str, value: &Value| {
        value.as_object().is_some_and(|object| object.keys().any(|key| !known(holder, key)))
    };
    let error = root.get("error").filter(|_| listed.contains("error"));
    if unlisted("", root) || error.is_some_and(|error| unlisted("error", error)) {
        broken.insert("envelope-unlisted-field");
    }
}

fn code(promised: &[&ServiceContract], root: &Value, status: Option<u16>, broken: &mut Rules) {
    let Some(code) = root.get("error").and_then(|error| text(error, "code")) else { return };
    let known: Vec<&ErrorCode> =
        promised.iter().flat_map(|contract| &contract.error_codes).filter(|known| known.code == code).collect();
    if known.is_empty() {
        broken.insert("envelope-unknown-code");
        return;
    }
    let Some(status) = status else { return };
    if known.iter().any(|known| known.statuses.contains(&status)) {
        return;
    }
    let observed = known.iter().any(|known| known.undocumented_statuses.contains(&status));
    broken.insert(if observed { "envelope-undocumented-status" } else { "envelope-status-code" });
}

/// Whether the data of a success is what the endpoint promises.
fn promises(answer: Answer, data: &Value) -> bool {
    match answer {
        Answer::Any => true,
        Answer::Health => data["status"].is_string(),
        Answer::Readiness => data["status"] == "ready",
        Answer::SchemaVersion => {
            let versions = data["pending_versions"].as_array();
            data["current_version"].is_u64()
                && data["target_version"].is_u64()
                && versions.is_some_and(|versions| versions.iter().all(Value::is_u64))
                && data["inferred_from_legacy"].is_boolean()
        }
    }
}
