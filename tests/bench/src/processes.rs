//! What the processes of an installation take: memory, and time to start.

use std::{
    fs,
    io::{Read as _, Write as _},
    net::{Ipv4Addr, SocketAddr, TcpStream},
    process::Command,
    thread::sleep,
    time::{Duration, Instant},
};

use anyhow::{Context as _, ensure};
use kit::Home;
use serde_json::json;

use crate::figures::{Bar, Figure, median};

const MEBIBYTE: f64 = 1_024.0;
const STARTS: usize = 5;
const PATIENCE: Duration = Duration::from_mins(1);

/// What each process holds of the machine's memory: its own, and its part of what it shares (proportional set size).
pub fn memory(home: &Home, processes: &[String], most: f64) -> anyhow::Result<Vec<Figure>> {
    let mut figures = Vec::new();
    for process in processes {
        let told = fs::read_to_string(format!("/proc/{}/smaps_rollup", home.pid(process)))?;
        let kibibytes: f64 = told
            .lines()
            .find_map(|line| line.strip_prefix("Pss:"))
            .and_then(|rest| rest.split_whitespace().next())
            .and_then(|number| number.parse().ok())
            .context("the kernel tells no proportional set size")?;
        let name = format!("memory of {process}, 60 s after the journeys");
        figures.push(Figure::new(name, kibibytes / MEBIBYTE, "MiB").held_to(Bar::AtMost(most)));
    }
    Ok(figures)
}

/// From the birth of the process to its first answer that it is ready, with a database that is up and warm.
pub fn start(home: &Home) -> anyhow::Result<Figure> {
    let mut took = Vec::new();
    for _ in 0..STARTS {
        home.act(&["kill", "suite"]);
        took.push(one_start(home)?);
    }
    let from = json!({"milliseconds": took});
    Ok(
        Figure::new("start of the suite to ready, warm database", median(took), "ms")
            .held_to(Bar::AtMost(1_000.0))
            .made_of(from),
    )
}

fn one_start(home: &Home) -> anyhow::Result<f64> {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
    let mut starting = Command::new(format!("{root}/dev/installation"))
        .args(["start", "suite"])
        .env("SAMVERKA_LOCAL", home.folder())
        .spawn()?;
    let url = home.url();
    let port = url
        .rsplit(':')
        .next()
        .and_then(|port| port.parse().ok())
        .context("a port")?;
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let began = Instant::now();
    while !is_ready(address) {
        ensure!(began.elapsed() < PATIENCE, "the suite does not start");
        sleep(Duration::from_millis(2));
    }
    let ready = uptime()?;
    let born = birth(home.pid("suite"))?;
    ensure!(starting.wait()?.success(), "the suite does not start");
    Ok((ready - born) * 1_000.0)
}

fn is_ready(address: SocketAddr) -> bool {
    let ask = || -> std::io::Result<bool> {
        let mut stream = TcpStream::connect_timeout(&address, Duration::from_millis(100))?;
        stream.set_read_timeout(Some(Duration::from_secs(1)))?;
        stream.write_all(b"GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        Ok(answer.starts_with("HTTP/1.1 200"))
    };
    ask().unwrap_or(false)
}

/// Seconds since the machine started, to the hundredth.
fn uptime() -> anyhow::Result<f64> {
    let told = fs::read_to_string("/proc/uptime")?;
    told.split_whitespace()
        .next()
        .and_then(|text| text.parse().ok())
        .context("the kernel tells no uptime")
}

/// When a process was born, in seconds since the machine started.
fn birth(pid: u32) -> anyhow::Result<f64> {
    /// What the kernel counts in, whatever it is built with.
    const TICKS_A_SECOND: f64 = 100.0;
    let told = fs::read_to_string(format!("/proc/{pid}/stat"))?;
    let ticks: f64 = told
        .rsplit(')')
        .next()
        .and_then(|rest| rest.split_whitespace().nth(19))
        .and_then(|text| text.parse().ok())
        .context("the kernel tells no birth")?;
    Ok(ticks / TICKS_A_SECOND)
}
