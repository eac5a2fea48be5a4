//! Holds the service's list, its journal and the read models against what was answered.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde_json::Value;
use uuid::Uuid;

use crate::{
    command::{Command, Outcome, Verb},
    crowd::Crowd,
    installation::{CURRENT, Installation, SERVICES, disturbs},
    kinds::Kind,
    ledger::Ledger,
};

pub struct Checker<'a> {
    installation: &'a Installation,
    ledger: Ledger,
    /// How many commands came to what, by verb.
    counts: BTreeMap<(&'static str, &'static str), usize>,
}

/// A thing as its journal tells it.
struct Told {
    version: i64,
    word: String,
    gone: bool,
}

impl<'a> Checker<'a> {
    pub fn new(installation: &'a Installation) -> Self {
        Self {
            installation,
            ledger: Ledger::default(),
            counts: BTreeMap::new(),
        }
    }

    /// Checks a round, everything settled; tells what there was to check.
    pub async fn check(&mut self, crowd: &Crowd, done: Vec<Command>, victim: &str, place: &str) -> String {
        let round = done.len();
        let unknown = done.iter().filter(|c| c.is_unknown()).count();
        let acknowledged = done.iter().filter(|c| c.is_acknowledged()).count();
        let mut faults = undisturbed(&done, victim);
        let mut touched = BTreeSet::new();
        for command in done {
            *self.counts.entry(counted(&command)).or_default() += 1;
            if let Some(id) = command.id {
                touched.insert((command.tenant, command.kind, id));
            }
            self.ledger.note(command);
        }
        self.compare(crowd, touched, &mut faults).await;
        assert!(
            faults.is_empty(),
            "{place}: {} faults\n{}",
            faults.len(),
            faults.join("\n")
        );
        format!("{round} commands, {acknowledged} acknowledged, {unknown} not answered")
    }

    /// Everything of all rounds once more, and what lies outside the lists.
    pub async fn finish(mut self, crowd: &Crowd) {
        crowd.renew().await;
        let mut faults = Vec::new();
        let all = self.ledger.things.keys().copied().collect();
        self.compare(crowd, all, &mut faults).await;
        for service in SERVICES {
            let path = format!("/api/v1/dead-letters/{service}");
            for letter in Crowd::listed(&crowd.operator, &path).await {
                faults.push(format!("{service} has a dead letter: {letter}"));
            }
        }
        for queue in self.installation.left_in_queues().await {
            faults.push(format!("a queue holds {queue}"));
        }
        for verb in ["create", "change", "delete"] {
            for outcome in ["acknowledged", "refused"] {
                if !self.counts.contains_key(&(verb, outcome)) {
                    faults.push(format!("no {verb} was {outcome}: the work is not what it should be"));
                }
            }
        }
        assert!(
            faults.is_empty(),
            "SEED={} at the end: {} faults\n{}",
            self.installation.seed,
            faults.len(),
            faults.join("\n")
        );
        println!("{}", self.installation.verify());
        println!("{} things; {:?}", self.ledger.things.len(), self.counts);
    }

    async fn compare(&mut self, crowd: &Crowd, mut touched: BTreeSet<(usize, Kind, Uuid)>, faults: &mut Vec<String>) {
        let mut listed = HashMap::new();
        for (tenant, town) in crowd.towns.iter().enumerate() {
            for kind in Kind::ALL {
                let (client, here) = (town.sender(kind.service()), (tenant, kind));
                let list = by_id(Crowd::listed(client, &kind.path()).await);
                touched.extend(self.adopt(crowd, here, &list, faults));
                let register = self.register(crowd, here).await;
                listed.insert(here, (list, register));
            }
        }
        for (nth, thing) in touched.into_iter().enumerate() {
            // Of many rounds there is more to look at than a token lives.
            if nth % 500 == 499 {
                crowd.renew().await;
            }
            let told = self.journal(crowd, thing, faults).await;
            let (list, register) = &listed[&(thing.0, thing.1)];
            for (place, rows) in [("the service", list), ("the register", register)] {
                faults.extend(differing(thing, told.as_ref(), rows.get(&thing.2), place));
            }
        }
        for ((tenant, kind), (_, register)) in &listed {
            let unheard = |id: &&Uuid| {
                !self.ledger.things.contains_key(&(*tenant, *kind, **id))
                    && !crowd.was_there_before(*tenant, *kind, &id.to_string())
            };
            for id in register.keys().filter(unheard) {
                faults.push(format!("the register has a {kind:?} {id} that no command made"));
            }
        }
    }

