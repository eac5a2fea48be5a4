//! People read of the API beside the description that programs read, whoever stands in front.

use std::collections::BTreeMap;

use kit::Client;
use reqwest::{Method, Response, StatusCode, header};
use serde_json::Value;

use crate::place::Place;

async fn ask(visitor: &Client, path: &str) -> Response {
    let request = visitor.request(Method::GET, path);
    let answer = request.header(header::ACCEPT_LANGUAGE, "sv").send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK, "{path}");
    answer
}

/// How many operations each resource has.
fn resources(description: &Value) -> BTreeMap<String, usize> {
    let paths = description["paths"].as_object().unwrap().values();
    let mut resources = BTreeMap::new();
    for operation in paths.flat_map(|methods| methods.as_object().unwrap().values()) {
        let resource = operation["tags"][0].as_str().unwrap();
        *resources.entry(resource.to_owned()).or_default() += 1;
    }
    resources
}

#[tokio::test(flavor = "multi_thread")]
async fn anybody_finds_every_operation_of_the_api_on_a_page() {
    let place = Place::find().await;
    let visitor = place.visitor();
    let description = ask(&visitor, "/api/openapi.json").await.json().await.unwrap();
    let resources = resources(&description);
    assert!(resources.len() > 20, "{resources:?}");
    let manners = ask(&visitor, "/api/docs").await.text().await.unwrap();
    assert!(manners.contains("<html lang=\"sv"), "the frame is not in Swedish");
    for (resource, operations) in resources {
        let address = format!("/api/docs/{resource}");
        assert!(manners.contains(&format!("href=\"{address}\"")), "no link to {address}");
        let page = ask(&visitor, &address).await.text().await.unwrap();
        let told = page.matches("<section class=\"operation\"").count();
        assert_eq!(told, operations, "{address}");
    }
    place.leave().await;
}
