//! Work that waits, by network: each network's own in the order it came, and the networks in turn.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
};

pub type Job = Box<dyn FnOnce() + Send>;

pub struct Queue {
    most: usize,
    waiting: Mutex<Waiting<Job>>,
    news: Condvar,
}

impl Queue {
    pub fn new(most: usize) -> Self {
        Self {
            most,
            waiting: Mutex::new(Waiting::new()),
            news: Condvar::new(),
        }
    }

    /// False when there is no room.
    pub fn push(&self, network: &str, job: Job) -> bool {
        let taken = self.waiting().push(network, job, self.most);
        self.news.notify_one();
        taken
    }

    /// Waits for the next job; nothing when the queue was closed.
    pub fn next(&self) -> Option<Job> {
        let mut waiting = self.waiting();
        loop {
            if waiting.closed {
                return None;
            }
            if let Some(job) = waiting.pop() {
                return Some(job);
            }
            waiting = self.news.wait(waiting).unwrap_or_else(PoisonError::into_inner);
        }
    }

    pub fn close(&self) {
        self.waiting().closed = true;
        self.news.notify_all();
    }

    fn waiting(&self) -> MutexGuard<'_, Waiting<Job>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

struct Waiting<J> {
    /// Whose turn it is, each network once.
    turns: VecDeque<String>,
    jobs: HashMap<String, VecDeque<J>>,
    count: usize,
    closed: bool,
}

impl<J> Waiting<J> {
    fn new() -> Self {
        Self {
            turns: VecDeque::new(),
            jobs: HashMap::new(),
            count: 0,
            closed: false,
        }
    }

    fn push(&mut self, network: &str, job: J, most: usize) -> bool {
        if self.count >= most && !self.make_room(network) {
            return false;
        }
        let own = self.jobs.entry(network.to_owned()).or_default();
        if own.is_empty() {
            self.turns.push_back(network.to_owned());
        }
        own.push_back(job);
        self.count += 1;
        true
    }

    /// Puts out the newest job of the network that has most, unless it is the newcomer's own.
    fn make_room(&mut self, newcomer: &str) -> bool {
        let own = self.jobs.get(newcomer).map_or(0, VecDeque::len);
        let longest = self.jobs.values_mut().max_by_key(|jobs| jobs.len());
        let Some(longest) = longest.filter(|jobs| jobs.len() > own + 1) else {
            return false;
        };
        longest.pop_back();
        self.count -= 1;
        true
    }

    fn pop(&mut self) -> Option<J> {
        let network = self.turns.pop_front()?;
        let own = self.jobs.get_mut(&network)?;
        let job = own.pop_front()?;
        self.count -= 1;
        if own.is_empty() {
            self.jobs.remove(&network);
        } else {
            self.turns.push_back(network);
        }
        Some(job)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(jobs: &[(&str, u8)], most: usize) -> (Waiting<u8>, Vec<u8>) {
        let mut waiting = Waiting::new();
        let refused = jobs.iter().filter(|(network, job)| !waiting.push(network, *job, most));
        let refused = refused.map(|(_, job)| *job).collect();
        (waiting, refused)
    }

    fn order(mut waiting: Waiting<u8>) -> Vec<u8> {
        std::iter::from_fn(|| waiting.pop()).collect()
    }

    #[test]
    fn whoever_comes_from_elsewhere_is_next_however_many_wait() {
        let flood = [("a", 1), ("a", 2), ("a", 3), ("a", 4)];
        let (waiting, _) = filled(&[flood.as_slice(), &[("b", 9)]].concat(), 10);
        assert_eq!(order(waiting), [1, 9, 2, 3, 4]);
    }

    #[test]
    fn networks_take_turns_and_each_keeps_its_order() {
        let (waiting, _) = filled(&[("a", 1), ("a", 2), ("b", 5), ("b", 6), ("c", 9)], 10);
        assert_eq!(order(waiting), [1, 5, 9, 2, 6]);
    }

    #[test]
    fn when_it_is_full_the_longest_gives_way_to_whoever_has_less() {
        let (waiting, refused) = filled(&[("a", 1), ("a", 2), ("a", 3), ("a", 4), ("b", 9)], 3);
        assert_eq!(refused, [4]);
        assert_eq!(order(waiting), [1, 9, 2]);
    }

    #[test]
    fn when_it_is_full_of_those_with_one_each_a_newcomer_is_refused() {
        let (waiting, refused) = filled(&[("a", 1), ("b", 2), ("c", 3)], 2);
        assert_eq!(refused, [3]);
        assert_eq!(order(waiting), [1, 2]);
    }
}
