//! Requests to addresses that somebody else chose: to the open internet, and never inwards.
//!
//! Whoever names an address could name one of ours: the database, the cloud's own service of secrets, a neighbour's printer.
//! So an address is judged when it is named, and again by the very resolver that a connection is made with: between the two,
//! whoever owns the name may have pointed it elsewhere. Redirects are not followed, and what is answered is not read.

use std::{
    io,
    net::{IpAddr, SocketAddr},
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use bytes::Bytes;
use futures::TryFutureExt as _;
use http_body_util::Full;
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::{
    client::legacy::{
        Client,
        connect::{HttpConnector, dns::Name},
    },
    rt::TokioExecutor,
};
use tokio::{net::lookup_host, time::timeout};
use tower_service::Service;
use url::{Host, Url};

mod open;

use open::is_open;

/// How long a name may take to be resolved, a connection to be made, and the whole to be answered.
const RESOLVE: Duration = Duration::from_secs(5);
const CONNECT: Duration = Duration::from_secs(5);
const ANSWER: Duration = Duration::from_secs(10);

/// Why nothing was sent, or nothing came back.
#[derive(Clone, Debug, thiserror::Error)]
pub enum Unsent {
    #[error("the address is not a secure one")]
    NotSecure,
    #[error("the address lies within a network and not in the open internet")]
    Inward,
    #[error("no address was found for the name")]
    Unknown,
    #[error("nothing was answered in time")]
    Late,
    #[error("no connection: {0}")]
    Away(String),
}

/// Which addresses are outside.
#[derive(Clone, Copy, Debug, Default)]
pub struct Outside {
    /// This very machine counts, too, without a secure connection: for demonstrations and tests.
    pub loopback: bool,
}

impl Outside {
    /// Whether an address may be asked, as its name is resolved at this moment.
    pub async fn judge(self, url: &Url) -> Result<(), Unsent> {
        let addresses = match url.host() {
            None => return Err(Unsent::Unknown),
            Some(Host::Ipv4(ip)) => vec![IpAddr::V4(ip)],
            Some(Host::Ipv6(ip)) => vec![IpAddr::V6(ip)],
            Some(Host::Domain(name)) => self.resolve(name).await?,
        };
        let here = self.loopback && addresses.iter().all(IpAddr::is_loopback);
        if url.scheme() != "https" && !(here && url.scheme() == "http") {
            return Err(Unsent::NotSecure);
        }
        if addresses.into_iter().all(|ip| self.admits(ip)) {
            Ok(())
        } else {
            Err(Unsent::Inward)
        }
    }

    fn admits(self, ip: IpAddr) -> bool {
        is_open(ip) || (self.loopback && ip.is_loopback())
    }

    async fn resolve(self, name: &str) -> Result<Vec<IpAddr>, Unsent> {
        let found = timeout(RESOLVE, lookup_host((name, 0))).await;
        let found = found
            .map_err(|_late| Unsent::Late)?
            .map_err(|_unknown| Unsent::Unknown)?;
        let addresses: Vec<IpAddr> = found.map(|address| address.ip()).collect();
        if addresses.is_empty() {
            return Err(Unsent::Unknown);
        }
        Ok(addresses)
    }

    /// What a connection is made to: a name of which one address lies inwards leads nowhere.
    async fn reach(self, name: String) -> io::Result<std::vec::IntoIter<SocketAddr>> {
        let addresses = self.resolve(&name).await.map_err(io::Error::other)?;
        if !addresses.iter().all(|ip| self.admits(*ip)) {
            return Err(io::Error::other(Unsent::Inward));
        }
        let addresses: Vec<SocketAddr> = addresses.into_iter().map(|ip| SocketAddr::new(ip, 0)).collect();
        Ok(addresses.into_iter())
    }
}

impl Service<Name> for Outside {
    type Response = std::vec::IntoIter<SocketAddr>;
    type Error = io::Error;
    type Future = Pin<Box<dyn Future<Output = io::Result<Self::Response>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, name: Name) -> Self::Future {
        Box::pin(self.reach(name.as_str().to_owned()))
    }
}

/// Carries what is sent outwards.
#[derive(Clone)]
pub struct Courier {
    outside: Outside,
    client: Client<HttpsConnector<HttpConnector<Outside>>, Full<Bytes>>,
}

