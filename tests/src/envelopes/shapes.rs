//! Bodies that are hard for a scanner: damaged, long, deep, wide.

use super::{error_of, success_of};

/// A seed cut, flipped, filled and shortened at every place.
pub(super) fn damaged(seed: &[u8]) -> impl Iterator<Item = Vec<u8>> + use<> {
    const PIECES: [&[u8]; 20] = [
        b"\"",
        b"\\",
        b"{",
        b"}",
        b"[",
        b"]",
        b",",
        b":",
        b"0",
        b"-",
        b"e",
        b" ",
        b"\n",
        b"\0",
        b"\x1f",
        b"\x80",
        b"\xff",
        b"\xef\xbb\xbf",
        b"\\ud800",
        b"\xc3",
    ];
    const OTHERS: [u8; 6] = [b'"', b'\\', 0, 0x80, 0xff, b'}'];
    let seed = seed.to_vec();
    let replaced = |seed: &[u8], at: usize, byte: u8| {
        let mut body = seed.to_vec();
        body[at] = byte;
        body
    };
    (0..=seed.len()).flat_map(move |at| {
        let mut bodies = vec![seed[..at].to_vec(), seed[at..].to_vec()];
        if at < seed.len() {
            bodies.extend((0..8).map(|bit| replaced(&seed, at, seed[at] ^ 1 << bit)));
            bodies.extend(OTHERS.map(|byte| replaced(&seed, at, byte)));
            bodies.push([&seed[..at], &seed[at + 1..]].concat());
        }
        bodies.extend(PIECES.map(|piece| [&seed[..at], piece, &seed[at..]].concat()));
        bodies
    })
}

