//! An organisation that signed up the way people do, with people in the roles a test asks for.

use serde_json::{Value, json};
use uuid::Uuid;

use crate::{Answer, Client, Suite};

pub const PASSWORD: &str = "correct horse battery staple";

/// An organisation and its administrator.
pub struct Tenant {
    pub id: Uuid,
    pub name: String,
    pub admin: Client,
}

impl Suite {
    /// A municipality that has requested, been approved, and whose administrator has signed in.
    pub async fn tenant(&self, name: &str) -> Tenant {
        self.organisation(name, "municipality", "FI").await
    }

    /// The same for any kind of organisation and country.
    pub async fn organisation(&self, name: &str, kind: &str, country: &str) -> Tenant {
        Tenant::of_kind(&self.visitor(), &self.operator().await, name, kind, country).await
    }
}

impl Tenant {
    /// A municipality signs up, the operator approves, the administrator accepts the invitation.
    pub async fn sign_up(visitor: &Client, operator: &Client, name: &str) -> Self {
        Self::of_kind(visitor, operator, name, "municipality", "FI").await
    }

    /// The same for any kind of organisation and country.
    pub async fn of_kind(visitor: &Client, operator: &Client, name: &str, kind: &str, country: &str) -> Self {
        let email = address(name, &format!("admin-{}", Uuid::now_v7().simple()));
        let request = visitor
            .post(
                "/api/v1/subscriptions",
                json!({
                    "organisation": {"kind": kind, "name": {"en": name}, "code": code(), "country": country},
                    "contact": {"name": "Administrator", "email": email, "language": "en"},
                    "message": "We would like to try it.",
                }),
            )
            .await
            .created();
        let address = format!("/api/v1/subscriptions/{}/approve", request.id());
        let approved = operator.act(&address, &request.json["version"], json!({})).await.ok();
        let id: Uuid = approved.json["organisation_id"].as_str().unwrap().parse().unwrap();
        let session = accept(visitor, &approved, "Administrator").await;
        let admin = Client::new(&visitor.base, visitor.contract.clone())
            .with_session(&session, Some(id))
            .await;
        Self {
            id,
            name: name.to_owned(),
            admin,
        }
    }
}

/// A code that nobody else has: the story may be told twice to the same installation.
fn code() -> String {
    let text = Uuid::now_v7().simple().to_string().to_uppercase();
    format!("X{}", &text[text.len() - 8..])
}

fn address(organisation: &str, role: &str) -> String {
    let plain: String = organisation
        .to_lowercase()
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
        .collect();
    format!("{role}.{plain}@example.org")
}

/// Accepts the invitation whose address stands in an answer.
async fn accept(visitor: &Client, answer: &Answer, name: &str) -> Value {
    let url = answer.json["accept_url"].as_str().expect("an invitation's address");
    let token = url.rsplit(['/', '=']).next().unwrap();
    let accepted = visitor
        .post(
            "/api/v1/invitations/accept",
            json!({"token": token, "name": name, "password": PASSWORD, "language": "en"}),
        )
        .await
        .created();
    accepted.json
}

impl Tenant {
    /// A person with a role in the whole organisation.
    pub async fn person(&self, role: &str) -> Client {
        self.person_of(role, None).await
    }

    /// A person with a role, tied to a unit or not.
    pub async fn person_of(&self, role: &str, unit_id: Option<&str>) -> Client {
        self.with_roles(json!([{"role": role, "unit_id": unit_id}])).await
    }

    /// A person with several roles at once.
    pub async fn with_roles(&self, roles: Value) -> Client {
        let role = roles[0]["role"].as_str().unwrap_or("person").to_owned();
        let email = address(&self.name, &format!("{role}-{}", Uuid::now_v7().simple()));
        let invited = self
            .admin
            .post(
                "/api/v1/invitations",
                json!({"email": email, "name": role, "language": "en", "roles": roles}),
            )
            .await
            .created();
        let visitor = Client::new(&self.admin.base, self.admin.contract.clone());
        let session = accept(&visitor, &invited, &role).await;
        visitor.with_session(&session, Some(self.id)).await
    }

    /// A program with a key of the administrator's, for a month; and what was answered when it was made.
    pub async fn program(&self, scopes: &[&str]) -> (Client, Answer) {
        self.program_with(json!({ "scopes": scopes })).await
    }

    /// The same with other wishes, as the API names them.
    pub async fn program_with(&self, wishes: Value) -> (Client, Answer) {
        let ends_on = jiff::Zoned::now().date() + jiff::ToSpan::month(1);
        let mut body = json!({"name": "Power BI", "scopes": ["projects:read"], "ends_on": ends_on.to_string()});
        for (name, wish) in wishes.as_object().expect("wishes by name") {
            body[name] = wish.clone();
        }
        let made = self.admin.post("/api/v1/api-keys", body).await.created();
        let key = made.json["secret"].as_str().expect("the key's secret").to_owned();
        let client = Client::new(&self.admin.base, self.admin.contract.clone());
        (client.with_access_token(&key), made)
    }

    pub async fn planner(&self) -> Client {
        self.person("planner").await
    }

    pub async fn reader(&self) -> Client {
        self.person("reader").await
    }

    /// A unit of the organisation.
    pub async fn unit(&self, name: &str, parent_id: Option<&str>) -> String {
        self.admin
            .post(
                "/api/v1/units",
                json!({"name": {"en": name}, "kind": "unit", "parent_id": parent_id, "valid_from": "2000-01-01"}),
            )
            .await
            .created()
            .id()
    }
}
