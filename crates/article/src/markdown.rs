//! The text of an article: Markdown into sections of prose and interactive fences.
//!
//! Raw HTML is refused here, and addresses are taken by allow-list, so what leaves as [`Html`] is safe to put on a page.

use crate::html::escape;
use crate::{Anchor, Block, Fence, Heading, Html, Picture, Pictures, Problem, Reference, Section, Slug, Target};
use pulldown_cmark::{
    CodeBlockKind, CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd, html::push_html,
};
use std::collections::BTreeMap;
use std::ops::Range;

/// What the text of an article holds.
pub(crate) struct Text {
    pub(crate) sections: Vec<Section>,
    pub(crate) references: Vec<Reference>,
}

/// Reads everything from byte `from` on.
pub(crate) fn read(source: &str, from: usize, pictures: &Pictures, problems: &mut Vec<Problem>) -> Text {
    let mut options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_SMART_PUNCTUATION;
    options |= Options::ENABLE_HEADING_ATTRIBUTES;
    let mut reader = Reader {
        source,
        pictures,
        problems,
        seen: BTreeMap::new(),
        text: Text { sections: vec![section(Anchor::top(), String::new())], references: Vec::new() },
        prose: Vec::new(),
        fences: BTreeMap::new(),
        depth: 0,
    };
    let events = Parser::new_ext(&source[from..], options).into_offset_iter();
    let mut events = events.map(|(event, at)| (event, at.start + from..at.end + from));
    while let Some((event, at)) = events.next() {
        reader.take(event, at, &mut events);
    }
    reader.close_prose();
    reader.text
}

fn section(anchor: Anchor, title: String) -> Section {
    Section { anchor, title, headings: Vec::new(), blocks: Vec::new() }
}

struct Reader<'a, 'p> {
    source: &'a str,
    pictures: &'p Pictures,
    problems: &'p mut Vec<Problem>,
    /// Every anchor so far, with the line that has it.
    seen: BTreeMap<String, usize>,
    text: Text,
    /// Events of the prose since the last heading or fence.
    prose: Vec<Event<'a>>,
    /// How many fences of each kind there have been.
    fences: BTreeMap<String, usize>,
    /// How many block elements are open; headings and fences inside lists and quotes are prose.
    depth: usize,
}

type Placed<'a> = (Event<'a>, Range<usize>);

