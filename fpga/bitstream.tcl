# SPDX-License-Identifier: Apache-2.0
# From the packaged IP to bitstream, hardware handoff and reports: build/BOARD/bitstream.
#   arguments: BOARD, folder of the RTL, folder of results, number of jobs

source [file join [file dirname [file normalize [info script]]] tcl session.tcl]
source [file join $p2vit::home tcl reports.tcl]
source [file join $p2vit::home tcl system.tcl]

proc p2vit::bitstream {board_name rtl_folder build jobs} {
    require_vivado
    set board [board $board_name]
    set ip [rtl $rtl_folder]
    set result [file join $build bitstream]
    set folder [begin $result]
    set project [file join $build project]
    set clock_mhz [create_system $board $ip [packaged $board $build] $project]
    run synth_1 $jobs
    run impl_1 $jobs
    open_run impl_1
    report $folder $board $ip $clock_mhz
    require_timing $clock_mhz $folder
    close_design
    run impl_1 $jobs -to_step write_bitstream
    # A .bit and .hwh of one name are what PYNQ loads; the .xsa is for Vitis and PetaLinux.
    copy_only [glob -nocomplain -directory [get_property DIRECTORY [get_runs impl_1]] *.bit] $folder/p2vit.bit
    copy_only [glob -nocomplain -directory $project p2vit.{gen,srcs}/sources_1/bd/p2vit_system/hw_handoff/*.hwh] \
        $folder/p2vit.hwh
    write_hw_platform -fixed -include_bit -force $folder/p2vit.xsa
    close_project
    publish $result
}

proc p2vit::run {name jobs args} {
    launch_runs $name -jobs $jobs {*}$args
    wait_on_runs $name
    set status [get_property STATUS [get_runs $name]]
    if {[get_property PROGRESS [get_runs $name]] ne "100%" || ![string match *Complete* $status]} {
        stop "run $name ended with '$status'; see [get_property DIRECTORY [get_runs $name]]/runme.log"
    }
}

proc p2vit::copy_only {files target} {
    if {[llength $files] != 1} {
        stop "expected one file for [file tail $target], there are [llength $files]"
    }
    file copy [lindex $files 0] $target
}

p2vit::main p2vit::bitstream
