//! Where a request comes from.

use std::net::IpAddr;

use actix_web::HttpRequest;

/// The address of whoever is behind a request. What a stranger says of oneself is not believed: only neighbours (the
/// portal, the ingress) may say for whom they ask, and of a list, or of several lines, the last entry was written by the
/// nearest of them.
pub fn origin(request: &HttpRequest) -> Option<IpAddr> {
    let forwarded = request.headers().get_all("x-forwarded-for").last();
    let forwarded = forwarded.and_then(|line| line.to_str().ok());
    behind(request.peer_addr().map(|peer| peer.ip()), forwarded.unwrap_or_default())
}

fn behind(peer: Option<IpAddr>, forwarded: &str) -> Option<IpAddr> {
    // A socket for both versions tells an address of version 4 in the dress of version 6.
    let peer = peer.map(|ip| ip.to_canonical());
    let neighbour = peer.is_none_or(|ip| match ip {
        IpAddr::V4(ip) => ip.is_loopback() || ip.is_private(),
        IpAddr::V6(ip) => ip.is_loopback() || ip.is_unique_local(),
    });
    let told = forwarded
        .rsplit(',')
        .next()
        .and_then(|last| last.trim().parse::<IpAddr>().ok())
        .map(|ip| ip.to_canonical());
    if neighbour { told.or(peer) } else { peer }
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    #[test]
    fn a_stranger_is_not_believed_and_a_neighbour_is() {
        let address = |text: &str| text.parse::<IpAddr>().ok();
        let stranger = address("203.0.113.9");
        assert_eq!(behind(stranger, "198.51.100.1"), stranger);
        let portal = address("127.0.0.1");
        assert_eq!(behind(portal, "192.0.2.66, 198.51.100.1"), address("198.51.100.1"));
        assert_eq!(behind(portal, ""), portal);
    }

    #[test]
    fn an_address_of_version_4_is_the_same_in_the_dress_of_version_6() {
        let address = |text: &str| text.parse::<IpAddr>().ok();
        let portal = address("::ffff:10.1.2.3");
        assert_eq!(behind(portal, "::ffff:198.51.100.1"), address("198.51.100.1"));
        assert_eq!(behind(portal, ""), address("10.1.2.3"));
        let stranger = address("::ffff:203.0.113.9");
        assert_eq!(behind(stranger, "198.51.100.1"), address("203.0.113.9"));
    }

    #[test]
    fn of_several_lines_the_last_was_written_by_the_nearest_neighbour() {
        let request = TestRequest::default()
            .peer_addr("10.1.2.3:4711".parse().unwrap())
            .append_header(("x-forwarded-for", "192.0.2.66"))
            .append_header(("x-forwarded-for", "198.51.100.1"))
            .to_http_request();
        assert_eq!(origin(&request), "198.51.100.1".parse().ok());
    }
}
