//! Tallies by type, in host memory of fixed size: what a program makes cannot grow it.

/// Most types told apart; the rest is counted together.
pub(crate) const TYPES: usize = 1024;
const NAME_BYTES: usize = 56;

/// What is known of one type.
#[derive(Clone, Copy)]
pub(crate) struct Tally {
    /// Kind of a builtin type, address of a class; 0: free.
    key: u64,
    name: [u8; NAME_BYTES],
    name_len: u8,
    /// Bytes of live objects, and the most they ever were.
    pub live_bytes: usize,
    pub peak_bytes: usize,
    /// Live objects, and the most there ever were.
    pub live: u64,
    pub peak: u64,
    /// Objects ever made.
    pub made: u64,
}

impl Tally {
    pub(crate) const EMPTY: Tally =
        Tally { key: 0, name: [0; NAME_BYTES], name_len: 0, live_bytes: 0, peak_bytes: 0, live: 0, peak: 0, made: 0 };

    pub(crate) fn name(&self) -> &str {
        std::str::from_utf8(&self.name[..self.name_len as usize]).unwrap_or("?")
    }

    pub(crate) fn add(&mut self, bytes: usize) {
        self.live_bytes += bytes;
        self.live += 1;
        self.made += 1;
        self.peak_bytes = self.peak_bytes.max(self.live_bytes);
        self.peak = self.peak.max(self.live);
    }

    pub(crate) fn remove(&mut self, bytes: usize) {
        self.live_bytes = self.live_bytes.saturating_sub(bytes);
        self.live = self.live.saturating_sub(1);
    }
}

/// Open addressing by key; the last place is for what did not fit.
pub(crate) struct Table {
    places: [Tally; TYPES + 1],
}

impl Table {
    pub(crate) const fn new() -> Table {
        Table { places: [Tally::EMPTY; TYPES + 1] }
    }

    /// The tally of `key`; `name` writes its name when it is new.
    pub(crate) fn get(&mut self, key: u64, name: impl FnOnce(&mut dyn FnMut(&str))) -> &mut Tally {
        let start = (key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 40) as usize;
        for step in 0..TYPES {
            let index = (start + step) % TYPES;
            if self.places[index].key == key {
                return &mut self.places[index];
            }
            if self.places[index].key == 0 && step < 64 {
                let place = &mut self.places[index];
                place.key = key;
                name(&mut |text| set_name(place, text));
                return &mut self.places[index];
            }
            if step >= 64 {
                break;
            }
        }
        let rest = &mut self.places[TYPES];
        rest.key = u64::MAX;
        set_name(rest, "(other classes)");
        rest
    }

    /// All tallies in use.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Tally> {
        self.places.iter().filter(|tally| tally.key != 0)
    }
}

fn set_name(tally: &mut Tally, text: &str) {
    let mut len = text.len().min(NAME_BYTES);
    while !text.is_char_boundary(len) {
        len -= 1;
    }
    tally.name[..len].copy_from_slice(&text.as_bytes()[..len]);
    tally.name_len = len as u8;
}
