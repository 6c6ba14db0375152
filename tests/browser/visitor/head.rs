//! Scripts of the tests at the beginning of a page's head, on the way from the endpoint: every engine runs those before the
//! page's own. The page's policy is told of them, and holds as it is for all else.

use base64::Engine as _;
use sha2::{Digest, Sha256};

/// Collects what the page complains about, for engines whose drivers do not tell: it is sent to the proxy.
pub(super) const COMPLAINTS: &str = "
    const tell = (...words) => navigator.sendBeacon('/console', words.join(' '));
    addEventListener('error', (event) => event.message && tell(event.message, event.filename, event.lineno));
    addEventListener('unhandledrejection', (event) => tell('not caught:', event.reason));
    document.addEventListener('securitypolicyviolation', (event) => tell('against the policy:', event.violatedDirective, event.blockedURI));
    for (const level of ['error', 'warn']) {
        const own = console[level].bind(console);
        console[level] = (...words) => { tell(level, ...words); own(...words); };
    }";

/// Where it is sent.
pub(super) const CONSOLE: &str = "/console";

/// The request's head without the wish for compression, so that what comes can be read.
pub(super) fn uncompressed(head: &str) -> String {
    let lines = head.split("\r\n").filter(|line| !line.to_ascii_lowercase().starts_with("accept-encoding:"));
    lines.collect::<Vec<_>>().join("\r\n")
}

/// The answer with the scripts in its head, if it is a page.
pub(super) fn with_scripts(answer: Vec<u8>, scripts: &[String]) -> Vec<u8> {
    let Some(end) = answer.windows(4).position(|four| four == b"\r\n\r\n") else { return answer };
    let head = String::from_utf8_lossy(&answer[..end]).into_owned();
    let mut body = answer[end + 4..].to_vec();
    let place = body.windows(6).position(|six| six == b"<head>").map(|at| at + 6);
    let length = body.len();
    if let Some(place) =
        place.filter(|_| value(&head, "content-type").is_some_and(|kind| kind.starts_with("text/html")))
    {
        let text: String = scripts.iter().map(|script| format!("<script>{script}</script>")).collect();
        body.splice(place..place, text.into_bytes());
    }
    let hashes: String = scripts.iter().map(|script| format!(" '{}'", hash(script))).collect();
    let lines = head.split("\r\n").map(|line| match line.split_once(':') {
        Some((name, value)) if name.eq_ignore_ascii_case("content-security-policy") => {
            format!("{name}:{}", value.replacen("script-src", &format!("script-src{hashes}"), 1))
        }
        Some((name, _)) if name.eq_ignore_ascii_case("content-length") && body.len() > length => {
            format!("{name}: {}", body.len())
        }
        _ => line.to_owned(),
    });
    let mut answer = lines.collect::<Vec<_>>().join("\r\n").into_bytes();
    answer.extend_from_slice(b"\r\n\r\n");
    answer.append(&mut body);
    answer
}

fn value<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    let mut lines = head.split("\r\n").filter_map(|line| line.split_once(':'));
    lines.find(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
}

fn hash(script: &str) -> String {
    format!("sha256-{}", base64::engine::general_purpose::STANDARD.encode(Sha256::digest(script.as_bytes())))
}
