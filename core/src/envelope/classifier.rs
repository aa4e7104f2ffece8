//! The policy made ready for judging envelopes, and the judging itself.

use alloc::{borrow::ToOwned, collections::BTreeMap, string::String, vec::Vec};
use core::fmt;

use super::{
    keys::{Fields, NO_FIELD, Names},
    rule::{Class, EnvelopeRule},
    scan::{self, Role, Scan},
};
use crate::{
    finding::Severity,
    policy::{self, Policy, UnknownCodes},
};

/// Under which contract envelopes are judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ContractState {
    /// Under this service contract version alone.
    Only(String),
    /// Under the version that each envelope claims; every version that the policy knows is accepted.
    Overlap,
}

impl ContractState {
    /// The state with that name: `overlap`, or a service contract version.
    pub fn named(name: &str) -> Self {
        if name == "overlap" { Self::Overlap } else { Self::Only(name.to_owned()) }
    }
}

/// The policy does not know the service contract version that was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownContract {
    /// The versions that it knows.
    pub known: Vec<String>,
}

impl fmt::Display for UnknownContract {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "the policy knows no such service contract; there are {}", self.known.join(", "))
    }
}

impl core::error::Error for UnknownContract {}

/// Judges envelopes; made once, then used as often as one likes, from any thread.
#[derive(Clone, Debug)]
pub struct Classifier {
    pub(super) policy: Policy,
    pub(super) fields: Fields,
    pub(super) success: Form,
    /// Of every accepted version; behind them what they have in common, for envelopes that claim none of them.
    pub(super) contracts: Vec<Contract>,
    /// The error codes of all contracts.
    pub(super) codes: Vec<String>,
    version_names: Names<usize>,
    api_version_names: Names<usize>,
    code_names: Names<usize>,
    pub(super) severities: Vec<Option<Severity>>,
    /// The classes that block.
    blocking: u32,
}

/// What one kind of envelope must look like, in bits of fields.
#[derive(Clone, Debug, Default)]
pub(super) struct Form {
    pub(super) requires: u64,
    pub(super) forbids: u64,
    /// Everything that may be there, the objects that hold it among them.
    pub(super) lists: u64,
}

/// What one service contract promises.
#[derive(Clone, Debug, Default)]
pub(super) struct Contract {
    pub(super) version: String,
    pub(super) error: Form,
    /// For each of [`Classifier::codes`] its statuses, or none where the contract does not have it.
    pub(super) codes: Vec<Option<Statuses>>,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Statuses {
    pub(super) documented: Vec<u16>,
    pub(super) undocumented: Vec<u16>,
}

/// What the fields of an envelope come to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Judgement {
    /// The classes of every rule that is broken.
    pub(super) broken: u32,
    pub(super) is_success: bool,
    /// Which of [`Classifier::contracts`] it was judged under.
    pub(super) contract: usize,
    /// Which of [`Classifier::codes`] it has.
    pub(super) code: Option<usize>,
    pub(super) missing: u64,
    pub(super) mistyped: u64,
    pub(super) forbidden: u64,
    pub(super) unlisted: u64,
}

impl Classifier {
    /// A classifier that judges by `policy`.
    ///
    /// # Errors
    ///
    /// Where the policy does not know the service contract version of `state`.
    pub fn new(policy: &Policy, state: &ContractState) -> Result<Self, UnknownContract> {
        let known = &policy.service_contracts;
        let accepted: Vec<(&String, &policy::ServiceContract)> = known
            .iter()
            .filter(|(version, _)| match state {
                ContractState::Only(only) => *version == only,
                ContractState::Overlap => true,
            })
            .collect();
        if accepted.is_empty() {
            return Err(UnknownContract { known: known.keys().cloned().collect() });
        }
        let mut fields = Fields::new(policy);
        let mut codes: Vec<String> = Vec::new();
        for code in accepted.iter().flat_map(|(_, contract)| &contract.error_codes) {
            if !codes.contains(&code.code) {
                codes.push(code.code.clone());
            }
        }
        let mut contracts: Vec<Contract> =
            accepted.iter().map(|(version, of)| Contract::new(version, of, &codes, &mut fields)).collect();
        contracts.push(Contract::common(&contracts));
        let success = Form::new(&policy.success_envelope, &mut fields);
        let severity = |rule: &EnvelopeRule| {
            if rule.class == Class::UnknownCode && policy.run_time.choices.unknown_codes == UnknownCodes::Fallback {
                return None;
            }
            policy.severities.get(rule.id).map_or(Some(rule.severity), |setting| setting.severity())
        };
        let severities: Vec<_> = EnvelopeRule::ALL.iter().map(severity).collect();
        let blocks = |(rule, severity): (&EnvelopeRule, &Option<Severity>)| match severity {
            Some(Severity::Error) => rule.class.bit(),
            _ => 0,
        };
        let blocking = EnvelopeRule::ALL.iter().zip(&severities).map(blocks).fold(0, |all, bit| all | bit);
        fields.ready();
        let numbered =
            |names: Vec<&str>| Names::new(names.into_iter().enumerate().map(|(number, name)| (name, number)));
        Ok(Self {
            version_names: numbered(accepted.iter().map(|(version, _)| version.as_str()).collect()),
            api_version_names: numbered(policy.api_contracts.iter().map(String::as_str).collect()),
            code_names: numbered(codes.iter().map(String::as_str).collect()),
            policy: policy.clone(),
            fields,
            success,
            contracts,
            codes,
            severities,
            blocking,
        })
    }

