// Eleventy with the lists of this project.
const footnotes = require("markdown-it-footnote");
const SIZE = 40, FEED = 20;
const KINDS = ["categories", "tags", "authors"];

function newest(api, lang) {
  return api.getFilteredByGlob("articles/*.md").filter((item) => item.data.language === lang).reverse();
}

function topics(articles, kind) {
  const found = new Map();
  for (const article of articles)
    for (const name of article.data[kind])
      found.set(name, [...(found.get(name) || []), article]);
  return found;
}

module.exports = function (config) {
  config.amendLibrary("md", (md) => md.use(footnotes));
  config.addFilter("day", (date) => date.toISOString().slice(0, 10));
  const slug = config.getFilter("slugify");
  const address = (lang, kind, name) => `/${lang}/${kind}/${slug(name)}/`;
  config.addFilter("address", address);

  config.addCollection("lists", (api) => ["fr", "en"].flatMap((lang) => {
    const articles = newest(api, lang);
    const lists = [
      { lang, title: "Lettre de Chine – China Letter", url: `/${lang}/`, items: articles.slice(0, 20) },
      { lang, title: "Archives", url: `/${lang}/archives/`, items: articles }];
    for (const kind of KINDS)
      for (const [name, items] of topics(articles, kind)) {
        const pages = Math.ceil(items.length / SIZE);
        const url = (page) => address(lang, kind, name) + (page ? `${page + 1}/` : "");
        for (let page = 0; page < pages; page++)
          lists.push({ lang, title: name, url: url(page), items: items.slice(page * SIZE, (page + 1) * SIZE),
            newer: page ? url(page - 1) : "", older: page + 1 < pages ? url(page + 1) : "" });
      }
    return lists;
  }));

  config.addCollection("overviews", (api) => ["fr", "en"].flatMap((lang) =>
    KINDS.map((kind) => ({ lang, title: kind, url: `/${lang}/${kind}/`,
      topics: [...topics(newest(api, lang), kind)].map(([name, items]) =>
        ({ name, url: address(lang, kind, name), count: items.length })) }))));

  config.addCollection("feeds", (api) => ["fr", "en"].flatMap((lang) => {
    const articles = newest(api, lang);
    return [{ title: lang, url: `/${lang}/feed.xml`, items: articles.slice(0, FEED) },
      ...["categories", "tags"].flatMap((kind) => [...topics(articles, kind)].map(([name, items]) =>
        ({ title: name, url: address(lang, kind, name) + "feed.xml", items: items.slice(0, FEED) })))];
  }));

  config.addCollection("sections", (api) => ["fr", "en"].flatMap((lang) =>
    [...topics(newest(api, lang), "categories").keys()].map((name) =>
      ({ name, url: address(lang, "categories", name) }))));

  return { markdownTemplateEngine: false, htmlTemplateEngine: "njk", dir: { output: "output" } };
};
