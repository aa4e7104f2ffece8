//! Bodies that look random and are the same in every run.

use super::forms::VALUES;

/// Numbers that look random (splitmix64).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ self.0 >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ mixed >> 31
    }

    fn below(&mut self, count: usize) -> usize {
        usize::try_from(self.next() % count as u64).expect("below a usize")
    }

    fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }
}

/// Random bytes, random tokens, and random JSON made of the fields' names.
pub(super) fn random() -> impl Iterator<Item = Vec<u8>> {
    const TOKENS: [&str; 36] = [
        "{",
        "{",
        "{",
        "}",
        "}",
        "}",
        "[",
        "]",
        ",",
        ",",
        ":",
        ":",
        " ",
        "\n",
        "\"",
        "\\",
        "\"error\":",
        "\"code\":",
        "\"message\":",
        "\"data\":",
        "\"service_contract_version\":",
        "\"api_contract_version\":",
        "\"legacy_error\":",
        "\"service.v3\"",
        "\"api.v1\"",
        "\"query_failed\"",
        "null",
        "true",
        "0",
        "-1.5e3",
        "\"\\ud800\"",
        "\"\\u0065rror\":",
        "\u{feff}",
        "é",
        "\"a\"",
        "nul",
    ];
    let mut random = Random(3);
    let bytes = move |number: usize| -> Vec<u8> {
        match number % 4 {
            0 => (0..random.below(40)).map(|_| random.next().to_le_bytes()[0]).collect(),
            1 => (0..random.below(30)).flat_map(|_| random.one(&TOKENS).bytes()).collect(),
            _ => {
                let mut text = String::new();
                value(&mut random, 0, &mut text);
                text.into_bytes()
            }
        }
    };
    (0..32_000).map(bytes)
}

fn value(random: &mut Random, depth: usize, text: &mut String) {
    const KEYS: [&str; 12] = [
        "error",
        "code",
        "message",
        "details",
        "data",
        "service_contract_version",
        "api_contract_version",
        "legacy_error",
        "c\\u006fde",
        "status",
        "x",
        "error.code",
    ];
    match if depth == 0 { 0 } else { random.below(8) } {
        0..=2 if depth < 5 => {
            text.push('{');
            for member in 0..random.below(5) {
                text.push_str(if member > 0 { "," } else { "" });
                text.push_str(&format!("\"{}\":", random.one(&KEYS)));
                value(random, depth + 1, text);
            }
            text.push('}');
        }
        3 if depth < 5 => {
            text.push('[');
            for element in 0..random.below(4) {
                text.push_str(if element > 0 { "," } else { "" });
                value(random, depth + 1, text);
            }
            text.push(']');
        }
        _ => text.push_str(random.one(&VALUES)),
    }
}
