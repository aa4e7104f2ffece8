//! Values with their places, whatever text they were written in: JSON or YAML.

pub(crate) mod members;

use alloc::{borrow::Cow, collections::BTreeMap, string::String, vec::Vec};
use core::cmp::Ordering;

use crate::text::Span;

/// A value and where it stands.
#[derive(Clone, Debug)]
pub struct Tree<'a> {
    /// The value.
    pub value: Value<'a>,
    /// Where it stands, in bytes of its document (strings: with the quotation marks).
    pub span: Span,
}

/// A value of JSON's model.
#[derive(Clone, Debug)]
pub enum Value<'a> {
    /// `null`.
    Null,
    /// `true` or `false`.
    Boolean(bool),
    /// A number, in decimal digits as they stand there.
    Number(Cow<'a, str>),
    /// A string, unescaped.
    Text(Cow<'a, str>),
    /// An array.
    List(Vec<Tree<'a>>),
    /// An object.
    Map(Map<'a>),
}

/// The members of an object by key.
pub type Map<'a> = BTreeMap<Cow<'a, str>, Entry<'a>>;

/// A member of an object.
#[derive(Clone, Debug)]
pub struct Entry<'a> {
    /// Where its key stands.
    pub key: Span,
    /// What it holds.
    pub value: Tree<'a>,
}

impl<'a> Tree<'a> {
    /// The members, where it is an object.
    pub fn map(&self) -> Option<&Map<'a>> {
        match &self.value {
            Value::Map(map) => Some(map),
            _ => None,
        }
    }

    /// The elements, where it is an array.
    pub fn list(&self) -> Option<&[Self]> {
        match &self.value {
            Value::List(list) => Some(list),
            _ => None,
        }
    }

    /// The text, where it is a string.
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The member at `key`, where it is an object that has one.
    pub fn entry(&self, key: &str) -> Option<&Entry<'a>> {
        self.map()?.get(key)
    }

    /// The value at `key`, where it is an object that has one.
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.entry(key).map(|entry| &entry.value)
    }

    /// The JSON type with its article, for messages.
    pub fn type_name(&self) -> &'static str {
        match &self.value {
            Value::Null => "null",
            Value::Boolean(_) => "a boolean",
            Value::Number(_) => "a number",
            Value::Text(_) => "a string",
            Value::List(_) => "an array",
            Value::Map(_) => "an object",
        }
    }

    /// Whether both are the same value by JSON Schema: numbers by their size, objects in any order.
    pub fn same(&self, other: &Self) -> bool {
        match (&self.value, &other.value) {
            (Value::Null, Value::Null) => true,
            (Value::Boolean(one), Value::Boolean(two)) => one == two,
            (Value::Number(one), Value::Number(two)) => one == two || compare(one, two) == Some(Ordering::Equal),
            (Value::Text(one), Value::Text(two)) => one == two,
            (Value::List(one), Value::List(two)) => {
                one.len() == two.len() && one.iter().zip(two).all(|(one, two)| one.same(two))
            }
            (Value::Map(one), Value::Map(two)) => {
                one.len() == two.len()
                    && one.iter().zip(two).all(|((key, one), (other, two))| key == other && one.value.same(&two.value))
            }
            _ => false,
        }
    }
}

/// Which of two decimal numbers is the greater, exactly; `None` where an exponent is out of reach.
pub fn compare(one: &str, two: &str) -> Option<Ordering> {
    let (one, two) = (Decimal::read(one)?, Decimal::read(two)?);
    Some(match (one.negative, two.negative) {
        (false, true) => Ordering::Greater,
        (true, false) => Ordering::Less,
        (false, false) => one.magnitude().cmp(&two.magnitude()),
        (true, true) => two.magnitude().cmp(&one.magnitude()),
    })
}

/// Whether a decimal number has no fraction, as `1.0` and `1e3` have none.
pub fn is_whole(number: &str) -> Option<bool> {
    Decimal::read(number).map(|number| number.exponent >= 0)
}

/// A number in one form: `0.digits` times ten to the power of its place.
struct Decimal {
    negative: bool,
    /// Without zeros at either end; empty for zero.
    digits: String,
    /// The power of ten of the last digit.
    exponent: i64,
}

impl Decimal {
    fn read(number: &str) -> Option<Self> {
        let (mantissa, exponent) = match number.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
            None => (number, 0),
        };
        let unsigned = mantissa.trim_start_matches(['-', '+']);
        let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
        let mut digits: String = whole.chars().chain(fraction.chars()).skip_while(|digit| *digit == '0').collect();
        let significant = digits.trim_end_matches('0').len();
        let zeros = i64::try_from(digits.len() - significant).ok()?;
        digits.truncate(significant);
        let exponent = i64::from(exponent) - i64::try_from(fraction.len()).ok()? + zeros;
        Some(match digits.is_empty() {
            true => Self { negative: false, digits, exponent: 0 },
            false => Self { negative: mantissa.starts_with('-'), digits, exponent },
        })
    }

    /// Orders numbers of one sign: first the place of the first digit, then the digits.
    fn magnitude(&self) -> (Option<i64>, &str) {
        let places = i64::try_from(self.digits.len()).unwrap_or(i64::MAX);
        ((!self.digits.is_empty()).then(|| self.exponent.saturating_add(places)), &self.digits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_compared_exactly() {
        let equal = [("1", "1.0"), ("1e3", "1000"), ("-0", "0.00"), ("0.5", "5e-1"), ("+7", "007"), ("12E-1", "1.2")];
        for (one, two) in equal {
            assert_eq!(compare(one, two), Some(Ordering::Equal), "{one} {two}");
        }
        let ascending =
            ["-1e9", "-10", "-9.5", "-0.1", "0", "1e-9", "0.1", "9", "9007199254740992", "9007199254740993"];
        for pair in ascending.windows(2) {
            assert_eq!(compare(pair[0], pair[1]), Some(Ordering::Less), "{pair:?}");
            assert_eq!(compare(pair[1], pair[0]), Some(Ordering::Greater), "{pair:?}");
        }
        assert_eq!(compare("1e99999999999", "1"), None);
    }

    #[test]
    fn a_whole_number_may_be_written_with_a_point() {
        let found = ["1.0", "10", "1e2", "0", "1.5", "1e-1"].map(|number| is_whole(number) == Some(true));
        assert_eq!(found, [true, true, true, true, false, false]);
    }
}
