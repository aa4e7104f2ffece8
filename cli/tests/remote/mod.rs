//! `lockstep remote` without an operating system: every refusal in words of its own, and the token in none of them.

use lockstep_cli::{Headers, Reply, Request, Unanswered};

use crate::host::{Fake, Run, consumer};

const TOKEN: &str = "ghp_0123456789abcdefghijABCDEFGHIJ012345";
const REPOSITORY: &str = "GET https://api.github.com/repos/saagar210/MemoryKernel";
const COMMIT: &str = "7e4806a34b98e6c06ee33fa9f11499a975e7b922";
const MANIFEST: &str = include_str!("../../../examples/consumer/config/memorykernel-producer-manifest.json");

fn tag() -> String {
    format!("{REPOSITORY}/git/ref/tags/v0.4.0")
}

fn reference(kind: &str, sha: &str) -> String {
    format!(r#"{{ "ref": "refs/tags/v0.4.0", "object": {{ "type": "{kind}", "sha": "{sha}" }} }}"#)
}

/// A consumer whose producer has what is pinned, without a token.
fn tokenless() -> Fake {
    let manifest =
        format!("{REPOSITORY}/contents/contracts/integration/v1/producer-contract-manifest.json?ref={COMMIT}");
    consumer().answer(&tag(), 200, reference("commit", COMMIT)).answer(&manifest, 200, MANIFEST)
}

fn good() -> Fake {
    let mut fake = tokenless();
    fake.environment.push(("MEMORYKERNEL_REPO_READ_TOKEN", TOKEN));
    fake
}

/// The producer's host gives this reply about the tag.
fn with(reply: Reply) -> Fake {
    let mut fake = good();
    fake.answers.insert(tag(), reply);
    fake
}

fn answer(status: u16, headers: &[(&str, &str)], body: &str) -> Reply {
    let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    Reply::Answer { status, content_type: Some("application/json; charset=utf-8".into()), headers, body: body.into() }
}

/// Runs it for people and for machines; neither may show the token, in any letter case.
fn run(fake: &Fake, arguments: &[&str]) -> Run {
    let human = fake.run(arguments);
    let json = fake.run(&[arguments, &["--format", "json"]].concat());
    assert_eq!(human.code, json.code, "{}{}", human.stdout, human.stderr);
    for text in [&human.stdout, &human.stderr, &json.stdout, &json.stderr] {
        assert!(!text.to_ascii_lowercase().contains(&TOKEN.to_ascii_lowercase()), "{text}");
    }
    human
}

/// What stands in the way of a verdict; the check must be exit code 2 and judge the rest all the same.
fn refusal(fake: &Fake) -> String {
    let alone = run(fake, &["remote"]);
    let all = run(fake, &["check"]);
    assert_eq!((alone.code, all.code), (2, 2), "{}", alone.stdout);
    assert!(all.stdout.contains("rules ran over 3 documents") && all.stdout.contains("error: "), "{}", all.stdout);
    let error = |run: Run| run.stdout.lines().find(|line| line.starts_with("error: ")).unwrap_or_default().to_owned();
    let (alone, all) = (error(alone), error(all));
    assert_eq!(alone, all);
    alone
}

#[test]
fn a_producer_in_order_passes() {
    let asked = run(&good(), &["remote"]);
    assert_eq!((asked.code, asked.stderr.as_str()), (0, ""), "{}", asked.stdout);
    assert!(asked.stdout.starts_with("pass: no findings"), "{}", asked.stdout);
    assert_eq!(run(&good(), &["check"]).code, 0);
    let fetched: Vec<&String> = asked.asked.iter().filter(|asked| asked.contains("\"fetch\"")).collect();
    let expected = format!(
        r#"[{{"kind":"fetch","method":"GET","url":"{}","headers":[["accept","application/vnd.github+json"],["x-github-api-version","2022-11-28"],["authorization","Bearer {TOKEN}"]],"body":null,"timeoutMs":10000,"limit":1048576}}]"#,
        tag().replace("GET ", "")
    );
    assert_eq!((fetched.len(), fetched[0]), (2, &expected));
    assert!(fetched[1].contains("application/vnd.github.raw+json"), "{}", fetched[1]);
}

#[test]
fn it_is_asked_where_a_token_is_configured_or_the_user_says_so() {
    let asks = |run: &Run| run.asked.iter().any(|asked| asked.contains("\"fetch\""));
    let switch = ("ASSISTSUPPORT_VALIDATE_REMOTE_MANIFEST", "1");
    let github = ("MEMORYKERNEL_GITHUB_TOKEN", TOKEN);
    let read = ("MEMORYKERNEL_REPO_READ_TOKEN", TOKEN);
    let blank = ("MEMORYKERNEL_REPO_READ_TOKEN", " \n");
    for (environment, arguments, expected) in [
        (vec![], &["check"][..], (0, false)),
        (vec![blank], &["check"], (0, false)),
        (vec![github], &["check"], (0, false)),
        (vec![read], &["check"], (0, true)),
        (vec![github, switch], &["check"], (0, true)),
        (vec![github, blank, switch], &["check"], (0, true)),
        (vec![switch], &["check"], (2, false)),
        (vec![github], &["check", "--remote"], (0, true)),
        (vec![github], &["remote"], (0, true)),
        (vec![], &["remote"], (2, false)),
        (vec![blank], &["check", "--remote"], (2, false)),
        (vec![read], &["check", "--offline"], (0, false)),
        (vec![read, switch], &["check", "--offline"], (0, false)),
        (vec![read], &["check", "--only", "documents"], (0, false)),
        (vec![read], &["check", ".", "."], (0, false)),
        (vec![read], &["remote", ".", "."], (0, true)),
        (vec![], &["remote", ".", "."], (2, false)),
    ] {
        let mut fake = tokenless();
        fake.environment = environment.clone();
        let run = run(&fake, arguments);
        assert_eq!((run.code, asks(&run)), expected, "{environment:?} {arguments:?}: {}", run.stdout);
        if arguments == ["remote"] && run.code == 2 {
            let names = ["MEMORYKERNEL_REPO_READ_TOKEN", "MEMORYKERNEL_GITHUB_TOKEN", switch.0];
            assert!(names.iter().all(|name| run.stdout.contains(name)), "{}", run.stdout);
        }
    }
    let offline = run(&good(), &["check", "--offline"]);
    assert!(
        offline.stdout.contains("because `--offline` keeps this run off the network: remote-"),
        "{}",
        offline.stdout
    );
    assert_eq!(good().run(&["check", "--offline", "--remote"]).code, 2);
}

#[test]
fn a_pin_that_gives_nothing_to_ask_for_is_no_pass() {
    let pin = include_str!("../../../examples/consumer/config/memorykernel-integration-pin.json");
    for (from, to, why) in [
        ("https://github.com/", "https://gitlab.com/", "no repository on the policy's host"),
        ("saagar210/MemoryKernel", "saagar210/../x", "no repository on the policy's host"),
        ("v0.4.0", "v0.4.0/../..", "no release tag of the form `vX.Y.Z`"),
        (COMMIT, "HEAD", "no commit of 40 hexadecimal digits"),
    ] {
        let fake = good().file(crate::host::PIN, &pin.replace(from, to));
        let asked = run(&fake, &["remote"]);
        assert_eq!(asked.code, 2, "{}", asked.stdout);
        assert!(asked.stdout.contains(why), "{}", asked.stdout);
        assert!(!asked.asked.iter().any(|asked| asked.contains("\"fetch\"")));
    }
}

#[test]
fn every_refusal_has_its_own_words() {
    let reset = [("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", "1772452800")];
    let html = Reply::Answer {
        status: 200,
        content_type: Some("text/html; charset=utf-8".into()),
        headers: Vec::new(),
        body: b"<!doctype html><title>Welcome</title>".to_vec(),
    };
    let sso = r#"{"message":"Resource protected by organization SAML enforcement."}"#;
    for (reply, expected) in [
        (
            answer(401, &[], r#"{"message":"Bad credentials"}"#),
            "refuses the token of `MEMORYKERNEL_REPO_READ_TOKEN` (401)",
        ),
        (answer(403, &reset, "{}"), "the token's rate limit is used up until 2026-03-02T12:00:00Z"),
        (answer(429, &reset, "{}"), "the token's rate limit is used up until 2026-03-02T12:00:00Z"),
        (answer(403, &[("retry-after", "60")], "{}"), "it asks to wait 60 seconds"),
        (answer(403, &[("retry-after", "soon\u{1b}[31m")], "{}"), "try again in some minutes"),
        (answer(403, &[], r#"{"message":"You have exceeded a secondary rate limit."}"#), "takes no more requests"),
        (answer(429, &[], ""), "takes no more requests from the token of `MEMORYKERNEL_REPO_READ_TOKEN` for now (429)"),
        (answer(403, &[], sso), "wants single sign-on for the token of `MEMORYKERNEL_REPO_READ_TOKEN` (403)"),
        (
            answer(403, &[("x-ratelimit-remaining", "4999")], r#"{"message":"Resource not accessible"}"#),
            "does not let the token of `MEMORYKERNEL_REPO_READ_TOKEN` read `saagar210/MemoryKernel` (403)",
        ),
        (answer(500, &[], ""), "`api.github.com` has a fault of its own (500)"),
        (answer(503, &[], "<html>unicorn"), "`api.github.com` has a fault of its own (503)"),
        (answer(418, &[], "{}"), "it has the status 418"),
        (answer(204, &[], ""), "it has the status 204"),
        (answer(302, &[], ""), "it is a redirect to no address"),
        (
            answer(301, &[("location", "https://evil.example/x")], ""),
            "sends the request on to `https://evil.example:443`, where the token does not go",
        ),
        (
            answer(301, &[("location", "http://api.github.com/x")], ""),
            "sends the request on to `http://api.github.com:80`",
        ),
        (html, "answered with a page for people (200)"),
        (answer(404, &[], "<html><body>no</body></html>"), "answered with a page for people (404)"),
        (answer(200, &[], "{ \"ref\": "), "it is no JSON"),
        (answer(200, &[], ""), "it is no JSON"),
        (answer(200, &[], "\u{feff}{}"), "it is no JSON"),
        (answer(200, &[], &"[".repeat(100_000)), "its JSON has another form than GitHub's"),
        (answer(200, &[], "[]"), "its JSON has another form than GitHub's"),
        (answer(200, &[], r#"{ "ref": 1, "object": null }"#), "its JSON has another form than GitHub's"),
        (answer(200, &[], &reference("commit", COMMIT).replace("v0.4.0", "v0.4.0-rc")), "it is about another tag"),
        (answer(200, &[], &reference("commit", "main")), "it names an object by something else than a hash"),
        (answer(200, &[], &reference("note", COMMIT)), "it names an object of no kind that git has"),
        (Reply::Unanswered { reason: Unanswered::Timeout, text: "no whole answer in time".into() }, "in 10000 ms"),
        (Reply::Unanswered { reason: Unanswered::TooLarge, text: "x".into() }, "is larger than 1048576 bytes"),
        (Reply::Unanswered { reason: Unanswered::Connect, text: "connection refused".into() }, "connection refused"),
        (Reply::Unanswered { reason: Unanswered::Broken, text: "the answer is not HTTP".into() }, "is not HTTP"),
        (Reply::Unanswered { reason: Unanswered::Network, text: "not trusted".into() }, "SSL_CERT_FILE"),
        (Reply::Missing, "the host gave an answer that does not fit the question"),
    ] {
        let words = refusal(&with(reply));
        assert!(words.contains(expected) && words.is_ascii(), "{expected}: {words}");
    }
}

#[test]
fn a_repository_that_is_hidden_is_no_missing_tag() {
    let hidden = with(answer(404, &[], r#"{"message":"Not Found"}"#)).answer(REPOSITORY, 404, "{}");
    let words = refusal(&hidden);
    assert!(
        words.contains("shows no repository `saagar210/MemoryKernel`") && words.contains("contents: read"),
        "{words}"
    );
    for status in [404, 409, 422] {
        let gone = with(answer(status, &[], "{}")).answer(REPOSITORY, 200, "{}");
        let gone = run(&gone, &["remote"]);
        assert_eq!(gone.code, 1);
        assert!(gone.stdout.contains("error[remote-tag-missing]"), "{}", gone.stdout);
    }
}

#[test]
fn a_proxy_is_spoken_of_where_one_is_set_and_could_be_why() {
    let refused = || with(Reply::Unanswered { reason: Unanswered::Connect, text: "connection refused".into() });
    assert!(!refusal(&refused()).contains("proxy"));
    let mut behind = refused();
    behind.environment.push(("https_proxy", "http://user:password@proxy.example:8080"));
    let words = refusal(&behind);
    assert!(
        words.contains("`https_proxy` is set, but lockstep uses no proxy") && !words.contains("password"),
        "{words}"
    );
    let mut unauthorised = with(answer(401, &[], "{}"));
    unauthorised.environment.push(("HTTPS_PROXY", "x"));
    assert!(!refusal(&unauthorised).contains("proxy"));
}

#[test]
fn redirects_end_and_stay_on_the_host() {
    let moved = "https://api.github.com/repositories/7/git/ref/tags/v0.4.0";
    let renamed = with(answer(301, &[("location", moved)], ""));
    let renamed = renamed.answer(&format!("GET {moved}"), 200, reference("commit", COMMIT));
    assert_eq!(run(&renamed, &["remote"]).code, 0);
    let here = tag().replace("GET ", "");
    let round = with(answer(302, &[("location", &here)], ""));
    let words = refusal(&round);
    assert!(words.contains("sends the request on more than 3 times"), "{words}");
}

#[test]
fn tags_that_lead_to_tags_end() {
    let sha = "a11a7e0000000000000000000000000000000001";
    let object = format!(r#"{{ "object": {{ "type": "tag", "sha": "{sha}" }} }}"#);
    let round =
        with(answer(200, &[], &reference("tag", sha))).answer(&format!("{REPOSITORY}/git/tags/{sha}"), 200, object);
    let words = refusal(&round);
    assert!(words.contains("more often than is sensible"), "{words}");
    let broken = refusal(&with(answer(200, &[], &reference("tag", sha))));
    assert!(broken.contains("could not be reached"), "{broken}");
}

#[test]
fn a_service_that_repeats_the_token_is_not_listened_to() {
    let upper = TOKEN.to_ascii_uppercase();
    let hex = "0123456789abcdef0123456789abcdef01234567";
    let escaped = reference("commit", &hex.replace('0', "\\u0030"));
    for reply in [
        answer(200, &[], &reference("commit", TOKEN)),
        answer(403, &[("retry-after", TOKEN)], ""),
        answer(301, &[("location", &format!("https://{upper}.example/"))], ""),
        answer(500, &[], &format!("<html>{TOKEN}")),
    ] {
        let words = refusal(&with(reply));
        assert!(words.contains("repeats the token of `MEMORYKERNEL_REPO_READ_TOKEN`"), "{words}");
    }
    let mut hidden = tokenless();
    hidden.environment.push(("MEMORYKERNEL_REPO_READ_TOKEN", hex));
    hidden.answers.insert(tag(), answer(200, &[], &escaped));
    let words = refusal(&hidden);
    assert!(words.contains("repeats the token") && !words.contains(hex), "{words}");
}

#[test]
fn a_token_that_cannot_be_one_is_not_sent() {
    let mut fake = tokenless();
    fake.environment.push(("MEMORYKERNEL_REPO_READ_TOKEN", "ghp_a\r\nx-evil: 1"));
    let words = refusal(&fake);
    assert!(words.contains("has characters that no token has") && !words.contains("ghp_a"), "{words}");
}

#[test]
fn the_configuration_says_where_the_api_is() {
    let enterprise = "[remote]\napi = \"https://github.example.com/api/v3/\"\n";
    let words = refusal(&good().file("lockstep.toml", enterprise));
    assert!(words.contains("is not on `github.com`, so the token does not go there"), "{words}");
    for (text, why) in [
        ("api = \"http://api.github.com\"", "must begin with `https://`"),
        ("api = \"nowhere\"", "the address of the API is no URL"),
        ("timeout_ms = 10001", "from 1 to 10000 milliseconds"),
        ("timeout_ms = 0", "from 1 to 10000 milliseconds"),
        ("manifest_path = \"../x\"", "must not leave the repository"),
        ("tokn = 1", "the configuration has no key `tokn`"),
    ] {
        let run = good().file("lockstep.toml", &format!("[remote]\n{text}\n")).run(&["remote"]);
        assert_eq!(run.code, 2);
        assert!(run.stderr.contains(why), "{}", run.stderr);
    }
}

#[test]
fn requests_show_no_header_values_in_debug() {
    let request = Request::Fetch {
        method: "GET".into(),
        url: "https://api.github.com".into(),
        headers: Headers(vec![("authorization".into(), format!("Bearer {TOKEN}"))]),
        body: None,
        timeout_ms: 1,
        limit: 1,
    };
    let shown = format!("{request:?}");
    assert!(shown.contains("authorization") && !shown.contains(TOKEN), "{shown}");
}

#[test]
fn a_run_sends_at_most_sixteen_requests() {
    let sha = |number: u8| format!("{number:040x}");
    let mut fake = good();
    let mut at = tag().replace("GET ", "");
    for number in 1..=5 {
        for step in 1..=3 {
            let next = format!("https://api.github.com/moved/{number}/{step}");
            fake.answers.insert(format!("GET {at}"), answer(302, &[("location", &next)], ""));
            at = next;
        }
        let object = reference("tag", &sha(number));
        fake.answers.insert(format!("GET {at}"), answer(200, &[], &object));
        at = format!("https://api.github.com/repos/saagar210/MemoryKernel/git/tags/{}", sha(number));
    }
    let words = refusal(&fake);
    assert!(words.contains("more requests would be needed than lockstep sends"), "{words}");
    let sent = run(&fake, &["remote"]).asked.iter().filter(|asked| asked.contains("\"fetch\"")).count();
    assert_eq!(sent, 16);
}
