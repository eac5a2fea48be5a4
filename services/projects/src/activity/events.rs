//! How others hear of an activity.

use contracts::projects::v1 as wire;
use platform::rewriting::Recalled;

use super::{Activity, model::ActivityContent};

/// The whole activity.
pub fn state(activity: &Activity) -> wire::Activity {
    let content = &activity.content;
    wire::Activity {
        id: activity.id.to_string(),
        kind: content.kind.code().to_owned(),
        title: Some(content.title.clone().into()),
        period: Some((&content.period).into()),
        place: content.place.clone(),
        country: content.country.clone(),
        host: content.host.map(|host| host.code().to_owned()),
        languages: content.languages.clone(),
        unit_id: content.unit_id.to_string(),
        participants: content
            .participants
            .iter()
            .map(|p| wire::Participants {
                group: p.group.code().to_owned(),
                profession: p.profession.clone(),
                country: p.country.clone(),
                count: Some((&p.count).into()),
            })
            .collect(),
        duration: content.duration.as_ref().map(Into::into),
        cost: content.cost.as_ref().map(Into::into),
        goal_ids: content.goal_ids.iter().map(ToString::to_string).collect(),
        project_id: content.project_id.map(|id| id.to_string()),
        network_id: content.network_id.map(|id| id.to_string()),
        partner_ids: content.partner_ids.iter().map(ToString::to_string).collect(),
        theme_ids: content.theme_ids.iter().map(ToString::to_string).collect(),
        learning: content.learning.clone().map(Into::into),
    }
}

impl Recalled for ActivityContent {}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use platform::rewriting::content_of;
    use serde_json::json;

    use super::*;
    use crate::activity::ActivityId;

    #[test]
    fn nothing_that_people_say_is_lost_on_the_way_back() {
        let content: ActivityContent = serde_json::from_value(json!({
            "kind": "visit", "title": {"fi": "Kasvu", "sv": "Tillväxt"}, "period": {"from": "2002-01-01", "to": null}, "place": "Visby", "country": "SE",
            "host": "co_host", "languages": ["en", "sv"], "unit_id": "0192f3a4-7c1e-7d3a-9b51-2f6f3d1c0a01",
            "participants": [{"group": "pupils", "profession": "Kock", "country": "FI",
                              "count": {"value": "60", "exactness": "at_least"}}],
            "duration": {"value": "20", "exactness": "about"}, "cost": {"amount": "5.00", "currency": "EUR"},
            "goal_ids": ["0192f3a4-7c1e-7d3a-9b51-2f6f3d1c0a01"], "project_id": "0192f3a4-7c1e-7d3a-9b51-2f6f3d1c0a02", "network_id": "0192f3a4-7c1e-7d3a-9b51-2f6f3d1c0a01", "partner_ids": ["0192f3a4-7c1e-7d3a-9b51-2f6f3d1c0a02"], "theme_ids": ["0192f3a4-7c1e-7d3a-9b51-2f6f3d1c0a01"],
            "learning": {"sv": "Mycket"},
        })).unwrap();
        let activity = Activity::new(content, Timestamp::UNIX_EPOCH);
        let recalled: ActivityContent = content_of::<ActivityId, _>("projects", &state(&activity)).unwrap();
        assert_eq!(recalled, activity.content);
    }
}
