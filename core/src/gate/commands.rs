//! Reads the suites of a gate file: the commands that are run for evidence.

use alloc::{format, string::String, vec::Vec};

use super::{
    file::{Command, Suite, Words},
    object::{Fault, Object, dated_path, fault, name, number, path, text},
};
use crate::{
    text::{Spanned, quoted},
    tree::Tree,
};

/// The most milliseconds that a command may take where nothing is said: half an hour.
const TIMEOUT_MS: u64 = 30 * 60 * 1000;
/// The longest time that may be allowed, in milliseconds: a day.
const LONGEST_MS: u64 = 86_400_000;
/// The most bytes of an output where nothing is said.
const OUTPUT_BYTES: u64 = 16 << 20;
/// The most bytes of an output that may be allowed.
const MOST_OUTPUT_BYTES: u64 = 256 << 20;

pub(super) fn suite(tree: &Tree<'_>, _: &str) -> Result<Suite, Fault> {
    let object = Object::of(tree, &["name", "evidence", "commands"])?;
    let commands = object.list("commands", command)?;
    if commands.is_empty() {
        return fault("a suite without `commands` would show nothing", object.span);
    }
    super::read::distinct(commands.iter().map(|command| &command.name))?;
    Ok(Suite {
        name: name(object.value("name")?, "name")?,
        evidence: dated_path(object.value("evidence")?, "evidence")?,
        commands,
    })
}

fn command(tree: &Tree<'_>, _: &str) -> Result<Command, Fault> {
    let object = Object::of(tree, &["name", "run", "shell", "folder", "environment", "timeout_ms", "output_bytes"])?;
    let words = match (object.get("run"), object.get("shell")) {
        (Some(_), Some(shell)) => return fault("both `run` and `shell` are given", shell.span),
        (None, None) => {
            return fault("neither `run`, a program and its arguments, nor `shell`, a line, is given", object.span);
        }
        (None, Some(shell)) => Words::Shell(text(shell, "shell")?.value),
        (Some(run), None) => {
            let words = object.list("run", word)?;
            match words.first() {
                Some(program) if !program.trim().is_empty() => Words::Program(words),
                _ => return fault("`run` names no program", run.span),
            }
        }
    };
    let bounded = |key: &str, most: u64, default: u64| {
        let read = object.optional(key, |value, key| number(value, key, (1, most)))?;
        Ok(read.unwrap_or(default))
    };
    Ok(Command {
        name: name(object.value("name")?, "name")?,
        words,
        folder: object.optional("folder", path)?.map(|folder| folder.value),
        environment: object.list("environment", variable)?,
        timeout_ms: bounded("timeout_ms", LONGEST_MS, TIMEOUT_MS)?,
        output_bytes: bounded("output_bytes", MOST_OUTPUT_BYTES, OUTPUT_BYTES)?,
    })
}

/// A word of a command line, which may be empty.
fn word(tree: &Tree<'_>, key: &str) -> Result<String, Fault> {
    match tree.text() {
        Some(text) if text.contains('\0') => fault(format!("a word of `{key}` holds a NUL character"), tree.span),
        Some(text) => Ok(text.into()),
        None => fault(format!("`{key}` has {}, not a string", tree.type_name()), tree.span),
    }
}

fn variable(tree: &Tree<'_>, key: &str) -> Result<String, Fault> {
    let Spanned { value, span } = text(tree, key)?;
    let good = value.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if good { Ok(value) } else { fault(format!("{} is no name of a variable", quoted(&value)), span) }
}

/// The words of a command in one line, for people.
impl Words {
    /// One line: the words of a program with a blank between them, or the line of the shell.
    pub fn line(&self) -> String {
        match self {
            Self::Shell(line) => line.clone(),
            Self::Program(words) => words.iter().map(String::as_str).collect::<Vec<_>>().join(" "),
        }
    }
}
