//! What a draft gets out of a context package.

use alloc::{format, string::String, vec::Vec};

use crate::tree::Tree;

/// How many selected items are named.
const ITEMS: usize = 3;

/// The text that a draft is enriched with; empty where the package has nothing to say. What has another type than
/// expected is passed over, as in the adapter.
pub(super) fn enrichment_text(data: &Tree<'_>) -> String {
    let answer = |key: &str| filled(data.get("answer")?.get(key)?);
    let mut lines: Vec<String> = Vec::new();
    lines.extend(answer("result").map(|result| format!("Policy decision: {result}")));
    lines.extend(answer("why").map(|why| format!("Why: {why}")));
    let items = data.get("selected_items").and_then(Tree::list).unwrap_or_default();
    let items: Vec<String> = items.iter().filter(|item| item.map().is_some()).take(ITEMS).map(item).collect();
    if !items.is_empty() {
        lines.push("Selected memory evidence:".into());
        lines.extend(items);
    }
    lines.join("\n")
}

/// The id of the package.
pub(super) fn package_id(data: &Tree<'_>) -> Option<String> {
    data.get("context_package_id")?.text().map(Into::into)
}

fn item(item: &Tree<'_>) -> String {
    let text = |key: &str| item.get(key).and_then(filled).unwrap_or("unknown");
    let reasons = item.get("why").and_then(|why| why.get("reasons")).and_then(Tree::list);
    let reason = reasons.and_then(<[_]>::first).and_then(filled).unwrap_or("No reason provided");
    format!("- [{}] {}: {reason}", text("record_type"), text("memory_id"))
}

/// The text of a string that is not blank.
fn filled<'t>(value: &'t Tree<'_>) -> Option<&'t str> {
    value.text().map(str::trim).filter(|text| !text.is_empty())
}
