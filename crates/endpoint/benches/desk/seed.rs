//! A year of a large newsroom's comments, written straight into the store: what the desk is measured with.
//!
//! Admission would take an hour for them. The endpoint has made the schema before; indexes are taken away and made anew
//! at the end, which is what makes it fast. Leaves out subscribers, whom the desk does not list.

use std::time::SystemTime;

use sqlx::AnyConnection;

use crate::{
    rows::{Rows, run, take_indexes},
    words::{self, Dice},
};

/// How many articles the edition has. The first, `lead`, is the busiest.
pub(crate) const ARTICLES: usize = 300;

/// Rows of one statement, and comments of one transaction.
const ROWS: usize = 500;
const COMMENTS: usize = 20_000;

/// In milliseconds.
const DAY: u64 = 24 * 60 * 60 * 1_000;
const YEAR: u64 = 365 * DAY;

pub(crate) fn slug(article: usize) -> String {
    if article == 0 { "lead".to_owned() } else { format!("article-{article}") }
}

/// Whether a store was filled to the end.
pub(crate) async fn is_full(store: &mut AnyConnection) -> bool {
    let sql = "SELECT count(*) FROM newsroom WHERE name = 'bench'";
    sqlx::query_scalar::<_, i64>(sql).fetch_one(store).await.is_ok_and(|found| found > 0)
}

/// Fills an empty store with so many comments.
pub(crate) async fn fill(store: &mut AnyConnection, sqlite: bool, comments: usize) {
    let indexes = take_indexes(store, sqlite).await;
    let mut year = Year::new(comments);
    let mut rows = Rows::default();
    for at in 0..comments {
        if at % COMMENTS == 0 {
            run(store, if at == 0 { "BEGIN" } else { "COMMIT; BEGIN" }).await;
        }
        year.comment(at, &mut rows);
        rows.write(store, ROWS).await;
    }
    year.rest(&mut rows);
    rows.write(store, 1).await;
    run(store, "COMMIT").await;
    for index in indexes {
        run(store, &index).await;
    }
    // SQLite is asked as it is when it has grown by itself. PostgreSQL would see to this by itself, in a while.
    if !sqlite {
        run(store, "VACUUM ANALYZE").await;
    }
    run(store, "INSERT INTO newsroom (name, value, revision) VALUES ('bench', '1', 1)").await;
}

/// Somebody whose comments were decided about.
#[derive(Clone, Default)]
struct Counted {
    published: u32,
    declined: u32,
}

/// An article's thread as it grows.
#[derive(Clone, Default)]
struct Thread {
    version: u32,
    published: u32,
    /// The last that were published, each with the first of its thread.
    recent: Vec<(String, String)>,
}

/// Everything that the next comment depends on.
struct Year {
    dice: Dice,
    words: Vec<String>,
    begins: u64,
    comments: usize,
    threads: Vec<Thread>,
    writers: Vec<Counted>,
    made: u64,
}

const NAMES: [&str; 8] = ["Ani", "Tigran", "Mariam", "Ольга", "José", "Lilit", "Hovhannes", "Aylin"];
const MODERATORS: [&str; 6] = ["Mane", "Davit", "Shushan", "Armen", "Narine", "Gor"];
const DOUBTS: [&str; 9] =
    ["trap", "hasty", "repeated:3", "links:4", "words:casino,bonus", "barred", "score:870", "unproved", "edited"];

