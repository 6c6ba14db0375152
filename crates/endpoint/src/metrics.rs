//! Counts for the operator's monitoring, in the text that Prometheus reads.
//!
//! What this process has done is counted here; what is stored is counted when it is asked for. Labels are routes and
//! states, of which there are few: nothing of a reader, and nothing that grows with them.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use axum::http::StatusCode;

/// Upper bounds of the spans that requests are sorted into, in seconds.
const BOUNDS: [f64; 9] = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 5.0, 30.0];

/// What this process has answered since it was started.
#[derive(Default)]
pub(crate) struct Metrics(Mutex<BTreeMap<String, Route>>);

/// What was answered on one route.
#[derive(Default)]
struct Route {
    /// By the first digit of the status.
    answers: [u64; 6],
    /// Of each span of [`BOUNDS`], and of what took longer.
    took: [u64; BOUNDS.len() + 1],
    seconds: f64,
}

/// A number of a moment: its name, what it says, and its values by one label.
pub(crate) struct Gauge {
    pub(crate) name: &'static str,
    pub(crate) about: &'static str,
    pub(crate) label: &'static str,
    pub(crate) values: Vec<(String, i64)>,
}

impl Gauge {
    /// A number without a label.
    pub(crate) fn one(name: &'static str, about: &'static str, value: i64) -> Self {
        Self { name, about, label: "", values: vec![(String::new(), value)] }
    }
}

impl Metrics {
    /// Notes one answer.
    pub(crate) fn count(&self, route: &str, status: StatusCode, took: Duration) {
        let mut routes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !routes.contains_key(route) {
            routes.insert(route.to_owned(), Route::default());
        }
        let Some(route) = routes.get_mut(route) else { return };
        let seconds = took.as_secs_f64();
        route.answers[usize::from(status.as_u16() / 100).min(5)] += 1;
        route.took[BOUNDS.iter().position(|bound| seconds <= *bound).unwrap_or(BOUNDS.len())] += 1;
        route.seconds += seconds;
    }

    /// Everything as text.
    pub(crate) fn text(&self, gauges: &[Gauge]) -> String {
        let mut text = String::new();
        self.write(&mut text, gauges).expect("a string takes whatever is written");
        text
    }

    fn write(&self, text: &mut String, gauges: &[Gauge]) -> std::fmt::Result {
        let routes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        header(text, "recto_requests_total", "counter", "Answers by route and kind of status.")?;
        for (name, route) in routes.iter() {
            for (class, count) in route.answers.iter().enumerate().filter(|(_, count)| **count > 0) {
                writeln!(text, "recto_requests_total{{route=\"{name}\",status=\"{class}xx\"}} {count}")?;
            }
        }
        header(text, "recto_request_seconds", "histogram", "How long answers took, by route.")?;
        for (name, route) in routes.iter() {
            let mut sum = 0;
            for (bound, count) in BOUNDS.iter().zip(&route.took) {
                sum += count;
                writeln!(text, "recto_request_seconds_bucket{{route=\"{name}\",le=\"{bound}\"}} {sum}")?;
            }
            sum += route.took[BOUNDS.len()];
            writeln!(text, "recto_request_seconds_bucket{{route=\"{name}\",le=\"+Inf\"}} {sum}")?;
            writeln!(text, "recto_request_seconds_sum{{route=\"{name}\"}} {}", route.seconds)?;
            writeln!(text, "recto_request_seconds_count{{route=\"{name}\"}} {sum}")?;
        }
        for gauge in gauges {
            header(text, gauge.name, "gauge", gauge.about)?;
            for (value, number) in &gauge.values {
                match gauge.label {
                    "" => writeln!(text, "{} {number}", gauge.name)?,
                    label => writeln!(text, "{}{{{label}=\"{value}\"}} {number}", gauge.name)?,
                }
            }
        }
        Ok(())
    }
}

fn header(text: &mut String, name: &str, kind: &str, about: &str) -> std::fmt::Result {
    writeln!(text, "# HELP {name} {about}\n# TYPE {name} {kind}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_counted_by_route_and_status_and_sorted_by_how_long_they_took() {
        let metrics = Metrics::default();
        metrics.count("/x", StatusCode::OK, Duration::from_millis(3));
        metrics.count("/x", StatusCode::OK, Duration::from_secs(60));
        metrics.count("/x", StatusCode::NOT_FOUND, Duration::from_micros(1));
        let text = metrics.text(&[Gauge::one("recto_up", "Whether.", 1)]);
        for line in [
            "recto_requests_total{route=\"/x\",status=\"2xx\"} 2",
            "recto_requests_total{route=\"/x\",status=\"4xx\"} 1",
            "recto_request_seconds_bucket{route=\"/x\",le=\"0.001\"} 1",
            "recto_request_seconds_bucket{route=\"/x\",le=\"0.005\"} 2",
            "recto_request_seconds_bucket{route=\"/x\",le=\"30\"} 2",
            "recto_request_seconds_bucket{route=\"/x\",le=\"+Inf\"} 3",
            "recto_request_seconds_count{route=\"/x\"} 3",
            "# TYPE recto_up gauge",
            "recto_up 1",
        ] {
            assert!(text.lines().any(|found| found == line), "{line} in\n{text}");
        }
    }
}
