//! What a decision on a gate rests on.

use lockstep_core::gate::{self, Baseline, Decision, Evaluation, Gates, Verdict};

use super::{Start, gather};
use crate::{failure::Failure, task::Host};

/// What a decision on a gate rests on.
pub(super) struct Grounds {
    evaluation: Evaluation,
    baseline: Baseline,
    /// The baseline a week before; `None` but for the weekly review.
    before: Option<Result<Baseline, String>>,
    /// The commit that is checked out, where it is known.
    commit: Option<String>,
}

impl Grounds {
    /// Evaluates the gate of a number, and for the weekly review all gates, whose open items it looks at.
    pub(super) async fn read(host: &Host, start: &Start, gates: &Gates<'_>, number: usize) -> Result<Self, Failure> {
        let is_review = gates.review == Some(number);
        let asked: Vec<usize> = if is_review { (0..gates.gates.len()).collect() } else { vec![number] };
        let evaluation = start.evaluate(host, gates, &asked).await?;
        let (baseline, before) = match is_review {
            true => {
                let (baseline, before) = gather::baselines(host, start).await;
                (baseline, Some(before))
            }
            false => (gather::baseline(host, start).await.unwrap_or_default(), None),
        };
        let commit = gather::head(host, &start.root).await.ok();
        Ok(Self { evaluation, baseline, before, commit })
    }

    /// The decision that nobody has approved or refused yet.
    pub(super) fn decision<'d>(&'d self, start: &'d Start, gates: &'d Gates<'d>, number: usize) -> Decision<'d> {
        Decision {
            file: start.file(),
            gates,
            number,
            evaluation: &self.evaluation,
            commit: self.commit.as_deref(),
            baseline: &self.baseline,
            approvers: &[],
            refused: None,
        }
    }

    /// The record of a decision, or the review, in Markdown.
    pub(super) fn markdown(&self, decision: &Decision<'_>, verdict: Verdict) -> String {
        match &self.before {
            Some(before) => gate::review(decision, before, verdict),
            None => decision.markdown(),
        }
    }
}
