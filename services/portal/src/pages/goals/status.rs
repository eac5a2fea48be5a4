//! How the goals are doing, level by level.

use actix_web::get;

use super::{
    super::{Answer, picture_page::PicturePage, show},
    level_name_plain,
};
use crate::{
    clients::{
        goals::{GoalStatus, Levels},
        shared::List,
    },
    page::{Page, Section},
    pictures::{
        Fill,
        stacked::{self, Bar, Bars, Part},
    },
    reader::{Member, Reader},
};

const STATUSES: [(&str, Fill); 4] = [
    ("on_track", Fill::OnTrack),
    ("watch", Fill::Watch),
    ("off", Fill::Off),
    ("unknown", Fill::Unknown),
];

pub fn view(reader: &Reader, goals: &[GoalStatus], levels: &Levels) -> PicturePage {
    let page = Page::new(reader, Section::Goals);
    let open = || goals.iter().filter(|goal| goal.status != "closed");
    let bar = |level: &crate::clients::goals::Level| {
        let count = |status: &str| {
            let of_level = open().filter(|goal| goal.level == level.key);
            let count = of_level.filter(|goal| goal.attainment_status == status).count();
            f64::from(u32::try_from(count).unwrap_or(u32::MAX))
        };
        Bar {
            name: level_name_plain(&page, levels, &level.key),
            values: STATUSES.map(|(status, _)| count(status)).to_vec(),
        }
    };
    let bars: Vec<Bar> = levels.levels.iter().map(bar).collect();
    let part = |(status, fill): (&str, Fill)| Part {
        name: page.choice("attainment", status),
        fill,
    };
    let said = |count: f64| page.number(&format!("{count:.0}"));
    let picture = stacked::picture(
        &page,
        &Bars {
            id: "status",
            title: page.t("goals-status-title"),
            row: page.t("level"),
            parts: STATUSES.map(part).into_iter().collect(),
            rows: bars
                .into_iter()
                .filter(|bar| bar.values.iter().sum::<f64>() > 0.0)
                .collect(),
            said: &said,
        },
    );
    PicturePage::new(reader, Section::Goals, "goals-status", ("/goals", "goals-back")).picture(picture)
}

#[get("/goals/status")]
pub async fn show_status(reader: Member) -> Answer {
    let api = reader.api();
    let (goals, levels) = futures::try_join!(
        api.get::<List<GoalStatus>>("/goals/statuses"),
        api.get::<Levels>("/goal-levels")
    )?;
    show(&reader, &view(&reader, &goals.items, &levels))
}
