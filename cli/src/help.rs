//! The texts of `--help`, wrapped by hand at 100 columns so that they are the same in every host.

/// Under `lockstep --help` and `lockstep -h`.
pub(crate) const PROGRAM_SUMMARY: &str = "Keeps a service's contract and its consumers in step";

/// The beginning of `lockstep --help`.
pub(crate) const PROGRAM: &str = "\
Keeps a service's contract and its consumers in step.

A repository that consumes the MemoryKernel service holds three documents about it: the integration
pin, the compatibility matrix and a byte-exact mirror of the producer's manifest. `check` compares
them with each other and with a policy, and points at every place that is wrong. `classify` judges
what the service answers, `preflight` and `probe` ask a running one. `repin` moves the documents to
another release, `rollback` goes back, `freeze` keeps them where they are, `init` sets a repository
up.

`producer` judges the service's own repository: manifest, source, OpenAPI file, documents, payloads
and evidence; `producer generate` makes what is handed over. `diff` says what changed between two
states of a contract and whom it harms, `notice` when that may be released, `gate` whether all is
shown that a step needs.

`preflight`, `probe`, `remote` and `repin` use the network.";

/// The end of `lockstep --help`.
pub(crate) const PROGRAM_END: &str = "\
Examples:
  lockstep check                          check the repository in the current folder
  lockstep check ../app --format json     the same for machines, in the form lockstep-report.v1
  ls -d ../*/ | lockstep check -          check many repositories, one line each
  lockstep explain manifest-hash          what a rule demands, why, and how to mend a violation
  lockstep classify answers.ndjson        judge a log of what the service answered
  lockstep preflight                      what the consumer would do with the service now, and why
  lockstep producer check                 check the service's own repository
  lockstep diff v0.3.2: v0.4.0:           what changed between two releases of it

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
how to mend it. Documents are only read, never changed, and never outside the repository: a
symbolic link that leads out of it is a finding.";

/// The end of `lockstep check --help`.
pub(crate) const CHECK_END: &str = "\
What is read, relative to PATH:
  lockstep.toml                                  if there is one, says where the documents stand
  config/memorykernel-integration-pin.json       the integration pin
  docs/MEMORYKERNEL_COMPATIBILITY_MATRIX.md      the compatibility matrix
  config/memorykernel-producer-manifest.json     the mirror of the producer's manifest
  services/memorykernel/docs/implementation/PRODUCER_RELEASE_HANDOFF_LATEST.json
                                                 the producer's handoff payload, if there is one;
                                                 `lockstep handoff --help` says more

lockstep.toml, in which everything may be left out:
  policy = \"ci/lockstep-policy.json\"             a policy in place of the embedded one
  [documents]
  pin = \"path/to/pin.json\"
  matrix = \"path/to/matrix.md\"
  manifest = \"path/to/manifest.json\"
  [[waivers]]                                    a finding that may pass for a while
  rule = \"timeout-range\"
  fingerprint = \"0123456789abcdef\"             or `document`, for all findings of the rule there
  reason = \"why\"
  owner = \"who\"
  expires = 2026-06-30                           the last day
  [remote]                                       see `lockstep remote --help`

Checks (`--only`; without it, all that are possible; each but the first is a command, too):
  documents     pin, matrix and mirror agree with each other and the policy
  atomic        a baseline that changes changes in all documents at once
  remote        the producer's repository has what is pinned
  handoff       the producer's handoff payload agrees with pin and mirror
  cutover       the decision on the service contract in force is recorded
  governance    documents name the baseline as they must
  boundary      the consumer's source speaks of the service in its adapter alone

Outputs (`--output FORMAT` to standard output, `--output FORMAT=FILE` to files, as many as wanted):
  human, json   code frames for people; lockstep-report.v1 for machines
  sarif         SARIF 2.1.0 for code scanning
  github        annotations of a GitHub job; all of the report is added to the job's summary, where
                GITHUB_STEP_SUMMARY names its file
  junit         JUnit XML: a failure for each error
  markdown      a summary of at most 1 MB

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
  lockstep check --output github --output sarif=lockstep.sarif
  lockstep check --policy ci/policy.json --today 2026-02-14 app-one app-two
  find . -name lockstep.toml -printf '%h\\n' | lockstep check -

Exit codes: 0 pass, 1 fail, 2 could not judge (see `lockstep --help`).";

/// The beginning of `lockstep producer --help`.
pub(crate) const PRODUCER: &str = "\
Judges the repository of a service that publishes a contract manifest.

`check` runs every check and reports all of them at once; each check is a command of its own, too.
Everything is compared with the manifest, as a consumer's documents are with its pin.";

/// The end of `lockstep producer --help`.
pub(crate) const PRODUCER_END: &str = "\
Examples:
  lockstep producer check                 judge the repository in the current folder by every check
  lockstep producer generate handoff      make the payload of the release
  lockstep producer alignment ../kernel   compare source, OpenAPI, documents and manifest
  lockstep check --role producer          the same as `lockstep producer check`

`lockstep check` knows a producer's repository by its manifest, where it is no consumer's.";

/// The beginning of `lockstep producer check --help`.
pub(crate) const PRODUCER_CHECK: &str = "\
Judges a producer's repository by every check, and shows every fault in one run.";

/// The end of `lockstep producer check --help`.
pub(crate) const PRODUCER_CHECK_END: &str = "\
What is read, relative to PATH (each place can be changed in lockstep.toml):
  contracts/integration/v1/producer-contract-manifest.json   the manifest
  contracts/integration/v1/service-slo-policy.json           the objectives for the service, with
  docs/spec/service-slo-policy.md                            their document and the workflows ci.yml
  .github/workflows                                          and release.yml that apply them
  docs/implementation                                        PRODUCER_RELEASE_HANDOFF_LATEST.json,
                                                             RELEASE_EVIDENCE_BUNDLE_LATEST.json
                                                             with all that it lists, and the newest
                                                             ACTIVE_RUNTIME_STATUS_PRODUCER_*.md and
                                                             RUNTIME_CUTOVER_DECISION_RECORD_PRODUCER_*.md
Without one of these but the manifest, its check is skipped, and that is said. A check that is a
command of its own, or that lockstep.toml requires, fails without its document.

Exit codes: 0 pass, 1 fail, 2 could not judge (see `lockstep --help`).";

/// The beginning of the end of the help for the checks of a producer's records.
pub(crate) const PRODUCER_RECORDS_END: &str = "\
Of a path with a `*` in its last part, the file that is last by name counts, so that of dated names
the newest does. Unless lockstep.toml says otherwise, it is as if it said:";

/// The end of `lockstep producer CHECK --help`.
pub(crate) const PRODUCER_SINGLE_END: &str = "\
This is `lockstep producer check --only` this check; `lockstep producer check --help` says more.

Exit codes: 0 pass, 1 fail, 2 could not judge (see `lockstep --help`).";

/// The end of `lockstep producer notice --help`.
pub(crate) const PRODUCER_NOTICE_END: &str = "\
Against the base of a change: every error code that comes was announced in the record of notices and
its notice is over; documentation, specification, tests and changelog change with it; no code goes.
`lockstep notice` counts a notice, `lockstep notice announce` records one.

lockstep.toml, in which everything may be left out:
  [producer.notice]
  record = \"contracts/integration/error-code-notices.json\"
  documentation = [\"docs/spec\"]         of each list, one file or folder must change; an empty
  specification = [\"openapi\"]           list demands none
  tests = [\"crates\"]
  changelog = [\"CHANGELOG.md\"]
  [notice]                              the calendar; see `lockstep notice --help`

Exit codes: 0 pass, or no base is known, which is said, 1 fail, 2 could not judge.";

/// The beginning of `lockstep producer generate --help`.
pub(crate) const GENERATE: &str = "\
Makes what is handed over with a release from manifest, policy and git: payloads, evidence, the
consumer impact statement.

The same day, commit and files give the same bytes. Nothing is made of a manifest that does not pass
its own rules. What stands there is shown as a patch before it is replaced; on a terminal you are
asked, in a pipe the command itself says so.";

/// The end of `lockstep producer generate --help`.
pub(crate) const GENERATE_END: &str = "\
lockstep.toml, in which everything may be left out; the defaults are MemoryKernel's:
  [producer.generate]
  repository = \"owner/name\"
  verification_commands = [\"cargo test --workspace\"]
  cutover_gates = \"docs/gates.md\"       the document of a cutover's gates
  artifacts = [\"docs/release.md\"]       what the evidence digests, too
  compliance_standards, compliance_entrypoint
  [producer.handoff]
  consumer_commands = [\"pnpm test\"]     what a consumer runs before it takes a candidate on
Where the files stand is said where their checks look for them: `path` in [producer.handoff],
[producer.rehearsal], [producer.bundle], [producer.changelog] and so on.

The day is `--today`, else that of SOURCE_DATE_EPOCH, else today in UTC; instants are its midnight.
With `--check`, day and commit are those that the file states itself. The patch goes to standard
output, everything else to standard error.

Examples:
  lockstep producer generate handoff
  lockstep producer generate handoff --mode service-v3-candidate --out candidate.json
  lockstep producer generate rehearsal --dry-run
  lockstep producer generate bundle --check      in CI
  lockstep producer generate impact --since v0.3.2 >> CHANGELOG.md

Exit codes: 0 done, or nothing to do; 1 refused, you said no, or with `--check` another file; 2 could
not be done, and nothing was changed.";

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

/// The end of `lockstep handoff --help`.
pub(crate) const HANDOFF_END: &str = "\
The payload is that of `--handoff`, else where MEMORYKERNEL_HANDOFF_PAYLOAD_PATH says, else the
first that stands where `[handoff]` in lockstep.toml says, else
services/memorykernel/docs/implementation/PRODUCER_RELEASE_HANDOFF_LATEST.json. Where none stands
and none is required, nothing is judged, which is said, and the exit code is 0.

`lockstep handoff verify` is the same command.

`--candidate` judges a candidate before the cutover: a payload must be there, of any release, for
service.v3 (or `--candidate=VERSION`), and everything that a rehearsal needs must be promised.

lockstep.toml, in which everything may be left out:
  [handoff]
  path = \"path/to/payload.json\"         or `paths`, of which the first that exists counts
  required = true                       a payload must be there
  pin_match = \"relaxed\"                 tag and commit may be others than the pin's
  expected_service_contract_version = \"service.v3\"   in place of the pin's; the same with
                                        expected_api_contract_version and
                                        expected_integration_baseline
  consumer_commands = [\"npm test\"]      what a candidate's payload must ask the consumer to run

Environment, which comes before lockstep.toml and after the options:
  ASSISTSUPPORT_REQUIRE_HANDOFF_PAYLOAD            1: a payload must be there
  ASSISTSUPPORT_HANDOFF_REQUIRE_PIN_MATCH          0: relaxed
  MEMORYKERNEL_EXPECTED_SERVICE_CONTRACT_VERSION   in place of the pin's; so with
                                                   MEMORYKERNEL_EXPECTED_API_CONTRACT_VERSION and
                                                   MEMORYKERNEL_EXPECTED_INTEGRATION_BASELINE

A run over one repository that passes leaves artifacts/memorykernel-handoff-evidence.json, or what
`evidence.handoff` in lockstep.toml names; any other removes it, so that none is older than its run.

Exit codes: 0 nothing blocks, or nothing had to be judged, 1 errors, 2 could not judge.";

/// The end of `lockstep evidence contract --help`.
pub(crate) const EVIDENCE_CONTRACT_END: &str = "\
The check is that of `lockstep check PATH`, with all that lockstep.toml and the environment ask for.
Then the command runs in PATH by the system's shell, whatever the check said, and the evidence is
written to artifacts/memorykernel-contract-evidence.json (docs/contract-evidence.schema.json).
`verification.status` is `passed` where the check passed and the command ended with 0, else
`failed`. A run that breaks off leaves no evidence, not even an older one.

One word behind `--` is a line for the shell. Several are a program and its arguments: what the
shell would not leave as it is stands between single quotes, as POSIX shells read them.

lockstep.toml, in which everything may be left out:
  [evidence]
  contract = \"artifacts/memorykernel-contract-evidence.json\"
  pin_sync_command = \"pnpm run check:memorykernel-pin\"   what readers may run to check the documents

Examples:
  lockstep evidence contract -- pnpm vitest run src/hooks
  lockstep evidence contract -- \"pnpm test && cargo test memory_kernel\"

Exit codes: 0 passed, 1 failed, 2 the check could not judge, or the command could not be started.";
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

/// The end of `lockstep atomic --help`.
pub(crate) const ATOMIC_END: &str = "\
Compares the files as they stand with those at the merge base of HEAD and what the change goes into:
`--base`, else what CI says (GITHUB_EVENT_PATH, GITHUB_BASE_REF; CI_MERGE_REQUEST_DIFF_BASE_SHA,
CI_COMMIT_BEFORE_SHA). Without a base, or where a clone is too shallow to tell, nothing is judged,
which is said; with `--require-base` it is exit code 2. Git only reads, and fetches nothing.

A release tag, commit, contract version, hash or repository that changes in pin, matrix or mirror
changes in all that state it. Under a freeze (config/memorykernel-freeze.json) it does not change.

lockstep.toml:
  [atomic]
  mode = \"files\"    the three files change together or not at all [default: \"values\"]

Examples:
  lockstep atomic --base origin/main
  lockstep check --new-only --base origin/main     only findings block that the base does not have

Exit codes: 0 nothing blocks, or nothing had to be judged, 1 errors, 2 could not judge.";

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

/// The beginning of `lockstep repin --help`.
pub(crate) const REPIN: &str = "\
Moves pin, matrix and mirror to another release of the producer, as one change.

The new values are put where the old ones stand, an approved row is added to the matrix, and every
other byte stays. The result must pass `lockstep check`; otherwise its report is shown and nothing
is changed. The change is shown as a patch; on a terminal you are asked before it is made. Either
all three files are replaced or none, whatever interrupts it: until the next `lockstep repin`
finishes an interrupted one, or `lockstep rollback` undoes it, every command says so and judges
nothing.";

/// The end of `lockstep repin --help`.
pub(crate) const REPIN_END: &str = "\
The manifest is a file; an address, fetched in at most 10 seconds and not followed elsewhere; or the
tag of a release, fetched from the pin's repository by GitHub's API with the token in
MEMORYKERNEL_REPO_READ_TOKEN or MEMORYKERNEL_GITHUB_TOKEN, if one is set.

The approved row names the application's version from package.json and its commit from git, as long
as the previous row has it, else those of the previous row. An older release than the pinned one is
refused: that is `lockstep rollback`. Under a freeze (`lockstep freeze`) only an emergency moves the
baseline; it is recorded.

The patch goes to standard output, everything else to standard error, so `--dry-run` gives a file
for `git apply`. `--pr-body` writes the text of a pull request with the consumer impact statement.

Examples:
  lockstep repin --manifest ../MemoryKernel/contracts/integration/v1/producer-contract-manifest.json
  lockstep repin --manifest v0.4.0 --dry-run > repin.patch
  lockstep repin --manifest v0.4.0 --yes --pr-body body.md

Exit codes: 0 done, already pinned, or it would pass; 1 refused, or you said no; 2 could not be done,
and nothing was changed unless it says \"interrupted repin\".";

/// The beginning of `lockstep rollback --help`.
pub(crate) const ROLLBACK: &str = "\
Restores pin, matrix and mirror of the last approved release, byte for byte as git has them.

That is the newest commit whose three documents pass today's policy and pin an earlier release, one
that the matrix does not list as anything but approved; `--to` names another. An incident summary
with fields to fill and a freeze of the baseline come with it, in one change like that of
`lockstep repin`. Where a repin was interrupted, it is undone first; without `--to` that is all.";

/// The end of `lockstep rollback --help`.
pub(crate) const ROLLBACK_END: &str = "\
lockstep.toml, in which everything may be left out:
  [rollback]
  incidents = \"docs/incidents\"
  [freeze]
  record = \"config/memorykernel-freeze.json\"
  [rehearsal]
  commands = [\"pnpm run test:memorykernel-contract\"]

`--rehearse` goes back in a copy of the last commit (a git worktree in .lockstep, so that modules are
found), checks it, runs the declared commands there for at most half an hour each, removes the copy,
and writes artifacts/memorykernel-rollback-rehearsal.json (lockstep-rehearsal.v1).

Examples:
  lockstep rollback --reason \"drafts fail on v0.4.0\"
  lockstep rollback --to v0.3.2 --reason \"drafts fail\" --yes
  lockstep rollback --rehearse

Exit codes: 0 done, 1 refused, a rehearsal that failed, or you said no; 2 could not be done, such as
where git does not have the documents.";

/// The beginning of `lockstep freeze --help`.
pub(crate) const FREEZE: &str = "\
Keeps the baseline from moving: `lockstep repin` and the check of a change refuse another release
until the freeze is over or lifted, except in an emergency, which is recorded.";

/// The end of `lockstep freeze --help`.
pub(crate) const FREEZE_END: &str = "\
The record is config/memorykernel-freeze.json (lockstep-freeze.v1), or where `[freeze] record` in
lockstep.toml says. It keeps what is over, so that it tells the whole history.

Examples:
  lockstep freeze --reason \"incident 7\" --reviewer Ada
  lockstep freeze --reason \"holidays\" --reviewer Ada --until 2026-12-31
  lockstep freeze --lift --reason \"incident 7 is mended\" --reviewer Bo

Exit codes: 0 done, 1 a freeze holds already, or none does, 2 could not be done.";

/// The beginning of `lockstep diff --help`.
pub(crate) const DIFF: &str = "\
Says what changed between two states of a producer's documents: of which class each change is, whom
it harms, and what producer and consumers must do.

Compared are producer manifests, service contract sources, OpenAPI files and policies of lockstep,
each recognised by what it holds. Each change is none, additive, breaking or needs-gates. Layout,
order, descriptions and extensions of OpenAPI (`x-`) are no change, which is said. What lockstep
cannot evaluate and differs is told, as breaking where it may be.";

/// The end of `lockstep diff --help`.
pub(crate) const DIFF_END: &str = "\
OLD and NEW are files, folders or REF:PATH as git has them, with PATH from the repository's root, or
from the working directory where it begins with `./`. A folder, or an empty PATH, is the root of a
producer's tree, whose documents are compared pairwise, wherever its own lockstep.toml says that they
stand:
  contracts/integration/v1/producer-contract-manifest.json          or `[documents] manifest`
  contracts/integration/v1/service-contract-source-of-truth.json    or `[producer.alignment]
                                                                    contract_source`
  openapi/openapi.yaml                                              or `[producer.alignment] openapi`
One letter before the colon is a drive: write `refs/heads/a:PATH` for a branch of one letter, and
`./a:b` for a file with a colon in its name.

Classes:
  none          the contract says the same: another tag or commit, order, layout, descriptions
  additive      it says more; a new error code still harms a consumer that matches codes
                exhaustively, and needs notice, unless the policy says that the contract's codes are
                open (`error_code_set`)
  breaking      it no longer holds what it held
  needs-gates   another service contract: it comes through the cutover gates alone

Which codes are open and what notice is the least says the policy, as `lockstep policy` prints it in
the working directory; what the old manifest promises beyond that holds, too. `--announced` counts
each day from then on to the earliest lawful release, by the calendar of `[notice]` in lockstep.toml
(`lockstep notice --help`).

A change is no fault, so the exit code is 0 whatever changed; `--fail-on CLASS` makes it 1 where a
change is of that class or a graver one. `--format json` prints the form lockstep-diff.v1,
`--format markdown` a comment for a pull request.

Examples:
  lockstep diff v0.3.2: v0.4.0:                   two releases, all documents
  lockstep diff origin/main: . --fail-on breaking     what a change does to the contract
  lockstep diff v0.4.0: . --announced 2026-03-02      when may it be released?
  lockstep diff old/openapi.yaml new/openapi.yaml

Exit codes: 0 compared, 1 a change that `--fail-on` names, 2 could not compare.";
