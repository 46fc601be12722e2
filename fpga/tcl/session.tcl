# SPDX-License-Identifier: Apache-2.0
# What every script begins with: its end in one line when something is wrong, the tool's version, board, RTL, result folders.

namespace eval p2vit {
    # The folder fpga/.
    variable home [file dirname [file dirname [file normalize [info script]]]]
    # The release whose manuals the scripts were written from. Its Tcl is 8.6; the scripts get along with the 8.5 of earlier ones.
    variable vivado 2024.1
}

# Ends the script with an explanation.
proc p2vit::stop {message} {
    return -code error -errorcode {P2VIT STOP} $message
}

# Runs a procedure with the script's arguments. Any error ends Vivado with status 1, after one line that says why.
proc p2vit::main {procedure} {
    if {[catch {$procedure {*}$::argv} message]} {
        puts stderr "p2vit: [lindex [split [string trim $message] \n] 0]"
        exit 1
    }
}

# Another release may name IP and properties otherwise, so it has to be asked for.
proc p2vit::require_vivado {} {
    variable vivado
    set found [version -short]
    if {[lrange [split $found .] 0 1] ne [split $vivado .] && ![info exists ::env(P2VIT_ANY_VIVADO)]} {
        stop "this is Vivado $found, the scripts are written for $vivado; set P2VIT_ANY_VIVADO=1 to try all the same"
    }
}

# The dictionary of a board.
proc p2vit::board {name} {
    variable home
    set known [lsort [glob -tails -directory [file join $home boards] -types d *]]
    if {$name ni $known} {
        stop "there is no board '$name'; there are [join $known {, }]"
    }
    source [file join $home boards $name board.tcl]
    return $board
}

# The dictionary of an emitted accelerator; verilog and constraint are full paths in it.
proc p2vit::rtl {folder} {
    set data [file join $folder p2vit_ip.tcl]
    if {![file exists $data]} {
        stop "there is no RTL in $folder; make it with: make rtl CONFIG=[file tail $folder]"
    }
    source $data
    foreach key {verilog constraint} {
        dict set p2vit_ip $key [file join $folder [dict get $p2vit_ip $key]]
        if {![file exists [dict get $p2vit_ip $key]]} {
            stop "[dict get $p2vit_ip $key] is missing; make it again with: make rtl CONFIG=[file tail $folder]"
        }
    }
    return $p2vit_ip
}

# Where to put a result until it is complete. An earlier result goes now, so that none is there after a failure.
proc p2vit::begin {result} {
    file delete -force $result $result.partial
    file mkdir $result.partial
    return $result.partial
}

# The result is complete.
proc p2vit::publish {result} {
    file rename $result.partial $result
    puts "p2vit: $result"
}
