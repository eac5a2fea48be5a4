use anyhow::bail;
use platform::{Context, Service as _, ServiceRole, clock::Clock, config::Settings, telemetry};
use reporting::{Reporting, rebuild_of};

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let asked: Vec<String> = std::env::args().skip(1).collect();
    match asked.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["work", "--rebuild"] => rebuild(false).await,
        ["work", "--rebuild", "--accept"] => rebuild(true).await,
        ["work", other, ..] => bail!("`work` knows `--rebuild` and `--rebuild --accept`, not `{other}`"),
        _ => platform::service::main(&Reporting).await,
    }
}

/// Makes the registers anew, beside the processes that serve and work, and ends.
async fn rebuild(accept: bool) -> anyhow::Result<()> {
    let mut settings = Settings::from_environment();
    let told = telemetry::start(&settings, "reporting")?;
    let context = Context::read(&mut settings, ServiceRole::Work, Clock::default())?;
    let configured = Reporting.configure(&mut settings);
    settings.finish(())?;
    let part = configured.build(&context).await?;
    let summary = rebuild_of(&part.db, &context).run(accept).await?;
    tracing::info!(
        "generation {} serves: {} states of {} tenants, {} registers differed",
        summary.generation,
        summary.states,
        summary.tenants,
        summary.differences.len(),
    );
    told.stop().await;
    Ok(())
}
