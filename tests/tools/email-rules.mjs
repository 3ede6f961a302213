// The rules of html-validate for emails: all of its presets for markup and accessibility, less what
// mail programs ask for.
export default {
  root: true,
  extends: ["html-validate:standard", "html-validate:a11y"],
  rules: {
    // Outlook for Windows draws with Word, which takes sizes and places from attributes. The Nu
    // checker reports obsolete attributes, too, and there each that is allowed is named.
    "no-deprecated-attr": "off",
    // Webmails put an email inside a page of theirs, and keep a div rather than an <article>.
    "prefer-native-element": ["error", { exclude: ["article"] }],
  },
};
