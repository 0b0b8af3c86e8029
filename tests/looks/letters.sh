# Sourced by what looks at letters, after browser.sh.
#
#   letter_pages FOLDER   the HTML part of the last letter of each name, of every programme and of
#                         the desk, as PROGRAMME.LETTER.html; and those to people whose names are
#                         long or of other scripts, as names.LETTER.html
letter_pages() {
    local programme desk eml=$T/eml
    mkdir -p "$eml" "$1"
    for programme in programmes/*/rules.yaml; do
        "$MENTORCTL" test --letters "$eml" "$(dirname "$programme")" >"$T/out" || return 1
    done
    for desk in tests/desk/*.yaml; do
        play_desk "$desk" "$eml" || return 1
    done
    "$B/tools/letter_page" "$1" "$eml"/*.eml || return 1
    # Names as people have them: without a blank, from the right, in other scripts, long.
    sed -e 's/Ana Ruiz/عائشة بنت عبد الرحمن الأنصاري Ruiz/; s/Dan Reed/欧阳娜娜 Reed/' \
        -e 's/Carol Day/Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch Day/' \
        -e 's/Bea Moss/Maria do Rosário Conceição de Albuquerque e Vasconcelos Moss/' \
        tests/looks/names.yaml >"$T/names.yaml"
    mkdir "$T/names"
    play_desk "$T/names.yaml" "$T/names" || return 1
    "$B/tools/letter_page" "$T/names" "$T/names"/*.eml || return 1
    for programme in "$T/names"/*.html; do
        mv "$programme" "$1/names.${programme##*/mentor2mentor.}"
    done
}

# play_desk FILE FOLDER: timelines on the rules of mentor2mentor, and their letters
play_desk() {
    local folder
    folder=$T/desk-$(basename "$1" .yaml)
    mkdir -p "$folder"
    cp -r programmes/letters programmes/mentor2mentor "$folder"
    cp "$1" "$folder/mentor2mentor/tests.yaml"
    "$MENTORCTL" test --letters "$2" "$folder/mentor2mentor" >"$T/out"
}
