import { inZone } from '../../lib/core';

test.each([
	['2026-07-01T00:00:00', 'Europe/Berlin', '2026-07-01T00:00:00+02:00'],
	['2026-01-01T08:30', 'Europe/Berlin', '2026-01-01T08:30+01:00'],
	['2026-01-01 08:30:00', 'America/New_York', '2026-01-01T08:30:00-05:00'],
	['2026-07-01T00:00:00.000', 'Asia/Kolkata', '2026-07-01T00:00:00.000+05:30'],
	['2026-07-01T00:00:00', 'UTC', '2026-07-01T00:00:00Z'],
	// Half an hour after clocks went forward, and a quarter of an hour before.
	['2026-03-29T03:30:00', 'Europe/Berlin', '2026-03-29T03:30:00+02:00'],
	['2026-03-29T01:45:00', 'Europe/Berlin', '2026-03-29T01:45:00+01:00'],
	['2026-07-01T00:00:00Z', 'Europe/Berlin', '2026-07-01T00:00:00Z'],
	['2026-07-01T00:00:00-07:00', 'Europe/Berlin', '2026-07-01T00:00:00-07:00'],
	['2026-07-01', 'Europe/Berlin', '2026-07-01'],
	['2026-13-01T00:00:00', 'Europe/Berlin', '2026-13-01T00:00:00'],
	['NB-1', 'Europe/Berlin', 'NB-1'],
])('%s in %s is %s', (text, zone, expected) => {
	expect(inZone(text, zone)).toBe(expected);
});
