//! Two versions of a text: which words went, and which came.

use crate::html::Html;

/// From so many words on only the surroundings of what changed are shown.
const LONG: usize = 60;
/// So many words stay on each side of a change in a long text.
const AROUND: usize = 8;
/// Texts with more words between their first and last change are shown as they are: comparing them takes too long.
const MOST: usize = 600;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    Stayed,
    /// Went, in the text before; came, in the text after.
    Changed,
}

/// The text before with what went marked, and the text after with what came.
pub fn compared(before: &str, after: &str) -> (Html, Html) {
    let (old, new) = (words(before), words(after));
    let Some((went, came)) = fates(&old, &new) else {
        return (Html::text(before), Html::text(after));
    };
    (marked(&old, &went, Html::removed), marked(&new, &came, Html::added))
}

/// Words, each with the blanks that follow it.
fn words(text: &str) -> Vec<&str> {
    text.split_inclusive(char::is_whitespace).collect()
}

fn fates(old: &[&str], new: &[&str]) -> Option<(Vec<Fate>, Vec<Fate>)> {
    let same = |(one, other): &(&&str, &&str)| one.trim_end() == other.trim_end();
    let head = old.iter().zip(new).take_while(same).count();
    let (old_rest, new_rest) = (old.get(head..)?, new.get(head..)?);
    let tail = old_rest
        .iter()
        .rev()
        .zip(new_rest.iter().rev())
        .take_while(same)
        .count();
    let inner_old = old_rest.get(..old_rest.len() - tail)?;
    let inner_new = new_rest.get(..new_rest.len() - tail)?;
    if inner_old.len().max(inner_new.len()) > MOST {
        return None;
    }
    let (went, came) = longest_common(inner_old, inner_new)?;
    let whole = |inner: Vec<Fate>| {
        let stayed = |count| std::iter::repeat_n(Fate::Stayed, count);
        stayed(head).chain(inner).chain(stayed(tail)).collect()
    };
    Some((whole(went), whole(came)))
}

/// What stays is the longest run of words that both have in the same order.
fn longest_common(old: &[&str], new: &[&str]) -> Option<(Vec<Fate>, Vec<Fate>)> {
    let width = new.len() + 1;
    // How much of the rest from here on is common; one row and one column more than there are words.
    let mut common = vec![0_u16; (old.len() + 1) * width];
    let at = |row: usize, column: usize| row * width + column;
    for (row, one) in old.iter().enumerate().rev() {
        for (column, other) in new.iter().enumerate().rev() {
            let length = if one.trim_end() == other.trim_end() {
                common.get(at(row + 1, column + 1))? + 1
            } else {
                *common.get(at(row + 1, column))?.max(common.get(at(row, column + 1))?)
            };
            *common.get_mut(at(row, column))? = length;
        }
    }
    let (mut went, mut came) = (vec![Fate::Changed; old.len()], vec![Fate::Changed; new.len()]);
    let (mut row, mut column) = (0, 0);
    while let (Some(one), Some(other)) = (old.get(row), new.get(column)) {
        if one.trim_end() == other.trim_end() {
            *went.get_mut(row)? = Fate::Stayed;
            *came.get_mut(column)? = Fate::Stayed;
            row += 1;
            column += 1;
        } else if common.get(at(row + 1, column))? >= common.get(at(row, column + 1))? {
            row += 1;
        } else {
            column += 1;
        }
    }
    Some((went, came))
}

/// Runs of words with the same fate, those that changed marked, and of a long text only what lies around them.
fn marked(words: &[&str], fates: &[Fate], mark: fn(&str) -> Html) -> Html {
    let mut runs: Vec<(Fate, Vec<&str>)> = Vec::new();
    for (word, fate) in words.iter().zip(fates) {
        match runs.last_mut() {
            Some((last, run)) if last == fate => run.push(word),
            _ => runs.push((*fate, vec![word])),
        }
    }
    let (long, last) = (words.len() > LONG, runs.len().saturating_sub(1));
    let shown = runs.into_iter().enumerate().map(|(nth, (fate, run))| match fate {
        Fate::Changed => {
            let run = run.concat();
            let words = run.trim_end();
            let blanks = run.get(words.len()..).unwrap_or_default();
            Html::join(&[mark(words), Html::text(blanks)], "")
        }
        Fate::Stayed if long => Html::text(&shortened(&run, nth == 0, nth == last)),
        Fate::Stayed => Html::text(&run.concat()),
    });
    Html::join(&shown.collect::<Vec<_>>(), "")
}

/// The end of a run that comes first, the beginning of one that comes last, both of one in between.
fn shortened(run: &[&str], first: bool, last: bool) -> String {
    let ends = usize::from(!first) + usize::from(!last);
    if run.len() <= AROUND * ends.max(1) + 1 {
        return run.concat();
    }
    let beginning = if first {
        &[]
    } else {
        run.get(..AROUND).unwrap_or_default()
    };
    let end = if last {
        &[]
    } else {
        run.get(run.len() - AROUND..).unwrap_or_default()
    };
    format!("{}… {}", beginning.concat(), end.concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(before: &str, after: &str) -> (String, String) {
        let (went, came) = compared(before, after);
        (went.to_string(), came.to_string())
    }

    #[test]
    fn words_that_went_and_came_are_marked_and_the_rest_is_not() {
        assert_eq!(
            shown(
                "The doors of the school are open",
                "The doors of every school are wide open"
            ),
            (
                "The doors of <del>the</del> school are open".to_owned(),
                "The doors of <ins>every</ins> school are <ins>wide</ins> open".to_owned()
            )
        );
    }

    #[test]
    fn a_long_text_is_cut_to_what_surrounds_the_change() {
        let long = |word: &str| format!("{}{word} {}", "before ".repeat(80), "after ".repeat(80));
        let (went, came) = shown(&long("old"), &long("new"));
        assert_eq!(
            went,
            format!("… {}<del>old</del> {}… ", "before ".repeat(8), "after ".repeat(8))
        );
        assert!(came.contains("<ins>new</ins> "));
    }

    #[test]
    fn what_people_wrote_cannot_break_out() {
        let (went, came) = shown("<b>", "<script>");
        assert_eq!(
            (went.as_str(), came.as_str()),
            ("<del>&lt;b&gt;</del>", "<ins>&lt;script&gt;</ins>")
        );
    }

    #[test]
    fn texts_too_long_to_compare_are_shown_whole() {
        let (before, after) = ("a ".repeat(MOST + 1), "b ".repeat(MOST + 1));
        assert_eq!(shown(&before, &after), (before, after));
    }
}
