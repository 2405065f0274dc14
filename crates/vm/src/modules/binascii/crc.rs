//! Cyclic redundancy checks: CRC-32 (of Ethernet, gzip, …) and CRC-CCITT (of binhex).

/// Eight tables, so that eight bytes are looked up at once.
static CRC32: [[u32; 256]; 8] = {
    let mut tables = [[0; 256]; 8];
    let mut byte = 0;
    while byte < 256 {
        let mut crc = byte as u32;
        let mut bit = 0;
        while bit < 8 {
            crc = if crc & 1 == 1 { crc >> 1 ^ 0xEDB8_8320 } else { crc >> 1 };
            bit += 1;
        }
        tables[0][byte] = crc;
        byte += 1;
    }
    let mut table = 1;
    while table < 8 {
        byte = 0;
        while byte < 256 {
            let before = tables[table - 1][byte];
            tables[table][byte] = before >> 8 ^ tables[0][(before & 0xFF) as usize];
            byte += 1;
        }
        table += 1;
    }
    tables
};

static HQX: [u16; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        let mut crc = (byte as u16) << 8;
        let mut bit = 0;
        while bit < 8 {
            crc = if crc & 0x8000 != 0 { crc << 1 ^ 0x1021 } else { crc << 1 };
            bit += 1;
        }
        table[byte] = crc;
        byte += 1;
    }
    table
};

/// The CRC-32 of what `start` is the CRC-32 of, and `data`.
#[must_use]
pub fn crc32(start: u32, data: &[u8]) -> u32 {
    let mut crc = !start;
    let (blocks, rest) = data.as_chunks::<8>();
    for block in blocks {
        let [a, b, c, d, e, f, g, h] = *block;
        let [i, j, k, l] = (crc ^ u32::from_le_bytes([a, b, c, d])).to_le_bytes();
        let bytes = [h, g, f, e, l, k, j, i];
        crc = 0;
        for (table, byte) in CRC32.iter().zip(bytes) {
            crc ^= table[usize::from(byte)];
        }
    }
    for byte in rest {
        crc = crc >> 8 ^ CRC32[0][usize::from(crc as u8 ^ byte)];
    }
    !crc
}

/// The CRC-CCITT of what `start` is the CRC-CCITT of, and `data`.
#[must_use]
pub fn crc_hqx(start: u16, data: &[u8]) -> u16 {
    data.iter().fold(start, |crc, byte| crc << 8 ^ HQX[usize::from((crc >> 8) as u8 ^ byte)])
}
