//! A list of which several services keep a part each, read as one: in the order of time, page by page.

use std::collections::HashMap;

use futures::future::try_join_all;
use jiff::Timestamp;
use serde::de::DeserializeOwned;

use crate::{clients::shared::List, fault::Fault, reader::SignedIn};

/// Rows of a page.
const PAGE: usize = 50;

/// What has its place in time.
pub trait Dated {
    fn at(&self) -> &str;
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    NewestFirst,
    OldestFirst,
}

/// How far the part of one service was read.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Read {
    NotYet,
    /// To where a cursor of the service says.
    To(String),
    Whole,
}

#[derive(Debug, Default)]
pub struct Gathered<T> {
    /// Each with the service that keeps it.
    pub items: Vec<(&'static str, T)>,
    /// Where the next page begins: a cursor for each service.
    pub next: Option<String>,
}

/// A page of `<path>/<service>` of each service. `after` is the `next` of the page before.
pub async fn gather<T: DeserializeOwned + Dated>(
    reader: &SignedIn,
    path: &str,
    services: &[&'static str],
    query: &[(&'static str, String)],
    after: &str,
    order: Order,
) -> Result<Gathered<T>, Fault> {
    let before = read_before(after);
    let ask = async |service: &str, read: &Read, limit: usize| -> Result<List<T>, Fault> {
        let mut query = query.to_vec();
        match read {
            Read::Whole => return Ok(List::default()),
            Read::To(cursor) => query.push(("after", cursor.clone())),
            Read::NotYet => {}
        }
        query.push(("limit", limit.to_string()));
        reader.api().get_with(&format!("{path}/{service}"), &query).await
    };
    let read: Vec<Read> = services
        .iter()
        .map(|service| before.get(*service).cloned().unwrap_or(Read::NotYet))
        .collect();
    let asked = services
        .iter()
        .zip(&read)
        .map(|(service, read)| ask(service, read, PAGE));
    let pages = try_join_all(asked).await?;
    let ends: Vec<(usize, Option<String>)> = pages.iter().map(|page| (page.items.len(), page.next.clone())).collect();
    let (merged, taken) = merge(pages.into_iter().map(|page| page.items).collect(), order);
    let now = services.iter().zip(&read).zip(taken.iter().zip(ends));
    let now = now.map(async |((service, read), (taken, (length, next)))| {
        Ok::<_, Fault>(match (*taken, next) {
            (0, _) if length > 0 => read.clone(),
            (taken, next) if taken == length => next.map_or(Read::Whole, Read::To),
            // A service says only at the end of a page where the next one begins: so it is asked for one that ends here.
            (taken, _) => {
                let cursor = ask(service, read, taken).await?.next;
                cursor.map_or(Read::Whole, Read::To)
            }
        })
    });
    let now = try_join_all(now).await?;
    let items = merged
        .into_iter()
        .filter_map(|(index, item)| Some((*services.get(index)?, item)))
        .collect();
    Ok(Gathered {
        items,
        next: next(services, &now),
    })
}

/// The first page of several lists, each in the order it has, and how much of each is in it.
fn merge<T: Dated>(lists: Vec<Vec<T>>, order: Order) -> (Vec<(usize, T)>, Vec<usize>) {
    let mut taken = vec![0; lists.len()];
    let mut merged = Vec::new();
    let mut heads: Vec<_> = lists.into_iter().map(|list| list.into_iter().peekable()).collect();
    while merged.len() < PAGE {
        let waiting = heads
            .iter_mut()
            .enumerate()
            .filter_map(|(index, list)| Some((list.peek()?.at().parse::<Timestamp>().unwrap_or_default(), index)));
        let waiting: Vec<(Timestamp, usize)> = waiting.collect();
        let chosen = match order {
            // Of two at the same time the one of the first service comes first.
            Order::NewestFirst => waiting.iter().rev().max_by_key(|(at, _)| *at),
            Order::OldestFirst => waiting.iter().min_by_key(|(at, _)| *at),
        };
        let Some((_, index)) = chosen else { break };
        if let (Some(list), Some(count)) = (heads.get_mut(*index), taken.get_mut(*index)) {
            merged.extend(list.next().map(|item| (*index, item)));
            *count += 1;
        }
    }
    (merged, taken)
}

const END: &str = "end";

/// `goals.<cursor>~projects.end`: nobody reads it, but it stands in an address.
fn next(services: &[&'static str], read: &[Read]) -> Option<String> {
    let goes_on = read.iter().any(|read| *read != Read::Whole);
    let each = services.iter().zip(read).filter_map(|(service, read)| match read {
        Read::NotYet => None,
        Read::To(cursor) => Some(format!("{service}.{cursor}")),
        Read::Whole => Some(format!("{service}.{END}")),
    });
    goes_on.then(|| each.collect::<Vec<_>>().join("~"))
}

fn read_before(after: &str) -> HashMap<&str, Read> {
    let each = after.split('~').filter_map(|part| part.split_once('.'));
    each.map(|(service, cursor)| {
        let read = if cursor == END {
            Read::Whole
        } else {
            Read::To(cursor.to_owned())
        };
        (service, read)
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug)]
    struct At(String);

    impl Dated for At {
        fn at(&self) -> &str {
            &self.0
        }
    }

    fn list(minutes: &[i32]) -> Vec<At> {
        let at = |minute| At(format!("2026-03-01T10:{minute:02}:00Z"));
        minutes.iter().map(at).collect()
    }

    #[test]
    fn the_newest_of_all_comes_first_and_each_list_keeps_its_order() {
        let (merged, taken) = merge(vec![list(&[9, 3]), list(&[]), list(&[5, 4])], Order::NewestFirst);
        let order: Vec<(usize, &str)> = merged.iter().map(|(index, at)| (*index, &at.0[14..16])).collect();
        assert_eq!(order, [(0, "09"), (2, "05"), (2, "04"), (0, "03")]);
        assert_eq!(taken, [2, 0, 2]);
        let (merged, _) = merge(vec![list(&[3, 9]), list(&[1])], Order::OldestFirst);
        assert_eq!(merged.first().map(|(index, _)| *index), Some(1));
    }

    #[test]
    fn a_page_ends_somewhere_inside_each_list() {
        let minutes: Vec<i32> = (0..40).rev().collect();
        let (merged, taken) = merge(vec![list(&minutes), list(&minutes)], Order::NewestFirst);
        assert_eq!(merged.len(), PAGE);
        assert_eq!(taken, [25, 25]);
    }

    #[test]
    fn where_the_next_page_begins_is_read_again() {
        let read = [Read::NotYet, Read::To("abc-_".to_owned()), Read::Whole];
        let told = next(&["tenants", "goals", "projects"], &read).unwrap();
        let again = read_before(&told);
        assert_eq!(again.get("goals"), Some(&Read::To("abc-_".to_owned())));
        assert_eq!(again.get("projects"), Some(&Read::Whole));
        assert_eq!(again.get("tenants"), None);
        assert_eq!(next(&["goals"], &[Read::Whole]), None);
    }
}
