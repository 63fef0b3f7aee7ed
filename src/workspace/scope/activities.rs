//! The activities of a pipeline as a tree of lists, and which of them an expression can see.

use super::upstream::Upstream;
use crate::json::Node;
use crate::workspace::Artifact;
use crate::workspace::pipeline::{activity_lists, dependencies, is_activity, name};
use std::collections::HashMap;

/// One activity; numbers are positions in document order.
#[derive(Debug)]
pub struct Activity {
    /// Its node.
    pub node: u32,
    /// Its name.
    pub name: String,
    /// Its type.
    pub type_name: String,
    /// The activity it stands in.
    pub container: Option<usize>,
    list: usize,
    position: usize,
}

/// The activities of a pipeline.
#[derive(Debug)]
pub struct Activities {
    all: Vec<Activity>,
    lists: Vec<Upstream>,
    by_name: HashMap<String, Vec<usize>>,
    by_node: HashMap<u32, usize>,
}

/// What an expression sees of an activity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sight {
    /// It has run before.
    Visible,
    /// It has run before if this If or Switch, in which it stands, chose its branch.
    Perhaps {
        /// The activity.
        activity: usize,
        /// The If or Switch.
        branch: usize,
    },
    /// It has not run, or what it gave cannot be read.
    Hidden(usize, Hidden),
    /// There is none of that name.
    Missing,
}

/// Why an activity cannot be seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hidden {
    /// It is the one that asks.
    Own,
    /// It is around the one that asks, so it still runs.
    Around,
    /// It is inside the one that asks, so it has not begun.
    Inside,
    /// It stands in another branch of this If or Switch.
    OtherBranch(usize),
    /// It runs once for each item of this ForEach.
    InLoop(usize),
    /// `waiter`, which asks or is around what asks, does not wait for `before`, which is it or is around it.
    NotAwaited {
        /// Who would have to wait.
        waiter: usize,
        /// For whom.
        before: usize,
    },
}

impl Activities {
    pub(super) fn new(pipeline: &Artifact) -> Self {
        let lists = activity_lists(pipeline);
        let mut found = Self { all: Vec::new(), lists: Vec::new(), by_name: HashMap::new(), by_node: HashMap::new() };
        // Lists come in document order, so what is around them is known before them.
        for (number, list) in lists.into_iter().enumerate() {
            let container = list.ancestors().skip(1).find(|node| is_activity(*node));
            let container = container.and_then(|node| found.by_node.get(&node.id()).copied());
            found.list(number, list, container);
        }
        found
    }

    fn list(&mut self, list: usize, nodes: Node<'_>, container: Option<usize>) {
        let mut positions: HashMap<String, usize> = HashMap::new();
        for (position, node) in nodes.items().enumerate() {
            let name = name(node).unwrap_or_default().into_owned();
            positions.insert(name.to_lowercase(), position);
            self.by_name.entry(name.to_lowercase()).or_default().push(self.all.len());
            self.by_node.insert(node.id(), self.all.len());
            let type_name = node.get("type").and_then(Node::as_str).unwrap_or_default().into_owned();
            self.all.push(Activity { node: node.id(), name, type_name, container, list, position });
        }
        let waits = |node: Node<'_>| {
            let names = dependencies(node).filter_map(Node::as_str);
            names.filter_map(|name| positions.get(&name.to_lowercase()).copied()).collect()
        };
        let waits_for: Vec<Vec<usize>> = nodes.items().map(waits).collect();
        self.lists.push(Upstream::new(&waits_for));
    }

    /// The activity with this number.
    pub fn get(&self, number: usize) -> &Activity {
        &self.all[number]
    }

    /// The names of all.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.all.iter().map(|activity| activity.name.as_str())
    }

    /// The number of the activity at a node.
    pub fn at(&self, node: Node<'_>) -> Option<usize> {
        self.by_node.get(&node.id()).copied()
    }

    /// The number of the first activity of this name.
    pub fn named(&self, name: &str) -> Option<usize> {
        self.by_name.get(&name.to_lowercase())?.first().copied()
    }

    /// The activities around one, innermost first, itself first of all.
    pub fn around(&self, number: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(Some(number), |at| self.all[*at].container)
    }

    /// What an expression of the activity `from` sees of the activity called `name`; `in_condition`: does it stand in
    /// the condition of `from`, which is an Until?
    pub fn sight(&self, from: usize, in_condition: bool, name: &str) -> Sight {
        let named = self.by_name.get(&name.to_lowercase()).map(Vec::as_slice).unwrap_or_default();
        let seen = named.iter().map(|activity| self.see(from, in_condition, *activity));
        // Names are unique in a sound pipeline; where not, the one that is seen best is meant.
        seen.min_by_key(|sight| match sight {
            Sight::Visible => 0,
            Sight::Perhaps { .. } => 1,
            Sight::Hidden(..) => 2,
            Sight::Missing => 3,
        })
        .unwrap_or(Sight::Missing)
    }

    fn see(&self, from: usize, in_condition: bool, wanted: usize) -> Sight {
        if from == wanted {
            return Sight::Hidden(wanted, Hidden::Own);
        }
        // The lowest list that holds both, or what is around them.
        let outer: HashMap<usize, usize> = self.around(from).map(|at| (self.all[at].list, at)).collect();
        let common = self.around(wanted).find_map(|at| Some((*outer.get(&self.all[at].list)?, at)));
        let Some((waiter, before)) = common else { return Sight::Missing };
        if waiter == before {
            return self.related(from, in_condition, wanted, waiter);
        }
        if !self.lists[self.all[waiter].list].waits(self.all[waiter].position, self.all[before].position) {
            return Sight::Hidden(wanted, Hidden::NotAwaited { waiter, before });
        }
        self.look_into(wanted, before)
    }

    /// One stands in the other, or both in branches of one: `meeting` holds both.
    fn related(&self, from: usize, in_condition: bool, wanted: usize, meeting: usize) -> Sight {
        if wanted == meeting {
            return Sight::Hidden(wanted, Hidden::Around);
        }
        if from != meeting {
            return Sight::Hidden(wanted, Hidden::OtherBranch(meeting));
        }
        if in_condition { self.look_into(wanted, meeting) } else { Sight::Hidden(wanted, Hidden::Inside) }
    }

    /// What is seen of an activity inside `outer`, which has run.
    fn look_into(&self, wanted: usize, outer: usize) -> Sight {
        let inside = self.around(wanted).skip(1).take_while(|_| wanted != outer);
        // `outer` itself is the last container that counts.
        let mut sight = Sight::Visible;
        for container in inside {
            let type_name = self.all[container].type_name.as_str();
            match type_name {
                "ForEach" => return Sight::Hidden(wanted, Hidden::InLoop(container)),
                "IfCondition" | "Switch" if sight == Sight::Visible => {
                    sight = Sight::Perhaps { activity: wanted, branch: container };
                }
                _ => {}
            }
            if container == outer {
                break;
            }
        }
        sight
    }
}
