//! What was measured, by name: printed for eyes, and kept for whoever holds it against promises.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Result;

/// Figures by name.
#[derive(Debug, Default)]
pub struct Figures(BTreeMap<Cow<'static, str>, f64>);

impl Figures {
    /// Notes a figure.
    pub fn set(&mut self, name: impl Into<Cow<'static, str>>, figure: impl Into<f64>) {
        self.0.insert(name.into(), figure.into());
    }

    /// Notes a count.
    pub fn count(&mut self, name: impl Into<Cow<'static, str>>, count: u64) {
        self.set(name, count as f64);
    }

    /// Prints them, one a line.
    pub fn print(&self) {
        for (name, figure) in &self.0 {
            println!("{figure:>12}  {name}");
        }
    }

    /// Keeps them as a JSON object.
    pub fn keep(&self, file: &Path) -> Result<()> {
        std::fs::write(file, serde_json::to_vec_pretty(&self.0)?)?;
        Ok(())
    }
}
