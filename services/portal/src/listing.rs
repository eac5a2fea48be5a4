//! A list: filters in the address, a table that can be sorted without script, pages, the whole of it as a file.

use actix_web::{FromRequest, HttpRequest, dev::Payload};
use futures::future::{Ready, ready};

use crate::{
    forms::Field,
    html::Html,
    page::Page,
    pages::{
        self, files,
        saved_views::{Saved, Views},
    },
};

/// The query of an address.
#[derive(Clone, Debug, Default)]
pub struct Asked(Vec<(String, String)>);

impl Asked {
    /// The last value counts: a sort button comes after the hidden field that keeps the old order.
    pub fn get(&self, name: &str) -> &str {
        self.0
            .iter()
            .rev()
            .find(|(asked, _)| asked == name)
            .map_or("", |(_, value)| value.trim())
    }

    /// The ids among what an address says.
    pub fn ids(&self) -> Vec<String> {
        pages::lookups::ids_among(self.0.iter().map(|(_, value)| value.as_str()))
    }

    /// Whether an address says anything of it, were it that it is nothing.
    pub fn says(&self, name: &str) -> bool {
        self.0.iter().any(|(asked, _)| asked == name)
    }

    /// Those of the names that were asked for, ready to be sent on to the API.
    pub fn kept(&self, names: &[&'static str]) -> Vec<(&'static str, String)> {
        names
            .iter()
            .map(|name| (*name, self.get(name).to_owned()))
            .filter(|(_, value)| !value.is_empty())
            .collect()
    }

    #[cfg(test)]
    pub fn sample(pairs: &[(&str, &str)]) -> Self {
        Self(
            pairs
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect(),
        )
    }
}

impl FromRequest for Asked {
    type Error = actix_web::Error;
    type Future = Ready<Result<Self, Self::Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Self(
            serde_html_form::from_str(request.query_string()).unwrap_or_default(),
        )))
    }
}

pub struct Column {
    pub label: String,
    /// The field the API sorts by, if it does.
    pub sort: Option<&'static str>,
    pub numeric: bool,
    /// `ascending`, `descending` or `none`, as `aria-sort` says it.
    pub order: &'static str,
    /// What pressing the heading asks for.
    pub next_sort: String,
}

/// Rows that can be chosen, to be changed together.
pub struct Choosing {
    /// Where the chosen ones are sent.
    pub action: String,
    pub token: String,
    /// How the list was narrowed and sorted, to come back to.
    pub from: String,
    /// Of each row: what is sent, and what its box is called.
    pub items: Vec<(String, String)>,
}

impl Choosing {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates call it so")]
    pub fn item(&self, row: &usize) -> Option<&(String, String)> {
        self.items.get(*row)
    }
}

