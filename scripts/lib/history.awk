# Reads the CSV of `cb export` (RFC 4180) and prints a table: a line a test and metric, a column a commit with the median
# of its samples, and how the last differs from the first.
#
#   awk -v commits='OLDEST … NEWEST' -f history.awk export.csv
#
# Columns are found by their names in the header. Plain POSIX awk.

# Splits the record into field[1..n]; returns n.
function split_csv(record, n, c, i, quoted, text) {
    n = 0; text = ""; quoted = 0
    for (i = 1; i <= length(record); i++) {
        c = substr(record, i, 1)
        if (c == "\"" && quoted && substr(record, i + 1, 1) == "\"") { text = text c; i++ }
        else if (c == "\"") quoted = !quoted
        else if (c == "," && !quoted) { field[++n] = text; text = "" }
        else text = text c
    }
    field[++n] = text
    return n
}

function column_of(name) {
    if (!(name in column)) { print "history.awk: the CSV has no column " name >"/dev/stderr"; failed = 1; exit 1 }
    return column[name]
}

# Half the quotes of a record may be on the next line: a quoted field may hold line breaks.
function complete(record) { return gsub(/"/, "\"", record) % 2 == 0 }

function add(series, commit, value) {
    if (!(series in seen)) { seen[series] = 1; order[++rows] = series }
    samples[series, commit] = samples[series, commit] " " value
}

function median(list, n, i, j, swap, value) {
    n = split(list, value, " ")
    if (n == 0) return ""
    for (i = 2; i <= n; i++)
        for (j = i; j > 1 && value[j - 1] + 0 > value[j] + 0; j--) {
            swap = value[j]; value[j] = value[j - 1]; value[j - 1] = swap
        }
    return n % 2 ? value[(n + 1) / 2] + 0 : (value[n / 2] + value[n / 2 + 1]) / 2
}

function shown(value) { return value == "" ? "-" : sprintf("%.4g", value) }

function change(first, last, direction, ratio) {
    if (first == "" || last == "" || first + 0 == 0) return "-"
    ratio = last / first
    return sprintf("%.2f%s", ratio, verdict(ratio, direction))
}

# Below half as much again nothing is said: this table does not test for noise.
function verdict(ratio, direction) {
    if (ratio < 1.5 && ratio > 1 / 1.5) return ""
    if (direction == "lower") return ratio > 1 ? " worse" : " better"
    if (direction == "higher") return ratio < 1 ? " worse" : " better"
    return ""
}

{
    sub(/\r$/, "")
    record = pending == "" ? $0 : pending "\n" $0
    if (!complete(record)) { pending = record; next }
    pending = ""
    n = split_csv(record)
    if (!header) {
        for (i = 1; i <= n; i++) column[field[i]] = i
        header = 1
        next
    }
    value = field[column_of("value")]
    if (value == "") next
    unit = field[column_of("unit")]
    series = field[column_of("test")] SUBSEP field[column_of("metric")] (unit == "" ? "" : ", " unit)
    direction_of[series] = field[column_of("direction")]
    add(series, field[column_of("commit")], value)
}

END {
    if (failed) exit 1
    count = split(commits, commit, " ")
    line = sprintf("%-18s %-18s", "test", "metric")
    for (i = 1; i <= count; i++) line = line sprintf(" %10s", substr(commit[i], 1, 8))
    print line "   last/first"
    for (r = 1; r <= rows; r++) {
        split(order[r], part, SUBSEP)
        line = sprintf("%-18s %-18s", part[1], part[2])
        for (i = 1; i <= count; i++) line = line sprintf(" %10s", shown(median(samples[order[r], commit[i]])))
        first = median(samples[order[r], commit[1]])
        last = median(samples[order[r], commit[count]])
        print line "   " change(first, last, direction_of[order[r]])
    }
    exit rows == 0
}
