//! Documents that cannot be compared: a reason and a place, never a panic.

use super::{embedded, manifest::manifest, replaced};
use lockstep_core::change::{self, Given, Pair, Refusal, Side};
use lockstep_tests::workspace;

fn refused(old: &[u8], new: &[u8]) -> Refusal {
    let pair = Pair { old: Some(Given { name: "old", bytes: old }), new: Some(Given { name: "new", bytes: new }) };
    match change::compare(&[pair], embedded()) {
        Err(refusal) => refusal,
        Ok(comparison) => panic!("{}", comparison.human(false)),
    }
}

#[test]
fn what_cannot_be_read_is_refused_at_its_place() {
    let good = manifest();
    let openapi = std::fs::read_to_string(workspace().join("examples/producer/openapi/openapi.yaml")).expect("it");
    let codes = "\"error_code_enum\": [";
    let cases: Vec<(Vec<u8>, &str, usize)> = vec![
        (b"".to_vec(), "the YAML is faulty: the document is empty", 0),
        (b"{\"manifest_contract_version\": }".to_vec(), "the JSON is faulty: expected value", 30),
        (b"{\"a\": 1, \"a\": 2}".to_vec(), "the JSON is faulty: ", 9),
        ([b"\xef\xbb\xbf", good.as_bytes()].concat(), "the JSON is faulty: ", 0),
        (vec![b'['; 1 << 20], "the JSON is faulty: ", 128),
        (vec![0xff; 100], "the document is not UTF-8 text", 0),
        (b"\0\x01\x02".to_vec(), "", 0),
        (vec![b' '; (1 << 20) + 1], "the document has 1048577 bytes, more than the limit of 1048576", 0),
        (b"{}".to_vec(), "neither a producer manifest", 0),
        (b"- a\n- b\n".to_vec(), "neither a producer manifest", 0),
        (b"a: &x 1\nb: *x\n".to_vec(), "the YAML is faulty: an alias", 11),
        (b"swagger: '2.0'\n".to_vec(), "the OpenAPI file is faulty: no `openapi` key", 0),
        (b"{\"policy_version\": \"policy.v1\"}".to_vec(), "the policy is faulty: ", 30),
        (
            openapi.clone().into_bytes(),
            "the new document is of the kind OpenAPI file, the old one of the kind producer manifest",
            0,
        ),
        (
            replaced(&good, ": 14", ": \"14\"").into_bytes(),
            "`minimum_sprint_days` is a string, not a number",
            good.find(": 14").unwrap() + 2,
        ),
        (
            replaced(&good, ": 14", ": 1e99999999999").into_bytes(),
            "`minimum_sprint_days` is a number that is out of reach",
            good.find(": 14").unwrap() + 2,
        ),
        (
            replaced(&good, "\"v0.4.0\"", "4").into_bytes(),
            "`release_tag` is a number, not a string",
            good.find("\"v0.4.0\"").unwrap(),
        ),
        (
            replaced(&good, codes, "\"error_code_enum\": [null,").into_bytes(),
            "an element of `error_code_enum` is null, not a string",
            good.find(codes).unwrap() + codes.len(),
        ),
        (
            replaced(&good, codes, "\"error_code_enum\": {}, \"b\": [").into_bytes(),
            "`error_code_enum` is an object, not an array of strings",
            good.find(codes).unwrap() + codes.len() - 1,
        ),
    ];
    for (bytes, message, start) in cases {
        let refusal = refused(good.as_bytes(), &bytes);
        assert!(refusal.message.starts_with(message), "{refusal:?}");
        assert_eq!(
            (refusal.side, refusal.name.as_str(), refusal.span.start as usize),
            (Side::New, "new", start),
            "{refusal:?}"
        );
    }
    assert_eq!(refused(b"{}", good.as_bytes()).side, Side::Old);
}

