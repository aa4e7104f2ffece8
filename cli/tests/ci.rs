//! What users take into their CI: workflows, the action, the hooks.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "clippy.toml bans I/O for the library; these tests read files and start programs"
)]

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use lockstep_core::{
    source::DocumentKind,
    tree::{Tree, Value},
    yaml,
};

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
const WORKFLOWS: [&str; 2] =
    ["cli/src/command/init/workflow.yml", "examples/consumer/.github/workflows/memorykernel-contract.yml"];
const PAGES: &str = "examples/ci/validator-pages.yml";
const ACTION: &str = "action/action.yml";

fn text(path: &str) -> String {
    fs::read_to_string(Path::new(ROOT).join(path)).unwrap()
}

fn read(text: &str) -> Tree<'_> {
    yaml::read(text, 32).unwrap_or_else(|fault| panic!("{}: {}", fault.value, &text[fault.span.range()]))
}

/// Every member of that name, however deep, with the object that has it.
fn members<'t, 'a>(tree: &'t Tree<'a>, name: &str, found: &mut Vec<(&'t Tree<'a>, &'t Tree<'a>)>) {
    match &tree.value {
        Value::Map(map) => {
            for (key, entry) in map {
                if key == name {
                    found.push((tree, &entry.value));
                }
                members(&entry.value, name, found);
            }
        }
        Value::List(list) => list.iter().for_each(|element| members(element, name, found)),
        _ => {}
    }
}

fn all<'t, 'a>(tree: &'t Tree<'a>, name: &str) -> Vec<(&'t Tree<'a>, &'t Tree<'a>)> {
    let mut found = Vec::new();
    members(tree, name, &mut found);
    found
}

#[test]
fn what_is_used_is_pinned_and_what_is_run_holds_no_expression() {
    for path in WORKFLOWS.into_iter().chain([ACTION, PAGES]) {
        let text = text(path);
        let tree = read(&text);
        for (_, uses) in all(&tree, "uses") {
            let uses = uses.text().unwrap();
            let (_, commit) = uses.split_once('@').unwrap();
            let is_commit = commit.len() == 40 && commit.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
            assert!(is_commit, "{path}: {uses}");
            let line = text.lines().find(|line| line.contains(uses)).unwrap();
            let (_, version) = line.split_once(" # v").unwrap_or_else(|| panic!("{path}: {line}: no version"));
            assert_eq!(version.split('.').count(), 3, "{path}: {line}");
        }
        let runs = all(&tree, "run");
        assert!(!runs.is_empty(), "{path}");
        for (_, run) in runs {
            let run = run.text().unwrap();
            assert!(!run.contains("${{"), "{path}: an expression would be run as a part of the script: {run}");
            assert!(!run.contains("TOKEN"), "{path}: {run}");
        }
    }
}

#[test]
fn a_workflow_has_the_rights_it_needs_and_no_more() {
    for path in WORKFLOWS {
        let text = text(path);
        let tree = read(&text);
        let rights = tree.get("permissions").and_then(Tree::map).unwrap();
        assert_eq!((rights.len(), tree.get("permissions").unwrap().get("contents").unwrap().text()), (1, Some("read")));
        let jobs = tree.get("jobs").unwrap();
        for (name, job) in jobs.map().unwrap() {
            assert!(job.value.get("timeout-minutes").is_some(), "{path}: {name}");
            let writes = job.value.get("permissions").map_or(Vec::new(), |rights| {
                let writes = rights.map().unwrap().iter().filter(|(_, right)| right.value.text() == Some("write"));
                writes.map(|(right, _)| right.as_ref()).collect()
            });
            let expected: &[&str] = if name == "code-scanning" { &["security-events"] } else { &[] };
            assert_eq!(writes, expected, "{path}: {name}");
            for (step, uses) in all(&job.value, "uses") {
                if uses.text().is_some_and(|uses| uses.starts_with("actions/checkout@")) {
                    let with = step.get("with").unwrap();
                    assert!(matches!(with.get("persist-credentials").unwrap().value, Value::Boolean(false)));
                    let depth = with.get("fetch-depth").is_some();
                    assert_eq!(depth, name == "contract", "{path}: a change needs its merge base");
                }
            }
        }
        // One step gets the token, and it is the one that judges.
        let lines: Vec<&str> = text.lines().filter(|line| line.contains("secrets.")).collect();
        let [line] = lines.as_slice() else { panic!("{path}: {lines:?}") };
        assert!(line.trim_start().starts_with("MEMORYKERNEL_REPO_READ_TOKEN: ${{"), "{path}: {line}");
        let holders: Vec<_> = all(&tree, "env")
            .into_iter()
            .filter(|(_, env)| env.get("MEMORYKERNEL_REPO_READ_TOKEN").is_some())
            .collect();
        let [(step, _)] = holders.as_slice() else { panic!("{path}: {} holders", holders.len()) };
        assert!(step.get("run").unwrap().text().unwrap().starts_with("pnpm exec lockstep check "), "{path}");
    }
}

