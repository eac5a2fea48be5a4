//! How networks are kept.

use diesel::{dsl, prelude::*};
use diesel_async::RunQueryDsl;
use jiff_diesel::ToDiesel as _;
use platform::{
    db::{
        DbResult, Kept, Page, Rows, TenantTx, one_row,
        search::{searchable, sort_key, sought, strpos},
    },
    fetch_names, fetch_page,
    http::{Names, NamesAsked},
    known::{UNIT, below},
    values::{Figure, Text},
};
use uuid::Uuid;

use super::{
    model::{Kind, Network, NetworkContent, NetworkId},
    routes::NetworkFilter,
};
use crate::schema::{activities, network_memberships, network_themes, networks};

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = networks, primary_key(tenant_id, id), treat_none_as_null = true, check_for_backend(diesel::pg::Pg))]
struct Row {
    tenant_id: Uuid,
    id: Uuid,
    version: i64,
    created_at: jiff_diesel::Timestamp,
    name: Kept<Text>,
    name_sort: String,
    search_text: String,
    acronym: Option<String>,
    kind: Kind,
    host: Option<String>,
    size: Option<Kept<Figure>>,
    scope: Option<Kept<Text>>,
    description: Option<Kept<Text>>,
    website: Option<String>,
}

/// Every query begins here.
fn of(tx: &TenantTx) -> dsl::Filter<networks::table, dsl::Eq<networks::tenant_id, Uuid>> {
    networks::table.filter(networks::tenant_id.eq(tx.tenant_id()))
}

pub async fn find(tx: &mut TenantTx, id: NetworkId) -> DbResult<Option<Network>> {
    let row = of(tx)
        .filter(networks::id.eq(id.0))
        .select(Row::as_select())
        .first(tx)
        .await
        .optional()?;
    Ok(complete(tx, row.into_iter().collect()).await?.pop())
}

/// The network, held against concurrent change until the transaction ends.
pub async fn lock(tx: &mut TenantTx, id: NetworkId) -> DbResult<Option<Network>> {
    let query = of(tx).filter(networks::id.eq(id.0)).select(Row::as_select());
    let row = query.for_update().first(tx).await.optional()?;
    Ok(complete(tx, row.into_iter().collect()).await?.pop())
}

/// Whether the network is there; held so that it does not go before the link to it is made.
pub async fn is_known(tx: &mut TenantTx, id: NetworkId) -> DbResult<bool> {
    let query = of(tx).filter(networks::id.eq(id.0)).select(networks::id);
    Ok(query.for_key_share().first::<Uuid>(tx).await.optional()?.is_some())
}
/// What they are called.
pub async fn names(tx: &mut TenantTx, asked: &NamesAsked) -> DbResult<Names> {
    Ok(fetch_names!(tx, asked, of(tx), (networks::id, networks::name => Kept<Text>) by networks::name_sort))
}

pub async fn page(tx: &mut TenantTx, filter: &NetworkFilter, page: &Page) -> DbResult<Rows<Network>> {
    let tenant = tx.tenant_id();
    let mut query = of(tx).select(Row::as_select()).into_boxed();
    if let Some(kind) = filter.kind {
        query = query.filter(networks::kind.eq(kind));
    }
    if let Some(theme) = filter.theme_id {
        let with_theme = network_themes::table
            .filter(
                network_themes::tenant_id
                    .eq(tenant)
                    .and(network_themes::theme_id.eq(theme)),
            )
            .select(network_themes::network_id);
        query = query.filter(networks::id.eq_any(with_theme));
    }
    if let Some(unit) = filter.unit_id {
        let of_units = network_memberships::table
            .filter(network_memberships::tenant_id.eq(tenant))
            .filter(network_memberships::accountable_unit_id.eq_any(below(tx, UNIT, unit).await?))
            .select(network_memberships::network_id);
        query = query.filter(networks::id.eq_any(of_units));
    }
    if let Some(q) = sought(filter.q.as_deref()) {
        query = query.filter(strpos(networks::search_text, q).gt(0));
    }
    let Rows { rows, next } = fetch_page!(tx, query, page, Row of networks by {
        "name" => name_sort: String,
        "created_at" => created_at: jiff_diesel::Timestamp,
    });
    Ok(Rows {
        rows: complete(tx, rows).await?,
        next,
    })
}

pub async fn insert(tx: &mut TenantTx, network: &Network) -> DbResult<()> {
    diesel::insert_into(networks::table)
        .values(Row::from_model(tx, network))
        .execute(tx)
        .await?;
    insert_themes(tx, network).await
}

