# SPDX-License-Identifier: Apache-2.0
# Synthesises, places and routes one unit alone, without a project: build/BOARD/ooc/UNIT.
#   arguments: BOARD, folder of the RTL, folder of results, name of a module in the RTL

source [file join [file dirname [file normalize [info script]]] tcl session.tcl]
source [file join $p2vit::home tcl reports.tcl]

proc p2vit::ooc {board_name rtl_folder build unit} {
    require_vivado
    set board [board $board_name]
    set ip [rtl $rtl_folder]
    require_unit $ip $unit
    set result [file join $build ooc $unit]
    set folder [begin $result]
    read_verilog [dict get $ip verilog]
    read_xdc -mode out_of_context [dict get $ip constraint]
    synth_design -top $unit -part [dict get $board part] -mode out_of_context
    opt_design
    place_design
    phys_opt_design
    route_design
    write_checkpoint -force [file join $folder $unit.dcp]
    report $folder $board $ip [dict get $ip clock_mhz]
    require_timing [dict get $ip clock_mhz] $folder
    publish $result
}

# The unit must be a module of the RTL that has the clock.
proc p2vit::require_unit {ip unit} {
    set units {}
    set module ""
    set channel [open [dict get $ip verilog]]
    while {[gets $channel line] >= 0} {
        if {[string match "module *" $line]} {
            set module [lindex [split $line] 1]
        } elseif {$line eq ");"} {
            set module ""
        } elseif {$module ne "" && [regexp {\yaclk,?$} $line]} {
            lappend units $module
        }
    }
    close $channel
    if {$unit ni $units} {
        set named [lsearch -all -inline -regexp $units {Unit$|^Engine$|^p2vit$}]
        stop "there is no clocked unit '$unit' in [dict get $ip verilog]; units are [join [lsort $named] {, }]"
    }
}

p2vit::main p2vit::ooc
