//! What the journal keeps of an import.

use contracts::goals::v1 as wire;

use super::Import;

pub fn state(import: &Import) -> wire::ValueImport {
    let tally = import.tally;
    wire::ValueImport {
        id: import.id.to_string(),
        state: import.state.code().to_owned(),
        lines: import.lines,
        entered: tally.entered,
        changed: tally.changed,
        unchanged: tally.unchanged,
        faulty: tally.faulty,
        failure: import.failure.clone(),
    }
}
