//! Start-up refuses a role that could look past row security.

use anyhow::{Context as _, bail};
use diesel::{
    QueryableByName,
    sql_types::{Bool, Text},
};
use diesel_async::RunQueryDsl as _;

use super::{Db, Pool};

#[derive(QueryableByName)]
struct Might {
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Bool)]
    mighty: bool,
    #[diesel(sql_type = Bool)]
    owns: bool,
}

// A role is too mighty when it, or any role it can become, is a superuser, may bypass row security, or owns a table of
// the schema.
const QUESTION: &str = "
    SELECT current_user::text AS name,
           EXISTS (SELECT 1 FROM pg_roles r WHERE (r.rolsuper OR r.rolbypassrls)
                   AND pg_has_role(current_user, r.oid, 'MEMBER')) AS mighty,
           EXISTS (SELECT 1 FROM pg_class c WHERE c.relnamespace = current_schema()::regnamespace
                   AND pg_has_role(current_user, c.relowner, 'MEMBER')) AS owns";

pub(super) async fn refuse_mighty(db: &Db) -> anyhow::Result<()> {
    for (pool, called) in [(&db.app, "serving"), (&db.relay, "relay")] {
        let might = ask(pool)
            .await
            .with_context(|| format!("asking PostgreSQL about the {called} role of {}", db.service))?;
        if might.mighty || might.owns {
            bail!(
                "the {called} role of {} is `{}`, which could look past row security ({}). Give it a role without \
                 SUPERUSER and BYPASSRLS that owns no table.",
                db.service,
                might.name,
                if might.mighty {
                    "superuser or bypass"
                } else {
                    "it owns tables"
                },
            );
        }
    }
    Ok(())
}

#[expect(clippy::disallowed_methods, reason = "asks the catalogue, which has no tenants")]
async fn ask(pool: &Pool) -> anyhow::Result<Might> {
    let connection = pool.get().await?;
    Ok(diesel::sql_query(QUESTION).get_result(&mut &*connection).await?)
}
