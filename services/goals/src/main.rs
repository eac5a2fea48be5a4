#[tokio::main]
async fn main() -> anyhow::Result<()> {
    platform::service::main(&goals::Goals).await
}
