//! What became of an attempt to send: noted, and if need be planned again.

use std::time::Duration;

use sha2::{Digest as _, Sha256};

use crate::{
    clock::Moment,
    settings::Mailing,
    store::{Tx, writer::Write},
    transport::Handed,
};

/// The end of an attempt.
pub(crate) struct Settle {
    pub(crate) id: String,
    pub(crate) handed: Handed,
    pub(crate) mailing: Mailing,
    pub(crate) now: Moment,
}

/// The first pause between two attempts, and the longest.
const FIRST: Duration = Duration::from_secs(60);
const LONGEST: Duration = Duration::from_secs(4 * 60 * 60);

impl Write for Settle {
    type Answer = ();

    /// Also settles a mail whose lease ran out meanwhile: whoever knows what became of it is believed.
    async fn apply(&self, tx: &mut Tx) -> Result<(), sqlx::Error> {
        let sql = "SELECT attempts FROM mail WHERE id = $1 AND state IN ('sending', 'doubtful')";
        let attempts: Option<i64> = sqlx::query_scalar(sql).bind(&self.id).fetch_optional(&mut *tx).await?;
        let Some(attempts) = attempts else { return Ok(()) };
        let (state, error) = match &self.handed {
            Handed::Over => ("sent", None),
            Handed::Refused(words) => ("failed", Some(words)),
            Handed::InDoubt(words) => ("doubtful", Some(words)),
            Handed::Later(words) | Handed::Unreachable(words) => {
                (if attempts < i64::from(self.mailing.attempts) { "queued" } else { "failed" }, Some(words))
            }
        };
        let sent = (self.handed == Handed::Over).then_some(self.now.0);
        let due = self.now.after(pause(&self.id, attempts));
        sqlx::query("UPDATE mail SET state = $2, sent = $3, error = $4, due = $5 WHERE id = $1")
            .bind(&self.id)
            .bind(state)
            .bind(sent)
            .bind(error.map(|words| words.chars().take(500).collect::<String>()))
            .bind(due.0)
            .execute(tx)
            .await?;
        Ok(())
    }
}

/// How long to wait after so many attempts: four times as long after each, give or take a fifth, so that mails that were
/// held up together do not come back together.
fn pause(id: &str, attempts: i64) -> Duration {
    let exponent = u32::try_from(attempts.clamp(1, 10) - 1).unwrap_or(0);
    let pause = FIRST.saturating_mul(4_u32.saturating_pow(exponent)).min(LONGEST);
    let digest = Sha256::digest(format!("{id} {attempts}"));
    pause.mul_f64(0.8 + 0.4 * f64::from(digest[0]) / 255.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_differ_and_end() {
        let minutes = |id: &str, attempts: i64| pause(id, attempts).as_secs_f64() / 60.0;
        for (attempts, expected) in [(1, 1.0), (2, 4.0), (3, 16.0), (4, 64.0), (5, 240.0), (99, 240.0)] {
            let wait = minutes("a", attempts);
            assert!((expected * 0.8..=expected * 1.2).contains(&wait), "{attempts}: {wait}");
        }
        assert!((minutes("a", 3) - minutes("b", 3)).abs() > f64::EPSILON);
    }
}
