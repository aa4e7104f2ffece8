//! The texts of `lockstep notice --help`.

/// The beginning.
pub(super) const NOTICE: &str = "\
Says when an additive error code may be released: counts each day from its announcement on and
names the earliest lawful release.

Standard path: at least 10 business days before the release. The day of the announcement is not
counted; day 1 is the first business day after it, and the release is lawful on day 10. Weekends and
holidays are no business days.

Emergency path: two clocks of 24 hours. It must be announced at most 24 hours after the decision,
and released at least 24 hours after the announcement; documents, specification and tests come on
the day of the announcement. Where a clock that blocks is missed, the standard path is left.

How many days and hours, which days are a weekend and which clocks block, says the policy; what the
repository's manifest promises beyond that holds, too.";

/// The end.
pub(super) const NOTICE_END: &str = "\
A MOMENT is a day (2026-03-02) or an instant (2026-03-02T09:00:00+01:00). An instant falls on the
day that it has at --utc-offset. Where hours are counted and only a day is given, the day is taken
at its unfavourable end.

With --stable-since, the stability window of the release before must be over, too (14 days of the
calendar); an emergency does not wait for it.

lockstep.toml, in which everything may be left out:
  [notice]
  holidays = [2026-12-25, { date = 2026-12-26, name = \"Boxing Day\" }]
  holidays_file = \"ci/holidays.json\"     [\"2026-12-25\", { \"date\": \"2026-12-26\", \"name\": \"...\" }]
  utc_offset = \"+01:00\"

With --format json: lockstep-notice.v1 (docs/notice.schema.json).

Examples:
  lockstep notice                                      announced today, when may it be released?
  lockstep notice --announced 2026-03-02 --release 2026-03-16
  lockstep notice --path emergency --decided 2026-03-02T09:00:00Z --announced 2026-03-02T12:00:00Z
  lockstep notice announce --code rate_limited --by \"MemoryKernel team\" --reference LINK

Exit codes: 0 the release is lawful, or none was named; 1 it is not; 2 nothing could be counted.";

/// The beginning of `lockstep notice announce --help`.
pub(super) const ANNOUNCE: &str = "\
Records an announcement of error codes, so that `lockstep producer notice` can judge by it: shows the
change of the record, asks on a terminal, and writes it.

The planned release is that of --release, else the earliest lawful one. A release that is too early
and a code that is announced already are refused.";

/// The end of `lockstep notice announce --help`.
pub(super) const ANNOUNCE_END: &str = "\
The record is contracts/integration/error-code-notices.json (lockstep-notices.v1,
docs/notices.schema.json), or where `[producer.notice] record` in lockstep.toml says. When documents,
specification and tests of an emergency come later, and when consumers acknowledge, write that into
the record: `published_on`, `acknowledgement`.

Examples:
  lockstep notice announce --code rate_limited --by \"MemoryKernel team\" --reference LINK
  lockstep notice announce --code rate_limited --by Ada --reference LINK --path emergency \\
    --decided 2026-03-02T09:00:00Z --announced 2026-03-02T12:00:00Z --published 2026-03-02

Exit codes: 0 recorded, or only shown; 1 refused or declined; 2 could not be done.";
