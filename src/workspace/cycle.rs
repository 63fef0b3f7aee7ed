//! Cycles in a directed graph.

/// One cycle for each knot of a graph whose nodes are `0..edges.len()`: the shortest one through the knot's smallest
/// node, as the nodes in order, beginning with that node. Acyclic graphs have none. Nothing recurses, so depth costs
/// no stack.
pub fn cycles(edges: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let components = components(edges);
    let mut seen = vec![false; edges.len()];
    let mut found = Vec::new();
    for start in 0..edges.len() {
        let component = components[start];
        if !std::mem::replace(&mut seen[component], true)
            && let Some(cycle) = shortest(edges, &components, start)
        {
            found.push(cycle);
        }
    }
    found
}

/// The strongly connected component of every node (Tarjan, with an explicit stack).
fn components(edges: &[Vec<usize>]) -> Vec<usize> {
    const UNSEEN: usize = usize::MAX;
    let count = edges.len();
    let (mut order, mut low, mut component) = (vec![UNSEEN; count], vec![0; count], vec![UNSEEN; count]);
    let (mut stack, mut next_order, mut next_component) = (Vec::new(), 0, 0);
    for root in 0..count {
        if order[root] != UNSEEN {
            continue;
        }
        let mut work = vec![(root, 0)];
        while let Some((node, edge)) = work.pop() {
            if edge == 0 {
                (order[node], low[node]) = (next_order, next_order);
                next_order += 1;
                stack.push(node);
            }
            if let Some(&target) = edges[node].get(edge) {
                work.push((node, edge + 1));
                if order[target] == UNSEEN {
                    work.push((target, 0));
                } else if component[target] == UNSEEN {
                    low[node] = low[node].min(order[target]);
                }
                continue;
            }
            if low[node] == order[node] {
                while let Some(member) = stack.pop() {
                    component[member] = next_component;
                    if member == node {
                        break;
                    }
                }
                next_component += 1;
            }
            if let Some(&(caller, _)) = work.last() {
                low[caller] = low[caller].min(low[node]);
            }
        }
    }
    component
}

/// The shortest way from `start` back to itself inside its component.
fn shortest(edges: &[Vec<usize>], components: &[usize], start: usize) -> Option<Vec<usize>> {
    let mut came_from = rustc_hash::FxHashMap::default();
    let mut queue = std::collections::VecDeque::from([start]);
    while let Some(node) = queue.pop_front() {
        for &target in edges[node].iter().filter(|target| components[**target] == components[start]) {
            if target == start {
                let mut cycle: Vec<usize> =
                    std::iter::successors(Some(node), |at| came_from.get(at).copied()).collect();
                cycle.reverse();
                return Some(cycle);
            }
            came_from.entry(target).or_insert_with(|| {
                queue.push_back(target);
                node
            });
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knots() {
        let graph = |edges: &[&[usize]]| cycles(&edges.iter().map(|list| list.to_vec()).collect::<Vec<_>>());
        assert!(graph(&[&[1], &[2], &[]]).is_empty());
        assert_eq!(graph(&[&[0]]), [[0]]);
        assert_eq!(graph(&[&[1], &[2], &[0, 3], &[4], &[3]]), [vec![0, 1, 2], vec![3, 4]]);
        assert_eq!(graph(&[&[1, 2], &[2], &[0]]), [[0, 2]], "the shorter way round");
        let long: Vec<Vec<usize>> = (0..100_000).map(|at| vec![(at + 1) % 100_000]).collect();
        assert_eq!(cycles(&long)[0].len(), 100_000);
    }
}
