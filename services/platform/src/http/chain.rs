//! An error as the log tells it.

use std::fmt;

/// Shows an error with its sources.
pub(crate) struct Chain<E>(pub E);

impl<E: std::error::Error> fmt::Display for Chain<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut told = self.0.to_string();
        let mut source = std::error::Error::source(&self.0);
        while let Some(cause) = source {
            let more = cause.to_string();
            // Some errors say themselves what their sources say.
            if !told.contains(&more) {
                told.push_str(": ");
                told.push_str(&more);
            }
            source = cause.source();
        }
        f.write_str(&told)
    }
}
