use typesetting::*;
#[path = "../tests/sheet/support.rs"]
#[allow(dead_code)]
mod support;
use support::*;
fn main() {
    for t in ["\u{7f}", "\u{2e5}", "\u{371}", "Ϣ", "a\u{20dd}"] {
        let svg = format!(r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 40"><text y="20">{t}</text></svg>"#);
        for (n, b) in [("p", paragraph(t)), ("h", Block::Heading { level: 1, text: t.to_owned() }),
            ("t", table(t, &[(t, Align::Left)], vec![vec![t.to_owned()]])),
            ("f", Block::Figures(vec![figure(t, t, t)])),
            ("c", Block::Chart { svg, alt: t.to_owned() })] {
            let d = with(vec![b]);
            println!("{t:?} {n} missing {:?} -> {:?}", missing_characters(&d).len(), pdf(&d).map(|b| b.len()).map_err(|e| e.to_string()));
        }
    }
    // a real looking one
    let long = "Kaupunki osallistui vuoden aikana kolmeen eurooppalaiseen verkostoon, isännöi kahta ystävyyskuntavierailua ja valmisteli yhdessä naapurikuntien kanssa hakemuksen maaseudun palveluiden digitalisoinnista. Hakemus hyväksyttiin ehdollisena, ja hanke käynnistyy seuraavan vuoden alussa.";
    let projects: Vec<Vec<String>> = [("TEKES – Tekoäly kestävässä maataloudessa", "Elinvoima", "päärahoitettava", "1.1.2017–31.12.2018", "1 204 350"), ("Lifelong Learning North", "Sivistyspalvelut", "kumppani", "1.9.2024–31.8.2027", "84 000"), ("Bioenergiaa Etelä-Pohjanmaalle", "Elinvoima", "liitännäinen", "1.3.2025–", "12 500")].iter().cycle().take(26).map(|&(a,b,c,d,e)| [a,b,c,d,e].map(str::to_owned).to_vec()).collect();
    let cols = [("Hanke", Align::Left), ("Yksikkö", Align::Left), ("Rooli", Align::Left), ("Kesto", Align::Left), ("Budjetti, €", Align::Right)];
    let blocks = vec![
        paragraph(long), paragraph(&format!("{long} {long}")),
        Block::Figures(vec![figure("Käynnissä olevat EU-hankkeet", "12", "Hankerekisteri: tyyppi EU, käynnissä jonakin vuoden päivänä"), figure("Muut kansainväliset hankkeet", "4", ""), figure("Vuoden aikana jätetyt hakemukset", "7", "joista hyväksytty 3, ehdollisena 1, hylätty 2, käsittelyssä 1"), figure("Hankkeiden kokonaisbudjetti", "1 300 850 €", "")]),
        Block::Heading { level: 1, text: "Käynnissä olevat hankkeet".to_owned() },
        table("EU-hankkeet ja muut kansainväliset hankkeet 2025", &cols, projects),
        Block::Heading { level: 1, text: "Hankkeet kunnittain".to_owned() },
        Block::Chart { svg: CHART.to_owned(), alt: "Eniten hankkeita on Kuopiossa, 13.".to_owned() },
        Block::List(vec!["Ystävyyskuntatoiminta jatkui kolmen kaupungin kanssa.".to_owned(), long.to_owned(), "https://example.org/a/very/long/address/that/goes/on/and/on?for=ever&and=a&day=longer&than=that".to_owned()]),
    ];
    let mut d = with(blocks);
    d.parts[0].heading = "a) EU-hankkeet, muut kansainväliset hankkeet ja hakemukset".to_owned();
    let years: Vec<(String, Align)> = std::iter::once(("Mittari".to_owned(), Align::Left)).chain((2015..2026).map(|y| (y.to_string(), Align::Right))).collect();
    let years: Vec<(&str, Align)> = years.iter().map(|(a, b)| (a.as_str(), *b)).collect();
    let wide = table("Mittarit vuosittain", &years, (0..14).map(|n| std::iter::once("Kansainvälisten opiskelijoiden osuus toisen asteen koulutuksessa".to_owned()).chain((0..11).map(|y| format!("{},{}", n * 7 + y, y))).collect()).collect());
    d.parts.push(Part { heading: "b) Muu kansainvälinen toiminta".to_owned(), sections: vec![
        Section { heading: "Elinvoimapalvelut".to_owned(), blocks: vec![paragraph(long), wide] },
        Section { heading: "Sivistyspalvelut".to_owned(), blocks: vec![] }] });
    d.parts.push(Part { heading: "c) Konkreettiset vaikutukset".to_owned(), sections: vec![] });
    d.facts.push(fact("Tulostettu", "22.11.2026"));
    d.facts.push(fact("Laatija", "Kaupunginkanslia, kansainvälisten asioiden yksikkö yhdessä Suupohjan elinkeinotoimen kuntayhtymän kanssa"));
    let t = std::time::Instant::now();
    std::fs::write("/tmp/ts.pdf", pdf(&d).unwrap()).unwrap();
    println!("{:?}", t.elapsed());
}
