//! Our letters in English.

use super::{Awaited, Template, listed};

impl Template<'_> {
    pub(super) fn english(&self) -> (String, String) {
        match self {
            Self::Invitation { organisation, link } => (
                format!("Invitation to Samverka: {organisation}"),
                format!(
                    "you are invited to use Samverka in {organisation}.\n\nAccept within 14 days:\n{link}\n\nIf you did \
                     not expect this, there is nothing you need to do."
                ),
            ),
            Self::PasswordReset { link } => (
                "A new password for Samverka".to_owned(),
                format!(
                    "you can choose a new password within an hour:\n{link}\n\nIf you did not ask for this, there is \
                     nothing you need to do: your old password holds."
                ),
            ),
            Self::RecoveryCodeUsed { left, link } => (
                "A recovery code was used to sign in to Samverka".to_owned(),
                format!(
                    "a recovery code of yours was just used in place of a code of your app. Codes left: {left}.\n\nYou can \
                     make new ones here:\n{link}\n\nIf it was not you, somebody knows your password and your codes: change \
                     the password at once, then make new codes."
                ),
            ),
            Self::SecondFactorReset { link } => (
                "Your two-step sign-in to Samverka was removed".to_owned(),
                format!(
                    "your two-step sign-in was removed by an administrator, and you were signed out everywhere. You \
                     sign in with your password alone until you set it up anew:\n{link}\n\nIf you did not ask for this, tell your \
                     organisation's administrator at once and change your password."
                ),
            ),
            Self::WebhookDisabled {
                organisation,
                webhook,
                link,
            } => (
                format!("The webhook {webhook} was disabled: {organisation}"),
                format!(
                    "the webhook {webhook} of {organisation} has taken nothing for about three days, or has answered that it is gone \
                     for good, and is told nothing any more. What could not be delivered is kept for thirty days.\n\nLook at the \
                     log, and enable it when it works again:\n{link}"
                ),
            ),
            Self::RequestReceived { organisation } => (
                format!("Your request has arrived: {organisation}"),
                format!(
                    "we have received the request to use Samverka in {organisation}. You will get an answer by mail."
                ),
            ),
            Self::RequestRejected { organisation, reason } => (
                format!("Your request was not approved: {organisation}"),
                format!("the request to use Samverka in {organisation} was not approved.\n\nReason: {reason}"),
            ),
            Self::StatementReminder(Awaited {
                unit,
                organisation,
                year,
                due_on,
                link,
            }) => (
                format!("Reminder: the statement for {year}, {unit}"),
                format!(
                    "the unit {unit} ({organisation}) is asked for its statement for {year} on how international work has \
                     been used to develop its operations. It is due on {due_on}.\n\nWrite it and hand it in:\n{link}"
                ),
            ),
            Self::StatementOverdue(Awaited {
                unit,
                organisation,
                year,
                due_on,
                link,
            }) => (
                format!("Overdue: the statement for {year}, {unit}"),
                format!(
                    "the statement of the unit {unit} ({organisation}) for {year} on how international work has been used \
                     to develop its operations was due on {due_on}. It has not been handed in.\n\nThe \
                     statement:\n{link}\n\nBecause the day has passed, this letter goes to those responsible next above \
                     the statement's writers as well."
                ),
            ),
            Self::Completeness {
                organisation,
                matters,
                link,
            } => (
                format!("What is yours to enter or to tidy up: {organisation}"),
                format!(
                    "this is yours to enter or to tidy up in {organisation}.\n\n{}\n\nThe whole list:\n{link}",
                    listed(matters, |figure| match figure {
                        "statements_owed" => "Statements that are owed",
                        "values_owed" => "Indicators without a value of the last twelve months",
                        "stale_owners" => "Things whose unit is over or whose owner has left",
                        "untouched" => "Open, and not changed for a year",
                        _ => "Open although the period is over",
                    })
                ),
            ),
        }
    }
}
