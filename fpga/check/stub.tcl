# SPDX-License-Identifier: Apache-2.0
# Vivado as far as the scripts need it: refuses unknown commands, options, objects and properties; checks that a block design is
# wired completely; leaves the files that Vivado would leave, empty. What a test wants otherwise it says in the environment:
#   P2VIT_STUB      a dictionary: version, setup, hold (slack in ns), status (of runs), board_parts, store_parts, devices, inferred,
#                   memory_map, address_space, used_in (whether the packager does it), component, timing (text of its report)
#   P2VIT_STUB_LOG  file to which each command is written in a line

set here [file dirname [file normalize [info script]]]
source [file join $here commands.tcl]
set scenario {version 2024.1 setup 0.5 hold 0.02 status {route_design Complete!} devices 1 inferred 1 memory_map 1 component 1
    address_space 1 used_in 1 timing {All user specified timing constraints are met.}
    board_parts {xilinx.com:kv260_som:part0:1.3 xilinx.com:kv260_som:part0:1.4 xilinx.com:zcu104:part0:1.1}
    store_parts {tul.com.tw:pynq-z2:part0:1.0}}
if {[info exists env(P2VIT_STUB)]} {
    set scenario [dict merge $scenario $env(P2VIT_STUB)]
}
set log [open [expr {[info exists env(P2VIT_STUB_LOG)] ? $env(P2VIT_STUB_LOG) : "/dev/null"}] a]

# What there is: files, cells (name to type), settings, drivers and loads, connected interfaces, addressed segments.
set files {}
set cell_types {}
set settings {}
set driven {}
set joined {}
set addressed {}
set ports {}
set used_in {}
set validated 0
set state(project) ""
set state(package) ""
set state(repositories) {}
set state(store) 0

proc refuse {message} {
    return -code error "stub: $message"
}

proc unknown {name args} {
    refuse "unknown command $name"
}

# Splits arguments by the command's entry in the table; returns options (with their values) and the rest.
proc parse {name flags valued least most arguments} {
    set options {}
    set rest {}
    for {set i 0} {$i < [llength $arguments]} {incr i} {
        set word [lindex $arguments $i]
        if {![regexp {^-([a-z_]+)$} $word -> option]} {
            lappend rest $word
        } elseif {$option in $valued} {
            if {[incr i] >= [llength $arguments]} {
                refuse "$name: option -$option has no value"
            }
            dict set options $option [lindex $arguments $i]
        } elseif {$option in $flags || $option in {quiet verbose}} {
            dict set options $option 1
        } else {
            refuse "$name has no option -$option"
        }
    }
    if {[llength $rest] < $least || [llength $rest] > $most} {
        refuse "$name: [llength $rest] arguments, $least to $most are allowed"
    }
    return [list $options $rest]
}

foreach {name flags valued least most} $commands {
    set body [string map [list @name $name @flags [list $flags] @valued [list $valued] @least $least @most $most] {
        puts $::log [string trim "@name [join $args]"]
        flush $::log
        lassign [parse @name @flags @valued @least @most $args] options rest
        if {[info commands ::do::@name] ne ""} {
            return [::do::@name $options $rest]
        }
        return ""
    }]
    namespace eval [expr {[string match *::* $name] ? [namespace qualifiers ::$name] : "::"}] {}
    proc ::$name args $body
}

source [file join $here behaviour.tcl]

# Vivado up to 2023.2 has Tcl 8.5, which does not know these.
foreach command {lmap try throw tailcall coroutine} {
    rename $command {}
}

# The command line of Vivado.
set argv_left $argv
set script ""
while {[llength $argv_left]} {
    set argv_left [lassign $argv_left option]
    switch -- $option {
        -nojournal - -notrace {}
        -mode - -log { set argv_left [lassign $argv_left value] }
        -source { set argv_left [lassign $argv_left script] }
        -tclargs { set argv $argv_left; set argv_left {} }
        default { puts stderr "stub: vivado has no option $option"; exit 2 }
    }
}
set argc [llength $argv]
set argv0 $script
source $script
