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

/// The larger of the two numbers that a record says: of this file, and of all that belong together.
fn record(bytes: &[u8]) -> Option<u64> {
    if bytes.starts_with(RECORD) {
        let number = |at| {
            let two: [u8; 2] = bytes.get(at..at + 2)?.try_into().ok()?;
            Some(u64::from(u16::from_le_bytes(two)))
        };
        return Some(number(8)?.max(number(10)?));
    }
    if bytes.starts_with(LARGE_RECORD) {
        let number = |at| {
            let eight: [u8; 8] = bytes.get(at..at + 8)?.try_into().ok()?;
            Some(u64::from_le_bytes(eight))
        };
        return Some(number(24)?.max(number(32)?));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn a_record(count: u16) -> Vec<u8> {
        let mut record = [RECORD, &[0; 18]].concat();
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
        large[32..40].copy_from_slice(&70_000_u64.to_le_bytes());
        assert_eq!(told(&mut large.as_slice()).unwrap(), [70_000]);
        // What is cut off says nothing.
        assert!(told(&mut &a_record(7)[..9]).unwrap().is_empty());
    }
}
