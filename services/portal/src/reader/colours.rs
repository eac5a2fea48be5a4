//! Light or dark, as the reader wishes or as the device has it.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColourScheme {
    Auto,
    Light,
    Dark,
}

impl ColourScheme {
    pub const ALL: [Self; 3] = [Self::Auto, Self::Light, Self::Dark];

    pub fn code(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    pub fn of(code: &str) -> Self {
        Self::ALL
            .into_iter()
            .find(|scheme| scheme.code() == code)
            .unwrap_or(Self::Auto)
    }
}
