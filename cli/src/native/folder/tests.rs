use std::{
    env,
    ffi::OsStr,
    fs,
    os::unix::{
        ffi::OsStrExt as _,
        fs::{PermissionsExt as _, symlink},
        net::UnixListener,
    },
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
    link(&root, "whole");
    link(Path::new("nowhere"), "dangling");
    link(Path::new("circle"), "circle");
    for path in ["relative-out", "absolute-out", "folder-out/secret", "device"] {
        assert_eq!(read(&root, path), Reply::Outside, "{path}");
    }
    for path in ["config/relative-in", "absolute-in"] {
        assert_eq!(read(&root, path), Reply::Bytes(b"inside".to_vec()), "{path}");
    }
    assert_eq!(read(&root, "whole"), Reply::NotRegular("a folder".into()));
    assert_eq!(read(&root, "dangling"), Reply::NotRegular("a symbolic link that leads nowhere".into()));
    assert_eq!(read(&root, "circle"), Reply::Failed("too many symbolic links".into()));
    // The folder itself may be a link.
    symlink(&root, scratch.0.join("alias")).unwrap();
    assert_eq!(read(&scratch.0.join("alias"), "file"), Reply::Bytes(b"inside".to_vec()));
}

/// What stands below a folder: kind and permissions, and what a file holds or where a link leads.
fn tree(root: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(root).unwrap() {
        let path = entry.unwrap().path();
        let metadata = fs::symlink_metadata(&path).unwrap();
        let name = path.file_name().unwrap().to_str().unwrap();
        if metadata.is_dir() {
            found.push(format!("{name}/"));
            found.extend(tree(&path).iter().map(|below| format!("{name}/{below}")));
        } else if metadata.is_symlink() {
            let target = fs::read_link(&path).unwrap();
            found.push(format!("{name} -> {}", if target.is_absolute() { Path::new("/") } else { &target }.display()));
        } else if metadata.is_file() {
            let mode = metadata.permissions().mode() & 0o777;
            found.push(format!("{name} {mode:o} {}", fs::read_to_string(&path).unwrap()));
        } else {
            found.push(name.into());
        }
    }
    found.sort();
    found
}

