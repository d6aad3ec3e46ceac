// Writes tests/data/numbering/numbers.tsv.gz: numbers as people write them and what google-libphonenumber makes of each,
// in the words of numbering_plan.hpp. See README.md. An argument changes how many there are, another one the seed.
import { mkdirSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { callingCodes, oracle, plans } from './metadata.mjs';
import { parsePattern, randomMatch } from './pattern.mjs';

const count = Number(process.argv[2] ?? 100000);
let seed = Number(process.argv[3] ?? 218);

// A small generator of our own (xorshift), so that every run writes the same file.
function random() {
  seed ^= seed << 13;
  seed ^= seed >>> 17;
  seed ^= seed << 5;
  return (seed >>> 0) / 2 ** 32;
}
const below = (limit) => Math.floor(random() * limit);
const chance = (probability) => random() < probability;
const pick = (list) => list[below(list.length)];
const randomDigits = (length) => Array.from({ length }, () => below(10)).join('');

const util = oracle.PhoneNumberUtil.getInstance();
const typeNames = Object.fromEntries(Object.entries(oracle.PhoneNumberType).map(([name, value]) => [value, name]));
const { ValidationResult } = oracle.PhoneNumberUtil;
const errorNames = {
  'Invalid country calling code': 'unknown_country_code',
  'The string supplied did not seem to be a phone number': 'not_a_number',
  'Phone number too short after IDD': 'too_short',
  'The string supplied is too short to be a phone number': 'too_short',
  'The string supplied is too long to be a phone number': 'too_long',
};

const regionPlans = plans.filter((plan) => plan.region !== '001');
const planOf = Object.fromEntries(plans.map((plan) => [plan.key, plan]));
const sharers = Object.fromEntries(callingCodes.flatMap(([, keys]) => keys.map((key) => [key, keys])));
const trees = new Map();
function matching(pattern) {
  if (!trees.has(pattern)) trees.set(pattern, parsePattern(pattern).tree);
  return randomMatch(trees.get(pattern), random);
}

/// A number of the type, of a length that it may have if a few tries find one.
function drawn(plan, type) {
  const lengths = type.lengths.length ? type.lengths : plan.general.lengths;
  let number = '';
  for (let tries = 0; tries < 20; ++tries) {
    number = matching(type.pattern);
    if (lengths.includes(number.length)) break;
  }
  return number;
}

function damaged(number) {
  const at = below(number.length);
  const digit = String(below(10));
  return pick([
    number.slice(0, at) + digit + number.slice(at + 1), number.slice(0, at) + number.slice(at + 1),
    number.slice(0, at) + digit + number.slice(at), number.slice(at), number.slice(0, at + 1), number + randomDigits(1 + below(4)),
    digit + number, '0' + number,
  ]);
}

function nationalNumber(plan) {
  const valid = () => drawn(plan, plan.types.length ? pick(plan.types) : plan.general);
  const kind = random();
  if (kind < 0.62) return valid();
  if (kind < 0.74) return drawn(plan, plan.general);
  if (kind < 0.92) return damaged(valid());
  if (kind < 0.96 && plan.general.localLengths.length) return valid().slice(-pick(plan.general.localLengths));
  return randomDigits(1 + below(18));
}

/// The number as it might be dialled, and from where.
function dialled(plan) {
  const national = nationalNumber(plan);
  const code = plan.callingCode;
  const home = plan.region === '001' || chance(0.25) ? pick(regionPlans) : chance(0.15) ? planOf[pick(sharers[plan.key])] : plan;
  const withPrefix = plan.nationalPrefixForParsing && chance(0.3)
    ? matching(plan.nationalPrefixForParsing) + (chance(0.8) ? national : '')
    : plan.nationalPrefix + national;
  const kind = random();
  let digits;
  if (kind < 0.28) digits = withPrefix;
  else if (kind < 0.4) digits = national;
  else if (kind < 0.62) digits = `+${code}${national}`;
  else if (kind < 0.7) digits = `+${code}${withPrefix}`;
  else if (kind < 0.82) digits = (home.internationalPrefix ? matching(home.internationalPrefix) : '00') + code + national;
  else if (kind < 0.88) digits = code + national;
  else if (kind < 0.91) digits = code + withPrefix;
  else if (kind < 0.94) digits = `00${code}${national}`;
  else if (kind < 0.96) digits = `+${matching(home.internationalPrefix || '00')}${code}${national}`;
  else if (kind < 0.98) digits = randomDigits(1 + below(20));
  else digits = `+${randomDigits(1 + below(20))}`;
  // Some are at home nowhere that anybody knows.
  return { digits, home: chance(0.005) ? 'ZZ' : home.key };
}

const separators = [' ', ' ', '-', '-', '.', '/', '\u00a0', '\u2011', '\u2013', ') ', ' (', '\u200b', '\u2060', '  '];
const zeros = ['0'.codePointAt(0), 0x660, 0x6f0, 0xff10];

function written(digits) {
  let text = digits;
  if (chance(0.35)) {
    const separator = pick(separators);
    text = [...digits].map((digit, i) => (i > 0 && digits[i - 1] !== '+' && chance(0.3) ? separator + digit : digit)).join('');
  }
  if (chance(0.3)) text = text.replace(/^810/, '8~10');   // elsewhere the package takes '~' for an extension's mark
  if (chance(0.08)) {
    const zero = pick(zeros);
    text = text.replace(/\d/g, (digit) => String.fromCodePoint(zero + Number(digit)));
  }
  if (chance(0.02)) text = text.replace('+', pick(['\uff0b', '++']));
  if (chance(0.02)) text = `${pick(['(', ' ', '\u200e', '\u202a'])}${text}`;
  if (chance(0.02)) text = `${text}${pick([')', ' ', '.', '\u202c', '-'])}`;
  return text;
}

/// What parse_number() should say: E.164, region, type and v(alid), p(ossible) or i(mpossible); or an error's name.
function expected(text, home) {
  const digitCount = text.match(/[0-9\u0660-\u0669\u06f0-\u06f9\uff10-\uff19]/g)?.length ?? 0;
  if (digitCount === 0) return null;
  if (digitCount < 3) return 'too_short';
  if (home === 'ZZ' && !/[+\uff0b]/.test(text)) return 'invalid_for_region';
  let number;
  try {
    number = util.parse(text, home);
  } catch (error) {
    return errorNames[error.message];
  }
  // The package keeps national numbers as floating point, and these are too large for it.
  if (number.getNationalNumber() > Number.MAX_SAFE_INTEGER) return null;
  if (util.isPossibleNumberWithReason(number) === ValidationResult.TOO_SHORT) return 'too_short';
  const type = typeNames[util.getNumberType(number)].toLowerCase().replace('personal_number', 'personal');
  const verdict = util.isValidNumber(number) ? 'v' : util.isPossibleNumber(number) ? 'p' : 'i';
  return [util.format(number, oracle.PhoneNumberFormat.E164), util.getRegionCodeForNumber(number) ?? '', type, verdict].join('\t');
}

const lines = new Set();
for (let i = 0; lines.size < count; ++i) {
  const { digits, home } = dialled(plans[i % plans.length]);
  const text = written(digits);
  const result = expected(text, home);
  if (result) lines.add(`${text}\t${home}\t${result}\n`);
}

const folder = new URL('../../tests/data/numbering/', import.meta.url);
mkdirSync(folder, { recursive: true });
const file = gzipSync([...lines].sort().join(''), { level: 9 });
writeFileSync(new URL('numbers.tsv.gz', folder), file);
console.log(`${lines.size} numbers, ${file.length} octets`);
