// Digit automata without loops, shared between all the plans that they serve: two states from which the same digits
// lead to the same answers are one state.
import { parsePattern, paths } from './pattern.mjs';

/// All states so far. A state is an answer (0 where there is none) and, for each digit, the next state; 0 is the state
/// that nothing leads out of.
export class Automata {
  constructor() {
    this.states = [{ answer: 0, next: Array(10).fill(0) }];
    this.known = new Map([[this.states[0].next.join() + ',0', 0]]);
  }

  state(answer, next) {
    const key = `${next.join()},${answer}`;
    if (!this.known.has(key)) {
      this.known.set(key, this.states.length);
      this.states.push({ answer, next });
    }
    return this.known.get(key);
  }

  /// An automaton that reads whole numbers: `answer(matched, length)` says what it answers for a number of that length
  /// which the patterns of the indices in the set `matched` describe.
  whole(patterns, answer) {
    const positions = patterns.map((pattern) => positionsOf(parsePattern(pattern).tree));
    const seen = new Map();
    const build = (active, length) => {   // active: sorted "pattern:position"
      const key = `${length} ${active.join()}`;
      if (!seen.has(key)) {
        const at = active.map((item) => item.split(':').map(Number));
        const matched = new Set(at.filter(([index, p]) => positions[index][p].accepts).map(([index]) => index));
        const next = [...Array(10).keys()].map((digit) => {
          const reached = new Set();
          for (const [index, p] of at)
            for (const follow of positions[index][p].follows)
              if (positions[index][follow].digits >> digit & 1) reached.add(`${index}:${follow}`);
          return reached.size ? build([...reached].sort(), length + 1) : 0;
        });
        seen.set(key, this.state(answer(matched, length), next));
      }
      return seen.get(key);
    };
    return build(patterns.map((_, index) => `${index}:0`), 0);
  }

  /// An automaton that reads the beginning of a number. `answer(path, otherwise)` says what a path answers; while
  /// walking, the last answer seen is the one that a backtracking matcher would have found. An anchored path's counts
  /// only where the number ends there; where it goes on, the path `otherwise` (or none) has been found.
  prefix(pattern, answer) {
    const all = paths(parsePattern(pattern).tree);
    const seen = new Map();
    const build = (active, depth) => {   // active: indices of paths, the preferred first
      const found = [];
      const going = [];
      for (const index of active) {
        const path = all[index];
        if (depth < path.digits.length) { going.push(index); continue; }
        if (!path.anchored || !found.length) found.push(path);
        if (!path.anchored) break;   // whatever comes later in the list would have been tried only after this one
      }
      const key = `${depth} ${going.join()} ${found.map((path) => all.indexOf(path))}`;
      if (!seen.has(key)) {
        const next = [...Array(10).keys()].map((digit) => {
          const reached = going.filter((index) => all[index].digits[depth] >> digit & 1);
          return reached.length ? build(reached, depth + 1) : 0;
        });
        seen.set(key, this.state(found.length && depth > 0 ? answer(...found) : 0, next));
      }
      return seen.get(key);
    };
    return build([...all.keys()], 0);
  }
}

/// Glushkov's automaton: one position for each digit class of the tree, and 0 where one starts.
function positionsOf(tree) {
  const positions = [{ digits: 0, follows: new Set(), accepts: false }];
  const link = (from, to) => { for (const p of from) for (const q of to) positions[p].follows.add(q); };
  function walk(node) {   // {first, last, empty}
    if (node.digits) {
      positions.push({ digits: node.digits, follows: new Set(), accepts: false });
      const p = positions.length - 1;
      return { first: [p], last: [p], empty: false };
    }
    if (node.or) {
      const parts = node.or.map(walk);
      return { first: parts.flatMap((p) => p.first), last: parts.flatMap((p) => p.last), empty: parts.some((p) => p.empty) };
    }
    const parts = node.seq ? node.seq.map(walk)
      : node.group ? [walk(node.group)]
      : Array.from({ length: node.max }, (_, i) => { const p = walk(node.repeat); return i < node.min ? p : { ...p, empty: true }; });
    return parts.reduce((head, tail) => {
      link(head.last, tail.first);
      return {
        first: head.empty ? [...head.first, ...tail.first] : head.first,
        last: tail.empty ? [...head.last, ...tail.last] : tail.last,
        empty: head.empty && tail.empty,
      };
    }, { first: [], last: [], empty: true });
  }
  const { first, last, empty } = walk(tree);
  link([0], first);
  for (const p of last) positions[p].accepts = true;
  positions[0].accepts = empty;
  return positions;
}
