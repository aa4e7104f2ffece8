//! One request, one reply.

use std::{
    env, fs,
    io::{self, IsTerminal as _, Read as _, Write as _},
};

use lockstep_cli::{Reply, Request};

use super::{
    append::append,
    classify, clock,
    command::{self, Running},
    failure::{is_missing, words},
    fleet,
    folder::Folder,
    git::{self, Reading},
    http::{self, Exchange},
    output,
    stream::Streams,
};

/// The operating system as a session sees it.
#[derive(Debug, Default)]
pub(crate) struct NativeHost {
    /// The folder of the last file that was asked for: the files of a repository come together.
    folder: Option<(String, Folder)>,
    streams: Streams,
}

impl NativeHost {
    /// Fulfils one request.
    pub(crate) fn answer(&mut self, request: Request) -> Reply {
        match request {
            Request::ReadFile { root, path, limit } => self.folder(root).read(&path, limit),
            Request::ListFiles { root, folder, endings, limit } => self.folder(root).list(&folder, &endings, limit),
            Request::WriteFile { root, path, bytes, like } => self.folder(root).write(&path, &bytes, like.as_deref()),
            Request::Rename { root, from, to } => self.folder(root).rename(&from, &to),
            Request::Remove { root, path } => self.folder(root).remove(&path),
            Request::AppendFile { path, text } => append(&path, &text),
            Request::Git { root, arguments, input, limit } => git::git(&Reading { root, arguments, input, limit }),
            Request::RunCommand { root, command, timeout_ms } => {
                // It may put another folder in the place of the one that is open.
                self.folder = None;
                command::run(&root, &command, timeout_ms)
            }
            Request::RunProgram { root, words, shell, environment, timeout_ms, limit } => {
                self.folder = None;
                command::capture(&Running { root, words, shell, environment, timeout_ms, limit })
            }
            Request::FolderExists { path } => folder_exists(&path),
            Request::ReadStandardInput { limit } => standard_input(limit),
            // A variable that is not UTF-8 is none that lockstep knows.
            Request::Environment { name } => env::var(name).map_or(Reply::Missing, Reply::Text),
            Request::Today => Reply::Text(clock::today()),
            Request::Classify { batch } => classify::classify(&batch),
            Request::CheckRepositories { roots, settings } => fleet::check(&roots, &settings),
            Request::Fetch { method, url, headers, body, timeout_ms, limit } => {
                http::fetch(&Exchange { method, url, headers: headers.0, body, timeout_ms, limit })
            }
            Request::ReadChunk { input, limit } => self.streams.read(input, limit),
            Request::StandardInputIsTerminal if io::stdin().is_terminal() => Reply::Yes,
            Request::StandardInputIsTerminal => Reply::No,
            Request::Write { text } => output::reply(text.as_bytes()),
            Request::ShowProgress { text } => {
                // Progress that cannot be shown changes nothing about the outcome.
                let _ = io::stderr().write_all(text.as_bytes());
                Reply::Yes
            }
        }
    }

    fn folder(&mut self, root: String) -> &Folder {
        let kept = self.folder.take().filter(|(kept, _)| *kept == root);
        let (_, folder) = self.folder.insert(kept.unwrap_or_else(|| {
            let folder = Folder::open(&root);
            (root, folder)
        }));
        folder
    }
}

fn folder_exists(path: &str) -> Reply {
    match fs::metadata(path) {
        Ok(metadata) if metadata.is_dir() => Reply::Yes,
        Ok(_) => Reply::No,
        Err(error) if is_missing(&error) => Reply::No,
        Err(error) => Reply::Failed(words(&error)),
    }
}

fn standard_input(limit: u64) -> Reply {
    let mut bytes = Vec::new();
    match io::stdin().lock().take(limit.saturating_add(1)).read_to_end(&mut bytes) {
        Ok(_) if bytes.len() as u64 > limit => Reply::TooLarge(bytes.len() as u64),
        Ok(_) => Reply::Bytes(bytes),
        Err(error) => Reply::Failed(words(&error)),
    }
}
