//! `lockstep completions`: the script that teaches a shell the program's arguments.

use clap_complete::Shell;

use crate::{arguments, outcome::Outcome};

pub(crate) fn run(shell: Shell) -> Outcome {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut arguments::parser(), arguments::NAME, &mut script);
    Outcome { stdout: script, ..Outcome::default() }
}
