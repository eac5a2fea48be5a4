//! Accepting an invitation: who invites, a name, a password, a language.

use actix_web::{get, post, web::ServiceConfig};
use askama::Template;
use serde_json::json;

use super::{Answer, refuse, show, sign_in};
use crate::{
    choices,
    clients::{
        Problem,
        tenants::{Entry, InvitationPreview},
    },
    fault::Fault,
    forms::{Control, Field, Form},
    listing::Asked,
    page::{Page, Section},
    reader::{Reader, Submitted},
};

pub fn configure(services: &mut ServiceConfig) {
    services.service(ask).service(accept);
}

#[derive(Template)]
#[template(path = "pages/invitation.html")]
struct InvitationPage {
    page: Page,
    preview: InvitationPreview,
    form: Form,
}

fn form(reader: &Reader, token: &str, preview: &InvitationPreview) -> Form {
    let form = Form::new(reader, "/invitation", "invitation-submit").hidden("invitation_token", token);
    // Somebody who is known here proves it with the password they have; anybody else chooses one.
    if preview.known {
        return form
            .field("password", "password", Control::Line("password"))
            .autocomplete("current-password")
            .required();
    }
    form.line("name", "own-name")
        .autocomplete("name")
        .required()
        .field("password", "new-password", Control::Line("password"))
        .autocomplete("new-password")
        .required()
        .push(Field::choice(
            reader.voice,
            "language",
            "own-language",
            &choices::LANGUAGE,
        ))
        .required()
        .preset(reader.voice.language.code())
}

fn view(reader: &Reader, preview: InvitationPreview, form: Form) -> InvitationPage {
    InvitationPage {
        page: Page::new(reader, Section::Outside),
        preview,
        form,
    }
}

async fn preview(reader: &Reader, token: &str) -> Result<InvitationPreview, Fault> {
    Ok(reader
        .anonymous()
        .post(
            "/invitations/preview",
            json!({ "token": token }),
            &crate::forms::fresh_key(),
        )
        .await?)
}

#[get("/invitation")]
async fn ask(reader: Reader, asked: Asked) -> Answer {
    let preview = preview(&reader, asked.get("token")).await?;
    let form = form(&reader, asked.get("token"), &preview);
    show(&reader, &view(&reader, preview, form))
}

#[post("/invitation")]
async fn accept(reader: Reader, submitted: Submitted) -> Answer {
    let token = submitted.get("invitation_token");
    let preview = preview(&reader, token).await?;
    let mut form = form(&reader, token, &preview).fill(&submitted);
    if !form.is_complete() {
        return refuse(&reader, &view(&reader, preview, form));
    }
    let mut body = json!({ "token": token, "password": submitted.raw("password") });
    if let (false, Some(map)) = (preview.known, body.as_object_mut()) {
        map.insert("name".to_owned(), json!(submitted.get("name")));
        map.insert("language".to_owned(), json!(submitted.get("language")));
    }
    match reader
        .anonymous()
        .post::<Entry>("/invitations/accept", body, &form.key)
        .await
    {
        Ok(entry) => sign_in::enter(&reader, entry, sign_in::Onward::to("/")),
        Err(problem) => {
            let status = if problem.status == 401 { 422 } else { problem.status };
            form.refuse(Problem { status, ..problem })?;
            refuse(&reader, &view(&reader, preview, form))
        }
    }
}

#[cfg(test)]
pub fn samples(reader: &Reader) -> Vec<(String, String)> {
    use crate::clients::{shared::Text, tenants::NamedOrganisation};
    let sample = |known| InvitationPreview {
        organisation: NamedOrganisation {
            name: Text::fi("Kauhajoki"),
        },
        email: "planner@kauhajoki.example.org".to_owned(),
        known,
    };
    [("invitation", false), ("invitation-known", true)]
        .map(|(name, known)| {
            (
                name.to_owned(),
                view(reader, sample(known), form(reader, "token", &sample(known)))
                    .render()
                    .unwrap(),
            )
        })
        .to_vec()
}
