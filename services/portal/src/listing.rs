//! A list: filters in the address, a table that can be sorted without script, pages, a CSV link.

use actix_web::{FromRequest, HttpRequest, dev::Payload};
use futures::future::{Ready, ready};

use crate::{forms::Field, html::Html, page::Page, pages};

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
    pub csv: Option<String>,
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
            csv: None,
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

    pub fn empty(mut self, text: String) -> Self {
        self.empty = text;
        self
    }

    pub fn with_csv(mut self, address: &str) -> Self {
        let mut query = self.asked.kept(&self.filter_names);
        query.extend(self.asked.kept(&["sort"]));
        self.csv = Some(pages::address(address, &query));
        self
    }

    pub fn fill(mut self, page: &Page, rows: Vec<Vec<Html>>, next: Option<&str>) -> Self {
        let mut query = self.asked.kept(&self.filter_names);
        query.extend(self.asked.kept(&["sort"]));
        self.first = (!self.asked.get("after").is_empty()).then(|| pages::address(self.address, &query));
        self.next = next.map(|cursor| {
            query.push(("after", cursor.to_owned()));
            pages::address(self.address, &query)
        });
        let key = if next.is_some() || self.first.is_some() {
            "list-count-of-page"
        } else {
            "list-count"
        };
        self.count = page.with(key, "count", rows.len());
        self.rows = rows;
        self
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates call it so")]
    pub fn is_numeric(&self, index: &usize) -> bool {
        self.columns.get(*index).is_some_and(|column| column.numeric)
    }

    pub fn is_filtered(&self) -> bool {
        !self.asked.kept(&self.filter_names).is_empty()
    }
}
