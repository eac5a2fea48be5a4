//! How others hear of a project.

use contracts::projects::v1 as wire;
use jiff::civil::Date;
use platform::rewriting::Recalled;
use serde_json::{Map, Value};

use super::{Project, ProjectContent};

/// The whole project. `today` is the day of the change: the status follows from it.
pub fn state(project: &Project, today: Date) -> wire::Project {
    let content = &project.content;
    wire::Project {
        id: project.id.to_string(),
        title: Some(content.title.clone().into()),
        acronym: content.acronym.clone(),
        kind: content.kind.code().to_owned(),
        role: content.role.code().to_owned(),
        programme_id: content.programme_id.map(|id| id.to_string()),
        programme_code: project.programme.as_ref().map(|p| p.code.clone()),
        programme_name: project.programme.as_ref().map(|p| p.name.clone().into()),
        funder: content.funder.clone(),
        operation_id: content.operation_id.clone(),
        owner_unit_id: content.owner_unit_id.to_string(),
        manager_id: content.manager_id.map(|id| id.to_string()),
        partners: content
            .partners
            .iter()
            .map(|p| wire::ProjectPartner {
                partner_id: p.partner_id.to_string(),
                role: p.role.code().to_owned(),
            })
            .collect(),
        period: Some((&content.period).into()),
        summary: content.summary.clone().map(Into::into),
        resident_benefit: content.resident_benefit.clone().map(Into::into),
        theme_ids: content.theme_ids.iter().map(ToString::to_string).collect(),
        goals: content
            .goal_ids
            .iter()
            .map(|g| wire::GoalShare {
                goal_id: g.goal_id.to_string(),
                share: g.share.normalize().to_string(),
            })
            .collect(),
        relations: content
            .relations
            .iter()
            .map(|r| wire::Relation {
                kind: r.kind.code().to_owned(),
                project_id: r.project_id.to_string(),
            })
            .collect(),
        work_packages: content
            .work_packages
            .iter()
            .map(|w| wire::WorkPackage {
                number: w.number,
                title: Some(w.title.clone().into()),
                description: w.description.clone().map(Into::into),
            })
            .collect(),
        public_card: content.public_card,
        total_cost: content.total_cost.as_ref().map(Into::into),
        case_number: content.case_number.clone(),
        funding: project.funding.code().to_owned(),
        status: project.status(today).code().to_owned(),
    }
}

impl Recalled for ProjectContent {
    fn renamed(state: &mut Map<String, Value>) {
        if let Some(shares) = state.remove("goals") {
            state.insert("goal_ids".to_owned(), shares);
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use platform::rewriting::content_of;
    use serde_json::json;

    use super::*;
    use crate::project::ProjectId;

    #[test]
    fn nothing_that_people_say_is_lost_on_the_way_back() {
        let content: ProjectContent = serde_json::from_value(json!({
            "title": {"fi": "Kasvu", "sv": "Tillväxt"}, "acronym": "K", "kind": "eu", "role": "lead", "programme_id": "0192f3a4-7c1e-7d3a-9b51-2f6f3d1c0a01", "funder": "TEKES",
            "operation_id": "A12", "owner_unit_id": "0192f3a4-7c1e-7d3a-9b51-2f6f3d1c0a01", "manager_id": "0192f3a4-7c1e-7d3a-9b51-2f6f3d1c0a02",
            "partners": [{"partner_id": "0192f3a4-7c1e-7d3a-9b51-2f6f3d1c0a01", "role": "associated"}], "period": {"from": "2017-01-01", "to": "2018-12-31"},
            "summary": {"en": "S"}, "resident_benefit": {"fi": "Hyöty"}, "theme_ids": ["0192f3a4-7c1e-7d3a-9b51-2f6f3d1c0a02", "0192f3a4-7c1e-7d3a-9b51-2f6f3d1c0a01"],
            "goal_ids": [{"goal_id": "0192f3a4-7c1e-7d3a-9b51-2f6f3d1c0a01", "share": "33.5"}], "relations": [{"kind": "follow_up", "project_id": "0192f3a4-7c1e-7d3a-9b51-2f6f3d1c0a02"}],
            "work_packages": [{"number": 1, "title": {"en": "Lead"}, "description": {"en": "How"}}],
            "public_card": true, "total_cost": {"amount": "100000.05", "currency": "SEK"}, "case_number": "D/1",
        })).unwrap();
        let project = Project::new(content, Timestamp::UNIX_EPOCH);
        let recalled: ProjectContent = content_of::<ProjectId, _>("projects", &state(&project, Date::MIN)).unwrap();
        assert_eq!(recalled, project.content);
    }
}
