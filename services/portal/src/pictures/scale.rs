//! The steps of an axis.

/// An axis from nought, or from below it, with steps that people count in.
#[derive(Clone, Debug, PartialEq)]
pub struct Scale {
    pub steps: Vec<f64>,
    pub least: f64,
    pub most: f64,
}

impl Scale {
    /// For values between these, in about four steps. Nought belongs to it: a picture that leaves it out makes changes look
    /// larger than they are.
    pub fn of(least: f64, most: f64) -> Self {
        let (least, most) = (least.min(0.0), most.max(0.0));
        let span = if most - least > 0.0 { most - least } else { 1.0 };
        let step = nice(span / 4.0);
        let bottom = (least / step).floor();
        let top = (most / step).ceil().max(bottom + 1.0);
        let mut steps = Vec::new();
        let mut at = bottom;
        while at <= top + 0.5 && steps.len() < 12 {
            steps.push(at * step);
            at += 1.0;
        }
        Self {
            steps,
            least: bottom * step,
            most: top * step,
        }
    }

    /// Where a value stands: 0 at the least, 1 at the most.
    pub fn share(&self, value: f64) -> f64 {
        ((value - self.least) / (self.most - self.least)).clamp(0.0, 1.0)
    }
}

/// The next of 1, 2, 5, 10 … that is not less.
fn nice(step: f64) -> f64 {
    let power = 10_f64.powf(step.log10().floor());
    let of = [1.0, 2.0, 5.0, 10.0].into_iter().map(|factor| factor * power);
    of.into_iter().find(|nice| *nice >= step * 0.999).unwrap_or(step)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_axis_has_steps_that_people_count_in_and_holds_nought() {
        assert_eq!(Scale::of(3.0, 17.0).steps, [0.0, 5.0, 10.0, 15.0, 20.0]);
        assert_eq!(Scale::of(0.0, 0.0).steps.first(), Some(&0.0));
        assert_eq!(Scale::of(-3.0, 4.0).steps, [-4.0, -2.0, 0.0, 2.0, 4.0]);
        let large = Scale::of(0.0, 1_234_567.0);
        assert_eq!((large.least, large.most), (0.0, 1_500_000.0));
        assert!(Scale::of(0.0, 100.0).share(25.0) - 0.25 < 0.001);
    }
}
