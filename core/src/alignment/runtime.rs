//! What the service's source states: two constants, and error codes with their statuses.
//!
//! A text is an error code only where the words around it show that it is one: it stands beside a `StatusCode` outside
//! 2xx in the arguments of a call, in the value of a match arm or an array, or in a struct; or where a call of the same
//! function has one. Everything else is not read, so that nothing is guessed.

use alloc::vec::Vec;

use memchr::{memchr, memmem};

use super::{
    rust::{Placed, Token, tokens},
    status::status,
    voice::{Listed, Said, Speaker, Spoken, Voice, is_code},
};
use crate::{
    finding::Label,
    inquiry::Alignment,
    source::DocumentKind,
    text::{Span, Spanned},
};

/// The place at which a constant is defined.
#[derive(Clone, Debug)]
pub(crate) struct Definition {
    pub(crate) document: DocumentKind,
    /// Where its name stands.
    pub(crate) name: Span,
    /// `None` where it is no string literal.
    pub(crate) value: Option<Spoken>,
}

/// What the source states.
#[derive(Clone, Debug)]
pub(crate) struct Runtime {
    /// Each definition of the constant for the service contract.
    pub(crate) service: Vec<Definition>,
    pub(crate) voice: Voice,
}

/// A module that a file declares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Module<'a> {
    /// Its name.
    pub name: &'a str,
    /// The file that its attribute names.
    pub path: Option<&'a str>,
}

/// The modules that a file declares and that stand in files of their own; those for tests alone are left out.
pub fn modules(text: &str) -> Vec<Module<'_>> {
    // Most files declare none.
    let declares = |start: usize| {
        let behind = text.get(start + 4..).unwrap_or_default();
        behind
            .split(|character: char| !character.is_alphanumeric() && character != '_')
            .next()
            .is_some_and(|name| behind.get(name.len()..).is_some_and(|behind| behind.trim_start().starts_with(';')))
    };
    if !memmem::find_iter(text.as_bytes(), b"mod ").any(declares) {
        return Vec::new();
    }
    let tokens = tokens(text);
    let mut modules = Vec::new();
    let (mut path, mut depth) = (None, 0_usize);
    for (at, placed) in tokens.iter().enumerate() {
        let next = |ahead: usize| tokens.get(at + ahead).map(|placed| placed.token);
        match (placed.token, next(1), next(2)) {
            (Token::Word("path"), Some(Token::Sign(b'=')), Some(Token::Text(text))) => path = Some(text),
            (Token::Word("mod"), Some(Token::Word(name)), Some(Token::Sign(b';'))) if depth == 0 => {
                modules.push(Module { name, path: path.take() });
            }
            (Token::Sign(b'{'), ..) => (path, depth) = (None, depth + 1),
            (Token::Sign(b'}'), ..) => depth = depth.saturating_sub(1),
            (Token::Sign(b';'), ..) => path = None,
            _ => {}
        }
    }
    modules
}

/// Reads the files of the source; `None` where there are none.
pub(super) fn read(files: &[(DocumentKind, &str)], asked: &Alignment) -> Option<Runtime> {
    let (first, _) = *files.first()?;
    let mut voice = Voice::new(Speaker::Source, first);
    let mut service = Vec::new();
    let mut codes = Codes::default();
    for (document, text) in files {
        let tokens = tokens(relevant(text, asked));
        service.extend(definitions(&tokens, &asked.service_constant, *document));
        let api = definitions(&tokens, &asked.api_constant, *document);
        let [_, said, _] = &mut voice.versions;
        said.statements.extend(api.filter_map(|definition| definition.value));
        codes.read(&tokens, *document);
    }
    let statements = service.iter().filter_map(|definition: &Definition| definition.value.clone()).collect();
    let [said, ..] = &mut voice.versions;
    *said = Said { statements, gap: None };
    codes.into_voice(&mut voice);
    Some(Runtime { service, voice })
}

/// The beginning of a file behind which nothing is stated that is looked for: all of it where it names a status.
fn relevant<'t>(text: &'t str, asked: &Alignment) -> &'t str {
    if memmem::find(text.as_bytes(), b"StatusCode").is_some() {
        return text;
    }
    let constants = [&asked.service_constant, &asked.api_constant];
    let last = constants.into_iter().filter_map(|name| memmem::rfind(text.as_bytes(), name.as_bytes())).max();
    let end = last.map(|last| {
        memchr(b';', text.as_bytes().get(last..).unwrap_or_default()).map_or(text.len(), |end| last + end + 1)
    });
    text.get(..end.unwrap_or_default()).unwrap_or(text)
}

