//! What a meter says over Bluetooth: blood pressure, glucose, weight, as the services of the Bluetooth SIG lay
//! out their bytes. Pure; a page asks the browser for the bytes and hands them over.
//!
//! Source: GATT Specification Supplement, "Blood Pressure Measurement" (0x2A35), "Glucose Measurement" (0x2A18),
//! "Weight Measurement" (0x2A9D); numbers as IEEE 11073-20601 SFLOAT. A number that the meter marks as none, or
//! bytes that end too early, are no reading: nothing is guessed.

/// Service of blood pressure meters.
pub const BLOOD_PRESSURE: u16 = 0x1810;
/// Service of glucose meters.
pub const GLUCOSE: u16 = 0x1808;
/// Service of scales.
pub const WEIGHT: u16 = 0x181D;

/// A kPa in hundred-thousandths of mmHg.
const MMHG_IN_KPA: i64 = 750_062;
/// A mole of glucose in milligrams.
const GLUCOSE_MOLAR: i64 = 180_156;

/// A reading, in the scales of the programmes' fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// mmHg, and beats a minute where the meter counts them.
    Pressure {
        /// Systolic.
        sbp: i32,
        /// Diastolic.
        dbp: i32,
        /// Heart rate.
        pulse: Option<i32>,
    },
    /// Tenths of mmol/L.
    Glucose(i32),
    /// Tenths of kg.
    Weight(i32),
}

/// The characteristic of a service that holds its readings.
#[must_use]
pub fn characteristic(service: u16) -> u16 {
    match service {
        BLOOD_PRESSURE => 0x2A35,
        GLUCOSE => 0x2A18,
        _ => 0x2A9D,
    }
}

/// The reading that a meter of this service sent; `None` where it is none.
#[must_use]
pub fn read(service: u16, bytes: &[u8]) -> Option<Reading> {
    match service {
        BLOOD_PRESSURE => pressure(bytes),
        GLUCOSE => glucose(bytes),
        WEIGHT => weight(bytes),
        _ => None,
    }
}

/// Bytes from the front, one after the other.
struct Bytes<'a>(&'a [u8]);

impl Bytes<'_> {
    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    fn word(&mut self) -> Option<u16> {
        Some(u16::from_le_bytes([self.byte()?, self.byte()?]))
    }

    fn skip(&mut self, many: usize) -> Option<()> {
        self.0 = self.0.get(many..)?;
        Some(())
    }
}

/// A number as an SFLOAT: four bits of exponent, twelve of mantissa, both with a sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Sfloat {
    mantissa: i64,
    exponent: i32,
}

impl Sfloat {
    /// `None` for what stands for no number: NaN, ±infinity, not at this resolution, reserved.
    fn of(bits: u16) -> Option<Self> {
        let mantissa = i64::from(bits & 0x0FFF);
        if (0x07FE..=0x0802).contains(&mantissa) {
            return None;
        }
        let exponent = i32::from(bits >> 12);
        Some(Self {
            mantissa: if mantissa > 0x07FF {
                mantissa - 0x1000
            } else {
                mantissa
            },
            exponent: if exponent > 7 {
                exponent - 16
            } else {
                exponent
            },
        })
    }

    /// The number times `factor`, where `factor` is given in units of ten to the minus `digits`; rounded
    /// half away from zero.
    fn times(self, factor: i64, digits: i32) -> Option<i32> {
        let exponent = self.exponent - digits;
        let ten = |power: i32| 10_i64.checked_pow(power.unsigned_abs());
        let product = self.mantissa.checked_mul(factor)?;
        let number = if exponent >= 0 {
            product.checked_mul(ten(exponent)?)?
        } else {
            let by = ten(exponent)?;
            let half = if product < 0 { -(by / 2) } else { by / 2 };
            product.checked_add(half)?.checked_div(by)?
        };
        i32::try_from(number).ok()
    }
}

fn pressure(bytes: &[u8]) -> Option<Reading> {
    let mut bytes = Bytes(bytes);
    let flags = bytes.byte()?;
    let kilopascal = flags & 1 != 0;
    let mut number = || {
        let number = Sfloat::of(bytes.word()?)?;
        let mmhg = if kilopascal {
            number.times(MMHG_IN_KPA, 5)
        } else {
            number.times(1, 0)
        };
        mmhg.filter(|mmhg| *mmhg > 0)
    };
    let (sbp, dbp) = (number()?, number()?);
    let pulse = pulse(&mut bytes, flags);
    Some(Reading::Pressure { sbp, dbp, pulse })
}

/// The pulse behind a pressure, where the meter tells it.
fn pulse(bytes: &mut Bytes<'_>, flags: u8) -> Option<i32> {
    // The mean pressure, and the time where it is told.
    bytes.skip(2)?;
    if flags & 2 != 0 {
        bytes.skip(7)?;
    }
    if flags & 4 == 0 {
        return None;
    }
    let pulse = Sfloat::of(bytes.word()?)?.times(1, 0);
    pulse.filter(|pulse| *pulse > 0)
}

