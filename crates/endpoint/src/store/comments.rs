//! Taking a comment: the facts, the verdict and the row in one transaction.
//!
//! Comments that come at once and have nothing to do with one another are judged and written together: three statements
//! for all of them. Leaves out the facts, which are found in [`past`], and changes of what was taken.

use std::{collections::HashSet, sync::Arc, time::Duration};

use sqlx::{AssertSqlSafe, Row as _};
use wire::{CommentId, NewComment};

use super::{
    Noted, State, Store, StoreError, Tx, damaged, events, new_id, past, rows, standing::Standing, watches,
    writer::Write,
};
use crate::{
    admission::{Attempt, Doubt, Refusal, Rules, Taking, Verdict, admit},
    clock::Moment,
    desk,
    keys::Keys,
    settings::Rate,
};

/// A comment that asks to be taken.
pub(crate) struct Arrival {
    /// What the request alone tells of it.
    pub(crate) attempt: Attempt,
    pub(crate) rules: Rules,
    /// Normalised.
    pub(crate) comment: NewComment,
    pub(crate) article: String,
    /// Tells equal comments from others under the same id.
    pub(crate) fingerprint: String,
    /// Tells a text that comes again under other names and ids.
    pub(crate) text_hash: String,
    /// For how long a text that came before makes this one doubtful; absent for one too short to tell anything.
    pub(crate) repeats: Option<Duration>,
    /// How far back an equal comment counts as this one whatever its id; for forms that could not bring an id.
    pub(crate) equal_within: Option<Duration>,
    /// Who sends it, proved by a token or new.
    pub(crate) writer: String,
    /// Keyed hash of where it comes from.
    pub(crate) network: String,
    /// Keyed hash of the e-mail address that was typed.
    pub(crate) address: Option<String>,
    /// How much from everywhere is too much to take without work.
    pub(crate) flood: Rate,
    /// For the hashes of addresses that are told of it.
    pub(crate) keys: Arc<Keys>,
    pub(crate) now: Moment,
}

/// What became of an [`Arrival`].
pub(crate) enum Taken {
    /// It is on disk, since now or since before.
    Here(Here),
    /// It was not taken.
    Refused(Refusal),
}

/// A comment that is on disk.
pub(crate) struct Here {
    pub(crate) id: CommentId,
    pub(crate) writer: Option<String>,
    /// Whether it appeared at once.
    pub(crate) published: bool,
    /// Whether mail about it is due.
    pub(crate) mail: bool,
}

impl Store {
    /// Admits and writes a comment; answers when it is on disk.
    pub(crate) async fn take(&self, arrival: Arrival) -> Result<Taken, StoreError> {
        self.writer.write(arrival).await
    }
}

pub(super) fn comment_id(text: &str) -> Result<CommentId, sqlx::Error> {
    CommentId::parse(text).ok_or_else(|| damaged(format_args!("{text:?}, which is no comment's id")))
}

/// A comment that is taken.
struct New<'a> {
    arrival: &'a Arrival,
    found: past::Found,
    taking: Taking,
    id: String,
    number: i64,
    doubts: String,
}

