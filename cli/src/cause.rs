//! Why a host could not do something, in words that are the same in every host.

/// The words for an operating system error by its symbolic name (`EACCES`), which is how Node
/// names it and how the native host translates it; `None` for one that has no words of its own.
///
/// Hosts say `operating system error N` for the others, with the positive number of the error.
#[must_use]
pub fn cause(code: &str) -> Option<&'static str> {
    Some(match code {
        "EACCES" => "permission denied",
        "EPERM" => "operation not permitted",
        "EIO" => "input/output error",
        "ELOOP" => "too many symbolic links",
        "ENAMETOOLONG" => "the name is too long",
        "EMFILE" | "ENFILE" => "too many open files",
        "ENOMEM" => "out of memory",
        "EISDIR" => "it is a folder",
        "EBUSY" => "it is in use",
        "EINVAL" => "the name is not valid",
        "ESTALE" => "the network file system lost it",
        "ENOSPC" => "no space left",
        "EDQUOT" => "the quota is used up",
        "EFBIG" => "the file is too large",
        "EROFS" => "the file system is read-only",
        "EXDEV" => "it is on another file system",
        "EEXIST" => "something stands there already",
        "ENOTEMPTY" => "the folder is not empty",
        "ENOENT" => "a folder of the path does not exist",
        "ENOTDIR" => "a part of the path is no folder",
        "ECONNREFUSED" => "connection refused",
        "ENOTFOUND" => "the name of the host is not known",
        "EHOSTUNREACH" | "ENETUNREACH" | "EHOSTDOWN" | "ENETDOWN" => "no way leads to the host",
        "EADDRNOTAVAIL" => "the address cannot be used",
        "ETIMEDOUT" => "no whole answer in time",
        "EMSGSIZE" => "the answer is too large",
        "ECONNRESET" => "the connection ended before the answer",
        "EBADMSG" => "the answer is not HTTP",
        "EDESTADDRREQ" => "the request cannot be sent as HTTP",
        "EPROTO" => "no secure connection came about",
        "EKEYREJECTED" => "the certificate of the service is not trusted",
        _ => return None,
    })
}
