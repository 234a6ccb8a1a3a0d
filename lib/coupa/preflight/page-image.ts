/** A page that says what it is, as PDF of one page: the image of a test invoice. */
export function testPage(number: string): Buffer {
	const shown = `BT /F1 18 Tf 60 760 Td (Preflight test: not an invoice) Tj 0 -28 Td (${number}) Tj ET`;
	const objects = [
		'<< /Type /Catalog /Pages 2 0 R >>',
		'<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
		'<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
		`<< /Length ${shown.length} >>\nstream\n${shown}\nendstream`,
		'<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
	];
	let text = '%PDF-1.4\n';
	const offsets = objects.map((object, index) => {
		const at = text.length;
		text += `${index + 1} 0 obj\n${object}\nendobj\n`;
		return `${String(at).padStart(10, '0')} 00000 n \n`;
	});
	const rows = objects.length + 1;
	const table = `xref\n0 ${rows}\n0000000000 65535 f \n${offsets.join('')}trailer\n<< /Size ${rows} /Root 1 0 R >>\nstartxref\n${text.length}\n%%EOF\n`;
	return Buffer.from(text + table, 'latin1');
}
