//! Links: an address is taken by allow-list, and where it leads is noted for whoever can tell whether it is there.

use super::Reader;
use crate::{Problem, Reference, Slug, Target};
use pulldown_cmark::{CowStr, LinkType};
use std::ops::Range;

impl<'a> Reader<'a, '_> {
    /// Notes where a link leads and gives the address it has on the site.
    pub(super) fn link(&mut self, kind: LinkType, written: CowStr<'a>, at: Range<usize>) -> CowStr<'a> {
        if kind == LinkType::Email {
            return written;
        }
        let (path, anchor) = match written.split_once('#') {
            Some((path, anchor)) => (path, Some(anchor.to_owned())),
            None => (&*written, None),
        };
        let name = path.strip_suffix(".md").or_else(|| path.strip_prefix('/').map(|path| path.trim_end_matches('/')));
        let target = match name {
            _ if is_outside(&written) => Target::Outside(written.to_string()),
            Some(name) if !name.contains('/') => {
                Target::Article(Some(Slug::new(name.trim_start_matches("./"))), anchor)
            }
            None if path.is_empty() && anchor.is_some() => Target::Article(None, anchor),
            _ => {
                self.problems.push(
                    Problem::new(at, format!("`{written}` is not a place that a link can lead to")).expected(
                        "`other-article.md`, `other-article.md#anchor`, `#anchor`, `https://…` or `mailto:…`",
                    ),
                );
                return "#top".into();
            }
        };
        let address = match &target {
            Target::Article(Some(slug), anchor) => {
                let fragment = anchor.as_ref().map(|anchor| format!("#{anchor}")).unwrap_or_default();
                format!("{}{fragment}", slug.path()).into()
            }
            _ => written,
        };
        self.text.references.push(Reference { target, at });
        address
    }
}

fn is_outside(address: &str) -> bool {
    ["https://", "http://", "mailto:"].iter().any(|scheme| address.starts_with(scheme))
}
