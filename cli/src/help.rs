//! The texts of `--help`, wrapped by hand at 100 columns so that they are the same in every host.

/// Under `lockstep --help` and `lockstep -h`.
pub(crate) const PROGRAM_SUMMARY: &str = "Keeps a service's contract and its consumers in step";

/// The beginning of `lockstep --help`.
pub(crate) const PROGRAM: &str = "\
Keeps a service's contract and its consumers in step.

A repository that consumes the MemoryKernel service holds three documents about it: the integration
pin, the compatibility matrix and a byte-exact mirror of the producer's manifest. lockstep reads
them, compares them with each other and with a policy, and points at every place that is wrong.
It reads nothing else, changes nothing and needs no network.";

/// The end of `lockstep --help`.
pub(crate) const PROGRAM_END: &str = "\
Examples:
  lockstep check                          check the repository in the current folder
  lockstep check ../app --format json     the same for machines, in the form lockstep-report.v1
  ls -d ../*/ | lockstep check -          check many repositories, one line each
  lockstep explain manifest-hash          what a rule demands, why, and how to mend a violation

Exit codes:
  0  every rule that applies ran and none found an error
  1  at least one error was found; a document that is missing counts as one
  2  no verdict was possible: wrong arguments, a faulty configuration or policy, a file that could
     not be read, or nothing to check

Run `lockstep COMMAND --help` for all that a command reads and prints.";

/// The beginning of `lockstep check --help`.
pub(crate) const CHECK: &str = "\
Judges the pin, the matrix and the manifest mirror of a repository.

Every fault is shown in one run, with the line it stands on, what was expected, what is there and
how to mend it. Files are only read, never changed, and never outside the repository: a symbolic
link that leads out of it is a finding.";

/// The end of `lockstep check --help`.
pub(crate) const CHECK_END: &str = "\
What is read, relative to PATH:
  lockstep.toml                                  if there is one, says where the documents stand
  config/memorykernel-integration-pin.json       the integration pin
  docs/MEMORYKERNEL_COMPATIBILITY_MATRIX.md      the compatibility matrix
  config/memorykernel-producer-manifest.json     the mirror of the producer's manifest

lockstep.toml, in which everything may be left out:
  policy = \"ci/lockstep-policy.json\"             a policy in place of the embedded one
  [documents]
  pin = \"path/to/pin.json\"
  matrix = \"path/to/matrix.md\"
  manifest = \"path/to/manifest.json\"

Many repositories (more than one PATH, or `-`) get one line each, in the order given, and a closing
line that counts them. With `--format json` every line is a JSON object: `repository` with `report`
(lockstep-report.v1) or `error` (lockstep-error.v1), at the end `tally`. The exit code is the worst.

Environment, unless --color is given:
  NO_COLOR          not empty: never colour
  CLICOLOR_FORCE    not empty and not 0: colour even into a pipe
  TERM              dumb: do not colour

Examples:
  lockstep check
  lockstep check --quiet --color never packages/app
  lockstep check --format json > report.json
  lockstep check --policy ci/policy.json --today 2026-02-14 app-one app-two
  find . -name lockstep.toml -printf '%h\\n' | lockstep check -

Exit codes: 0 pass, 1 fail, 2 could not judge (see `lockstep --help`).";

/// The end of `lockstep policy --help`.
pub(crate) const POLICY_END: &str = "\
The policy is that of `--policy`, else the one that lockstep.toml in PATH (or `--config`) names,
else the embedded one, with every default filled in. What is printed is a policy file itself:

  lockstep policy > ci/lockstep-policy.json";

/// The end of `lockstep completions --help`.
pub(crate) const COMPLETIONS_END: &str = "\
Examples:
  lockstep completions bash > ~/.local/share/bash-completion/completions/lockstep
  lockstep completions zsh > ~/.zfunc/_lockstep
  lockstep completions fish > ~/.config/fish/completions/lockstep.fish";