/// Writes the rows of comments that are taken, held for now, and notes their arrival.
async fn insert(all: &[New<'_>], tx: &mut Tx) -> Result<(), sqlx::Error> {
    for piece in rows::pieces(all) {
        let sql = format!(
            "INSERT INTO comment
                (id, number, client_id, fingerprint, text_hash, article, parent, root, writer, name, email, body, state,
                 doubts, score, network, submitted, revision)
             VALUES {}",
            rows::places(piece.len(), 18)
        );
        let mut query = sqlx::query(AssertSqlSafe(sql));
        for new in piece {
            let Arrival { comment, fingerprint, text_hash, article, writer, network, now, .. } = new.arrival;
            query = query
                .bind(&new.id)
                .bind(new.number)
                .bind(comment.id.as_str())
                .bind(fingerprint)
                .bind(text_hash)
                .bind(article)
                .bind(comment.parent.as_ref().map(CommentId::as_str))
                .bind(new.found.root.as_ref().unwrap_or(&new.id))
                .bind(writer)
                .bind(comment.name.as_deref())
                .bind(comment.email.as_deref())
                .bind(&comment.body)
                .bind(State::Held.as_str())
                .bind(&new.doubts)
                .bind(new.taking.score.map(i64::from))
                .bind(network)
                .bind(now.0)
                .bind(1_i64);
        }
        query.execute(&mut *tx).await?;
    }
    let noted: Vec<_> = all.iter().map(|new| (new.arrival.now, new.noted())).collect();
    events::add_all(tx, &noted).await
}

/// Admits and writes comments of which none tells anything of another.
async fn take(all: &[&Arrival], tx: &mut Tx) -> Result<Vec<Taken>, sqlx::Error> {
    let mut taken = Vec::new();
    let mut answers = Vec::with_capacity(all.len());
    for (arrival, found) in all.iter().zip(past::find(all, tx).await?) {
        let verdict = admit(&arrival.attempt, Some(&found.past), arrival.rules);
        answers.push(match verdict.expect("with a past there is a verdict") {
            Verdict::Take(taking) => {
                taken.push(New::of(arrival, found, taking, taken.len()));
                None
            }
            Verdict::Repeat(id) => Some(Taken::Here(again(tx, id).await?)),
            Verdict::Refuse(refusal) => Some(Taken::Refused(refusal)),
        });
    }
    insert(&taken, tx).await?;
    let mut here = Vec::with_capacity(taken.len());
    for new in taken {
        here.push(new.finish(tx).await?);
    }
    let mut here = here.into_iter();
    let answers = answers.into_iter().map(|answer| answer.or_else(|| here.next().map(Taken::Here)));
    Ok(answers.map(|answer| answer.expect("what is neither old nor refused was taken")).collect())
}

/// How many of the first comments have nothing to do with one another: no count of [`past`] would change by taking one
/// before the next. The number of all that flood in is not as exact.
fn apart(all: &[&Arrival]) -> usize {
    let mut seen = HashSet::new();
    let mut marks =
        all.iter().map(|arrival| [arrival.comment.id.as_str(), &arrival.network, &arrival.text_hash, &arrival.writer]);
    let meets = marks.position(|marks| marks.into_iter().enumerate().any(|mark| !seen.insert(mark)));
    meets.unwrap_or(all.len())
}

impl<'a> New<'a> {
    /// `before` were taken of the same question.
    fn of(arrival: &'a Arrival, found: past::Found, taking: Taking, before: usize) -> Self {
        let number = found.number + i64::try_from(before).unwrap_or(i64::MAX);
        Self { arrival, id: new_id(), number, doubts: Doubt::codes(&taking.doubts), found, taking }
    }

    fn noted(&self) -> Noted<'_> {
        let to = if self.taking.publish { State::Published } else { State::Held };
        let reason = (!self.doubts.is_empty()).then_some(self.doubts.as_str());
        Noted { actor: "admission", action: "send", comment: Some(&self.id), to: Some(to), reason, ..Noted::default() }
    }

    /// Publishes what need not wait, and queues the mail about it.
    async fn finish(self, tx: &mut Tx) -> Result<Here, sqlx::Error> {
        let Arrival { keys, now, writer, .. } = self.arrival;
        let mail = match (self.taking.publish, self.found.desk_wants_mail) {
            (true, _) => {
                if let Some(mut standing) = Standing::of(tx, &self.id).await? {
                    standing.bring(tx, State::Published, *now, None, None).await?;
                }
                watches::published(tx, &self.id, *now, keys).await?
            }
            (false, true) => desk::mail::arrived(tx, keys, &self.id, *now).await? > 0,
            (false, false) => false,
        };
        let id = comment_id(&self.id)?;
        Ok(Here { id, writer: Some(writer.clone()), published: self.taking.publish, mail })
    }
}

/// The answer to what came before: the same that was given then.
async fn again(tx: &mut Tx, id: CommentId) -> Result<Here, sqlx::Error> {
    let sql = "SELECT writer, CASE WHEN published = submitted THEN 1 ELSE 0 END FROM comment WHERE id = $1";
    let row = sqlx::query(sql).bind(id.as_str()).fetch_one(tx).await?;
    Ok(Here { id, writer: row.try_get(0)?, published: row.try_get::<i64, _>(1)? == 1, mail: false })
}

impl Write for Arrival {
    type Answer = Taken;

    async fn apply(&self, tx: &mut Tx) -> Result<Taken, sqlx::Error> {
        Ok(Self::apply_all(&[self], tx).await?.remove(0))
    }

    async fn apply_all(mut all: &[&Self], tx: &mut Tx) -> Result<Vec<Taken>, sqlx::Error> {
        let mut answers = Vec::with_capacity(all.len());
        while !all.is_empty() {
            let (first, rest) = all.split_at(apart(all));
            answers.extend(take(first, tx).await?);
            all = rest;
        }
        Ok(answers)
    }
}
