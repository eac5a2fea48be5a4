//! How others hear of a webhook: where it is and what it is told, and never its secret.

use contracts::tenants::v1 as wire;
use platform::events::Change;

use super::model::Webhook;

fn state(webhook: &Webhook) -> wire::Webhook {
    wire::Webhook {
        id: webhook.id.to_string(),
        name: webhook.name.clone(),
        // What stands behind the question mark may be a secret of the receiver's.
        host: webhook.url.host_str().unwrap_or_default().to_owned(),
        kinds: webhook.kinds.iter().map(|kind| kind.code().to_owned()).collect(),
        disabled: webhook.disabled.map(|because| because.code().to_owned()),
    }
}

pub fn change(webhook: &Webhook, event: &'static str) -> Change {
    Change::of(webhook.id, webhook.version, event, &state(webhook))
}
