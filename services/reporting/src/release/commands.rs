//! What can happen to a release.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    time::Duration,
};

use platform::{
    auth::{AcrossTenants, Caller},
    db::{Purpose, SystemTx},
    events::journal::{self, Change},
    http::IfMatch,
};
use rust_decimal::Decimal;
use tracing::warn;
use uuid::Uuid;

use super::{
    cell::Coverage,
    events,
    groups::{Beside, Group, beside},
    model::{Asked, Outcome, Release, ReleaseError, ReleaseId, membership_hash},
    parameters::Audience,
    rules::{Candidate, Contribution, rounded},
    store::{self, Member},
};
use crate::{
    App,
    agreement::{self, Agreement, model::Side},
    contribution::store as contributions,
    permissions::{ReleaseFigures, WithdrawReleases},
    rebuild,
};

type Result<T> = std::result::Result<T, ReleaseError>;

/// Whether a release was made just now, or was there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Made {
    Now,
    Before,
}

/// How long a release waits for what was written before it was asked for.
const PATIENCE: Duration = Duration::from_secs(10);

/// What a release may count: the copy of the read models that has heard of everything, and of whom it has.
struct Heard {
    generation: i32,
    owners: BTreeSet<Uuid>,
}

/// Waits until everything has been taken in that the viewer and those who give to it have written by now: the agreements of
/// both sides, who counts with whom, and what is counted.
async fn hear(app: &App, viewer: Uuid, asked: Asked) -> Result<Heard> {
    let generation = app
        .db
        .system(Purpose::Aggregate, async |tx| rebuild::serving(tx).await)
        .await?;
    hear_of(app, "tenants", generation, &[viewer]).await?;
    let rows = app
        .db
        .system(Purpose::Aggregate, async |tx| {
            agreement::store::hold_for_figures(tx, viewer, asked.measure.dataset()).await
        })
        .await?;
    let owners: BTreeSet<Uuid> = rows.iter().map(|agreement| agreement.owner_id).collect();
    let all: Vec<Uuid> = owners.iter().copied().collect();
    for source in ["tenants", asked.measure.source()] {
        hear_of(app, source, generation, &all).await?;
    }
    Ok(Heard { generation, owners })
}

async fn hear_of(app: &App, source: &'static str, generation: i32, tenants: &[Uuid]) -> Result<()> {
    match app
        .journals
        .heard_of(&app.db, source, generation, tenants, PATIENCE)
        .await
    {
        Ok(true) => Ok(()),
        Ok(false) => Err(ReleaseError::Behind),
        Err(cause) => {
            warn!("nobody knows whether everything was heard of: {cause:#}");
            Err(ReleaseError::Behind)
        }
    }
}

/// Releases a figure, or withholds it: once, for good. Asked again, the ledger answers what it answered then.
pub async fn release(
    app: &App,
    by: &Caller<ReleaseFigures>,
    across: &AcrossTenants,
    asked: Asked,
) -> Result<(Release, Made)> {
    let asked = asked.on(agreement::today(&app.clock))?;
    let heard = hear(app, by.scope().tenant_id(), asked).await?;
    let viewer = app
        .db
        .tenant(by.scope(), async |tx| contributions::holding(tx).await)
        .await?;
    let viewer = viewer.ok_or(ReleaseError::NoAudience)?;
    let audience = Audience::of(&viewer.kind).ok_or(ReleaseError::NoAudience)?;
    let group = usize::try_from(viewer.members).ok().filter(|members| *members > 0);
    app.db
        .system(Purpose::Aggregate, async |tx| {
            tx.enter(by.scope().tenant_id()).await?;
            store::turn(tx, asked).await?;
            if let Some(before) = store::same(tx, by.scope().tenant_id(), asked).await? {
                return Ok((before, Made::Before));
            }
            let counted = Counted::load(app, tx, across, by.scope().tenant_id(), asked, &heard).await?;
            let value = counted.judged(app, tx, audience, asked, group).await?;
            let release = Release {
                id: ReleaseId::fresh(),
                measure: asked.measure,
                period: asked.period,
                audience,
                membership_hash: membership_hash(&counted.group()),
                outcome: if value.is_some() {
                    Outcome::Released
                } else {
                    Outcome::Withheld
                },
                value,
                coverage: value.map(|_| Coverage::of(counted.contributions.len())),
                parameters: app.disclosure.for_audience(audience).version,
                released_at: app.clock.now(),
                released_by: by.person_id(),
                withdrawn: None,
            };
            counted.still_stands(tx, across).await?;
            store::insert(tx, by.scope().tenant_id(), &release, &counted.members).await?;
            tell(tx, &release, release.outcome.code(), by.person_id());
            Ok((release, Made::Now))
        })
        .await
}

