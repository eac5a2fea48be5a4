//! Things that lie below one another, as lists within lists.

use crate::html::Html;

/// A thing of a tree: what it lies below, and how it is told there.
pub struct Branch {
    pub id: String,
    pub above: Option<String>,
    pub words: Html,
}

/// Deeper than this a tree is a mistake, and a circle would never end.
const DEEPEST: usize = 12;

/// The whole tree, in the order of the branches. What lies below something that is not shown stands at the top.
pub fn tree(branches: &[Branch]) -> Html {
    let is_shown = |id: &str| branches.iter().any(|branch| branch.id == id);
    let roots: Vec<&Branch> = branches
        .iter()
        .filter(|branch| !branch.above.as_deref().is_some_and(is_shown))
        .collect();
    list(branches, &roots, 0)
}

fn list(branches: &[Branch], these: &[&Branch], depth: usize) -> Html {
    let each: Vec<Html> = these.iter().map(|branch| item(branches, branch, depth)).collect();
    Html::list("tree", &each)
}

fn item(branches: &[Branch], branch: &Branch, depth: usize) -> Html {
    let lies_below = |other: &&Branch| other.above.as_deref() == Some(branch.id.as_str());
    let below: Vec<&Branch> = branches.iter().filter(lies_below).collect();
    if below.is_empty() || depth >= DEEPEST {
        return branch.words.clone();
    }
    Html::join(&[branch.words.clone(), list(branches, &below, depth + 1)], "")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn branch(id: &str, above: Option<&str>) -> Branch {
        Branch {
            id: id.to_owned(),
            above: above.map(str::to_owned),
            words: Html::text(id),
        }
    }

    fn told(branches: &[Branch]) -> String {
        tree(branches).to_string().replace(" class=\"tree\"", "")
    }

    #[test]
    fn what_lies_below_is_a_list_within() {
        let branches = [
            branch("a", None),
            branch("b", Some("a")),
            branch("c", Some("b")),
            branch("d", None),
        ];
        assert_eq!(
            told(&branches),
            "<ul><li>a<ul><li>b<ul><li>c</li></ul></li></ul></li><li>d</li></ul>"
        );
    }

    #[test]
    fn what_lies_below_nothing_that_is_shown_stands_at_the_top() {
        let branches = [branch("b", Some("gone")), branch("c", Some("b"))];
        assert_eq!(told(&branches), "<ul><li>b<ul><li>c</li></ul></li></ul>");
    }
}
