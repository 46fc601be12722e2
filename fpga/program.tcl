# SPDX-License-Identifier: Apache-2.0
# Loads the bitstream over JTAG. The processing system must have been started (its boot sets up clocks and memory).
#   arguments: BOARD, folder of results, host:port of the hardware server

source [file join [file dirname [file normalize [info script]]] tcl session.tcl]

proc p2vit::program {board_name build server} {
    require_vivado
    set board [board $board_name]
    set bitstream [file join $build bitstream p2vit.bit]
    if {![file exists $bitstream]} {
        stop "there is no $bitstream; make it with: make bitstream BOARD=$board_name"
    }
    open_hw_manager
    connect_hw_server -url $server
    open_hw_target
    set devices [get_hw_devices -quiet [dict get $board jtag]]
    if {[llength $devices] != 1} {
        stop "[llength $devices] devices [dict get $board jtag] answer at $server; check board, power and cable"
    }
    current_hw_device $devices
    set_property PROGRAM.FILE $bitstream $devices
    program_hw_devices $devices
    close_hw_manager
}

p2vit::main p2vit::program
