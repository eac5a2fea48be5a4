//! A webhook: the address of a program that is told when things change. It is told which thing, its kind, its version and
//! where to ask for it, and nothing that the thing says: what a reader may see is decided when the program asks, with a
//! key of its own.
//!
//! What happened is read from the journals of the services by position (`feed`), so that nothing is missed and nobody
//! without a webhook pays for it. Each change that is to be told is a row (`delivery`), and it is tried until it was taken
//! or three days are over (`sending`), in all tries under one id and with a signature by which the receiver knows us
//! (Standard Webhooks).

pub mod commands;
pub mod delivery;
pub mod events;
pub mod feed;
pub mod kind;
pub mod model;
pub mod routes;
pub mod secret;
pub mod sending;
pub mod store;

pub use delivery::{Delivery, DeliveryId};
pub use kind::Kind;
pub use model::{Webhook, WebhookError, WebhookId};
