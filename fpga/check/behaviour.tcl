# SPDX-License-Identifier: Apache-2.0
# What the commands of the stub do. Objects are lists of kind and name.

namespace eval do {
    namespace eval ipx {}
    namespace eval xhub {}
}
source [file join $here block_design.tcl]

proc kind {object} {
    return [lindex $object 0]
}

proc need {object kind} {
    if {[kind $object] ne $kind} {
        refuse "'$object' is no $kind"
    }
}

proc touch {file} {
    file mkdir [file dirname $file]
    close [open $file w]
}

proc do::version {options rest} {
    return [dict get $::scenario version]
}
# The catalog knows an IP of the repository by the name that the packager wrote down.
proc do::update_ip_catalog {options rest} {
    foreach repository $::state(repositories) {
        set channel [open [file join $repository component.xml]]
        dict set ::cells [gets $channel] $::packaged_cell
        close $channel
    }
}
proc do::create_project {options rest} {
    if {![dict exists $options part]} {
        refuse "create_project without -part"
    }
    set ::state(project) [lindex $rest 1]
    file mkdir [lindex $rest 1]
}
proc do::current_project {options rest} {
    return {project current}
}
proc do::current_fileset {options rest} {
    return {fileset sources_1}
}
# What the store has is found once its folder was named; of several versions the latest.
proc do::get_board_parts {options rest} {
    set known [dict get $::scenario board_parts]
    if {$::state(store)} {
        lappend known {*}[dict get $::scenario store_parts]
    }
    set found [lsort [lsearch -all -inline $known [lindex $rest 0]]]
    return [expr {[dict exists $options latest_file_version] ? [lindex $found end] : $found}]
}
proc do::set_param {options rest} {
    if {$rest ne {board.repoPaths /stores/boards}} {
        refuse "no parameter $rest"
    }
    set ::state(store) 1
}
proc do::xhub::get_xstores {options rest} {
    return [list [list xstore [lindex $rest 0]]]
}
proc do::add_files {options rest} {
    foreach file [lindex $rest 0] {
        if {![file exists $file]} {
            refuse "there is no file $file"
        }
        if {[string match *.xdc $file] && [dict exists $options norecurse] && ![dict exists $options fileset]} {
            refuse "$file would be a source, not a constraint: add_files without -fileset"
        }
        lappend ::files $file
    }
}
proc do::read_verilog {options rest} {
    do::add_files {} $rest
}
proc do::read_xdc {options rest} {
    do::add_files {} $rest
}
proc do::get_files {options rest} {
    foreach file $::files {
        if {$file eq [lindex $rest 0] || [file tail $file] eq [lindex $rest 0]} {
            return [list [list file $file]]
        }
    }
    refuse "there is no file [lindex $rest 0] in the project"
}

proc do::set_property {options rest} {
    if {[dict exists $options dict]} {
        set pairs [dict get $options dict]
        set object [lindex $rest 0]
    } else {
        if {[llength $rest] != 3} {
            refuse "set_property takes name, value and object"
        }
        set pairs [lrange $rest 0 1]
        set object [lindex $rest 2]
    }
    if {[llength $object] == 1} {
        set object [lindex $object 0]
    }
    dict for {name value} $pairs {
        if {[kind $object] eq "bd_cell"} {
            set type [dict get $::cell_types [lindex $object 1]]
            if {![regexp {^CONFIG\.(.*)$} $name -> key] || $key ni [dict get $::cells $type properties]} {
                refuse "$type has no property $name"
            }
            dict set ::settings [lindex $object 1] $key $value
            divide [lindex $object 1] $key $value
        } elseif {![dict exists $::properties [kind $object]] || $name ni [dict get $::properties [kind $object]]} {
            refuse "'$object' has no property $name"
        } elseif {$name eq "used_in"} {
            dict set ::used_in [lindex $object 1] $value
        } elseif {$name eq "ip_repo_paths"} {
            set ::state(repositories) $value
        } elseif {[kind $object] eq "core" && $name in {name version}} {
            lappend ::state(vlnv) $value
        }
    }
}
# Dividers are whole numbers, and the clock is not faster than asked for.
proc divide {cell key asked} {
    set type [dict get $::cells [dict get $::cell_types $cell]]
    if {[dict exists $type clock] && $key eq [lindex [dict get $type clock] 0]} {
        lassign [dict get $type clock] setting actual source
        dict set ::settings $cell $actual [format %.6f [expr {$source / ceil($source / $asked - 1e-3)}]]
    }
}
proc do::get_property {options rest} {
    lassign $rest name object
    if {[llength $object] == 1} {
        set object [lindex $object 0]
    }
    if {[kind $object] eq "bd_cell"} {
        regexp {^CONFIG\.(.*)$} $name -> key
        if {![dict exists $::settings [lindex $object 1] $key]} {
            refuse "'$object' has no property $name"
        }
        return [dict get $::settings [lindex $object 1] $key]
    }
    if {![dict exists $::properties [kind $object]] || $name ni [dict get $::properties [kind $object]]} {
        refuse "'$object' has no property $name"
    }
    return [switch -- $name {
        SLACK { dict get $::scenario [lindex $object 1] }
        PROGRESS { expr {[string match *Complete* [dict get $::scenario status]] ? "100%" : "50%"} }
        STATUS { dict get $::scenario status }
        LOCAL_ROOT_DIR { format /stores/boards }
        DIRECTORY { file join $::state(project) p2vit.runs [lindex $object 1] }
        default { refuse "the stub does not know $name" }
    }]
}

