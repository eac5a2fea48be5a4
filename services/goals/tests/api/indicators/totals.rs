use serde_json::json;

use crate::support::{items, town, value_of};

#[tokio::test(flavor = "multi_thread")]
async fn shares_of_units_add_up_by_their_numbers() {
    let town = town().await;
    let indicator = town.share().await;
    for (unit, above, below) in [(&town.school, "90", "100"), (&town.office, "1", "900")] {
        town.planner
            .post("/api/v1/indicator-values", value_of(&indicator, unit, above, below))
            .await
            .created();
    }
    let totals = town
        .planner
        .get(&format!("/api/v1/indicators/{}/totals", indicator.id()))
        .await
        .ok();
    let total = &items(&totals)[0];
    assert_eq!(
        (&total["numerator"], &total["denominator"]),
        (&json!("91"), &json!("1000"))
    );
    assert_eq!(
        (&total["value"], &total["count"], &total["target"]),
        (&json!("9.1"), &json!(2), &json!("15"))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_council_s_value_covers_its_school() {
    let town = town().await;
    let indicator = town.share().await;
    for (unit, above) in [(&town.council, "5"), (&town.school, "4")] {
        town.planner
            .post("/api/v1/indicator-values", value_of(&indicator, unit, above, "10"))
            .await
            .created();
    }
    let totals = town
        .planner
        .get(&format!("/api/v1/indicators/{}/totals", indicator.id()))
        .await
        .ok();
    assert_eq!(
        (&items(&totals)[0]["value"], &items(&totals)[0]["count"]),
        (&json!("50.0"), &json!(1))
    );
}
