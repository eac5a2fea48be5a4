use std::fmt;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colour {
    pub red: u8,
    pub green: u8,
    pub blue: u8,
}

impl fmt::Display for Colour {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "#{}", self.digits())
    }
}

impl Colour {
    pub const WHITE: Self = Self {
        red: 255,
        green: 255,
        blue: 255,
    };
    pub const BLACK: Self = Self {
        red: 0,
        green: 0,
        blue: 0,
    };

    /// Reads `#0062ba`, `0062ba` or `#fff`.
    pub fn of(text: &str) -> Option<Self> {
        let digits = text.trim().trim_start_matches('#');
        let digits = match digits.len() {
            3 => digits.chars().flat_map(|digit| [digit, digit]).collect(),
            6 => digits.to_owned(),
            _ => return None,
        };
        let mut bytes = [0_u8; 3];
        hex::decode_to_slice(digits, &mut bytes).ok()?;
        let [red, green, blue] = bytes;
        Some(Self { red, green, blue })
    }

    pub fn digits(self) -> String {
        hex::encode([self.red, self.green, self.blue])
    }

    /// Relative luminance as WCAG defines it: 0 for black, 1 for white.
    pub fn luminance(self) -> f64 {
        let light = |channel: u8| {
            let value = f64::from(channel) / 255.0;
            if value <= 0.040_45 {
                value / 12.92
            } else {
                ((value + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * light(self.red) + 0.7152 * light(self.green) + 0.0722 * light(self.blue)
    }

    pub fn contrast(self, other: Self) -> f64 {
        let (one, two) = (self.luminance() + 0.05, other.luminance() + 0.05);
        if one > two { one / two } else { two / one }
    }

    /// White or black, whichever is easier to read upon this colour (never below 4.58).
    pub fn readable(self) -> Self {
        if self.contrast(Self::WHITE) >= 4.5 {
            Self::WHITE
        } else {
            Self::BLACK
        }
    }

    /// This colour mixed with white or black until it has a luminance.
    pub fn at(self, luminance: f64) -> Self {
        let towards = if luminance > self.luminance() {
            Self::WHITE
        } else {
            Self::BLACK
        };
        let (mut near, mut far) = (0.0, 1.0);
        for _ in 0..24 {
            let middle = f64::midpoint(near, far);
            let reached = self.mixed(towards, middle).luminance();
            let beyond = if towards == Self::WHITE {
                reached > luminance
            } else {
                reached < luminance
            };
            if beyond { far = middle } else { near = middle }
        }
        self.mixed(towards, f64::midpoint(near, far))
    }

    fn mixed(self, other: Self, share: f64) -> Self {
        let mix = |from: u8, to: u8| {
            let value = f64::from(from) + (f64::from(to) - f64::from(from)) * share;
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "between two bytes by construction"
            )]
            let byte = value.round().clamp(0.0, 255.0) as u8;
            byte
        };
        Self {
            red: mix(self.red, other.red),
            green: mix(self.green, other.green),
            blue: mix(self.blue, other.blue),
        }
    }

    /// How far apart two colours are in their worst channel.
    #[cfg(test)]
    pub fn distance(self, other: Self) -> u8 {
        self.red
            .abs_diff(other.red)
            .max(self.green.abs_diff(other.green))
            .max(self.blue.abs_diff(other.blue))
    }
}