proc do::write_checkpoint {options rest} {
    touch [lindex $rest 0]
}
proc do::report_to_file {options} {
    if {[dict exists $options file]} {
        touch [dict get $options file]
    }
}
proc do::report_timing_summary {options rest} {
    set channel [open [dict get $options file] w]
    puts $channel [dict get $::scenario timing]
    close $channel
}
proc do::check_timing {options rest} {
    do::report_to_file $options
}
proc do::report_power {options rest} {
    do::report_to_file $options
}
proc do::report_utilization {options rest} {
    do::report_to_file $options
    return [expr {[dict exists $options return_string] ? [dict get $::scenario utilization] : ""}]
}
dict set scenario utilization [expr {[dict exists $scenario utilization] ? [dict get $scenario utilization] : "
| CLB LUTs*            | 51234 |     0 |          0 |    117120 | 43.75 |
|   LUT as Logic       | 50000 |     0 |          0 |    117120 | 42.69 |
| CLB Registers        | 60001 |     0 |          0 |    234240 | 25.62 |
| Block RAM Tile       | 112.5 |     0 |          0 |       144 | 78.13 |
| URAM                 |    40 |     0 |          0 |        64 | 62.50 |
| DSPs                 |   530 |     0 |          0 |      1248 | 42.47 |
"}]
proc do::get_timing_paths {options rest} {
    set kind [expr {[dict exists $options hold] ? "hold" : "setup"}]
    return [expr {[dict get $::scenario $kind] eq "none" ? {} : [list [list timing_path $kind]]}]
}

proc do::get_runs {options rest} {
    return [list run [lindex $rest 0]]
}
proc do::launch_runs {options rest} {
    set folder [file join $::state(project) p2vit.runs [lindex $rest 0]]
    file mkdir $folder
    if {[dict exists $options to_step] && [dict get $options to_step] eq "write_bitstream"} {
        touch [file join $folder p2vit_system_wrapper.bit]
    }
}
proc do::write_hw_platform {options rest} {
    touch [lindex $rest 0]
}

proc do::get_hw_devices {options rest} {
    return [lrepeat [dict get $::scenario devices] [list hw_device [lindex $rest 0]]]
}

# ---- packager

proc do::ipx::package_project {options rest} {
    foreach option {root_dir vendor library taxonomy} {
        if {![dict exists $options $option]} {
            refuse "ipx::package_project without -$option"
        }
    }
    set ::state(package) [dict get $options root_dir]
    set ::state(vlnv) [list [dict get $options vendor] [dict get $options library]]
}
proc do::ipx::current_core {options rest} {
    return {core p2vit}
}
proc do::ipx::get_bus_interfaces {options rest} {
    need [dict get $options of_objects] core
    set known {s_axi_ctrl m_axi_gmem aclk aresetn interrupt}
    return [expr {[dict get $::scenario inferred] && [lindex $rest 0] in $known
        ? [list [list bus_interface [lindex $rest 0]]] : {}}]
}
proc do::ipx::get_memory_maps {options rest} {
    need [dict get $options of_objects] core
    return [expr {[dict get $::scenario memory_map] ? [list memory_map [lindex $rest 0]] : {}}]
}
proc do::ipx::add_memory_map {options rest} {
    need [lindex $rest 1] core
    return [list memory_map [lindex $rest 0]]
}
proc do::ipx::get_address_blocks {options rest} {
    need [dict get $options of_objects] memory_map
    return [expr {[dict get $::scenario memory_map] ? [list address_block [lindex $rest 0]] : {}}]
}
proc do::ipx::add_address_block {options rest} {
    need [lindex $rest 1] memory_map
    return [list address_block [lindex $rest 0]]
}
proc do::ipx::get_address_spaces {options rest} {
    need [dict get $options of_objects] core
    return [expr {[dict get $::scenario address_space] ? [list address_space [lindex $rest 0]] : {}}]
}
proc do::ipx::add_address_space {options rest} {
    need [lindex $rest 1] core
    return [list address_space [lindex $rest 0]]
}
proc do::ipx::add_register {options rest} {
    need [lindex $rest 1] address_block
    return [list register [lindex $rest 0]]
}
proc do::ipx::add_field {options rest} {
    need [lindex $rest 1] register
    return [list field [lindex $rest 0]]
}
proc do::ipx::save_core {options rest} {
    need [lindex $rest 0] core
    if {[dict get $::scenario component]} {
        set channel [open [file join $::state(package) component.xml] w]
        puts $channel [join $::state(vlnv) :]
        foreach file $::files {
            puts $channel "<spirit:file><spirit:name>[file tail $file]</spirit:name>[expr {
                [dict get $::scenario used_in] && [dict exists $::used_in $file] ? "USED_IN_[join [dict get $::used_in $file] " USED_IN_"]" : ""
            }]</spirit:file>"
        }
        close $channel
    }
}