/// Each definition of a constant.
fn definitions<'t>(
    tokens: &'t [Placed<'_>],
    name: &'t str,
    document: DocumentKind,
) -> impl Iterator<Item = Definition> + 't {
    tokens.windows(3).enumerate().filter_map(move |(at, window)| {
        let [keyword, found, colon] = window else { return None };
        let is_constant = matches!(keyword.token, Token::Word("const" | "static" | "mut"));
        if !is_constant || found.token != Token::Word(name) || colon.token != Token::Sign(b':') {
            return None;
        }
        let mut behind =
            tokens.iter().skip(at + 3).skip_while(|placed| !matches!(placed.token, Token::Sign(b'=' | b';')));
        let value = match (behind.next(), behind.next(), behind.next()) {
            (Some(equals), Some(Placed { token: Token::Text(text), span }), Some(end))
                if equals.token == Token::Sign(b'=') && end.token == Token::Sign(b';') =>
            {
                Some(Spoken { text: (*text).into(), document, span: *span })
            }
            _ => None,
        };
        Some(Definition { document, name: found.span, value })
    })
}

/// A code that the words around it show to be one.
struct Shown {
    code: Spoken,
    status: Option<Spoken>,
}

/// A text that is an argument of its own.
struct Argument<'t> {
    callee: &'t str,
    number: usize,
    code: Spoken,
}

/// Error codes of all files.
#[derive(Default)]
struct Codes {
    shown: Vec<Shown>,
}

/// A bracket that is open.
struct Open<'t> {
    sign: u8,
    /// The function that is called.
    callee: Option<&'t str>,
    /// Whether a code may stand beside its status in here.
    may_pair: bool,
    /// The number of the argument.
    number: usize,
    /// How many codes were shown before it.
    shown: usize,
}

impl Codes {
    fn read(&mut self, tokens: &[Placed<'_>], document: DocumentKind) {
        let mut open: Vec<Open<'_>> = Vec::new();
        let mut arguments: Vec<Argument<'_>> = Vec::new();
        let mut callees: Vec<(&str, usize)> = Vec::new();
        for (at, placed) in tokens.iter().enumerate() {
            match placed.token {
                Token::Sign(sign @ (b'(' | b'[' | b'{')) => {
                    open.push(opened(tokens, at, sign, open.last(), self.shown.len()));
                }
                Token::Sign(b')' | b']' | b'}') => {
                    let is_received = tokens.get(at + 1).is_some_and(|next| next.token == Token::Sign(b'.'));
                    if let Some(closed) = open.pop()
                        && closed.sign == b'('
                        && closed.callee.is_none()
                        && is_received
                    {
                        // A tuple with a method: an answer in itself, and its text no code.
                        self.shown.truncate(closed.shown);
                    }
                }
                Token::Sign(b',') => {
                    if let Some(open) = open.last_mut() {
                        open.number += 1;
                    }
                }
                Token::Text(text) if is_code(text) => {
                    if let Some(Open { callee: Some(callee), number, .. }) = open.last()
                        && stands_alone(tokens, at)
                    {
                        let code = Spoken { text: text.into(), document, span: placed.span };
                        arguments.push(Argument { callee, number: *number, code });
                    }
                }
                Token::Word("StatusCode") => {
                    if let (Some(open), Some(pair)) = (open.last(), paired(tokens, at, document))
                        && (open.may_pair || (open.sign == b'{' && pair.is_field))
                    {
                        callees.extend(open.callee.map(|callee| (callee, pair.number(open))));
                        self.shown.push(Shown { code: pair.code, status: Some(pair.status) });
                    }
                }
                _ => {}
            }
        }
        let of_codes = |argument: &Argument<'_>| callees.contains(&(argument.callee, argument.number));
        for argument in arguments.into_iter().filter(of_codes) {
            let is_same = |shown: &Shown| shown.code.span == argument.code.span && shown.code.document == document;
            if !self.shown.iter().any(is_same) {
                self.shown.push(Shown { code: argument.code, status: None });
            }
        }
    }

    fn into_voice(self, voice: &mut Voice) {
        if self.shown.is_empty() {
            return;
        }
        let mut shown = self.shown;
        crate::order::sort_by(&mut shown, |one, two| {
            (one.code.document, one.code.span).cmp(&(two.code.document, two.code.span))
        });
        let statuses = shown.iter().filter_map(|shown| Some((shown.code.text.clone(), shown.status.clone()?)));
        voice.statuses = statuses.collect();
        voice.codes = Some(Listed {
            codes: shown.into_iter().map(|shown| shown.code).collect(),
            gap: Label::new(voice.document, Span::default(), "nothing in the source names it"),
        });
    }
}

/// What a bracket opens.
fn opened<'t>(tokens: &[Placed<'t>], at: usize, sign: u8, around: Option<&Open<'_>>, shown: usize) -> Open<'t> {
    let before = |back: usize| at.checked_sub(back).and_then(|at| tokens.get(at)).map(|placed| placed.token);
    let callee = match (sign, before(1)) {
        (b'(', Some(Token::Word(word))) if !is_keyword(word) => Some(word),
        _ => None,
    };
    let is_arm = before(1) == Some(Token::Sign(b'>')) && before(2) == Some(Token::Sign(b'='));
    let is_element =
        around.is_some_and(|around| around.sign == b'[') && matches!(before(1), Some(Token::Sign(b'[' | b',')));
    let may_pair = sign == b'(' && (callee.is_some() || is_arm || is_element);
    Open { sign, callee, may_pair, number: 0, shown }
}

