//! Who answers for which path.

/// Of each line a path and a service: a word is a resource under `/api/v1/`. Fronts are made of the same list.
const ROUTES: &str = include_str!("../../dev/routes.txt");

/// The service that answers for a path such as `/api/v1/goals/…`: the one of the longest line that fits. Where nobody outside may
/// ask, that is `nobody`.
pub fn answers(path: &str) -> &'static str {
    let lines = ROUTES.lines().filter(|line| !line.starts_with('#'));
    let said = lines.filter_map(|line| line.split_once(char::is_whitespace));
    let fitting = said.filter(|(place, _)| is_under(path, place));
    let longest = fitting.max_by_key(|(place, _)| place.len());
    longest.map_or("nobody", |(_, service)| service.trim())
}

fn is_under(path: &str, place: &str) -> bool {
    let rest = if place.starts_with('/') {
        path.strip_prefix(place.trim_end_matches('/'))
    } else {
        path.strip_prefix("/api/v1/")
            .and_then(|resource| resource.strip_prefix(place))
    };
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?']))
}

#[cfg(test)]
mod tests {
    use super::answers;

    #[test]
    fn each_path_is_answered_by_the_service_of_the_longest_line_that_fits() {
        for (path, service) in [
            ("/api/v1/goals", "goals"),
            ("/api/v1/goals/1/history?limit=5", "goals"),
            ("/api/v1/goal-links?limit=5", "goals"),
            ("/api/v1/exports/projects/1/file", "projects"),
            ("/api/v1/journal/reporting?limit=5", "reporting"),
            ("/api/v1/nothing", "tenants"),
            ("/api/openapi.json", "tenants"),
            ("/api/docs/goals", "portal"),
            ("/internal/epoch", "nobody"),
            ("/goals", "portal"),
        ] {
            assert_eq!(answers(path), service, "{path}");
        }
    }
}
