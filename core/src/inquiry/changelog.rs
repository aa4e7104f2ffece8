/// The changelog has an entry for the manifest's release, with a consumer impact statement.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Changelog {}
