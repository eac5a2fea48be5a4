//! Where the API is asked.

use platform::config::{Peers, Settings, url};
use url::Url;

/// At one address for all of it (a suite, a front), or each service at its own.
#[derive(Clone, Debug)]
pub enum ApiAddress {
    One(Url),
    Each(Box<Peers>),
}

impl ApiAddress {
    /// `SAMVERKA_API_URL`; without it the services' own addresses, where they are told.
    pub fn read(settings: &mut Settings) -> Self {
        let apart =
            settings.optional("SAMVERKA_API_URL").is_none() && settings.optional("SAMVERKA_TENANTS_URL").is_some();
        if apart {
            for service in ["GOALS", "PROJECTS", "REPORTING"] {
                settings.required(
                    &format!("SAMVERKA_{service}_URL"),
                    "where that service is, as SAMVERKA_TENANTS_URL says",
                );
            }
            return Self::Each(Box::new(Peers::read(settings)));
        }
        Self::One(url(settings, "SAMVERKA_API_URL", "http://127.0.0.1:8080"))
    }

    /// The whole address of a path such as `/api/v1/goals?limit=5`.
    pub(super) fn of(&self, path: &str) -> String {
        let base = match self {
            Self::One(base) => base,
            Self::Each(peers) => match contracts::answers(path) {
                "goals" => &peers.goals,
                "projects" => &peers.projects,
                "reporting" => &peers.reporting,
                _ => &peers.tenants,
            },
        };
        format!("{}{path}", base.as_str().trim_end_matches('/'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(values: &[(&str, &str)]) -> Result<ApiAddress, String> {
        let values = values
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let mut settings = Settings::from_values(values);
        let address = ApiAddress::read(&mut settings);
        settings.finish(address).map_err(|faults| faults.to_string())
    }

    #[test]
    fn each_service_is_asked_at_its_own_address_unless_there_is_one_for_all() {
        let services = ["TENANTS", "GOALS", "PROJECTS", "REPORTING"];
        let names = services.map(|service| (format!("SAMVERKA_{service}_URL"), format!("http://{service}:80/")));
        let mut values: Vec<(&str, &str)> = names.iter().map(|(name, url)| (name.as_str(), url.as_str())).collect();
        let apart = read(&values).unwrap();
        assert_eq!(apart.of("/api/v1/goals?limit=5"), "http://goals/api/v1/goals?limit=5");
        assert_eq!(
            apart.of("/api/v1/exports/projects"),
            "http://projects/api/v1/exports/projects"
        );
        assert_eq!(apart.of("/api/openapi.json"), "http://tenants/api/openapi.json");
        values.push(("SAMVERKA_API_URL", "http://front:8000/"));
        assert_eq!(
            read(&values).unwrap().of("/api/v1/goals"),
            "http://front:8000/api/v1/goals"
        );
    }

    #[test]
    fn who_is_told_of_one_service_must_be_told_of_all() {
        let fault = read(&[("SAMVERKA_TENANTS_URL", "http://tenants")]).unwrap_err();
        for name in ["SAMVERKA_GOALS_URL", "SAMVERKA_PROJECTS_URL", "SAMVERKA_REPORTING_URL"] {
            assert!(fault.contains(name), "{fault}");
        }
    }
}