/// Takes a release back, whole. The ledger keeps it and shows the neutral sentence in its place.
pub async fn withdraw(app: &App, by: &Caller<WithdrawReleases>, id: ReleaseId, expected: IfMatch) -> Result<Release> {
    app.db
        .tenant(by.scope(), async |tx| {
            let release = store::hold(tx, id).await?.ok_or(ReleaseError::NotFound)?;
            expected.holds_for(release.version())?;
            let release = release.withdraw(app.clock.now(), by.person_id())?;
            store::note_withdrawal(tx, &release).await?;
            tell(tx, &release, "withdrawn", by.person_id());
            Ok(release)
        })
        .await
}

fn tell(tx: &mut impl journal::Notes, release: &Release, event: &'static str, by: Uuid) {
    let change = Change::of(release.id, release.version(), event, &events::state(release));
    journal::append(tx, change.by(by));
}

/// Who is in a candidate, and with what.
struct Counted {
    generation: i32,
    members: Vec<Member>,
    contributions: Vec<Contribution>,
}

impl Counted {
    /// Counts what they contribute whose agreement is in force; agreements are held until the transaction ends.
    async fn load(
        app: &App,
        tx: &mut SystemTx,
        across: &AcrossTenants,
        viewer: Uuid,
        asked: Asked,
        heard: &Heard,
    ) -> Result<Self> {
        let mut rows = agreement::store::hold_for_figures(tx, viewer, asked.measure.dataset()).await?;
        rows.retain(|agreement| across.holds(agreement.id));
        let given = in_force(app, rows, asked.period);
        if !given.iter().all(|agreement| heard.owners.contains(&agreement.owner_id)) {
            return Err(ReleaseError::Behind);
        }
        let owners: Vec<Uuid> = given.iter().map(|agreement| agreement.owner_id).collect();
        let generation = heard.generation;
        let holdings = contributions::holdings_of(tx, &owners).await?;
        let values = contributions::values_of(tx, generation, asked.measure, asked.period, &owners).await?;
        let members: Option<Vec<Member>> = given.iter().map(|agreement| member(agreement, &holdings)).collect();
        // Of whom it is not known with whom they count, nothing was counted: the registers wait to be built anew.
        let members = members.ok_or(ReleaseError::Behind)?;
        let contributions = by_holding(&members, &values);
        Ok(Self {
            generation,
            members,
            contributions,
        })
    }

    fn group(&self) -> Group {
        self.members.iter().map(|member| member.owner_id).collect()
    }

    /// Asked at the end, as all of it took its time: the copy that was counted still serves, so that it was whole, and
    /// nobody who is in it has revoked.
    async fn still_stands(&self, tx: &mut SystemTx, across: &AcrossTenants) -> Result<()> {
        let serves = rebuild::serving(tx).await? == self.generation;
        let known = across.still_known().is_ok();
        let given = self.members.iter().all(|member| across.holds(member.agreement_id));
        if serves && known && given {
            Ok(())
        } else {
            Err(ReleaseError::Behind)
        }
    }

