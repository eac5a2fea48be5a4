//! Somebody who asks, and what comes back.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use uuid::Uuid;

/// Somebody at the API.
pub struct Client {
    pub base: String,
    pub token: String,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub body: Vec<u8>,
    pub json: Value,
}

impl Client {
    pub async fn send(&self, method: Method, path: &str, version: Option<i64>, body: Option<Value>) -> Answer {
        let mut request = reqwest::Client::new()
            .request(method, format!("{}{path}", self.base))
            .bearer_auth(&self.token);
        if let Some(version) = version {
            request = request.header("if-match", format!("\"{version}\""));
        }
        if let Some(body) = body {
            request = request.json(&body);
        }
        let answer = request.send().await.unwrap();
        let status = answer.status();
        let body = answer.bytes().await.unwrap().to_vec();
        let json = serde_json::from_slice(&body).unwrap_or(Value::Null);
        Answer { status, body, json }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, None, None).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.send(Method::POST, path, None, Some(body)).await
    }

    pub async fn act(&self, path: &str, version: i64) -> Answer {
        self.send(Method::POST, path, Some(version), None).await
    }

    pub async fn patch(&self, path: &str, version: i64, body: Value) -> Answer {
        self.send(Method::PATCH, path, Some(version), Some(body)).await
    }

    pub async fn delete(&self, path: &str, version: i64) -> Answer {
        self.send(Method::DELETE, path, Some(version), None).await
    }

    /// A draft of the year, of the whole group or a unit.
    pub async fn draft(&self, year: i16, unit: Option<Uuid>, language: &str) -> Value {
        let body = json!({"kind": "yearly_followup", "year": year, "unit_id": unit, "language": language});
        self.post("/api/v1/reports", body).await.expect(201).json
    }
}

impl Answer {
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status.as_u16(), status, "{}", String::from_utf8_lossy(&self.body));
        self
    }

    #[track_caller]
    pub fn ok(self) -> Self {
        self.expect(200)
    }

    #[track_caller]
    pub fn problem(self, status: u16, code: &str) -> Self {
        let answer = self.expect(status);
        assert_eq!(answer.json["code"], code, "{}", answer.json);
        answer
    }

    pub fn items(&self) -> Vec<Value> {
        self.json["items"].as_array().expect("a list").clone()
    }
}

/// A report's figure by its key.
pub fn figure<'a>(report: &'a Value, key: &str) -> &'a Value {
    figures(report)
        .into_iter()
        .find(|f| f["key"] == key)
        .unwrap_or_else(|| panic!("no figure {key}: {report}"))
}

pub fn figures(report: &Value) -> Vec<&Value> {
    report["parts"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|p| p["figures"].as_array().unwrap())
        .collect()
}
