# SPDX-License-Identifier: Apache-2.0
# ZCU104 evaluation kit. Board files come with Vivado.
set board {
    name              zcu104
    part              xczu7ev-ffvc1156-2-e
    board_part        xilinx.com:zcu104:part0
    board_connections {}
    ps                zynq_ultra_ps_e
    jtag              xczu7*
    fan               0
}
