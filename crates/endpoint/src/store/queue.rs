//! What the desk looks at: comments of one state with what helps to decide, one comment with its thread, the counts.
//!
//! Every question is bounded: parts by id, counts that stop, searches that look through the newest that match, doubts
//! that are looked for among the nearest. Leaves out changing anything.

use sqlx::{AssertSqlSafe, Row as _, any::AnyRow};

use super::{State, Store, StoreError, damaged, read_all, search};
use crate::clock::Moment;

/// A comment as the desk sees it.
#[derive(Clone, Debug)]
pub(crate) struct Filed {
    pub(crate) id: String,
    pub(crate) article: String,
    pub(crate) parent: Option<String>,
    /// The first comment of its thread.
    pub(crate) root: String,
    /// Whose it is: the id that the reader's program was given.
    pub(crate) writer: Option<String>,
    pub(crate) name: Option<String>,
    pub(crate) email: Option<String>,
    pub(crate) body: String,
    pub(crate) state: State,
    /// Why admission found it doubtful, as codes.
    pub(crate) doubts: Vec<String>,
    /// How much it is like spam, in thousandths.
    pub(crate) score: Option<i64>,
    pub(crate) reason: Option<String>,
    pub(crate) note: Option<String>,
    pub(crate) network: Option<String>,
    pub(crate) submitted: Moment,
    pub(crate) edited: Option<Moment>,
    pub(crate) published: Option<Moment>,
    pub(crate) picked: Option<Moment>,
    /// The moderator who wrote it, where it is the newsroom's answer.
    pub(crate) editor: Option<String>,
    pub(crate) revision: i64,
}

/// Another comment, as it is quoted beside one.
#[derive(Clone, Debug)]
pub(crate) struct Said {
    pub(crate) id: String,
    pub(crate) name: Option<String>,
    pub(crate) editor: Option<String>,
    pub(crate) body: String,
    pub(crate) submitted: Moment,
    pub(crate) state: State,
    /// Whether it answers another.
    pub(crate) deep: bool,
}

/// What is known of a comment's writer.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Record {
    pub(crate) published: i64,
    pub(crate) declined: i64,
    /// Others of the same writer that wait, of the newest 200.
    pub(crate) waiting: i64,
    /// From the same network within a day, this one included; counted up to 100.
    pub(crate) nearby: i64,
}

/// A comment of the queue, with what stands beside it.
#[derive(Clone, Debug)]
pub(crate) struct Queued {
    pub(crate) comment: Filed,
    pub(crate) answered: Option<Said>,
    /// What the answered one answered.
    pub(crate) before: Option<Said>,
    pub(crate) record: Record,
}

/// What the queue is narrowed to.
#[derive(Clone, Debug)]
pub(crate) struct Filter {
    pub(crate) state: State,
    pub(crate) article: Option<String>,
    pub(crate) doubt: Option<String>,
    /// Words, or beginnings of words, that text or name should hold.
    pub(crate) words: String,
    /// What follows this id; empty for the first part.
    pub(crate) after: String,
}

impl Filter {
    pub(crate) fn of(state: State) -> Self {
        Self { state, article: None, doubt: None, words: String::new(), after: String::new() }
    }

    /// Whether it shows less than all of its state.
    pub(crate) fn narrows(&self) -> bool {
        self.article.is_some() || self.doubt.is_some() || !self.words.is_empty()
    }

    /// Whether the oldest come first: what waits is read in the order of its coming.
    fn oldest_first(&self) -> bool {
        self.state == State::Held
    }
}

/// How many are held, published, declined and spam; each counted up to 1,000.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Counts(pub(crate) [i64; 4]);

/// What stands on a card, of the comments whose ids `these` are: chosen before, so that nothing is counted for any other.
const QUEUED: &str = "SELECT c.id, c.article, c.parent, c.root, c.writer, c.name, c.email, c.body, c.state, c.doubts, c.score,
    c.reason, c.note, c.network, c.submitted, c.edited, c.published, c.picked, c.editor, c.revision,
    p.id, p.name, p.editor, p.body, p.submitted, p.state, p.parent, g.id, g.name, g.editor, g.body, g.submitted, g.state, g.parent,
    coalesce(w.published, 0), coalesce(w.declined, 0),
    (SELECT count(*) FROM (SELECT o.id, o.state FROM comment o WHERE o.writer = c.writer ORDER BY o.id DESC LIMIT 200) AS mine
        WHERE mine.state = 'held' AND mine.id <> c.id),
    (SELECT count(*) FROM (SELECT 1 AS one FROM comment o WHERE o.network = c.network
        AND o.submitted > c.submitted - 86400000 AND o.submitted < c.submitted + 86400000 LIMIT 100) AS near)
    FROM ({these}) AS these JOIN comment c ON c.id = these.id
    LEFT JOIN comment p ON p.id = c.parent LEFT JOIN comment g ON g.id = p.parent LEFT JOIN writer w ON w.id = c.writer";

