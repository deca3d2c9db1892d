"""The engine as a browser runs it: the same file, translated, so that there is one model.

A small part of Python is enough for arithmetic, and this knows no more: functions of plain
arguments, assignment to names, `if`, `for … in range(…)`, `return`, lists that are appended to,
dictionaries with written keys, whole numbers, `+ - * / **`, comparisons, `max`, `min`, `len`. What
is not known is refused with its line, when the tests or a build meet it.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

ENGINE = Path(__file__).parent / "engine.py"
_OPERATORS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.Pow: "**"}
_COMPARISONS = {
    ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "===", ast.NotEq: "!==",
}  # fmt: skip
_FUNCTIONS = {"max": "Math.max", "min": "Math.min"}


class Untranslated(Exception):
    """Something of Python that the translation does not know, with its line."""


def translated(source: str) -> str:
    """Return a Python module as the functions and constants of a JavaScript one."""
    found = []
    for node in ast.parse(source).body:
        match node:
            case ast.Expr(ast.Constant()) | ast.ImportFrom():
                continue
            case ast.Assign([ast.Name(name)], ast.Name("Any")):
                continue  # a name for a type
            case ast.Assign([ast.Name(name)], value):
                found.append(f"const {name}={_expression(value)};")
            case ast.FunctionDef():
                found.append(_function(node))
            case _:
                raise _unknown(node)
    return "\n".join(found) + "\n"


def engine_script() -> str:
    """Return the engine as JavaScript, of which `project` is what a page calls."""
    return translated(ENGINE.read_text(encoding="utf-8"))


def engine_module() -> str:
    """Return the engine as a module of JavaScript, from which other scripts take its functions."""
    script = engine_script()
    names = re.findall(r"^function (\w+)", script, re.MULTILINE)
    return f"{script}export{{{','.join(names)}}};\n"


def _unknown(node: ast.AST) -> Untranslated:
    line = getattr(node, "lineno", 0)
    return Untranslated(f"line {line}: {type(node).__name__} has no translation")


def _function(node: ast.FunctionDef) -> str:
    arguments = [one.arg for one in node.args.args]
    assigned = {
        one.id
        for one in ast.walk(node)
        if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store)
    }
    local = sorted(assigned - set(arguments))
    declared = f"let {','.join(local)};" if local else ""
    return f"function {node.name}({','.join(arguments)}){{{declared}{_block(node.body)}}}"


def _block(body: list[ast.stmt]) -> str:
    return "".join(map(_statement, body))


def _statement(node: ast.stmt) -> str:
    match node:
        case ast.Expr(ast.Constant(str())):
            return ""
        case ast.Expr(ast.Call(ast.Attribute(ast.Name(name), "append"), [value], [])):
            return f"{name}.push({_expression(value)});"
        case ast.Assign([ast.Name(name)], value):
            return f"{name}={_expression(value)};"
        case ast.AugAssign(ast.Name(name), operator, value) if type(operator) in _OPERATORS:
            return f"{name}{_OPERATORS[type(operator)]}={_expression(value)};"
        case ast.Return(ast.expr() as value):
            return f"return {_expression(value)};"
        case ast.If(test, body, orelse):
            other = f"else{{{_block(orelse)}}}" if orelse else ""
            return f"if({_expression(test)}){{{_block(body)}}}{other}"
        case ast.For(ast.Name(name), ast.Call(ast.Name("range"), [end], []), body, []):
            return f"for({name}=0;{name}<{_expression(end)};{name}++){{{_block(body)}}}"
        case _:
            raise _unknown(node)


def _expression(node: ast.expr) -> str:
    match node:
        case ast.Constant(bool(value)):
            return "true" if value else "false"
        case ast.Constant(int(value)):
            return str(value)
        case ast.Constant(str(value)) if value.isidentifier():
            return f'"{value}"'
        case ast.Name(name):
            return name
        case ast.BinOp(left, operator, right) if type(operator) in _OPERATORS:
            return f"({_expression(left)}{_OPERATORS[type(operator)]}{_expression(right)})"
        case ast.UnaryOp(ast.USub(), operand):
            return f"(-{_expression(operand)})"
        case ast.Compare(left, [operator], [right]) if type(operator) in _COMPARISONS:
            return f"({_expression(left)}{_COMPARISONS[type(operator)]}{_expression(right)})"
        case ast.Subscript(value, index):
            return f"{_expression(value)}[{_expression(index)}]"
        case ast.List(items):
            return f"[{','.join(map(_expression, items))}]"
        case ast.Dict(keys, values):
            pairs = zip(keys, values, strict=True)
            return f"{{{','.join(f'{_expression(k)}:{_expression(v)}' for k, v in pairs if k)}}}"
        case ast.Call(ast.Name("len"), [value], []):
            return f"{_expression(value)}.length"
        case ast.Call(ast.Name(name), arguments, []):
            return f"{_FUNCTIONS.get(name, name)}({','.join(map(_expression, arguments))})"
        case _:
            raise _unknown(node)
