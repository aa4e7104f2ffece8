//! The calendar by which a notice is counted, from the configuration of the working directory.

use lockstep_core::notice::Calendar;

use super::DiffArguments;
use crate::{command::policy, failure::Failure, holidays, task::Host};

pub(super) async fn read(host: &Host, arguments: &DiffArguments) -> Result<Calendar, Failure> {
    let settings = policy::configuration(host, ".", &arguments.chosen).await?.unwrap_or_default().notice;
    let mut further = holidays::configured(host, ".", &settings).await?;
    if let Some(named) = &arguments.holidays {
        further.extend(holidays::named(host, named).await?);
    }
    Ok(settings.calendar(further, None))
}
