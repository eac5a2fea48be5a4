//! Too much of everything.

use std::time::Instant;

use typesetting::{Align, Block};

use crate::support::{figure, paragraph, set, table, text, with};

#[test]
fn two_thousand_rows_are_set_with_a_heading_on_every_page() {
    let row = |number: usize| {
        vec![
            format!("H-{number:05}"),
            "Kestävän liikkumisen kehittämishanke maaseutukunnissa".to_owned(),
            "käynnissä".to_owned(),
            format!("{} 000", number % 900),
        ]
    };
    let columns = [
        ("Tunnus", Align::Left),
        ("Hanke", Align::Left),
        ("Tila", Align::Left),
        ("Budjetti, €", Align::Right),
    ];
    let begun = Instant::now();
    let pdf = set(&with(vec![table("Hankkeet", &columns, (0..2_000).map(row).collect())]));
    println!("2 000 rows: {:?}, {} kB", begun.elapsed(), pdf.len() / 1_000);
    let text = text(&pdf);
    assert!(text.contains("H-00000") && text.contains("H-01999"));
    assert!(text.matches("Tunnus").count() > 10, "the heading row repeats");
}

#[test]
fn a_paragraph_of_a_hundred_kilobytes_is_set() {
    let text = "Kansainvälinen yhteistyö tukee elinvoimaa ja hyvinvointia. ".repeat(1_800);
    let begun = Instant::now();
    set(&with(vec![
        paragraph(&text),
        table(
            "t",
            &[("a", Align::Left)],
            vec![vec![text.chars().take(20_000).collect()]],
        ),
    ]));
    println!("a text of {} kB: {:?}", text.len() / 1_000, begun.elapsed());
}

#[test]
fn endless_words_and_addresses_are_set() {
    let word = "x1".repeat(10_000);
    let address = format!("https://example.org/{}", "a/b-c_d?e=f&g".repeat(2_000));
    let begun = Instant::now();
    let mut document = with(vec![
        paragraph(&word),
        paragraph(&address),
        Block::Heading {
            level: 1,
            text: "y".repeat(5_000),
        },
        Block::List(vec![word.clone()]),
        Block::Figures(vec![figure(&"l".repeat(500), &"9".repeat(500), &word[..500])]),
        table(
            "t",
            &[("a", Align::Left), ("b", Align::Right)],
            vec![vec![word.clone(), "1".repeat(3_000)]],
        ),
    ]);
    document.title = "t".repeat(2_000);
    document.words.footer = "f ".repeat(2_000);
    set(&document);
    println!("endless words: {:?}", begun.elapsed());
}

#[test]
fn forty_columns_are_set() {
    let columns = vec![("Vuosi", Align::Right); 40];
    set(&with(vec![table(
        "t",
        &columns,
        vec![vec!["1 234 567".to_owned(); 40]; 30],
    )]));
}

#[test]
fn an_ordinary_follow_up_takes_little_time() {
    let blocks: Vec<Block> = (0..30)
        .flat_map(|number| {
            [
                Block::Heading {
                    level: 1,
                    text: format!("Yksikkö {number}"),
                },
                paragraph("Yksikkö osallistui vuoden aikana kahteen hankkeeseen ja isännöi yhtä vierailua."),
                Block::Figures(vec![
                    figure("Käynnissä olevat hankkeet", "2", ""),
                    figure("Hakemukset", "1", ""),
                ]),
            ]
        })
        .collect();
    let document = with(blocks);
    for round in ["first", "second"] {
        let begun = Instant::now();
        set(&document);
        println!("an ordinary follow-up, {round}: {:?}", begun.elapsed());
    }
}
