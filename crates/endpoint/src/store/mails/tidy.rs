//! Letting go of what is no longer needed: old mails with their addresses, and addresses that nobody confirmed.
//!
//! Leaves out when: that is `upkeep`'s.

use crate::{
    clock::Moment,
    settings::{List, Mailing},
    store::{Tx, writer::Write},
};

/// The wish to tidy.
pub(crate) struct Tidy {
    pub(crate) now: Moment,
    pub(crate) mailing: Mailing,
    pub(crate) list: List,
}

impl Write for Tidy {
    type Answer = ();

    async fn apply(&self, tx: &mut Tx) -> Result<(), sqlx::Error> {
        let old = self.now.before(self.mailing.keep).0;
        sqlx::query("DELETE FROM mail WHERE created < $1 AND state IN ('sent', 'doubtful', 'failed', 'dropped')")
            .bind(old)
            .execute(&mut *tx)
            .await?;
        self.forget_unconfirmed(tx).await
    }
}

impl Tidy {
    async fn forget_unconfirmed(&self, tx: &mut Tx) -> Result<(), sqlx::Error> {
        let old = self.now.before(self.list.keep_unconfirmed).0;
        // Whoever had left before and asked anew, but did not confirm, has still left.
        for sql in [
            "UPDATE subscriber SET state = 'unsubscribed' WHERE state IN ('pending', 'held') AND ended IS NOT NULL
             AND created < $1 AND NOT EXISTS (SELECT 1 FROM mail WHERE about = subscriber.id AND mail.created >= $1)",
            "DELETE FROM subscriber WHERE state IN ('pending', 'held') AND ended IS NULL
             AND created < $1 AND NOT EXISTS (SELECT 1 FROM mail WHERE about = subscriber.id AND mail.created >= $1)",
            "UPDATE subscriber SET network = NULL WHERE network IS NOT NULL AND created < $1",
        ] {
            sqlx::query(sql).bind(old).execute(&mut *tx).await?;
        }
        Ok(())
    }
}
