//! Lines and columns counted a second time, from the bytes alone.

use lockstep_core::{api::Format, wire::Label};
use serde_json::Value;

use crate::inputs;

/// Line and column, from 1, in UTF-16 code units: the text before the place is decoded as a whole and counted.
pub(crate) fn naive(bytes: &[u8], offset: u64) -> (u64, u64) {
    let before = String::from_utf8_lossy(&bytes[..usize::try_from(offset).expect("an offset")]);
    let mut place = (1, 1);
    for unit in before.encode_utf16() {
        place = if unit == 0xa { (place.0 + 1, 1) } else { (place.0, place.1 + 1) };
    }
    place
}

/// What stands between two places, found by splitting the whole text into lines.
pub(crate) fn between(bytes: &[u8], start: (u64, u64), end: (u64, u64)) -> String {
    let text: Vec<u16> = String::from_utf8_lossy(bytes).encode_utf16().collect();
    let offset = |(line, column): (u64, u64)| {
        let lines = text.split_inclusive(|unit| *unit == 0xa).take(usize::try_from(line).expect("a line") - 1);
        lines.map(<[u16]>::len).sum::<usize>() + usize::try_from(column).expect("a column") - 1
    };
    String::from_utf16(&text[offset(start)..offset(end)]).expect("whole characters")
}

pub(crate) fn starts(label: &Label) -> (u64, u64) {
    (label.line.into(), label.column.into())
}

pub(crate) fn ends(label: &Label) -> (u64, u64) {
    (label.end_line.into(), label.end_column.into())
}

fn number(place: &Value, key: &str) -> u64 {
    place[key].as_u64().unwrap_or_else(|| panic!("{key} of {place}"))
}

#[test]
fn json_says_lines_and_columns_that_are_so() {
    let mut checked = 0;
    for input in inputs::all() {
        let report: Value = serde_json::from_str(&input.rendered(Format::Json)).expect("JSON");
        let list = |key: &str| report[key].as_array().expect("a list").iter();
        let findings = list("findings").chain(list("known")).chain(list("waived").map(|waived| &waived["finding"]));
        let places = findings.flat_map(|finding| {
            let related = finding["related"].as_array().into_iter().flatten();
            let edits = finding["fix"]["edits"].as_array().into_iter().flatten();
            [&finding["primary"]].into_iter().chain(related).chain(edits)
        });
        for place in places {
            let bytes = input.bytes(place["document"].as_str().expect("a name"));
            let (start, end) = (number(place, "start"), number(place, "end"));
            let (said_start, said_end) = (
                (number(place, "line"), number(place, "column")),
                (number(place, "end_line"), number(place, "end_column")),
            );
            assert_eq!((said_start, said_end), (naive(bytes, start), naive(bytes, end)), "{}: {place}", input.name);
            let there = String::from_utf8_lossy(&bytes[start as usize..end as usize]).into_owned();
            assert_eq!(between(bytes, said_start, said_end), there, "{}: {place}", input.name);
            checked += 1;
        }
    }
    assert!(checked > 500, "{checked}");
}

#[test]
fn columns_go_beyond_two_bytes() {
    let input = inputs::all().into_iter().find(|input| input.name == "columns beyond 65535").expect("an input");
    input.judge(|_, wire| {
        assert!(wire.findings.iter().any(|finding| finding.primary.column > 70_000), "{:?}", wire.findings);
    });
}
