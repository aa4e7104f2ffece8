//! The program without an operating system: requests come out, canned replies go in.

mod atomic;
mod gate;
mod host;
mod init;
mod negative;
mod notice;
mod packs;
mod preflight;
mod probe;
mod recovery;
mod remote;

use host::{Fake, PIN, consumer};
use lockstep_cli::{Reply, Request, Session, Start, Step};

#[test]
fn a_consumer_in_order_passes() {
    let run = consumer().run(&["check"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    assert!(run.stdout.starts_with("pass: no findings; "), "{}", run.stdout);
    assert_eq!(run.rounds, 5, "environment for colours, date, environment for checks, documents, handoff payload");
}

#[test]
fn what_is_asked_is_plain_data() {
    let run = consumer().run(&["check", "--color", "never", "--today", "2026-02-14", "app"]);
    let expected = r#"[{"kind":"read-file","root":"app","path":".lockstep/journal.json","limit":1048576},{"kind":"read-file","root":"app","path":"lockstep.toml","limit":1048576},{"kind":"read-file","root":"app","path":"config/memorykernel-integration-pin.json","limit":1048576},{"kind":"read-file","root":"app","path":"docs/MEMORYKERNEL_COMPATIBILITY_MATRIX.md","limit":1048576},{"kind":"read-file","root":"app","path":"config/memorykernel-producer-manifest.json","limit":1048576}]"#;
    assert_eq!(run.asked.get(1).unwrap(), expected, "behind the variables of the environment");
    let others = [
        Request::FolderExists { path: "a".into() },
        Request::ReadStandardInput { limit: 1 },
        Request::Environment { name: "TERM".into() },
        Request::Today,
        Request::WriteFile { root: "r".into(), path: "p".into(), bytes: vec![0, b'a', 0x80, 0xff], like: None },
        Request::RunCommand { root: "r".into(), command: "c".into(), timeout_ms: 1 },
    ];
    assert_eq!(
        serde_json::to_string(&others).unwrap(),
        "[{\"kind\":\"folder-exists\",\"path\":\"a\"},{\"kind\":\"read-standard-input\",\"limit\":1},\
         {\"kind\":\"environment\",\"name\":\"TERM\"},{\"kind\":\"today\"},\
         {\"kind\":\"write-file\",\"root\":\"r\",\"path\":\"p\",\"bytes\":\"\\u0000a\u{80}\u{ff}\",\"like\":null},\
         {\"kind\":\"run-command\",\"root\":\"r\",\"command\":\"c\",\"timeoutMs\":1}]"
    );
}

#[test]
fn missing_documents_are_findings() {
    let run = consumer().without(PIN).run(&["check"]);
    assert_eq!(run.code, 1);
    assert!(run.stdout.contains("error[document-missing]"), "{}", run.stdout);
}

#[test]
fn a_configuration_makes_missing_documents_findings() {
    let run = Fake::default().file("lockstep.toml", "").run(&["check"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(run.stdout.contains("fail: 3 errors"), "{}", run.stdout);
}

#[test]
fn nothing_to_check_is_no_verdict() {
    let run = Fake::default().run(&["check", "empty"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.starts_with("error: nothing to check in `empty`"), "{}", run.stderr);
    assert!(run.stderr.contains(PIN), "{}", run.stderr);
    assert_eq!(run.stdout, "");
}

#[test]
fn a_path_that_is_no_folder_is_no_verdict() {
    for (reply, message) in [
        (Reply::No, "error: `nowhere` does not exist or is no folder\n"),
        (
            Reply::Failed("permission denied".into()),
            "error: the folder `nowhere` could not be opened: permission denied\n",
        ),
        (
            Reply::Missing,
            "error: the folder `nowhere` could not be opened: the host gave an answer that does not fit the question\n",
        ),
    ] {
        let run = Fake { folder: reply, ..Fake::default() }.run(&["check", "nowhere"]);
        assert_eq!((run.code, run.stderr.as_str()), (2, message));
    }
}

#[test]
fn what_is_no_regular_file_is_a_finding() {
    let replies = [Reply::NotRegular("a pipe".into()), Reply::Outside, Reply::TooLarge(100 << 20)];
    for reply in replies {
        let run = consumer().reply(PIN, reply.clone()).run(&["check"]);
        assert_eq!(run.code, 1, "{reply:?}: {}", run.stdout);
        assert!(run.stdout.contains(&format!("--> {PIN}")), "{reply:?}: {}", run.stdout);
    }
}

#[test]
fn an_unreadable_document_is_no_verdict_but_the_others_are_judged() {
    let broken = consumer().reply(PIN, Reply::Failed("input/output error".into()));
    let matrix = "docs/MEMORYKERNEL_COMPATIBILITY_MATRIX.md";
    let run = broken.reply(matrix, Reply::Missing).run(&["check"]);
    assert_eq!(run.code, 2);
    assert!(run.stdout.contains("could not be read: input/output error"), "{}", run.stdout);
    assert!(run.stdout.contains("error[document-missing]"), "{}", run.stdout);
    for misfit in [Reply::Yes, Reply::No, Reply::Text("x".into())] {
        assert_eq!(consumer().reply(PIN, misfit).run(&["check"]).code, 2);
    }
}

#[test]
fn a_host_that_ignores_the_limit_makes_no_difference() {
    let run = consumer().reply(PIN, Reply::Bytes(vec![b' '; (1 << 20) + 1])).run(&["check"]);
    assert_eq!(run.code, 1);
    assert!(run.stdout.contains("document-too-large"), "{}", run.stdout);
}

#[test]
fn json_is_a_report() {
    let run = consumer().run(&["check", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!((report["schema"].as_str(), report["verdict"].as_str()), (Some("lockstep-report.v1"), Some("pass")));
}

#[test]
fn json_errors_are_documents_too() {
    let run = Fake::default().file("lockstep.toml", "polcy = 1\n").run(&["check", "--format", "json"]);
    assert_eq!(run.code, 2);
    let error: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(error["schema"], "lockstep-error.v1");
    assert_eq!(error["message"], "the configuration has no key `polcy`");
    assert_eq!(error["place"], serde_json::json!({ "file": "lockstep.toml", "line": 1, "column": 1 }));
    assert_eq!(error["help"], "did you mean `policy`?");
    assert!(run.stderr.contains("lockstep.toml:1:1"), "{}", run.stderr);
}

#[test]
fn a_configuration_moves_the_documents() {
    let moved = |host: Fake| {
        let bytes = host.files.borrow()[PIN].clone();
        host.without(PIN).reply("elsewhere/pin.json", bytes)
    };
    let toml = "[documents]\npin = \"elsewhere/pin.json\"\n";
    let run = moved(consumer()).file("lockstep.toml", toml).run(&["check"]);
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    let run = moved(consumer()).file("moved.toml", toml).run(&["check", "--config", "ci/moved.toml"]);
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    let run = moved(consumer()).run(&["check", "--pin", "elsewhere/pin.json"]);
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    assert_eq!(moved(consumer()).run(&["check"]).code, 1);
}

#[test]
fn the_command_line_beats_the_configuration() {
    let host = || {
        consumer()
            .file("lockstep.toml", "policy = \"bad.json\"\n")
            .file("bad.json", "{")
            .file("good.json", &lockstep_core::api::policy())
    };
    let run = host().run(&["check"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("--> bad.json:1:1"), "{}", run.stderr);
    assert_eq!(host().run(&["check", "--policy", "good.json"]).code, 0);
    assert_eq!(host().run(&["check", "--policy", "./good.json"]).code, 0);
    assert_eq!(host().run(&["check", "--policy", "bad.json"]).code, 2);
}

#[test]
fn a_policy_of_the_repository_judges() {
    let policy = lockstep_core::api::policy()
        .replace("\"severities\": {}", "\"severities\": { \"document-missing\": \"warning\" }");
    let host = |policy: &str| {
        let toml = "policy = \"ci/policy.json\"\n";
        consumer().without(PIN).file("lockstep.toml", toml).file("ci/policy.json", policy)
    };
    let run = host(&policy).run(&["check"]);
    assert!(run.stdout.contains("warning[document-missing]"), "{}", run.stdout);
    let run = host(&policy.replace("\"policy_version\"", "\"policy_versio\"")).run(&["check"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("`policy_versio`") && run.stderr.contains("--> ci/policy.json:"), "{}", run.stderr);
    let run = host("").without("ci/policy.json").run(&["check"]);
    assert_eq!((run.code, run.stderr.as_str()), (2, "error: the policy file does not exist\n --> ci/policy.json\n"));
}

#[test]
fn configuration_files_that_cannot_be_read_are_no_verdict() {
    for (reply, message) in [
        (Reply::NotRegular("a folder".into()), "the configuration is a folder, no file"),
        (Reply::Outside, "the configuration is a symbolic link that leads out of its folder"),
        (Reply::TooLarge(2 << 20), "the configuration has 2097152 bytes, more than the limit of 1048576"),
        (Reply::Failed("permission denied".into()), "the configuration could not be read: permission denied"),
        (Reply::Yes, "the configuration could not be read: the host gave an answer that does not fit the question"),
        (Reply::Bytes(vec![0xff]), "the configuration is not UTF-8 text"),
    ] {
        let run = consumer().reply("lockstep.toml", reply).run(&["check"]);
        assert_eq!(run.code, 2);
        assert!(run.stderr.starts_with(&format!("error: {message}\n")), "{}", run.stderr);
    }
    for name in ["nowhere.toml", "a/b/nowhere.toml", "C:\\nowhere.toml", "/", "..", "a/"] {
        let run = consumer().run(&["check", "--config", name]);
        assert_eq!(run.code, 2, "{name}: {}", run.stderr);
        assert!(run.stderr.contains(name), "{}", run.stderr);
    }
}

#[test]
fn quiet_says_nothing_on_a_pass_and_only_what_blocks_on_a_failure() {
    assert_eq!(consumer().run(&["check", "-q"]).stdout, "");
    let run = consumer().without(PIN).run(&["check", "--quiet"]);
    assert_eq!(run.code, 1);
    assert!(run.stdout.contains("error[document-missing]") && !run.stdout.contains("skipped"), "{}", run.stdout);
    let text = include_str!("../../examples/consumer/config/memorykernel-integration-pin.json");
    let slow = consumer().file(PIN, &text.replace("2500", "60000").replace("\"v0.4.0\"", "\"v0.4.1\""));
    let run = slow.run(&["check", "--quiet"]);
    assert!(run.stdout.contains("error[") && !run.stdout.contains("warning["), "{}", run.stdout);
}

#[test]
fn the_date_comes_from_the_command_line_or_the_host() {
    let mut broken = consumer();
    broken.today = Reply::Failed("no clock".into());
    let run = broken.run(&["check"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("today's date is unknown: no clock"), "{}", run.stderr);
    assert_eq!(broken.run(&["check", "--today", "2026-02-14"]).code, 0);
    broken.today = Reply::Text("yesterday".into());
    assert_eq!(broken.run(&["check"]).code, 2);
    let run = broken.run(&["check", "--today", "2026-02-30"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("must be in the calendar"), "{}", run.stderr);
}

#[test]
fn colour_is_for_terminals_and_those_who_ask() {
    let colored = |environment: &[(&'static str, &'static str)], terminal: bool, arguments: &[&str]| {
        let mut host = consumer().without(PIN);
        host.environment = environment.to_vec();
        host.terminal = terminal;
        host.run(arguments).stdout.contains('\u{1b}')
    };
    let check = &["check"];
    assert!(colored(&[], true, check));
    assert!(!colored(&[], false, check));
    assert!(!colored(&[("NO_COLOR", "1")], true, check));
    assert!(colored(&[("NO_COLOR", "")], true, check));
    assert!(!colored(&[("TERM", "dumb")], true, check));
    assert!(colored(&[("TERM", "xterm")], true, check));
    assert!(colored(&[("CLICOLOR_FORCE", "1")], false, check));
    assert!(!colored(&[("CLICOLOR_FORCE", "0")], false, check));
    assert!(!colored(&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")], true, check));
    assert!(colored(&[("NO_COLOR", "1")], false, &["check", "--color", "always"]));
    assert!(!colored(&[("CLICOLOR_FORCE", "1")], true, &["check", "--color=never"]));
    assert!(!colored(&[], true, &["check", "--format", "json"]));
    assert!(colored(&[], true, &["check", ".", "."]));
}

#[test]
fn many_repositories_get_a_line_each() {
    let run = consumer().run(&["check", "a", "b\u{1b}[2J"]);
    let lines: Vec<&str> = run.stdout.lines().collect();
    assert_eq!(run.code, 0, "{}", run.stdout);
    assert!(lines[0].starts_with("a: pass: no findings; "), "{}", run.stdout);
    assert!(lines[1].starts_with("b\\u{1b}[2J: pass: "), "{}", run.stdout);
    assert_eq!(lines[2], "2 repositories: 2 passed, 0 failed, 0 could not be judged");
    assert_eq!(consumer().run(&["check", "-q", "a", "b"]).stdout, "");
}

#[test]
fn the_worst_of_many_decides() {
    let broken = consumer().file("lockstep.toml", "x = 1\n");
    let run = broken.run(&["check", "a", "b", "--format", "json"]);
    assert_eq!(run.code, 2);
    let lines: Vec<serde_json::Value> = run.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines[0]["repository"], "a");
    assert_eq!(lines[1]["error"]["schema"], "lockstep-error.v1");
    assert_eq!(lines[2], serde_json::json!({ "tally": { "repositories": 2, "pass": 0, "fail": 0, "error": 2 } }));
    let run = consumer().without(PIN).run(&["check", "a", "b", "--format", "json"]);
    assert_eq!(run.code, 1);
    assert!(run.stdout.contains(r#""report":{"schema":"lockstep-report.v1""#), "{}", run.stdout);
    let run = broken.run(&["check", "a", "b"]);
    assert!(
        run.stdout.contains("a: error: could not judge: the configuration has no key `x` (a/lockstep.toml:1:1)\n"),
        "{}",
        run.stdout
    );
}

#[test]
fn standard_input_lists_repositories() {
    let list = |bytes: &[u8]| {
        let mut host = consumer();
        host.standard_input = Reply::Bytes(bytes.to_vec());
        host.run(&["check", "-"])
    };
    let run = list(b"a\r\n\nb");
    assert_eq!(run.code, 0);
    assert_eq!(run.stdout.lines().count(), 3, "{}", run.stdout);
    assert_eq!(list(b"one").stdout.lines().count(), 2);
    let run = list(b"\n\n");
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("the list of repositories is empty"), "{}", run.stderr);
    let run = list(b"a\nb\xff");
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("standard input:2:2"), "{}", run.stderr);
    for reply in [Reply::TooLarge(1), Reply::Failed("input/output error".into()), Reply::Missing] {
        let mut host = consumer();
        host.standard_input = reply;
        assert_eq!(host.run(&["check", "-"]).code, 2);
    }
}

#[test]
fn a_host_with_threads_checks_many_by_itself() {
    let mut host = consumer();
    host.threads = 2;
    let run = host.run(&["check", "a", "b"]);
    assert_eq!(run.code, 1, "the fake host judges one of each");
    assert_eq!(run.stdout, "2 repositories: 1 passed, 1 failed, 0 could not be judged\n");
}

#[test]
fn rules_are_listed_and_explained() {
    let rules: serde_json::Value =
        serde_json::from_str(&Fake::default().run(&["rules", "--format", "json"]).stdout).unwrap();
    let human = Fake::default().run(&["rules"]).stdout;
    for rule in rules.as_array().unwrap() {
        let id = rule["id"].as_str().unwrap();
        assert!(human.contains(id), "{human}");
        let page = Fake::default().run(&["explain", id]);
        assert!(page.code == 0 && page.stdout.starts_with(&format!("# {id}\n")), "{}", page.stdout);
    }
    let run = Fake::default().run(&["explain", "document-mising"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("did you mean `document-missing`?"), "{}", run.stderr);
    assert!(Fake::default().run(&["explain", "\u{1b}"]).stderr.contains("`\\u{1b}`"));
}

#[test]
fn the_effective_policy_is_printed() {
    let embedded = Fake::default().run(&["policy"]);
    assert_eq!(embedded.code, 0, "{}", embedded.stderr);
    assert_eq!(
        lockstep_core::policy::Policy::read(embedded.stdout.as_bytes()).unwrap(),
        lockstep_core::policy::Policy::embedded()
    );
    let named = lockstep_core::api::policy().replace("integration/v1\",\n  \"manifest", "mine\",\n  \"manifest");
    let host = || Fake::default().file("lockstep.toml", "policy = \"p.json\"").file("p.json", &named);
    assert_eq!(host().run(&["policy"]).code, 0);
    assert_eq!(host().run(&["policy", "--policy", "p.json"]).code, 0);
    assert_eq!(host().run(&["policy", "--config", "lockstep.toml"]).code, 0);
    assert_eq!(host().without("p.json").run(&["policy"]).code, 2);
    assert_eq!(Fake { folder: Reply::No, ..Fake::default() }.run(&["policy", "nowhere"]).code, 2);
}

#[test]
fn completions_name_the_commands() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let run = Fake::default().run(&["completions", shell]);
        assert!(run.code == 0 && run.stdout.contains("explain"), "{shell}");
    }
    assert_eq!(Fake::default().run(&["completions", "cobol"]).code, 2);
}

#[test]
fn help_fits_a_terminal_and_says_all() {
    for command in [
        &[][..],
        &["check"],
        &["atomic"],
        &["classify"],
        &["rules"],
        &["explain"],
        &["policy"],
        &["preflight"],
        &["probe"],
        &["completions"],
    ] {
        for flag in ["-h", "--help"] {
            let run = Fake::default().run(&[command, &[flag]].concat());
            assert_eq!((run.code, run.stderr.as_str()), (0, ""));
            for line in run.stdout.lines() {
                assert!(line.chars().count() <= 100, "{command:?} {flag}: {line}");
                assert_eq!(line, line.trim_end(), "{command:?} {flag}");
            }
            assert!(!run.stdout.contains('\u{1b}'));
        }
        if let [name] = command {
            let run = Fake::default().run(&["help", name]);
            assert_eq!(run.stdout, Fake::default().run(&[name, "--help"]).stdout);
            assert!(run.stdout.contains(&format!("Usage: lockstep {name}")), "{}", run.stdout);
        }
    }
    let version = Fake::default().run(&["--version"]).stdout;
    assert_eq!(version, format!("lockstep {}\n", lockstep_core::api::version()));
}

#[test]
fn wrong_arguments_are_no_verdict() {
    for arguments in [
        &[][..],
        &["chek"],
        &["check", "--fromat", "json"],
        &["check", "--format", "xml"],
        &["check", "-", "a"],
        &["check", "--pin", "../pin.json"],
        &["check", "--matrix", "/matrix.md"],
        &["check", "--color"],
        &["explain"],
        &["rules", "extra"],
        &["help", "nothing"],
        &["\u{1b}[2J"],
        &[""],
    ] {
        let run = Fake::default().run(arguments);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{arguments:?}");
        assert!(!run.stderr.is_empty() && !run.stderr.contains('\u{1b}'), "{arguments:?}: {}", run.stderr);
    }
    assert!(Fake::default().run(&["chek"]).stderr.contains("'check'"));
    let terminal = Fake { terminal: true, ..Fake::default() };
    assert!(terminal.run(&["chek"]).stderr.starts_with("\u{1b}[1m"));
}

#[test]
fn a_host_out_of_step_gets_an_error_and_no_panic() {
    let start = || Start { arguments: vec!["check".into()], ..Start::default() };
    for reply in [Reply::Yes, Reply::Missing, Reply::Bytes(Vec::new()), Reply::Text(String::new())] {
        for count in [0, 1, 9] {
            let mut session = Session::new(start());
            let mut step = session.resume(Vec::new());
            for _ in 0..9 {
                match step {
                    Step::Need(_) => step = session.resume(vec![reply.clone(); count]),
                    Step::Done(ref outcome) => {
                        assert_eq!(outcome.exit_code, 2);
                        break;
                    }
                }
            }
            let Step::Done(_) = step else { panic!("never ends") };
            let Step::Done(again) = session.resume(Vec::new()) else { panic!("begins again") };
            assert_eq!(again.exit_code, 2);
        }
    }
}
