//! Projects, applications, partners, networks and activities, as `projects` tells of them.

mod activity;
mod application;
mod network;
mod partner;
mod project;

use platform::values::{BadValue, Figure, Money};

pub use self::{
    activity::{Activity, Participants},
    application::Application,
    network::{Network, NetworkMembership},
    partner::Partner,
    project::Project,
};

fn money(told: Option<contracts::envelope::v1::Money>) -> Result<Option<Money>, BadValue> {
    told.map(Money::try_from).transpose()
}

fn figure(told: Option<contracts::envelope::v1::Figure>) -> Result<Option<Figure>, BadValue> {
    told.map(Figure::try_from).transpose()
}
