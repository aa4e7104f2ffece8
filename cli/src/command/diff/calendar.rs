//! The calendar by which a notice is counted, from the configuration of the working directory.

use lockstep_core::notice::Calendar;

use super::DiffArguments;
use crate::{
    command::{notice, policy},
    failure::Failure,
    file,
    task::Host,
};

pub(super) async fn read(host: &Host, arguments: &DiffArguments) -> Result<Calendar, Failure> {
    let settings = policy::configuration(host, ".", &arguments.chosen).await?.unwrap_or_default().notice;
    let mut holidays = Vec::new();
    if let Some(path) = &settings.holidays_file {
        let bytes = file::below(host, "holiday list", ".", path.as_str()).await?;
        holidays.extend(notice::holidays(&bytes, path.as_str())?);
    }
    if let Some(named) = &arguments.holidays {
        let bytes = file::named(host, "holiday list", named).await?;
        holidays.extend(notice::holidays(&bytes, named)?);
    }
    Ok(settings.calendar(holidays, None))
}
