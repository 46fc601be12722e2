# SPDX-License-Identifier: Apache-2.0
# Kria KV260: K26 module on the vision AI starter carrier. Board files come with Vivado.
#   board_part, board_connections  without their version: the latest that is installed
#   fan                            whether a timer of the processing system drives the fan, by a pin that board.xdc names
set board {
    name              kv260
    part              xck26-sfvc784-2LV-c
    board_part        xilinx.com:kv260_som:part0
    board_connections {som240_1_connector xilinx.com:kv260_carrier:som240_1_connector}
    ps                zynq_ultra_ps_e
    jtag              xck26*
    fan               1
}
