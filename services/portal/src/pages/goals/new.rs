//! Setting a goal.

use actix_web::{get, post, web::ServiceConfig};

use super::{
    super::{Answer, form_page::FormPage, lookups, lookups::Names, refuse, see_other, show},
    level_options,
};
use crate::{
    choices,
    clients::{Created, goals::Levels},
    fault::Fault,
    forms::{Field, Form},
    listing::Asked,
    page::{Page, Section},
    reader::{Member, Reader, Submitted, rights},
};

pub fn configure(services: &mut ServiceConfig) {
    services.service(ask_new).service(create);
}

pub struct Known {
    pub levels: Levels,
    pub units: Names,
    pub goals: Names,
    pub themes: Names,
}

async fn known(reader: &Member) -> Result<Known, Fault> {
    let api = reader.api();
    let (levels, units, goals, themes) = futures::try_join!(
        api.get::<Levels>("/goal-levels"),
        lookups::units(reader),
        lookups::goals(reader),
        lookups::themes(reader)
    )?;
    Ok(Known {
        levels,
        units,
        goals,
        themes,
    })
}

pub fn form(reader: &Reader, known: &Known) -> Form {
    let page = Page::new(reader, Section::Goals);
    Form::new(reader, "/goals/new", "save")
        .cancel("/goals")
        .texts("title", "goal-title")
        .required()
        .choice("level", "level", level_options(&page, &known.levels))
        .required()
        .choice("parent_id", "goal-parent", known.goals.options(&page))
        .choice("accountable_unit_id", "accountable-unit", known.units.options(&page))
        .required()
        .many("responsible_unit_ids", "responsible-units", known.units.options(&page))
        .date("period.from", "begins")
        .required()
        .date("period.to", "ends")
        .push(Field::choice(
            reader.voice,
            "attainment_rule",
            "attainment-rule",
            &choices::ATTAINMENT_RULE,
        ))
        .required()
        .preset("worst")
        .tick("cross_cutting", "cross-cutting")
        .tick("to_be_measured", "to-be-measured")
        .long_texts("description", "description")
        .many("theme_ids", "themes", known.themes.options(&page))
}

pub fn view(reader: &Reader, form: Form) -> FormPage {
    FormPage::new(reader, Section::Goals, "goal-new", form)
}

#[get("/goals/new")]
async fn ask_new(reader: Member, asked: Asked) -> Answer {
    reader.must(rights::EDIT_GOALS)?;
    let known = known(&reader).await?;
    let mut form = form(&reader, &known);
    if let Some(parent) = form.fields.iter_mut().find(|field| field.name == "parent_id") {
        parent.set(asked.get("parent_id"));
    }
    show(&reader, &view(&reader, form))
}

#[post("/goals/new")]
async fn create(reader: Member, submitted: Submitted) -> Answer {
    let known = known(&reader).await?;
    let mut form = form(&reader, &known).fill(&submitted);
    if !form.is_complete() {
        return refuse(&reader, &view(&reader, form));
    }
    match reader.api().post::<Created>("/goals", form.body(), &form.key).await {
        Ok(created) => Ok(see_other(&format!("/goals/{}?done=created", created.id))),
        Err(problem) => {
            form.refuse(problem)?;
            refuse(&reader, &view(&reader, form))
        }
    }
}
