//! What no article can know by itself: links between articles, the bodies of blocks, anchors that the last site had.

use crate::content::{File, Manuscript, Reading};
use crate::report::Finding;
use article::{BadLine, Fence, Problem, Reference, Target, lines_of, suggestion};
use reader::blocks::{self, KINDS};
use wire::Edition;

impl Reading {
    /// Everything that is wrong with the edition, file by file, from the top of each to its end. `last` is what the last
    /// build left, if there was one.
    pub fn check(&self, last: Option<&Edition>) -> Vec<Finding> {
        let mut findings = self.findings.clone();
        for reference in &self.masthead_references {
            findings.extend(self.reference(&self.masthead_file, None, reference));
        }
        for manuscript in &self.manuscripts {
            let references = manuscript.article.references.iter();
            findings.extend(references.filter_map(|one| self.reference(&manuscript.file, Some(manuscript), one)));
            findings.extend(manuscript.article.fences().flat_map(|fence| block(manuscript, fence)));
            findings.extend(last.iter().flat_map(|last| lost(manuscript, last)));
        }
        findings.sort_by(|a, b| (&a.path, a.problem.at.start).cmp(&(&b.path, b.problem.at.start)));
        findings
    }

    fn reference(&self, file: &File, from: Option<&Manuscript>, reference: &Reference) -> Option<Finding> {
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

/// A fence of unknown kind, or every line of its body that its kind cannot read.
fn block(manuscript: &Manuscript, fence: &Fence) -> Vec<Finding> {
    let file = &manuscript.file;
    let line_at = |line: usize| {
        let (start, text) = lines_of(&file.source).nth(line).unwrap_or_default();
        let indent = text.len() - text.trim_start().len();
        start + indent..start + text.trim_end().len().max(indent)
    };
    let first = fence.line - 1;
    if blocks::find(&fence.kind).is_none() {
        let names = || KINDS.iter().map(|kind| kind.name());
        let problem = Problem::new(line_at(first), format!("there is no kind of block called `{}`", fence.kind))
            .expected("`@` and the name of a kind")
            .mend(suggestion(&fence.kind, names()));
        return vec![file.finding(problem)];
    }
    let problems = blocks::check(fence, &manuscript.article).into_iter().map(|BadLine { line, found, expected }| {
        // The body begins in the line after the fence's own.
        let problem =
            Problem::new(line_at(first + 1 + line), format!("in a `{}`: {found}", fence.kind)).expected(expected);
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
        let at = manuscript.file.source.find("moved").map_or(0..3, |at| at..at + "moved".len());
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