#[test]
fn the_page_is_built_without_rights_and_published_by_a_job_that_runs_nothing_else() {
    let text = text(PAGES);
    let tree = read(&text);
    let rights = |tree: &Tree<'_>| -> Vec<(String, String)> {
        let map = tree.get("permissions").and_then(Tree::map);
        map.into_iter()
            .flatten()
            .map(|(name, right)| (name.to_string(), right.value.text().unwrap().to_owned()))
            .collect()
    };
    let pair = |name: &str, right: &str| (name.to_owned(), right.to_owned());
    assert_eq!(rights(&tree), [pair("contents", "read")]);
    assert_eq!(rights(tree.get("jobs").unwrap().get("build").unwrap()), []);
    let publish = tree.get("jobs").unwrap().get("publish").unwrap();
    assert_eq!(rights(publish), [pair("id-token", "write"), pair("pages", "write")]);
    assert!(all(publish, "run").is_empty());
    assert_eq!(all(publish, "uses").len(), 1);
    assert!(!text.contains("secrets."));
}

#[test]
fn other_files_for_bots_are_well_formed() {
    assert!(read(&text("examples/ci/dependabot.yml")).get("updates").is_some());
    let renovate: serde_json::Value = serde_json::from_str(&text("examples/ci/renovate.json")).unwrap();
    let tasks = &renovate["packageRules"][0]["postUpgradeTasks"];
    let filters: Vec<&str> = tasks["fileFilters"].as_array().unwrap().iter().filter_map(|path| path.as_str()).collect();
    let defaults = DocumentKind::TRIO.map(DocumentKind::default_path);
    assert!(defaults.iter().all(|path| filters.contains(path)), "a file that is not listed is not committed");
    let commands = tasks["commands"].as_array().unwrap();
    let repin = commands.last().unwrap().as_str().unwrap();
    let words: Vec<&str> = repin.strip_prefix("pnpm exec lockstep ").unwrap().split(' ').chain(["--help"]).collect();
    let help = Command::new(env!("CARGO_BIN_EXE_lockstep")).args(words).output().unwrap();
    assert_eq!(help.status.code(), Some(0), "{repin}");
}

#[test]
fn the_hook_of_pre_commit_judges_all_whatever_was_changed() {
    let text = text(".pre-commit-hooks.yaml");
    let tree = read(&text);
    let [hook] = tree.list().unwrap() else { panic!("one hook") };
    assert!(matches!(hook.get("pass_filenames").unwrap().value, Value::Boolean(false)));
    assert!(matches!(hook.get("always_run").unwrap().value, Value::Boolean(true)));
    let mut entry = hook.get("entry").unwrap().text().unwrap().split(' ');
    assert_eq!(entry.next(), Some("lockstep"));
    let arguments: Vec<&str> = entry.collect();
    let code = |example: &str| {
        let folder = Path::new(ROOT).join("examples").join(example);
        let mut lockstep = Command::new(env!("CARGO_BIN_EXE_lockstep"));
        lockstep.args(&arguments).current_dir(folder).env_clear().output().unwrap().status.code()
    };
    assert_eq!((code("consumer"), code("consumer-drifted")), (Some(0), Some(1)));
}

/// An empty folder of this test's own.
fn scratch(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if entry.file_type().unwrap().is_dir() && entry.file_name() != "node_modules" {
            copy(&from, &to);
        } else if entry.file_type().unwrap().is_file() {
            fs::copy(&from, &to).unwrap();
        }
    }
}

/// A copy of an example.
fn example(name: &str, scratch_name: &str) -> PathBuf {
    let folder = scratch(scratch_name);
    copy(&Path::new(ROOT).join("examples").join(name), &folder);
    folder
}

#[cfg(unix)]
mod on_unix {
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    use super::*;

    /// Puts the program where a package manager would put it.
    fn install(project: &Path) {
        fs::create_dir_all(project.join("node_modules/.bin")).unwrap();
        symlink(env!("CARGO_BIN_EXE_lockstep"), project.join("node_modules/.bin/lockstep")).unwrap();
    }

    /// What the action's step came to: its exit code, what it printed, what it told the runner.
    struct Ran {
        code: Option<i32>,
        printed: String,
        output: String,
    }

