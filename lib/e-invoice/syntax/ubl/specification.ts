import type { Group } from '../../terms';

/** Specifications (BT-24) that are EN 16931, and Peppol's for all countries as it is used in Europe. */
const EN_16931 = /en ?16931|^urn:peppol:pint:[a-z-]+-1@eu-1/i;
/** Peppol's for Australia, New Zealand and Singapore name EN 16931 as well, but have GST with categories and numbers of its own. */
const FOR_GST = /:international:/i;
/** Process (BT-23) of the Gulf states, whose UBL names EN 16931 or no specification at all. */
const OF_THE_GULF = /^reporting:/i;

/**
 * Whether a UBL document is bound to EN 16931, as one is that names no specification. UBL is used far beyond: by countries outside Europe (PINT, Türkiye,
 * Saudi Arabia, Colombia), and for what came before (OIOUBL, Peppol BIS 2, EHF 2, plain UBL 2.0).
 */
export function isEn16931(document: Group): boolean {
	const control = document.group('BG-2');
	if (OF_THE_GULF.test(control?.text('BT-23') ?? '')) return false;
	const specification = control?.text('BT-24');
	return specification === undefined || (EN_16931.test(specification) && !FOR_GST.test(specification));
}
