//! The description of the API for programs, OpenAPI 3.1, made from the handlers and the types that they speak in.
//!
//! What any request may be refused with is added to all of them here, since one middleware and one reader of bodies
//! refuse for all. Leaves out the pages and forms, which are for people.

use std::sync::{Arc, LazyLock};

use axum::{
    extract::State,
    http::{HeaderValue, header},
    response::{IntoResponse as _, Response},
};
use utoipa::{
    Modify, OpenApi,
    openapi::{
        Components, ContentBuilder, Ref, RefOr, ResponseBuilder,
        path::Operation,
        security::{HttpAuthScheme, HttpBuilder, SecurityScheme},
    },
};

use crate::{comments, desk, endpoint::Endpoint, headers::REVALIDATE, receipts, subscribers};

/// The whole description.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Recto",
        description = "Comments, the mailing list and the moderation desk of an edition. Refusals are problem documents \
            (RFC 9457) with words for people. Nothing changes on GET, and what was sent may be sent again: it is not \
            done twice. Fields that are not known are dropped.",
    ),
    paths(
        comments::list,
        comments::send,
        comments::counts,
        comments::preview,
        receipts::read,
        receipts::withdraw,
        receipts::delete,
        comments::edit,
        subscribers::sign_up,
        desk::api::list,
        desk::api::one,
        desk::api::act,
        desk::api::many,
        desk::api::undo,
        document,
    ),
    components(schemas(wire::Problem)),
    modifiers(&Common),
)]
struct Description;

/// What is made once.
static DOCUMENT: LazyLock<String> =
    LazyLock::new(|| Description::openapi().to_json().expect("strings and numbers become JSON"));

/// This description.
#[utoipa::path(
    get,
    path = "/api/openapi.json",
    tag = "description",
    responses((status = 200, description = "OpenAPI 3.1.", body = Object))
)]
pub(crate) async fn document(State(_): State<Arc<Endpoint>>) -> Response {
    let kind = (header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    ([kind, (header::CACHE_CONTROL, REVALIDATE)], DOCUMENT.as_str()).into_response()
}

/// The refusals of every request, of every one with a body, and of every one that needs a token.
const ANY: [&str; 5] = ["400", "404", "405", "500", "503"];
const SENT: [&str; 8] = ["403", "408", "409", "413", "415", "422", "428", "429"];
const TOKEN: [&str; 2] = ["401", "403"];

/// Adds what all have in common.
struct Common;

impl Modify for Common {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let components = document.components.get_or_insert_with(Components::new);
        let problem = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
        let response = ResponseBuilder::new()
            .description("A refusal, and what to do about it.")
            .content("application/problem+json", problem)
            .build();
        components.responses.insert("Problem".to_owned(), response.into());
        let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build();
        components.add_security_scheme("token", SecurityScheme::Http(bearer));
        for item in document.paths.paths.values_mut() {
            let operations =
                [&mut item.get, &mut item.put, &mut item.post, &mut item.delete, &mut item.patch].into_iter().flatten();
            for operation in operations {
                refusals(operation);
            }
        }
    }
}

fn refusals(operation: &mut Operation) {
    let sent: &[&str] = if operation.request_body.is_some() { &SENT } else { &[] };
    let token: &[&str] = if operation.security.is_some() { &TOKEN } else { &[] };
    for status in ANY.iter().chain(sent).chain(token) {
        let responses = &mut operation.responses.responses;
        responses.entry((*status).to_owned()).or_insert_with(|| RefOr::Ref(Ref::from_response_name("Problem")));
    }
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeSet, fs, path::Path};

    use super::*;

    /// Paths and methods that the sources route under /api/, but for the one that answers whatever is not there.
    fn routed(folder: &Path, found: &mut BTreeSet<(String, String)>) {
        for entry in fs::read_dir(folder).expect("is read") {
            let path = entry.expect("is read").path();
            if path.is_dir() {
                routed(&path, found);
                continue;
            }
            let text = fs::read_to_string(&path).expect("is text");
            for route in text.split(".route(").skip(1) {
                let Some((address, handlers)) =
                    route.trim_start().strip_prefix('"').and_then(|rest| rest.split_once('"'))
                else {
                    continue;
                };
                let handlers = handlers.split(".route(").next().unwrap_or_default();
                let handlers = handlers.split('\n').next().unwrap_or_default();
                for method in ["get", "post", "put", "patch", "delete"] {
                    if address.starts_with("/api/") && handlers.contains(&format!("{method}(")) {
                        found.insert((address.to_owned(), method.to_owned()));
                    }
                }
            }
        }
    }

    #[test]
    fn every_route_of_the_api_is_described_and_nothing_else_is() {
        let mut routes = BTreeSet::new();
        routed(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut routes);
        let document: serde_json::Value = serde_json::from_str(&DOCUMENT).expect("is JSON");
        assert!(document["openapi"].as_str().is_some_and(|version| version.starts_with("3.1")));
        let described: BTreeSet<_> = document["paths"]
            .as_object()
            .expect("paths")
            .iter()
            .flat_map(|(path, item)| {
                let methods = item.as_object().expect("methods");
                methods.keys().map(|method| (path.clone(), method.clone())).collect::<Vec<_>>()
            })
            .collect();
        assert!(!routes.is_empty());
        assert_eq!(described, routes);
    }

    #[test]
    fn every_operation_says_what_it_is_for_and_how_it_refuses() {
        let document: serde_json::Value = serde_json::from_str(&DOCUMENT).expect("is JSON");
        for (path, item) in document["paths"].as_object().expect("paths") {
            for (method, operation) in item.as_object().expect("methods") {
                assert!(operation["summary"].is_string(), "{method} {path}");
                assert_eq!(operation["responses"]["503"]["$ref"], "#/components/responses/Problem", "{method} {path}");
            }
        }
    }
}
