//! Tables on a narrow screen: each row becomes lines of a label and a value. What the sheet needs for that is written into
//! every table here, once for all templates: each cell carries the label of its column, and says what it is to whoever
//! hears the page, since a cell that is laid out otherwise is no cell any more.

/// The page with its tables prepared. A table of the class `grid` stays one: it is typed into, across and down.
pub fn labelled(html: &str) -> String {
    let mut whole = String::with_capacity(html.len() + html.len() / 4);
    let mut rest = html;
    while let Some((before, table, after)) = cut(rest, "<table", "</table>") {
        whole.push_str(before);
        if table.split('>').next().is_some_and(|tag| tag.contains(" grid")) {
            whole.push_str(table);
        } else {
            prepare(table, &mut whole);
        }
        rest = after;
    }
    whole.push_str(rest);
    whole
}

/// What is before, what is from `begin` to `end`, and what is after.
fn cut<'a>(text: &'a str, begin: &str, end: &str) -> Option<(&'a str, &'a str, &'a str)> {
    let (before, _) = text.split_once(begin)?;
    let found = text.get(before.len()..)?;
    let (inner, after) = found.split_once(end)?;
    Some((before, found.get(..inner.len() + end.len())?, after))
}

/// Every tag of our own templates ends at the next `>`: in a value it is escaped.
fn prepare(table: &str, whole: &mut String) {
    let mut labels: Vec<String> = Vec::new();
    let (mut in_head, mut column) = (false, 0);
    let mut parts = table.split_inclusive('<').peekable();
    // A part is what follows a `<`, up to and with the next one.
    while let Some(part) = parts.next() {
        let name: String = part.chars().take_while(char::is_ascii_alphanumeric).collect();
        let role = match name.as_str() {
            "table" => "table",
            "thead" => {
                in_head = true;
                "rowgroup"
            }
            "tbody" => {
                in_head = false;
                "rowgroup"
            }
            "tr" => {
                column = 0;
                "row"
            }
            "th" if in_head => {
                labels.push(words(part, parts.clone()));
                "columnheader"
            }
            "th" => "rowheader",
            "td" => "cell",
            _ => {
                whole.push_str(part);
                continue;
            }
        };
        let (tag, rest) = part.split_at(name.len());
        whole.push_str(tag);
        whole.push_str(" role=\"");
        whole.push_str(role);
        whole.push('"');
        if matches!(name.as_str(), "th" | "td") && !in_head {
            if let Some(label) = labels.get(column).filter(|label| !label.is_empty()) {
                whole.push_str(" data-label=\"");
                whole.push_str(label);
                whole.push('"');
            }
            column += 1;
        }
        whole.push_str(rest);
    }
}

/// The words of a heading, without what marks them.
fn words<'a>(first: &'a str, parts: impl Iterator<Item = &'a str>) -> String {
    let inner = std::iter::once(first).chain(parts.take_while(|part| !part.starts_with("/th>")));
    let texts = inner.filter_map(|part| part.split_once('>')).map(|(_, text)| text);
    let text: String = texts.map(|text| text.strip_suffix('<').unwrap_or(text)).collect();
    text.trim().replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = r#"<p>a</p><table class="ds-table"><caption>C</caption><thead><tr><th scope="col">Unit</th><th scope="col" class="numeric"><button>Owed &lt; 3</button></th></tr></thead><tbody><tr><th scope="row"><a href="/units/1">Culture</a></th><td class="numeric">3<br>4</td></tr><tr><th scope="row">Schools</th><td></td></tr></tbody></table><p>b</p>"#;

    #[test]
    fn every_cell_carries_the_label_of_its_column_and_says_what_it_is() {
        let told = labelled(TABLE);
        assert!(told.starts_with(r#"<p>a</p><table role="table" class="ds-table"><caption>"#));
        assert!(told.contains(r#"<th role="columnheader" scope="col">Unit</th>"#));
        assert!(told.contains(
            r#"<tr role="row"><th role="rowheader" data-label="Unit" scope="row"><a href="/units/1">Culture</a></th><td role="cell" data-label="Owed &lt; 3" class="numeric">3<br>4</td></tr>"#
        ));
        assert!(told.ends_with(r#"<td role="cell" data-label="Owed &lt; 3"></td></tr></tbody></table><p>b</p>"#));
    }

    #[test]
    fn a_grid_stays_a_table_and_other_markup_stays_as_it_is() {
        let grid = TABLE.replace("ds-table", "ds-table grid");
        assert_eq!(labelled(&grid), grid);
        assert_eq!(labelled("<p>no table</p>"), "<p>no table</p>");
    }
}
