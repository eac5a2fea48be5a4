//! How an organisation comes to take part: it asks, the operator approves, its administrator accepts, the trial
//! becomes a subscription. Each step is taken only if it was not taken before.

use std::sync::Arc;

use anyhow::{Context as _, bail};
use serde_json::{Value, json};
use tokio::sync::oneshot;

use super::{
    Unbroken,
    client::{self, Client, Refusal, Seat, at, word},
    credentials::{Credential, Credentials, random_password},
    files::{Organisation, Person},
};

/// Takes the steps that are left; gives the seat of the organisation's administrator.
pub async fn settle(
    unbroken: &Unbroken,
    operator: &Seat,
    credentials: &Arc<Credentials>,
    organisation: &Organisation,
) -> anyhow::Result<Seat> {
    let administrator = organisation.administrator()?;
    let mut subscription = match find(operator, organisation).await? {
        Some(subscription) => subscription,
        None => ask(operator, organisation, administrator).await?,
    };
    if word(&subscription, "/status") == "requested" {
        let sign_in = invited(organisation, administrator);
        subscription = approve(unbroken, operator, credentials, subscription, sign_in).await?;
    }
    let session = enter(operator.client(), credentials, organisation, administrator).await?;
    if word(&subscription, "/status") == "trial" {
        let path = format!("/subscriptions/{}/activate", client::id(&subscription));
        subscription = operator.act(&path, client::version(&subscription), json!({})).await?;
    }
    let id = at(&subscription, "/organisation_id")
        .as_str()
        .context("an approved subscription names no organisation")?;
    Ok(operator.client().seat(&session, Some(id.to_owned())))
}

/// The link to the first administrator's invitation is told once, so whatever becomes of the load, an approval is waited
/// for and its link is kept.
async fn approve(
    unbroken: &Unbroken,
    operator: &Seat,
    credentials: &Arc<Credentials>,
    subscription: Value,
    mut sign_in: Credential,
) -> anyhow::Result<Value> {
    let (operator, credentials) = (operator.clone(), credentials.clone());
    let (tell, told) = oneshot::channel();
    let work = async move {
        let path = format!("/subscriptions/{}/approve", client::id(&subscription));
        let approved = operator.act(&path, client::version(&subscription), json!({})).await?;
        sign_in.invitation = Some(invitation_token(&approved)?);
        credentials.keep(sign_in).await?;
        Ok(approved)
    };
    // Nobody hears it when the load was stopped meanwhile.
    unbroken.lock().await.spawn(async move { drop(tell.send(work.await)) });
    told.await.context("the load is being stopped")?
}

/// The organisation's subscription. A rejected request counts as none.
async fn find(operator: &Seat, organisation: &Organisation) -> anyhow::Result<Option<Value>> {
    let profile = &organisation.organisation;
    let subscriptions = operator.all("/subscriptions").await?;
    Ok(subscriptions.into_iter().find(|s| {
        word(s, "/organisation/code") == profile.code
            && word(s, "/organisation/country") == profile.country
            && word(s, "/organisation/kind") == profile.kind
            && word(s, "/status") != "rejected"
    }))
}

async fn ask(operator: &Seat, organisation: &Organisation, administrator: &Person) -> anyhow::Result<Value> {
    let profile = &organisation.organisation;
    let asked = operator
        .client()
        .post(
            "/subscriptions",
            json!({
                "organisation": {
                    "kind": profile.kind, "name": profile.name, "code": profile.code, "country": profile.country,
                },
                "contact": {
                    "name": administrator.name, "email": administrator.email, "language": administrator.language,
                },
                "message": profile.message,
            }),
        )
        .await?;
    // What the public is told of a request need not hold its version: read it as the one who decides.
    Ok(operator.get(&format!("/subscriptions/{}", client::id(&asked))).await?)
}

/// The token in the link that an invitation sends people to.
pub fn invitation_token(answer: &Value) -> anyhow::Result<String> {
    let link = at(answer, "/accept_url")
        .as_str()
        .context("the answer holds no accept_url")?;
    let url = url::Url::parse(link).with_context(|| format!("{link} is not a link"))?;
    let named = url
        .query_pairs()
        .find(|(name, _)| name == "token")
        .map(|(_, token)| token.into_owned());
    let last = || url.path_segments().and_then(|mut s| s.next_back()).map(str::to_owned);
    named
        .or_else(last)
        .filter(|token| !token.is_empty())
        .context("the invitation's link holds no token")
}

/// How somebody is going to sign in. It is kept before the invitation is accepted: nothing is lost, wherever the load
/// stops.
pub fn invited(organisation: &Organisation, person: &Person) -> Credential {
    Credential {
        organisation: organisation.display_name().to_owned(),
        role: person.roles.first().cloned().unwrap_or_default(),
        email: person.email.clone(),
        password: random_password(),
        invitation: None,
    }
}

/// Signs a person in; whoever has an invitation left accepts it with the password that was kept. The answer is the
/// session.
pub async fn enter(
    client: &Client,
    credentials: &Credentials,
    organisation: &Organisation,
    person: &Person,
) -> anyhow::Result<Value> {
    let Some(mut credential) = credentials.of(&person.email).await else {
        bail!(
            "{} is there already, but {} holds no password of {}. Put the file back where it was; or choose a password \
             through the link in a mail to that address (the invitation, or a reset asked for at sign-in) and write it \
             into the file; or begin anew with an empty database.",
            organisation.display_name(),
            credentials.path().display(),
            person.email
        );
    };
    if let Some(token) = credential.invitation.take() {
        let body = json!({
            "token": token, "name": person.name, "password": credential.password, "language": person.language,
        });
        match client.post("/invitations/accept", body).await {
            Ok(session) => {
                credentials.keep(credential).await?;
                return Ok(session);
            }
            // Accepted by a load that was stopped before it could note that: the password stands.
            Err(Refusal::Problem {
                status: 404 | 409 | 410,
                ..
            }) => {}
            Err(refusal) => return Err(refusal.into()),
        }
    }
    let body = json!({ "email": credential.email, "password": credential.password });
    let session = client.post("/sessions", body).await.with_context(|| {
        format!(
            "signing {} in with the password of {}",
            person.email,
            credentials.path().display()
        )
    })?;
    credentials.keep(credential).await?;
    Ok(session)
}
