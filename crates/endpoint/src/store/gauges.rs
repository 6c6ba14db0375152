//! How much is stored, for the operator's monitoring.
//!
//! Only what is counted quickly however large the store is: what grows for ever, such as spam and mails that were sent, is
//! left out.

use sqlx::Row as _;

use super::{Store, StoreError, breaker};
use crate::metrics::Gauge;

impl Store {
    /// Counts of comments, subscribers and mails by their states, and how long mail has been due.
    pub(crate) async fn gauges(&self) -> Result<Vec<Gauge>, StoreError> {
        let comments = self.by_state(
            "SELECT 'published' AS state, CAST(coalesce(sum(published), 0) AS BIGINT) AS count FROM thread
             UNION ALL SELECT 'held', count(*) FROM comment WHERE state = 'held'",
        );
        let subscribers = self.by_state("SELECT state, count(*) AS count FROM subscriber GROUP BY state");
        let mails = self.by_state("SELECT state, count(*) AS count FROM mail WHERE state <> 'sent' GROUP BY state");
        let (comments, subscribers, mails) = tokio::try_join!(comments, subscribers, mails)?;
        let held_back = i64::from(breaker::read(self).await?.tripped().is_some());
        let gauge = |name, about, values| Gauge { name, about, label: "state", values };
        Ok(vec![
            gauge("recto_comments", "Comments by state.", comments),
            gauge("recto_subscribers", "Subscribers by state.", subscribers),
            gauge("recto_mails", "Mails that are not yet sent, by state.", mails),
            Gauge::one("recto_breaker_tripped", "Whether confirmation mails are held back.", held_back),
        ])
    }

    async fn by_state(&self, sql: &'static str) -> Result<Vec<(String, i64)>, sqlx::Error> {
        let rows = sqlx::query(sql).fetch_all(&self.read).await?;
        super::read_all(&rows, |row| Ok((row.try_get(0)?, row.try_get(1)?)))
    }
}
