//! Reads the policy's `notice`.

use alloc::{format, vec::Vec};

use super::{Reader, embedded, is_missing};
use crate::{
    json::Node,
    policy::{DayOfWeek, EmergencyClock, Notice},
    text::quoted,
};

impl Reader {
    pub(super) fn notice(&mut self, root: &Node<'_>) -> Notice {
        const SAME_DAY: &str = "emergency_requires_same_day_docs_spec_tests";
        const CLOCKS: &str = "blocking_emergency_clocks";
        const KEYS: [&str; 5] = ["standard_business_days", "emergency_notice_hours", SAME_DAY, "weekend", CLOCKS];
        let notice = self.object(root, "notice", &KEYS);
        let embedded = embedded::notice();
        Notice {
            standard_business_days: self.number(&notice, "standard_business_days"),
            emergency_notice_hours: self.number(&notice, "emergency_notice_hours"),
            emergency_requires_same_day_docs_spec_tests: self
                .required(notice.boolean(SAME_DAY), SAME_DAY, "a boolean")
                .unwrap_or_default(),
            weekend: match is_missing(&notice.strings("weekend")) {
                true => embedded.weekend,
                false => self.words(&notice, "weekend", &DayOfWeek::ALL.map(|day| (day.as_str(), day))),
            },
            blocking_emergency_clocks: match is_missing(&notice.strings(CLOCKS)) {
                true => embedded.blocking_emergency_clocks,
                false => self.words(&notice, CLOCKS, &EmergencyClock::ALL.map(|clock| (clock.as_str(), clock))),
            },
        }
    }

    /// What the words of a list stand for, of those that may stand there.
    fn words<T: Copy>(&mut self, node: &Node<'_>, key: &str, words: &[(&str, T)]) -> Vec<T> {
        let mut found = Vec::new();
        for text in self.list(node, key) {
            match words.iter().find(|(word, _)| *word == text) {
                Some((_, meaning)) => found.push(*meaning),
                None => {
                    let known: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
                    let message = format!("{} is none of {}", quoted(&text), known.join(", "));
                    self.fail(message, node.strings(key).span());
                }
            }
        }
        found
    }
}
