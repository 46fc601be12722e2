# SPDX-License-Identifier: Apache-2.0
# Reports of the open design, and the rule that missed timing is a failure.

# Writes the reports for people and summary.json for programs into a folder; clock_mhz is the frequency that was constrained.
proc p2vit::report {folder board ip clock_mhz} {
    report_timing_summary -delay_type min_max -max_paths 10 -file [file join $folder timing.rpt]
    check_timing -file [file join $folder check_timing.rpt]
    report_utilization -hierarchical -file [file join $folder utilization_by_unit.rpt]
    report_power -file [file join $folder power.rpt]
    set utilization [report_utilization -return_string]
    set pairs [list board \"[dict get $board name]\" config \"[dict get $ip config]\" \
        config_hash \"[dict get $ip config_hash]\" clock_mhz $clock_mhz \
        setup_slack_ns [slack -setup] hold_slack_ns [slack -hold]]
    foreach {key row} {
        lut {(?:CLB|Slice) LUTs\*?} ff {(?:CLB|Slice) Registers} bram36 {Block RAM Tile} uram URAM dsp DSPs
    } {
        lappend pairs $key [used $utilization $row]
    }
    set lines {}
    foreach {key value} $pairs {
        lappend lines "  \"$key\" : $value"
    }
    write_text [file join $folder summary.json] "{\n[join $lines ",\n"]\n}\n"
}

# The number in the column Used of a row; 0 for a resource that the device does not have.
proc p2vit::used {utilization row} {
    if {[regexp -line "^\\|\\s*$row\\s*\\|\\s*(\[0-9.\]+)\\s*\\|" $utilization -> number]} {
        return $number
    }
    return 0
}

# Slack in ns of the worst path, option -setup or -hold.
proc p2vit::slack {option} {
    set paths [get_timing_paths $option -max_paths 1]
    set slack [expr {[llength $paths] ? [get_property SLACK [lindex $paths 0]] : ""}]
    if {![string is double -strict $slack]} {
        stop "no path has a constraint; there must be a clock"
    }
    return $slack
}

# Stops if a path is too slow, or a pulse too short; reports says where the reports are.
proc p2vit::require_timing {clock_mhz reports} {
    foreach {kind option} {setup -setup hold -hold} {
        set slack [slack $option]
        if {$slack < 0} {
            stop "timing is missed at $clock_mhz MHz: $kind slack $slack ns; see $reports/timing.rpt"
        }
    }
    set channel [open [file join $reports timing.rpt]]
    set text [read $channel]
    close $channel
    if {[regexp {VIOLATED|[Cc]onstraints are not met} $text]} {
        stop "timing is missed at $clock_mhz MHz: a constraint other than setup and hold, such as a pulse's width; see $reports/timing.rpt"
    }
}

proc p2vit::write_text {file text} {
    set channel [open $file w]
    puts -nonewline $channel $text
    close $channel
}
