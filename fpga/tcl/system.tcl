# SPDX-License-Identifier: Apache-2.0
# A project with a block design: processing system, accelerator, two interconnects, reset, interrupt; one clock.

# Makes the project anew; returns the frequency of its clock in MHz. repository is the folder of the packaged IP.
proc p2vit::create_system {board ip repository folder} {
    variable home
    file delete -force $folder
    create_project p2vit $folder -part [dict get $board part]
    set version [board_files $board]
    if {[dict get $board board_connections] ne ""} {
        lassign [dict get $board board_connections] connector carrier
        set_property board_connections [list $connector $carrier:$version] [current_project]
    }
    set_property ip_repo_paths [list $repository] [current_project]
    update_ip_catalog
    add_files -fileset constrs_1 -norecurse [file join $home boards [dict get $board name] board.xdc]

    create_bd_design p2vit_system
    set ps [processing_system $board $ip]
    if {[dict get $board fan]} {
        fan
    }
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
    return [actual_mhz [get_bd_cells ps] $ps]
}

# Gives the project the latest board files; returns their version. Those of the store are found only when its folder is named.
proc p2vit::board_files {board} {
    set wanted [dict get $board board_part]
    set found [get_board_parts -quiet -latest_file_version $wanted:*]
    if {![llength $found]} {
        set_param board.repoPaths [get_property LOCAL_ROOT_DIR [xhub::get_xstores xilinx_board_store]]
        set found [get_board_parts -quiet -latest_file_version $wanted:*]
    }
    if {[llength $found] != 1} {
        stop "Vivado has no board files for $wanted; install them from its board store"
    }
    set_property board_part $found [current_project]
    return [lindex [split $found :] end]
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
    return [dict get $ip vendor]:[dict get $ip library]:[dict get $ip name]:[dict get $ip version]
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
    require_clock $cell $ps $ip
    return $ps
}

# Frequency that a processing system makes; it divides by whole numbers, so it is seldom the one that was asked for.
proc p2vit::actual_mhz {cell ps} {
    return [format %.3f [get_property [dict get $ps actual_mhz] $cell]]
}

# More than 1 % off is another clock than the one that timing, figures and drivers are told.
proc p2vit::require_clock {cell ps ip} {
    set asked [dict get $ip clock_mhz]
    set actual [actual_mhz $cell $ps]
    if {abs($actual - $asked) > 0.01 * $asked} {
        stop "the processing system makes $actual MHz of the $asked MHz of configuration [dict get $ip config];\
            give clockMhz a frequency that it can make"
    }
}

# The third output of timer 0 is the pulse that drives the fan; Linux sets it, and low is full speed.
proc p2vit::fan {} {
    set_property -dict {CONFIG.PSU__TTC0__PERIPHERAL__ENABLE 1 CONFIG.PSU__TTC0__WAVEOUT__ENABLE 1 CONFIG.PSU__TTC0__WAVEOUT__IO EMIO} \
        [get_bd_cells ps]
    set_property -dict {CONFIG.DIN_WIDTH 3 CONFIG.DIN_FROM 2 CONFIG.DIN_TO 2 CONFIG.DOUT_WIDTH 1} \
        [create_bd_cell -type ip -vlnv xilinx.com:ip:xlslice fan]
    create_bd_port -dir O fan_en_b
    connect_bd_net [get_bd_pins ps/emio_ttc0_wave_o] [get_bd_pins fan/Din]
    connect_bd_net [get_bd_pins fan/Dout] [get_bd_ports fan_en_b]
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
