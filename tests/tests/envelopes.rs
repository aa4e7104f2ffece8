//! Envelopes: the rules' pages, the engine against the reference, properties of every input, and what real services
//! answered.

use std::{collections::BTreeSet, fs, thread};

use lockstep_core::{
    envelope::{Answer, Class, Classification, Classifier, ContractState, EnvelopeRule, Kind, Route},
    policy::{Policy, SeveritySetting},
    rules,
    text::{Encoding, LineIndex, Position},
};
use lockstep_tests::{
    case, corpus,
    envelopes::{self, Exchange},
    reference_classifier::{Reading, Rules, class_of},
};
use proptest::prelude::*;

const CONTRACTS: [&str; 3] = ["overlap", "service.v2", "service.v3"];

const ANSWERS: [Answer; 4] = [Answer::Any, Answer::Health, Answer::Readiness, Answer::SchemaVersion];

fn classifier(contract: &str) -> Classifier {
    Classifier::new(&Policy::embedded(), &ContractState::named(contract)).expect("a contract of the policy")
}

fn broken(classification: &Classification) -> Rules {
    classification.violations.iter().map(|violation| violation.rule).collect()
}

#[test]
fn ids_are_their_own_and_pages_have_the_same_sections() {
    let mut ids: BTreeSet<&str> = rules::ALL.iter().map(|rule| rule.id).collect();
    for rule in EnvelopeRule::ALL {
        assert!(rule.id.starts_with("envelope-") && rule.id.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'-')));
        assert!(ids.insert(rule.id), "{} is used twice", rule.id);
        assert!(!rules::RETIRED.contains(&rule.id), "{} is retired", rule.id);
        assert!(!rule.summary.ends_with('.'), "{}", rule.id);
        let sections = case::sections(rule.documentation);
        let headings: Vec<&str> = sections.iter().map(|(heading, _)| *heading).collect();
        assert_eq!(headings, ["What", "Why", "Bad", "Good", "Fix"], "{}", rule.id);
        for (heading, lines) in sections {
            assert!(lines.iter().any(|line| !line.is_empty()), "{}: nothing under {heading}", rule.id);
        }
    }
    let folder = fs::read_dir(lockstep_tests::workspace().join("core/src/envelope/rules")).expect("the pages");
    assert_eq!(folder.count(), EnvelopeRule::ALL.len(), "a page of a rule that is no more");
}

#[test]
fn documented_examples_break_their_rule_and_no_other() {
    for rule in EnvelopeRule::ALL {
        for (section, expected) in [("Bad", Rules::from([rule.id])), ("Good", Rules::new())] {
            let examples = case::envelopes(rule.documentation, section);
            assert!(!examples.is_empty(), "{} has no example under {section}", rule.id);
            for example in examples {
                let answer = Answer::named(&example.answer).expect("an answer");
                let found = classifier("overlap").classify(example.status, answer, &example.body);
                assert_eq!(broken(&found), expected, "{} under {section}", rule.id);
            }
        }
    }
}

/// How the engine and the reference differ on one answer.
fn differences(classifiers: &[(&str, Classifier)], policy: &Policy, number: usize, exchange: &Exchange) -> Vec<String> {
    let reading = Reading::of(policy, &exchange.body);
    let mut found = Vec::new();
    let mut say = |what: &str, engine: &dyn std::fmt::Debug, reference: &dyn std::fmt::Debug| {
        let body = exchange.body.escape_ascii().to_string();
        found.push(format!(
            "{number}, {what}: engine {engine:?}, reference {reference:?}: {:?} {body:.600}",
            exchange.status
        ));
    };
    for (contract, classifier) in classifiers {
        for status in [None, exchange.status] {
            let expected = class_of(&reading.judge(policy, contract, status, Answer::Any));
            let class = classifier.class(status, &exchange.body);
            if class.as_str() != expected {
                say(contract, &class, &expected);
            }
            if status.is_none() && !exchange.body.is_empty() && !exchange.body.contains(&b'\n') {
                let mut classes = Vec::new();
                classifier.classes(&exchange.body, &mut classes);
                if classes != [class.byte()] {
                    say("as a line", &classes, &class);
                }
            }
        }
    }
    let (contract, classifier) = &classifiers[number % classifiers.len()];
    let answer = ANSWERS[number / 7 % ANSWERS.len()];
    let expected = reading.judge(policy, contract, exchange.status, answer);
    let classification = classifier.classify(exchange.status, answer, &exchange.body);
    if classification.class.as_str() != class_of(&expected) {
        say("as a whole", &classification.class, &class_of(&expected));
    }
    if comparable(broken(&classification), &reading) != comparable(expected.clone(), &reading) {
        say("violations", &broken(&classification), &expected);
    }
    found
}

