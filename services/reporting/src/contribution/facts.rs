//! What is known of the thing whose contribution is counted.

use platform::db::{DbResult, TenantTx};
use uuid::Uuid;

use crate::{
    agreement::Dataset,
    register::{
        entry::{LinkKind, Register},
        goals::Goal,
        projects::{Activity, Application, Network, NetworkMembership, Project},
        store,
    },
};

/// A thing with what hangs on it.
#[derive(Clone, Debug)]
pub enum Facts {
    Project(Project, Vec<Application>),
    Goal {
        goal: Goal,
        measured: bool,
    },
    Network(Vec<NetworkMembership>),
    Activity(Activity),
    /// It is not there, or not there any more.
    Nothing,
}

impl Facts {
    pub async fn load(tx: &mut TenantTx, generation: i32, dataset: Dataset, id: Uuid) -> DbResult<Self> {
        let facts = match dataset {
            Dataset::Projects => match store::find::<Project>(tx, generation, id).await? {
                Some(project) => Self::Project(project.body, store::below::<Application>(tx, generation, id).await?),
                None => Self::Nothing,
            },
            Dataset::Goals => match store::find::<Goal>(tx, generation, id).await? {
                Some(goal) => {
                    let by = Register::Indicators;
                    let measured = store::is_pointed_at(tx, generation, by, LinkKind::Goal, id).await?;
                    Self::Goal {
                        goal: goal.body,
                        measured,
                    }
                }
                None => Self::Nothing,
            },
            Dataset::Networks => match store::find::<Network>(tx, generation, id).await? {
                Some(_) => Self::Network(store::below(tx, generation, id).await?),
                None => Self::Nothing,
            },
            Dataset::Activities => match store::find::<Activity>(tx, generation, id).await? {
                Some(activity) => Self::Activity(activity.body),
                None => Self::Nothing,
            },
        };
        Ok(facts)
    }
}
