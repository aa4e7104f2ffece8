//! Waivers: findings that a team lets pass for a while, each with a reason, an owner and an end.
//!
//! They are applied when all other rules have run. What a waiver covers does not block, and every output counts it; what
//! is wrong with a waiver is for the rules of the group `waiver`, which no waiver covers. What could not be judged is no
//! finding, so no waiver covers that either.

use alloc::{string::String, vec::Vec};

use crate::{
    date::Date,
    finding::Finding,
    rules::{self, Group},
    source::Sources,
    text::{Spanned, visible},
};

/// The most days from today on which a waiver may end.
pub const LONGEST_DAYS: i64 = 180;

/// A waiver with its places in the configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiver {
    /// The id of the rule whose findings it covers.
    pub rule: Spanned<String>,
    /// The name of the only document in which it covers findings.
    pub document: Option<String>,
    /// The only finding that it covers; without it, every finding of the rule in the document.
    pub fingerprint: Option<String>,
    /// Why it is right to let the finding pass.
    pub reason: Spanned<String>,
    /// Who answers for it.
    pub owner: Spanned<String>,
    /// The last day on which it covers anything.
    pub expires: Spanned<Date>,
}

impl Waiver {
    /// Whether its last day is over.
    pub(crate) fn is_expired(&self, today: Date) -> bool {
        self.expires.value < today
    }

    /// Whether reason and owner are stated.
    pub(crate) fn is_accounted_for(&self) -> bool {
        [&self.reason, &self.owner].into_iter().all(|text| !text.value.trim().is_empty())
    }

    fn covers(&self, finding: &Finding, document: &str) -> bool {
        self.rule.value == finding.rule
            && self.document.as_ref().is_none_or(|named| named == document)
            && self.fingerprint.as_ref().is_none_or(|named| *named == finding.fingerprint)
    }
}

/// A finding that a waiver covers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waived {
    /// The finding.
    pub finding: Finding,
    /// The waiver's reason, fit to be shown.
    pub reason: String,
    /// The waiver's owner, fit to be shown.
    pub owner: String,
    /// The waiver's last day.
    pub expires: Date,
}

/// A waiver with what became of it.
#[derive(Clone, Debug)]
pub struct Application<'w> {
    /// The waiver.
    pub waiver: &'w Waiver,
    /// How many findings it covers; none where it has expired or is not accounted for.
    pub covered: usize,
    /// Whether it had its chance to cover something: it is in force, and its rule ran or is none that it can cover.
    pub was_tried: bool,
}

/// Takes out of `findings` what the waivers cover. Without a date none of them is in force; `ran` are the ids of the
/// rules that ran.
pub(crate) fn apply<'w>(
    waivers: &'w [Waiver],
    today: Option<Date>,
    ran: &[&str],
    sources: &Sources<'_>,
    findings: &mut Vec<Finding>,
) -> (Vec<Application<'w>>, Vec<Waived>) {
    let in_force = |waiver: &Waiver| waiver.is_accounted_for() && today.is_some_and(|today| !waiver.is_expired(today));
    let mut applications: Vec<Application<'_>> = waivers
        .iter()
        .map(|waiver| {
            let rule = waiver.rule.value.as_str();
            let never_covers = rules::find(rule).is_none_or(|rule| rule.group == Group::Waiver);
            let could_run = never_covers || ran.contains(&rule);
            Application { waiver, covered: 0, was_tried: could_run && in_force(waiver) }
        })
        .collect();
    let mut waived = Vec::new();
    findings.retain(|finding| {
        let document = &sources.get(finding.primary.document).name;
        let mut covering = None;
        for application in applications.iter_mut().filter(|application| in_force(application.waiver)) {
            if application.waiver.covers(finding, document) {
                application.covered += 1;
                covering.get_or_insert(application.waiver);
            }
        }
        waived.extend(covering.map(|Waiver { reason, owner, expires, .. }| Waived {
            finding: finding.clone(),
            reason: visible(&reason.value).into_owned(),
            owner: visible(&owner.value).into_owned(),
            expires: expires.value,
        }));
        covering.is_none()
    });
    (applications, waived)
}
