//! Moving to another release: what changes, what stays to the byte, and what git makes of the patch.

use lockstep_core::{
    date::{self, Date},
    facts::{BaselineValue, Facts, sha256},
    repin::{self, Consumer, Refusal, Repin, diff},
    report::Verdict,
    source::{DocumentKind, Source, Sources},
};
use lockstep_tests::{corpus, corpus_trio, engine, repository_trio, workspace};
use proptest::prelude::*;
use std::{
    fs,
    io::Write as _,
    path::PathBuf,
    process::{Command, Stdio},
};

fn today() -> Date {
    date::parse("2026-03-01").expect("a day")
}

fn consumer(version: &str, commit: &str) -> Consumer {
    Consumer { version: version.into(), commit: commit.into() }
}

fn example(name: &str) -> Sources<'static> {
    repository_trio(&workspace().join("examples").join(name))
}

fn manifest(sources: &Sources<'_>) -> Vec<u8> {
    sources.get(DocumentKind::Manifest).as_bytes().to_vec()
}

fn plan(present: &Sources<'_>, manifest: &[u8], consumer: &Consumer) -> Result<Repin, Refusal> {
    repin::plan(engine().policy(), present, manifest, consumer, today())
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("UTF-8")
}

/// The result passes, without any finding.
#[track_caller]
fn passes(repin: &Repin, present: &Sources<'_>) {
    let sources = repin.sources(present);
    let report = engine().check(&sources, Some(today()));
    assert_eq!(report.verdict(), Verdict::Pass, "{:?}", report.findings);
}

#[test]
fn the_older_example_moves_to_the_newer_release() {
    let (old, new) = (example("consumer-v0.3.2"), example("consumer"));
    let repin = plan(&old, &manifest(&new), &consumer("1.0.0", "cc6cb15")).expect("a plan");
    passes(&repin, &old);
    assert_eq!(repin.pin, new.get(DocumentKind::Pin).as_bytes());
    assert_eq!(repin.manifest, new.get(DocumentKind::Manifest).as_bytes());
    let row = "| 1.0.0 | cc6cb15 | v0.4.0 | 7e4806a34b98e6c06ee33fa9f11499a975e7b922 | service.v3 | api.v1 | \
               integration/v1 | Approved |\n";
    let before = text(old.get(DocumentKind::Matrix).as_bytes());
    let expected = before
        .replacen("2026-02-08", "2026-03-01", 1)
        .replacen("tag: `v0.3.2`", "tag: `v0.4.0`", 1)
        .replacen("`cf331449e1589581a5dcbb3adecd3e9ae4509277`", "`7e4806a34b98e6c06ee33fa9f11499a975e7b922`", 1)
        .replacen("version: `service.v2`", "version: `service.v3`", 1)
        .replacen(
            "67408e0bcf7d9e88c27c9e54c996c32d23aa915eb572ede46dd5ee6e3728c6f6",
            "79970ec83f37fe0a272cbb62e998ab35628125dbaedaa50c2b9d370d3c53d772",
            1,
        )
        .replacen("|---|\n", &format!("|---|\n{row}"), 1);
    assert_eq!(text(&repin.matrix), expected);
    assert_eq!(repin.from.text(BaselineValue::ReleaseTag), "v0.3.2");
}

#[test]
fn a_second_repin_doubles_no_row() {
    let (old, new) = (example("consumer-v0.3.2"), example("consumer"));
    let repin = plan(&old, &manifest(&new), &consumer("1.0.0", "cc6cb15")).expect("a plan");
    let moved = repin.sources(&old);
    assert!(
        repin::is_pinned(&moved, engine().policy(), &repin.to) && !repin::is_pinned(&old, engine().policy(), &repin.to)
    );
    let again = plan(&moved, &manifest(&new), &consumer("1.0.0", "cc6cb15d0e")).expect("a plan");
    assert_eq!(again.matrix, repin.matrix, "a longer commit is the same consumer");
    let waiting = text(&repin.matrix).replacen("| Approved |", "| Waiting |", 1);
    let [pin, _, mirror] = DocumentKind::TRIO.map(|kind| moved.get(kind).clone());
    let waiting = Sources::new(pin, Source::bytes(DocumentKind::Matrix, "m.md", waiting.into_bytes()), mirror);
    let approved = plan(&waiting, &manifest(&new), &consumer("1.0.0", "CC6CB15")).expect("a plan");
    assert_eq!(approved.matrix, repin.matrix);
}

