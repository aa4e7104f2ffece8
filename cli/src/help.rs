//! The texts of `--help`, wrapped by hand at 100 columns so that they are the same in every host.

/// Under `lockstep --help` and `lockstep -h`.
pub(crate) const PROGRAM_SUMMARY: &str = "Keeps a service's contract and its consumers in step";

/// The beginning of `lockstep --help`.
pub(crate) const PROGRAM: &str = "\
Keeps a service's contract and its consumers in step.

A repository that consumes the MemoryKernel service holds three documents about it: the integration
pin, the compatibility matrix and a byte-exact mirror of the producer's manifest. `check` compares
them with each other and with a policy, and points at every place that is wrong. `classify` judges
what the service answers, `preflight` and `probe` ask a running one. These two use the network, and
`remote`, which asks the producer's repository; nothing else does.
No command changes a file.";

/// The end of `lockstep --help`.
pub(crate) const PROGRAM_END: &str = "\
Examples:
  lockstep check                          check the repository in the current folder
  lockstep check ../app --format json     the same for machines, in the form lockstep-report.v1
  ls -d ../*/ | lockstep check -          check many repositories, one line each
  lockstep explain manifest-hash          what a rule demands, why, and how to mend a violation
  lockstep classify answers.ndjson        judge a log of what the service answered
  lockstep preflight                      what the consumer would do with the service now, and why

Exit codes:
  0  everything was judged and nothing blocks
  1  at least one error was found; a document that is missing counts as one, and a service that is
     not ready
  2  no verdict was possible: wrong arguments, a faulty configuration or policy, a file that could
     not be read, or nothing to judge

Run `lockstep COMMAND --help` for all that a command reads and prints.";

/// The beginning of `lockstep check --help`.
pub(crate) const CHECK: &str = "\
Judges a repository: its pin, matrix and manifest mirror, and whatever else lockstep.toml and the
environment ask for.

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
  [remote]                                       see `lockstep remote --help`

Checks (`--only`; without it, all that are possible; each but the first is a command, too):
  documents     pin, matrix and mirror agree with each other and the policy
  atomic        a baseline that changes changes in all documents at once
  remote        the producer's repository has what is pinned
  handoff       the producer's handoff payload agrees with pin and mirror
  cutover       the decision on the service contract in force is recorded
  governance    documents name the baseline as they must
  boundary      the consumer's source speaks of the service in its adapter alone

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

  lockstep policy > ci/lockstep-policy.json

With `--format typescript`, types of what the service answers by that policy, and guards for them:

  lockstep policy --format typescript > src/memorykernel-contract.ts";

/// The end of `lockstep completions --help`.
pub(crate) const COMPLETIONS_END: &str = "\
Examples:
  lockstep completions bash > ~/.local/share/bash-completion/completions/lockstep
  lockstep completions zsh > ~/.zfunc/_lockstep
  lockstep completions fish > ~/.config/fish/completions/lockstep.fish";

/// The end of the help of a command that is one check.
pub(crate) const SINGLE_END: &str = "\
It is the check of the same name of `lockstep check`, alone. What it demands is in `lockstep.toml`.

Exit codes: 0 nothing blocks, or nothing had to be judged, which is said, 1 errors, 2 could not
judge.";

/// The beginning of `lockstep remote --help`.
pub(crate) const REMOTE: &str = "\
Judges the pin by the producer's repository, through GitHub's API: that the pinned release tag is
there, that the pinned commit is its commit or an ancestor of it, and that the manifest at the tag
has the pinned SHA-256.

As a part of `lockstep check` it runs whenever it is configured or `--remote` is given, unless
`--offline` is.";

/// The end of `lockstep remote --help`.
pub(crate) const REMOTE_END: &str = "\
Environment:
  MEMORYKERNEL_REPO_READ_TOKEN              a token with the right `contents: read` on the
                                            producer's repository; configures the check
  MEMORYKERNEL_GITHUB_TOKEN                 the same, where the other is not set; configures the
                                            check together with the next
  ASSISTSUPPORT_VALIDATE_REMOTE_MANIFEST    1: ask, and take a missing token for an error

The token goes to the API's host alone, over TLS; nothing that is printed has it. A redirect is
followed on that host at most 3 times. An answer has at most 1 MiB and 10 seconds. No proxy is used.

lockstep.toml, in which everything may be left out:
  [remote]
  manifest_path = \"contracts/integration/v1/producer-contract-manifest.json\"
  api = \"https://github.example.com/api/v3\"      where the policy's repository_host is not github.com
  timeout_ms = 10000                             for an answer; at most this many

Exit codes: 0 the producer has what is pinned, 1 it has not, 2 it could not be asked, which is
explained; no token is one of the reasons.";

/// The beginning of `lockstep preflight --help`.
pub(crate) const PREFLIGHT: &str = "\
Asks a running service what the consumer asks it before every question, by the repository's pin, and
says what the consumer would do with the answers, and why.

The requests are GET /v1/health, POST /v1/db/schema-version and, where the policy takes pending
migrations for an unavailable schema, as the embedded one does, GET /v1/ready, which a release may
lack. The first answer that decides ends it. Nothing in the service is changed.";

/// The end of `lockstep preflight --help`.
pub(crate) const PREFLIGHT_END: &str = "\
The service is asked at `--base-url`, else where ASSISTSUPPORT_MEMORY_KERNEL_BASE_URL says, else at
the pin's `default_base_url`; the time it has comes from `--timeout-ms`, else from
ASSISTSUPPORT_MEMORY_KERNEL_TIMEOUT_MS, else from the pin. ASSISTSUPPORT_ENABLE_MEMORY_KERNEL
switches the integration off, as it does for the consumer. The pin is the one that
`lockstep check PATH` would read. A service on another machine is asked only with `--allow-remote`.
`--format json` prints the form lockstep-preflight.v1.

Examples:
  lockstep preflight
  lockstep preflight ../app --base-url http://127.0.0.1:4010 --timeout-ms 500

Exit codes: 0 ready, 1 not ready, so that drafts go on without the service, 2 could not judge: wrong
arguments, or a pin or policy that cannot be used.";

/// The beginning of `lockstep probe --help`.
pub(crate) const PROBE: &str = "\
Sends the requests that a consumer has recorded to a running service and judges every answer, and
holds the same requests against the producer's OpenAPI file.

With both, a request that the OpenAPI allows and the service refuses is one finding that shows both
sides and says who has to change what. The requests are sent one after another, as they are
recorded: what they change in the service, they change. Nothing else is sent, and nothing to another
machine without `--allow-remote`. Answers are judged by the embedded policy.";

/// The end of `lockstep probe --help`.
pub(crate) const PROBE_END: &str = "\
The interactions file, of the form lockstep-interactions.v1 (docs/interactions.schema.json):
  { \"interactions_version\": \"lockstep-interactions.v1\", \"consumer\": \"AssistSupport\",
    \"interactions\": [ { \"name\": \"ask\",
      \"request\": { \"method\": \"POST\", \"path\": \"/v1/query/ask\",
                   \"content_type\": \"application/json\", \"body\": { \"text\": \"...\" } },
      \"expect\": { \"answer\": \"success\", \"status\": 200 } } ] }

`answer` is success, error, health, readiness or schema-version; `status` and, of an error, `code`
may be left out. A body that is no JSON is given as the string `body_text`. The OpenAPI file is
YAML or JSON, version 3.0 or 3.1; what lockstep does not evaluate in it is named, and no verdict.
`--format json` prints the form lockstep-probe.v1.

Examples:
  lockstep probe --interactions interactions.json --openapi openapi.yaml
  lockstep probe --interactions interactions.json --openapi openapi.yaml \\
    --base-url http://127.0.0.1:4010 --contract service.v3

Exit codes: 0 all is as expected, 1 findings, 2 could not judge all: a file that cannot be used, a
service without any whole answer, or a part of the OpenAPI file that is not evaluated.";

/// The beginning of `lockstep classify --help`.
pub(crate) const CLASSIFY: &str = "\
Judges envelopes, the answers of the service, against what its contract promises.

An input is a single body, a log with a body or a record a line, or a HAR file; which of them is
found out from its beginning, or named. An envelope that is not even JSON is judged like any other.
Logs may be of any length: memory stays the same, and a pipe that never ends is judged as it comes.
No configuration is read; a policy is named by `--policy`.";

/// The end of `lockstep classify --help`.
pub(crate) const CLASSIFY_END: &str = "\
Inputs (--input):
  body      one body, over any number of lines
  ndjson    a body a line; an empty line is an answer without a body
  records   a record a line: { \"status\": 500, \"body\": ... }, the body as JSON or as a string that
            holds its text; other keys may be there; a line that is no record is taken for a body
  har       what browsers and proxies save: the status and content of every entry; at most 256 MiB
The status of a record or an entry comes before `--status`. An envelope larger than the policy
allows (16 MiB by default) is judged as too large and not read.

Output (--format):
  human     counts, the first envelopes that do not conform, and where; all about a single body
  json      the same as one document, lockstep-classify.v1
  ndjson    a line for each envelope that does not conform, as soon as it is known: `file`, `line`,
            `entry`, `classification` (lockstep-classification.v1); at the end `summary`

Examples:
  curl -s http://127.0.0.1:4010/v1/health | lockstep classify --status 200 --answer health
  lockstep classify --contract service.v3 answers.ndjson
  lockstep classify --format ndjson session.har | jq -r .classification.class
  tail -f answers.ndjson | lockstep classify --input ndjson --format ndjson

Exit codes: 0 all conform, 1 some do not, 2 an input could not be read, or there is no envelope.";
