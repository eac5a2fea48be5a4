#![doc = include_str!("../README.md")]

pub mod attachments;
pub mod auth;
pub mod cache;
pub mod clock;
pub mod codes;
pub mod config;
pub mod countries;
pub mod db;
pub mod events;
pub mod exports;
pub mod files;
pub mod http;
pub mod ids;
pub mod jobs;
pub mod known;
pub mod lifecycle;
pub mod limits;
pub mod mail;
pub mod operations;
pub mod outward;
pub mod personal;
pub mod rewriting;
pub mod service;
pub mod telemetry;
pub mod trace;
pub mod usage;
pub mod values;

pub use service::{Configured, Context, Part, Process, Role as ServiceRole, Service};

/// For every program: the system's own allocator keeps the memory of a hashed password (19 MiB) once for every thread
/// that ever hashed one.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;
