# SPDX-License-Identifier: Apache-2.0
# TUL PYNQ-Z2. Its board files are TUL's; install them from Vivado's board store.
set board {
    name              pynq-z2
    part              xc7z020clg400-1
    board_part        tul.com.tw:pynq-z2:part0
    board_connections {}
    ps                processing_system7
    jtag              xc7z020*
    fan               0
}