    /// What is listed and was not answered becomes known; what nobody can have made is a fault.
    fn adopt(
        &mut self,
        crowd: &Crowd,
        (tenant, kind): (usize, Kind),
        list: &HashMap<Uuid, Value>,
        faults: &mut Vec<String>,
    ) -> Vec<(usize, Kind, Uuid)> {
        let mut adopted = Vec::new();
        for (id, item) in list {
            let known = self.ledger.things.contains_key(&(tenant, kind, *id));
            if known || crowd.was_there_before(tenant, kind, &id.to_string()) {
                continue;
            }
            let words = kind.words(item);
            if words.iter().any(|word| self.ledger.adopt(tenant, kind, word, *id)) {
                adopted.push((tenant, kind, *id));
            } else {
                faults.push(format!(
                    "{kind:?} {id} is there, and no command that could have been done says {words:?}"
                ));
            }
        }
        adopted
    }

    /// What reporting knows of a kind. Units have no list there, so its table is looked at, and what others know of them.
    async fn register(&self, crowd: &Crowd, (tenant, kind): (usize, Kind)) -> HashMap<Uuid, Value> {
        let town = &crowd.towns[tenant];
        if kind != Kind::Unit {
            let path = format!("/api/v1/registers/{}", kind.code());
            return by_id(Crowd::listed(&town.planner, &path).await);
        }
        let rows = self.installation.ask(&format!(
            "SELECT coalesce(jsonb_agg(e.body || jsonb_build_object('id', e.id, 'version', e.version)), '[]')
             FROM reporting.register_entries e
             WHERE e.generation = {CURRENT} AND e.register = 'units' AND NOT e.gone AND e.tenant_id = '{}'",
            town.tenant.id
        ));
        let rows: Vec<Value> = serde_json::from_str(&rows).unwrap();
        by_id(rows)
    }

    /// Reads a thing's journal: versions without gaps, a row for every change, nothing that was refused.
    async fn journal(
        &self,
        crowd: &Crowd,
        thing @ (tenant, kind, id): (usize, Kind, Uuid),
        faults: &mut Vec<String>,
    ) -> Option<Told> {
        let client = crowd.towns[tenant].sender(kind.service());
        let path = format!("{}/{id}/history", kind.path());
        let answer = client.get(&path).await.ok();
        let mut rows: Vec<Value> = answer.json["items"]
            .as_array()
            .or(answer.json.as_array())
            .unwrap()
            .clone();
        rows.reverse();
        let commands = &self.ledger.things[&thing];
        let mut fault = |what: String| faults.push(format!("{kind:?} {id}: {what}"));
        let mut told = Told {
            version: 0,
            word: String::new(),
            gone: false,
        };
        for (row, nth) in rows.iter().zip(1..) {
            told.version = row["version"].as_i64().unwrap();
            if told.version != nth {
                fault(format!("row {nth} of its journal has version {}", told.version));
            }
            told.gone = row["deleted"] == true;
            if !told.gone {
                let words = words_of(row);
                if words.len() != 1 {
                    fault(format!("version {nth} is not one command's alone: {words:?}"));
                }
                told.word = words.into_iter().next().unwrap_or_default();
            }
        }
        for command in commands {
            let done: Vec<i64> = rows
                .iter()
                .filter(|row| match command.verb {
                    Verb::Delete => row["deleted"] == true,
                    _ => words_of(row).contains(&command.word),
                })
                .map(|row| row["version"].as_i64().unwrap())
                .collect();
            let whose = || format!("{:?} `{}` was {:?}", command.verb, command.word, command.outcome);
            match &command.outcome {
                Outcome::Acknowledged(_) if done.len() != 1 => fault(format!("{}, and done {done:?}", whose())),
                Outcome::Acknowledged(Some(version)) if done != [*version] => {
                    fault(format!("{}, and is version {done:?}", whose()));
                }
                Outcome::Refused(..) if command.verb != Verb::Delete && !done.is_empty() => {
                    fault(format!("{}, and done all the same: {done:?}", whose()));
                }
                Outcome::Unknown(_) if done.len() > 1 => fault(format!("{}, and done {done:?}", whose())),
                _ => {}
            }
        }
        let may = |c: &&Command| c.verb == Verb::Delete && !matches!(c.outcome, Outcome::Refused(..));
        if told.gone && !commands.iter().any(|c| may(&c)) {
            fault("it is deleted, and every deletion was refused".to_owned());
        }
        (told.version > 0).then_some(told)
    }
}

