// What is lost on a page for eyes that need it otherwise. All but `unseen` run in the page.

/** Elements that make the page wider than its window. */
export function overflowing() {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  const wide = [...document.querySelectorAll("body *")].filter((element) => element.getBoundingClientRect().right > width + 1 && !element.closest(".table-region"));
  const names = wide.slice(0, 5).map((element) => `${element.localName}.${element.className}#${element.id}`);
  return [`the page is ${document.documentElement.scrollWidth} px wide: ${names.join(", ")}`];
}

/** Words that stand out of a box that hides what is too much, and fields lower than their letters. */
export function cutOff() {
  const faults = [];
  const name = (element) => `${element.localName}.${element.className}#${element.id} "${(element.textContent || element.value || "").trim().slice(0, 40)}"`;
  for (const element of document.querySelectorAll("body *")) {
    if (!element.checkVisibility() || element.closest(".ds-sr-only, .ds-skip-link, svg, select")) continue;
    const style = getComputedStyle(element);
    const hides = (axis) => ["hidden", "clip"].includes(style[`overflow${axis}`]) && !element.matches("input, textarea");
    if ((hides("X") && element.scrollWidth > element.clientWidth + 1) || (hides("Y") && element.scrollHeight > element.clientHeight + 1)) faults.push(`${name(element)} hides a part of itself`);
    if (style.textOverflow === "ellipsis" && element.scrollWidth > element.clientWidth) faults.push(`${name(element)} ends in dots`);
    const letters = parseFloat(style.fontSize);
    if (element.matches("input:not([type=checkbox], [type=radio], [type=hidden]), select, textarea, button, .ds-button") && element.clientHeight < letters) faults.push(`${name(element)} is lower than its letters`);
    // A button whose words do not fit lets them stand out over what is beside it.
    if (element.matches("button, .ds-button, .ds-tag") && (element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 2)) faults.push(`${name(element)} is smaller than its words`);
  }
  return faults;
}

/** Marks of state that look like what they are not: the current page of a menu like the others, a field like the ground. */
export function unmarked() {
  // A mixed colour is told in parts of one.
  const channels = (colour) => (colour.match(/[\d.]+/g) ?? []).map((part, at) => Number(part) * (colour.startsWith("color(") && at < 3 ? 255 : 1));
  const light = (colour) => channels(colour).slice(0, 3).map((value) => (value / 255) ** 2.2).reduce((sum, value, at) => sum + value * [0.2126, 0.7152, 0.0722][at], 0.05);
  const apart = (one, other) => Math.max(light(one), light(other)) / Math.min(light(one), light(other));
  const line = ({ borderBottomStyle, borderBottomWidth }) => borderBottomStyle !== "none" && parseFloat(borderBottomWidth) > 0;
  // A line where others have none, or have one that cannot be seen; or letters that are heavier or underlined.
  const differs = (one, other) =>
    line(one) !== line(other) || (line(one) && apart(one.borderBottomColor, other.borderBottomColor) >= 3) || Math.abs(one.fontWeight - other.fontWeight) >= 200 || one.textDecorationLine !== other.textDecorationLine;
  const faults = [];
  const marked = (element) => getComputedStyle(element.querySelector(":scope > span") ?? element);
  for (const current of document.querySelectorAll("nav [aria-current], .steps [aria-current], .switch [aria-current], .saved-views [aria-current]")) {
    const group = current.closest("nav, ol, fieldset, ul");
    const others = [...group.querySelectorAll(current.localName)].filter((one) => !one.hasAttribute("aria-current"));
    if (others.some((other) => !differs(marked(current), marked(other)))) faults.push(`"${current.textContent.trim()}" is current and looks like the others`);
  }
  for (const field of document.querySelectorAll("input:not([type=hidden]), select, textarea")) {
    const { borderTopWidth, borderTopStyle, outlineStyle, appearance } = getComputedStyle(field);
    const drawn = (parseFloat(borderTopWidth) > 0 && borderTopStyle !== "none") || outlineStyle !== "none" || appearance !== "none";
    if (field.checkVisibility() && !drawn) faults.push(`the field ${field.name} has no edge`);
  }
  return faults;
}

