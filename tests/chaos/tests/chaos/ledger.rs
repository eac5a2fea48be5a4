//! What there must be, by what was answered.

use std::collections::BTreeMap;

use uuid::Uuid;

use crate::{command::Command, kinds::Kind};

/// A thing that a command made.
#[derive(Clone, Debug)]
pub struct Thing {
    pub kind: Kind,
    pub id: Uuid,
    pub version: i64,
}

impl Thing {
    pub fn path(&self) -> String {
        format!("{}/{}", self.kind.path(), self.id)
    }
}

/// The commands upon each thing, of all rounds.
#[derive(Default)]
pub struct Ledger {
    pub things: BTreeMap<(usize, Kind, Uuid), Vec<Command>>,
    /// Creations that were not answered, or refused: no id is known of them.
    pub nameless: Vec<Command>,
}

impl Ledger {
    pub fn note(&mut self, command: Command) {
        match command.id {
            Some(id) => self
                .things
                .entry((command.tenant, command.kind, id))
                .or_default()
                .push(command),
            None => self.nameless.push(command),
        }
    }

    /// A creation that was not answered turns out to have been done: from now on its thing is known.
    pub fn adopt(&mut self, tenant: usize, kind: Kind, word: &str, id: Uuid) -> bool {
        let found = self
            .nameless
            .iter()
            .position(|c| c.tenant == tenant && c.kind == kind && c.word == word && c.is_unknown());
        let Some(nth) = found else { return false };
        let mut command = self.nameless.swap_remove(nth);
        command.id = Some(id);
        self.note(command);
        true
    }
}
