/** In the place of brotli, which a font library needs for fonts of the web alone. */
module.exports = () => {
	throw new Error('Fonts packed with brotli are not read.');
};
