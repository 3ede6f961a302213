"""What is asked of a page that shows an email, in the browser's language."""

LINES = """() => {
    const lines = [], range = document.createRange();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node; node = walker.nextNode();) {
        const element = node.parentElement, cell = element.closest("td, th");
        if (!node.data.trim() || !element.checkVisibility({visibilityProperty: true})) continue;
        range.selectNodeContents(node);
        for (const {left, top, right, bottom} of range.getClientRects()) {
            if (right - left > 1) lines.push({words: node.data.trim().slice(0, 40),
                place: `${element.localName}.${element.className} in .${cell?.className}`,
                size: parseFloat(getComputedStyle(element).fontSize), left, top, right, bottom});
        }
    }
    return lines;
}"""
"""Each line of text that is drawn, in pieces of one look."""

UNSEEN = """(selectors) => selectors.filter(selector => {
    const found = [...document.querySelectorAll(selector)];
    return !found.length || found.some(element => {
        const {width, height} = element.getBoundingClientRect();
        const shows = element.innerText.trim() || element.querySelector("img");
        return width < 10 || height < 10 || !shows
            || !element.checkVisibility({visibilityProperty: true, opacityProperty: true});
    });
})"""
"""What of all that must be seen is missing, or hidden in one of its places."""

SMALL_TARGETS = """() => {
    const targets = [...document.links].filter(link => link.checkVisibility());
    const alone = link => {
        let part = link, words = "";
        while (getComputedStyle(part.parentElement).display === "inline") part = part.parentElement;
        for (const side of ["previousSibling", "nextSibling"])
            for (let node = part[side]; node && node.localName !== "br"; node = node[side])
                if (node.localName !== "a") words += node.textContent;
        return !/\\p{L}/u.test(words);
    };
    const gap = (middle, from, to) => Math.max(from - middle, 0, middle - to);
    const near = (piece, other) => Math.hypot(
        gap(piece.left + piece.width / 2, other.left, other.right),
        gap(piece.top + piece.height / 2, other.top, other.bottom)) < 12;
    return targets.filter(link => alone(link) && [...link.getClientRects()].some(piece =>
        (piece.width < 24 || piece.height < 24) && targets.some(other =>
            other !== link && [...other.getClientRects()].some(next => near(piece, next)))))
        .map(link => link.outerHTML.slice(0, 90));
}"""
"""WCAG 2.5.8: less than 24 by 24 pixels, not in a sentence, and with another target around; of a
link that goes on in the next line each piece is a target."""

WITHOUT_WORDS = """(loaded) => [...document.links].filter(link => !link.innerText.trim()
    && ![...link.querySelectorAll("img")].some(image => loaded || image.alt))
    .map(link => link.outerHTML.slice(0, 90))"""
"""Links of which nothing is seen or read aloud, be images loaded or not."""

IMAGES = """(loaded) => [...document.images].flatMap(image => {
    const {left, right, width, height} = image.getBoundingClientRect();
    const cell = image.closest("td"), room = cell.getBoundingClientRect();
    const {paddingLeft, paddingRight} = getComputedStyle(cell);
    return Object.entries({
        "is wider than the window": width > innerWidth,
        "stands out of its column": left < room.left + parseFloat(paddingLeft) - 1
            || right > room.right - parseFloat(paddingRight) + 1,
        "is not on the site": loaded && !image.naturalWidth,
        "is pulled out of shape": loaded && Math.abs(
            width / height / (image.naturalWidth / image.naturalHeight) - 1) > 0.02,
    }).filter(([, wrong]) => wrong).map(([what]) => [image.outerHTML.slice(0, 90), what]);
})"""