/// How much of a thread is read before a comment, and after it.
pub(crate) const NEAREST: usize = 30;

const SAID: &str = "SELECT id, name, editor, body, submitted, state, parent FROM comment";

impl Store {
    /// Comments of one state, at most `limit`: what waits, the oldest first; all else, the newest first.
    pub(crate) async fn queue(&self, filter: &Filter, limit: i64) -> Result<Vec<Queued>, StoreError> {
        let (order, beyond) = if filter.oldest_first() { ("", ">") } else { ("DESC", "<") };
        // Where another index finds few, that of the state should not be gone through instead.
        let by_state = filter.doubt.is_none() && filter.words.is_empty();
        let mut wheres = vec![if by_state { "c.state = $1" } else { "c.state || '' = $1" }.to_owned()];
        let mut binds = vec![filter.state.as_str().to_owned()];
        let mut narrow = |condition: &str, value: &str| {
            binds.push(value.to_owned());
            wheres.push(condition.replace('?', &format!("${}", binds.len())));
        };
        if !filter.after.is_empty() {
            narrow(&format!("c.id {beyond} ?"), &filter.after);
        }
        if let Some(article) = &filter.article {
            narrow("c.article = ?", article);
        }
        if let Some(doubt) = &filter.doubt {
            let after = if filter.after.is_empty() { "" } else { &format!("AND id {beyond} $2") };
            // A code may be followed by what was found; no code begins like another.
            let near = format!(
                "c.id IN (SELECT id FROM (SELECT id, doubts FROM comment WHERE state = $1 AND doubts <> '' {after}
                    ORDER BY id {order} LIMIT 20000) AS near WHERE ' ' || doubts LIKE ?)"
            );
            // What words are found in is little already.
            let near = if filter.words.is_empty() { &near } else { "' ' || c.doubts LIKE ?" };
            narrow(near, &format!("% {doubt}%"));
        }
        if !filter.words.is_empty() {
            match search::words(self.kind, &filter.words) {
                Some(words) => narrow(search::condition(self.kind), &words),
                // Nothing that could stand in a text was asked for.
                None => return Ok(Vec::new()),
            }
        }
        let these =
            format!("SELECT c.id FROM comment c WHERE {} ORDER BY c.id {order} LIMIT {limit}", wheres.join(" AND "));
        let sql = format!("{} ORDER BY c.id {order}", QUEUED.replace("{these}", &these));
        // Of pieces that are written above, and numbers.
        let mut query = sqlx::query(AssertSqlSafe(sql));
        for bind in &binds {
            query = query.bind(bind);
        }
        Ok(read_all(&query.fetch_all(&self.read).await?, Queued::read)?)
    }

    /// One comment, whatever its state.
    pub(crate) async fn queued(&self, id: &str) -> Result<Option<Queued>, StoreError> {
        let sql = AssertSqlSafe(QUEUED.replace("{these}", "SELECT id FROM comment WHERE id = $1"));
        Ok(sqlx::query(sql).bind(id).fetch_optional(&self.read).await?.as_ref().map(Queued::read).transpose()?)
    }

    /// What stands, or stood, in the thread of `comment`, in order of place: its first comment, itself, and the
    /// [`NEAREST`] of the others on either side.
    pub(crate) async fn thread(&self, comment: &Filed) -> Result<Vec<Said>, StoreError> {
        let own = "coalesce((SELECT place FROM comment WHERE id = $2), 9000000000000000000)";
        let said = SAID.replace(" FROM", ", place FROM");
        let sql = AssertSqlSafe(format!(
            "{said} WHERE id IN ($1, $2)
             UNION SELECT * FROM ({said} WHERE root = $1 AND place < {own} ORDER BY place DESC LIMIT {NEAREST}) AS earlier
             UNION SELECT * FROM ({said} WHERE root = $1 AND place > {own} ORDER BY place LIMIT {NEAREST}) AS later"
        ));
        let rows = sqlx::query(sql).bind(&comment.root).bind(&comment.id).fetch_all(&self.read).await?;
        let placed = |row: &AnyRow| {
            let place = row.try_get::<Option<i64>, _>(7)?.unwrap_or(i64::MAX);
            Ok(Said::read(row, 0)?.map(|said| (place, said)))
        };
        let mut thread: Vec<_> = read_all(&rows, placed)?.into_iter().flatten().collect();
        thread.sort_by_key(|(place, _)| *place);
        Ok(thread.into_iter().map(|(_, said)| said).collect())
    }

    /// The newest others of the same writer.
    pub(crate) async fn others(&self, comment: &Filed) -> Result<Vec<Said>, StoreError> {
        let Some(writer) = &comment.writer else { return Ok(Vec::new()) };
        let sql = AssertSqlSafe(format!("{SAID} WHERE writer = $1 AND id <> $2 ORDER BY id DESC LIMIT 10"));
        let rows = sqlx::query(sql).bind(writer).bind(&comment.id).fetch_all(&self.read).await?;
        Ok(read_all(&rows, |row| Said::read(row, 0))?.into_iter().flatten().collect())
    }

    /// How full each tab of the queue is.
    pub(crate) async fn tabs(&self) -> Result<Counts, StoreError> {
        let row = sqlx::query(
            "SELECT
                (SELECT count(*) FROM (SELECT 1 AS one FROM comment WHERE state = 'held' LIMIT 1000) AS held),
                (SELECT count(*) FROM (SELECT 1 AS one FROM comment WHERE state = 'published' LIMIT 1000) AS published),
                (SELECT count(*) FROM (SELECT 1 AS one FROM comment WHERE state = 'declined' LIMIT 1000) AS declined),
                (SELECT count(*) FROM (SELECT 1 AS one FROM comment WHERE state = 'spam' LIMIT 1000) AS spam)",
        )
        .fetch_one(&self.read)
        .await?;
        Ok(Counts([row.try_get(0)?, row.try_get(1)?, row.try_get(2)?, row.try_get(3)?]))
    }
}