/** Words in a drawing that cannot be told from the mark they stand on. */
export function unreadable() {
  // A mixed colour is told in parts of one.
  const channels = (colour) => (colour.match(/[\d.]+/g) ?? []).map((part, at) => Number(part) * (colour.startsWith("color(") && at < 3 ? 255 : 1));
  const light = ([red, green, blue]) => {
    const [r, g, b] = [red, green, blue].map((value) => ((value /= 255), value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (one, other) => ((Math.max(light(one), light(other)) + 0.05) / (Math.min(light(one), light(other)) + 0.05));
  const faults = [];
  for (const text of document.querySelectorAll("svg.drawing text")) {
    text.scrollIntoView({ block: "center", inline: "center" });
    const box = text.getBoundingClientRect();
    const below = document.elementsFromPoint(box.left + box.width / 2, box.top + box.height / 2).filter((one) => !one.matches("text, tspan"));
    const mark = below.find((one) => one.matches("svg.drawing *:not(g)") && getComputedStyle(one).fill !== "none");
    const ground = mark ? getComputedStyle(mark).fill : below.map((one) => getComputedStyle(one).backgroundColor).find((colour) => channels(colour)[3] !== 0);
    const ratio = contrast(channels(getComputedStyle(text).fill), channels(ground ?? "rgb(255, 255, 255)"));
    if (ratio < 4.5) faults.push(`"${text.textContent.trim()}" stands out from its mark by ${ratio.toFixed(2)} only`);
  }
  scrollTo(0, 0);
  return faults;
}

/** Anything that moves or changes bit by bit. */
export function moving() {
  const long = (times) => times.split(", ").some((time) => parseFloat(time) > (time.endsWith("ms") ? 1 : 0.001));
  const named = (element) => `${element.localName}.${element.className}`;
  const faults = [...document.querySelectorAll("*")].flatMap((element) =>
    [null, "::before", "::after"].flatMap((part) => {
      const { transitionProperty, transitionDuration, animationName, animationDuration, scrollBehavior } = getComputedStyle(element, part);
      const moves = (transitionProperty !== "none" && long(transitionDuration)) || (animationName !== "none" && long(animationDuration)) || scrollBehavior === "smooth";
      return moves ? [`${named(element)}${part ?? ""} moves`] : [];
    }),
  );
  return [...new Set(faults)].slice(0, 10);
}

export const ONE_OF_EACH = ["a.ds-link", "nav a", "button.ds-button", "a.ds-button", "input[type=text]", "input[type=search]", "input[type=date]", "input[type=checkbox]", "select", "textarea", "summary", "th button", ".table-region"];

/** What looks the same with the focus and without, dot by dot, or a ticked box like one that is not. Each kind once. */
export async function unseen(page, kinds) {
  const faults = [];
  // The ring shows for whoever uses keys.
  await page.keyboard.press("Tab");
  for (const kind of ONE_OF_EACH.filter((one) => !kinds.has(one))) {
    const element = page.locator(`main ${kind}:visible, header ${kind}:visible, footer ${kind}:visible`).first();
    if (!(await element.count())) continue;
    kinds.add(kind);
    const picture = async () => {
      await element.scrollIntoViewIfNeeded();
      const { x, y, width, height } = await element.boundingBox();
      const left = Math.max(0, x - 8);
      const top = Math.max(0, y - 8);
      return page.screenshot({ clip: { x: left, y: top, width: Math.min(width + 16, 300), height: Math.min(height + 16, 120) } });
    };
    await element.evaluate((one) => one.blur());
    const without = await picture();
    await element.focus();
    if (without.equals(await picture())) faults.push(`a ${kind} looks the same with the focus`);
    await element.evaluate((one) => one.blur());
    if (!kind.includes("checkbox")) continue;
    await element.evaluate((one) => (one.checked = !one.checked));
    if (without.equals(await picture())) faults.push(`a ${kind} looks the same when it is ticked`);
    await element.evaluate((one) => (one.checked = !one.checked));
  }
  return faults;
}
