//! What a screen reader is given: the accessibility tree of a part of the page, as text.

use std::{collections::HashMap, fmt::Write};

use serde_json::{Value, json};

use super::Visitor;

impl Visitor {
    /// The accessibility tree of the first such element: a line for each thing, with its role, its name and its states.
    pub(crate) async fn tree(&self, css: &str) -> String {
        self.cdp("Accessibility.enable", json!({})).await;
        let document = self.cdp("DOM.getDocument", json!({ "depth": 0 })).await;
        let found = json!({ "nodeId": document["root"]["nodeId"], "selector": css });
        let found = self.cdp("DOM.querySelector", found).await;
        let described = self.cdp("DOM.describeNode", json!({ "nodeId": found["nodeId"] })).await;
        let all = self.cdp("Accessibility.getFullAXTree", json!({})).await;
        let nodes = all["nodes"].as_array().expect("it is a list");
        let by_id: HashMap<&str, &Value> =
            nodes.iter().filter_map(|node| Some((node["nodeId"].as_str()?, node))).collect();
        let root = nodes.iter().find(|node| node["backendDOMNodeId"] == described["node"]["backendNodeId"]);
        let mut lines = String::new();
        print(root.unwrap_or_else(|| panic!("{css} is not in the tree")), &by_id, 0, &mut lines);
        lines
    }
}

/// States that a reader hears.
const STATES: [&str; 8] = ["checked", "current", "disabled", "expanded", "level", "pressed", "selected", "valuetext"];

fn print(node: &Value, all: &HashMap<&str, &Value>, depth: usize, lines: &mut String) {
    let role = node["role"]["value"].as_str().unwrap_or_default();
    let name = node["name"]["value"].as_str().unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
    // Boxes without a meaning are passed through, and so is the text of what has been named by it.
    let is_silent = node["ignored"] == true || ["none", "generic", "InlineTextBox", "LayoutTable"].contains(&role);
    let below = if is_silent {
        depth
    } else {
        let states = node["properties"].as_array().map(Vec::as_slice).unwrap_or_default().iter();
        let states = states.filter_map(|state| {
            let (name, value) = (state["name"].as_str()?, &state["value"]["value"]);
            (STATES.contains(&name) && *value != json!(false) && *value != json!(""))
                .then(|| format!(" {name}={value}"))
        });
        let mut states: String = states.collect();
        if let Some(value) = node["value"]["value"].as_str().filter(|value| !value.is_empty()) {
            let _ = write!(states, " value={value}");
        }
        let indent = "  ".repeat(depth);
        let _ = if name.is_empty() {
            writeln!(lines, "{indent}{role}{states}")
        } else {
            writeln!(lines, "{indent}{role} “{name}”{states}")
        };
        depth + 1
    };
    if role == "StaticText" || role == "InlineTextBox" {
        return;
    }
    for child in node["childIds"].as_array().map(Vec::as_slice).unwrap_or_default() {
        if let Some(child) = child.as_str().and_then(|id| all.get(id)) {
            print(child, all, below, lines);
        }
    }
}

/// The texts of a tree, which are the facts that it tells, without what they stand in.
pub(crate) fn facts(tree: &str) -> String {
    let texts = tree.lines().filter_map(|line| line.trim_start().strip_prefix("StaticText “")?.strip_suffix('”'));
    texts.collect::<Vec<_>>().join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
}
