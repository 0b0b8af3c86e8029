# Sourced by what looks at pages in a browser, after lib.sh.
#
#   BROWSER               Chromium, or empty where there is none
#   browse ARGS... FILE   Chromium without a window; what pages complain of is in $T/browser.log
#   gallery WIDTHS FILES  a page with each file in a frame of each width, on standard output; once
#                         it is loaded, measure.js has written a line a frame below them
#   measure SCHEME WIDTHS FILES   those lines: what was seen of every file at every width, in
#                         "light" or "dark"
BROWSER=$(command -v chromium || command -v chromium-browser || command -v google-chrome)

browse() {
    HOME=$T DBUS_SESSION_BUS_ADDRESS=disabled: timeout 240 "$BROWSER" --headless --no-sandbox \
        --disable-gpu --hide-scrollbars --no-first-run --disable-background-networking \
        --user-data-dir="$T/browser" --allow-file-access-from-files --force-device-scale-factor=1 \
        --host-resolver-rules="MAP * ~NOTFOUND" --enable-logging=stderr "$@" 2>"$T/browser.log"
}

# scheme light|dark: the argument that makes the browser prefer it
scheme() { echo "--blink-settings=preferredColorScheme=$([ "$1" = light ] && echo 1 || echo 0)"; }

gallery() {
    local widths=$1 file width
    shift
    echo '<!doctype html><meta charset="utf-8"><meta name="color-scheme" content="light dark">'
    echo '<style>body { display: flex; flex-wrap: wrap; gap: 12px; font: 13px sans-serif }'
    echo 'figure { margin: 0 } iframe { border: 1px solid #888; display: block }</style>'
    for file; do
        for width in $widths; do
            echo "<figure><figcaption>$(basename "$file" .html)</figcaption>"
            echo "<iframe width=$width height=200 src=\"$file\"></iframe></figure>"
        done
    done
    echo '<pre></pre>'
    echo "<script>$(cat "$ROOT/tests/looks/measure.js")</script>"
}

measure() {
    local scheme=$1
    shift
    gallery "$@" >"$T/gallery.html"
    browse "$(scheme "$scheme")" --dump-dom "$T/gallery.html" | sed -n '/<pre>/,/<\/pre>/s/^\(<pre>\)\?\([^<].*\)/\2/p'
}

# complaints: what pages wrote to the browser's console: errors, refused requests
complaints() { grep ':CONSOLE' "$T/browser.log"; }
