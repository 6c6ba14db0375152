//! The part of an article's comments that a list shows: threads from a place on, or the answers of one thread.
//!
//! Each is one statement, so what it shows was so at one moment. What is gone leaves the store without its words. Leaves
//! out the order in which a thread is read, which is `comments::thread`'s.

use sqlx::{Row as _, any::AnyRow};
use wire::CommentId;

use super::{Store, StoreError, read_all};
use crate::{
    clock::Moment,
    comments::{Ask, List, Mark, Picks, Start},
};

/// A published comment, or the place of one that is gone.
#[derive(Clone, Debug)]
pub(crate) struct Shown {
    pub(crate) id: String,
    pub(crate) parent: Option<String>,
    pub(crate) root: String,
    pub(crate) place: i64,
    /// Whether it is not published any more; then it has neither name nor body.
    pub(crate) gone: bool,
    pub(crate) name: Option<String>,
    pub(crate) body: String,
    pub(crate) submitted: Moment,
    pub(crate) edited: Option<Moment>,
    pub(crate) published: Moment,
    pub(crate) picked: bool,
    /// The moderator who wrote it.
    pub(crate) editor: Option<String>,
}

/// A part of a list: threads in the order of the list, each as far as it is shown there.
#[derive(Debug)]
pub(crate) struct Part {
    pub(crate) threads: Vec<Thread>,
    /// Where the next part begins.
    pub(crate) next: Option<Mark>,
    /// Where the part before ends.
    pub(crate) back: Option<Mark>,
}

/// The comments of a thread that a part shows; the first one first, the others in the order of time.
#[derive(Debug)]
pub(crate) struct Thread {
    pub(crate) comments: Vec<Shown>,
    /// Where its further answers begin, where they are not shown.
    pub(crate) more: Option<Mark>,
}

/// The columns of a [`Shown`], of `comment AS c`.
macro_rules! columns {
    () => {
        "c.id, c.parent, c.root, c.place, CASE WHEN c.state = 'published' THEN 0 ELSE 1 END,
         CASE WHEN c.state = 'published' THEN c.name END, CASE WHEN c.state = 'published' THEN c.body ELSE '' END,
         c.submitted, c.edited, coalesce(c.published, c.submitted),
         CASE WHEN c.picked IS NULL OR c.state <> 'published' THEN 0 ELSE 1 END,
         CASE WHEN c.state = 'published' THEN c.editor END"
    };
}
pub(super) use columns;

/// First comments of threads that are to be seen: published, or with something published below. That this has a place
/// need not be said, but makes SQLite look among the thread's comments and not among all that are published.
macro_rules! heads {
    ($where:literal) => {
        concat!(
            "SELECT c.id, c.place FROM comment AS c
             WHERE c.article = $1 AND c.parent IS NULL AND c.place IS NOT NULL AND ",
            $where,
            " AND (c.state = 'published'
                OR EXISTS (SELECT 1 FROM comment AS b WHERE b.root = c.id AND b.place >= 0 AND b.state = 'published'))"
        )
    };
}

/// The threads of `heads`, as far as they are shown: the first comment and fifty answers. Where each is cut is found out
/// before, and once: PostgreSQL would ask for it again at every answer of a thread of thousands.
macro_rules! threads {
    ($($heads:tt)*) => {
        concat!(
            "WITH head AS (",
            $($heads)*,
            "), cut AS MATERIALIZED (SELECT id, late, (SELECT x.place FROM comment AS x WHERE x.root = head.id AND x.place IS NOT NULL
                ORDER BY x.place LIMIT 1 OFFSET 51) AS beyond FROM head)
             SELECT ",
            columns!(),
            ", cut.late, CASE WHEN cut.beyond IS NULL THEN 0 ELSE 1 END
             FROM cut JOIN comment AS c ON c.root = cut.id
             WHERE c.place < coalesce(cut.beyond, 9223372036854775807)"
        )
    };
}

const FORWARD: &str = threads!(concat!(
    "SELECT id, 0 AS late FROM (",
    heads!("c.place > $2"),
    " ORDER BY c.place LIMIT $3 + 0) AS these"
));

const BACKWARD: &str = threads!(concat!(
    "SELECT id, 0 AS late FROM (",
    heads!("c.place < $2"),
    " ORDER BY c.place DESC LIMIT $3 + 0) AS these"
));