/// Strings of many lengths with something at their end, in their middle or at their beginning, so that it falls on
/// every place of the bytes that a scanner looks at together.
pub(super) fn strings() -> impl Iterator<Item = Vec<u8>> {
    const THINGS: [&[u8]; 18] = [
        b"",
        "é".as_bytes(),
        "😀".as_bytes(),
        b"\\n",
        b"\\\"",
        b"\\\\",
        b"\\u0041",
        b"\\ud83d\\ude00",
        b"\\ud83d",
        b"\\ude00\\ud83d",
        b"\\ud83d\\u0041",
        b"\\u12",
        b"\\x",
        b"\x01",
        b"\x7f",
        b"\xc3",
        b"\xed\xa0\x80",
        b"\"",
    ];
    let lengths = (0..200).chain([255, 256, 257, 319, 320, 321, 511, 512, 513]);
    lengths.flat_map(|length| {
        THINGS.into_iter().enumerate().map(move |(number, thing)| {
            let filler = vec![b'a'; length];
            let place = [length, length / 2, 0][(number + length) % 3];
            let content = [&filler[..place], thing, &filler[place..]].concat();
            let (before, behind): (&[u8], &[u8]) = match (number + length / 3) % 3 {
                0 => {
                    (br#"{"service_contract_version":"service.v3","error":{"code":"query_failed","message":""#, b"\"}}")
                }
                1 => (
                    br#"{"service_contract_version":"service.v3","api_contract_version":"api.v1","data":{""#,
                    b"\":1}}",
                ),
                _ => (
                    br#"{"error":{"message":"m","details":{"k":[""#,
                    br#""]},"code":"query_failed"},"service_contract_version":"service.v3"}"#,
                ),
            };
            [before, &content, behind].concat()
        })
    })
}

/// Brackets around the limit, whole and broken.
pub(super) fn nesting(limit: usize) -> impl Iterator<Item = Vec<u8>> {
    let depths = (1..6).chain(60..70).chain(limit - 3..=limit + 3);
    depths.flat_map(|depth| {
        let brackets: [(&str, &str); 3] = [("[", "]"), ("{\"a\":", "}"), ("[{\"b\":", "}]")];
        brackets.into_iter().flat_map(move |(open, close)| {
            let whole = |within: &str| format!("{}{within}{}", open.repeat(depth), close.repeat(depth));
            let inner = whole("0");
            [
                inner.clone(),
                whole(""),
                whole("]"),
                whole("}"),
                whole("\"[{[{\""),
                format!("{} {inner}", "{}"),
                format!("{{\"x\" {inner}"),
                open.repeat(depth),
                success_of(&inner),
                error_of(&format!("{{\"d\":{inner}}}")),
                format!(r#"{{"data":{inner},"data":{inner},"error":1}}"#),
            ]
            .map(String::into_bytes)
        })
    })
}

/// Objects of up to 200 keys, with and without one that stands twice.
pub(super) fn many_keys() -> impl Iterator<Item = Vec<u8>> {
    (1..=200usize).flat_map(|count| {
        // Keys with the same ends and lengths; short ones; long ones; and ones whose escapes hide that they are alike.
        let styles: [fn(usize) -> String; 4] = [
            |number| format!("beginning{number:05}the same end"),
            |number| format!("{number}"),
            |number| format!("{}{number}", "long".repeat(20)),
            |number| format!("k\\u00{:02x}{number}", 0x61),
        ];
        let style = styles[count % 4];
        let again = match count % 4 {
            3 => |number: usize| format!("ka{number}"),
            1 => |number: usize| format!("{number}").replace('7', "\\u0037"),
            _ => style,
        };
        let keys = move |again: Option<String>, place: usize| {
            let mut keys: Vec<String> = (0..count).map(style).collect();
            keys.extend(again);
            let last = keys.len() - 1;
            keys.swap(last, place.min(last));
            format!("{{{}}}", keys.iter().map(|key| format!("\"{key}\":0")).collect::<Vec<_>>().join(","))
        };
        let objects = [
            keys(None, 0),
            keys(Some(again(0)), usize::MAX),
            keys(Some(again(count - 1)), usize::MAX),
            keys(Some(again(count / 2)), count / 3),
            format!("[{0},{0},{1}]", keys(None, 0), keys(Some(again(count / 2)), 1)),
        ];
        objects.into_iter().enumerate().map(move |(number, object)| {
            let body = match (number + count) % 3 {
                0 => success_of(&object),
                1 => error_of(&format!("{{\"in\":{object}}}")),
                _ => object,
            };
            body.into_bytes()
        })
    })
}

pub(super) fn numbers() -> impl Iterator<Item = Vec<u8>> {
    const NUMBERS: [&str; 48] = [
        "0",
        "-0",
        "00",
        "01",
        "-01",
        "-",
        "+1",
        "1",
        "-1",
        "10",
        "1.",
        ".5",
        "0.5",
        "-0.5",
        "1.0",
        "1.e1",
        "1e",
        "1e1",
        "1E1",
        "1e+",
        "1e+1",
        "1e-1",
        "1e01",
        "1e1.5",
        "1.5e3",
        "0e0",
        "0x10",
        "1_000",
        "1 000",
        "9007199254740993",
        "18446744073709551616",
        "-9223372036854775809",
        "123456789012345678901234567890",
        "1e308",
        "1e309",
        "-1e999",
        "1e-400",
        "0.1e1",
        "15e-1",
        "NaN",
        "Infinity",
        "-Infinity",
        "--1",
        "1-",
        "1,",
        "1a",
        "0.0000000000000000001",
        "1\u{0661}",
    ];
    NUMBERS.into_iter().flat_map(|number| {
        let pending = format!(r#""pending_versions":[{number}],"inferred_from_legacy":true"#);
        let versions = format!(r#"{{"current_version":{number},"target_version":2,{pending}}}"#);
        [
            number.to_owned(),
            format!("[{number}]"),
            format!("{{\"a\":{number}}}"),
            format!("{{\"a\": {number} }}"),
            success_of(number),
            success_of(&versions),
            error_of(number),
        ]
        .map(String::into_bytes)
    })
}

/// Details from a few bytes to 100 kB.
pub(super) fn details() -> impl Iterator<Item = Vec<u8>> {
    [1usize, 10, 60, 600].into_iter().flat_map(|count| {
        let item = |number: usize| {
            let why = format!(r#""why":"été \u00e9 \"{number}\"""#);
            format!(r#"{{"id":"ctx_{number:06}",{why},"score":{number}.25,"path":[{number},null,true]}}"#)
        };
        let items = (0..count).map(item).collect::<Vec<_>>().join(", ");
        let whole = error_of(&format!("{{\"items\":[{items}]}}")).into_bytes();
        let cuts = [whole.len(), whole.len() - 1, whole.len() / 2];
        cuts.map(|end| whole[..end].to_vec())
    })
}
