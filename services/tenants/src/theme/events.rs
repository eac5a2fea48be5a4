//! How others hear of a theme.

use contracts::tenants::v1 as wire;

use super::model::Theme;

pub fn state(theme: &Theme) -> wire::Theme {
    wire::Theme {
        id: theme.id.to_string(),
        taxonomy_id: theme.taxonomy_id.to_string(),
        parent_id: theme.parent_id.map(|id| id.to_string()),
        code: theme.code.clone(),
        name: Some(theme.name.clone().into()),
        description: Some(theme.description.clone().into()),
    }
}
