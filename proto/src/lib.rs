#![doc = include_str!("../README.md")]
#![expect(clippy::pedantic, reason = "the generator's style is not ours to choose")]

mod listeners;
mod messages;
mod routes;

pub use listeners::listeners;
pub use messages::{is_personal, message_of};
pub use routes::answers;

/// What travels between services: one event, with its address and its place in the journal.
pub mod envelope {
    pub mod v1 {
        include!(concat!(env!("OUT_DIR"), "/samverka.envelope.v1.rs"));
    }
}

/// Organisations, units, people and themes, as others hear of them.
pub mod tenants {
    pub mod v1 {
        include!(concat!(env!("OUT_DIR"), "/samverka.tenants.v1.rs"));
    }
}

/// Policies, goals, indicators and statements, as others hear of them.
pub mod goals {
    pub mod v1 {
        include!(concat!(env!("OUT_DIR"), "/samverka.goals.v1.rs"));
    }
}

/// Projects, applications, partners, networks and activities, as others hear of them.
pub mod projects {
    pub mod v1 {
        include!(concat!(env!("OUT_DIR"), "/samverka.projects.v1.rs"));
    }
}

/// Reports, as others hear of them.
pub mod reporting {
    pub mod v1 {
        include!(concat!(env!("OUT_DIR"), "/samverka.reporting.v1.rs"));
    }
}
