//! The fields that a policy names, found by the bytes of their keys.

use alloc::{borrow::ToOwned, string::String, vec::Vec};

use super::scan::Role;
use crate::policy::{FieldType, Policy};

/// The number of no field.
pub(super) const NO_FIELD: u8 = u8::MAX;

/// The object that holds no field which the policy names.
pub(super) const NO_OBJECT: u8 = u8::MAX;

/// The most fields that a policy can name, the objects that hold them among them.
pub(crate) const MOST_FIELDS: usize = 63;

/// The fields that say what an envelope is; they are looked for even where the policy does not list them.
pub(crate) const ALWAYS_KNOWN: [&str; 4] = ["service_contract_version", "api_contract_version", "error.code", "data"];

/// What type a value has, in a bit.
pub(super) mod value {
    pub(in crate::envelope) const STRING: u8 = 1;
    pub(in crate::envelope) const EMPTY_STRING: u8 = 1 << 1;
    pub(in crate::envelope) const NUMBER: u8 = 1 << 2;
    pub(in crate::envelope) const BOOLEAN: u8 = 1 << 3;
    pub(in crate::envelope) const NULL: u8 = 1 << 4;
    pub(in crate::envelope) const OBJECT: u8 = 1 << 5;
    pub(in crate::envelope) const ARRAY: u8 = 1 << 6;
    pub(in crate::envelope) const ANY: u8 = u8::MAX;
}

/// One field.
#[derive(Clone, Debug)]
pub(super) struct Field {
    /// Its dotted path.
    pub(super) path: String,
    /// The types that its value may have.
    pub(super) types: u8,
    /// The fields within it.
    pub(super) below: u64,
    /// The number of the object that it stands in: 0 for the envelope, else one more than the field that holds it.
    object: u8,
    role: Role,
}

impl Field {
    /// The last step of its path.
    fn name(&self) -> &str {
        self.path.rsplit('.').next().unwrap_or_default()
    }
}

/// Every field that a policy names.
#[derive(Clone, Debug)]
pub(super) struct Fields {
    pub(super) all: Vec<Field>,
    types: Vec<(String, u8)>,
    keys: Names<Key>,
    /// The same keys as they are usually written, by a mixture of their first four bytes.
    spelled: [Spelled; SPELLINGS],
    pub(super) depth: usize,
    pub(super) version: u8,
    pub(super) api_version: u8,
    pub(super) code: u8,
    pub(super) error: u8,
    pub(super) data: u8,
}

/// What a pass needs to know of the field whose key it has just read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Key {
    /// Its number.
    pub(super) field: u8,
    /// The object that it stands in.
    object: u8,
    /// The object that it holds, or [`NO_OBJECT`] where no field in it is known.
    pub(super) holds: u8,
    /// The types that its value may have.
    pub(super) types: u8,
    pub(super) role: Role,
    /// The fields within it.
    pub(super) below: u64,
}

/// How many places there are for keys as they are usually written: several for each, so that most have their own.
const SPELLINGS: usize = 32;

/// How many bytes of a text are compared with a key as it is usually written.
pub(super) const SPELLED_LENGTH: usize = 32;

/// A key as it is usually written, without escapes, with its quotation marks.
#[derive(Clone, Copy, Debug)]
struct Spelled {
    /// Its bytes, and ones where they count.
    words: [u64; SPELLED_LENGTH / 8],
    masks: [u64; SPELLED_LENGTH / 8],
    /// How many they are; 0 where there is no key.
    length: usize,
    key: Key,
}

impl Spelled {
    /// No key.
    const NONE: Self = Self {
        words: [0; SPELLED_LENGTH / 8],
        masks: [0; SPELLED_LENGTH / 8],
        length: 0,
        key: Key {
            field: NO_FIELD,
            object: NO_OBJECT,
            holds: NO_OBJECT,
            types: value::ANY,
            role: Role::None,
            below: 0,
        },
    };

    /// The key as it is usually written, where that is short enough and long enough to be found so.
    fn new(name: &str, key: Key) -> Option<Self> {
        let plain = name.bytes().all(|byte| matches!(byte, b' '..=b'~') && byte != b'"' && byte != b'\\');
        let length = name.len() + 2;
        if !plain || name.len() < 4 || length > SPELLED_LENGTH {
            return None;
        }
        let mut bytes = [0; SPELLED_LENGTH];
        let mut counts = [0; SPELLED_LENGTH];
        let text = core::iter::once(b'"').chain(name.bytes()).chain([b'"']);
        for ((byte, count), own) in bytes.iter_mut().zip(&mut counts).zip(text) {
            (*byte, *count) = (own, u8::MAX);
        }
        Some(Self { words: words(&bytes), masks: words(&counts), length, key })
    }
}

fn words(bytes: &[u8; SPELLED_LENGTH]) -> [u64; SPELLED_LENGTH / 8] {
    let (chunks, _) = bytes.as_chunks::<8>();
    let mut words = [0; SPELLED_LENGTH / 8];
    for (word, chunk) in words.iter_mut().zip(chunks) {
        *word = u64::from_le_bytes(*chunk);
    }
    words
}

