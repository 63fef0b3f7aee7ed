//! The activities of a pipeline as a tree of lists, and which of them an expression can see.

use super::upstream::Upstream;
use crate::json::Node;
use crate::workspace::name::Numbers;
use crate::workspace::pipeline::{activities, activity_lists, dependencies, is_activity, name};
use crate::workspace::{Artifact, same_name};
use rustc_hash::FxHashMap;
use std::ops::Range;

/// One activity; numbers are positions in document order.
#[derive(Debug)]
pub struct Activity {
    /// Its node.
    pub node: u32,
    /// Its name.
    pub name: Box<str>,
    /// What it is for what stands in it.
    pub control: Control,
    /// The activity it stands in.
    container: Option<u32>,
    list: u32,
    position: u32,
}

/// What an activity is for what stands in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Control {
    /// A ForEach, which runs what is inside once for each item.
    ForEach,
    /// An Until, which runs it until its condition holds.
    Until,
    /// An If or Switch, which chooses a branch.
    Choice,
    /// A Filter, whose condition sees each item.
    Filter,
    /// Any other.
    Other,
}

impl Control {
    fn of(type_name: &str) -> Self {
        const CONTROLS: [(&str, Control); 5] = [
            ("ForEach", Control::ForEach),
            ("Until", Control::Until),
            ("IfCondition", Control::Choice),
            ("Switch", Control::Choice),
            ("Filter", Control::Filter),
        ];
        let own = CONTROLS.iter().find(|(name, _)| name.eq_ignore_ascii_case(type_name));
        own.map_or(Control::Other, |(_, control)| *control)
    }
}

/// The activities of a pipeline.
#[derive(Debug)]
pub struct Activities {
    all: Vec<Activity>,
    lists: Vec<List>,
    /// Names are unique in a sound pipeline only.
    by_name: Numbers,
}

/// One list: its node, the number of its first activity, and who waits for whom in it.
#[derive(Debug)]
struct List {
    node: u32,
    first: usize,
    upstream: Upstream,
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
        let all = Vec::with_capacity(activities(pipeline).count());
        let lists = Vec::with_capacity(activity_lists(pipeline).count());
        let mut found = Self { all, lists, by_name: Numbers::default() };
        // Lists come in document order, so what is around them is known before them.
        for list in activity_lists(pipeline) {
            let container = list.ancestors().skip(1).find(|node| is_activity(*node));
            let container = container.and_then(|node| found.at(node));
            found.list(list, container);
        }
        found.by_name = Numbers::of(found.names());
        for list in 0..found.lists.len() {
            found.lists[list].upstream = found.upstream(pipeline, list);
        }
        found
    }

    fn list(&mut self, list: Node<'_>, container: Option<usize>) {
        self.lists.push(List { node: list.id(), first: self.all.len(), upstream: Upstream::default() });
        for (position, node) in list.items().enumerate() {
            let name = name(node).unwrap_or_default().into();
            let control = Control::of(&node.get("type").and_then(Node::as_str).unwrap_or_default());
            let (node, list, position) = (node.id(), self.lists.len() as u32 - 1, position as u32);
            let container = container.map(|container| container as u32);
            self.all.push(Activity { node, name, control, container, list, position });
        }
    }

    /// Who waits for whom in a list; where a name is there twice, its last activity is the one that is meant.
    fn upstream(&self, pipeline: &Artifact, list: usize) -> Upstream {
        let range = self.range(list);
        let position = |name: &str| {
            let mut named = self.by_name.candidates(name, range.clone());
            named.rfind(|number| same_name(&self.all[*number].name, name)).map(|number| number - range.start)
        };
        let waits = |activity: &Activity| {
            let names = dependencies(pipeline.document.node(activity.node)).filter_map(Node::as_str);
            names.filter_map(|name| position(&name)).collect()
        };
        Upstream::new(&self.all[range.clone()].iter().map(waits).collect::<Vec<_>>())
    }

    /// The numbers of the activities of a list.
    fn range(&self, list: usize) -> Range<usize> {
        self.lists[list].first..self.lists.get(list + 1).map_or(self.all.len(), |next| next.first)
    }

    /// The activity with this number.
    pub fn get(&self, number: usize) -> &Activity {
        &self.all[number]
    }

    /// The names of all.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.all.iter().map(|activity| &*activity.name)
    }

    /// The number of the activity at a node.
    pub fn at(&self, node: Node<'_>) -> Option<usize> {
        let list = node.parent()?.id();
        let list = self.lists.binary_search_by_key(&list, |list| list.node).ok()?;
        let range = self.range(list);
        let position = self.all[range.clone()].binary_search_by_key(&node.id(), |activity| activity.node).ok()?;
        Some(range.start + position)
    }

    /// The number of the first activity of this name.
    pub fn named(&self, name: &str) -> Option<usize> {
        self.all_named(name).next()
    }

    fn all_named(&self, name: &str) -> impl Iterator<Item = usize> {
        let named = self.by_name.candidates(name, 0..self.all.len());
        named.filter(move |number| same_name(&self.all[*number].name, name))
    }

    /// The activities around one, innermost first, itself first of all.
    pub fn around(&self, number: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(Some(number), |at| self.all[*at].container.map(|container| container as usize))
    }

    /// What an expression of the activity `from` sees of the activity called `name`; `in_condition`: does it stand in
    /// the condition of `from`, which is an Until?
    pub fn sight(&self, from: usize, in_condition: bool, name: &str) -> Sight {
        let seen = self.all_named(name).map(|activity| self.see(from, in_condition, activity));
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
        let outer: FxHashMap<u32, usize> = self.around(from).map(|at| (self.all[at].list, at)).collect();
        let common = self.around(wanted).find_map(|at| Some((*outer.get(&self.all[at].list)?, at)));
        let Some((waiter, before)) = common else { return Sight::Missing };
        if waiter == before {
            return self.related(from, in_condition, wanted, waiter);
        }
        let (asks, asked) = (&self.all[waiter], &self.all[before]);
        let upstream = &self.lists[asks.list as usize].upstream;
        if !upstream.waits(asks.position as usize, asked.position as usize) {
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
            match self.all[container].control {
                Control::ForEach => return Sight::Hidden(wanted, Hidden::InLoop(container)),
                Control::Choice if sight == Sight::Visible => {
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
