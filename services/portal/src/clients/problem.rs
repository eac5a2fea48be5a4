use reqwest::Response;
use serde::Deserialize;

/// An RFC 9457 problem, as a service tells it.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Problem {
    #[serde(default)]
    pub status: u16,
    #[serde(default)]
    pub code: String,
    #[serde(default)]
    pub detail: Option<String>,
    #[serde(default)]
    pub errors: Vec<FieldFault>,
    #[serde(default)]
    pub request_id: Option<String>,
}

#[derive(Clone, Debug, Default, Deserialize)]
pub struct FieldFault {
    /// JSON pointer of what is wrong: `/period/to`.
    #[serde(default)]
    pub pointer: String,
    #[serde(default)]
    pub code: String,
    #[serde(default)]
    pub detail: String,
}

impl Problem {
    pub async fn of(answer: Response) -> Self {
        let status = answer.status().as_u16();
        let problem = answer.json::<Self>().await.unwrap_or_default();
        Self { status, ..problem }
    }

    /// With its faults' fields as they are called in a form that puts a name before each.
    pub fn below(mut self, name: &str) -> Self {
        for fault in &mut self.errors {
            fault.pointer = format!("/{name}{}", fault.pointer);
        }
        self
    }

    pub fn unreachable(error: &reqwest::Error) -> Self {
        tracing::warn!(%error, "the API does not answer");
        Self {
            status: 503,
            code: "unreachable".to_owned(),
            ..Self::default()
        }
    }

    pub fn unexpected(error: &serde_json::Error) -> Self {
        Self {
            status: 500,
            code: "unexpected_answer".to_owned(),
            detail: Some(error.to_string()),
            ..Self::default()
        }
    }
}
