//! The fields of a form of the desk, as they were sent.

use axum::http::HeaderMap;
use percent_encoding::percent_decode;

use crate::{
    body::{self, Door},
    error::Failure,
};

/// Names and values in their order; a name may come several times.
#[derive(Debug, Default)]
pub(crate) struct Fields(Vec<(String, String)>);

impl Fields {
    /// Reads a request's body, which has to be a form.
    pub(crate) async fn read(
        headers: &HeaderMap,
        body: axum::body::Body,
        time: std::time::Duration,
    ) -> Result<Self, Failure> {
        if Door::of(headers)? != Door::Form {
            return Err(Failure::WrongType);
        }
        let body = body::read(body, time).await?;
        if percent_decode(&body).decode_utf8().is_err() {
            return Err(Failure::Unreadable("The form should be in UTF-8.".into()));
        }
        Ok(Self(form_urlencoded::parse(&body).into_owned().collect()))
    }

    /// Reads the query of an address.
    pub(crate) fn of_query(query: Option<&str>) -> Self {
        Self(form_urlencoded::parse(query.unwrap_or_default().as_bytes()).into_owned().collect())
    }

    /// The first value of this name, without blanks around it; empty where there is none.
    pub(crate) fn get(&self, name: &str) -> &str {
        self.exact(name).trim()
    }

    /// The first value of this name, as it came.
    pub(crate) fn exact(&self, name: &str) -> &str {
        self.0.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }

    /// The same, absent where it is empty.
    pub(crate) fn some(&self, name: &str) -> Option<String> {
        Some(self.get(name)).filter(|value| !value.is_empty()).map(str::to_owned)
    }

    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}
