# Reads the CSV of `cb export` (RFC 4180) and prints a table: one line per test and metric, and one
# column per commit with the median of its samples, the spread of the samples of one commit, and the
# commits that changed something. Below the table it explains the marks and lists the commits that
# made something worse.
#
#   awk -v commits='OLDEST … NEWEST' -f history.awk export.csv
#
# Finds columns by their names in the header. Plain POSIX awk.

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

function value_of(name) {
    if (!(name in column)) { print "history.awk: the CSV has no column " name >"/dev/stderr"; failed = 1; exit 1 }
    return field[column[name]]
}

# A record continues on the next line if its quotes are unbalanced: a quoted field may contain line
# breaks.
function complete(record) { return gsub(/"/, "\"", record) % 2 == 0 }

function add(series, commit, value) {
    if (!(series in seen)) { seen[series] = 1; order[++rows] = series }
    samples[series, commit] = samples[series, commit] " " value
}

# Sets median_of, least_of, most_of and count_of for the samples of a series and commit.
function summarize(series, commit, n, i, j, swap, value) {
    n = split(samples[series, commit], value, " ")
    for (i = 2; i <= n; i++)
        for (j = i; j > 1 && value[j - 1] + 0 > value[j] + 0; j--) {
            swap = value[j]; value[j] = value[j - 1]; value[j - 1] = swap
        }
    count_of[series, commit] = n
    if (n == 0) return
    least_of[series, commit] = value[1] + 0
    most_of[series, commit] = value[n] + 0
    median_of[series, commit] = n % 2 ? value[(n + 1) / 2] + 0 : (value[n / 2] + value[n / 2 + 1]) / 2
}

# The figure, with a mark if it is not reliable.
function shown(series, commit) {
    if (!count_of[series, commit]) return "- "
    return sprintf("%.4g%s", median_of[series, commit], mark(commit))
}

function mark(commit) {
    return verdict[commit] == "invalid" ? "!" : verdict[commit] == "suspect" ? "?" : " "
}

# Keeps the worst verdict of the commit's jobs.
function judge(commit, found) {
    if (found == "invalid" || (found == "suspect" && verdict[commit] != "invalid")) verdict[commit] = found
}

# The maximum distance of the samples of one commit from their median, in percent.
function noise(series, i, widest, half, middle) {
    widest = 0
    for (i = 1; i <= commit_count; i++) {
        if (!count_of[series, commit[i]] || !(middle = median_of[series, commit[i]])) continue
        half = most_of[series, commit[i]] - middle
        if (middle - least_of[series, commit[i]] > half) half = middle - least_of[series, commit[i]]
        half /= middle < 0 ? -middle : middle
        if (half > widest) widest = half
    }
    return 100 * widest
}

# Whether the commit changed the series: by more than 5 % and more than the noise of the series,
# with each median outside all samples of the other. The spread of fewer than three samples is
# unknown; then only a change by half counts.
function is_change(series, before, after, ratio, least, is_beyond) {
    if (median_of[series, before] <= 0 || median_of[series, after] <= 0) return 0
    ratio = median_of[series, after] / median_of[series, before]
    if (ratio < 1) ratio = 1 / ratio
    least = 1 + noise(series) / 100
    if (least < 1.05) least = 1.05
    if (least < 1.5 && (count_of[series, before] < 3 || count_of[series, after] < 3)) least = 1.5
    is_beyond = (median_of[series, after] > most_of[series, before] && median_of[series, before] < least_of[series, after]) ||
        (median_of[series, after] < least_of[series, before] && median_of[series, before] > most_of[series, after])
    return ratio > least && is_beyond
}

# The commits that changed the series, each compared with the preceding commit that has samples:
# "5c4cd66c 2.41 worse".
function changes(series, i, before, ratio, word, text) {
    before = text = ""
    for (i = 1; i <= commit_count; i++) {
        if (!count_of[series, commit[i]]) continue
        if (before != "" && is_change(series, before, commit[i])) {
            ratio = median_of[series, commit[i]] / median_of[series, before]
            word = direction_of[series] == "lower" ? (ratio > 1 ? " worse" : " better") : \
                direction_of[series] == "higher" ? (ratio < 1 ? " worse" : " better") : ""
            text = text (text == "" ? "" : ", ") sprintf("%s %.2f%s", substr(commit[i], 1, 8), ratio, word) \
                (mark(before) mark(commit[i]) == "  " ? "" : "?")
            if (word == " worse") blame(series, before, commit[i])
        }
        before = commit[i]
    }
    return text
}

# Records once that the commit made the test worse.
function blame(series, before, after, part) {
    split(series, part, SUBSEP)
    if ((after, part[1]) in blamed) return
    blamed[after, part[1]] = 1
    worse[after] = worse[after] (worse[after] == "" ? "" : ", ") part[1]
    if (mark(before) != " " || mark(after) != " ") doubtful[after] = 1
}

function print_table(r, i, line, part) {
    line = sprintf("%-18s %-18s", "test", "metric")
    for (i = 1; i <= commit_count; i++) line = line sprintf(" %10s", substr(commit[i], 1, 8) " ")
    print line "    noise  changed by"
    for (r = 1; r <= rows; r++) {
        for (i = 1; i <= commit_count; i++) summarize(order[r], commit[i])
        split(order[r], part, SUBSEP)
        line = sprintf("%-18s %-18s", part[1], part[2])
        for (i = 1; i <= commit_count; i++) line = line sprintf(" %10s", shown(order[r], commit[i]))
        line = line sprintf(" %6.1f %%  %s", noise(order[r]), changes(order[r]))
        sub(/ +$/, "", line)
        print line
    }
}

function print_findings(i, is_blamed, is_suspect, is_invalid) {
    for (i = 1; i <= commit_count; i++) {
        is_suspect = is_suspect || mark(commit[i]) == "?"
        is_invalid = is_invalid || mark(commit[i]) == "!"
    }
    print ""
    if (is_suspect) print "?  the machine was not quiet while this was measured: measure again before you trust it"
    if (is_invalid) print "!  this was not measured as requested: do not trust it"
    for (i = 1; i <= commit_count; i++) {
        if (worse[commit[i]] == "") continue
        is_blamed = 1
        print "Commit " substr(commit[i], 1, 8) " made it worse: " worse[commit[i]] \
            (doubtful[commit[i]] ? " (to be measured again, see ?)" : "")
    }
    if (!is_blamed) print "No commit made anything worse by more than the noise and 5 %."
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
    if (value_of("value") == "") next
    unit = value_of("unit")
    series = value_of("test") SUBSEP value_of("metric") (unit == "" ? "" : ", " unit)
    direction_of[series] = value_of("direction")
    if ("verdict" in column) judge(value_of("commit"), value_of("verdict"))
    add(series, value_of("commit"), value_of("value"))
}

END {
    if (failed) exit 1
    commit_count = split(commits, commit, " ")
    print_table()
    print_findings()
    exit rows == 0
}
