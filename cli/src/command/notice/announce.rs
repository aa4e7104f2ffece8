//! `lockstep notice announce`: adds an announcement to the record.

use std::str;

use lockstep_core::{
    notice::{NoticePath, NoticeRecord, RecordedNotice, WrittenMoment},
    repin::diff,
    text::{Span, quoted, visible},
};

use super::{
    Counted,
    arguments::{Announcing, Counting},
};
use crate::{
    color::{Colors, Terminals},
    command::consent::{Hindrance, agree, outcome},
    failure::Failure,
    file,
    outcome::Outcome,
    task::Host,
    transaction,
};

pub(super) async fn run(
    host: &Host,
    counting: &Counting,
    announcing: Announcing,
    (colors, terminals): (Colors, Terminals),
) -> Outcome {
    let mut said = String::new();
    let done = announce(host, counting, announcing, &mut said).await;
    outcome(done, said, (colors, terminals))
}

/// What goes to standard output; `said` is what has been done.
async fn announce(
    host: &Host,
    counting: &Counting,
    announcing: Announcing,
    said: &mut String,
) -> Result<String, Hindrance> {
    let counted = Counted::new(host, counting).await?;
    let earliest = counted.period.earliest;
    let planned = counting.release.clone().unwrap_or(WrittenMoment::from(earliest));
    let verdict = counted.judge(planned.moment);
    if !verdict.lawful {
        let message = format!("not announced: a release at {} comes too early", quoted(planned.as_str()));
        let failure = Failure::new(message).help(format!("the earliest lawful release is {earliest}"));
        return Err(Hindrance::Refused(failure));
    }
    let place = counted.basis.configuration.producer.notice.record();
    let name = file::joined(&counting.root, place);
    let (mut record, before) = read(host, &counting.root, place).await?;
    let Announcing { codes, by, reference, consent } = announcing;
    if let Some((code, notice)) = codes.iter().find_map(|code| Some((code, record.of(code).next()?))) {
        let text = String::from_utf8_lossy(before.as_deref().unwrap_or_default());
        let failure = Failure::new(format!("{} is announced already", quoted(code))).about(&name);
        return Err(Hindrance::Refused(failure.at(&text, notice.span.range()).help("change that notice by hand")));
    }
    let mut distinct: Vec<String> = Vec::new();
    codes.into_iter().for_each(|code| {
        if !distinct.contains(&code) {
            distinct.push(code);
        }
    });
    let listed = distinct.iter().map(|code| quoted(code)).collect::<Vec<_>>().join(", ");
    record.notices.push(RecordedNotice {
        codes: distinct,
        path: counting.path,
        decided_at: counting.decided.clone(),
        announced_at: counting
            .announced
            .clone()
            .unwrap_or(WrittenMoment::from(counted.period.announcement.announced())),
        announced_by: by,
        published_on: counting.published,
        planned_release: planned,
        reference,
        acknowledgement: None,
        span: Span::default(),
    });
    let after = record.render().into_bytes();
    let patch = diff::unified(place, before.as_deref(), &after);
    if consent.dry_run {
        return Ok(patch);
    }
    let patch = agree(host, consent, patch, &format!("Record this announcement of {listed}?")).await?;
    transaction::put(host, &counting.root, place, after).await?;
    said.push_str(&format!("recorded in {}: {listed}, not to be released before {earliest}\n", visible(&name)));
    if let (NoticePath::Emergency, Some(clocks), None) = (counting.path, &counted.period.clocks, counting.published)
        && let Some(day) = clocks.publish_on
    {
        said.push_str(&format!("documents, specification and tests must come on {day}; then record `published_on`\n"));
    }
    Ok(patch)
}

/// The record and its bytes; an empty one where there is none.
async fn read(host: &Host, root: &str, place: &str) -> Result<(NoticeRecord, Option<Vec<u8>>), Failure> {
    let name = file::joined(root, place);
    let Some(bytes) = file::bytes(host.ask(file::request(root, place)).await, "record of notices", &name)? else {
        return Ok((NoticeRecord::default(), None));
    };
    let text =
        str::from_utf8(&bytes).map_err(|_| Failure::new("the record of notices is not UTF-8 text").about(&name))?;
    let record = NoticeRecord::read(text).map_err(|fault| {
        let failure = Failure::new(format!("the record of notices is faulty: {}", fault.value)).about(&name);
        failure.at(text, fault.span.range())
    })?;
    Ok((record, Some(bytes)))
}
