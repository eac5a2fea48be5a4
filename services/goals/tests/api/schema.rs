//! `schema.rs` is kept by hand: the database has the last word.

#[tokio::test(flavor = "multi_thread")]
async fn the_schema_is_what_the_migrations_make() {
    kit::schema::must_be_what_the_migrations_make("goals", include_str!("../../src/schema.rs")).await;
}
