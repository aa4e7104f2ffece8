//! Lists of holidays, in files.

use std::{ops::Range, str};

use lockstep_core::{notice::Holiday, text::visible};

use crate::{
    configuration::{HolidayFile, NoticeSettings},
    failure::Failure,
    file,
    task::Host,
};

/// What messages call such a file.
const WHAT: &str = "holiday list";

/// The holidays of the file that a repository's configuration names, if it names one.
pub(crate) async fn configured(host: &Host, root: &str, settings: &NoticeSettings) -> Result<Vec<Holiday>, Failure> {
    let Some(path) = &settings.holidays_file else { return Ok(Vec::new()) };
    let bytes = file::below(host, WHAT, root, path.as_str()).await?;
    read(&bytes, &file::joined(root, path.as_str()))
}

/// The holidays of a file that the user named on the command line.
pub(crate) async fn named(host: &Host, file: &str) -> Result<Vec<Holiday>, Failure> {
    let bytes = file::named(host, WHAT, file).await?;
    read(&bytes, file)
}

/// The holidays of a file, which is TOML where its name says so, else JSON.
fn read(bytes: &[u8], file: &str) -> Result<Vec<Holiday>, Failure> {
    let text = str::from_utf8(bytes).map_err(|_| Failure::new("the holiday list is not UTF-8 text").about(file))?;
    let faulty = |message: &str, span: Range<usize>| {
        Failure::new(format!("the holiday list is faulty: {}", visible(message))).about(file).at(text, span)
    };
    if file.ends_with(".toml") {
        let read = toml::from_str::<HolidayFile>(text).map_err(|error| {
            let message = error.message().lines().collect::<Vec<_>>().join(", ");
            faulty(&message, error.span().unwrap_or_default())
        })?;
        return Ok(read.known());
    }
    Holiday::list(text).map_err(|fault| faulty(&fault.value, fault.span.range()))
}
