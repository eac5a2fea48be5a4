use typesetting::*;
#[path = "../tests/sheet/support.rs"]
#[allow(dead_code)]
mod support;
use support::*;
fn try_it(t: &str) -> Result<usize, String> {
        let svg = format!(r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 40"><text y="20">{t}</text></svg>"#);
        pdf(&with(vec![Block::Chart { svg, alt: t.to_owned() }, paragraph(t), table("", &[(t, Align::Left)], vec![])])).map(|b| b.len()).map_err(|e| e.to_string().chars().take(100).collect())
}
fn main() {
    for t in ["aa\u{308}a", "a\u{323}b", "x\u{301}y", "x\u{301}\u{308}y", "שלום", "abc שלום abc", "שָׁלוֹם", "fi ffi fl", "soft\u{ad}hyphen", "zw\u{200b}sp", "zw\u{200d}j", "a\u{200e}b", "\u{301}a", "½ ⅓ ﬁ", "Ǆ ŉ", "A\u{fe0f}b", "A\u{e0041}b", "ᾧ ΐ", "й ё", "\u{2126}", "\u{1e9b}\u{323}", "αι\u{342}"] {
        println!("{t:?} {:?}", try_it(t));
    }
    for t in ["\u{301}a"] { println!("{:?}", try_it(t)); }
    for _ in 0..0 {}
    let mut s: u64 = 88172645463325252;
    let mut next = move |n: u64| { s ^= s << 13; s ^= s >> 7; s ^= s << 17; s % n };
    for (a, b) in [(0x20u32, 0x7e), (0xa0, 0x250), (0x250, 0x300), (0x370, 0x530), (0x5d0, 0x5eb), (0x300, 0x370), (0x2000, 0x2100), (0x2100, 0x2c00), (0xfb00, 0xfb07), (0xfb1d,0xfb50), (0x1e00, 0x2000), (0x1d00, 0x1e00), (0x200b, 0x2010), (0x20, 0x3000), (0x300, 0x700)] {
        let mut bad = 0; let mut e = String::new();
        for _ in 0..40 {
        let t: String = (0..60).filter_map(|_| char::from_u32(a + next((b - a) as u64) as u32)).filter(|c| !"<&>".contains(*c)).collect();
        if let Err(x) = try_it(&t) { bad += 1; e = x; }
        }
        println!("{a:x}..{b:x} {bad} {e}");
    }
}