pub struct Listing {
    pub address: &'static str,
    pub caption: String,
    pub columns: Vec<Column>,
    pub rows: Vec<Vec<Html>>,
    pub empty: String,
    pub count: String,
    pub filters: Vec<Field>,
    pub sort: String,
    pub next: Option<String>,
    pub first: Option<String>,
    /// Shown in place of the table, when things lie below one another.
    pub tree: Option<Html>,
    /// Where the list is had as a file, and the message that names the file.
    pub files: Vec<(String, &'static str)>,
    /// Views of it that were saved, where it can be.
    pub views: Option<Views>,
    /// What its rows are chosen for.
    pub choosing: Option<Choosing>,
    /// The message that counts its rows.
    counted: &'static str,
    filter_names: Vec<&'static str>,
    asked: Asked,
}

impl Listing {
    /// `filter_names` are the query names that belong to this list; nothing else of the address is sent to the API.
    pub fn new(
        page: &Page,
        address: &'static str,
        caption: &str,
        asked: &Asked,
        filter_names: &[&'static str],
    ) -> Self {
        Self {
            address,
            caption: caption.to_owned(),
            columns: Vec::new(),
            rows: Vec::new(),
            empty: page.t("list-empty"),
            count: String::new(),
            filters: Vec::new(),
            sort: asked.get("sort").to_owned(),
            next: None,
            first: None,
            tree: None,
            files: Vec::new(),
            views: None,
            choosing: None,
            counted: "list-count",
            filter_names: filter_names.to_vec(),
            asked: asked.clone(),
        }
    }

    /// The query for the API: filters, order, page.
    pub fn query(&self) -> Vec<(&'static str, String)> {
        let mut query = self.asked.kept(&self.filter_names);
        query.extend(self.asked.kept(&["sort", "after"]));
        query
    }

    /// Filters and order as an address has them: what makes the list the same for whoever opens it.
    pub fn narrowed(&self) -> String {
        let mut query = self.asked.kept(&self.filter_names);
        query.extend(self.asked.kept(&["sort"]));
        serde_html_form::to_string(query).unwrap_or_default()
    }

    /// Offers its saved views, and to save it as it is.
    pub fn with_views(mut self, page: &Page, found: Saved) -> Self {
        self.views = found.and_then(|found| Views::new(page, &self, found));
        self
    }

    pub fn column(mut self, label: String, sort: Option<&'static str>) -> Self {
        let (order, next_sort) = match sort {
            Some(field) if self.sort == field => ("ascending", format!("-{field}")),
            Some(field) if self.sort.strip_prefix('-') == Some(field) => ("descending", field.to_owned()),
            Some(field) => ("none", field.to_owned()),
            None => ("none", String::new()),
        };
        self.columns.push(Column {
            label,
            sort,
            numeric: false,
            order,
            next_sort,
        });
        self
    }

    /// A column of numbers, which stand under one another by their last digit.
    pub fn numbers(mut self, label: String, sort: Option<&'static str>) -> Self {
        self = self.column(label, sort);
        if let Some(column) = self.columns.last_mut() {
            column.numeric = true;
        }
        self
    }

    pub fn filter(mut self, mut field: Field) -> Self {
        let asked = self.asked.get(&field.name).to_owned();
        field.set(&asked);
        self.filters.push(field);
        self
    }

    /// What is said when there is nothing yet.
    pub fn empty(mut self, text: String) -> Self {
        self.empty = text;
        self
    }

    pub fn counted(mut self, key: &'static str) -> Self {
        self.counted = key;
        self
    }

    /// Offers the whole list as a file; the page's `file` answers there.
    pub fn with_files(mut self) -> Self {
        let mut query = self.asked.kept(&self.filter_names);
        query.extend(self.asked.kept(&["sort"]));
        self.files = files::links(self.address, &query);
        self
    }

    /// Offers it as CSV alone: the page puts the file together from several lists.
    pub fn with_csv(self) -> Self {
        let mut listing = self.with_files();
        listing.files.retain(|(_, label)| *label == "download-csv");
        listing
    }

    pub fn fill(mut self, page: &Page, rows: Vec<Vec<Html>>, next: Option<&str>) -> Self {
        let mut query = self.asked.kept(&self.filter_names);
        query.extend(self.asked.kept(&["sort"]));
        self.first = (!self.asked.get("after").is_empty()).then(|| pages::address(self.address, &query));
        self.next = next.map(|cursor| {
            query.push(("after", cursor.to_owned()));
            pages::address(self.address, &query)
        });
        self.count = page.with(self.counted, "count", rows.len());
        if next.is_some() || self.first.is_some() {
            self.count = page.with("list-count-of-page", "count", &self.count);
        }
        if self.is_filtered() {
            self.empty = page.t("list-nothing-found");
        }
        self.rows = rows;
        self.leave_out_empty_columns();
        self
    }

    /// Lets rows be chosen.
    pub fn choosing(self, choosing: Option<Choosing>) -> Self {
        Self { choosing, ..self }
    }

    /// Shows its rows as the tree they form.
    pub fn with_tree(self, tree: Html) -> Self {
        Self {
            tree: Some(tree),
            ..self
        }
    }

    /// A column that no row fills says nothing. One that sorts stays where its reader left it.
    fn leave_out_empty_columns(&mut self) {
        let is_shown = |index: usize, column: &Column| {
            let filled = |row: &Vec<Html>| row.get(index).is_some_and(|cell| !cell.is_empty());
            column.sort.is_some() || self.rows.is_empty() || self.rows.iter().any(filled)
        };
        let columns = self.columns.iter().enumerate();
        let shown: Vec<bool> = columns.map(|(index, column)| is_shown(index, column)).collect();
        let mut each = shown.iter();
        self.columns.retain(|_| each.next().copied().unwrap_or(true));
        for row in &mut self.rows {
            let mut each = shown.iter();
            row.retain(|_| each.next().copied().unwrap_or(true));
        }
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates call it so")]
    pub fn is_numeric(&self, index: &usize) -> bool {
        self.columns.get(*index).is_some_and(|column| column.numeric)
    }

    pub fn is_filtered(&self) -> bool {
        !self.asked.kept(&self.filter_names).is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{language::Language, page::Section, pages::samples::a_member};

    fn listed(asked: &Asked, rows: &[[&str; 3]]) -> Listing {
        let page = Page::new(&a_member(Language::En), Section::Units);
        let rows = rows.iter().map(|row| row.map(Html::text).to_vec()).collect();
        Listing::new(&page, "/units", "Units", asked, &["q"])
            .column("Name".to_owned(), Some("name"))
            .column("Parent".to_owned(), None)
            .numbers("Pupils".to_owned(), None)
            .counted("units-count")
            .empty("No units yet.".to_owned())
            .fill(&page, rows, None)
    }

    #[test]
    fn a_column_that_no_row_fills_is_left_out() {
        let list = listed(&Asked::default(), &[["", "", "7"], ["", "", ""]]);
        let columns: Vec<&str> = list.columns.iter().map(|column| column.label.as_str()).collect();
        assert_eq!(columns, ["Name", "Pupils"]);
        assert!(list.rows.iter().all(|row| row.len() == 2) && list.is_numeric(&1));
        assert_eq!(list.count, "2 units");
    }

    #[test]
    fn nothing_yet_is_told_apart_from_nothing_found() {
        assert_eq!(listed(&Asked::default(), &[]).empty, "No units yet.");
        let narrowed = listed(&Asked::sample(&[("q", "school")]), &[]);
        assert_eq!(narrowed.empty, "Nothing matches these filters.");
    }
}