fn state(row: &AnyRow, at: usize) -> Result<State, sqlx::Error> {
    let text: String = row.try_get(at)?;
    State::parse(&text).ok_or_else(|| damaged(format_args!("the state {text:?}")))
}

fn moment(row: &AnyRow, at: usize) -> Result<Option<Moment>, sqlx::Error> {
    Ok(row.try_get::<Option<i64>, _>(at)?.map(Moment))
}

impl Said {
    fn read(row: &AnyRow, at: usize) -> Result<Option<Self>, sqlx::Error> {
        let Some(id) = row.try_get(at)? else { return Ok(None) };
        Ok(Some(Self {
            id,
            name: row.try_get(at + 1)?,
            editor: row.try_get(at + 2)?,
            body: row.try_get(at + 3)?,
            submitted: Moment(row.try_get(at + 4)?),
            state: state(row, at + 5)?,
            deep: row.try_get::<Option<String>, _>(at + 6)?.is_some(),
        }))
    }
}

impl Queued {
    fn read(row: &AnyRow) -> Result<Self, sqlx::Error> {
        let comment = Filed {
            id: row.try_get(0)?,
            article: row.try_get(1)?,
            parent: row.try_get(2)?,
            root: row.try_get(3)?,
            writer: row.try_get(4)?,
            name: row.try_get(5)?,
            email: row.try_get(6)?,
            body: row.try_get(7)?,
            state: state(row, 8)?,
            doubts: row.try_get::<String, _>(9)?.split_whitespace().map(str::to_owned).collect(),
            score: row.try_get(10)?,
            reason: row.try_get(11)?,
            note: row.try_get(12)?,
            network: row.try_get(13)?,
            submitted: Moment(row.try_get(14)?),
            edited: moment(row, 15)?,
            published: moment(row, 16)?,
            picked: moment(row, 17)?,
            editor: row.try_get(18)?,
            revision: row.try_get(19)?,
        };
        let record = Record {
            published: row.try_get(34)?,
            declined: row.try_get(35)?,
            waiting: row.try_get(36)?,
            nearby: row.try_get(37)?,
        };
        Ok(Self { comment, answered: Said::read(row, 20)?, before: Said::read(row, 27)?, record })
    }
}
