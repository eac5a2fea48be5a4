use kit::Suite;

#[tokio::test(flavor = "multi_thread")]
async fn the_matrix_shows_every_permission_and_how_far_it_reaches() {
    let suite = Suite::start().await;
    let tenant = suite.tenant("Teuva").await;
    let matrix = tenant.admin.get("/api/v1/roles").await.ok().items();
    let units = matrix.iter().find(|row| row["permission"] == "units.edit").unwrap();
    assert_eq!(
        (units["kind_of_act"].as_str(), units["cells"]["admin"].as_str()),
        (Some("write"), Some("any"))
    );
    assert!(units["cells"].get("reader").is_none());
    suite.stop().await;
}