fn is_keyword(word: &str) -> bool {
    matches!(word, "return" | "in" | "if" | "while" | "match" | "let" | "else" | "move" | "mut" | "ref" | "break")
}

/// Whether a piece is all that stands between two commas or brackets.
fn stands_alone(tokens: &[Placed<'_>], at: usize) -> bool {
    let is = |at: Option<usize>, signs: &[u8]| {
        let token = at.and_then(|at| tokens.get(at)).map(|placed| placed.token);
        matches!(token, Some(Token::Sign(sign)) if signs.contains(&sign))
    };
    is(at.checked_sub(1), b"(,[") && is(Some(at + 1), b"),]")
}

/// A status and the code beside it.
struct Pair {
    code: Spoken,
    status: Spoken,
    /// Both are values of fields.
    is_field: bool,
    /// The code stands behind the status.
    is_behind: bool,
}

impl Pair {
    /// The number of the code among the arguments.
    fn number(&self, open: &Open<'_>) -> usize {
        if self.is_behind { open.number + 1 } else { open.number.saturating_sub(1) }
    }
}

/// The pair of the status whose `StatusCode` is at `at`; `None` where no code stands beside it, or one on each side.
fn paired(tokens: &[Placed<'_>], at: usize, document: DocumentKind) -> Option<Pair> {
    let token = |at: usize| tokens.get(at).map(|placed| placed.token);
    let is = |at: Option<usize>, sign| at.and_then(token) == Some(Token::Sign(sign));
    let name = tokens.get(at + 3).filter(|_| is(Some(at + 1), b':') && is(Some(at + 2), b':'))?;
    let Token::Word(word) = name.token else { return None };
    let number = status(word)?;
    let mut start = at;
    while is(start.checked_sub(1), b':') && is(start.checked_sub(2), b':') {
        start = start.checked_sub(3)?;
    }
    let is_field = is(start.checked_sub(1), b':');
    let before = if is_field { start.checked_sub(2) } else { Some(start) };
    let before = before.and_then(|at| at.checked_sub(2)).filter(|code| is(Some(code + 1), b','));
    let behind = if is_field { at + 7 } else { at + 5 };
    let behind = Some(behind).filter(|code| is(Some(at + 4), b',') && (!is_field || is(Some(code - 1), b':')));
    let code = |at: Option<usize>, limits: &[u8]| {
        let at = at?;
        let Token::Text(text) = token(at).filter(|_| limits.iter().any(|limit| is(at.checked_sub(1), *limit)))? else {
            return None;
        };
        let ends = [b',', b')', b'}'].into_iter().any(|end| is(Some(at + 1), end));
        (is_code(text) && ends).then(|| tokens.get(at).map(|placed| Spanned { value: text, span: placed.span }))?
    };
    let limits: &[u8] = if is_field { b":" } else { b",(" };
    let (code, is_behind) = match (code(before, limits), code(behind, limits)) {
        (Some(code), None) => (code, false),
        (None, Some(code)) => (code, true),
        _ => return None,
    };
    let start = tokens.get(at)?.span;
    Some(Pair {
        code: Spoken { text: code.value.into(), document, span: code.span },
        status: Spoken { text: alloc::format!("{number}"), document, span: start.cover(name.span) },
        is_field,
        is_behind,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::{
        format,
        string::{String, ToString},
    };

    fn asked() -> Alignment {
        Alignment { service_constant: "S".into(), api_constant: "A".into(), ..Alignment::default() }
    }

    fn codes(text: &str) -> String {
        let runtime = read(&[(DocumentKind::Runtime(0), text)], &asked()).expect("a source");
        let voice = runtime.voice;
        let listed = voice.codes.map(|listed| listed.codes).unwrap_or_default();
        let shown = listed.iter().map(|code| {
            // Each place must be that of the text itself.
            assert_eq!(&text[code.span.range()], format!("\"{}\"", code.text));
            let mut statuses = voice.statuses.iter().filter(|(of, _)| *of == code.text);
            format!("{}={}", code.text, statuses.next().map_or("?", |(_, status)| status.text.as_str()))
        });
        shown.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn constants_are_read_where_they_are_defined() {
        let text =
            "// const S: &str = \"a\";\npub const S: &'static str = \"b\"; const T: &str = S; static A: &str = A!();";
        let runtime = read(&[(DocumentKind::Runtime(0), text)], &asked()).expect("a source");
        let values: Vec<_> =
            runtime.service.iter().map(|found| found.value.as_ref().map(|value| &value.text)).collect();
        assert_eq!(values, [Some(&"b".to_string())]);
        let split =
            "const S: &str = concat!(\"a\", \"b\"); #[cfg(test)] const S: &str = \"c\"; let s = \"const S: x\";";
        let runtime = read(&[(DocumentKind::Runtime(0), split)], &asked()).expect("a source");
        assert_eq!((runtime.service.len(), runtime.service[0].value.is_none()), (1, true));
    }

    #[test]
    fn codes_are_those_that_stand_beside_a_status() {
        for (text, expected) in [
            ("f(StatusCode::CONFLICT, \"a_b\", m)", "a_b=409"),
            ("match x { X => (\"a\", http::StatusCode::NOT_FOUND), _ => y }", "a=404"),
            ("let t = [(\"a\", StatusCode::BAD_REQUEST), (\"b\", StatusCode::GONE)];", "a=400 b=410"),
            ("E { status: StatusCode::NOT_FOUND, code: \"a\" }", "a=404"),
            ("E { code: \"a\", status: axum::http::StatusCode::NOT_FOUND, m }", "a=404"),
            ("Self::f(r.status(), \"a\", m); g(Self::f(StatusCode::CONFLICT, \"b\", m))", "a=? b=409"),
            ("s.f(StatusCode::CONFLICT, \"a\", \"label\", |x| \"c\")", "a=409"),
        ] {
            assert_eq!(codes(text), expected, "{text}");
        }
    }

    #[test]
    fn what_may_be_something_else_is_not_read() {
        for text in [
            "(StatusCode::NOT_FOUND, \"missing\").into_response()",
            "match x { X => (StatusCode::NOT_FOUND, \"missing\").into_response() }",
            "Err((StatusCode::NOT_FOUND, \"missing\"))",
            "return (StatusCode::NOT_FOUND, \"missing\");",
            "assert_eq!(a, StatusCode::NOT_FOUND, \"missing\")",
            "f(StatusCode::OK, \"fine\")",
            "f(StatusCode::NOT_FOUND, \"not found\")",
            "f(StatusCode::NOT_FOUND, \"missing\".to_owned())",
            "f(\"a\", StatusCode::NOT_FOUND, \"b\")",
            "f(StatusCode::from_u16(404), \"a\")",
            "{ StatusCode::NOT_FOUND, \"a\" }",
            "// f(StatusCode::NOT_FOUND, \"a\")",
            "#[test] fn t() { f(StatusCode::NOT_FOUND, \"a\") }",
        ] {
            assert_eq!(codes(text), "", "{text}");
        }
    }

    #[test]
    fn modules_are_those_in_files_of_their_own() {
        let text = "mod a;\npub(crate) mod b ;\n#[cfg(test)]\nmod c;\nmod d { mod e; }\n#[path = \"g.rs\"] mod f;\n// mod h;\nmod i;";
        let found: Vec<_> = modules(text).iter().map(|module| (module.name, module.path)).collect();
        assert_eq!(found, [("a", None), ("b", None), ("f", Some("g.rs")), ("i", None)]);
        assert_eq!(modules("fn a() {} // mod b"), []);
    }
}
