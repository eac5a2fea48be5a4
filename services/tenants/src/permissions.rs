//! Who may do what here.

use platform::{auth::PermissionRow, events::journal::ReadJournal, permission, usage::routes::ReadUsage};

permission!(
    /// Seeing the organisation itself: name, owners, colours.
    pub ReadOrganisation = "organisation.read", Read {
        Admin: Any, Planner: Any, Contributor: Any, Controller: Any, Registrar: Any, Reader: Any, Elected: Any,
        Auditor: Any, Analyst: Any,
    }
);

permission!(
    /// Changing what the organisation says of itself.
    pub EditOrganisation = "organisation.edit", Write { Admin: Any }
);

permission!(
    /// Seeing the units.
    pub ReadUnits = "units.read", Read {
        Admin: Any, Planner: Any, Contributor: Any, Controller: Any, Registrar: Any, Reader: Any, Elected: Any,
        Auditor: Any, Analyst: Any,
    }
);

permission!(
    /// Creating, renaming, moving, merging units.
    pub EditUnits = "units.edit", Write { Admin: Any }
);

permission!(
    /// Seeing who is what in the organisation.
    pub ReadPeople = "people.read", Read {
        Admin: Any, Planner: Any, Contributor: Any, Controller: Any, Registrar: Any, Reader: Any, Elected: Any,
        Auditor: Any, Analyst: Any,
    }
);

permission!(
    /// Seeing who was invited.
    pub ReadInvitations = "invitations.read", Read { Admin: Any, Auditor: Any }
);

permission!(
    /// Inviting people, giving and taking roles.
    pub EditPeople = "people.edit", Write, proven within 15 { Admin: Any }
);

permission!(
    /// Taking away the second factor of somebody who has lost it.
    pub ResetSecondFactors = "second_factors.reset", Write, proven within 15 { Admin: Any }
);

permission!(
    /// Seeing taxonomies and themes, shared ones included.
    pub ReadThemes = "themes.read", Read {
        Admin: Any, Planner: Any, Contributor: Any, Controller: Any, Registrar: Any, Reader: Any, Elected: Any,
        Auditor: Any, Analyst: Any,
    }
);

permission!(
    /// Making, sharing and adopting taxonomies and themes.
    pub EditThemes = "themes.edit", Write { Admin: Any, Planner: Any }
);

permission!(
    /// Of an association: seeing who in its country asked for a subscription.
    pub ReadSubscriptions = "subscriptions.read", Read { Admin: Any, Analyst: Any }
);

permission!(
    /// Of an association: approving and rejecting requests of its country.
    pub DecideSubscriptions = "subscriptions.decide", Write { Admin: Any, Analyst: Any }
);

permission!(
    /// Seeing which API keys there are, what each is for and when it was last used.
    pub ReadApiKeys = "api_keys.read", Read { Admin: Any, Auditor: Any }
);

permission!(
    /// Making API keys, by which programs act in their maker's name.
    pub MakeApiKeys = "api_keys.make", Write, proven within 15 { Admin: Any }
);

permission!(
    /// Ending an API key, whoever made it.
    pub RevokeApiKeys = "api_keys.revoke", Write { Admin: Any }
);

permission!(
    /// Seeing which webhooks there are, and what became of what each was told.
    pub ReadWebhooks = "webhooks.read", Read { Admin: Any, Auditor: Any }
);

permission!(
    /// Saying which address is told of which changes, and giving it another secret.
    pub EditWebhooks = "webhooks.edit", Write, proven within 15 { Admin: Any }
);

permission!(
    /// Telling a webhook nothing any more, telling it again, sending something once more.
    pub SendWebhooks = "webhooks.send", Write { Admin: Any }
);

permission!(
    /// Seeing which of the organisation's mails were sent and which failed.
    pub ReadMails = "mails.read", Read { Admin: Any }
);

permission!(
    /// Sending a failed mail of the organisation again.
    pub RetryMails = "mails.retry", Write { Admin: Any }
);

permission!(
    /// Seeing what the organisation gives to others, and what it was given.
    pub ReadSharing = "sharing.read", Read {
        Admin: Any, Planner: Any, Registrar: Any, Elected: Any, Auditor: Any, Analyst: Any,
    }
);

permission!(
    /// Giving a dataset to another organisation, changing the terms, taking it back; giving up what one was given.
    pub ManageSharing = "sharing.manage", Write, proven within 15 { Admin: Any }
);

permission!(
    /// Finding the organisations that one may share with: name, kind and country, and nothing else.
    pub FindOrganisations = "organisations.find", Read { Admin: Any }
);

permission!(
    /// Seeing one's own saved views and those that colleagues share.
    pub ReadSavedViews = "saved_views.read", Read {
        Admin: Any, Planner: Any, Contributor: Any, Controller: Any, Registrar: Any, Reader: Any, Elected: Any,
        Auditor: Any, Analyst: Any,
    }
);

permission!(
    /// Saving, changing and deleting views of one's own; taking away what anybody shares.
    pub EditSavedViews = "saved_views.edit", Write {
        Admin: Any, Planner: OwnRecord, Contributor: OwnRecord, Controller: OwnRecord, Registrar: OwnRecord,
        Reader: OwnRecord, Elected: OwnRecord, Auditor: OwnRecord, Analyst: OwnRecord,
    }
);

/// The rows of the permission matrix that this service answers for.
pub fn permissions() -> Vec<PermissionRow> {
    vec![
        PermissionRow::of::<ReadOrganisation>(),
        PermissionRow::of::<EditOrganisation>(),
        PermissionRow::of::<ReadUnits>(),
        PermissionRow::of::<EditUnits>(),
        PermissionRow::of::<ReadPeople>(),
        PermissionRow::of::<ReadInvitations>(),
        PermissionRow::of::<EditPeople>(),
        PermissionRow::of::<ResetSecondFactors>(),
        PermissionRow::of::<ReadThemes>(),
        PermissionRow::of::<EditThemes>(),
        PermissionRow::of::<ReadSubscriptions>(),
        PermissionRow::of::<DecideSubscriptions>(),
        PermissionRow::of::<ReadSharing>(),
        PermissionRow::of::<ManageSharing>(),
        PermissionRow::of::<FindOrganisations>(),
        PermissionRow::of::<ReadSavedViews>(),
        PermissionRow::of::<EditSavedViews>(),
        PermissionRow::of::<ReadApiKeys>(),
        PermissionRow::of::<MakeApiKeys>(),
        PermissionRow::of::<RevokeApiKeys>(),
        PermissionRow::of::<ReadWebhooks>(),
        PermissionRow::of::<EditWebhooks>(),
        PermissionRow::of::<SendWebhooks>(),
        PermissionRow::of::<ReadMails>(),
        PermissionRow::of::<RetryMails>(),
        // The journal of every service is read by the same right; one of them tells of it.
        PermissionRow::of::<ReadJournal>(),
        // So is what each of them counts.
        PermissionRow::of::<ReadUsage>(),
    ]
}