/// A change below a folder.
enum Change {
    Write(&'static str, &'static str, Option<&'static str>),
    Rename(&'static str, &'static str),
    Remove(&'static str),
}

/// What both ways of changing say and leave, each in a repository of its own; they must agree.
fn change(name: &str, prepare: impl Fn(&Path), changes: &[(Change, Reply)]) -> Vec<String> {
    let scratches = [Scratch::new(&format!("{name}-held")), Scratch::new(&format!("{name}-named"))];
    let [held, named] = scratches.each_ref().map(Scratch::root);
    prepare(&held);
    prepare(&named);
    for (number, (change, expected)) in changes.iter().enumerate() {
        let folder = Folder::open(held.to_str().unwrap());
        let replies = match change {
            Change::Write(path, text, like) => {
                let bytes = text.as_bytes();
                [folder.write(path, bytes, *like), portable::write(&named, path, bytes, *like)]
            }
            Change::Rename(from, to) => [folder.rename(from, to), portable::rename(&named, from, to)],
            Change::Remove(path) => [folder.remove(path), portable::remove(&named, path)],
        };
        assert_eq!(replies, [expected.clone(), expected.clone()], "change {number}");
        let [one, other] = scratches.each_ref().map(|scratch| tree(&scratch.0));
        assert_eq!(one, other, "change {number}");
    }
    tree(&held)
}

fn failed(words: &str) -> Reply {
    Reply::Failed(words.into())
}

#[test]
fn files_are_written_with_the_folders_they_lack() {
    let prepare = |root: &Path| {
        for (name, mode) in [("like", 0o640), ("there", 0o604)] {
            fs::write(root.join(name), "what was longer").unwrap();
            fs::set_permissions(root.join(name), fs::Permissions::from_mode(mode)).unwrap();
        }
        mkfifoat(CWD, root.join("pipe"), Mode::RWXU).unwrap();
    };
    let left = change(
        "written",
        prepare,
        &[
            (Change::Write("new", "n", Some("like")), Reply::Yes),
            (Change::Write("there", "t", None), Reply::Yes),
            (Change::Write("there", "", Some("no-such-file")), Reply::Yes),
            (Change::Write("a/b/c/file", "f", Some("like")), Reply::Yes),
            (Change::Write("a", "", None), Reply::NotRegular("a folder".into())),
            (Change::Write("pipe", "", None), Reply::NotRegular("a pipe".into())),
            (Change::Write("new/below", "", None), failed("a part of the path is no folder")),
            (Change::Write("a/..", "", None), failed("the name is not valid")),
            (Change::Write("../out", "", None), Reply::Outside),
            (Change::Write("a\0b", "", None), failed("the name is not valid")),
        ],
    );
    assert_eq!(
        left,
        [
            "a/",
            "a/b/",
            "a/b/c/",
            "a/b/c/file 640 f",
            "config/",
            "like 640 what was longer",
            "new 640 n",
            "pipe",
            "there 604 "
        ]
    );
}

#[test]
fn a_file_moves_into_the_place_of_another() {
    let prepare = |root: &Path| {
        fs::write(root.join("config/new"), "new").unwrap();
        fs::write(root.join("old"), "old").unwrap();
        symlink("old", root.join("link")).unwrap();
    };
    let left = change(
        "renamed",
        prepare,
        &[
            (Change::Rename("config/new", "old"), Reply::Yes),
            (Change::Rename("config/new", "old"), Reply::Missing),
            (Change::Rename("nowhere/new", "old"), Reply::Missing),
            (Change::Rename("old", "nowhere/old"), failed("a folder of the path does not exist")),
            (Change::Rename("old", "config"), failed("it is a folder")),
            (Change::Rename("old", "../old"), Reply::Outside),
            (Change::Rename("../repository/old", "config/old"), Reply::Yes),
            (Change::Rename("config/old", "link"), Reply::NotRegular("a symbolic link".into())),
        ],
    );
    assert_eq!(left, ["config/", "config/old 644 new", "link -> old"]);
}

#[test]
fn files_links_and_empty_folders_are_removed() {
    let prepare = |root: &Path| {
        fs::write(root.join("config/file"), "").unwrap();
        symlink("config", root.join("link")).unwrap();
    };
    let left = change(
        "removed",
        prepare,
        &[
            (Change::Remove("config"), failed("the folder is not empty")),
            (Change::Remove("link"), Reply::Yes),
            (Change::Remove("link"), Reply::Missing),
            (Change::Remove("config/file"), Reply::Yes),
            (Change::Remove("config/file/below"), Reply::Missing),
            (Change::Remove("config"), Reply::Yes),
            (Change::Remove("config/file"), Reply::Missing),
        ],
    );
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn changes_follow_no_link_at_their_end_and_none_that_leads_out() {
    let prepare = |root: &Path| {
        fs::write(root.join("../secret"), "secret").unwrap();
        fs::write(root.join("file"), "file").unwrap();
        symlink("..", root.join("out")).unwrap();
        symlink("../nowhere", root.join("out-to-nowhere")).unwrap();
        symlink(root.join("config"), root.join("in")).unwrap();
        for (target, name) in [("../secret", "secret"), ("file", "inside"), ("nowhere", "dangling")] {
            symlink(target, root.join("config").join(name)).unwrap();
        }
    };
    let link = Reply::NotRegular("a symbolic link".into());
    let left = change(
        "out",
        prepare,
        &[
            (Change::Write("out/secret", "", None), Reply::Outside),
            (Change::Write("out/new/secret", "", None), Reply::Outside),
            (Change::Write("out-to-nowhere/new", "", None), failed("a folder of the path does not exist")),
            (Change::Write("config/secret", "", None), link.clone()),
            (Change::Write("config/inside", "", None), link.clone()),
            (Change::Write("config/dangling", "", None), link.clone()),
            (Change::Rename("file", "config/inside"), link),
            (Change::Remove("out/secret"), Reply::Outside),
            (Change::Rename("out/secret", "file"), Reply::Outside),
            (Change::Rename("file", "out/secret"), Reply::Outside),
            // A link to a folder inside is a way like any other, even where it is absolute.
            (Change::Write("in/new", "new", Some("out/secret")), Reply::Yes),
            (Change::Remove("in/secret"), Reply::Yes),
        ],
    );
    let expected = [
        "config/",
        "config/dangling -> nowhere",
        "config/inside -> file",
        "config/new 644 new",
        "file 644 file",
        "in -> /",
        "out -> ..",
        "out-to-nowhere -> ../nowhere",
    ];
    assert_eq!(left, expected);
}

#[test]
fn files_are_listed_in_the_order_of_their_bytes() {
    let scratch = Scratch::new("listed");
    let root = scratch.root();
    for folder in ["a/b/.git", ".git", "a/empty"] {
        fs::create_dir_all(root.join(folder)).unwrap();
    }
    for file in [
        "a/z.rs",
        "a/b/y.rs",
        "a.rs",
        "a/b/x.md",
        "a/\u{ffff}",
        "a/\u{1f512}",
        ".git/HEAD",
        "a/b/.git/HEAD",
        "a/.gitignore",
    ] {
        fs::write(root.join(file), "").unwrap();
    }
    fs::write(scratch.0.join("secret"), "").unwrap();
    symlink("z.rs", root.join("a/link.rs")).unwrap();
    symlink("..", root.join("a/out")).unwrap();
    symlink("../..", root.join("outside")).unwrap();
    symlink("a/b", root.join("inside")).unwrap();
    symlink("nowhere", root.join("dangling")).unwrap();
    mkfifoat(CWD, root.join("a/pipe.rs"), Mode::RWXU).unwrap();
    let list = |folder: &str, endings: &[&str], limit: u64| {
        let endings: Vec<String> = endings.iter().map(ToString::to_string).collect();
        Folder::open(root.to_str().unwrap()).list(folder, &endings, limit)
    };
    let names = |names: &[&str]| Reply::Names(names.iter().map(ToString::to_string).collect());
    let all = ["a.rs", "a/.gitignore", "a/b/x.md", "a/b/y.rs", "a/z.rs", "a/\u{ffff}", "a/\u{1f512}"];
    assert_eq!(list(".", &[], 7), names(&all));
    assert_eq!(list("", &[], 6), Reply::TooLarge(7));
    assert_eq!(list("./a//b/", &[], 9), names(&["a/b/x.md", "a/b/y.rs"]));
    assert_eq!(list("a", &[".rs", ".md"], 3), names(&["a/b/x.md", "a/b/y.rs", "a/z.rs"]));
    assert_eq!(list("inside", &[], 9), names(&["inside/x.md", "inside/y.rs"]));
    assert_eq!(list("a/empty", &[], 0), names(&[]));
    assert_eq!(list("a.rs", &[], 9), Reply::NotRegular("a file".into()));
    assert_eq!(list("a/pipe.rs", &[], 9), Reply::NotRegular("a pipe".into()));
    assert_eq!(list("nowhere", &[], 9), Reply::Missing);
    assert_eq!(list("a.rs/below", &[], 9), Reply::Missing);
    assert_eq!(list("dangling", &[], 9), Reply::NotRegular("a symbolic link that leads nowhere".into()));
    for folder in ["outside", "a/out/..", "..", "../.."] {
        assert_eq!(list(folder, &[], 9), Reply::Outside, "{folder}");
    }
    fs::write(root.join(OsStr::from_bytes(b"a/b/\xff\n.rs")), "").unwrap();
    assert_eq!(list("a", &[".md"], 9), names(&["a/b/x.md"]));
    assert_eq!(list("a", &[], 9), failed("the name of a file is not UTF-8: `a/b/\\xff\\n.rs`"));
}
