//! Every format over every fixture and over inputs made to break it, read back by readers that are not ours.

mod github;
mod inputs;
mod junit;
mod markdown;
mod places;
mod sarif;
