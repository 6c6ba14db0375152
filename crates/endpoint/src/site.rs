//! What the endpoint knows of the built site: its articles, its policy, and the page that frames an answer.
//!
//! The site's folder is swapped by renaming while requests are under way, so everything is asked of the disk anew: two
//! `stat`s a request, and a reading when that shows another file. Leaves out serving the files, which is `files`.

use std::{
    collections::HashMap,
    os::unix::fs::MetadataExt as _,
    path::{Path, PathBuf},
    sync::{Arc, PoisonError, RwLock},
};

use anyhow::{Context as _, bail, ensure};
use axum::http::HeaderValue;
use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use maud::{Markup, Render as _};
use sha2::{Digest as _, Sha256};
use wire::{EDITION_VERSION, Edition};

/// A built site that may be rebuilt at any moment.
pub(crate) struct Site {
    pub(crate) root: PathBuf,
    known: RwLock<Known>,
}

struct Known {
    stamp: Option<Stamp>,
    built: Arc<Built>,
}

/// What tells one build in place from the next: another inode after a swap, another time or size after an edit; and the
/// time of the folder's own renaming, for a build that goes away and comes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stamp {
    moved: (i64, i64),
    inode: u64,
    size: u64,
    changed: (i64, i64),
}

/// One build of the site.
pub(crate) struct Built {
    pub(crate) edition: Edition,
    /// Tells what this build's pages are made of from what another's are.
    pub(crate) print: String,
    /// The content security policy of the pages that are no articles.
    policy: HeaderValue,
    /// That of each article's page, by slug: its inline style is its own.
    article_policies: HashMap<String, HeaderValue>,
    template: Template,
}

impl Site {
    /// Reads the site in `root`, or says that it has to be built first.
    pub(crate) fn open(root: &Path) -> anyhow::Result<Self> {
        let stamp = stamp(root);
        if stamp.is_none() {
            bail!("there is no built site in {}: run `recto build` first", root.display());
        }
        let built = Built::read(root)?;
        Ok(Self { root: root.to_owned(), known: RwLock::new(Known { stamp, built: Arc::new(built) }) })
    }

    /// The build that is in place now. While the folder is being swapped, or when what is there cannot be read (which
    /// is logged once), the last good one.
    pub(crate) fn current(&self) -> Arc<Built> {
        let stamp = stamp(&self.root);
        {
            let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
            if stamp.is_none() || stamp == known.stamp {
                return Arc::clone(&known.built);
            }
        }
        let read = Built::read(&self.root);
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        match read {
            Ok(built) => known.built = Arc::new(built),
            // Half of one build and half of the next is no fault of either: the next request reads again.
            Err(_) if self.stamp() != stamp => return Arc::clone(&known.built),
            Err(error) => tracing::error!("the rebuilt site is not used: {error:#}"),
        }
        // The stamp from before the reading: if a swap came between, the next request reads again.
        known.stamp = stamp;
        Arc::clone(&known.built)
    }

    /// Tells builds apart; `None` in the moment when a swap has taken one away and not yet put the next in place.
    pub(crate) fn stamp(&self) -> Option<Stamp> {
        stamp(&self.root)
    }
}

fn stamp(root: &Path) -> Option<Stamp> {
    let folder = std::fs::metadata(root).ok()?;
    let found = std::fs::metadata(root.join("_recto/edition.json")).ok()?;
    Some(Stamp {
        moved: (folder.ctime(), folder.ctime_nsec()),
        inode: found.ino(),
        size: found.size(),
        changed: (found.ctime(), found.ctime_nsec()),
    })
}

impl Built {
    fn read(root: &Path) -> anyhow::Result<Self> {
        let path = root.join("_recto/edition.json");
        let text = std::fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let edition: Edition = serde_json::from_slice(&text)
            .with_context(|| format!("{} is not what `recto build` writes", path.display()))?;
        ensure!(
            edition.version == EDITION_VERSION,
            "{} has version {}, expected {EDITION_VERSION}: run this version's `recto build`",
            path.display(),
            edition.version
        );
        let policy = page_policy(&edition.policy.scripts, &edition.policy.styles)?;
        let article_policies = edition.articles.iter().map(|article| {
            let policy = page_policy(&edition.policy.scripts, std::slice::from_ref(&article.style))?;
            Ok((article.slug.clone(), policy))
        });
        let article_policies = article_policies.collect::<anyhow::Result<_>>()?;
        let path = root.join("_recto/answer.html");
        let page = std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let template = Template::parse(&page).with_context(|| format!("{} cannot be filled in", path.display()))?;
        let print = Sha256::new().chain_update(&text).chain_update(&page).finalize();
        let print = BASE64_URL_SAFE_NO_PAD.encode(&print[..16]);
        Ok(Self { edition, print, policy, article_policies, template })
    }