#[test]
fn a_downgrade_is_refused() {
    let (old, new) = (example("consumer-v0.3.2"), example("consumer"));
    let refusal = plan(&new, &manifest(&old), &consumer("1.0.0", "cc6cb15")).unwrap_err();
    assert_eq!(refusal, Refusal::Downgrade { pinned: "v0.4.0".into(), offered: "v0.3.2".into() });
}

#[test]
fn what_is_no_manifest_is_refused_with_its_place() {
    let old = example("consumer-v0.3.2");
    let good = text(&manifest(&old)).to_owned();
    for (bytes, words, at) in [
        (b"{} x".to_vec(), "trailing characters", 3),
        (b"\xff".to_vec(), "not UTF-8", 0),
        (b"[]".to_vec(), "an array where an object is expected", 0),
        (good.replace("\"release_tag\"", "\"release\"").into_bytes(), "does not state `release_tag`", good.len() - 6),
        (vec![b' '; (1 << 20) + 1], "more than the policy allows", 0),
    ] {
        let Refusal::Manifest(fault) = plan(&old, &bytes, &consumer("1.0.0", "x")).unwrap_err() else {
            panic!("{words}")
        };
        assert!(fault.value.contains(words), "{words}: {fault:?}");
        assert_eq!(fault.span.range().start, at, "{words}");
    }
}

#[test]
fn documents_that_cannot_be_changed_are_refused_with_their_place() {
    let old = example("consumer-v0.3.2");
    let new = manifest(&example("consumer"));
    let with = |kind: DocumentKind, change: &dyn Fn(&str) -> Vec<u8>| {
        let sources = DocumentKind::TRIO.map(|each| {
            let source = old.get(each).clone();
            if each == kind { Source::bytes(kind, "x", change(text(source.as_bytes()))) } else { source }
        });
        let [pin, matrix, manifest] = sources;
        plan(&Sources::new(pin, matrix, manifest), &new, &consumer("1.0.0", "cc6cb15")).unwrap_err()
    };
    let refused = |refusal: Refusal, words: &str| match refusal {
        Refusal::Document(_, fault) => assert!(fault.value.contains(words), "{fault:?}"),
        other => panic!("{other:?}"),
    };
    refused(with(DocumentKind::Pin, &|text| format!("\u{feff}{text}").into()), "byte order mark");
    refused(with(DocumentKind::Pin, &|_| b"{}".to_vec()), "no key beside which");
    refused(with(DocumentKind::Matrix, &|_| b"# A\n\xff".to_vec()), "not UTF-8");
    refused(with(DocumentKind::Matrix, &|text| text.replace("| Status |", "| State |").into()), "no table");
    let refusal = plan(&old, &new, &consumer("1.0.0\n", "cc6cb15")).unwrap_err();
    refused(refusal, "cannot hold the row");
}

#[test]
fn every_real_repin_can_be_done_again() {
    let Some(corpus) = corpus() else { return };
    let mut folders: Vec<PathBuf> =
        fs::read_dir(corpus.join("consumer")).expect("trios").map(|entry| entry.expect("one").path()).collect();
    folders.sort();
    let trios: Vec<Sources<'_>> = folders.iter().map(|folder| corpus_trio(folder)).collect();
    let mut moves = 0;
    for (at, old) in trios.iter().enumerate() {
        for new in trios.iter().skip(at + 1).filter(|new| !new.get(DocumentKind::Manifest).as_bytes().is_empty()) {
            let consumer = consumer("1.0.0", "0123abc");
            let repin = plan(old, &manifest(new), &consumer).expect("a plan");
            passes(&repin, old);
            moves += 1;
            // The team's own pin, where it states the same repository and settings, is ours to the byte.
            let theirs = new.get(DocumentKind::Pin).as_bytes();
            if text(theirs).contains("sha256") {
                assert_eq!(text(&repin.pin), text(theirs), "{} to {}", at + 1, new.get(DocumentKind::Pin).name);
            }
        }
    }
    assert_eq!(moves, 20, "2 trios without a manifest to 5, then 4 + 3 + 2 + 1");
}

