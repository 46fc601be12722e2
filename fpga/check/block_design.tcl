# SPDX-License-Identifier: Apache-2.0
# The stub's block design: cells of known types, ports that exist only when switched on, and a validation that finds what is not wired.

proc do::create_bd_design {options rest} {
    lappend ::files [lindex $rest 0].bd
}
proc do::create_bd_cell {options rest} {
    set type [dict get $options vlnv]
    if {![dict exists $::cells $type]} {
        refuse "there is no IP $type"
    }
    set name [lindex $rest 0]
    dict set ::cell_types $name $type
    dict set ::settings $name [dict get $::cells $type defaults]
    return [list bd_cell $name]
}
proc do::apply_bd_automation {options rest} {
    set object [lindex $rest 0]
    need $object bd_cell
    set type [dict get $::cell_types [lindex $object 1]]
    if {![dict exists $::cells $type rule] || [dict get $::cells $type rule] ne [dict get $options rule]} {
        refuse "no rule [dict get $options rule] for $type"
    }
}

# Whether a cell has a port of these kinds, switched on.
proc has_port {path kinds} {
    lassign [split $path /] cell port
    if {![dict exists $::cell_types $cell]} {
        return 0
    }
    foreach kind $kinds {
        set ports [dict get $::cells [dict get $::cell_types $cell] $kind]
        if {[dict exists $ports $port]} {
            return [enabled $cell [dict get $ports $port]]
        }
    }
    return 0
}
proc enabled {cell property} {
    set set [dict get $::settings $cell]
    return [expr {[dict exists $set $property] && [dict get $set $property] == 1}]
}

proc do::get_bd_cells {options rest} {
    if {![dict exists $::cell_types [lindex $rest 0]]} {
        refuse "there is no cell [lindex $rest 0]"
    }
    return [list bd_cell [lindex $rest 0]]
}
proc do::create_bd_port {options rest} {
    lappend ::ports [lindex $rest 0]
}
proc do::get_bd_ports {options rest} {
    if {[lindex $rest 0] ni $::ports} {
        refuse "there is no port [lindex $rest 0]"
    }
    return [list bd_port [lindex $rest 0]]
}
proc do::get_bd_pins {options rest} {
    if {![has_port [lindex $rest 0] {in out}]} {
        refuse "there is no pin [lindex $rest 0]"
    }
    return [list bd_pin [lindex $rest 0]]
}
proc do::get_bd_intf_pins {options rest} {
    if {![has_port [lindex $rest 0] {master slave}]} {
        refuse "there is no interface pin [lindex $rest 0]"
    }
    return [list bd_intf_pin [lindex $rest 0]]
}
proc do::connect_bd_net {options rest} {
    set loads [lassign $rest source]
    need $source bd_pin
    if {![has_port [lindex $source 1] out]} {
        refuse "[lindex $source 1] drives nothing"
    }
    foreach load $loads {
        if {[kind $load] ne "bd_port"} {
            need $load bd_pin
        }
        if {([kind $load] eq "bd_pin" && ![has_port [lindex $load 1] in]) || [dict exists $::driven [lindex $load 1]]} {
            refuse "[lindex $load 1] is no input or is driven already"
        }
        dict set ::driven [lindex $load 1] [lindex $source 1]
    }
}
proc do::connect_bd_intf_net {options rest} {
    lassign $rest master slave
    need $master bd_intf_pin
    need $slave bd_intf_pin
    if {![has_port [lindex $master 1] master] || ![has_port [lindex $slave 1] slave]} {
        refuse "$rest are no master and slave"
    }
    foreach end [list [lindex $master 1] [lindex $slave 1]] {
        if {$end in $::joined} {
            refuse "$end is connected already"
        }
        lappend ::joined $end
    }
}
proc do::get_bd_addr_spaces {options rest} {
    if {[lindex $rest 0] ne "ps/Data"} {
        refuse "there is no address space [lindex $rest 0]"
    }
    return [list bd_addr_space [lindex $rest 0]]
}
proc do::get_bd_addr_segs {options rest} {
    if {[lindex $rest 0] ne "p2vit/s_axi_ctrl/reg0"} {
        refuse "there is no address segment [lindex $rest 0]"
    }
    return [list bd_addr_seg [lindex $rest 0]]
}
proc do::assign_bd_address {options rest} {
    if {[llength $rest]} {
        need [lindex $rest 0] bd_addr_seg
        need [dict get $options target_address_space] bd_addr_space
        lappend ::addressed registers
    } else {
        lappend ::addressed memory
    }
}
proc do::validate_bd_design {options rest} {
    dict for {cell type} $::cell_types {
        foreach kind {in master slave} {
            dict for {port property} [dict get $::cells $type $kind] {
                set path $cell/$port
                if {[enabled $cell $property] && $path ni $::joined && ![dict exists $::driven $path]} {
                    refuse "$path is not connected"
                }
            }
        }
    }
    foreach port $::ports {
        if {![dict exists $::driven $port]} {
            refuse "$port is not connected"
        }
    }
    dict for {cell type} $::cell_types {
        set width [expr {[dict exists $::cells $type width] ? [dict get $::cells $type width] : ""}]
        if {$width ne "" && [dict get $::settings $cell $width] != 32} {
            refuse "the port of $cell for registers has [dict get $::settings $cell $width] bits; overlays of the board expect 32"
        }
    }
    if {$::addressed ne {registers memory}} {
        refuse "addresses are not assigned"
    }
    set ::validated 1
}
proc do::make_wrapper {options rest} {
    need [lindex [dict get $options files] 0] file
    if {!$::validated} {
        refuse "the block design was not validated"
    }
    touch [file join $::state(project) p2vit.gen/sources_1/bd/p2vit_system/hw_handoff/p2vit_system.hwh]
}
