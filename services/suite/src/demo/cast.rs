//! The people of one organisation: invited when they are missing, signed in when they are needed.

use std::collections::HashMap;

use anyhow::Context as _;
use serde_json::{Value, json};

use super::{
    client::{self, Seat, at, word},
    credentials::Credentials,
    files::{Organisation, Person},
    references::References,
    subscription,
};

/// Who acts for an organisation.
pub struct Cast<'a> {
    credentials: &'a Credentials,
    organisation: &'a Organisation,
    admin: Seat,
    seats: HashMap<&'a str, Seat>,
}

impl<'a> Cast<'a> {
    /// Begins with the administrator alone.
    pub fn new(credentials: &'a Credentials, organisation: &'a Organisation, admin: Seat) -> anyhow::Result<Self> {
        let seats = HashMap::from([(organisation.administrator()?.key.as_str(), admin.clone())]);
        Ok(Self {
            credentials,
            organisation,
            admin,
            seats,
        })
    }

    /// Whoever administers the organisation: may read everything of it.
    pub fn admin(&self) -> &Seat {
        &self.admin
    }

    /// Everybody who signed in.
    pub fn seats(self) -> Vec<Seat> {
        self.seats.into_values().collect()
    }

    /// The seat of the person a record names: by key, or the first who has the role.
    pub async fn seat(&mut self, who: &str) -> anyhow::Result<Seat> {
        let people = &self.organisation.people;
        let named = people.iter().find(|p| p.key == who);
        let person = named.or_else(|| people.iter().find(|p| p.roles.iter().any(|role| role == who)));
        let person = person.with_context(|| format!("{} has no {who}", self.organisation.display_name()))?;
        if let Some(seat) = self.seats.get(person.key.as_str()) {
            return Ok(seat.clone());
        }
        self.enter(person).await
    }

    async fn enter(&mut self, person: &'a Person) -> anyhow::Result<Seat> {
        let client = self.admin.client();
        let session = subscription::enter(client, self.credentials, self.organisation, person).await?;
        let seat = client.seat(&session, self.admin.organisation());
        self.seats.insert(&person.key, seat.clone());
        Ok(seat)
    }

    /// Sees to it that everybody belongs to the organisation in their roles. Gives how many were missing.
    pub async fn gather(&mut self, references: &mut References) -> anyhow::Result<usize> {
        let organisation = self.organisation;
        let admin = self.admin.clone();
        let mut there = admin.all("/people").await?;
        let mut missing = 0;
        for person in &organisation.people {
            if !there.iter().any(|p| is(p, person)) {
                self.invite(references, person).await?;
                self.enter(person).await?;
                missing += 1;
            } else if self.is_invited(person).await {
                // Accepted by a load that was stopped before it could note that: signing in settles it.
                self.enter(person).await?;
            }
        }
        missing += self.further_roles().await?;
        if missing > 0 {
            there = admin.all("/people").await?;
        }
        for person in &self.organisation.people {
            if let Some(found) = there.iter().find(|p| is(p, person)) {
                references.know("person", &person.key, client::id(found));
            }
        }
        Ok(missing)
    }

    /// Whether an invitation was kept that is not known to be accepted.
    async fn is_invited(&self, person: &Person) -> bool {
        let kept = self.credentials.of(&person.email).await;
        kept.is_some_and(|c| c.invitation.is_some())
    }

    /// An invitation whose token a stopped load did not keep is withdrawn: its link was shown once.
    async fn invite(&self, references: &References, person: &Person) -> anyhow::Result<()> {
        let admin = &self.admin;
        let open = admin.all("/invitations").await?;
        let open = open.iter().find(|i| is(i, person) && word(i, "/state") == "open");
        if let Some(open) = open {
            if self.is_invited(person).await {
                return Ok(());
            }
            let path = format!("/invitations/{}/withdraw", client::id(open));
            admin.act(&path, client::version(open), json!({})).await?;
        }
        let body = json!({
            "email": person.email, "name": person.name, "language": person.language,
            "roles": roles(person, references)?,
        });
        let invited = admin
            .post("/invitations", body)
            .await
            .with_context(|| format!("inviting {}", person.email))?;
        let mut sign_in = subscription::invited(self.organisation, person);
        sign_in.invitation = Some(subscription::invitation_token(&invited)?);
        self.credentials.keep(sign_in).await
    }

    /// The first administrator of a small organisation is more than that; only they can say so.
    async fn further_roles(&self) -> anyhow::Result<usize> {
        let (admin, administrator) = (&self.admin, self.organisation.administrator()?);
        if administrator.roles.len() == 1 {
            return Ok(0);
        }
        let wanted = roles(administrator, &References::default())?;
        let me = admin.get("/people/me").await?;
        let memberships = admin.all("/memberships").await?;
        let mine = memberships.iter().find(|m| at(m, "/person_id") == at(&me, "/id"));
        let mine = mine.context("the administrator is no member")?;
        let held: Vec<&str> = at(mine, "/roles")
            .as_array()
            .into_iter()
            .flatten()
            .map(|r| word(r, "/role"))
            .collect();
        if administrator.roles.iter().all(|role| held.contains(&role.as_str())) {
            return Ok(0);
        }
        let path = format!("/memberships/{}", client::id(mine));
        admin
            .patch(&path, client::version(mine), json!({ "roles": wanted }))
            .await?;
        admin.roles_changed().await;
        Ok(1)
    }
}

fn is(listed: &Value, person: &Person) -> bool {
    word(listed, "/email").eq_ignore_ascii_case(&person.email)
}

fn roles(person: &Person, references: &References) -> anyhow::Result<Vec<Value>> {
    let unit = match &person.unit {
        Some(unit) => json!(references.id(&format!("unit/{unit}"))?),
        None => Value::Null,
    };
    Ok(person
        .roles
        .iter()
        .map(|role| json!({ "role": role, "unit_id": unit }))
        .collect())
}
