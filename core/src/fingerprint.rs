//! Names of findings that stay the same when lines move and other findings come and go: what waivers, comparisons with
//! an earlier report and code scanning know a finding by.

use alloc::{format, string::String, vec::Vec};

use crate::{facts::sha256, finding::Finding, source::Sources};

/// Hex digits of a fingerprint.
const LENGTH: usize = 16;

/// Gives each finding its fingerprint: the first digits of the SHA-256 of rule, document, message, expected and actual,
/// and of how many findings before it say exactly the same. The place in the document has no part in it.
pub(crate) fn assign(findings: &mut [Finding], sources: &Sources<'_>) {
    let mut contents: Vec<String> = Vec::with_capacity(findings.len());
    for finding in findings {
        let Finding { rule, message, primary, expected, actual, .. } = &*finding;
        let document = &sources.get(primary.document).name;
        // Texts of findings hold no control characters, so that a line end parts them.
        let content = format!("{rule}\n{document}\n{message}\n{expected}\n{actual}");
        let ordinal = contents.iter().filter(|other| **other == content).count();
        let mut fingerprint = sha256(format!("{content}\n{ordinal}").as_bytes());
        fingerprint.truncate(LENGTH);
        finding.fingerprint = fingerprint;
        contents.push(content);
    }
}
