use std::{
    io::{Read as _, Write as _},
    net::{TcpListener, TcpStream},
    thread,
    time::Instant,
};

use super::*;

const LIMIT: u64 = 1 << 20;

/// A service of one connection: it reads the request's head and then does what it is told.
fn service(answer: impl FnOnce(&mut TcpStream) -> io::Result<()> + Send + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/v1/health", listener.local_addr().unwrap());
    thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        head(&mut stream);
        // The client may leave before everything is sent.
        let _ = answer(&mut stream);
    });
    url
}

fn head(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    let mut byte = [0];
    while !bytes.ends_with(b"\r\n\r\n") && stream.read(&mut byte).unwrap() == 1 {
        bytes.extend(byte);
    }
    String::from_utf8(bytes).unwrap()
}

fn get(url: &str) -> Exchange {
    Exchange {
        method: "GET".into(),
        url: url.into(),
        headers: Vec::new(),
        body: None,
        timeout_ms: 10_000,
        limit: LIMIT,
    }
}

fn answered(text: &'static str) -> Reply {
    fetch(&get(&service(move |stream| stream.write_all(text.as_bytes()))))
}

fn answer(status: u16, content_type: Option<&str>, body: &[u8]) -> Reply {
    Reply::Answer { status, content_type: content_type.map(Into::into), headers: Vec::new(), body: body.into() }
}

fn unanswered(reason: Unanswered, text: &str) -> Reply {
    Reply::Unanswered { reason, text: text.into() }
}

fn ended() -> Reply {
    unanswered(Unanswered::Broken, "the connection ended before the answer")
}

#[test]
fn any_status_is_an_answer() {
    let json = answered("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}");
    assert_eq!(json, answer(200, Some("application/json"), b"{}"));
    let chunked = answered("HTTP/1.1 503 No\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n1\r\n \r\n0\r\n\r\n");
    assert_eq!(chunked, answer(503, None, b"{} "));
    assert_eq!(answered("HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n"), answer(404, None, b""));
    assert_eq!(answered("HTTP/1.1 204 No Content\r\n\r\n"), answer(204, None, b""));
    assert_eq!(answered("HTTP/1.1 200 OK\r\n\r\nto the end"), answer(200, None, b"to the end"));
    assert_eq!(answered("HTTP/1.1 101 Other\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n"), answer(101, None, b""));
}

#[test]
fn every_address_of_a_name_is_tried() {
    let url = service(|stream| stream.write_all(b"HTTP/1.1 204 No Content\r\n\r\n"));
    assert_eq!(fetch(&get(&url.replace("127.0.0.1", "localhost"))), answer(204, None, b""));
}

#[test]
fn a_redirect_is_not_followed() {
    let moved = answered("HTTP/1.1 302 Found\r\nlocation: http://no-such-host.invalid/\r\ncontent-length: 2\r\n\r\n{}");
    let location = vec![("location".into(), "http://no-such-host.invalid/".into())];
    assert_eq!(moved, Reply::Answer { status: 302, content_type: None, headers: location, body: b"{}".to_vec() });
    let nowhere = answered("HTTP/1.1 307 Found\r\ncontent-length: 0\r\n\r\n");
    assert_eq!(nowhere, answer(307, None, b""));
}

#[test]
fn what_a_refusal_says_about_itself_is_handed_on() {
    let refused = answered(
        "HTTP/1.1 403 No\r\nX-RateLimit-Reset: 17\r\nx-ratelimit-remaining: 0\r\nx-ratelimit-remaining: 5\r\nretry-after: \u{e4}\r\n\
         server: s\r\ncontent-length: 0\r\n\r\n",
    );
    let headers = [("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", "17")];
    let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
    assert_eq!(refused, Reply::Answer { status: 403, content_type: None, headers, body: Vec::new() });
}

#[test]
fn a_post_without_a_body_has_an_empty_one() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let heard = thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let head = head(&mut stream);
        stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n").unwrap();
        head
    });
    assert_eq!(fetch(&Exchange { method: "POST".into(), ..get(&url) }), answer(200, None, b""));
    let head = heard.join().unwrap();
    assert!(head.contains("content-length: 0\r\n") && !head.contains("transfer-encoding"), "{head}");
}