    /// The content security policy of every page that [`Built::page`] frames.
    pub(crate) fn policy_of_answers(&self) -> &HeaderValue {
        &self.policy
    }

    /// The content security policy of the page at this path.
    pub(crate) fn policy(&self, path: &str) -> &HeaderValue {
        let path = path.strip_suffix("index.html").unwrap_or(path);
        let slug = path.strip_prefix('/').and_then(|path| path.strip_suffix('/'));
        slug.and_then(|slug| self.article_policies.get(slug)).unwrap_or(&self.policy)
    }

    /// A whole page in the site's design.
    pub(crate) fn page(&self, title: &str, answer: &Markup) -> String {
        self.template.fill(title, answer)
    }
}

fn page_policy(scripts: &[String], styles: &[String]) -> anyhow::Result<HeaderValue> {
    let sources = |hashes: &[String]| -> anyhow::Result<String> {
        let mut sources = String::new();
        for hash in hashes {
            let digest = ["sha256-", "sha384-", "sha512-"].iter().find_map(|kind| hash.strip_prefix(kind));
            let is_base64 = |digest: &str| {
                !digest.is_empty()
                    && digest.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+/=-_".contains(&byte))
            };
            ensure!(
                digest.is_some_and(is_base64),
                "{hash:?} in the edition's policy is no hash source such as sha256-…"
            );
            sources.push_str(&format!(" '{hash}'"));
        }
        Ok(sources)
    };
    let text = format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'{}; style-src 'self'{}; img-src 'self' data:; \
         font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; \
         base-uri 'none'; frame-ancestors 'none'",
        sources(scripts)?,
        sources(styles)?
    );
    HeaderValue::from_str(&text).context("the edition's policy cannot be a header")
}

/// The press's `answer.html`, cut at its placeholders, so that what is filled in can never hold one.
struct Template(Vec<Piece>);

enum Piece {
    Text(String),
    Title,
    Answer,
}

impl Template {
    fn parse(page: &str) -> anyhow::Result<Self> {
        let mut pieces = Vec::new();
        let mut rest = page;
        while let Some((text, after)) = rest.split_once("{{recto:") {
            let (name, after) = after.split_once("}}").context("a placeholder {{recto:… has no end")?;
            pieces.push(Piece::Text(text.to_owned()));
            pieces.push(match name {
                "title" => Piece::Title,
                "answer" => Piece::Answer,
                other => bail!("there is no placeholder {{{{recto:{other}}}}}; there are title and answer"),
            });
            rest = after;
        }
        pieces.push(Piece::Text(rest.to_owned()));
        ensure!(
            pieces.iter().any(|piece| matches!(piece, Piece::Answer)),
            "the placeholder {{{{recto:answer}}}} is missing"
        );
        Ok(Self(pieces))
    }

    fn fill(&self, title: &str, answer: &Markup) -> String {
        let title = title.render().into_string();
        let pieces = self.0.iter().map(|piece| match piece {
            Piece::Text(text) => text.as_str(),
            Piece::Title => title.as_str(),
            Piece::Answer => answer.0.as_str(),
        });
        pieces.collect()
    }
}

#[cfg(test)]
mod tests {
    use maud::html;

    use super::*;

    #[test]
    fn a_title_is_escaped_and_cannot_hold_a_placeholder() {
        let template = Template::parse("<title>{{recto:title}}</title>{{recto:answer}}.").expect("parses");
        let page = template.fill("<b> {{recto:answer}}", &html! { p { "Yes & no" } });
        assert_eq!(page, "<title>&lt;b&gt; {{recto:answer}}</title><p>Yes &amp; no</p>.");
    }

    #[test]
    fn a_template_without_a_place_for_the_answer_is_refused() {
        assert!(Template::parse("<title>{{recto:title}}</title>").is_err());
        assert!(Template::parse("{{recto:answer}}{{recto:anser}}").is_err());
        assert!(Template::parse("{{recto:answer}}{{recto:title").is_err());
    }

    #[test]
    fn a_policy_takes_hashes_and_nothing_else() {
        let policy = |script: &str| page_policy(&[script.into()], &[]);
        assert!(policy("sha256-abc+/=").is_ok());
        for wrong in ["'unsafe-inline'", "sha256-", "sha256-a'; script-src *", "https://example.org"] {
            assert!(policy(wrong).is_err(), "{wrong}");
        }
    }
}
