//! How events travel: those of the live lane each in a message of its own, those of the bulk lane several together.
//!
//! A message costs the broker as much as its commit costs a reader, and most readers of an import only count its events. So what
//! an import causes comes to each of them as parcels, and a parcel is taken in by one transaction.

use contracts::envelope::v1::{Envelope, Parcel};
use lapin::{BasicProperties, message::Delivery as Message};
use prost::{Message as _, Name as _};

use super::{Lane, headers_of};
use crate::events::consumer::{TOGETHER, by_tenant};

/// From how many bytes on a parcel is closed. An event that is larger travels alone.
const HEAVY: usize = 256 * 1024;

/// A message to be sent.
pub(super) struct Packed {
    /// Which events of the batch it holds.
    pub(super) places: Vec<usize>,
    /// `goals.goal.closed.v1`, or `bulk.goals.parcel.v1`.
    pub(super) key: String,
    pub(super) body: Vec<u8>,
    pub(super) properties: BasicProperties,
}

/// Packs a batch, each event by the lane that it goes by.
pub(super) fn pack(batch: &[(Lane, &Envelope)]) -> Vec<Packed> {
    let numbered = || batch.iter().enumerate();
    let mut packed: Vec<Packed> = numbered()
        .filter(|(_, (lane, _))| *lane == Lane::Live)
        .map(|(place, (_, event))| letter(place, event))
        .collect();
    let bulk = numbered().filter_map(|(place, (lane, event))| (*lane == Lane::Bulk).then_some((place, *event)));
    for events in by_tenant(bulk, |(_, event)| &event.tenant_id) {
        packed.extend(parcels(&events));
    }
    packed
}

fn letter(place: usize, event: &Envelope) -> Packed {
    Packed {
        places: vec![place],
        key: format!("{}.{}.{}.v1", event.source, event.aggregate, event.event),
        body: event.encode_to_vec(),
        properties: properties(event).with_headers(headers_of(event)),
    }
}

/// One tenant's events, in their order.
fn parcels(events: &[(usize, &Envelope)]) -> Vec<Packed> {
    let (mut packed, mut open, mut weight) = (Vec::new(), Vec::new(), 0);
    for (place, event) in events {
        let heavy = event.encoded_len();
        if !open.is_empty() && (open.len() == TOGETHER || weight + heavy > HEAVY) {
            packed.extend(parcel(&std::mem::take(&mut open)));
            weight = 0;
        }
        weight += heavy;
        open.push((*place, *event));
    }
    packed.extend(parcel(&open));
    packed
}

fn parcel(events: &[(usize, &Envelope)]) -> Option<Packed> {
    let (_, first) = events.first()?;
    let parcel = Parcel {
        events: events.iter().map(|(_, event)| (*event).clone()).collect(),
    };
    Some(Packed {
        places: events.iter().map(|(place, _)| *place).collect(),
        key: format!("bulk.{}.parcel.v1", first.source),
        body: parcel.encode_to_vec(),
        properties: properties(first).with_type(Parcel::full_name().into()),
    })
}

fn properties(first: &Envelope) -> BasicProperties {
    BasicProperties::default()
        .with_delivery_mode(2)
        .with_content_type("application/x-protobuf".into())
        .with_message_id(format!("{}/{}/{}", first.source, first.tenant_id, first.position).into())
}

/// The events of a message, all of one tenant; nothing where it is neither an event nor a parcel of one tenant's.
pub(super) fn unpack(message: &Message) -> Option<Vec<Envelope>> {
    let kind = message.properties.kind().as_ref();
    if kind.is_none_or(|kind| kind.as_str() != Parcel::full_name()) {
        return Envelope::decode(message.data.as_slice()).ok().map(|event| vec![event]);
    }
    let events = Parcel::decode(message.data.as_slice()).ok()?.events;
    let whose = &events.first()?.tenant_id;
    events.iter().all(|event| event.tenant_id == *whose).then_some(events)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(tenant: &str, position: i64, bytes: usize) -> Envelope {
        Envelope {
            tenant_id: tenant.to_owned(),
            source: "goals".to_owned(),
            aggregate: "goal".to_owned(),
            event: "closed".to_owned(),
            position,
            state: vec![7; bytes],
            ..Envelope::default()
        }
    }

    fn places(packed: &[Packed]) -> Vec<(&str, Vec<usize>)> {
        packed
            .iter()
            .map(|one| (one.key.as_str(), one.places.clone()))
            .collect()
    }

    #[test]
    fn what_is_live_travels_alone_and_bulk_by_tenant_in_its_order() {
        let (a, b) = (event("a", 1, 10), event("b", 1, 10));
        let batch = [(Lane::Bulk, &a), (Lane::Live, &a), (Lane::Bulk, &b), (Lane::Bulk, &a)];
        let bulk = "bulk.goals.parcel.v1";
        let expected = vec![("goals.goal.closed.v1", vec![1]), (bulk, vec![0, 3]), (bulk, vec![2])];
        assert_eq!(places(&pack(&batch)), expected);
    }

    #[test]
    fn a_parcel_is_closed_when_it_holds_as_many_as_are_taken_in_together_or_is_heavy() {
        let (light, heavy) = (event("a", 1, 10), event("a", 2, HEAVY));
        let many: Vec<_> = (0..=TOGETHER).map(|_| (Lane::Bulk, &light)).collect();
        let sizes = |batch: &[(Lane, &Envelope)]| pack(batch).iter().map(|one| one.places.len()).collect::<Vec<_>>();
        assert_eq!(sizes(&many), [TOGETHER, 1]);
        let mixed = [(Lane::Bulk, &light), (Lane::Bulk, &heavy), (Lane::Bulk, &light)];
        assert_eq!(sizes(&mixed), [1, 1, 1]);
        assert!(sizes(&[]).is_empty());
    }
}
