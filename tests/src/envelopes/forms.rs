//! Envelopes of every form, and what can be wrong with their fields.

/// The members of an object, in their order; keys and values as JSON.
type Members = Vec<(String, Item)>;

#[derive(Clone, Debug)]
enum Item {
    Text(String),
    Object(Members),
}

/// An object with `space` around each of its tokens.
fn written(members: &Members, space: &str) -> String {
    let member = |(key, item): &(String, Item)| {
        let value = match item {
            Item::Text(text) => text.clone(),
            Item::Object(members) => written(members, if space.is_empty() { "" } else { " " }),
        };
        format!("{space}{key}{space}:{space}{value}{space}")
    };
    format!("{space}{{{}}}{space}", members.iter().map(member).collect::<Vec<_>>().join(","))
}

fn text(key: &str, value: &str) -> (String, Item) {
    (format!("\"{key}\""), Item::Text(value.to_owned()))
}

fn error(version: &str, code: &str) -> Members {
    let error = vec![
        text("code", &format!("\"{code}\"")),
        text("message", "\"it failed\""),
        text("details", r#"{"rejection": "why", "items": [1, {"id": null}]}"#),
    ];
    let mut members = vec![
        text("service_contract_version", &format!("\"{version}\"")),
        ("\"error\"".to_owned(), Item::Object(error)),
    ];
    if version == "service.v2" {
        members.push(text("legacy_error", "\"it failed\""));
    }
    members
}

fn success(version: &str) -> Members {
    vec![
        text("service_contract_version", &format!("\"{version}\"")),
        text("api_contract_version", "\"api.v1\""),
        text("data", r#"{"status": "ok", "current_version": 2, "pending_versions": [1, 2]}"#),
    ]
}

/// Every order of some things.
fn orders<T: Clone>(things: &[T]) -> Vec<Vec<T>> {
    if things.is_empty() {
        return vec![Vec::new()];
    }
    let with_first = |first: usize| {
        let mut others = things.to_vec();
        let thing = others.remove(first);
        orders(&others).into_iter().map(move |mut order| {
            order.insert(0, thing.clone());
            order
        })
    };
    (0..things.len()).flat_map(with_first).collect()
}

pub(super) fn conforming(codes: &[String]) -> impl Iterator<Item = Vec<u8>> + use<> {
    let errors = codes.iter().flat_map(|code| ["service.v2", "service.v3"].map(|version| error(version, code)));
    let forms: Vec<Members> = errors.chain(["service.v2", "service.v3"].map(success)).collect();
    forms.into_iter().flat_map(|form| {
        let of_error = form.iter().find_map(|(_, item)| match item {
            Item::Object(members) => Some(orders(members)),
            Item::Text(_) => None,
        });
        let inner = of_error.unwrap_or_else(|| vec![Vec::new()]);
        orders(&form).into_iter().flat_map(move |order| {
            let spaces = ["", " ", "\r\n\t  "];
            let placed = inner.clone().into_iter().map(move |members| {
                let item = |(key, item): &(String, Item)| match item {
                    Item::Object(_) => (key.clone(), Item::Object(members.clone())),
                    Item::Text(_) => (key.clone(), item.clone()),
                };
                order.iter().map(item).collect::<Members>()
            });
            placed.enumerate().map(move |(number, members)| written(&members, spaces[number % 3]).into_bytes())
        })
    })
}

/// A change of an envelope: in which object (the envelope or its error), at which place.
#[derive(Clone, Debug)]
enum Change {
    Remove(bool, usize),
    Value(bool, usize, &'static str),
    Key(bool, usize, &'static str),
    Insert(bool, usize, &'static str, &'static str),
    /// A member once more, as it is or with another value.
    Again(bool, usize, usize, Option<&'static str>),
}

pub(super) const VALUES: [&str; 22] = [
    "null",
    "true",
    "0",
    "-1.5e3",
    "\"\"",
    "\" \"",
    "\"x\"",
    "[]",
    "[\"x\"]",
    "{}",
    "{\"code\": \"x\"}",
    "\"service.v2\"",
    "\"service.v3\"",
    "\"service.v4\"",
    "\"service\\u002ev3\"",
    "\"api.v2\"",
    "\"\\u0061pi.v1\"",
    "\"Query_failed\"",
    "\"query\\u005ffailed\"",
    "\"quota_exceeded\"",
    "\"\\ud800\"",
    "\"internal_error\"",
];

const MEMBERS: [(&str, &str); 12] = [
    ("legacy_error", "null"),
    ("legacy_error", "{\"a\": 1, \"a\": 2}"),
    ("api_contract_version", "\"api.v1\""),
    ("api_contract_versio\\u006e", "7"),
    ("data", "{}"),
    ("error", "\"text\""),
    ("code", "\"internal_error\""),
    ("retryable", "true"),
    ("", "[]"),
    ("\\ud83d", "1"),
    ("\\ud83d\\ude00", "1"),
    ("details", "{\"code\": 1, \"\\u0063ode\": 1}"),
];

const KEYS: [&str; 5] =
    ["\"\\u0065rror\"", "\"Error\"", "\"c\\u006Fde\"", "\"service_contract_Version\"", "\"errors\""];

fn inner(members: &mut Members) -> Option<&mut Members> {
    members.iter_mut().find_map(|(_, item)| match item {
        Item::Object(members) => Some(members),
        Item::Text(_) => None,
    })
}

fn changed(mut members: Members, change: &Change) -> Members {
    let (Change::Remove(deep, _)
    | Change::Value(deep, ..)
    | Change::Key(deep, ..)
    | Change::Insert(deep, ..)
    | Change::Again(deep, ..)) = *change;
    let own = if deep { inner(&mut members) } else { Some(&mut members) };
    let Some(own) = own else { return members };
    match *change {
        Change::Remove(_, at) if at < own.len() => drop(own.remove(at)),
        Change::Value(_, at, value) if at < own.len() => own[at].1 = Item::Text(value.to_owned()),
        Change::Key(_, at, key) if at < own.len() => own[at].0 = key.to_owned(),
        Change::Insert(_, at, key, value) if at <= own.len() => own.insert(at, text(key, value)),
        Change::Again(_, of, at, value) if of < own.len() && at <= own.len() => {
            let (key, item) = own[of].clone();
            own.insert(at, (key, value.map_or(item, |value| Item::Text(value.to_owned()))));
        }
        _ => {}
    }
    members
}

fn changes() -> Vec<Change> {
    let mut changes = Vec::new();
    for deep in [false, true] {
        for at in 0..3 {
            changes.push(Change::Remove(deep, at));
            changes.extend(VALUES.map(|value| Change::Value(deep, at, value)));
            changes.extend(KEYS.map(|key| Change::Key(deep, at, key)));
            changes.extend(
                (0..4).flat_map(|to| [None, Some("null"), Some("{}")].map(|value| Change::Again(deep, at, to, value))),
            );
        }
        for at in 0..4 {
            changes.extend(MEMBERS.map(|(key, value)| Change::Insert(deep, at, key, value)));
        }
    }
    changes
}

/// Every change of every form, and every tenth pair of changes.
pub(super) fn violations() -> impl Iterator<Item = Vec<u8>> {
    let forms = [error("service.v2", "query_failed"), error("service.v3", "invalid_json"), success("service.v3")];
    forms.into_iter().flat_map(|form| {
        let all = changes();
        let single: Vec<Members> = all.iter().map(|change| changed(form.clone(), change)).collect();
        let pairs = single.clone().into_iter().enumerate().flat_map(move |(number, members)| {
            let others: Vec<Change> = all.iter().skip(number % 10).step_by(10).cloned().collect();
            others.into_iter().map(move |change| changed(members.clone(), &change))
        });
        single.into_iter().chain(pairs).map(|members| written(&members, "").into_bytes())
    })
}

/// Envelopes to be damaged at every place.
pub(super) fn seeds() -> Vec<Vec<u8>> {
    let mut seeds: Vec<Vec<u8>> =
        [error("service.v2", "write_conflict"), error("service.v3", "invalid_json"), success("service.v3")]
            .iter()
            .map(|members| written(members, "").into_bytes())
            .collect();
    seeds.push(written(&error("service.v3", "query_failed"), "\n ").into_bytes());
    seeds.push(
        super::error_of(r#"{"é\u00e9€\ud83d\ude00😀 \"\\\/\b\f\n\r\t":[-0,1.5E+10,{"b":[]},true,false,null]}"#)
            .into_bytes(),
    );
    seeds
}
