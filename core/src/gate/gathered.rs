//! What a host found in the places of evidence.

use alloc::{
    collections::{BTreeMap, BTreeSet},
    string::String,
    vec::Vec,
};

use super::{
    DATE,
    file::{Evidence, Gates, Kind},
    form,
};
use crate::{
    date::{self, Date},
    path,
};

/// What stands in a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// A file with these bytes.
    Bytes(Vec<u8>),
    /// Nothing.
    Missing,
    /// Something that could not be read, and why.
    Unreadable(String),
}

/// Everything that an evaluation looks at besides the gate file.
#[derive(Clone, Debug, Default)]
pub struct Gathered {
    /// What stands at a path, by that path relative to the repository.
    pub files: BTreeMap<String, Found>,
    /// The files below a folder, by the folder; or why they could not be listed.
    pub folders: BTreeMap<String, Result<Vec<String>, String>>,
    /// The report of `lockstep check`, made now, as JSON.
    pub check: Option<Found>,
    /// The commit that is checked out, or why it is not known.
    pub head: Option<Result<String, String>>,
}

/// What an evaluation of some gates needs from a host.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Needs {
    /// Folders whose files are listed.
    pub folders: BTreeSet<String>,
    /// Files that are read.
    pub files: BTreeSet<String>,
    /// Whether the repository itself is checked.
    pub check: bool,
    /// Whether the commit that is checked out is needed.
    pub head: bool,
}

impl Needs {
    /// What is needed for gates, which must include those that they demand.
    pub fn of(gates: &Gates<'_>, numbers: &[usize]) -> Self {
        let mut needs = Self::default();
        for evidence in gates.evidence(numbers) {
            needs.check |= matches!(evidence.kind, Kind::Check);
            needs.head |= evidence.at_head;
            match &evidence.path {
                Some(path) if path.value.contains(DATE) => {
                    needs.folders.insert(folder(&path.value).into());
                }
                Some(path) => {
                    needs.files.insert(path.value.clone());
                }
                None => {}
            }
        }
        needs
    }

    /// Files of the folders that were listed.
    pub fn listed(gates: &Gates<'_>, numbers: &[usize], gathered: &Gathered) -> BTreeSet<String> {
        gates.evidence(numbers).flat_map(|evidence| files(evidence, gathered)).map(|(path, _)| path).collect()
    }

    /// Documents that evidence says were judged: whether they are still the same is looked up.
    pub fn cited(gates: &Gates<'_>, numbers: &[usize], gathered: &Gathered) -> BTreeSet<String> {
        let mut cited = BTreeSet::new();
        for evidence in gates.evidence(numbers).filter(|evidence| evidence.repository.is_none()) {
            for (path, _) in files(evidence, gathered) {
                let Some(Found::Bytes(bytes)) = gathered.files.get(&path) else { continue };
                cited.extend(
                    form::documents(&evidence.kind, bytes).into_iter().filter_map(|name| path::inside(&name).ok()),
                );
            }
        }
        cited.into_iter().filter(|path| !gathered.files.contains_key(path)).collect()
    }
}

/// The folder of a path; `.` is the repository itself.
pub(super) fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or(".", |(folder, _)| folder)
}

/// The files of an evidence, with the day that a name states.
pub(super) fn files(evidence: &Evidence<'_>, gathered: &Gathered) -> Vec<(String, Option<Date>)> {
    let Some(path) = &evidence.path else { return Vec::new() };
    let Some((before, behind)) = path.value.split_once(DATE) else {
        return Vec::from([(path.value.clone(), None)]);
    };
    let Some(Ok(names)) = gathered.folders.get(folder(&path.value)) else { return Vec::new() };
    let of = |name: &String| {
        let day = date::parse(name.strip_prefix(before)?.strip_suffix(behind)?)?;
        Some((name.clone(), Some(day)))
    };
    names.iter().filter_map(of).collect()
}