    /// The class of one envelope, in one pass and without allocating for one that conforms.
    ///
    /// `status` is the answer's HTTP status; without one, an envelope with `error` is taken for an error, one with
    /// `data` for a success, and codes are not compared with statuses. Never fails, whatever the bytes are.
    pub fn class(&self, status: Option<u16>, body: &[u8]) -> Class {
        if body.len() > self.limit() {
            return self.leading(Class::TooLarge.bit());
        }
        let mut scan = Scan::new();
        scan::scan::<false>(&self.fields, body, 0, &mut scan);
        self.class_of(&scan, body, status)
    }

    /// The classes of many envelopes, one a line, each ended by a line feed or the end of `lines`; pushed to `classes`
    /// as their numbers, one a line, blank lines among them.
    pub fn classes(&self, lines: &[u8], classes: &mut Vec<u8>) {
        let limit = self.limit();
        let mut scan = Scan::new();
        let mut start = 0;
        while start < lines.len() {
            scan.reset();
            // One byte more than may be there: a line that is too long shows itself.
            let window = lines.get(..start.saturating_add(limit).saturating_add(1)).unwrap_or(lines);
            let mut end = scan::scan::<true>(&self.fields, window, start, &mut scan);
            let mut class = self.class_of(&scan, window, None);
            if window.len() < lines.len() {
                scan.extend(end, window.len());
            }
            if end - start > limit {
                class = self.leading(Class::TooLarge.bit());
                end += memchr::memchr(b'\n', lines.get(end..).unwrap_or_default()).unwrap_or(lines.len());
            }
            classes.push(class.byte());
            start = end.saturating_add(1);
        }
    }

    /// The severity of a class's violations; none where the policy switches its rule off.
    pub(super) fn severity(&self, class: Class) -> Option<Severity> {
        self.severities.get(usize::from(class.byte()).wrapping_sub(1)).copied().flatten()
    }

    /// The first class of a set that blocks.
    #[inline(always)]
    pub(super) fn leading(&self, broken: u32) -> Class {
        Class::first(broken & self.blocking)
    }

    /// The largest envelope, in bytes.
    #[inline(always)]
    pub(super) fn limit(&self) -> usize {
        usize::try_from(self.policy.limits.envelope_bytes).unwrap_or(usize::MAX)
    }

