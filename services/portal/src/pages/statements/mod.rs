//! Yearly statements of units: the board of who is done, rounds, one's own statement.

mod board;
mod one;
mod round;

use actix_web::web::ServiceConfig;

use crate::{html::Html, page::Page};

pub fn configure(services: &mut ServiceConfig) {
    // Rounds before `{id}`, which would take them for one.
    services
        .service(board::show_board)
        .configure(round::configure)
        .configure(one::configure);
}

fn status(page: &Page, status: &str) -> Html {
    let colour = match status {
        "submitted" => "success",
        "draft" => "info",
        "owed" => "warning",
        _ => "neutral",
    };
    Html::tag(colour, &page.choice("statement-status", status))
}

#[cfg(test)]
pub fn samples(reader: &crate::reader::Reader) -> Vec<(String, String)> {
    [board::samples(reader), round::samples(reader), one::samples(reader)].concat()
}
