use std::process::Stdio;

use serde_json::{Value, json};
use tokio::{io::AsyncWriteExt as _, process::Command};

use crate::{
    support::{Client, World, figures},
    things::Year,
};

/// The words of a PDF, all gaps the same.
async fn words_of(pdf: &[u8]) -> String {
    let mut reader = Command::new("pdftotext")
        .args(["-layout", "-enc", "UTF-8", "-", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("pdftotext is installed by dev/");
    let mut input = reader.stdin.take().unwrap();
    let pdf = pdf.to_vec();
    let ((), output) = tokio::join!(
        async move {
            input.write_all(&pdf).await.unwrap();
            drop(input);
        },
        reader.wait_with_output()
    );
    flat(&String::from_utf8(output.unwrap().stdout).unwrap())
}

fn flat(text: &str) -> String {
    text.split(char::is_whitespace)
        .filter(|w| !w.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// What stands behind a figure's label in the page.
fn shown_in_page(page: &str, key: &str) -> String {
    let start = page
        .split(&format!("id=\"figure-{key}\">"))
        .nth(1)
        .unwrap_or_else(|| panic!("no figure {key}"));
    flat(start.split("</dd>").next().unwrap())
}

async fn document(client: &Client, path: &str, format: &str, language: &str) -> Vec<u8> {
    client
        .get(&format!("{path}/document?format={format}&language={language}"))
        .await
        .ok()
        .body
}

#[tokio::test(flavor = "multi_thread")]
async fn json_page_and_pdf_say_the_same_figures_in_every_language() {
    let world = World::start().await;
    Year::told_to(&world).await;
    let planner = world.planner();
    let report = planner.draft(2018, None, "fi").await;
    let path = format!("/api/v1/reports/{}", report["id"].as_str().unwrap());
    planner.patch(&path, 1, json!({"parts": [{"key": "effects", "text": "Oppilaat <b>kävivät</b> Ruotsissa & Norjassa.\n\nToinen kappale."}]})).await.ok();
    planner.act(&format!("{path}/lock"), 2).await.ok();
    for (language, at_least, cost) in [
        ("fi", "vähintään 65", "100 000,00 EUR"),
        ("sv", "minst 65", "100 000,00 EUR"),
        ("en", "at least 65", "100,000.00 EUR"),
    ] {
        let told: Value = serde_json::from_slice(&document(&planner, &path, "json", language).await).unwrap();
        let page = String::from_utf8(document(&planner, &path, "html", language).await).unwrap();
        let paper = words_of(&document(&planner, &path, "pdf", language).await).await;
        for figure in figures(&told) {
            let key = figure["key"].as_str().unwrap();
            let shown = shown_in_page(&page, key);
            let plain: String = shown.chars().filter(char::is_ascii_digit).collect();
            let value: String = figure["value"]
                .as_str()
                .unwrap()
                .chars()
                .filter(char::is_ascii_digit)
                .collect();
            assert_eq!(plain, value, "{language} {key}");
            assert!(paper.contains(&shown), "{language} {key}: `{shown}` is not on paper");
        }
        assert_eq!(shown_in_page(&page, "staff_exchange_participants"), at_least);
        assert_eq!(shown_in_page(&page, "project_costs_eur"), cost);
        assert!(page.contains(&format!("<html lang=\"{language}")));
        assert!(
            page.contains("Oppilaat &#60;b&#62;kävivät") && !page.contains("<b>kävivät"),
            "what was written is escaped"
        );
        assert!(paper.contains("Oppilaat <b>kävivät</b> Ruotsissa & Norjassa."));
    }
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_says_in_every_document_that_it_is_one_and_a_locked_report_does_not() {
    let world = World::start().await;
    let planner = world.planner();
    let report = planner.draft(2018, None, "sv").await;
    let path = format!("/api/v1/reports/{}", report["id"].as_str().unwrap());
    for (language, word) in [("fi", "LUONNOS"), ("sv", "UTKAST"), ("en", "DRAFT")] {
        assert!(
            String::from_utf8(document(&planner, &path, "html", language).await)
                .unwrap()
                .contains(word)
        );
        assert!(
            words_of(&document(&planner, &path, "pdf", language).await)
                .await
                .contains(word)
        );
    }
    planner.act(&format!("{path}/lock"), 1).await.ok();
    assert!(
        !words_of(&document(&planner, &path, "pdf", "sv").await)
            .await
            .contains("UTKAST")
    );
    world.stop().await;
}
