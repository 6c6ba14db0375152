//! Who is asking: the client's address, believed only as far as it can be, and the network it belongs to.
//!
//! Abuse is counted by network, since one machine has a whole IPv6 /64 and a mobile operator few IPv4 addresses.

use std::{fmt, net::IpAddr};

use axum::http::HeaderMap;
use ipnet::{IpNet, Ipv4Net, Ipv6Net};

/// An IPv4 /24 or an IPv6 /48.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Network(IpNet);

impl Network {
    /// The network of the client behind `peer`: `peer` itself, unless it is a trusted proxy; then the last address in
    /// `X-Forwarded-For` that is not one. Addresses further left were written by the client and prove nothing.
    pub(crate) fn of(peer: IpAddr, headers: &HeaderMap, proxies: &[IpNet]) -> Self {
        let trusted = |address: IpAddr| proxies.iter().any(|proxy| proxy.contains(&address));
        let mut client = peer.to_canonical();
        // Several header lines are one list.
        let lines: Vec<_> = headers.get_all("x-forwarded-for").iter().filter_map(|line| line.to_str().ok()).collect();
        for hop in lines.iter().rev().flat_map(|line| line.rsplit(',')) {
            if !trusted(client) {
                break;
            }
            let Ok(address) = hop.trim().parse::<IpAddr>() else { break };
            client = address.to_canonical();
        }
        Self::around(client)
    }

    fn around(address: IpAddr) -> Self {
        let net = match address {
            IpAddr::V4(v4) => Ipv4Net::new_assert(v4, 24).trunc().into(),
            IpAddr::V6(v6) => Ipv6Net::new_assert(v6, 48).trunc().into(),
        };
        Self(net)
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn network(peer: &str, forwarded: &[&str], proxies: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        for line in forwarded {
            headers.append("x-forwarded-for", line.parse().expect("a header"));
        }
        let proxies: Vec<IpNet> = proxies.iter().map(|net| net.parse().expect("a network")).collect();
        Network::of(peer.parse().expect("an address"), &headers, &proxies).to_string()
    }

    #[test]
    fn without_a_trusted_proxy_the_header_says_nothing() {
        assert_eq!(network("203.0.113.9", &["198.51.100.7"], &[]), "203.0.113.0/24");
        assert_eq!(network("203.0.113.9", &["198.51.100.7"], &["10.0.0.0/8"]), "203.0.113.0/24");
    }

    #[test]
    fn behind_a_trusted_proxy_the_last_untrusted_address_counts() {
        let proxies = ["10.0.0.0/8"];
        assert_eq!(network("10.0.0.1", &["198.51.100.7"], &proxies), "198.51.100.0/24");
        assert_eq!(network("10.0.0.1", &["6.6.6.6, 198.51.100.7, 10.2.0.1"], &proxies), "198.51.100.0/24");
        assert_eq!(network("10.0.0.1", &["6.6.6.6", "198.51.100.7"], &proxies), "198.51.100.0/24");
    }

    #[test]
    fn what_is_no_address_is_not_believed() {
        assert_eq!(network("10.0.0.1", &["198.51.100.7, unknown"], &["10.0.0.0/8"]), "10.0.0.0/24");
        assert_eq!(network("10.0.0.1", &[], &["10.0.0.0/8"]), "10.0.0.0/24");
    }

    #[test]
    fn a_mapped_address_is_the_ipv4_address_it_maps() {
        assert_eq!(network("::ffff:203.0.113.9", &[], &[]), "203.0.113.0/24");
        assert_eq!(network("2001:db8:1:2:3::4", &[], &[]), "2001:db8:1::/48");
    }
}
