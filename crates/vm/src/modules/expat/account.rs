//! How much entities may make of a document: against those whose text is small and whose expansion is not.

use super::cursor::Token;
use super::errors::{Fault, Parsed};
use super::parser::XmlParser;

/// Bytes of the shortest declaration that brings another text in.
const SHORTEST_INCLUDE: u64 = 22;

impl XmlParser {
    /// Works on the parser of the document itself.
    fn with_root<T>(&self, work: impl FnOnce(&XmlParser) -> T) -> T {
        let mut above = self.parent.get();
        while let Some(value) = &above {
            let Some(parser) = value.downcast::<XmlParser>() else { break };
            match parser.parent.get() {
                Some(next) => above = Some(next),
                None => return work(parser),
            }
        }
        work(self)
    }

    /// Counts a token's bytes: the document's own, or those of an entity.
    pub(super) fn count(&self, token: Token, from: usize, to: usize, is_direct: bool) -> Parsed {
        if matches!(token, Token::Invalid | Token::Partial | Token::PartialChar | Token::Nothing) {
            return Ok(());
        }
        self.count_bytes(to.saturating_sub(from) as u64, is_direct)
    }

    /// Counts bytes that are written for more of them.
    pub(super) fn count_free(&self, bytes: u64) -> Parsed {
        match self.count_bytes(bytes, false) {
            Ok(()) | Err(_) => Ok(()),
        }
    }

    /// Counts what a declaration holds: bytes of text, beside the record.
    pub(super) fn hold(&self, text: usize) -> Parsed {
        /// Bytes of a record.
        const RECORD: u64 = 128;
        self.with_root(|root| {
            let mut account = root.account.get();
            account.held = account.held.saturating_add(RECORD + text as u64);
            root.account.set(account);
            let factor = account.held as f32 / account.direct.max(1) as f32;
            let fits = account.held < account.held_threshold || factor <= account.held_factor;
            if fits { Ok(()) } else { Err(Fault::NoMemory.into()) }
        })
    }

    fn count_bytes(&self, bytes: u64, is_direct: bool) -> Parsed {
        let is_direct = is_direct && !self.is_child();
        self.with_root(|root| {
            let mut account = root.account.get();
            let sum = if is_direct { &mut account.direct } else { &mut account.indirect };
            *sum = sum.saturating_add(bytes);
            root.account.set(account);
            let all = account.direct.saturating_add(account.indirect);
            let factor = if account.direct > 0 {
                all as f32 / account.direct as f32
            } else {
                (SHORTEST_INCLUDE + account.indirect) as f32 / SHORTEST_INCLUDE as f32
            };
            let fits = all < account.threshold || factor <= account.factor;
            if fits { Ok(()) } else { Err(Fault::Amplification.into()) }
        })
    }
}
