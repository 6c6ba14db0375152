//! Taking back what was done last: the state before is restored whole, with place, picks, counts and learned words.
//!
//! An event is taken back only while nothing else has happened to its comment since; and never twice. What was done
//! together is taken back together. Leaves out deleting, which cannot be taken back.

use sqlx::Row as _;

use super::{
    Event, Moment, Noted, State, Step, Store, StoreError, Tx, events, read_all,
    standing::{Standing, wipe},
    writer::Write,
};

/// What became of a wish to take something back.
#[derive(Debug)]
pub(crate) enum Undone {
    /// These were taken back; of those others have done something since.
    Done(Vec<Step>, Vec<Event>),
    /// It was taken back already.
    Already,
    /// Somebody else did it, or it is nothing that can be taken back.
    Impossible,
    Unknown,
}

impl Store {
    /// Takes back what `actor` did in the event, with all that was done together with it.
    pub(crate) async fn undo(&self, event: &str, actor: &str, now: Moment) -> Result<Undone, StoreError> {
        self.writer.write(Undo { event: event.to_owned(), actor: actor.to_owned(), now }).await
    }
}

struct Undo {
    event: String,
    actor: String,
    now: Moment,
}

const EVENT: &str =
    "SELECT id, at, actor, action, comment, subject, from_state, to_state, reason, note, before FROM event";

impl Write for Undo {
    type Answer = Undone;

    async fn apply(&self, tx: &mut Tx) -> Result<Undone, sqlx::Error> {
        let sql = sqlx::AssertSqlSafe(format!("{EVENT} WHERE id = $1"));
        let found = sqlx::query(sql).bind(&self.event).fetch_optional(&mut *tx).await?;
        let Some(event) = found.as_ref().map(Event::read).transpose()? else { return Ok(Undone::Unknown) };
        let can_be = matches!(event.action.as_str(), "move" | "pick" | "unpick" | "edit" | "answer");
        if event.actor != self.actor || !can_be {
            return Ok(Undone::Impossible);
        }
        let (mut done, mut kept, mut already) = (Vec::new(), Vec::new(), false);
        for event in together(tx, event).await? {
            match self.one(tx, &event).await? {
                One::Done(step) => done.push(step),
                One::Kept(newer) => kept.push(newer),
                One::Already => already = true,
                One::Gone => {}
            }
        }
        Ok(if done.is_empty() && kept.is_empty() && already { Undone::Already } else { Undone::Done(done, kept) })
    }
}

/// The event, with all that were made in the same write by the same act.
async fn together(tx: &mut Tx, event: Event) -> Result<Vec<Event>, sqlx::Error> {
    let group = event.subject.clone().filter(|_| event.action != "answer");
    let Some(group) = group else { return Ok(vec![event]) };
    let sql = sqlx::AssertSqlSafe(format!("{EVENT} WHERE at = $1 AND subject = $2 AND actor = $3 ORDER BY id"));
    let rows = sqlx::query(sql).bind(event.at.0).bind(group).bind(event.actor).fetch_all(tx).await?;
    read_all(&rows, Event::read)
}

enum One {
    Done(Step),
    /// This has happened since.
    Kept(Event),
    Already,
    Gone,
}

impl Undo {
    async fn one(&self, tx: &mut Tx, event: &Event) -> Result<One, sqlx::Error> {
        let Some(comment) = &event.comment else { return Ok(One::Gone) };
        if is_undone(tx, event).await? {
            return Ok(One::Already);
        }
        if let Some(newer) = since(tx, comment, &event.id).await? {
            return Ok(One::Kept(newer));
        }
        let Some(mut standing) = Standing::of(tx, comment).await? else { return Ok(One::Gone) };
        let from = standing.state;
        match (event.action.as_str(), event.from_state, &event.before) {
            ("pick", ..) => standing.pick(tx, None).await?,
            ("unpick", ..) => standing.pick(tx, Some(event.at)).await?,
            ("edit", _, Some(before)) => {
                let sql = "SELECT max(at) FROM event WHERE comment = $1 AND id < $2 AND action = 'edit'";
                let edited: Option<i64> =
                    sqlx::query_scalar(sql).bind(comment).bind(&event.id).fetch_one(&mut *tx).await?;
                standing.write(tx, before, edited.map(Moment)).await?;
            }
            ("move", Some(to), _) => {
                let (reason, note) = reason_of(tx, comment, to, &event.id).await?;
                standing.bring(tx, to, self.now, reason.as_deref(), note.as_deref()).await?;
                // It was published for the first time by what is taken back: so it never was.
                if standing.published == Some(event.at) {
                    standing.never_published(tx).await?;
                }
            }
            ("answer", ..) => wipe(tx, &mut standing).await?,
            _ => return Ok(One::Gone),
        }
        let moved = event.from_state.is_some() || event.action == "answer";
        let noted = Noted {
            actor: &self.actor,
            action: "undo",
            comment: Some(comment),
            subject: Some(&event.id),
            from: moved.then_some(from),
            to: moved.then_some(standing.state),
            ..Noted::default()
        };
        let undo = events::add(tx, self.now, noted).await?;
        Ok(One::Done(Step { id: comment.clone(), event: undo, revision: standing.revision, state: standing.state }))
    }
}

async fn is_undone(tx: &mut Tx, event: &Event) -> Result<bool, sqlx::Error> {
    let sql = "SELECT count(*) FROM event WHERE comment = $1 AND action = 'undo' AND subject = $2";
    let undone: i64 = sqlx::query_scalar(sql).bind(&event.comment).bind(&event.id).fetch_one(tx).await?;
    Ok(undone > 0)
}

/// The newest thing that happened to a comment after an event and still holds.
async fn since(tx: &mut Tx, comment: &str, event: &str) -> Result<Option<Event>, sqlx::Error> {
    let sql = sqlx::AssertSqlSafe(format!(
        "{EVENT} AS e WHERE e.comment = $1 AND e.id > $2 AND e.action <> 'undo' AND NOT EXISTS
            (SELECT 1 FROM event u WHERE u.comment = e.comment AND u.action = 'undo' AND u.subject = e.id)
         ORDER BY e.id DESC LIMIT 1"
    ));
    sqlx::query(sql).bind(comment).bind(event).fetch_optional(tx).await?.as_ref().map(Event::read).transpose()
}

/// The reason and note that a comment had in a state before an event.
async fn reason_of(
    tx: &mut Tx,
    comment: &str,
    state: State,
    event: &str,
) -> Result<(Option<String>, Option<String>), sqlx::Error> {
    if state != State::Declined {
        return Ok((None, None));
    }
    let sql = "SELECT reason, note FROM event WHERE comment = $1 AND id < $2 AND to_state = 'declined' ORDER BY id DESC LIMIT 1";
    let row = sqlx::query(sql).bind(comment).bind(event).fetch_optional(tx).await?;
    row.map_or(Ok((None, None)), |row| Ok((row.try_get(0)?, row.try_get(1)?)))
}
