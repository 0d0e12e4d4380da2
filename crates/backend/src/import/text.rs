//! The text of a file in any encoding, as a stream of UTF-8.

use std::io::{self, Read};

use encoding_rs::{Decoder, Encoding};

/// Bytes of an encoding, read as UTF-8 with every line ended by one `\n`, so that lines can be
/// counted. What stands for no character becomes U+FFFD.
pub(super) struct Text<R> {
    source: R,
    decoder: Decoder,
    text: Vec<u8>,
    given: usize,
    /// A `\r` was read, and what follows is not known yet.
    held: bool,
    last: u8,
    ended: bool,
    /// Bytes taken from the source.
    pub(super) taken: u64,
}

impl<R: Read> Text<R> {
    pub(super) fn new(source: R, encoding: &'static Encoding) -> Self {
        let decoder = encoding.new_decoder_with_bom_removal();
        let (text, last) = (Vec::new(), b'\n');
        Self {
            source,
            decoder,
            text,
            given: 0,
            held: false,
            last,
            ended: false,
            taken: 0,
        }
    }

    fn decode_more(&mut self) -> io::Result<()> {
        let mut raw = [0; 8192];
        let read = self.source.read(&mut raw)?;
        self.ended = read == 0;
        self.taken += u64::try_from(read).unwrap_or(0);
        let room = self
            .decoder
            .max_utf8_buffer_length(read)
            .unwrap_or(4 * raw.len());
        let mut decoded = vec![0; room];
        let chunk = raw.get(..read).unwrap_or_default();
        let (_, _, written, _) = self.decoder.decode_to_utf8(chunk, &mut decoded, self.ended);
        decoded.truncate(written);
        self.text.clear();
        self.given = 0;
        self.end_lines_alike(&decoded);
        Ok(())
    }

    fn end_lines_alike(&mut self, decoded: &[u8]) {
        for byte in decoded {
            if std::mem::take(&mut self.held) && *byte != b'\n' {
                self.text.push(b'\r');
            }
            if *byte == b'\r' {
                self.held = true;
            } else {
                self.text.push(*byte);
            }
            self.last = *byte;
        }
        if self.ended && self.last != b'\n' {
            self.text.push(b'\n');
        }
    }
}

impl<R: Read> Read for Text<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while self.given == self.text.len() && !self.ended {
            self.decode_more()?;
        }
        let mut rest = self.text.get(self.given..).unwrap_or_default();
        let given = rest.read(out)?;
        self.given += given;
        Ok(given)
    }
}