/// What a pin or a matrix looks like, beside its values.
#[derive(Clone, Debug)]
struct Layout {
    indent: &'static str,
    colon: &'static str,
    newline: &'static str,
    final_newline: bool,
    order: Vec<usize>,
    /// The table: bars at both ends, in code, padded, an extra column, releases that ascend.
    bars: bool,
    code: bool,
    padded: bool,
    extra: bool,
    ascending: bool,
    bullet: &'static str,
    with_hash: bool,
    older_rows: usize,
}

fn layout() -> impl Strategy<Value = Layout> {
    let flags = any::<(bool, bool, bool, bool, bool, bool, bool)>();
    let words = (
        proptest::sample::select(vec!["  ", "\t", "    ", ""]),
        proptest::sample::select(vec![": ", ":", " : "]),
        proptest::sample::select(vec!["\n", "\r\n", ""]),
        proptest::sample::select(vec!["-", "*", "+", "1."]),
    );
    let order = Just((0..9).collect::<Vec<usize>>()).prop_shuffle();
    (flags, words, order, 0..4usize, any::<bool>()).prop_map(|(flags, words, order, older_rows, shuffled)| {
        let (final_newline, bars, code, padded, extra, ascending, with_hash) = flags;
        let (indent, colon, newline, bullet) = words;
        // One row shows no order, so newest first is meant.
        let ascending = ascending && older_rows > 0;
        let order = if shuffled && with_hash { order } else { (0..9).collect() };
        Layout {
            indent,
            colon,
            newline,
            final_newline,
            order,
            bars,
            code,
            padded,
            extra,
            ascending,
            bullet,
            with_hash,
            older_rows,
        }
    })
}

/// The six values of a baseline, in the order of the documents.
type Values = [String; 6];

fn values(manifest: &[u8]) -> Values {
    let json: serde_json::Value = serde_json::from_slice(manifest).expect("JSON");
    let keys = ["release_tag", "commit_sha", "expected_service_contract_version", "expected_api_contract_version"];
    let [tag, commit, service, api] = keys.map(|key| json[key].as_str().expect("a text").to_owned());
    [tag, commit, service, api, json["integration_baseline"].as_str().expect("a text").to_owned(), sha256(manifest)]
}

/// A pin of that layout.
fn pin_text(layout: &Layout, [tag, commit, service, api, baseline, hash]: &Values, with_hash: bool) -> String {
    let Layout { indent, colon, newline, order, .. } = layout;
    let text = |value: &str| format!("\"{value}\"");
    let members = [
        ("memorykernel_repo", text("https://github.com/saagar210/MemoryKernel")),
        ("release_tag", text(tag)),
        ("commit_sha", text(commit)),
        ("expected_service_contract_version", text(service)),
        ("expected_api_contract_version", text(api)),
        ("expected_integration_baseline", text(baseline)),
        ("expected_producer_manifest_sha256", text(hash)),
        ("default_base_url", text("http://127.0.0.1:4010")),
        ("default_timeout_ms", "2500".to_owned()),
    ];
    let members: Vec<String> = order
        .iter()
        .map(|at| &members[*at])
        .filter(|(key, _)| with_hash || !key.ends_with("sha256"))
        .map(|(key, value)| format!("{newline}{indent}\"{key}\"{colon}{value}"))
        .collect();
    format!("{{{}{newline}}}{}", members.join(","), if layout.final_newline { "\n" } else { "" })
}

/// A row: the consumer's two cells, six of a baseline and status.
type Cells = [String; 8];

fn cells(version: &str, commit: &str, [tag, sha, service, api, baseline, _]: &Values, status: &str) -> Cells {
    [version, commit, tag, sha, service, api, baseline, status].map(str::to_owned)
}

