//! What is sent again when a database was restored to an earlier moment. What lay with the broker then, sent and not yet taken
//! in, is in no backup; and what lies with the broker now comes from days that never were. So its queues are emptied, and
//! whatever some reader has not taken in goes from the journals into the outboxes once more. Who has it already drops it.

/// The statement that does it for one source, in the database that all services share: for an administrator, while nobody
/// serves or works.
pub fn statement(source: &str) -> String {
    let reached = |reader: &&str| {
        format!(
            "coalesce((SELECT min(p.contiguous) FROM {reader}.inbox_progress p
                       WHERE p.tenant_id = h.tenant_id AND p.source = '{source}'), 0)"
        )
    };
    let readers: Vec<String> = contracts::listeners(source).iter().map(reached).collect();
    // A source that nobody listens to has nothing to send.
    let reached = if readers.is_empty() {
        "h.position".to_owned()
    } else {
        format!("least({})", readers.join(", "))
    };
    format!(
        "INSERT INTO {source}.outbox (tenant_id, position, lane, recorded_at, aggregate, aggregate_id, version, event, state,
                                      deleted, actor_id, trace)
         SELECT j.tenant_id, j.position, 'live', j.recorded_at, j.aggregate, j.aggregate_id, j.version, j.event, j.state,
                j.deleted, j.actor_id, j.trace
         FROM (SELECT h.tenant_id, h.position, {reached} AS reached FROM {source}.journal_heads h) reader
         JOIN {source}.journal j ON j.tenant_id = reader.tenant_id AND j.position > reader.reached
         WHERE reader.reached < reader.position
         ON CONFLICT DO NOTHING"
    )
}
