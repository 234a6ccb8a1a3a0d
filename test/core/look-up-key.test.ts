import { cpuSeconds } from '../../tools/harness/cpu';
import { invisibleIn, lookUpKey, ordinarySpelling, spellingsOf } from '../../lib/core';

describe('numbers are compared by what a person reads', () => {
	it.each([
		['upper case', 'HN-1001'],
		['lower case', 'hn-1001'],
		['zero-width space', 'HN\u200b-1001'],
		['zero-width joiner', 'HN-10\u200d01'],
		['word joiner', 'HN-\u20601001'],
		['byte order mark', '\ufeffHN-1001'],
		['soft hyphen', 'HN-10\u00ad01'],
		['left-to-right mark', '\u200eHN-1001'],
		['right-to-left override', 'HN-1001\u202e'],
		['isolates', '\u2066HN-1001\u2069'],
		['variation selector', 'HN-1001\ufe0f'],
		['variation selector of a later plane', 'HN-1001\u{e0100}'],
		['tag characters', 'HN-1001\u{e0041}'],
		['Hangul filler', 'HN-1001\u3164'],
		['half-width Hangul filler', 'HN\uffa0-1001'],
		['combining grapheme joiner', 'H\u034fN-1001'],
		['Mongolian vowel separator', 'HN\u180e-1001'],
		['braille blank', 'HN-1001\u2800'],
		['full-width', 'ＨＮ－１００１'],
		['mathematical digits', 'HN-𝟏𝟎𝟎𝟏'],
		['hyphen', 'HN\u20101001'],
		['no-break hyphen', 'HN\u20111001'],
		['figure dash', 'HN\u20121001'],
		['en dash', 'HN–1001'],
		['em dash', 'HN—1001'],
		['horizontal bar', 'HN―1001'],
		['minus', 'HN−1001'],
		['hyphen bullet', 'HN⁃1001'],
		['box drawing', 'HN─1001'],
		['apostrophe', "'HN-1001"],
		['curly apostrophe', '’HN-1001'],
		['formula guard', '="HN-1001"'],
		['blanks around', '  HN-1001\t'],
		['blanks inside', 'HN - 1001'],
		['no-break space', 'HN-\u00a01001'],
		['ideographic space', 'HN-1001\u3000'],
		['Cyrillic Н', 'НN-1001'],
		['Greek Ν', 'HΝ-1001'],
		['Cyrillic small letter', 'нN-1001'],
		['Arabic-Indic digits', 'HN-١٠٠١'],
		['Devanagari digits', 'HN-१००१'],
	])('%s', (_name, spelling) => {
		expect(lookUpKey(spelling)).toBe('hn-1001');
		expect(ordinarySpelling(spelling).replaceAll(' ', '').toUpperCase()).toBe('HN-1001');
		expect(spellingsOf(spelling).map((one) => one.toUpperCase())).toContain('HN-1001');
	});

	it.each(['HN-1002', 'HN1001', 'HN-1001/1', 'HN-1001A', 'NH-1001', 'HN-10-01'])('%s is another number', (other) => {
		expect(lookUpKey(other)).not.toBe('hn-1001');
	});

	it('words of other scripts stay as they are for a search', () => {
		expect(ordinarySpelling('ООО  Ромашка')).toBe('ООО Ромашка');
		expect(spellingsOf('ООО Ромашка', true)).toEqual(['ООО Ромашка']);
		expect(ordinarySpelling('株式会社 12')).toBe('株式会社 12');
	});

	it('most numbers have one spelling', () => {
		expect(spellingsOf('HN-1001')).toEqual(['HN-1001']);
		expect(spellingsOf(' HN 1001 ')).toEqual(['HN 1001', 'HN1001']);
		expect(spellingsOf('Salt  &  Pepper', true)).toEqual(['Salt  &  Pepper', 'Salt & Pepper']);
		expect(spellingsOf('  ')).toEqual([]);
	});

	it('long texts take time in proportion to their length', () => {
		const parts = ['1', '-', "'", ' ', '\u200b', '١', 'Н', '="', '\u0301'];
		expect(cpuSeconds(() => parts.map((part) => lookUpKey(part.repeat(100_000))))).toBeLessThan(1);
	});
});

describe('what cannot be seen', () => {
	it.each([
		['A\u200bB', 'U+200B', 2],
		['😀\u00adB', 'U+00AD', 2],
		['AB\u{e0100}', 'U+E0100', 3],
		['A\nB', 'U+000A', 2],
		['A\u3164', 'U+3164', 2],
	])('%j is named with its place', (value, codePoint, position) => {
		expect(invisibleIn(value)).toEqual({ codePoint, position });
	});

	it.each(['HN-1001', 'Ünïcode 12', '株式会社', 'А-1', ''])('%j has nothing of it', (value) => {
		expect(invisibleIn(value)).toBeNull();
	});
});
