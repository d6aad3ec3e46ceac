// The numbering plans as the npm package google-libphonenumber carries them: arrays indexed by the field numbers of
// phonemetadata.proto, of which these are the ones that we read.
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
export const oracle = require('google-libphonenumber');
export const packageVersion = require('google-libphonenumber/package.json').version;

// In the order in which a number that fits several is judged.
const typeFields = [
  ['premium_rate', 5], ['toll_free', 4], ['shared_cost', 6], ['voip', 8], ['personal', 7], ['pager', 21], ['uan', 25],
  ['voicemail', 28], ['fixed_line', 2], ['mobile', 3],
];

/// One kind of number: its pattern, and the lengths it may have (empty where any length that the country has will do).
function description(fields) {
  const lengths = fields?.[9] ?? [];
  if (!fields || lengths[0] === -1) return null;
  return { pattern: fields[2] ?? '', lengths, localLengths: fields[10] ?? [] };
}

function plan(key, fields) {
  return {
    key,                                        // "LY", or the calling code where no country owns it ("800")
    region: fields[9],                          // "LY", or "001"
    callingCode: fields[10],
    general: description(fields[1]),
    types: typeFields.map(([name, field]) => ({ name, ...description(fields[field]) })).filter((type) => type.pattern),
    fixedIsMobile: Boolean(fields[18]),
    internationalPrefix: fields[11] ?? '',
    nationalPrefix: fields[12] ?? '',
    nationalPrefixForParsing: fields[15] ?? '',
    transform: fields[16] ?? '',
    leadingDigits: fields[23] ?? '',
  };
}

export const plans = Object.entries(oracle.metadata.countryToMetadata).map(([key, fields]) => plan(key, fields));

/// [calling code, keys of its plans], the main country first: the order in which regions are tried.
export const callingCodes = Object.entries(oracle.metadata.countryCodeToRegionCodeMap)
  .map(([code, regions]) => [Number(code), regions.map((region) => (region === '001' ? code : region))]);