impl Courier {
    /// Fails where the machine has no certificates to know others by.
    pub fn new(outside: Outside) -> io::Result<Self> {
        let mut plain = HttpConnector::new_with_resolver(outside);
        plain.set_connect_timeout(Some(CONNECT));
        plain.enforce_http(false);
        let secure = HttpsConnectorBuilder::new()
            .with_provider_and_native_roots(rustls::crypto::ring::default_provider())?
            .https_or_http()
            .enable_http1()
            .wrap_connector(plain);
        // A connection for each: what one was led to says nothing of where the next one is.
        let client = Client::builder(TokioExecutor::new())
            .pool_max_idle_per_host(0)
            .build(secure);
        Ok(Self { outside, client })
    }

    /// Posts something, and tells the status of the answer. Its body is not read.
    pub async fn post(&self, url: &Url, headers: &[(&'static str, String)], body: Vec<u8>) -> Result<u16, Unsent> {
        self.outside.judge(url).await?;
        let mut request = http::Request::post(url.as_str());
        for (name, value) in headers {
            request = request.header(*name, value);
        }
        let request = request
            .body(Full::new(Bytes::from(body)))
            .map_err(|cause| Unsent::Away(cause.to_string()))?;
        let asked = self.client.request(request).map_err(|cause| away(&cause));
        let answer = timeout(ANSWER, asked).await.map_err(|_late| Unsent::Late)??;
        Ok(answer.status().as_u16())
    }
}

/// The innermost cause says what happened; the outer ones that something did.
fn away(error: &(dyn std::error::Error + 'static)) -> Unsent {
    let mut innermost = error;
    loop {
        // What our resolver said lies within an error of the system, and is no cause of it.
        let within = innermost.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        if let Some(unsent) = within.and_then(|inner| inner.downcast_ref::<Unsent>()) {
            return unsent.clone();
        }
        let Some(cause) = innermost.source() else { break };
        innermost = cause;
    }
    Unsent::Away(innermost.to_string().chars().take(200).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn judged(outside: Outside, url: &str) -> Result<(), Unsent> {
        outside.judge(&url.parse().unwrap()).await
    }

    #[tokio::test]
    async fn what_lies_inwards_is_refused_by_its_number_and_by_its_name() {
        let outside = Outside::default();
        for inward in [
            "https://10.1.2.3/",
            "https://169.254.169.254/latest/meta-data",
            "https://[::1]:8443/",
            "https://[::ffff:192.168.0.1]/",
            "https://localhost/",
            // The same as 127.0.0.1, as some write it.
            "https://2130706433/",
            "https://0x7f.1/",
        ] {
            let refused = judged(outside, inward).await;
            assert!(matches!(refused, Err(Unsent::Inward)), "{inward}: {refused:?}");
        }
        assert!(judged(outside, "https://193.166.3.2/").await.is_ok());
        assert!(matches!(
            judged(outside, "http://193.166.3.2/").await,
            Err(Unsent::NotSecure)
        ));
    }

    #[tokio::test]
    async fn a_demonstration_may_ask_this_machine_and_nothing_else_inwards() {
        let here = Outside { loopback: true };
        assert!(judged(here, "http://127.0.0.1:8080/").await.is_ok());
        assert!(judged(here, "http://localhost:8080/").await.is_ok());
        assert!(matches!(judged(here, "https://10.1.2.3/").await, Err(Unsent::Inward)));
        assert!(matches!(judged(here, "http://10.1.2.3/").await, Err(Unsent::NotSecure)));
    }

    #[tokio::test]
    async fn what_the_resolver_of_a_connection_refuses_is_told_through_the_client() {
        let courier = Courier::new(Outside::default()).unwrap();
        let request = http::Request::post("https://localhost:9/")
            .body(Full::default())
            .unwrap();
        let refused = courier.client.request(request).await.unwrap_err();
        assert!(matches!(away(&refused), Unsent::Inward), "{refused:?}");
    }

    #[tokio::test]
    async fn a_connection_is_made_to_what_was_judged_and_to_nothing_that_a_name_turns_into_afterwards() {
        // The connection itself resolves, as if the name had been judged when it still pointed outwards.
        let inward = Outside::default().reach("localhost".to_owned()).await.unwrap_err();
        assert!(matches!(away(&inward), Unsent::Inward));
        let reached = Outside { loopback: true }.reach("localhost".to_owned()).await.unwrap();
        assert!(reached.count() > 0);
    }
}
