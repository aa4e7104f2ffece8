use alloc::format;

use crate::{
    facts::{PinFacts, whole_number},
    finding::{Finding, Label, Severity, Sink},
    rules::{Context, Group, Needs, Rule, page},
    source::DocumentKind,
    text::quoted,
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "timeout-range",
    group: Group::Pin,
    severity: Severity::Error,
    needs: Needs::Each(&[DocumentKind::Pin]),
    summary: "the timeout is a whole number of milliseconds in range",
    documentation: page(DOCUMENTATION),
    check,
};

const DOCUMENTATION: &str = r##"## What

`default_timeout_ms` is written as digits only and lies between 100 and 30000; up to 600000 (ten minutes) is a warning, beyond an error.

## Why

The typed loader takes an unsigned integer: `2500.0` and `1e3` make the application panic at its first use. The adapter clamps what users set to the same range, but not the pin's value, and waits up to three timeouts for each question.

## Bad

```json pin
  "default_timeout_ms": 2500.0
```

## Good

```json pin
  "default_timeout_ms": 2500
```

## Fix

Write a whole number between 100 and 30000."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    let Some(timeout) = context.pin().and_then(|pin| pin.timeout_ms.present()) else {
        return sink.skip("the pin states no timeout");
    };
    let range = &context.policy.timeout_ms;
    let number = whole_number(timeout.value);
    let (severity, message, label) = match number {
        None => (Severity::Error, "is not a whole number of milliseconds", "the typed loader refuses this".into()),
        Some(number) if number < range.minimum => (Severity::Error, TOO_SHORT, format!("less than {}", range.minimum)),
        Some(number) if number > range.maximum => (Severity::Error, TOO_LONG, format!("more than {}", range.maximum)),
        Some(number) if number > range.recommended_maximum => {
            (Severity::Warning, TOO_LONG, format!("more than {}", range.recommended_maximum))
        }
        Some(_) => return,
    };
    let mut finding = Finding::new(
        Label::new(DocumentKind::Pin, timeout.span, label),
        format!("`{}` {message}", PinFacts::TIMEOUT_MS),
        format!("digits only, between {} and {}", range.minimum, range.recommended_maximum),
        quoted(timeout.value),
        "write a whole number in that range; the adapter waits that long up to three times for each question",
    );
    if let Some((whole, fraction)) = timeout.value.split_once('.')
        && fraction.bytes().all(|digit| digit == b'0')
        && whole.parse().is_ok_and(|whole: u64| (range.minimum..=range.recommended_maximum).contains(&whole))
    {
        finding = finding.fixed_by(format!("write {}", quoted(whole)), timeout.span, whole);
    }
    sink.report_as(severity, finding);
}

const TOO_SHORT: &str = "is too short";
const TOO_LONG: &str = "is too long";