    /// Judges what the scanner saw.
    #[inline(always)]
    pub(super) fn judge(&self, scan: &Scan, text: &[u8], status: Option<u16>) -> Judgement {
        let fields = &self.fields;
        let has = |field: u8| field != NO_FIELD && scan.present & (1 << field) != 0;
        let is_success = match status {
            Some(status) => (200..300).contains(&status),
            None => !has(fields.error) && has(fields.data),
        };
        let version = scan.text_of(Role::Version, text);
        let accepted = self.contracts.len() - 1;
        let known = version.find(&self.version_names);
        // Where one version alone is accepted, it is what was promised, whatever an envelope claims.
        let contract = if accepted == 1 { 0 } else { known.unwrap_or(accepted) };
        let mut judgement = Judgement {
            broken: scan.faults,
            is_success,
            contract,
            code: None,
            missing: 0,
            mistyped: 0,
            forbidden: 0,
            unlisted: 0,
        };
        let Some(promised) = self.contracts.get(contract) else { return judgement };
        let form = if is_success { &self.success } else { &promised.error };
        judgement.mistyped = scan.mistyped & scan.present & form.lists;
        judgement.missing = form.requires & !scan.present & !fields.below(judgement.mistyped);
        judgement.forbidden = form.forbids & scan.present;
        judgement.unlisted = scan.present & !form.lists & !form.forbids;
        let mut broken = scan.faults;
        let mut breaks = |class: Class, holds: bool| broken |= if holds { class.bit() } else { 0 };
        let lists = |field: u8| field != NO_FIELD && form.lists & (1 << field) != 0;
        breaks(Class::MissingField, judgement.missing != 0);
        breaks(Class::FieldType, judgement.mistyped != 0);
        breaks(Class::ForbiddenField, judgement.forbidden != 0);
        breaks(Class::UnlistedField, judgement.unlisted | u64::from(scan.unknown_keys) != 0);
        breaks(Class::ContractVersion, known.is_none() && version.is_some() && lists(fields.version));
        if is_success {
            let version = scan.text_of(Role::ApiVersion, text);
            let unknown = version.is_some() && version.find(&self.api_version_names).is_none();
            breaks(Class::ApiContractVersion, unknown && lists(fields.api_version));
        } else {
            let code = scan.text_of(Role::Code, text);
            if code.is_some() && lists(fields.code) {
                judgement.code = code.find(&self.code_names);
                let statuses = judgement.code.and_then(|code| promised.codes.get(code)?.as_ref());
                breaks(Class::UnknownCode, statuses.is_none());
                if let (Some(statuses), Some(status)) = (statuses, status) {
                    let documented = statuses.documented.contains(&status);
                    let undocumented = statuses.undocumented.contains(&status);
                    breaks(Class::StatusCode, !documented && !undocumented);
                    breaks(Class::UndocumentedStatus, !documented && undocumented);
                }
            }
        }
        judgement.broken = broken;
        judgement
    }

    /// The class of what the scanner saw.
    #[inline(always)]
    fn class_of(&self, scan: &Scan, text: &[u8], status: Option<u16>) -> Class {
        let unreadable = scan.faults & UNREADABLE != 0;
        let broken = if unreadable { scan.faults } else { self.judge(scan, text, status).broken };
        self.leading(broken)
    }
}

/// The classes behind which nothing is known of the fields.
pub(super) const UNREADABLE: u32 = Class::TooLarge.bit()
    | Class::Empty.bit()
    | Class::Nesting.bit()
    | Class::Syntax.bit()
    | Class::TrailingBytes.bit()
    | Class::TopLevel.bit();

impl Form {
    fn new(envelope: &policy::Envelope, fields: &mut Fields) -> Self {
        let mut bits = |paths: &[String]| paths.iter().map(|path| fields.bit(path)).fold(0, |all, bit| all | bit);
        let (requires, optional, forbids) =
            (bits(&envelope.requires), bits(&envelope.optional), bits(&envelope.forbids));
        let own = requires | optional;
        Self { requires, forbids, lists: own | fields.above(own) }
    }
}

impl Contract {
    fn new(version: &str, of: &policy::ServiceContract, codes: &[String], fields: &mut Fields) -> Self {
        let known: BTreeMap<&str, &policy::ErrorCode> =
            of.error_codes.iter().map(|code| (code.code.as_str(), code)).collect();
        let statuses = |code: &String| {
            known.get(code.as_str()).map(|code| Statuses {
                documented: code.statuses.clone(),
                undocumented: code.undocumented_statuses.clone(),
            })
        };
        Self {
            version: version.to_owned(),
            error: Form::new(&of.non_2xx_envelope, fields),
            codes: codes.iter().map(statuses).collect(),
        }
    }

    /// What all contracts agree on: required and forbidden by each, allowed by any.
    fn common(contracts: &[Self]) -> Self {
        let mut common = Self { version: "overlap".to_owned(), ..contracts.first().cloned().unwrap_or_default() };
        for contract in contracts {
            common.error.requires &= contract.error.requires;
            common.error.forbids &= contract.error.forbids;
            common.error.lists |= contract.error.lists;
            for (code, other) in common.codes.iter_mut().zip(&contract.codes) {
                match (code, other) {
                    (Some(code), Some(other)) => {
                        code.documented.extend(&other.documented);
                        code.undocumented.extend(&other.undocumented);
                    }
                    (code @ None, Some(other)) => *code = Some(other.clone()),
                    _ => {}
                }
            }
        }
        common
    }
}
