//! Where a request comes from.

use std::net::IpAddr;

use actix_web::HttpRequest;

/// The address of whoever is behind a request. What a stranger says of oneself is not believed: only neighbours (the
/// portal, the ingress) may say for whom they ask, and of a list the last entry was written by the nearest of them.
pub fn origin(request: &HttpRequest) -> Option<IpAddr> {
    let forwarded = request.headers().get("x-forwarded-for").and_then(|v| v.to_str().ok());
    behind(request.peer_addr().map(|peer| peer.ip()), forwarded.unwrap_or_default())
}

fn behind(peer: Option<IpAddr>, forwarded: &str) -> Option<IpAddr> {
    let neighbour = peer.is_none_or(|ip| match ip {
        IpAddr::V4(ip) => ip.is_loopback() || ip.is_private(),
        IpAddr::V6(ip) => ip.is_loopback() || ip.is_unique_local(),
    });
    let told = forwarded
        .rsplit(',')
        .next()
        .and_then(|last| last.trim().parse::<IpAddr>().ok());
    if neighbour { told.or(peer) } else { peer }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stranger_is_not_believed_and_a_neighbour_is() {
        let address = |text: &str| text.parse::<IpAddr>().ok();
        let stranger = address("203.0.113.9");
        assert_eq!(behind(stranger, "198.51.100.1"), stranger);
        let portal = address("127.0.0.1");
        assert_eq!(behind(portal, "192.0.2.66, 198.51.100.1"), address("198.51.100.1"));
        assert_eq!(behind(portal, ""), portal);
    }
}
