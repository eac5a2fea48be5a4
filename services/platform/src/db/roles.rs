//! Start-up refuses a role that could look past row security, and one that is meant for something else.

use anyhow::{Context as _, bail};
use diesel::{
    QueryableByName,
    sql_types::{Bool, Nullable, Text},
};
use diesel_async::RunQueryDsl as _;

use super::{Db, Pool};

#[derive(QueryableByName)]
#[expect(clippy::struct_excessive_bools, reason = "a row, as the database tells it")]
struct Might {
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Nullable<Text>)]
    works_in: Option<String>,
    #[diesel(sql_type = Bool)]
    mighty: bool,
    #[diesel(sql_type = Bool)]
    owns: bool,
    #[diesel(sql_type = Bool)]
    serves: bool,
    #[diesel(sql_type = Bool)]
    sends: bool,
}

// A role is too mighty when it, or any role it can become, is a superuser, may bypass row security, or owns a table of
// the schema. Whoever serves puts changes into the outbox; whoever sends them becomes another role for that.
const QUESTION: &str = "
    SELECT current_user::text AS name, current_schema()::text AS works_in,
           EXISTS (SELECT 1 FROM pg_roles r WHERE (r.rolsuper OR r.rolbypassrls)
                   AND pg_has_role(current_user, r.oid, 'MEMBER')) AS mighty,
           EXISTS (SELECT 1 FROM pg_class c WHERE c.relnamespace = current_schema()::regnamespace
                   AND pg_has_role(current_user, c.relowner, 'MEMBER')) AS owns,
           EXISTS (SELECT 1 FROM pg_class c WHERE c.relnamespace = current_schema()::regnamespace
                   AND c.relname = 'outbox' AND has_table_privilege(c.oid, 'INSERT')) AS serves,
           EXISTS (SELECT 1 FROM pg_roles r WHERE r.rolname = current_schema() || '_outbox'
                   AND pg_has_role(current_user, r.oid, 'MEMBER')) AS sends";

impl Might {
    /// Why it cannot be the role that it is given for.
    fn fault(&self, service: &str, serving: bool) -> Option<String> {
        if self.mighty {
            Some("could look past row security: it is a superuser or may bypass it".to_owned())
        } else if self.owns {
            Some("could look past row security: it owns tables".to_owned())
        } else if self.works_in.as_deref() != Some(service) {
            let schema = self.works_in.as_deref().unwrap_or("none that is there");
            Some(format!("works in another schema ({schema})"))
        } else if serving && !self.serves {
            Some("may not write there".to_owned())
        } else if !serving && !self.sends {
            Some("may not send what waits in the outbox".to_owned())
        } else {
            None
        }
    }
}

pub(super) async fn refuse_unfit(db: &Db) -> anyhow::Result<()> {
    for (pool, called, serving) in [(&db.app, "serving", true), (&db.relay, "relay", false)] {
        let might = ask(pool)
            .await
            .with_context(|| format!("asking PostgreSQL about the {called} role of {}", db.service))?;
        if let Some(fault) = might.fault(db.service, serving) {
            let ending = if serving { "app" } else { "relay" };
            bail!(
                "the {called} role of {service} is `{}`, which {fault}. Let SAMVERKA_{}_{}_URL name the role that `suite \
                 provision` makes for this, `{service}_{ending}`, or one that may as much: neither SUPERUSER nor BYPASSRLS, \
                 and no owner of tables.",
                might.name,
                db.service.to_uppercase(),
                ending.to_uppercase(),
                service = db.service,
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
