//! Reading below a folder: never out of it, and never waiting for what is no regular file.

#[cfg(target_os = "linux")]
mod linux;
mod portable;

#[cfg(target_os = "linux")]
pub(crate) use linux::Folder;

/// A folder below which files are read.
#[cfg(not(target_os = "linux"))]
#[derive(Debug)]
pub(crate) struct Folder {
    root: std::path::PathBuf,
}

#[cfg(not(target_os = "linux"))]
impl Folder {
    /// The folder at a path; it need not exist.
    pub(crate) fn open(root: &str) -> Self {
        Self { root: root.into() }
    }

    /// Reads a file below the folder, at most `limit` bytes of it.
    pub(crate) fn read(&self, path: &str, limit: u64) -> lockstep_cli::Reply {
        portable::read(&self.root, path, limit)
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::{
        env, fs,
        os::unix::{fs::symlink, net::UnixListener},
        path::{Path, PathBuf},
        process,
    };

    use lockstep_cli::Reply;
    use rustix::fs::{CWD, Mode, mkfifoat};

    use super::{Folder, portable};

    /// A folder of its own for a test, gone when the test is.
    struct Scratch(PathBuf);

    impl Scratch {
        fn new(name: &str) -> Self {
            let path = env::temp_dir().join(format!("lockstep-{}-{name}", process::id()));
            fs::create_dir_all(path.join("repository/config")).unwrap();
            Self(path)
        }

        fn root(&self) -> PathBuf {
            self.0.join("repository")
        }
    }

    impl Drop for Scratch {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    /// What both ways of reading say; they must agree.
    fn read(root: &Path, path: &str) -> Reply {
        let reply = Folder::open(root.to_str().unwrap()).read(path, 8);
        assert_eq!(portable::read(root, path, 8), reply, "{path}");
        reply
    }

    #[test]
    fn files_are_read_and_others_told_apart() {
        let scratch = Scratch::new("kinds");
        let root = scratch.root();
        fs::write(root.join("config/file"), "12345678").unwrap();
        fs::write(root.join("empty"), "").unwrap();
        fs::write(root.join("large"), "123456789").unwrap();
        mkfifoat(CWD, root.join("pipe"), Mode::RUSR).unwrap();
        let _socket = UnixListener::bind(root.join("socket")).unwrap();
        assert_eq!(read(&root, "config/file"), Reply::Bytes(b"12345678".to_vec()));
        assert_eq!(read(&root, "empty"), Reply::Bytes(Vec::new()));
        assert_eq!(read(&root, "large"), Reply::TooLarge(9));
        assert_eq!(read(&root, "config"), Reply::NotRegular("a folder".into()));
        assert_eq!(read(&root, "pipe"), Reply::NotRegular("a pipe".into()));
        assert_eq!(read(&root, "socket"), Reply::NotRegular("a socket".into()));
        assert_eq!(read(&root, "nowhere"), Reply::Missing);
        assert_eq!(read(&root, "empty/below"), Reply::Missing);
        assert_eq!(read(&root.join("nowhere"), "file"), Reply::Missing);
        assert_eq!(read(&root, &"n".repeat(300)), Reply::Failed("the name is too long".into()));
        assert_eq!(read(&root, "a\0b"), Reply::Failed("the name is not valid".into()));
    }

    #[test]
    fn links_may_not_lead_out() {
        let scratch = Scratch::new("links");
        let root = scratch.root();
        fs::write(scratch.0.join("secret"), "secret").unwrap();
        fs::write(root.join("file"), "inside").unwrap();
        let link = |target: &Path, name: &str| symlink(target, root.join(name)).unwrap();
        link(Path::new("../secret"), "relative-out");
        link(&scratch.0.join("secret"), "absolute-out");
        link(Path::new(".."), "folder-out");
        link(Path::new("/dev/zero"), "device");
        link(Path::new("../file"), "config/relative-in");
        link(&root.join("file"), "absolute-in");
        link(Path::new("nowhere"), "dangling");
        link(Path::new("circle"), "circle");
        for path in ["relative-out", "absolute-out", "folder-out/secret", "device"] {
            assert_eq!(read(&root, path), Reply::Outside, "{path}");
        }
        for path in ["config/relative-in", "absolute-in"] {
            assert_eq!(read(&root, path), Reply::Bytes(b"inside".to_vec()), "{path}");
        }
        assert_eq!(read(&root, "dangling"), Reply::NotRegular("a symbolic link that leads nowhere".into()));
        assert_eq!(read(&root, "circle"), Reply::Failed("too many symbolic links".into()));
        // The folder itself may be a link.
        symlink(&root, scratch.0.join("alias")).unwrap();
        assert_eq!(read(&scratch.0.join("alias"), "file"), Reply::Bytes(b"inside".to_vec()));
    }
}
