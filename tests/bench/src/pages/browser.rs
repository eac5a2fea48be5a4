//! A browser, as far as a page needs one: it signs in by the form, keeps a cookie, and takes answers compressed.

use std::time::Instant;

use anyhow::{Context as _, ensure};
use reqwest::{Client, Response, header, redirect::Policy};

pub struct Browser {
    http: Client,
    base: String,
    cookie: Option<String>,
}

/// A page as it came.
pub struct Page {
    /// From the request to the last byte.
    pub milliseconds: f64,
    /// Head and body, as they went over the wire.
    pub bytes: usize,
}

/// As today's browsers ask.
const COMPRESSED: &str = "gzip, deflate, br, zstd";

impl Browser {
    pub fn of_a_visitor(base: &str) -> anyhow::Result<Self> {
        Ok(Self {
            http: Client::builder().redirect(Policy::none()).build()?,
            base: base.to_owned(),
            cookie: None,
        })
    }

    pub async fn signed_in(base: &str, email: &str, password: &str) -> anyhow::Result<Self> {
        let mut browser = Self::of_a_visitor(base)?;
        let asked = browser.http.get(format!("{base}/sign-in")).send().await?;
        let visitor = cookie(&asked, "samverka-visitor").context("a visitor's cookie")?;
        let page = asked.text().await?;
        let token = page
            .split("name=\"token\" value=\"")
            .nth(1)
            .and_then(|rest| rest.split('"').next());
        let form = [
            ("token", token.context("a form")?),
            ("email", email),
            ("password", password),
        ];
        let sent = browser
            .http
            .post(format!("{base}/sign-in"))
            .header(header::COOKIE, visitor);
        let entered = sent.form(&form).send().await?;
        ensure!(
            entered.status().is_redirection(),
            "{email} cannot sign in: {}",
            entered.status()
        );
        browser.cookie = Some(cookie(&entered, "samverka").context("a session's cookie")?);
        Ok(browser)
    }

    /// A page, under a trace that tells what was asked for it.
    pub async fn open(&self, address: &str, trace: Option<&str>) -> anyhow::Result<Page> {
        let mut request = self
            .http
            .get(format!("{}{address}", self.base))
            .header(header::ACCEPT_ENCODING, COMPRESSED);
        if let Some(cookie) = &self.cookie {
            request = request.header(header::COOKIE, cookie);
        }
        if let Some(trace) = trace {
            request = request.header("traceparent", format!("00-{trace}-00000000000000a1-01"));
        }
        let began = Instant::now();
        let answer = request.send().await?;
        let status = answer.status();
        let head: usize = answer
            .headers()
            .iter()
            .map(|(name, value)| name.as_str().len() + value.len() + 4)
            .sum();
        let body = answer.bytes().await?.len();
        let milliseconds = began.elapsed().as_secs_f64() * 1_000.0;
        ensure!(status.is_success(), "{address}: {status}");
        Ok(Page {
            milliseconds,
            bytes: head + body,
        })
    }

    /// What a page brings along: styles, scripts, pictures of the suite's own.
    pub async fn brings_along(&self, address: &str) -> anyhow::Result<Vec<String>> {
        let mut request = self.http.get(format!("{}{address}", self.base));
        if let Some(cookie) = &self.cookie {
            request = request.header(header::COOKIE, cookie);
        }
        let page = request.send().await?.text().await?;
        let quoted = page
            .split('"')
            .filter(|part| part.starts_with("/assets/") || part.starts_with("/theme/"));
        let mut all: Vec<String> = quoted.map(str::to_owned).collect();
        all.sort();
        all.dedup();
        Ok(all)
    }
}

fn cookie(answer: &Response, name: &str) -> Option<String> {
    let set = answer.headers().get_all(header::SET_COOKIE).iter();
    let mut set = set.filter_map(|value| value.to_str().ok()?.split(';').next());
    set.find(|pair| pair.split('=').next() == Some(name)).map(str::to_owned)
}
