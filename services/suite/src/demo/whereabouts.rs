//! Where the API answers: at one address, as the ingress and the suite have it, or each service at its own, as they do
//! within a cluster.

use std::collections::HashMap;

use anyhow::bail;
use platform::config::Settings;

/// Those that answer for parts of the API.
const SERVICES: [&str; 4] = ["tenants", "goals", "projects", "reporting"];

/// Where to ask for what.
#[derive(Clone, Debug)]
pub enum Whereabouts {
    /// Everything at one address.
    One(String),
    /// Each service at its own.
    Each(HashMap<&'static str, String>),
}

impl Whereabouts {
    /// `SAMVERKA_URL`, or `SAMVERKA_TENANTS_URL` and its kin where each service has one.
    pub fn read(settings: &Settings) -> anyhow::Result<Self> {
        if let Some(url) = settings.optional("SAMVERKA_URL") {
            return Ok(Self::at(&url));
        }
        let mut each = HashMap::new();
        for service in SERVICES {
            let name = format!("SAMVERKA_{}_URL", service.to_uppercase());
            let Some(url) = settings.optional(&name) else {
                bail!("missing in the environment: SAMVERKA_URL, or the address of each service ({name})");
            };
            each.insert(service, plain(&url));
        }
        Ok(Self::Each(each))
    }

    pub fn at(url: &str) -> Self {
        Self::One(plain(url))
    }

    /// The address of a path below `/api/v1`, given with its query.
    pub fn address_of(&self, path: &str) -> String {
        let path = format!("/api/v1{path}");
        let base = match self {
            Self::One(base) => base,
            Self::Each(each) => each.get(contracts::answers(&path)).map_or("", String::as_str),
        };
        format!("{base}{path}")
    }

    /// Every address that there is, with what it is called.
    pub fn all(&self) -> Vec<(String, String)> {
        match self {
            Self::One(base) => vec![("suite".to_owned(), base.clone())],
            Self::Each(each) => SERVICES
                .iter()
                .filter_map(|service| Some(((*service).to_owned(), each.get(service)?.clone())))
                .collect(),
        }
    }
}

fn plain(url: &str) -> String {
    url.trim_end_matches('/').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_resource_is_asked_of_the_service_that_has_it() {
        let settings: Vec<(String, String)> = SERVICES
            .iter()
            .map(|service| {
                (
                    format!("SAMVERKA_{}_URL", service.to_uppercase()),
                    format!("http://{service}/"),
                )
            })
            .collect();
        let each = Whereabouts::read(&Settings::from_values(settings)).unwrap();
        for (path, address) in [
            ("/sessions", "http://tenants/api/v1/sessions"),
            ("/policies/1?x=goals", "http://goals/api/v1/policies/1?x=goals"),
            ("/partners", "http://projects/api/v1/partners"),
            ("/search?q=a", "http://reporting/api/v1/search?q=a"),
            (
                "/journal/projects/tenants",
                "http://projects/api/v1/journal/projects/tenants",
            ),
            (
                "/dead-letters/goals/7/replay",
                "http://goals/api/v1/dead-letters/goals/7/replay",
            ),
        ] {
            assert_eq!(each.address_of(path), address);
        }
        assert_eq!(
            Whereabouts::at("http://one/").address_of("/goals"),
            "http://one/api/v1/goals"
        );
    }

    #[test]
    fn who_says_nothing_is_told_what_to_say() {
        let fault = Whereabouts::read(&Settings::from_values(Vec::new())).unwrap_err();
        assert!(fault.to_string().contains("SAMVERKA_URL"), "{fault}");
    }
}
