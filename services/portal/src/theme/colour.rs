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

    fn channels(self) -> [f64; 3] {
        [self.red, self.green, self.blue].map(f64::from)
    }

    fn of_channels(channels: [f64; 3]) -> Self {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "between two bytes"
        )]
        let [red, green, blue] = channels.map(|channel| channel.round().clamp(0.0, 255.0) as u8);
        Self { red, green, blue }
    }

    fn of_lights(lights: [f64; 3]) -> Self {
        Self::of_channels(lights.map(|light| {
            let value = if light <= 0.003_130_8 {
                light * 12.92
            } else {
                1.055 * light.powf(1.0 / 2.4) - 0.055
            };
            value * 255.0
        }))
    }

    /// Relative luminance as WCAG defines it: 0 for black, 1 for white.
    pub fn luminance(self) -> f64 {
        light_of(self.channels())
    }

    /// This colour with a share of its chroma, as light to the eye as before (in Oklab).
    pub fn muted(self, share: f64) -> Self {
        let [red, green, blue] = lights(self.channels());
        let long = (0.412_221_47 * red + 0.536_332_54 * green + 0.051_445_99 * blue).cbrt();
        let middle = (0.211_903_5 * red + 0.680_699_55 * green + 0.107_396_96 * blue).cbrt();
        let short = (0.088_302_46 * red + 0.281_718_84 * green + 0.629_978_7 * blue).cbrt();
        let lightness = 0.210_454_26 * long + 0.793_617_79 * middle - 0.004_072_05 * short;
        let to_red = share * (1.977_998_5 * long - 2.428_592_2 * middle + 0.450_593_7 * short);
        let to_yellow = share * (0.025_904_04 * long + 0.782_771_77 * middle - 0.808_675_77 * short);
        let long = (lightness + 0.396_337_78 * to_red + 0.215_803_76 * to_yellow).powi(3);
        let middle = (lightness - 0.105_561_35 * to_red - 0.063_854_17 * to_yellow).powi(3);
        let short = (lightness - 0.089_484_18 * to_red - 1.291_485_55 * to_yellow).powi(3);
        Self::of_lights([
            4.076_741_66 * long - 3.307_711_59 * middle + 0.230_969_93 * short,
            -1.268_438 * long + 2.609_757_4 * middle - 0.341_319_4 * short,
            -0.004_196_09 * long - 0.703_418_61 * middle + 1.707_614_7 * short,
        ])
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
            // Not yet rounded to bytes: blue gives so little light that whole steps of it would be missed.
            let reached = light_of(self.mixed(towards, middle));
            let beyond = if towards == Self::WHITE {
                reached > luminance
            } else {
                reached < luminance
            };
            if beyond { far = middle } else { near = middle }
        }
        Self::of_channels(self.mixed(towards, f64::midpoint(near, far)))
    }

    fn mixed(self, other: Self, share: f64) -> [f64; 3] {
        let ([red, green, blue], [to_red, to_green, to_blue]) = (self.channels(), other.channels());
        let mix = |from: f64, to: f64| from + (to - from) * share;
        [mix(red, to_red), mix(green, to_green), mix(blue, to_blue)]
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

/// How much light each channel gives.
fn lights(channels: [f64; 3]) -> [f64; 3] {
    channels.map(|channel| {
        let value = channel / 255.0;
        if value <= 0.040_45 {
            value / 12.92
        } else {
            ((value + 0.055) / 1.055).powf(2.4)
        }
    })
}

fn light_of(channels: [f64; 3]) -> f64 {
    let [red, green, blue] = lights(channels);
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}
