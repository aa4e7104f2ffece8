//! The release to go back to: the last approved one, as it stood in git.

use lockstep_core::{
    date::Date,
    facts::{BaselineValue, Facts},
    repin::{self, Baseline},
    source::{DocumentKind, Source, Sources},
    text::quoted,
};

use crate::{
    command::consent::Hindrance,
    failure::Failure,
    history::{self, Past},
    task::Host,
    trio::Trio,
};

/// Three documents that were approved once.
pub(super) struct Target {
    /// The commit that they come from.
    pub(super) commit: String,
    pub(super) baseline: Baseline,
    files: [Vec<u8>; 3],
}

impl Target {
    /// The documents, in the order of findings.
    pub(super) fn documents(&self) -> impl Iterator<Item = (DocumentKind, &[u8])> {
        DocumentKind::TRIO.into_iter().zip(self.files.iter().map(Vec::as_slice))
    }
}

/// What a pin and a matrix state, as far as the choice depends on it.
fn baseline(facts: &Facts<'_>) -> Baseline {
    facts.pin.facts.as_ref().map(Baseline::of_pin).unwrap_or_default()
}

/// The pair of a baseline.
fn pair(baseline: &Baseline) -> (&str, &str) {
    (baseline.text(BaselineValue::ReleaseTag), baseline.text(BaselineValue::CommitSha))
}

/// Finds the release to go back to: the newest commit whose three documents pass by today's policy and pin `to`, or,
/// without it, an earlier release than the present one that the present matrix does not list as anything but approved.
pub(super) async fn find(host: &Host, trio: &Trio, to: Option<&str>, today: Date) -> Result<Target, Hindrance> {
    let present = trio.facts();
    let now = baseline(&present);
    if let Some(to) = to
        && repin::is_older(pair(&now).0, to)
    {
        let failure = Failure::new(format!("{} is newer than the pinned {}", quoted(to), quoted(pair(&now).0)));
        return Err(Hindrance::Refused(failure.help(format!("to go on, run `lockstep repin --manifest {to}`"))));
    }
    let layout = &trio.engine.policy().matrix;
    // Why commits that had the release were passed over.
    let mut failing: Option<String> = None;
    let mut disowned: Option<String> = None;
    let places = DocumentKind::TRIO.map(|kind| trio.place(kind));
    let paths = [0, 1, 2].map(|at: usize| places.get(at).map(String::as_str).unwrap_or_default());
    let wanted = |past: &Past| {
        let sources = sources(past);
        let facts = Facts::read(&sources, trio.engine.policy(), &Default::default());
        let then = baseline(&facts);
        let (tag, commit) = pair(&then);
        match to {
            Some(to) if tag != to => return false,
            // What was left by an earlier rollback is newer.
            None if tag.is_empty() || pair(&now) == (tag, commit) || repin::is_older(pair(&now).0, tag) => {
                return false;
            }
            _ => {}
        }
        let rows = present.matrix.facts.iter().flat_map(|matrix| matrix.rows_of(tag, commit)).collect::<Vec<_>>();
        if to.is_none() && !rows.is_empty() && !rows.iter().any(|row| row.is_approved(layout)) {
            disowned.get_or_insert_with(|| tag.into());
            return false;
        }
        let passes = trio.objection(&sources, today, false).is_none();
        if !passes {
            failing.get_or_insert_with(|| format!("{} at commit {}", quoted(tag), quoted(&past.commit)));
        }
        passes
    };
    if let Some(past) = history::newest(host, &trio.root, paths, wanted).await? {
        let sources = sources(&past);
        let baseline = baseline(&Facts::read(&sources, trio.engine.policy(), &Default::default()));
        return Ok(Target { commit: past.commit, baseline, files: past.files });
    }
    let what = to.map_or_else(|| "an earlier approved release".into(), quoted);
    let failure = Failure::new(format!("no commit holds pin, matrix and mirror of {what} as they would pass today"));
    if history::is_shallow(host, &trio.root).await? {
        let failure = failure.help("the history ends early, because this clone is shallow: `git fetch --unshallow`");
        return Err(Hindrance::Failed(failure));
    }
    Err(Hindrance::Failed(match (failing, disowned) {
        (Some(at), _) => failure.help(format!("{at} breaks today's policy; `git show` and `lockstep check` tell more")),
        (None, Some(tag)) => failure.help(format!(
            "{} was approved once, but the matrix no longer lists it as approved; `--to {tag}` restores it all the same",
            quoted(&tag)
        )),
        (None, None) => failure.help("only what was committed can be restored"),
    }))
}

fn sources(past: &Past) -> Sources<'_> {
    let [pin, matrix, manifest] = &past.files;
    let source = |kind: DocumentKind, bytes: &'_ Vec<u8>| Source::bytes(kind, kind.as_str(), bytes.clone());
    Sources::new(
        source(DocumentKind::Pin, pin),
        source(DocumentKind::Matrix, matrix),
        source(DocumentKind::Manifest, manifest),
    )
}