/// Keeps what a locked network says now.
pub async fn update(tx: &mut TenantTx, network: &Network) -> DbResult<()> {
    let target = of(tx)
        .filter(networks::id.eq(network.id.0))
        .filter(networks::version.eq(network.version - 1));
    one_row(
        diesel::update(target)
            .set(Row::from_model(tx, network))
            .execute(tx)
            .await?,
    )?;
    delete_themes(tx, network.id).await?;
    insert_themes(tx, network).await
}

pub async fn delete(tx: &mut TenantTx, id: NetworkId) -> DbResult<()> {
    delete_themes(tx, id).await?;
    one_row(diesel::delete(of(tx).filter(networks::id.eq(id.0))).execute(tx).await?)
}

/// Whether a membership or an activity names the network.
pub async fn is_named(tx: &mut TenantTx, id: NetworkId) -> DbResult<bool> {
    let tenant = tx.tenant_id();
    let memberships = network_memberships::table.filter(
        network_memberships::tenant_id
            .eq(tenant)
            .and(network_memberships::network_id.eq(id.0)),
    );
    if diesel::select(dsl::exists(memberships)).get_result::<bool>(tx).await? {
        return Ok(true);
    }
    let done = activities::table.filter(activities::tenant_id.eq(tenant).and(activities::network_id.eq(id.0)));
    Ok(diesel::select(dsl::exists(done)).get_result(tx).await?)
}

async fn insert_themes(tx: &mut TenantTx, network: &Network) -> DbResult<()> {
    let tenant = tx.tenant_id();
    let themes: Vec<_> = network
        .content
        .theme_ids
        .iter()
        .map(|theme| {
            (
                network_themes::tenant_id.eq(tenant),
                network_themes::network_id.eq(network.id.0),
                network_themes::theme_id.eq(*theme),
            )
        })
        .collect();
    if !themes.is_empty() {
        diesel::insert_into(network_themes::table)
            .values(themes)
            .execute(tx)
            .await?;
    }
    Ok(())
}

async fn delete_themes(tx: &mut TenantTx, id: NetworkId) -> DbResult<()> {
    let themes = network_themes::table.filter(network_themes::tenant_id.eq(tx.tenant_id()));
    diesel::delete(themes.filter(network_themes::network_id.eq(id.0)))
        .execute(tx)
        .await?;
    Ok(())
}

/// Rows with their themes, in the same order.
async fn complete(tx: &mut TenantTx, rows: Vec<Row>) -> DbResult<Vec<Network>> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<Uuid> = rows.iter().map(|r| r.id).collect();
    let themes: Vec<(Uuid, Uuid)> = network_themes::table
        .filter(
            network_themes::tenant_id
                .eq(tx.tenant_id())
                .and(network_themes::network_id.eq_any(ids)),
        )
        .order(network_themes::theme_id)
        .select((network_themes::network_id, network_themes::theme_id))
        .load(tx)
        .await?;
    let own = |id: Uuid| {
        themes
            .iter()
            .filter(|(of, _)| *of == id)
            .map(|(_, theme)| *theme)
            .collect()
    };
    Ok(rows
        .into_iter()
        .map(|row| {
            let themes = own(row.id);
            row.into_model(themes)
        })
        .collect())
}

impl Row {
    fn from_model(tx: &TenantTx, network: &Network) -> Self {
        let content = &network.content;
        Self {
            tenant_id: tx.tenant_id(),
            id: network.id.0,
            version: network.version,
            created_at: network.created_at.to_diesel(),
            name: Kept(content.name.clone()),
            name_sort: sort_key(&content.name),
            search_text: searchable([&content.name], [&content.acronym, &content.host].into_iter().flatten()),
            acronym: content.acronym.clone(),
            kind: content.kind,
            host: content.host.clone(),
            size: content.size.clone().map(Kept),
            scope: content.scope.clone().map(Kept),
            description: content.description.clone().map(Kept),
            website: content.website.clone(),
        }
    }

    fn into_model(self, theme_ids: Vec<Uuid>) -> Network {
        let content = NetworkContent {
            name: self.name.0,
            acronym: self.acronym,
            kind: self.kind,
            theme_ids,
            host: self.host,
            size: self.size.map(|s| s.0),
            scope: self.scope.map(|s| s.0),
            description: self.description.map(|s| s.0),
            website: self.website,
        };
        Network {
            id: self.id.into(),
            version: self.version,
            created_at: self.created_at.to_jiff(),
            content,
        }
    }
}
