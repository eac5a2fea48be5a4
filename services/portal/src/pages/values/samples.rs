use askama::Template as _;
use serde_json::json;

use super::{super::lookups::Names, About, Known, ValuesPage, grid, view};
use crate::{
    clients::{FieldFault, Problem, indicators::SheetRow},
    reader::Reader,
};

pub fn known() -> Known {
    let indicator = |id: &str, name: &str, kind: &str| {
        serde_json::from_value(json!({
            "id": id, "name": {"fi": name}, "kind": kind, "frequency": "year", "unit_of_measure": {"fi": "kpl"},
            "scale": [{"level": 1, "label": {"fi": "Alku"}}],
        }))
        .unwrap()
    };
    Known {
        indicators: vec![
            indicator("i1", "Vierailut", "number"),
            indicator("i2", "Osuus oppilaista", "ratio"),
            indicator("i3", "Valmius", "scale"),
        ],
        units: Names::sample(&[("u1", "Kehittäminen")]),
    }
}

pub fn samples(reader: &Reader) -> Vec<(String, String)> {
    let about = About {
        period: "2026".to_owned(),
        unit_id: "u1".to_owned(),
    };
    let sheet = || {
        let rows = known().indicators.into_iter();
        let rows = rows.map(|indicator| SheetRow { indicator, value: None });
        rows.collect::<Vec<_>>()
    };
    let page = || view(reader, &about, &known(), grid::rows(reader, &about, &known(), &sheet()));
    let mut wrong = ValuesPage {
        paste: "Kuu\t1".to_owned(),
        unread: vec!["Kuu".to_owned()],
        ..page()
    };
    let fault = |pointer: &str, code: &str| FieldFault {
        pointer: pointer.to_owned(),
        code: code.to_owned(),
        detail: String::new(),
    };
    let problem = Problem {
        status: 422,
        errors: vec![
            fault("/values/0/numerator", "wrong_type"),
            fault("/values/1/level", "required"),
        ],
        ..Problem::default()
    };
    wrong.refuse(&problem, &[1, 2]).unwrap();
    let checked = ValuesPage {
        checked: Some("3".to_owned()),
        ..page()
    };
    let none = Known {
        indicators: Vec::new(),
        units: Names::default(),
    };
    vec![
        ("values".to_owned(), page().render().unwrap()),
        ("values-refused".to_owned(), wrong.render().unwrap()),
        ("values-checked".to_owned(), checked.render().unwrap()),
        (
            "values-none".to_owned(),
            view(reader, &about, &none, Vec::new()).render().unwrap(),
        ),
    ]
}
