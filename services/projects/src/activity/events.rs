//! How others hear of an activity.

use contracts::projects::v1 as wire;

use super::Activity;

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