/// Threads in which something was picked by `$2`, from the place `$3` on, then the others from the place `$4` on.
const PICKS: &str = threads!(concat!(
    "SELECT id, late FROM (SELECT id, place, 0 AS late FROM (SELECT c.id, c.place FROM
        (SELECT DISTINCT p.root FROM comment AS p
         WHERE p.article = $1 AND p.picked IS NOT NULL AND p.picked <= $2 AND p.state = 'published') AS pick
        JOIN comment AS c ON c.id = pick.root WHERE c.place > $3 ORDER BY c.place LIMIT $5 + 0) AS picked
     UNION ALL SELECT id, place, 1 AS late FROM (",
    heads!(
        "c.place > $4 AND c.id NOT IN (SELECT p.root FROM comment AS p
            WHERE p.article = $1 AND p.picked IS NOT NULL AND p.picked <= $2 AND p.state = 'published')"
    ),
    " ORDER BY c.place LIMIT $5 + 0) AS others) AS these ORDER BY late, place LIMIT $5 + 0"
));

/// The last time that the editors picked something of an article.
const LAST_PICK: &str = "SELECT coalesce(max(picked), 0) FROM comment WHERE article = $1 AND picked IS NOT NULL";

/// The thread of a comment and its place in it, where anything of the thread is published.
const FIND: &str = "SELECT c.root, c.place FROM comment AS c WHERE c.id = $2 AND c.article = $1 AND c.place IS NOT NULL
    AND EXISTS (SELECT 1 FROM comment AS b WHERE b.root = c.root AND b.place >= 0 AND b.state = 'published')";

/// The first comment of a thread, and its answers behind a place.
const ANSWERS_AFTER: &str = concat!(
    "SELECT ",
    columns!(),
    ", 0, 0 FROM comment AS c WHERE c.id = $1 UNION ALL SELECT * FROM (SELECT ",
    columns!(),
    ", 0, 0 FROM comment AS c WHERE c.root = $1 AND c.id <> $1 AND c.place > $2 ORDER BY c.place LIMIT $3 + 0) AS answer"
);

impl Store {
    /// The part of the comments of `article` that is asked for; `None` where the one thread that is asked for is not
    /// to be seen.
    pub(crate) async fn part(&self, article: &str, ask: &Ask) -> Result<Option<Part>, StoreError> {
        match &ask.thread {
            Some(comment) => self.one_thread(article, comment, ask).await,
            None => Ok(Some(self.threads(article, ask).await?)),
        }
    }

    async fn threads(&self, article: &str, ask: &Ask) -> Result<Part, StoreError> {
        // One more than asked for tells whether there is more.
        let most = i64::try_from(ask.limit + 1).unwrap_or(i64::MAX);
        let mut picks = Picks::default();
        let (up, from) = match (ask.list, ask.start) {
            (List::Newest, Start::First) => (false, i64::MAX),
            (List::Newest, Start::After(mark)) => (false, mark.place),
            (List::Newest, Start::Before(mark)) => (true, mark.place),
            (_, Start::First) => (true, -1),
            (_, Start::After(mark)) => (true, mark.place),
            (_, Start::Before(mark)) => (false, mark.place),
        };
        let rows = if ask.list == List::Picks {
            picks = match ask.start {
                Start::After(mark) | Start::Before(mark) => mark.picks,
                Start::First => {
                    let as_of = sqlx::query_scalar(LAST_PICK).bind(article).fetch_one(&self.read).await?;
                    Picks { as_of, past: false }
                }
            };
            let (picked, others) = if picks.past { (i64::MAX, from) } else { (from, -1) };
            let query = sqlx::query(PICKS).bind(article).bind(picks.as_of).bind(picked).bind(others).bind(most);
            query.fetch_all(&self.read).await?
        } else {
            let sql = if up { FORWARD } else { BACKWARD };
            sqlx::query(sql).bind(article).bind(from).bind(most).fetch_all(&self.read).await?
        };
        let mut heads = gather(read_all(&rows, found)?);
        heads.sort_by_key(|head| (head.late, if up { head.place } else { -head.place }));
        let more = heads.len() > ask.limit;
        heads.truncate(ask.limit);
        let turned = matches!(ask.start, Start::Before(_));
        if turned {
            heads.reverse();
        }
        let mark =
            |head: &Head| Mark { picks: Picks { past: head.late, ..picks }, ..Mark::beside(ask.list, head.place) };
        let (first, last) = (heads.first().map(mark), heads.last().map(mark));
        // Behind a place there is what comes before it, and the other way.
        let (is_more_behind, is_more_before) = match ask.start {
            Start::First => (more, false),
            Start::After(_) => (more, true),
            Start::Before(_) => (true, more),
        };
        Ok(Part {
            next: last.filter(|_| is_more_behind),
            back: first.filter(|_| is_more_before),
            threads: heads.into_iter().map(Head::thread).collect(),
        })
    }