impl Year {
    fn new(comments: usize) -> Self {
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).expect("is later");
        let now = u64::try_from(now.as_millis()).expect("not that late");
        Self {
            dice: Dice::new(),
            words: words::all(),
            begins: now - YEAR,
            comments,
            threads: vec![Thread::default(); ARTICLES],
            writers: vec![Counted::default(); (comments / 16).max(1)],
            made: 0,
        }
    }

    /// An id of this time, in order.
    fn id(&mut self, millis: u64) -> String {
        self.made += 1;
        let (one, two) = (self.made.to_be_bytes(), self.dice.roll().to_be_bytes());
        let rest = [one[5], one[6], one[7], two[0], two[1], two[2], two[3], two[4], two[5], two[6]];
        uuid::Builder::from_unix_timestamp_millis(millis, &rest).into_uuid().to_string()
    }

    /// Most are about what was published lately; some always about the lead, or about the last large story.
    fn article(&mut self, at: usize) -> usize {
        let newest = at * ARTICLES / self.comments;
        match self.dice.below(100) {
            0..4 => 0,
            4..16 => newest - newest % 25,
            _ => newest.saturating_sub((-self.dice.part().max(1e-9).ln() * 4.0) as usize),
        }
    }

    /// Held ones are young; of the others most are published.
    fn state(&mut self, at: usize) -> &'static str {
        let young = at * 100 >= self.comments * 97;
        match self.dice.below(1_000) {
            0..167 if young => "held",
            0..600 => "published",
            600..800 => "spam",
            800..920 => "declined",
            920..970 => "deleted",
            _ => "withdrawn",
        }
    }

    fn comment(&mut self, at: usize, rows: &mut Rows) {
        let submitted = self.begins + YEAR * at as u64 / self.comments as u64;
        let (article, state, id) = (self.article(at), self.state(at), self.id(submitted));
        let gone = state == "deleted";
        let (parent, root) = self.answered(article).unwrap_or_else(|| (String::new(), id.clone()));
        let was_published =
            state == "published" || (matches!(state, "deleted" | "withdrawn") && self.dice.happens(0.5));
        let decided = submitted + 60_000 + self.dice.below(7_200_000) as u64;
        let writer = self.dice.skewed(self.writers.len());
        let has_writer = !gone && self.dice.happens(0.92);
        if has_writer {
            self.writers[writer].published += u32::from(state == "published");
            self.writers[writer].declined += u32::from(matches!(state, "declined" | "spam"));
        }
        let thread = &mut self.threads[article];
        let place = was_published.then(|| {
            thread.version += 1;
            thread.version
        });
        if state == "published" {
            thread.published += 1;
            thread.recent.push((id.clone(), root.clone()));
            // The first one stays, and is answered again and again.
            if thread.recent.len() > 40 {
                thread.recent.remove(1);
            }
        }
        let often = match state {
            "spam" => 0.7,
            "held" => 0.4,
            "deleted" => 0.0,
            _ => 0.06,
        };
        let doubt = if self.dice.happens(often) { DOUBTS[self.dice.below(DOUBTS.len())] } else { "" };
        let network = if state == "spam" && self.dice.happens(0.2) { 0 } else { self.dice.skewed(20_000) + 1 };
        let is_young = submitted + 29 * DAY > self.begins + YEAR;
        let text = |text: String, is: bool| if is { format!("'{text}'") } else { "NULL".to_owned() };
        let time = |is: bool| if is { decided.to_string() } else { "NULL".to_owned() };
        let (name, named) = (NAMES[self.dice.below(NAMES.len())], !gone && self.dice.happens(0.85));
        let name = text(format!("{name} {}", self.words[200 + self.dice.skewed(5_000)]), named);
        let mailed = !gone && self.dice.happens(0.06);
        let hash = if gone { String::new() } else { format!("{:016x}{:016x}", self.dice.roll(), self.dice.roll()) };
        let mut body = if gone { String::new() } else { words::text(&mut self.dice, &self.words, article) };
        if at % (self.comments / 7).max(1) == 3 && !gone {
            body.push(' ');
            body.push_str(words::RARE);
        }
        let picked = state == "published" && self.dice.happens(0.003);
        let score = if doubt.starts_with("score") { "870" } else { "NULL" };
        let reason = if state == "declined" { "'off-topic'" } else { "NULL" };
        rows.0[0].push(format!(
            "('{id}', {number}, '{client:032x}', '{hash}', '{hash}', '{slug}', {parent}, '{root}', {writer}, {name}, {email},
              '{body}', '{state}', '{doubt}', {score}, {reason}, NULL, {network}, {submitted}, {published}, {place}, {picked}, 2)",
            number = at + 1,
            client = u128::from(self.dice.roll()) << 64 | at as u128,
            slug = slug(article),
            parent = text(parent.clone(), !parent.is_empty()),
            writer = text(writer_id(writer), has_writer),
            email = text(format!("reader{writer}@example.org"), mailed),
            network = text(format!("{network:043}"), is_young && !gone),
            published = time(was_published),
            place = place.map_or("NULL".to_owned(), |place| place.to_string()),
            picked = time(picked),
        ));
        let sent = self.id(submitted);
        let why = text(doubt.to_owned(), !doubt.is_empty());
        rows.0[1].push(format!("('{sent}', {submitted}, 'admission', 'send', '{id}', NULL, 'held', {why})"));
        if state != "held" {
            let moved = self.id(decided);
            let actor = if state == "withdrawn" { "writer" } else { MODERATORS[self.dice.skewed(MODERATORS.len())] };
            let action = if gone { "delete" } else { "move" };
            rows.0[1]
                .push(format!("('{moved}', {decided}, '{actor}', '{action}', '{id}', 'held', '{state}', {reason})"));
        }
    }

    /// Nearly half answer another of the same article.
    fn answered(&mut self, article: usize) -> Option<(String, String)> {
        let recent = self.threads[article].recent.len();
        if recent == 0 || !self.dice.happens(0.45) {
            return None;
        }
        let which = if self.dice.happens(0.1) { 0 } else { self.dice.below(recent) };
        Some(self.threads[article].recent[which].clone())
    }

    /// What is counted over the whole year, and the mail of its last month.
    fn rest(&mut self, rows: &mut Rows) {
        for (at, writer) in self.writers.iter().enumerate().filter(|(_, one)| one.published + one.declined > 0) {
            let (id, begins) = (writer_id(at), self.begins);
            rows.0[2].push(format!("('{id}', {begins}, {}, {})", writer.published, writer.declined));
        }
        for (article, thread) in self.threads.iter().enumerate().filter(|(_, thread)| thread.version > 0) {
            rows.0[3].push(format!("('{}', {}, {})", slug(article), thread.version, thread.published));
        }
        let month = 28 * DAY;
        let mails = self.comments / 40;
        for at in 0..mails {
            let created = self.begins + YEAR - month + month * at as u64 / mails as u64;
            let (id, about) = (self.id(created), self.dice.roll());
            let state = if at % 500 == 0 { "failed" } else { "sent" };
            rows.0[4].push(format!(
                "('{id}', 'answer', 'reader{at}@example.org', '{about:043}', 'example.org', '{about}', '{state}', {created}, \
                 {created}, 1, {created}, {created}, NULL)"
            ));
        }
    }
}

fn writer_id(writer: usize) -> String {
    format!("00000000-0000-4000-8000-{writer:012x}")
}