/// A line of the table.
fn line(layout: &Layout, cells: &[String], header: bool) -> String {
    let styled = cells.iter().map(|cell| match layout.code && !header && !cell.is_empty() {
        true => format!("`{cell}`"),
        false => cell.clone(),
    });
    let padded: Vec<String> = styled.map(|cell| if layout.padded { format!("{cell:<48}") } else { cell }).collect();
    let line = padded.join(" | ");
    if layout.bars { format!("| {line} |") } else { line.trim_end().to_owned() }
}

/// A matrix of that layout.
fn matrix_text(layout: &Layout, values: &Values, date: &str, rows: &[Cells], with_hash: bool) -> String {
    let Layout { bullet, extra, .. } = layout;
    let [tag, commit, service, api, baseline, hash] = values;
    let newline = if layout.newline == "\r\n" { "\r\n" } else { "\n" };
    let mut lines = vec![
        "# Matrix".to_owned(),
        String::new(),
        format!("Updated: {date} (by hand)"),
        String::new(),
        "## Baseline Pin".into(),
        String::new(),
        format!("{bullet} MemoryKernel repo: `https://github.com/saagar210/MemoryKernel`"),
        format!("{bullet} MemoryKernel release tag: `{tag}`"),
        format!("{bullet} MemoryKernel commit SHA: `{commit}` "),
        format!("{bullet} Expected service contract version:  {service}"),
        format!("{bullet} Expected API contract version: `` {api} ``"),
        format!("{bullet} **Expected integration baseline**: `{baseline}`"),
    ];
    if with_hash {
        lines.push(format!("{bullet} **Expected producer manifest SHA-256**: `{hash}`"));
    }
    lines.extend(["".into(), "prose `v9.9.9`".into(), "".into(), "## Approved Version Pairs".into(), "".into()]);
    let names = ["AssistSupport version", "AssistSupport commit", "MemoryKernel tag", "MemoryKernel commit"];
    let more = ["Service contract", "API contract", "Integration baseline", "Status"];
    let mut header: Vec<String> = names.into_iter().chain(more).map(str::to_owned).collect();
    if *extra {
        header.insert(3, "Remark".into());
    }
    lines.push(line(layout, &header, true));
    lines.push(if layout.bars {
        format!("|{}", "---|".repeat(header.len()))
    } else {
        vec!["---"; header.len()].join("|")
    });
    for row in rows {
        let mut row = row.to_vec();
        if *extra {
            row.insert(3, if row[2] == "v0.3.2" { "a remark".into() } else { String::new() });
        }
        lines.push(line(layout, &row, false));
    }
    let text = lines.join(newline);
    if layout.final_newline { text + newline } else { text }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, ..ProptestConfig::default() })]

    /// The same layout with the new values is what comes out, to the byte.
    #[test]
    fn every_byte_beside_the_values_stays(layout in layout()) {
        let (old, new) = (manifest(&example("consumer-v0.3.2")), manifest(&example("consumer")));
        let (before, after) = (values(&old), values(&new));
        let mut older: Vec<Cells> = (0..layout.older_rows)
            .map(|minor| {
                let mut cells = cells("0.9.0", "abcdef0", &before, "Deprecated");
                cells[2] = format!("v0.{minor}.0");
                cells
            })
            .collect();
        let mut rows = vec![cells("1.0.0", "fd56b4b", &before, "Approved")];
        if layout.ascending {
            rows = older.iter().cloned().chain(rows).collect();
        } else {
            older.reverse();
            rows.extend(older);
        }
        let pin = pin_text(&layout, &before, layout.with_hash);
        let matrix = matrix_text(&layout, &before, "2026-02-08", &rows, layout.with_hash);
        let present = Sources::new(
            Source::bytes(DocumentKind::Pin, "pin.json", pin.into_bytes()),
            Source::bytes(DocumentKind::Matrix, "matrix.md", matrix.clone().into_bytes()),
            Source::bytes(DocumentKind::Manifest, "manifest.json", old),
        );
        let consumer = consumer("1.1.0", "0123456");
        let repin = plan(&present, &new, &consumer).expect("a plan");
        let row = cells("1.1.0", "0123456", &after, "Approved");
        if layout.ascending { rows.push(row) } else { rows.insert(0, row) }
        prop_assert_eq!(text(&repin.pin), pin_text(&layout, &after, true));
        let expected = matrix_text(&layout, &after, "2026-03-01", &rows, true);
        prop_assert_eq!(text(&repin.matrix), expected, "{}", matrix);
        passes(&repin, &present);
    }

    /// A consumer's version may be any text that fits into one line; its cell says it and nothing else.
    #[test]
    fn a_cell_says_what_it_is_told(version in "[ -~é🔒]{1,12}", code in any::<bool>()) {
        let version = version.trim();
        prop_assume!(!version.is_empty());
        let old = example("consumer-v0.3.2");
        let matrix = text(old.get(DocumentKind::Matrix).as_bytes()).to_owned();
        let matrix = if code { matrix.replace("| 1.0.0 |", "| `1.0.0` |") } else { matrix };
        let [pin, _, mirror] = DocumentKind::TRIO.map(|kind| old.get(kind).clone());
        let present = Sources::new(pin, Source::bytes(DocumentKind::Matrix, "m", matrix.into_bytes()), mirror);
        // A refusal is the other lawful answer: no cell can hold every text.
        if let Ok(repin) = plan(&present, &manifest(&example("consumer")), &consumer(version, "cc6cb15")) {
            passes(&repin, &present);
            let moved = repin.sources(&present);
            let facts = Facts::of_trio(&moved, engine().policy());
            let row = facts.matrix.facts.as_ref().and_then(|matrix| matrix.rows().next()).expect("a row");
            let cell = row.consumer_version.as_ref().expect("a cell");
            prop_assert!(cell.value.eq_ignore_ascii_case(version), "{}", cell.value);
        }
    }
}

