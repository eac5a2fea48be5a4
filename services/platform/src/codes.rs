//! Closed choices: one word in the API, in the database and in messages.

use utoipa::openapi::{ObjectBuilder, RefOr, Schema, Type};

/// Declares a choice, with its name in the description of the API. Each variant has its code, which is stable.
///
/// ```ignore
/// codes! {
///     /// Where a project's money comes from.
///     pub enum Kind as ProjectKind { Eu = "eu", National = "national" }
/// }
/// ```
#[macro_export]
macro_rules! codes {
    ($(#[doc = $doc:expr])* pub enum $name:ident as $described:ident {
        $($(#[$of:meta])* $variant:ident = $code:literal),+ $(,)?
    }) => {
        $(#[doc = $doc])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize,
            diesel::expression::AsExpression, diesel::deserialize::FromSqlRow,
        )]
        #[diesel(sql_type = diesel::sql_types::Text)]
        pub enum $name {
            $($(#[$of])* #[serde(rename = $code)] $variant,)+
        }

        impl $name {
            pub fn code(self) -> &'static str {
                match self {
                    $(Self::$variant => $code,)+
                }
            }
        }

        impl diesel::serialize::ToSql<diesel::sql_types::Text, diesel::pg::Pg> for $name {
            fn to_sql<'b>(
                &'b self,
                out: &mut diesel::serialize::Output<'b, '_, diesel::pg::Pg>,
            ) -> diesel::serialize::Result {
                diesel::serialize::ToSql::<diesel::sql_types::Text, diesel::pg::Pg>::to_sql(self.code(), out)
            }
        }

        impl diesel::deserialize::FromSql<diesel::sql_types::Text, diesel::pg::Pg> for $name {
            fn from_sql(value: diesel::pg::PgValue<'_>) -> diesel::deserialize::Result<Self> {
                match std::str::from_utf8(value.as_bytes())? {
                    $($code => Ok(Self::$variant),)+
                    other => Err(format!("`{other}` is no {}", stringify!($described)).into()),
                }
            }
        }

        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
                $crate::codes::schema(&[$($doc),*], &[$($code),+])
            }
        }

        impl utoipa::ToSchema for $name {
            fn name() -> std::borrow::Cow<'static, str> {
                std::borrow::Cow::Borrowed(stringify!($described))
            }
        }
    };
}

/// The description of a choice: the words that stand in the API, not the names that stand in the code.
pub fn schema(about: &[&str], codes: &[&str]) -> RefOr<Schema> {
    let about: Vec<&str> = about.iter().map(|line| line.trim()).collect();
    ObjectBuilder::new()
        .schema_type(Type::String)
        .description(Some(about.join("\n")))
        .enum_values(Some(codes.iter().copied()))
        .into()
}
