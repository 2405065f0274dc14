//! What the tests that read tables share.
#![expect(clippy::disallowed_types, reason = "tests run on the host's memory")]

/// Undoes the escapes of a table's cell: `\\`, `\n`, `\r`, `\t`, `\u{…}`.
pub fn unescape(cell: &str) -> String {
    let mut text = String::new();
    let mut rest = cell.chars();
    while let Some(ch) = rest.next() {
        if ch != '\\' {
            text.push(ch);
            continue;
        }
        match rest.next() {
            Some('n') => text.push('\n'),
            Some('r') => text.push('\r'),
            Some('t') => text.push('\t'),
            Some('u') => {
                let digits: String = rest.by_ref().take_while(|&c| c != '}').skip(1).collect();
                let code = u32::from_str_radix(&digits, 16).expect("hexadecimal digits");
                text.push(char::from_u32(code).expect("a character"));
            }
            other => text.extend(other),
        }
    }
    text
}
