//! How others hear of a taxonomy.

use contracts::tenants::v1 as wire;

use super::model::Taxonomy;

pub fn state(taxonomy: &Taxonomy) -> wire::Taxonomy {
    wire::Taxonomy {
        id: taxonomy.id.to_string(),
        key: taxonomy.key.clone(),
        name: Some(taxonomy.name.clone().into()),
        shared: taxonomy.shared,
        source: taxonomy.source.as_ref().map(|source| wire::TaxonomySource {
            organisation_name: Some(source.organisation_name.clone().into()),
            taxonomy_id: source.taxonomy_id.to_string(),
            version: source.version,
        }),
    }
}
