#[tokio::main]
async fn main() -> anyhow::Result<()> {
    platform::service::main(&projects::Projects).await
}