    async fn one_thread(&self, article: &str, comment: &CommentId, ask: &Ask) -> Result<Option<Part>, StoreError> {
        let found = sqlx::query(FIND).bind(article).bind(comment.as_str()).fetch_optional(&self.read).await?;
        let Some(found) = found else { return Ok(None) };
        let (root, place): (String, i64) = (found.try_get(0)?, found.try_get(1)?);
        let from = match ask.start {
            Start::After(mark) | Start::Before(mark) => mark.place,
            Start::First => 0,
        };
        let mut comments = self.answers(&root, from, ask.limit).await?;
        let is_here = |comments: &[Shown]| comments.iter().take(ask.limit + 1).any(|one| one.id == comment.as_str());
        if ask.start == Start::First && !is_here(&comments) {
            // So far behind that the part begins with it.
            comments = self.answers(&root, place - 1, ask.limit).await?;
        }
        let more = comments.len() > ask.limit + 1;
        comments.truncate(ask.limit + 1);
        let next = comments.last().filter(|_| more).map(|last| Mark::beside(List::Thread, last.place));
        Ok(Some(Part { threads: vec![Thread { comments, more: None }], next, back: None }))
    }

    /// The first comment of a thread, and one answer more than `limit` from behind the place `from`.
    async fn answers(&self, root: &str, from: i64, limit: usize) -> Result<Vec<Shown>, StoreError> {
        let most = i64::try_from(limit + 1).unwrap_or(i64::MAX);
        let rows = sqlx::query(ANSWERS_AFTER).bind(root).bind(from).bind(most).fetch_all(&self.read).await?;
        let mut shown = read_all(&rows, shown)?;
        shown.sort_by_key(|one| one.place);
        Ok(shown)
    }

    /// The published comment of an article.
    pub(crate) async fn published_comment(&self, article: &str, id: &str) -> Result<Option<Shown>, StoreError> {
        const SQL: &str = concat!(
            "SELECT ",
            columns!(),
            " FROM comment AS c WHERE c.id = $2 AND c.article = $1 AND c.state = 'published'"
        );
        let row = sqlx::query(SQL).bind(article).bind(id).fetch_optional(&self.read).await?;
        Ok(row.as_ref().map(shown).transpose()?)
    }
}

/// A row of [`threads`]: the comment, whether its thread comes after those with picks, whether it goes on.
struct Found {
    comment: Shown,
    late: bool,
    goes_on: bool,
}

fn found(row: &AnyRow) -> Result<Found, sqlx::Error> {
    let (late, goes_on): (i64, i64) = (row.try_get(12)?, row.try_get(13)?);
    Ok(Found { comment: shown(row)?, late: late == 1, goes_on: goes_on == 1 })
}

/// Reads [`columns`].
pub(super) fn shown(row: &AnyRow) -> Result<Shown, sqlx::Error> {
    let flag = |at: usize| row.try_get::<i64, _>(at).map(|value| value == 1);
    Ok(Shown {
        id: row.try_get(0)?,
        parent: row.try_get(1)?,
        root: row.try_get(2)?,
        place: row.try_get(3)?,
        gone: flag(4)?,
        name: row.try_get(5)?,
        body: row.try_get(6)?,
        submitted: Moment(row.try_get(7)?),
        edited: row.try_get::<Option<i64>, _>(8)?.map(Moment),
        published: Moment(row.try_get(9)?),
        picked: flag(10)?,
        editor: row.try_get(11)?,
    })
}

/// A thread that was found.
struct Head {
    place: i64,
    late: bool,
    goes_on: bool,
    comments: Vec<Shown>,
}

impl Head {
    fn thread(self) -> Thread {
        let last = self.comments.last().filter(|_| self.goes_on);
        let more = last.map(|last| Mark::beside(List::Thread, last.place));
        Thread { comments: self.comments, more }
    }
}

/// The rows by their threads.
fn gather(mut rows: Vec<Found>) -> Vec<Head> {
    // A thread's first comment has the smallest place of it, so it comes before its answers.
    rows.sort_by(|one, other| (&one.comment.root, one.comment.place).cmp(&(&other.comment.root, other.comment.place)));
    let mut heads: Vec<Head> = Vec::new();
    for Found { comment, late, goes_on } in rows {
        match heads.last_mut().filter(|head| head.comments[0].root == comment.root) {
            Some(head) => head.comments.push(comment),
            None => heads.push(Head { place: comment.place, late, goes_on, comments: vec![comment] }),
        }
    }
    heads
}