impl<'a> Reader<'a, '_> {
    fn take(&mut self, event: Event<'a>, at: Range<usize>, rest: &mut impl Iterator<Item = Placed<'a>>) {
        match event {
            Event::Start(Tag::Heading { level, id, .. }) => self.heading(level, id.as_deref(), at, rest),
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) if info.trim_start().starts_with('@') => {
                self.fence(&info, at, rest);
            }
            Event::Start(Tag::Image { dest_url, title, .. }) => self.picture(&dest_url, &title, at, rest),
            Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
                let dest_url = self.link(link_type, dest_url, at);
                self.prose.push(Event::Start(Tag::Link { link_type, dest_url, title, id }));
            }
            Event::Start(Tag::Table(_)) => {
                // A table wider than a phone scrolls by itself, by keyboard too.
                self.prose.push(Event::Html(
                    "<div class=\"table\" tabindex=\"0\" role=\"region\" aria-label=\"Table\">".into(),
                ));
                self.open(event);
            }
            Event::End(TagEnd::Table) => {
                self.close(event);
                self.prose.push(Event::Html("</div>".into()));
            }
            Event::Html(html) | Event::InlineHtml(html) => self.raw_html(&html, at),
            Event::Start(Tag::HtmlBlock) | Event::End(TagEnd::HtmlBlock) => {}
            Event::Start(_) => self.open(event),
            Event::End(_) => self.close(event),
            other => self.prose.push(other),
        }
    }

    fn open(&mut self, event: Event<'a>) {
        self.depth += 1;
        self.prose.push(event);
    }

    fn close(&mut self, event: Event<'a>) {
        // A link's start is pushed past `open`, its end comes here.
        if !matches!(event, Event::End(TagEnd::Link)) {
            self.depth = self.depth.saturating_sub(1);
        }
        self.prose.push(event);
    }

    fn line(&self, at: usize) -> usize {
        self.source[..at].matches('\n').count() + 1
    }

    fn section(&mut self) -> &mut Section {
        self.text.sections.last_mut().expect("the lead is there from the start")
    }

    fn close_prose(&mut self) {
        let mut html = String::new();
        push_html(&mut html, self.prose.drain(..));
        if !html.trim().is_empty() {
            self.section().blocks.push(Block::Prose(Html::new(html)));
        }
    }

    fn anchor(&mut self, anchor: Anchor, at: &Range<usize>) -> Anchor {
        let line = self.line(at.start);
        if let Some(first) = self.seen.insert(anchor.to_string(), line) {
            self.problems.push(
                Problem::new(at.clone(), format!("the anchor `{anchor}` stands here and in line {first}"))
                    .expected("every anchor once in an article")
                    .mend(format!("give one of the two its own, such as `{{#{anchor}-2}}`")),
            );
        } else if anchor.is_taken() {
            self.problems.push(
                Problem::new(at.clone(), format!("the anchor `{anchor}` is kept for a part of the page itself"))
                    .expected("any other anchor")
                    .mend(format!("for example `{{#{anchor}-1}}`")),
            );
        }
        anchor
    }

    fn heading(
        &mut self,
        level: HeadingLevel,
        id: Option<&str>,
        at: Range<usize>,
        rest: &mut impl Iterator<Item = Placed<'a>>,
    ) {
        let inside = until(rest, |end| matches!(end, TagEnd::Heading(_)));
        let title = plain(&inside);
        let anchor = match id.map(|id| (id, Anchor::parse(id))) {
            None => Anchor::of(&title),
            Some((_, Some(anchor))) => anchor,
            Some((id, None)) => {
                self.problems.push(
                    Problem::new(at.clone(), format!("`{id}` is not an anchor"))
                        .expected("letters, digits, hyphens and underscores")
                        .mend(format!("for example `{{#{}}}`", Anchor::of(id))),
                );
                Anchor::of(id)
            }
        };
        if title.is_empty() {
            self.problems
                .push(Problem::new(at, "a heading without words").expected("`## ` and the title of the section"));
            return;
        }
        if level == HeadingLevel::H1 {
            self.problems.push(
                Problem::new(at.clone(), "a heading with one `#`")
                    .expected("`##` for a section: the article's title stands in the front matter"),
            );
        }
        let anchor = self.anchor(anchor, &at);
        if level <= HeadingLevel::H2 && self.depth == 0 {
            self.close_prose();
            self.text.sections.push(section(anchor, title));
            return;
        }
        let level = level as usize;
        let (id, name) = (escape(anchor.as_str()), escape(&title));
        self.prose.push(Event::Html(format!("<div class=\"heading\"><h{level} id=\"{id}\" tabindex=\"-1\">").into()));
        let mut inside = inside.into_iter();
        while let Some((event, at)) = inside.next() {
            self.take(event, at, &mut inside);
        }
        self.prose.push(Event::Html(
            format!("</h{level}><a class=\"link\" href=\"#{id}\" aria-label=\"Link to “{name}”\"></a></div>\n").into(),
        ));
        self.section().headings.push(Heading { anchor, title });
    }

    fn fence(&mut self, info: &str, at: Range<usize>, rest: &mut impl Iterator<Item = Placed<'a>>) {
        let body = until(rest, |end| matches!(end, TagEnd::CodeBlock)).into_iter().map(|(event, _)| match event {
            Event::Text(text) => text.into_string(),
            _ => String::new(),
        });
        let body = body.collect();
        let line_at = at.start..at.start + self.source[at.start..].find('\n').unwrap_or(at.len());
        let mut words = info.trim().trim_start_matches('@').split_whitespace();
        let kind = words.next().unwrap_or_default().to_owned();
        let count = self.fences.entry(kind.clone()).or_default();
        *count += 1;
        let numbered = if *count == 1 { kind.clone() } else { format!("{kind}-{count}") };
        if self.depth > 0 {
            self.problems.push(
                Problem::new(line_at, "a block inside a list or a quotation")
                    .expected("the fence at the start of a line"),
            );
            return;
        }
        let anchor = match words.next().map(|name| (name, Anchor::parse(name))) {
            None => Anchor::of(&numbered),
            Some((_, Some(anchor))) => anchor,
            Some((name, None)) => {
                self.problems.push(
                    Problem::new(line_at.clone(), format!("`{name}` is not a name for a block"))
                        .expected("letters, digits, hyphens and underscores"),
                );
                Anchor::of(&numbered)
            }
        };
        self.close_prose();
        let fence = Fence { kind, anchor: self.anchor(anchor, &line_at), body, line: self.line(at.start) };
        self.section().blocks.push(Block::Interactive(fence));
    }

    fn picture(&mut self, file: &str, credit: &str, at: Range<usize>, rest: &mut impl Iterator<Item = Placed<'a>>) {
        let alt = plain(&until(rest, |end| matches!(end, TagEnd::Image)));
        let Picture { address, width, height } = self.pictures.find(file, at.clone(), self.problems);
        if alt.trim().is_empty() {
            self.problems.push(
                Problem::new(at.clone(), format!("the picture `{file}` has no description"))
                    .expected("`![What the picture shows](file \"Whose work it is\")`")
                    .mend("say between the square brackets what it shows"),
            );
        }
        if credit.trim().is_empty() {
            self.problems.push(
                Problem::new(at, format!("the picture `{file}` has no credit"))
                    .expected("`![What the picture shows](file \"Whose work it is, and its licence\")`")
                    .mend("say in quotes behind the file whose work it is"),
            );
        }
        self.prose.push(Event::InlineHtml(
            format!(
                "<span class=\"picture\"><img src=\"{}\" alt=\"{}\" width=\"{width}\" height=\"{height}\" \
                 loading=\"lazy\" decoding=\"async\"><small class=\"credit\">{}</small></span>",
                escape(&address),
                escape(&alt),
                escape(credit)
            )
            .into(),
        ));
    }

    /// Notes where a link leads and gives the address it has on the site.
    fn link(&mut self, kind: LinkType, written: CowStr<'a>, at: Range<usize>) -> CowStr<'a> {
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

    fn raw_html(&mut self, html: &str, at: Range<usize>) {
        // A comment is a note to the author; it is left out in silence.
        if html.trim().is_empty() || html.trim_start().starts_with("<!--") {
            return;
        }
        self.problems.push(
            Problem::new(at, format!("raw HTML: `{}`", html.trim()))
                .expected("Markdown: what an article may hold is an allow-list, and HTML is not on it")
                .mend("write it as Markdown; to show a `<`, write `\\<`"),
        );
    }
}

/// The events up to the end of the element that has just begun.
fn until<'a>(rest: &mut impl Iterator<Item = Placed<'a>>, is_end: impl Fn(&TagEnd) -> bool) -> Vec<Placed<'a>> {
    rest.take_while(|(event, _)| !matches!(event, Event::End(end) if is_end(end))).collect()
}

fn plain(events: &[Placed<'_>]) -> String {
    let words = events.iter().map(|(event, _)| match event {
        Event::Text(text) | Event::Code(text) => text.as_ref(),
        Event::SoftBreak | Event::HardBreak => " ",
        _ => "",
    });
    words.collect::<String>().trim().to_owned()
}

fn is_outside(address: &str) -> bool {
    ["https://", "http://", "mailto:"].iter().any(|scheme| address.starts_with(scheme))
}
