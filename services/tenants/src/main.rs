//! `tenants serve`, `tenants work`, `tenants migrate`.

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    platform::service::main(&tenants::Tenants::alone()).await
}
