//! Which holding an organisation counts with.

use contracts::tenants::v1 as wire;
use platform::{
    db::TenantTx,
    events::{Handled, Received},
};

use super::store;

/// What an organisation is to figures over many.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holding {
    pub kind: String,
    /// The same for all that count as one.
    pub holding: String,
    pub members: i32,
}

/// The holding of an organisation by itself.
pub fn own(country: &str, code: &str) -> String {
    format!("{country}:{code}")
}

impl From<&wire::Organisation> for Holding {
    /// A joint authority that one municipality owns counts with it; one that several own is a holding of its own. A
    /// municipality's companies are its units and count with it in any case.
    fn from(organisation: &wire::Organisation) -> Self {
        let code = match organisation.owners.as_slice() {
            [only] if organisation.kind == "joint_authority" && !only.code.is_empty() => &only.code,
            _ => &organisation.code,
        };
        Self {
            kind: organisation.kind.clone(),
            holding: own(&organisation.country, code),
            members: i32::try_from(organisation.members.len()).unwrap_or(i32::MAX),
        }
    }
}

pub async fn keep(tx: &mut TenantTx, event: &Received<wire::Organisation>) -> Handled {
    store::keep_holding_if_newer(tx, event.version, &Holding::from(&event.state)).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn authority(owners: &[&str]) -> Holding {
        let owner = |code: &&str| wire::Owner {
            code: (*code).to_owned(),
            ..wire::Owner::default()
        };
        Holding::from(&wire::Organisation {
            kind: "joint_authority".into(),
            country: "FI".into(),
            code: "K77".into(),
            owners: owners.iter().map(owner).collect(),
            ..wire::Organisation::default()
        })
    }

    #[test]
    fn a_joint_authority_of_one_owner_counts_with_it_and_one_of_several_for_itself() {
        assert_eq!(authority(&["232"]).holding, "FI:232");
        assert_eq!(authority(&["232", "010"]).holding, "FI:K77");
        assert_eq!(authority(&[]).holding, "FI:K77");
    }
}