    /// Runs the script of the action's only step as the runner does, in a workspace, with inputs.
    fn run_action(workspace: &Path, path: &Path, inputs: &[(&str, &str)]) -> Ran {
        let text = text(ACTION);
        let tree = read(&text);
        let steps = tree.get("runs").and_then(|runs| runs.get("steps")).and_then(Tree::list).unwrap();
        let [step] = steps else { panic!("one step") };
        assert_eq!(step.get("shell").unwrap().text(), Some("bash"));
        let default = |name: &str| tree.get("inputs")?.get(name)?.get("default")?.text().map(str::to_owned);
        let input = |name: &str| {
            let given = inputs.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned());
            given.or_else(|| default(name)).unwrap_or_else(|| panic!("no input {name}"))
        };
        let output = workspace.join("github-output");
        fs::write(&output, "").unwrap();
        // https://docs.github.com/actions/reference/workflow-syntax-for-github-actions: the shell `bash`.
        let mut bash = Command::new("bash");
        bash.args(["--noprofile", "--norc", "-eo", "pipefail", "-c", step.get("run").unwrap().text().unwrap()]);
        bash.current_dir(workspace).env_clear().env("PATH", path).env("GITHUB_ACTIONS", "true");
        bash.env("GITHUB_OUTPUT", &output).env("GITHUB_WORKSPACE", workspace);
        for (name, value) in step.get("env").and_then(Tree::map).unwrap() {
            let expression = value.value.text().unwrap().strip_prefix("${{ inputs.").unwrap();
            bash.env(name.as_ref(), input(expression.split([' ', '}']).next().unwrap()));
        }
        let ran = bash.output().unwrap();
        let printed = [ran.stdout, ran.stderr].concat();
        Ran {
            code: ran.status.code(),
            printed: String::from_utf8(printed).unwrap(),
            output: fs::read_to_string(output).unwrap(),
        }
    }

    fn system_path() -> PathBuf {
        std::env::var_os("PATH").unwrap().into()
    }

    #[test]
    fn the_action_runs_what_the_project_has_installed() {
        for (name, code) in [("consumer", 0), ("consumer-drifted", 1)] {
            let project = example(name, &format!("action-{name}"));
            install(&project);
            let ran = run_action(&project, &system_path(), &[("args", "check  --color\nnever")]);
            assert_eq!(ran.code, Some(code), "{}", ran.printed);
            assert_eq!(ran.output, format!("exit-code={code}\n"));
            assert!(ran.printed.contains(if code == 0 { "pass: " } else { "fail: " }), "{}", ran.printed);
        }
    }

    #[test]
    fn the_action_takes_the_path_as_one_word() {
        let workspace = scratch("action-path");
        copy(&Path::new(ROOT).join("examples/consumer"), &workspace.join("a b; echo gone"));
        install(&workspace);
        let ran = run_action(&workspace, &system_path(), &[("args", "check"), ("path", "a b; echo gone")]);
        assert_eq!(ran.code, Some(0), "{}", ran.printed);
        assert!(!ran.printed.contains("\ngone"), "{}", ran.printed);
    }

    #[test]
    fn the_action_fetches_an_exact_version_or_none() {
        let workspace = scratch("action-npx");
        let ran = run_action(&workspace, &system_path(), &[]);
        assert_eq!(ran.code, Some(2), "{}", ran.printed);
        assert!(ran.printed.starts_with("::error::lockstep-contracts is not installed"), "{}", ran.printed);
        let npx = workspace.join("npx");
        fs::write(&npx, "#!/bin/sh\necho \"npx $*\"\n").unwrap();
        fs::set_permissions(&npx, fs::Permissions::from_mode(0o755)).unwrap();
        let path = std::env::join_paths([workspace.clone(), "/usr/bin".into(), "/bin".into()]).unwrap();
        let ran = run_action(&workspace, Path::new(&path), &[("version", "0.1.0")]);
        assert_eq!(ran.code, Some(0), "{}", ran.printed);
        assert_eq!(ran.printed, "npx --yes --package lockstep-contracts@0.1.0 -- lockstep check --output github .\n");
        for version in ["latest", "^0.1.0", "0.1.0 --evil", "0.1"] {
            let ran = run_action(&workspace, Path::new(&path), &[("version", version)]);
            assert_eq!(ran.code, Some(2), "{version}: {}", ran.printed);
            assert!(!ran.printed.contains("npx "), "{version}: {}", ran.printed);
        }
    }

    #[test]
    fn the_hook_of_git_refuses_a_commit_that_breaks_the_contract() {
        let project = example("consumer", "hook");
        install(&project);
        let git = |arguments: &[&str]| {
            let identity = ["-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "core.hooksPath=.git/hooks"];
            Command::new("git").args(identity).args(arguments).current_dir(&project).output().unwrap()
        };
        assert!(git(&["init", "--quiet"]).status.success());
        fs::create_dir_all(project.join(".git/hooks")).unwrap();
        fs::copy(Path::new(ROOT).join("examples/ci/pre-commit"), project.join(".git/hooks/pre-commit")).unwrap();
        let commit = || {
            git(&["add", "config", "docs"]);
            git(&["commit", "--quiet", "--message", "x"])
        };
        let first = commit();
        assert!(first.status.success(), "{}", String::from_utf8_lossy(&first.stderr));
        let pin = project.join("config/memorykernel-integration-pin.json");
        let text = fs::read_to_string(&pin).unwrap();
        fs::write(&pin, text.replace("\"v0.4.0\"", "\"v0.4.1\"")).unwrap();
        let second = commit();
        assert!(!second.status.success());
        let said = String::from_utf8_lossy(&second.stderr).into_owned() + &String::from_utf8_lossy(&second.stdout);
        assert!(said.contains("error[release-tag-agreement]"), "{said}");
    }
}