#[test]
fn odd_versions_are_escaped_not_refused() {
    let old = example("consumer-v0.3.2");
    for version in ["1.0.0|x", "a`b", "*1*", "_1_", "<b>", "\\", "&amp;", "~~1~~", "[a](b)", "!x", "`1`", "a_b"] {
        let repin = plan(&old, &manifest(&example("consumer")), &consumer(version, "cc6cb15"));
        passes(&repin.unwrap_or_else(|refusal| panic!("{version}: {refusal:?}")), &old);
    }
}

/// Runs a program over a patch in a folder.
fn run(folder: &std::path::Path, program: &str, arguments: &[&str], patch: &str) {
    let mut command = Command::new(program);
    command.current_dir(folder).args(arguments).stdin(Stdio::piped()).stdout(Stdio::null());
    let mut child = command.spawn().expect("a program");
    child.stdin.take().expect("its input").write_all(patch.as_bytes()).expect("to be read");
    assert!(child.wait().expect("its end").success(), "{program}: {patch}");
}

#[test]
fn git_and_patch_apply_the_patch() {
    let mut at = 0;
    let contents: [&[u8]; 6] = [b"a\nb\n", b"a\nb", b"a\r\nb\r\n", b"", b"a\nc\n\n\n\n\n\n\n\n\nd", b"x\ry\n"];
    let folder = std::env::temp_dir().join(format!("lockstep-patch-{}", std::process::id()));
    for before in contents {
        for after in contents.iter().filter(|after| **after != before && !after.is_empty()) {
            for (program, arguments) in
                [("git", vec!["apply", "--whitespace=nowarn"]), ("patch", vec!["-p1", "--silent", "--binary"])]
            {
                at += 1;
                let folder = folder.join(format!("{at}"));
                fs::create_dir_all(folder.join("some dir")).expect("a folder");
                let path = "some dir/é.md";
                let old = (!before.is_empty()).then_some(before);
                if let Some(old) = old {
                    fs::write(folder.join(path), old).expect("a file");
                }
                run(&folder, program, &arguments, &diff::unified(path, old, after));
                assert_eq!(fs::read(folder.join(path)).expect("a file"), *after, "{program}: {before:?} {after:?}");
            }
        }
    }
    fs::remove_dir_all(folder).expect("to be removed");
}
