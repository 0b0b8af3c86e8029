// Runs in a gallery (browser.sh): looks into every frame once all are loaded, gives each the height
// of what is in it, and writes a line a frame:
//
//     NAME WIDTH wide=N faint=N fetched=N ladders=N
//
// wide: pixels by which something is wider than the window. faint: texts that stand out too little
// from what is behind them (WCAG 2: less than 4.5 to 1). fetched: what came from elsewhere, or
// would have. ladders: lines of days.
'use strict'

const LEAST_CONTRAST = 4.5

function channels(color) {
    const numbers = color.match(/[\d.]+/g).map(Number)
    return { rgb: numbers.slice(0, 3), alpha: numbers.length > 3 ? numbers[3] : 1 }
}

function over(front, back) {
    return front.rgb.map((c, i) => c * front.alpha + back[i] * (1 - front.alpha))
}

// What is seen behind an element; where nobody says, the colour of the browser's page.
function background(element) {
    const view = element.ownerDocument.defaultView
    const dark = view.matchMedia('(prefers-color-scheme: dark)').matches
    const layers = []
    for (let e = element; e; e = e.parentElement)
        layers.unshift(channels(view.getComputedStyle(e).backgroundColor))
    return layers.reduce((seen, layer) => over(layer, seen), dark ? [18, 18, 18] : [255, 255, 255])
}

function luminance(rgb) {
    const [r, g, b] = rgb.map(c => {
        const part = c / 255
        return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(element) {
    const style = element.ownerDocument.defaultView.getComputedStyle(element)
    const back = background(element)
    const ink = style.fill !== 'rgb(0, 0, 0)' && element.closest('svg') ? style.fill : style.color
    const [a, b] = [luminance(over(channels(ink), back)), luminance(back)]
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
}

function faintTexts(page) {
    const walker = page.createTreeWalker(page.body, NodeFilter.SHOW_TEXT)
    const faint = []
    while (walker.nextNode()) {
        const element = walker.currentNode.parentElement
        if (!walker.currentNode.data.trim() || element.closest('title, style'))
            continue
        if (contrast(element) < LEAST_CONTRAST)
            faint.push(`${walker.currentNode.data.trim().slice(0, 30)} (${contrast(element).toFixed(1)})`)
    }
    return faint
}

function fetched(page) {
    const named = [...page.querySelectorAll('[src], [srcset], link[href], use[href], object, embed, script')]
        .filter(e => !(e.getAttribute('src') || '').startsWith('data:'))
    const loaded = page.defaultView.performance.getEntriesByType('resource')
        .filter(entry => !entry.name.startsWith('data:'))
    return named.length + loaded.length + (/url\(|@import/.test(page.documentElement.innerHTML) ? 1 : 0)
}

function look(frame) {
    const page = frame.contentDocument, root = page.documentElement
    const faint = faintTexts(page)
    frame.height = Math.max(root.scrollHeight, 40)
    if (faint.length)
        console.log(`${frame.src}: faint: ${faint.join('; ')}`)
    return `${frame.src.split('/').pop()} ${frame.width} wide=${root.scrollWidth - Number(frame.width)}` +
        ` faint=${faint.length} fetched=${fetched(page)} ladders=${page.querySelectorAll('svg.line').length}`
}

addEventListener('load', () => {
    document.querySelector('pre').textContent =
        '\n' + [...document.querySelectorAll('iframe')].map(look).join('\n') + '\n'
})
