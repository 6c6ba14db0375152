//! `recto check`, `recto build` and `recto new`: what an editor runs.

use anyhow::{Context, Result, bail};
use clap::Args;
use press::{Built, Finding, Job, Reading};
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

#[derive(Args)]
pub(crate) struct Check {
    /// The edition's folder.
    #[arg(long, default_value = "content")]
    content: PathBuf,
    /// The last site, whose anchors must not be lost.
    #[arg(long, default_value = "dist")]
    site: PathBuf,
}

impl Check {
    pub(crate) fn run(self) -> Result<ExitCode> {
        let reading = Reading::of(&self.content)?;
        let findings = reading.check(press::last(&self.site)?.as_ref());
        if findings.is_empty() {
            println!("{} is in order: {} articles.", self.content.display(), reading.count());
            return Ok(ExitCode::SUCCESS);
        }
        print(&findings);
        Ok(ExitCode::FAILURE)
    }
}

#[derive(Args)]
pub(crate) struct Build {
    /// The edition's folder.
    #[arg(long, default_value = "content")]
    content: PathBuf,
    /// The app bundle: what Trunk built, or a site that was built with it.
    #[arg(long, default_value = "dist")]
    bundle: PathBuf,
    /// Where the site goes.
    #[arg(long, default_value = "dist")]
    out: PathBuf,
    /// The site of before: its anchors must not be lost, and what it had is kept for who is reading it [default: what
    /// lies where the site goes].
    #[arg(long)]
    last: Option<PathBuf>,
    /// Leave out the compressed copies, for a quicker look.
    #[arg(long)]
    quick: bool,
}

impl Build {
    pub(crate) fn run(self) -> Result<ExitCode> {
        let began = Instant::now();
        let mut progress = Progress::new(began);
        let job = Job {
            content: &self.content,
            bundle: &self.bundle,
            out: &self.out,
            last: self.last.as_ref().unwrap_or(&self.out),
            compress: !self.quick,
        };
        let built = press::build(&job, &mut |what, done, all| progress.tell(what, done, all))?;
        match built {
            Built::Site(articles) => {
                let seconds = began.elapsed().as_secs_f32();
                println!("{articles} articles set into {} in {seconds:.1} s.", self.out.display());
                Ok(ExitCode::SUCCESS)
            }
            Built::Refused(findings) => {
                print(&findings);
                eprintln!("Nothing was built; {} is as it was.", self.out.display());
                Ok(ExitCode::FAILURE)
            }
        }
    }
}

#[derive(Args)]
pub(crate) struct New {
    /// The article's name: its file, its folder of pictures, its address. Lower-case letters, digits and hyphens.
    slug: String,
    /// The edition's folder.
    #[arg(long, default_value = "content")]
    content: PathBuf,
}

impl New {
    pub(crate) fn run(self) -> Result<ExitCode> {
        // `recto new name.md` means the same.
        let slug = press::Slug::new(self.slug.trim_end_matches(".md"));
        if let Some(problem) = slug.problems().first() {
            bail!("{}; nothing was written\n  expected: {}", problem.found, problem.expected);
        }
        let path = self.content.join(format!("{slug}.md"));
        if path.exists() {
            bail!("{} is there already; nothing was written", path.display());
        }
        let folder = self.content.join(slug.as_str());
        std::fs::create_dir_all(&folder).with_context(|| format!("{} cannot be made", folder.display()))?;
        let text = include_str!("new.md");
        std::fs::write(&path, text).with_context(|| format!("{} cannot be written", path.display()))?;
        println!("Wrote {}. Put its illustration into {}, then run `recto check`.", path.display(), folder.display());
        Ok(ExitCode::SUCCESS)
    }
}

fn print(findings: &[Finding]) {
    let colours = std::io::stdout().is_terminal();
    for finding in findings {
        println!("{}\n", finding.print(colours));
    }
    let files: std::collections::BTreeSet<&Path> = findings.iter().map(|finding| finding.path.as_path()).collect();
    let count = |n: usize, one: &str| format!("{n} {one}{}", if n == 1 { "" } else { "s" });
    println!("{} in {}.", count(findings.len(), "problem"), count(files.len(), "file"));
}

/// Tells what takes longer than a second, at most twice a second, on the error stream.
struct Progress {
    began: Instant,
    told: Instant,
}

impl Progress {
    fn new(began: Instant) -> Self {
        Self { began, told: began }
    }

    fn tell(&mut self, what: &str, done: usize, all: usize) {
        let now = Instant::now();
        if now - self.began < Duration::from_secs(1) || now - self.told < Duration::from_millis(500) {
            return;
        }
        self.told = now;
        let mut errors = std::io::stderr();
        let end = if errors.is_terminal() { "\r" } else { "\n" };
        // Where nobody can be told, there is nobody to tell that.
        let _ = write!(errors, "{what}: {done} of {all}{end}");
    }
}
