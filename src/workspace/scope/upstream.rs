//! Who waits for whom among the activities of one list, directly or through others.

/// Lists longer than this are not worked out: the service takes far fewer, and the memory grows with the square.
const LONGEST: usize = 20_000;

/// For every activity of a list, all those it waits for; by position in the list.
#[derive(Debug, Default)]
pub struct Upstream {
    /// Words for one activity; none when the list was not worked out.
    width: usize,
    bits: Vec<u64>,
}

impl Upstream {
    /// Works it out from the direct dependencies.
    pub fn new(waits_for: &[Vec<usize>]) -> Self {
        let count = waits_for.len();
        let width = if count > LONGEST { 0 } else { count.div_ceil(64) };
        let mut upstream = Self { width, bits: vec![0; width * count] };
        if width > 0 {
            let order = dependencies_first(waits_for);
            // One round is enough but for rings, whose members all wait for each other.
            while order.iter().filter(|at| upstream.gather(**at, &waits_for[**at])).count() > 0 {}
        }
        upstream
    }

    /// Adds to `at` what it waits for, and what that waits for; true when there was something new.
    fn gather(&mut self, at: usize, waits_for: &[usize]) -> bool {
        let mut grown = false;
        for &before in waits_for {
            for word in 0..self.width {
                let mut more = self.bits[before * self.width + word];
                if word == before / 64 {
                    more |= 1 << (before % 64);
                }
                let own = &mut self.bits[at * self.width + word];
                grown |= more & !*own != 0;
                *own |= more;
            }
        }
        grown
    }

    /// Does `at` wait for `before`? Yes where that is not known.
    pub fn waits(&self, at: usize, before: usize) -> bool {
        self.width == 0 || self.bits[at * self.width + before / 64] >> (before % 64) & 1 == 1
    }
}

/// The positions, each behind those it waits for where there is no ring.
fn dependencies_first(waits_for: &[Vec<usize>]) -> Vec<usize> {
    let mut seen = vec![false; waits_for.len()];
    let mut order = Vec::with_capacity(waits_for.len());
    for start in 0..waits_for.len() {
        let mut work = vec![(start, 0)];
        while let Some((at, edge)) = work.pop() {
            if edge == 0 && std::mem::replace(&mut seen[at], true) {
                continue;
            }
            match waits_for[at].get(edge) {
                Some(&before) => {
                    work.push((at, edge + 1));
                    work.push((before, 0));
                }
                None => order.push(at),
            }
        }
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn direct_and_through_others() {
        let upstream = Upstream::new(&[vec![1], vec![2], vec![], vec![]]);
        assert!(upstream.waits(0, 1) && upstream.waits(0, 2) && upstream.waits(1, 2));
        assert!(!upstream.waits(2, 0) && !upstream.waits(0, 3) && !upstream.waits(0, 0));
    }

    #[test]
    fn rings_and_long_chains() {
        let ring = Upstream::new(&[vec![1], vec![2], vec![0], vec![0]]);
        assert!(ring.waits(2, 1) && ring.waits(0, 0) && ring.waits(3, 2) && !ring.waits(0, 3));
        let chain: Vec<Vec<usize>> = (0..10_000).map(|at| if at == 0 { Vec::new() } else { vec![at - 1] }).collect();
        let upstream = Upstream::new(&chain);
        assert!(upstream.waits(9_999, 0) && !upstream.waits(0, 9_999));
        let endless = Upstream::new(&vec![Vec::new(); LONGEST + 1]);
        assert!(endless.waits(0, 1), "what is not worked out is not held against anyone");
    }
}