fn counted(command: &Command) -> (&'static str, &'static str) {
    let verb = match command.verb {
        Verb::Create => "create",
        Verb::Change => "change",
        Verb::Delete => "delete",
    };
    let outcome = match command.outcome {
        Outcome::Acknowledged(_) => "acknowledged",
        Outcome::Refused(..) => "refused",
        Outcome::Unknown(_) => "unknown",
    };
    (verb, outcome)
}

/// Commands to services that the victim has no part in are answered, and what is wrong is refused.
fn undisturbed(done: &[Command], victim: &str) -> Vec<String> {
    let mut faults = Vec::new();
    for command in done {
        if command.is_unknown() && !disturbs(victim, command.kind.service()) {
            faults.push(format!(
                "nobody touched its service, and it was not answered: {command:?}"
            ));
        }
        if command.is_acknowledged() && command.verb == Verb::Create && command.id.is_none() {
            faults.push(format!(
                "it was acknowledged, and nobody knows what was made: {command:?}"
            ));
        }
        if command.wrong && command.is_acknowledged() {
            faults.push(format!("it is wrong, and was acknowledged: {command:?}"));
        }
        if command.verb == Verb::Create && !command.wrong && matches!(command.outcome, Outcome::Refused(..)) {
            faults.push(format!("it is right, and was refused: {command:?}"));
        }
    }
    faults
}

fn by_id(rows: Vec<Value>) -> HashMap<Uuid, Value> {
    rows.into_iter()
        .map(|row| (row["id"].as_str().unwrap().parse().unwrap(), row))
        .collect()
}

/// The words that a row of the journal brought in.
fn words_of(row: &Value) -> BTreeSet<String> {
    let changes = row["changes"].as_array().into_iter().flatten();
    changes
        .filter_map(|change| change["after"].as_str())
        .flat_map(|after| after.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-')))
        .filter(|word| word.starts_with("word-"))
        .map(str::to_owned)
        .collect()
}

fn differing(
    (_, kind, id): (usize, Kind, Uuid),
    told: Option<&Told>,
    row: Option<&Value>,
    place: &str,
) -> Option<String> {
    match (told, row) {
        (None, None) => None,
        (Some(told), None) => (!told.gone).then(|| {
            format!(
                "{kind:?} {id}: {place} has lost it, its journal says version {}",
                told.version
            )
        }),
        (None, Some(row)) => Some(format!("{kind:?} {id}: {place} has it, its journal does not: {row}")),
        (Some(told), Some(row)) => {
            let words = kind.words(row);
            let same = !told.gone
                && !words.is_empty()
                && row["version"] == told.version
                && words.iter().all(|word| *word == told.word);
            (!same).then(|| {
                format!(
                    "{kind:?} {id}: {place} has version {} saying {words:?}, its journal version {} saying {} (gone: {})",
                    row["version"], told.version, told.word, told.gone
                )
            })
        }
    }
}