/// Where a key that begins with these four bytes stands among the spelled ones.
#[inline(always)]
fn spelling(first: [u8; 4]) -> usize {
    (u32::from_le_bytes(first).wrapping_mul(0x9e37_79b1) >> 27) as usize % SPELLINGS
}

/// A few names, found by the bytes of a text.
#[derive(Clone, Debug)]
pub(super) struct Names<T> {
    slots: Vec<Option<Name<T>>>,
}

#[derive(Clone, Debug)]
struct Name<T> {
    print: KeyPrint,
    text: String,
    value: T,
}

impl<T: Copy> Names<T> {
    /// The names with their values. (At least four times as many slots as names, and a power of two, so that a free slot
    /// ends every search early.)
    pub(super) fn new<'t>(names: impl Iterator<Item = (&'t str, T)>) -> Self {
        let names: Vec<_> = names.collect();
        let mut table = Self { slots: Vec::new() };
        table.slots.resize_with((4 * names.len()).next_power_of_two(), || None);
        for (text, value) in names {
            let print = KeyPrint::slowly(text.bytes());
            let mut slot = table.slot(print);
            while table.slots.get(slot).is_some_and(Option::is_some) {
                slot = table.next(slot);
            }
            if let Some(free) = table.slots.get_mut(slot) {
                *free = Some(Name { print, text: text.to_owned(), value });
            }
        }
        table
    }

    #[inline(always)]
    fn slot(&self, print: KeyPrint) -> usize {
        print.hash() as usize & (self.slots.len() - 1)
    }

    #[inline(always)]
    fn next(&self, slot: usize) -> usize {
        (slot + 1) & (self.slots.len() - 1)
    }

    /// The value of the name that has this print and `fits`; `is` compares with the whole of a long one.
    #[inline(always)]
    pub(super) fn find(&self, print: KeyPrint, fits: impl Fn(&T) -> bool, is: impl Fn(&str) -> bool) -> Option<T> {
        let mut slot = self.slot(print);
        while let Some(Some(name)) = self.slots.get(slot) {
            if name.print == print && fits(&name.value) && (print.length <= 16 || is(&name.text)) {
                return Some(name.value);
            }
            slot = self.next(slot);
        }
        None
    }
}

/// What is looked at of a key before its bytes are compared: length, first and last eight bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct KeyPrint {
    pub(super) length: usize,
    pub(super) first: u64,
    pub(super) last: u64,
}

impl KeyPrint {
    /// The print of the key from `start` to `end`.
    #[inline(always)]
    pub(super) fn new(text: &[u8], start: usize, end: usize) -> Self {
        let key = text.get(start..end).unwrap_or_default();
        let length = key.len();
        if let (Some(first), Some(last)) = (key.first_chunk(), key.last_chunk()) {
            return Self { length, first: u64::from_le_bytes(*first), last: u64::from_le_bytes(*last) };
        }
        // Fewer than eight bytes: there is nearly always enough behind them to read eight.
        let first = match text.get(start..).and_then(|rest| rest.first_chunk()) {
            Some(word) => u64::from_le_bytes(*word) & (1u64 << (8 * length)).wrapping_sub(1),
            None => Self::slowly(key.iter().copied()).first,
        };
        Self { length, first, last: first }
    }

    /// The print of a key whose bytes come one by one.
    pub(super) fn slowly(bytes: impl Iterator<Item = u8>) -> Self {
        let mut print = Self::default();
        for byte in bytes {
            if print.length < 8 {
                print.first |= u64::from(byte) << (8 * print.length);
                print.last = print.first;
            } else {
                print.last = print.last >> 8 | u64::from(byte) << 56;
            }
            print.length += 1;
        }
        print
    }

    /// A mixture of all bits.
    #[inline(always)]
    pub(super) fn hash(self) -> u32 {
        const ODD: u64 = 0x9e37_79b9_7f4a_7c15;
        let mixed = (self.first ^ self.last.rotate_left(29) ^ self.length as u64).wrapping_mul(ODD);
        (mixed >> 32) as u32
    }
}

impl Fields {
    /// The fields whose types the policy states.
    pub(super) fn new(policy: &Policy) -> Self {
        let types = policy.field_types.iter().map(|(path, of)| {
            let types = match of {
                FieldType::NonEmptyString => value::STRING,
                FieldType::StringOrNull => value::STRING | value::EMPTY_STRING | value::NULL,
                FieldType::Object => value::OBJECT,
                FieldType::ObjectOrNull => value::OBJECT | value::NULL,
            };
            (path.clone(), types)
        });
        let mut fields = Self {
            all: Vec::new(),
            types: types.collect(),
            keys: Names::new(core::iter::empty()),
            spelled: [Spelled::NONE; SPELLINGS],
            depth: usize::from(policy.limits.json_depth),
            version: NO_FIELD,
            api_version: NO_FIELD,
            code: NO_FIELD,
            error: NO_FIELD,
            data: NO_FIELD,
        };
        for path in ALWAYS_KNOWN {
            fields.bit(path);
        }
        fields
    }

