//! Rules of request bodies that several aggregates share.

use jiff::civil::Date;
use platform::values::plain;

/// A line that must say something.
pub fn line(most: usize) -> impl Fn(&String, &()) -> garde::Result {
    move |text, ()| {
        if text.trim().is_empty() {
            return Err(garde::Error::new("required: write something"));
        }
        plain(most)(text, &())
    }
}

/// A list without repetition, and not longer than anybody needs.
pub fn each_once<T: PartialEq>(list: &[T], (): &()) -> garde::Result {
    if list.len() > 500 {
        return Err(garde::Error::new("too_many: at most 500"));
    }
    let repeated = list
        .iter()
        .enumerate()
        .any(|(n, one)| list.iter().take(n).any(|other| other == one));
    if repeated {
        return Err(garde::Error::new("repeated: names something twice"));
    }
    Ok(())
}

/// A list in which each has a key of its own.
pub fn distinct<T>(key: impl Fn(&T) -> &String) -> impl Fn(&[T], &()) -> garde::Result {
    move |list, ()| {
        let keys: Vec<&String> = list.iter().map(&key).collect();
        match keys
            .iter()
            .enumerate()
            .find(|(n, key)| keys.iter().take(*n).any(|k| k == *key))
        {
            Some((_, twice)) => Err(garde::Error::new(format!("repeated: the key `{twice}` stands twice"))),
            None => Ok(()),
        }
    }
}

/// A key that people choose: `board_goal`.
pub fn key(text: &str, (): &()) -> garde::Result {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' || c == '-';
    if text.is_empty() || text.len() > 60 || !text.chars().all(plain) {
        return Err(garde::Error::new("bad_key: 1 to 60 of a-z, 0-9, `_` and `-`"));
    }
    Ok(())
}

/// A day in the years that anybody here means.
pub fn day(day: &Date, (): &()) -> garde::Result {
    if (1900..2200).contains(&day.year()) {
        return Ok(());
    }
    Err(garde::Error::new(
        "out_of_range: must lie between the years 1900 and 2199",
    ))
}
