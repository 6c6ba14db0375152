//! What no article can know by itself: links between articles, the bodies of blocks, anchors that the last site had.

use crate::content::{File, Manuscript, Reading};
use crate::report::Finding;
use article::{Anchor, BadLine, Fence, Problem, Reference, Target, closest, lines_of, suggestion};
use reader::blocks::{self, KINDS};
use std::collections::BTreeMap;
use wire::Edition;

impl Reading {
    /// Everything that is wrong with the edition, file by file, from the top of each to its end. `last` is what the last
    /// build left, if there was one.
    pub fn check(&self, last: Option<&Edition>) -> Vec<Finding> {
        let mut findings = self.findings.clone();
        let terms = self.terms(&mut findings);
        for reference in &self.masthead_references {
            findings.extend(self.reference(&self.masthead_file, None, reference, &terms));
        }
        for manuscript in &self.manuscripts {
            let references = manuscript.article.references.iter();
            findings
                .extend(references.filter_map(|one| self.reference(&manuscript.file, Some(manuscript), one, &terms)));
            findings.extend(manuscript.article.fences().flat_map(|fence| block(manuscript, fence)));
            findings.extend(last.iter().flat_map(|last| lost(manuscript, last)));
        }
        findings.sort_by(|a, b| (&a.path, a.problem.at.start).cmp(&(&b.path, b.problem.at.start)));
        findings
    }

    /// The terms that the edition explains, by id, and a finding for each that it explains twice.
    fn terms(&self, findings: &mut Vec<Finding>) -> BTreeMap<String, String> {
        let mut first: BTreeMap<String, (String, String)> = BTreeMap::new();
        for manuscript in &self.manuscripts {
            for fence in manuscript.article.fences() {
                for term in blocks::terms(fence) {
                    let here = format!("{}.md", manuscript.article.slug);
                    if let Some((other, _)) = first.get(&term.id) {
                        let line = fence.body.lines().position(|line| begins(line, &term.name)).unwrap_or_default();
                        let problem = Problem::new(
                            line_at(&manuscript.file, fence.line + line),
                            format!("`{}` is explained here and in `{other}`", term.name),
                        )
                        .expected("every term once in an edition: all articles can look it up")
                        .mend("take one of the two out");
                        findings.push(manuscript.file.finding(problem));
                    }
                    first.entry(term.id).or_insert((here, term.name));
                }
            }
        }
        first.into_iter().map(|(id, (_, name))| (id, name)).collect()
    }

    fn reference(
        &self,
        file: &File,
        from: Option<&Manuscript>,
        reference: &Reference,
        terms: &BTreeMap<String, String>,
    ) -> Option<Finding> {
        if let Target::Term(id) = &reference.target {
            return (!terms.contains_key(id)).then(|| file.finding(unknown_name(id, reference, from, terms)));
        }
        let Target::Article(slug, anchor) = &reference.target else { return None };
        let to = match slug {
            Some(slug) if slug.as_str().is_empty() => return None,
            Some(slug) => match self.find(slug) {
                Some(manuscript) => manuscript,
                None => {
                    let slugs = || self.manuscripts.iter().map(|other| other.article.slug.as_str());
                    let problem = Problem::new(reference.at.clone(), format!("there is no article `{slug}`"))
                        .expected("the name of an article of this edition")
                        .mend(suggestion(slug.as_str(), slugs()));
                    return Some(file.finding(problem));
                }
            },
            None => from?,
        };
        let anchor = anchor.as_deref()?;
        if to.article.lands(anchor) {
            return None;
        }
        let anchors = to.article.anchors();
        let slug = &to.article.slug;
        let problem = Problem::new(reference.at.clone(), format!("there is no anchor `{anchor}` in `{slug}.md`"))
            .expected("the anchor of a section, a heading or a block")
            .mend(suggestion(anchor, anchors.iter().map(|anchor| anchor.as_str())));
        Some(file.finding(problem))
    }
}

/// A name that neither the article's cast nor a glossary has.
fn unknown_name(
    id: &str,
    reference: &Reference,
    from: Option<&Manuscript>,
    terms: &BTreeMap<String, String>,
) -> Problem {
    let cast = from.iter().flat_map(|manuscript| &manuscript.article.front.cast.members);
    let known = cast.map(|member| member.name.as_str()).chain(terms.values().map(String::as_str));
    let known: Vec<(Anchor, &str)> = known.map(|name| (Anchor::of(name), name)).collect();
    let near = closest(id, known.iter().map(|(anchor, _)| anchor.as_str()));
    let near = near.and_then(|near| known.iter().find(|(anchor, _)| anchor.as_str() == near)).map(|(_, name)| name);
    Problem::new(reference.at.clone(), format!("`{id}` is neither in the cast nor in a glossary"))
        .expected(
            "a name that `[cast]` lists in the front matter, or a term that a `glossary` block of the edition explains",
        )
        .mend(match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => "add it to one of the two, or write the words without a link".to_owned(),
        })
}

/// Whether a line of a block begins the entry of that name, and not of one that is longer.
fn begins(line: &str, name: &str) -> bool {
    let behind = line.strip_prefix(name).and_then(|rest| rest.trim_start().strip_prefix(':'));
    behind.is_some_and(|value| value.is_empty() || value.starts_with(' '))
}

/// A line of a file, counted from 0, without its indent.
fn line_at(file: &File, line: usize) -> std::ops::Range<usize> {
    let (start, text) = lines_of(&file.source).nth(line).unwrap_or_default();
    let indent = text.len() - text.trim_start().len();
    start + indent..start + text.trim_end().len().max(indent)
}

/// A fence of unknown kind, or every line of its body that its kind cannot read.
fn block(manuscript: &Manuscript, fence: &Fence) -> Vec<Finding> {
    let file = &manuscript.file;
    let first = fence.line - 1;
    if blocks::find(&fence.kind).is_none() {
        let names = || KINDS.iter().map(|kind| kind.name());
        let problem = Problem::new(line_at(file, first), format!("there is no kind of block called `{}`", fence.kind))
            .expected("`@` and the name of a kind")
            .mend(suggestion(&fence.kind, names()));
        return vec![file.finding(problem)];
    }
    let problems = blocks::check(fence, &manuscript.article).into_iter().map(|BadLine { line, found, expected }| {
        // The body begins in the line after the fence's own.
        let problem =
            Problem::new(line_at(file, first + 1 + line), format!("in a `{}`: {found}", fence.kind)).expected(expected);
        file.finding(problem)
    });
    problems.collect()
}

/// Anchors that readers may have kept links to, and that lead nowhere now.
fn lost(manuscript: &Manuscript, last: &Edition) -> Vec<Finding> {
    let article = &manuscript.article;
    let Some(before) = last.article(article.slug.as_str()) else { return Vec::new() };
    let anchors = before.anchors.iter().chain(&before.blocks).filter(|anchor| !article.lands(anchor));
    let findings = anchors.map(|anchor| {
        // The field of the front matter, or where that begins.
        let front = manuscript.file.source.split("\n+++").next().unwrap_or_default();
        let at = front.find("\nmoved").map_or(0..3, |at| at + 1..at + "\nmoved".len());
        let problem =
            Problem::new(at, format!("the last site had an anchor `{anchor}`, which is gone: links to it would break"))
                .expected("every anchor that was ever published, in the text or in `moved`")
                .mend(format!(
                    "write `moved = {{ \"{anchor}\" = \"the-new-anchor\" }}`, or give the heading `{{#{anchor}}}`"
                ));
        manuscript.file.finding(problem)
    });
    findings.collect()
}
