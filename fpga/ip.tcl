# SPDX-License-Identifier: Apache-2.0
# Packages the accelerator for the IP catalog: build/BOARD/ip.
#   arguments: BOARD, folder of the RTL, folder of results

source [file join [file dirname [file normalize [info script]]] tcl session.tcl]
source [file join $p2vit::home tcl packaging.tcl]

proc p2vit::ip {board_name rtl_folder build} {
    require_vivado
    set board [board $board_name]
    set ip [rtl $rtl_folder]
    set result [file join $build ip]
    set folder [begin $result]
    package $board $ip $folder [file join $build ip_project]
    publish $result
}

p2vit::main p2vit::ip
