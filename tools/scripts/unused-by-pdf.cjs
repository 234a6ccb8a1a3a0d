/** In the place of what pdfkit takes along for web fonts, pictures and line breaks, which nothing here leaves to it. */
module.exports = function unused() {
	throw new Error('This part of pdfkit is not bundled.');
};
