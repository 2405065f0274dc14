//! The nearest name: edit distance with CPython's costs and limits.

/// So many candidates are too many to look at.
const MAX_CANDIDATES: usize = 750;
/// Longer names are not compared, beyond what both have in common at the ends.
const MAX_LENGTH: usize = 40;
const MOVE_COST: usize = 2;
const CASE_COST: usize = 1;

/// The candidate nearest to `name`, when at most a third of the letters differ.
#[must_use]
pub fn closest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let mut search = Search::new(name);
    let mut best = None;
    for candidate in candidates {
        if search.offer(candidate) {
            best = Some(candidate);
        }
    }
    if search.overflowed() { None } else { best }
}

/// A search for the nearest name, candidate by candidate.
pub struct Search<'n> {
    name: &'n str,
    best: usize,
    seen: usize,
}

impl<'n> Search<'n> {
    /// For names like `name`.
    #[must_use]
    pub fn new(name: &'n str) -> Search<'n> {
        Search { name, best: usize::MAX, seen: 0 }
    }

    /// Whether `candidate` is nearer than all before.
    pub fn offer(&mut self, candidate: &str) -> bool {
        self.seen += 1;
        if self.seen >= MAX_CANDIDATES || candidate == self.name {
            return false;
        }
        let limit = ((self.name.len() + candidate.len() + 3) * MOVE_COST / 6).min(self.best.saturating_sub(1));
        let distance = distance(self.name.as_bytes(), candidate.as_bytes(), limit);
        if distance > limit {
            return false;
        }
        self.best = distance;
        true
    }

    /// Whether there were too many candidates to suggest any.
    #[must_use]
    pub fn overflowed(&self) -> bool {
        self.seen >= MAX_CANDIDATES
    }
}

fn substitution_cost(a: u8, b: u8) -> usize {
    if a == b {
        0
    } else if a.eq_ignore_ascii_case(&b) {
        CASE_COST
    } else {
        MOVE_COST
    }
}

/// The edit distance, or anything above `limit` once it is known to be above.
fn distance(a: &[u8], b: &[u8], limit: usize) -> usize {
    let prefix = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[prefix..], &b[prefix..]);
    let suffix = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[..a.len() - suffix], &b[..b.len() - suffix]);
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if short.is_empty() {
        return long.len() * MOVE_COST;
    }
    if long.len() > MAX_LENGTH || (long.len() - short.len()) * MOVE_COST > limit {
        return limit.saturating_add(1);
    }
    // One row of the matrix of prefixes, updated in place.
    let mut row = [0; MAX_LENGTH];
    for (index, cost) in row.iter_mut().enumerate() {
        *cost = (index + 1) * MOVE_COST;
    }
    let mut result = 0;
    for (line, &x) in long.iter().enumerate() {
        let mut diagonal = line * MOVE_COST;
        result = diagonal;
        let mut least = usize::MAX;
        for (cost, &y) in row.iter_mut().zip(short) {
            let substituted = diagonal + substitution_cost(x, y);
            diagonal = *cost;
            result = substituted.min(result.min(diagonal) + MOVE_COST);
            *cost = result;
            least = least.min(result);
        }
        if least > limit {
            return limit.saturating_add(1);
        }
    }
    result
}

#[cfg(test)]
mod tests {
    use super::closest;

    #[test]
    fn suggests_near_names_only() {
        assert_eq!(closest("lenght", ["length", "width"]), Some("length"));
        assert_eq!(closest("foo", ["bar", "Foo"]), Some("Foo"));
        assert_eq!(closest("a", ["b"]), None);
        assert_eq!(closest("length", ["length"]), None);
        assert_eq!(closest("blech", ["bleck", "blec"]), Some("bleck"));
    }
}
