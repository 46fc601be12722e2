# SPDX-License-Identifier: Apache-2.0
# Makes the project of a board anew, to be looked at in the graphical interface: build/BOARD/project/p2vit.xpr.
#   arguments: BOARD, folder of the RTL, folder of results

source [file join [file dirname [file normalize [info script]]] tcl session.tcl]
source [file join $p2vit::home tcl system.tcl]

proc p2vit::project {board_name rtl_folder build} {
    require_vivado
    set board [board $board_name]
    set ip [rtl $rtl_folder]
    create_system $board $ip [packaged $board $build] [file join $build project]
    close_project
}

p2vit::main p2vit::project