fn glucose(bytes: &[u8]) -> Option<Reading> {
    let mut bytes = Bytes(bytes);
    let flags = bytes.byte()?;
    // The number in the meter's own count, and the time.
    bytes.skip(2 + 7)?;
    if flags & 1 != 0 {
        bytes.skip(2)?;
    }
    if flags & 2 == 0 {
        return None;
    }
    let number = Sfloat::of(bytes.word()?)?;
    let tenths = if flags & 4 != 0 {
        // mol/L; tenths of mmol/L are ten thousand times as many.
        number.times(10_000, 0)
    } else {
        // kg/L: 1 kg/L is 10^6 / 180.156 mmol/L.
        let number = number.times(1_000_000_000, 0).map(i64::from)?;
        // Micrograms in a litre, to tenths of mmol/L.
        i32::try_from((number * 10 + GLUCOSE_MOLAR / 2) / GLUCOSE_MOLAR).ok()
    };
    tenths.filter(|tenths| *tenths > 0).map(Reading::Glucose)
}

fn weight(bytes: &[u8]) -> Option<Reading> {
    let mut bytes = Bytes(bytes);
    let flags = bytes.byte()?;
    let number = i64::from(bytes.word()?);
    let tenths = if flags & 1 == 0 {
        // In steps of 5 g.
        (number * 5 + 50) / 100
    } else {
        // In hundredths of a pound of 0.45359237 kg.
        (number * 45_359_237 + 500_000_000) / 1_000_000_000
    };
    // All ones stand for a weighing that did not work.
    (number > 0 && number < 0xFFFF).then_some(Reading::Weight(i32::try_from(tenths).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_sfloat_is_a_mantissa_and_a_power_of_ten() {
        for (bits, mantissa, exponent) in [
            (0x0080, 128, 0),
            (0xF05F, 95, -1),
            (0x0FFF, -1, 0),
            (0x1003, 3, 1),
            (0x807F, 127, -8),
            (0x07FD, 2045, 0),
            (0x0803, -2045, 0),
        ] {
            assert_eq!(
                Sfloat::of(bits),
                Some(Sfloat { mantissa, exponent }),
                "{bits:04x}"
            );
        }
    }

    #[test]
    fn what_a_meter_marks_as_no_number_is_none() {
        for special in [0x07FE, 0x07FF, 0x0800, 0x0801, 0x0802] {
            assert_eq!(Sfloat::of(special), None, "{special:04x}");
            let [low, high] = u16::to_le_bytes(special);
            assert_eq!(read(BLOOD_PRESSURE, &[0, low, high, 80, 0, 96, 0]), None);
        }
    }

    #[test]
    fn a_pressure_is_read_with_and_without_its_pulse() {
        let plain = [0x00, 138, 0, 86, 0, 103, 0];
        let reading = |pulse| {
            Some(Reading::Pressure {
                sbp: 138,
                dbp: 86,
                pulse,
            })
        };
        assert_eq!(read(BLOOD_PRESSURE, &plain), reading(None));
        let with_pulse = [0x04, 138, 0, 86, 0, 103, 0, 72, 0];
        assert_eq!(read(BLOOD_PRESSURE, &with_pulse), reading(Some(72)));
        let with_time = [
            0x06, 138, 0, 86, 0, 103, 0, 0xEA, 0x07, 11, 30, 9, 30, 0, 72, 0,
        ];
        assert_eq!(read(BLOOD_PRESSURE, &with_time), reading(Some(72)));
        // The pulse is cut off: the pressure still holds.
        assert_eq!(read(BLOOD_PRESSURE, &with_pulse[..8]), reading(None));
    }

    #[test]
    fn kilopascals_become_millimetres() {
        // 18.4 kPa and 11.5 kPa: 138.01 and 86.26 mmHg.
        let bytes = [0x01, 184, 0xF0, 115, 0xF0, 0, 0];
        let reading = Reading::Pressure {
            sbp: 138,
            dbp: 86,
            pulse: None,
        };
        assert_eq!(read(BLOOD_PRESSURE, &bytes), Some(reading));
    }

    #[test]
    fn a_glucose_is_read_in_both_units() {
        let head = |flags: u8| vec![flags, 1, 0, 0xEA, 0x07, 11, 30, 7, 0, 0];
        // 6.2 mmol/L is 62 · 10⁻⁴ mol/L.
        let mut moles = head(0x06);
        moles.extend([62, 0xC0, 0x11]);
        assert_eq!(read(GLUCOSE, &moles), Some(Reading::Glucose(62)));
        // 112 mg/dL is 112 · 10⁻⁵ kg/L, which is 6.217 mmol/L.
        let mut kilograms = head(0x03);
        kilograms.extend([0, 0, 112, 0xB0, 0x11]);
        assert_eq!(read(GLUCOSE, &kilograms), Some(Reading::Glucose(62)));
        // Nothing was measured.
        assert_eq!(read(GLUCOSE, &head(0x00)), None);
    }

    #[test]
    fn a_weight_is_read_in_both_units() {
        // 65.5 kg is 13,100 steps of 5 g.
        let [low, high] = 13_100_u16.to_le_bytes();
        assert_eq!(read(WEIGHT, &[0, low, high]), Some(Reading::Weight(655)));
        // 144.40 lb is 65.499 kg.
        let [low, high] = 14_440_u16.to_le_bytes();
        assert_eq!(read(WEIGHT, &[1, low, high]), Some(Reading::Weight(655)));
        assert_eq!(read(WEIGHT, &[0, 0xFF, 0xFF]), None);
    }

    #[test]
    fn bytes_that_end_too_early_are_no_reading() {
        for service in [BLOOD_PRESSURE, GLUCOSE, WEIGHT, 0x180D] {
            for bytes in [&[][..], &[0x06], &[0x06, 1]] {
                assert_eq!(read(service, bytes), None, "{service:04x} {bytes:?}");
            }
        }
    }
}
