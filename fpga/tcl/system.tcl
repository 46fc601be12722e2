# SPDX-License-Identifier: Apache-2.0
# A project with a block design: processing system, accelerator, two interconnects, reset, interrupt; one clock.

# Makes the project anew. repository is the folder of the packaged IP.
proc p2vit::create_system {board ip repository folder} {
    variable home
    file delete -force $folder
    create_project p2vit $folder -part [dict get $board part]
    set board_part [dict get $board board_part]
    if {$board_part ni [get_board_parts]} {
        stop "Vivado has no board files for $board_part; install them from its board store"
    }
    set_property board_part $board_part [current_project]
    if {[dict get $board board_connections] ne ""} {
        set_property board_connections [dict get $board board_connections] [current_project]
    }
    set_property ip_repo_paths [list $repository] [current_project]
    update_ip_catalog
    add_files -fileset constrs_1 -norecurse [file join $home boards [dict get $board name] board.xdc]

    create_bd_design p2vit_system
    set ps [processing_system $board $ip]
    create_bd_cell -type ip -vlnv [vlnv $ip] p2vit
    create_bd_cell -type ip -vlnv xilinx.com:ip:proc_sys_reset reset
    interconnect control
    interconnect memory
    connect $ps
    address $ps $ip
    validate_bd_design
    save_bd_design
    make_wrapper -files [get_files p2vit_system.bd] -import -top
    set_property top p2vit_system_wrapper [current_fileset]
    update_compile_order -fileset sources_1
}

# The folder of the packaged IP.
proc p2vit::packaged {board build} {
    set folder [file join $build ip]
    if {![file exists [file join $folder component.xml]]} {
        stop "there is no packaged IP in $folder; make it with: make ip BOARD=[dict get $board name]"
    }
    return $folder
}

proc p2vit::vlnv {ip} {
    return [join [lmap key {vendor library name version} {dict get $ip $key}] :]
}

# Adds the processing system with the board's preset; returns its dictionary.
proc p2vit::processing_system {board ip} {
    variable home
    source [file join $home ps [dict get $board ps].tcl]
    set cell [create_bd_cell -type ip -vlnv [dict get $ps vlnv] ps]
    apply_bd_automation -rule [dict get $ps rule] -config [dict get $ps rule_config] $cell
    set properties [dict get $ps properties]
    dict set properties [dict get $ps clock_mhz] [dict get $ip clock_mhz]
    dict set properties [dict get $ps memory_bits] [dict get $ip memory_bits]
    set_property -dict $properties $cell
    return $ps
}

# One master to one slave; SmartConnect converts protocol and width where they differ.
proc p2vit::interconnect {name} {
    set cell [create_bd_cell -type ip -vlnv xilinx.com:ip:smartconnect $name]
    set_property -dict {CONFIG.NUM_SI 1 CONFIG.NUM_MI 1 CONFIG.NUM_CLKS 1} $cell
}

proc p2vit::connect {ps} {
    foreach {from to} [list \
        ps/[dict get $ps control] control/S00_AXI \
        control/M00_AXI           p2vit/s_axi_ctrl \
        p2vit/m_axi_gmem          memory/S00_AXI \
        memory/M00_AXI            ps/[dict get $ps memory]] {
        connect_bd_intf_net [get_bd_intf_pins $from] [get_bd_intf_pins $to]
    }
    set clocked {p2vit/aclk control/aclk memory/aclk reset/slowest_sync_clk}
    foreach pin [dict get $ps clocked] {
        lappend clocked ps/$pin
    }
    connect_pins ps/[dict get $ps clock] $clocked
    connect_pins ps/[dict get $ps reset] reset/ext_reset_in
    connect_pins reset/peripheral_aresetn {p2vit/aresetn control/aresetn memory/aresetn}
    connect_pins p2vit/interrupt ps/[dict get $ps interrupt]
}

proc p2vit::connect_pins {source loads} {
    foreach load $loads {
        connect_bd_net [get_bd_pins $source] [get_bd_pins $load]
    }
}

# Registers at a fixed place, which drivers may know; for memory, whatever the port of the processing system reaches.
proc p2vit::address {ps ip} {
    assign_bd_address -offset [dict get $ps control_base] -range [dict get $ip register_bytes] \
        -target_address_space [get_bd_addr_spaces ps/[dict get $ps space]] [get_bd_addr_segs p2vit/s_axi_ctrl/reg0]
    assign_bd_address
}
