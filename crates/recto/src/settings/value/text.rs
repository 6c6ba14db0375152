//! Values that are written in quotes: texts, paths, addresses, networks.

use endpoint::IpNet;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use super::{Value, Written, put, quoted};

impl Value for PathBuf {
    fn expected(&self) -> &'static str {
        "a path in quotes"
    }

    fn read(&mut self, written: &Written<'_>, base: &Path) -> bool {
        put(self, written.text().map(|text| base.join(text)))
    }

    fn toml(&self) -> Option<String> {
        Some(quoted(&self.display().to_string()))
    }
}

impl Value for SocketAddr {
    fn expected(&self) -> &'static str {
        "an address and a port, such as \"127.0.0.1:8080\""
    }

    fn read(&mut self, written: &Written<'_>, _: &Path) -> bool {
        put(self, written.text().and_then(|text| text.parse().ok()))
    }

    fn toml(&self) -> Option<String> {
        Some(quoted(&self.to_string()))
    }
}

impl Value for String {
    fn expected(&self) -> &'static str {
        "text in quotes"
    }

    fn read(&mut self, written: &Written<'_>, _: &Path) -> bool {
        put(self, written.raw())
    }

    fn toml(&self) -> Option<String> {
        Some(quoted(self))
    }
}

impl Value for Option<String> {
    fn expected(&self) -> &'static str {
        "text in quotes"
    }

    fn read(&mut self, written: &Written<'_>, _: &Path) -> bool {
        put(self, written.raw().map(Some))
    }

    fn toml(&self) -> Option<String> {
        self.as_deref().map(quoted)
    }
}

impl Value for Option<PathBuf> {
    fn expected(&self) -> &'static str {
        "a path in quotes"
    }

    fn read(&mut self, written: &Written<'_>, base: &Path) -> bool {
        put(self, written.text().map(|text| Some(base.join(text))))
    }

    fn toml(&self) -> Option<String> {
        self.as_deref().map(|path| quoted(&path.display().to_string()))
    }
}

impl Value for Vec<IpNet> {
    fn expected(&self) -> &'static str {
        "a list of networks, such as [\"10.0.0.0/8\"]"
    }

    fn read(&mut self, written: &Written<'_>, _: &Path) -> bool {
        let networks = written.list().and_then(|items| items.iter().map(|item| item.parse().ok()).collect());
        put(self, networks)
    }

    fn toml(&self) -> Option<String> {
        let items: Vec<_> = self.iter().map(|net| quoted(&net.to_string())).collect();
        Some(format!("[{}]", items.join(", ")))
    }
}
