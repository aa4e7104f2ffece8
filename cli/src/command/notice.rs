//! `lockstep notice`: when an error code may be released, and the record of what was announced.

mod announce;
mod arguments;
mod basis;
mod help;
mod month;
mod show;

use lockstep_core::{
    date::Date,
    notice::{Announcement, Moment, NoticePath, NoticePeriod, NoticeReport, Verdict},
    render,
};

use arguments::Counting;
pub(crate) use arguments::{NoticeArguments, moment, parser};
use basis::Basis;

use super::check::host_date;
use crate::{
    color::{Colors, Terminals},
    failure::Failure,
    outcome::{FAIL, Outcome, PASS},
    settings::OutputFormat,
    task::Host,
};

pub(crate) async fn run(host: &Host, arguments: NoticeArguments, (colors, terminals): (Colors, Terminals)) -> Outcome {
    let (counting, format) = match arguments {
        NoticeArguments::Count(counting, format) => (counting, format),
        NoticeArguments::Announce(counting, announcing) => {
            return announce::run(host, &counting, announcing, (colors, terminals)).await;
        }
    };
    match count(host, &counting, format, colors.stdout).await {
        Ok(outcome) => outcome,
        Err(failure) => {
            let mut outcome = Outcome::failure(&failure, colors.stderr);
            if format == OutputFormat::Json {
                outcome.stdout = render::json::render(&failure.document()).into_bytes();
            }
            outcome
        }
    }
}

async fn count(host: &Host, counting: &Counting, format: OutputFormat, color: bool) -> Result<Outcome, Failure> {
    let counted = Counted::new(host, counting).await?;
    let verdict = counting.release.as_ref().map(|release| counted.judge(release.moment));
    let text = match format {
        OutputFormat::Human => show::human(&counted, verdict.as_ref(), color),
        OutputFormat::Json => {
            let Counted { basis, period, today } = &counted;
            render::json::render(&NoticeReport::new(&basis.terms, period, verdict.as_ref(), *today))
        }
    };
    let exit_code = if verdict.is_none_or(|verdict| verdict.lawful) { PASS } else { FAIL };
    Ok(Outcome { stdout: text.into_bytes(), stderr: Vec::new(), exit_code })
}

/// A notice that was counted.
struct Counted {
    basis: Basis,
    period: NoticePeriod,
    today: Date,
}

impl Counted {
    async fn new(host: &Host, counting: &Counting) -> Result<Self, Failure> {
        let today = match counting.today {
            Some(today) => today,
            None => host_date(host).await?,
        };
        let announced = counting.announced.as_ref().map_or(Moment::Day(today), |announced| announced.moment);
        let decided = counting.decided.as_ref().map(|decided| decided.moment);
        let announcement = match (counting.path, decided, counting.published) {
            (NoticePath::Standard, _, None) => Announcement::Standard { announced },
            (NoticePath::Standard, _, Some(_)) => {
                return Err(Failure::new("`--published` belongs to the emergency path").help("say `--path emergency`"));
            }
            (NoticePath::Emergency, Some(decided), published) => {
                Announcement::Emergency { decided, announced, published }
            }
            (NoticePath::Emergency, None, _) => {
                return Err(Failure::new("the first clock of the emergency path runs from the decision")
                    .help("say when that was, with `--decided MOMENT`"));
            }
        };
        let basis = Basis::read(host, counting).await?;
        let period = NoticePeriod::new(&basis.terms, &basis.calendar, announcement, counting.stable_since)
            .map_err(|fault| Failure::new(fault.to_string()))?;
        Ok(Self { basis, period, today })
    }

    fn judge(&self, release: Moment) -> Verdict {
        self.period.judge(&self.basis.terms, release)
    }
}
