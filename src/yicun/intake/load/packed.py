"""The columns of a table as bytes, until each is read: a million people would else lie about as small strings."""

import pickle
from collections.abc import Iterator, Mapping
from dataclasses import replace

import pyarrow as pa

from yicun.intake.grid import Cells, RawTable

_CODEC = "lz4"


class PackedColumns(Mapping[str, Cells]):
    """Columns by their fields, each unpacked anew for whoever asks for it."""

    __slots__ = ("_packed",)

    def __init__(self, columns: Mapping[str, Cells]) -> None:
        self._packed = {name: _packed(cells) for name, cells in columns.items()}

    def __getitem__(self, name: str) -> Cells:
        size, content = self._packed[name]
        cells: Cells = pickle.loads(pa.decompress(content, size, _CODEC, asbytes=True))  # noqa: S301 - we packed it
        return cells

    def __contains__(self, name: object) -> bool:
        return name in self._packed

    def __iter__(self) -> Iterator[str]:
        return iter(self._packed)

    def __len__(self) -> int:
        return len(self._packed)


def packed(table: RawTable) -> RawTable:
    """The same table, small."""
    return replace(table, cells=PackedColumns(table.cells))


def _packed(cells: Cells) -> tuple[int, bytes]:
    plain = pickle.dumps(cells.compact(), pickle.HIGHEST_PROTOCOL)
    return len(plain), pa.compress(plain, _CODEC, asbytes=True)
