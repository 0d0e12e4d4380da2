//! A certificate for serving to phones in the same network.
//!
//! Browsers give WebCrypto and secure cookies only to HTTPS pages (and to 127.0.0.1), so plain HTTP
//! on the network would show a broken product. Nobody vouches for this certificate: the phone warns
//! once, and the warning has to be accepted.

use std::fs;
use std::net::{IpAddr, UdpSocket};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::step;

/// Where the certificate and its key are.
pub struct Certificate {
    /// PEM file of the certificate.
    pub certificate: PathBuf,
    /// PEM file of its key.
    pub key: PathBuf,
}

/// Makes a certificate for these addresses, or finds the one made before,
/// so that an accepted warning stays accepted.
pub fn certificate(folder: &Path, addresses: &[IpAddr]) -> Result<Certificate> {
    fs::create_dir_all(folder)?;
    let made = Certificate {
        certificate: folder.join("certificate.pem"),
        key: folder.join("key.pem"),
    };
    let mut names: Vec<String> = addresses.iter().map(IpAddr::to_string).collect();
    names.push("localhost".to_owned());
    let record = folder.join("addresses.txt");
    let wanted = names.join("\n");
    if made.key.is_file() && fs::read_to_string(&record).is_ok_and(|known| known == wanted) {
        return Ok(made);
    }
    let pair = rcgen::generate_simple_self_signed(names).context("cannot make a certificate")?;
    fs::write(&made.certificate, pair.cert.pem())?;
    write_private(&made.key, &pair.signing_key.serialize_pem())?;
    fs::write(record, wanted)?;
    step::note(format!("Made a certificate in {}", folder.display()));
    Ok(made)
}

/// This machine's address in the network that it would use, without sending anything.
pub fn own_address() -> Option<IpAddr> {
    let socket = UdpSocket::bind("0.0.0.0:0").ok()?;
    // An address set aside for documentation: it only makes the system choose a way out.
    socket.connect("192.0.2.1:9").ok()?;
    let address = socket.local_addr().ok()?.ip();
    (!address.is_unspecified() && !address.is_loopback()).then_some(address)
}

#[cfg(unix)]
fn write_private(file: &Path, text: &str) -> Result<()> {
    use std::io::Write;
    use std::os::unix::fs::OpenOptionsExt;
    let mut options = fs::OpenOptions::new();
    let mut file = options
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(file)?;
    Ok(file.write_all(text.as_bytes())?)
}

#[cfg(not(unix))]
fn write_private(file: &Path, text: &str) -> Result<()> {
    Ok(fs::write(file, text)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_certificate_is_made_once_for_the_same_addresses() {
        let folder = std::env::temp_dir().join(format!("jiayi-lan-{}", std::process::id()));
        let first = certificate(&folder, &["192.0.2.7".parse().unwrap()]).unwrap();
        let text = fs::read_to_string(&first.certificate).unwrap();
        assert!(text.starts_with("-----BEGIN CERTIFICATE-----"));
        certificate(&folder, &["192.0.2.7".parse().unwrap()]).unwrap();
        assert_eq!(fs::read_to_string(&first.certificate).unwrap(), text);
        certificate(&folder, &["192.0.2.8".parse().unwrap()]).unwrap();
        assert_ne!(fs::read_to_string(&first.certificate).unwrap(), text);
        fs::remove_dir_all(folder).unwrap();
    }
}