    /// The bit of the field at `path`, which is taken in if it is new.
    pub(super) fn bit(&mut self, path: &str) -> u64 {
        match self.number(path) {
            NO_FIELD => 0,
            number => 1 << number,
        }
    }

    fn number(&mut self, path: &str) -> u8 {
        if let Some(known) = self.all.iter().position(|field| field.path == path) {
            return u8::try_from(known).unwrap_or(NO_FIELD);
        }
        let object = path.rsplit_once('.').map_or(0, |(holder, _)| self.number(holder).saturating_add(1));
        // INVARIANT: a policy with more fields is refused when it is read.
        let (Ok(number), true) = (u8::try_from(self.all.len()), self.all.len() < MOST_FIELDS) else { return NO_FIELD };
        let stated = self.types.iter().find(|(of, _)| of == path);
        let role = match path {
            "service_contract_version" => Role::Version,
            "api_contract_version" => Role::ApiVersion,
            "error.code" => Role::Code,
            _ => Role::None,
        };
        match path {
            "service_contract_version" => self.version = number,
            "api_contract_version" => self.api_version = number,
            "error.code" => self.code = number,
            "error" => self.error = number,
            "data" => self.data = number,
            _ => {}
        }
        let types = stated.map_or(value::ANY, |(_, types)| *types);
        self.all.push(Field { path: path.to_owned(), types, below: 0, object, role });
        let mut holder = object;
        while let Some(parent) = holder.checked_sub(1).and_then(|parent| self.all.get_mut(usize::from(parent))) {
            parent.below |= 1 << number;
            holder = parent.object;
        }
        // A holder must be an object, whatever else may be said of it.
        if let Some(parent) = object.checked_sub(1).and_then(|parent| self.all.get_mut(usize::from(parent)))
            && parent.types == value::ANY
        {
            parent.types = value::OBJECT;
        }
        number
    }

    /// Readies the search for keys, once all fields are taken in.
    pub(super) fn ready(&mut self) {
        let key = |(number, field): (usize, &'_ Field)| {
            let number = u8::try_from(number).unwrap_or(NO_FIELD);
            let holds = if field.below == 0 { NO_OBJECT } else { number.saturating_add(1) };
            let Field { types, below, object, role, .. } = *field;
            Key { field: number, object, holds, types, role, below }
        };
        let named = |(number, field)| (Field::name(field), key((number, field)));
        self.keys = Names::new(self.all.iter().enumerate().map(named));
        for (name, key) in self.all.iter().enumerate().map(named) {
            let first = name.as_bytes().first_chunk();
            if let (Some(first), Some(spelled)) = (first, Spelled::new(name, key))
                && let Some(place) = self.spelled.get_mut(spelling(*first))
            {
                *place = spelled;
            }
        }
    }

    /// The field of that object whose key stands at the beginning of these bytes as it is usually written, and how many
    /// bytes that takes; nothing says that it does not stand there in another way.
    #[inline(always)]
    pub(super) fn spelled(&self, object: u8, text: &[u8; SPELLED_LENGTH]) -> Option<(Key, usize)> {
        let [_, first @ .., _, _, _] = text.first_chunk::<8>()?;
        let spelled = self.spelled.get(spelling(*first))?;
        let differs = words(text).into_iter().zip(spelled.words).zip(spelled.masks);
        let differs = differs.fold(0, |all, ((word, own), mask)| all | (word ^ own) & mask);
        (differs == 0 && spelled.length != 0 && spelled.key.object == object).then_some((spelled.key, spelled.length))
    }

    /// The fields whose texts decide how an envelope is judged.
    pub(super) fn roles(&self) -> [(Role, u8); 3] {
        [(Role::Version, self.version), (Role::ApiVersion, self.api_version), (Role::Code, self.code)]
    }

    /// The field with that key in that object.
    #[inline(always)]
    pub(super) fn find(&self, object: u8, print: KeyPrint, is: impl Fn(&str) -> bool) -> Option<Key> {
        self.keys.find(print, |key| key.object == object, is)
    }

    /// The fields within these.
    #[inline(always)]
    pub(super) fn below(&self, mut fields: u64) -> u64 {
        let mut below = 0;
        while fields != 0 {
            below |= self.all.get(fields.trailing_zeros() as usize).map_or(0, |field| field.below);
            fields &= fields - 1;
        }
        below
    }

    /// The fields that hold these.
    pub(super) fn above(&self, fields: u64) -> u64 {
        let holders = self.all.iter().enumerate().filter(|(_, field)| field.below & fields != 0);
        holders.map(|(number, _)| 1 << number).fold(0, |all, bit| all | bit)
    }
}
