platform::id_type!(
    /// Names a policy.
    PolicyId
);
