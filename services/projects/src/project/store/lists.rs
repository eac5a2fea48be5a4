//! The lists of a project: themes, goals, partners and relations, each in a table of its own.

use std::collections::HashMap;

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use platform::db::{DbResult, TenantTx};
use rust_decimal::Decimal;
use uuid::Uuid;

use crate::{
    project::{
        Project, ProjectContent, ProjectId,
        content::{GoalShare, ProjectPartner, Relation, RelationKind, Role},
    },
    schema::{project_goals, project_partners, project_relations, project_themes},
};

type Lists<'a> = (&'a [Uuid], &'a [GoalShare], &'a [ProjectPartner], &'a [Relation]);

pub(super) fn of(content: &ProjectContent) -> Lists<'_> {
    (
        &content.theme_ids,
        &content.goal_ids,
        &content.partners,
        &content.relations,
    )
}

pub(super) async fn insert(tx: &mut TenantTx, project: &Project) -> DbResult<()> {
    let (tenant, id, content) = (tx.tenant_id(), project.id.0, &project.content);
    let themes: Vec<_> = content
        .theme_ids
        .iter()
        .map(|theme| {
            (
                project_themes::tenant_id.eq(tenant),
                project_themes::project_id.eq(id),
                project_themes::theme_id.eq(*theme),
            )
        })
        .collect();
    if !themes.is_empty() {
        diesel::insert_into(project_themes::table)
            .values(themes)
            .execute(tx)
            .await?;
    }
    let goals: Vec<_> = content
        .goal_ids
        .iter()
        .map(|goal| {
            (
                project_goals::tenant_id.eq(tenant),
                project_goals::project_id.eq(id),
                project_goals::goal_id.eq(goal.goal_id),
                project_goals::share.eq(goal.share),
            )
        })
        .collect();
    if !goals.is_empty() {
        diesel::insert_into(project_goals::table)
            .values(goals)
            .execute(tx)
            .await?;
    }
    let partners: Vec<_> = content
        .partners
        .iter()
        .map(|partner| {
            (
                project_partners::tenant_id.eq(tenant),
                project_partners::project_id.eq(id),
                project_partners::partner_id.eq(partner.partner_id.0),
                project_partners::role.eq(partner.role),
            )
        })
        .collect();
    if !partners.is_empty() {
        diesel::insert_into(project_partners::table)
            .values(partners)
            .execute(tx)
            .await?;
    }
    let relations: Vec<_> = content
        .relations
        .iter()
        .map(|relation| {
            (
                project_relations::tenant_id.eq(tenant),
                project_relations::project_id.eq(id),
                project_relations::kind.eq(relation.kind),
                project_relations::other_id.eq(relation.project_id.0),
            )
        })
        .collect();
    if !relations.is_empty() {
        diesel::insert_into(project_relations::table)
            .values(relations)
            .execute(tx)
            .await?;
    }
    Ok(())
}

pub(super) async fn delete(tx: &mut TenantTx, id: ProjectId) -> DbResult<()> {
    let tenant = tx.tenant_id();
    let themes = project_themes::table.filter(project_themes::tenant_id.eq(tenant));
    diesel::delete(themes.filter(project_themes::project_id.eq(id.0)))
        .execute(tx)
        .await?;
    let goals = project_goals::table.filter(project_goals::tenant_id.eq(tenant));
    diesel::delete(goals.filter(project_goals::project_id.eq(id.0)))
        .execute(tx)
        .await?;
    let partners = project_partners::table.filter(project_partners::tenant_id.eq(tenant));
    diesel::delete(partners.filter(project_partners::project_id.eq(id.0)))
        .execute(tx)
        .await?;
    let relations = project_relations::table.filter(project_relations::tenant_id.eq(tenant));
    diesel::delete(relations.filter(project_relations::project_id.eq(id.0)))
        .execute(tx)
        .await?;
    Ok(())
}

/// Fills in the lists of projects that were read without them.
pub(super) async fn fill(tx: &mut TenantTx, projects: &mut [Project]) -> DbResult<()> {
    let tenant = tx.tenant_id();
    let ids: Vec<Uuid> = projects.iter().map(|p| p.id.0).collect();
    let beside = tx.beside().await?;
    let (mut for_themes, mut for_goals, mut for_partners, mut for_relations) = (beside, beside, beside, beside);
    let themes = project_themes::table
        .filter(project_themes::tenant_id.eq(tenant))
        .filter(project_themes::project_id.eq_any(&ids))
        .order(project_themes::theme_id)
        .select((project_themes::project_id, project_themes::theme_id))
        .load::<(Uuid, Uuid)>(&mut for_themes);
    let goals = project_goals::table
        .filter(project_goals::tenant_id.eq(tenant))
        .filter(project_goals::project_id.eq_any(&ids))
        .order((project_goals::share.desc(), project_goals::goal_id))
        .select((
            project_goals::project_id,
            (project_goals::goal_id, project_goals::share),
        ))
        .load::<(Uuid, (Uuid, Decimal))>(&mut for_goals);
    let partners = project_partners::table
        .filter(project_partners::tenant_id.eq(tenant))
        .filter(project_partners::project_id.eq_any(&ids))
        .order(project_partners::partner_id)
        .select((
            project_partners::project_id,
            (project_partners::partner_id, project_partners::role),
        ))
        .load::<(Uuid, (Uuid, Role))>(&mut for_partners);
    let relations = project_relations::table
        .filter(project_relations::tenant_id.eq(tenant))
        .filter(project_relations::project_id.eq_any(&ids))
        .order((project_relations::kind, project_relations::other_id))
        .select((
            project_relations::project_id,
            (project_relations::kind, project_relations::other_id),
        ))
        .load::<(Uuid, (RelationKind, Uuid))>(&mut for_relations);
    let (themes, goals, partners, relations) = futures::try_join!(themes, goals, partners, relations)?;
    let (mut themes, mut goals) = (by_project(themes), by_project(goals));
    let (mut partners, mut relations) = (by_project(partners), by_project(relations));
    for project in projects {
        let (id, content) = (project.id.0, &mut project.content);
        content.theme_ids = themes.remove(&id).unwrap_or_default();
        let goals = goals.remove(&id).unwrap_or_default().into_iter();
        content.goal_ids = goals.map(|(goal_id, share)| GoalShare { goal_id, share }).collect();
        let partners = partners.remove(&id).unwrap_or_default().into_iter();
        let partner = |(id, role): (Uuid, Role)| ProjectPartner {
            partner_id: id.into(),
            role,
        };
        content.partners = partners.map(partner).collect();
        let relations = relations.remove(&id).unwrap_or_default().into_iter();
        let relation = |(kind, id): (RelationKind, Uuid)| Relation {
            kind,
            project_id: id.into(),
        };
        content.relations = relations.map(relation).collect();
    }
    Ok(())
}

fn by_project<T>(rows: Vec<(Uuid, T)>) -> HashMap<Uuid, Vec<T>> {
    let mut lists: HashMap<Uuid, Vec<T>> = HashMap::new();
    for (project, one) in rows {
        lists.entry(project).or_default().push(one);
    }
    lists
}
