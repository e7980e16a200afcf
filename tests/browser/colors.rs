//! How far do two colors stand apart?

/// `apart(one, other)` by WCAG's formula, of colors as a computed style tells them; 21 is black on white.
pub(crate) const APART: &str = "\
    const light = (color) => {
        const most = color.startsWith('color(') ? 1 : 255;
        const [red, green, blue] = color.match(/[0-9.]+/g).slice(0, 3).map((part) => part / most)
            .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const apart = (one, other) => {
        const [dark, bright] = [light(one), light(other)].sort((a, b) => a - b);
        return (bright + 0.05) / (dark + 0.05);
    };";
