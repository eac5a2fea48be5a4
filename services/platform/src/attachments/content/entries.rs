//! How many parts a packed file says it has, by the records at its end: asked before the list of them is taken into memory.

use std::io::{self, Read};

const PIECE: u64 = 64 * 1024;
/// How a record begins, and how one of a large file does.
const RECORD: &[u8] = b"PK\x05\x06";
const LARGE_RECORD: &[u8] = b"PK\x06\x06";
/// How far into a record its numbers reach.
const REACH: usize = 40;

/// What each record says, in the order in which they lie there. Files packed into others bring records of their own, and
/// which one a reader believes is the reader's affair: so all are heard.
pub(super) fn told(file: &mut impl Read) -> io::Result<Vec<u64>> {
    let (mut counts, mut seen) = (Vec::new(), Vec::new());
    loop {
        let at_its_end = file.by_ref().take(PIECE).read_to_end(&mut seen)? == 0;
        // A record may be cut where the piece ends.
        let whole = if at_its_end {
            seen.len()
        } else {
            seen.len().saturating_sub(REACH)
        };
        counts.extend((0..whole).filter_map(|at| record(seen.get(at..)?)));
        if at_its_end {
            return Ok(counts);
        }
        seen.drain(..whole);
    }
}

/// What a record says, if it is one: of a file in one piece. In a large picture the four letters stand by chance every now and
/// then, the noughts and equal numbers after them do not, and no reader takes a record without them.
fn record(bytes: &[u8]) -> Option<u64> {
    let two = |at: usize| Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?));
    let eight = |at: usize| Some(u64::from_le_bytes(bytes.get(at..at + 8)?.try_into().ok()?));
    if bytes.starts_with(RECORD) {
        let (pieces, count) = ([two(4)?, two(6)?], two(10)?);
        return (pieces == [0, 0] && two(8)? == count).then(|| count.into());
    }
    if bytes.starts_with(LARGE_RECORD) {
        // Two pieces of four bytes each.
        let (pieces, count) = (eight(16)?, eight(32)?);
        return (pieces == 0 && eight(24)? == count).then_some(count);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn a_record(count: u16) -> Vec<u8> {
        let mut record = [RECORD, &[0; 18]].concat();
        record[8..10].copy_from_slice(&count.to_le_bytes());
        record[10..12].copy_from_slice(&count.to_le_bytes());
        record
    }

    #[test]
    fn every_record_is_heard_wherever_it_lies() {
        for before in [0, 65_500, 65_530, 65_536, 200_000] {
            let mut file = vec![b'P'; before];
            file.extend(a_record(7));
            file.extend(vec![0; 100]);
            file.extend(a_record(9));
            assert_eq!(told(&mut file.as_slice()).unwrap(), [7, 9], "after {before}");
        }
        let mut large = [LARGE_RECORD, &[0; 52]].concat();
        large[24..32].copy_from_slice(&70_000_u64.to_le_bytes());
        large[32..40].copy_from_slice(&70_000_u64.to_le_bytes());
        assert_eq!(told(&mut large.as_slice()).unwrap(), [70_000]);
        // What is cut off says nothing, nor what stands in a picture by chance.
        assert!(told(&mut &a_record(7)[..9]).unwrap().is_empty());
        let by_chance = [RECORD, &[0xe3; 18], LARGE_RECORD, &[0xe3; 52]].concat();
        assert!(told(&mut by_chance.as_slice()).unwrap().is_empty());
    }
}
