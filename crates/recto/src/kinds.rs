//! `recto kinds`: what an editor can put between the paragraphs.

use anyhow::{Context, Result, bail};
use clap::Args;
use press::{KINDS, closest};
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(Args)]
pub(crate) struct Kinds {
    /// The kind to explain; without it all are listed.
    kind: Option<String>,
    /// Write the whole guide, as a web page, into this file instead.
    #[arg(long, value_name = "FILE", conflicts_with = "kind")]
    guide: Option<PathBuf>,
}

impl Kinds {
    pub(crate) fn run(self) -> Result<ExitCode> {
        if let Some(file) = self.guide {
            std::fs::write(&file, press::guide()).with_context(|| format!("{} cannot be written", file.display()))?;
            println!("Wrote {}.", file.display());
        } else if let Some(name) = self.kind {
            let name = name.trim_start_matches('@');
            let Some(kind) = KINDS.iter().find(|kind| kind.name() == name) else {
                let known = KINDS.iter().map(|kind| kind.name());
                match closest(name, known.clone()) {
                    Some(near) => bail!("there is no kind of block called `{name}`: did you mean `{near}`?"),
                    None => {
                        bail!(
                            "there is no kind of block called `{name}`; there are {}",
                            known.collect::<Vec<_>>().join(", ")
                        )
                    }
                }
            };
            println!("{}\n\nGrammar\n", press::purpose(*kind));
            print(&press::grammar(*kind));
            println!("\nExample\n");
            print(&format!("```@{name}\n{}```", kind.example()));
        } else {
            let width = KINDS.iter().map(|kind| kind.name().len()).max().unwrap_or_default();
            for kind in KINDS {
                println!("{:width$}  {}", kind.name(), press::purpose(*kind));
            }
            println!("\n`recto kinds {}` prints the grammar and an example.", KINDS[0].name());
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// Indented, so that what can be copied stands apart from what explains it.
fn print(text: &str) {
    for line in text.lines() {
        println!("{}", format!("    {line}").trim_end());
    }
}