#[test]
fn an_openapi_file_that_leads_nowhere_is_refused_at_its_place() {
    let openapi = |more: &str| {
        format!(
            "openapi: 3.1.0\ninfo: {{ version: service.v3 }}\npaths:\n  /a:\n    get:\n      responses:\n        '500': {more}\n"
        )
    };
    let good = openapi("{ description: x }");
    let body = |schema: &str| {
        openapi(&format!("{{ description: x, content: {{ application/json: {{ schema: {schema} }} }} }}"))
    };
    for (new, message) in [
        (openapi("{ $ref: '#/nowhere' }"), "the reference `#/nowhere`, which names nothing in this file"),
        (openapi("{ $ref: 'other.yaml#/a' }"), "the reference `other.yaml#/a`, which names nothing in this file"),
        (openapi("{ $ref: '#/paths/~1a/get/responses/500' }"), "references that lead to one another without an end"),
        (body("5"), "a schema that is no object"),
        (body("{ required: a }"), "the keyword `required`, which is a string, not an array of strings"),
        (body("{ properties: { a: { $ref: '#/x' } } }"), "the reference `#/x`, which names nothing in this file"),
    ] {
        let refusal = refused(good.as_bytes(), new.as_bytes());
        assert_eq!(refusal.message, message);
        assert!(refusal.span.start as usize > good.find("'500'").unwrap() && new.get(refusal.span.range()).is_some());
    }
}

/// References that double at every level: what they describe is larger than any limit.
#[test]
fn a_schema_that_grows_without_measure_is_refused() {
    let mut text = String::from(
        "openapi: 3.1.0\npaths:\n  /a: { get: { responses: { '500': { content: { application/json: { schema: { $ref: '#/c/s0' } } } } } } }\nc:\n",
    );
    for level in 0..60 {
        let next = level + 1;
        text += &format!(
            "  s{level}: {{ properties: {{ a: {{ $ref: '#/c/s{next}' }}, b: {{ $ref: '#/c/s{next}' }} }} }}\n"
        );
    }
    text += "  s60: {}\n";
    let refusal = refused(text.as_bytes(), text.replace("s60: {}", "s60: { type: string }").as_bytes());
    assert_eq!(refusal.message, "a schema that is too large to be compared");
}

#[test]
fn many_changes_are_counted_and_the_gravest_is_told() {
    let codes = |prefix: &str, count: usize| {
        let codes: Vec<String> = (0..count).map(|number| format!("\"{prefix}{number}\"")).collect();
        let codes = codes.join(",");
        format!("{{\"manifest_contract_version\":\"producer-contract-manifest.v1\",\"error_code_enum\":[{codes}]}}")
    };
    let (old, new) = (codes("a", 5_000), codes("b", 5_000));
    let comparison = super::compared(&old, &new, embedded());
    assert_eq!((comparison.changes.len(), comparison.omitted), (1000, 9_000));
    assert_eq!((comparison.class, comparison.counts), (change::Class::Breaking, [0, 5_000, 5_000, 0]));
    assert!(comparison.notice.is_some() && comparison.markdown().len() < 65_536);
    assert!(comparison.human(false).contains("9000 changes more not listed"), "{}", comparison.human(false));
}

#[test]
fn texts_of_documents_become_no_markup_and_no_control_of_the_terminal() {
    let old = manifest();
    let code = "x`` ![a](b) | <b> \\u001b[31m \\u202e";
    let new = replaced(&old, "\"internal_error\"", &format!("\"internal_error\", \"{code}\""));
    let comparison = super::compared(&old, &new, embedded());
    let human = comparison.human(false);
    assert!(!human.contains(['\u{1b}', '\u{202e}']), "{human}");
    let markdown = comparison.markdown();
    let outside: Vec<_> = pulldown_cmark::Parser::new_ext(&markdown, pulldown_cmark::Options::all())
        .filter(|event| {
            matches!(
                event,
                pulldown_cmark::Event::Html(_)
                    | pulldown_cmark::Event::InlineHtml(_)
                    | pulldown_cmark::Event::Start(
                        pulldown_cmark::Tag::Link { .. } | pulldown_cmark::Tag::Image { .. }
                    )
            )
        })
        .collect();
    assert!(outside.is_empty(), "{outside:?}");
}