    /// The figure as it may be shown, or nothing. Everything is asked, whatever was found before.
    async fn judged(
        &self,
        app: &App,
        tx: &mut SystemTx,
        audience: Audience,
        asked: Asked,
        group: Option<usize>,
    ) -> Result<Option<Decimal>> {
        let candidate = Candidate::of(asked.measure, &self.contributions, group);
        let mut safe = candidate.is_safe(&app.disclosure.for_audience(audience));
        let members = self.group();
        let released = store::released_groups(tx, asked).await?;
        let groups: Vec<Group> = released.iter().map(|r| r.group.clone()).collect();
        match beside(&members, &groups) {
            Beside::Crosses => safe = false,
            Beside::Rests(rests) => {
                for rest in rests {
                    safe &= self.rest_is_safe(app, tx, asked, &rest, &released).await?;
                }
            }
        }
        // To the same members the same figure, whoever asks: a later one would tell what changed between. It was judged by
        // what they contributed then, so nobody is told it by whose parameters it might not have passed.
        let told_before = released.iter().find(|r| r.group == members);
        let own = app.disclosure.for_audience(audience);
        safe &= told_before.is_none_or(|r| app.disclosure.for_audience(r.audience).are_as_strict_as(&own));
        let value = told_before.map(|r| r.value);
        let value = value.unwrap_or_else(|| rounded(candidate.total(), asked.measure.unit()));
        Ok(safe.then_some(value))
    }

    /// Whether what can be had by subtraction could be shown itself, to anybody.
    async fn rest_is_safe(
        &self,
        app: &App,
        tx: &mut SystemTx,
        asked: Asked,
        rest: &Group,
        released: &[store::ReleasedGroup],
    ) -> Result<bool> {
        let known = released.iter().flat_map(|r| &r.members).chain(&self.members);
        let of_rest: BTreeMap<Uuid, Member> = known
            .filter(|member| rest.contains(&member.owner_id))
            .map(|member| {
                (
                    member.owner_id,
                    Member {
                        waiver: false,
                        ..member.clone()
                    },
                )
            })
            .collect();
        let owners: Vec<Uuid> = of_rest.keys().copied().collect();
        let values = contributions::values_of(tx, self.generation, asked.measure, asked.period, &owners).await?;
        let members: Vec<Member> = of_rest.into_values().collect();
        let contributions = by_holding(&members, &values);
        let candidate = Candidate::of(asked.measure, &contributions, None);
        Ok(candidate.is_safe(&app.disclosure.for_everybody()))
    }
}

/// Agreements that both sides hold to and that cover the year: what one side has ended, or does not know, gives nothing.
fn in_force(app: &App, rows: Vec<Agreement>, year: i16) -> Vec<Agreement> {
    let today = agreement::today(&app.clock);
    let mut by_id: BTreeMap<Uuid, Vec<Agreement>> = BTreeMap::new();
    for row in rows {
        by_id.entry(row.id).or_default().push(row);
    }
    let mut given: BTreeMap<Uuid, Agreement> = BTreeMap::new();
    for sides in by_id.into_values() {
        let both = sides.len() == 2;
        let holds = both && sides.iter().all(|side| side.is_in_force(today) && side.covers(year));
        let owners = sides
            .into_iter()
            .find(|side| side.side == Side::Owner)
            .filter(|_| holds);
        if let Some(agreement) = owners {
            given.entry(agreement.owner_id).or_insert(agreement);
        }
    }
    given.into_values().collect()
}

fn member(agreement: &Agreement, holdings: &HashMap<Uuid, String>) -> Option<Member> {
    Some(Member {
        agreement_id: agreement.id,
        owner_id: agreement.owner_id,
        holding: holdings.get(&agreement.owner_id)?.clone(),
        terms_version: agreement.terms_version,
        waiver: agreement.waiver,
    })
}

/// What each holding contributes. It has waived its protection only if all that count with it have.
fn by_holding(members: &[Member], values: &HashMap<Uuid, Decimal>) -> Vec<Contribution> {
    let mut all: BTreeMap<&str, Contribution> = BTreeMap::new();
    for member in members {
        let value = values.get(&member.owner_id).copied().unwrap_or_default();
        let one = all.entry(&member.holding).or_insert_with(|| Contribution {
            holding: member.holding.clone(),
            value: Decimal::ZERO,
            waiver: true,
        });
        one.value += value;
        one.waiver &= member.waiver;
    }
    all.into_values().collect()
}
