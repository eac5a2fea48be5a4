// Colours as WCAG measures them, and as they are served to a page.

export const channels = (hex) => {
  const digits = hex.trim().replace("#", "");
  return [0, 2, 4].map((at) => Number.parseInt(digits.length === 3 ? digits[at / 2].repeat(2) : digits.slice(at, at + 2), 16));
};

/** How far apart two colours are in their worst channel. */
export const distance = (one, other) => Math.max(...channels(one).map((value, at) => Math.abs(value - channels(other)[at])));

/** Relative luminance: 0 for black, 1 for white. */
export function luminance(hex) {
  const [red, green, blue] = channels(hex).map((channel) => {
    const value = channel / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

export function contrast(one, other) {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

// Which wish of a person's own machine, and which choice in the profile, bring about each scheme.
const WAYS = {
  light: [{ colorScheme: "light" }, ["auto", "light"]],
  dark: [{ colorScheme: "dark" }, ["auto", "dark"]],
  contrast: [{ colorScheme: "dark", contrast: "more" }, ["auto", "dark"]],
};
export const SCHEMES = Object.keys(WAYS);

/** The steps of the organisation's colour that reach the page in a scheme, by name, whichever way leads to the scheme. */
export async function served(page, scheme, names) {
  const [wish, choices] = WAYS[scheme];
  await page.emulateMedia({ colorScheme: "light", contrast: "no-preference", ...wish });
  const read = ([choice, wanted]) => {
    document.documentElement.dataset.colorScheme = choice;
    const style = getComputedStyle(document.documentElement);
    return Object.fromEntries(wanted.map((name) => [name, style.getPropertyValue(`--ds-color-accent-${name}`).trim()]));
  };
  const [one, other] = await Promise.all(choices.map((choice) => page.evaluate(read, [choice, names])));
  for (const name of names) if (one[name] !== other[name]) throw new Error(`${scheme}: ${name} is ${one[name]} by itself and ${other[name]} by choice`);
  return one;
}