/// Without what depends on how far a reader got that then had to stop.
fn comparable(mut rules: Rules, reading: &Reading) -> Rules {
    if reading.root.is_none() && !reading.broken.contains("envelope-top-level") {
        rules.remove("envelope-lone-surrogate");
    }
    rules
}

#[test]
fn the_engine_agrees_with_the_reference() {
    let policy = Policy::embedded();
    let classifiers = CONTRACTS.map(|contract| (contract, classifier(contract)));
    let exchanges: Vec<Exchange> = envelopes::corpus().collect();
    assert!(exchanges.len() >= 100_000, "only {}", exchanges.len());
    let conforming =
        exchanges.iter().filter(|exchange| classifiers[0].1.class(None, &exchange.body) == Class::Conforming);
    let conforming = conforming.count();
    assert!(conforming > 2_000, "only {conforming}");
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let differences: Vec<String> = thread::scope(|scope| {
        let judge = |first: usize| {
            let (exchanges, classifiers, policy) = (&exchanges, &classifiers, &policy);
            scope.spawn(move || {
                let own = exchanges.iter().enumerate().skip(first).step_by(threads);
                own.flat_map(|(number, exchange)| differences(classifiers, policy, number, exchange))
                    .take(20)
                    .collect::<Vec<_>>()
            })
        };
        let judges: Vec<_> = (0..threads).map(judge).collect();
        judges.into_iter().flat_map(|judge| judge.join().expect("a judge that ends")).collect()
    });
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

#[test]
fn every_class_is_met() {
    let classifier = classifier("overlap");
    let met: BTreeSet<Class> =
        envelopes::corpus().map(|exchange| classifier.class(exchange.status, &exchange.body)).collect();
    // Too large for the corpus; of data the class by byte knows nothing; warnings never are a class.
    let others = [Class::TooLarge, Class::AnswerData, Class::UndocumentedStatus, Class::UnlistedField];
    let expected: BTreeSet<Class> = Class::ALL.iter().copied().filter(|class| !others.contains(class)).collect();
    assert_eq!(met, expected);
}

#[test]
fn a_body_at_the_limit_is_read_and_one_above_is_not() {
    let limit = usize::try_from(Policy::embedded().limits.envelope_bytes).expect("a size");
    let classifier = classifier("overlap");
    let (head, tail) =
        (&br#"{"service_contract_version":"service.v3","api_contract_version":"api.v1","data":""#[..], b"\"}");
    for (length, expected) in [(limit, Class::Conforming), (limit + 1, Class::TooLarge)] {
        let body = [head, &vec![b'a'; length - head.len() - tail.len()], tail].concat();
        assert_eq!(body.len(), length);
        assert_eq!(classifier.class(Some(200), &body), expected);
        assert_eq!(classifier.classify(Some(200), Answer::Any, &body).class, expected);
        let mut classes = Vec::new();
        classifier.classes(&[&body[..], b"\n{}\n"].concat(), &mut classes);
        assert_eq!(classes, [expected.byte(), Class::MissingField.byte()]);
    }
}

/// However near to the limit a line ends, those behind it are judged by themselves.
#[test]
fn lines_around_the_limit_are_judged_by_themselves() {
    let mut policy = Policy::embedded();
    policy.limits.envelope_bytes = 3000;
    let classifier = Classifier::new(&policy, &ContractState::Overlap).expect("a classifier");
    let line = |length: usize| {
        let head = r#"{"service_contract_version":"service.v3","error":{"code":"query_failed","message":""#;
        format!("{head}{}\"}}}}", "x".repeat(length - head.len() - 3))
    };
    for first in (100..3200).step_by(29) {
        for second in [100, 1000, 3000] {
            let text = [first, second, 2900].map(line).join("\n");
            let expected: Vec<u8> = text.lines().map(|line| classifier.class(None, line.as_bytes()).byte()).collect();
            let mut classes = Vec::new();
            classifier.classes(text.as_bytes(), &mut classes);
            assert_eq!(classes, expected, "{first}, {second}");
            assert_eq!(expected[1..], [0, 0]);
        }
    }
}

#[test]
fn no_rule_hides_another() {
    let mut policy = Policy::embedded();
    policy.limits.findings = 2;
    let classifier = Classifier::new(&policy, &ContractState::Overlap).expect("a classifier");
    let body = br#"{"service_contract_version":"service.v3","api_contract_version":"api.v1","a":0,"b":0,"c":0,
        "data":{"status":1,"x":0,"x":0,"x":0,"x":0}}"#;
    let classification = classifier.classify(Some(200), Answer::Health, body);
    let rules: Vec<_> = classification.violations.iter().map(|violation| violation.rule).collect();
    let expected = [&["envelope-duplicate-key"; 2][..], &["envelope-answer-data"], &["envelope-unlisted-field"; 2]];
    assert_eq!(rules, expected.concat());
}

#[test]
fn a_rule_that_is_off_leaves_the_paths_of_others() {
    let mut policy = Policy::embedded();
    policy.severities.insert("envelope-missing-field".into(), SeveritySetting::Off);
    let classifier = Classifier::new(&policy, &ContractState::Overlap).expect("a classifier");
    let classification = classifier.classify(Some(500), Answer::Any, br#"{"x":{"y":0,"y":0}}"#);
    assert_eq!(classification.violations[0].path, "$.x.y");
}

/// As in the adapter: what it could not read has no versions, whatever the policy says of the rules.
#[test]
fn a_success_is_read_before_its_versions_are_compared() {
    let mut policy = Policy::embedded();
    policy.severities.insert("envelope-syntax".into(), SeveritySetting::Off);
    let classifier = Classifier::new(&policy, &ContractState::Overlap).expect("a classifier");
    let reason = |answer, body: &str| {
        let fallback = classifier.classify(Some(200), answer, body.as_bytes()).fallback;
        fallback.expect("a fallback").reason
    };
    let versions = r#""service_contract_version":"service.v9","api_contract_version""#;
    for (answer, rest, expected) in [
        (Answer::Any, r#":"api.v1","data":{}}"#, "version-mismatch"),
        (Answer::Any, r#":"api.v1"}"#, "malformed-payload"),
        (Answer::Any, r#":1,"data":{}}"#, "malformed-payload"),
        (Answer::Health, r#":"api.v1","data":{"status":1}}"#, "malformed-payload"),
        (Answer::SchemaVersion, r#":"api.v1","data":{}}"#, "version-mismatch"),
        (Answer::Any, "", "malformed-payload"),
    ] {
        assert_eq!(reason(answer, &format!("{{{versions}{rest}")), expected, "{rest}");
    }
}

/// Bodies on which a careless scanner takes time that grows with the square of their length.
#[test]
fn hostile_bodies_are_judged() {
    let object = |members: &mut dyn Iterator<Item = String>| format!("{{{}}}", members.collect::<Vec<_>>().join(","));
    // Keys of one length whose first and last eight bytes are the same.
    let alike = |number| format!("\"beginning {number:08} and the end\":0");
    let bodies: [(String, Class); 10] = [
        ("[".repeat(5_000_000), Class::Nesting),
        ("{\"a\":".repeat(1_000_000), Class::Nesting),
        ("[],".repeat(1_000_000), Class::TrailingBytes),
        (object(&mut (0..200_000).map(|_| "\"a\":0".to_owned())), Class::DuplicateKey),
        (object(&mut (0..200_000).map(alike)), Class::MissingField),
        (object(&mut (0..200_000).map(|number| alike(number % 199_999))), Class::DuplicateKey),
        (format!("{{\"error\":\"{}\"}}", "\\u0061".repeat(800_000)), Class::MissingField),
        (format!("{{\"{}\":0}}", "\\ud83d\\ude00".repeat(400_000)), Class::MissingField),
        (format!("{{\"error\":\"{}\"}}", "\\ud83d".repeat(800_000)), Class::LoneSurrogate),
        (format!("{{\"\u{e9}\":\"{}\"{}}}", "\u{e9}".repeat(1_000_000), ",\"a\":0".repeat(2000)), Class::DuplicateKey),
    ];
    let classifier = classifier("overlap");
    for (body, expected) in bodies {
        assert_eq!(classifier.class(None, body.as_bytes()), expected, "{:.40}", body);
        assert_eq!(classifier.classify(None, Answer::Any, body.as_bytes()).class, expected, "{:.40}", body);
        let mut classes = Vec::new();
        classifier.classes(body.as_bytes(), &mut classes);
        assert_eq!(classes, [expected.byte()], "{:.40}", body);
    }
}

/// Bytes that are nearly an envelope, and bytes that are not.
fn body() -> impl Strategy<Value = Vec<u8>> {
    let pieces = prop_oneof![
        proptest::sample::select(
            &[
                "{",
                "}",
                "[",
                "]",
                ",",
                ":",
                "\"",
                "\\",
                "\n",
                "\u{feff}",
                "\\ud800",
                "\"error\":{",
                "\"code\":\"query_failed\"",
                "\"message\":\"m\"",
                "\"service_contract_version\":\"service.v3\"",
                "\"api_contract_version\":\"api.v1\"",
                "\"data\":{}",
                "\"legacy_error\":null",
                "null",
                "-0.5e+7",
            ][..]
        )
        .prop_map(|piece| piece.as_bytes().to_vec()),
        proptest::collection::vec(any::<u8>(), 0..12),
        "\\PC{0,8}".prop_map(String::into_bytes),
    ];
    proptest::collection::vec(pieces, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn every_answer_has_a_class_and_what_does_not_conform_a_fallback(
        status in any::<Option<u16>>(), answer in 0..4usize, contract in 0..3usize, body in body(),
    ) {
        let policy = Policy::embedded();
        let classifier = classifier(CONTRACTS[contract]);
        let answer = ANSWERS[answer];
        let classification = classifier.classify(status, answer, &body);
        if answer == Answer::Any {
            prop_assert_eq!(classification.class, classifier.class(status, &body));
        }
        prop_assert_eq!(Class::from_byte(classification.class.byte()), Some(classification.class));
        prop_assert_eq!(classification.conforming, classification.class == Class::Conforming);
        match &classification.fallback {
            Some(fallback) => {
                prop_assert!(policy.run_time.fallback_reasons.contains_key(&fallback.reason), "{}", fallback.reason);
                prop_assert!(!fallback.label.is_empty() && !fallback.hint.is_empty());
                prop_assert!(fallback.route != Route::ErrorCode || classification.code.is_some());
            }
            None => {
                prop_assert!(classification.conforming && classification.kind == Kind::Success);
                prop_assert!(status.is_none_or(|status| (200..300).contains(&status)));
            }
        }
        let index = LineIndex::new(&body);
        for violation in &classification.violations {
            prop_assert!(EnvelopeRule::find(violation.rule).is_some());
            prop_assert!(violation.start <= violation.end && violation.end as usize <= body.len().max(1));
            prop_assert!(violation.path.starts_with('$'), "{}", violation.path);
            let places = [(violation.line, violation.column), (violation.end_line, violation.end_column)];
            let expected = [violation.start, violation.end].map(|offset| {
                let Position { line, column } = index.position(&body, offset, Encoding::Utf16);
                (line, column)
            });
            prop_assert_eq!(places, expected);
        }
    }

    #[test]
    fn lines_are_judged_as_bodies(bodies in proptest::collection::vec(body(), 0..8)) {
        let classifier = classifier("overlap");
        let mut lines: Vec<u8> = bodies.join(&b'\n');
        // A line end at the end of all lines begins no further one.
        lines.push(b'\n');
        let own = lines[..lines.len() - 1].split(|byte| *byte == b'\n');
        let expected: Vec<u8> = own.map(|line| classifier.class(None, line).byte()).collect();
        let mut classes = Vec::new();
        classifier.classes(&lines, &mut classes);
        prop_assert_eq!(classes, expected);
    }
}

/// What the facts about the wire say of an exchange: the rules that it breaks, and the reason of its fallback.
fn on_the_wire(name: &str, status: u16) -> (&'static [&'static str], Option<&'static str>) {
    match (name, status) {
        // Unknown paths, and readiness where it came later: no body.
        ("unknown-path" | "wrong-method", _) => (&["envelope-empty"], Some("non-2xx")),
        ("ready" | "ready-migrated", 404) => (&["envelope-empty"], Some("schema-unavailable")),
        (_, 200) => (&[], None),
        // The framework's rejections, of which the documents know nothing.
        (_, 413 | 415 | 422) => (&["envelope-undocumented-status"], Some("validation-error")),
        (_, 400) => (&[], Some("validation-error")),
        (_, 404) => (&[], Some("context-not-found")),
        (_, 409) => (&[], Some("write-conflict")),
        (_, 503) => (&[], Some("schema-unavailable")),
        other => panic!("nothing is known of {other:?}"),
    }
}

#[test]
fn real_answers_are_what_the_facts_say() {
    let Some(corpus) = corpus() else { return };
    for (file, own, other) in [
        ("service-cf33144", "service.v2", "service.v3"),
        ("service-7e4806a", "service.v3", "service.v2"),
        ("service-1f8af2a", "service.v3", "service.v2"),
    ] {
        let text = fs::read_to_string(corpus.join(format!("wire/{file}.json"))).expect("the exchanges");
        let recorded: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        let exchanges = recorded["exchanges"].as_array().expect("a list");
        assert_eq!(exchanges.len(), 32, "{file}");
        for exchange in exchanges {
            let (name, response) = (exchange["name"].as_str().expect("a name"), &exchange["response"]);
            let status = u16::try_from(response["status"].as_u64().expect("a status")).expect("a status");
            let body = match &response["json"] {
                serde_json::Value::Null => response["text"].as_str().unwrap_or_default().to_owned(),
                json => json.to_string(),
            };
            let answer = match exchange["request"]["path"].as_str() {
                Some("/v1/health") => Answer::Health,
                Some("/v1/ready") => Answer::Readiness,
                Some("/v1/db/schema-version") => Answer::SchemaVersion,
                _ => Answer::Any,
            };
            let (rules, reason) = on_the_wire(name, status);
            for contract in [own, "overlap"] {
                let found = classifier(contract).classify(Some(status), answer, body.as_bytes());
                let shown = format!("{file} {name} under {contract}: {found:#?}");
                assert_eq!(broken(&found), rules.iter().copied().collect(), "{shown}");
                assert_eq!(found.conforming, !rules.contains(&"envelope-empty"), "{shown}");
                assert_eq!(found.fallback.map(|fallback| fallback.reason), reason.map(str::to_owned), "{shown}");
                if let Some(code) = found.code {
                    assert!(code.known && code.agrees_with_status == Some(true), "{shown}");
                }
            }
            if !body.is_empty() {
                let found = classifier(other).classify(Some(status), answer, body.as_bytes());
                assert_eq!(found.class, Class::ContractVersion, "{file} {name} under {other}: {found:#?}");
                assert!(found.blocks_promotion);
            }
        }
    }
}
