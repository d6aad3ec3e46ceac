// The little of regular expressions that numbering plans use: digits, \d, [classes], groups, |, ?, {n}, {n,m} and $.
// They all describe finitely many digit strings, which is why digit automata without loops can take their place.

const anyDigit = 0x3ff;

/// Parses a pattern to {or: [...]}, {seq: [...]}, {digits: mask}, {repeat, min, max}, {group, index} and {end: true}.
export function parsePattern(text) {
  let at = 0;
  let groups = 0;
  const fail = () => { throw new Error(`pattern not understood at ${at}: ${text}`); };
  const take = (literal) => text.startsWith(literal, at) && Boolean(at += literal.length);

  function alternatives() {
    const or = [sequence()];
    while (take('|')) or.push(sequence());
    return or.length === 1 ? or[0] : { or };
  }
  function sequence() {
    const seq = [];
    while (at < text.length && text[at] !== '|' && text[at] !== ')') seq.push(repeated(atom()));
    return { seq };
  }
  function repeated(node) {
    if (take('?')) return { repeat: node, min: 0, max: 1 };
    const counts = /^\{(\d+)(?:,(\d+))?\}/.exec(text.slice(at));
    if (!counts) return node;
    at += counts[0].length;
    return { repeat: node, min: Number(counts[1]), max: Number(counts[2] ?? counts[1]) };
  }
  function atom() {
    if (take('$')) return { end: true };
    if (take('\\d')) return { digits: anyDigit };
    if (take('[')) return digitClass();
    if (take('(?:')) return closed(alternatives());
    if (take('(')) {
      const index = ++groups;
      return closed({ group: alternatives(), index });
    }
    if (!/\d/.test(text[at])) fail();
    return { digits: 1 << Number(text[at++]) };
  }
  function closed(node) {
    return take(')') ? node : fail();
  }
  function digitClass() {
    let digits = 0;
    while (!take(']')) {
      const range = /^(\d)(?:-(\d))?/.exec(text.slice(at)) ?? fail();
      at += range[0].length;
      for (let digit = Number(range[1]); digit <= Number(range[2] ?? range[1]); ++digit) digits |= 1 << digit;
    }
    return { digits };
  }

  const tree = alternatives();
  if (at !== text.length) fail();
  return { tree, groups };
}

/// A random digit string that the tree describes, drawn with `random` (0 <= random() < 1).
export function randomMatch(tree, random) {
  const below = (count) => Math.floor(random() * count);
  if (tree.or) return randomMatch(tree.or[below(tree.or.length)], random);
  if (tree.seq) return tree.seq.map((node) => randomMatch(node, random)).join('');
  if (tree.group) return randomMatch(tree.group, random);
  if (tree.end) return '';
  if (tree.repeat) {
    const count = tree.min + below(tree.max - tree.min + 1);
    return Array.from({ length: count }, () => randomMatch(tree.repeat, random)).join('');
  }
  const digits = [...Array(10).keys()].filter((digit) => tree.digits >> digit & 1);
  return String(digits[below(digits.length)]);
}

/// The tree written out as straight paths of digit classes, in the order in which a backtracking matcher tries them.
/// Each has `digits`, one mask a position, `groups`, the [begin, end) of each group it passed, and `anchored`.
export function paths(tree) {
  const one = (part) => [{ digits: [], groups: {}, anchored: false, ...part }];
  if (tree.or) return tree.or.flatMap(paths);
  if (tree.seq) return tree.seq.map(paths).reduce(crossed, one({}));
  if (tree.end) return one({ anchored: true });
  if (tree.group)
    return paths(tree.group).map((path) => ({ ...path, groups: { ...path.groups, [tree.index]: [0, path.digits.length] } }));
  if (tree.repeat) {
    const all = [];
    for (let count = tree.max; count >= tree.min; --count)   // greedy: the most first
      all.push(...Array.from({ length: count }, () => paths(tree.repeat)).reduce(crossed, one({})));
    return all;
  }
  return one({ digits: [tree.digits] });
}

function crossed(heads, tails) {
  return heads.flatMap((head) => tails.map((tail) => ({
    digits: [...head.digits, ...tail.digits],
    groups: { ...head.groups, ...shifted(tail.groups, head.digits.length) },
    anchored: head.anchored || tail.anchored,
  })));
}

function shifted(groups, by) {
  return Object.fromEntries(Object.entries(groups).map(([index, [begin, end]]) => [index, [begin + by, end + by]]));
}
