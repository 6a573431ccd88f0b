"""Trains the attribution component: a corpus in, a folder of weights out. Needs the extra `train`.

`corpus` reads PolNeAR, `invention` nests attributions in one another, `examples` makes windows,
`model` and `objective` are the network and its losses, `loop` trains, `selection` chooses
thresholds on held-out articles, `export` writes ONNX, `card` the model card.
"""