#[test]
fn what_is_sent_is_what_was_asked_for() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let heard = thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let head = head(&mut stream);
        let mut body = [0; 4];
        stream.read_exact(&mut body).unwrap();
        stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n").unwrap();
        (head, body)
    });
    let exchange = Exchange {
        method: "POST".into(),
        headers: vec![("Content-Type".into(), "application/json".into())],
        body: Some("\"\u{e4}\"".into()),
        ..get(&format!("http://{address}/v1/query/ask?a=b"))
    };
    assert_eq!(fetch(&exchange), answer(200, None, b""));
    let (head, body) = heard.join().unwrap();
    assert_eq!(&body, "\"\u{e4}\"".as_bytes());
    let mut lines: Vec<_> = head.trim_end().lines().collect();
    lines[1..].sort_unstable();
    let agent = concat!("user-agent: lockstep/", env!("CARGO_PKG_VERSION"));
    let host = format!("host: {address}");
    let expected = [
        "POST /v1/query/ask?a=b HTTP/1.1",
        "accept-encoding: identity",
        "connection: close",
        "content-length: 4",
        "content-type: application/json",
        host.as_str(),
        agent,
    ];
    assert_eq!(lines, expected);
}

#[test]
fn without_a_connection_there_is_no_answer() {
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let refused = unanswered(Unanswered::Connect, "connection refused");
    assert_eq!(fetch(&get(&format!("http://{free}"))), refused);
    assert_eq!(fetch(&get(&format!("http://localhost:{}", free.port()))), refused);
    assert_eq!(
        fetch(&get("http://no-such-host.invalid/")),
        unanswered(Unanswered::Connect, "the name of the host is not known")
    );
}

#[test]
fn the_timeout_holds_for_the_whole_exchange() {
    let silent = service(|stream| stream.read_to_end(&mut Vec::new()).map(|_| ()));
    let dripping = service(|stream| {
        stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n")?;
        loop {
            stream.write_all(b" ")?;
            thread::sleep(Duration::from_millis(20));
        }
    });
    let slow_head = service(|stream| {
        stream.write_all(b"HTTP/1.1 200 OK\r\nname: ")?;
        loop {
            stream.write_all(b"v")?;
            thread::sleep(Duration::from_millis(20));
        }
    });
    for url in [silent, dripping, slow_head] {
        let begin = Instant::now();
        let reply = fetch(&Exchange { timeout_ms: 300, ..get(&url) });
        assert!(begin.elapsed() < Duration::from_secs(5));
        assert_eq!(reply, unanswered(Unanswered::Timeout, "no whole answer in time"));
    }
}

#[test]
fn a_body_ends_at_the_limit() {
    let endless = service(|stream| {
        stream.write_all(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n")?;
        loop {
            stream.write_all(b"10\r\n0123456789abcdef\r\n")?;
        }
    });
    assert_eq!(fetch(&get(&endless)), unanswered(Unanswered::TooLarge, "the answer is too large"));
    let sized = |size: usize| {
        let url = service(move |stream| {
            stream.write_all(format!("HTTP/1.1 200 OK\r\ncontent-length: {size}\r\n\r\n").as_bytes())?;
            stream.write_all(&vec![b' '; size])
        });
        fetch(&Exchange { limit: 5_000_000, ..get(&url) })
    };
    assert_eq!(sized(5_000_000), answer(200, None, &vec![b' '; 5_000_000]));
    assert_eq!(sized(5_000_001), unanswered(Unanswered::TooLarge, "the answer is too large"));
}

#[test]
fn an_answer_that_is_cut_or_no_http_is_broken() {
    assert_eq!(answered(""), ended());
    assert_eq!(answered("HTTP/1.1 200 OK\r\ncontent-le"), ended());
    assert_eq!(answered("HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n{"), ended());
    assert_eq!(answered("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\n{"), ended());
    let no_http = unanswered(Unanswered::Broken, "the answer is not HTTP");
    assert_eq!(answered("SSH-2.0-x\r\n\r\n"), no_http);
    assert_eq!(answered("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n"), no_http);
}

#[test]
fn a_request_that_cannot_be_sent_says_so() {
    let unsendable = unanswered(Unanswered::Network, "the request cannot be sent as HTTP");
    assert_eq!(fetch(&get("nonsense")), unsendable);
    assert_eq!(fetch(&get("ftp://127.0.0.1/")), unsendable);
    assert_eq!(fetch(&Exchange { method: "B D".into(), ..get("http://127.0.0.1/") }), unsendable);
    let headers = vec![("a\n".into(), "b".into())];
    assert_eq!(fetch(&Exchange { headers, ..get("http://127.0.0.1/") }), unsendable);
}

#[test]
fn a_service_without_tls_gives_no_secure_connection() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("https://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n");
        let _ = stream.read_to_end(&mut Vec::new());
    });
    let Reply::Unanswered { reason: Unanswered::Network, text } = fetch(&get(&url)) else { panic!("another reply") };
    // A machine without certificates does not come so far.
    assert!(text == "no secure connection came about" || text.contains("SSL_CERT_FILE"), "{text}");
}
