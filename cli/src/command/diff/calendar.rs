//! The calendar by which a notice is counted, from the configuration of the working directory.

use lockstep_core::notice::Calendar;

use super::DiffArguments;
use crate::{command::policy, failure::Failure, holidays, task::Host};

pub(super) async fn read(host: &Host, arguments: &DiffArguments) -> Result<Calendar, Failure> {
    let settings = policy::configuration(host, ".", &arguments.chosen).await?.unwrap_or_default().notice;
    let mut days = holidays::configured(host, ".", &settings).await?;
    if let Some(file) = &arguments.holidays {
        days.extend(holidays::named(host, file).await?);
    }
    Ok(settings.calendar(days, None))
}
