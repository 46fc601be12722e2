# SPDX-License-Identifier: Apache-2.0
"""Runs a notebook or a program in its folder as a PYNQ board would, on stand-ins for the packages there: `as_on_board.py FILE [ARGUMENTS]`.

Of a notebook it prints what the last line of each cell comes to, as Jupyter does, and then the variable `logits`.
"""

import ast
import json
import os
import runpy
import sys

import pynq  # connects to the simulated device


def cell(source, variables):
    tree = ast.parse(source)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "cell", "exec"), variables)
    if last:
        print(repr(eval(compile(ast.Expression(last.value), "cell", "eval"), variables)))


def notebook(path):
    with open(path, encoding="utf-8") as file:
        cells = json.load(file)["cells"]
    variables = {"__name__": "__main__"}
    for source in ("".join(each["source"]) for each in cells if each["cell_type"] == "code"):
        cell(source, variables)
    print("logits", *variables["logits"])


# A board has no such variable.
del os.environ["P2VIT_DEVICE"]
folder, name = os.path.split(sys.argv[1])
os.chdir(folder)
if name.endswith(".ipynb"):
    notebook(name)
else:
    sys.argv = [name] + sys.argv[2:]
    runpy.run_path(name, run_name="__main__")
